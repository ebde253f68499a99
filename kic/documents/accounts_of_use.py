"""Reports shown: which are due, came and were examined; and one proof of use with plan against actual."""

import datetime

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.text import Text
from kic.core.values import Money, Number, Share
from kic.domain.applications import Application, FundKind, Period
from kic.domain.calls import Call, Financing, ReportKind
from kic.domain.meetings import Meeting, Result
from kic.domain.notices import NoticeKind
from kic.domain.payments.standing import paid_back, paid_out, payments_of
from kic.domain.reporting import CutReason, Report
from kic.domain.reporting.final_sum import FinalSum, StepKind
from kic.domain.reporting.interest import DAY_COUNT, InterestDue
from kic.domain.reporting.standing import (
    Owed,
    all_owed,
    booked_payouts,
    claim_of,
    clawback_of,
    examination_of,
    final_sum_of,
    grant_before_settlement,
    interest_of,
    owed,
    papers_of,
    period_of,
    reports_of,
)


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A report that is owed, or that came without being owed. `state` is the last thing that happened.

    `state` is one of `due`, `overdue`, `incomplete`, `received`, `noted`, `examined`, `settled`.
    """

    application: str
    title: str
    report: ReportKind
    due: datetime.date | None
    received: datetime.date | None
    id: str | None
    state: str
    missing: tuple[str, ...]
    noted: datetime.date | None
    final: Money | None


def lines(
    repository: Snapshot, today: datetime.date, only: Application | Call | None = None
) -> tuple[Line, ...]:
    """Every report that is owed or came, overdue first, then by day; of one application or call only, if named."""
    found: list[Line] = []
    shown: set[str] = set()
    noted = _noted(repository)
    for each in owed(repository, only) if isinstance(only, Application) else all_owed(repository):
        if isinstance(only, Call) and each.application.call != only.id:
            continue
        if each.report is not None:
            shown.add(each.report.id)
        found.append(_line(repository, each, today, noted))
    for report in repository.all(Report):
        application = repository.get(Application, report.application)
        if report.id in shown or application is None:
            continue
        if only is None or only.id in (application.id, application.call):
            found.append(_unasked(repository, application, report, noted))
    return tuple(sorted(found, key=_order))


def _order(line: Line) -> tuple[bool, datetime.date, str]:
    return (line.state != "overdue", line.due or line.received or datetime.date.max, line.application)


def _line(repository: Snapshot, each: Owed, today: datetime.date, noted: dict[str, datetime.date]) -> Line:
    application, report = each.application, each.report
    if report is None:
        return Line(
            application=application.id,
            title=application.title,
            report=each.due.report,
            due=each.due.due,
            received=None,
            id=None,
            state="overdue" if each.missing(today) else "due",
            missing=(),
            noted=None,
            final=None,
        )
    return msgspec.structs.replace(_unasked(repository, application, report, noted), due=each.due.due)


def _unasked(
    repository: Snapshot, application: Application, report: Report, noted: dict[str, datetime.date]
) -> Line:
    missing = papers_of(report).missing
    examined = examination_of(repository, application.id)
    mine = examined if examined is not None and examined.report == report.id else None
    state = "incomplete" if missing else "noted" if report.id in noted else "received"
    if mine is not None:
        state = "settled" if claim_of(repository, application.id).ground is not None else "examined"
    return Line(
        application=application.id,
        title=application.title,
        report=report.report,
        due=None,
        received=report.received,
        id=report.id,
        state=state,
        missing=missing,
        noted=noted.get(report.id),
        final=mine.final if mine is not None else None,
    )


def _noted(repository: Snapshot) -> dict[str, datetime.date]:
    """The day on which the committee took note of a report, by the report's id."""
    days: dict[str, datetime.date] = {}
    if not repository.all(Report):
        return days
    for meeting in repository.all(Meeting):
        for item in meeting.items:
            if item.result is Result.NOTED:
                days.update((id_, meeting.starts.local.date()) for id_ in item.about)
    return days


# -- one account ---------------------------------------------------------------------------------------


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """An item, planned and actual."""

    item: str
    planned: Money | None
    actual: Money
    eligible: bool
    allowed: Money
    cut: Money
    recognised: Money


class Fund(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the financing, planned and actual."""

    item: str
    fund: FundKind
    planned: Money | None
    actual: Money


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure on the way to the final sum, its sentence and its source."""

    step: StepKind
    sentence: Text
    amount: Money
    source: str


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A cut with its reason."""

    item: str
    amount: Money
    cut: CutReason
    reason: str


class InterestSpan(msgspec.Struct, frozen=True, kw_only=True):
    """Days at one rate."""

    first: datetime.date
    last: datetime.date
    days: int
    principal: Money
    base: Number | None
    source: str | None


class InterestShown(msgspec.Struct, frozen=True, kw_only=True):
    """Interest up to a day; `amount` is None while a half-year's rate is unknown."""

    since: datetime.date
    until: datetime.date
    points: Number
    spans: tuple[InterestSpan, ...]
    unknown: tuple[datetime.date, ...]
    amount: Money | None
    counted: str


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """The account of one grant: what was given and paid, what the proof of use says, and what comes of it.

    `award` is what stood before the settlement, `fixed` the sum that an issued settlement notice gives.
    """

    application: str
    title: str
    award: Money | None
    fixed: Money | None
    financing: Financing | None
    rate: Share | None
    period: Period
    paid: Money
    returned: Money
    reports: tuple[Line, ...]
    report: str | None
    costs: tuple[Cost, ...]
    funds: tuple[Fund, ...]
    receipts: int
    sampled: tuple[int, ...]
    seed: str | None
    cuts: tuple[Taken, ...]
    figures: tuple[Figure, ...]
    final: Money | None
    examined: str | None
    needs_revocation: bool
    claim: Money
    forgone: Money
    clawback: str | None
    interest: InterestShown | None


def account(repository: Snapshot, application: Application, today: datetime.date) -> Account:
    """The account of a grant as it stands; figures are computed from what there is, examined or not."""
    given = grant_before_settlement(repository, application.id)
    examined = examination_of(repository, application.id)
    proofs = [
        each for each in reports_of(repository, application.id) if each.report is ReportKind.PROOF_OF_USE
    ]
    report = proofs[-1] if proofs else None
    if examined is not None:
        report = repository.get(Report, examined.report) or report
    cuts = examined.cuts if examined is not None else ()
    on = examined.date if examined is not None else None
    sums = final_sum_of(repository, report, cuts, on) if report is not None else None
    payments = payments_of(repository, application.id)
    clawback = clawback_of(repository, application.id)
    claim = claim_of(repository, application.id)
    due = interest_of(repository, clawback, today) if clawback is not None else None
    return Account(
        application=application.id,
        title=application.title,
        award=None if given is None else given.amount,
        fixed=claim.stands
        if claim.ground is not None and claim.ground.notice is NoticeKind.SETTLEMENT
        else None,
        financing=None if sums is None else sums.terms.financing,
        rate=None if sums is None else sums.terms.rate,
        period=period_of(repository, application),
        paid=paid_out(payments),
        returned=paid_back(payments),
        reports=lines(repository, today, application),
        report=None if report is None else report.id,
        costs=_costs(sums),
        funds=_funds(sums),
        receipts=0 if report is None else len(report.receipts),
        sampled=()
        if examined is None or examined.sample is None
        else tuple(each.number for each in examined.sample.receipts),
        seed=examined.sample.seed if examined is not None and examined.sample is not None else None,
        cuts=tuple(
            Taken(item=each.item, amount=each.amount, cut=each.cut, reason=each.reason) for each in cuts
        ),
        figures=figures(sums),
        final=None if sums is None else sums.final,
        examined=None if examined is None else examined.id,
        needs_revocation=sums is not None
        and sums.needs_revocation
        and given is not None
        and sums.final < given.amount,
        claim=claim.amount,
        forgone=claim.forgone,
        clawback=None if clawback is None else clawback.id,
        interest=None if due is None else shown_interest(due),
    )


def _costs(sums: FinalSum | None) -> tuple[Cost, ...]:
    if sums is None:
        return ()
    return tuple(
        Cost(
            item=each.item,
            planned=each.planned,
            actual=each.actual,
            eligible=each.eligible,
            allowed=each.allowed,
            cut=each.cut,
            recognised=each.recognised,
        )
        for each in sums.costs
    )


def _funds(sums: FinalSum | None) -> tuple[Fund, ...]:
    if sums is None:
        return ()
    return tuple(
        Fund(item=each.item, fund=each.fund, planned=each.planned, actual=each.actual)
        for each in sums.financing
    )


def figures(sums: FinalSum | None) -> tuple[Figure, ...]:
    """Every figure on the way to a final sum."""
    if sums is None:
        return ()
    return tuple(
        Figure(step=each.step, sentence=each.sentence, amount=each.amount, source=each.source)
        for each in sums.steps
    )


def shown_interest(due: InterestDue) -> InterestShown:
    """Interest with each half-year's rate."""
    return InterestShown(
        since=due.since,
        until=due.until,
        points=due.points,
        spans=tuple(
            InterestSpan(
                first=each.first,
                last=each.last,
                days=each.days,
                principal=each.principal,
                base=each.base,
                source=each.source,
            )
            for each in due.spans
        ),
        unknown=due.unknown,
        amount=due.amount,
        counted=DAY_COUNT,
    )


def last_payout(repository: Snapshot, application: str) -> datetime.date | None:
    """The day on which the last payout was booked; None if nothing was paid."""
    return max((day for day, _amount in booked_payouts(repository, application)), default=None)
