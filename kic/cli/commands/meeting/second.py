"""`kic meeting second`: the second invitation, after a quorum was missing."""

from typing import Annotated

import typer

from kic.cli.asking import ask
from kic.cli.groups.meetings import At, Day, Title, Where, begin_of
from kic.cli.options import DryRun, Format, Yes, day_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.meetings import Meeting
from kic.errors import Refused

EXAMPLES = """
kic meeting second 2026-10-29 --date 02.12.2026
kic meeting second 2026-10-29 --date 02.12.2026 --at 18:00 --sent 20.11.2026
kic meeting second 2026-10-29 --date 2026-12-02 --place "Rathaus, Saal 1" --dry-run
"""


def command(
    context: typer.Context,
    meeting: Annotated[
        str, typer.Argument(metavar=_("MEETING"), help=_("The meeting that lacked a quorum."))
    ],
    date: Day = None,
    at: At = None,
    sent: Annotated[
        str | None,
        typer.Option("--sent", metavar=_("YYYY-MM-DD"), help=_("The day it went out; else today.")),
    ] = None,
    title: Title = None,
    place: Where = None,
    id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help=_("The new meeting's id; else its day."))
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.meetings.moves import Draft, second_meeting, undecided  # noqa: PLC0415

    session: Session = context.obj
    first = session.repository.find(Meeting, meeting)
    if not undecided(first):
        raise Refused(
            "No item of {id} lacked a quorum, so there is nothing to invite to again.",
            help="kic meeting result {id} ITEM no_quorum records that an item lacked one.",
            id=first.id,
        )
    went = day_of(sent, "--sent") if sent is not None else session.today
    day = ask(session, date, option="--date", question=text("On which day?"), parse=day_of)
    draft = Draft(
        id=id.lower() if id else day.isoformat(),
        title=title or first.title,
        starts=begin_of(day, at if at is not None else f"{first.starts.local:%H:%M}"),
        place=place if place is not None else first.place,
        form=first.form,
        chair=first.chair,
    )
    return conclude(
        session,
        second_meeting(session.repository.snapshot, first, draft, went),
        command="meeting second",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": draft.id},
        next_step=f"kic meeting show {draft.id}",
    )
