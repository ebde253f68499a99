"""The receipts that are looked at: drawn from a recorded seed, so that a stranger can draw them again.

As with the lot of an allocation (`kic.allocation.lot`): each receipt draws the SHA-256 of `SEED:REPORT:NUMBER` in
UTF-8, and the smallest are looked at. `printf %s 'a1b2:vn-1:7' | sha256sum` gives the same.
"""

from collections.abc import Iterable

from kic.core.fingerprint import fingerprint
from kic.core.values import Number

_WHOLE = 1_000_000_000
SEED_LENGTH = 16


def seed_of(source: bytes) -> str:
    """The seed that nobody chooses: the first digits of the SHA-256 of the report's file as it was received."""
    return fingerprint(source)[:SEED_LENGTH]


def draw(seed: str, report: str, number: int) -> str:
    """What a receipt draws; the smallest are looked at."""
    return fingerprint(f"{seed}:{report}:{number}".encode())


def sample_size(receipts: int, percent: Number) -> int:
    """How many of so many receipts are looked at: this share of them, rounded up; of any at least one."""
    if receipts <= 0 or percent.billionths <= 0:
        return 0
    return min(receipts, -(-receipts * percent.billionths // (100 * _WHOLE)))


def drawn(seed: str, report: str, numbers: Iterable[int], percent: Number) -> tuple[int, ...]:
    """The numbers of the receipts that the seed draws, in ascending order."""
    different = sorted(set(numbers))
    order = sorted(different, key=lambda number: (draw(seed, report, number), number))
    return tuple(sorted(order[: sample_size(len(different), percent)]))
