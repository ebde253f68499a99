"""`kic call reservation`: whether the money still waits for the budget."""

from typing import Annotated

import typer

from kic.cli.groups.calls import CallId
from kic.cli.options import DryRun, Format, Note, On, Yes, day_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.text import text
from kic.domain.calls import Call, Reservation

EXAMPLES = """
kic call reservation 2026-1 open --note "Vorbehaltlich der Bekanntmachung der Haushaltssatzung"
kic call reservation 2026-1 fulfilled --on 12.02.2026
kic call reservation 2026-1 none --dry-run
"""


def command(
    context: typer.Context,
    id: CallId,
    state: Annotated[
        str | None,
        typer.Argument(
            metavar="none|open|fulfilled", help=choice(_("How it stands with the money."), Reservation)
        ),
    ] = None,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.asking import ask, ask_one_of  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.calls.moves import reserve  # noqa: PLC0415
    from kic.domain.settings import Settings  # noqa: PLC0415

    call = session.repository.find(Call, id)
    wanted = ask_one_of(session, state, Reservation, option=_("STATE"), question=text("The reservation is:"))
    if wanted is Reservation.FULFILLED and on is None:
        settings = session.repository.snapshot.only(Settings)
        years = settings.budget if settings is not None else ()
        announced = next((year.announced for year in years if year.year == call.year), None)
        on = ask(
            session,
            None,
            option="--on",
            question=text("The budget was announced on:"),
            parse=day_of,
            default=announced,
        )
    return conclude(
        session,
        reserve(session.repository.snapshot, call, wanted, day=on, note=note),
        command="call reservation",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": call.id},
        next_step=f"kic show {call.id}",
        options={"reservation_fulfilled": "--on", "reservation_note": "--note"},
    )
