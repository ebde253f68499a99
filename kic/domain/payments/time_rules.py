"""When a payout may leave the house: after the notice binds, near the need, conditions met, the budget open.

Each rule looks at the steps by which the office acts, and names the last that came too soon: so every further step is
refused too.
"""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from kic.core.diagnostic import Related, Severity
from kic.core.place import Field
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Money
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.notices import Notice, NoticeKind
from kic.domain.notices.grant import blocking, composed, issued_by
from kic.domain.notices.standing import (
    counts,
    delivery_of,
    finality_day,
    notices_of,
    pending_against,
    set_aside_on,
)
from kic.domain.payments import Payment, PaymentEvent
from kic.domain.payments.money_rules import (
    grant_then,
    in_time,
    instalment_of,
    left_house,
    payment_of_another_application,
    payout_instalment,
    payout_without_notice,
    payouts,
)
from kic.domain.payments.standing import accounting_of, ended, is_payout, paid_back, payments_of
from kic.domain.periods.defaults import procedure
from kic.domain.periods.delivery import payout_from
from kic.domain.settings import BudgetYear, Settings

ACTING = (PaymentEvent.ORDERED, PaymentEvent.RELEASED)
"""The steps by which the office lets money go."""
PAYING = (PaymentEvent.RELEASED,)
"""The step by which the money goes: an order may be given before the day on which it is carried out."""
CHECKING = (PaymentEvent.CERTIFIED, *ACTING)
"""The steps that say or assume that the money is due."""


class Act(NamedTuple):
    """A step by which the office acts: where it stands, what it is, and its day."""

    field: Field
    event: PaymentEvent
    day: datetime.date


def acts(payment: Payment, events: tuple[PaymentEvent, ...] = ACTING) -> Iterator[Act]:
    """The acting steps of a payment, the last first. A booking is no act of the office but a fact to be recorded."""
    for position in range(len(payment.steps) - 1, -1, -1):
        step = payment.steps[position]
        if step.event in events:
            yield Act(("steps", position, "date"), step.event, step.date)


# -- the notice ----------------------------------------------------------------------------------------


@rule("KIC855", "payout-before-delivery", requires=(payout_without_notice, payment_of_another_application))
def payout_before_delivery(repository: Snapshot) -> Iterator[Finding]:
    """A payout is ordered when its notice has arrived, by the later of the days that count as its delivery.

    Why: A notice has no effect before it is made known. A letter counts as delivered on the fourth day after posting;
    whether a fourth day on a weekend moves to Monday is written both ways, so who pays waits for the later.

    Fix: Wait until that day. Where an earlier arrival is proved (handed over, formal service), record it:
    kic notice deliver.

    Source: § 41(2), § 43(1) VwVfG with § 1(1) LVwVfG RLP.
    """
    for payment in payouts(repository):
        notice = repository.get(Notice, payment.notice)
        if notice is None:
            continue
        delivery = None
        for position, act in enumerate(acts(payment)):
            delivery = delivery_of(repository, notice) if not position else delivery
            if delivery is not None and delivery.careful <= act.day:
                continue
            yield found(
                payment,
                act.field,
                text(
                    "{event} on {day}, and the notice {id} was not delivered",
                    event=act.event,
                    day=act.day,
                    id=notice.id,
                )
                if delivery is None
                else text(
                    "{event} on {day}, and the notice {id} counts as delivered on {delivered}",
                    event=act.event,
                    day=act.day,
                    id=notice.id,
                    delivered=delivery.careful,
                ),
                help=text("record how it was posted, or its proved arrival")
                if delivery is None
                else text("order the payout from that day on"),
                related=[Related(repository.place(notice, "steps"), text("the way of the notice"))],
            )
            break


@rule("KIC856", "payout-before-finality", requires=(payout_before_delivery,))
def payout_before_finality(repository: Snapshot) -> Iterator[Finding]:
    """A payout is ordered when its notice is final, or the recipient has waived remedies.

    Why: Until the period for remedies has passed the notice can still fall. Money that has gone has to be asked back.

    Fix: Wait for the day of finality, or record the declared waiver: kic notice waive. A city that pays before
    finality gives this finding another severity in `severities` of kic.yaml, with that reason.

    Source: Practice of granting offices: payment after finality (Bestandskraft), earlier with a waiver of remedies
    (Rechtsbehelfsverzicht); ANBest-P [not confirmed for RLP].
    """
    for payment in payouts(repository):
        notice = repository.get(Notice, payment.notice)
        if notice is None or set_aside_on(notice) is not None:
            continue
        for act in acts(payment):
            if _contested(repository, notice, act.day):
                continue  # another rule speaks of the objection
            final = finality_day(repository, notice, careful=True)
            if final is not None and final <= act.day:
                continue
            yield found(
                payment,
                act.field,
                text(
                    "{event} on {day}, and the notice {id} is not final yet",
                    event=act.event,
                    day=act.day,
                    id=notice.id,
                )
                if final is None
                else text(
                    "{event} on {day}, and the notice {id} becomes final on {final}",
                    event=act.event,
                    day=act.day,
                    id=notice.id,
                    final=final,
                ),
                help=text("wait for that day, or record the waiver of remedies"),
                related=[Related(repository.place(notice, "steps"), text("the way of the notice"))],
            )
            break


@rule("KIC863", "payout-before-raise-is-final", requires=(payout_before_finality,))
def payout_before_raise_is_final(repository: Snapshot) -> Iterator[Finding]:
    """What an amending notice gives more is paid when that notice is final too, or the recipient has waived remedies.

    Why: An amending notice is a notice of its own: it has its own delivery and its own period for remedies. Until
    then only what was awarded before it is safe.

    Fix: Pay what was awarded before, and the rest from the day of finality on; or record the declared waiver of the
    amending notice: kic notice waive. A city that pays before finality says so in `severities` of kic.yaml.

    Source: § 43 VwVfG (every notice takes effect by itself); practice of granting offices as in KIC856
    [not confirmed for RLP].
    """
    raises: dict[str, list[Notice]] = {}
    for notice in repository.all(Notice):
        if notice.notice is NoticeKind.AMENDMENT and _raise_of(notice) and set_aside_on(notice) is None:
            raises.setdefault(notice.application, []).append(notice)
    for application, raising in raises.items():
        spent = Money(0)
        payments = payments_of(repository, application)
        for payment in sorted(
            (each for each in payments if is_payout(each) and not ended(each)), key=in_time
        ):
            spent += payment.amount
            kept = spent - paid_back(payments, left_house(payment))
            for act in acts(payment):
                waiting = [
                    each
                    for each in raising
                    if each.id != payment.notice and not _final_by(repository, each, act.day)
                ]
                safe = composed(
                    each
                    for each in notices_of(repository, application)
                    if issued_by(each, act.day) and each not in waiting
                )
                if not waiting or safe is None or kept <= safe.amount:
                    continue
                last = waiting[-1]
                final = finality_day(repository, last, careful=True)
                yield found(
                    payment,
                    act.field,
                    text(
                        "{paid} in all, and the rise of the award above {safe} by {id} is not final yet",
                        paid=kept,
                        safe=safe.amount,
                        id=last.id,
                    )
                    if final is None
                    else text(
                        "{paid} in all, and the rise of the award above {safe} by {id} becomes final on {final}",
                        paid=kept,
                        safe=safe.amount,
                        id=last.id,
                        final=final,
                    ),
                    help=text("pay what was awarded before it, or wait for that day"),
                    related=[Related(repository.place(last, "amount"), text("the amending notice"))],
                )
                break


def _raise_of(notice: Notice) -> bool:
    return notice.amount is not None and notice.before is not None and notice.amount > notice.before


def _final_by(repository: Snapshot, notice: Notice, day: datetime.date) -> bool:
    final = finality_day(repository, notice, careful=True)
    return final is not None and final <= day


def _contested(repository: Snapshot, notice: Notice, day: datetime.date) -> bool:
    return any(counts(repository, each) for each in pending_against(repository, notice, day))


@rule(
    "KIC857",
    "payout-while-contested",
    Severity.WARNING,
    requires=(payout_without_notice, payment_of_another_application),
)
def payout_while_contested(repository: Snapshot) -> Iterator[Finding]:
    """No payout goes out while an objection against its notice is pending.

    Why: The outcome may change the sum, and it may fall against the recipient. Where the objection asks for more and
    nothing else is in question, the undisputed part may be paid; somebody decides that and says so.

    Fix: Wait for the outcome, or waive the finding with the reason.

    Source: §§ 68-73 VwGO; § 80(1) VwGO (an objection suspends) [not confirmed for the single case].
    """
    for payment in payouts(repository):
        notice = repository.get(Notice, payment.notice)
        if notice is None:
            continue
        for act in acts(payment):
            pending = pending_against(repository, notice, act.day)
            if pending:
                yield found(
                    payment,
                    act.field,
                    text(
                        "{event} on {day}, while the objection {id} of {received} was pending",
                        event=act.event,
                        day=act.day,
                        id=pending[0].id,
                        received=pending[0].received,
                    ),
                    help=text("wait for its outcome, or waive this finding with the reason"),
                    related=[Related(repository.place(pending[0], "received"), text("the objection"))],
                )
                break


# -- the need ------------------------------------------------------------------------------------------


@rule("KIC858", "payout-before-its-day", requires=(payout_without_notice, payout_instalment))
def payout_before_its_day(repository: Snapshot) -> Iterator[Finding]:
    """An instalment is paid from the day on that the notice names.

    Why: The day was chosen because the money is not needed before, or because a report comes first.

    Fix: Release it on that day or later. If the recipient needs it sooner, amend the notice: kic notice amend.

    Source: The notice itself; ANBest-P no. 1.4.
    """
    for payment in payouts(repository):
        grant = grant_then(repository, payment)
        instalment = instalment_of(payment, grant)
        if grant is None or instalment is None or instalment.not_before is None:
            continue
        for act in acts(payment, PAYING):
            if act.day < instalment.not_before:
                yield found(
                    payment,
                    act.field,
                    text(
                        "{event} on {day}, and instalment {number} is not paid before {first}",
                        event=act.event,
                        day=act.day,
                        number=instalment.number,
                        first=instalment.not_before,
                    ),
                    help=text("release it on that day or later, or amend the notice"),
                    related=[Related(repository.place(grant.last, "instalments"), text("the instalments"))],
                )
                break


@rule("KIC859", "payout-ahead-of-need", requires=(payout_before_its_day,))
def payout_ahead_of_need(repository: Snapshot) -> Iterator[Finding]:
    """No money is paid long before the project can need it.

    Why: Money that lies in the recipient's account costs the city interest, and the recipient owes it for the time.

    Fix: Release the payout when the project is near. How many months ahead is a setting: `procedure`,
    `payout_months_ahead`, with its source.

    Source: ANBest-P no. 1.4 of other Länder (needed within two months; six weeks in some) [not confirmed for RLP];
    § 49a(4) VwVfG (interest for money that is not used soon).
    """
    settings = repository.only(Settings)
    for payment in payouts(repository):
        application = repository.get(Application, payment.application)
        grant = grant_then(repository, payment)
        period = grant.period if grant is not None and grant.period is not None else None
        if period is None and application is not None:
            period = application.period
        if period is None:
            continue
        first = payout_from(period.start, settings)
        ahead = procedure(settings).payout_months_ahead
        for act in acts(payment, PAYING):
            if act.day < first:
                yield found(
                    payment,
                    act.field,
                    text(
                        "{event} on {day}; the project begins on {start}, "
                        "and money is paid at most {months} months ahead: from {first} on",
                        event=act.event,
                        day=act.day,
                        start=period.start,
                        months=ahead.value,
                        first=first,
                    ),
                    help=text(
                        "release it from that day on; the rule comes from {source}", source=ahead.cited
                    ),
                )
                break


@rule(
    "KIC860",
    "payout-blocked-by-condition",
    requires=(payout_without_notice, payment_of_another_application, payout_instalment),
)
def payout_blocked_by_condition(repository: Snapshot) -> Iterator[Finding]:
    """No payout is certified, ordered or released while a condition that blocks it is open.

    Why: The condition is what the city wanted to see before it pays. Once the money has gone, nothing makes the
    recipient meet it.

    Fix: Record the evidence when it has come: kic notice condition NOTICE CONDITION met --evidence "...". Or waive the
    condition, with the reason.

    Source: § 36(2) VwVfG (conditions and obligations of an administrative act); the notice itself.
    """
    for payment in payouts(repository):
        for act in acts(payment, CHECKING):
            number = None if payment.instalment is None else int(payment.instalment)
            held = blocking(repository, payment.application, number, act.day)
            for each in held:
                condition = each.condition
                yield found(
                    payment,
                    act.field,
                    text(
                        "the condition {id} of {notice} stops it, due on {due}: {words}",
                        id=condition.id,
                        notice=each.notice.id,
                        due=each.due,
                        words=condition.text,
                    )
                    if each.due is not None
                    else text(
                        "the condition {id} of {notice} stops it: {words}",
                        id=condition.id,
                        notice=each.notice.id,
                        words=condition.text,
                    ),
                    help=text(
                        "record its evidence when it has come: kic notice condition {notice} {id} met",
                        notice=each.notice.id,
                        id=condition.id,
                    ),
                    related=[
                        Related(
                            repository.place(each.notice, "conditions", each.position),
                            text("the condition"),
                        )
                    ],
                )
            if held:
                break


# -- the budget ----------------------------------------------------------------------------------------


def _year_of(repository: Snapshot, payment: Payment) -> tuple[int, BudgetYear] | None:
    """The budget year in which it is booked, with its position in the settings; None where there is none."""
    settings, accounting = repository.only(Settings), accounting_of(repository, payment)
    if settings is None or accounting is None:
        return None
    for position, year in enumerate(settings.budget):
        if year.year == accounting.year:
            return position, year
    return None


@rule("KIC861", "payout-before-budget")
def payout_before_budget(repository: Snapshot) -> Iterator[Finding]:
    """No grant is paid from another year's money before that year's budget by-law has been publicly announced.

    Why: Until then the town may spend only what it owes by law or what cannot be put off. Voluntary grants to
    associations are excluded in that time. For the call's own year the award notice is refused already.

    Fix: Wait for the announcement, and enter its day: `budget`, `announced` in kic.yaml.

    Source: § 99 GemO RLP (preliminary management of the budget).
    """
    settings = repository.only(Settings)
    for payment in payouts(repository):
        known = _year_of(repository, payment)
        call = repository.get(Call, payment.call)
        own = call.accounting if call is not None else None
        if known is None or own is None or own.year == known[1].year:
            continue
        position, year = known
        assert settings is not None
        for act in acts(payment):
            if year.announced is None or act.day < year.announced:
                yield found(
                    payment,
                    act.field,
                    text(
                        "{event} on {day}, and the budget of {year} is not announced",
                        event=act.event,
                        day=act.day,
                        year=str(year.year),
                    )
                    if year.announced is None
                    else text(
                        "{event} on {day}, and the budget of {year} was announced on {announced}",
                        event=act.event,
                        day=act.day,
                        year=str(year.year),
                        announced=year.announced,
                    ),
                    help=text("wait for the announcement, and enter its day in kic.yaml"),
                    related=[
                        Related(repository.place(settings, "budget", position), text("the budget year"))
                    ],
                )
                break


@rule("KIC862", "payout-while-money-blocked")
def payout_while_money_blocked(repository: Snapshot) -> Iterator[Finding]:
    """No grant is paid while the appropriations of its year are blocked.

    Why: With the block the mayor has taken the money out of reach; what is paid all the same has no authority.

    Fix: Wait for the end of the block, and enter it: `budget`, `blocks`, `until` in kic.yaml.

    Source: § 101 GemO RLP (block of the budget) [conditions not confirmed].
    """
    settings = repository.only(Settings)
    for payment in payouts(repository):
        known = _year_of(repository, payment)
        if known is None or not known[1].blocks:
            continue
        position, year = known
        assert settings is not None
        for act in acts(payment):
            at = next(
                (
                    at
                    for at, block in enumerate(year.blocks)
                    if block.since <= act.day and (block.until is None or act.day <= block.until)
                ),
                None,
            )
            if at is not None:
                yield found(
                    payment,
                    act.field,
                    text(
                        "{event} on {day}, and the money of {year} has been blocked since {since}",
                        event=act.event,
                        day=act.day,
                        year=str(year.year),
                        since=year.blocks[at].since,
                    ),
                    help=text("wait for the end of the block, and enter it in kic.yaml"),
                    related=[
                        Related(
                            repository.place(settings, "budget", position, "blocks", at), text("the block")
                        )
                    ],
                )
                break


RULES: tuple[Rule, ...] = (
    payout_before_delivery,
    payout_before_finality,
    payout_before_raise_is_final,
    payout_while_contested,
    payout_before_its_day,
    payout_ahead_of_need,
    payout_blocked_by_condition,
    payout_before_budget,
    payout_while_money_blocked,
)
