"""What is due of payments and reports: payouts, proofs of use, their examination, money that has to come back."""

import datetime
from collections.abc import Iterator, Sequence

from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.agenda import Day, Due, DueKind, Owes
from kic.domain.calls import ReportKind
from kic.domain.notices import Notice, NoticeKind
from kic.domain.notices.grant import Grant, blocking, grant
from kic.domain.notices.standing import finality_day, issued_on, notices_of, set_aside_on
from kic.domain.payments import Payment, PaymentEvent, PaymentKind
from kic.domain.payments.standing import asked_for, ended, is_payout, moved_by, next_event, payments_of
from kic.domain.periods.defaults import procedure
from kic.domain.periods.delivery import limitation_end, revocation_limit
from kic.domain.reporting import Examination, Report
from kic.domain.reporting.standing import (
    Owed,
    all_owed,
    claim_of,
    clawback_of,
    examination_of,
    papers_of,
)
from kic.domain.settings import Settings

# -- payments ------------------------------------------------------------------------------------------


def of_payments(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Payments on their way, instalments that can be paid, money that has to come back."""
    for payment in repository.all(Payment):
        yield from _on_its_way(repository, payment, day)
    for application in _noticed(repository):
        found = grant(repository, application)
        if found is not None:
            yield from _payable(repository, application, found, day)
            yield from _unclaimed(repository, application, day)


def _noticed(repository: Snapshot) -> dict[str, None]:
    """The applications that have notices, each once, in the order of the files."""
    return dict.fromkeys(each.application for each in repository.all(Notice))


def _on_its_way(repository: Snapshot, payment: Payment, day: Day) -> Iterator[Due]:
    event = next_event(payment)
    if event is None:
        return
    if not is_payout(payment):
        said = (
            text("repayment of {amount}", amount=payment.amount)
            if payment.payment is PaymentKind.REPAYMENT
            else text("interest of {amount}", amount=payment.amount)
        )
        more = day.until if payment.due is not None else day.since
        yield from more(
            payment.due or (payment.steps[-1].date if payment.steps else payment.requested),
            kind=DueKind.REPAYMENT,
            record=payment.id,
            key="repayment",
            what=said,
            owes=Owes.APPLICANT,
        )
        return
    said = text("payout of {amount}, next step: {event}", amount=payment.amount, event=event)
    yield from day.since(
        payment.steps[-1].date if payment.steps else payment.requested,
        kind=DueKind.PAYMENT,
        record=payment.id,
        key="payout",
        what=_stopped(repository, payment.application, payment.instalment, said, day),
        owes=Owes.TREASURY if event is PaymentEvent.BOOKED else Owes.OFFICE,
        source="§ 25 GemHVO RLP",
    )


def _payable(repository: Snapshot, application: str, found: Grant, day: Day) -> Iterator[Due]:
    """Instalments that nobody has asked for; without instalments the award, once it is final."""
    payments = payments_of(repository, application)
    if found.amount <= asked_for(payments) or found.last.notice is NoticeKind.REVOCATION:
        return
    final = finality_day(repository, found.notice, careful=True)
    if final is None:
        return
    for number, first, said in _stages(found, payments, final):
        yield from day.since(
            first,
            kind=DueKind.PAYMENT,
            record=found.notice.id,
            key=f"instalment-{number or 0}",
            what=_stopped(repository, application, number, said, day),
            owes=Owes.APPLICANT,
        )


def _stages(
    found: Grant, payments: Sequence[Payment], final: datetime.date
) -> Iterator[tuple[int | None, datetime.date, Text]]:
    """What can be asked for and has not been: instalments, or the award at once, with the first day for it."""
    if not found.instalments and not payments:
        yield None, final, text("the award can be paid")
    paid = {each.instalment for each in payments if is_payout(each) and not ended(each)}
    for each in found.instalments:
        if each.number not in paid:
            said = text("instalment {number} of {amount} can be paid", number=each.number, amount=each.amount)
            yield each.number, max(final, each.not_before or final), said


def _stopped(repository: Snapshot, application: str, instalment: int | None, said: Text, day: Day) -> Text:
    """The same with the open prerequisites that stop a payout today."""
    held = blocking(repository, application, instalment, day.today)
    stopped = tuple(dict.fromkeys(each.condition.id for each in held))
    return text("{what}; stopped by {conditions}", what=said, conditions=stopped) if stopped else said


# -- reports and their examination ---------------------------------------------------------------------


def of_reports(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Reports to come, papers missing from them, proofs of use to be examined and settled."""
    for owed in all_owed(repository):
        yield from _report(owed, day)
    for report in repository.all(Report):
        papers = papers_of(report)
        if papers.missing:
            yield from day.until(
                papers.due,
                kind=DueKind.PAPERS,
                record=report.id,
                key="papers",
                what=text("missing papers: {papers}", papers=papers.missing),
                owes=Owes.APPLICANT,
            )
    examined = dict.fromkeys(each.application for each in repository.all(Examination))
    for application in examined:
        yield from _examined(repository, application, day)


def _report(owed: Owed, day: Day) -> Iterator[Due]:
    due = owed.due
    if owed.report is None:
        said = text("report: {report}", report=due.report)
        if due.due != due.first:
            said = text("report: {report}, extended from {first}", report=due.report, first=due.first)
        if due.reminded:
            said = text("{what}; reminded on {day}", what=said, day=due.reminded[-1])
        yield from day.until(
            due.due,
            kind=DueKind.REPORT,
            record=owed.application.id,
            key=f"report-{due.report.value}-{due.first.isoformat()}",
            what=said,
            owes=Owes.APPLICANT,
            source=due.source.id,
        )
    elif owed.report.report is ReportKind.PROOF_OF_USE and owed.examination is None:
        yield from day.since(
            owed.report.received,
            kind=DueKind.EXAMINATION,
            record=owed.report.id,
            key="examination",
            what=text("proof of use to be examined"),
            owes=Owes.OFFICE,
        )


def _examined(repository: Snapshot, application: str, day: Day) -> Iterator[Due]:
    """After the examination: the notice that settles it, and the limits of a revocation and of interest."""
    examination = examination_of(repository, application)
    if examination is None:
        return
    notices = [each for each in notices_of(repository, application) if set_aside_on(each) is None]
    settled = any(each.notice is NoticeKind.SETTLEMENT and issued_on(each) is not None for each in notices)
    if not settled:
        yield from day.since(
            examination.date,
            kind=DueKind.NOTICE,
            record=examination.id,
            key="settlement",
            what=text("examined, and the final sum of {amount} is not fixed yet", amount=examination.final),
            owes=Owes.OFFICE,
        )
    clawback = clawback_of(repository, application)
    if clawback is not None and issued_on(clawback) is not None:
        return
    claim = claim_of(repository, application)
    standing = min(claim.stands.cents, examination.final.cents)
    if not settled and standing == claim.stands.cents and not claim.amount:
        return  # nothing is taken back
    if settled and not claim.amount:
        return
    known = min(
        (each.known for each in notices if each.known is not None and issued_on(each) is None),
        default=examination.known or examination.date,
    )
    yield from _limits(repository, application, examination, known, day)


def _limits(
    repository: Snapshot, application: str, examination: Examination, known: datetime.date, day: Day
) -> Iterator[Due]:
    settings = repository.only(Settings)
    values = procedure(settings)
    yield from day.until(
        revocation_limit(known, settings).unmoved,
        kind=DueKind.LIMIT,
        record=examination.id,
        key="revocation",
        what=text("last day to take the award back, of which all is known since {day}", day=known),
        owes=Owes.OFFICE,
        source=values.revocation_months.source,
        confirmed=values.revocation_months.confirmed,
    )
    paid = [
        step.date
        for each in payments_of(repository, application)
        if is_payout(each) and moved_by(each) and (step := each.step(PaymentEvent.BOOKED)) is not None
    ]
    if paid:
        yield from _limitation(examination.id, min(paid), settings, day)


def _limitation(record: str, arisen: datetime.date, settings: Settings | None, day: Day) -> Iterator[Due]:
    years = procedure(settings).limitation_years
    yield from day.until(
        limitation_end(arisen, settings),
        kind=DueKind.LIMIT,
        record=record,
        key="limitation",
        what=text("last day before interest from {day} on is time-barred", day=arisen),
        owes=Owes.OFFICE,
        source=years.source,
        confirmed=years.confirmed,
    )


def _unclaimed(repository: Snapshot, application: str, day: Day) -> Iterator[Due]:
    """A clawback that was issued: money that nobody has ordered to come in yet, and the limitation of interest."""
    clawback = clawback_of(repository, application)
    issued = issued_on(clawback) if clawback is not None else None
    if clawback is None or issued is None:
        return
    payments = [each for each in payments_of(repository, application) if not ended(each)]
    claim = claim_of(repository, application).amount
    if claim and not any(each.payment is PaymentKind.REPAYMENT for each in payments):
        yield from day.since(
            issued,
            kind=DueKind.REPAYMENT,
            record=clawback.id,
            key="claim",
            what=text("{amount} are claimed back, and no incoming payment is ordered", amount=claim),
            owes=Owes.OFFICE,
            source="§ 25 GemHVO RLP",
        )
    interest = clawback.interest
    paid = any(each.payment is PaymentKind.INTEREST and each.booked for each in payments)
    if interest is not None and interest.waived is None and not paid:
        yield from _limitation(clawback.id, interest.since, repository.only(Settings), day)
