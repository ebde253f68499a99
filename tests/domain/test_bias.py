"""Who may mark: exclusions, doubts and what they do to marks, beside the cases of the gallery."""

import datetime

import pytest

from kic.allocation.problem import Marks, Silence
from kic.core.rule import run
from kic.core.values import Number
from kic.domain.calls import Call
from kic.domain.committee import BiasDecider, BiasState, Disclosure, Seat, SeatTerm
from kic.domain.decisions.posing import problem_of
from kic.domain.rules import RULES
from kic.domain.scoring import ScoreSheet
from kic.domain.scoring.bias import settled, states
from kic.domain.scoring.moves import disclose, sheet_of
from tests.domain.good import changed

S1, S3 = "applications/2026-1/scores/s01.yaml", "applications/2026-1/scores/s03.yaml"
SEAT1, SEAT3 = "concept/committee/s01.yaml", "concept/committee/s03.yaml"
CALL = "applications/2026-1/call.yaml"
A1 = "2026-1-001"


def entries(*given: tuple[str, str, str]) -> str:
    """Disclosures of (day, state, who settled it) as they stand in a file."""
    lines = "".join(
        f"  - date: {day}\n    about: {A1}\n    state: {state}\n" + (f"    decided_by: {by}\n" if by else "")
        for day, state, by in given
    )
    return f"disclosures:\n{lines}"


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([], []),
        ([("2026-11-05", "excluded", "member")], ["KIC620"]),
        ([("2026-11-21", "excluded", "member")], ["KIC620"]),  # after the marks came in: they go all the same
        ([("2026-11-05", "unclear", "")], ["KIC626"]),
        ([("2026-11-05", "unclear", ""), ("2026-11-09", "not_excluded", "council")], []),
        ([("2026-11-05", "unclear", ""), ("2026-11-09", "not_excluded", "member")], ["KIC623"]),
        ([("2026-11-05", "unclear", ""), ("2026-11-09", "excluded", "")], ["KIC620", "KIC623"]),
        ([("2026-11-05", "excluded", "")], ["KIC620", "KIC624"]),
        ([("2026-11-05", "excluded", "mayor")], ["KIC620", "KIC625"]),
        ([("2026-11-05", "excluded", "member"), ("2026-11-09", "not_excluded", "committee")], []),
        # What a body has decided, the member does not overturn; new facts are a doubt first.
        ([("2026-11-05", "excluded", "member"), ("2026-11-07", "not_excluded", "committee"), ("2026-11-09", "excluded", "member")], ["KIC620", "KIC623"]),
        ([("2026-11-05", "unclear", ""), ("2026-11-07", "excluded", "mayor"), ("2026-11-09", "not_excluded", "member")], ["KIC623"]),
        ([("2026-11-05", "unclear", ""), ("2026-11-07", "excluded", "mayor"), ("2026-11-09", "not_excluded", "")], ["KIC623"]),
        ([("2026-11-05", "unclear", ""), ("2026-11-07", "not_excluded", "mayor"), ("2026-11-09", "not_excluded", "member")], []),
        ([("2026-11-05", "unclear", ""), ("2026-11-07", "excluded", "mayor"), ("2026-11-09", "unclear", "")], ["KIC626"]),
        ([("2026-09-01", "not_excluded", "member")], ["KIC632"]),
    ],
)  # fmt: skip
def test_what_is_found_of_a_seat_that_has_marked(codes, given, found) -> None:
    assert codes(*([(SEAT1, "", entries(*given))] if given else [])) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([], ["KIC622"]),
        ([("2026-11-05", "unclear", "")], ["KIC622"]),
        ([("2026-11-05", "unclear", ""), ("2026-11-09", "not_excluded", "committee")], ["KIC622"]),
        ([("2026-11-05", "excluded", "member")], []),
    ],
)
def test_an_exclusion_in_a_sheet_rests_on_something(codes, given, found) -> None:
    edits = [(S1, "{wirkung: 80, kosten: 75}", "excluded")]
    assert codes(*edits, *([(SEAT1, "", entries(*given))] if given else [])) == found


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ([], True),
        ([("2026-11-05", "excluded", "member")], False),
        ([("2026-11-05", "unclear", "")], False),
        ([("2026-11-05", "unclear", ""), ("2026-11-09", "not_excluded", "council")], True),
    ],
)
def test_who_is_excluded_or_may_be_is_not_asked_for_marks(repository, today, given, asked) -> None:
    edits = [(S1, f"  {A1}: {{wirkung: 80, kosten: 75}}\n", "")]
    state = repository(changed(*edits, *([(SEAT1, "", entries(*given))] if given else [])))
    assert ("KIC613" in {each.law.code for each in run(RULES, state, today)}) is asked


def test_marks_of_an_excluded_seat_do_not_count_even_where_they_stand(repository) -> None:
    state = repository(changed((S3, "2026-1-001: excluded", "2026-1-001: 90")))
    call = state.get(Call, "2026-1")
    posed = {each.id: each.marks for each in problem_of(state, call).applications}
    assert posed[A1]["s03"] == Marks(Silence.EXCLUDED)
    assert posed["2026-1-002"]["s03"] == Marks(Number("60"))


def test_what_is_settled_after_the_decision_does_not_change_it(repository) -> None:
    decided = (CALL, "decision_expected: 2026-12", "decision_expected: 2026-12\ndecided: 2026-11-15")
    late = (SEAT1, "", entries(("2026-11-20", "excluded", "member")))
    for edits, expected in (([late], BiasState.EXCLUDED), ([late, decided], None)):
        state = repository(changed(*edits))
        sheet = state.get(ScoreSheet, "2026-1-s01")
        assert states(state.get(Seat, "s01"), sheet, state.get(Call, "2026-1")).get(A1) is expected


def test_bias_belongs_to_the_person_who_fills_the_seat(repository) -> None:
    state = repository(
        changed(
            (
                SEAT3,
                "  - start: 2024-07-15\n    end: 2029-06-30",
                "  - start: 2026-11-08\n    end: 2029-06-30",
            ),
        )
    )
    seat = state.get(Seat, "s03")
    assert settled(seat, A1, datetime.date(2026, 11, 10)) is None  # disclosed by the one before


@pytest.mark.parametrize(
    ("holders", "state"),
    [
        (("mg-1", "mg-1"), BiasState.EXCLUDED),  # elected again: the same person
        (("mg-1", "mg-2"), None),
        ((None, None), None),  # nothing tells that it is the same
    ],
)
def test_an_exclusion_stays_with_a_member_who_is_elected_again(holders, state) -> None:
    first, second = (datetime.date(2026, 1, 1), datetime.date(2026, 11, 8))
    seat = Seat(
        id="s03",
        title="Sitz",
        terms=(
            SeatTerm(start=first, end=datetime.date(2026, 11, 7), holder=holders[0]),
            SeatTerm(start=second, holder=holders[1]),
        ),
        disclosures=(Disclosure(date=datetime.date(2026, 11, 5), about=A1, state=BiasState.EXCLUDED),),
    )
    day = datetime.date(2026, 11, 12)
    entry = settled(seat, A1, day)
    assert seat.bias_on(A1, day) is state
    assert (entry.state if entry is not None else None) is state


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Akte 15-30, Blatt 4", []), ("Az. 33-01/2026", []), ("Ordner Personal, Register 7", []),
        ("Schwester der Vorsitzenden", ["KIC629"]), ("Vorstandsmitglied", ["KIC629"]), ("ist dort angestellt", ["KIC629"]),
        ("her son works there", ["KIC629"]), ("Board member", ["KIC629"]), ("verheiratet mit", ["KIC629"]),
    ],
)  # fmt: skip
def test_a_ground_is_not_stored(codes, words, found) -> None:
    assert codes((SEAT3, "Akte 15-30, Blatt 4", words)) == found


def applied(plan) -> list[tuple[str, object]]:
    return [
        (type(edit).__name__, getattr(edit, "field", ()), getattr(edit, "value", None)) for edit in plan.edits
    ]


def test_an_exclusion_takes_the_marks_out_of_the_sheet(repository) -> None:
    state = repository(changed())
    day = datetime.date(2026, 11, 20)
    entry = Disclosure(date=day, about=A1, state=BiasState.EXCLUDED, decided_by=BiasDecider.MEMBER)
    added, cut = applied(disclose(state, state.get(Seat, "s01"), entry))
    assert added[:2] == ("Append", ("disclosures",))
    assert cut == ("SetField", ("marks", A1), Silence.EXCLUDED)


def test_what_comes_after_the_decision_leaves_the_sheet_as_it_was_decided_on(repository) -> None:
    decided = (CALL, "decision_expected: 2026-12", "decision_expected: 2026-12\ndecided: 2026-11-15")
    state = repository(changed(decided))
    for day, edits in ((datetime.date(2026, 11, 15), 2), (datetime.date(2026, 11, 16), 1)):
        entry = Disclosure(date=day, about=A1, state=BiasState.EXCLUDED, decided_by=BiasDecider.MEMBER)
        assert len(applied(disclose(state, state.get(Seat, "s01"), entry))) == edits


def test_an_exclusion_that_falls_lets_the_seat_be_asked_again(repository) -> None:
    state = repository(changed())
    day = datetime.date(2026, 11, 20)
    entry = Disclosure(date=day, about=A1, state=BiasState.NOT_EXCLUDED, decided_by=BiasDecider.COMMITTEE)
    _added, cut = applied(disclose(state, state.get(Seat, "s03"), entry))
    assert cut == ("RemoveField", ("marks", A1), None)
    assert sheet_of(state, "2026-1", "s03") is not None
