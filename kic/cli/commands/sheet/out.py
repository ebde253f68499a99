"""`kic sheet out`: records of a kind, or the yearly status query, as sheets to be filled in."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kic.cli.kinds import kind_meant, kinds_near
from kic.cli.options import Every, Format, Where, day_of
from kic.cli.session import Session
from kic.cli.sheet_files import write_sheets
from kic.cli.words import _
from kic.core.text import Label, Text, plural, text
from kic.errors import Refused, UsageError

if TYPE_CHECKING:
    from kic.core.snapshot import Snapshot
    from kic.repository.sheets.chasing import Asked

EXAMPLES = """
kic sheet out body -o Stellen.xlsx
kic sheet out recommendation -o Empfehlungen.xlsx --where theme=t2
kic sheet out status --by body -o Statusabfrage --due 31.12.2026 --mail
"""
STATUS = "status"


class Asking(NamedTuple):
    """How the status query is put: which recommendations, of whom, until when."""

    where: tuple[str, ...]
    every: bool
    bodies: tuple[str, ...]
    since: datetime.date | None
    query: str | None
    due: datetime.date | None
    mail: bool
    replace: bool


def command(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar=_("KIND"),
            help=_("A kind of record, such as recommendation; or status, the status query."),
        ),
    ],
    target: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar=_("FILE"), help=_("The file to write; with --by, the folder.")
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="body", help=_("A file for each responsible body (status query).")),
    ] = None,
    body: Annotated[
        list[str] | None,
        typer.Option(
            "--body", metavar="ID", help=_("Only this body's file (status query); may be repeated.")
        ),
    ] = None,
    where: Where = None,
    every: Every = False,
    unanswered_since: Annotated[
        str | None,
        typer.Option(
            "--unanswered-since",
            metavar=_("YYYY-MM-DD"),
            help=_("Ask once more: only what has no entry since this day (status query)."),
        ),
    ] = None,
    query: Annotated[
        str | None,
        typer.Option(
            "--query",
            metavar=_("STATE"),
            help=_(
                "With --unanswered-since: the recorded state that the query went out from; kic sheet in names it. "
                "What was entered since then has its answer, whatever its day."
            ),
        ),
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            "--due", metavar=_("YYYY-MM-DD"), help=_("Until when an answer is asked for (status query).")
        ),
    ] = None,
    mail: Annotated[
        bool, typer.Option("--mail", help=_("A draft of a mail with each file (status query, with --by)."))
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help=_("Replace sheets that are there."))] = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    asking = Asking(
        where=tuple(where or ()),
        every=every,
        bodies=tuple(each.casefold() for each in body or ()),
        since=day_of(unanswered_since, "--unanswered-since") if unanswered_since else None,
        query=query,
        due=day_of(due, "--due") if due else None,
        mail=mail,
        replace=replace,
    )
    if by not in (None, "body"):
        raise UsageError("{option} takes {values}, not {value}.", option="--by", values="body", value=by)
    if kind.casefold() in (STATUS, session.language.say(text("Status query")).casefold()):
        return _status(
            session, _target(target), asking, output, each_body=by is not None or bool(asking.bodies)
        )
    for option, given in (
        ("--by", by), ("--body", body), ("--unanswered-since", unanswered_since), ("--query", query),
        ("--due", due), ("--mail", mail),
    ):  # fmt: skip
        if given:
            raise UsageError("{option} belongs to the status query: kic sheet out status.", option=option)
    found = _kind(session, kind)
    return _records(session, found, _target(target), asking, output)


def _target(given: str | None) -> str:
    """Where it goes; missing, it is asked for only once the kind is known."""
    if given is None:
        raise UsageError(
            "{command} needs {parameter}.",
            help="See {command} --help.",
            command="kic sheet out",
            parameter="-o",
        )
    return given


def _records(session: Session, found: str, target: str, asking: Asking, output: str) -> int:
    from kic.documents.listing import listing  # noqa: PLC0415
    from kic.repository.sheets.outgoing import Going, as_xlsx, left_out, records_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    chosen = listing(snapshot, found, asking.where, every=asking.every)
    records = records_of(snapshot, found, (each.id for each in chosen.records))
    unread = tuple(each.path for each in chosen.records if not each.readable)
    going = Going(found, records, _revision(session), session.today)
    write_sheets(session, {_xlsx(target): as_xlsx(snapshot, going, session.language)}, replace=asking.replace)
    if output == "json":
        files = [{"path": target, "body": None, "records": len(records)}]
        session.json(
            "sheet out",
            {"kind": found, "files": files, "unreadable": list(unread), "mails": [], "without_address": []},
        )
        return 0
    session.talk(plural("{path} holds {n} record.", "{path} holds {n} records.", n=len(records), path=target))
    for field, command in left_out(found, session.language):
        session.talk(text("Not in it is {field}, which comes from {command}.", field=field, command=command))
    if unread:
        session.talk(text("Not in it, since they cannot be read: {paths}.", paths=unread))
    session.next_step(f"kic sheet in {target}")
    return 0


def _kind(session: Session, kind: str) -> str:
    """The kind that is meant; raises UsageError where there is none, or no sheet of it."""
    from kic.repository.sheets.columns import WITHOUT  # noqa: PLC0415
    from kic.repository.sheets.incoming import SHEETS  # noqa: PLC0415

    found = kind_meant(session, kind, (*SHEETS, *WITHOUT))
    if found in WITHOUT:
        raise UsageError(
            "There is no sheet of {kind} here; it has a place of its own: {place}.",
            kind=Label("kind", found),
            place=WITHOUT[found],
        )
    if found not in SHEETS:
        close = kinds_near(session, kind, (*SHEETS, STATUS))
        raise UsageError(
            "There is no kind {name}.",
            help="Did you mean {names}?" if close else "The kinds are {kinds}.",
            name=kind,
            names=close,
            kinds=(
                Text("{kind} ({label})", {"kind": STATUS, "label": text("Status query")}),
                *(Text("{kind} ({label})", {"kind": k, "label": Label("kind", k)}) for k in SHEETS),
            ),
        )
    return found


def _xlsx(target: str) -> Path:
    path = Path(target)
    if path.suffix.casefold() != ".xlsx":
        raise UsageError("{path} does not end with .xlsx, and no other format is written.", path=target)
    return path


def _revision(session: Session) -> str:
    from kic.store.git import work_tree_head  # noqa: PLC0415

    return work_tree_head(session.repository.root) or ""


# -- the status query ----------------------------------------------------------------------------------


def _before(session: Session, asking: Asking) -> "Snapshot | None":
    """The state that the query went out from which is repeated."""
    if asking.query is None:
        return None
    if asking.since is None:
        raise UsageError("{option} needs {other}.", option="--query", other="--unanswered-since")
    return session.repository.at(asking.query)


def _asked_from(session: Session, asking: Asking, by_body: "Asked") -> str:
    """The commit that has the logs as they are asked about; of a reminder, that of its query. Empty: none has."""
    from kic.repository.sheets.chasing import is_recorded  # noqa: PLC0415

    if asking.query is not None:
        from kic.store.git import resolve  # noqa: PLC0415

        return resolve(session.repository.root, asking.query)
    revision = _revision(session)
    if not revision:
        return ""
    every = (each for found in by_body.values() for each in found)
    return revision if is_recorded(every, session.repository.at(revision)) else ""


def _status(session: Session, target: str, asking: Asking, output: str, *, each_body: bool) -> int:
    from kic.documents.listing import listing  # noqa: PLC0415
    from kic.repository.sheets.chasing import asked, sheets_of  # noqa: PLC0415
    from kic.repository.sheets.status_out import Query, status_xlsx  # noqa: PLC0415

    snapshot = session.repository.snapshot
    only = None
    if asking.where or asking.every:
        found = listing(snapshot, "recommendation", asking.where, every=asking.every)
        only = {each.id for each in found.records}
    by_body = asked(snapshot, session.today, since=asking.since, before=_before(session, asking), only=only)
    _known_bodies(session, asking.bodies)
    if asking.mail and not each_body:
        raise UsageError("{option} needs {other}.", option="--mail", other="--by body")
    bodiless = by_body.get(None, ()) if each_body else ()
    by_body = sheets_of(by_body, asking.bodies, each_body=each_body)
    if not by_body:
        raise Refused("Nobody has to be asked: no recommendation waits for an entry. Nothing was written.")
    revision = _asked_from(session, asking, by_body)
    again = asking.since if asking.query is not None else None
    sheets = {
        body: status_xlsx(
            snapshot, Query(body, found, revision, session.today, asking.due, again), session.language
        )
        for body, found in by_body.items()
    }
    paths = {
        body: Path(target) / f"status-{body}.xlsx" if body is not None else _xlsx(target) for body in sheets
    }
    counts = {body: len(found) for body, found in by_body.items()}
    mails, homeless = _mails(session, target, sheets, counts, asking) if asking.mail else ({}, ())
    write_sheets(session, {**{paths[body]: sheets[body] for body in sheets}, **mails}, replace=asking.replace)
    if output == "json":
        files = [{"path": str(paths[body]), "body": body, "records": count} for body, count in counts.items()]
        data = {
            "kind": STATUS,
            "files": files,
            "unreadable": [],
            "mails": [str(each) for each in mails],
            "without_address": list(homeless),
        }
        session.json("sheet out", data)
        return 0
    session.talk(
        plural(
            "{n} sheet written to {folder}.", "{n} sheets written to {folder}.", n=len(sheets), folder=target
        )
    )
    if mails:
        session.talk(plural("{n} draft: {path}", "{n} drafts: {path}", n=len(mails), path=target))
    if homeless:
        session.talk(text("Without an e-mail address in the private overlay: {ids}", ids=homeless))
        session.talk(_entering(session, homeless))
    if bodiless:
        ids = tuple(each.id for each in bodiless)
        session.talk(text("Nobody is asked about {ids}: no body is responsible.", ids=ids))
    session.next_step(f"kic sheet in {target}")
    return 0


def _entering(session: Session, homeless: tuple[str, ...]) -> Text:
    """The command that enters the first missing address: `add`, or `set` where an entry lacks only that."""
    from kic.repository.overlay import overlay_of  # noqa: PLC0415
    from kic.repository.writing import directory  # noqa: PLC0415

    first = homeless[0]
    known = directory(overlay_of(session.repository.root))
    command = (
        f"kic person set {first} --email {_('ADDRESS')}"
        if first in known
        else f"kic person add {first} --name {_('NAME')} --email {_('ADDRESS')}"
    )
    return text(
        "An address is entered with {command}; then write the sheets anew with --replace.", command=command
    )


def _known_bodies(session: Session, bodies: tuple[str, ...]) -> None:
    from kic.domain.concept.structure import Body  # noqa: PLC0415

    for each in bodies:
        session.repository.find(Body, each)


def _mails(
    session: Session,
    target: str,
    sheets: dict[str | None, bytes],
    counts: dict[str | None, int],
    asking: Asking,
) -> tuple[dict[Path, bytes], tuple[str, ...]]:
    """The drafts by their paths, and the bodies without an address."""
    from kic.repository.sheets.status_mail import Wording, drafts  # noqa: PLC0415

    named = {body: (content, counts[body]) for body, content in sheets.items() if body is not None}
    made = drafts(session.repository, named, Wording(asking.due, asking.since), session.language)
    files = {Path(target) / f"status-{body}.eml": file for body, file in made.items() if file is not None}
    return files, tuple(body for body, file in made.items() if file is None)
