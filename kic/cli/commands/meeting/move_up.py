"""`kic meeting move-up`: the next on the waiting list gets the money that has become free."""

from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, Note, On, Yes, amount_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.calls import Call
from kic.errors import UsageError

EXAMPLES = """
kic meeting move-up 2026-1
kic meeting move-up 2026-1 --amount 5.000,00
kic meeting move-up 2026-1 --note "Nach dem Verzicht der Nachrückenden" --dry-run
"""


def command(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar=_("CALL"), help=_("The call whose money has become free."))],
    amount: Annotated[
        str | None,
        typer.Option(
            "--amount", metavar=_("AMOUNT"), help=_("The award; else what fits of its admissible amount.")
        ),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option(
            "--skip",
            metavar="ID",
            help=_("Pass over one that waits, for the reason in --note; may be repeated."),
        ),
    ] = None,
    note: Note = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.repository.deciding import move_up, next_in_line, not_decided, passed_over  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    day = on or session.today
    left = [each.strip().lower() for each in skip or ()]
    if left and not note:
        raise UsageError("{option} needs a {reason}.", option="--skip", reason="--note")
    found = session.repository.find(Call, call)
    moving = next_in_line(snapshot, found, day, left)
    if open_ := not_decided(snapshot, found):
        session.talk(text("Not decided yet: {ids}. The money meant for them counts as free here.", ids=open_))
    why = passed_over(moving)
    said = session.language.say(why) if why is not None else None
    if said:
        session.talk(said)
    reason = ". ".join(each.rstrip(".") for each in (note, said) if each) or None
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
