"""Power loss on a simulated disk: after the next command all files are old, or all are new."""

import contextlib
import datetime
import errno
import itertools
from pathlib import Path

import pytest

from kic.core.plan import Change
from kic.errors import KicError, Unavailable
from kic.store.writing.writer import Writer
from tests.store.writing.disk import Simulated, after_power_loss

NOW = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.UTC)

PLANS = {
    "one": (Change("a.yaml", b"a: old\n" * 100, b"a: new\n" * 200),),
    "new": (Change("n/m/a.yaml", None, b"a: new\n"), Change("n/b.yaml", None, b"b: new\n")),
    "gone": (Change("a/a.yaml", b"a: old\n", None), Change("b.yaml", b"b: old\n", b"b: new\n")),
    "four": (
        Change("a.yaml", b"a: old\n", b"a: new\n"),
        Change("d/b.yaml", b"b: old\n", None),
        Change("d/c.yaml", b"c: old\n", b"c: new\n"),
        Change("e/d.yaml", None, b"d: new\n"),
    ),
    "forty": tuple(
        Change(
            f"d{n % 5}/{n}.yaml", None if n % 7 == 0 else b"old\n", None if n % 11 == 3 else b"new %d\n" % n
        )
        for n in range(1, 41)
    ),
}
EXHAUSTIVE = ("one", "new", "gone", "four")
SEEDS, ALL_SEEDS = 21, 2000


def contents(plan, side: str) -> dict[str, bytes]:
    return {c.path: getattr(c, side) for c in plan if getattr(c, side) is not None}


def writer(disk: Simulated) -> Writer:
    return Writer(Path("/simulated"), disk=disk, held=contextlib.nullcontext)


def records(disk: Simulated) -> dict[str, bytes]:
    return {name: content for name, content in disk.files.items() if not name.startswith(".kic/")}


def seen_by_a_reader(disk: Simulated) -> dict[str, bytes]:
    """What a reading command takes as the state, before any writing command has tidied up."""
    found = {**records(disk), **writer(disk).pending().overrides}
    return {
        name: content for name, content in found.items() if content is not None and not name.endswith(".tmp")
    }


def fresh(plan) -> Simulated:
    return Simulated(contents(plan, "before"))


def committed(plan) -> Simulated:
    disk = fresh(plan)
    writer(disk).commit(plan, "change", time=NOW)
    return disk


def lose(disk: Simulated, plan, steps: int, most: int, seed: int = 0) -> int:
    """Power loss after these steps: judges every state that may come of it."""
    old, new = contents(plan, "before"), contents(plan, "after")
    finished = steps == len(disk.steps)
    count = 0
    for state in after_power_loss(disk, steps, most, seed):
        assert seen_by_a_reader(state) in ((new,) if finished else (old, new))
        writer(state).recover()
        assert records(state) in ((new,) if finished else (old, new)), (steps, disk.steps[:steps])
        assert not [name for name in state.files if name.endswith(".tmp")]
        count += 1
    return count


def test_a_commit_makes_everything_new():
    for plan in PLANS.values():
        assert records(committed(plan)) == contents(plan, "after")


@pytest.mark.parametrize("name", EXHAUSTIVE)
def test_power_loss_at_every_step_with_every_combination(name):
    plan = PLANS[name]
    disk = committed(plan)
    states = sum(lose(disk, plan, steps, most=4000) for steps in range(len(disk.steps) + 1))
    assert states > len(disk.steps)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_power_loss_in_a_change_of_forty_files(seed):
    plan = PLANS["forty"]
    disk = committed(plan)
    for steps in range(seed % 3, len(disk.steps) + 1, 3):
        lose(disk, plan, steps, most=12, seed=seed)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(ALL_SEEDS))
def test_power_loss_in_a_change_of_forty_files_with_all_seeds(seed):
    plan = PLANS["forty"]
    disk = committed(plan)
    for steps in range(seed % 3, len(disk.steps) + 1, 3):
        lose(disk, plan, steps, most=12, seed=seed)


@pytest.mark.parametrize("name", ["one", "gone"])
def test_power_loss_again_while_recovering(name):
    """The second loss hits the recovery from the first, at each of its steps."""
    plan = PLANS[name]
    disk = committed(plan)
    old, new = contents(plan, "before"), contents(plan, "after")
    for steps in range(len(disk.steps)):
        for state in after_power_loss(disk, steps, most=6):
            writer(state).recover()
            result = records(state)
            for later in range(len(state.steps) + 1):
                for second in after_power_loss(state, later, most=4):
                    writer(second).recover()
                    assert records(second) in (old, new)
                    assert later < len(state.steps) or records(second) == result


def test_a_finished_operation_whose_journal_came_back_does_not_hide_a_later_edit():
    disk = committed(PLANS["one"])
    disk._new(".kic/journal", disk.files[".kic/log/0000000001"])
    disk._new("a.yaml", b"a: by hand\n")
    assert writer(disk).pending() == (1, {})
    writer(disk).recover()
    assert records(disk) == {"a.yaml": b"a: by hand\n"}


def test_without_a_synchronised_folder_the_simulation_finds_the_fault():
    """The judge is no rubber stamp: a writer that forgets to synchronise is caught."""

    class Careless(Simulated):
        def sync_folder(self, name):
            pass

    disk = Careless(contents(PLANS["four"], "before"))
    writer(disk).commit(PLANS["four"], "change", time=NOW)
    with pytest.raises(AssertionError):
        [lose(disk, PLANS["four"], steps, most=300) for steps in range(len(disk.steps) + 1)]


# -- errors of the disk ----------------------------------------------------------------------------------------

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EMFILE)


@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.get)
@pytest.mark.parametrize("name", PLANS)
def test_an_error_at_every_step(name, number):
    """The command fails, and at once (or, after the commitment, with the next command) all is old or all new."""
    plan = PLANS[name]
    old, new = contents(plan, "before"), contents(plan, "after")
    total = len(committed(plan).steps)
    for step in range(1, total + 1) if len(plan) < 9 else range(1, total + 1, 5):
        disk = fresh(plan)
        disk.fail = {step: number}
        sentence = ""
        try:
            writer(disk).commit(plan, "change", time=NOW)
        except Unavailable as failed:
            sentence = str(failed)
        assert seen_by_a_reader(disk) == (old if "nothing was changed" in sentence else new)
        disk.fail = {}
        writer(disk).recover()
        assert records(disk) in (old, new)
        assert not [file for file in disk.files if file.endswith(".tmp")]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_a_disk_that_stays_full_or_broken(number):
    """From one step on every further one fails; when there is room again, all is old or all is new."""
    plan = PLANS["four"]
    old, new = contents(plan, "before"), contents(plan, "after")
    for step in range(1, len(committed(plan).steps) + 1):
        disk = fresh(plan)
        disk.fail = dict.fromkeys(range(step, 500), number)
        with contextlib.suppress(KicError):
            writer(disk).commit(plan, "change", time=NOW)
        assert seen_by_a_reader(disk) in (old, new)
        disk.fail = {}
        writer(disk).recover()
        assert records(disk) in (old, new)
        assert not [file for file in disk.files if file.endswith(".tmp")]


def test_pairs_of_errors():
    """Two separate errors in one command."""
    plan = PLANS["gone"]
    old, new = contents(plan, "before"), contents(plan, "after")
    for pair in itertools.combinations(range(1, len(committed(plan).steps) + 6), 2):
        disk = fresh(plan)
        disk.fail = dict.fromkeys(pair, errno.EIO)
        with contextlib.suppress(KicError):
            writer(disk).commit(plan, "change", time=NOW)
        disk.fail = {}
        writer(disk).recover()
        assert records(disk) in (old, new)
        assert not [file for file in disk.files if file.endswith(".tmp")]
