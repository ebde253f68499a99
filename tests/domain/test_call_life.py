"""Legal and illegal steps of a call and of the papers of an application: the cases beside those of the gallery."""

import datetime
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.plan import Append
from kic.core.rule import run
from kic.core.values import Moment
from kic.domain.applications import Application, PapersEntry, PapersEvent
from kic.domain.applications.double import purpose
from kic.domain.applications.moves import record_papers
from kic.domain.applications.papers import Standing, plain
from kic.domain.calls.clock import Clock, fault
from kic.domain.rules import RULES
from tests.domain.good import changed, good

CALL, C1, C2 = (f"applications/{each}/call.yaml" for each in ("2026-1", "2025-1", "2025-2"))
A1, A2 = "applications/2026-1/2026-1-001.yaml", "applications/2026-1/2026-1-002.yaml"
STATES = ("draft", "open", "closed", "decided", "settled")


@pytest.fixture
def change(repository, today):
    """The codes about a change of the good repository: edits of what is committed, and of what is there now."""

    def judge(before, after) -> list[str]:
        state = repository(changed(*after), committed=changed(*before))
        found = run(RULES, state, today, before=state.committed)
        return sorted({each.law.code for each in found if each.law.code in CHANGES})

    return judge


CHANGES = {"KIC440", "KIC441", "KIC447", "KIC448", "KIC450", "KIC548", "KIC549", "KIC550"}


@pytest.mark.parametrize(("old", "new"), list(itertools.product(STATES, STATES)))
def test_a_call_only_goes_forward(change, old, new):
    before, after = ([(CALL, "state: closed", f"state: {state}")] for state in (old, new))
    back = STATES.index(new) < STATES.index(old)
    assert change(before, after) == (["KIC440"] if back else [])


@pytest.mark.parametrize(("closes", "found"), [("2026-12-01T12:00", []), ("2026-10-15T23:59", ["KIC440"])])
def test_a_later_deadline_opens_a_closed_call_again(change, closes, found):
    edits = [(CALL, "state: closed", "state: open"), (CALL, "2026-10-15T23:59", closes)]
    assert change([], edits) == found


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("threshold: 60", "threshold: 60.0", []),  # the same number
        ("threshold: 60", "threshold: 60.1", ["KIC441"]),
        ("reserve: 2000.00", "reserve: 2000", []),
        ("max_rate: 80%", "max_rate: 85%", ["KIC441"]),
        ("frozen: 2026-08-20", "frozen: 2026-09-20", ["KIC441"]),
        ("  frozen: 2026-08-20\n", "", ["KIC441"]),
        ("t1: 30000.00", "t1: 29999.99", ["KIC441"]),
        ("title: Wirkung", "title: Wirksamkeit", ["KIC441"]),
        ("file: concept/richtlinie-2025.md", "file: concept/richtlinie-2026.md", ["KIC441"]),
        ("decision_expected: 2026-12", "decision_expected: 2026-12-10", []),  # no term
    ],
)
def test_frozen_terms_stay(change, old, new, found):
    assert change([], [(CALL, old, new)]) == found


def test_a_guideline_that_lacked_its_file_or_digest_may_get_it(change):
    file = "    file: concept/richtlinie-2025.md\n"
    digest = next(line for line in good()[CALL].splitlines(keepends=True) if "digest:" in line)
    assert change([(CALL, digest, "")], []) == []
    assert change([(CALL, file + digest, "")], []) == []
    assert change([], [(CALL, digest, "")]) == ["KIC441"]


def test_terms_that_are_not_frozen_may_change(change):
    free = (CALL, "  frozen: 2026-08-20\n", "")
    assert change([free], [free, (CALL, "threshold: 60", "threshold: 50")]) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("closes: 2026-10-15T23:59", "closes: 2026-10-16T00:00", []),
        ("closes: 2026-10-15T23:59", "closes: 2026-10-15T23:58", ["KIC448"]),
        ("closes: 2026-10-15T23:59\n", "", ["KIC448"]),
        ("themes: [t1, t2]", "themes: [t1]", ["KIC448"]),
        ("applicants: [association, private_person]", "applicants: [association]", ["KIC448"]),
        (
            "applicants: [association, private_person]",
            "applicants: [private_person, association, carrier]",
            [],
        ),
    ],
)
def test_what_was_announced_is_not_narrowed(change, old, new, found):
    assert change([], [(CALL, old, new)]) == found
    draft = (CALL, "state: closed", "state: draft")
    assert change([draft], [draft, (CALL, old, new)]) == [], "a draft has promised nothing"


# -- money of a year -----------------------------------------------------------------------------------


def test_remainders_do_not_go_in_a_circle(codes):
    """Two calls that each give the other's remainder would give money that nobody provided."""
    edits = [
        (C1, "amount: 70000.00\n", "amount: 70000.00\n  source: remainder\n  remainder_of: 2025-2\n"),
        (C1, "  committed: 44000.00\n", ""),
    ]
    assert codes(*edits) == ["KIC403"]


def test_a_third_round_gives_what_the_second_left(codes):
    third = good()[C2].replace("2025-2", "2025-3").replace("number: 2", "number: 3")
    third = third.replace("remainder_of: 2025-1", "remainder_of: 2025-2").replace("2025-06-01", "2025-08-01")
    third = third.replace("2025-06-30", "2025-08-31").replace("2025-07-15", "2025-09-15")
    path = "applications/2025-3/call.yaml"
    left = (C2, "", "figures:\n  committed: 20000.00\n")
    assert codes(left, (path, "", third.replace("26000.00", "6000.00"))) == []
    assert codes(left, (path, "", third.replace("26000.00", "6000.01"))) == ["KIC404"]
    of_first = third.replace("26000.00", "6000.00").replace("remainder_of: 2025-2", "remainder_of: 2025-1")
    assert codes(left, (path, "", of_first)) == ["KIC404"], "the first round has left no more than 26,000"


# -- the clock -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "zone", "expected"),
    [
        ("2026-10-25T01:59", "Europe/Berlin", None),
        ("2026-10-25T02:00", "Europe/Berlin", Clock.TWICE),
        ("2026-10-25T02:30", "Europe/Berlin", Clock.TWICE),
        ("2026-10-25T02:59", "Europe/Berlin", Clock.TWICE),
        ("2026-10-25T03:00", "Europe/Berlin", None),
        ("2026-03-29T01:59", "Europe/Berlin", None),
        ("2026-03-29T02:00", "Europe/Berlin", Clock.NEVER),
        ("2026-03-29T02:59", "Europe/Berlin", Clock.NEVER),
        ("2026-03-29T03:00", "Europe/Berlin", None),
        ("2026-03-29T23:59", "Europe/Berlin", None),
        ("2026-10-25T02:30", "UTC", None),
        ("2026-03-29T01:30", "Europe/Lisbon", Clock.NEVER),
        ("2026-03-08T02:30", "America/New_York", Clock.NEVER),
        ("2026-03-29T02:30", "Europe/Nowhere", None),  # the zone is another finding
    ],
)
def test_times_that_the_clock_leaves_out_or_shows_twice(moment, zone, expected):
    assert fault(Moment.parse(moment), zone) is expected


@settings(max_examples=60, deadline=None)
@given(st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2035, 1, 1)))  # noqa: DTZ001  # on the clock
def test_in_europe_only_the_first_hours_of_a_sunday_are_in_doubt(local):
    if fault(Moment(local), "Europe/Berlin") is not None:
        assert (local.weekday(), local.hour) == (6, 2)
        assert local.month in (3, 10)


# -- papers --------------------------------------------------------------------------------------------

DAY = datetime.date(2026, 11, 2)
names = st.lists(st.sampled_from(("Satzung", "satzung ", "Plan", "Zusage")), max_size=3).map(tuple)
steps = st.builds(PapersEntry, date=st.just(DAY), event=st.sampled_from(PapersEvent), papers=names)


@settings(max_examples=80, deadline=None)
@given(st.lists(steps, max_size=8))
def test_what_is_missing_was_asked_for_and_has_not_come_since(entries):
    now = Standing()
    for entry in entries:
        now = now.after(entry)
    asked: dict[str, bool] = {}
    for entry in entries:
        if entry.event in (PapersEvent.ASKED, PapersEvent.RECEIVED):
            came = entry.event is PapersEvent.RECEIVED
            asked.update((plain(paper), came) for paper in entry.papers if not came or plain(paper) in asked)
    assert {plain(paper) for paper in now.missing} == {paper for paper, came in asked.items() if not came}
    assert len(now.missing) == len({plain(paper) for paper in now.missing})


def test_a_paper_that_is_named_twice_is_asked_for_once(repository):
    state = repository(good())
    application = state.get(Application, "2026-1-001")
    entry = PapersEntry(date=DAY, event=PapersEvent.ASKED, papers=("Satzung", "Plan", "Satzung"), due=DAY)
    (step,) = record_papers(state, application, entry).edits
    assert isinstance(step, Append)
    assert step.value["papers"] == ["Satzung", "Plan"]


# -- double funding ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lernpatenschaften in der Nordstadt", "Lernpatenschaft für die Nordstadt"),
        ("Lernpatenschaften Nordstadt 2025", "Lernpatenschaften Nordstadt 2026"),
        ("LERNPATENSCHAFTEN NORDSTADT", "Lernpatenschaften, Nordstadt"),
    ],
)
def test_what_varies_from_year_to_year_is_no_part_of_the_purpose(one, other):
    assert purpose(one) == purpose(other)


@pytest.mark.parametrize(
    ("title", "alike"),
    [
        ("Lernpatenschaften in der Nordstadt", True),
        ("Lernpatenschaft Nordstadt, zweite Gruppe", True),
        ("Lernpatenshaften in der Nordstadt", True),  # a typing mistake
        ("Fortsetzung: Lernpatenschaften Nordstadt", True),
        ("Sprachcafé in der Nordstadt", False),
        ("Lernen mit Musik", False),
    ],
)
def test_titles_that_are_near_are_found(codes, title, alike):
    second = good()[A1].replace("2026-1-001", "2026-1-003").replace("number: 1", "number: 3")
    second = second.replace("title: Lernpatenschaften in der Nordstadt", f"title: '{title}'")
    second = second.replace("item: Honorare", "item: Vergütung").replace("item: Material", "item: Bücher")
    edit = ("applications/2026-1/2026-1-003.yaml", "", second)
    assert ("KIC515" in codes(edit)) is alike


def test_the_same_lines_under_another_title_are_found(codes):
    second = good()[A1].replace("2026-1-001", "2026-1-003").replace("number: 1", "number: 3")
    second = second.replace("title: Lernpatenschaften in der Nordstadt", "title: Ein Chor")
    assert "KIC515" in codes(("applications/2026-1/2026-1-003.yaml", "", second))


def test_a_partner_who_applies_for_the_same_is_found(codes):
    body = good()["concept/bodies/v-bruecke.yaml"].replace("v-bruecke", "v-steg")
    second = good()[A1].replace("2026-1-001", "2026-1-003").replace("number: 1", "number: 3")
    second = second.replace("v-bruecke", "v-steg").replace("item: Honorare", "item: Vergütung")
    edits = [("concept/bodies/v-steg.yaml", "", body), ("applications/2026-1/2026-1-003.yaml", "", second)]
    assert "KIC515" in codes(*edits)


# -- what was decided on -------------------------------------------------------------------------------

DECIDED = [
    (CALL, "state: closed", "state: decided"),
    (CALL, "decision_expected: 2026-12", "decided: 2026-11-20"),
]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("amount: 1500.00\nfinancing", "amount: 1499.00\nfinancing", ["KIC549"]),
        ("themes: [t1]", "themes: [t2]", ["KIC549"]),
        ("share: 75%", "share: 70%", ["KIC549"]),
        ("", "de_minimis: not_an_undertaking\n", []),
        ("summary: Zwanzig", "summary: Einundzwanzig", []),
    ],
)
def test_what_was_decided_on_stays(change, old, new, found):
    assert change(DECIDED, [*DECIDED, (A1, old, new)]) == found
    assert change([], [(A1, old, new)]) == [], "before the decision the applicant may still mend it"


def test_an_application_that_was_named_wrongly_may_be_renamed(repository, today):
    wrong = good()
    wrong["applications/2026-1/2026-1-03.yaml"] = (
        good()[A1].replace("id: 2026-1-001", "id: 2026-1-03").replace("number: 1", "number: 3")
    )
    right = good()
    right["applications/2026-1/2026-1-003.yaml"] = (
        good()[A1].replace("2026-1-001", "2026-1-003").replace("number: 1", "number: 3")
    )
    state = repository(right, committed=wrong)
    assert "KIC548" not in {each.law.code for each in run(RULES, state, today, before=state.committed)}


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("item: Mitgliedsbeiträge", []),
        ("item: Ehrenamtliche Stunden", ["KIC526"]),
        ("item: Eigenleistung Aufbau", ["KIC526"]),
    ],
)
def test_unpaid_work_is_no_money_in_the_finance_plan(codes, item, found):
    assert codes((A1, "item: Mitgliedsbeiträge", item)) == found
    assert codes((A1, "item: Mitgliedsbeiträge\n    fund: own", f"{item}\n    fund: own")) == found


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("item: Ehrenamtspauschalen, ausgezahlt", []),
        ("item: Unentgeltliche Mitarbeit", ["KIC526"]),
    ],
)
def test_an_allowance_that_is_paid_is_a_cost_and_unpaid_work_is_none(codes, item, found):
    assert codes((A1, "item: Honorare", item)) == found
