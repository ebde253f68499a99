"""`kic publish`: the public site with the open data."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import plural, text
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.repository.publishing import Built
    from kic.repository.site_folder import SiteDifference

FOLDER = "build/site"
"""Where the site is laid in the repository, unless told otherwise."""
PORT = 8350
_HIGHEST = 65_535
_TIDIED = text("An earlier run was cut off here; what it had left behind was cleared away.")

EXAMPLES = """
kic publish --dry-run
kic publish -o build/site
kic publish -o build/site --as-of 2024-12-31
kic publish --single build/Integrationskonzept.html
"""


def _port(spelling: str) -> int:
    if not (spelling.isascii() and spelling.isdigit() and int(spelling[:6]) <= _HIGHEST):
        raise UsageError("--port needs a number up to 65535, not {spelling}.", spelling=spelling)
    return int(spelling)


def command(
    context: typer.Context,
    destination: Annotated[
        str | None,
        typer.Option("-o", metavar=_("FOLDER"), help=_("Lay the site into this folder; else build/site.")),
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help=_("Show it in a browser on this machine, without writing it."))
    ] = False,
    port: Annotated[
        int | None,
        typer.Option("--port", metavar=_("N"), parser=_port, help=_("The port for --serve; else 8350.")),
    ] = None,
    single: Annotated[
        str | None,
        typer.Option(
            "--single",
            metavar=_("FILE"),
            help=_("Instead of the site, the whole concept as one HTML file that needs nothing else."),
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Say what would be written, and write nothing."))
    ] = False,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of, told=True)
    if port is not None and not serve:
        raise UsageError("--port is for --serve only.")
    if serve and (dry_run or output == "json"):
        raise UsageError(
            "{option} does not go with {other}.",
            option="--serve",
            other="--dry-run" if dry_run else "--format",
        )
    if single is not None:
        return _single(session, Path(single), destination, serve=serve, dry_run=dry_run, output=output)
    from kic.repository.publishing import built  # noqa: PLC0415
    from kic.repository.site_folder import (  # noqa: PLC0415
        difference,
        keep_out_of_git,
        refuse_foreign,
        replace,
        usable,
    )

    root = session.repository.root
    target = None
    if destination is not None or not serve:
        target = usable(Path(destination) if destination is not None else root / FOLDER, root)
        refuse_foreign(target)
    site = built(session.repository)
    if target is not None:
        if destination is None and not dry_run:
            keep_out_of_git(target.parent)
        found = difference(target, site.files) if dry_run else replace(target, site.files)
        if found.tidied:
            site = msgspec.structs.replace(site, remarks=(*site.remarks, _TIDIED))
        _report(session, target, site, found, dry_run=dry_run, output=output)
    if serve:
        _serve(session, site, PORT if port is None else port)
    return 0


def _single(
    session: Session, target: Path, destination: str | None, *, serve: bool, dry_run: bool, output: str
) -> int:
    """The one file, or its size where nothing is to be written."""
    from kic.cli.outgoing import write_file  # noqa: PLC0415
    from kic.repository.site_single import single_page  # noqa: PLC0415

    given = {"-o": destination is not None, "--serve": serve, "--format": output == "json"}
    for option in (name for name, there in given.items() if there):
        raise UsageError("{option} does not go with {other}.", option=option, other="--single")
    page = single_page(session.repository, session.language)
    if dry_run:
        session.talk(text("{path}: {n} bytes. Nothing was written.", path=target, n=len(page)))
        return 0
    write_file(session, target, page)
    session.next_step("kic publish --serve")
    return 0


def _report(
    session: Session, target: Path, site: "Built", found: "SiteDifference", *, dry_run: bool, output: str
) -> None:
    if output == "json":
        session.json(
            "publish",
            {
                "folder": str(target),
                "written": not dry_run,
                "pages": site.pages,
                "files": len(site.files),
                "bytes": sum(map(len, site.files.values())),
                "added": found.added,
                "changed": found.changed,
                "removed": found.removed,
                "same": found.same,
                "remarks": site.remarks,
            },
        )
        return
    session.talk(
        plural(
            "{path}: {n} page in two languages, {files} files.",
            "{path}: {n} pages in two languages, {files} files.",
            n=site.pages,
            path=target,
            files=len(site.files),
        )
    )
    session.talk(
        text(
            "New: {added}, changed: {changed}, gone: {removed}, unchanged: {same}.",
            added=len(found.added),
            changed=len(found.changed),
            removed=len(found.removed),
            same=found.same,
        )
    )
    if dry_run:
        session.talk(text("Nothing was written."))
    for each in site.remarks:
        session.talk(each)
    if not dry_run:
        session.next_step("kic publish --serve")


def _serve(session: Session, site: "Built", port: int) -> None:
    from kic.repository.serving import HOST, server  # noqa: PLC0415

    with server(site.files, port) as served:
        address = f"http://{HOST}:{served.server_address[1]}/"
        session.talk(
            text("The site is at {address}, for this machine alone; Ctrl-C ends it.", address=address)
        )
        try:
            served.serve_forever()
        except KeyboardInterrupt:
            session.talk(text("Ended."))
