"""Letters while money is paid and accounted for: payment, reminder."""

from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.documents.letters import Writing
from kic.documents.letters.head import head
from kic.domain.applications import Application
from kic.domain.calls import ReportKind
from kic.domain.notices import Notice
from kic.domain.notices.grant import reports_due
from kic.domain.payments import Payment, PaymentEvent, PaymentKind
from kic.domain.reporting import Report
from kic.domain.reporting.standing import owed
from kic.errors import UsageError


def payouts(repository: Snapshot, call: str) -> tuple[str, ...]:
    """The ids of a call's payouts that are ordered."""
    return tuple(
        sorted(
            each.id
            for each in repository.all(Payment)
            if each.call == call
            and each.payment is PaymentKind.PAYOUT
            and each.step(PaymentEvent.ORDERED) is not None
        )
    )


def reporting(repository: Snapshot, call: str) -> tuple[str, ...]:
    """The ids of a call's applications of which a report is still to come."""
    return tuple(
        sorted(
            each.id
            for each in repository.all(Application)
            if each.call == call and any(one.report is None for one in owed(repository, each))
        )
    )


def payment_notice(writing: Writing, id: str) -> dict[str, Any]:  # noqa: A002
    """That an instalment is paid: how much, to which account, of which award, what is left, which report comes next.

    What is left is so on the letter's day: what was ordered later does not count.
    Of the account, which only the private overlay knows, the last four signs are told: enough to see a mistake.
    """
    repository = writing.repository
    payment = repository.get(Payment, id)
    application = repository.get(Application, payment.application) if payment is not None else None
    notice = repository.get(Notice, payment.notice) if payment is not None else None
    if payment is None or application is None or payment.payment is not PaymentKind.PAYOUT:
        raise UsageError("{id} is no payout.", id=id)
    ordered = payment.step(PaymentEvent.ORDERED)
    data = head(
        writing,
        application,
        title=text("Notice of payment"),
        file=notice.file if notice is not None else None,
    )
    if ordered is not None:
        data["letter"]["date"] = ordered.date
    data["payment"] = {"amount": payment.amount, "instalment": payment.instalment}
    payee = writing.directory.get(application.applicant.person or application.applicant.body or "")
    bank = payee.bank if payee is not None else None
    data["account"] = {"ends": bank.iban[-4:], "holder": bank.holder} if bank is not None else None
    award = notice.amount if notice is not None else None
    paid = sum(
        each.amount.cents
        for each in repository.all(Payment)
        if each.application == application.id
        and each.payment is PaymentKind.PAYOUT
        and (each.booked or each.open)
        and (step := each.step(PaymentEvent.ORDERED)) is not None
        and (ordered is None or step.date <= ordered.date)
    )
    data["award"] = award
    data["left"] = type(payment.amount)(award.cents - paid) if award is not None else None
    data["reports"] = [
        {"report": each.report, "due": each.due}
        for each in reports_due(repository, application.id)
        if not any(
            one.report is each.report for one in repository.all(Report) if one.application == application.id
        )
    ]
    return data


def reminder(writing: Writing, id: str) -> dict[str, Any]:  # noqa: A002
    """Which report is due soon or overdue: a friendly word before the day, a request after it."""
    repository = writing.repository
    application = repository.get(Application, id)
    if application is None:
        raise UsageError("There is no application {id}.", id=id)
    missing = sorted(
        (each for each in owed(repository, application) if each.report is None), key=lambda one: one.due.due
    )
    if not missing:
        raise UsageError("No report of {id} is missing.", id=id)
    first, *later = (each.due for each in missing)
    late = first.due < writing.dated
    data = head(writing, application, title=text("Reminder"))
    data["late"] = late
    data["report"] = {
        "report": first.report,
        "due": first.due,
        "proof": any(
            each.due.report is ReportKind.PROOF_OF_USE and each.due.due < writing.dated for each in missing
        ),
    }
    data["overdue"] = [{"report": each.report, "due": each.due} for each in later if each.due < writing.dated]
    data["others"] = [{"report": each.report, "due": each.due} for each in later if each.due >= writing.dated]
    return data
