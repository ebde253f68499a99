"""`kic meeting absent`: members are out at an item, for another reason than exclusion."""

from typing import Annotated

import typer

from kic.cli.groups.meetings import ItemName, MeetingId, item_of, seats_of
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.domain.meetings import Meeting

EXAMPLES = """
kic meeting absent 2026-11-12 3 s14
kic meeting absent 2026-11-12 3 s08,s14
kic meeting absent 2026-11-12 3 s08 s14 --dry-run
"""


def command(
    context: typer.Context,
    meeting: MeetingId,
    item: ItemName,
    seats: Annotated[list[str], typer.Argument(metavar="SEAT...", help=_("Who was out."))],
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.meetings.moves import absent  # noqa: PLC0415

    session: Session = context.obj
    found = session.repository.find(Meeting, meeting)
    wanted = item_of(found, item)
    gone = [seat.id for seat in seats_of(session, seats)]
    return conclude(
        session,
        absent(session.repository.snapshot, found, wanted, gone),
        command="meeting absent",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": found.id, "item": wanted.id},
        next_step=f"kic meeting vote {found.id} {wanted.number} --for N --against N",
    )
