"""`kic meeting minutes`: the minutes were written, sent, approved; objections to them."""

from typing import Annotated

import typer

from kic.cli.asking import ask
from kic.cli.groups.meetings import MeetingId
from kic.cli.options import DryRun, Format, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.meetings import Meeting
from kic.errors import UsageError

EXAMPLES = """
kic meeting minutes 2026-11-12 --written 16.11.2026
kic meeting minutes 2026-11-12 --written 16.11.2026 --sent 18.11.2026
kic meeting minutes 2026-11-12 --written 2026-11-16 --objections "Einwand des Sitzes s04 zu Punkt 1" --dry-run
"""

_Day = str | None


def command(
    context: typer.Context,
    meeting: MeetingId,
    written: Annotated[
        _Day, typer.Option("--written", metavar=_("YYYY-MM-DD"), help=_("The day they were written."))
    ] = None,
    sent: Annotated[
        _Day, typer.Option("--sent", metavar=_("YYYY-MM-DD"), help=_("The day the members got them."))
    ] = None,
    approved: Annotated[
        _Day,
        typer.Option(
            "--approved", metavar=_("YYYY-MM-DD"), help=_("The day of the meeting that approved them.")
        ),
    ] = None,
    objections: Annotated[
        str | None, typer.Option("--objections", metavar=_("TEXT"), help=_("Objections that were raised."))
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.meetings.moves import write_minutes  # noqa: PLC0415

    session: Session = context.obj
    found = session.repository.find(Meeting, meeting)
    if not (written or sent or approved or objections):
        raise UsageError("What happened to the minutes? Give --written, --sent, --approved or --objections.")
    if found.minutes is None or written is not None:
        first = ask(
            session, written, option="--written", question=text("When were they written?"), parse=day_of
        )
    else:
        first = None
    values = {
        "written": first,
        "sent": day_of(sent, "--sent") if sent is not None else None,
        "approved": day_of(approved, "--approved") if approved is not None else None,
        "objections": words_of(objections, "--objections") if objections is not None else None,
    }
    return conclude(
        session,
        write_minutes(session.repository.snapshot, found, values),
        command="meeting minutes",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": found.id},
        next_step=f"kic meeting show {found.id}",
    )
