"""What a grantee may rely on: the award, its terms, conditions and reports, as all notices on a day leave them.

Pure functions. A notice takes effect when it is delivered (§ 43(1) VwVfG), so an award in force is an award that
has arrived; its conditions bind the office from the day of issue on, so that no payment slips through.
"""

import datetime
import enum
from collections.abc import Iterable, Iterator

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import Money, Share
from kic.domain.applications import Application, Period
from kic.domain.calls import Call, Financing, ReportDue, ReportKind
from kic.domain.notices import (
    Condition,
    ConditionEvent,
    ConditionKind,
    Instalment,
    Notice,
    NoticeKind,
    ReportEvent,
)
from kic.domain.notices.standing import arrived_on, issued_on, notices_of, set_aside_on

SETTING_AMOUNT = frozenset(
    {NoticeKind.AWARD, NoticeKind.AMENDMENT, NoticeKind.REVOCATION, NoticeKind.SETTLEMENT}
)
"""Notices whose `amount` is the award that stands after them; a clawback's is what has to be paid back."""


class Grant(msgspec.Struct, frozen=True):
    """An award in force and its terms. `notice` gave it, `last` is the notice that changed it last."""

    notice: Notice
    last: Notice
    amount: Money
    financing: Financing | None
    rate: Share | None
    period: Period | None
    instalments: tuple[Instalment, ...]
    reports: tuple[ReportDue, ...]


def issued_by(notice: Notice, day: datetime.date | None) -> bool:
    """Whether a notice was issued by a day and not set aside by then; None is after everything recorded."""
    issued, aside = issued_on(notice), set_aside_on(notice)
    if issued is None or (day is not None and issued > day):
        return False
    return aside is None or (day is not None and aside > day)


def in_effect(repository: Snapshot, notice: Notice, day: datetime.date | None) -> bool:
    """Whether a notice had reached its recipient by a day and stands; None: issued at all, delivered or not."""
    if not issued_by(notice, day):
        return False
    if day is None:
        return True
    arrived = arrived_on(repository, notice)
    return arrived is not None and arrived <= day


def grant(repository: Snapshot, application: str, day: datetime.date | None = None) -> Grant | None:
    """The award of an application (by its id) as the notices in effect on a day leave it; None if none gave one.

    Without a day, after every notice that was issued, also one that has not arrived yet.
    """
    notices = [each for each in notices_of(repository, application) if in_effect(repository, each, day)]
    return composed(notices)


def composed(notices: Iterable[Notice]) -> Grant | None:
    """What notices, in the order in which they were issued, make of an award."""
    found: Grant | None = None
    for notice in notices:
        found = followed(found, notice)
    return found


def followed(found: Grant | None, notice: Notice) -> Grant | None:
    """What one more notice makes of an award."""
    if notice.notice is NoticeKind.AWARD:
        return Grant(
            notice,
            notice,
            notice.amount or Money(0),
            notice.financing,
            notice.rate,
            notice.period,
            notice.instalments,
            notice.reports,
        )
    if found is not None and notice.notice in SETTING_AMOUNT:
        return _changed(found, notice)
    return found


def _changed(found: Grant, notice: Notice) -> Grant:
    amount = notice.amount
    if (
        amount is None
    ):  # an amendment of the period alone leaves the amount, a revocation without one is of all
        amount = Money(0) if notice.notice is NoticeKind.REVOCATION else found.amount
    return Grant(
        found.notice,
        notice,
        amount,
        notice.financing or found.financing,
        notice.rate or found.rate,
        notice.period or found.period,
        notice.instalments or (found.instalments if amount else ()),
        _overridden(found.reports, notice.reports),
    )


def in_force(repository: Snapshot, application: str, day: datetime.date | None = None) -> Money | None:
    """The award in force of an application (by its id) on a day; None if no notice in effect gives one."""
    found = grant(repository, application, day)
    return None if found is None else found.amount


# -- conditions ----------------------------------------------------------------------------------------


class ConditionState(enum.Enum):
    """Where a condition stands."""

    OPEN = "open"
    MET = "met"
    WAIVED = "waived"


class Held(msgspec.Struct, frozen=True):
    """A condition of a notice: `due` after all extensions, `position` in the notice's list."""

    notice: Notice
    condition: Condition
    position: int
    state: ConditionState
    due: datetime.date | None

    def blocks(self, instalment: int | None) -> bool:
        """Whether it stops a payout: an open prerequisite that names this instalment, or none at all.

        A payout that names no instalment is stopped by every open prerequisite.
        """
        if (
            self.state is not ConditionState.OPEN
            or self.condition.condition is not ConditionKind.PREREQUISITE
        ):
            return False
        return instalment is None or not self.condition.blocks or instalment in self.condition.blocks

    def overdue(self, day: datetime.date) -> bool:
        """Whether it is open although its day has passed."""
        return self.state is ConditionState.OPEN and self.due is not None and self.due < day


def conditions_of(notice: Notice, day: datetime.date | None = None) -> Iterator[Held]:
    """The conditions of one notice, as its steps up to a day (None: all of them) leave each."""
    for position, condition in enumerate(notice.conditions):
        state, due = ConditionState.OPEN, condition.due
        for step in notice.condition_steps:
            if step.condition != condition.id or (day is not None and step.date > day):
                continue
            if step.event is ConditionEvent.EXTENDED:
                due = step.due or due
            else:
                state = ConditionState.MET if step.event is ConditionEvent.MET else ConditionState.WAIVED
        yield Held(notice, condition, position, state, due)


def conditions(repository: Snapshot, application: str, day: datetime.date | None = None) -> tuple[Held, ...]:
    """Every condition that binds an application's award on a day; a later notice's goes before one of its id."""
    found: dict[str, Held] = {}
    for notice in notices_of(repository, application):
        if notice.conditions and issued_by(notice, day):
            found.update((held.condition.id, held) for held in conditions_of(notice, day))
    return tuple(found.values())


def blocking(
    repository: Snapshot, application: str, instalment: int | None, day: datetime.date
) -> tuple[Held, ...]:
    """The open prerequisites that stop the payout of an instalment on a day."""
    return tuple(held for held in conditions(repository, application, day) if held.blocks(instalment))


# -- reports -------------------------------------------------------------------------------------------


class DueReport(msgspec.Struct, frozen=True):
    """A report that is to come: `first` is its day by notice or call, `due` the one after extensions.

    `source` says where the first day stands, `reminded` are the days on which this kind of report was asked for.
    """

    report: ReportKind
    first: datetime.date
    due: datetime.date
    source: Notice | Call
    reminded: tuple[datetime.date, ...]


def _overridden(before: tuple[ReportDue, ...], after: tuple[ReportDue, ...]) -> tuple[ReportDue, ...]:
    """Later dates replace all earlier ones of the same kind of report."""
    kinds = {each.report for each in after}
    return (*(each for each in before if each.report not in kinds), *after)


def reports_due(repository: Snapshot, application: str) -> tuple[DueReport, ...]:
    """The reports that an application with an award in force owes, by day; all extensions counted.

    The dates of its notices replace those of the call, kind by kind. Nobody owes a report for an award that was
    revoked in full or never given.
    """
    found = grant(repository, application)
    if found is None or not found.amount.cents:
        return ()
    record = repository.get(Application, application)
    call = repository.get(Call, record.call if record is not None else None)
    own = {(each.report, each.due) for each in found.reports}
    planned = _overridden(call.reports if call is not None else (), found.reports)
    steps = [step for notice in notices_of(repository, application) for step in notice.report_steps]
    steps.sort(key=lambda step: step.date)
    dues = [(each.report, each.due, each.due) for each in planned]
    for step in steps:
        if step.event is ReportEvent.EXTENDED and step.due is not None:
            earlier = [n for n, (kind, _, due) in enumerate(dues) if kind is step.report and due < step.due]
            if earlier:  # of several of a kind, the one next before the new day is meant
                at = max(earlier, key=lambda n: dues[n][2])
                dues[at] = (dues[at][0], dues[at][1], step.due)
    made = [
        DueReport(
            kind,
            first,
            due,
            found.last if (kind, first) in own or call is None else call,
            tuple(s.date for s in steps if s.event is ReportEvent.REMINDED and s.report is kind),
        )
        for kind, first, due in dues
    ]
    return tuple(sorted(made, key=lambda each: (each.due, each.report.value)))
