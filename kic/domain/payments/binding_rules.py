"""A payout waits for a notice that binds: delivered, final, and contested by nobody.

Each rule looks at the steps by which the office acts, and names the last that came too soon: so every further step is
refused too.
"""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Money
from kic.domain.notices import Notice, NoticeKind
from kic.domain.notices.grant import composed, issued_by
from kic.domain.notices.standing import (
    counts,
    delivery_of,
    finality_day,
    notices_of,
    pending_against,
    set_aside_on,
)
from kic.domain.payments.acts import acts
from kic.domain.payments.money_rules import (
    in_time,
    left_house,
    payment_of_another_application,
    payout_without_notice,
    payouts,
)
from kic.domain.payments.standing import ended, is_payout, paid_back, payments_of


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
        if notice is None or not (done := tuple(acts(payment))):
            continue
        delivery = delivery_of(repository, notice)
        for act in done:
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


RULES: tuple[Rule, ...] = (
    payout_before_delivery,
    payout_before_finality,
    payout_before_raise_is_final,
    payout_while_contested,
)
