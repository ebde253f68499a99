"""`kic meeting exclude`: excluded members leave the table or the room at an item."""

from typing import Annotated

import typer

from kic.cli.asking import one_of
from kic.cli.groups.meetings import ItemName, MeetingId, item_of, seats_of
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.domain.meetings import Left, Meeting
from kic.errors import Refused

EXAMPLES = """
kic meeting exclude 2026-11-12 2
kic meeting exclude 2026-11-12 2 s10 --left room
kic meeting exclude 2026-11-12 2 s10 --dry-run
"""


def command(
    context: typer.Context,
    meeting: MeetingId,
    item: ItemName,
    seats: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=_("SEAT"), help=_("Who left; without it, everybody there whose exclusion is disclosed.")
        ),
    ] = None,
    left: Annotated[
        str | None,
        typer.Option(
            "--left",
            metavar="table|room|stayed",
            help=choice(
                _("What they left; else the table in a public item, the room in a non-public one."), Left
            ),
        ),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.meetings.exclusion_rules import concerned_by_package, took_part  # noqa: PLC0415
    from kic.domain.meetings.moves import exclude  # noqa: PLC0415
    from kic.domain.meetings.quorum import roll_of  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    found = session.repository.find(Meeting, meeting)
    wanted = item_of(found, item)
    how = one_of(session, left, Left, "--left") if left else Left.TABLE if wanted.public else Left.ROOM
    gone = (
        [seat.id for seat in seats_of(session, seats)]
        if seats
        else [
            *(each.seat for each in wanted.exclusions),
            *(seat.id for seat in took_part(found, wanted, roll_of(snapshot))),
            *(seat.id for seat in concerned_by_package(snapshot, found, wanted)),
        ]
    )
    if not gone:
        raise Refused(
            "Nobody who is there has disclosed an exclusion from item {number}.",
            help="kic meeting disclose records a disclosure; who is merely out is absent (kic meeting absent).",
            number=wanted.number,
        )
    return conclude(
        session,
        exclude(snapshot, found, wanted, dict.fromkeys(gone, how)),
        command="meeting exclude",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": found.id, "item": wanted.id, "seats": gone},
        next_step=f"kic meeting vote {found.id} {wanted.number} --for N --against N",
    )
