"""What applicants see of themselves: complete, and not a word of any other applicant; also of hostile records."""

import datetime
import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.core.snapshot import Snapshot
from kic.core.values import Money
from kic.documents.blackout import BLACK, Blackout
from kic.documents.own_file import application_file, person_copy
from kic.documents.refusal import refusal_reason
from kic.domain.applications import Application
from kic.domain.chapters import KINDS
from kic.domain.concept.structure import Body
from kic.domain.meetings import Meeting
from kic.domain.notices.drafting import decision_on
from kic.domain.privacy.overlay import Person
from kic.domain.scoring.visibility import shows_marks
from kic.present.language import speak
from kic.present.packing import files_of
from kic.repository.starting import demo_files
from kic.store.reading.load import load
from kic.store.reading.sources import Memory

TODAY = datetime.date(2026, 11, 22)


@cache
def city() -> Snapshot:
    return load(Memory(demo_files()), KINDS)


def changed(edits: dict[str, tuple[str, str]]) -> Snapshot:
    files = dict(demo_files())
    for path, (old, new) in edits.items():
        before = files[path].decode()
        assert old in before, (path, old)
        files[path] = before.replace(old, new, 1).encode()
    return load(Memory(files), KINDS)


def words_of(pack, lang="de") -> str:
    return "\n".join(content.decode("utf-8-sig") for content in files_of(pack, speak(lang), "x").values())


def others(repository: Snapshot, own: Application) -> list[str]:
    """Everything that names another applicant; worked out by the test itself."""
    found = set()
    mine = {own.title, own.applicant.body, own.applicant.person}
    for each in repository.all(Application):
        if (each.applicant.body, each.applicant.person) == (own.applicant.body, own.applicant.person):
            continue  # what it applied for in other years is its own
        names = {each.id, each.title, each.applicant.person, each.applicant.body}
        body = repository.get(Body, each.applicant.body)
        if body is not None and each.applicant.body != own.applicant.body:
            names.add(body.name)
        found |= names - mine - {None}
    return sorted(found)


def named(words: str, names: list[str]) -> list[str]:
    flat = " ".join(words.replace("\\", "").split()).casefold()
    return [
        n
        for n in names
        if re.search(rf"(?<![\w-]){re.escape(' '.join(n.split()).casefold())}(?![\w-])", flat)
    ]


APPLICATIONS = [each.id for each in city().all(Application)]


@pytest.mark.parametrize("id_", APPLICATIONS)
def test_no_other_applicant_is_in_a_file(id_):
    application = city().get(Application, id_)
    words = words_of(application_file(city(), application, TODAY), "en" if id_.endswith("1") else "de")
    assert named(words, others(city(), application)) == []
    assert application.title in words.replace("\\", ""), "its own is all there"


def test_the_test_would_see_a_name():
    application = city().get(Application, APPLICATIONS[0])
    other = city().get(Application, APPLICATIONS[1])
    assert named(f"auch {other.title}.", others(city(), application)) == [other.title]


def refused(repository: Snapshot) -> tuple[Application, ...]:
    """Every application that gets nothing as things stand: decided so, or set aside before."""
    found = []
    for application in repository.all(Application):
        decision = decision_on(repository, application)
        amount = decision.standing[application.id] if decision is not None else None
        if (amount is not None and amount == Money(0)) or (amount is None and application.ineligible):
            found.append(application)
    return tuple(found)


REFUSED = [each.id for each in refused(city())]


@pytest.mark.parametrize("id_", REFUSED)
def test_a_refusal_cites_the_decision_and_names_nobody(id_):
    application = city().get(Application, id_)
    reasons = refusal_reason(city(), application)
    assert reasons
    decision = decision_on(city(), application)
    for lang in ("de", "en"):
        words = " ".join(speak(lang).say(each) for each in reasons)
        assert named(words, others(city(), application)) == []
        if decision is not None:
            assert speak(lang).date(decision.date) in words
            if not shows_marks(city(), application.call):
                assert "score" not in words


@pytest.mark.parametrize(
    ("settled_by", "told"),
    [("Los in der Sitzung", True), ("Los vor der Lernbrücke Neuenlauter e. V.", False)],
)
def test_how_a_tie_was_settled_is_told_unless_it_names_another(settled_by, told):
    path = next(name for name in demo_files() if name.startswith("applications/2024-1/decisions/"))
    tie = (
        "ties:\n  - applications: [2024-1-001, 2024-1-004]\n    order: [2024-1-001, 2024-1-004]\n"
        f"    settled_by: {settled_by}\nawards:\n"
    )
    repository = changed({path: ("\nawards:\n", f"\n{tie}")})
    reasons = refusal_reason(repository, repository.get(Application, "2024-1-004"))
    words = " ".join(speak("de").say(each) for each in reasons)
    assert (f"über ihre Reihenfolge entschied: {settled_by}." in words) is told
    first = refusal_reason(repository, repository.get(Application, "2024-1-001"))
    assert "Los" not in " ".join(speak("de").say(each) for each in first), (
        "who came first was not harmed by it"
    )


def test_sums_are_said_only_where_they_come_out_again():
    application = city().get(Application, "2024-1-004")
    words = " ".join(speak("en").say(each) for each in refusal_reason(city(), application))
    assert "left €9,350.00 at its turn. It needs €11,800.00 at least." in words
    path = next(name for name in demo_files() if name.startswith("applications/2024-1/scores/"))
    repository = changed({path: ("2024-1-001:", "2024-1-001: abstain #")})
    words = " ".join(speak("en").say(each) for each in refusal_reason(repository, application))
    assert "What was left of the money of the call at its turn did not suffice for it." in words


def test_the_money_of_a_second_call_is_its_own():
    # 2025-2 had the 26,000 that 2025-1 left of 70,000; its proposal counts the 44,000 that were awarded before.
    application = city().get(Application, "2025-2-008")
    said = " ".join(speak("de").say(each) for each in refusal_reason(city(), application)).replace(
        "\u00a0", " "
    )
    assert "Von den Mitteln des Förderaufrufs, 26.000,00 €," in said
    tables = {each.name: each for each in application_file(city(), application, TODAY).tables}
    (row,) = tables["decisions"].rows
    assert row[3] == Money(2_600_000)


def test_the_demo_city_has_refusals_of_every_kind():
    assert len(REFUSED) >= 8
    said = {reason.id for id_ in REFUSED for reason in refusal_reason(city(), city().get(Application, id_))}
    assert len(said) >= 6


def test_who_got_everything_has_no_reason():
    full = [
        each
        for each in city().all(Application)
        if (d := decision_on(city(), each)) is not None and d.standing[each.id] >= each.requested
    ]
    assert full
    assert [refusal_reason(city(), each) for each in full] == [[] for _ in full]


# -- hostile records -----------------------------------------------------------------------------------

MEETING = "concept/meetings/2024-05-16.yaml"
OWN, OTHER = "2024-1-003", "2024-1-001"


PROPOSAL = "Der Antrag wird abgelehnt, weil die Mittel nicht ausreichen; er steht auf der Nachrückliste."


def hostile(text: str) -> str:
    """The file of an application whose item of the minutes says this."""
    meeting = demo_files()[MEETING].decode()
    before, after = meeting.split(f"    about: [{OWN}]\n", 1)
    assert PROPOSAL in after
    after = after.replace(PROPOSAL, text, 1)
    repository = load(
        Memory({**demo_files(), MEETING: f"{before}    about: [{OWN}]\n{after}".encode()}), KINDS
    )
    assert any(item.proposal == text for m in repository.all(Meeting) for item in m.items)
    return words_of(application_file(repository, repository.get(Application, OWN), TODAY)).replace("\\", "")


def other_body() -> Body:
    body = city().get(Body, city().get(Application, OTHER).applicant.body)
    assert body is not None
    return body


@pytest.mark.parametrize(
    "spelled",
    [
        lambda name: name,
        lambda name: name.upper(),
        lambda name: name.lower(),
        lambda name: name.replace(" ", "\u00a0"),
        lambda name: re.sub(r"\s*e\.\s?V\.$", "", name),
        lambda name: f"({name})",
        lambda name: f"„{name}“",
    ],
)
def test_a_name_in_the_minutes_blacks_the_whole_text_out(spelled):
    secret = "Der Vorsitzende hat dort einen Bruder."
    assert secret in hostile(f"Gekürzt. {secret}")
    words = hostile(f"Gekürzt zugunsten von {spelled(other_body().name)}. {secret}")
    assert secret not in words


@pytest.mark.parametrize(
    "text", ["Vergleiche Antrag 1.", "wie die Anträge 2 und 7", "siehe 2024-1-001", "wie bei p-0007"]
)
def test_numbers_and_ids_of_others_do_too(text):
    assert "Vertraulich" not in hostile(f"{text} Vertraulich.")


@pytest.mark.parametrize(
    "text", ["Antrag 3 wird abgelehnt.", "Zu 2024-1-003: abgelehnt.", "Kosten von 4.350 Euro"]
)
def test_ones_own_number_stays(text):
    assert text in hostile(text)


def test_in_ones_own_words_only_the_name_goes():
    path = f"applications/2024-1/{OWN}.yaml"
    body = other_body().name
    repository = changed({path: ("summary:", f'work_in_kind: "Proben bei {body}, 20 Stunden"\nsummary:')})
    words = words_of(application_file(repository, repository.get(Application, OWN), TODAY))
    assert f"Proben bei {BLACK}, 20 Stunden" in words


def test_an_item_about_several_is_blacked_out_even_without_a_name():
    meeting = demo_files()[MEETING].decode()
    at = meeting.index(f"about: [{OWN}]")
    repository = changed({MEETING: (f"about: [{OWN}]", f"about: [{OWN}, {OTHER}]")})
    title = re.findall(r"title: (.*)", meeting[:at])[-1].strip("'\"")
    words = words_of(application_file(repository, repository.get(Application, OWN), TODAY))
    assert title not in words.replace("\\", "").replace(city().get(Application, OWN).title, "")


def test_what_was_said_in_non_public_sitting_is_blacked_out():
    secret = [i for m in city().all(Meeting) for i in m.items if not i.public and len(i.about) == 1]
    assert secret
    for item in secret:
        application = city().get(Application, item.about[0])
        if application is not None:
            words = words_of(application_file(city(), application, TODAY)).replace("\\", "")
            assert item.title not in words
            assert not item.wording or item.wording not in words


def test_a_deviation_that_tells_of_another_is_not_quoted():
    application = city().get(Application, "2024-1-008")
    words = " ".join(speak("de").say(each) for each in refusal_reason(city(), application))
    assert "Antrag 7" not in words


def test_marks_are_told_by_the_words_of_their_criteria():
    pack = application_file(city(), city().get(Application, "2025-1-007"), TODAY)
    (marks,) = (table for table in pack.tables if table.name == "marks")
    said = [row[2] for row in marks.rows if "," in str(row[2])]
    assert (
        said[0] == "Wirkung: 35, Bezug zum Integrationskonzept: 35, Umsetzbarkeit: 35, Wirtschaftlichkeit: 35"
    )


def test_marks_that_nobody_may_see_are_left_out():
    files = dict(demo_files())
    path = "applications/2024-1/call.yaml"
    files[path] = re.sub(rb"marks_visible: \w+", b"marks_visible: nobody", files[path])
    repository = load(Memory(files), KINDS)
    pack = application_file(repository, repository.get(Application, OWN), TODAY)
    tables = {each.name: each for each in pack.tables}
    assert tables["marks"].rows == ()
    keys = [key for key, _ in tables["decisions"].columns]
    (row,) = tables["decisions"].rows
    assert {row[keys.index(key)] for key in ("rank", "score", "proposed")} == {None}


AROUND = st.text("abc äß.,;:!?()„“\n-–0123", max_size=30)


@given(st.data(), AROUND, AROUND, st.sampled_from([str, str.upper, str.lower, str.title]))
def test_wherever_a_name_stands_it_is_seen(data, before, after, spelled):
    application = city().get(Application, OWN)
    blackout = black(OWN)
    name = spelled(data.draw(st.sampled_from(others(city(), application))))
    words = f"{before} {name} {after}"
    assert blackout.over(words) == BLACK
    assert named(blackout.within(words), [name]) == []


@cache
def black(own: str) -> Blackout:
    return Blackout(city(), (own,))


# -- a person's copy -----------------------------------------------------------------------------------


@pytest.mark.parametrize("person", sorted({e.applicant.person for e in city().all(Application)} - {None}))
def test_a_copy_holds_all_of_the_person_and_nobody_else(person):
    entry = Person(id=person, name="Erika Muster", email="erika@web.example")
    pack = person_copy(city(), person, entry, TODAY, private_names=["Max Geheim"])
    words = words_of(pack)
    assert {"Erika Muster", "erika@web.example", person} <= set(
        re.findall(r"Erika Muster|erika@web\.example|p-\d{4}", words)
    )
    for own in city().all(Application):
        if own.applicant.person == person:
            assert own.id in words
            rest = [
                name
                for name in others(city(), own)
                if name
                not in {each.id for each in city().all(Application) if each.applicant.person == person}
            ]
            assert named(words, rest) == []


def test_a_copy_tells_no_name_of_the_overlay():
    path = "applications/2026-1/2026-1-007.yaml"
    repository = changed({path: ("summary:", "work_in_kind: Hilfe von Max Geheim an vier Tagen\nsummary:")})
    words = words_of(person_copy(repository, "p-0007", None, TODAY, private_names=["Max Geheim"]))
    assert "Max Geheim" not in words
    assert f"Hilfe von {BLACK} an vier Tagen" in words


def test_black_out_of_nothing():
    assert Blackout(load(Memory({}), KINDS), ()).over("Antragstext ohne Namen") == "Antragstext ohne Namen"
