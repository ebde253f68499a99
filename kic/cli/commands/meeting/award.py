"""`kic meeting award`: what a meeting decided on a call becomes a recorded decision."""

from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, Note, Yes, amount_of, words_of
from kic.cli.session import Session
from kic.cli.settings_options import (
    Budget,
    Completion,
    NoFit,
    Objective,
    Partial,
    Rule,
    Utility,
    settings_of,
)
from kic.cli.words import _
from kic.core.text import text
from kic.domain.calls import Call
from kic.domain.meetings import Meeting, Result
from kic.errors import UsageError

EXAMPLES = """
kic meeting award 2026-1 2026-12-03 --tie 2026-1-010,2026-1-009 --tie-by "Los in der Sitzung"
kic meeting award 2026-1 2026-12-03 --tie 2026-1-009,2026-1-010 --tie-by "Abstimmung zu Punkt 10" --dry-run
kic meeting award 2026-1 2026-12-03 --tie 2026-1-010,2026-1-009 --tie-by "Los in der Sitzung" --dry-run --format json
"""


def command(  # options of one command
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar=_("CALL"), help=_("The call that was decided."))],
    meeting: Annotated[str, typer.Argument(metavar=_("MEETING"), help=_("The meeting that decided it."))],
    instead: Annotated[
        list[str] | None,
        typer.Option(
            "--instead",
            metavar=_("ID=AMOUNT"),
            help=_("Another amount than the proposed one; may be repeated, each with a --because."),
        ),
    ] = None,
    because: Annotated[
        list[str] | None,
        typer.Option(
            "--because", metavar=_("TEXT"), help=_("The reason for an --instead, in the same order.")
        ),
    ] = None,
    tie: Annotated[
        list[str] | None,
        typer.Option(
            "--tie", metavar="ID,ID", help=_("How a tie at the line was settled: the order that was chosen.")
        ),
    ] = None,
    tie_by: Annotated[
        list[str] | None,
        typer.Option("--tie-by", metavar=_("TEXT"), help=_("By what a tie was settled, in the same order.")),
    ] = None,
    rule: Rule = None,
    utility: Utility = None,
    completion: Completion = None,
    objective: Objective = None,
    on_no_fit: NoFit = None,
    partial: Partial = None,
    budget: Budget = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.decisions.moves import Deviation  # noqa: PLC0415
    from kic.repository.deciding import Settled, decide  # noqa: PLC0415

    session: Session = context.obj
    found = session.repository.find(Call, call)
    deviations: dict[str, Deviation] = {}
    reasons = _paired(instead or [], because or [], "--instead", "--because")
    for spelling, reason in reasons:
        id_, separator, amount = spelling.partition("=")
        if not separator:
            raise UsageError("{option} needs ID=AMOUNT, not {value}.", option="--instead", value=spelling)
        deviations[id_.strip().lower()] = Deviation(amount_of(amount.strip(), "--instead"), reason)
    settled = [
        Settled(tuple(id_.strip().lower() for id_ in order.split(",")), by)
        for order, by in _paired(tie or [], tie_by or [], "--tie", "--tie-by")
    ]
    held = session.repository.find(Meeting, meeting)
    plan, proposal = decide(
        session.repository.snapshot,
        found,
        held,
        options=settings_of(
            rule=rule,
            utility=utility,
            completion=completion,
            objective=objective,
            on_no_fit=on_no_fit,
            partial=partial,
            budget=budget,
        ),
        deviations=deviations,
        ties=settled,
        note=note,
    )
    session.talk(
        text(
            "Proposed are {awarded} of {budget}; deviations: {n}.",
            awarded=proposal.awarded,
            budget=proposal.budget,
            n=len(deviations),
        )
    )
    changed = tuple(
        each.id
        for each in held.items
        if each.result is Result.AMENDED
        and (found.id in each.about or any(id_ in proposal.standings for id_ in each.about))
        and not any(id_ in deviations for id_ in each.about)
    )
    if changed:
        session.talk(
            text(
                "Carried with changes: {items}. The amounts are the proposed ones; --instead gives others.",
                items=changed,
            )
        )
    decided = plan.edits[0].path.rpartition("/")[2].removesuffix(".yaml")
    return conclude(
        session,
        plan,
        command="meeting award",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": decided},
        question=text("Record this decision? It can only gain entries afterwards."),
        next_step=f"kic notice draft {found.id}",
    )


def _paired(values: list[str], reasons: list[str], option: str, reason: str) -> list[tuple[str, str]]:
    """Each value with its reason; raises UsageError where the numbers differ."""
    if len(values) != len(reasons):
        raise UsageError(
            "Each {option} needs a {reason}: {n} of the one, {m} of the other.",
            option=option,
            reason=reason,
            n=len(values),
            m=len(reasons),
        )
    return [(value, words_of(why, reason)) for value, why in zip(values, reasons, strict=True)]
