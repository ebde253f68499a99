"""`kic notice condition`: the conditions of an award: shown, added to a draft, met, extended or waived."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.groups.notices import OneNotice, Reason
from kic.cli.options import AsOf, DryRun, Format, On, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.errors import UsageError

if TYPE_CHECKING:
    import datetime

    from kic.core.plan import Plan
    from kic.core.snapshot import Snapshot
    from kic.domain.notices import Condition, Notice
    from kic.present.language import Language

EXAMPLES = """
kic notice condition 2025-1-005
kic notice condition 2025-1-005-n1 auf-005-blaetter met --evidence "Blätter liegen vor, Schreiben vom 20.11.2026"
kic notice condition 2025-1-005-n1 auf-005-blaetter extended --due 31.01.2027 --reason "Druckerei" --dry-run
"""


def command(
    context: typer.Context,
    id: OneNotice,
    condition: Annotated[
        str | None,
        typer.Argument(metavar=_("CONDITION"), help=_("The condition; without it, all are shown.")),
    ] = None,
    event: Annotated[
        str | None, typer.Argument(metavar=_("EVENT"), help=_("met, extended or waived."))
    ] = None,
    add: Annotated[
        str | None, typer.Option("--add", metavar=_("TEXT"), help=_("A new condition of a draft, in words."))
    ] = None,
    obligation: Annotated[
        bool, typer.Option("--obligation", help=_("The new condition binds without stopping a payment."))
    ] = False,
    blocks: Annotated[
        str | None,
        typer.Option(
            "--blocks",
            metavar="N,N",
            help=_("The instalments that the new condition stops; without it, all."),
        ),
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar=_("YYYY-MM-DD"), help=_("Until when it has to be met."))
    ] = None,
    evidence: Annotated[
        str | None, typer.Option("--evidence", metavar=_("TEXT"), help=_("What shows that it is met."))
    ] = None,
    reason: Reason = None,
    role: Annotated[str | None, typer.Option("--role", metavar="ID", help=_("The role that acts."))] = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of)
    snapshot = session.repository.snapshot
    notice = _meant(session, id, condition, adding=add is not None)
    until = None if due is None else day_of(due, "--due")
    if add is not None:
        plan = _added(snapshot, notice, words_of(add, "--add"), _numbers(blocks), until, evidence, obligation)
    elif condition is not None:
        plan = _stepped(session, notice, condition, event, on or session.today, until, evidence, reason, role)
    else:
        return _show(session, notice, output)
    from kic.cli.changing import conclude  # noqa: PLC0415

    return conclude(
        session,
        plan,
        command="notice condition",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": notice.id},
        next_step=f"kic notice condition {notice.id}",
        options={
            "date": "--on",
            "due": "--due",
            "evidence": "--evidence",
            "reason": "--reason",
            "blocks": "--blocks",
            "condition_steps": "--evidence, --due, --reason",
        },
    )


def _meant(session: Session, id: str, condition: str | None, *, adding: bool) -> "Notice":
    """The notice that holds the condition; for a new one the draft, to look at the one with conditions."""
    from kic.cli.groups.notices import notice_meant  # noqa: PLC0415
    from kic.domain.notices import Notice, NoticeEvent  # noqa: PLC0415

    wanted = None if condition is None else condition.strip().lower()
    held = {each.id for notice in session.repository.snapshot.all(Notice) for each in notice.conditions}

    def fits(notice: Notice) -> bool:
        if adding:
            return not notice.has(NoticeEvent.ISSUED)
        return any(wanted not in held or wanted == each.id for each in notice.conditions)

    return notice_meant(session, id, fits)


def _numbers(spelling: str | None) -> tuple[int, ...]:
    if spelling is None:
        return ()
    parts = [each.strip() for each in spelling.split(",")]
    if not all(each.isascii() and each.isdigit() for each in parts):
        raise UsageError(
            "{option} needs numbers such as 1,2, not {value}.", option="--blocks", value=spelling
        )
    return tuple(int(each) for each in parts)


def _added(
    snapshot: "Snapshot",
    notice: "Notice",
    words: str,
    blocks: tuple[int, ...],
    due: "datetime.date | None",
    evidence: str | None,
    obligation: bool,
) -> "Plan":
    from kic.core.values import Count  # noqa: PLC0415
    from kic.domain.notices import Condition, ConditionKind  # noqa: PLC0415
    from kic.domain.notices.moves import add_condition, next_condition  # noqa: PLC0415
    from kic.domain.notices.standing import notices_of  # noqa: PLC0415

    made: Condition = Condition(
        id=next_condition(notices_of(snapshot, notice.application)),
        condition=ConditionKind.OBLIGATION if obligation else ConditionKind.PREREQUISITE,
        text=words,
        due=due,
        evidence=evidence,
        blocks=tuple(Count(each) for each in blocks),
    )
    return add_condition(snapshot, notice, made)


def _stepped(
    session: Session,
    notice: "Notice",
    condition: str,
    event: str | None,
    day: "datetime.date",
    due: "datetime.date | None",
    evidence: str | None,
    reason: str | None,
    role: str | None,
) -> "Plan":
    from kic.cli.asking import ask_one_of, one_of  # noqa: PLC0415
    from kic.domain.notices import ConditionEvent, ConditionStep  # noqa: PLC0415
    from kic.domain.notices.moves import take_condition_step  # noqa: PLC0415

    ids = tuple(each.id for each in notice.conditions)
    if not ids:
        raise UsageError("{id} has no conditions.", id=notice.id)
    named = one_of(session, condition, ids, _("CONDITION"))
    happened = ask_one_of(
        session, event, ConditionEvent, option=_("EVENT"), question=text("What became of {id}?", id=named)
    )
    step = ConditionStep(
        date=day,
        condition=named,
        event=happened,
        role=role.strip().lower() if role is not None else None,
        due=due,
        evidence=evidence,
        reason=reason,
    )
    return take_condition_step(session.repository.snapshot, notice, step)


def _show(session: Session, notice: "Notice", output: str) -> int:
    from kic.domain.notices.grant import conditions_of  # noqa: PLC0415
    from kic.present.tables import Column, table  # noqa: PLC0415

    held = list(conditions_of(notice))
    if output == "json":
        session.json(
            "notice condition",
            {
                "id": notice.id,
                "conditions": [
                    {
                        "id": each.condition.id,
                        "kind": each.condition.condition.value,
                        "state": each.state.value,
                        "due": each.due.isoformat() if each.due is not None else None,
                        "blocks": list(each.condition.blocks),
                        "text": each.condition.text,
                    }
                    for each in held
                ],
            },
        )
        return 0
    if not held:
        session.out(session.language.say(text("{id} has no conditions.", id=notice.id)))
        return 0
    language = session.language
    rows = [
        (
            each.condition.id,
            language.word(each.condition.condition),
            language.word(each.state),
            language.date(each.due) if each.due is not None else "–",
            _blocked(language, each.condition),
            each.condition.text,
        )
        for each in held
    ]
    columns = (
        Column("ID", fixed=True),
        Column(language.label("field", "condition")),
        Column(language.say(text("State"))),
        Column(language.label("field", "due"), fixed=True),
        Column(language.label("field", "blocks")),
        Column(language.label("field", "text")),
    )
    session.out(table(columns, rows, limit=session.width))
    open_ = [each for each in held if each.state.value == "open"]
    if open_:
        session.next_step(f"kic notice condition {notice.id} {open_[0].condition.id} met --evidence ...")
    return 0


def _blocked(language: "Language", condition: "Condition") -> str:
    """The instalments that wait for it; a prerequisite that names none stops every payment."""
    from kic.domain.notices import ConditionKind  # noqa: PLC0415

    if condition.blocks:
        return ", ".join(map(str, condition.blocks))
    return language.say(text("all payments")) if condition.condition is ConditionKind.PREREQUISITE else "–"
