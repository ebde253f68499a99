"""The rules without votes once more, written from the sentences of docs/allocation.md, sections 1 to 3, and nothing else.

It shares no line with the engine, is as slow as it likes, and computes with fractions of euros.
"""

import functools
import hashlib
import itertools
import math
from fractions import Fraction
from typing import NamedTuple

CENT = Fraction(1, 100)


@functools.cache
def euros(money):
    return Fraction(str(money))


def mean(values):
    values = list(values)
    return sum(values, Fraction(0)) / len(values)


class Twin(NamedTuple):
    """What came out: awards in euros by id, causes, rooms, ranking, order of funding, unmet floors."""

    awards: dict
    causes: dict
    rooms: dict
    ranking: list
    order: list
    unmet: dict
    scores: dict
    admissible: dict


# -- 1. From marks to scores -------------------------------------------------------------------------------


def mark_of(problem, marks):
    """One number stands for every criterion."""
    if isinstance(marks.value, dict):
        weights = {name: weight.fraction for name, weight in problem.criteria.items()}
        return sum(weights[name] * marks.value[name].fraction for name in weights) / sum(weights.values())
    return marks.value.fraction


def marks_of(problem, application):
    return {seat: mark_of(problem, marks) for seat, marks in application.marks.items() if marks.given}


def seat_mean(problem, seat):
    return mean(marks[seat] for each in problem.applications if seat in (marks := marks_of(problem, each)))


def put_together(problem, marks):
    ordered = sorted(marks)
    way = problem.aggregate.value
    if way == "median":
        middle = len(ordered) // 2
        return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    if way == "trimmed" and len(ordered) >= 5:
        for _ in range(problem.trim):
            if len(ordered) > 2:
                ordered = ordered[1:-1]
    return mean(ordered)


def scores_of(problem, application):
    """The score that ranks, and the one that the threshold looks at; None without marks."""
    if application.score is not None:
        return application.score.fraction, application.score.fraction
    marks = marks_of(problem, application)
    if not marks:
        return None, None
    if problem.aggregate.value == "centred":
        return mean(mark - seat_mean(problem, seat) for seat, mark in marks.items()), mean(marks.values())
    return (put_together(problem, marks.values()),) * 2


# -- 2. Steps of the default rule --------------------------------------------------------------------------


def down(problem, amount):
    grid = euros(problem.grid)
    return math.floor(amount / grid) * grid


def up(problem, amount):
    grid = euros(problem.grid)
    return math.ceil(amount / grid) * grid


def admissible_of(problem, application):
    requested = euros(application.requested)
    limits = [requested]
    if problem.rate is not None:
        limits.append(problem.rate.fraction * euros(application.eligible))
    if problem.caps.applicant is not None:
        already = sum(
            euros(award.amount)
            for award in problem.fixed
            if award.applicant is not None and award.applicant == application.applicant
        )
        limits.append(max(euros(problem.caps.applicant) - already, Fraction(0)))
    smallest = min(limits)
    amount = down(problem, smallest) if smallest < requested else requested
    if problem.rule.value == "tiered-cut" and (rate := band_of(problem, application)) is not None:
        return min(down(problem, rate * amount), amount)
    return amount


def band_of(problem, application):
    """The rate of the score's band; None without a score or a band."""
    score, _ = scores_of(problem, application)
    reached = [start for start in problem.tiers.bands if score is not None and start.fraction <= score]
    return problem.tiers.bands[max(reached, key=lambda start: start.fraction)].fraction if reached else None


def minimum_of(problem, application):
    if application.minimum is None:
        return None
    requested = euros(application.requested)
    if str(application.minimum).endswith("%"):
        return min(up(problem, application.minimum.value.fraction * requested), requested)
    return min(euros(application.minimum), requested)


def tie_key(problem, tied):
    """Mean mark in the heaviest criterion, smaller admissible amount, lot, id."""
    heaviest = None
    for name, weight in problem.criteria.items():
        if heaviest is None or weight.fraction > problem.criteria[heaviest].fraction:
            heaviest = name

    def lead(application):
        marks = [marks.value for marks in application.marks.values() if marks.given]
        if not marks:
            return None
        return mean((m[heaviest] if isinstance(m, dict) else m).fraction for m in marks)

    leads = {each.id: lead(each) for each in tied}
    skipped = None in leads.values()

    def key(each):
        drawn = ""
        if problem.lot is not None:
            drawn = hashlib.sha256((problem.lot + ":" + each.id).encode("utf-8")).hexdigest()
        return (0 if skipped else -leads[each.id], admissible_of(problem, each), drawn, each.id)

    return key


def groups_of(problem, eligible, scores):
    """Exactly equal scores, highest first."""
    return [
        sorted(tied := [e for e in eligible if scores[e.id] == score], key=tie_key(problem, tied))
        for score in sorted({scores[each.id] for each in eligible}, reverse=True)
    ]


def eligibility(problem):
    """Those eligible, and the cause of the others."""
    eligible, causes = [], {}
    fixed = {award.id for award in problem.fixed}
    for each in problem.applications:
        if each.id in fixed:
            continue
        score, plain = scores_of(problem, each)
        amount, minimum = admissible_of(problem, each), minimum_of(problem, each)
        enough_marks = each.score is not None or len(marks_of(problem, each)) >= problem.min_marks
        if score is None or not enough_marks:
            causes[each.id] = "marks"
        elif (problem.threshold is not None and plain < problem.threshold.fraction) or (
            problem.rule.value == "tiered-cut" and band_of(problem, each) is None
        ):
            causes[each.id] = "threshold"
        elif amount == 0 or (minimum is not None and amount < minimum):
            causes[each.id] = "minimum"
        else:
            eligible.append(each)
    return eligible, causes


def merits_of(problem):
    """What the eligible ones are ranked by."""
    eligible, _ = eligibility(problem)
    merits = {each.id: scores_of(problem, each)[0] for each in eligible}
    if problem.rule.value == "score-per-euro":
        merits = {each.id: merits[each.id] / admissible_of(problem, each) for each in eligible}
    return merits


def ranking_of(problem):
    eligible, _ = eligibility(problem)
    return [each for group in groups_of(problem, eligible, merits_of(problem)) for each in group]


def ranked(problem, ranking=None):
    """The whole rule; `ranking` is another order of the eligible ones than the rule's own."""
    _, causes = eligibility(problem)
    scores = {each.id: scores_of(problem, each)[0] for each in problem.applications}
    admissible = {each.id: admissible_of(problem, each) for each in problem.applications}
    if ranking is None:
        ranking = ranking_of(problem)
    awards, order, rooms = {}, [], {}
    kept = Fraction(0)

    def given(test):
        fixed = sum((euros(award.amount) for award in problem.fixed if test(award)), Fraction(0))
        return fixed + sum(
            (awards[each.id] for each in ranking if each.id in awards and test(each)), Fraction(0)
        )

    def money_left():
        return euros(problem.budget) - euros(problem.reserve) - given(lambda _: True) - kept

    def room_and_cause(each):
        rooms = [(money_left(), "budget")]
        for theme, cap in problem.caps.themes.items():
            if theme in each.themes:
                rooms.append((euros(cap) - given(lambda o, t=theme: t in o.themes), "theme-cap"))
        if problem.caps.applicant is not None and each.applicant is not None:
            used = given(lambda other: other.applicant == each.applicant)
            rooms.append((euros(problem.caps.applicant) - used, "applicant-cap"))
        room, cause = min(rooms, key=lambda pair: max(pair[0], 0))
        return max(room, Fraction(0)), cause

    def award(each, amount, cause):
        awards[each.id] = amount
        order.append(each.id)
        causes[each.id] = cause

    # 5. Floors
    unmet = {}
    for theme, floor in problem.floors.themes.items():
        for each in ranking:
            if theme not in each.themes or each.id in awards:
                continue
            if given(lambda other, t=theme: t in other.themes) >= euros(floor):
                break
            room, _ = room_and_cause(each)
            if admissible[each.id] <= room:
                award(each, admissible[each.id], "floor")
                rooms[each.id] = room
    for theme, floor in problem.floors.themes.items():
        lacking = euros(floor) - given(lambda other, t=theme: t in other.themes)
        if lacking > 0:
            unmet[theme] = lacking
    if problem.unmet_floor.value == "keep":
        kept = min(sum(unmet.values(), Fraction(0)), money_left())

    # 6. The rest in rank order
    ended = False
    for each in ranking:
        if each.id in awards:
            continue
        if ended:
            causes[each.id] = "line"
            continue
        room, cause = room_and_cause(each)
        rooms[each.id] = room
        left = money_left()
        amount, minimum = admissible[each.id], minimum_of(problem, each)
        if amount <= room:
            award(each, amount, "rank")
            continue
        part = down(problem, room)
        if problem.partial.value == "declared" and minimum is not None and part >= minimum and part > 0:
            award(each, part, "rank")
        else:
            causes[each.id] = cause
        if problem.on_no_fit.value == "stop" and amount > left:
            ended = True
    return Twin(awards, causes, rooms, [each.id for each in ranking], order, unmet, scores, admissible)


# -- ties --------------------------------------------------------------------------------------------------


def outcomes_of_ties(problem, awards_of=None):
    """For each tie with more than one outcome: its ids and every different outcome as a set of awards.

    `awards_of` is how a rule gives awards to a ranking; that of `ranked`, if none is given.
    """
    awards_of = awards_of or (lambda problem, ranking: ranked(problem, ranking).awards)
    eligible, _ = eligibility(problem)
    groups = groups_of(problem, eligible, merits_of(problem))
    found = {}
    for place, group in enumerate(groups):
        if len(group) < 2:
            continue
        outcomes = set()
        for other in itertools.permutations(group):
            ranking = [each for g in (*groups[:place], other, *groups[place + 1 :]) for each in g]
            outcomes.add(frozenset(awards_of(problem, ranking).items()))
        if len(outcomes) > 1:
            found[tuple(each.id for each in group)] = outcomes
    return found


# -- 3. The optimum, and the same factor for all -----------------------------------------------------------


def limits_of(problem):
    """Each limit as what it leaves at the start, and whether an application counts against it."""

    def left(most, counts):
        fixed = (euros(award.amount) for award in problem.fixed if counts(award))
        return max(euros(most) - sum(fixed, Fraction(0)), Fraction(0)), counts

    limits = [left(problem.budget - problem.reserve, lambda _: True)]
    limits += [
        left(cap, lambda one, theme=theme: theme in one.themes) for theme, cap in problem.caps.themes.items()
    ]
    if problem.caps.applicant is not None:
        applicants = {each.applicant for each in problem.applications} - {None}
        limits += [
            left(problem.caps.applicant, lambda one, whose=whose: one.applicant == whose)
            for whose in applicants
        ]
    return limits


class Optimum(NamedTuple):
    """The chosen ids in rank order, their sum, and for each other one the loss if a selection can hold it."""

    chosen: list
    reached: Fraction
    losses: dict


def optimum(problem, ranking=None):
    """Every selection of whole admissible amounts, those with rank 1 before those without, and so on."""
    ranking = ranking_of(problem) if ranking is None else ranking
    scores = {each.id: scores_of(problem, each)[0] for each in ranking}
    amount = {each.id: admissible_of(problem, each) for each in ranking}
    limits = limits_of(problem)

    def spent(selection, counts):
        return sum((amount[each.id] for each in selection if counts(each)), Fraction(0))

    selections = [
        [each for each, taken in zip(ranking, pattern, strict=True) if taken]
        for pattern in itertools.product((True, False), repeat=len(ranking))
    ]
    selections = [
        selection
        for selection in selections
        if all(spent(selection, counts) <= left for left, counts in limits)
    ]
    for theme, floor in problem.floors.themes.items():
        fixed = sum((euros(award.amount) for award in problem.fixed if theme in award.themes), Fraction(0))
        meeting = [
            selection
            for selection in selections
            if fixed + spent(selection, lambda one, t=theme: t in one.themes) >= euros(floor)
        ]
        selections = meeting or selections

    def worth(selection):
        factor = amount if problem.objective.value == "score-euro" else dict.fromkeys(amount, 1)
        return sum((scores[each.id] * factor[each.id] for each in selection), Fraction(0))

    reached = max(map(worth, selections))
    chosen = next(selection for selection in selections if worth(selection) == reached)
    losses = {}
    for each in ranking:
        holding = [worth(selection) for selection in selections if each in selection]
        if each not in chosen and holding:
            losses[each.id] = reached - max(holding)
    return Optimum([each.id for each in chosen], reached, losses)


def proportional_cut(problem, ranking=None):
    """Awards by id, and who dropped; `ranking` is another order of the eligible ones than the rule's own."""
    if ranking is None:
        ranking = ranking_of(problem)
    amount = {each.id: admissible_of(problem, each) for each in ranking}
    grid = euros(problem.grid)
    dropped = []
    while True:
        staying = [each for each in ranking if each.id not in dropped]
        factor = Fraction(1)
        for left, counts in limits_of(problem):
            asked = sum((amount[each.id] for each in staying if counts(each)), Fraction(0))
            if asked > 0:
                factor = min(factor, left / asked)
        awards = {each.id: factor * amount[each.id] for each in staying}
        if factor < 1:
            rests = {each.id: awards[each.id] - down(problem, awards[each.id]) for each in staying}
            awards = {name: down(problem, award) for name, award in awards.items()}
            for each in sorted(staying, key=lambda one: -rests[one.id]):
                more = awards[each.id] + grid
                rooms = [
                    left - sum(awards[other.id] for other in staying if counts(other))
                    for left, counts in limits_of(problem)
                    if counts(each)
                ]
                if grid <= min(rooms) and more <= amount[each.id]:
                    awards[each.id] = more
        short = [
            each
            for each in staying
            if awards[each.id] == 0 or awards[each.id] < (minimum_of(problem, each) or 0)
        ]
        if not short:
            return awards, dropped
        dropped.append(short[-1].id)
