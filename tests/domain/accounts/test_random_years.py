"""Whatever legal steps a year takes: every cent is accounted for, no award is overdrawn, and each step can be undone."""

import datetime
from pathlib import Path

import pytest

from kic.core.diagnostic import Severity
from kic.core.snapshot import Snapshot
from kic.domain.accounts.calls import call_accounts
from kic.domain.accounts.grants import grants
from kic.domain.accounts.journal import NOBODY
from kic.domain.accounts.years import year_accounts
from kic.repository.judging import judge
from kic.repository.repository import Repository
from kic.store.writing.oplog import reversal
from tests.domain.accounts.hledger import balances
from tests.domain.accounts.random_year import CALL, Office, Step

SEEDS, LENGTH = 2, 50
"""So many years of so many events are lived by default; `soak` lives the full number."""
FULL_SEEDS, FULL_LENGTH = 20, 200


def accounted(office: Office, state: Snapshot) -> None:
    """Every cent of the year is somewhere, by kic's accounts, by its journal, and by the office's own book."""
    book, sums = office.book, balances(state)
    for account in call_accounts(state).values():
        parts = (account.reserve, account.fixed, account.awarded, account.unallocated)
        assert not account.unknown
        assert account.budget.cents == sum(each.cents for each in parts)
        assert all(each.cents >= 0 for each in parts), account.call
        name = ("commitment", str(account.year), account.call)
        told = sums.get((*name, "unallocated"))
        assert account.unallocated.cents == (told.cents if told else 0)
    for year in year_accounts(state).values():
        assert year.budget is not None
        parts = (year.uncalled, year.reserve, year.unallocated, year.net, year.still_to_pay, year.untraced)
        assert year.budget.cents == sum(each.cents for each in parts)
        provided = [amount.cents for name, amount in sums.items() if name[:2] == ("budget", str(year.year))]
        assert -year.budget.cents == sum(provided)
    for grant in grants(state).values():
        if grant.call != CALL:
            continue
        id_ = grant.application
        assert grant.awarded.cents == book.awarded[id_]
        assert grant.paid.cents == book.paid.get(id_, 0)
        assert grant.returned.cents == book.returned.get(id_, 0)
        assert grant.awarded.cents >= grant.paid.cents - grant.returned.cents, "award >= paid - returned"
        held = sums.get(("commitment", "2025", CALL, "awarded", grant.applicant or NOBODY, id_))
        assert grant.held.cents == (held.cents if held else 0)
    assert sum(each.cents for each in sums.values()) == 0, "double entry"
    assert sum(a.cents for name, a in sums.items() if name[0] == "cash" and name[-1] != "interest") == sum(
        book.paid.values()
    ) - sum(book.returned.values())


def undone(office: Office) -> None:
    """Step by step back to the first byte."""
    files = dict(office.files)
    for step in reversed(office.steps):
        for change in step.changes:
            assert files.get(change.path) == change.after
            if change.before is None:
                del files[change.path]
            else:
                files[change.path] = change.before
    assert files == office.first


def errors(office: Office) -> set[tuple[str, str]]:
    found = judge(office.now, office.day).diagnostics
    return {(each.law.code, each.place.path) for each in found if each.severity is Severity.ERROR}


def errors_of_the_future(office: Office) -> set[tuple[str, str]]:
    """The shared repository is of November 2026: what it says of later days is none of this year's making."""
    return {(code, path) for code, path in errors(office) if path in office.first and CALL not in path}


def lived(seed: int, events: int) -> Office:
    office = Office(seed)
    for state in office.live(events):
        accounted(office, state)
    assert errors(office) == errors_of_the_future(office)
    undone(office)
    return office


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_cent_of_a_random_year_is_accounted_for_and_every_step_can_be_undone(seed):
    office = lived(seed, LENGTH)
    assert len(office.steps) == LENGTH
    assert office.book.paid, "the year got as far as its payments"


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 100 + FULL_SEEDS))
def test_every_cent_of_a_whole_random_year_is_accounted_for(seed):
    assert len(lived(seed, FULL_LENGTH).steps) == FULL_LENGTH


@pytest.mark.soak
def test_random_years_do_all_kinds_of_things():
    """Which the other tests rest on: money is paid and comes back, awards change, years are closed."""
    office = Office(105)
    for _state in office.live(FULL_LENGTH):
        pass
    done = {change.path.split("/")[-2] for step in office.steps for change in step.changes}
    assert {"decisions", "notices", "payments"} <= done
    assert office.book.paid
    assert sum(office.book.returned.values()) > 0
    assert office.refused, "not all that is tried is legal"


BLOCK = 40
"""Steps that are written and taken back in a row: kic keeps its last 100 operations, and an undo is one, too."""


def redo_and_undo(office: Office, root: Path) -> None:
    """The same steps in files, each written as an operation; block by block all are taken back, and done again."""
    for path, content in office.first.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for begin in range(0, len(office.steps), BLOCK):
        block = office.steps[begin : begin + BLOCK]
        before = on_disk(root)
        for step in block:
            write(step, root)
        for step in reversed(block):
            take_back(step, root)
        assert on_disk(root) == before
        for step in block:
            write(step, root)
    assert on_disk(root) == office.files


def write(step: Step, root: Path) -> None:
    repository = Repository(root, today=step.day)
    proposal = repository.propose(step.plan)
    assert not proposal.refused
    assert proposal.changes == step.changes
    repository.commit(proposal, "step", datetime.datetime.combine(step.day, datetime.time(12)))


def take_back(step: Step, root: Path) -> None:
    repository = Repository(root, today=step.day)
    operation = repository.undoable()
    assert {change.path for change in reversal(operation)} == {change.path for change in step.changes}
    time = datetime.datetime.combine(step.day, datetime.time(13))
    repository.writer.undo("back", time=time, number=operation.number)
    for change in step.changes:
        file = root / change.path
        assert (file.read_bytes() if file.exists() else None) == change.before


def on_disk(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".kic" not in path.parts
    }


def test_written_steps_are_undone_to_the_first_byte(tmp_path):
    office = lived(7, 25)
    redo_and_undo(office, tmp_path)


@pytest.mark.soak
def test_every_step_of_a_whole_written_year_is_undone_to_the_first_byte(tmp_path):
    office = lived(8, FULL_LENGTH)
    redo_and_undo(office, tmp_path)
