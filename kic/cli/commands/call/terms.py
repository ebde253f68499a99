"""`kic call terms`: the terms of a call: shown, or changed before they are frozen."""

import typer

from kic.cli.groups.calls import CallId
from kic.cli.options import AsOf, DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.settings_options import Completion, NoFit, Objective, Partial, Utility
from kic.cli.terms.options import (
    OPTIONS,
    AggregateOption,
    Cap,
    CriterionOption,
    CriterionQuestion,
    CriterionTitle,
    FinancingOption,
    Floor,
    Grid,
    GuidelineFile,
    GuidelineTitle,
    Lot,
    MaxRate,
    MinMarks,
    OwnShare,
    Reserve,
    Rule,
    Scale,
    Threshold,
    TierOption,
    Trim,
    UnmetFloorOption,
)
from kic.domain.calls import Call

EXAMPLES = """
kic call terms 2026-1
kic call terms 2027-1 --max-rate 75% --cap applicant=8.000,00 --cap t3= --criterion k26-wirkung=50
kic call terms 2027-1 --criterion neu=10 --criterion-title neu=Nachhaltigkeit --reserve= --dry-run
"""


def command(
    context: typer.Context,
    id: CallId,
    financing: FinancingOption = None,
    max_rate: MaxRate = None,
    own_share: OwnShare = None,
    cap: Cap = None,
    floor: Floor = None,
    unmet_floor: UnmetFloorOption = None,
    reserve: Reserve = None,
    grid: Grid = None,
    threshold: Threshold = None,
    scale: Scale = None,
    criterion: CriterionOption = None,
    criterion_title: CriterionTitle = None,
    criterion_question: CriterionQuestion = None,
    aggregate: AggregateOption = None,
    trim: Trim = None,
    min_marks: MinMarks = None,
    rule: Rule = None,
    on_no_fit: NoFit = None,
    partial: Partial = None,
    utility: Utility = None,
    completion: Completion = None,
    objective: Objective = None,
    tier: TierOption = None,
    lot: Lot = None,
    guideline_title: GuidelineTitle = None,
    guideline: GuidelineFile = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of)
    from kic.cli.terms.values import Given, terms_of  # noqa: PLC0415
    from kic.domain.calls.moves import change_terms, written_terms  # noqa: PLC0415

    call = session.repository.find(Call, id)
    held = written_terms(session.repository.snapshot, call)
    changed = terms_of(
        session,
        held,
        {
            "financing": financing,
            "max_rate": max_rate,
            "own_share": own_share,
            "unmet_floor": unmet_floor,
            "reserve": reserve,
            "grid": grid,
            "threshold": threshold,
            "scale": scale,
            "aggregate": aggregate,
            "trim": trim,
            "min_marks": min_marks,
            "rule": rule,
            "on_no_fit": on_no_fit,
            "partial": partial,
            "utility": utility,
            "completion": completion,
            "objective": objective,
            "lot": lot,
        },
        Given(cap, floor, tier, criterion, criterion_title, criterion_question, guideline_title, guideline),
    )
    if not changed:
        from kic.cli.terms.table import show_terms  # noqa: PLC0415

        return show_terms(session, call, held, output)
    from kic.cli.changing import conclude  # noqa: PLC0415

    return conclude(
        session,
        change_terms(session.repository.snapshot, call, changed),
        command="call terms",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": call.id},
        next_step=f"kic call freeze {call.id}" if call.terms.frozen is None else f"kic show {call.id}",
        options={}
        if call.terms.frozen
        else {**OPTIONS, "title": "--criterion-title", "weight": "--criterion"},
    )
