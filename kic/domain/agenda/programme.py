"""What is due of the concept and of the settings: updates, reviews, the report to the council, terms of seats."""

import datetime
from collections.abc import Iterator

from kic.core.snapshot import Snapshot
from kic.core.text import plural, text
from kic.domain.agenda import Day, Due, DueKind, DueState, Owes
from kic.domain.applications.retention import due_for_review, retention_of
from kic.domain.committee import Seat
from kic.domain.concept.doubt_rules import doubts, reviews
from kic.domain.concept.progress_rules import owing, update_months
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Body
from kic.domain.periods.law import months_later
from kic.domain.settings import Settings


def of_settings(repository: Snapshot, day: Day) -> Iterator[Due]:
    """The next report, accepted findings that come back, calls whose records are due for review."""
    settings = repository.only(Settings)
    if settings is None:
        return
    yield from day.until(
        settings.reporting.next_report,
        kind=DueKind.COUNCIL,
        record=settings.id,
        key="next-report",
        what=text("implementation report to the council"),
        owes=Owes.OFFICE,
    )
    for waiver in settings.waivers:
        yield from day.on(
            waiver.until,
            kind=DueKind.SETTING,
            record=settings.id,
            key=f"waiver-{waiver.code}-{waiver.record}".lower(),
            what=text(
                "last day on which finding {code} of {record} is accepted",
                code=waiver.code,
                record=waiver.record,
            ),
            owes=Owes.OFFICE,
        )
    yield from _retention(repository, day)


def _retention(repository: Snapshot, day: Day) -> Iterator[Due]:
    """From the day after the period of retention of a call; a review, never a deletion."""
    source = retention_of(repository).source
    for each in due_for_review(repository, day.today):
        if each.until is not None and each.until < datetime.date.max:
            yield from day.since(
                each.until + datetime.timedelta(days=1),
                kind=DueKind.RETENTION,
                record=each.call,
                key="retention",
                what=text("look whether the records of the call are still needed"),
                owes=Owes.OFFICE,
                source=source,
            )


def of_concept(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Updates that are owed, reviews, and recommendations that an event puts in doubt."""
    yield from _updates(repository, day)
    for recommendation, date in reviews(repository):
        yield from day.until(
            date,
            kind=DueKind.REVIEW,
            record=recommendation.id,
            key="review",
            what=text("review of the recommendation"),
            owes=Owes.OFFICE,
        )
    for event, _position, affected in doubts(repository):
        yield from day.until(
            event.date.latest,
            kind=DueKind.REVIEW,
            record=affected.id,
            key=f"doubt-{event.id}",
            what=text("look at it again because of: {event}", event=event.title),
            owes=Owes.OFFICE,
        )


def _updates(repository: Snapshot, day: Day) -> Iterator[Due]:
    """An open recommendation is due some months after its last entry, and overdue when KIC240 says so."""
    months = update_months(repository)
    late = {each.id for each, _last, _adopted in owing(repository, day.today)}
    for each, last, adopted in owing(repository, datetime.date.max):
        overdue = each.id in late
        if last is not None:
            begun = last.date
            what = (
                text("no update since {day}", day=begun)
                if overdue
                else text("next update; the last entry is of {day}", day=begun)
            )
        else:
            assert adopted is not None
            begun = adopted.latest
            what = (
                text("no update since the adoption on {day}", day=adopted)
                if overdue
                else text("first update after the adoption on {day}", day=adopted)
            )
        date = months_later(begun, months)
        yield Due(
            date=min(date, day.today - datetime.timedelta(days=1)) if overdue else max(date, day.today),
            state=DueState.OVERDUE if overdue else DueState.AHEAD,
            kind=DueKind.UPDATE,
            record=each.id,
            key="update",
            what=what,
            owes=Owes.RESPONSIBLE,
            names=_responsible(repository, each),
        )


def _responsible(repository: Snapshot, recommendation: Recommendation) -> tuple[str, ...]:
    bodies = (repository.get(Body, body) for body in recommendation.responsible)
    return tuple(body.short_name or body.name for body in bodies if body is not None)


def of_committee(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Terms that end without another behind them. Seats that are vacant already are a finding (KIC310)."""
    ending: dict[datetime.date, list[str]] = {}
    for seat in repository.all(Seat):
        last = max(seat.terms, key=lambda term: term.start, default=None)
        if last is not None and last.end is not None:
            ending.setdefault(last.end, []).append(seat.id)
    for date, seats in sorted(ending.items()):
        yield from day.on(
            date,
            kind=DueKind.TERM,
            record=seats[0],
            key="term",
            what=plural(
                "the term of {n} seat of the committee ends",
                "the terms of {n} seats of the committee end",
                n=len(seats),
            ),
            owes=Owes.COUNCIL,
            source="§ 45 GemO RLP",
        )
