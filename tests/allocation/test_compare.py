"""Other rules beside a proposal: who is funded under which, from the same marks."""

from hypothesis import assume, given, settings
from msgspec.structs import replace

from kic.allocation.compare import add_to, compare
from kic.allocation.engine import allocate
from kic.allocation.faults import faults
from kic.allocation.problem import AllocationRule
from kic.allocation.proposal import as_data
from kic.core.diagnostic import Severity
from tests.allocation.samples import EXAMPLES, fit, problem, problems

THREE = """
    budget: 10000.00
    applications:
      - {id: a, requested: 8000.00, score: 90, approvals: [m1]}
      - {id: b, requested: 5000.00, score: 80, approvals: [m1, m2]}
      - {id: c, requested: 5000.00, score: 70, approvals: [m2]}
"""


def awards(text: str) -> dict[str, dict[str, str]]:
    return {
        rule.value: {name: str(award) for name, award in awards.items()}
        for rule, awards in compare(problem(text)).awards.items()
    }


def test_every_rule_that_applies_stands_beside_the_others():
    both = {"b": "5000.00", "c": "5000.00"}
    found = awards(THREE)
    assert found["ranked"] == {"a": "8000.00"}
    assert found["score-per-euro"] == found["optimum"] == found["greedy"] == both
    assert found["proportional-cut"] == {"a": "4444.44", "b": "2777.78", "c": "2777.78"}
    assert set(found) == {each.value for each in AllocationRule} - {"tiered-cut"}


def test_tiers_are_needed_for_tiers():
    assert awards(THREE + "    tiers: {85: 50%, 60: 40%}\n")["tiered-cut"] == {
        "a": "4000.00", "b": "2000.00", "c": "2000.00",
    }  # fmt: skip


def test_json_says_under_how_many_rules_each_is_funded():
    value = problem(THREE)
    data = as_data(allocate(value))
    add_to(data, compare(value))
    assert data["rules"]["ranked"] == {"a": "8000.00"}
    assert data["applications"]["a"]["funded_under"] == sum("a" in each for each in data["rules"].values())


@given(problems(most=6))
@settings(max_examples=EXAMPLES // 4, deadline=None)
def test_each_rule_gives_what_it_gives_alone(value):
    assume(fit(value))
    comparison = compare(value)
    for rule in AllocationRule:
        other = replace(value, rule=rule)
        if any(fault.severity is Severity.ERROR for fault in faults(other)):
            assert rule not in comparison.awards
        else:
            assert comparison.awards[rule] == allocate(other, details=False).awards
