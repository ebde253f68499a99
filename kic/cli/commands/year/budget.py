"""`kic year budget`: the money of a budget year, and the day on which its by-law was announced."""

from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, Yes, amount_of, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.errors import UsageError

EXAMPLES = """
kic year budget 2027 --amount 50.000,00 --source "Haushaltssatzung 2027, Entwurf"
kic year budget 2026 --source "Haushaltssatzung 2026, Produkt 351.7" --dry-run
kic year budget 2027 --amount 50000 --announced 11.02.2027 --source "Haushaltssatzung 2027" --dry-run
"""


def command(
    context: typer.Context,
    year: Annotated[int, typer.Argument(metavar=_("YEAR"), help=_("The budget year."))],
    amount: Annotated[
        str | None,
        typer.Option("--amount", metavar=_("AMOUNT"), help=_("The money that it has for all calls.")),
    ] = None,
    announced: Annotated[
        str | None,
        typer.Option(
            "--announced",
            metavar=_("YYYY-MM-DD"),
            help=_("When the budget by-law was publicly announced: no award notice goes out before."),
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar=_("TEXT"), help=_("Where it stands, such as the by-law.")),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.money_tables import settings_of  # noqa: PLC0415
    from kic.domain.settings.moves import set_budget  # noqa: PLC0415

    settings = settings_of(session)
    known = any(int(each.year) == year for each in settings.budget)
    if amount is None and not known:
        raise UsageError("This needs an answer: {option} is missing.", option="--amount")
    if amount is None and announced is None and source is None:
        raise UsageError(
            "Nothing is given that is to be changed.",
            help="For example: {example}",
            example=f"kic year budget {year} --announced {year}-02-11",
        )
    return conclude(
        session,
        set_budget(
            session.repository.snapshot,
            settings,
            year,
            amount=None if amount is None else amount_of(amount, "--amount"),
            announced=None if announced is None else day_of(announced, "--announced"),
            source=None if source is None else words_of(source, "--source"),
        ),
        command="year budget",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"year": year},
        next_step=f"kic year show {year}",
        options={"amount": "--amount", "announced": "--announced", "source": "--source"},
    )
