"""What is due of a revision: events to come, and contributions that wait for an answer, before a body decides."""

import datetime
from collections.abc import Iterator

from kic.core.snapshot import Snapshot
from kic.core.text import Text, plural, text
from kic.domain.agenda import Day, Due, DueKind, Owes
from kic.domain.papers import Paper, Purpose
from kic.domain.papers.rules import day_of
from kic.domain.participation import Consultation, Contribution


def of_participation(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Consultations that begin or end, and for each edition those who wait for an answer."""
    for each in repository.all(Consultation):
        yield from day.on(
            each.date.latest if each.date.complete else None,
            kind=DueKind.CONSULTATION,
            record=each.id,
            key="consultation",
            what=text("it begins: {title}", title=each.title)
            if each.until is not None
            else text("it takes place: {title}", title=each.title),
            owes=Owes.NOBODY,
        )
        yield from day.on(
            each.until.latest if each.until is not None and each.until.complete else None,
            kind=DueKind.CONSULTATION,
            record=each.id,
            key="consultation-end",
            what=text("it ends: {title}", title=each.title),
            owes=Owes.NOBODY,
        )
    yield from _waiting(repository, day)


def _waiting(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Until the next day on which a body decides on the edition; without one, since the oldest came in."""
    open_: dict[str, list[datetime.date]] = {}
    for each in repository.all(Contribution):
        if not each.answers:
            open_.setdefault(each.edition, []).append(each.received)
    if not open_:
        return
    decided = dict(_decided(repository, day.today))
    for edition, came in sorted(open_.items()):
        what: Text = plural(
            "{n} contribution waits for an answer",
            "{n} contributions wait for an answer",
            n=len(came),
        )
        if edition in decided:
            yield from day.until(
                decided[edition],
                kind=DueKind.CONTRIBUTION,
                record=edition,
                key="contributions",
                what=what,
                owes=Owes.OFFICE,
            )
        else:
            yield from day.since(
                min(came),
                kind=DueKind.CONTRIBUTION,
                record=edition,
                key="contributions",
                what=what,
                owes=Owes.OFFICE,
            )


def _decided(repository: Snapshot, today: datetime.date) -> Iterator[tuple[str, datetime.date]]:
    """For each edition the next day on which a body decides on a paper about it, the earliest last."""
    days: list[tuple[datetime.date, str]] = []
    for paper in repository.all(Paper):
        for each in paper.deliberations:
            date = day_of(repository, each)
            if each.purpose is Purpose.DECIDES and date is not None and date >= today:
                days += [(date, about) for about in paper.about]
    for date, about in sorted(days, reverse=True):
        yield about, date
