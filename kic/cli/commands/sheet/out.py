"""`kic sheet out`: records of a kind, or the yearly status query, as sheets to be filled in."""

from pathlib import Path
from typing import Annotated

import typer

from kic.cli.kinds import kind_meant
from kic.cli.options import Format
from kic.cli.session import Session
from kic.cli.sheet_files import write_sheets
from kic.cli.words import _
from kic.core.near import near
from kic.core.text import Label, Text, plural, text
from kic.errors import UsageError

EXAMPLES = """
kic sheet out body -o Stellen.xlsx
kic sheet out recommendation -o Empfehlungen.xlsx --where theme=t2
kic sheet out indicator -o Indikatoren.xlsx --format json
"""


def command(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(metavar=_("KIND"), help=_("A kind of record, such as recommendation."))
    ],
    target: Annotated[
        str, typer.Option("-o", "--output", metavar=_("FILE"), help=_("The file to write, ending in .xlsx."))
    ],
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where", metavar=_("KEY=VALUE"), help=_("Only records with this value; may be repeated.")
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=_("Also what belongs to other editions than the current one."))
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help=_("Replace sheets that are there."))] = False,
    output: Format = "text",
) -> int:
    from kic.documents.listing import listing  # noqa: PLC0415
    from kic.repository.sheets.columns import WITHOUT  # noqa: PLC0415
    from kic.repository.sheets.incoming import SHEETS  # noqa: PLC0415
    from kic.repository.sheets.outgoing import Going, as_xlsx, records_of  # noqa: PLC0415
    from kic.store.git import work_tree_head  # noqa: PLC0415

    session: Session = context.obj
    path = Path(target)
    found = kind_meant(session, kind, SHEETS)
    if found in WITHOUT:
        raise UsageError(
            "There is no sheet of {kind} here; it has a place of its own: {place}.",
            kind=Label("kind", found),
            place=WITHOUT[found],
        )
    if found not in SHEETS:
        close = near(found, SHEETS)
        raise UsageError(
            "There is no kind {name}.",
            help="Did you mean {names}?" if close else "The kinds are {kinds}.",
            name=kind,
            names=close,
            kinds=tuple(Text("{kind} ({label})", {"kind": k, "label": Label("kind", k)}) for k in SHEETS),
        )
    if path.suffix.casefold() != ".xlsx":
        raise UsageError("{path} does not end with .xlsx, and no other format is written.", path=target)
    repository = session.repository
    chosen = listing(repository.snapshot, found, where or (), every=every)
    records = records_of(repository.snapshot, found, (each.id for each in chosen.records))
    unread = tuple(each.path for each in chosen.records if not each.readable)
    revision = work_tree_head(repository.root) or ""
    going = Going(found, records, revision, session.today)
    write_sheets({path: as_xlsx(going, session.language)}, replace=replace)
    if output == "json":
        files = [{"path": target, "body": None, "records": len(records)}]
        session.json("sheet out", {"kind": found, "files": files, "unreadable": list(unread)})
        return 0
    session.talk(plural("{path} holds {n} record.", "{path} holds {n} records.", n=len(records), path=target))
    if unread:
        session.talk(text("Not in it, since they cannot be read: {paths}.", paths=unread))
    session.next_step(f"kic sheet in {target}")
    return 0
