"""Writing Pabulib files (`.pb`): what the rules by votes see of a problem, for other programs.

The budget is the money without reserve and fixed awards, the costs are admissible amounts of whoever is
eligible; the format knows neither caps nor floors. Marks become points where approvals can be told from
them, or where the rule goes by marks; else the file has approvals.
"""

from collections.abc import Mapping, Sequence
from math import gcd

from kic.allocation.case import MONEY, Case, prepare
from kic.allocation.faults import by_marks
from kic.allocation.problem import Problem
from kic.allocation.support import approving, named_voters, unit_of_marks
from kic.core.values import Money

LIMIT = 10**9
"""Points have at most nine decimals."""


def as_pabulib(problem: Problem, meta: Mapping[str, str] | None = None) -> str:
    """The text of a `.pb` file; `meta` has further keys, such as `description`, or replaces some."""
    case = prepare(problem)
    number = {voter: place for place, voter in enumerate(named_voters(problem))}
    approvals = {each.id: approving(problem, each, case.scores[each.id]) for each in case.applications}
    eligible = [candidate for candidate in case.candidates if candidate.eligible]
    points = _points(case, approvals)
    ballots: list[list[tuple[str, str]]] = [[] for _ in number]
    for candidate in eligible:
        given = dict.fromkeys(approvals[candidate.id], "1") if points is None else points[candidate.id]
        for voter, point in given.items():
            ballots[number[voter]].append((candidate.id, point))
    settings = {
        "description": "kic",
        "country": "",
        "unit": "",
        "instance": "",
        "num_projects": str(len(eligible)),
        "num_votes": str(len(number)),
        "budget": str(Money(case.left[MONEY])),
        "vote_type": "approval" if points is None else "scoring",
        "rule": problem.rule.value,
        **(meta or {}),
    }
    lines: list[Sequence[str]] = [("META",), ("key", "value"), *settings.items()]
    lines += [("PROJECTS",), ("project_id", "cost")]
    lines += [(candidate.id, str(Money(candidate.admissible))) for candidate in eligible]
    lines += [("VOTES",), ("voter_id", "vote") if points is None else ("voter_id", "vote", "points")]
    for voter, ballot in zip(number, ballots, strict=True):
        row = [voter, ",".join(name for name, _ in ballot)]
        if points is not None:
            row.append(",".join(point for _, point in ballot))
        lines.append(row)
    return "".join(";".join(map(_cell, line)) + "\n" for line in lines)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if set(text) & set(';"\r\n') else text


def _points(case: Case, approvals: Mapping[str, Sequence[str]]) -> dict[str, dict[str, str]] | None:
    """Each voter's points by project; None where approvals say it better."""
    problem = case.problem
    marks = {each.id: case.scores[each.id].by_seat for each in case.applications}
    if not any(marks.values()):
        return None
    same = all(
        {voter for voter, mark in given.items() if mark > 0} == set(approvals[name])
        for name, given in marks.items()
        if given
    )
    if not same and not by_marks(problem):
        return None
    unit = unit_of_marks(problem)
    exact = all(mark * LIMIT % unit == 0 for given in marks.values() for mark in given.values())
    points: dict[str, dict[str, str]] = {}
    shared = 1
    if not exact:  # thirds have no decimals: all points so many times larger mean the same
        shared = gcd(unit, *(mark for given in marks.values() for mark in given.values()))
    for name, given in marks.items():
        if not given:
            points[name] = dict.fromkeys(
                approvals[name], _decimal(unit if exact else unit // shared, exact, unit)
            )
        else:
            points[name] = {
                voter: _decimal(mark if exact else mark // shared, exact, unit)
                for voter, mark in given.items()
            }
    return points


def _decimal(mark: int, exact: bool, unit: int) -> str:
    """A mark in the unit as a decimal number; a whole number where it is not exact."""
    if not exact:
        return str(mark)
    whole, rest = divmod(abs(mark), unit)
    decimals = f"{rest * LIMIT // unit:09d}".rstrip("0")
    return f"{'-' if mark < 0 else ''}{whole}{'.' if decimals else ''}{decimals}"
