"""What must hold of a call's dates, its state and the terms that applications are judged by."""

import datetime
import itertools
from collections.abc import Iterator

from kic.allocation.problem import AllocationRule, Scale
from kic.core.diagnostic import Related, Severity
from kic.core.place import Field
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Moment, PartialDate, certainly_after, total
from kic.domain.calls import Call, CallState
from kic.domain.calls.money_rules import AWARDED, negative_amount
from kic.domain.concept.structure import Theme


@rule("KIC420", "call-dates-order")
def call_dates_order(repository: Snapshot) -> Iterator[Finding]:
    """A call opens, closes, is decided, and then the money is spent and settled.

    Why: Applicants, committee and cash office go by these dates. One in the wrong order makes every project
    late or every application too early.

    Fix: Correct the date that does not fit. A date of which only the month is known fits if any of its days
    does.

    Source: Calls of 2019 and 2026 in Kaiserslautern (money spent, and settled, by the end of the year).
    """
    for call in repository.all(Call):
        line: list[tuple[str, datetime.date | PartialDate | Moment | None]] = [
            ("opens", call.opens),
            ("closes", call.closes),
            ("decided", call.decided) if call.decided else ("decision_expected", call.decision_expected),
            ("spend_by", call.spend_by),
            ("settle_by", call.settle_by),
        ]
        known = [(field, day) for field, day in line if day is not None]
        for (earlier, first), (later, second) in itertools.pairwise(known):
            if certainly_after(first, second):
                yield found(
                    call,
                    later,
                    text(
                        "{later} is {second}, expected not before {earlier} on {first}",
                        later=later,
                        second=second,
                        earlier=earlier,
                        first=first,
                    ),
                    help=text("correct the date that does not fit"),
                    related=[Related(repository.place(call, earlier), text("the earlier date"))],
                )


@rule("KIC421", "announced-late", Severity.WARNING)
def announced_late(repository: Snapshot) -> Iterator[Finding]:
    """A call is announced by the day it opens.

    Why: Who hears of it later has less time: equal chances begin with the announcement.

    Fix: Correct the date of the announcement or of the opening.

    Source: Official call in the Amtsblatt of 16.02.2017; equal treatment (Art. 3 GG).
    """
    for call in repository.all(Call):
        date = call.announcement.date if call.announcement else None
        limit = call.opens or (call.closes.local.date() if call.closes else None)
        if date is not None and limit is not None and date.earliest > limit:
            yield found(
                call,
                ("announcement", "date"),
                text("announced on {date}, expected by {limit}", date=date, limit=limit),
                help=text("correct the date of the announcement or of the opening"),
            )


@dated_rule("KIC422", "state-against-date", Severity.WARNING)
def state_against_date(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """The state of a call fits the day.

    Why: The state steers what is shown and what may be done: a call that is still open after its deadline
    invites late applications.

    Fix: Set the state that fits, or correct the date.

    Source: Equal treatment (Art. 3 GG): the same deadline for all.
    """
    for call in repository.all(Call):
        closes = call.closes.local.date() if call.closes else None
        if call.state is CallState.OPEN and closes is not None and closes < today:
            message = text("{state}, but the deadline was on {closes}", state=call.state, closes=call.closes)
        elif call.state is CallState.OPEN and call.opens is not None and call.opens > today:
            message = text("{state}, but it opens on {opens}", state=call.state, opens=call.opens)
        elif call.state is CallState.DRAFT and call.opens is not None and call.opens <= today:
            message = text("{state}, but it opened on {opens}", state=call.state, opens=call.opens)
        else:
            continue
        yield found(call, "state", message, help=text("set the state that fits, or correct the date"))


@rule("KIC423", "decided-without-date")
def decided_without_date(repository: Snapshot) -> Iterator[Finding]:
    """A decided call has the date of its decision, and only a decided one.

    Why: The day of the committee's vote is the date of every award; periods and open data rest on it.

    Fix: Enter `decided`, or correct the state. If the date is not known, add `decided` to `gaps`.

    Source: § 41 GemO RLP (the minutes record the day of the resolutions).
    """
    for call in repository.all(Call):
        if call.state in AWARDED and call.decided is None and not call.tells("decided"):
            yield found(
                call,
                "decided",
                text("{state}, but the date of the decision is missing", state=call.state),
                help=text("enter it, or add decided to gaps with the state unknown"),
            )
        if call.state not in AWARDED and call.decided is not None:
            yield found(
                call,
                "state",
                text("{state}, but it has been decided on {date}", state=call.state, date=call.decided),
                help=text("set the state to decided, or take the date out"),
            )


@rule("KIC424", "scale-unsound")
def scale_unsound(repository: Snapshot) -> Iterator[Finding]:
    """The scale of marks rises from its lowest to its highest mark in whole steps.

    Why: A mark that the scale does not reach cannot be given, and a mean over such marks means nothing.

    Fix: Correct `min`, `max` or `step`.

    Source: Allocation rules of kic: marks on the call's scale.
    """
    for call in repository.all(Call):
        scale = call.terms.scale
        if scale is not None and not is_sound(scale):
            message = text(
                "steps of {step} do not lead from {min} up to {max}",
                step=scale.step,
                min=scale.min,
                max=scale.max,
            )
            yield found(call, ("terms", "scale"), message, help=text("correct min, max or step"))


def is_sound(scale: Scale) -> bool:
    """Whether whole steps lead from the lowest mark up to the highest."""
    low, high, step = scale.min.billionths, scale.max.billionths, scale.step.billionths
    return low < high and step > 0 and (high - low) % step == 0


@rule("KIC425", "weight-unsound")
def weight_unsound(repository: Snapshot) -> Iterator[Finding]:
    """Each criterion has a weight above zero.

    Why: A criterion of weight zero is marked for nothing; a negative one rewards the worst.

    Fix: Correct the weight, or take the criterion out.

    Source: Allocation rules of kic: criteria are weighted.
    """
    for call in repository.all(Call):
        for position, criterion in enumerate(call.terms.criteria):
            if criterion.weight.billionths <= 0:
                yield found(
                    call,
                    ("terms", "criteria", position, "weight"),
                    text(
                        "the weight of {id} is {weight}, expected more than 0",
                        id=criterion.id,
                        weight=criterion.weight,
                    ),
                    help=text("correct the weight, or take the criterion out"),
                )


@rule("KIC426", "threshold-off-scale", requires=(scale_unsound,))
def threshold_off_scale(repository: Snapshot) -> Iterator[Finding]:
    """The threshold lies on the scale of marks.

    Why: Above the scale nobody gets anything; below it there is no threshold.

    Fix: Correct the threshold or the scale.

    Source: Allocation rules of kic: the score is in units of the scale.
    """
    for call in repository.all(Call):
        threshold, scale = call.terms.threshold, call.terms.scale
        if threshold is None or scale is None:
            continue
        if not scale.min.billionths <= threshold.billionths <= scale.max.billionths:
            yield found(
                call,
                ("terms", "threshold"),
                text(
                    "the threshold is {threshold}, expected from {min} to {max}",
                    threshold=threshold,
                    min=scale.min,
                    max=scale.max,
                ),
                help=text("correct the threshold or the scale"),
            )


@rule("KIC427", "caps-and-floors", requires=(negative_amount,))
def caps_and_floors(repository: Snapshot) -> Iterator[Finding]:
    """Reserve, floors and caps can be kept with the money and the themes of the call.

    Why: A floor above its cap, or a reserve above the money, cannot be kept by any allocation.

    Fix: Correct the amount, or open the theme.

    Source: Allocation rules of kic: reserve, floors and caps hold for every rule.
    """
    for call in repository.all(Call):
        for field, message in _cap_faults(call):
            yield found(call, field, message, help=text("correct the amount, or open the theme"))


def _cap_faults(call: Call) -> Iterator[tuple[Field, Text]]:
    terms, amount = call.terms, call.money.amount
    floors, caps = terms.floors.themes, terms.caps.themes
    if amount is not None:
        if terms.reserve > amount:
            yield (
                ("terms", "reserve"),
                text(
                    "a reserve of {reserve} is more than the money of {amount}",
                    reserve=terms.reserve,
                    amount=amount,
                ),
            )
        elif (bound := total(floors.values())) > amount - terms.reserve:
            yield (
                ("terms", "floors", "themes"),
                text(
                    "the floors need {floors}, but {left} are left after the reserve",
                    floors=bound,
                    left=amount - terms.reserve,
                ),
            )
    for name, limits in (("floors", floors), ("caps", caps)):
        for theme in limits:
            if call.themes and theme not in call.themes:
                yield (
                    ("terms", name, "themes", theme),
                    text("the theme {theme} is not open in this call", theme=theme),
                )
    for theme, floor in floors.items():
        if theme in caps and floor > caps[theme]:
            yield (
                ("terms", "floors", "themes", theme),
                text("the floor of {floor} is above the cap of {cap}", floor=floor, cap=caps[theme]),
            )


@rule("KIC428", "grid-unsound")
def grid_unsound(repository: Snapshot) -> Iterator[Finding]:
    """The grid that awards are rounded down to is above zero and not above the money.

    Why: Awards are multiples of the grid; a grid of zero has no multiples, one above the money only zero.

    Fix: Correct the grid. Without a grid it is one cent.

    Source: Allocation rules of kic: awards are rounded down to the grid.
    """
    for call in repository.all(Call):
        grid, amount = call.terms.grid, call.money.amount
        if grid.cents > 0 and not (amount is not None and amount.cents > 0 and grid > amount):
            continue
        yield found(
            call,
            ("terms", "grid"),
            text("a grid of {grid} gives no awards", grid=grid),
            help=text("correct the grid, or take it out: then it is one cent"),
        )


_FLOORS_BIND = frozenset(
    {AllocationRule.RANKED, AllocationRule.SCORE_PER_EURO, AllocationRule.OPTIMUM, AllocationRule.TIERED_CUT}
)


@rule("KIC429", "floors-not-binding", Severity.WARNING)
def floors_not_binding(repository: Snapshot) -> Iterator[Finding]:
    """Floors are set only where the allocation rule keeps them.

    Why: Under voting rules and the proportional cut floors only warn. Whoever reads the call believes that
    they hold.

    Fix: Choose a rule that keeps floors, or take them out.

    Source: Allocation rules of kic: floors bind `ranked`, `score-per-euro`, `optimum` and `tiered-cut`.
    """
    for call in repository.all(Call):
        if call.terms.floors.themes and call.terms.rule not in _FLOORS_BIND:
            yield found(
                call,
                ("terms", "floors"),
                text("floors do not bind under the rule {rule}", rule=call.terms.rule),
                help=text("choose a rule that keeps floors, or take them out"),
            )


@rule("KIC432", "call-themes")
def call_themes(repository: Snapshot) -> Iterator[Finding]:
    """The themes of a call belong to its edition.

    Why: The recommendations of the edition in force are the basis of any funding.

    Fix: Correct the themes or the edition.

    Source: Calls of Kaiserslautern since 2023 (applications only on the named themes).
    """
    for call in repository.all(Call):
        for position, id_ in enumerate(call.themes):
            theme = repository.get(Theme, id_)
            if theme is not None and call.edition is not None and theme.edition != call.edition:
                yield found(
                    call,
                    ("themes", position),
                    text(
                        "the theme {theme} belongs to the edition {other}, expected a theme of {edition}",
                        theme=id_,
                        other=theme.edition,
                        edition=call.edition,
                    ),
                    help=text("correct the themes or the edition"),
                )


@rule("KIC433", "report-due-early")
def report_due_early(repository: Snapshot) -> Iterator[Finding]:
    """Grantees report after the decision.

    Why: A report that is due before the money is awarded would be overdue at once.

    Fix: Correct the date.

    Source: Press release of the city of Kaiserslautern, 15.02.2022 (interim and final reports).
    """
    for call in repository.all(Call):
        for position, due in enumerate(call.reports):
            limit = call.decided or (
                PartialDate(*call.closes.local.date().timetuple()[:3]) if call.closes else None
            )
            if limit is not None and due.due < limit.earliest:
                yield found(
                    call,
                    ("reports", position, "due"),
                    text("due on {due}, expected after {limit}", due=due.due, limit=limit),
                    help=text("correct the date"),
                )


RULES: tuple[Rule, ...] = (
    call_dates_order,
    announced_late,
    state_against_date,
    decided_without_date,
    scale_unsound,
    weight_unsound,
    threshold_off_scale,
    caps_and_floors,
    grid_unsound,
    floors_not_binding,
    call_themes,
    report_due_early,
)
