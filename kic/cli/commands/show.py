"""`kic show`: one record, with what it names and what names it."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.cli.text_dates import dates_data, show_dates, text_dates
from kic.cli.words import _

if TYPE_CHECKING:
    from kic.core.snapshot import Snapshot
    from kic.documents.money_trace import Trace

EXAMPLES = """
kic show he-07
kic show t2-z1
kic show 2026-1-013 --format json
kic show 2025-1 --why
kic show he-09 --as-of 31.12.2026
"""

TEXTS = frozenset({"edition", "theme", "goal", "recommendation", "amendment"})
"""Kinds whose text has dates of its own: the act, its publication, its effect, its commit."""


def command(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The record, or a part of one such as a goal."))],
    why: Annotated[
        bool, typer.Option("--why", help=_("Its money, and the files that each figure comes from."))
    ] = False,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of)
    from kic.documents.dossier import dossier  # noqa: PLC0415

    snapshot = session.repository.snapshot
    found = dossier(snapshot, session.repository.known(id))
    assert found is not None
    money = _money(session, found.id) if why else None
    dates = text_dates(session, found.id) if found.readable and found.kind in TEXTS else None
    if output == "json":
        shown = {
            "id": found.id,
            "kind": found.kind,
            "title": found.title,
            "path": found.path,
            "record": found.declared,
            "named_by": found.inbound,
        }
        if dates is not None:
            shown["dates"] = dates_data(dates)
        if why:
            shown["money"] = money
        session.json("show", shown)
    else:
        from kic.cli.looking import show_dossier  # noqa: PLC0415

        session.out(show_dossier(session, found))
        if dates is not None:
            session.out("\n" + show_dates(session, dates))
        if money is not None:
            from kic.cli.money_tables import show_trace  # noqa: PLC0415

            session.out("\n" + show_trace(session, money))
        follow = _of_call(snapshot, found.id) if found.kind == "call" else None
        follow = follow or {"recommendation": "status", "meeting": "meeting show"}.get(found.kind, "history")
        whole = any(entry.path == found.path for entry in snapshot.entries_with(found.id))
        if not found.readable:
            session.next_step(f"kic check {found.path}")
        else:
            step = f"kic {follow}{'' if follow.endswith('=') else ' '}{found.id}"
            session.next_step(step if whole else "kic check")
    return 0


def _money(session: Session, id: str) -> "Trace":
    """Its money, explained; raises UsageError for what has none."""
    from kic.core.text import Label  # noqa: PLC0415
    from kic.documents.money_trace import refuse_unreadable, trace  # noqa: PLC0415
    from kic.errors import UsageError  # noqa: PLC0415

    snapshot = session.repository.snapshot
    refuse_unreadable(snapshot)
    found = trace(snapshot, id, today=session.today)
    if found is None:
        raise UsageError(
            "{id} is a {kind}, and has no money of its own.",
            help="Money is traced for a theme, goal, recommendation, call, application, applicant or year.",
            id=id,
            kind=Label("kind", snapshot.kind_of(id) or ""),
        )
    return found


def _of_call(snapshot: "Snapshot", id: str) -> str | None:
    """What a call is at: its opening, the applications, their marks, or what was awarded."""
    from kic.domain.calls import Call, CallState  # noqa: PLC0415

    call = snapshot.get(Call, id)
    if call is None:
        return None
    if call.state is CallState.DRAFT:
        return "call open" if call.terms.frozen is not None else "call freeze"
    return "allocate" if call.state is CallState.CLOSED else "list application --where call="
