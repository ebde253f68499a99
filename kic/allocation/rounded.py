"""Equal shares in rounded numbers, with a bound of what rounding may change.

With purses that are wrong by at most `off`, the money of some supporters is wrong by at most `off` times
their number. For any division of the supporters into poor, who pay all they have, and rich, who pay by worth,
what the poor leave of the cost divided by the worth of the rich is at most rho; and it is rho if the poor have
less than they would pay then, and the rich at least that. Both hold of rounded numbers where the bounds say so.
"""

from collections.abc import Sequence

from kic.allocation.support import Votes


class Rounded:
    """What the voters have left, in units of `2**-bits` cents, each wrong by at most `off`."""

    __slots__ = ("bits", "found", "left", "off")

    def __init__(self, found: Votes, bits: int, start: int) -> None:
        self.found = found
        self.bits = bits
        self.off = 1
        self.left = [(start << bits) // max(len(found.voters), 1)] * len(found.voters)

    def refresh(self, left: Sequence[int], unit: int) -> None:
        """Rounds these purses over `unit` down."""
        self.off = 1
        bits = self.bits
        self.left = [(has << bits) // unit for has in left]

    def pay(self, project: int, price: int, gap: int) -> bool:
        """Its supporters pay this price, which is wrong by less than `gap`, each or for each unit of worth.

        False if it is open who can pay; then some may have paid.
        """
        left, supporters, worth = self.left, self.found.supporters[project], self.found.worth[project]
        if worth is None:
            self.off = off = self.off + gap
            for voter in supporters:
                rest = left[voter] - price
                if rest > off:
                    left[voter] = rest
                elif rest < -off:
                    left[voter] = 0
                else:
                    return False
            return True
        # No worth is more than all together; to find the largest takes a look at each.
        self.off = off = self.off + gap * self.found.total[project]
        for voter, each in zip(supporters, worth):  # noqa: B905  # as many; asking that takes time
            rest = left[voter] - price * each
            if rest > off:
                left[voter] = rest
            elif rest < -off:
                left[voter] = 0
            else:
                return False
        return True


def sifted(
    money: Sequence[int], worth: Sequence[int], cost: int, total: int, most: int
) -> tuple[int, int, int]:
    """What is paid for each unit of worth, rounded down, the worth of the rich, and how many are poor.

    Once it exceeds `most`, not all of the poor need be found: it is then less than what is paid. `total` is the
    sum of worths; the sum of the money is at least `cost`, so that someone is always rich.
    """
    share = cost // total
    places: Sequence[int] = range(len(money))  # sooner taken from both than pairs of both are made
    while True:
        rich = []
        for place in places:
            if money[place] < share * worth[place]:
                cost -= money[place]
                total -= worth[place]
                share = cost // total
            else:
                rich.append(place)
        if len(rich) == len(places) or share > most:
            return share, total, len(money) - len(rich)
        places = rich
