"""`kic status`: a recommendation's progress, shown or carried on."""

from typing import Annotated

import typer

from kic.cli.asking import one_of
from kic.cli.options import AsOf, DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.domain.concept.moves import record_progress
from kic.domain.concept.recommendation import Light, Progress, Recommendation, Status
from kic.errors import UsageError

EXAMPLES = """
kic status he-07
kic status he-07 in_progress --light green --note "Träger gefunden, Start im Februar"
kic status he-07 implemented --evidence "Bericht vom 12.11.2026, Seite 4" --dry-run
"""

OPTIONS = {
    "note": "--note",
    "light": "--light",
    "evidence": "--evidence",
    "successors": "--successor",
    "reported_by": "--by",
    "date": "--on",
}
"""Which option fills which field of an entry."""


def command(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The recommendation."))],
    new: Annotated[
        str | None,
        typer.Argument(
            metavar=_("NEW"), help=choice(_("The new status; without it, the log is shown."), Status)
        ),
    ] = None,
    note: Note = None,
    light: Annotated[
        str | None,
        typer.Option(
            "--light", metavar="green|yellow|red", help=choice(_("Whether it goes as planned."), Light)
        ),
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", metavar=_("TEXT"), help=_("What shows it; may be repeated.")),
    ] = None,
    successor: Annotated[
        list[str] | None,
        typer.Option(
            "--successor", metavar="ID", help=_("The recommendation that goes on; may be repeated.")
        ),
    ] = None,
    reported_by: Annotated[
        str | None, typer.Option("--by", metavar="ID", help=_("The body that reported it."))
    ] = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of)
    snapshot = session.repository.snapshot
    recommendation = session.repository.find(Recommendation, id)
    if new is None:
        if note or light or evidence or successor or on or reported_by:
            raise UsageError(
                "An entry needs a status.", help="For example: kic status {id} in_progress --note ...", id=id
            )
        from kic.cli.looking import show_progress  # noqa: PLC0415

        show_progress(session, snapshot, recommendation, output)
        session.next_step(f"kic status {recommendation.id} in_progress --note ...")
        return 0
    entry = Progress(
        date=on or session.today,
        status=one_of(session, new, Status, "status"),
        light=one_of(session, light, Light, "--light") if light else None,
        note=note,
        evidence=tuple(evidence or ()),
        successors=tuple(s.lower() for s in successor or ()),
        reported_by=reported_by.lower() if reported_by else None,
    )
    from kic.cli.changing import conclude  # noqa: PLC0415

    return conclude(
        session,
        record_progress(snapshot, recommendation, entry),
        command="status",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": recommendation.id},
        next_step=f"kic show {recommendation.id}",
        options=OPTIONS,
    )
