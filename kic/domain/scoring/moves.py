"""What can happen to marks: they come in, and a disclosure takes some of them away."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kic.allocation.problem import Marks, Silence
from kic.core.plan import Append, CreateFile, Edit, Plan, RemoveField, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import plural, text
from kic.domain.calls import Call
from kic.domain.committee import BiasState, Disclosure, Filling, Seat
from kic.domain.scoring import ScoreSheet


def sheet_of(repository: Snapshot, call: str, seat: str) -> ScoreSheet | None:
    """The score sheet of a seat for a call."""
    for each in repository.all(ScoreSheet):
        if each.call == call and each.seat == seat:
            return each
    return None


def _holds_already(seat: Seat, entry: Disclosure) -> bool:
    """Whether the last entry of the same term about this matter says the same, and this one adds nothing to it."""
    term = seat.term_on(entry.date)
    last = None
    for each in seat.disclosures:
        same_matter = each.about == entry.about and each.filling is entry.filling
        if same_matter and seat.term_on(each.date) == term:
            last = each
    return (
        last is not None
        and last.date <= entry.date
        and last.state is entry.state
        and entry.decided_by in (None, last.decided_by)
        and entry.reference in (None, last.reference)
    )


def disclose(repository: Snapshot, seat: Seat, entry: Disclosure) -> Plan:
    """Adds an entry to a seat's disclosures, unless it says what holds already, and lets its score sheet follow.

    Where the seat is excluded now, `excluded` takes the place of its marks and of an abstention. Where it turns out
    not to be, a line `excluded` goes, so that the seat can be asked for its marks. What comes after the decision leaves
    the sheet as it was decided on.
    """
    written = {
        "date": entry.date,
        "about": entry.about,
        "state": entry.state,
        "filling": entry.filling if entry.filling is not Filling.MEMBER else None,
        "decided_by": entry.decided_by,
        "reference": entry.reference,
    }
    kept = {key: value for key, value in written.items() if value is not None}
    edits: list[Edit] = []
    if not _holds_already(seat, entry):
        edits.append(Append(repository.entry(seat).path, ("disclosures",), kept))
    for sheet in repository.all(ScoreSheet):
        marks = sheet.marks.get(entry.about)
        if sheet.seat != seat.id or marks is None or sheet.filling is not entry.filling:
            continue
        if seat.term_on(sheet.received) != seat.term_on(entry.date):
            continue
        call = repository.get(Call, sheet.call)
        if call is not None and call.decided is not None and entry.date > call.decided.latest:
            continue
        path, field = repository.entry(sheet).path, ("marks", entry.about)
        if entry.state is BiasState.EXCLUDED and marks.value is not Silence.EXCLUDED:
            edits.append(SetField(path, field, Silence.EXCLUDED))
        elif entry.state is BiasState.NOT_EXCLUDED and marks.value is Silence.EXCLUDED:
            edits.append(RemoveField(path, field))
    return Plan(
        text("Seat {seat}, {id}: {state}", seat=seat.id, id=entry.about, state=entry.state), tuple(edits)
    )


class Handed(NamedTuple):
    """What a seat hands in: the day, who of the seat gave the marks, and the marks by application."""

    seat: str
    received: datetime.date
    filling: Filling
    marks: Mapping[str, Marks]


def enter(repository: Snapshot, call: Call, handed: Sequence[Handed]) -> Plan:
    """Writes marks into the sheets of their seats: a new sheet, or the lines that differ with the later day."""
    edits: list[Edit] = []
    for seat, received, filling, marks in handed:
        sheet = sheet_of(repository, call.id, seat)
        if sheet is None:
            edits.append(_new_sheet(call, seat, received, filling, marks))
        else:
            edits += _changed_sheet(repository, sheet, received, filling, marks)
    seats = tuple(each[0] for each in handed)
    title = plural(
        "Marks of the seat {seats} for the call {id}",
        "Marks of {n} seats for the call {id}",
        n=len(seats),
        seats=seats,
        id=call.id,
    )
    return Plan(title, tuple(edits))


def _new_sheet(
    call: Call, seat: str, received: datetime.date, filling: Filling, marks: Mapping[str, Marks]
) -> CreateFile:
    content: dict[str, Any] = {"kind": "scores", "id": f"{call.id}-{seat}"}
    if call.invented:
        content["invented"] = True
    content |= {"call": call.id, "seat": seat, "received": received}
    if filling is not Filling.MEMBER:
        content["filling"] = filling
    content["marks"] = {about: written(each) for about, each in marks.items()}
    return CreateFile(f"applications/{call.id}/scores/{seat}.yaml", content)


def _changed_sheet(
    repository: Snapshot,
    sheet: ScoreSheet,
    received: datetime.date,
    filling: Filling,
    marks: Mapping[str, Marks],
) -> list[Edit]:
    path = repository.entry(sheet).path
    different = {about: each for about, each in marks.items() if sheet.marks.get(about) != each}
    if not different:
        return []
    edits: list[Edit] = [SetField(path, ("marks", about), written(each)) for about, each in different.items()]
    if sheet.received != received:
        edits.append(SetField(path, ("received",), received))
    if sheet.filling is not filling:
        edits.append(SetField(path, ("filling",), filling))
    return edits


def written(marks: Marks) -> Any:
    """Marks as they stand in a file: a number, a map of numbers, or why there is none."""
    return dict(marks.value) if isinstance(marks.value, dict) else marks.value
