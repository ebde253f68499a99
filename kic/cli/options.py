"""Options that many commands have, and how values of options are read.

A writing command takes `yes: Yes = False, dry_run: DryRun = False, output: Format = "text"` and ends with
`kic.cli.changing.conclude`.
"""

import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.words import _
from kic.core.text import text
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.core.values import Money


def is_missing(error: UsageError) -> bool:
    """Whether an answer is missing, and nothing is said yet of what it would be."""
    missing = (
        text("This needs an answer: {option} is missing.").id,
        text("This needs one of these answers: {option}.").id,
    )
    return error.sentence in missing and not error.help


def words_of(spelling: str, option: str) -> str:
    """Words as they were typed, without blanks around them; raises UsageError where there are none."""
    if not (words := spelling.strip()):
        raise UsageError("This needs an answer: {option} is missing.", option=option)
    return words


def day_of(spelling: str, option: str) -> datetime.date:
    """A day from the command line: 2026-11-22 or 22.11.2026; raises UsageError."""
    from kic.core.spelling import Ambiguous, NoSuchDay, day  # noqa: PLC0415  # few command lines name a day
    from kic.core.values import Misread  # noqa: PLC0415

    try:
        return day(spelling)
    except Misread as misread:
        raise UsageError(
            "{option} needs a day such as 2026-11-22 or 22.11.2026, not {spelling}.",
            help="The reason: {reason}." if isinstance(misread, Ambiguous | NoSuchDay) else "",
            option=option,
            spelling=spelling,
            reason=misread.text,
        ) from None


def amount_of(spelling: str, option: str) -> "Money":
    """An amount from the command line: 45000.00 or 45.000,00; raises UsageError."""
    from kic.core.spelling import Ambiguous, amount  # noqa: PLC0415
    from kic.core.values import Misread, TooLarge  # noqa: PLC0415

    try:
        return amount(spelling)
    except Misread as misread:
        raise UsageError(
            "{option} needs an amount such as 45000.00 or 45.000,00, not {spelling}.",
            help="The reason: {reason}." if isinstance(misread, (Ambiguous, TooLarge)) else "",
            option=option,
            spelling=spelling,
            reason=misread.text,
        ) from None


def text_or_json(spelling: str) -> str:
    """What `--format` takes; raises UsageError."""
    if spelling not in ("text", "json"):
        raise UsageError(
            "There is no format {name}; it is {formats}.", name=spelling, formats=("text", "json")
        )
    return spelling


def _on(spelling: str) -> datetime.date:
    return day_of(spelling, "--on")


def _as_of(spelling: str) -> datetime.date:
    return day_of(spelling, "--as-of")


Yes = Annotated[bool, typer.Option("--yes", help=_("Answer the question with yes."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Show the change as a patch, write nothing."))]
Format = Annotated[
    str,
    typer.Option("--format", metavar="text|json", parser=text_or_json, help=_("How it is written.")),
]
On = Annotated[
    datetime.date | None,
    typer.Option("--on", metavar=_("YYYY-MM-DD"), parser=_on, help=_("The day it happened; else today.")),
]
Note = Annotated[
    str | None, typer.Option("--note", metavar=_("TEXT"), help=_("What happened, or the reason."))
]
Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar=_("KEY=VALUE"), help=_("Only records with this value; may be repeated.")),
]
Every = Annotated[
    bool, typer.Option("--all", help=_("Also what belongs to other editions than the current one."))
]
AsOf = Annotated[
    datetime.date | None,
    typer.Option(
        "--as-of",
        metavar=_("YYYY-MM-DD"),
        parser=_as_of,
        help=_("What was in force on this day."),
    ),
]
