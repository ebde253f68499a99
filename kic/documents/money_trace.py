"""Money followed through the records: every figure with the lines of the files that it is the sum of."""

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from kic.core.place import Place, spelled
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money
from kic.domain.accounts.calls import CallAccount, call_accounts, unreadable
from kic.domain.accounts.figures import Figure, Line, together
from kic.domain.accounts.flow import (
    MEASURES,
    Portion,
    Sums,
    flow,
    moneyless,
    successors,
    summed,
    sums_of,
    theme_ids,
)
from kic.domain.accounts.grants import Grant, by_applicant, grants, in_force
from kic.domain.accounts.years import YearAccount, year_accounts
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.concept.edition_rules import current_edition
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Body, Goal, Theme
from kic.domain.decisions import Decision
from kic.domain.notices import Notice, Objection
from kic.domain.payments import Payment
from kic.domain.reporting import Examination, Report
from kic.domain.settings import Settings
from kic.errors import Refused


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
    """The money of one thing, explained. `goes_on` are the recommendations that carry a former one's money on."""

    id: str
    kind: str
    title: str | None
    figures: tuple[Explained, ...]
    grants: tuple[Row, ...]
    open: tuple[Text, ...]
    goes_on: tuple[str, ...] = ()


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
    "in_force",
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


def refuse_unreadable(repository: Snapshot) -> None:
    """Raises Refused where a file that money depends on cannot be read: the sums would look exact and be wrong."""
    for paths in unreadable(repository).values():
        raise Refused(
            "{path} cannot be read, so the sums would be wrong.",
            help="kic check says what is wrong with it.",
            path=paths[0],
        )
    if repository.only(Settings) is None:
        raise Refused(
            "kic.yaml cannot be read, so the sums would be wrong.",
            help="kic check says what is wrong with it.",
        )


PSEUDONYM = re.compile(r"p-[0-9]{4}")
APPLICANT_FIGURES = {
    "requested": "requested",
    "awarded": "held",
    "ordered": "ordered",
    "paid": "paid",
    "returned": "returned",
    "interest": "interest",
    "still_to_pay": "still_to_pay",
    "excess": "excess",
}
"""What is shown of an applicant, and the figure of each grant that it sums up."""


def year_of(id_: str) -> int | None:
    """The year that is meant by four digits."""
    return int(id_) if len(id_) == 4 and id_.isascii() and id_.isdigit() else None  # noqa: PLR2004


def trace(
    repository: Snapshot,
    id_: str,
    on: datetime.date | None = None,
    *,
    today: datetime.date = datetime.date.max,
) -> Trace | None:
    """The money of a year, call, application, applicant, theme, goal or recommendation; None for any other id.

    For a notice, payment, report or examination it is that of its application, for a decision that of its call.
    As it stood at the end of the day `on`. What is in force is judged by that day, else by `today`.
    """
    day = on or today
    id_ = _about(repository, id_)
    year = year_of(id_)
    if year is not None and year in year_accounts(repository, on):
        return _of_year(repository, year_accounts(repository, on)[year])
    kind = repository.kind_of(id_) or ""
    makers: Mapping[str, Callable[[], Trace | None]] = {
        "call": lambda: _of_call(repository, id_, on),
        "application": lambda: _of_grant(repository, id_, on, day),
        "body": lambda: _of_applicant(repository, id_, on),
        "theme": lambda: _of_portions(repository, id_, "theme", on),
        "goal": lambda: _of_portions(repository, id_, "goal", on),
        "recommendation": lambda: _of_portions(repository, id_, "recommendation", on),
    }
    if not kind and PSEUDONYM.fullmatch(id_) is not None:
        found = _of_applicant(repository, id_, on)
        return found if found.grants else None
    return makers[kind]() if kind in makers else None


def _about(repository: Snapshot, id_: str) -> str:
    """The application of a record that belongs to one, the call of a decision; any other id is itself."""
    record = (
        repository.get(Notice, id_)
        or repository.get(Objection, id_)
        or repository.get(Payment, id_)
        or repository.get(Report, id_)
        or repository.get(Examination, id_)
    )
    if record is not None:
        return str(record.application)
    decision = repository.get(Decision, id_)
    return id_ if decision is None else str(decision.call)


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


def _of_applicant(repository: Snapshot, id_: str, on: datetime.date | None) -> Trace:
    """All that one applicant asked for and got, over calls and years."""
    accounts = by_applicant(grants(repository, on).values()).get(id_, ())
    body = repository.get(Body, id_)
    figures = []
    for name, of in APPLICANT_FIGURES.items():
        figure = together(getattr(each, of) for each in accounts)
        figures.append(_explained(repository, name, figure))
    return Trace(
        id=id_,
        kind="applicant",
        title=None if body is None else body.name,
        figures=tuple(figures),
        grants=tuple(_row(repository, each.application, sums_of(each)) for each in accounts),
        open=tuple(_open(each for each in accounts if each.counts)),
    )


def _of_grant(repository: Snapshot, id_: str, on: datetime.date | None, day: datetime.date) -> Trace | None:
    grant = grants(repository, on).get(id_)
    if grant is None:
        return None
    figures = {each.figure: each for each in _figures(repository, grant, GRANT_FIGURES)}
    figures["in_force"] = _explained(repository, "in_force", in_force(repository, id_, day))
    return Trace(
        id=id_,
        kind="application",
        title=title_of(repository, id_),
        figures=tuple(figures[name] for name in GRANT_FIGURES if name in figures),
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
        figure: Figure | None = getattr(account, name, None)
        if figure is not None:
            found.append(_explained(repository, name, figure))
    return tuple(found)


def _explained(repository: Snapshot, name: str, figure: Figure) -> Explained:
    lines = tuple(_because(repository, line) for line in figure.lines)
    return Explained(figure=name, amount=figure.amount, because=lines)


def _because(repository: Snapshot, line: Line, of: tuple[Because, ...] = ()) -> Because:
    place: Place = line.place
    return Because(
        amount=line.amount,
        what=line.what,
        path=place.path,
        line=_line(repository, place),
        field=spelled(place.field),
        of=of,
    )


@functools.lru_cache(maxsize=1 << 16)  # many figures rest on the same line, and finding it reads its file
def _line(repository: Snapshot, place: Place) -> int:
    return repository.span(place).line


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
        goes_on=successors(repository, on).get(id_, ()),
    )


def _share(portion: Portion, amount: Money) -> Text:
    """What part of a grant this is, and over which recommendations it came."""
    parts = 1
    for each in portion.shares:
        parts *= each
    way = portion.way[:-1]
    application = portion.grant.application
    if parts == 1:
        return (
            text("{application}: all of it, over {way}", application=application, way=" → ".join(way))
            if way
            else text("{application}: all of it", application=application)
        )
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
