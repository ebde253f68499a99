"""Where the reports of a grant stand: which are due, which came, what was examined, what has to come back.

Pure functions of records. The award and its terms come from the notices (`kic.domain.notices.grant`), the money that
has moved from the payments, the allowed overrun and the sample's share from the settings with their sources.
"""

import datetime
import functools
from collections.abc import Iterator, Mapping

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import Money, total
from kic.domain.applications import Application, PapersEvent, Period
from kic.domain.calls import Call, Financing, ReportKind
from kic.domain.notices import Notice, NoticeKind
from kic.domain.notices.grant import DueReport, Grant, composed, issued_by, reports_due
from kic.domain.notices.standing import issued_on, notices_of
from kic.domain.payments import Payment, PaymentEvent, PaymentKind, PaymentStep
from kic.domain.payments.standing import moved_by, paid_back, paid_out, payments_of
from kic.domain.periods.defaults import Values, procedure
from kic.domain.reporting import Cut, Examination, Report
from kic.domain.reporting.final_sum import Budget, FinalSum, Terms, final_sum
from kic.domain.reporting.interest import InterestDue, interest
from kic.domain.settings import Settings


def values_of(repository: Snapshot) -> Values:
    """What the procedure counts with in this repository."""
    return procedure(repository.only(Settings))


def overrun_of(repository: Snapshot) -> int:
    """The share by which a single item may be exceeded, in billionths."""
    return values_of(repository).item_overrun.value.billionths // 100


# -- what was given ------------------------------------------------------------------------------------


def grant_before_settlement(
    repository: Snapshot, application: str, day: datetime.date | None = None
) -> Grant | None:
    """The award with its terms as notices issued by a day leave it, settlements (Schlussbescheide) left out.

    None without an award; without a day, after all of them.
    """
    return composed(
        [
            each
            for each in notices_of(repository, application)
            if each.notice is not NoticeKind.SETTLEMENT and issued_by(each, day)
        ]
    )


def plan_of(application: Application) -> Budget:
    """The plan that binds: the last adapted one, else that of the application."""
    last = application.adapted[-1] if application.adapted else application
    return Budget(costs=last.costs, financing=last.financing)


def actual_of(report: Report) -> Budget:
    """What a report accounts for."""
    return Budget(costs=report.costs, financing=report.financing)


def period_of(repository: Snapshot, application: Application) -> Period:
    """The period in which money may be spent: the award's (Bewilligungszeitraum), else the project's."""
    found = grant_before_settlement(repository, application.id)
    return found.period if found is not None and found.period is not None else application.period


def terms_of(
    repository: Snapshot, application: Application, day: datetime.date | None = None
) -> Terms | None:
    """The terms for the final sum on a day; None without an award, a financing type or, for a share, a rate.

    What the notices do not say is taken from the call's terms.
    """
    found = grant_before_settlement(repository, application.id, day)
    if found is None:
        return None
    call = repository.get(Call, application.call)
    own = call.terms if call is not None else None
    financing = found.financing or (own.financing if own is not None else None)
    rate = found.rate or (own.max_rate if own is not None else None)
    if financing is None or (financing is Financing.SHARE and rate is None):
        return None
    return Terms(
        award=found.amount,
        financing=financing,
        rate=rate if financing is Financing.SHARE else None,
        source=found.last.id,
        rate_source=found.last.id if found.rate is not None else application.call,
    )


def final_sum_of(
    repository: Snapshot, report: Report, cuts: tuple[Cut, ...] = (), day: datetime.date | None = None
) -> FinalSum | None:
    """The final sum that a proof of use gives with these cuts under the award of a day; None without its terms."""
    application = repository.get(Application, report.application)
    terms = terms_of(repository, application, day) if application is not None else None
    if application is None or terms is None:
        return None
    return final_sum(terms, plan_of(application), actual_of(report), cuts, overrun=overrun_of(repository))


# -- what came in --------------------------------------------------------------------------------------


class _Index(msgspec.Struct, frozen=True):
    reports: Mapping[str, tuple[Report, ...]]
    examinations: Mapping[str, tuple[Examination, ...]]
    applicants: Mapping[str, tuple[Application, ...]]


@functools.lru_cache(maxsize=4)  # asked for each application and rule
def _index(repository: Snapshot) -> _Index:
    reports: dict[str, list[Report]] = {}
    examinations: dict[str, list[Examination]] = {}
    applicants: dict[str, list[Application]] = {}
    for report in repository.all(Report):
        reports.setdefault(report.application, []).append(report)
    for examination in repository.all(Examination):
        examinations.setdefault(examination.application, []).append(examination)
    if repository.all(Notice):
        for application in repository.all(Application):
            if (who := applicant_of(application)) is not None:
                applicants.setdefault(who, []).append(application)
    return _Index(
        {key: tuple(sorted(found, key=lambda one: (one.received, one.id))) for key, found in reports.items()},
        {
            key: tuple(sorted(found, key=lambda one: (one.date, one.id)))
            for key, found in examinations.items()
        },
        {key: tuple(found) for key, found in applicants.items()},
    )


def applicant_of(application: Application) -> str | None:
    """Who applied: the id of the body, or the pseudonym."""
    return application.applicant.body or application.applicant.person


def reports_of(repository: Snapshot, application: str) -> tuple[Report, ...]:
    """The reports on an application in the order in which they came."""
    return _index(repository).reports.get(application, ())


def proof_of(repository: Snapshot, application: str) -> Report | None:
    """The proof of use on an application, the last if there are several; None if none came."""
    found = [each for each in reports_of(repository, application) if each.report is ReportKind.PROOF_OF_USE]
    return found[-1] if found else None


def examination_of(repository: Snapshot, application: str) -> Examination | None:
    """The examination of an application's proof of use, the last if there are several; None if there is none."""
    found = _index(repository).examinations.get(application, ())
    return found[-1] if found else None


class Papers(msgspec.Struct, frozen=True):
    """What was asked for with a report: what is still missing, and until when it may come."""

    missing: tuple[str, ...]
    due: datetime.date | None
    complete: bool


def papers_of(report: Report) -> Papers:
    """Where the exchange about missing papers stands."""
    missing: list[str] = []
    due: datetime.date | None = None
    complete = False
    for step in report.requests:
        if step.event is PapersEvent.ASKED:
            missing += [each for each in step.papers if each not in missing]
            due, complete = step.due or due, False
        elif step.event is PapersEvent.RECEIVED:
            missing = [each for each in missing if each not in step.papers]
        elif step.event is PapersEvent.COMPLETE:
            missing, due, complete = [], None, True
    return Papers(tuple(missing), due if missing else None, complete)


# -- what is due ---------------------------------------------------------------------------------------


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """A report that an application owes, and what became of it. `examination` only belongs to a proof of use."""

    application: Application
    due: DueReport
    report: Report | None
    examination: Examination | None

    def missing(self, day: datetime.date) -> bool:
        """Whether it was due before this day and had not come by then."""
        return self.due.due < day and (self.report is None or self.report.received > day)


def owed(repository: Snapshot, application: Application) -> tuple[Owed, ...]:
    """The reports that an application owes, by day; of several of a kind the first that came answers the first."""
    came: dict[ReportKind, list[Report]] = {}
    for report in reports_of(repository, application.id):
        came.setdefault(report.report, []).append(report)
    examination = examination_of(repository, application.id)
    found = []
    for due in reports_due(repository, application.id):
        waiting = came.get(due.report, [])
        first = waiting.pop(0) if waiting else None
        proof = due.report is ReportKind.PROOF_OF_USE
        found.append(
            Owed(
                application=application,
                due=due,
                report=first,
                examination=examination if proof else None,
            )
        )
    return tuple(found)


def all_owed(repository: Snapshot) -> Iterator[Owed]:
    """Every report that any application owes, in the order of the applications; no notice, nothing owed."""
    if not repository.all(Notice):
        return
    for application in repository.all(Application):
        if notices_of(repository, application.id):
            yield from owed(repository, application)


def missing_accounts(repository: Snapshot, application: Application, day: datetime.date) -> tuple[Owed, ...]:
    """The proofs of use that the applicant owed before this day and had not brought, across calls and years."""
    who = applicant_of(application)
    applications = _index(repository).applicants.get(who or "", ())
    proofs = _owed_proofs(repository)
    return tuple(one for each in applications for one in proofs.get(each.id, ()) if one.missing(day))


@functools.lru_cache(maxsize=4)
def _owed_proofs(repository: Snapshot) -> Mapping[str, tuple[Owed, ...]]:
    found: dict[str, list[Owed]] = {}
    for each in all_owed(repository):
        if each.due.report is ReportKind.PROOF_OF_USE:
            found.setdefault(each.application.id, []).append(each)
    return {key: tuple(each) for key, each in found.items()}


# -- what has to come back -----------------------------------------------------------------------------


class Claim(msgspec.Struct, frozen=True):
    """What has to come back: paid less what came back less the award that stands (`ground` lowered it).

    What was `forgone` as a small sum has not.
    """

    paid: Money
    returned: Money
    stands: Money
    ground: Notice | None
    forgone: Money = Money(0)

    @property
    def amount(self) -> Money:
        """Never below 0."""
        return Money(max(0, self.without_basis.cents - self.forgone.cents))

    @property
    def without_basis(self) -> Money:
        """What the grantee has beyond the award that stands, forgone or not; never below 0."""
        return Money(max(0, self.paid.cents - self.returned.cents - self.stands.cents))


def lowers(notice: Notice) -> bool:
    """Whether a notice lowers an award, so that money may have to come back.

    A settlement, a revocation, and an amendment to less than stood before (§ 49a(1) VwVfG).
    """
    if notice.notice in (NoticeKind.SETTLEMENT, NoticeKind.REVOCATION):
        return True
    return (
        notice.notice is NoticeKind.AMENDMENT
        and notice.amount is not None
        and notice.before is not None
        and notice.amount < notice.before
    )


def claim_of(repository: Snapshot, application: str, day: datetime.date | None = None) -> Claim:
    """What has to come back of an award, as issued notices and bookings up to a day say; None: all of them."""
    notices = [each for each in notices_of(repository, application) if issued_by(each, day)]
    found = composed(notices)
    ground = [each for each in notices if lowers(each)]
    payments = payments_of(repository, application)
    return Claim(
        paid_out(payments, day),
        paid_back(payments, day),
        found.amount if found is not None else Money(0),
        ground[-1] if ground else None,
        total(
            each.forgone.amount
            for each in notices
            if each.forgone and (day is None or each.forgone.date <= day)
        ),
    )


def claimed_already(repository: Snapshot, application: str, before: Notice | None = None) -> Money:
    """What clawbacks that stand before a notice (None: all of them, drafts too) claim and has not come back on them.

    The same money is not claimed twice.
    """
    day = issued_on(before) if before is not None else None
    left = 0
    for notice in notices_of(repository, application):
        if before is not None and notice.id == before.id:
            break
        if notice.notice is not NoticeKind.CLAWBACK or notice.amount is None:
            continue
        if issued_on(notice) is not None and not issued_by(notice, day):
            continue
        back = sum(
            payment.amount.cents
            for payment in payments_of(repository, application)
            if payment.payment is PaymentKind.REPAYMENT
            and payment.notice == notice.id
            and moved_by(payment, day)
        )
        left += max(0, notice.amount.cents - back)
    return Money(left)


def booked_payouts(repository: Snapshot, application: str) -> tuple[tuple[datetime.date, Money], ...]:
    """The payouts that the treasury booked and that stayed, by day."""
    found = [
        (step.date, payment.amount)
        for payment in payments_of(repository, application)
        if payment.payment is PaymentKind.PAYOUT
        and payment.booked
        and (step := payment.step(PaymentEvent.BOOKED)) is not None
    ]
    return tuple(sorted(found, key=lambda one: one[0]))


def clawback_of(repository: Snapshot, application: str) -> Notice | None:
    """The notice by which money is claimed back, the last that was not set aside, drafts included."""
    found = [
        each
        for each in notices_of(repository, application)
        if each.notice is NoticeKind.CLAWBACK and (issued_on(each) is None or issued_by(each, None))
    ]
    return found[-1] if found else None


def interest_of(repository: Snapshot, notice: Notice, until: datetime.date) -> InterestDue | None:
    """The interest on a clawback up to a day, or up to its own last day if that is earlier; None if it bears none.

    What came back meanwhile bears interest until its booking.
    """
    if notice.interest is None or notice.interest.waived is not None or notice.amount is None:
        return None
    values = values_of(repository)
    last = min(until, notice.interest.until) if notice.interest.until is not None else until
    return interest(
        notice.amount,
        notice.interest.since,
        last,
        [each.value for each in values.base_rates],
        values.interest_above_base.value,
        repaid=[
            (step.date, payment.amount)
            for payment in payments_of(repository, notice.application)
            if (step := _came_back(payment, notice)) is not None
        ],
    )


def _came_back(payment: Payment, notice: Notice) -> PaymentStep | None:
    if payment.payment is PaymentKind.REPAYMENT and payment.notice == notice.id and payment.booked:
        return payment.step(PaymentEvent.BOOKED)
    return None
