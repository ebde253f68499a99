"""Which closed calls are due for review: their period of retention has passed. Nothing is ever deleted by itself.

The period begins on the 1 January after the day on which the year of the call was closed (`budget` in the settings).
What exactly starts it in a city is in `retention.begins`, in words, and shown beside each date.
"""

import datetime

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import Count
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.settings import Retention, Settings

DEFAULT = Retention(
    years=Count(10),
    begins="1 January after the annual accounts are adopted",
    source="kic's proposal, not confirmed [D]: order of size of an old rule of Baden-Württemberg, KGSt report 4/2006",
)
"""Where the settings say nothing; the city's own rule (GemHVO RLP, file plan) is not known to kic."""


class Retained(msgspec.Struct, frozen=True, kw_only=True):
    """A call with the end of its period; `until` is None while its year is not closed.

    `persons` are those who stand in no call that has to be kept longer.
    """

    call: str
    year: int
    closed: datetime.date | None
    until: datetime.date | None
    due: bool
    persons: tuple[str, ...]


def retention_of(repository: Snapshot) -> Retention:
    """The city's rule, or kic's proposal."""
    settings = repository.only(Settings)
    return settings.retention if settings is not None and settings.retention is not None else DEFAULT


def due_for_review(repository: Snapshot, today: datetime.date) -> tuple[Retained, ...]:
    """Every call with the end of its period of retention, those that are due first, then by date and id."""
    settings = repository.only(Settings)
    years = int(retention_of(repository).years)
    closed = {int(each.year): each.closed for each in settings.budget} if settings is not None else {}
    until: dict[str, datetime.date | None] = {}
    for call in repository.all(Call):
        day = closed.get(_year(call))
        until[call.id] = (
            datetime.date(min(day.year + years, datetime.MAXYEAR), 12, 31) if day is not None else None
        )
    kept_longer = {
        each.applicant.person
        for each in repository.all(Application)
        if not _past(until.get(each.call), today)
    }
    persons: dict[str, set[str]] = {}
    for application in repository.all(Application):
        person = application.applicant.person
        if person is not None and person not in kept_longer:
            persons.setdefault(application.call, set()).add(person)
    found = [
        Retained(
            call=call.id,
            year=_year(call),
            closed=closed.get(_year(call)),
            until=until[call.id],
            due=_past(until[call.id], today),
            persons=tuple(sorted(persons.get(call.id, ()))),
        )
        for call in repository.all(Call)
    ]
    return tuple(sorted(found, key=lambda each: (not each.due, each.until or datetime.date.max, each.call)))


def _year(call: Call) -> int:
    """The budget year that the money of a call was booked in."""
    return int(call.accounting.year if call.accounting is not None else call.year)


def _past(until: datetime.date | None, today: datetime.date) -> bool:
    return until is not None and until < today
