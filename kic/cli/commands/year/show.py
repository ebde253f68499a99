"""`kic year show`: a budget year to the cent."""

from typing import Annotated

import typer

from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic year show
kic year show 2025
kic year show 2025 --as-of 31.12.2025
kic year show 2025 --format json
"""


def command(
    context: typer.Context,
    year: Annotated[
        str | None, typer.Argument(metavar=_("YEAR"), help=_("The budget year; else the running one."))
    ] = None,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of)
    from kic.cli.money_tables import known_year, show_year  # noqa: PLC0415
    from kic.documents.money_trace import refuse_unreadable, trace  # noqa: PLC0415
    from kic.domain.accounts.years import year_accounts  # noqa: PLC0415

    snapshot = session.repository.snapshot
    refuse_unreadable(snapshot)
    number = known_year(session, year or str(session.today.year))
    account = year_accounts(snapshot, as_of)[number]
    if output == "json":
        found = trace(snapshot, str(number), as_of)
        session.json("year show", {"closed": account.closed, "year": found})
    else:
        session.out(show_year(session, account))
        closing = account.closed is None and not account.open
        session.next_step(f"kic year close {number}" if closing else f"kic trace {number}")
    return 0
