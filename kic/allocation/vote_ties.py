"""Ties of the rules by votes: projects that a rule puts equal, where another choice among them changes an award.

The smaller id comes first (docs/allocation.md, section 3); but an id is no reason that an applicant has to accept, so
the committee sees each such tie with its outcomes, as it does a tie of scores at the line.
"""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from kic.allocation.case import Case
from kic.allocation.course import LineTie
from kic.allocation.support import Caps, Votes, chosen
from kic.allocation.ties import ties_by_orders

Seen = list[list[int]]
"""Projects that were equal at a turn of the rule, and whose order may matter; None where nobody looks."""
MANY = 500
"""Among more projects ties are not looked for, as costly details are left out (docs/allocation.md, section 5)."""
MOST = 60
"""So many equal ones are looked at in each turn: nobody could read a tie of more."""


def watched(found: Votes) -> Seen | None:
    """Where a rule writes down what it sees, if ties are to be looked for."""
    return [] if len(found.costs) <= MANY else None


def contested(found: Votes, caps: Caps, projects: Sequence[int], money: int | None = None) -> bool:
    """Whether the order of equal projects may matter: they share supporters, or do not all fit together.

    `money` is what is left of it, None where voters pay.
    """
    if len(projects) < 2 or (money is not None and sum(found.costs[each] for each in projects) > money):  # noqa: PLR2004
        return len(projects) > 1
    used: dict[int, int] = {}
    for each in projects if caps.bind else ():
        for limit in caps.limits[each]:
            used[limit] = used.get(limit, 0) + caps.amounts[each]
    return any(sum_ > caps.left[limit] for limit, sum_ in used.items())


def sharing(found: Votes, projects: Sequence[int]) -> bool:
    """Whether some voter supports two of the projects."""
    voters: set[int] = set()
    for each in projects:
        if not voters.isdisjoint(found.supporters[each]):
            return True
        voters.update(found.supporters[each])
    return False


def ties_of(
    case: Case,
    found: Votes,
    seen: Seen | None,
    own: list[int],
    bought: Callable[[Votes, Seen], Iterable[int]],
    effort: int,
) -> tuple[LineTie, ...]:
    """The ties among what was seen, each with the outcomes of its orders; `own` are the awards as they are.

    `bought` runs the rule on votes whose projects are numbered otherwise, writes down what it sees, and gives the
    candidates that it funds; `effort` is what a run costs. Where no tie alone changes an award, all are tried at once.
    """
    circles = _circles(seen or [])
    search = _Search(case, found, own, bought, effort * max(len(circles), 1))
    ties = [tie for circle in circles for tie in search.tie([circle], [c for c in circles if c != circle])]
    if not ties and len(circles) > 1:
        ties = [*search.tie(circles, [])]
    return tuple(ties)


class _Search(msgspec.Struct, frozen=True):
    """Looks for the outcomes of ties; see `ties_of`."""

    case: Case
    found: Votes
    own: list[int]
    bought: Callable[[Votes, Seen], Iterable[int]]
    effort: int

    def tie(self, parts: list[list[int]], apart: list[list[int]]) -> tuple[LineTie, ...]:
        """One tie, or none if it changes nothing: of these sets of projects, and of those that another order leads to.

        What is among the sets `apart` is a tie of its own. Each time that it grows half as many orders can be tried.
        """
        effort = self.effort
        while True:
            hidden: Seen = []
            group = [project for part in parts for project in part]

            def outcome(order: Sequence[int], group: list[int] = group, hidden: Seen = hidden) -> list[int]:
                return self._awards(group, order, hidden)

            numbers = [tuple(self.found.candidates[each] for each in part) for part in parts]
            whole = tuple(number for part in numbers for number in part)
            ties = ties_by_orders([whole], self.own, outcome, effort=effort, parts=numbers)
            others = [each for each in hidden if not any(set(each) <= set(circle) for circle in apart)]
            grown = _circles([*parts, *others])
            if grown == sorted(parts):
                return ties
            parts = grown
            effort *= 2

    def _awards(self, group: list[int], order: Sequence[int], hidden: Seen) -> list[int]:
        """The awards with the projects of a group numbered in this order; equal ones that were met go to `hidden`."""
        places = _places(self.found, group, order)
        seen: Seen = []
        awards = [0] * len(self.case.candidates)
        for number in self.bought(chosen(self.found, places), seen):
            awards[number] = self.case.candidates[number].admissible
        hidden += [[places[project] for project in each] for each in seen]
        return awards


def _circles(seen: Seen) -> list[list[int]]:
    """The sets that have members in common as one, each in the order of ids."""
    circles: list[set[int]] = []
    for each in seen:
        touched = [circle for circle in circles if not circle.isdisjoint(each)]
        if len(touched) > 1:
            circles = [circle for circle in circles if circle.isdisjoint(each)]
            circles.append(set().union(*touched))
            touched = circles[-1:]
        if touched:
            touched[0].update(each)
        else:
            circles.append(set(each))
    return sorted(sorted(circle) for circle in circles)


def _places(found: Votes, group: Sequence[int], order: Sequence[int]) -> list[int]:
    """Which project stands where, if those of a tie are numbered in this order of candidates."""
    projects = {candidate: project for project, candidate in enumerate(found.candidates)}
    places = list(range(len(found.candidates)))
    for slot, number in zip(group, order, strict=True):
        places[slot] = projects[number]
    return places
