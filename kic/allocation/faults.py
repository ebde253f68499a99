"""What must hold for a problem to have an answer: findings with symbolic places in the problem file.

A problem with a fault is not allocated: no figure is guessed. Codes KIC090 to KIC099.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from kic.allocation.problem import Aggregate, AllocationRule, Application, Marks, Problem, Utility
from kic.core.diagnostic import Diagnostic, Law, Severity, diagnose
from kic.core.near import did_you_mean, near
from kic.core.place import Aim, Field, Place
from kic.core.text import Text, text
from kic.core.values import Money, Number

UNKNOWN_SEAT = Law(
    "KIC090",
    "allocation-unknown-seat",
    Severity.ERROR,
    """A mark or an approval of an allocation problem belongs to a seat that is not declared.

    Why: the declared seats are the voters. A misspelled seat would be one voter too many, and its mark
    would be counted beside its true one.

    Fix: write the seat as it stands under `seats`, or add it there. Without `seats` all that are named are
    meant.
    """,
)
CRITERIA = Law(
    "KIC091",
    "allocation-criteria",
    Severity.ERROR,
    """A mark for each criterion names every criterion of the problem once, and no other.

    Why: a score is the weighted mean over all criteria. With a criterion left out, or one that has no
    weight, it would be another mean than the one that was announced.

    Fix: give a mark for each declared criterion, one number that stands for all of them, or `abstain`.
    """,
)
DOUBLE = Law(
    "KIC092",
    "allocation-double-id",
    Severity.ERROR,
    """An id stands twice: among applications, fixed awards or seats, or in one application's list.

    Why: an award belongs to exactly one application, and each seat counts once.

    Fix: give the second one its own id, or delete it. An application whose id stands under `fixed` is
    no fault: it is already decided and takes no part.
    """,
)
OVERSPENT = Law(
    "KIC093",
    "allocation-overspent",
    Severity.ERROR,
    """Reserve and fixed awards are more than the budget.

    Why: what is already decided is never changed, so nothing can be proposed before the sums are right.

    Fix: correct the budget, the reserve or the fixed awards.
    """,
)
NO_SCORE = Law(
    "KIC094",
    "allocation-no-score",
    Severity.ERROR,
    """The rule needs a score, marks or approvals, and there are none.

    A rule by votes goes by approvals; where only marks are there, a scale tells which of them approve.

    Why: an application that nobody has looked at yet is not one with the score 0. If all seats abstained,
    the abstentions stand under `marks`, and the application then lacks marks but is no fault.

    Fix: enter `score`, `marks` or, for a rule by votes, `approvals`.
    """,
)
NO_COSTS = Law(
    "KIC095",
    "allocation-no-eligible-costs",
    Severity.ERROR,
    """The problem has a funding rate, and an application has no eligible costs.

    Why: the rate is a share of the eligible costs. Without them the highest admissible amount is unknown.

    Fix: enter the costs that the examination found eligible under `eligible`.
    """,
)
OFF_SCALE = Law(
    "KIC096",
    "allocation-off-scale",
    Severity.ERROR,
    """A mark lies outside the scale or between its steps, or the scale itself has no steps.

    Why: one mark of 850 on a scale from 0 to 100 would decide the whole ranking.

    Fix: correct the mark; or declare the scale that was really used, its lowest mark below its highest
    and a step above 0.
    """,
)
AMOUNT = Law(
    "KIC097",
    "allocation-amount",
    Severity.ERROR,
    """An amount is negative, or the grid is 0.

    Why: budgets, requests, caps, floors and awards are sums of money that is given. What is taken back is
    recorded as a clawback, not as a negative award.

    Fix: write the amount without a sign. A grid of 0.01 rounds to the cent, 100.00 to full hundreds.
    """,
)
SETTING = Law(
    "KIC098",
    "allocation-setting",
    Severity.ERROR,
    """Settings do not fit together, so that scores would not be comparable.

    Weights are not negative and not all 0. With `centred` marks no application has a `score` of its own:
    a distance from a seat's mean cannot be compared with a mark. The rule `tiered-cut` needs `tiers`.

    Why: each of these would give a ranking that looks exact and means nothing.

    Fix: correct the weights, choose another aggregate or leave out the scores, add the tiers.
    """,
)
UNUSED_THEME = Law(
    "KIC099",
    "allocation-unused-theme",
    Severity.WARNING,
    """A cap or floor is for a theme that no application and no fixed award has.

    Why: it has no effect, and often the theme is only misspelled. A floor that no one can fill may still
    be what the committee meant.

    Fix: write the theme as it stands at the applications, or delete the line.
    """,
)

LAWS: tuple[Law, ...] = (
    UNKNOWN_SEAT,
    CRITERIA,
    DOUBLE,
    OVERSPENT,
    NO_SCORE,
    NO_COSTS,
    OFF_SCALE,
    AMOUNT,
    SETTING,
    UNUSED_THEME,
)

BY_VOTES = frozenset((AllocationRule.EQUAL_SHARES, AllocationRule.GREEDY, AllocationRule.PHRAGMEN))
"""Rules that count votes and need no score."""


def by_marks(problem: Problem) -> bool:
    """Whether a rule by votes takes marks as they are; else approvals count, stated or told from marks."""
    return problem.utility is Utility.SCORE and problem.rule is not AllocationRule.PHRAGMEN


def faults(problem: Problem, path: str = "") -> list[Diagnostic]:
    """All that is wrong with a problem, settings first; empty if it has an answer.

    Warnings (`KIC099`) are among them; a problem with warnings alone is allocated.
    """
    found: list[Diagnostic] = []
    guesses = 0
    for looked in (_settings, _amounts, _double, _themes, _applications):
        for law, message, field, help_ in looked(problem):
            if isinstance(help_, _Guess):
                guesses += 1
                help_ = help_.said() if guesses <= GUESSES else None  # noqa: PLW2901
            aim = Aim.KEY if law is UNUSED_THEME else Aim.VALUE
            found.append(diagnose(law, message, Place(path, field, aim), help=help_))
    return found


GUESSES = 50
"""For so many unknown names what may have been meant is looked for among all known ones."""


class _Guess(msgspec.Struct, frozen=True):
    """A name that is not known, and those that are."""

    name: str
    names: Collection[str]

    def said(self) -> Text | None:
        """What may have been meant."""
        return did_you_mean(near(self.name, self.names))


Fault = tuple[Law, Text, Field, Text | _Guess | None]


def _settings(problem: Problem) -> Iterator[Fault]:
    fixed = sum(award.amount.cents for award in problem.fixed)
    bound = fixed + problem.reserve.cents
    if problem.budget.cents >= 0 and bound > problem.budget.cents:
        yield (
            OVERSPENT,
            text(
                "reserve and fixed awards are {bound}, but the budget is {budget}",
                bound=Money(bound),
                budget=problem.budget,
            ),
            ("budget",),
            None,
        )
    scale = problem.scale
    if scale is not None and (scale.min.fraction >= scale.max.fraction or scale.step.fraction <= 0):
        message = text("the scale goes up from its lowest mark to its highest in steps above 0")
        yield OFF_SCALE, message, ("scale",), None
    negative = [name for name, weight in problem.criteria.items() if weight.fraction < 0]
    for name in negative:
        message = text("the weight of the criterion {criterion} is negative", criterion=name)
        yield SETTING, message, ("criteria", name), None
    if problem.criteria and not negative and not any(w.fraction for w in problem.criteria.values()):
        yield SETTING, text("all weights are 0"), ("criteria",), None
    if problem.rule is AllocationRule.TIERED_CUT and problem.tiers is None:
        yield SETTING, text("the rule {rule} needs tiers", rule=problem.rule), ("rule",), None
    if (problem.rule in BY_VOTES and problem.applications) and not any(
        each.approvals is not None or each.marks or each.score is not None for each in problem.applications
    ):
        message = text("the rule {rule} needs approvals or marks", rule=problem.rule)
        yield NO_SCORE, message, ("rule",), None


def _amounts(problem: Problem) -> Iterator[Fault]:
    amounts: list[tuple[Field, int]] = [
        (("budget",), problem.budget.cents),
        (("reserve",), problem.reserve.cents),
    ]
    if problem.caps.applicant is not None:
        amounts.append((("caps", "applicant"), problem.caps.applicant.cents))
    amounts += [(("caps", "themes", theme), cap.cents) for theme, cap in problem.caps.themes.items()]
    amounts += [(("floors", "themes", theme), floor.cents) for theme, floor in problem.floors.themes.items()]
    amounts += [(("fixed", place, "amount"), award.amount.cents) for place, award in enumerate(problem.fixed)]
    for place, each in enumerate(problem.applications):
        if each.requested.cents < 0:
            amounts.append((("applications", place, "requested"), -1))
        if each.eligible is not None and each.eligible.cents < 0:
            amounts.append((("applications", place, "eligible"), -1))
        if each.minimum is not None and getattr(each.minimum.value, "cents", 0) < 0:
            amounts.append((("applications", place, "minimum"), -1))
    for field, cents in amounts:
        if cents < 0:
            yield AMOUNT, text("the amount is negative"), field, None
    if problem.grid.cents <= 0:
        yield AMOUNT, text("the grid is an amount above 0"), ("grid",), text("0.01 rounds to the cent")


def _double(problem: Problem) -> Iterator[Fault]:
    ids: tuple[tuple[str, Field, Sequence[str]], ...] = (
        ("applications", ("id",), [each.id for each in problem.applications]),
        ("fixed", ("id",), [award.id for award in problem.fixed]),
        ("seats", (), problem.seats or ()),
    )
    for above, below, names in ids:
        for place in _repeated(names):
            yield DOUBLE, text("the id {id} stands twice", id=names[place]), (above, place, *below), None
    for place, each in enumerate(problem.applications):
        for key, listed in (("approvals", each.approvals or ()), ("themes", each.themes)):
            for second in _repeated(listed):
                message = text("the id {id} stands twice", id=listed[second])
                yield DOUBLE, message, ("applications", place, key, second), None


def _repeated(names: Iterable[str]) -> Iterator[int]:
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            yield place
        seen.add(name)


def _themes(problem: Problem) -> Iterator[Fault]:
    used = {theme for each in problem.applications for theme in each.themes}
    used |= {theme for award in problem.fixed for theme in award.themes}
    for key, themes in (("caps", problem.caps.themes), ("floors", problem.floors.themes)):
        for theme in themes:
            if theme not in used:
                message = text("no application and no fixed award has the theme {theme}", theme=theme)
                yield UNUSED_THEME, message, (key, "themes", theme), _Guess(theme, used)


def _applications(problem: Problem) -> Iterator[Fault]:
    decided = {award.id for award in problem.fixed}
    seats = None if problem.seats is None else set(problem.seats)
    marks = _Judge(problem)
    scored = problem.rule not in BY_VOTES
    approvals = not scored and problem.scale is None and not by_marks(problem)
    beside = problem.aggregate is Aggregate.CENTRED and any(each.marks for each in problem.applications)
    for place, each in enumerate(problem.applications):
        here: Field = ("applications", place)
        yield from _seats(each, seats, here)
        yield from marks.judge(each, here)
        if each.score is not None:
            if beside:
                message = text("a score of its own cannot be compared with centred marks")
                yield SETTING, message, (*here, "score"), None
            elif problem.aggregate is not Aggregate.CENTRED:
                yield from marks.bounds(each.score, (*here, "score"))
        if each.id in decided:
            continue
        if scored and each.score is None and not each.marks:
            message = text("{id} has neither a score nor marks", id=each.id)
            yield NO_SCORE, message, here, text("write abstain for seats that gave no mark")
        if approvals and each.approvals is None and any(marks.given for marks in each.marks.values()):
            message = text(
                "{id} has no approvals, and without a scale marks do not tell who approves", id=each.id
            )
            yield NO_SCORE, message, here, text("declare the scale: a mark above its middle approves")
        if problem.rate is not None and each.eligible is None:
            message = text("{id} has no eligible costs, and the rate is a share of them", id=each.id)
            yield NO_COSTS, message, here, None


def _seats(each: Application, seats: set[str] | None, here: Field) -> Iterator[Fault]:
    if seats is None:
        return
    for seat in each.marks:
        if seat not in seats:
            message = text("the seat {seat} is not declared", seat=seat)
            yield UNKNOWN_SEAT, message, (*here, "marks", seat), _Guess(seat, seats)
    for place, seat in enumerate(each.approvals or ()):
        if seat not in seats:
            message = text("the seat {seat} is not declared", seat=seat)
            yield UNKNOWN_SEAT, message, (*here, "approvals", place), _Guess(seat, seats)


class _Judge:
    """Whether marks fit the criteria and the scale; each spelling is looked at once."""

    def __init__(self, problem: Problem) -> None:
        self.criteria = problem.criteria
        self.scale = problem.scale
        if self.scale is not None and self.scale.step.fraction <= 0:
            self.scale = None  # said once, at the scale
        self.seen: dict[str, bool] = {}

    def judge(self, each: Application, here: Field) -> Iterator[Fault]:
        """Faults of what the seats say of one application."""
        for seat, given in each.marks.items():
            if not self._right(given):
                yield from self._wrong(given, (*here, "marks", seat))

    def _right(self, marks: Marks) -> bool:
        """Whether there is nothing to say: almost always, and every check asks for each mark."""
        value = marks.value
        if isinstance(value, dict):
            return value.keys() == self.criteria.keys() and all(map(self._fits, value.values()))
        return not isinstance(value, Number) or self._fits(value)

    def _wrong(self, marks: Marks, field: Field) -> Iterator[Fault]:
        value = marks.value
        if isinstance(value, Number):
            if not self._fits(value):
                yield self._off(value, field)
        elif isinstance(value, dict):
            for criterion, mark in value.items():
                if criterion not in self.criteria:
                    message = text("the criterion {criterion} is not declared", criterion=criterion)
                    yield CRITERIA, message, (*field, criterion), _Guess(criterion, self.criteria)
                elif not self._fits(mark):
                    yield self._off(mark, (*field, criterion))
            left_out = tuple(name for name in self.criteria if name not in value)
            if left_out and value.keys() <= self.criteria.keys():
                yield CRITERIA, text("no mark for {criteria}", criteria=left_out), field, None

    def bounds(self, score: Number, field: Field) -> Iterator[Fault]:
        """A score lies on the scale, but as a mean it may lie between the steps."""
        if self.scale and not self.scale.min.fraction <= score.fraction <= self.scale.max.fraction:
            yield self._off(score, field)

    def _fits(self, mark: Number) -> bool:
        if self.scale is None:
            return True
        known = self.seen.get(mark.spelling)
        if known is None:
            known = self.seen[mark.spelling] = self.scale.has(mark)
        return known

    def _off(self, mark: Number, field: Field) -> Fault:
        assert self.scale is not None
        message = text(
            "{mark} is not on the scale from {min} to {max} in steps of {step}",
            mark=mark,
            min=self.scale.min,
            max=self.scale.max,
            step=self.scale.step,
        )
        return OFF_SCALE, message, field, None
