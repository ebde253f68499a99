"""What must hold of reports: who owes one, when it came, no new money without the old account, and what stays."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.place import Place
from kic.core.rule import Finding, Rule, change_rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.applications import Application, PapersEvent
from kic.domain.notices import Notice, NoticeKind
from kic.domain.notices.standing import issued_on, notices_of
from kic.domain.payments import Payment, PaymentEvent, PaymentKind
from kic.domain.payments.standing import ended
from kic.domain.reporting import Examination, Report
from kic.domain.reporting.standing import (
    Owed,
    all_owed,
    missing_accounts,
)


def award_issued(repository: Snapshot, application: str) -> Notice | None:
    """The first award notice on an application that was issued, set aside or not; None if there is none."""
    for notice in notices_of(repository, application):
        if notice.notice is NoticeKind.AWARD and issued_on(notice) is not None:
            return notice
    return None


@rule("KIC900", "report-without-award")
def report_without_award(repository: Snapshot) -> Iterator[Finding]:
    """A report is about a grant that was awarded by a notice.

    Why: Only who got a grant has to account for it. A report on another application is a mix-up of ids, and the
    account that is really due seems to be missing.

    Fix: Correct `application`, or record the award notice first.

    Source: ANBest-P no. 6 [M] (the proof of use belongs to the grant).
    """
    for report in repository.all(Report):
        application = repository.get(Application, report.application)
        if application is not None and award_issued(repository, application.id) is None:
            yield found(
                report,
                "application",
                text("no award notice was issued on {application}", application=application.id),
                help=text("correct the application, or issue the award notice first"),
            )


@dated_rule("KIC901", "report-received-when", requires=(report_without_award,))
def report_dates(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A report comes in after the award, and not in the future.

    Why: Deadlines, reminders and the stop on new money count from the day on which it came.

    Fix: Correct `received`.

    Source: ANBest-P no. 6 [M]; data model of kic: a day of receipt is a day that has been.
    """
    for report in repository.all(Report):
        notice = award_issued(repository, report.application)
        issued = issued_on(notice) if notice is not None else None
        if report.received > today:
            yield found(
                report,
                "received",
                text("received on {date}, and today is {today}", date=report.received, today=today),
                help=text("correct the date"),
            )
        elif notice is not None and issued is not None and report.received < issued:
            yield found(
                report,
                "received",
                text(
                    "received on {date}, before the award was issued on {issued}",
                    date=report.received,
                    issued=issued,
                ),
                help=text("correct the date"),
                related=[Related(repository.place(notice, "steps"), text("the award notice"))],
            )


@dated_rule("KIC909", "report-overdue", Severity.WARNING)
def report_overdue(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A report that is due has come.

    Why: A proof of use that does not come may make the award revocable, and stops new money for the grantee. The
    year for a revocation runs from the day on which the office knows all facts.

    Fix: Remind the grantee, or give more time with a reason (both are steps of the notice).

    Source: ANBest-P no. 6 [M] (usually six months after the purpose is met); the day is that of the notice or the call.
    """
    for each in all_owed(repository):
        if each.missing(today):
            source = each.due.source
            yield found(
                each.application,
                (),
                text("due on {date}, and has not come: {report}", date=each.due.due, report=each.due.report),
                help=text("remind the grantee, or give more time with a reason"),
                related=[Related(repository.place(source, "reports"), text("the day it is due"))],
            )


@rule("KIC910", "award-while-account-missing")
def award_while_account_missing(repository: Snapshot) -> Iterator[Finding]:
    """No new award goes out while the applicant owes an old account.

    Why: Who has not shown what became of the last grant gets no new one; across calls and years, and alike for all.

    Fix: Wait for the proof of use, or give more time for it with a reason before the new notice is issued.

    Source: Practice of grant offices (LEZ workshop, Stiftung Nord-Süd-Brücken); equal
    treatment (Art. 3 GG).
    """
    for notice in repository.all(Notice):
        issued = issued_on(notice)
        application = repository.get(Application, notice.application)
        if notice.notice is not NoticeKind.AWARD or issued is None or application is None:
            continue
        for old in missing_accounts(repository, application, issued):
            if old.application.id != application.id:
                yield _stopped(
                    repository,
                    notice,
                    old,
                    text(
                        "issued on {date} while the proof of use on {old} was missing, due on {due}",
                        date=issued,
                        old=old.application.id,
                        due=old.due.due,
                    ),
                )


@rule("KIC911", "payout-while-account-missing")
def payout_while_account_missing(repository: Snapshot) -> Iterator[Finding]:
    """No payout is ordered while the grantee owes an old account, of this grant or of an earlier one.

    Why: Money that has gone is harder to get back than money that has not. The stop is what makes accounts come.

    Fix: Wait with the order for the proof of use, or give more time for it with a reason before.

    Source: Practice of grant offices (LEZ workshop, Stiftung Nord-Süd-Brücken).
    """
    for payment in repository.all(Payment):
        if payment.payment is not PaymentKind.PAYOUT or ended(payment):
            continue
        ordered = payment.step(PaymentEvent.ORDERED)
        application = repository.get(Application, payment.application)
        if ordered is None or application is None:
            continue
        for old in missing_accounts(repository, application, ordered.date):
            yield _stopped(
                repository,
                payment,
                old,
                text(
                    "ordered on {date} while the proof of use on {old} was missing, due on {due}",
                    date=ordered.date,
                    old=old.application.id,
                    due=old.due.due,
                ),
            )


def _stopped(repository: Snapshot, at: Notice | Payment, old: Owed, message: Text) -> Finding:
    return found(
        at,
        "steps",
        message,
        help=text(
            "wait for the account on {old}, or give more time for it with a reason", old=old.application.id
        ),
        related=[Related(repository.place(old.application), text("the old account"))],
    )


@dated_rule("KIC914", "report-requests-order")
def report_requests_order(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """The exchange about a report runs forward: it comes, something is asked for, and that comes.

    Why: The last day that was given counts, and that it was given by the office after the report had come.

    Fix: Correct the date, or add the step that is missing.

    Source: § 24 VwVfG (the authority finds out the facts), ANBest-P no. 7 [M] (it may ask for papers).
    """
    for report in repository.all(Report):
        earlier = report.received
        asked = False
        for position, step in enumerate(report.requests):
            field = ("requests", position)
            if step.date > today:
                yield found(
                    report,
                    (*field, "date"),
                    text("{date} is in the future", date=step.date),
                    help=text("correct the date"),
                )
            elif step.date < earlier:
                yield found(
                    report,
                    (*field, "date"),
                    text("{date} lies before {earlier}", date=step.date, earlier=earlier),
                    help=text("steps stand in the order of time, after the report came"),
                )
            if step.event is PapersEvent.ASKED and (not step.papers or step.due is None):
                yield found(
                    report,
                    field,
                    text("asked, but not for what or until when"),
                    help=text("name the papers, and the day until which they may come"),
                )
            elif step.event is PapersEvent.RECEIVED and not asked:
                yield found(
                    report,
                    field,
                    text("something came that nobody had asked for"),
                    help=text("add the step by which it was asked for"),
                )
            asked = asked or step.event is PapersEvent.ASKED
            earlier = max(earlier, step.date)


_KEPT = ("application", "report", "received", "costs", "financing", "receipts")


@change_rule("KIC912", "report-changed-after-examination")
def report_changed_after_examination(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A report that was examined stays as it was examined.

    Why: The examination note says what stood in the report. If the report is changed later, the note is about
    something that nobody can see any more, and the sample is drawn from another list.

    Fix: Put the figures back. If the grantee corrects the account, record the corrected one as a report of its own
    and examine that.

    Source: Duty to keep files complete and unaltered (§ 29 VwVfG presupposes it); ANBest-P no. 7 [M].
    """
    examined = {each.report for each in before.all(Examination)}
    for old in before.all(Report) if examined else ():
        new = after.get(Report, old.id)
        if old.id not in examined or new is None:
            continue
        for name in _KEPT:
            if getattr(old, name) != getattr(new, name):
                yield found(
                    new,
                    name,
                    text("this was changed after the examination of the report"),
                    help=text(
                        "put it back by hand or with kic undo FILE; a corrected account is a report of its own"
                    ),
                )


@change_rule("KIC913", "report-vanished")
def report_vanished(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A report that came in stays, and so does an examination note.

    Why: An account that is gone is an account that is missing; a final sum without its note cannot be explained.

    Fix: Restore the file. A new examination is a new record.

    Source: Duty to keep files complete (§ 29 VwVfG presupposes it).
    """
    for kind in (Report, Examination):
        for old in before.all(kind):
            path = before.entry(old).path
            if after.entries_with(old.id) or path in after.entries:
                continue
            yield found(
                Place(path),
                (),
                text("{id} is gone; its recorded state has it", id=old.id),
                help=text("bring the file back with kic undo FILE"),
            )


@rule("KIC918", "report-id", Severity.WARNING)
def report_id(repository: Snapshot) -> Iterator[Finding]:
    """A report and an examination note are named by their application: 2026-1-013-vn1, 2026-1-013-pv1.

    Why: The id stands in letters and in the paper file; it leads to the grant without a look into a list.

    Fix: Rename the record: the application's id, then a word and a number of your choice.

    Source: Data model of kic.
    """
    records: tuple[Report | Examination, ...] = (*repository.all(Report), *repository.all(Examination))
    for each in records:
        if not each.id.startswith(f"{each.application}-"):
            yield found(
                each,
                "id",
                text("{id} does not begin with {application}", id=each.id, application=each.application),
                help=text("rename it, such as {example}", example=f"{each.application}-vn1"),
            )


RULES: tuple[Rule, ...] = (
    report_without_award,
    report_dates,
    report_overdue,
    award_while_account_missing,
    payout_while_account_missing,
    report_changed_after_examination,
    report_vanished,
    report_requests_order,
    report_id,
)
