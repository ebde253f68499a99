"""`kic notice list`: where each notice of a call or an application stands, with its dates."""

import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import Text, text

if TYPE_CHECKING:
    from kic.core.snapshot import Snapshot
    from kic.domain.notices import Notice

EXAMPLES = """
kic notice list
kic notice list 2025-2
kic notice list 2025-2-001 --format json
"""


def command(
    context: typer.Context,
    id: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help=_("A call or an application; without it, all that is not final yet.")
        ),
    ] = None,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    from kic.domain.notices import Notice  # noqa: PLC0415
    from kic.domain.notices.standing import (  # noqa: PLC0415
        NoticeState,
        notices_of,
        pending_against,
        state_on,
    )

    session: Session = context.obj
    session.look_on(as_of)
    snapshot, today = session.repository.snapshot, session.today
    known = None if id is None else session.repository.known(id)
    applications = dict.fromkeys(
        each.application
        for each in snapshot.all(Notice)
        if known is None or known in (each.call, each.application, each.id)
    )
    found = [notice for each in applications for notice in notices_of(snapshot, each)]
    if known is None:
        running = (NoticeState.DRAFT, NoticeState.ISSUED)
        found = [
            each
            for each in found
            if state_on(snapshot, each, today) in running or pending_against(snapshot, each, today)
        ]
    rows = [_row(snapshot, each, today) for each in found]
    if output == "json":
        session.json("notice list", {"notices": [_plain(each) for each in rows]})
        return 0
    if not rows:
        session.out(
            session.language.say(
                text("Every notice is final.")
                if known is None
                else text("There is no notice on {id}.", id=known)
            )
        )
        return 0
    _show(session, rows)
    if session.says_next:
        from kic.cli.changing import step_on  # noqa: PLC0415

        drafts = [each["id"] for each in rows if each["state"] is NoticeState.DRAFT]
        step = step_on(session, snapshot, (each["id"] for each in rows))
        session.next_step(
            step or (f"kic notice issue {drafts[0]}" if drafts else f"kic show {rows[0]['id']}")
        )
    return 0


def _row(snapshot: "Snapshot", notice: "Notice", today: datetime.date) -> dict[str, Any]:
    from kic.domain.notices.grant import ConditionState, conditions_of  # noqa: PLC0415
    from kic.domain.notices.standing import (  # noqa: PLC0415
        appeal_end,
        delivered_on,
        finality_day,
        issued_on,
        pending_against,
        state_on,
    )

    return {
        "id": notice.id,
        "application": notice.application,
        "kind": notice.notice,
        "amount": notice.amount,
        "state": state_on(snapshot, notice, today),
        "issued": issued_on(notice),
        "delivered": delivered_on(snapshot, notice),
        "appeal_end": appeal_end(snapshot, notice),
        "final": finality_day(snapshot, notice),
        "open_conditions": [
            each.condition.id for each in conditions_of(notice, today) if each.state is ConditionState.OPEN
        ],
        "objections": [each.id for each in pending_against(snapshot, notice, today)],
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    def said(value: Any) -> Any:
        if isinstance(value, datetime.date):
            return value.isoformat()
        if value is None or isinstance(value, (str, list)):
            return value
        return getattr(value, "value", None) or str(value)

    return {name: said(value) for name, value in row.items()}


def _show(session: Session, rows: list[dict[str, Any]]) -> None:
    from kic.present.tables import Column, table  # noqa: PLC0415

    language = session.language
    lines = [
        (
            each["id"],
            language.word(each["kind"]),
            language.word(each["amount"]) if each["amount"] is not None else "–",
            language.date(each["delivered"]) if each["delivered"] is not None else "–",
            language.say(_standing(each)),
            ", ".join([*each["objections"], *each["open_conditions"]]) or "–",
        )
        for each in rows
    ]
    columns = (
        Column("ID", fixed=True),
        Column(language.say(text("Kind")), fixed=True),
        Column(language.say(text("Amount")), fixed=True, right=True),
        Column(language.say(text("Delivered")), fixed=True),
        Column(language.say(text("State"))),
        Column(language.say(text("Open"))),
    )
    session.out(table(columns, lines, limit=session.width))


def _standing(row: dict[str, Any]) -> Text:
    """Where a notice stands, with the next date of it."""
    from kic.domain.notices.standing import NoticeState  # noqa: PLC0415

    match row["state"]:
        case NoticeState.DRAFT:
            return text("draft")
        case NoticeState.SET_ASIDE:
            return text("set aside")
        case NoticeState.FINAL:
            return text("final since {date}", date=row["final"])
    if row["appeal_end"] is None:
        return text("issued, not delivered")
    if row["final"] is None:
        return text("contested")
    if row["objections"]:
        return text("objection decided, final from {date}", date=row["final"])
    return text("objection until {date}", date=row["appeal_end"])
