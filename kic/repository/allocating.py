"""Allocating: from a call or a problem file to a proposal with its reasons. Nothing is written."""

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from kic.allocation.emit import problem_as_plain
from kic.allocation.engine import allocate, with_options
from kic.allocation.explain import explain
from kic.allocation.faults import faults
from kic.allocation.problem import Problem
from kic.allocation.proposal import Proposal
from kic.core.diagnostic import Diagnostic
from kic.core.place import START, Place
from kic.core.record import Entry
from kic.core.refusals import REASONS, reason_of
from kic.core.snapshot import Snapshot
from kic.core.text import Text
from kic.domain.calls import Call
from kic.domain.decisions.posing import problem_shown
from kic.domain.scoring.visibility import refuse_sealed
from kic.errors import Refused, Unavailable, UsageError
from kic.store.reading.convert import read_value
from kic.store.reading.sources import MAX_READ
from kic.store.reading.syntax import PROBLEM
from kic.store.writing.emit import emit

PABULIB = ".pb"
"""How the names of Pabulib files end."""


class Posed(msgspec.Struct, frozen=True):
    """A problem and what is wrong with it; `problem` is None where it cannot be read at all.

    `snapshot` holds the files of the findings, so that they can be shown with their lines. `refusal` says why
    files that cannot be read keep a call from being posed.
    """

    problem: Problem | None
    findings: tuple[Diagnostic, ...]
    snapshot: Snapshot
    refusal: Text | None = None


def pose_call(repository: Snapshot, call: Call) -> Posed:
    """The problem of a call; its findings lie in the call's file.

    Where files of the call cannot be read, there is no problem, and the findings are what is wrong with them.
    Raises Refused where the records do not tell all that the problem needs, or its marks are sealed.
    """
    refuse_sealed(repository, call)
    try:
        problem = problem_shown(repository, call)
    except Refused as impossible:
        unread = _unread(repository, call)
        if not unread:
            raise
        return Posed(None, unread, repository, Text(impossible.sentence, impossible.values))
    path = repository.entry(call).path
    found = tuple(
        msgspec.structs.replace(each, place=Place(path, ()), record=call.id) for each in faults(problem, path)
    )
    return Posed(problem, found, repository)


def _unread(repository: Snapshot, call: Call) -> tuple[Diagnostic, ...]:
    """The findings of the call's files that cannot be read."""
    folder = f"{repository.entry(call).path.rpartition('/')[0]}/"
    unread = {each.path for each in repository if each.record is None and each.path.startswith(folder)}
    return tuple(each for each in repository.diagnostics if each.place.path in unread)


def pose_file(path: Path, *, pabulib: bool = False) -> Posed:
    """The problem of a YAML or JSON file, or of a Pabulib file: one that is called so, or ends in `.pb`.

    Raises Unavailable if the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            source = file.read(MAX_READ + 1)
    except OSError as error:
        raise Unavailable("{path} cannot be read: {reason}", path=path, reason=reason_of(error)) from error
    except ValueError as error:  # a path with NUL
        reason = REASONS[errno.ENOENT]
        raise Unavailable("{path} cannot be read: {reason}", path=path, reason=reason) from error
    if len(source) > MAX_READ:
        raise Unavailable("{path} cannot be read: {reason}", path=path, reason=REASONS[errno.EFBIG])
    if pabulib or path.suffix.lower() == PABULIB:
        return pose_pabulib(source, str(path))
    problem, found, locate = read_value(source, str(path), Problem, PROBLEM)
    diagnostics = [*found, *(faults(problem, str(path)) if problem is not None else ())]
    entry = Entry(path=str(path), source=source, locate=locate)
    return Posed(problem, tuple(diagnostics), Snapshot({str(path): entry}))


def pose_pabulib(source: bytes, path: str) -> Posed:
    """The problem of a Pabulib file; its findings have exact lines."""
    from kic.allocation.pabulib import read_pabulib  # noqa: PLC0415  # only for such files
    from kic.allocation.pabulib_rows import as_shown  # noqa: PLC0415

    problem, found = read_pabulib(source, path)
    diagnostics = [*found, *(faults(problem, path) if problem is not None else ())]
    entry = Entry(path=path, source=as_shown(source), locate=lambda _field, _aim: START)
    return Posed(problem, tuple(diagnostics), Snapshot({path: entry}))


def optioned(problem: Problem, options: Mapping[str, Any]) -> Problem:
    """The problem with the options of the command line in place of its own settings (None: as it is)."""
    return with_options(problem, **{key: value for key, value in options.items() if value is not None})


def proposed(problem: Problem, only: str | None = None) -> tuple[Proposal, dict[str, tuple[Text, ...]]]:
    """The proposal, and the sentences for each application by id (for `only` one, if named)."""
    proposal = allocate(problem, only=only)
    if only is not None and only not in proposal.standings:
        raise UsageError("There is no application {id} in this allocation.", id=only)
    wanted = (only,) if only else tuple(proposal.standings)
    return proposal, {each: explain(proposal, each) for each in wanted}


def problem_file(problem: Problem) -> str:
    """The problem as the text of a problem file.

    Raises Refused where it is larger than what kic reads as one.
    """
    plain = problem_as_plain(problem)
    nodes = keys_and_values(plain)
    if nodes > PROBLEM.nodes:
        raise Refused(
            "The problem has {nodes} keys and values; a problem file holds at most {most}.",
            nodes=nodes,
            most=PROBLEM.nodes,
        )
    written = emit(plain)
    if len(written) > PROBLEM.size:
        raise Refused(
            "The problem takes {size} bytes; a problem file has at most {most}.",
            size=len(written),
            most=PROBLEM.size,
        )
    return written.decode()


def keys_and_values(plain: Any) -> int:
    """How many keys and values, lists and maps counted, this is in a file."""
    todo, count = [plain], 0
    while todo:
        value = todo.pop()
        count += 1
        if isinstance(value, dict):
            count += len(value)
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)
    return count
