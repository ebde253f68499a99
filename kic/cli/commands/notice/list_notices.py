"""`kic notice list`: where each notice of a call or an application stands, with its dates."""

import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kic.cli.options import Format
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
    output: Format = "text",
) -> int:
    from kic.domain.notices import Notice  # noqa: PLC0415
    from kic.domain.notices.standing import NoticeState, notices_of, state_on  # noqa: PLC0415

    session: Session = context.obj
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
        found = [each for each in found if state_on(snapshot, each, today) in running]
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
    drafts = [each["id"] for each in rows if each["state"] is NoticeState.DRAFT]
    if drafts:
        session.next_step(f"kic notice issue {drafts[0]}")
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

    def day(value: datetime.date | None) -> str:
        return language.date(value) if value is not None else "–"

    lines = [
        (
            each["id"],
            language.word(each["kind"]),
            language.word(each["amount"]) if each["amount"] is not None else "–",
            language.word(each["state"]),
            day(each["delivered"]),
            day(each["appeal_end"]),
            day(each["final"]),
            ", ".join([*each["objections"], *each["open_conditions"]]) or "–",
        )
        for each in rows
    ]
    heads: tuple[Text, ...] = (
        text("Kind"),
        text("Amount"),
        text("State"),
        text("Delivered"),
        text("Objection until"),
        text("Final from"),
        text("Open"),
    )
    columns = (
        Column("ID", fixed=True),
        Column(language.say(heads[0])),
        Column(language.say(heads[1]), fixed=True, right=True),
        *(Column(language.say(each), fixed=True) for each in heads[2:6]),
        Column(language.say(heads[6])),
    )
    session.out(table(columns, lines, limit=session.width))
