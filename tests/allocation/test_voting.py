"""The rules by votes: who pays what, what is said of it, and sizes that must not break them."""

import random
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kic.allocation import vote_margins
from kic.allocation.engine import allocate
from kic.allocation.explain import explain
from kic.allocation.faults import faults
from kic.allocation.problem import AllocationRule, Application, Completion, Marks, Problem, Scale, Utility
from kic.allocation.proposal import WarningCode, as_data
from kic.core.values import Money, Number
from tests.allocation.samples import EXAMPLES, SOAK, fit, problem
from tests.allocation.voting_samples import voted

SIZE = 5_000
SHARES = (AllocationRule.EQUAL_SHARES,)


def said(proposal, name):
    return " ".join(map(str, explain(proposal, name)))


# -- who pays ----------------------------------------------------------------------------------------------


@given(voted(rules=SHARES))
@settings(max_examples=EXAMPLES, deadline=None)
def test_what_is_bought_by_shares_is_paid_by_its_supporters_and_nobody_pays_more_than_all_have(problem):
    assume(fit(problem))
    proposal = allocate(problem, details=False)
    spent = {}
    for standing in proposal.standings.values():
        if standing.completed or not standing.award:
            assert not standing.paid_by
            continue
        assert sum(standing.paid_by.values()) == Fraction(standing.award.cents, 100)
        assert all(paid > 0 for paid in standing.paid_by.values())
        for voter, paid in standing.paid_by.items():
            spent[voter] = spent.get(voter, 0) + paid
    if not problem.completion.value.startswith("add1"):
        money = proposal.budget.cents - proposal.reserve.cents - proposal.fixed.cents
        named = {seat for each in problem.applications for seat in (*each.marks, *(each.approvals or ()))}
        share = Fraction(money, 100 * max(len(problem.seats if problem.seats is not None else named), 1))
        assert all(paid <= share for paid in spent.values())


def test_the_poorer_pays_all_and_the_others_bear_the_rest():
    proposal = allocate(
        problem("""
            budget: 30.00
            rule: equal-shares
            utility: cardinality
            completion: none
            seats: [a, b, c]
            applications:
              - {id: p, requested: 6.00, approvals: [a]}
              - {id: q, requested: 21.00, approvals: [a, b, c]}
              - {id: r, requested: 9.00, approvals: [b]}
        """)
    )
    assert proposal.order == ("p", "q")
    assert proposal.standings["q"].paid_by == {"a": 4, "b": Fraction("8.5"), "c": Fraction("8.5")}
    assert said(proposal, "r") == (
        "The application r is not funded under the rule AllocationRule.EQUAL_SHARES: it is supported by 1 of 3 "
        "voters, and of their equal shares 1.50 were left in the end, 7.50 less than its admissible amount of 9.00. "
        "With a budget of 48.00 and all else unchanged it would have been funded."
    )
    assert as_data(proposal)["applications"]["r"]["funded_budgets"] == [["48.00", None]]


# -- abstentions -------------------------------------------------------------------------------------------


@given(voted(rules=SHARES, most=4))
@settings(max_examples=2 * EXAMPLES, deadline=None)
def test_it_is_told_exactly_which_projects_abstentions_sank(problem):
    """Without completion: with approvals of those who abstained in place of their abstentions."""
    problem = replace(problem, completion=Completion.NONE, threshold=None)
    assume(problem.utility is not Utility.SCORE)
    assume(fit(problem))
    proposal = allocate(problem, details=True)
    for name, standing in proposal.standings.items():
        each = next(each for each in problem.applications if each.id == name)
        silent = [seat for seat, marks in each.marks.items() if marks.value.__class__.__name__ == "Silence"]
        silent = [seat for seat in silent if each.marks[seat].value.value == "abstain"]
        if standing.award or standing.backing is None or not silent:
            assert standing.backing is None or not standing.backing.silent
            continue
        approving = supporters(problem, each)
        other = with_approvals(problem, name, tuple({*approving, *silent}))
        funded = bool(allocate(other, details=False).standings[name].award)
        assert standing.backing.silent == (len(silent) if funded else 0)


def supporters(problem, each):
    if each.approvals is not None:
        return each.approvals
    weights = {name: weight.fraction for name, weight in problem.criteria.items()}
    middle = Fraction(problem.scale.min.fraction + problem.scale.max.fraction, 2)

    def mark(marks):
        if isinstance(marks.value, dict):
            return sum(weights[name] * marks.value[name].fraction for name in weights) / sum(weights.values())
        return marks.value.fraction

    return tuple(seat for seat, marks in each.marks.items() if marks.given and mark(marks) > middle)


def with_approvals(problem, name, approvals):
    return replace(
        problem,
        seats=problem.seats
        or tuple(
            sorted({seat for each in problem.applications for seat in (*each.marks, *(each.approvals or ()))})
        ),
        applications=tuple(
            replace(each, approvals=approvals) if each.id == name else each for each in problem.applications
        ),
    )


SUNK = """
    budget: 30.00
    rule: equal-shares
    utility: {utility}
    completion: none
    scale: {{min: 0, max: 10, step: 1}}
    seats: [a, b, c]
    applications:
      - {{id: p, requested: 20.00, marks: {{a: 9, b: abstain, c: excluded}}}}
"""


def test_an_abstention_that_sinks_a_project_is_said():
    proposal = allocate(problem(SUNK.format(utility="cost")))
    assert proposal.standings["p"].backing.silent == 1
    assert said(proposal, "p").endswith(
        "One seat abstained; had it supported the application, the shares would have sufficed. "
        "With a budget of 60.00 and all else unchanged it would have been funded."
    )
    assert said(allocate(problem(SUNK.format(utility="score"))), "p").endswith(
        "One seat abstained; had it given the highest mark, the shares would have sufficed. "
        "With a budget of 60.00 and all else unchanged it would have been funded."
    )


def test_nobody_and_too_dear_are_said():
    proposal = allocate(
        problem("""
            budget: 30.00
            rule: greedy
            seats: [a, b]
            applications:
              - {id: p, requested: 10.00, approvals: []}
              - {id: q, requested: 31.00, approvals: [a]}
              - {id: r, requested: 30.00, approvals: [a, b]}
              - {id: s, requested: 20.00, approvals: [b]}
        """)
    )
    assert said(proposal, "p").endswith("nobody supports it. No other budget would have changed this.")
    assert said(proposal, "q").endswith(
        "its admissible amount of 31.00 is more than all the money. "
        "With a budget of 61.00 and all else unchanged it would have been funded."
    )
    assert said(proposal, "s").endswith(
        "it is supported by 1 of 2 voters, and others that the rule puts first left too little money. "
        "With a budget of 50.00 and all else unchanged it would have been funded."
    )


# -- sizes -------------------------------------------------------------------------------------------------


# -- ties ------------------------------------------------------------------------------------------------


def tied(text):
    """The ties of a proposal: who stands in them, and the awards of each outcome in euros."""
    proposal = allocate(problem(text))
    outcomes = [[{id_: award.cents // 100 for id_, award in each.items()} for each in tie.variants]
                for tie in proposal.ties]  # fmt: skip
    return [(tie.ids, each) for tie, each in zip(proposal.ties, outcomes, strict=True)]


ALIKE = """
    budget: 20.00
    rule: greedy
    seats: [a, b, c]
    applications:
      - {id: p, requested: 12.00, approvals: [a]}
      - {id: q, requested: 15.00, approvals: [b]}
      - {id: r, requested: 8.00, approvals: [c]}
      - {id: s, requested: 1.00, approvals: [a, b]}
"""


def test_projects_with_as_many_approvals_are_a_tie_where_an_id_would_decide():
    """After s 19 euros are left, enough for any one of the others; nothing but their ids tells them apart."""
    outcomes = [{"p": 12}, {"q": 15}, {"r": 8}]
    ((ids, found),) = tied(ALIKE)
    assert ids == ("p", "q", "r")
    assert sorted(found, key=str) == sorted(outcomes, key=str)
    assert tied(ALIKE.replace("budget: 20.00", "budget: 36.00")) == [], "there is enough for all"
    assert tied(ALIKE.replace("approvals: [b]", "approvals: [b, c, a]")) == [], (
        "q comes first, and then nothing fits"
    )


def test_a_tie_is_said_to_whoever_it_decides_on():
    proposal = allocate(problem(ALIKE))
    assert [name for name in "pqrs" if proposal.standings[name].at_line] == ["p", "q", "r"]


def with_other_ids(problem, order):
    names = {each.id: f"y{number}" for number, each in zip(order, problem.applications, strict=False)}
    renamed = replace(
        problem,
        applications=tuple(replace(each, id=names.get(each.id, each.id)) for each in problem.applications),
    )
    return renamed, names


@pytest.mark.parametrize(
    "rule", [AllocationRule.GREEDY, AllocationRule.EQUAL_SHARES, AllocationRule.PHRAGMEN]
)
def test_ids_decide_only_where_a_tie_is_told(rule):
    """Whatever else the applications are called: with other awards there is a tie, and they are among its outcomes."""

    @given(voted(rules=(rule,)), st.permutations(range(9)))
    @settings(max_examples=EXAMPLES, deadline=None)
    def holds(problem, order):
        fixed = {award.id for award in problem.fixed}
        assume(fit(problem) and not any(each.id in fixed for each in problem.applications))
        assume(rule is not AllocationRule.EQUAL_SHARES or "add1" not in problem.completion.value)
        proposal = allocate(problem, details=False)
        renamed, names = with_other_ids(problem, order)
        other = allocate(renamed, details=False).awards
        if other != {names[name]: award for name, award in proposal.awards.items()}:
            assert proposal.ties or any(each.code is WarningCode.TIE_OPEN for each in proposal.warnings)
        for tie in proposal.ties:
            assert len({tuple(sorted(each.items())) for each in tie.variants}) == len(tie.variants) > 1

    holds()


def test_a_tie_that_only_another_order_leads_to_in_a_step_of_add1_is_told():
    """Where p3 goes before p0 and p1, equal ones come up in the steps that do not in the own order, and p0 loses."""
    asked = """
        budget: 58.43
        rule: equal-shares
        completion: add1+greedy
        seats: [a, b, c, d, e, f]
        applications:
          - {id: p0, requested: 10.00, approvals: [c, d, f]}
          - {id: p1, requested: 20.00, approvals: [a, b, c, f]}
          - {id: p2, requested: 10.00, approvals: [a, b]}
          - {id: p3, requested: 40.00, approvals: [a, b, c, e]}
          - {id: p4, requested: 30.00, approvals: [a, d]}
          - {id: p5, requested: 30.00, approvals: [a, b, d, e]}
    """
    proposal = allocate(problem(asked), details=False)
    (tie,) = proposal.ties
    assert {tuple(sorted(each)) for each in tie.variants} == {
        ("p0", "p1", "p2"),
        ("p0", "p3"),
        ("p0", "p2", "p5"),
        ("p1", "p5"),
    }


def test_a_tie_in_the_step_of_add1_that_would_exceed_the_money_is_told():
    """p1, p2 and p3 cost their supporters the same per euro; where p1 goes first, the money is exceeded a step later."""
    asked = """
        budget: 19.00
        rule: equal-shares
        completion: add1
        seats: [a, b, c, d]
        applications:
          - {id: p0, requested: 4.00, approvals: [c, d]}
          - {id: p1, requested: 9.00, approvals: [a]}
          - {id: p2, requested: 2.00, approvals: [a]}
          - {id: p3, requested: 9.00, approvals: [b]}
    """
    proposal = allocate(problem(asked))
    assert proposal.order == ("p0", "p2")
    (tie,) = proposal.ties
    assert tie.ids == ("p1", "p2", "p3")
    assert {"p2": Money(200), "p3": Money(900)} in tie.variants
    other = asked.replace("p1", "x").replace("p3", "p1").replace("x", "p3")
    assert set(allocate(problem(other)).order) == {"p0", "p1", "p2"}


NESTED = {
    "phragmen": """
        budget: 8.00
        rule: phragmen
        seats: [a, b, c]
        applications:
          - {id: p0, requested: 1.00, approvals: [a, b, c]}
          - {id: p1, requested: 1.00, approvals: [b]}
          - {id: p2, requested: 2.00, approvals: [b, c]}
          - {id: p3, requested: 3.00, approvals: [a, b]}
          - {id: p4, requested: 4.00, approvals: [a, b, c]}
    """,
    "equal-shares": """
        budget: 10.00
        rule: equal-shares
        utility: cardinality
        completion: greedy
        seats: [a, b, c]
        applications:
          - {id: p0, requested: 3.00, approvals: [a, b]}
          - {id: p1, requested: 3.00, approvals: [b, c]}
          - {id: p2, requested: 2.00, approvals: [b]}
          - {id: p3, requested: 3.00, approvals: [b, c]}
          - {id: p4, requested: 1.00, approvals: [a, b, c]}
          - {id: p5, requested: 3.00, approvals: [a]}
    """,
}
"""In each the order of a tie changes no award by itself, but leads to another tie, whose order does."""


@pytest.mark.parametrize("rule", NESTED)
def test_a_tie_that_only_another_order_of_a_tie_leads_to_is_told(rule):
    asked = problem(NESTED[rule])
    (tie,) = allocate(asked).ties
    told = [{**dict.fromkeys(tie.ids), **each} for each in tie.variants]
    for order in permutations(range(len(asked.applications))):
        renamed, names = with_other_ids(asked, order)
        other = allocate(renamed, details=False).awards
        back = {name: other.get(names[name]) for name in told[0]}
        assert back in told


@st.composite
def alike(draw, rule, most):
    """Few voters and few different costs, so that nearly every turn is a tie."""
    voters = [f"v{number}" for number in range(draw(st.integers(2, 5)))]
    return Problem(
        budget=Money(100 * draw(st.integers(2, 12))),
        rule=rule,
        utility=draw(st.sampled_from((Utility.COST, Utility.CARDINALITY))),
        completion=draw(st.sampled_from((Completion.NONE, Completion.GREEDY))),
        seats=tuple(voters),
        applications=tuple(
            Application(
                id=f"x{number}",
                requested=Money(100 * draw(st.integers(1, 4))),
                approvals=tuple(draw(st.lists(st.sampled_from(voters), min_size=1, unique=True))),
            )
            for number in range(draw(st.integers(3, most)))
        ),
    )


def ids_decide_only_where_told(rule, most, examples):
    @given(alike(rule, most), st.permutations(range(most)))
    @settings(max_examples=examples, deadline=None)
    def holds(problem, order):
        proposal = allocate(problem, details=False)
        renamed, names = with_other_ids(problem, order)
        other = allocate(renamed, details=False).awards
        if other != {names[name]: award for name, award in proposal.awards.items()}:
            assert proposal.ties or any(each.code is WarningCode.TIE_OPEN for each in proposal.warnings)

    holds()


BY_VOTES = (AllocationRule.GREEDY, AllocationRule.EQUAL_SHARES, AllocationRule.PHRAGMEN)


@pytest.mark.parametrize("rule", BY_VOTES)
def test_so_they_do_where_nearly_every_turn_is_a_tie(rule):
    ids_decide_only_where_told(rule, 6, EXAMPLES)


@pytest.mark.soak
@pytest.mark.parametrize("rule", BY_VOTES)
def test_so_they_do_at_full_numbers(rule):
    ids_decide_only_where_told(rule, 7, SOAK)


def test_five_thousand_projects_and_no_limit_of_recursion():
    voters = tuple(f"v{number}" for number in range(20))
    applications = tuple(
        Application(
            id=f"p{number:04}",
            requested=Money(100 + number % 7),
            approvals=tuple(voters[(number + step) % 20] for step in range(number % 3 + 1)),
        )
        for number in range(SIZE)
    )
    whole = Problem(
        budget=Money(sum(each.requested.cents for each in applications)),
        completion=Completion.NONE,
        seats=voters,
        applications=applications,
    )
    for rule in (AllocationRule.EQUAL_SHARES, AllocationRule.GREEDY, AllocationRule.PHRAGMEN):
        proposal = allocate(replace(whole, rule=rule), details=False)
        assert len(proposal.order) > SIZE * 4 // 5


def test_a_trillion_euros_are_completed_in_few_runs():
    """Of 10 to the power of 10 steps of one euro nearly all buy the same; each amount is exact to the cent."""
    voters = tuple(f"v{number}" for number in range(12))
    applications = tuple(
        Application(
            id=f"p{number:02}",
            requested=Money(3_000_000_000_007 * (number * number % 31 + 1)),
            approvals=tuple(voter for place, voter in enumerate(voters) if (place * number + number) % 5 < 2),
        )
        for number in range(1, 25)
    )
    proposal = allocate(
        Problem(
            budget=Money(10**14),
            rule=AllocationRule.EQUAL_SHARES,
            completion=Completion.ADD1,
            seats=voters,
            applications=applications,
        )
    )
    assert 0 < proposal.awarded.cents <= 10**14
    for standing in proposal.standings.values():
        if standing.award:
            assert sum(standing.paid_by.values()) == Fraction(standing.award.cents, 100)


def test_budgets_are_left_out_where_too_many_amounts_would_have_to_be_tried(monkeypatch):
    monkeypatch.setattr(vote_margins, "SWEPT", 100_000)
    monkeypatch.setattr(vote_margins, "ABOVE", 0)
    asked = """
        budget: 1000000000000.00
        rule: equal-shares
        seats: [a, b, c, d, e, f, g]
        applications:
          - {id: p, requested: 0.01, approvals: [a]}
          - {id: q, requested: 999999999999.99, approvals: [a, b, c, d, e, f, g]}
          - {id: r, requested: 333333333333.33, approvals: [b, c]}
    """
    proposal = allocate(problem(asked))
    told = as_data(proposal)["applications"]
    assert [name for name, each in told.items() if "funded_budgets" in each] == []
    assert told["p"]["left_out"] == ["funded_budgets"]
    assert "was not found within the fixed number of steps" in said(proposal, "r")
    assert told["r"]["score_needed"] is None
    assert told["r"]["funded_past"] == [], "without marks the ids rank"


@pytest.mark.soak
def test_budgets_of_500_applications_and_12_seats_are_all_found():
    """Marks as seats give them: around what an application is worth, and one in ten abstains."""
    dice = random.Random("500 x 12")
    seats = tuple(f"s{number:02}" for number in range(12))
    applications = []
    for number in range(500):
        worth = dice.randint(2, 9)
        given = {seat: min(10, max(0, worth + dice.randint(-2, 2))) for seat in seats if dice.random() > 0.1}
        marks = {seat: Marks(Number(str(mark))) for seat, mark in given.items()}
        requested = Money(dice.randint(10, 100) * 5_000)
        applications.append(Application(id=f"p{number:03}", requested=requested, marks=marks))
    proposal = allocate(
        Problem(
            budget=Money(sum(each.requested.cents for each in applications) // 3),
            rule=AllocationRule.EQUAL_SHARES,
            completion=Completion.NONE,
            scale=Scale(min=Number("0"), max=Number("10"), step=Number("1")),
            seats=seats,
            applications=tuple(applications),
        )
    )
    told = as_data(proposal)["applications"]
    assert [name for name, each in told.items() if each.get("left_out")] == []
    assert all("funded_budgets" in each for each in told.values())


def test_budgets_under_phragmen_need_no_whole_course_for_each_cost(monkeypatch):
    """A course for less money than its purchases cost need not go on."""
    monkeypatch.setattr(vote_margins, "STEPS", 300_000)
    asked = Problem(
        budget=Money(100_000),
        rule=AllocationRule.PHRAGMEN,
        seats=("a", "b", "c"),
        applications=tuple(
            Application(
                id=f"p{number:02}",
                requested=Money(1_000 + number),
                approvals=("a", "b", "c")[: 1 + number % 3],
            )
            for number in range(80)
        ),
    )
    assert all(each.details.budgets is not None for each in allocate(asked).standings.values())


def test_marks_in_billionths_count_exactly():
    one, other = Number("0.000000001"), Number("0.000000002")
    whole = Problem(
        budget=Money(120),
        rule=AllocationRule.EQUAL_SHARES,
        utility=Utility.SCORE,
        completion=Completion.NONE,
        seats=("a", "b"),
        applications=(
            Application(id="p", requested=Money(100), marks={"a": Marks(one), "b": Marks(one)}),
            Application(id="q", requested=Money(100), marks={"a": Marks(other), "b": Marks(one)}),
        ),
    )
    assert allocate(whole).order == ("q",)


# -- what a problem has to say -----------------------------------------------------------------------------

MARKED = """
    budget: 30.00
    rule: {rule}
    utility: {utility}
    applications:
      - {{id: p, requested: 20.00, marks: {{a: 9, b: 2}}}}
"""


@pytest.mark.parametrize(
    ("rule", "utility", "needed"),
    [
        ("equal-shares", "cost", True),
        ("equal-shares", "cardinality", True),
        ("equal-shares", "score", False),
        ("greedy", "cost", True),
        ("greedy", "score", False),
        ("phragmen", "score", True),
        ("ranked", "cost", False),
    ],
)
def test_marks_tell_who_approves_only_with_a_scale(rule, utility, needed):
    poll = problem(MARKED.format(rule=rule, utility=utility))
    assert [each.law.code for each in faults(poll)] == (["KIC094"] if needed else [])
    scaled = replace(poll, scale=Scale(min=Number("0"), max=Number("10"), step=Number("1")))
    assert allocate(scaled).awards == {"p": Money(2000)} if rule != "equal-shares" else not faults(scaled)


@pytest.mark.parametrize("rule", ["equal-shares", "greedy", "phragmen"])
def test_no_applications_are_an_empty_proposal(rule):
    assert allocate(Problem(budget=Money(100), rule=AllocationRule(rule), applications=())).awards == {}


@pytest.mark.parametrize("completion", ["none", "add1", "add1+greedy"])
def test_applications_that_nobody_supports_get_nothing(completion):
    """There is nobody whose order of purchases could end in a tie either."""
    proposal = allocate(
        problem(f"""
            budget: 100.00
            rule: equal-shares
            completion: {completion}
            seats: [a, b]
            applications:
              - {{id: p, requested: 10.00, approvals: []}}
        """)
    )
    assert not any(proposal.awards.values())
    assert proposal.ties == ()
