"""The same problem under every rule that applies to it, side by side."""

from typing import Any

import msgspec

from kic.allocation.case import prepare
from kic.allocation.faults import faults
from kic.allocation.problem import AllocationRule, Problem
from kic.allocation.rules import RULES
from kic.allocation.scores import scores
from kic.core.diagnostic import Severity
from kic.core.values import Money


class Comparison(msgspec.Struct, frozen=True):
    """The awards of each rule by id, above 0; rules stand in the order of the table."""

    awards: dict[AllocationRule, dict[str, Money]]

    def funding(self, id: str) -> tuple[AllocationRule, ...]:  # noqa: A002
        """The rules that fund this application."""
        return tuple(rule for rule, awards in self.awards.items() if id in awards)


def compare(problem: Problem) -> Comparison:
    """The awards under each rule, with the problem's other settings.

    A rule that the problem does not suit (`tiered-cut` without tiers, votes without voters) is left out.
    """
    by_score = scores(problem)
    awards: dict[AllocationRule, dict[str, Money]] = {}
    for rule, propose in RULES.items():
        other = msgspec.structs.replace(problem, rule=rule)
        if any(fault.severity is Severity.ERROR for fault in faults(other)):
            continue
        case = prepare(other, by_score)
        given = propose(case, ()).awards
        awards[rule] = {
            candidate.id: Money(award)
            for candidate, award in zip(case.candidates, given, strict=True)
            if award
        }
    return Comparison(awards)


def add_to(data: dict[str, Any], comparison: Comparison) -> None:
    """Add the comparison to a proposal's `data`: awards by rule, and how many rules fund each application."""
    data["rules"] = {
        rule.value: {name: str(award) for name, award in awards.items()}
        for rule, awards in comparison.awards.items()
    }
    for name, standing in data["applications"].items():
        standing["funded_under"] = len(comparison.funding(name))
