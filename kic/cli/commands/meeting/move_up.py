"""`kic meeting move-up`: the next on the waiting list gets the money that has become free."""

from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, Note, On, Yes, amount_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.calls import Call

EXAMPLES = """
kic meeting move-up 2025-1
kic meeting move-up 2025-1 --amount 2.500,00
kic meeting move-up 2025-1 --on 12.05.2025 --dry-run
"""


def command(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL", help=_("The call whose money has become free."))],
    amount: Annotated[
        str | None,
        typer.Option(
            "--amount", metavar=_("AMOUNT"), help=_("The award; else what fits of its admissible amount.")
        ),
    ] = None,
    note: Note = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.repository.deciding import move_up, next_in_line, passed_over  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    day = on or session.today
    moving = next_in_line(snapshot, session.repository.find(Call, call), day)
    why = passed_over(moving)
    if why is not None:
        session.talk(text("Passed over: {why}", why=why))
    reason = note or (session.language.say(why) if why is not None else None)
    return conclude(
        session,
        move_up(snapshot, moving, amount_of(amount, "--amount") if amount else None, day, reason),
        command="meeting move-up",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": moving.application},
        next_step=f"kic show {moving.application}",
    )
