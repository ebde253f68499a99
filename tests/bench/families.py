"""Problems of known kinds for the optimum, the same on every machine: numbers from a fixed recurrence.

Scores that have nothing to do with amounts, scores that grow with them, and few different scores; with a theme
cap, a floor, a grid of 50 EUR, or all of these.
"""

from collections.abc import Iterator

from kic.allocation.problem import (
    AllocationRule,
    Application,
    Caps,
    Floors,
    Marks,
    Minimum,
    Objective,
    Problem,
    Scale,
    Silence,
    Tiers,
)
from kic.core.values import Money, Number, Share

KINDS = ("uncorrelated", "whole scores", "correlated")
LIMITS = ("money alone", "a theme cap", "a floor", "a grid of 50 EUR", "all of these")
SMALLEST, LARGEST = 500_00, 20_000_00
GRID = 50_00


class Numbers:
    """Whole numbers that look random, from a linear recurrence (Knuth's MMIX)."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def below(self, most: int) -> int:
        """One of 0 to most - 1."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) * most >> 31


def optimum(kind: str, limits: str, number: int, seed: int = 1, objective: str = "score") -> Problem:
    """A problem of so many applications; a quarter of what they ask for is there."""
    numbers = Numbers(seed)
    gridded = limits in LIMITS[3:]
    applications = []
    for place in range(number):
        cents = SMALLEST + numbers.below(LARGEST - SMALLEST)
        cents = cents // GRID * GRID if gridded else cents
        themes = (("a",) if place % 3 == 0 else ()) + (("b",) if place % 4 == 0 else ())
        applications.append(
            Application(
                id=f"x{place:04}",
                themes=themes,
                requested=Money(cents),
                score=_score(kind, cents, numbers),
            )
        )
    capped, floored = limits in ("a theme cap", LIMITS[4]), limits in ("a floor", LIMITS[4])
    return Problem(
        budget=Money(_asked(applications) // 4),
        grid=Money(GRID if gridded else 1),
        rule=AllocationRule.OPTIMUM,
        objective=Objective(objective),
        caps=Caps(themes={"a": Money(_asked(applications, "a") // 8)} if capped else {}),
        floors=Floors(themes={"b": Money(_asked(applications, "b") // 2)} if floored else {}),
        applications=tuple(applications),
    )


def _score(kind: str, cents: int, numbers: Numbers) -> Number:
    if kind == "whole scores":
        return Number(str(40 + numbers.below(61)))
    hundredths = numbers.below(10_001)
    if kind == "correlated":
        hundredths = 1_000 + 6_000 * cents // LARGEST + numbers.below(2_001)
    return Number(f"{hundredths // 100}.{hundredths % 100:02d}")


def _asked(applications: list[Application], theme: str | None = None) -> int:
    return sum(each.requested.cents for each in applications if theme is None or theme in each.themes)


def committee(number: int = 60, seats: int = 25, seed: int = 1) -> Problem:
    """A call with marks by criterion, some abstentions, a theme cap, a floor, minimums and tiers."""
    numbers = Numbers(seed)
    names = ("need", "reach", "costs")
    applications = []
    for place in range(number):
        quality = 30 + numbers.below(61)
        marks = {
            f"m{seat:02}": Marks(
                {name: Number(str(min(quality + numbers.below(31), 100) // 5 * 5)) for name in names}
            )
            if numbers.below(10)
            else Marks(Silence.ABSTAIN)
            for seat in range(seats)
        }
        applications.append(
            Application(
                id=f"x{place:04}",
                applicant=f"p{place // 2}",
                themes=("abcd"[place % 4],),
                requested=Money(SMALLEST + numbers.below(10_000_00)),
                minimum=Minimum(Share("60%")) if place % 3 == 0 else None,
                marks=marks,
            )
        )
    asked = _asked(applications)
    return Problem(
        budget=Money(asked // 3),
        grid=Money(100_00),
        threshold=Number("50"),
        lot="2026-1",
        scale=Scale(min=Number("0"), max=Number("100"), step=Number("5")),
        criteria={"need": Number("2"), "reach": Number("1"), "costs": Number("1")},
        caps=Caps(applicant=Money(15_000_00), themes={"a": Money(asked // 12)}),
        floors=Floors(themes={"b": Money(asked // 10)}),
        tiers=Tiers({Number("50"): Share("60%"), Number("70"): Share("100%")}),
        applications=tuple(applications),
    )


def ranking(number: int, seed: int = 1) -> Problem:
    """Many applications with scores, few of which are equal."""
    numbers = Numbers(seed)
    applications = tuple(
        Application(
            id=f"x{place:06}",
            requested=Money(SMALLEST + numbers.below(LARGEST - SMALLEST)),
            score=Number(f"{numbers.below(100)}.{numbers.below(1000):03d}"),
        )
        for place in range(number)
    )
    return Problem(budget=Money(_asked(list(applications)) // 3), applications=applications)


def all_optima(number: int) -> Iterator[tuple[str, Problem]]:
    """Each kind under each limit and each objective, with a name."""
    for kind in KINDS:
        for limits in LIMITS:
            for objective in Objective:
                name = f"{kind}, {limits}, {objective.value}"
                yield name, optimum(kind, limits, number, objective=objective.value)
