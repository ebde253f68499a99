"""The terms of a call as options of `kic call terms`; `kic.cli.terms.values` reads what they are given.

An option changes one term; given with an empty value, it takes the term out, so that what is usual holds. What has
several entries (caps, floors, tiers, criteria) takes `KEY=VALUE`, once for each entry: `KEY=` takes that one out, an
empty value all that were there before. The settings of single rules are the options of `kic allocate`
(`kic.cli.settings_options`).
"""

import enum
from typing import Annotated

import typer

from kic.allocation.problem import Aggregate, AllocationRule, UnmetFloor
from kic.cli.words import _, choice
from kic.domain.calls import Financing

Several = list[str] | None


def _offered(values: type[enum.Enum]) -> str:
    return "|".join(str(each.value) for each in values)


# -- one term each -----------------------------------------------------------------------------------------

FinancingOption = Annotated[
    str | None,
    typer.Option(
        "--financing", metavar=_offered(Financing), help=choice(_("How projects are financed."), Financing)
    ),
]
MaxRate = Annotated[
    str | None,
    typer.Option(
        "--max-rate", metavar=_("PERCENT"), help=_("The largest share of the eligible costs that is given.")
    ),
]
OwnShare = Annotated[
    str | None,
    typer.Option(
        "--own-share",
        metavar=_("PERCENT"),
        help=_("The least share of the eligible costs that applicants bear themselves."),
    ),
]
UnmetFloorOption = Annotated[
    str | None,
    typer.Option(
        "--unmet-floor",
        metavar=_offered(UnmetFloor),
        help=choice(_("What becomes of the money of a floor that is not reached."), UnmetFloor),
    ),
]
Reserve = Annotated[
    str | None,
    typer.Option(
        "--reserve",
        metavar=_("AMOUNT"),
        help=_("Money that is held back; --reserve= takes it out, as an empty value does with each term."),
    ),
]
Grid = Annotated[
    str | None,
    typer.Option("--grid", metavar=_("AMOUNT"), help=_("Awards are rounded down to multiples of this.")),
]
Threshold = Annotated[
    str | None,
    typer.Option("--threshold", metavar="N", help=_("The score that an award needs at least.")),
]
Scale = Annotated[
    str | None,
    typer.Option(
        "--scale",
        metavar=_("MIN:MAX:STEP"),
        help=_("The marks that can be given: the lowest, the highest, and the steps between them."),
    ),
]
AggregateOption = Annotated[
    str | None,
    typer.Option(
        "--aggregate", metavar=_offered(Aggregate), help=choice(_("How marks become a score."), Aggregate)
    ),
]
Trim = Annotated[
    str | None,
    typer.Option(
        "--trim",
        metavar="N",
        help=_("How many of the highest and of the lowest marks are dropped (trimmed)."),
    ),
]
MinMarks = Annotated[
    str | None,
    typer.Option("--min-marks", metavar="N", help=_("How many marks an application needs for an award.")),
]
Rule = Annotated[
    str | None,
    typer.Option(
        "--rule", metavar=_("RULE"), help=choice(_("The rule by which the money is given."), AllocationRule)
    ),
]
Lot = Annotated[
    str | None,
    typer.Option("--lot", metavar=_("TEXT"), help=_("What a lot is drawn from, should scores be equal.")),
]
GuidelineTitle = Annotated[
    str | None, typer.Option("--guideline-title", metavar=_("TEXT"), help=_("What the guideline is called."))
]
GuidelineFile = Annotated[
    str | None,
    typer.Option(
        "--guideline",
        metavar=_("FILE"),
        help=_("The guideline's file; kic call freeze keeps its digest."),
    ),
]

# -- terms of several entries ------------------------------------------------------------------------------

Cap = Annotated[
    Several,
    typer.Option(
        "--cap",
        metavar=_("THEME=AMOUNT"),
        help=_(
            "The most for a theme, or with applicant=AMOUNT for each applicant; t3= takes one out. May be repeated."
        ),
    ),
]
Floor = Annotated[
    Several,
    typer.Option(
        "--floor",
        metavar=_("THEME=AMOUNT"),
        help=_(
            "The least for a theme, in the order in which floors are served; t3= takes one out. May be repeated."
        ),
    ),
]
TierOption = Annotated[
    Several,
    typer.Option(
        "--tier",
        metavar=_("SCORE=PERCENT"),
        help=_("From this score on this share is given (tiered-cut); 60= takes one out. May be repeated."),
    ),
]
CriterionOption = Annotated[
    Several,
    typer.Option(
        "--criterion",
        metavar=_("ID=WEIGHT"),
        help=_("A criterion with its weight; ID= takes one out. May be repeated."),
    ),
]
CriterionTitle = Annotated[
    Several,
    typer.Option(
        "--criterion-title",
        metavar=_("ID=TEXT"),
        help=_("What a criterion is called; a new one needs it. May be repeated."),
    ),
]
CriterionQuestion = Annotated[
    Several,
    typer.Option(
        "--criterion-question",
        metavar=_("ID=TEXT"),
        help=_("The question that a criterion asks; ID= takes it out. May be repeated."),
    ),
]

OPTIONS = {
    "financing": "--financing",
    "max_rate": "--max-rate",
    "own_share": "--own-share",
    "caps": "--cap",
    "floors": "--floor",
    "unmet_floor": "--unmet-floor",
    "reserve": "--reserve",
    "grid": "--grid",
    "threshold": "--threshold",
    "scale": "--scale",
    "criteria": "--criterion",
    "aggregate": "--aggregate",
    "trim": "--trim",
    "min_marks": "--min-marks",
    "rule": "--rule",
    "on_no_fit": "--on-no-fit",
    "partial": "--partial",
    "utility": "--utility",
    "completion": "--completion",
    "objective": "--objective",
    "tiers": "--tier",
    "lot": "--lot",
    "guideline": "--guideline",
}
"""Which option fills which term. `frozen` and the guideline's digest are what `kic call freeze` enters."""
