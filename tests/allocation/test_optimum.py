"""The rule `optimum`: by hand, where it stops early, and on kinds of problems with 200 applications."""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings

from kic.allocation import cut_margins, optimum, optimum_margins
from kic.allocation.engine import allocate
from kic.allocation.explain import explain, remarks
from kic.allocation.problem import AllocationRule
from kic.allocation.proposal import Status, as_data
from kic.present.language import speak
from tests.allocation import twin
from tests.allocation.samples import EXAMPLES, fit, problem, problems, under
from tests.bench import families

ENGLISH = speak("en")

KNAPSACK = """
    budget: 10000.00
    rule: optimum
    applications:
      - {id: a, requested: 8000.00, score: 90}
      - {id: b, requested: 5000.00, score: 80}
      - {id: c, requested: 5000.00, score: 70}
"""


def test_two_that_fit_together_are_worth_more_than_the_best_alone():
    proposal = allocate(problem(KNAPSACK))
    assert proposal.order == ("b", "c")
    assert proposal.standings["a"].loss == 60
    assert as_data(proposal)["optimum"] == {
        "status": "proved",
        "reached": {"exact": "150", "decimal": "150.00"},
        "bound": {"exact": "150", "decimal": "150.00"},
    }
    assert as_data(proposal)["applications"]["a"]["loss"] == {"exact": "60", "decimal": "60.00"}


def test_what_rank_1_would_cost_is_said():
    proposal = allocate(problem(KNAPSACK))
    assert [ENGLISH.say(each) for each in remarks(proposal)] == [
        "It is proved that no selection is better: its sum is 150.",
        "The application on rank 1, a, is not funded under the rule optimum.",
    ]
    assert " ".join(ENGLISH.say(each) for each in explain(proposal, "a")) == (
        "The application a is on rank 1 of 3 with a score of 90 and is not funded: the best selection that money, "
        "caps and floors allow does not hold it. If it had to be funded, the sum of scores would be 60 lower. With a "
        "score of at least 150 it would have been funded instead of b and c."
    )


def test_scores_times_euros_prefer_the_larger_sum():
    proposal = allocate(problem(KNAPSACK + "    objective: score-euro\n"))
    assert proposal.order == ("b", "c")
    assert proposal.optimum.reached == 80 * 5000 + 70 * 5000
    assert proposal.standings["a"].loss == 750_000 - 720_000


def test_of_equal_selections_the_one_with_the_better_ranks():
    text = """
        budget: 60.00
        rule: optimum
        applications:
          - {id: a, requested: 30.00, score: 5}
          - {id: b, requested: 30.00, score: 4}
          - {id: c, requested: 30.00, score: 3}
          - {id: d, requested: 30.00, score: 4}
          - {id: e, requested: 60.00, score: 9}
    """
    # a and b, a and d, and e alone are each worth 9; e is on rank 1
    assert allocate(problem(text)).order == ("e",)
    assert allocate(problem(text.replace("score: 9", "score: 4.5"))).order == ("a", "b")


def test_floors_are_held_in_declared_order_as_far_as_any_selection_can():
    text = """
        budget: 100.00
        rule: optimum
        floors: {themes: {x: 60.00, y: 60.00, z: 500.00}}
        applications:
          - {id: a, requested: 100.00, score: 99}
          - {id: b, themes: [x], requested: 60.00, score: 10}
          - {id: c, themes: [y], requested: 60.00, score: 20}
          - {id: d, requested: 40.00, score: 1}
    """
    proposal = allocate(problem(text))
    assert proposal.order == ("b", "d")  # x first; with it no selection reaches y, and none ever z
    assert {w.ids[0]: str(w.amount) for w in proposal.warnings if w.code.value == "floor-unmet"} == {
        "y": "60.00",
        "z": "500.00",
    }


def test_amounts_beyond_any_machine_number_are_exact():
    text = """
        budget: 1000000000000.00
        rule: optimum
        applications:
          - {id: a, requested: 999999999999.99, score: 1}
          - {id: b, requested: 0.01, score: 0.000000001}
          - {id: c, requested: 0.02, score: 0.999999999}
    """
    assert allocate(problem(text)).order == ("a", "b")
    assert allocate(problem(text)).standings["c"].loss == Fraction(1, 10**9)


# -- where the search ends early ---------------------------------------------------------------------------


@given(under(AllocationRule.OPTIMUM, problems(most=8)))
@settings(max_examples=EXAMPLES // 2, deadline=None)
def test_a_search_that_ends_early_says_so_and_tells_a_true_bound(value):
    assume(fit(value))
    looks = optimum.LOOKS
    optimum.LOOKS = 3
    try:
        proposal = allocate(value, details=False)
    finally:
        optimum.LOOKS = looks
    found = proposal.optimum
    if any(warned.code.value == "floor-unmet" for warned in proposal.warnings):
        return  # a floor may have been given up that a longer search would hold
    exact = twin.optimum(value)
    assert found.reached <= exact.reached <= found.bound
    if found.status is Status.PROVED:
        assert list(proposal.order) == exact.chosen


def test_the_same_number_of_looks_ends_at_the_same_place():
    value = families.optimum("correlated", "a theme cap", 600)
    first, second = (allocate(value, details=False) for _ in range(2))
    assert (first.awards, first.optimum) == (second.awards, second.optimum)


@pytest.mark.parametrize("kind", families.KINDS)
@pytest.mark.parametrize("limits", families.LIMITS[:4])
def test_200_applications_are_proved(kind, limits):
    found = allocate(families.optimum(kind, limits, 200), details=False).optimum
    assert (found.status, found.bound) == (Status.PROVED, found.reached)


@pytest.mark.soak
def test_all_kinds_of_200_applications_are_proved_and_2000_have_a_small_gap():
    for name, value in families.all_optima(200):
        assert allocate(value, details=False).optimum.status is Status.PROVED, name
    for name, value in families.all_optima(2_000):
        found = allocate(value, details=False).optimum
        assert found.reached <= found.bound <= found.reached * Fraction(1001, 1000), name


# -- ties ------------------------------------------------------------------------------------------------


def test_equal_optima_that_only_a_tie_tells_apart_are_told():
    """b and c have one score and one amount, and only one of them fits beside a."""
    text = """
        budget: 30.00
        rule: optimum
        applications:
          - {id: a, requested: 20.00, score: 9}
          - {id: b, requested: 10.00, score: 5}
          - {id: c, requested: 10.00, score: 5}
    """
    proposal = allocate(problem(text))
    assert [(tie.ids, sorted(map(tuple, tie.variants))) for tie in proposal.ties] == [
        (("b", "c"), [("b",), ("c",)])
    ]
    assert "A tie decides this" in " ".join(map(str, explain(proposal, "c")))
    assert allocate(problem(text.replace("budget: 30.00", "budget: 40.00"))).ties == ()
    smaller = text.replace("{id: c, requested: 10.00", "{id: c, requested: 9.00")
    assert len(allocate(problem(smaller)).ties) == 1, "the sums of scores are still the same"
    assert allocate(problem(smaller + "    objective: score-euro\n")).ties == ()


@pytest.mark.parametrize("rule", ["optimum", "proportional-cut", "greedy"])
def test_who_is_funded_although_ranked_below_is_named_under_every_rule(rule):
    """One large application is ranked first; where it does not fit, two small ones take its place."""
    text = f"""
        budget: 20.00
        rule: {rule}
        utility: score
        seats: [m]
        applications:
          - {{id: a, requested: 21.00, minimum: 21.00, score: 9, approvals: [m]}}
          - {{id: b, requested: 10.00, score: 8, approvals: [m]}}
          - {{id: c, requested: 10.00, score: 7, approvals: [m]}}
    """
    told = as_data(allocate(problem(text)))["applications"]
    assert [each["funded_past"] for each in told.values()] == [["b", "c"], [], []]


# -- what is left out --------------------------------------------------------------------------------------


def test_what_would_take_too_long_is_left_out_and_named(monkeypatch):
    """No key says nothing; null would say that no score helps, and no interval that no budget does."""
    assert "left_out" not in as_data(allocate(problem(KNAPSACK)))["applications"]["a"]
    monkeypatch.setattr(optimum_margins, "STATES", 5)
    monkeypatch.setattr(optimum_margins, "LOOKS", 0)
    told = as_data(allocate(problem(KNAPSACK)))["applications"]
    assert (told["a"]["left_out"], told["b"]["left_out"]) == (
        ["funded_budgets", "score_needed"],
        ["funded_budgets"],
    )
    one = allocate(problem(KNAPSACK), only="a")
    assert as_data(one)["applications"]["a"]["funded_budgets"] == [["8000.00", "9999.99"], ["13000.00", None]]
    assert "With a score" not in " ".join(ENGLISH.say(each) for each in explain(one, "a"))


def test_nothing_is_said_of_a_selection_that_is_not_proved_the_best(monkeypatch):
    monkeypatch.setattr(optimum, "LOOKS", 0)
    proposal = allocate(problem(KNAPSACK))
    assert proposal.optimum.status is Status.NOT_PROVED
    assert as_data(proposal)["applications"]["a"]["left_out"] == ["funded_budgets", "score_needed"]
    assert ENGLISH.say(explain(proposal, "a")[-1]) == (
        "Which other budget would have changed this was not found within the fixed number of steps."
    )


def test_so_it_is_under_a_proportional_cut(monkeypatch):
    asked = problem(
        """
        budget: 100.00
        rule: proportional-cut
        applications:
          - {id: a, requested: 80.00, minimum: 60.00, score: 90}
          - {id: b, requested: 50.00, minimum: 45.00, score: 80}
        """
    )
    told = as_data(allocate(asked))["applications"]["b"]
    assert (told["funded_budgets"], "left_out" in told) == ([["116.99", None]], False)
    monkeypatch.setattr(cut_margins, "STEPS", 0)
    told = as_data(allocate(asked))["applications"]["b"]
    assert told["left_out"] == ["funded_budgets", "score_needed"]
