"""What must hold of the money in an application: plans balance to the cent, the request fits the terms."""

import re
from collections.abc import Iterator

from kic.allocation.amounts import at_rate
from kic.core.diagnostic import Related, Severity
from kic.core.pattern import pattern
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import total
from kic.domain.applications import Application, FundKind
from kic.domain.applications.rules import with_calls
from kic.domain.calls import CallState
from kic.domain.settings import Settings


@rule("KIC520", "plans-do-not-balance")
def plans_do_not_balance(repository: Snapshot) -> Iterator[Finding]:
    """The cost plan and the finance plan have the same sum, to the cent.

    Why: Costs that nobody pays for are a project that cannot be done; more money than costs is a grant that
    is too high.

    Fix: Ask the applicant for the missing line, or correct the typing mistake.

    Source: ANBest-P (the finance plan is binding in its total); RLP criteria for integration projects 2023
    (a plan with all income and spending).
    """
    for each in repository.all(Application):
        costs, funds = (
            total(item.amount for item in each.costs),
            total(item.amount for item in each.financing),
        )
        if costs == funds:
            continue
        yield found(
            each,
            "financing",
            text(
                "the finance plan has {funds}, the cost plan {costs}: {difference} are missing",
                funds=funds,
                costs=costs,
                difference=costs - funds,
            )
            if funds < costs
            else text(
                "the finance plan has {funds}, the cost plan {costs}: {difference} too much",
                funds=funds,
                costs=costs,
                difference=funds - costs,
            ),
            help=text("ask the applicant for the missing line, or correct the amount"),
            related=[Related(repository.place(each, "costs"), text("the cost plan"))],
        )


@rule("KIC521", "request-differs")
def request_differs(repository: Snapshot) -> Iterator[Finding]:
    """The sum requested is the sum of the lines of the finance plan that are requested.

    Why: The committee decides on the request, the notice carries the plan; both must name one sum.

    Fix: Correct the request or the line.

    Source: ANBest-P (the finance plan is binding).
    """
    for each in repository.all(Application):
        planned = total(item.amount for item in each.financing if item.fund is FundKind.REQUESTED)
        if planned != each.requested:
            yield found(
                each,
                "requested",
                text(
                    "{requested} are requested, but the finance plan says {planned}",
                    requested=each.requested,
                    planned=planned,
                ),
                help=text("correct the request, or the lines of the kind requested"),
                related=[Related(repository.place(each, "financing"), text("the finance plan"))],
            )


@rule("KIC522", "minimum-unsound")
def minimum_unsound(repository: Snapshot) -> Iterator[Finding]:
    """The declared minimum is one amount or one share, above zero and not above the request.

    Why: A partial award is possible from the minimum on. Above the request there is none, and with both an
    amount and a share nobody knows which holds.

    Fix: Name either `amount` or `share`.

    Source: Allocation rules of kic: partial awards with a declared minimum.
    """
    for each in repository.all(Application):
        least = each.minimum
        if least is None:
            continue
        if (least.amount is None) is (least.share is None):
            message = text("expected either an amount or a share as the minimum")
        elif least.amount is not None and not 0 < least.amount.cents <= each.requested.cents:
            message = text(
                "a minimum of {minimum}, expected more than 0 and at most the request of {requested}",
                minimum=least.amount,
                requested=each.requested,
            )
        elif least.share is not None and not least.share.spelling.strip("0.%"):
            message = text("a minimum of {share}, expected more than 0%", share=least.share)
        else:
            continue
        yield found(each, "minimum", message, help=text("ask the applicant for the least sum that is needed"))


@rule("KIC523", "amount-not-positive")
def amount_not_positive(repository: Snapshot) -> Iterator[Finding]:
    """Every line of the plans and the request are above zero.

    Why: Income does not reduce costs in the cost plan, it stands in the finance plan; a negative line hides
    a sum.

    Fix: Correct the amount, or take the line out.

    Source: RLP criteria for integration projects 2023 (a plan with all income and all spending).
    """
    for each in repository.all(Application):
        lines = [
            *((("costs", n, "amount"), item.amount) for n, item in enumerate(each.costs)),
            *((("financing", n, "amount"), item.amount) for n, item in enumerate(each.financing)),
            (("requested",), each.requested),
        ]
        for field, amount in lines:
            if amount.cents <= 0:
                yield found(
                    each,
                    field,
                    text("{amount}, expected more than 0", amount=amount),
                    help=text("correct the amount, or take the line out"),
                )


@rule("KIC524", "request-above-rate", Severity.NOTE)
def request_above_rate(repository: Snapshot) -> Iterator[Finding]:
    """A request above the highest rate of the eligible costs is cut to it.

    Why: The allocation gives at most the rate of the call times the eligible costs; without a rate, the
    eligible costs. The applicant may want to know before the decision; afterwards it is not said any more.

    Fix: Nothing has to be done. Advise the applicant to change the plan while the call is open.

    Source: Terms of the call (`max_rate`); allocation rules of kic (admissible amount).
    """
    for each, call in with_calls(repository):
        if call.state in (CallState.DECIDED, CallState.SETTLED):
            continue
        rate = call.terms.max_rate
        limit = each.eligible_costs if rate is None else at_rate(each.eligible_costs, rate)
        if each.requested > limit:
            yield found(
                each,
                "requested",
                text(
                    "{requested} are requested, at most {limit} can be awarded",
                    requested=each.requested,
                    limit=limit,
                ),
                help=text("it will be cut; advise the applicant while the call is open"),
            )


@rule("KIC525", "own-share-low", Severity.WARNING)
def own_share_low(repository: Snapshot) -> Iterator[Finding]:
    """The applicant's own money reaches the share that the terms ask for.

    Why: An own contribution shows that the project matters to the applicant. It is measured against the
    eligible costs; unpaid work and income are not own money.

    Fix: Ask the applicant for more own money, or record why this one is treated differently.

    Source: Terms of the call or the settings (`own_share`); RLP and Bavaria (BIR) ask for 10 %, and work in
    kind cannot replace own money (BIR).
    """
    settings = repository.only(Settings)
    for each, call in with_calls(repository):
        share = call.terms.own_share or (settings.own_share if settings else None)
        if share is None or each.ineligible:
            continue
        own = total(item.amount for item in each.financing if item.fund is FundKind.OWN)
        eligible = each.eligible_costs
        if own.cents * 10**9 < eligible.cents * share.billionths:
            yield found(
                each,
                "financing",
                text(
                    "{own} of own money, expected at least {share} of {eligible}",
                    own=own,
                    share=share,
                    eligible=eligible,
                ),
                help=text("ask the applicant for more own money"),
            )


_UNPAID = pattern(
    r"ehrenamt|eigenleistung|unentgeltlich|unbezahlt|unbar|sachleistung|unpaid|in[ -]kind|volunteer",
    re.IGNORECASE,
)
_NO_COST = pattern(r"eigenleistung|unentgeltlich|unbezahlt|unbar|unpaid|in[ -]kind", re.IGNORECASE)
"""In a cost plan, an allowance for volunteers or a thing that is bought is money."""


@rule("KIC526", "work-counted-as-money", Severity.WARNING)
def work_counted_as_money(repository: Snapshot) -> Iterator[Finding]:
    """Unpaid work and things are not counted as money.

    Why: A grant closes a gap between costs and money. Unpaid work costs nothing and pays nothing; in the
    plan it makes the gap look smaller or the costs higher.

    Fix: Describe it in `work_in_kind` and take it out of the finance plan and the cost plan.

    Source: Bavaria (BIR): work in kind cannot replace own money.
    """
    for each in repository.all(Application):
        lines = [
            *(
                (("financing", n), _UNPAID().search(item.item))
                for n, item in enumerate(each.financing)
                if item.fund is not FundKind.REQUESTED
            ),
            *((("costs", n), _NO_COST().search(item.item)) for n, item in enumerate(each.costs)),
        ]
        for field, looks_unpaid in lines:
            if looks_unpaid:
                yield found(
                    each,
                    field,
                    text("this line looks like unpaid work, expected money"),
                    help=text("describe it in work_in_kind, and take it out of both plans"),
                )


RULES: tuple[Rule, ...] = (
    plans_do_not_balance,
    request_differs,
    minimum_unsound,
    amount_not_positive,
    request_above_rate,
    own_share_low,
    work_counted_as_money,
)
