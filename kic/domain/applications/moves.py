"""What can happen to an application: proposals, without judgement. The rules say what may be."""

import datetime
from collections.abc import Sequence

import msgspec

from kic.core.plan import Append, CreateFile, Edit, Plain, Plan, RemoveField, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Moment, Money, Share
from kic.domain.applications import (
    AdaptedPlan,
    Advice,
    Application,
    CostItem,
    DeMinimis,
    FundItem,
    Ineligible,
    PapersEntry,
    PapersEvent,
)
from kic.domain.calls import ApplicantKind, Call
from kic.domain.concept.structure import BodyKind


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """An application as it came in. `body` or `person` is given, by the kind of applicant."""

    title: str
    summary: str
    applicant: ApplicantKind
    body: str | None = None
    person: str | None = None
    themes: tuple[str, ...]
    recommendations: tuple[str, ...] = ()
    start: datetime.date
    end: datetime.date
    received: Moment
    costs: tuple[CostItem, ...]
    financing: tuple[FundItem, ...]
    requested: Money
    minimum: Money | Share | None = None
    deducts_vat: bool = False
    work_in_kind: str | None = None


def next_number(repository: Snapshot, call: str) -> int:
    """The number of a call's next application: one more than the highest here and on other branches.

    Files that cannot be read count.
    """
    taken = [each.number for each in repository.all(Application) if each.call == call]
    return max(repository.highest("application", f"{call}-"), *taken, 0) + 1


def next_pseudonym(repository: Snapshot) -> str:
    """The next pseudonym of a private person that is free here and on other branches: `p-0008` after `p-0007`."""
    taken = [each.applicant.person for each in repository.all(Application) if each.applicant.person]
    taken += [each for each in repository.elsewhere if each.startswith("p-") and each[2:].isdecimal()]
    return f"p-{max((int(person[2:]) for person in taken), default=0) + 1:04d}"


def add_application(
    repository: Snapshot, call: str, came: Received, *, new_body: tuple[str, BodyKind] | None = None
) -> Plan:
    """An application with the next number; with `new_body` (its name and kind) also the body that applies.

    One that came in after the deadline is marked as late: kept like every other, and out of the competition.
    """
    number = next_number(repository, call)
    id_ = f"{call}-{number:03}"
    edits: list[Edit] = []
    if new_body is not None and came.body is not None:
        name, kind = new_body
        body = {"kind": "body", "id": came.body, "name": name, "body": kind}
        edits.append(CreateFile(f"concept/bodies/{came.body}.yaml", body))
    content = written(id_, call, number, came)
    if (found := repository.get(Call, call)) is not None and came_late(found, came.received):
        content["ineligible"] = [Ineligible.LATE]
    edits.append(CreateFile(f"applications/{call}/{id_}.yaml", content))
    return Plan(text("Application {id}: {title}", id=id_, title=came.title), tuple(edits))


def came_late(call: Call, received: Moment) -> bool:
    """Whether this is after the call's deadline; a call without one has no late applications."""
    return call.closes is not None and received.local > call.closes.local


def written(id: str, call: str, number: int, came: Received) -> dict[str, Plain]:  # noqa: A002
    """The record of an application in the order of its file, without what is not given."""
    who = {"applicant": came.applicant, "body": came.body, "person": came.person}
    least: dict[str, Plain] | None = None
    if came.minimum is not None:
        least = {"share" if isinstance(came.minimum, Share) else "amount": came.minimum}
    record: dict[str, Plain] = {
        "kind": "application",
        "id": id,
        "call": call,
        "number": number,
        "title": came.title,
        "summary": came.summary,
        "applicant": {key: value for key, value in who.items() if value is not None},
        "themes": list(came.themes),
        "recommendations": list(came.recommendations) or None,
        "period": {"start": came.start, "end": came.end},
        "received": came.received,
        "costs": [cost_line(each) for each in came.costs],
        "financing": [fund_line(each) for each in came.financing],
        "requested": came.requested,
        "minimum": least,
        "deducts_vat": came.deducts_vat or None,
        "work_in_kind": came.work_in_kind,
    }
    return {key: value for key, value in record.items() if value is not None}


def cost_line(item: CostItem) -> dict[str, Plain]:
    """A line of a cost plan as it is written."""
    line: dict[str, Plain] = {"item": item.item, "amount": item.amount}
    return line if item.eligible else {**line, "eligible": False}


def fund_line(item: FundItem) -> dict[str, Plain]:
    """A line of a finance plan as it is written."""
    line: dict[str, Plain] = {"item": item.item, "fund": item.fund, "amount": item.amount}
    return line if item.secured else {**line, "secured": False}


def advise(repository: Snapshot, application: Application, advice: Advice) -> Plan:
    """Advice that was given."""
    entry: dict[str, Plain] = {"date": advice.date}
    if advice.note is not None:
        entry["note"] = advice.note
    path = repository.entry(application).path
    return Plan(text("Advice on {id}", id=application.id), (Append(path, ("advice",), entry),))


def record_papers(repository: Snapshot, application: Application, entry: PapersEntry) -> Plan:
    """One step in making an application complete; a lapse also puts it out as incomplete."""
    path = repository.entry(application).path
    step: dict[str, Plain] = {"date": entry.date, "event": entry.event}
    if entry.papers:
        step["papers"] = list(dict.fromkeys(entry.papers))
    if entry.due is not None:
        step["due"] = entry.due
    if entry.note is not None:
        step["note"] = entry.note
    edits: list[Edit] = [Append(path, ("papers",), step)]
    if entry.event is PapersEvent.LAPSED and Ineligible.INCOMPLETE not in application.ineligible:
        edits.append(Append(path, ("ineligible",), Ineligible.INCOMPLETE))
    return Plan(text("Papers of {id}: {event}", id=application.id, event=entry.event), tuple(edits))


def put_out(
    repository: Snapshot, application: Application, reasons: Sequence[Ineligible], note: str | None = None
) -> Plan:
    """The application takes no part, for these reasons; those that stand there already stay."""
    path = repository.entry(application).path
    more = [reason for reason in dict.fromkeys(reasons) if reason not in application.ineligible]
    edits: list[Edit] = [Append(path, ("ineligible",), reason) for reason in more]
    if note is not None:
        edits.append(SetField(path, ("ineligible_note",), note))
    return Plan(
        text("{id} takes no part: {reasons}", id=application.id, reasons=tuple(reasons)), tuple(edits)
    )


def adapt(repository: Snapshot, application: Application, plan: AdaptedPlan) -> Plan:
    """The cost and finance plan that the grantee adapted to a partial award."""
    entry: dict[str, Plain] = {
        "received": plan.received,
        "costs": [cost_line(each) for each in plan.costs],
        "financing": [fund_line(each) for each in plan.financing],
    }
    path = repository.entry(application).path
    return Plan(text("Adapted plan of {id}", id=application.id), (Append(path, ("adapted",), entry),))


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """What the examination of an application has found; None leaves what stands there."""

    de_minimis: DeMinimis | None = None
    deducts_vat: bool | None = None
    work_in_kind: str | None = None
    early_requested: datetime.date | None = None
    early_consented: datetime.date | None = None
    recommendations: tuple[str, ...] | None = None


def examine(repository: Snapshot, application: Application, found: Examined) -> Plan:
    """Enters what the examination has found."""
    fields: list[tuple[tuple[str, ...], Plain]] = [
        (("de_minimis",), found.de_minimis),
        (("deducts_vat",), found.deducts_vat),
        (("work_in_kind",), found.work_in_kind),
        (("early_start", "requested"), found.early_requested),
        (("early_start", "consented"), found.early_consented),
        (("recommendations",), None if found.recommendations is None else list(found.recommendations)),
    ]
    path = repository.entry(application).path
    return Plan(
        text("Examination of {id}", id=application.id),
        tuple(SetField(path, field, value) for field, value in fields if value is not None),
    )


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """What an application really says, where it was recorded otherwise; None leaves what stands there."""

    title: str | None = None
    summary: str | None = None
    themes: tuple[str, ...] | None = None
    recommendations: tuple[str, ...] | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    costs: tuple[CostItem, ...] | None = None
    financing: tuple[FundItem, ...] | None = None
    requested: Money | None = None
    minimum: Money | Share | None = None


def correct(repository: Snapshot, application: Application, said: Corrected) -> Plan:
    """Enters what the application really says. Of the plans only the lines change that differ."""
    least: dict[str, Plain] | None = None
    if said.minimum is not None:
        least = {"share" if isinstance(said.minimum, Share) else "amount": said.minimum}
    fields: list[tuple[tuple[str, ...], Plain]] = [
        (("title",), said.title),
        (("summary",), said.summary),
        (("themes",), None if said.themes is None else list(said.themes)),
        (("recommendations",), None if said.recommendations is None else list(said.recommendations)),
        (("period", "start"), said.start),
        (("period", "end"), said.end),
        (("requested",), said.requested),
        (("minimum",), least),
    ]
    path = repository.entry(application).path
    edits: list[Edit] = [SetField(path, field, value) for field, value in fields if value is not None]
    if said.costs is not None:
        before = [cost_line(each) for each in application.costs]
        edits += _line_edits(path, "costs", before, [cost_line(each) for each in said.costs])
    if said.financing is not None:
        before = [fund_line(each) for each in application.financing]
        edits += _line_edits(path, "financing", before, [fund_line(each) for each in said.financing])
    return Plan(text("Application {id}: corrected", id=application.id), tuple(edits))


def _line_edits(
    path: str, name: str, before: Sequence[dict[str, Plain]], after: Sequence[dict[str, Plain]]
) -> list[Edit]:
    """The smallest edits where the lines keep their order, so that comments beside the others stay."""
    names = [(each["item"], each.get("fund")) for each in before]
    left = {(each["item"], each.get("fund")): each for each in after}
    kept = [each for each in names if each in left]
    if len(set(names)) < len(names) or [*left][: len(kept)] != kept or len(left) < len(after):
        return [SetField(path, (name,), list(after))]
    edits: list[Edit] = []
    gone: list[Edit] = []
    for position, (key, line) in enumerate(zip(names, before, strict=True)):
        now = left.pop(key, None)
        if now is None:
            gone.insert(0, RemoveField(path, (name, position)))
            continue
        edits += [
            SetField(path, (name, position, field), value)
            for field, value in now.items()
            if line.get(field) != value
        ]
        edits += [RemoveField(path, (name, position, field)) for field in line if field not in now]
    edits += [Append(path, (name,), line) for line in left.values()]
    return [*edits, *gone]
