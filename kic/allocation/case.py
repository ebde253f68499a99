"""A problem prepared for a rule: who takes part, in whole cents and numbered limits.

Steps 1 to 4 of docs/allocation.md, section 2, hold for every rule and are taken here. Candidates are numbered in
the order of their ids, so that the order of files, seats and applications has no effect.
"""

from typing import TYPE_CHECKING

import msgspec

from kic.allocation.amounts import Amount, amounts
from kic.allocation.faults import BY_VOTES
from kic.allocation.outcome import Cause
from kic.allocation.problem import (
    Aggregate,
    AllocationRule,
    Application,
    OnNoFit,
    PartialAward,
    Problem,
    UnmetFloor,
)
from kic.allocation.scores import Score, scores
from kic.allocation.tiers import Band, band_of, bands, cut, uncut

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

MONEY = 0
"""The number of the first limit: the money left."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An application that takes part, if its score is eligible.

    `admissible` and `minimum` are cents; `least` is the smallest room with which it gets anything. `limits`
    are numbers of the sums that an award to it uses up, the money first, then themes, then the applicant;
    `floors` are numbers of floors that it counts towards.
    """

    id: str
    score: "Fraction"
    lead: "Fraction | None"
    admissible: int
    minimum: int | None
    least: int
    limits: tuple[int, ...]
    floors: tuple[int, ...]
    eligible: bool
    merit: "Fraction"
    """What it is ranked by: its score, or score per cent under `score-per-euro`."""
    scored: bool = True
    """Whether there is a score at all; a rule by votes does without."""


class Floor(msgspec.Struct, frozen=True):
    """A theme's floor and what fixed awards give to it, in cents."""

    theme: str
    amount: int
    fixed: int


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a rule needs. `left` is what each limit leaves at the start; never below 0."""

    problem: Problem
    applications: tuple[Application, ...]
    scores: dict[str, Score]
    amounts: dict[str, Amount]
    ineligible: dict[str, Cause]
    candidates: tuple[Candidate, ...]
    numbers: dict[str, int]
    left: tuple[int, ...]
    causes: tuple[Cause, ...]
    limited: tuple[str, ...]
    floors: tuple[Floor, ...]
    decided: tuple[str, ...]
    crumbs: bool
    """Whether someone can be funded by less than a step of the grid, which rounding may leave."""

    @property
    def grid(self) -> int:
        """Awards below the request are multiples of this, in cents."""
        return self.problem.grid.cents

    @property
    def partial(self) -> bool:
        """Whether awards below the admissible amount are open to whoever declared a minimum."""
        return self.problem.partial is PartialAward.DECLARED

    @property
    def stops(self) -> bool:
        """Whether the first that exceeds the money left ends it."""
        return self.problem.on_no_fit is OnNoFit.STOP

    @property
    def keeps(self) -> bool:
        """Whether what an unmet floor lacks stays unallocated."""
        return self.problem.unmet_floor is UnmetFloor.KEEP

    @property
    def per_euro(self) -> bool:
        """Whether the ranking goes by score per cent of the admissible amount."""
        return self.problem.rule is AllocationRule.SCORE_PER_EURO

    def score_at(self, merit: "Fraction", number: int) -> "Fraction":
        """The score with which a candidate has this merit."""
        return merit * self.candidates[number].admissible if self.per_euro else merit

    def merit_of(self, score: "Fraction", number: int) -> "Fraction":
        """The merit that a candidate has with this score."""
        return score * _each(self.candidates[number].admissible) if self.per_euro else score

    def raised(self, number: int, merit: "Fraction") -> "Case":
        """The case in which a candidate is eligible with this merit.

        Ties are settled by its mean mark in the criterion with the highest weight. That is its score then, where
        the marks leave nothing else: their mean counts, in one criterion. Else it keeps the mark that it has.
        """
        score = self.score_at(merit, number)
        before = self.candidates[number]
        lead = score if self._scored_by_one_mean(before) else before.lead
        other = msgspec.structs.replace(before, score=score, merit=merit, lead=lead, eligible=True)
        return msgspec.structs.replace(
            self, candidates=(*self.candidates[:number], other, *self.candidates[number + 1 :])
        )

    def _scored_by_one_mean(self, candidate: Candidate) -> bool:
        problem = self.problem
        return (
            problem.aggregate is Aggregate.MEAN
            and not self.scores[candidate.id].stated
            and sum(weight.billionths > 0 for weight in problem.criteria.values()) <= 1
        )

    def lowest_merit(self, number: int) -> "Fraction":
        """The merit that a candidate has with a score at the threshold, which the problem has."""
        assert self.problem.threshold is not None
        return self.merit_of(self.problem.threshold.fraction, number)

    @property
    def committed(self) -> int:
        """Reserve and fixed awards: the part of the budget that no rule gives away."""
        problem = self.problem
        return problem.reserve.cents + sum(award.amount.cents for award in problem.fixed)


def prepare(problem: Problem, by_score: dict[str, Score] | None = None) -> Case:
    """The case of a problem without faults; with other scores than those of its marks, if they are given."""
    if by_score is None:
        by_score = scores(problem)
    by_amount = amounts(problem)
    known = _bands(problem)
    if known:
        by_amount = {each: _tiered(problem, known, by_score[each], by_amount[each]) for each in by_amount}
    decided = {award.id for award in problem.fixed}
    taking_part = sorted(
        (each for each in problem.applications if each.id not in decided), key=lambda each: each.id
    )
    ineligible = {
        each.id: cause
        for each in taking_part
        if (cause := _ineligible(problem, each, by_score[each.id], by_amount[each.id], known)) is not None
    }
    limits = _Limits(problem, taking_part)
    floors = {theme: number for number, theme in enumerate(problem.floors.themes)}
    candidates = tuple(
        _candidate(problem, each, by_score[each.id], by_amount[each.id], limits, floors, ineligible)
        for each in taking_part
        if _can_become(problem, by_amount[each.id], ineligible.get(each.id), known)
    )
    return Case(
        problem=problem,
        applications=tuple(taking_part),
        scores=by_score,
        amounts=by_amount,
        ineligible=ineligible,
        candidates=candidates,
        numbers={candidate.id: number for number, candidate in enumerate(candidates)},
        left=tuple(max(sum_, 0) for sum_ in limits.left),
        causes=tuple(limits.causes),
        limited=tuple(limits.names),
        floors=tuple(
            Floor(theme, floor.cents, _given(problem, theme))
            for theme, floor in problem.floors.themes.items()
        ),
        decided=tuple(sorted(each.id for each in problem.applications if each.id in decided)),
        crumbs=any(candidate.admissible < problem.grid.cents for candidate in candidates),
    )


def _by_approvals(problem: Problem, each: Application) -> bool:
    """Whether approvals stand in for a score: under a rule by votes, if no one asks for marks or a score."""
    return (
        problem.rule in BY_VOTES
        and each.approvals is not None
        and problem.threshold is None
        and problem.min_marks <= 1
    )


def _bands(problem: Problem) -> tuple[Band, ...]:
    """The bands of scores; none under a rule that has none."""
    if problem.rule is not AllocationRule.TIERED_CUT:
        return ()
    assert problem.tiers is not None
    return bands(problem.tiers)


def _tiered(problem: Problem, known: tuple[Band, ...], score: Score, amount: Amount) -> Amount:
    band = None if score.value is None else band_of(known, score.value)
    return amount if band is None else cut(amount, band, problem.grid.cents)


def _can_become(problem: Problem, amount: Amount, cause: Cause | None, known: tuple[Band, ...]) -> bool:
    """Whether another score could make someone eligible; with bands that cut, which band it has matters too."""
    if known:
        whole = uncut(amount)
        return cause is not Cause.MARKS and any(cut(whole, band, problem.grid.cents).enough for band in known)
    return cause in (None, Cause.THRESHOLD) and amount.enough


def _ineligible(
    problem: Problem, each: Application, score: Score, amount: Amount, known: tuple[Band, ...]
) -> Cause | None:
    """Step 1, then step 2. A stated score needs no marks."""
    if score.value is None or score.plain is None:
        return None if _by_approvals(problem, each) and amount.enough else Cause.MARKS
    if not score.stated and score.marks < problem.min_marks:
        return Cause.MARKS
    if problem.threshold is not None and score.plain < problem.threshold.fraction:
        return Cause.THRESHOLD
    if known and score.value < known[0].start:
        return Cause.THRESHOLD
    return None if amount.enough else Cause.MINIMUM


def _given(problem: Problem, theme: str) -> int:
    return sum(award.amount.cents for award in problem.fixed if theme in award.themes)


class _Limits:
    """Numbers the sums that can run out: the money, then each theme cap, then each applicant's cap.

    A cap that fixed awards exceed already leaves less than 0 here; awards then find a room of 0.
    """

    def __init__(self, problem: Problem, applications: list[Application]) -> None:
        fixed = sum(award.amount.cents for award in problem.fixed)
        self.left = [problem.budget.cents - problem.reserve.cents - fixed]
        self.causes = [Cause.BUDGET]
        self.names = [""]
        self.themes: dict[str, int] = {}
        self.applicants: dict[str, int] = {}
        for theme in sorted(problem.caps.themes):
            self.themes[theme] = len(self.left)
            self._add(Cause.THEME_CAP, theme, problem.caps.themes[theme].cents - _given(problem, theme))
        cap = problem.caps.applicant
        if cap is not None:
            used: dict[str | None, int] = {}
            for award in problem.fixed:
                used[award.applicant] = used.get(award.applicant, 0) + award.amount.cents
            for name in sorted({each.applicant for each in applications if each.applicant is not None}):
                self.applicants[name] = len(self.left)
                self._add(Cause.APPLICANT_CAP, name, cap.cents - used.get(name, 0))

    def _add(self, cause: Cause, name: str, left: int) -> None:
        self.left.append(left)
        self.causes.append(cause)
        self.names.append(name)

    def of(self, each: Application) -> tuple[int, ...]:
        themes = sorted(self.themes[theme] for theme in each.themes if theme in self.themes)
        applicant = self.applicants.get(each.applicant) if each.applicant is not None else None
        return (MONEY, *themes, *(() if applicant is None else (applicant,)))


def _candidate(
    problem: Problem,
    each: Application,
    score: Score,
    amount: Amount,
    limits: _Limits,
    floors: dict[str, int],
    ineligible: dict[str, Cause],
) -> Candidate:
    value = score.value if score.value is not None else _nothing()
    per_euro = problem.rule is AllocationRule.SCORE_PER_EURO
    return Candidate(
        id=each.id,
        score=value,
        lead=score.lead,
        admissible=amount.admissible,
        minimum=amount.minimum,
        least=_least(problem, amount),
        limits=limits.of(each),
        floors=tuple(floors[theme] for theme in each.themes if theme in floors),
        eligible=each.id not in ineligible,
        merit=value * _each(amount.admissible) if per_euro else value,
        scored=score.value is not None,
    )


def _least(problem: Problem, amount: Amount) -> int:
    """The smallest room with which there is an award."""
    if problem.partial is not PartialAward.DECLARED or amount.minimum is None:
        return amount.admissible
    grid = problem.grid.cents
    steps = -(-max(amount.minimum, 1) // grid)  # a partial award is a multiple of the grid, and not 0
    return min(steps * grid, amount.admissible)


def in_bands(case: Case, number: int) -> "Iterator[tuple[Fraction, Fraction | None, Case]]":
    """From which score on, below which, a candidate has which amount: its band and those above, if it is one.

    Each comes with the case in which the candidate is in this band.
    """
    problem, candidate = case.problem, case.candidates[number]
    whole = uncut(case.amounts[candidate.id])
    for band in _bands(problem):
        if band.end is not None and band.end <= candidate.score:
            continue
        amount = cut(whole, band, problem.grid.cents)
        lowest = band.start
        if problem.threshold is not None:
            lowest = max(lowest, problem.threshold.fraction)
        if not amount.enough or (band.end is not None and band.end <= lowest):
            continue
        other = msgspec.structs.replace(
            candidate, admissible=amount.admissible, least=_least(problem, amount), eligible=True
        )
        candidates = (*case.candidates[:number], other, *case.candidates[number + 1 :])
        yield lowest, band.end, msgspec.structs.replace(case, candidates=candidates)


def _nothing() -> "Fraction":
    from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

    return Fraction(0)


def _each(cents: int) -> "Fraction":
    """The share of one cent."""
    from fractions import Fraction  # noqa: PLC0415  # see kic.core.values

    return Fraction(1, cents)
