"""How marks lie: mean, range, deviation and severity, worked out by hand and as properties."""

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kic.allocation.problem import Silence
from kic.domain.calls import Call
from kic.domain.scoring.spread import Reason, reasons, said_by_seat, severities, spread
from tests.domain.good import changed

ROWS = {
    "s1": {"a": Fraction(80), "b": Fraction(60)},
    "s2": {"a": Fraction(70), "b": Silence.ABSTAIN},
    "s3": {"a": Silence.EXCLUDED, "b": Fraction(90)},
}


def test_an_abstention_and_an_exclusion_are_no_marks() -> None:
    lying = spread(ROWS, "a")
    assert (lying.marks, lying.abstentions, lying.exclusions) == (2, 0, 1)
    assert (lying.mean, lying.least, lying.most, lying.range) == (75, 70, 80, 10)
    assert lying.deviation == "5.00"
    assert spread(ROWS, "c").mean is None


def test_severity_is_the_distance_to_the_others_on_what_both_marked() -> None:
    found = severities(ROWS)
    assert found["s1"].value == Fraction((80 - 70) + (60 - 90), 2) == -10
    assert (found["s2"].value, found["s2"].applications) == (-10, 1)
    assert (found["s3"].value, found["s3"].applications) == (30, 1)


def test_marks_by_criteria_count_with_their_weights(repository) -> None:
    state = repository(changed())
    rows = said_by_seat(state, state.get(Call, "2026-1"))
    assert rows["s01"]["2026-1-001"] == Fraction(80 * 2 + 75, 3)
    assert rows["s02"]["2026-1-002"] is Silence.ABSTAIN
    assert rows["s03"] == {"2026-1-001": Silence.EXCLUDED, "2026-1-002": Fraction(60)}


def test_the_reasons_to_discuss_at_their_bounds(repository) -> None:
    state = repository(changed())
    call = state.get(Call, "2026-1")  # a scale of 100, a threshold of 60

    def why(marks: tuple[int, ...], line: int | None = None) -> tuple[Reason, ...]:
        rows = {f"s{place}": {"a": Fraction(mark)} for place, mark in enumerate(marks)}
        return reasons(
            call,
            spread(rows, "a"),
            None if line is None else Fraction(line),
            Fraction(1, 2),
            Fraction(3, 100),
        )

    assert why(()) == (Reason.FEW_MARKS,)
    assert why((90,)) == ()
    assert why((100, 51)) == ()
    assert why((100, 50)) == (Reason.SPREAD,)
    assert why((63,)) == (Reason.THRESHOLD,)
    assert why((64,)) == ()
    assert why((80,), line=77) == (Reason.LINE,)
    assert why((81,), line=77) == ()


numbers = st.lists(st.integers(0, 1000), min_size=1, max_size=30)


@given(numbers)
def test_mean_lies_between_the_marks_and_the_deviation_is_right(marks: list[int]) -> None:
    rows = {f"s{place}": {"a": Fraction(mark, 10)} for place, mark in enumerate(marks)}
    lying = spread(rows, "a")
    assert lying.least is not None
    assert lying.most is not None
    assert lying.mean is not None
    assert lying.least <= lying.mean <= lying.most
    mean = sum(marks) / len(marks) / 10
    expected = math.sqrt(sum((mark / 10 - mean) ** 2 for mark in marks) / len(marks))
    assert abs(float(lying.deviation or "nan") - expected) < 0.0051


@given(st.dictionaries(st.sampled_from("abcdef"), numbers, min_size=1))
def test_severities_of_full_columns_cancel_out(columns: dict[str, list[int]]) -> None:
    """Where every seat marks everything, the severities add up to nothing."""
    seats = min(map(len, columns.values()))
    rows = {
        f"s{seat}": {about: Fraction(marks[seat]) for about, marks in columns.items()}
        for seat in range(seats)
    }
    assert sum((each.value for each in severities(rows).values()), Fraction(0)) == 0
