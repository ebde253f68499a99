"""Notices, payments, reports and accounts of a call for its auditor, step by step."""

from typing import Any

from kic.core.pack import Table, column
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.accounts.grants import grants
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.notices import Notice, Objection
from kic.domain.payments import Payment
from kic.domain.reporting import Examination, Report


def notices(repository: Snapshot, call: Call) -> Table:
    """Every notice with every step of it, its reason with the first; one without a step is a draft."""
    rows: list[tuple[Any, ...]] = []
    for notice in repository.all(Notice):
        if notice.call != call.id:
            continue
        head = (notice.id, notice.application, notice.notice, notice.file, notice.before, notice.amount)
        rows += [
            (
                *head,
                step.date,
                step.event,
                step.role,
                step.channel,
                step.due,
                notice.reason if place == 0 else None,
                step.note,
            )
            for place, step in enumerate(notice.steps)
        ]
        if not notice.steps:
            rows.append((*head, None, text("draft"), None, None, None, notice.reason, None))
    return Table(
        name="notices",
        title=text("Notices and their steps"),
        columns=(
            column("notice", text("Notice")),
            column("application"),
            column("kind"),
            column("file"),
            column("before"),
            column("amount"),
            column("date"),
            column("event"),
            column("role"),
            column("channel"),
            column("due"),
            column("reason"),
            column("note"),
        ),
        rows=tuple(rows),
        none=text("No notice is recorded."),
    )


def conditions(repository: Snapshot, call: Call) -> Table:
    """Every condition of a notice, and what became of it."""
    rows: list[tuple[Any, ...]] = []
    for notice in repository.all(Notice):
        if notice.call != call.id:
            continue
        for condition in notice.conditions:
            steps = tuple(
                text("{event} on {date}", event=each.event, date=each.date)
                for each in notice.condition_steps
                if each.condition == condition.id
            )
            rows.append(
                (
                    notice.id,
                    notice.application,
                    condition.id,
                    condition.condition,
                    condition.text,
                    condition.due,
                    steps,
                )
            )
    return Table(
        name="conditions",
        title=text("Conditions and what became of them"),
        columns=(
            column("notice", text("Notice")),
            column("application"),
            column("id"),
            column("condition"),
            column("text"),
            column("due"),
            column("steps"),
        ),
        rows=tuple(rows),
        none=text("No condition is recorded."),
    )


def objections(repository: Snapshot, call: Call) -> Table:
    """Every objection with its steps."""
    rows: list[tuple[Any, ...]] = []
    for objection in repository.all(Objection):
        if objection.call != call.id:
            continue
        steps = tuple(
            text("{event} on {date}", event=each.event, date=each.date)
            if each.outcome is None
            else text("{event} on {date}: {outcome}", event=each.event, date=each.date, outcome=each.outcome)
            for each in objection.steps
        )
        rows.append(
            (
                objection.id,
                objection.application,
                objection.against,
                objection.received,
                objection.claim,
                steps,
            )
        )
    return Table(
        name="objections",
        title=text("Objections and how they ended"),
        columns=(
            column("objection", text("Objection")),
            column("application"),
            column("against"),
            column("received"),
            column("claim"),
            column("steps"),
        ),
        rows=tuple(rows),
        none=text("No objection is recorded."),
    )


def payments(repository: Snapshot, call: Call) -> Table:
    """Every payment with every step of it, by role."""
    rows: list[tuple[Any, ...]] = []
    for payment in repository.all(Payment):
        if payment.call != call.id:
            continue
        head = (payment.id, payment.application, payment.notice, payment.payment, payment.amount)
        rows += [
            (*head, step.date, step.event, step.role, step.second, step.voucher, step.note)
            for step in payment.steps
        ]
        if not payment.steps:
            rows.append((*head, None, text("not begun"), None, None, None, payment.note))
    return Table(
        name="payments",
        title=text("Payments and their steps, up to the treasury's booking"),
        columns=(
            column("payment", text("Payment")),
            column("application"),
            column("notice", text("Notice")),
            column("kind"),
            column("amount"),
            column("date"),
            column("event"),
            column("role"),
            column("second"),
            column("voucher"),
            column("note"),
        ),
        rows=tuple(rows),
        none=text("No payment is recorded."),
    )


def reports(repository: Snapshot, call: Call) -> Table:
    """What was handed in, and what its examination recognised and cut."""
    applications = {each.id for each in repository.all(Application) if each.call == call.id}
    rows: list[tuple[Any, ...]] = [
        (each.id, each.application, each.report, each.received, None, None, None, None, None, None)
        for each in repository.all(Report)
        if each.application in applications
    ]
    for each in repository.all(Examination):
        if each.application in applications:
            cuts = tuple(
                text("{item}: {amount} cut, {reason}", item=cut.item, amount=cut.amount, reason=cut.reason)
                for cut in each.cuts
            )
            what = text("examination of {report}", report=each.report)
            rows.append(
                (
                    each.id,
                    each.application,
                    what,
                    each.date,
                    each.role,
                    each.eligible,
                    each.funds,
                    each.final,
                    cuts,
                    _sampled(each),
                )
            )
    return Table(
        name="reports",
        title=text("Reports, proofs of use and their examination"),
        columns=(
            column("report", text("Record")),
            column("application"),
            column("kind"),
            column("date"),
            column("role"),
            column("eligible"),
            column("funds"),
            column("final"),
            column("cuts"),
            column("sample"),
        ),
        rows=tuple(sorted(rows, key=lambda row: (row[1], row[3], row[0]))),
        none=text("No report is recorded."),
    )


def _sampled(examination: Examination) -> tuple[Any, ...]:
    """Which receipts were looked at, from which seed they were drawn, and what was objected to."""
    sample = examination.sample
    if sample is None:
        return ()
    drawn = tuple(str(each.number) for each in sample.receipts)
    return (
        text(
            "Looked at, drawn from the seed {seed}: receipts no. {numbers}", numbers=drawn, seed=sample.seed
        ),
        *(
            text("receipt {number}: {objection}", number=str(each.number), objection=each.objection)
            for each in sample.receipts
            if each.objection
        ),
    )


def accounts(repository: Snapshot, call: Call) -> Table:
    """What each application got, gave back and still gets, and why its account is open."""
    rows: list[tuple[Any, ...]] = []
    for grant in grants(repository).values():
        if grant.call != call.id:
            continue
        rows.append(
            (
                grant.application,
                grant.awarded.amount,
                grant.noticed.amount,
                grant.paid.amount,
                grant.returned.amount,
                grant.final.amount if grant.final is not None else None,
                grant.still_to_pay.amount,
                grant.excess.amount,
                grant.open_points or (text("closed"),),
            )
        )
    return Table(
        name="accounts",
        title=text("The account of each application, and what is open"),
        columns=(
            column("application"),
            column("awarded", text("Awarded")),
            column("noticed", text("By notice")),
            column("paid", text("Paid")),
            column("returned", text("Paid back")),
            column("final", text("Final sum")),
            column("still_to_pay", text("Still to pay")),
            column("excess", text("To come back")),
            column("open", text("Open")),
        ),
        rows=tuple(sorted(rows, key=lambda row: row[0])),
        none=text("No application is recorded."),
    )
