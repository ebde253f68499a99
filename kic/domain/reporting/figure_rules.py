"""What must hold of the figures of an examination: cuts of what there is, departures judged, sums as computed."""

import functools
from collections import Counter
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.near import near
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Label, text
from kic.core.values import Money
from kic.domain.applications import Application
from kic.domain.reporting import Cut, CutReason, Examination, Report
from kic.domain.reporting.examination_rules import examined, examined_another_report
from kic.domain.reporting.final_sum import CostLine, FinalSum, Overrun, cost_lines, overrun_within, plain
from kic.domain.reporting.standing import (
    actual_of,
    final_sum_of,
    overrun_of,
    plan_of,
    terms_of,
    values_of,
)


@functools.lru_cache(maxsize=1)  # two rules ask
def _computed(repository: Snapshot) -> tuple[tuple[Examination, Report, FinalSum | None], ...]:
    """Each examination with its report and the final sum that account and cuts give, where its terms are known."""
    return tuple(
        (each, report, final_sum_of(repository, report, each.cuts, each.date))
        for each, report in examined(repository)
    )


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
    needs consent. What was spent and cut was not saved. Where the final sum stays the same, because the award is its
    maximum, nothing has to be judged. What is let pass for one has to pass for all.

    Fix: Cut what lies above (`item_overrun`, `not_in_plan`), or add the item to `accepted` with a reason that would
    hold for every grantee.

    Source: ANBest-P no. 1.2 (20 per cent; other Länder, RLP [M]; setting `procedure.item_overrun`); Art. 3 GG.
    """
    overrun = values_of(repository).item_overrun
    for each, report, sums in _computed(repository):
        application = repository.get(Application, each.application)
        if application is None:
            continue
        judged: Counter[str] = Counter()
        for cut in each.cuts:
            judged[plain(cut.item)] += cut.amount.cents
        spared = {plain(one.item) for one in each.accepted}
        lines = (
            sums.costs
            if sums is not None
            else cost_lines(plan_of(application), actual_of(report), overrun=overrun_of(repository))
        )
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
        within = _not_saved(repository, each, report, sums, spared) if sums is not None else None
        if within is not None:
            yield found(
                each,
                "cuts" if each.cuts else (),
                text(
                    "above the plan by {above} together: {items}; saved elsewhere, or met by new money: {met} "
                    "({source})",
                    items=within.items,
                    above=within.above,
                    met=within.met,
                    source=overrun.cited,
                ),
                help=text(
                    "cut the {excess} that are not met, or recognise an item with a reason in accepted",
                    excess=within.excess,
                ),
            )


def _not_saved(
    repository: Snapshot, examination: Examination, report: Report, sums: FinalSum, spared: set[str]
) -> Overrun | None:
    """What items exceed the plan by without being met, where the final sum hangs on it; else None."""
    within = overrun_within(sums, spared)
    if not within.excess:
        return None
    less = _cut_off(sums.costs, within)
    without = final_sum_of(repository, report, (*examination.cuts, *less), examination.date)
    return within if without is not None and without.final < sums.final else None


def _cut_off(lines: tuple[CostLine, ...], within: Overrun) -> list[Cut]:
    """Cuts that take off what is not met, from the items that exceed the plan."""
    left = within.excess.cents
    cuts = []
    for line in lines:
        if line.item in within.items and line.planned is not None:
            part = min(left, min(line.recognised.cents, line.allowed.cents) - line.planned.cents)
            left -= part
            cuts.append(Cut(item=line.item, amount=Money(part), cut=CutReason.ITEM_OVERRUN, reason=""))
    return cuts


@rule("KIC945", "objection-without-cut", Severity.WARNING)
def objection_without_cut(repository: Snapshot) -> Iterator[Finding]:
    """An objection to a receipt has a consequence, or the item is recognised with a reason.

    Why: An objection that changes nothing and that nobody answers is an open question in a closed file.

    Fix: Cut the receipt, or add its item to `accepted` with the reason why it is recognised all the same.

    Source: § 39 VwVfG (reasons); ANBest-P no. 7 [M].
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


@rule("KIC932", "final-sum-unknown")
def final_sum_unknown(repository: Snapshot) -> Iterator[Finding]:
    """A final sum needs an award, its financing type and, for a share, the rate.

    Why: The same account gives another sum for each financing type. Without the type, the sum is a guess.

    Fix: Say the financing type and the rate: in the award notice, or in the terms of the call.

    Source: Financing types: Förderglossar of the Kreis Bergstraße; ANBest-P no. 2 [M].
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

    Source: Sample notice of NRW (expydoc 11675370): the award is a maximum; ANBest-P no. 2 [M].
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

    Source: Financing types: Förderglossar of the Kreis Bergstraße; ANBest-P no. 2.1 [M]; VG Hannover 6 A 3946/01.
    """
    for each, report, sums in _computed(repository):
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


RULES: tuple[Rule, ...] = (
    cut_of_no_item,
    cut_above_cost,
    departure_not_judged,
    objection_without_cut,
    final_sum_unknown,
    final_above_award,
    examined_figures_differ,
)
