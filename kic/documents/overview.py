"""The overview: progress per theme, money of the running year, what is due, who owes an update."""

import datetime
from collections import Counter
from collections.abc import Iterator

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.text import Text
from kic.core.values import Money, total
from kic.domain.accounts.calls import CallAccount, call_accounts
from kic.domain.agenda import DueKind
from kic.domain.agenda.everything import agenda, within
from kic.domain.applications import Application
from kic.domain.calls import Call, CallState
from kic.domain.concept.edition import Edition
from kic.domain.concept.edition_rules import current_edition
from kic.domain.concept.progress_rules import owing
from kic.domain.concept.recommendation import CLOSED, Light, Recommendation, Status
from kic.domain.concept.structure import Body, Theme
from kic.domain.settings import Settings

AHEAD = 90
"""Days for which the overview looks ahead."""


class ThemeProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the recommendations of one theme are; `unknown` have no entry yet."""

    id: str | None
    number: int | None
    title: str | None
    total: int
    statuses: dict[Status, int]
    lights: dict[Light, int]
    unknown: int


class CallMoney(msgspec.Struct, frozen=True, kw_only=True):
    """A call of the year: what it has to give and what is asked for; None where that is not known.

    `awarded` and `not_awarded` are the sums of these names in the funding report: what the committee awarded, or what
    the call's figures say, before cuts, and the rest that no other call has got as a remainder, the reserve included.
    `committed` is what grants hold now, after cuts; `free` is the rest then.
    """

    id: str
    title: str
    state: CallState
    amount: Money | None
    applications: int | None
    requested: Money | None
    awarded: Money | None
    not_awarded: Money | None
    committed: Money | None
    free: Money | None


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """Something with a date: overdue if the date has passed. What waits since a day is not overdue."""

    date: datetime.date
    id: str
    what: Text
    overdue: bool


class Owing(msgspec.Struct, frozen=True, kw_only=True):
    """A recommendation without an update for longer than agreed, and who is responsible."""

    id: str
    title: str | None
    last: datetime.date | None
    responsible: tuple[str, ...]


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the overview shows, of one state and day."""

    municipality: str
    invented: bool
    edition: str | None
    today: datetime.date
    themes: tuple[ThemeProgress, ...]
    recommendations_known: int
    recommendations_stated: int | None
    year: int
    budget: Money | None
    calls: tuple[CallMoney, ...]
    due: tuple[Due, ...]
    owing: tuple[Owing, ...]


def overview(repository: Snapshot, today: datetime.date) -> Overview:
    """The overview of a state on a day."""
    settings = repository.only(Settings)
    edition = current_edition(repository)
    current = [r for r in repository.all(Recommendation) if edition is None or r.edition == edition.id]
    year = today.year
    budgets = {int(b.year): b.amount for b in settings.budget} if settings else {}
    return Overview(
        municipality=settings.municipality.name if settings else "",
        invented=bool(settings and settings.invented),
        edition=edition.title if edition else None,
        today=today,
        themes=tuple(_themes(repository, edition, current, today)),
        recommendations_known=len(current),
        recommendations_stated=edition.counts.recommendations if edition else None,
        year=year,
        budget=budgets.get(year),
        calls=tuple(_calls(repository, year)),
        due=tuple(_due(repository, today)),
        owing=tuple(_owing(repository, today)),
    )


def _themes(
    repository: Snapshot, edition: Edition | None, current: list[Recommendation], today: datetime.date
) -> Iterator[ThemeProgress]:
    by_theme: dict[str | None, list[Recommendation]] = {}
    for recommendation in current:
        by_theme.setdefault(recommendation.theme, []).append(recommendation)
    themes = [t for t in repository.all(Theme) if edition is None or t.edition == edition.id]
    for theme in sorted(themes, key=lambda theme: theme.number):
        yield _progress(theme, by_theme.pop(theme.id, []), today)
    left = [recommendation for rest in by_theme.values() for recommendation in rest]
    if left:
        yield _progress(None, left, today)


def _progress(theme: Theme | None, members: list[Recommendation], today: datetime.date) -> ThemeProgress:
    latest = [entry for entry in (r.latest_on(today) for r in members) if entry is not None]
    statuses = Counter(entry.status for entry in latest)
    lights = Counter(e.light for e in latest if e.light is not None and e.status not in CLOSED)
    return ThemeProgress(
        id=theme.id if theme else None,
        number=theme.number if theme else None,
        title=theme.title if theme else None,
        total=len(members),
        statuses={status: statuses[status] for status in Status if statuses[status]},
        lights={light: lights[light] for light in Light if lights[light]},
        unknown=len(members) - len(latest),
    )


def _calls(repository: Snapshot, year: int) -> Iterator[CallMoney]:
    requested: dict[str, list[Money]] = {}
    for application in repository.all(Application):
        requested.setdefault(application.call, []).append(application.requested)
    for call in repository.all(Call):
        if call.year != year:
            continue
        amounts = requested.get(call.id)
        figures = call.figures
        account = call_accounts(repository)[call.id]
        committed = _committed(call, account)
        yield CallMoney(
            id=call.id,
            title=call.title,
            state=call.state,
            amount=call.money.amount,
            applications=len(amounts) if amounts else (figures.applications if figures else None),
            requested=total(amounts) if amounts else (figures.requested if figures else None),
            awarded=None if committed is None else account.granted.amount if account.recorded else committed,
            not_awarded=None if committed is None or not account.known else account.not_awarded.amount,
            committed=committed,
            free=None if committed is None or not account.known else account.free.amount,
        )


def _committed(call: Call, account: CallAccount) -> Money | None:
    """What the grants of a call hold; without a decision what its figures say."""
    if account.recorded:
        return account.held.amount
    return call.figures.committed if call.figures else None


def _due(repository: Snapshot, today: datetime.date) -> Iterator[Due]:
    """The agenda of the next days; who owes an update stands on its own."""
    for due in within(agenda(repository, today), today, AHEAD):
        if due.kind is not DueKind.UPDATE:
            yield Due(date=due.date, id=due.record, what=due.what, overdue=due.overdue)


def _owing(repository: Snapshot, today: datetime.date) -> Iterator[Owing]:
    for recommendation, last, _adopted in sorted(
        owing(repository, today), key=lambda o: (o[0].number or 0, o[0].id)
    ):
        bodies = (repository.get(Body, body) for body in recommendation.responsible)
        yield Owing(
            id=recommendation.id,
            title=recommendation.title,
            last=last.date if last else None,
            responsible=tuple(body.short_name or body.name for body in bodies if body is not None),
        )
