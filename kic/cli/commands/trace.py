"""`kic trace`: where the money went, and where each figure comes from."""

from typing import Annotated

import typer

from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import Label
from kic.errors import UsageError

EXAMPLES = """
kic trace
kic trace t2
kic trace he-07
kic trace v-radio
kic trace 2025-2 --as-of 31.12.2025
kic trace 2025-2 --format json
"""


def command(
    context: typer.Context,
    id: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help=_(
                "A theme, goal, recommendation, call, application, applicant or year; without it, all themes."
            ),
        ),
    ] = None,
    call: Annotated[str | None, typer.Option("--call", metavar="ID", help=_("Only this call."))] = None,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of)
    from kic.cli.money_tables import show_trace, show_whole  # noqa: PLC0415
    from kic.documents.money_trace import PSEUDONYM, refuse_unreadable, trace, whole, year_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    refuse_unreadable(snapshot)
    if id is None:
        from kic.domain.calls import Call  # noqa: PLC0415

        of = None if call is None else session.repository.find(Call, call).id
        everything = whole(snapshot, of, as_of)
        if output == "json":
            session.json("trace", {"whole": everything, "trace": None})
        else:
            session.out(show_whole(session, everything))
            best = max(everything.recommendations, key=lambda row: row.awarded, default=None)
            session.next_step(f"kic trace {best.id}" if best is not None else "kic year show")
        return 0
    if call is not None:
        raise UsageError("--call goes without an ID: it narrows the view of all themes.")
    found = None
    if year_of(id) is not None or PSEUDONYM.fullmatch(id.lower()):
        found = trace(snapshot, id.lower(), as_of, today=session.today)
    if found is None:
        known = session.repository.known(id)
        found = trace(snapshot, known, as_of, today=session.today)
        if found is None:
            raise UsageError(
                "{id} is a {kind}, and has no money of its own.",
                help="Money is traced for a theme, goal, recommendation, call, application, applicant or year.",
                id=known,
                kind=Label("kind", snapshot.kind_of(known) or ""),
            )
    if output == "json":
        session.json("trace", {"whole": None, "trace": found})
    else:
        session.out(show_trace(session, found))
        first = next(iter((*found.goes_on, *(row.id for row in found.grants))), None)
        session.next_step(f"kic trace {first}" if first is not None else "kic trace")
    return 0
