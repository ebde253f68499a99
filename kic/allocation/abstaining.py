"""Which projects abstentions sink under equal-shares.

A project that more voters support has the same course of purchases before it, until it is bought itself. So
whether it would have been is told by the purchases that were made: its rho, with those who abstained, is
compared with the rho of each, and with what is left in the end.
"""

from collections.abc import Collection, Sequence

from kic.allocation.case import Case
from kic.allocation.market import Purses, price
from kic.allocation.problem import Silence
from kic.allocation.support import Caps, Votes, votes


def abstaining(case: Case, numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The seats that abstained from candidates, of those that can still be funded at all."""
    applications = {each.id: each for each in case.applications}
    found: dict[int, tuple[str, ...]] = {}
    for number in numbers:
        candidate = case.candidates[number]
        if candidate.eligible:
            marks = applications[candidate.id].marks
            seats = tuple(seat for seat, given in marks.items() if given.value is Silence.ABSTAIN)
            if seats:
                found[number] = seats
    return found


def sunk(case: Case, shares: Sequence[int], more: int, numbers: Collection[int]) -> dict[int, int]:
    """How many abstained from each of these unfunded candidates that would have been bought with their shares.

    `shares` are the candidates that were bought, in order, with so much more start money in cents; those that
    only a completion funded are not looked at. Whoever abstained is taken to have given the highest mark.
    """
    silent = abstaining(case, numbers)
    if not silent:
        return {}
    found = votes(case, case.problem.utility, silent)
    places = {number: place for place, number in enumerate(found.candidates)}
    waiting = {number: places[number] for number in silent if number in places}
    purses, caps = Purses(found, more), Caps(case, found.candidates)
    sank: dict[int, int] = {}
    for number in (*shares, None):
        bought = None if number is None else places[number]
        asked = None if bought is None else price(found, purses, bought)
        for other, place in list(waiting.items()):
            if not caps.fits(place):
                del waiting[other]
            elif _goes_first(found, purses, place, bought, asked):
                sank[other] = len(silent[other])
                del waiting[other]
        if bought is not None and asked is not None:
            purses.pay(bought, *asked)
            caps.buy(bought)
    return sank


def _goes_first(
    found: Votes, purses: Purses, project: int, bought: int | None, asked: tuple[int, int] | None
) -> bool:
    """Whether a project is bought before the one that was; at the end, whether it is bought at all."""
    mine = price(found, purses, project)
    if mine is None or bought is None or asked is None:
        return mine is not None
    order = mine[0] * _below(found, bought, asked[1]) - asked[0] * _below(found, project, mine[1])
    return order < 0 or (order == 0 and project < bought)


def _below(found: Votes, project: int, below: int) -> int:
    """The denominator of rho, from that of what one pays."""
    return below * found.each[project] if found.worth[project] is None else below
