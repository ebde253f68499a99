"""`kic export`: records in another program's format."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kic.cli.as_of import sentences
from kic.cli.exporting import into_file, into_folder
from kic.cli.options import AsOf
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.near import near
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.core.place import Place
    from kic.present.open_data.sheets import Sheet
    from kic.repository.exporting import Exported

EXAMPLES = """
kic export csv -o open-data
kic export jsonl --all -o all-data
kic export 360giving -o 360giving.json
kic export hledger --year 2025 -o 2025.journal
"""


class Wanted(NamedTuple):
    """What of the repository is exported, and how."""

    year: int | None
    call: str | None
    everything: bool
    excel: bool
    to: str | None


class Format(NamedTuple):
    """A format: what writes it, the options that mean something to it, and whether it is several files."""

    write: Callable[[Session, Wanted], "Exported"]
    options: tuple[str, ...] = ()
    folder: bool = False


def _hledger(session: Session, wanted: Wanted) -> "Exported":
    from kic.documents.money_trace import refuse_unreadable  # noqa: PLC0415
    from kic.domain.accounts.journal import journal  # noqa: PLC0415
    from kic.domain.settings import Settings  # noqa: PLC0415
    from kic.present.hledger import written  # noqa: PLC0415
    from kic.repository.exporting import Exported  # noqa: PLC0415

    snapshot = session.repository.snapshot
    refuse_unreadable(snapshot)
    settings = snapshot.only(Settings)

    def where(place: "Place") -> str:
        return f"{place.path}:{snapshot.span(place).line}"

    named = settings.municipality.name if settings is not None else snapshot.label
    title = ". ".join([named, *map(session.language.say, sentences(session.repository.in_force))])
    found = written(journal(snapshot, year=wanted.year, call=wanted.call), where, title=title)
    return Exported({"kic.journal": found.encode()})


def _tables(session: Session, wanted: Wanted, sheet: "Sheet | None") -> "Exported":
    from kic.repository.exporting import complete, tables  # noqa: PLC0415

    made = complete if wanted.everything else tables
    return made(session.repository.snapshot, session.language, session.today, sheet)


def _csv(session: Session, wanted: Wanted) -> "Exported":
    from kic.present.open_data.sheets import Sheet  # noqa: PLC0415

    return _tables(session, wanted, Sheet(session.language if wanted.excel else None))


def _jsonl(session: Session, wanted: Wanted) -> "Exported":
    return _tables(session, wanted, None)


def _360giving(session: Session, _wanted: Wanted) -> "Exported":
    from kic.repository.exporting import grants  # noqa: PLC0415

    return grants(session.repository.snapshot, session.language, session.today)


def _dcat(session: Session, wanted: Wanted) -> "Exported":
    from kic.repository.exporting import catalogue  # noqa: PLC0415

    to = (wanted.to or SPELLINGS[0]).lower()
    if to not in SPELLINGS:
        raise UsageError("There is no format {name}; it is {formats}.", name=wanted.to, formats=SPELLINGS)
    return catalogue(session.repository.snapshot, session.language, session.today, to)


def _pabulib(session: Session, wanted: Wanted) -> "Exported":
    from kic.domain.calls import Call  # noqa: PLC0415
    from kic.repository.exporting import ballots  # noqa: PLC0415

    if wanted.call is None:
        raise UsageError("This needs an answer: {option} is missing.", option="--call")
    return ballots(session.repository.snapshot, session.repository.find(Call, wanted.call))


SPELLINGS = ("ttl", "jsonld", "rdf")
FORMATS: dict[str, Format] = {
    "csv": Format(_csv, ("--all", "--excel"), folder=True),
    "jsonl": Format(_jsonl, ("--all",), folder=True),
    "360giving": Format(_360giving),
    "dcat": Format(_dcat, ("--to",)),
    "pabulib": Format(_pabulib, ("--call",)),
    "hledger": Format(_hledger, ("--year", "--call")),
}
"""Every format with what writes it."""


def command(
    context: typer.Context,
    format: Annotated[
        str | None,
        typer.Argument(
            metavar=_("FORMAT"), help=_("The format: csv, jsonl, 360giving, dcat, pabulib or hledger.")
        ),
    ] = None,
    year: Annotated[
        str | None,
        typer.Option("--year", metavar=_("YEAR"), help=_("Only what is booked in this year's budget.")),
    ] = None,
    call: Annotated[str | None, typer.Option("--call", metavar="ID", help=_("Only this call."))] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=_("Every record, complete and not for the public."))
    ] = False,
    excel: Annotated[
        bool,
        typer.Option(
            "--excel", help=_("For a spreadsheet program: headings in words, in German ; and decimal commas.")
        ),
    ] = False,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="ttl|jsonld|rdf", help=_("How the metadata are spelled.")),
    ] = None,
    destination: Annotated[
        str | None,
        typer.Option(
            "-o",
            metavar=_("FILE"),
            help=_("Write to this file, or folder, instead of the terminal."),
        ),
    ] = None,
    as_of: AsOf = None,
) -> int:
    session: Session = context.obj
    session.look_on(as_of, told=True)
    known = _known(format)
    given = {"--year": year, "--call": call, "--all": everything, "--excel": excel, "--to": to}
    for option, value in given.items():
        if value and option not in known.options:
            fits = tuple(name for name, each in FORMATS.items() if option in each.options)
            raise UsageError("{option} is for {formats} only.", option=option, formats=fits)
    if known.folder and destination is None:
        raise UsageError(
            "kic export {format} writes several files.",
            help="Name a folder, or a ZIP file: kic export {format} -o {folder}",
            format=(format or "").lower(),
            folder="open-data",
        )
    from kic.cli.money_tables import known_year  # noqa: PLC0415
    from kic.domain.calls import Call  # noqa: PLC0415

    wanted = Wanted(
        year=None if year is None else known_year(session, year),
        call=None if call is None else session.repository.find(Call, call).id,
        everything=everything,
        excel=excel,
        to=to if to is not None else _spelling(destination),
    )
    exported = known.write(session, wanted)
    if known.folder:
        assert destination is not None
        into_folder(session, exported, Path(destination))
    else:
        into_file(session, exported, None if destination is None else Path(destination))
    return 0


def _known(format: str | None) -> Format:
    if format is None:
        raise UsageError(
            "kic export needs a format.",
            help="The formats are {formats}. For example: kic export {example}",
            formats=tuple(FORMATS),
            example="hledger",
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
    return FORMATS[format.lower()]


def _spelling(destination: str | None) -> str | None:
    """The spelling that a file's name asks for."""
    suffix = Path(destination or "").suffix.lower().removeprefix(".")
    return suffix if suffix in SPELLINGS else None
