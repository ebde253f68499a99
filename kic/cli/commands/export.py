"""`kic export`: records in another program's format."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kic.cli.as_of import sentences
from kic.cli.options import AsOf
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.near import near
from kic.core.refusals import reason_of
from kic.core.text import text
from kic.errors import Unavailable, UsageError

if TYPE_CHECKING:
    from kic.core.place import Place

EXAMPLES = """
kic export hledger
kic export hledger --year 2025 -o 2025.journal
kic export hledger --call 2025-2
"""


class Wanted(NamedTuple):
    """What of the repository is exported."""

    year: int | None
    call: str | None


def _hledger(session: Session, wanted: Wanted) -> str:
    from kic.documents.money_trace import refuse_unreadable  # noqa: PLC0415
    from kic.domain.accounts.journal import journal  # noqa: PLC0415
    from kic.domain.settings import Settings  # noqa: PLC0415
    from kic.present.hledger import written  # noqa: PLC0415

    snapshot = session.repository.snapshot
    refuse_unreadable(snapshot)
    settings = snapshot.only(Settings)

    def where(place: "Place") -> str:
        return f"{place.path}:{snapshot.span(place).line}"

    named = settings.municipality.name if settings is not None else snapshot.label
    title = ". ".join([named, *map(session.language.say, sentences(session.repository.in_force))])
    return written(journal(snapshot, year=wanted.year, call=wanted.call), where, title=title)


FORMATS: dict[str, Callable[[Session, Wanted], str]] = {"hledger": _hledger}
"""Every format with the function that writes it."""


def command(
    context: typer.Context,
    format: Annotated[str | None, typer.Argument(metavar=_("FORMAT"), help=_("The format: hledger."))] = None,
    year: Annotated[
        str | None,
        typer.Option("--year", metavar=_("YEAR"), help=_("Only what is booked in this year's budget.")),
    ] = None,
    call: Annotated[str | None, typer.Option("--call", metavar="ID", help=_("Only this call."))] = None,
    destination: Annotated[
        str | None,
        typer.Option("-o", metavar=_("FILE"), help=_("Write to this file instead of the terminal.")),
    ] = None,
    as_of: AsOf = None,
) -> int:
    session: Session = context.obj
    session.look_on(as_of, told=True)
    if format is None:
        raise UsageError(
            "kic export needs a format.",
            help="The formats are {formats}. For example: kic export {example}",
            formats=tuple(FORMATS),
            example=next(iter(FORMATS)),
        )
    if format.lower() not in FORMATS:
        close = near(format.lower(), FORMATS)
        raise UsageError(
            "There is no format {name}.",
            help="Did you mean {names}?" if close else "The formats are {formats}.",
            name=format,
            names=close,
            formats=tuple(FORMATS),
        )
    from kic.cli.money_tables import known_year  # noqa: PLC0415
    from kic.domain.calls import Call  # noqa: PLC0415

    wanted = Wanted(
        year=None if year is None else known_year(session, year),
        call=None if call is None else session.repository.find(Call, call).id,
    )
    exported = FORMATS[format.lower()](session, wanted)
    if destination is None:
        session.data(exported)
        return 0
    target = Path(destination)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(exported.encode("utf-8"))
    except OSError as error:
        raise Unavailable(
            "{path} cannot be written: {reason}", path=target, reason=reason_of(error)
        ) from error
    session.talk(text("Written: {path}", path=target))
    return 0
