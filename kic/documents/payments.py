"""Payments as they stand: what is open, which step comes next and whose duty it is, and what stops it."""

import datetime

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import Count, Money
from kic.domain.applications import Application
from kic.domain.notices import Notice
from kic.domain.notices.grant import blocking
from kic.domain.notices.standing import finality_day, pending_against
from kic.domain.payments import Payment, PaymentEvent, PaymentKind
from kic.domain.payments.money_rules import grant_then, instalment_of
from kic.domain.payments.standing import DUTIES, is_payout, next_event
from kic.domain.periods.delivery import payout_from
from kic.domain.reporting.standing import missing_accounts
from kic.domain.settings import Duty, Settings


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """A condition that blocks a payout: its notice, its id, its text and until when it has to be met."""

    notice: str
    condition: str
    text: str
    due: datetime.date | None


class PaymentView(msgspec.Struct, frozen=True, kw_only=True):
    """A payment. `last` is its last step (None: only asked for), `since` its day; `next` the step that comes.

    `who` are the roles with the duty for it. `earliest` is the first day on which a payout may go, None where that
    is not known: its notice is not final, or nobody knows when. `stopped_by` are conditions, `contested` objections,
    `accounts_missing` the applications of which the grantee still owes the proof of use.
    """

    id: str
    call: str
    application: str
    title: str | None
    payment: PaymentKind
    instalment: Count | None
    amount: Money
    requested: datetime.date | None
    due: datetime.date | None
    last: PaymentEvent | None
    since: datetime.date | None
    voucher: str | None
    next: PaymentEvent | None
    duty: Duty | None
    who: tuple[str, ...]
    earliest: datetime.date | None
    final: bool
    stopped_by: tuple[Stop, ...]
    contested: tuple[str, ...]
    accounts_missing: tuple[str, ...]


def payments_view(
    repository: Snapshot, today: datetime.date, *, call: str | None = None, every: bool = False
) -> tuple[PaymentView, ...]:
    """The payments of a call, or of all; without `every` those that wait for a step, the oldest first."""
    views = [
        _view(repository, payment, today)
        for payment in repository.all(Payment)
        if call in (None, payment.call) and (every or next_event(payment) is not None)
    ]
    if every:
        return tuple(views)
    return tuple(sorted(views, key=lambda view: (view.since or view.due or datetime.date.max, view.id)))


def _view(repository: Snapshot, payment: Payment, today: datetime.date) -> PaymentView:
    settings = repository.only(Settings)
    event = next_event(payment)
    duty = None if event is None else DUTIES[event]
    roles = settings.roles if settings is not None else ()
    application = repository.get(Application, payment.application)
    notice = repository.get(Notice, payment.notice)
    last = payment.steps[-1] if payment.steps else None
    booked = payment.step(PaymentEvent.BOOKED)
    waits = event is not None and is_payout(payment)
    final = notice is not None and finality_day(repository, notice, careful=True) is not None
    number = None if payment.instalment is None else int(payment.instalment)
    return PaymentView(
        id=payment.id,
        call=payment.call,
        application=payment.application,
        title=application.title if application is not None else None,
        payment=payment.payment,
        instalment=payment.instalment,
        amount=payment.amount,
        requested=payment.requested,
        due=payment.due,
        last=last.event if last is not None else None,
        since=last.date if last is not None else payment.requested,
        voucher=booked.voucher if booked is not None else None,
        next=event,
        duty=duty,
        who=tuple(role.id for role in roles if duty in role.duties),
        earliest=_earliest(repository, payment, notice) if waits else None,
        final=final or not waits,
        stopped_by=tuple(
            Stop(notice=held.notice.id, condition=held.condition.id, text=held.condition.text, due=held.due)
            for held in (blocking(repository, payment.application, number, today) if waits else ())
        ),
        contested=tuple(each.id for each in pending_against(repository, notice, today))
        if waits and notice is not None
        else (),
        accounts_missing=tuple(
            old.application.id
            for old in (missing_accounts(repository, application, today) if waits and application else ())
        ),
    )


def _earliest(repository: Snapshot, payment: Payment, notice: Notice | None) -> datetime.date | None:
    """The first day by finality, by the instalment's own day and by the need; None while the notice is not final."""
    final = finality_day(repository, notice, careful=True) if notice is not None else None
    if final is None:
        return None
    grant = grant_then(repository, payment)
    days = [final]
    instalment = instalment_of(payment, grant)
    if instalment is not None and instalment.not_before is not None:
        days.append(instalment.not_before)
    application = repository.get(Application, payment.application)
    period = grant.period if grant is not None else None
    if period is None and application is not None:
        period = application.period
    if period is not None:
        days.append(payout_from(period.start, repository.only(Settings)))
    return max(days)
