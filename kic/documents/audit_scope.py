"""Which records and files belong to the audit of a call."""

from kic.core.record import Record
from kic.core.snapshot import Snapshot
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.decisions import Decision
from kic.domain.meetings import Meeting
from kic.domain.settings import Settings


def of_call(repository: Snapshot, call: Call) -> tuple[Record, ...]:
    """The call and every record that belongs to it, by path."""
    applications = {each.id for each in repository.all(Application) if each.call == call.id}
    return tuple(
        entry.record
        for entry in repository
        if entry.record is not None
        and (
            entry.record is call
            or getattr(entry.record, "call", None) == call.id
            or getattr(entry.record, "application", None) in applications
        )
    )


def paths_of(repository: Snapshot, call: Call) -> tuple[str, ...]:
    """Every file that the audit of a call rests on, sorted: its folder, reports, meetings, settings, guideline."""
    records = of_call(repository, call)
    named = {each.id for each in records}
    found = {repository.entry(each).path for each in records}
    found |= {path for path in repository.files if path.startswith(f"applications/{call.id}/")}
    found |= {
        repository.entry(meeting).path
        for meeting in repository.all(Meeting)
        if any(not named.isdisjoint(item.about) for item in meeting.items)
        or any(
            decision.meeting == meeting.id
            for decision in repository.all(Decision)
            if decision.call == call.id
        )
    }
    settings = repository.only(Settings)
    if settings is not None:
        found.add(repository.entry(settings).path)
    guideline = call.terms.guideline
    if guideline is not None and guideline.file is not None and repository.has_file(guideline.file):
        found.add(guideline.file)
    return tuple(sorted(found))
