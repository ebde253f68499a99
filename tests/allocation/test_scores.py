"""From marks to scores (docs/allocation.md, section 1): each option by hand."""

from fractions import Fraction

import pytest

from kic.allocation.engine import allocate
from kic.allocation.proposal import as_data
from kic.allocation.scores import scores
from tests.allocation.samples import problem


def score(marks: str, settings: str = "") -> tuple[Fraction | None, int, int]:
    """The score of one application, and how many marks and abstentions it has."""
    found = scores(
        problem(f"""{{budget: 1.00, {settings}
          applications: [{{id: a, requested: 1.00, marks: {marks}}}]}}""")
    )["a"]
    return found.value, found.marks, found.abstentions


def test_the_mean_is_over_the_seats_that_marked():
    assert score("{m1: 80, m2: abstain, m3: excluded, m4: 70}") == (75, 2, 1)


def test_no_mark_is_not_zero():
    assert score("{m1: abstain, m2: excluded}") == (None, 0, 1)


def test_criteria_are_weighted_and_one_number_stands_for_all():
    weights = "criteria: {quality: 2, reach: 1},"
    assert score("{m1: {quality: 70, reach: 91}, m2: 80}", weights) == (Fraction(157, 2), 2, 0)
    assert score("{m1: {quality: 1, reach: 2}}", "criteria: {quality: 0.1, reach: 0.2},")[0] == Fraction(5, 3)


def test_marks_are_exact_decimals():
    assert score("{m1: 0.1, m2: 0.2, m3: 0.000000001}")[0] == Fraction(300000001, 3000000000)


@pytest.mark.parametrize(
    ("marks", "trim", "expected"),
    [
        ((1, 2, 3, 10), 1, Fraction(4)),  # fewer than five: nothing is dropped
        ((1, 2, 3, 7, 100), 1, Fraction(4)),
        ((1, 2, 3, 7, 100), 2, Fraction(3)),
        ((1, 2, 3, 7, 100), 9, Fraction(3)),  # the median is the most that can be trimmed
        ((1, 2, 3, 5, 6, 100), 9, Fraction(4)),
        ((1, 2, 3, 4, 100), 0, Fraction(22)),
    ],
)
def test_trimmed_mean(marks, trim, expected):
    given = ", ".join(f"m{seat}: {mark}" for seat, mark in enumerate(marks))
    assert score(f"{{{given}}}", f"aggregate: trimmed, trim: {trim},")[0] == expected


@pytest.mark.parametrize(
    ("marks", "expected"), [("{a: 9, b: 1, c: 2}", 2), ("{a: 9, b: 1, c: 2, d: 3}", Fraction(5, 2))]
)
def test_median(marks, expected):
    assert score(marks, "aggregate: median,")[0] == expected


CENTRED = """
    budget: 100.00
    aggregate: centred
    threshold: 5
    fixed: [{id: c, amount: 1.00}]
    applications:
      - {id: a, requested: 1.00, marks: {strict: 5, mild: abstain}}
      - {id: b, requested: 1.00, marks: {strict: abstain, mild: 8}}
      - {id: c, requested: 1.00, marks: {strict: 2, mild: 10}}
      - {id: d, requested: 1.00, marks: {strict: 2, mild: 6}}
"""


def test_centred_marks_are_compared_with_what_the_seat_gives_elsewhere():
    """strict gave 5, 2, 2, the mean is 3; mild gave 8, 10, 6, the mean is 8. Awards already made count."""
    proposal = allocate(problem(CENTRED))
    assert {name: each.score for name, each in proposal.standings.items()} == {
        "a": 2,
        "b": 0,
        "d": Fraction(-3, 2),
    }
    assert proposal.ranking == ("a", "b")  # d's plain mean of 4 is below the threshold
    assert as_data(proposal)["applications"]["d"]["score"] == {"exact": "-3/2", "decimal": "-1.50"}


def flips(text: str) -> list[tuple[str, ...]]:
    return [w.ids for w in allocate(problem(text)).warnings if w.code.value == "order-flips"]


ABSTENTION = """
    budget: 100.00
    applications:
      - {id: a, requested: 1.00, marks: {m1: 60, m2: 70, m3: 95}}
      - {id: b, requested: 1.00, marks: {m1: 65, m2: 75, m3: abstain}}
      - {id: c, requested: 1.00, marks: {m1: 50, m2: 50, m3: 50}}
"""


def test_an_abstention_that_turns_two_neighbours_is_warned_about():
    # a has 75, b has 70; on m1 and m2, who marked both, a has 65 and b has 70
    assert flips(ABSTENTION) == [("a", "b")]


def test_nothing_is_warned_about_where_the_same_seats_marked_or_none_in_common():
    assert flips(ABSTENTION.replace("abstain", "75")) == []
    assert flips(ABSTENTION.replace("m1: 65, m2: 75, m3: abstain", "m4: 70")) == []
    assert flips(ABSTENTION.replace("marks: {m1: 60, m2: 70, m3: 95}", "score: 75")) == []


@pytest.mark.parametrize(
    ("score", "decimal"),
    [
        ("15/2", "7.50"),
        ("1/3", "0.33"),
        ("2/3", "0.67"),
        ("1/200", "0.01"),
        ("199/200", "1.00"),
        ("4", "4.00"),
    ],
)
def test_scores_are_shown_exactly_and_rounded_half_away_from_zero(score, decimal):
    from kic.core.values import exactly

    assert exactly(Fraction(score)) == {"exact": score, "decimal": decimal}
    assert exactly(-Fraction(score))["decimal"] == f"-{decimal}"
