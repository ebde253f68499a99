"""What must hold of a plan adapted to an award, of other money in a plan, and of what was decided on."""

import re
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.pattern import pattern
from kic.core.place import Field, Place
from kic.core.rule import Finding, Rule, change_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Label, text
from kic.core.values import Money, total
from kic.domain.applications import AdaptedPlan, Application, FundKind
from kic.domain.applications.rules import with_calls
from kic.domain.calls import Call
from kic.domain.calls.money_rules import AWARDED
from kic.domain.settings import Settings


def _lines(plan: Application | AdaptedPlan) -> Iterator[tuple[str, int, str, Money]]:
    """Every line of both plans: which plan, its position, what it is called, how much."""
    for position, cost in enumerate(plan.costs):
        yield "costs", position, cost.item, cost.amount
    for position, fund in enumerate(plan.financing):
        yield "financing", position, fund.item, fund.amount


# -- plans ---------------------------------------------------------------------------------------------


@rule("KIC540", "adapted-plan-does-not-balance")
def adapted_plan_does_not_balance(repository: Snapshot) -> Iterator[Finding]:
    """An adapted cost plan and its finance plan have the same sum, to the cent.

    Why: The notice carries the adapted plan, and its total is binding. What does not balance cannot be
    examined when the proof of use comes.

    Fix: Ask the grantee for the plan that balances. An adapted plan that was taken in wrongly is followed by
    a new one.

    Source: ANBest-P (the finance plan is binding in its total).
    """
    for each in repository.all(Application):
        for position, plan in enumerate(each.adapted):
            costs = total(item.amount for item in plan.costs)
            funds = total(item.amount for item in plan.financing)
            if costs != funds and position == len(each.adapted) - 1:
                yield found(
                    each,
                    ("adapted", position, "financing"),
                    text(
                        "the adapted finance plan has {funds}, its cost plan {costs}: the difference is {difference}",
                        funds=funds,
                        costs=costs,
                        difference=funds - costs,
                    ),
                    help=text("ask the grantee for a plan that balances"),
                    related=[
                        Related(repository.place(each, "adapted", position, "costs"), text("the cost plan"))
                    ],
                )


@rule("KIC541", "adapted-plan-unsound")
def adapted_plan_unsound(repository: Snapshot) -> Iterator[Finding]:
    """An adapted plan asks for something, for no more than was requested, and no line is zero or less.

    Why: A plan is adapted because less was awarded than requested. One that asks for more is a new
    application.

    Fix: Correct the lines of the kind `requested`.

    Source: Practice of partial awards: an adapted cost and finance plan.
    """
    for each in repository.all(Application):
        if not each.adapted:
            continue
        position, plan = len(each.adapted) - 1, each.adapted[-1]
        at: Field = ("adapted", position)
        for name, line, _, amount in _lines(plan):
            if amount.cents <= 0:
                yield found(
                    each,
                    (*at, name, line, "amount"),
                    text("{amount}, expected more than 0", amount=amount),
                    help=text("correct the amount, or take the line out"),
                )
        asked = total(item.amount for item in plan.financing if item.fund is FundKind.REQUESTED)
        if not 0 < asked.cents <= each.requested.cents:
            yield found(
                each,
                (*at, "financing"),
                text(
                    "the adapted plan asks for {asked}, expected more than 0 and at most {requested}",
                    asked=asked,
                    requested=each.requested,
                ),
                help=text("correct the lines of the kind requested"),
                related=[Related(repository.place(each, "requested"), text("the request"))],
            )


@rule("KIC542", "adapted-before-decision")
def adapted_before_decision(repository: Snapshot) -> Iterator[Finding]:
    """A plan is adapted to an award, so it comes after the decision.

    Why: Before the decision nobody knows the sum. What changes before it is the application itself, within
    the deadline.

    Fix: Correct the date, or wait for the decision.

    Source: Practice of partial awards: an adapted cost and finance plan.
    """
    for each, call in with_calls(repository):
        for position, plan in enumerate(each.adapted):
            if call.state not in AWARDED:
                message = text("there is an adapted plan, but the call {id} is not decided", id=call.id)
            elif call.decided is not None and plan.received < call.decided.earliest:
                message = text(
                    "received on {received}, before the decision on {decided}",
                    received=plan.received,
                    decided=call.decided,
                )
            else:
                continue
            yield found(
                each,
                ("adapted", position, "received"),
                message,
                help=text("correct the date, or wait for the decision"),
            )


_TAX = pattern(r"umsatzsteuer|mehrwertsteuer|\b(?:ust|mwst|vat)\b|brutto", re.IGNORECASE)


@rule("KIC544", "tax-as-cost", Severity.WARNING)
def tax_as_cost(repository: Snapshot) -> Iterator[Finding]:
    """Who may deduct input tax applies with net costs.

    Why: The tax office gives the tax back. Paid from the grant as well, it is paid twice.

    Fix: Ask the applicant for net amounts, or mark the line as not eligible. If the applicant may not deduct
    input tax, correct `deducts_vat`.

    Source: RLP criteria for integration projects 2023 (the application states the right to deduct input tax).
    """
    for each in repository.all(Application):
        for position, item in enumerate(each.costs) if each.deducts_vat else ():
            if item.eligible and _TAX().search(item.item):
                yield found(
                    each,
                    ("costs", position, "item"),
                    text("this line speaks of value added tax, which the applicant gets back"),
                    help=text("ask for the net amount, or mark the line as not eligible"),
                    related=[
                        Related(repository.place(each, "deducts_vat"), text("the applicant deducts it"))
                    ],
                )


@rule("KIC545", "financing-not-secured", Severity.NOTE)
def financing_not_secured(repository: Snapshot) -> Iterator[Finding]:
    """Money of others that is not promised yet is shown.

    Why: If it does not come, the project cannot be done as planned, and the award may lie idle or be too
    high. It is said until the call is decided.

    Fix: Nothing has to be done. When the promise is there, take `secured: false` out.

    Source: RLP criteria for integration projects 2023 (whether the financing is secured).
    """
    for each, call in with_calls(repository):
        if call.state in AWARDED or each.ineligible:
            continue
        open_ = [
            n for n, i in enumerate(each.financing) if i.fund is not FundKind.REQUESTED and not i.secured
        ]
        if open_:
            yield found(
                each,
                ("financing", open_[0]),
                text(
                    "{amount} of the financing is not promised yet",
                    amount=total(each.financing[n].amount for n in open_),
                ),
                help=text("nothing has to be done; ask again before the meeting"),
            )


@rule("KIC546", "same-giver-twice", Severity.WARNING)
def same_giver_twice(repository: Snapshot) -> Iterator[Finding]:
    """Other public money does not come from the municipality itself.

    Why: A grant from another office of the city for the same project is the same money from two tills. The
    two offices have to agree who gives what.

    Fix: Talk to the other office, and waive this with the reason; or correct the kind of the line.

    Source: Subsidiarity of grants (RLP, criteria for integration projects 2023).
    """
    settings = repository.only(Settings)
    if settings is None:
        return
    names = {settings.municipality.name.casefold()}
    if settings.municipality.short_name:
        names.add(f"stadt {settings.municipality.short_name}".casefold())
    for each in repository.all(Application):
        for position, item in enumerate(each.financing):
            if item.fund is FundKind.PUBLIC and any(name in item.item.casefold() for name in names):
                yield found(
                    each,
                    ("financing", position, "item"),
                    text("this public money comes from {name} too", name=settings.municipality.name),
                    help=text("talk to the other office, and waive this with the reason"),
                )


@rule("KIC547", "plan-line-twice", Severity.WARNING)
def plan_line_twice(repository: Snapshot) -> Iterator[Finding]:
    """A line of a plan stands there once.

    Why: The same words with the same sum are one line that was typed, or read from a sheet, twice.

    Fix: Take one of the two out, or say in words how they differ.

    Source: RLP criteria for integration projects 2023 (a comprehensible plan).
    """
    for each in repository.all(Application):
        lines = len(each.costs) + len(each.financing)
        if len({(name, amount.cents) for name, _, _, amount in _lines(each)}) == lines:
            continue  # no sum comes twice: most plans
        seen: dict[tuple[str, str, int], int] = {}
        for name, position, item, amount in _lines(each):
            words = " ".join(item.casefold().split())
            first = seen.setdefault((name, words, amount.cents), position)
            if first != position:
                yield found(
                    each,
                    (name, position),
                    text("this line stands in the plan twice: {item}", item=item),
                    help=text("take one of the two out, or say how they differ"),
                    related=[Related(repository.place(each, name, first), text("the first one"))],
                )


# -- changes -------------------------------------------------------------------------------------------


@change_rule("KIC548", "application-gone")
def application_gone(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """An application that came in stays.

    Why: Every applicant gets an answer, and the round's figures count every application. One that is
    withdrawn or late is marked so.

    Fix: Restore the file, and add the reason to `ineligible`. A private person is erased in the overlay, not
    here.

    Source: Data model of kic: ids are never reused.
    """
    for old in before.all(Application):
        path = before.entry(old).path
        named_rightly = old.id == f"{old.call}-{old.number:03}"
        if not named_rightly or after.entries_with(old.id) or path in after.entries:
            continue
        yield found(
            Place(path),
            (),
            text("the application {id} is gone", id=old.id),
            help=text(
                "bring the file back with kic undo FILE, and add the reason, such as withdrawn, to ineligible"
            ),
        )


_DECIDED_ON = ("applicant", "themes", "period", "costs", "financing", "requested", "minimum", "received")
"""What the decision rests on."""


@change_rule("KIC549", "decided-application-changed")
def decided_application_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """What the committee has decided on stays as it was decided on.

    Why: The decision is computed again from the files. A cost or a request that changes afterwards makes it
    another decision, which nobody took.

    Fix: Put it back. A plan that is adapted to the award goes into `adapted`; other changes need an amending
    notice.

    Source: ANBest-P (changes need prior consent); rule of kic: decided records only gain entries.
    """
    for old in before.all(Application):
        new = after.get(Application, old.id)
        call = before.get(Call, old.call) or after.get(Call, old.call)
        if new is None or call is None or call.state not in AWARDED:
            continue
        for field in _DECIDED_ON:
            if getattr(old, field) != getattr(new, field):
                yield found(
                    new,
                    field,
                    text(
                        "{field} has changed, but the call {id} is decided",
                        field=Label("field", field),
                        id=call.id,
                    ),
                    help=text(
                        "put it back by hand or with kic undo FILE; a plan adapted to the award goes into adapted"
                    ),
                )


@change_rule("KIC550", "receipt-moved", Severity.WARNING)
def receipt_moved(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """The time of receipt does not move over the deadline unseen.

    Why: Whether an application was late is the first thing that others ask about. A correction is possible;
    it needs a witness, such as the mail's own date.

    Fix: Put the time back, or say when it is recorded (kic save --message) what shows the right one.

    Source: Equal treatment (Art. 3 GG): the same deadline for all.
    """
    for old in before.all(Application):
        new = after.get(Application, old.id)
        call = after.get(Call, old.call)
        if new is None or call is None or call.closes is None or new.received == old.received:
            continue
        limit = call.closes.local
        if (old.received.local > limit) is not (new.received.local > limit):
            yield found(
                new,
                "received",
                text(
                    "the time of receipt was {before}; with {now} it lies on the other side of the deadline",
                    before=old.received,
                    now=new.received,
                ),
                help=text(
                    "put it back by hand or with kic undo FILE, or say when it is recorded (kic save --message) what "
                    "shows the right time"
                ),
            )


RULES: tuple[Rule, ...] = (
    adapted_plan_does_not_balance,
    adapted_plan_unsound,
    adapted_before_decision,
    tax_as_cost,
    financing_not_secured,
    same_giver_twice,
    plan_line_twice,
    application_gone,
    decided_application_changed,
    receipt_moved,
)
