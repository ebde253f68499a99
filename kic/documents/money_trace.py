"""Money followed through the records: every figure with the lines of the files that it is the sum of."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from kic.core.place import Place, spelled
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money
from kic.domain.accounts.calls import CallAccount, call_accounts
from kic.domain.accounts.figures import Figure, Line
from kic.domain.accounts.flow import MEASURES, Portion, Sums, flow, moneyless, summed, sums_of, theme_ids
from kic.domain.accounts.grants import Grant, grants
from kic.domain.accounts.years import YearAccount, year_accounts
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.concept.edition_rules import current_edition
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Goal, Theme


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """One summand: what it is, and file, line and field that say so. `of` are the lines of what it is a share of."""

    amount: Money
    what: Text
    path: str
    line: int
    field: str
    of: tuple["Because", ...] = ()


class Explained(msgspec.Struct, frozen=True, kw_only=True):
    """A figure by its name with its amount; `because` sums up to it."""

    figure: str
    amount: Money
    because: tuple[Because, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What came to a theme, goal, recommendation or application."""

    id: str
    title: str | None
    requested: Money
    awarded: Money
    paid: Money
    returned: Money


class Trace(msgspec.Struct, frozen=True, kw_only=True):
    """The money of one thing, explained."""

    id: str
    kind: str
    title: str | None
    figures: tuple[Explained, ...]
    grants: tuple[Row, ...]
    open: tuple[Text, ...]


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """The money of all calls, or of one, in the concept.

    `without_money` are recommendations of the current edition that go on and got nothing.
    """

    call: str | None
    themes: tuple[Row, ...]
    goals: tuple[Row, ...]
    recommendations: tuple[Row, ...]
    without_recommendation: tuple[Row, ...]
    without_money: tuple[Row, ...]
    total: Row


GRANT_FIGURES = (
    "requested",
    "decided",
    "awarded",
    "noticed",
    "bound",
    "ordered",
    "paid",
    "bounced",
    "returned",
    "reclaimed",
    "interest",
    "final",
    "still_to_pay",
    "excess",
    "released",
)
CALL_FIGURES = (
    "amount",
    "passed_on",
    "budget",
    "reserve",
    "fixed",
    "awarded",
    "unallocated",
    "untraced",
    "unknown",
    "ordered",
    "paid",
    "returned",
    "interest",
    "still_to_pay",
    "excess",
    "released",
    "carried_over",
)
YEAR_FIGURES = (
    "budget",
    "called",
    "uncalled",
    "reserve",
    "unallocated",
    "awarded",
    "paid",
    "returned",
    "net",
    "still_to_pay",
    "untraced",
    "unknown",
    "excess",
    "released",
    "interest",
    "carried_over",
    "carried_in",
    "lapsing",
    "booked",
    "booked_back",
)
"""The figures of each account, in the order of life."""


def year_of(id_: str) -> int | None:
    """The year that is meant by four digits."""
    return int(id_) if len(id_) == 4 and id_.isascii() and id_.isdigit() else None  # noqa: PLR2004


def trace(repository: Snapshot, id_: str, on: datetime.date | None = None) -> Trace | None:
    """The money of a year, call, application, theme, goal or recommendation; None where the id is none of them."""
    year = year_of(id_)
    if year is not None and year in year_accounts(repository, on):
        return _of_year(repository, year_accounts(repository, on)[year])
    kind = repository.kind_of(id_) or ""
    makers: Mapping[str, Callable[[], Trace | None]] = {
        "call": lambda: _of_call(repository, id_, on),
        "application": lambda: _of_grant(repository, id_, on),
        "theme": lambda: _of_portions(repository, id_, "theme", on),
        "goal": lambda: _of_portions(repository, id_, "goal", on),
        "recommendation": lambda: _of_portions(repository, id_, "recommendation", on),
    }
    return makers[kind]() if kind in makers else None


def whole(repository: Snapshot, call: str | None = None, on: datetime.date | None = None) -> Whole:
    """Where the money went, theme by theme and recommendation by recommendation; those without any among them."""
    came = flow(repository, on, call)
    edition = current_edition(repository)
    current = edition.id if edition is not None else None
    themes = dict.fromkeys((*theme_ids(repository, current), *came.themes))
    nothing = Sums()
    everything = summed_grants(
        each for each in grants(repository, on).values() if call is None or each.call == call
    )
    return Whole(
        call=call,
        themes=tuple(_row(repository, id_, summed(came.themes.get(id_, ()))) for id_ in themes),
        goals=tuple(_row(repository, id_, summed(each)) for id_, each in came.goals.items()),
        recommendations=tuple(
            _row(repository, id_, summed(each)) for id_, each in came.recommendations.items()
        ),
        without_recommendation=tuple(
            _row(repository, each.application, sums_of(each)) for each in came.without_recommendation
        ),
        without_money=()
        if call is not None
        else tuple(_row(repository, id_, nothing) for id_ in moneyless(repository, current, on)),
        total=_row(repository, call or "", everything),
    )


def summed_grants(accounts: Iterable[Grant]) -> Sums:
    """What is traced of all of them."""
    found = Sums()
    for each in accounts:
        found += sums_of(each)
    return found


def title_of(repository: Snapshot, id_: str) -> str | None:
    """What a call, application, theme, goal or recommendation is called."""
    record = (
        repository.get(Application, id_)
        or repository.get(Recommendation, id_)
        or repository.get(Theme, id_)
        or repository.get(Call, id_)
    )
    if record is not None:
        return record.title
    goal = repository.part(Goal, id_)
    return goal.title if goal is not None else None


def _row(repository: Snapshot, id_: str, sums: Sums) -> Row:
    return Row(
        id=id_,
        title=title_of(repository, id_),
        requested=sums.money("requested"),
        awarded=sums.money("awarded"),
        paid=sums.money("paid"),
        returned=sums.money("returned"),
    )


def _of_year(repository: Snapshot, account: YearAccount) -> Trace:
    return Trace(
        id=str(account.year),
        kind="year",
        title=None,
        figures=_figures(repository, account, YEAR_FIGURES),
        grants=tuple(_row(repository, each.call, _sums_of_call(each)) for each in account.calls),
        open=tuple(_open(account.open)),
    )


def _sums_of_call(account: CallAccount) -> Sums:
    return Sums(
        requested=account.requested.cents,
        awarded=account.held.cents,
        paid=account.paid.cents,
        returned=account.returned.cents,
    )


def _of_call(repository: Snapshot, id_: str, on: datetime.date | None) -> Trace | None:
    account = call_accounts(repository, on).get(id_)
    if account is None:
        return None
    return Trace(
        id=id_,
        kind="call",
        title=title_of(repository, id_),
        figures=_figures(repository, account, CALL_FIGURES),
        grants=tuple(_row(repository, each.application, sums_of(each)) for each in account.grants),
        open=tuple(_open(account.open)),
    )


def _of_grant(repository: Snapshot, id_: str, on: datetime.date | None) -> Trace | None:
    grant = grants(repository, on).get(id_)
    if grant is None:
        return None
    return Trace(
        id=id_,
        kind="application",
        title=title_of(repository, id_),
        figures=_figures(repository, grant, GRANT_FIGURES),
        grants=(),
        open=grant.open_points if grant.counts else (),
    )


def _open(accounts: Iterable[Grant]) -> Iterator[Text]:
    for grant in accounts:
        for point in grant.open_points:
            yield text("{id}: {what}", id=grant.application, what=point)


def _figures(repository: Snapshot, account: object, names: Iterable[str]) -> tuple[Explained, ...]:
    found = []
    for name in names:
        figure: Figure | None = getattr(account, name)
        if figure is not None:
            lines = [_because(repository, line) for line in figure.lines]
            found.append(Explained(figure=name, amount=figure.amount, because=tuple(lines)))
    return tuple(found)


def _because(repository: Snapshot, line: Line, of: tuple[Because, ...] = ()) -> Because:
    place: Place = line.place
    return Because(
        amount=line.amount,
        what=line.what,
        path=place.path,
        line=repository.span(place).line,
        field=spelled(place.field),
        of=of,
    )


def _of_portions(repository: Snapshot, id_: str, kind: str, on: datetime.date | None) -> Trace:
    portions = flow(repository, on).of(id_)
    whole_of = {"requested": "requested", "awarded": "held", "paid": "paid", "returned": "returned"}
    figures = []
    for measure in MEASURES:
        because = []
        for each in portions:
            figure: Figure = getattr(each.grant, whole_of[measure])
            if not figure.lines:
                continue
            line = Line(each.sums.money(measure), _share(each, figure.amount), each.place)
            parts = tuple(_because(repository, part) for part in figure.lines)
            because.append(_because(repository, line, parts))
        figures.append(
            Explained(figure=measure, amount=summed(portions).money(measure), because=tuple(because))
        )
    by_grant: dict[str, Sums] = {}
    for each in portions:
        by_grant[each.grant.application] = by_grant.get(each.grant.application, Sums()) + each.sums
    return Trace(
        id=id_,
        kind=kind,
        title=title_of(repository, id_),
        figures=tuple(figures),
        grants=tuple(_row(repository, application, sums) for application, sums in by_grant.items()),
        open=(),
    )


def _share(portion: Portion, amount: Money) -> Text:
    """What part of a grant this is, and over which recommendations it came."""
    parts = 1
    for each in portion.shares:
        parts *= each
    way = portion.way[:-1]
    application = portion.grant.application
    if parts == 1 and not way:
        return text("{application}: all of it", application=application)
    if not way:
        return text(
            "{application}: one of {parts} equal parts of {amount}",
            application=application,
            parts=parts,
            amount=amount,
        )
    return text(
        "{application}: one of {parts} equal parts of {amount}, over {way}",
        application=application,
        parts=parts,
        amount=amount,
        way=" → ".join(way),
    )
