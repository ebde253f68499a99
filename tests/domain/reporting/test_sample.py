"""The sample of receipts: anybody can draw it again from the recorded seed."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from kic.core.values import Number
from kic.domain.reporting.sample import drawn, sample_size, seed_of

TEN = Number("10")


def by_hand(seed: str, report: str, numbers: list[int], n: int) -> tuple[int, ...]:
    """As the manual page says: each number draws the SHA-256 of SEED:REPORT:NUMBER, the smallest are taken."""
    digests = {hashlib.sha256(f"{seed}:{report}:{each}".encode()).hexdigest(): each for each in numbers}
    return tuple(sorted(digests[key] for key in sorted(digests)[:n]))


def test_a_stranger_draws_the_same():
    assert drawn("a1b2", "2026-1-001-vn1", range(1, 31), TEN) == by_hand(
        "a1b2", "2026-1-001-vn1", list(range(1, 31)), 3
    )


def test_how_many():
    # A tenth, rounded up: of 1 to 10 one, of 11 two; of none, none; a share of 0 takes none.
    assert [sample_size(n, TEN) for n in (0, 1, 10, 11, 20, 21)] == [0, 1, 1, 2, 2, 3]
    assert sample_size(30, Number("0")) == 0
    assert sample_size(3, Number("100")) == 3


def test_another_seed_or_report_draws_others():
    numbers = range(1, 201)
    draws = {drawn(seed, report, numbers, TEN) for seed in ("a", "b") for report in ("r-1", "r-2")}
    assert len(draws) == 4


def test_the_seed_comes_from_the_file_as_it_was_received():
    assert seed_of(b"kind: report\n") == hashlib.sha256(b"kind: report\n").hexdigest()[:16]
    assert seed_of(b"kind: report\n") != seed_of(b"kind:  report\n")


@given(st.text(min_size=1), st.lists(st.integers(0, 500)), st.integers(1, 100))
def test_the_order_of_the_list_makes_no_difference(seed, numbers, percent):
    share = Number(str(percent))
    found = drawn(seed, "vn", numbers, share)
    assert found == drawn(seed, "vn", reversed(numbers), share)
    assert set(found) <= set(numbers)
    assert len(found) == sample_size(len(set(numbers)), share)
