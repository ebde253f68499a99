"""From a problem to a proposal: a pure function, exact in cents and fractions."""

import enum
import itertools
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from kic.allocation.case import Case, prepare
from kic.allocation.course import Course, Margin
from kic.allocation.faults import faults
from kic.allocation.outcome import Cause, Outcome
from kic.allocation.problem import (
    BY_RANKING,
    AllocationRule,
    Application,
    Completion,
    Objective,
    OnNoFit,
    PartialAward,
    Problem,
    Utility,
)
from kic.allocation.proposal import (
    Budgets,
    Capped,
    Details,
    Optimum,
    Proposal,
    ScoreNeeded,
    Standing,
    Status,
    Tie,
    Warned,
    WarningCode,
)
from kic.allocation.rules import RULES
from kic.allocation.scores import Score, flipped
from kic.core.diagnostic import Severity
from kic.core.near import near
from kic.core.values import Money
from kic.errors import UsageError

if TYPE_CHECKING:
    from fractions import Fraction

ALL_DETAILS = 500
"""Up to so many applications everyone's details are computed unasked."""

Choice = TypeVar("Choice", bound=enum.Enum)


def allocate(problem: Problem, *, only: str | None = None, details: bool | None = None) -> Proposal:
    """The proposal of the problem's rule.

    Details (who was passed, which budgets, which score) grow with the square of the number of
    applications: `details` asks for everyone's or for none, None means up to 500; `only` asks for one
    application's alone. Raises UsageError for a problem with faults (see `faults`) or an id that
    takes no part.
    """
    for fault in faults(problem):
        if fault.severity is Severity.ERROR:
            raise UsageError("The problem has a fault: {fault}", fault=fault.message)
    case = prepare(problem)
    course = RULES[problem.rule](case, _wanted(case, only, details))
    if course.find_ties is not None:
        course = msgspec.structs.replace(course, ties=course.find_ties(course.awards))
    return _proposal(case, course, only, details)


def with_options(
    problem: Problem,
    *,
    rule: AllocationRule | str | None = None,
    utility: Utility | str | None = None,
    completion: Completion | str | None = None,
    objective: Objective | str | None = None,
    on_no_fit: OnNoFit | str | None = None,
    partial: PartialAward | str | None = None,
    budget: Money | None = None,
) -> Problem:
    """The problem with some settings replaced, as the command's options say; None leaves one as it is.

    Raises UsageError for a word that is no value of the setting.
    """
    changed: dict[str, Any] = {
        "rule": _choice(AllocationRule, rule),
        "utility": _choice(Utility, utility),
        "completion": _choice(Completion, completion),
        "objective": _choice(Objective, objective),
        "on_no_fit": _choice(OnNoFit, on_no_fit),
        "partial": _choice(PartialAward, partial),
        "budget": budget,
    }
    return msgspec.structs.replace(
        problem, **{name: value for name, value in changed.items() if value is not None}
    )


def _choice(cls: type[Choice], value: Choice | str | None) -> Choice | None:
    if value is None or isinstance(value, cls):
        return value
    known = [str(each.value) for each in cls]
    if value not in known:
        raise UsageError(
            "{value} is none of {known}.",
            help="Did you mean {names}?" if near(str(value), known) else "",
            value=value,
            known=tuple(known),
            names=near(str(value), known),
        )
    return cls(value)


def _wanted(case: Case, only: str | None, details: bool | None) -> Collection[int]:
    """The candidates whose margins are computed."""
    if only is not None:
        ids = {each.id for each in case.applications}
        if only not in ids:
            raise UsageError(
                "{id} is no application that takes part.",
                help="Did you mean {names}?"
                if near(only, ids)
                else "Those that take part lie between {first} and {last}; without --explain all of them are shown."
                if ids
                else "",
                id=only,
                names=near(only, ids),
                first=min(ids, default=""),
                last=max(ids, default=""),
            )
        number = case.numbers.get(only)
        return () if number is None else (number,)
    if details or (details is None and len(case.applications) <= ALL_DETAILS):
        return range(len(case.candidates))
    return ()


def _proposal(case: Case, course: Course, only: str | None, details: bool | None) -> Proposal:
    problem = case.problem
    ids = [candidate.id for candidate in case.candidates]
    ranking = tuple(ids[number] for group in course.groups for number in group)
    awarded = sum(course.awards)
    fixed = sum(award.amount.cents for award in problem.fixed)
    unallocated = problem.budget.cents - problem.reserve.cents - fixed - awarded
    waiting = tuple(each for each in ranking if not course.awards[case.numbers[each]])
    show_all = details or (details is None and len(case.applications) <= ALL_DETAILS)
    standings = _Standings(case, course, ranking)
    return Proposal(
        problem=problem,
        rule=problem.rule,
        budget=problem.budget,
        reserve=problem.reserve,
        fixed=Money(fixed),
        awarded=Money(awarded),
        unallocated=Money(unallocated),
        order=tuple(ids[number] for number in course.order),
        ended_by=None if course.ended_by is None else ids[course.ended_by],
        ranking=ranking,
        waiting_list=waiting,
        ties=tuple(
            Tie(
                tuple(ids[number] for number in tie.members),
                tuple({ids[number]: Money(award) for number, award in each.items()} for each in tie.variants),
            )
            for tie in course.ties
            if len(tie.variants) > 1
        ),
        warnings=tuple(_warnings(case, course, ranking, waiting, unallocated)),
        standings={
            each.id: standings.of(each, asked=(only == each.id if only is not None else bool(show_all)))
            for each in case.applications
        },
        optimum=_optimum(course),
    )


class _Standings:
    """Puts together what is known of each application."""

    def __init__(self, case: Case, course: Course, ranking: tuple[str, ...]) -> None:
        self.case = case
        self.course = course
        self.ranks = {each: rank for rank, each in enumerate(ranking, 1)}
        self.at_line = {
            number
            for tie in course.ties
            for number in {number for variant in tie.variants for number in variant}
            if len({variant.get(number, 0) for variant in tie.variants}) > 1
        }

    def of(self, each: Application, *, asked: bool) -> Standing:
        case, course = self.case, self.course
        score, amount = case.scores[each.id], case.amounts[each.id]
        number = case.numbers.get(each.id)
        reason = case.ineligible.get(each.id)
        award, room, needed, limit = 0, None, None, 0
        if reason is None:
            assert number is not None
            award, room, limit = course.awards[number], course.rooms[number], course.limits[number]
            if not award and room is not None:
                needed = case.candidates[number].least
            cause = course.causes[number]
            assert cause is not None
        else:
            cause = reason
        return Standing(
            id=each.id,
            applicant=each.applicant,
            themes=each.themes,
            rank=self.ranks.get(each.id),
            score=score.value,
            threshold_score=score.plain,
            marks=score.marks,
            abstentions=score.abstentions,
            requested=each.requested,
            eligible=each.eligible,
            minimum=None if amount.minimum is None else Money(amount.minimum),
            admissible=Money(amount.admissible),
            reductions=amount.reductions,
            award=Money(award),
            outcome=_outcome(reason, award, amount.admissible),
            cause=cause,
            limit=case.limited[limit] or None,
            bound=None if room is None else case.causes[limit],
            floor=None if number is None else course.by_floor.get(number),
            room=None if room is None else Money(room),
            needed=None if needed is None else Money(needed),
            short_by=None if needed is None or room is None else Money(needed - room),
            at_line=number in self.at_line,
            details=self.details(number) if asked and course.margins is not None else None,
            paid_by=_in_euros(course.paid_by.get(number)) if number is not None else {},
            completed=number in course.completed,
            backing=None if number is None else course.backing.get(number),
            loss=_loss(course, number),
            below_bands=reason is Cause.THRESHOLD and _below_bands(case.problem, score),
        )

    def details(self, number: int | None) -> Details:
        """The margins in ids and Money; an application that can get nothing has none."""
        margins = self.course.margins or {}
        margin = margins.get(number) if number is not None else None
        if margin is None:
            return Details((), Budgets(()), None)
        candidates = self.case.candidates
        return Details(
            funded_past=tuple(candidates[other].id for other in margin.funded_past),
            budgets=_budgets(margin),
            score_needed=None
            if margin.need is None
            else ScoreNeeded(
                margin.need.score,
                margin.need.above,
                tuple(candidates[other].id for other in margin.need.drops),
            ),
            capped=self._capped(margin),
            score_known=margin.need_known,
            next_budget=None if margin.next_budget is None else Money(margin.next_budget),
        )

    def _capped(self, margin: Margin) -> Capped | None:
        if margin.capped is None:
            return None
        limit, room = margin.capped
        return Capped(self.case.causes[limit], self.case.limited[limit], Money(room))


def _in_euros(paid: "dict[str, Fraction] | None") -> "dict[str, Fraction]":
    if not paid:
        return {}
    from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

    return {voter: cents * Fraction(1, 100) for voter, cents in sorted(paid.items())}


def _below_bands(problem: Problem, score: Score) -> bool:
    """Whether it is not the threshold that someone below the threshold or all bands lacks."""
    assert score.plain is not None
    return problem.threshold is None or score.plain >= problem.threshold.fraction


def _optimum(course: Course) -> Optimum | None:
    found = course.found
    if found is None:
        return None
    return Optimum(found.reached, found.bound, Status.PROVED if found.proved else Status.NOT_PROVED)


def _loss(course: Course, number: int | None) -> "Fraction | None":
    if course.found is None or number is None:
        return None
    return course.found.losses.get(number)


def _budgets(margin: Margin) -> Budgets | None:
    if margin.budgets is None:
        return None
    return Budgets(
        tuple((Money(start), None if end is None else Money(end)) for start, end in margin.budgets)
    )


def _outcome(reason: Cause | None, award: int, admissible: int) -> Outcome:
    if reason is not None:
        return Outcome.INELIGIBLE
    if not award:
        return Outcome.UNFUNDED
    return Outcome.FUNDED if award == admissible else Outcome.PARTIAL


def _warnings(
    case: Case, course: Course, ranking: tuple[str, ...], waiting: tuple[str, ...], unallocated: int
) -> Iterator[Warned]:
    for theme, lacking in course.missing.items():
        yield Warned(WarningCode.FLOOR_UNMET, (theme,), Money(lacking))
    if unallocated and waiting:
        yield Warned(WarningCode.MONEY_UNUSED, waiting, Money(unallocated))
    for first, second in itertools.pairwise(ranking):
        if flipped(case.problem, case.scores[first], case.scores[second]):
            yield Warned(WarningCode.ORDER_FLIPS, (first, second))
    by_ranking = case.problem.rule in BY_RANKING
    if waiting and not by_ranking and waiting[0] == ranking[0] and case.scores[ranking[0]].value is not None:
        yield Warned(WarningCode.FIRST_UNFUNDED, ranking[:1])
    yield from _exceeded(case)
    if case.decided:
        yield Warned(WarningCode.ALREADY_DECIDED, case.decided)
    for tie in course.ties:
        if not tie.complete:
            ids = tuple(case.candidates[number].id for number in tie.members)
            yield Warned(WarningCode.TIE_OPEN, ids)


def _exceeded(case: Case) -> Iterator[Warned]:
    """Caps that fixed awards alone exceed: nothing more can be given under them."""
    caps = case.problem.caps
    by_theme: dict[str, int] = {}
    by_applicant: dict[str, int] = {}
    for award in case.problem.fixed:
        for theme in award.themes:
            by_theme[theme] = by_theme.get(theme, 0) + award.amount.cents
        if award.applicant is not None:
            by_applicant[award.applicant] = by_applicant.get(award.applicant, 0) + award.amount.cents
    for theme in sorted(by_theme.keys() & caps.themes.keys()):
        if (over := by_theme[theme] - caps.themes[theme].cents) > 0:
            yield Warned(WarningCode.CAP_EXCEEDED, (theme,), Money(over))
    if caps.applicant is not None:
        for applicant in sorted(by_applicant):
            if (over := by_applicant[applicant] - caps.applicant.cents) > 0:
                yield Warned(WarningCode.CAP_EXCEEDED, (applicant,), Money(over))
