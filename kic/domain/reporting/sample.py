"""The receipts that are looked at: drawn from a recorded seed, so that a stranger can draw them again.

As with the lot of an allocation (`kic.allocation.lot`): each receipt draws the SHA-256 of `SEED:REPORT:NUMBER` in
UTF-8, and the smallest are looked at. `printf %s 'a1b2:vn-1:7' | sha256sum` gives the same.
"""

from collections.abc import Iterable, Mapping

from kic.core.fingerprint import fingerprint
from kic.core.snapshot import Snapshot
from kic.core.values import Count, Number
from kic.domain.reporting import Report, Sample, SampledReceipt
from kic.domain.reporting.standing import values_of

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


def sample_of(
    repository: Snapshot, report: Report, seed: str | None = None, objected: Mapping[int, str] | None = None
) -> Sample | None:
    """The receipts that the seed draws (that of the report's file where none is given), and those `objected` to.

    None where there is none to look at. `objected` are words by the number of a receipt.
    """
    objections = objected or {}
    chosen = seed if seed is not None else seed_of(repository.entry(report).source)
    percent = values_of(repository).receipts_sampled.value
    numbers = {*drawn(chosen, report.id, (each.number for each in report.receipts), percent), *objections}
    if not numbers:
        return None
    return Sample(
        seed=chosen,
        receipts=tuple(
            SampledReceipt(number=Count(number), objection=objections.get(number))
            for number in sorted(numbers)
        ),
    )
