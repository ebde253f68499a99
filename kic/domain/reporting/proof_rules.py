"""What must hold of a proof of use: costs as planned, their financing, and receipts that prove them."""

from collections import Counter
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.near import near
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money, total
from kic.domain.applications import Application, FundKind
from kic.domain.calls import ReportKind
from kic.domain.notices import NoticeKind
from kic.domain.notices.grant import issued_by, reports_due
from kic.domain.notices.standing import notices_of
from kic.domain.payments.standing import paid_back, paid_out, payments_of
from kic.domain.reporting import CutReason, Report
from kic.domain.reporting.final_sum import plain
from kic.domain.reporting.standing import (
    actual_of,
    examination_of,
    papers_of,
    period_of,
    plan_of,
    reports_of,
)


def proofs(repository: Snapshot) -> Iterator[tuple[Report, Application]]:
    """Every proof of use with its application."""
    for report in repository.all(Report):
        application = repository.get(Application, report.application)
        if report.report is ReportKind.PROOF_OF_USE and application is not None:
            yield report, application


@rule("KIC902", "proof-incomplete", Severity.WARNING)
def proof_incomplete(repository: Snapshot) -> Iterator[Finding]:
    """A proof of use has actual costs, their financing and a list of receipts.

    Why: Without one of the three nobody can say what the grant was used for, or how much of it.

    Fix: Enter what came. Ask for what is missing (`kic report ask`): then it is known that it is.

    Source: ANBest-P no. 6: Sachbericht, zahlenmäßiger Nachweis, Belegliste (several Länder; RLP [M]).
    """
    for report, _application in proofs(repository):
        if papers_of(report).missing or examination_of(repository, report.application) is not None:
            continue  # it has been asked for; of an examined one KIC921 speaks
        if lacking := tuple(lacks(report)):
            yield found(
                report,
                (),
                text("this proof of use lacks: {fields}", fields=lacking),
                help=text("enter what came, or ask for it: kic report ask {id}", id=report.id),
            )


def lacks(report: Report) -> Iterator[Text]:
    """What a proof of use does not have."""
    if not report.costs:
        yield text("actual costs")
    if not report.financing:
        yield text("actual financing")
    if not report.receipts and any(each.amount.cents for each in report.costs):
        yield text("the list of receipts")


@rule("KIC903", "costs-not-as-planned", Severity.WARNING)
def costs_not_as_planned(repository: Snapshot) -> Iterator[Finding]:
    """The account has the structure of the plan: the same items under the same names.

    Why: Only then plan and account can be laid side by side. A new item may be a new purpose, for which the
    grantee needs consent first.

    Fix: Correct the name if it was only spelled otherwise. A cost that was not planned is cut in the examination,
    or recognised there with a reason.

    Source: ANBest-P no. 6 [M]: the account is structured as the plan; no. 1.2: the finance plan is binding.
    """
    for report, application in proofs(repository):
        planned = {plain(each.item): each for each in plan_of(application).costs}
        examined = examination_of(repository, application.id)
        settled = set()
        if examined is not None:
            settled = {plain(each.item) for each in examined.cuts}
            settled |= {plain(each.item) for each in examined.accepted}
        for position, line in enumerate(report.costs):
            key = plain(line.item)
            held = planned.get(key)
            if held is None and key not in settled:
                close = tuple(planned[each].item for each in near(key, planned))
                yield found(
                    report,
                    ("costs", position, "item"),
                    text("the plan has no item {item}", item=line.item),
                    help=text("did you mean {names}?", names=close)
                    if close
                    else text("the plan has: {items}", items=tuple(each.item for each in planned.values())),
                )
            elif held is not None and line.eligible and not held.eligible:
                yield found(
                    report,
                    ("costs", position),
                    text("{item} is not eligible by the plan", item=line.item),
                    help=text("add eligible: false"),
                )


@rule("KIC904", "receipt-outside-period", Severity.WARNING)
def receipt_outside_period(repository: Snapshot) -> Iterator[Finding]:
    """Receipts lie in the period of the award.

    Why: The grant is for what happens in its period. What was bought before it began was begun early, what was
    bought later belongs to another year's money.

    Fix: Correct the date if it is a slip. Else cut the receipt in the examination (`outside_period`), or recognise
    it there with a reason.

    Source: The notice sets the period (Bewilligungszeitraum); no grant for what was begun before (mffki.rlp.de).
    """
    for report, application in proofs(repository):
        period = period_of(repository, application)
        examined = examination_of(repository, application.id)
        settled = set()
        if examined is not None:
            settled = {plain(each.item) for each in examined.accepted}
            settled |= {plain(each.item) for each in examined.cuts if each.cut is CutReason.OUTSIDE_PERIOD}
            settled |= {plain(each.item) for each in examined.cuts if each.cut is CutReason.NOT_IN_PLAN}
        for position, receipt in enumerate(report.receipts):
            if not period.start <= receipt.date <= period.end and plain(receipt.item) not in settled:
                yield found(
                    report,
                    ("receipts", position, "date"),
                    text(
                        "receipt {number} of {date} lies outside of {start} to {end}",
                        number=receipt.number,
                        date=receipt.date,
                        start=period.start,
                        end=period.end,
                    ),
                    help=text(
                        "correct a slip; else it is cut in the examination, or recognised with a reason"
                    ),
                )


@rule("KIC905", "receipt-number-twice")
def receipt_number_twice(repository: Snapshot) -> Iterator[Finding]:
    """Each receipt has a number of its own.

    Why: The sample names receipts by their numbers. The same receipt entered twice would be paid twice.

    Fix: Take the second line out, or give it the number on the receipt.

    Source: ANBest-P no. 6 [M] (list of receipts); data model of kic.
    """
    for report in repository.all(Report):
        seen: dict[int, int] = {}
        for position, receipt in enumerate(report.receipts):
            first = seen.setdefault(receipt.number, position)
            if first != position:
                yield found(
                    report,
                    ("receipts", position, "number"),
                    text("receipt {number} stands here a second time", number=receipt.number),
                    help=text("take the line out, or give it the number on the receipt"),
                    related=[Related(repository.place(report, "receipts", first), text("the first"))],
                )


@rule("KIC907", "receipt-of-no-item")
def receipt_of_no_item(repository: Snapshot) -> Iterator[Finding]:
    """Each receipt belongs to an item of the account.

    Why: The receipts of an item are its costs; a receipt of no item proves nothing.

    Fix: Correct the name of the item.

    Source: ANBest-P no. 6 [M] (list of receipts in the structure of the plan).
    """
    for report in repository.all(Report):
        items = {plain(each.item): each.item for each in report.costs}
        for position, receipt in enumerate(report.receipts if items else ()):
            if plain(receipt.item) not in items:
                close = tuple(items[each] for each in near(plain(receipt.item), items))
                yield found(
                    report,
                    ("receipts", position, "item"),
                    text("the account has no item {item}", item=receipt.item),
                    help=text("did you mean {names}?", names=close)
                    if close
                    else text("the account has: {items}", items=tuple(items.values())),
                )


@rule("KIC906", "receipts-differ", Severity.WARNING, requires=(receipt_of_no_item, receipt_number_twice))
def receipts_differ(repository: Snapshot) -> Iterator[Finding]:
    """The receipts of an item add up to its actual costs.

    Why: What is not on a receipt is not proved, and what is on a receipt and not in the account belongs elsewhere.

    Fix: Correct the account or the list. What stays without a receipt is cut in the examination (`no_receipt`).

    Source: ANBest-P no. 6 [M]: account and list of receipts agree.
    """
    for report, application in proofs(repository):
        if not report.receipts:
            continue
        cut: Counter[str] = Counter()
        examined = examination_of(repository, application.id)
        for each in examined.cuts if examined is not None else ():
            if each.cut in (CutReason.NO_RECEIPT, CutReason.NO_TIME_SHEETS):
                cut[plain(each.item)] += each.amount.cents
        proved: Counter[str] = Counter()
        for receipt in report.receipts:
            proved[plain(receipt.item)] += receipt.amount.cents
        for position, line in enumerate(report.costs):
            sum_ = Money(proved[plain(line.item)])
            if sum_.cents not in (line.amount.cents, line.amount.cents - cut[plain(line.item)]):
                yield found(
                    report,
                    ("costs", position, "amount"),
                    text(
                        "{item}: {amount}, but its receipts are {sum}",
                        item=line.item,
                        amount=line.amount,
                        sum=sum_,
                    ),
                    help=text(
                        "correct the account or the list; what has no receipt is cut in the examination"
                    ),
                )


@rule("KIC908", "money-above-costs", Severity.WARNING)
def money_above_costs(repository: Snapshot) -> Iterator[Finding]:
    """Grant and other money together are not more than the costs.

    Why: A grant closes a gap. If more came in than was spent, the rest is the city's, or the other givers'.

    Fix: Correct the figures if they are wrong. Else examine the account: the final sum is lower, and the rest is
    claimed back.

    Source: ANBest-P no. 1.2 [M]: all income is for the costs; BVerwG 10 C 7.17 (facts of the case, bverwg.de).
    """
    for report, application in proofs(repository):
        if not report.costs or examination_of(repository, application.id) is not None:
            continue
        payments = payments_of(repository, application.id)
        grant = paid_out(payments) - paid_back(payments)
        actual = actual_of(report)
        money = actual.funds + grant
        if grant.cents and money > actual.total:
            yield found(
                report,
                "financing",
                text(
                    "{funds} came in besides {grant} of the grant, the costs were {costs}",
                    funds=actual.funds,
                    grant=grant,
                    costs=actual.total,
                ),
                help=text("correct the figures, or examine the account: the rest is claimed back"),
            )


@rule("KIC915", "report-amount-not-positive")
def report_amount_not_positive(repository: Snapshot) -> Iterator[Finding]:
    """Costs, money and receipts of a report are not negative, and a receipt is not 0.

    Why: A negative line hides a cost or an income in another one. A credit note lowers the cost that it belongs to.

    Fix: Enter the amount that was really paid or received.

    Source: ANBest-P no. 6 [M]: income and spending are shown apart, each in full.
    """
    for report in repository.all(Report):
        for name in ("costs", "financing", "receipts"):
            for position, line in enumerate(getattr(report, name)):
                if line.amount.cents < 0 or (name == "receipts" and not line.amount.cents):
                    yield found(
                        report,
                        (name, position, "amount"),
                        text("{amount} is no amount that was paid or received", amount=line.amount),
                        help=text("enter the amount that was really paid or received"),
                    )


@rule("KIC916", "grant-in-financing", Severity.WARNING)
def grant_in_financing(repository: Snapshot) -> Iterator[Finding]:
    """The financing of a report names what came in besides the grant; the grant itself is known.

    Why: What was paid is in the payments, as the treasury booked it. A second figure for it can only contradict.

    Fix: Take the line out. If its amount is not what was paid, ask the treasury first.

    Source: Data model of kic.
    """
    for report in repository.all(Report):
        for position, line in enumerate(report.financing):
            if line.fund is not FundKind.REQUESTED:
                continue
            payments = payments_of(repository, report.application)
            yield found(
                report,
                ("financing", position),
                text(
                    "{item} is the grant; the payments have {paid} for it",
                    item=line.item,
                    paid=total((paid_out(payments), -paid_back(payments))),
                ),
                help=text("take the line out"),
            )


@rule("KIC917", "receipt-after-report", requires=(receipt_outside_period,))
def receipt_after_report(repository: Snapshot) -> Iterator[Finding]:
    """A receipt is not younger than the report that lists it.

    Why: Nobody can list what has not been paid yet. It is a slip in the year, or a bill that is still open.

    Fix: Correct the date.

    Source: ANBest-P no. 6 [M]: the list shows what was paid.
    """
    for report in repository.all(Report):
        for position, receipt in enumerate(report.receipts):
            if receipt.date > report.received:
                yield found(
                    report,
                    ("receipts", position, "date"),
                    text(
                        "receipt {number} is of {date}, the report came on {received}",
                        number=receipt.number,
                        date=receipt.date,
                        received=report.received,
                    ),
                    help=text("correct the date"),
                )


@rule("KIC967", "second-proof-of-use")
def second_proof_of_use(repository: Snapshot) -> Iterator[Finding]:
    """A further proof of use says which earlier one it replaces, unless several are due.

    Why: The account goes by the last one. Where a second simply lies beside the first, nobody knows which figures the
    grantee stands by, or whether the same costs were proved twice.

    Fix: Name the earlier one in `replaces`; or take the record out if it is the same paper once more.

    Source: ANBest-P no. 6 [M] (the proof of use of a grant); § 25 GemHVO RLP (ground and amount).
    """
    for application, came in _proofs_of(repository).items():
        due = sum(each.report is ReportKind.PROOF_OF_USE for each in reports_due(repository, application))
        earlier: set[str] = set()
        for number, report in enumerate(came, 1):
            if report.replaces is not None and report.replaces not in earlier:
                yield found(
                    report,
                    "replaces",
                    text(
                        "{id} is no earlier proof of use on {application}",
                        id=report.replaces,
                        application=application,
                    ),
                    help=text("name the one in whose place it came"),
                )
            elif report.replaces is None and number > max(due, 1):
                yield found(
                    report,
                    "report",
                    text(
                        "a proof of use on {application} came before: {id}",
                        application=application,
                        id=came[number - 2].id,
                    ),
                    help=text("say which it replaces: replaces: {id}", id=came[number - 2].id),
                    related=[
                        Related(repository.place(came[number - 2], "received"), text("the earlier one"))
                    ],
                )
            earlier.add(report.id)


@rule("KIC968", "replaced-after-examination", Severity.WARNING, requires=(second_proof_of_use,))
def replaced_after_examination(repository: Snapshot) -> Iterator[Finding]:
    """A proof of use that replaces one that was examined already is examined too.

    Why: The examination, and a final sum that was fixed by a notice, rest on figures that the grantee has taken back.
    The notice stays until another one changes it, and only an examination shows whether it has to.

    Fix: Examine the later one: kic report examine. If it changes the final sum, that takes a new notice.

    Source: ANBest-P nos. 6, 7 [M]; §§ 48, 49, 51 VwVfG (a notice that is final is changed on these grounds alone).
    """
    for application, came in _proofs_of(repository).items():
        note = examination_of(repository, application)
        if note is None:
            continue
        later = [each for each in came if each.replaces == note.report]
        if not later:
            continue
        fixed = [
            each
            for each in notices_of(repository, application)
            if each.notice is NoticeKind.SETTLEMENT and issued_by(each, None)
        ]
        yield found(
            later[-1],
            "replaces",
            text(
                "{id} was examined, and its final sum fixed by {notice}; nobody has examined this one",
                id=note.report,
                notice=fixed[-1].id,
            )
            if fixed
            else text("{id} was examined; nobody has examined this one", id=note.report),
            help=text("examine it: kic report examine {id}", id=later[-1].id),
            related=[Related(repository.place(note, "report"), text("the examination"))],
        )


def _proofs_of(repository: Snapshot) -> dict[str, tuple[Report, ...]]:
    """The proofs of use of the applications that have several, in the order in which they came."""
    numbers = Counter(report.application for report, _ in proofs(repository))
    return {
        application: tuple(
            each for each in reports_of(repository, application) if each.report is ReportKind.PROOF_OF_USE
        )
        for application, number in numbers.items()
        if number > 1
    }


RULES: tuple[Rule, ...] = (
    proof_incomplete,
    costs_not_as_planned,
    receipt_outside_period,
    receipt_number_twice,
    receipt_of_no_item,
    receipts_differ,
    money_above_costs,
    report_amount_not_positive,
    grant_in_financing,
    receipt_after_report,
    second_proof_of_use,
    replaced_after_examination,
)
