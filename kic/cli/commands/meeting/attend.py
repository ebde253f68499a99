"""`kic meeting attend`: who takes part."""

from typing import Annotated

import typer

from kic.cli.groups.meetings import Chair, MeetingId, next_item, seat_id, seats_of
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.committee import Filling
from kic.domain.meetings import Attendance, Meeting
from kic.errors import UsageError

EXAMPLES = """
kic meeting attend 2026-11-12 --all-but s05,s11,s23
kic meeting attend 2026-11-12 s05 --deputy s11
kic meeting attend 2026-11-12 --all --deputy s03,s14 --chair s01 --dry-run
"""


def command(
    context: typer.Context,
    meeting: MeetingId,
    seats: Annotated[
        list[str] | None, typer.Argument(metavar=_("SEAT"), help=_("Seats that came; they are added."))
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help=_("All seats in office came."))] = False,
    all_but: Annotated[
        list[str] | None,
        typer.Option("--all-but", metavar=_("SEAT"), help=_("All seats in office came, without these.")),
    ] = None,
    deputy: Annotated[
        list[str] | None,
        typer.Option("--deputy", metavar=_("SEAT"), help=_("Seats for which the deputy came.")),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--not", metavar=_("SEAT"), help=_("Seats that did not come after all.")),
    ] = None,
    chair: Chair = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.documents.sitting import in_office  # noqa: PLC0415
    from kic.domain.meetings.moves import attend  # noqa: PLC0415

    session: Session = context.obj
    found = session.repository.find(Meeting, meeting)
    if not (seats or everybody or all_but or deputy or without or chair):
        raise UsageError(
            "Who came? Name the seats, or --all, or --all-but SEAT.",
            help="For example: kic meeting attend {id} --all-but s05,s11",
            id=found.id,
        )
    named = seats_of(session, seats or ())
    deputies = seats_of(session, deputy or ())
    away = {seat.id for seat in seats_of(session, [*(all_but or ()), *(without or ())])}
    chaired = seat_id(session, chair)
    came = {each.seat: each.filling for each in found.present}
    if everybody or all_but:
        day = found.starts.local.date()
        came = dict.fromkeys(
            (seat.id for seat in in_office(session.repository.snapshot, day)), Filling.MEMBER
        )
    came |= dict.fromkeys((seat.id for seat in named), Filling.MEMBER)
    came |= dict.fromkeys((seat.id for seat in deputies), Filling.DEPUTY)
    present = [Attendance(seat=seat, filling=how) for seat, how in sorted(came.items()) if seat not in away]
    session.talk(text("{n} seats take part in meeting {id}.", n=len(present), id=found.id))
    return conclude(
        session,
        attend(session.repository.snapshot, found, present, chaired),
        command="meeting attend",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": found.id},
        next_step=next_item(found),
    )
