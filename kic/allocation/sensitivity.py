"""How firmly a result stands (docs/allocation.md, section 6): what single changes of the input would turn it over.

Each seat is left out once, each mark goes one step up and down, each weight is a tenth more and less, and
the threshold takes every value that matters. What is looked at is whether an application is funded. How many
changes turn a result over is a number of trials and says nothing of how likely any of them is.
"""

import enum
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from kic.allocation.case import Case, prepare
from kic.allocation.faults import BY_VOTES
from kic.allocation.problem import BY_RANKING, Aggregate, AllocationRule, Application, Marks, Problem
from kic.allocation.proportional import awards_alone
from kic.allocation.proposal import Budgets, Proposal
from kic.allocation.ranking import rank
from kic.allocation.rules import RULES
from kic.allocation.scores import DECIMALS, Score, Scoring, Sheet, of_sheet, of_sheets, scores, scoring
from kic.allocation.walk import walk
from kic.core.values import Money, Number, exactly

if TYPE_CHECKING:
    from fractions import Fraction

TRIALS = 4_000
"""So many changes of marks are computed where one takes as long as a ranking."""
TRIALS_WHOLE = 400
"""And where it takes a whole allocation by another rule."""
TRIALS_VOTES = 100
"""And where votes are counted anew."""
SEATS = 300
"""Past so many voters none is left out: that is no committee any more, and would take too long."""


class Steadiness(enum.Enum):
    """Whether a result stands in all trials, falls in some, or falls if one seat is left out."""

    STABLE = "stable"
    BORDERLINE = "borderline"
    ONE_SEAT = "one-seat"


class Steady(msgspec.Struct, frozen=True, kw_only=True):
    """What turns the result of one application over.

    `seats` are those of which each alone, left out, does; `marks` is the number of single steps of marks,
    its own or others', that do; `criteria` are those with whose weight a tenth more or less it does;
    `threshold` says whether one step of the scale more or less does. `thresholds` are those under which it is
    funded: above the first, up to the second, None without end. `budgets` as in the proposal.
    """

    result: Steadiness
    seats: tuple[str, ...]
    marks: int
    criteria: tuple[str, ...]
    threshold: bool
    thresholds: "tuple[tuple[Fraction | None, Fraction | None], ...]"
    budgets: Budgets | None


class Sensitivity(msgspec.Struct, frozen=True, kw_only=True):
    """Every application by id; how many seats, steps of marks and weights were tried.

    `complete` says that every step of a mark was tried; else those of the first ranked ones were.
    `crowded` says that there were too many voters to leave each out.
    """

    applications: dict[str, Steady]
    seats: int
    marks: int
    weights: int
    complete: bool
    crowded: bool


Funded = frozenset[str]


def sensitivity(proposal: Proposal) -> Sensitivity:
    """What turns the results of a proposal over; its details, if there are any, give the budgets."""
    trial = _Trial(proposal)
    seats = {seat: trial.turned(funded) for seat, funded in trial.without_seats()}
    weights: dict[str, frozenset[str]] = {}
    tried = 0
    for criterion, funded in trial.other_weights():
        tried += 1
        weights[criterion] = weights.get(criterion, frozenset()) | trial.turned(funded)
    steps: dict[str, int] = {}
    marks = 0
    for times, funded in trial.other_marks():
        marks += times
        for name in trial.turned(funded):
            steps[name] = steps.get(name, 0) + times
    thresholds = trial.thresholds()
    near = trial.near_threshold(thresholds)
    found = {}
    for name, standing in proposal.standings.items():
        decide = tuple(seat for seat, turned in seats.items() if name in turned)
        criteria = tuple(criterion for criterion, turned in weights.items() if name in turned)
        shaken = steps.get(name, 0) or criteria or name in near
        found[name] = Steady(
            result=Steadiness.ONE_SEAT if decide else Steadiness.BORDERLINE if shaken else Steadiness.STABLE,
            seats=decide,
            marks=steps.get(name, 0),
            criteria=criteria,
            threshold=name in near,
            thresholds=tuple((above, to) for above, to, funded in _joined(thresholds, name) if funded),
            budgets=None if standing.details is None else standing.details.budgets,
        )
    return Sensitivity(
        applications=found,
        seats=len(seats),
        marks=marks,
        weights=tried,
        complete=trial.complete,
        crowded=trial.crowded,
    )


def _joined(
    regions: "Sequence[tuple[Fraction | None, Fraction | None, Funded]]", name: str
) -> "list[tuple[Fraction | None, Fraction | None, bool]]":
    """Neighbouring regions with the same result for one application as one."""
    found: list[tuple[Fraction | None, Fraction | None, bool]] = []
    for above, to, funded in regions:
        if found and found[-1][2] == (name in funded):
            found[-1] = (found[-1][0], to, name in funded)
        else:
            found.append((above, to, name in funded))
    return found


class _Trial:
    """The problem, its marks in whole numbers, and its result."""

    def __init__(self, proposal: Proposal) -> None:
        self.problem = proposal.problem
        self.ranking = proposal.ranking
        self.scoring = scoring(self.problem)
        self.scores = of_sheets(self.problem, self.scoring)
        self.case = prepare(self.problem, self.scores)
        self.own: Funded = frozenset(proposal.awards)
        self.complete = True
        self.crowded = False

    def turned(self, funded: Funded) -> Funded:
        """Whose result is another."""
        return self.own ^ funded

    def funded(self, case: Case) -> Funded:
        """Who is funded in this case."""
        if case.problem.rule in BY_RANKING:
            groups = rank(case, [number for number, each in enumerate(case.candidates) if each.eligible])
            awards = walk(case, [number for group in groups for number in group]).awards
        elif case.problem.rule is AllocationRule.PROPORTIONAL_CUT:
            awards = awards_alone(case)
        else:
            awards = RULES[case.problem.rule](case, ()).awards
        return frozenset(each.id for each, award in zip(case.candidates, awards, strict=True) if award)

    # -- seats and weights ---------------------------------------------------------------------------------

    def without_seats(self) -> Iterator[tuple[str, Funded]]:
        """The result without each seat that says anything, by id of the seat."""
        problem = self.problem
        speaking = {seat for each in problem.applications for seat in each.marks}
        speaking |= {seat for each in problem.applications for seat in each.approvals or ()}
        self.crowded = len(speaking) > SEATS
        for seat in sorted(speaking) if not self.crowded else ():
            if problem.rule in BY_VOTES:
                other = _without(problem, seat)
                yield seat, self.funded(prepare(other, scores(other)))
            else:
                sheets = {name: sheet.without(seat) for name, sheet in self.scoring.sheets.items()}
                yield seat, self.funded(self._scored(sheets))

    def _scored(self, sheets: dict[str, Sheet]) -> Case:
        known = msgspec.structs.replace(self.scoring, sheets=sheets)
        return prepare(self.problem, of_sheets(self.problem, known))

    def other_weights(self) -> Iterator[tuple[str, Funded]]:
        """The result with each weight a tenth less and more, where there are several."""
        weights = {name: weight.fraction for name, weight in self.problem.criteria.items()}
        if sum(map(bool, weights.values())) < 2:  # noqa: PLR2004
            return
        for criterion in weights:
            for tenths in (9, 11):
                criteria = {
                    name: _number(weight * (tenths if name == criterion else 10))
                    for name, weight in weights.items()
                }
                other = msgspec.structs.replace(self.problem, criteria=criteria)
                yield criterion, self.funded(prepare(other))

    # -- marks ---------------------------------------------------------------------------------------------

    def other_marks(self) -> "Iterator[tuple[int, Funded]]":
        """The result after each step of one mark; how many steps have it, in order of rank.

        Where a score is all that a mark changes, steps to the same score are computed once.
        """
        if self.problem.scale is None:
            return
        ranked = {name: rank for rank, name in enumerate(self.ranking)}
        applications = sorted(
            (each for each in self.case.applications if each.score is None and self.scores[each.id].marks),
            key=lambda each: (ranked.get(each.id, len(ranked)), each.id),
        )
        left = TRIALS if self.problem.rule in BY_RANKING else TRIALS_WHOLE
        if self.problem.rule in BY_VOTES:
            left = TRIALS_VOTES
        for each in applications:
            trials = self._steps_of(each)
            if len(trials) > left:
                self.complete = False
                return
            left -= len(trials)
            for times, case in trials:
                yield times, self.funded(case)

    def _steps_of(self, each: Application) -> "list[tuple[int, Case]]":
        steps = _steps(each, self.problem, self.scoring)
        if self.problem.rule in BY_VOTES:
            return [(1, prepare(_marked(self.problem, each, seat, marks))) for seat, marks, _ in steps]
        sheets = self.scoring.sheets
        if self.problem.aggregate is Aggregate.CENTRED:
            return [(1, self._scored({**sheets, each.id: sheet})) for _, _, sheet in steps]
        alike: dict[tuple[int, int, int, int], list[Score]] = {}
        seen: dict[tuple[Any, ...], Score] = {}
        for _, _, sheet in steps:
            key = self._key(sheet)
            score = seen.get(key)
            if score is None:
                score = seen[key] = of_sheet(self.problem, sheet, self.scoring.unit)
            assert score.value is not None
            assert score.lead is not None
            value, lead = score.value, score.lead
            at = (value.numerator, value.denominator, lead.numerator, lead.denominator)
            alike.setdefault(at, []).append(score)
        return [(len(same), self._with_score(each.id, same[0])) for same in alike.values()]

    def _key(self, sheet: Sheet) -> tuple[Any, ...]:
        """What the score depends on: under the mean the sums alone."""
        if self.problem.aggregate is Aggregate.MEAN:
            return (sum(sheet.weighted.values()), sum(sheet.lead.values()))
        return (tuple(sorted(sheet.weighted.values())), sum(sheet.lead.values()))

    def _with_score(self, name: str, score: Score) -> Case:
        """The case with another score of one application; only a candidate changes, unless amounts do."""
        case, number = self.case, self.case.numbers.get(name)
        if case.problem.rule is AllocationRule.TIERED_CUT:
            return prepare(self.problem, {**self.scores, name: score})
        if number is None:
            return case
        assert score.value is not None
        assert score.plain is not None
        threshold = self.problem.threshold
        other = msgspec.structs.replace(
            case.candidates[number],
            score=score.value,
            merit=case.merit_of(score.value, number),
            lead=score.lead,
            eligible=threshold is None or score.plain >= threshold.fraction,
        )
        candidates = (*case.candidates[:number], other, *case.candidates[number + 1 :])
        return msgspec.structs.replace(case, candidates=candidates)

    # -- the threshold -------------------------------------------------------------------------------------

    def thresholds(self) -> "list[tuple[Fraction | None, Fraction | None, Funded]]":
        """Who is funded under which threshold: above the first score, up to the second, from low to high."""
        case = prepare(msgspec.structs.replace(self.problem, threshold=None), self.scores)
        plain = [self.scores[each.id].plain for each in case.candidates]
        marks = sorted({score for score in plain if score is not None})
        regions: list[tuple[Fraction | None, Fraction | None, Funded]] = []
        for above, to in zip([None, *marks], [*marks, None], strict=True):
            candidates = tuple(
                each
                if score is None or (to is not None and score >= to)
                else msgspec.structs.replace(each, eligible=False)
                for each, score in zip(case.candidates, plain, strict=True)
            )
            regions.append((above, to, self.funded(msgspec.structs.replace(case, candidates=candidates))))
        return regions

    def near_threshold(self, regions: "Sequence[tuple[Fraction | None, Fraction | None, Funded]]") -> Funded:
        """Whose result turns over with a threshold one step of the scale lower or higher."""
        threshold, scale = self.problem.threshold, self.problem.scale
        if threshold is None or scale is None:
            return frozenset()
        found: Funded = frozenset()
        for other in (threshold.fraction - scale.step.fraction, threshold.fraction + scale.step.fraction):
            for _, to, funded in regions:
                if to is None or other <= to:
                    found |= self.turned(funded)
                    break
        return found


def _number(value: "Fraction") -> Number:
    """A number of at most nine decimals as such."""
    billionths = value.numerator * 10**DECIMALS // value.denominator
    whole, rest = divmod(billionths, 10**DECIMALS)
    return Number.parse(f"{whole}.{rest:09d}".rstrip("0").rstrip("."))


def _steps(each: Application, problem: Problem, known: Scoring) -> Iterator[tuple[str, Marks, Sheet]]:
    """Each mark of an application one step lower or higher: the seat, its marks then, and the sheet then."""
    scale = problem.scale
    assert scale is not None
    low, high, step = scale.min.fraction, scale.max.fraction, scale.step.fraction
    sheet = known.sheets[each.id]
    for seat in sorted(sheet.weighted):
        value = each.marks[seat].value
        given: dict[str | None, Number] = {}
        if isinstance(value, Number):
            given = {None: value}
        elif isinstance(value, dict):
            given.update(value)
        for criterion, mark in sorted(given.items(), key=lambda pair: pair[0] or ""):
            weight = known.total if criterion is None else known.weights[criterion]
            for change in (-step, step):
                moved = mark.fraction + change
                if not low <= moved <= high:
                    continue
                units = (change * 10**DECIMALS).numerator
                number = _signed(moved)
                marks = Marks(number if criterion is None else {**_split(value), criterion: number})
                leads = criterion is None or criterion == known.lead
                yield (
                    seat,
                    marks,
                    Sheet(
                        {**sheet.weighted, seat: sheet.weighted[seat] + units * weight},
                        {**sheet.lead, seat: sheet.lead[seat] + (units if leads else 0)},
                        sheet.abstentions,
                    ),
                )


def _signed(value: "Fraction") -> Number:
    return _number(value) if value >= 0 else Number.parse(f"-{_number(-value).spelling}")


def _split(value: Any) -> dict[str, Number]:
    return value if isinstance(value, dict) else {}


def _marked(problem: Problem, changed: Application, seat: str, marks: Marks) -> Problem:
    other = msgspec.structs.replace(changed, marks={**changed.marks, seat: marks})
    applications = tuple(other if each.id == other.id else each for each in problem.applications)
    return msgspec.structs.replace(problem, applications=applications)


def _without(problem: Problem, seat: str) -> Problem:
    """The problem if this seat had no vote."""
    return msgspec.structs.replace(
        problem,
        seats=None if problem.seats is None else tuple(each for each in problem.seats if each != seat),
        applications=tuple(
            msgspec.structs.replace(
                each,
                marks={name: marks for name, marks in each.marks.items() if name != seat},
                approvals=None
                if each.approvals is None
                else tuple(name for name in each.approvals if name != seat),
            )
            for each in problem.applications
        ),
    )


# -- shown -------------------------------------------------------------------------------------------------


def pseudonyms(found: Sensitivity, ranking: Sequence[str]) -> dict[str, str]:
    """A letter for each seat that decides something: A for the first in the ranking of what they decide."""
    letters: dict[str, str] = {}
    for name in (*ranking, *found.applications):
        for seat in found.applications[name].seats:
            letters.setdefault(seat, _letters(len(letters)))
    return letters


def _letters(number: int) -> str:
    spelled = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        spelled = chr(ord("A") + letter) + spelled
    return spelled


def as_data(found: Sensitivity, names: Mapping[str, str]) -> dict[str, Any]:
    """Plain data; `names` says how seats are called."""
    return {
        "tried": {"seats": found.seats, "marks": found.marks, "weights": found.weights},
        "complete": found.complete,
        "crowded": found.crowded,
        "applications": {name: _plain(each, names) for name, each in found.applications.items()},
    }


def _plain(each: Steady, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "result": each.result.value,
        "seats": sorted(names[seat] for seat in each.seats),
        "marks": each.marks,
        "criteria": list(each.criteria),
        "threshold": each.threshold,
        "funded_thresholds": [
            [None if above is None else exactly(above), None if to is None else exactly(to)]
            for above, to in each.thresholds
        ],
        "funded_budgets": None
        if each.budgets is None
        else [[str(start), _optional(end)] for start, end in each.budgets.intervals],
    }


def _optional(amount: Money | None) -> str | None:
    return None if amount is None else str(amount)
