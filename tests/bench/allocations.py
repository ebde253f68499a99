"""What allocations cost, in one process: milliseconds of process time, medians."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import families

from kic.allocation.compare import compare
from kic.allocation.engine import allocate
from kic.allocation.sensitivity import sensitivity
from kic.core import values

gc.set_threshold(2_000_000, 50, 50)  # as kic does


def spent(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """The median of some rounds in milliseconds, and what came out."""
    times = []
    result = None
    for _ in range(rounds):
        gc.collect()
        values._exact.cache_clear()  # as in a new process
        start = time.process_time()
        result = work()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times), result


def lines(rounds: int) -> Iterator[str]:
    """The rows."""
    yield f"Allocations (one process, median of {rounds})"
    call = families.committee()

    def whole() -> None:
        proposal = allocate(call)
        compare(call)
        sensitivity(proposal)

    for name, work, wanted in (
        ("60 x 25, ranked, with all details", lambda: allocate(call), ""),
        ("60 x 25, every rule beside it", lambda: compare(call), ""),
        ("60 x 25, ranked, compared, sensitivity", whole, "< 500 ms"),
    ):
        yield f"  {name:60}{spent(work, rounds)[0]:9.1f} ms  {wanted}".rstrip()
    for number in (2_500, 5_000, 10_000, 20_000):
        problem = families.ranking(number)
        taken, _ = spent(lambda problem=problem: allocate(problem), rounds)
        yield f"  {f'{number} applications, ranked':60}{taken:9.1f} ms{taken / number * 1000:8.1f} µs each"
    for number, times in ((200, rounds), (2_000, 1)):
        for name, problem in families.all_optima(number):
            taken, proposal = spent(lambda problem=problem: allocate(problem, details=False), times)
            found = proposal.optimum
            gap = (
                ""
                if found.status.value == "proved"
                else f", gap {float(found.bound / found.reached - 1):.1e}"
            )
            yield f"  {f'optimum of {number}: {name}':60}{taken:9.1f} ms  {found.status.value}{gap}"


if __name__ == "__main__":
    for line in lines(3):
        print(line, flush=True)
