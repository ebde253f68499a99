"""Whether a seat may mark an application: what was disclosed or settled by the time that counts (§ 22 GemO RLP).

Bias belongs to the person, so only entries of the time in which the seat was filled by whoever filled a sheet in
speak of them. An entry that came after the marks counts for them too; one that came after the decision does not.
"""

import datetime
import functools

from kic.allocation.problem import Marks, Silence
from kic.core.snapshot import Snapshot
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.committee import BiasState, Disclosure, Filling, Seat
from kic.domain.scoring import ScoreSheet


def settled(
    seat: Seat,
    about: str,
    day: datetime.date,
    *,
    filling: Filling = Filling.MEMBER,
    until: datetime.date = datetime.date.max,
) -> Disclosure | None:
    """The last entry up to `until` about a matter, of the person who filled the seat on a day."""
    begin, last = seat.time_of_person(day, filling)
    end = min(until, last)
    found: Disclosure | None = None
    for each in seat.disclosures:
        if each.about == about and each.filling is filling and begin <= each.date <= end:
            found = each
    return found


def states(seat: Seat, sheet: ScoreSheet, call: Call | None) -> dict[str, BiasState]:
    """What holds of a sheet's marks up to the day of the decision, by application, where it is disclosed."""
    if not seat.disclosures:
        return {}
    begin, last = seat.time_of_person(sheet.received, sheet.filling)
    until = call.decided.latest if call is not None and call.decided is not None else datetime.date.max
    end = min(until, last)
    return {
        each.about: each.state
        for each in seat.disclosures
        if each.filling is sheet.filling and begin <= each.date <= end
    }


def counted(repository: Snapshot, sheet: ScoreSheet, call: Call) -> dict[str, Marks]:
    """The marks of a sheet as they count: those of a seat that is excluded are no marks, whatever the sheet says."""
    seat = repository.get(Seat, sheet.seat)
    found = {} if seat is None else states(seat, sheet, call)
    if BiasState.EXCLUDED not in found.values():
        return sheet.marks
    return {
        application: Marks(Silence.EXCLUDED) if found.get(application) is BiasState.EXCLUDED else marks
        for application, marks in sheet.marks.items()
    }


Line = tuple[Seat, ScoreSheet, str, Marks, BiasState | None]


@functools.lru_cache(maxsize=1)  # four rules ask
def lines(repository: Snapshot) -> tuple[Line, ...]:
    """Every line of every sheet whose seat is there, with what holds of it."""
    all_: list[Line] = []
    for sheet in repository.all(ScoreSheet):
        seat = repository.get(Seat, sheet.seat)
        if seat is None:
            continue
        found = states(seat, sheet, repository.get(Call, sheet.call))
        for application, marks in sheet.marks.items():
            all_.append((seat, sheet, application, marks, found.get(application)))
    return tuple(all_)


def tied_to(seat: Seat, application: Application) -> str | None:
    """The field by which public facts tie a seat to the applicant: `sent_by` or `boards`. None is no clearance."""
    body = application.applicant.body
    if body is None:
        return None
    if seat.sent_by == body:
        return "sent_by"
    return "boards" if body in seat.boards else None
