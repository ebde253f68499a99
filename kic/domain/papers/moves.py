"""What can happen to papers: written, corrected, and what came of them in a body. Proposals, without judgement."""

import datetime
from typing import Any

import msgspec

from kic.core.plan import CreateFile, Edit, Plain, Plan, RemoveField, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.knowledge import GapState
from kic.domain.meetings import Result
from kic.domain.papers import Annex, Deliberation, FinancialEffects, Paper

FOLDER = "concept/papers"


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a paper; what is None is left out, or left as it is."""

    number: str | None = None
    title: str | None = None
    date: datetime.date | None = None
    public: bool | None = None
    office: str | None = None
    about: tuple[str, ...] | None = None
    deliberations: tuple[Deliberation, ...] | None = None
    proposal: str | None = None
    reasons: str | None = None
    financial_effects: FinancialEffects | None = None
    annexes: tuple[Annex, ...] | None = None
    note: str | None = None


def _fields(said: Said) -> dict[str, Plain]:
    """The fields that are given, in the order of the file."""
    given = ((name, getattr(said, name)) for name in said.__struct_fields__)
    return {name: _plain(value) for name, value in given if value is not None}


def _plain(value: Any) -> Plain:
    if isinstance(value, msgspec.Struct):
        fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return {name: _plain(each) for name, each in fields if each is not None and each is not False}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    plain: Plain = value
    return plain


def write_paper(id: str, said: Said, *, invented: bool) -> Plan:  # noqa: A002
    """A new paper. Without a number it says that there is none yet: the council's office gives it."""
    head: dict[str, Plain] = {"kind": "paper", "id": id, **({"invented": True} if invented else {})}
    gap: dict[str, Plain] = (
        {"gaps": [{"field": "number", "state": GapState.UNKNOWN}]} if said.number is None else {}
    )
    record = {**head, **_fields(said), **gap}
    return Plan(text("Paper {id}", id=id), (CreateFile(f"{FOLDER}/{id}.yaml", record),))


def correct_paper(repository: Snapshot, paper: Paper, said: Said) -> Plan:
    """Other words, another number, way or sum: only the fields that are given and differ.

    With the number the gap that told of it goes.
    """
    path = repository.entry(paper).path
    edits: list[Edit] = [
        SetField(path, (name,), value)
        for name, value in _fields(said).items()
        if getattr(paper, name) != getattr(said, name)
    ]
    left = tuple(each for each in paper.gaps if each.field != "number")
    if said.number is not None and left != paper.gaps:
        edits.append(SetField(path, ("gaps",), _plain(left)) if left else RemoveField(path, ("gaps",)))
    return Plan(text("Paper {id} corrected", id=paper.id), tuple(edits))


def enter_result(
    repository: Snapshot,
    paper: Paper,
    position: int,
    result: Result,
    *,
    date: datetime.date | None = None,
    note: str | None = None,
) -> Plan:
    """What came of a paper in one of its bodies, counted from 0."""
    path = repository.entry(paper).path
    station = ("deliberations", position)
    edits: list[Edit] = [SetField(path, (*station, "result"), result)]
    if date is not None:
        edits.insert(0, SetField(path, (*station, "date"), date))
    if note is not None:
        edits.append(SetField(path, (*station, "note"), note))
    body = paper.deliberations[position].body
    return Plan(text("Paper {id}: {body}, {result}", id=paper.id, body=body, result=result), tuple(edits))
