"""What must hold of every proposal (docs/allocation.md, section 7), as properties of random problems."""

import contextlib
import json
import random
from fractions import Fraction

import msgspec
import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption

from kic.allocation.engine import allocate
from kic.allocation.outcome import Cause, Outcome
from kic.allocation.problem import (
    BY_RANKING,
    AllocationRule,
    Application,
    Completion,
    Minimum,
    Objective,
    OnNoFit,
    PartialAward,
    Problem,
    UnmetFloor,
)
from kic.allocation.proposal import as_data
from kic.core.values import Money, Number
from tests.allocation.samples import INVARIANT_EXAMPLES, SOAK, TIERS, fit, problems, ruled, under

replace = msgspec.structs.replace


class Latest:
    """The problem that was looked at last: ten properties in turn ask for the same proposal."""

    problem = None
    proposal = None
    detailed_problem = None
    detailed = None


def proposed(problem):
    if Latest.problem is not problem:
        assume(fit(problem))
        Latest.proposal = allocate(problem, details=False)
        Latest.problem = problem
    return Latest.proposal


def in_detail(problem):
    """The proposal with everyone's details, which are most of the work."""
    if Latest.detailed_problem is not problem:
        assume(fit(problem))
        Latest.detailed = allocate(problem)
        Latest.detailed_problem = problem
    return Latest.detailed


def with_application(problem: Problem, changed: Application) -> Problem:
    return replace(
        problem,
        applications=tuple(changed if each.id == changed.id else each for each in problem.applications),
    )


# -- money -------------------------------------------------------------------------------------------------


def money_is_never_overspent(problem):
    proposal = proposed(problem)
    assert proposal.budget.cents == (
        proposal.reserve.cents + proposal.fixed.cents + proposal.awarded.cents + proposal.unallocated.cents
    )
    assert proposal.unallocated.cents >= 0
    assert proposal.awarded.cents == sum(award.cents for award in proposal.awards.values())


def an_award_is_nothing_or_at_least_the_minimum(problem):
    for standing in proposed(problem).standings.values():
        assert 0 <= standing.award.cents <= standing.admissible.cents <= standing.requested.cents
        if standing.award:
            assert standing.minimum is None or standing.award >= standing.minimum
            assert standing.award == standing.requested or standing.award.cents % problem.grid.cents == 0
        if standing.outcome is Outcome.PARTIAL and problem.rule is not AllocationRule.PROPORTIONAL_CUT:
            assert problem.partial is PartialAward.DECLARED
            assert standing.minimum is not None


def caps_hold_with_fixed_awards_counted(problem):
    proposal = proposed(problem)
    got = [(s.award.cents, s.themes, s.applicant) for s in proposal.standings.values()]
    fixed = [(award.amount.cents, award.themes, award.applicant) for award in problem.fixed]
    for theme, cap in problem.caps.themes.items():
        before = sum(cents for cents, themes, _ in fixed if theme in themes)
        here = sum(cents for cents, themes, _ in got if theme in themes)
        assert here == 0 or before + here <= cap.cents
    if problem.caps.applicant is not None:
        for applicant in {each.applicant for each in problem.applications} - {None}:
            before = sum(cents for cents, _, whose in fixed if whose == applicant)
            here = sum(cents for cents, _, whose in got if whose == applicant)
            assert here == 0 or before + here <= problem.caps.applicant.cents


def fixed_awards_never_change(problem):
    proposal = proposed(problem)
    assert proposal.fixed.cents == sum(award.amount.cents for award in problem.fixed)
    assert proposal.standings.keys().isdisjoint(award.id for award in problem.fixed)


def everyone_stands_in_exactly_one_place(problem):
    proposal = proposed(problem)
    funded, waiting = set(proposal.awards), set(proposal.waiting_list)
    ineligible = {s.id for s in proposal.standings.values() if s.outcome is Outcome.INELIGIBLE}
    assert len(funded) + len(waiting) + len(ineligible) == len(proposal.standings)
    assert funded | waiting | ineligible == proposal.standings.keys()
    assert funded | waiting == set(proposal.ranking)
    assert sorted(proposal.order) == sorted(funded)


# -- causes ------------------------------------------------------------------------------------------------


def who_takes_no_part_lacks_what_is_said(problem):
    for standing in proposed(problem).standings.values():
        if standing.outcome is not Outcome.INELIGIBLE:
            continue
        if standing.cause is Cause.MARKS:
            assert standing.marks < max(problem.min_marks, 1)
        elif standing.cause is Cause.THRESHOLD and problem.rule is AllocationRule.TIERED_CUT:
            lowest = min(start.fraction for start in problem.tiers.bands)
            below = problem.threshold is not None and standing.threshold_score < problem.threshold.fraction
            assert standing.score < lowest or below
        elif standing.cause is Cause.THRESHOLD:
            assert standing.threshold_score < problem.threshold.fraction
        else:
            assert standing.cause is Cause.MINIMUM
            assert not standing.admissible or standing.admissible < standing.minimum


def a_cap_that_is_the_cause_leaves_too_little(problem):
    """Where a rule by no ranking names a cap or the money: with all awards made, it does not fit."""
    proposal = proposed(problem)
    for standing in proposal.standings.values():
        rooms = {
            Cause.BUDGET: [proposal.unallocated.cents],
            Cause.THEME_CAP: [
                cap.cents - theme_sum(problem, proposal.standings, proposal.awards, theme)
                for theme, cap in problem.caps.themes.items()
                if theme in standing.themes
            ],
            Cause.APPLICANT_CAP: [
                problem.caps.applicant.cents
                - total(
                    problem,
                    proposal.standings,
                    proposal.awards,
                    lambda one, whose=standing.applicant: one.applicant == whose,
                )
            ]
            if problem.caps.applicant is not None and standing.applicant is not None
            else [],
        }
        if standing.cause in rooms:
            assert min(rooms[standing.cause]) < standing.admissible.cents


def each_cause_is_true_when_checked_again(problem):
    """From the finished awards alone: what stood before each one's turn, and what that left."""
    proposal = proposed(problem)
    standings = proposal.standings
    by_floor = [name for name in proposal.order if standings[name].cause is Cause.FLOOR]
    kept = 0
    if problem.unmet_floor is UnmetFloor.KEEP:
        missing = sum(w.amount.cents for w in proposal.warnings if w.code.value == "floor-unmet")
        kept = min(missing, money_left(problem, standings, by_floor))
    for standing in standings.values():
        cause = standing.cause
        if standing.outcome is Outcome.INELIGIBLE:
            continue
        if cause is Cause.FLOOR:
            before = by_floor[: by_floor.index(standing.id)]
            assert standing.award == standing.admissible
            assert (
                theme_sum(problem, standings, before, standing.floor)
                < problem.floors.themes[standing.floor].cents
            )
        elif cause is Cause.LINE:
            last = standings[proposal.ended_by]
            assert problem.on_no_fit is OnNoFit.STOP
            assert last.rank < standing.rank
            above = above_of(proposal, last, by_floor)
            assert last.admissible.cents > money_left(problem, standings, above) - kept
        else:
            above = above_of(proposal, standing, by_floor)
            rooms = {Cause.BUDGET: money_left(problem, standings, above) - kept}
            caps = [
                cap.cents - theme_sum(problem, standings, above, theme)
                for theme, cap in problem.caps.themes.items()
                if theme in standing.themes
            ]
            if caps:
                rooms[Cause.THEME_CAP] = max(min(caps), 0)
            if problem.caps.applicant is not None and standing.applicant is not None:
                used = total(
                    problem, standings, above, lambda one, whose=standing.applicant: one.applicant == whose
                )
                rooms[Cause.APPLICANT_CAP] = max(problem.caps.applicant.cents - used, 0)
            room = min(rooms.values())
            assert standing.room.cents == room
            if cause is Cause.RANK:
                assert standing.award.cents <= room
                assert standing.award == standing.admissible or room < standing.admissible.cents
            else:
                assert cause is next(each for each, left in rooms.items() if left == room)
                assert standing.needed.cents > room
                assert standing.short_by.cents == standing.needed.cents - room


def above_of(proposal, standing, by_floor):
    """Who had an award before this one's turn in step 6."""
    above = proposal.ranking[: standing.rank - 1]
    return {*by_floor, *(name for name in above if proposal.standings[name].award)} - {standing.id}


def total(problem, standings, names, test):
    fixed = sum(award.amount.cents for award in problem.fixed if test(award))
    return fixed + sum(standings[name].award.cents for name in names if test(standings[name]))


def money_left(problem, standings, names):
    return problem.budget.cents - problem.reserve.cents - total(problem, standings, names, lambda _: True)


def theme_sum(problem, standings, names, theme):
    return total(problem, standings, names, lambda one: theme in one.themes)


def nothing_more_fits_under_skip(problem):
    problem = replace(problem, on_no_fit=OnNoFit.SKIP, unmet_floor=UnmetFloor.RELEASE)
    proposal = proposed(problem)
    funded = set(proposal.awards)
    for name in proposal.waiting_list:
        standing = proposal.standings[name]
        rooms = [proposal.unallocated.cents]
        rooms += [
            cap.cents - theme_sum(problem, proposal.standings, funded, theme)
            for theme, cap in problem.caps.themes.items()
            if theme in standing.themes
        ]
        if problem.caps.applicant is not None and standing.applicant is not None:
            used = total(
                problem,
                proposal.standings,
                funded,
                lambda one, whose=standing.applicant: one.applicant == whose,
            )
            rooms.append(problem.caps.applicant.cents - used)
        assert min(rooms) < standing.admissible.cents
        if problem.partial is PartialAward.DECLARED and standing.minimum is not None:
            part = max(min(rooms), 0) // problem.grid.cents * problem.grid.cents
            assert part == 0 or part < standing.minimum.cents


# -- order and names ---------------------------------------------------------------------------------------


def the_order_of_the_file_changes_not_a_byte(problem):
    assume(fit(problem))
    shuffled = random.Random(1)

    def mixed(items):
        items = list(items)
        shuffled.shuffle(items)
        return items

    other = replace(
        problem,
        fixed=tuple(mixed(problem.fixed)),
        seats=None if problem.seats is None else tuple(mixed(problem.seats)),
        caps=replace(problem.caps, themes=dict(mixed(problem.caps.themes.items()))),
        applications=tuple(
            replace(each, marks=dict(mixed(each.marks.items())), themes=each.themes)
            for each in mixed(problem.applications)
        ),
    )
    first = json.dumps(as_data(in_detail(problem)))
    assert json.dumps(as_data(allocate(problem))) == first
    assert json.dumps(as_data(allocate(other))) == first


def ids_matter_only_in_ties(problem):
    proposal = proposed(problem)
    scores = [proposal.standings[name].score for name in proposal.ranking]
    assume(len(set(scores)) == len(scores))
    names = {each.id: f"z{9 - number}" for number, each in enumerate(problem.applications)}
    fixed = {award.id for award in problem.fixed}
    other = replace(
        problem,
        applications=tuple(
            replace(each, id=each.id if each.id in fixed else names[each.id]) for each in problem.applications
        ),
    )
    assert allocate(other, details=False).awards == {
        names[name]: award for name, award in proposal.awards.items()
    }


def scaling_changes_nothing(problem):
    """All scores with the threshold, and all weights."""
    proposal = proposed(problem)
    scaled = replace(
        problem,
        threshold=None if problem.threshold is None else times(problem.threshold, 7),
        scale=None
        if problem.scale is None
        else replace(problem.scale, min=times(problem.scale.min, 7), max=times(problem.scale.max, 7)),
        criteria={name: times(weight, 3) for name, weight in problem.criteria.items()},
        applications=tuple(
            replace(
                each,
                score=None if each.score is None else times(each.score, 7),
                marks={seat: marks_times(marks, 7) for seat, marks in each.marks.items()},
            )
            for each in problem.applications
        ),
    )
    other = allocate(scaled, details=False)
    assert other.awards == proposal.awards
    assert other.order == proposal.order
    assert other.ranking == proposal.ranking


def times(number, factor):
    value = number.fraction * factor
    thousandths = value * 1000
    assert thousandths.denominator == 1
    whole, rest = divmod(thousandths.numerator, 1000)
    return Number.parse(f"{whole}.{rest:03d}")


def marks_times(marks, factor):
    if not marks.given:
        return marks
    value = marks.value
    if isinstance(value, dict):
        return type(marks)({name: times(mark, factor) for name, mark in value.items()})
    return type(marks)(times(value, factor))


# -- doing better ------------------------------------------------------------------------------------------


def a_higher_score_never_means_a_lower_award(problem, number, higher):
    assume(problem.applications)
    proposal = proposed(problem)
    each = problem.applications[number % len(problem.applications)]
    assume(each.id in proposal.standings and each.score is not None)
    raised = replace(each, score=Number(str((each.score.fraction + Fraction(higher, 2)).__ceil__())))
    other = allocate(with_application(problem, raised), details=False)
    assert other.standings[each.id].award >= proposal.standings[each.id].award


def a_smaller_request_stays_funded(problem, number, steps):
    proposal = proposed(problem)
    assume(proposal.awards)
    names = list(proposal.awards)
    name = names[number % len(names)]
    (each,) = (one for one in problem.applications if one.id == name)
    smaller = Money(each.requested.cents - steps * problem.grid.cents)
    smaller = Money(smaller.cents // problem.grid.cents * problem.grid.cents)
    assume(smaller.cents > 0)
    other = allocate(with_application(problem, replace(each, requested=smaller)), details=False)
    assert other.awards.get(name)


def one_application_s_details_are_those_that_it_has_among_all(problem):
    everyone = in_detail(problem)
    for name, standing in everyone.standings.items():
        alone = allocate(problem, only=name)
        assert alone.standings[name] == standing
        detailed = sum(each.details is not None for each in alone.standings.values())
        assert detailed == 1


# -- sums of any size --------------------------------------------------------------------------------------

LARGE = 10**13
"""Times this a few cents are more than 10**12 euros."""


def large_sums_are_shared_as_small_ones(problem):
    """Not a cent more or less; only the euro that equal shares add at a time does not grow."""
    if problem.rule is AllocationRule.EQUAL_SHARES:
        problem = replace(problem, completion=Completion.GREEDY)
    proposal = proposed(problem)
    if proposal.optimum is not None:
        problem = replace(problem, objective=Objective.SCORE)
        proposal = proposed(problem)
    other = allocate(large(problem), details=False)
    assert other.order == proposal.order
    assert other.awards == {name: much(award) for name, award in proposal.awards.items()}


def much(amount):
    return None if amount is None else Money(amount.cents * LARGE)


def large(problem):
    return replace(
        problem,
        budget=much(problem.budget),
        reserve=much(problem.reserve),
        grid=much(problem.grid),
        caps=replace(
            problem.caps,
            applicant=much(problem.caps.applicant),
            themes={theme: much(cap) for theme, cap in problem.caps.themes.items()},
        ),
        floors=replace(
            problem.floors, themes={theme: much(floor) for theme, floor in problem.floors.themes.items()}
        ),
        fixed=tuple(replace(award, amount=much(award.amount)) for award in problem.fixed),
        applications=tuple(
            replace(
                each,
                requested=much(each.requested),
                eligible=much(each.eligible),
                minimum=each.minimum
                if each.minimum is None or not isinstance(each.minimum.value, Money)
                else Minimum(much(each.minimum.value)),
            )
            for each in problem.applications
        ),
    )


ALWAYS = (
    one_application_s_details_are_those_that_it_has_among_all,
    money_is_never_overspent,
    an_award_is_nothing_or_at_least_the_minimum,
    caps_hold_with_fixed_awards_counted,
    fixed_awards_never_change,
    everyone_stands_in_exactly_one_place,
    who_takes_no_part_lacks_what_is_said,
    the_order_of_the_file_changes_not_a_byte,
)
STEPWISE = (
    *ALWAYS,
    each_cause_is_true_when_checked_again,
    nothing_more_fits_under_skip,
    ids_matter_only_in_ties,
    large_sums_are_shared_as_small_ones,
)
OTHERWISE = (*ALWAYS, a_cap_that_is_the_cause_leaves_too_little, large_sums_are_shared_as_small_ones)
PROPERTIES = {
    AllocationRule.RANKED: (*STEPWISE, scaling_changes_nothing),
    AllocationRule.SCORE_PER_EURO: (*STEPWISE, scaling_changes_nothing),
    AllocationRule.TIERED_CUT: STEPWISE,
    AllocationRule.OPTIMUM: (*OTHERWISE, ids_matter_only_in_ties),
    AllocationRule.PROPORTIONAL_CUT: (*OTHERWISE, ids_matter_only_in_ties),
    AllocationRule.EQUAL_SHARES: (*OTHERWISE, scaling_changes_nothing),
    AllocationRule.GREEDY: OTHERWISE,
    AllocationRule.PHRAGMEN: OTHERWISE,
}
CHANGES = (a_higher_score_never_means_a_lower_award, a_smaller_request_stays_funded)


def hold(properties, problem, *drawn):
    for each in properties:
        with contextlib.suppress(UnsatisfiedAssumption):  # does not speak about this problem; the next may
            each(problem, *drawn)


@pytest.mark.parametrize("by_ranking", [True, False], ids=["by ranking", "otherwise"])
def test_every_proposal(by_ranking):
    """Each rule on each problem: to draw one takes longer than to try a rule on it."""

    @given(problems(), TIERS, st.sampled_from(Objective))
    @settings(max_examples=INVARIANT_EXAMPLES, deadline=None)
    def holds(problem, tiers, objective):
        for rule in AllocationRule:
            if (rule in BY_RANKING) is by_ranking:
                note(rule.value)
                hold(PROPERTIES[rule], ruled(problem, rule, tiers, objective))

    holds()


@given(problems(most=6, marks=False), st.integers(0, 5), st.integers(0, 9))
@settings(max_examples=INVARIANT_EXAMPLES, deadline=None)
def test_a_change_for_the_better(problem, number, much):
    hold(CHANGES, problem, number, much)


@pytest.mark.soak
@pytest.mark.parametrize("rule", AllocationRule, ids=lambda rule: rule.value)
def test_every_proposal_at_full_numbers(rule):
    @given(under(rule, problems(most=9)))
    @settings(max_examples=SOAK, deadline=None)
    def holds(problem):
        hold(PROPERTIES[rule], problem)

    holds()


@pytest.mark.soak
def test_a_change_for_the_better_at_full_numbers():
    @given(problems(most=9, marks=False), st.integers(0, 8), st.integers(0, 9))
    @settings(max_examples=SOAK, deadline=None)
    def better(problem, number, much):
        hold(CHANGES, problem, number, much)

    better()
