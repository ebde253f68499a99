"""How voters stand behind a project: what is said of it under the rules by votes."""

import msgspec

from kic.core.values import Money


class Backing(msgspec.Struct, frozen=True):
    """Who supports a project, of how many voters.

    `together` is what its supporters had left in the end, rounded down to the cent: under equal-shares, where
    it is not funded. `silent` is the number of abstaining seats whose shares would have sufficed for it
    together with those of its supporters; 0 if they would not, or it was not asked.
    """

    supporters: int
    voters: int
    together: Money | None = None
    silent: int = 0
