"""When a payout may leave the house: near the need, conditions met, the budget open.

Each rule looks at the steps by which the office acts, and names the last that came too soon: so every further step is
refused too.
"""

from collections.abc import Iterator

from kic.core.diagnostic import Related
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.notices.grant import blocking
from kic.domain.payments import Payment, binding_rules
from kic.domain.payments.acts import CHECKING, PAYING, acts
from kic.domain.payments.money_rules import (
    grant_then,
    instalment_of,
    payment_of_another_application,
    payout_instalment,
    payout_without_notice,
    payouts,
)
from kic.domain.payments.standing import accounting_of
from kic.domain.periods.defaults import procedure
from kic.domain.periods.delivery import payout_from
from kic.domain.settings import BudgetYear, Settings


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
    *binding_rules.RULES,
    payout_before_its_day,
    payout_ahead_of_need,
    payout_blocked_by_condition,
    payout_before_budget,
    payout_while_money_blocked,
)
