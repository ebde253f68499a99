"""The rules by votes against pabutools, computing with fractions: the same projects in the same order.

Projects that nobody supports or that are dearer than all the money are left out of what pabutools gets
(docs/allocation.md, section 3). pabutools is an oracle for tests only; `make oracles` installs it.
"""

import random
from textwrap import dedent

import pytest

from kic.allocation.engine import allocate
from kic.allocation.problem import AllocationRule, Application, Completion, Marks, Problem, Utility
from kic.core.values import Money, Number
from tests.allocation.samples import problem

pytestmark = pytest.mark.oracles

INSTANCES = 160
"""So many random instances for each row of the table, in each run."""
SOAK = 3_000
"""And with `-m soak`."""

EQUAL_SHARES, GREEDY, PHRAGMEN = AllocationRule.EQUAL_SHARES, AllocationRule.GREEDY, AllocationRule.PHRAGMEN
TABLE = [
    *((EQUAL_SHARES, utility, completion) for utility in Utility for completion in Completion),
    *((GREEDY, utility, Completion.NONE) for utility in Utility),
    (PHRAGMEN, Utility.COST, Completion.NONE),
]
ROWS = pytest.mark.parametrize(
    ("rule", "utility", "completion"), TABLE, ids=["-".join(each.value for each in row) for row in TABLE]
)


class Oracle:
    """pabutools for one problem with approvals, or with marks under the utility `score`."""

    def __init__(self, problem: Problem) -> None:
        from pabutools import election, fractions

        assert fractions.FRACTION == "gmpy2"  # never floats
        self.problem = problem
        scored = problem.utility is Utility.SCORE and problem.rule is not PHRAGMEN
        points = {each.id: self._points(each, scored=scored) for each in problem.applications}
        money = self._euros(problem.budget)
        self.projects = {
            each.id: election.Project(each.id, self._euros(each.requested))
            for each in problem.applications
            if points[each.id] and each.requested <= problem.budget
        }
        ballots = [
            {self.projects[name]: points[name][voter] for name in self.projects if voter in points[name]}
            for voter in problem.seats
        ]
        self.instance = election.Instance(self.projects.values(), budget_limit=money)
        if scored:
            self.profile = election.CardinalProfile([election.CardinalBallot(each) for each in ballots])
            self.satisfaction = election.Additive_Cardinal_Sat
        else:
            self.profile = election.ApprovalProfile([election.ApprovalBallot(each) for each in ballots])
            self.satisfaction = {
                Utility.COST: election.Cost_Sat,
                Utility.CARDINALITY: election.Cardinality_Sat,
                Utility.SCORE: election.Cardinality_Sat,
            }[problem.utility]

    def outcome(self) -> list[str]:
        """Ids in the order of funding; for `phragmen` in the order of the ids."""
        from pabutools import rules

        if self.problem.rule is PHRAGMEN:
            chosen = rules.sequential_phragmen(self.instance, self.profile)
        elif self.problem.rule is GREEDY:
            chosen = self._greedily()
        else:
            completion = self.problem.completion
            step = self._euros(Money(100)) if completion.value.startswith("add1") else None
            chosen = rules.method_of_equal_shares(
                self.instance, self.profile, sat_class=self.satisfaction, voter_budget_increment=step
            )
            if completion in (Completion.GREEDY, Completion.ADD1_GREEDY):
                chosen = self._greedily(chosen)
        return [str(project) for project in chosen]

    def _greedily(self, before=()):
        from pabutools.rules import greedy_utilitarian_welfare

        return greedy_utilitarian_welfare(
            self.instance, self.profile, sat_class=self.satisfaction, initial_budget_allocation=before
        )

    @staticmethod
    def _euros(amount: Money):
        from pabutools.fractions import frac

        return frac(amount.cents, 100)

    @staticmethod
    def _points(each: Application, *, scored: bool):
        from pabutools.fractions import frac

        if scored and each.marks:
            marks = {voter: marks.value.fraction for voter, marks in each.marks.items()}
            return {voter: frac(m.numerator, m.denominator) for voter, m in marks.items() if m > 0}
        return dict.fromkeys(each.approvals or (), 1)


def same(problem: Problem) -> None:
    proposal = allocate(problem, details=False)
    expected = Oracle(problem).outcome()
    order = sorted(proposal.order) if problem.rule is PHRAGMEN else list(proposal.order)
    assert order == expected


def instance(seed: int, rule: AllocationRule, utility: Utility, completion: Completion) -> Problem:
    """Few voters and few different costs and marks, so that ties are frequent; ids of different lengths."""
    dice = random.Random(f"{seed} {rule} {utility} {completion}")
    voters = tuple(f"v{number}" for number in range(dice.choice((1, 2, 3, 5, 8, 12))))
    projects = dice.sample([f"p{number}" for number in range(25)], dice.randint(1, 12))
    costs = dice.choice(((100, 200, 300), (999, 1000, 1001, 3333), tuple(range(150, 2600, 70))))
    marks = dice.choice((("1",), ("0", "1", "2"), ("0", "2.5", "7", "70", "0.125")))
    keen = dice.random()
    applications = []
    for name in projects:
        approving = tuple(voter for voter in voters if dice.random() < keen)
        scored = utility is Utility.SCORE
        applications.append(
            Application(
                id=name,
                requested=Money(dice.choice(costs)),
                approvals=approving,
                marks={voter: Marks(Number(dice.choice(marks))) for voter in approving} if scored else {},
                score=Number("1"),
            )
        )
    total = sum(each.requested.cents for each in applications)
    return Problem(
        budget=Money(int(total * dice.choice((5, 20, 40, 60, 90, 110)) // 100) + dice.randint(0, 3)),
        rule=rule,
        utility=utility,
        completion=completion,
        seats=voters,
        applications=tuple(applications),
    )


@ROWS
def test_random_instances(rule, utility, completion):
    for seed in range(INSTANCES):
        same(instance(seed, rule, utility, completion))


@pytest.mark.soak
@ROWS
def test_so_they_are_at_full_numbers(rule, utility, completion):
    for seed in range(INSTANCES, INSTANCES + SOAK):
        same(instance(seed, rule, utility, completion))


CASES = {
    "nobody supports anything": """
        budget: 100.00
        seats: [a, b]
        applications:
          - {id: p, requested: 50.00, approvals: []}
    """,
    "nobody supports one of two": """
        budget: 100.00
        seats: [a, b]
        applications:
          - {id: p, requested: 50.00, approvals: []}
          - {id: q, requested: 50.00, approvals: [a]}
    """,
    "dearer than all the money, and its supporters would have spent theirs on it": """
        budget: 100.00
        seats: [a, b]
        applications:
          - {id: p, requested: 100.01, approvals: [a, b]}
          - {id: q, requested: 50.00, approvals: [a]}
    """,
    "as dear as all the money": """
        budget: 100.00
        seats: [a, b]
        applications:
          - {id: p, requested: 100.00, approvals: [a, b]}
          - {id: q, requested: 50.00, approvals: [a]}
    """,
    "equal rho from different costs and numbers": """
        budget: 100.00
        seats: [a, b, c, d]
        applications:
          - {id: q, requested: 20.00, approvals: [a, b]}
          - {id: p, requested: 10.00, approvals: [a]}
          - {id: r, requested: 40.00, approvals: [a, b, c, d]}
    """,
    "equal in everything but the id, which goes by text": """
        budget: 10.00
        seats: [a]
        applications:
          - {id: p9, requested: 10.00, approvals: [a]}
          - {id: p10, requested: 10.00, approvals: [a]}
          - {id: P9, requested: 10.00, approvals: [a]}
    """,
    "a single voter": """
        budget: 30.00
        seats: [a]
        applications:
          - {id: p, requested: 20.00, approvals: [a]}
          - {id: q, requested: 15.00, approvals: [a]}
          - {id: r, requested: 15.00, approvals: [a]}
    """,
    "empty ballots have their share too": """
        budget: 100.00
        seats: [a, b, c, d, e]
        applications:
          - {id: p, requested: 40.00, approvals: [a, b]}
          - {id: q, requested: 41.00, approvals: [a, b]}
          - {id: r, requested: 20.01, approvals: [c]}
    """,
    "no money": """
        budget: 0.00
        seats: [a]
        applications:
          - {id: p, requested: 0.01, approvals: [a]}
    """,
    "nobody at all": """
        budget: 10.00
        seats: []
        applications:
          - {id: p, requested: 0.01, approvals: []}
    """,
    "thirds of a cent, three times over": """
        budget: 0.10
        seats: [a, b, c]
        applications:
          - {id: p, requested: 0.01, approvals: [a, b, c]}
          - {id: q, requested: 0.04, approvals: [a, b]}
          - {id: r, requested: 0.04, approvals: [b, c]}
          - {id: s, requested: 0.03, approvals: [a]}
    """,
    "a tied smallest exceeds the money, though the other would fit": """
        budget: 30.00
        seats: [a, b, c]
        applications:
          - {id: p, requested: 10.00, approvals: [a]}
          - {id: q, requested: 20.00, approvals: [b, c]}
          - {id: r, requested: 10.00, approvals: [c]}
    """,
    "a step in which more is bought than there is money for": """
        budget: 100.00
        seats: [a, b, c]
        applications:
          - {id: p, requested: 34.00, approvals: [a]}
          - {id: q, requested: 34.00, approvals: [b]}
          - {id: r, requested: 34.00, approvals: [c]}
    """,
}


@pytest.mark.parametrize("case", CASES)
@ROWS
def test_cases_made_by_hand(case, rule, utility, completion):
    settings = f"rule: {rule.value}\nutility: {utility.value}\ncompletion: {completion.value}\n"
    same(problem(settings + dedent(CASES[case]).strip()))


SCORED = {
    "a mark of 0 does not support": """
        budget: 100.00
        seats: [a, b]
        applications:
          - {id: p, requested: 60.00, marks: {a: 0, b: 10}}
          - {id: q, requested: 50.00, marks: {a: 1, b: 0}}
    """,
    "only marks of 0": """
        budget: 100.00
        seats: [a, b]
        applications:
          - {id: p, requested: 60.00, marks: {a: 0, b: 0}}
          - {id: q, requested: 50.00, marks: {a: 1, b: 0.5}}
    """,
    "the poorer one is worth more to": """
        budget: 90.00
        seats: [a, b, c]
        applications:
          - {id: p, requested: 30.00, marks: {a: 9}}
          - {id: q, requested: 40.00, marks: {a: 9, b: 1, c: 0.001}}
          - {id: r, requested: 45.00, marks: {b: 100, c: 1}}
    """,
}


@pytest.mark.parametrize("case", SCORED)
@pytest.mark.parametrize("completion", Completion, ids=lambda each: each.value)
@pytest.mark.parametrize("rule", [EQUAL_SHARES, GREEDY], ids=lambda each: each.value)
def test_cases_with_marks(case, rule, completion):
    settings = f"rule: {rule.value}\nutility: score\ncompletion: {completion.value}\n"
    same(problem(settings + dedent(SCORED[case]).strip()))
