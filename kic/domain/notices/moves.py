"""What can happen to notices and objections: proposals, without judgement. The rules say what may be.

A notice begins as a draft and is issued, posted and delivered by steps; what changes it is another notice.
"""

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from kic.core.plan import Append, CreateFile, DeleteFile, Edit, Plain, Plan, RemoveField, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import Text, plural, text
from kic.core.values import Money, Share
from kic.domain.applications import Application, Period
from kic.domain.calls import Financing, ReportDue
from kic.domain.notices import (
    ADVERSE,
    Condition,
    ConditionStep,
    Forgone,
    Instalment,
    Interest,
    Notice,
    NoticeEvent,
    NoticeKind,
    NoticeStep,
    Objection,
    ObjectionEvent,
    ObjectionOutcome,
    ObjectionStep,
    RegisterEntry,
    Remedies,
    ReportStep,
)
from kic.domain.notices.standing import issued_on, next_id, number_of


class Drafted(msgspec.Struct, frozen=True, kw_only=True):
    """What a new notice says. What is None or empty is left out of its file."""

    application: Application
    notice: NoticeKind
    decision: str | None = None
    changes: str | None = None
    examination: str | None = None
    file: str | None = None
    before: Money | None = None
    amount: Money | None = None
    financing: Financing | None = None
    rate: Share | None = None
    period: Period | None = None
    instalments: tuple[Instalment, ...] = ()
    conditions: tuple[Condition, ...] = ()
    reports: tuple[ReportDue, ...] = ()
    remedies: Remedies = Remedies()
    requested: datetime.date | None = None
    known: datetime.date | None = None
    interest: Interest | None = None
    reason: str | None = None


def draft(repository: Snapshot, drafts: Sequence[Drafted]) -> Plan:
    """Drafts of notices, each with the next free number of its application.

    The file reference goes on as the city writes it (`10-4/2026-1-013-2`), and the instruction on remedies is of
    the version that the last issued notice carries, where a draft says neither.
    """
    head, version = _usual(repository)
    edits: list[Edit] = []
    taken: dict[str, int] = {}
    for each in drafts:
        application = each.application
        number = taken.get(application.id, number_of(next_id(repository, application.id)) - 1) + 1
        taken[application.id] = number
        said = each
        if said.file is None and head is not None:
            said = msgspec.structs.replace(said, file=f"{head}/{application.id}-{number}")
        if said.remedies == Remedies() and version is not None:
            said = msgspec.structs.replace(said, remedies=Remedies(version=version))
        id_ = f"{application.id}-n{number}"
        edits.append(CreateFile(f"applications/{application.call}/notices/{id_}.yaml", _written(id_, said)))
    return Plan(_drafted(drafts), tuple(edits))


REDRAFTED = (
    "notice",
    "decision",
    "amount",
    "financing",
    "rate",
    "period",
    "instalments",
    "reports",
    "reason",
)
"""What of a draft follows from the decision and the call; its conditions, file reference and steps are kept."""


def redraft(repository: Snapshot, notice: Notice, said: Drafted) -> Plan:
    """A draft said anew, as the decision stands by now: only the fields that differ are changed."""
    path = repository.entry(notice).path
    before, after = _written(notice.id, _as_drafted(notice, said)), _written(notice.id, said)
    edits: list[Edit] = []
    for name in REDRAFTED:
        if before.get(name) == after.get(name):
            continue
        if name in after:
            edits.append(SetField(path, (name,), after[name]))
        else:
            edits.append(RemoveField(path, (name,)))
    return Plan(text("Notice {id}: drafted anew", id=notice.id), tuple(edits))


def _as_drafted(notice: Notice, said: Drafted) -> Drafted:
    """A draft as what it says, so that the two can be compared."""
    return Drafted(application=said.application, **{name: getattr(notice, name) for name in REDRAFTED})


def drop(repository: Snapshot, notice: Notice) -> Plan:
    """The draft goes."""
    return Plan(
        text("Notice {id}: draft dropped", id=notice.id), (DeleteFile(repository.entry(notice).path),)
    )


def _usual(repository: Snapshot) -> tuple[str | None, str | None]:
    """The head of file references and the version of the instruction, as the notice issued last has them."""
    head = version = None
    latest = datetime.date.min
    for notice in repository.all(Notice):
        issued = issued_on(notice)
        if issued is None or issued < latest:
            continue
        latest = issued
        version = notice.remedies.version or version
        tail = f"/{notice.application}-{number_of(notice.id)}"
        if notice.file is not None and notice.file.endswith(tail):
            head = notice.file.removesuffix(tail)
    return head, version


def _drafted(drafts: Sequence[Drafted]) -> Text:
    if len(drafts) == 1:
        return text("Notice on {id}: {kind}, draft", id=drafts[0].application.id, kind=drafts[0].notice)
    return plural("{n} notice drafted", "{n} notices drafted", n=len(drafts))


def _written(id: str, said: Drafted) -> dict[str, Plain]:  # noqa: A002
    """The record of a notice in the order of its file, without what is not given."""
    application = said.application
    record: dict[str, Plain] = {
        "kind": "notice",
        "id": id,
        "invented": application.invented or None,
        "call": application.call,
        "application": application.id,
        "notice": said.notice,
        "decision": said.decision,
        "changes": said.changes,
        "examination": said.examination,
        "file": said.file,
        "before": said.before,
        "amount": said.amount,
        "financing": said.financing,
        "rate": said.rate,
        "period": None if said.period is None else {"start": said.period.start, "end": said.period.end},
        "instalments": [entry(each) for each in said.instalments] or None,
        "conditions": [entry(each) for each in said.conditions] or None,
        "reports": [entry(each) for each in said.reports] or None,
        "remedies": entry(said.remedies),
        "requested": said.requested,
        "known": said.known,
        "interest": None if said.interest is None else entry(said.interest),
        "reason": said.reason,
    }
    return {key: value for key, value in record.items() if value is not None}


def entry(value: msgspec.Struct) -> dict[str, Plain]:
    """A part or a step as it is written: its fields in their order, without those that are not given."""
    fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
    return {
        name: list(said) if isinstance(said, tuple) else said
        for name, said in fields
        if said is not None and said != ()
    }


# -- steps ---------------------------------------------------------------------------------------------


def take_step(repository: Snapshot, notices: Iterable[Notice], *steps: NoticeStep) -> Plan:
    """The same step, or steps, of one notice or of many: issued, posted, delivered ..."""
    found = tuple(notices)
    edits = tuple(
        Append(repository.entry(each).path, ("steps",), entry(step)) for each in found for step in steps
    )
    event = steps[-1].event
    if len(found) == 1:
        return Plan(text("Notice {id}: {event}", id=found[0].id, event=event), edits)
    return Plan(plural("{n} notice: {event}", "{n} notices: {event}", n=len(found), event=event), edits)


def add_condition(repository: Snapshot, notice: Notice, condition: Condition) -> Plan:
    """One more condition of a notice that is still a draft."""
    path = repository.entry(notice).path
    return Plan(
        text("Notice {id}: condition {condition}", id=notice.id, condition=condition.id),
        (Append(path, ("conditions",), entry(condition)),),
    )


def next_condition(notices: Iterable[Notice]) -> str:
    """The next free id of a condition of one award: `a2` after `a1` (Auflage)."""
    taken = {each.id for notice in notices for each in notice.conditions}
    number = 1
    while f"a{number}" in taken:
        number += 1
    return f"a{number}"


def take_condition_step(repository: Snapshot, notice: Notice, step: ConditionStep) -> Plan:
    """A condition is met, gets more time, or is waived."""
    path = repository.entry(notice).path
    return Plan(
        text(
            "Notice {id}: condition {condition} {event}",
            id=notice.id,
            condition=step.condition,
            event=step.event,
        ),
        (Append(path, ("condition_steps",), entry(step)),),
    )


def take_report_step(repository: Snapshot, notice: Notice, step: ReportStep) -> Plan:
    """A reminder of a report, or more time for it."""
    path = repository.entry(notice).path
    return Plan(
        text("Notice {id}: {report}, {event}", id=notice.id, report=step.report, event=step.event),
        (Append(path, ("report_steps",), entry(step)),),
    )


def enter_in_register(repository: Snapshot, notice: Notice, entered: RegisterEntry) -> Plan:
    """The aid that a notice gives was entered in the central register of de-minimis aid."""
    return Plan(
        text("Notice {id}: entered in the register of de-minimis aid", id=notice.id),
        (SetField(repository.entry(notice).path, ("register",), entry(entered)),),
    )


def forgo(repository: Snapshot, notice: Notice, forgone: Forgone) -> Plan:
    """What has to come back by a notice is not claimed, as a small sum."""
    return Plan(
        text("Notice {id}: {amount} forgone", id=notice.id, amount=forgone.amount),
        (SetField(repository.entry(notice).path, ("forgone",), entry(forgone)),),
    )


# -- objections ----------------------------------------------------------------------------------------


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """An objection as it came in."""

    received: datetime.date
    claim: Money | None = None
    restored: bool = False
    note: str | None = None


def receive_objection(repository: Snapshot, notice: Notice, came: Received) -> Plan:
    """An objection against a notice."""
    id_ = next_id(repository, notice.application, "o")
    record: dict[str, Plain] = {
        "kind": "objection",
        "id": id_,
        "invented": notice.invented or None,
        "call": notice.call,
        "application": notice.application,
        "against": notice.id,
        "received": came.received,
        "claim": came.claim,
        "restored": came.restored or None,
        "note": came.note,
    }
    return Plan(
        text("Objection {id} against {notice}", id=id_, notice=notice.id),
        (
            CreateFile(
                f"applications/{notice.call}/notices/{id_}.yaml",
                {key: value for key, value in record.items() if value is not None},
            ),
        ),
    )


def take_objection_step(repository: Snapshot, objection: Objection, step: ObjectionStep) -> Plan:
    """A step of an objection. Won in full against a refusal, revocation or clawback, it sets that notice aside.

    An award of which more was won needs an amending notice.
    """
    edits: list[Edit] = [Append(repository.entry(objection).path, ("steps",), entry(step))]
    notice = repository.get(Notice, objection.against)
    won = step.event is ObjectionEvent.REMEDIED or step.outcome is ObjectionOutcome.UPHELD
    if (
        won
        and notice is not None
        and notice.notice in {*ADVERSE, NoticeKind.REFUSAL}
        and not notice.has(NoticeEvent.SET_ASIDE)
    ):
        aside = NoticeStep(date=step.date, event=NoticeEvent.SET_ASIDE)
        edits.append(Append(repository.entry(notice).path, ("steps",), entry(aside)))
    return Plan(text("Objection {id}: {event}", id=objection.id, event=step.event), tuple(edits))


def claim_more(repository: Snapshot, objection: Objection, claim: Money) -> Plan:
    """Another sum that a pending objection may need."""
    return Plan(
        text("Objection {id}: claim {claim}", id=objection.id, claim=claim),
        (SetField(repository.entry(objection).path, ("claim",), claim),),
    )
