"""How firmly results stand: each trial once more by changing the problem itself and allocating it anew."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from msgspec.structs import replace

from kic.allocation.engine import allocate
from kic.allocation.problem import AllocationRule, Marks, Scale
from kic.allocation.sensitivity import as_data, pseudonyms, sensitivity
from kic.core.values import Number
from tests.allocation.samples import EXAMPLES, SOAK_SEARCHES, fit, problem, problems, under

FEW = EXAMPLES // 5

CLOSE = """
    budget: 100.00
    threshold: 50
    scale: {min: 0, max: 100, step: 5}
    applications:
      - {id: a, requested: 60.00, marks: {m1: 90, m2: 90}}
      - {id: b, requested: 40.00, marks: {m1: 85, m2: 65}}
      - {id: c, requested: 40.00, marks: {m1: 60, m2: 85}}
      - {id: d, requested: 70.00, marks: {m1: 20, m2: 20}}
"""


def results(text: str) -> dict[str, str]:
    found = sensitivity(allocate(problem(text)))
    return {name: each.result.value for name, each in found.applications.items()}


def test_whoever_one_seat_decides_stands_out():
    # without m1 it is c that has the 40.00, by m2's 85 against 65
    assert results(CLOSE) == {"a": "stable", "b": "one-seat", "c": "one-seat", "d": "stable"}


def test_one_step_of_a_mark_makes_a_result_borderline():
    # b stands exactly at the threshold by each seat alone; one step less of either mark is below it
    text = """
        budget: 100.00
        threshold: 50
        scale: {min: 0, max: 100, step: 5}
        applications:
          - {id: a, requested: 60.00, marks: {m1: 90, m2: 90}}
          - {id: b, requested: 40.00, marks: {m1: 50, m2: 50}}
    """
    assert results(text) == {"a": "stable", "b": "borderline"}
    found = sensitivity(allocate(problem(text))).applications["b"]
    assert (found.seats, found.marks, found.criteria, found.threshold) == ((), 2, (), True)


def test_seats_are_letters_in_the_order_of_what_they_decide():
    proposal = allocate(problem(CLOSE))
    found = sensitivity(proposal)
    letters = pseudonyms(found, proposal.ranking)
    assert sorted(letters.values()) == ["A"]
    data = as_data(found, letters)
    assert data["applications"]["b"]["seats"] == ["A"]
    assert "m1" not in str(data)


def test_thresholds_under_which_each_is_funded():
    found = sensitivity(allocate(problem(CLOSE)))
    assert found.applications["a"].thresholds == ((None, 90),)
    assert found.applications["b"].thresholds == ((None, 75),)
    assert found.applications["c"].thresholds == ()


def test_a_budget_has_as_many_intervals_as_it_has():
    proposal = allocate(problem(CLOSE))
    assert sensitivity(proposal).applications["b"].budgets == proposal.standings["b"].details.budgets


def test_a_crowd_is_not_left_out_one_by_one():
    marks = ", ".join(f"v{number}: 60" for number in range(301))
    value = problem(f"{{budget: 1.00, applications: [{{id: a, requested: 1.00, marks: {{{marks}}}}}]}}")
    found = sensitivity(allocate(value))
    assert (found.crowded, found.seats) == (True, 0)
    assert not sensitivity(allocate(problem(CLOSE))).crowded


# -- every trial, by the problem itself --------------------------------------------------------------------


def funded(value):
    return set(allocate(value, details=False).awards)


def with_marks(value, name, seat, marks):
    return replace(
        value,
        applications=tuple(
            replace(each, marks={**each.marks, seat: marks}) if each.id == name else each
            for each in value.applications
        ),
    )


def without(value, seat):
    return replace(
        value,
        seats=None if value.seats is None else tuple(each for each in value.seats if each != seat),
        applications=tuple(
            replace(each, marks={name: marks for name, marks in each.marks.items() if name != seat})
            for each in value.applications
        ),
    )


def stepped(value):
    """Each problem with one mark a step lower or higher."""
    fixed = {award.id for award in value.fixed}
    scale = value.scale
    for each in value.applications:
        if each.id in fixed:
            continue
        for seat, marks in each.marks.items():
            if not marks.given:
                continue
            split = marks.value if isinstance(marks.value, dict) else {None: marks.value}
            for criterion, mark in split.items():
                for change in (-scale.step.fraction, scale.step.fraction):
                    moved = mark.fraction + change
                    if scale.min.fraction <= moved <= scale.max.fraction:
                        number = Number(str(moved))
                        other = Marks(number if criterion is None else {**split, criterion: number})
                        yield with_marks(value, each.id, seat, other)


def spelled(value):
    number = Number.parse(str(Decimal(value.numerator) / Decimal(value.denominator)))
    assert number.fraction == value
    return number


def at_threshold(value, score):
    return replace(value, threshold=spelled(score))


def compare_trials(value):
    assume(fit(value))
    proposal = allocate(value)
    found = sensitivity(proposal)
    assert found.complete
    own = set(proposal.awards)
    seats = {seat for each in value.applications for seat in each.marks}
    turned = {seat: own ^ funded(without(value, seat)) for seat in seats}
    steps = [own ^ funded(other) for other in stepped(value)]
    assert (found.seats, found.marks) == (len(seats), len(steps))
    weights = {}
    if sum(bool(weight.fraction) for weight in value.criteria.values()) > 1:
        for name, weight in value.criteria.items():
            for factor in (Fraction(9, 10), Fraction(11, 10)):
                other = replace(value, criteria={**value.criteria, name: spelled(weight.fraction * factor)})
                weights.setdefault(name, set()).update(own ^ funded(other))
    tried = [Fraction(eighths, 8) for eighths in range(-1, 41)]
    by_threshold = {score: funded(at_threshold(value, score)) for score in tried}
    for name, each in found.applications.items():
        assert set(each.seats) == {seat for seat, others in turned.items() if name in others}
        assert each.marks == sum(name in others for others in steps)
        assert set(each.criteria) == {criterion for criterion, others in weights.items() if name in others}
        if value.threshold is not None:
            step = value.scale.step.fraction
            near = (value.threshold.fraction - step, value.threshold.fraction + step)
            assert each.threshold == any(name in own ^ funded(at_threshold(value, other)) for other in near)
        for score, those in by_threshold.items():
            within = any(
                (above is None or score > above) and (to is None or score <= to)
                for above, to in each.thresholds
            )
            assert within == (name in those)
        shaken = each.marks or each.criteria or each.threshold
        assert each.result.value == ("one-seat" if each.seats else "borderline" if shaken else "stable")


RULES = ("ranked", "score-per-euro", "tiered-cut", "proportional-cut", "equal-shares")


def small(rule):
    return under(AllocationRule(rule), problems(most=4, marks=True)).map(
        lambda value: replace(value, scale=Scale(min=Number("0"), max=Number("4"), step=Number("1")))
    )


@pytest.mark.parametrize("rule", RULES)
def test_every_trial_is_what_it_says(rule):
    @given(small(rule))
    @settings(max_examples=FEW, deadline=None)
    def holds(value):
        compare_trials(value)

    holds()


@pytest.mark.soak
@pytest.mark.parametrize("rule", RULES)
def test_at_full_numbers(rule):
    @given(small(rule))
    @settings(max_examples=SOAK_SEARCHES, deadline=None)
    def holds(value):
        compare_trials(value)

    holds()
