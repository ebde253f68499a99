"""A problem written and read back is the same problem."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from kic.allocation.digest import digest
from kic.allocation.emit import problem_as_plain
from kic.allocation.engine import allocate
from kic.allocation.problem import Marks, Problem
from kic.allocation.proposal import as_data
from kic.core.values import Number
from kic.errors import Refused
from kic.repository import allocating
from kic.repository.allocating import pose_file, problem_file
from kic.store.reading.convert import read_value
from kic.store.reading.syntax import RECORD, Limits
from kic.store.writing.emit import emit
from tests.allocation.samples import EXAMPLES, fit, problem, problems

ALL = """\
budget: 50000.00
reserve: 2500.00
grid: 100.00
threshold: 60
rate: 75%
rule: tiered-cut
on_no_fit: stop
partial: none
unmet_floor: keep
utility: score
completion: add1
objective: score-euro
tiers: {85: 100%, 60: 70%}
lot: "2026-1"
caps: {applicant: 9000.00, themes: {sport: 15000.00}}
floors: {themes: {jugend: 7000.00}}
fixed:
  - {id: a7, amount: 2000.00, themes: [sport], applicant: tsv}
scale: {min: 0, max: 100, step: 5}
aggregate: trimmed
trim: 2
min_marks: 3
criteria: {quality: 2, reach: 1}
seats: [m1, m2, m3]
applications:
  - {id: a9, applicant: kjr, themes: [jugend], requested: 6400.00, eligible: 9800.00, minimum: 3900.00, score: 82,
     marks: {m1: 80, m2: abstain, m3: {quality: 70, reach: 90}}, approvals: [m1, m2]}
  - {id: "7", requested: "1.00", eligible: 1.00, minimum: 60%, marks: {m1: excluded}, approvals: []}
"""


def again(value: Problem) -> Problem | None:
    back, found, _ = read_value(emit(problem_as_plain(value)), "problem.yaml", Problem)
    assert not found
    return back


def test_every_key_comes_back_in_the_order_of_the_file():
    value = problem(ALL)
    assert list(problem_as_plain(value)) == [
        line.split(":")[0] for line in ALL.splitlines() if line[0].isalpha()
    ]
    assert again(value) == value


def test_what_is_not_set_is_not_written():
    value = problem("{budget: 1.00, applications: [{id: a, requested: 1.00, score: 1}]}")
    assert problem_as_plain(value) == {
        "budget": "1.00",
        "applications": [{"id": "a", "requested": "1.00", "score": "1"}],
    }


@given(problems())
@settings(max_examples=EXAMPLES // 5, deadline=None)
def test_any_problem_comes_back_with_the_same_proposal(value):
    back = again(value)
    assert back == value
    if fit(value):
        assert as_data(allocate(back)) == as_data(allocate(value))


# -- large calls -------------------------------------------------------------------------------------------


def marked(applications: int, seats: int = 25) -> Problem:
    """A call in which each seat gives each application four marks."""
    asked = problem(
        """
        budget: 1000000.00
        scale: {min: 0, max: 100, step: 1}
        criteria: {quality: 2, reach: 1, costs: 1, effect: 3}
        applications: [{id: a, requested: 1000.00, applicant: v, themes: [s], marks: {}}]
        """
    )
    (one,) = asked.applications
    given = [
        Marks({name: Number(str((seat * 7 + at) % 101)) for at, name in enumerate(asked.criteria)})
        for seat in range(seats)
    ]
    rows = (
        replace(one, id=f"a{row}", marks={f"m{seat}": given[(seat + row) % seats] for seat in range(seats)})
        for row in range(applications)
    )
    return replace(asked, applications=tuple(rows))


def read_back(value: Problem, folder: Path) -> None:
    file = folder / "problem.yaml"
    file.write_text(problem_file(value), "utf-8")
    posed = pose_file(file)
    assert posed.findings == ()
    assert posed.problem == value
    assert digest(posed.problem) == digest(value)


def test_a_call_with_more_marks_than_a_record_may_hold_comes_back(tmp_path):
    value = marked(85)
    assert allocating.keys_and_values(problem_as_plain(value)) > RECORD.nodes
    read_back(value, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize(("applications", "seats"), [(1_000, 25), (20_000, 1)])
def test_the_largest_calls_come_back(applications, seats, tmp_path):
    read_back(marked(applications, seats), tmp_path)


@pytest.mark.parametrize("limits", [Limits(size=10_000, nodes=50), Limits(size=50, nodes=10_000)])
def test_no_file_is_written_that_could_not_be_read_back(limits, monkeypatch):
    monkeypatch.setattr(allocating, "PROBLEM", limits)
    with pytest.raises(Refused):
        problem_file(marked(1))
