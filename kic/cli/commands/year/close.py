"""`kic year close`: the accounts of a budget year are closed."""

from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, On, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.errors import UsageError

EXAMPLES = """
kic year close 2023
kic year close 2023 --on 28.02.2024 --dry-run
kic year close 2023 --on 28.02.2024 --format json --yes
"""


def command(
    context: typer.Context,
    year: Annotated[str, typer.Argument(metavar=_("YEAR"), help=_("The budget year."))],
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.money_tables import known_year  # noqa: PLC0415
    from kic.domain.accounts.moves import close_year  # noqa: PLC0415
    from kic.domain.accounts.years import year_accounts  # noqa: PLC0415

    number = known_year(session, year)
    snapshot = session.repository.snapshot
    account = year_accounts(snapshot)[number]
    if account.budget is None:
        raise UsageError(
            "The settings have no budget of the year {year}, so there is nothing to close.",
            help="Add the year to budget in kic.yaml.",
            year=str(number),
        )
    if account.closed is not None:
        raise UsageError(
            "The year {year} was closed on {date} already.", year=str(number), date=account.closed
        )
    return conclude(
        session,
        close_year(snapshot, number, on or session.today),
        command="year close",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"year": number},
        next_step=f"kic year show {number}",
    )
