"""What must hold of a budget year: it holds for its year, is closed when nothing is open, and stays closed."""

import datetime
from collections.abc import Iterator, Mapping

import msgspec

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, change_rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money
from kic.domain.accounts.calls import call_accounts
from kic.domain.accounts.grants import books
from kic.domain.accounts.years import year_accounts
from kic.domain.calls import Call, CallState
from kic.domain.decisions import Decision
from kic.domain.notices import Notice, NoticeEvent, NoticeKind
from kic.domain.settings import BudgetYear, Settings


class _Closed(msgspec.Struct, frozen=True):
    """A closed budget year: where it stands, and on which day it was closed."""

    position: int
    budget: BudgetYear
    day: datetime.date


def _closed(repository: Snapshot) -> Mapping[int, _Closed]:
    settings = repository.only(Settings)
    return {
        int(each.year): _Closed(position, each, each.closed)
        for position, each in enumerate(settings.budget if settings is not None else ())
        if each.closed is not None
    }


def _place(repository: Snapshot, closed: _Closed) -> Related:
    settings = repository.only(Settings)
    assert settings is not None
    return Related(repository.place(settings, "budget", closed.position, "closed"), text("closed here"))


@rule("KIC951", "year-closed-with-open-accounts")
def year_closed_with_open_accounts(repository: Snapshot) -> Iterator[Finding]:
    """A budget year is closed when each of its calls is settled.

    Why: The closed year is reported to council and auditor: what was paid, what came back, what ends with the year. A
    call that is still running, or a grant whose money is still to move, would make the report wrong the next day.

    Fix: Settle the calls that are named first, or take `closed` out.

    Source: § 108 GemO RLP (annual accounts) [not confirmed]; call of 2026 in Kaiserslautern (settled within the year).
    """
    settings = repository.only(Settings)
    for year, closed in _closed(repository).items():
        account = year_accounts(repository).get(year)
        assert settings is not None
        for call in account.calls if account is not None else ():
            record = repository.get(Call, call.call)
            open_ = [each for each in call.open if _has_records(repository, each.application)]
            if call.unreadable:
                open_ = []  # what is open cannot be told
            if record is None or (call.state is CallState.SETTLED and not open_):
                continue
            if record.opens is not None and record.opens > closed.day:
                continue  # a call that came too late is said of the call itself
            what: Text = text("the call {id} is {state}", id=call.call, state=call.state)
            if call.state is CallState.SETTLED:
                grant = open_[0]
                what = text("on {id} {what}", id=grant.application, what=grant.open_points[0])
            yield found(
                settings,
                ("budget", closed.position, "closed"),
                text("{year} was closed on {date}, but {what}", year=str(year), date=closed.day, what=what),
                help=text("take the draft out, or make it a call of the running year")
                if call.state is CallState.DRAFT
                else text("settle the call first: kic call settle {id}", id=call.call),
                related=[Related(repository.place(record, "state"), text("its state"))],
            )


def _has_records(repository: Snapshot, application: str) -> bool:
    kept = books(repository)
    return application in kept.notices or application in kept.payments


@dated_rule("KIC952", "year-closed-ahead")
def year_closed_ahead(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A year is closed when that has happened: not on a day to come.

    Why: Until then payments and awards may still come, and the rules would let them through or refuse them wrongly.

    Fix: Correct the day, or enter it when it has come.

    Source: Data model of kic: records say what has happened.
    """
    settings = repository.only(Settings)
    for year, closed in _closed(repository).items():
        if closed.day > today:
            assert settings is not None
            yield found(
                settings,
                ("budget", closed.position, "closed"),
                text("{year} is closed on {date}, which is in the future", year=str(year), date=closed.day),
                help=text("correct the day, or enter it when it has come"),
            )


@rule("KIC953", "year-closed-before-its-end", Severity.WARNING)
def year_closed_before_its_end(repository: Snapshot) -> Iterator[Finding]:
    """A budget year is closed after its last day.

    Why: The budget year is the calendar year. Until 31 December a second call over what is left can still be opened.

    Fix: Correct the day. If nothing more will come, waive the finding with that reason.

    Source: § 95 GemO RLP (the budget year is the calendar year) [paragraph not confirmed].
    """
    settings = repository.only(Settings)
    for year, closed in _closed(repository).items():
        if closed.day.year <= year:
            assert settings is not None
            yield found(
                settings,
                ("budget", closed.position, "closed"),
                text("{year} was closed on {date}, before its end", year=str(year), date=closed.day),
                help=text("close it in the next year, or waive this with the reason"),
            )


@change_rule("KIC954", "closed-year-changed")
def closed_year_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A closed year stays as it was closed: its budget, the day, and the money of its calls.

    Why: Its accounts have been reported. A figure that changes afterwards contradicts what council and auditor have.

    Fix: Restore the recorded value. What is found out later is booked in the running year, with a note.

    Source: § 108 GemO RLP (annual accounts) [not confirmed]; GemHVO RLP.
    """
    earlier = _closed(before)
    settings = after.only(Settings)
    if not earlier or settings is None:
        return
    now = {int(each.year): (position, each) for position, each in enumerate(settings.budget)}
    for year, closed in earlier.items():
        position, budget = now.get(year, (None, None))
        if budget is None or position is None:
            yield found(
                settings,
                "budget",
                text("the closed year {year} is gone", year=str(year)),
                help=text("bring it back as it was recorded with kic undo FILE"),
            )
            continue
        for name, was, is_ in (
            ("amount", closed.budget.amount, budget.amount),
            ("closed", closed.day, budget.closed),
        ):
            if was != is_:
                yield found(
                    settings,
                    ("budget", position, name),
                    text(
                        "{year} is closed: {was} was recorded, now it is {now}",
                        year=str(year),
                        was=was,
                        now=is_ if is_ is not None else text("missing"),
                    ),
                    help=text(
                        "restore the recorded value by hand or with kic undo FILE; what comes later is booked in the "
                        "running year"
                    ),
                )
    yield from _calls_changed(before, after, earlier)


def _calls_changed(before: Snapshot, after: Snapshot, closed: Mapping[int, _Closed]) -> Iterator[Finding]:
    for old in before.all(Call):
        now = after.get(Call, old.id)
        if int(old.year) not in closed or now is None:
            continue
        for field, was, is_ in (
            (("money", "amount"), old.money.amount, now.money.amount),
            (("carried_over",), _amount(old), _amount(now)),
        ):
            if was != is_:
                yield found(
                    now,
                    field,
                    text(
                        "{year} is closed: {was} was recorded, now it is {now}",
                        year=str(old.year),
                        was=was if was is not None else text("missing"),
                        now=is_ if is_ is not None else text("missing"),
                    ),
                    help=text(
                        "restore the recorded value by hand or with kic undo FILE; what comes later is booked in the "
                        "running year"
                    ),
                )


def _amount(call: Call) -> Money | None:
    return None if call.carried_over is None else call.carried_over.amount


@rule("KIC955", "award-in-closed-year")
def award_in_closed_year(repository: Snapshot) -> Iterator[Finding]:
    """After a year is closed, nothing of its money is awarded.

    Why: What was left of a closed year has ended with it, or was carried over. An award would promise money that is
    in no budget any more.

    Fix: Award it from a call of the running year. If the year is not closed, correct `closed` in kic.yaml.

    Source: § 95 GemO RLP (the budget by-law holds for one calendar year) [not confirmed];
    § 17 GemHVO RLP (carrying money over) [text not confirmed].
    """
    closed = _closed(repository)
    for decision in repository.all(Decision) if closed else ():
        of = _closed_year_of(repository, decision.call, closed)
        if of is None:
            continue
        if decision.date > of.day and any(each.amount.cents for each in decision.awards):
            yield _in_closed(repository, decision, ("date",), decision.date, of)
        for position, entry in enumerate(decision.entries):
            if entry.date > of.day and entry.after > entry.before:
                yield _in_closed(repository, decision, ("entries", position, "date"), entry.date, of)
    for notice in repository.all(Notice) if closed else ():
        of = _closed_year_of(repository, notice.call, closed)
        step = notice.step(NoticeEvent.ISSUED)
        if of is None or step is None or notice.notice is not NoticeKind.AWARD or step.date <= of.day:
            continue
        at = next(n for n, each in enumerate(notice.steps) if each is step)
        yield _in_closed(repository, notice, ("steps", at, "date"), step.date, of)


def _closed_year_of(repository: Snapshot, call: str, closed: Mapping[int, _Closed]) -> _Closed | None:
    record = repository.get(Call, call)
    return None if record is None else closed.get(int(record.year))


def _in_closed(
    repository: Snapshot,
    record: Decision | Notice,
    field: tuple[str | int, ...],
    day: datetime.date,
    closed: _Closed,
) -> Finding:
    return found(
        record,
        field,
        text(
            "awarded on {date}, and the year {year} was closed on {closed}",
            date=day,
            year=str(closed.budget.year),
            closed=closed.day,
        ),
        help=text("award it from a call of the running year"),
        related=[_place(repository, closed)],
    )


@rule("KIC956", "call-in-closed-year")
def call_in_closed_year(repository: Snapshot) -> Iterator[Finding]:
    """A closed year gets no new call.

    Why: A second call gives what the first left, while the year lasts. Of a closed year nothing is left to give.

    Fix: Make it a call of the running year, with money of that year's budget.

    Source: § 17 GemHVO RLP (carrying money over) [text not confirmed]; second call of 2023 in Kaiserslautern.
    """
    closed = _closed(repository)
    for call in repository.all(Call) if closed else ():
        of = closed.get(int(call.year))
        if of is not None and call.opens is not None and call.opens > of.day:
            yield found(
                call,
                "opens",
                text(
                    "opens on {date}, and the year {year} was closed on {closed}",
                    date=call.opens,
                    year=str(call.year),
                    closed=of.day,
                ),
                help=text("make it a call of the running year"),
                related=[_place(repository, of)],
            )


@dated_rule("KIC959", "carried-over-too-late")
def carried_over_too_late(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Money is carried over before its year is closed.

    Why: What is not carried over ends with the closing of the year. A later decision cannot bring it back.

    Fix: Correct the day of the decision, or take `carried_over` out and provide the money in the running year.

    Source: § 17 GemHVO RLP (carrying money over) [text not confirmed].
    """
    closed = _closed(repository)
    for call in repository.all(Call):
        carried, of = call.carried_over, closed.get(int(call.year))
        if carried is None:
            continue
        if of is not None and carried.decided > of.day:
            message = text(
                "decided on {date}, after the year was closed on {closed}",
                date=carried.decided,
                closed=of.day,
            )
        elif carried.decided.year < int(call.year):
            message = text(
                "decided on {date}, before the year {year} began", date=carried.decided, year=str(call.year)
            )
        elif carried.decided > today:
            message = text("{date} is still to come", date=carried.decided)
        else:
            continue
        yield found(
            call,
            ("carried_over", "decided"),
            message,
            help=text("correct the day of the decision"),
            related=() if of is None else [_place(repository, of)],
        )


@dated_rule("KIC962", "money-lapsed", Severity.WARNING)
def money_lapsed(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """What is still to be paid when the year is over has been carried over.

    Why: The budget holds for one year. A grant that is paid later needs money that was carried over, or money of the
    next year; without either the promise of the notice has no money behind it.

    Fix: Have it carried over (kic year carry-over), or book what was paid in time.

    Source: § 95 GemO RLP (the budget by-law holds for one calendar year) [not confirmed];
    § 17 GemHVO RLP (carrying money over) [text not confirmed].
    """
    closed = _closed(repository)
    for call in repository.all(Call):
        account = call_accounts(repository)[call.id]
        if today.year <= int(call.year) or int(call.year) in closed or call.state is CallState.SETTLED:
            continue
        if account.unreadable:
            continue
        left = sum(
            each.still_to_pay.cents
            for each in account.grants
            if each.counts and _has_records(repository, each.application)
        )
        carried = call.carried_over.amount if call.carried_over is not None else Money(0)
        if left > carried.cents:
            yield found(
                call,
                "carried_over" if call.carried_over is not None else "year",
                text(
                    "{left} are still to be paid after the end of {year}, {carried} were carried over",
                    left=Money(left),
                    year=str(call.year),
                    carried=carried,
                ),
                help=text("have it carried over: kic year carry-over {id} AMOUNT", id=call.id),
            )


@rule("KIC964", "award-after-year-end", Severity.WARNING)
def award_after_year_end(repository: Snapshot) -> Iterator[Finding]:
    """Money of a year is awarded while the year lasts.

    Why: What was not bound on 31 December ends with the year. Who moves up in January would get money of a budget
    that is not there any more.

    Fix: Award it from a call of the new year, or have the money carried over and enter that in the call.

    Source: § 95 GemO RLP (the budget by-law holds for one calendar year) [not confirmed];
    § 17 GemHVO RLP (carrying money over) [text not confirmed].
    """
    closed = _closed(repository)
    for decision in repository.all(Decision):
        call = repository.get(Call, decision.call)
        if call is None or call.carried_over is not None or int(call.year) in closed:
            continue
        days: list[tuple[tuple[str | int, ...], datetime.date]] = []
        if any(each.amount.cents for each in decision.awards):
            days.append((("date",), decision.date))
        days += [
            (("entries", position, "date"), entry.date)
            for position, entry in enumerate(decision.entries)
            if entry.after > entry.before
        ]
        for field, day in days:
            if day.year > int(call.year):
                yield found(
                    decision,
                    field,
                    text("awarded on {date}, the money is that of {year}", date=day, year=str(call.year)),
                    help=text("award it from the new year's money, or have the old carried over"),
                )


RULES: tuple[Rule, ...] = (
    year_closed_with_open_accounts,
    year_closed_ahead,
    year_closed_before_its_end,
    closed_year_changed,
    award_in_closed_year,
    call_in_closed_year,
    carried_over_too_late,
    money_lapsed,
    award_after_year_end,
)
