"""`kic year base-rate`: the base rate of a half-year, from which interest on a reclaim is computed."""

from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.values import Misread, Number
from kic.errors import UsageError

EXAMPLES = """
kic year base-rate 01.07.2026 1,27 --source "Bekanntmachung der Deutschen Bundesbank" --dry-run
kic year base-rate 2026-07-01 1.27 --source "Bekanntmachung der Deutschen Bundesbank zum 1. Juli 2026"
kic year base-rate 01.07.2026 1,27 --source "Bekanntmachung der Deutschen Bundesbank" --dry-run --format json
"""


def command(
    context: typer.Context,
    since: Annotated[
        str,
        typer.Argument(
            metavar=_("YYYY-MM-DD"), help=_("The first day of the half-year: 1 January or 1 July.")
        ),
    ],
    percent: Annotated[str, typer.Argument(metavar=_("PERCENT"), help=_("The rate in per cent a year."))],
    source: Annotated[
        str | None, typer.Option("--source", metavar=_("TEXT"), help=_("Where it was published."))
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.money_tables import settings_of  # noqa: PLC0415
    from kic.domain.settings.moves import add_base_rate  # noqa: PLC0415

    if source is None:
        raise UsageError("This needs an answer: {option} is missing.", option="--source")
    first = day_of(since, session.language.say("YYYY-MM-DD"))
    try:
        rate = Number.parse(percent.strip().removesuffix("%").rstrip().replace(",", "."))
    except Misread:
        raise UsageError("{spelling} is no rate in per cent such as 1.27.", spelling=percent) from None
    return conclude(
        session,
        add_base_rate(
            session.repository.snapshot,
            settings_of(session),
            first,
            rate,
            words_of(source, "--source"),
        ),
        command="year base-rate",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"since": first, "percent": rate},
        next_step=f"kic year show {first.year}",
        options={"source": "--source"},
    )
