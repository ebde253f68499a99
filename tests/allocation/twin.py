"""The rule `ranked` once more, written from the sentences of ALLOCATION, sections 1 and 2, and nothing else.

It shares no line with the engine, is as slow as it likes, and computes with fractions of euros.
"""

import hashlib
import itertools
import math
from fractions import Fraction
from typing import NamedTuple

CENT = Fraction(1, 100)


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
    return down(problem, smallest) if smallest < requested else requested


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
        elif problem.threshold is not None and plain < problem.threshold.fraction:
            causes[each.id] = "threshold"
        elif amount == 0 or (minimum is not None and amount < minimum):
            causes[each.id] = "minimum"
        else:
            eligible.append(each)
    return eligible, causes


def ranked(problem, ranking=None):
    """The whole rule; `ranking` is another order of the eligible ones than the rule's own."""
    eligible, causes = eligibility(problem)
    scores = {each.id: scores_of(problem, each)[0] for each in problem.applications}
    admissible = {each.id: admissible_of(problem, each) for each in problem.applications}
    if ranking is None:
        ranking = [each for group in groups_of(problem, eligible, scores) for each in group]
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


def outcomes_of_ties(problem):
    """For each tie with more than one outcome: its ids and every different outcome as a set of awards."""
    eligible, _ = eligibility(problem)
    scores = {each.id: scores_of(problem, each)[0] for each in problem.applications}
    groups = groups_of(problem, eligible, scores)
    found = {}
    for place, group in enumerate(groups):
        if len(group) < 2:
            continue
        outcomes = set()
        for other in itertools.permutations(group):
            ranking = [each for g in (*groups[:place], other, *groups[place + 1 :]) for each in g]
            outcomes.add(frozenset(ranked(problem, ranking).awards.items()))
        if len(outcomes) > 1:
            found[tuple(each.id for each in group)] = outcomes
    return found
