"""The rules by votes once more, written from the sentences of docs/allocation.md, section 3, and nothing else.

As slow as they like, in fractions of euros; steps 1 to 4 come from the twin of `ranked`.
"""

from fractions import Fraction
from typing import NamedTuple

from tests.allocation import twin

EURO = Fraction(1)


class Vote(NamedTuple):
    """Costs and utilities (by project and voter, only those above 0), the money, and the caps' rooms."""

    costs: dict
    utility: dict
    voters: list
    money: Fraction
    room: dict
    uses: dict
    eligible: list


def eligible_of(problem):
    """Step 1 and 2; where nobody asks for marks or a score, approvals suffice."""
    eligible, causes = twin.eligibility(problem)
    asks = problem.threshold is not None or problem.min_marks > 1
    for each in problem.applications:
        if causes.get(each.id) == "marks" and each.approvals is not None and not asks:
            amount, minimum = twin.admissible_of(problem, each), twin.minimum_of(problem, each)
            unscored = each.score is None and not twin.marks_of(problem, each)
            if unscored and amount > 0 and (minimum is None or amount >= minimum):
                eligible.append(each)
    return eligible


def pose(problem, utility):
    eligible = eligible_of(problem)
    admissible = {each.id: twin.admissible_of(problem, each) for each in eligible}
    fixed = {award.id for award in problem.fixed}
    spent = sum((twin.euros(award.amount) for award in problem.fixed), Fraction(0))
    money = twin.euros(problem.budget) - twin.euros(problem.reserve) - spent
    named = {seat for each in problem.applications for seat in (*each.marks, *(each.approvals or ()))}
    voters = sorted(problem.seats if problem.seats is not None else named)
    costs, utilities = {}, {}
    for each in eligible:
        assert each.id not in fixed
        marks = twin.marks_of(problem, each)
        if utility == "score" and marks:
            worth = {seat: mark for seat, mark in marks.items() if mark > 0}
        else:
            if each.approvals is not None:
                approving = each.approvals
            else:
                middle = (problem.scale.min.fraction + problem.scale.max.fraction) / 2
                approving = [seat for seat, mark in marks.items() if mark > middle]
            worth = dict.fromkeys(approving, admissible[each.id] if utility == "cost" else EURO)
        if worth and admissible[each.id] <= money:
            costs[each.id], utilities[each.id] = admissible[each.id], worth
    room, uses = {}, {each: [] for each in costs}
    for theme, cap in problem.caps.themes.items():
        used = sum(
            (twin.euros(award.amount) for award in problem.fixed if theme in award.themes), Fraction(0)
        )
        room["theme", theme] = twin.euros(cap) - used
    for each in eligible:
        if each.id not in costs:
            continue
        uses[each.id] += [("theme", theme) for theme in each.themes if theme in problem.caps.themes]
        if problem.caps.applicant is not None and each.applicant is not None:
            used = sum(
                (twin.euros(award.amount) for award in problem.fixed if award.applicant == each.applicant),
                Fraction(0),
            )
            room["applicant", each.applicant] = twin.euros(problem.caps.applicant) - used
            uses[each.id].append(("applicant", each.applicant))
    return Vote(costs, utilities, voters, money, room, uses, [each.id for each in eligible])


def fits_caps(vote, bought, project):
    return all(
        vote.costs[project]
        + sum((vote.costs[each] for each in bought if limit in vote.uses[each]), Fraction(0))
        <= vote.room[limit]
        for limit in vote.uses[project]
    )


def rho_of(vote, left, project):
    """The smallest rho with sum min(b, rho u) = cost: between two neighbouring values of b / u it is a line."""
    worth, cost = vote.utility[project], vote.costs[project]
    if sum((left[voter] for voter in worth), Fraction(0)) < cost:
        return None
    for at in sorted(left[voter] / u for voter, u in worth.items()):
        if sum((min(left[voter], at * u) for voter, u in worth.items()), Fraction(0)) >= cost:
            poor = [voter for voter, u in worth.items() if left[voter] < at * u]
            rest = cost - sum((left[voter] for voter in poor), Fraction(0))
            return rest / sum((u for voter, u in worth.items() if voter not in poor), Fraction(0))
    raise AssertionError


def shares(vote, start):
    """What equal shares buys with this start money, in order, and who paid what."""
    left = dict.fromkeys(vote.voters, start)
    bought, paid = [], {}
    while True:
        open_ = {
            project: rho
            for project in vote.costs
            if project not in bought
            and fits_caps(vote, bought, project)
            and (rho := rho_of(vote, left, project)) is not None
        }
        if not open_:
            return bought, paid
        project = min(open_, key=lambda each: (open_[each], each))
        paid[project] = {
            voter: pays
            for voter, u in vote.utility[project].items()
            if (pays := min(left[voter], open_[project] * u)) > 0
        }
        for voter, pays in paid[project].items():
            left[voter] -= pays
        bought.append(project)


def cost_of(vote, bought):
    return sum((vote.costs[each] for each in bought), Fraction(0))


def is_done(vote, bought):
    return not any(
        each not in bought
        and vote.costs[each] <= vote.money - cost_of(vote, bought)
        and fits_caps(vote, bought, each)
        for each in vote.costs
    )


def greedily(vote, bought=()):
    bought = list(bought)
    ratio = {
        each: sum(worth.values(), Fraction(0)) / vote.costs[each] for each, worth in vote.utility.items()
    }
    for each in sorted(ratio, key=lambda each: (-ratio[each], each)):
        if (
            each not in bought
            and vote.costs[each] <= vote.money - cost_of(vote, bought)
            and fits_caps(vote, bought, each)
        ):
            bought.append(each)
    return bought


def equal_shares(problem):
    """Order of funding, and what was paid."""
    vote = pose(problem, problem.utility.value)
    if not vote.voters:
        return [], {}
    start = vote.money / len(vote.voters)
    bought, paid = shares(vote, start)
    completion = problem.completion.value
    if "add1" in completion:
        while not is_done(vote, bought):
            start += EURO
            more = shares(vote, start)
            if cost_of(vote, more[0]) > vote.money:
                break
            bought, paid = more
    if "greedy" in completion:
        bought = greedily(vote, bought)
    return bought, paid


def greedy(problem):
    return greedily(pose(problem, problem.utility.value)), {}


def phragmen(problem):
    vote = pose(problem, "cardinality")
    loads = dict.fromkeys(vote.voters, Fraction(0))
    bought = []
    while True:
        open_ = {
            each: (sum((loads[voter] for voter in worth), Fraction(0)) + vote.costs[each]) / len(worth)
            for each, worth in vote.utility.items()
            if each not in bought and fits_caps(vote, bought, each)
        }
        tied = sorted(each for each in open_ if open_[each] == min(open_.values()))
        left = vote.money - cost_of(vote, bought)
        if not tied or any(vote.costs[each] > left for each in tied):
            return bought, {}
        for voter in vote.utility[tied[0]]:
            loads[voter] = open_[tied[0]]
        bought.append(tied[0])
