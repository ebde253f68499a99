"""`kic year carry-over`: money of a call goes on into the next budget year, by a decision."""

from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, Note, Yes, amount_of, day_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.domain.calls import Call
from kic.errors import UsageError

EXAMPLES = """
kic year carry-over 2025-1 500.00 --decided 12.12.2025 --note "Entscheidung der Kämmerei nach § 17 GemHVO"
kic year carry-over 2025-1 '550,00' --decided 12.12.2025 --note "Entscheidung der Kämmerei" --dry-run
kic year carry-over 2026-1 2000 --decided 20.11.2026 --note "Entscheidung der Kämmerei" --dry-run
"""


def command(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="ID", help=_("The call."))],
    amount: Annotated[str, typer.Argument(metavar=_("AMOUNT"), help=_("How much is carried over."))],
    decided: Annotated[
        str | None, typer.Option("--decided", metavar=_("YYYY-MM-DD"), help=_("The day of the decision."))
    ] = None,
    resolution: Annotated[
        str | None, typer.Option("--resolution", metavar="ID", help=_("The resolution that carries it over."))
    ] = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.accounts.moves import carry_over  # noqa: PLC0415

    if decided is None:
        raise UsageError("This needs an answer: {option} is missing.", option="--decided")
    found = session.repository.find(Call, call)
    sum_ = amount_of(amount, session.language.say("AMOUNT"))
    plan = carry_over(
        session.repository.snapshot,
        found,
        sum_,
        day_of(decided, "--decided"),
        resolution=None if resolution is None else session.repository.known(resolution),
        note=note,
    )
    return conclude(
        session,
        plan,
        command="year carry-over",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": found.id},
        next_step=f"kic year show {found.year}",
        options={"decided": "--decided", "resolution": "--resolution"},
    )
