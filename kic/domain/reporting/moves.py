"""What can happen to reports and their examination: proposals, without judgement. The rules say what may be."""

import datetime
from collections.abc import Callable, Iterable, Sequence

import msgspec

from kic.core.plan import Append, CreateFile, Edit, Plain, Plan, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money, Number
from kic.domain.applications import Application, CostItem, FundItem, PapersEntry, Period
from kic.domain.applications.moves import cost_line, fund_line
from kic.domain.calls import ReportKind
from kic.domain.notices import Interest, NoticeKind
from kic.domain.notices.moves import Drafted, draft, entry
from kic.domain.reporting import Accepted, Cut, CutReason, Receipt, Report, Sample
from kic.domain.reporting.final_sum import FinalSum, plain
from kic.domain.reporting.standing import (
    claim_of,
    claimed_already,
    examination_of,
    grant_before_settlement,
)

LETTERS = {ReportKind.INTERIM: "zb", ReportKind.FINAL: "sb", ReportKind.PROOF_OF_USE: "vn"}
"""Zwischenbericht, Schlussbericht and Verwendungsnachweis, as they stand in ids."""


def next_id(repository: Snapshot, application: str, letters: str) -> str:
    """The next free id: `2026-1-013-vn1` for a proof of use, `-zb1`, `-sb1`, `-pv1` for an examination note."""
    number = 1
    while repository.taken(f"{application}-{letters}{number}"):
        number += 1
    return f"{application}-{letters}{number}"


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it came in; what is None or empty is left out of its file."""

    application: Application
    report: ReportKind
    received: datetime.date
    replaces: str | None = None
    period: Period | None = None
    summary: str | None = None
    participants: int | None = None
    costs: tuple[CostItem, ...] = ()
    financing: tuple[FundItem, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    note: str | None = None


def receive(repository: Snapshot, came: Received) -> Plan:
    """A report that came in, as a record of its own."""
    application = came.application
    id_ = next_id(repository, application.id, LETTERS[came.report])
    record: dict[str, Plain] = {
        "kind": "report",
        "id": id_,
        "invented": application.invented or None,
        "application": application.id,
        "report": came.report,
        "received": came.received,
        "replaces": came.replaces,
        "period": None if came.period is None else {"start": came.period.start, "end": came.period.end},
        "summary": came.summary,
        "participants": came.participants,
        "costs": [cost_line(each) for each in came.costs] or None,
        "financing": [fund_line(each) for each in came.financing] or None,
        "receipts": [entry(each) for each in came.receipts] or None,
        "note": came.note,
    }
    return Plan(
        text("Report on {id}: {report}", id=application.id, report=came.report),
        (CreateFile(f"reports/{application.id}/{id_}.yaml", _told(record)),),
    )


def enter_figures(
    repository: Snapshot,
    report: Report,
    *,
    costs: Sequence[CostItem] | None = None,
    financing: Sequence[FundItem] | None = None,
    receipts: Sequence[Receipt] | None = None,
) -> Plan:
    """The figures of a report that is there; None leaves what stands."""
    path = repository.entry(report).path
    fields: list[tuple[str, Plain, bool]] = []
    if costs is not None:
        fields.append(("costs", [cost_line(each) for each in costs], tuple(costs) == report.costs))
    if financing is not None:
        fields.append(
            ("financing", [fund_line(each) for each in financing], tuple(financing) == report.financing)
        )
    if receipts is not None:
        fields.append(("receipts", [entry(each) for each in receipts], tuple(receipts) == report.receipts))
    edits: tuple[Edit, ...] = tuple(
        SetField(path, (name,), value) for name, value, same in fields if not same
    )
    return Plan(text("Figures of {id}", id=report.id), edits)


def record_request(repository: Snapshot, report: Report, step: PapersEntry) -> Plan:
    """One step in making a report complete: asked, received, complete."""
    return Plan(
        text("Report {id}: {event}", id=report.id, event=step.event),
        (Append(repository.entry(report).path, ("requests",), entry(step)),),
    )


# -- examination ---------------------------------------------------------------------------------------


Say = Callable[[Text], str]
"""Puts a sentence into the words of the municipality's language."""


def proposed_cuts(
    sums: FinalSum, report: Report, period: Period, spared: Iterable[str], overrun: Number, say: Say
) -> tuple[Cut, ...]:
    """The cuts that plan and period suggest, without the items that are spared: judged otherwise already.

    An item that the plan has not is cut in full, one that exceeds what is allowed by what lies above. Receipts
    outside of the period are cut, as far as their item is not cut already. `sums` are those without any cut.
    """
    known = {plain(each) for each in spared}
    cuts: list[Cut] = []
    for line in sums.costs:
        if plain(line.item) in known or not line.eligible or not line.actual.cents > 0:
            continue
        cut = line.above.cents
        if line.planned is None:
            why = say(text("The plan does not have this item."))
            cuts.append(Cut(item=line.item, amount=line.above, cut=CutReason.NOT_IN_PLAN, reason=why))
        elif cut:
            why = say(
                text(
                    "Planned {planned}; without consent an item may cost {percent} % more: {allowed}.",
                    planned=line.planned,
                    percent=overrun,
                    allowed=line.allowed,
                )
            )
            cuts.append(Cut(item=line.item, amount=line.above, cut=CutReason.ITEM_OVERRUN, reason=why))
        outside = _outside(report, period, line.item)
        more = min(sum(each.amount.cents for each in outside), line.actual.cents) - cut
        if more > 0:
            why = say(
                text(
                    "Receipts outside of the period from {start} to {end}: {numbers}.",
                    start=period.start,
                    end=period.end,
                    numbers=tuple(each.number for each in outside),
                )
            )
            cuts.append(Cut(item=line.item, amount=Money(more), cut=CutReason.OUTSIDE_PERIOD, reason=why))
    return tuple(cuts)


def _outside(report: Report, period: Period, item: str) -> list[Receipt]:
    """The receipts of an item that lie outside of the period."""
    return [
        each
        for each in report.receipts
        if plain(each.item) == plain(item) and not period.start <= each.date <= period.end
    ]


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What an examination note (Prüfvermerk) says."""

    date: datetime.date
    role: str
    sample: Sample | None = None
    cuts: tuple[Cut, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    known: datetime.date | None = None
    result: str | None = None


def examine(repository: Snapshot, report: Report, note: Note, sums: FinalSum) -> Plan:
    """The examination note on a proof of use, with the figures that were computed."""
    id_ = next_id(repository, report.application, "pv")
    sample: dict[str, Plain] | None = None
    if note.sample is not None:
        sample = {"seed": note.sample.seed, "receipts": [entry(each) for each in note.sample.receipts]}
    record: dict[str, Plain] = {
        "kind": "examination",
        "id": id_,
        "invented": report.invented or None,
        "application": report.application,
        "report": report.id,
        "date": note.date,
        "role": note.role,
        "sample": sample,
        "cuts": [entry(each) for each in note.cuts] or None,
        "accepted": [entry(each) for each in note.accepted] or None,
        "eligible": sums.eligible,
        "funds": sums.funds,
        "final": sums.final,
        "known": note.known,
        "result": note.result,
    }
    return Plan(
        text("Examination of {id}: final sum {final}", id=report.id, final=sums.final),
        (CreateFile(f"reports/{report.application}/{id_}.yaml", _told(record)),),
    )


# -- settlement and clawback ---------------------------------------------------------------------------


def settle(
    repository: Snapshot, application: Application, *, reason: str | None = None, file: str | None = None
) -> Plan:
    """The draft of the settlement notice (Schlussbescheid): the examined final sum takes the award's place."""
    found = grant_before_settlement(repository, application.id)
    examined = examination_of(repository, application.id)
    said = Drafted(
        application=application,
        notice=NoticeKind.SETTLEMENT,
        changes=None if found is None else found.last.id,
        examination=None if examined is None else examined.id,
        file=file,
        before=None if found is None else found.amount,
        amount=None if examined is None else examined.final,
        reason=reason,
    )
    return draft(repository, [said])


def claw_back(
    repository: Snapshot,
    application: Application,
    *,
    interest: Interest | None,
    known: datetime.date | None = None,
    reason: str | None = None,
    file: str | None = None,
) -> Plan:
    """The draft of the clawback notice (Erstattungsbescheid): what was paid, less what came back and what stands.

    It is a draft: the grantee is heard before it is issued (§ 28 VwVfG). `known` is by default that of the
    examination.
    """
    claim = claim_of(repository, application.id)
    examined = examination_of(repository, application.id)
    found = grant_before_settlement(repository, application.id)
    ground = claim.ground or (found.notice if found is not None else None)
    said = Drafted(
        application=application,
        notice=NoticeKind.CLAWBACK,
        changes=None if ground is None else ground.id,
        examination=None if examined is None else examined.id,
        file=file,
        before=claim.stands,
        amount=Money(max(0, claim.amount.cents - claimed_already(repository, application.id).cents)),
        known=known or (examined.known if examined is not None else None),
        interest=interest,
        reason=reason,
    )
    return draft(repository, [said])


def _told(record: dict[str, Plain]) -> dict[str, Plain]:
    return {key: value for key, value in record.items() if value is not None}
