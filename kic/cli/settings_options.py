"""The options that put another setting in place of a call's own: shared by every command that allocates."""

from typing import Annotated, Any

import typer

from kic.allocation.problem import AllocationRule, OnNoFit, PartialAward
from kic.allocation.problem import Completion as CompletionValue
from kic.allocation.problem import Objective as ObjectiveValue
from kic.allocation.problem import Utility as UtilityValue
from kic.cli.options import amount_of
from kic.cli.words import _, choice

Rule = Annotated[
    str | None,
    typer.Option(
        "--rule", metavar=_("RULE"), help=choice(_("Another rule than the call's."), AllocationRule)
    ),
]
Utility = Annotated[
    str | None,
    typer.Option(
        "--utility",
        metavar="cost|cardinality|score",
        help=choice(_("What a supported project is worth to a voter (equal-shares, greedy)."), UtilityValue),
    ),
]
Completion = Annotated[
    str | None,
    typer.Option(
        "--completion",
        metavar="none|greedy|add1|add1+greedy",
        help=choice(_("What equal-shares does with the money that it leaves."), CompletionValue),
    ),
]
Objective = Annotated[
    str | None,
    typer.Option(
        "--objective",
        metavar="score|score-euro",
        help=choice(_("What the optimum makes largest."), ObjectiveValue),
    ),
]
NoFit = Annotated[
    str | None,
    typer.Option(
        "--on-no-fit", metavar="skip|stop", help=choice(_("What to do when one does not fit."), OnNoFit)
    ),
]
Partial = Annotated[
    str | None,
    typer.Option(
        "--partial",
        metavar="declared|none",
        help=choice(_("Whether to cut to the declared minimum."), PartialAward),
    ),
]
Budget = Annotated[
    str | None,
    typer.Option("--budget", metavar=_("AMOUNT"), help=_("Another amount, such as 45000.00.")),
]


def settings_of(  # one for each option
    *,
    rule: str | None,
    utility: str | None,
    completion: str | None,
    objective: str | None,
    on_no_fit: str | None,
    partial: str | None,
    budget: str | None,
) -> dict[str, Any]:
    """The settings by the engine's names, None where the call's own holds; the budget is Money.

    Raises UsageError for a budget that is no amount.
    """
    return {
        "rule": rule,
        "utility": utility,
        "completion": completion,
        "objective": objective,
        "on_no_fit": on_no_fit,
        "partial": partial,
        "budget": amount_of(budget, "--budget") if budget else None,
    }
