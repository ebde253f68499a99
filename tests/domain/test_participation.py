"""Contributions and what carries them out: what counts as the same text, who is a person, what is still open."""

import datetime
from collections.abc import Mapping

import pytest

from kic.core.plan import Append, CreateFile, RemoveField, SetField
from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.core.values import Count, PartialDate
from kic.domain.agenda import DueKind
from kic.domain.agenda.everything import agenda
from kic.domain.chapters import KINDS
from kic.domain.concept.edition import Edition
from kic.domain.participation import Answer, AnswerKind, Consultation, Contribution
from kic.domain.participation.contributors import looks_like_person, may_be_person
from kic.domain.participation.moves import (
    carried,
    correct_consultation,
    hold,
    next_consultation,
    next_contribution,
)
from kic.domain.revisions import AmendedElement, Amendment, Nature
from kic.domain.revisions.text_moves import amend, change_text
from kic.domain.rules import RULES
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.good import good

TODAY = datetime.date(2026, 11, 22)
CONTRIBUTION = """\
kind: contribution
id: s-2026-01
invented: true
edition: k2022
received: 2026-02-10
contributor: {{contributor: person, person: p-0007}}
element: {element}
proposal: Kurse auch am Abend.
answers:
  - date: 2026-03-02
    answer: taken_over
    carried_by: {by}
"""
AMENDMENT = """\
kind: amendment
id: ae-2026-1
invented: true
edition: k2022
title: Kurse am Abend
nature: resolved
date: 2026-06-01
effective: 2026-06-01
resolution: b-2026
reason: Wer im Schichtdienst arbeitet, kann vormittags nicht kommen.
elements:
  - element: {element}
"""
RESOLUTION = """\
kind: resolution
id: b-2026
invented: true
title: Kurse am Abend
body: council
date: 2026-06-01
number: 2026/041
"""
EVENT = """\
kind: consultation
id: bt-2026-1
invented: true
edition: k2022
title: Werkstatt
form: workshop
date: 2026-01-20
gaps:
  - field: participants
    state: unknown
"""
WHERE = "concept/contributions/s-2026-01.yaml"


def city(files: Mapping[str, str]) -> Snapshot:
    return load(Memory({path: words.encode() for path, words in {**good(), **files}.items()}), KINDS)


def codes(state: Snapshot, *, today: datetime.date = TODAY) -> set[str]:
    """The codes of this chapter's findings."""
    return {each.law.code for each in run(RULES, state, today) if "KIC270" <= each.law.code <= "KIC289"}


def answered_by_amendment(element: str, changed: str, more: str = "") -> Snapshot:
    return city(
        {
            WHERE: CONTRIBUTION.format(element=element, by="ae-2026-1"),
            "concept/amendments/ae-2026-1.yaml": AMENDMENT.format(element=changed) + more,
            "concept/resolutions/b-2026.yaml": RESOLUTION,
        }
    )


@pytest.mark.parametrize(
    ("element", "changed", "fits"),
    [
        ("he-02", "he-02", True),
        ("he-02", "he-01", False),
        ("t2", "he-02", True),
        ("t2", "he-01", False),
        ("t2-z1", "t2", True),
        ("t2-z1", "t2-z2", False),
        ("he-02", "t2-z1", True),
        ("k2022", "he-03", True),
        ("he-02", "k2022", True),
    ],
    ids=str,
)
def test_an_amendment_carries_what_is_about_its_text_or_about_what_stands_in_or_around_it(
    element: str, changed: str, fits: bool
) -> None:
    assert codes(answered_by_amendment(element, changed)) == (set() if fits else {"KIC283"})


def test_an_amendment_that_names_the_contribution_carries_it_wherever_it_is_about() -> None:
    assert codes(answered_by_amendment("he-02", "he-01", "    contributions: [s-2026-01]\n")) == set()


def test_an_amendment_of_what_goes_on_carries_a_contribution_to_what_was_merged() -> None:
    files = good()
    path = "concept/recommendations/he-02.yaml"
    files[path] += (
        "  - {date: 2026-01-05, status: merged, note: Zusammen, successors: [he-03], evidence: [Vorlage]}\n"
    )
    state = city(
        {
            path: files[path],
            WHERE: CONTRIBUTION.format(element="he-02", by="ae-2026-1"),
            "concept/amendments/ae-2026-1.yaml": AMENDMENT.format(element="he-03"),
            "concept/resolutions/b-2026.yaml": RESOLUTION,
        }
    )
    assert codes(state) == set()


def test_an_edition_cannot_carry_what_came_after_its_adoption() -> None:
    assert codes(city({WHERE: CONTRIBUTION.format(element="he-02", by="k2022")})) == {"KIC283"}


def test_a_wrong_edition_is_one_fault_and_one_finding() -> None:
    """Its element and its consultation are of the other edition, and it came after the wrong one had ended."""
    words = CONTRIBUTION.format(element="he-02", by="k2022").partition("answers:")[0]
    wrong = words.replace("edition: k2022", "edition: k2013\nconsultation: bt-2026-1")
    assert codes(city({WHERE: wrong, "concept/consultations/bt-2026-1.yaml": EVENT})) == {"KIC271"}


def test_a_contribution_to_an_edition_in_force_waits_without_a_finding() -> None:
    words = CONTRIBUTION.format(element="he-02", by="k2022").partition("answers:")[0]
    assert codes(city({WHERE: words})) == set(), "it is for the next revision; the list shows it"


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Frau Beispiel", True),
        ("Herr Dr. Muster", True),
        ("Dr. Muster", True),
        ("Familie Muster", True),
        ("Frau und Beruf e. V.", False),
        ("Frauenzentrum", False),
        ("Dr.-Muster-Schule", False),
        ("Prof. Muster Stiftung", False),
        ("Fraktion Offene Stadt", False),
        ("Herrnhuter Gemeinde", False),
    ],
)
def test_names_that_begin_like_those_of_persons_are_found_and_organisations_are_not(
    name: str, person: bool
) -> None:
    assert looks_like_person(name) is person


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Erika Mustermann", True),
        ("Mustermann, Erika", True),
        ("erika mustermann", True),
        ("Anna-Lena von der Beispiel", True),
        ("E. Mustermann", True),
        ("Sean O'Muster", True),
        ("Interkultureller Garten", False),
        ("Fraktion Junge Stadt", False),
        ("Runder Tisch", False),
        ("AWO Neustadt", False),
        ("Offene Tür e. V.", False),
        ("Muster", False),
    ],
)
def test_names_built_like_those_of_persons_are_asked_about(name: str, asked: bool) -> None:
    assert may_be_person(name) is asked


@pytest.mark.parametrize(
    ("mover", "found"),
    [
        ("{contributor: person, person: p-0007}", set()),
        ("{contributor: person, name: Gruppe}", {"KIC270"}),
        ("{contributor: council_group, name: Frau Muster}", {"KIC284"}),
        ("{contributor: committee, body: v-bruecke}", {"KIC288"}),
    ],
)
def test_who_moves_an_amendment_is_as_clear_as_who_contributes(mover: str, found: set[str]) -> None:
    state = answered_by_amendment("he-02", "he-02", f"    mover: {mover}\n")
    assert codes(state) == found


def test_the_next_ids_follow_the_highest_of_their_year() -> None:
    words = CONTRIBUTION.format(element="he-02", by="k2022")
    state = city(
        {WHERE: words, "concept/contributions/s-2026-112.yaml": words.replace("s-2026-01", "s-2026-112")}
    )
    assert next_contribution(state, 2026) == "s-2026-113"
    assert next_contribution(state, 2026, 2) == "s-2026-115"
    assert next_contribution(state, 2027) == "s-2027-01"
    assert next_consultation(city({"concept/consultations/bt-2026-1.yaml": EVENT}), 2026) == "bt-2026-2"


def test_nobody_came_is_not_the_same_as_not_known() -> None:
    values = {"edition": "k2022", "title": "Werkstatt", "form": "workshop", "date": PartialDate(2026, 1, 20)}
    (unknown,) = hold("bt-2026-2", values).edits
    (nobody,) = hold("bt-2026-2", {**values, "participants": Count(0)}).edits
    assert isinstance(unknown, CreateFile)
    assert isinstance(nobody, CreateFile)
    assert unknown.value["gaps"] == [{"field": "participants", "state": "unknown"}]
    assert "gaps" not in nobody.value
    assert nobody.value["participants"] == 0


def test_what_becomes_known_takes_its_gap_away() -> None:
    state = city({"concept/consultations/bt-2026-1.yaml": EVENT})
    event = state.get(Consultation, "bt-2026-1")
    assert event is not None
    edits = correct_consultation(state, event, {"participants": Count(31), "place": None}).edits
    assert edits == (
        SetField("concept/consultations/bt-2026-1.yaml", ("participants",), Count(31)),
        RemoveField("concept/consultations/bt-2026-1.yaml", ("gaps",)),
    )


def test_what_carries_a_contribution_repeats_its_answer_and_never_goes_back_in_time() -> None:
    state = city({WHERE: CONTRIBUTION.format(element="he-02", by="k2022")})
    contribution = state.get(Contribution, "s-2026-01")
    assert contribution is not None
    assert carried(contribution, "k2022", TODAY) is None, "that is said already"
    earlier = datetime.date(2026, 1, 1)
    again = carried(contribution, "ae-2026-1", earlier)
    assert again == Answer(
        date=datetime.date(2026, 3, 2), answer=AnswerKind.TAKEN_OVER, carried_by="ae-2026-1"
    )


def test_new_words_come_with_the_act_and_a_goal_is_changed_in_its_theme() -> None:
    state = city(
        {
            WHERE: CONTRIBUTION.format(element="t2-z1", by="k2022"),
            "concept/resolutions/b-2026.yaml": RESOLUTION,
        }
    )
    edition = state.get(Edition, "k2022")
    assert edition is not None
    act = Amendment(
        id="ae-2026-1",
        edition="k2022",
        title="Kurse am Abend",
        nature=Nature.RESOLVED,
        date=PartialDate(2026, 6, 1),
        resolution="b-2026",
        reason="Antrag im Rat",
        elements=(AmendedElement(element="t2-z1", contributions=("s-2026-01",)),),
    )
    plan = change_text(state, edition, "t2-z1", {"title": "Kurse am Wohnort"}, act, TODAY)
    words, made, answer = plan.edits
    assert words == SetField("concept/themes/t2.yaml", ("goals", 0, "title"), "Kurse am Wohnort")
    assert isinstance(made, CreateFile)
    assert made.value["elements"] == [{"element": "t2-z1", "contributions": ["s-2026-01"]}]
    assert isinstance(answer, Append)
    assert (answer.path, answer.value["carried_by"]) == (WHERE, "ae-2026-1")
    assert plan.edits[1:] == amend(state, edition, act, TODAY).edits
    alone = change_text(state, edition, "t2-z1", {"title": "Kurse am Wohnort"}, None, TODAY)
    assert alone.edits == (words,)


def test_an_element_that_an_amendment_has_already_only_gains_contributions() -> None:
    state = answered_by_amendment("he-02", "he-02")
    edition, act = state.get(Edition, "k2022"), state.get(Amendment, "ae-2026-1")
    assert edition is not None
    assert act is not None
    more = AmendedElement(element="he-02", contributions=("s-2026-01",))
    changed = Amendment(
        **{each: getattr(act, each) for each in act.__struct_fields__} | {"elements": (more,)}
    )
    edits = change_text(state, edition, "he-02", {"title": "Kurse"}, changed, TODAY).edits
    assert edits[1:] == (
        Append("concept/amendments/ae-2026-1.yaml", ("elements", 0, "contributions"), "s-2026-01"),
    )


WAITING = CONTRIBUTION.partition("answers:")[0]
PAPER = """\
kind: paper
id: v-2027
invented: true
number: 2027/003
title: Fortschreibung
date: 2026-11-20
about: [k2022]
deliberations:
  - {body: Begleitausschuss, purpose: advises, date: 2027-01-12}
  - {body: Stadtrat, purpose: decides, date: 2027-02-01}
proposal: Der Rat beschließt die Änderungen.
reasons: Beteiligung seit 2026.
financial_effects: {none: true}
"""


def due(files: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What the agenda says of participation: day, state and sentence."""
    return [
        (str(each.date), each.state.value, str(each.what))
        for each in agenda(city(files), TODAY)
        if each.kind in (DueKind.CONSULTATION, DueKind.CONTRIBUTION)
    ]


def test_those_who_wait_for_an_answer_stand_on_the_agenda_until_the_council_decides() -> None:
    waiting = {WHERE: WAITING.format(element="he-02")}
    said = "1 contribution waits for an answer"
    assert due(waiting) == [("2026-02-10", "open", said)]
    assert due({**waiting, "concept/papers/v-2027.yaml": PAPER}) == [("2027-02-01", "ahead", said)]
    assert due({WHERE: CONTRIBUTION.format(element="he-02", by="k2022")}) == []


def test_events_to_come_stand_on_the_agenda_with_their_end_and_past_ones_do_not() -> None:
    path = "concept/consultations/bt-2026-1.yaml"
    lasting = EVENT.replace("2026-01-20", "2026-12-01\nuntil: 2026-12-18")
    assert due({path: EVENT}) == []
    assert due({path: EVENT.replace("2026-01-20", "2026-12-01")}) == [
        ("2026-12-01", "ahead", "it takes place: Werkstatt")
    ]
    assert due({path: lasting}) == [
        ("2026-12-01", "ahead", "it begins: Werkstatt"),
        ("2026-12-18", "ahead", "it ends: Werkstatt"),
    ]
    assert due({path: EVENT.replace("2026-01-20", "2026-12")}) == [], "a month is no day"


@pytest.mark.parametrize(
    ("element", "about", "named"),
    [
        ("he-02", "he-02", True),
        ("he-02", "k2022", False),
        ("k2022", "k2022", True),
        ("he-02", "he-01", False),
    ],
)
def test_a_paper_demands_answers_to_what_it_is_about(element: str, about: str, named: bool) -> None:
    paper = PAPER.replace("about: [k2022]", f"about: [{about}]")
    state = city({WHERE: WAITING.format(element=element), "concept/papers/v-2027.yaml": paper})
    assert ("KIC281" in codes(state)) is named


def test_a_paper_on_a_draft_demands_the_answers_to_all_of_it() -> None:
    lines = dict(good())["concept/concept.yaml"].splitlines(keepends=True)
    draft = "".join(
        line for line in lines if not line.startswith(("adopted:", "published:", "effective:", "resolution:"))
    )
    paper = {"concept/concept.yaml": draft, "concept/papers/v-2027.yaml": PAPER}
    assert "KIC281" in codes(city({**paper, WHERE: WAITING.format(element="he-02")}))
