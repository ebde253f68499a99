"""What must hold of an examination: who examined what, when, and which receipts were drawn."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, change_rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.calls import ReportKind
from kic.domain.notices import NoticeKind
from kic.domain.notices.standing import issued_on, notices_of
from kic.domain.payments import PaymentEvent
from kic.domain.payments.standing import payments_of
from kic.domain.reporting import Examination, Report
from kic.domain.reporting.proof_rules import lacks
from kic.domain.reporting.sample import drawn
from kic.domain.reporting.standing import (
    values_of,
)
from kic.domain.settings import Duty, Role


def examined(repository: Snapshot) -> Iterator[tuple[Examination, Report]]:
    """Every examination with the report that it is about."""
    for each in repository.all(Examination):
        report = repository.get(Report, each.report)
        if report is not None:
            yield each, report


@rule("KIC931", "examined-another-report")
def examined_another_report(repository: Snapshot) -> Iterator[Finding]:
    """An examination note is about the proof of use of its own application.

    Why: Only a proof of use has the figures that a final sum needs. A note on another grant's account would fix the
    wrong sum.

    Fix: Correct `report` or `application`.

    Source: ANBest-P no. 6 and 7 [M] (Nachweis und Prüfung der Verwendung).
    """
    for each, report in examined(repository):
        if report.application != each.application:
            yield found(
                each,
                "report",
                text(
                    "{id} is a report on {other}, not on {application}",
                    id=report.id,
                    other=report.application,
                    application=each.application,
                ),
                help=text("correct the report or the application"),
            )
        elif report.report is not ReportKind.PROOF_OF_USE:
            yield found(
                each,
                "report",
                text("{id} is no proof of use: {report}", id=report.id, report=report.report),
                help=text("examine the proof of use; other reports are taken note of"),
            )


@dated_rule("KIC920", "examined-before-received")
def examined_before_received(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A report is examined after it came, and not in the future.

    Why: Nobody can examine what is not there. The day counts: with it the periods for a reclaim begin.

    Fix: Correct the date.

    Source: ANBest-P no. 7 [M]; § 48(4), § 49(3) VwVfG (a year from the knowledge of all facts).
    """
    for each, report in examined(repository):
        if each.date > today:
            message = text("examined on {date}, and today is {today}", date=each.date, today=today)
        elif each.date < report.received:
            message = text(
                "examined on {date}, but the report came on {received}",
                date=each.date,
                received=report.received,
            )
        else:
            continue
        yield found(each, "date", message, help=text("correct the date"))


@rule("KIC919", "known-before-received")
def known_before_received(repository: Snapshot) -> Iterator[Finding]:
    """All facts for a reclaim are known with the report at the earliest, and by the examination at the latest.

    Why: With that day the year begins in which the office may revoke. A day that is too late hides that the year has
    passed, one that is too early ends it before its time.

    Fix: Enter the day on which the last fact came that the decision needs; usually that of the examination.

    Source: § 48(4), § 49(3) sentence 2 VwVfG; BVerwG 10 C 5.17 (new enquiries do not reopen the year).
    """
    for each, report in examined(repository):
        if each.known is not None and not report.received <= each.known <= each.date:
            yield found(
                each,
                "known",
                text(
                    "known on {known}; the report came on {received} and was examined on {date}",
                    known=each.known,
                    received=report.received,
                    date=each.date,
                ),
                help=text("enter the day on which the last fact came"),
            )


@rule("KIC921", "examined-incomplete")
def examined_incomplete(repository: Snapshot) -> Iterator[Finding]:
    """What is examined has actual costs, financing and receipts.

    Why: A final sum without costs or without financing is no result of an examination. It would give the award back
    in full, or leave it unexamined.

    Fix: Ask for what is missing, enter it, and examine then. If nothing comes, the award is revoked.

    Source: ANBest-P no. 6 (several Länder; RLP [M]); § 49(3) no. 2 VwVfG (an obligation that is not met).
    """
    for each, report in examined(repository):
        if report.report is ReportKind.PROOF_OF_USE and (lacking := tuple(lacks(report))):
            yield found(
                each,
                "report",
                text("{id} lacks: {fields}", id=report.id, fields=lacking),
                help=text("ask for it and enter it before the report is examined"),
            )


@rule("KIC922", "examiner-without-duty")
def examiner_without_duty(repository: Snapshot) -> Iterator[Finding]:
    """Who examines has the duty to examine.

    Why: The note decides on public money. Whose task that is has to be settled before, by a role and not by a name.

    Fix: Enter the role that examined, or give this role the duty `examine` in `kic.yaml`.

    Source: § 25 GemHVO RLP (sachliche und rechnerische Feststellung by those who are charged with it).
    """
    for each in repository.all(Examination):
        role = repository.part(Role, each.role)
        if role is not None and Duty.EXAMINE not in role.duties:
            yield found(
                each,
                "role",
                text("{role} does not have the duty to examine", role=role.title),
                help=text("name a role that has it: {roles}", roles=examiners(repository))
                if examiners(repository)
                else text("give a role the duty examine in kic.yaml"),
            )


def examiners(repository: Snapshot) -> tuple[str, ...]:
    """The ids of the roles that may examine."""
    return tuple(role.id for _entry, _field, role in repository.parts(Role) if Duty.EXAMINE in role.duties)


@rule("KIC923", "examiner-ordered-payment", Severity.WARNING)
def examiner_ordered_payment(repository: Snapshot) -> Iterator[Finding]:
    """Who ordered the payments of a grant does not examine how it was used.

    Why: Four eyes: the one who let the money go has an interest that all was well.

    Fix: Let another role examine. If there is none, waive this with the reason.

    Source: § 25 GemHVO RLP (separation of certifying, ordering and executing), applied to the examination [M].
    """
    for each in repository.all(Examination):
        for payment in payments_of(repository, each.application):
            ordered = payment.step(PaymentEvent.ORDERED)
            if ordered is not None and ordered.role == each.role:
                yield found(
                    each,
                    "role",
                    text("{role} also ordered the payment {id}", role=each.role, id=payment.id),
                    help=text("let another role examine, or waive this with the reason"),
                    related=[Related(repository.place(payment, "steps"), text("the order"))],
                )
                break


@rule("KIC944", "sampled-unknown-receipt", requires=(examined_another_report,))
def sampled_unknown_receipt(repository: Snapshot) -> Iterator[Finding]:
    """Receipts that were looked at are on the list.

    Why: An objection to a receipt that the list has not can be held against nobody.

    Fix: Correct the number.

    Source: Data model of kic: the sample names receipts by their numbers.
    """
    for each, report in examined(repository):
        numbers = {receipt.number for receipt in report.receipts}
        for position, sampled in enumerate(each.sample.receipts if each.sample is not None else ()):
            if sampled.number not in numbers:
                yield found(
                    each,
                    ("sample", "receipts", position, "number"),
                    text("{id} has no receipt {number}", id=report.id, number=sampled.number),
                    help=text("correct the number"),
                )


@rule("KIC924", "sample-not-drawn", requires=(sampled_unknown_receipt,))
def sample_not_drawn(repository: Snapshot) -> Iterator[Finding]:
    """The receipts that the recorded seed draws have been looked at.

    Why: A sample that somebody chose shows what somebody wanted to see. With the seed a stranger draws the same.

    Fix: Look at the receipts that are missing, and add them. More may be looked at besides.

    Source: Rule of kic: receipt N draws the SHA-256 of `SEED:REPORT:N`, the smallest are looked at.
    """
    percent = values_of(repository).receipts_sampled.value
    for each, report in examined(repository):
        if each.sample is None:
            continue
        seen = {sampled.number for sampled in each.sample.receipts}
        expected = drawn(
            each.sample.seed, report.id, (receipt.number for receipt in report.receipts), percent
        )
        if missing := tuple(number for number in expected if number not in seen):
            yield found(
                each,
                ("sample", "receipts"),
                text("the seed {seed} also draws: {numbers}", seed=each.sample.seed, numbers=missing),
                help=text("look at them, and add them"),
            )


@rule("KIC925", "sample-missing", Severity.WARNING)
def sample_missing(repository: Snapshot) -> Iterator[Finding]:
    """A proof of use with receipts is examined by a sample of them.

    Why: The list alone shows what the grantee says. Whether the receipts are there shows only who asks for some.

    Fix: Draw a sample (`kic report examine`). The share is the setting `receipts_sampled`; 0 takes it away.

    Source: Setting `procedure.receipts_sampled` with its source; ANBest-P no. 7 [M] (right to examine receipts).
    """
    for each, report in examined(repository):
        share = values_of(repository).receipts_sampled
        if report.receipts and each.sample is None and share.value.billionths > 0:
            yield found(
                each,
                (),
                text(
                    "no receipt was looked at; {percent} % are expected ({source})",
                    percent=share.value,
                    source=share.cited,
                ),
                help=text("draw a sample, and look at it"),
            )


@change_rule("KIC943", "examination-changed")
def examination_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """An examination on which a notice rests stays as it was.

    Why: The settlement notice gives its sum and its reasons. A note that is changed afterwards gives others.

    Fix: Put it back. What was wrong is examined anew, in a record of its own, and settled by a notice of its own.

    Source: §§ 43, 48, 49 VwVfG: a notice holds until it is changed by another.
    """
    for old in before.all(Examination):
        new = after.get(Examination, old.id)
        if new is None or new == old:
            continue
        for notice in notices_of(before, old.application):
            if (
                notice.examination == old.id
                and notice.notice in (NoticeKind.SETTLEMENT, NoticeKind.CLAWBACK, NoticeKind.REVOCATION)
                and issued_on(notice) is not None
            ):
                yield found(
                    new,
                    (),
                    text("the notice {id} rests on this examination, which was changed", id=notice.id),
                    help=text(
                        "put it back by hand or with kic undo FILE; what was wrong is examined anew, in a record of "
                        "its own"
                    ),
                )
                break


RULES: tuple[Rule, ...] = (
    examined_another_report,
    examined_before_received,
    known_before_received,
    examined_incomplete,
    examiner_without_duty,
    examiner_ordered_payment,
    sampled_unknown_receipt,
    sample_not_drawn,
    sample_missing,
    examination_changed,
)
