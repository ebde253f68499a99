"""What must hold of an examination: who examined what, which receipts were drawn, what was cut, and the final sum."""

import datetime
from collections import Counter
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.near import near
from kic.core.rule import Finding, Rule, change_rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Label, text
from kic.core.values import Money
from kic.domain.applications import Application
from kic.domain.calls import ReportKind
from kic.domain.notices import NoticeKind
from kic.domain.notices.standing import issued_on, notices_of
from kic.domain.payments import PaymentEvent
from kic.domain.payments.standing import payments_of
from kic.domain.reporting import Examination, Report
from kic.domain.reporting.final_sum import cost_lines, plain
from kic.domain.reporting.rules import lacks
from kic.domain.reporting.sample import drawn
from kic.domain.reporting.standing import (
    actual_of,
    final_sum_of,
    overrun_of,
    plan_of,
    terms_of,
    values_of,
)
from kic.domain.settings import Duty, Role


def examined(repository: Snapshot) -> Iterator[tuple[Examination, Report]]:
    """Every examination with the report that it is about."""
    for each in repository.all(Examination):
        report = repository.get(Report, each.report)
        if report is not None:
            yield each, report


# -- who examined what ---------------------------------------------------------------------------------


@rule("KIC931", "examined-another-report")
def examined_another_report(repository: Snapshot) -> Iterator[Finding]:
    """An examination note is about the proof of use of its own application.

    Why: Only a proof of use has the figures that a final sum needs. A note on another grant's account would fix the
    wrong sum.

    Fix: Correct `report` or `application`.

    Source: ANBest-P no. 6 and 7 (Nachweis und Prüfung der Verwendung).
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

    Source: ANBest-P no. 7; § 48(4), § 49(3) VwVfG (a year from the knowledge of all facts).
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


# -- the sample ----------------------------------------------------------------------------------------


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

    Source: Setting `procedure.receipts_sampled` with its source; ANBest-P no. 7 (right to examine receipts).
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


# -- the cuts ------------------------------------------------------------------------------------------


@rule("KIC927", "cut-of-no-item", requires=(examined_another_report,))
def cut_of_no_item(repository: Snapshot) -> Iterator[Finding]:
    """What is cut, or recognised as an exception, is an item of the account.

    Why: A cut that meets no item changes nothing, and a grantee cannot answer to it.

    Fix: Correct the name of the item.

    Source: § 39 VwVfG (a decision says what it is about and why).
    """
    for each, report in examined(repository):
        items = {plain(line.item): line.item for line in report.costs}
        for name in ("cuts", "accepted"):
            for position, entry in enumerate(getattr(each, name)):
                if plain(entry.item) not in items:
                    close = tuple(items[key] for key in near(plain(entry.item), items))
                    yield found(
                        each,
                        (name, position, "item"),
                        text("the account has no item {item}", item=entry.item),
                        help=text("did you mean {names}?", names=close)
                        if close
                        else text("the account has: {items}", items=tuple(items.values())),
                    )


@rule("KIC926", "cut-above-cost", requires=(cut_of_no_item,))
def cut_above_cost(repository: Snapshot) -> Iterator[Finding]:
    """A cut takes more than nothing, and the cuts of an item no more than it cost.

    Why: What was not spent cannot be cut. Two cuts of one item easily count the same money twice.

    Fix: Correct the amount.

    Source: § 39 VwVfG (reasons of a decision); arithmetic.
    """
    for each, report in examined(repository):
        actual: Counter[str] = Counter()
        for line in report.costs:
            actual[plain(line.item)] += line.amount.cents
        taken: Counter[str] = Counter()
        for position, cut in enumerate(each.cuts):
            taken[plain(cut.item)] += max(0, cut.amount.cents)
            if cut.amount.cents <= 0:
                message = text("{amount} cuts nothing", amount=cut.amount)
            elif taken[plain(cut.item)] > actual[plain(cut.item)]:
                message = text(
                    "{cut} is cut from {item}, which cost {actual}",
                    cut=Money(taken[plain(cut.item)]),
                    item=cut.item,
                    actual=Money(actual[plain(cut.item)]),
                )
            else:
                continue
            yield found(each, ("cuts", position, "amount"), message, help=text("correct the amount"))


@rule("KIC928", "departure-not-judged", Severity.WARNING, requires=(cut_of_no_item,))
def departure_not_judged(repository: Snapshot) -> Iterator[Finding]:
    """An item that departs from the plan by more than is allowed is cut, or recognised with a reason.

    Why: The finance plan is binding. A single item may be exceeded by some per cent if it is saved elsewhere; more
    needs consent. What is let pass for one has to pass for all.

    Fix: Cut what lies above (`item_overrun`, `not_in_plan`), or add the item to `accepted` with a reason that would
    hold for every grantee.

    Source: ANBest-P no. 1.2 (20 per cent; other Länder, RLP [M]; setting `procedure.item_overrun`); Art. 3 GG.
    """
    overrun = values_of(repository).item_overrun
    for each, report in examined(repository):
        application = repository.get(Application, each.application)
        if application is None:
            continue
        judged: Counter[str] = Counter()
        for cut in each.cuts:
            judged[plain(cut.item)] += cut.amount.cents
        spared = {plain(one.item) for one in each.accepted}
        lines = cost_lines(plan_of(application), actual_of(report), overrun=overrun_of(repository))
        for line in lines:
            key = plain(line.item)
            if key in spared or line.above.cents <= judged[key]:
                continue
            yield found(
                each,
                "cuts" if each.cuts else (),
                text(
                    "{item} was not planned, and is neither cut nor recognised with a reason", item=line.item
                )
                if line.planned is None
                else text(
                    "{item} cost {actual}; allowed are {allowed}, {percent} % above the plan ({source})",
                    item=line.item,
                    actual=line.actual,
                    allowed=line.allowed,
                    percent=overrun.value,
                    source=overrun.cited,
                ),
                help=text("cut what lies above, or recognise it with a reason in accepted"),
            )


@rule("KIC945", "objection-without-cut", Severity.WARNING)
def objection_without_cut(repository: Snapshot) -> Iterator[Finding]:
    """An objection to a receipt has a consequence, or the item is recognised with a reason.

    Why: An objection that changes nothing and that nobody answers is an open question in a closed file.

    Fix: Cut the receipt, or add its item to `accepted` with the reason why it is recognised all the same.

    Source: § 39 VwVfG (reasons); ANBest-P no. 7.
    """
    for each, report in examined(repository):
        judged = {plain(cut.item) for cut in each.cuts} | {plain(one.item) for one in each.accepted}
        items = {receipt.number: receipt.item for receipt in report.receipts}
        for position, sampled in enumerate(each.sample.receipts if each.sample is not None else ()):
            item = items.get(sampled.number)
            if sampled.objection is not None and item is not None and plain(item) not in judged:
                yield found(
                    each,
                    ("sample", "receipts", position, "objection"),
                    text(
                        "receipt {number} is objected to, and nothing of {item} is cut",
                        number=sampled.number,
                        item=item,
                    ),
                    help=text("cut it, or recognise the item with a reason in accepted"),
                )


# -- the figures ---------------------------------------------------------------------------------------


@rule("KIC932", "final-sum-unknown")
def final_sum_unknown(repository: Snapshot) -> Iterator[Finding]:
    """A final sum needs an award, its financing type and, for a share, the rate.

    Why: The same account gives another sum for each financing type. Without the type, the sum is a guess.

    Fix: Say the financing type and the rate: in the award notice, or in the terms of the call.

    Source: Financing types: Förderglossar of the Kreis Bergstraße; ANBest-P no. 2.
    """
    for each in repository.all(Examination):
        application = repository.get(Application, each.application)
        if application is not None and terms_of(repository, application, each.date) is None:
            yield found(
                each,
                "final",
                text(
                    "this sum cannot be computed: {application} has no award notice with financing type and rate",
                    application=application.id,
                ),
                help=text("say both in the award notice, or in the terms of the call"),
            )


@rule("KIC930", "final-above-award")
def final_above_award(repository: Snapshot) -> Iterator[Finding]:
    """The final sum is at most the award.

    Why: The award is a maximum. Higher costs are the grantee's; there is no later top-up without a new decision.

    Fix: Correct `final`.

    Source: Sample notice of NRW (expydoc 11675370): the award is a maximum; ANBest-P no. 2.
    """
    for each in repository.all(Examination):
        application = repository.get(Application, each.application)
        terms = terms_of(repository, application, each.date) if application is not None else None
        if terms is not None and each.final > terms.award:
            yield found(
                each,
                "final",
                text("{final}, but the award is {award}", final=each.final, award=terms.award),
                help=text("correct the sum"),
            )


@rule(
    "KIC929",
    "examined-figures-differ",
    requires=(examined_another_report, final_above_award, cut_above_cost, cut_of_no_item),
)
def examined_figures_differ(repository: Snapshot) -> Iterator[Finding]:
    """Recognised costs, other money and final sum are what account, cuts and financing type give.

    Why: Anybody can compute them again: recognised costs from the account and its cuts, the final sum by the formula
    of the financing type, rounded down to the cent. A figure that nobody can compute cannot be defended.

    Fix: Correct the figure, or the cut that is missing. `kic report examine` computes all of them.

    Source: Financing types: Förderglossar of the Kreis Bergstraße; ANBest-P no. 2.1; VG Hannover 6 A 3946/01.
    """
    for each, report in examined(repository):
        sums = final_sum_of(repository, report, each.cuts, each.date)
        if sums is None:
            continue
        for name in ("eligible", "funds", "final"):
            recorded, computed = getattr(each, name), getattr(sums, name)
            if recorded != computed:
                yield found(
                    each,
                    name,
                    text(
                        "{field}: {recorded}, but the account gives {computed} ({financing})",
                        field=Label("field", name),
                        recorded=recorded,
                        computed=computed,
                        financing=sums.terms.financing,
                    ),
                    help=text("correct the figure, or the cut that is missing"),
                    related=[Related(repository.place(report, "costs"), text("the account"))],
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
                    help=text("put it back; what was wrong is examined anew, in a record of its own"),
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
    cut_of_no_item,
    cut_above_cost,
    departure_not_judged,
    objection_without_cut,
    final_sum_unknown,
    final_above_award,
    examined_figures_differ,
    examination_changed,
)
