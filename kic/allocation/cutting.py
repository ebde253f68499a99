"""All cut by the same factor, as far as money and caps allow, until no one falls short of the minimum.

As one after the other drops, the factor only rises. So whoever is once sure to reach the minimum stays sure,
and the lowest-ranked that falls short is looked for only above the last one found.
"""

from collections.abc import Sequence
from typing import NamedTuple

from kic.allocation.case import MONEY, Candidate, Case

Factor = tuple[int, int]
"""A share at most 1, as whole numbers: so many parts of so many."""


def by_candidate(case: Case, awards: dict[int, int]) -> list[int]:
    """These awards for each candidate, 0 for all others."""
    return [awards.get(number, 0) for number in range(len(case.candidates))]


def shared(case: Case, order: Sequence[int], money: int | None = None) -> tuple[dict[int, int], list[int]]:
    """The awards of those that stay, and who dropped, in that order; with other money than the case's, if given."""
    cut = Cut(case, order, money)
    place = len(order) - 1
    dropped: list[int] = []
    while True:
        falls, place = cut.lowest_short(place)
        if falls is None:
            return cut.awards(), dropped
        cut.drop(falls)
        dropped.append(falls)


class Cut:
    """Who stays, in the order of rank, and what they ask for under each limit, which leaves so much.

    `needs` is by candidate the least multiple of the grid that is an award: what the factor gives, if it cuts,
    is a multiple. `asked` and `members` are what is asked for under a limit, and by how many: under the money,
    and under each cap that leaves less than is asked for at first, as no other one stops anybody.
    """

    def __init__(self, case: Case, order: Sequence[int], money: int | None = None) -> None:
        self.case = case
        self.order = order
        self.left = list(case.left)
        if money is not None:
            self.left[MONEY] = money
        self.staying = set(order)
        asked: dict[int, int] = {}
        self.members: dict[int, int] = {}
        self.needs: dict[int, int] = {}
        for number in order:
            candidate = case.candidates[number]
            self.needs[number] = -(-max(candidate.minimum or 0, 1) // case.grid) * case.grid
            for limit in candidate.limits:
                asked[limit] = asked.get(limit, 0) + candidate.admissible
                self.members[limit] = self.members.get(limit, 0) + 1
        self.asked = {
            limit: sum_ for limit, sum_ in asked.items() if limit == MONEY or sum_ > self.left[limit]
        }
        self._tight: int | None = None
        self._shares: Shares | None = None
        self._awards: dict[int, int] | None = None

    def copy(self) -> "Cut":
        """The same, to go on from separately."""
        twin = object.__new__(Cut)
        twin.__dict__.update(self.__dict__)
        twin.left, twin.staying = list(self.left), set(self.staying)
        twin.asked, twin.members = dict(self.asked), dict(self.members)
        return twin

    def fund(self, money: int) -> None:
        """Other money than so far."""
        self.left[MONEY] = money
        self._tight = self._shares = self._awards = None

    def drop(self, number: int) -> None:
        """One asks for nothing any more; the tightest limit is another only if it was one of its own."""
        self.staying.remove(number)
        self._shares = self._awards = None
        candidate = self.case.candidates[number]
        for limit in candidate.limits:
            if limit not in self.asked:
                continue
            self.asked[limit] -= candidate.admissible
            self.members[limit] -= 1
            if limit == self._tight:
                self._tight = None

    @property
    def tight(self) -> int:
        """The limit that gives the factor; below 0 if none does, so that nothing is cut."""
        if self._tight is None:
            tight, top, bottom = -1, 1, 1
            for limit, asked in self.asked.items():
                if self.left[limit] * bottom < top * asked:
                    tight, top, bottom = limit, self.left[limit], asked
            self._tight = tight
        return self._tight

    @property
    def factor(self) -> Factor:
        """The largest that money and caps allow, at most 1."""
        tight = self.tight
        return (1, 1) if tight < 0 else (self.left[tight], self.asked[tight])

    def rounded(self, candidate: Candidate, factor: Factor) -> int:
        """The share of one, below the factor 1 down to the grid."""
        top, bottom = factor
        if top == bottom:
            return candidate.admissible
        grid = self.case.grid
        return candidate.admissible * top // (bottom * grid) * grid

    def lowest_short(self, place: int) -> tuple[int | None, int]:
        """The lowest-ranked from this place of the order on that gets no award, None if there is none.

        Also the place from which on to look once it has dropped: who is behind it is sure of an award then too.
        """
        factor = self.factor
        if self.tight < 0:
            return None, place
        sure = True
        for at in range(place, -1, -1):
            number = self.order[at]
            if number not in self.staying:
                continue
            floor = self.rounded(self.case.candidates[number], factor)
            if floor >= self.needs[number]:
                if sure:
                    place = at - 1
                continue
            sure = False
            if not self.by_remainder(number, floor) or self.awards()[number] < self.needs[number]:
                return number, place
        return None, place

    @property
    def steps_counted(self) -> bool:
        """Whether single steps of the grid were given out to tell who falls short."""
        return self._awards is not None

    def by_remainder(self, number: int, floor: int) -> bool:
        """Whether one step of the grid more decides on an award."""
        need = self.needs[number]
        return floor < need == floor + self.case.grid and need <= self.case.candidates[number].admissible

    def shares(self) -> "Shares":
        """Everyone's share, rounded, and what decides on the steps of the grid that are left."""
        if self._shares is not None:
            return self._shares
        (top, bottom), candidates, grid = self.factor, self.case.candidates, self.case.grid
        floors: dict[int, int] = {}
        remainders: dict[int, int] = {}
        rooms = list(self.left)
        for number in self.order:
            if number in self.staying:
                candidate = candidates[number]
                share = candidate.admissible * top
                floor = floors[number] = share // (bottom * grid) * grid
                remainders[number] = share - floor * bottom
                for limit in candidate.limits:
                    rooms[limit] -= floor
        able = [number for number, floor in floors.items() if floor + grid <= candidates[number].admissible]
        takers = sorted(able, key=remainders.__getitem__, reverse=True)  # stable: in a tie by rank
        self._shares = Shares(floors, remainders, rooms, takers)
        return self._shares

    def awards(self) -> dict[int, int]:
        """Everyone's share, and one step of the grid more by largest remainder as far as there is room."""
        case, grid = self.case, self.case.grid
        if self.tight < 0:
            return {
                number: case.candidates[number].admissible for number in self.order if number in self.staying
            }
        if self._awards is None:
            shares = self.shares()
            awards, left = dict(shares.floors), list(shares.rooms)
            scarce = {limit for limit in self.asked if left[limit] < self.members[limit] * grid}
            if scarce <= {MONEY}:
                for number in shares.takers[: left[MONEY] // grid]:
                    awards[number] += grid
            else:
                for number in shares.takers:
                    limits = [limit for limit in case.candidates[number].limits if limit in scarce]
                    if all(left[limit] >= grid for limit in limits):
                        awards[number] += grid
                        for limit in limits:
                            left[limit] -= grid
            self._awards = awards
        return self._awards


class Shares(NamedTuple):
    """By candidate, in the order of rank: the share down to the grid, and what rounding takes.

    The latter is in parts of a cent that are the same for all. `rooms` is what each limit leaves. `takers` are
    those who can take one step of the grid more, in the order in which it is their turn.
    """

    floors: dict[int, int]
    remainders: dict[int, int]
    rooms: list[int]
    takers: list[int]
