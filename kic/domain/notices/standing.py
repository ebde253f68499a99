"""How a notice stands on a day: issued, delivered, final, contested, set aside.

Pure functions of records and of the law's periods (`kic.domain.periods`). A proved day of arrival goes before the
computed one; a waiver of remedies makes a notice final earlier, a pending objection later.
"""

import datetime
import enum
import functools
from collections.abc import Mapping

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import Money, total
from kic.domain.notices import (
    Channel,
    Instruction,
    Notice,
    NoticeEvent,
    NoticeStep,
    Objection,
    ObjectionEvent,
    ObjectionOutcome,
    ObjectionStep,
)
from kic.domain.periods.delivery import Delivery, Remedy, appeal, delivered, lawsuit
from kic.domain.settings import Settings


class NoticeState(enum.Enum):
    """Where a notice stands: not issued yet, issued, final (bestandskräftig), or set aside."""

    DRAFT = "draft"
    ISSUED = "issued"
    FINAL = "final"
    SET_ASIDE = "set_aside"


# -- which notices there are ---------------------------------------------------------------------------


class _Index(msgspec.Struct, frozen=True):
    notices: Mapping[str, tuple[Notice, ...]]
    objections: Mapping[str, tuple[Objection, ...]]


@functools.lru_cache(maxsize=4)  # asked for each application and payment
def _index(repository: Snapshot) -> _Index:
    notices: dict[str, list[Notice]] = {}
    objections: dict[str, list[Objection]] = {}
    for notice in repository.all(Notice):
        notices.setdefault(notice.application, []).append(notice)
    for objection in repository.all(Objection):
        objections.setdefault(objection.against, []).append(objection)
    return _Index(
        {key: tuple(sorted(found, key=_order)) for key, found in notices.items()},
        {
            key: tuple(sorted(found, key=lambda one: (one.received, one.id)))
            for key, found in objections.items()
        },
    )


def _order(notice: Notice) -> tuple[datetime.date, int, str]:
    issued = issued_on(notice)
    return (issued or datetime.date.max, number_of(notice.id), notice.id)


def number_of(id: str) -> int:  # noqa: A002
    """The number at the end of an id such as `2026-1-013-n2`; 0 where there is none."""
    digits = id[len(id.rstrip("0123456789")) :]
    return int(digits) if digits.isascii() and digits else 0


def notices_of(repository: Snapshot, application: str) -> tuple[Notice, ...]:
    """The notices on an application: issued ones in the order in which they were issued, then drafts."""
    return _index(repository).notices.get(application, ())


def objections_against(repository: Snapshot, notice: str) -> tuple[Objection, ...]:
    """The objections against a notice, in the order in which they came in."""
    return _index(repository).objections.get(notice, ())


def next_id(repository: Snapshot, application: str, letter: str = "n") -> str:
    """The next free id: `2026-1-013-n2` for a notice (`n`), `2026-1-013-o1` for an objection (`o`)."""
    number = 1
    while repository.taken(f"{application}-{letter}{number}"):
        number += 1
    return f"{application}-{letter}{number}"


# -- the way of a notice -------------------------------------------------------------------------------


def issued_on(notice: Notice) -> datetime.date | None:
    """The day on which it was issued (signed); None for a draft."""
    step = notice.step(NoticeEvent.ISSUED)
    return None if step is None else step.date


def set_aside_on(notice: Notice) -> datetime.date | None:
    """The day on which it was set aside; None if it was not."""
    step = notice.step(NoticeEvent.SET_ASIDE)
    return None if step is None else step.date


def waived_on(notice: Notice) -> datetime.date | None:
    """The day on which the recipient waived remedies (Rechtsbehelfsverzicht); None if nobody did."""
    step = notice.step(NoticeEvent.REMEDIES_WAIVED)
    return None if step is None else step.date


def posting_of(notice: Notice) -> NoticeStep | None:
    """The posting that counts: the last, if the letter did not come back after it."""
    return _way(notice)[0]


def proved_on(notice: Notice) -> datetime.date | None:
    """The proved day of arrival: a `delivered` step after the last posting, or the day it was handed over."""
    return _way(notice)[1]


def _way(notice: Notice) -> tuple[NoticeStep | None, datetime.date | None]:
    posted: NoticeStep | None = None
    proved: datetime.date | None = None
    for step in notice.steps:
        if step.event is NoticeEvent.POSTED:
            posted, proved = step, step.date if step.channel is Channel.HANDED_OVER else None
        elif step.event is NoticeEvent.DELIVERED:
            proved = step.date
        elif step.event is NoticeEvent.RETURNED:
            posted, proved = None, None
    return posted, proved


def delivery_of(repository: Snapshot, notice: Notice) -> Delivery | None:
    """When a notice counts as delivered, and by which law; None where nothing tells it.

    A letter and an electronic notice are computed (fourth day, § 41(2) VwVfG), and a proved later day goes before
    it. Of a registered letter and of formal service the day has to be proved: sources differ on whether it may be
    computed (DOMAIN 3.4). What is handed over is delivered at once.
    """
    posted, proved = _way(notice)
    if posted is None:
        return None
    channel = posted.channel
    return delivered(
        posted.date,
        repository.only(Settings),
        proved=proved,
        fiction=channel in _COMPUTED,
        proof_decides=channel not in _COMPUTED,
    )


_COMPUTED = (None, Channel.LETTER, Channel.ELECTRONIC)


def delivered_on(repository: Snapshot, notice: Notice) -> datetime.date | None:
    """The day of delivery, proved or computed from posting; None where nothing tells it. It may lie ahead."""
    found = delivery_of(repository, notice)
    return None if found is None else found.day


def arrived_on(repository: Snapshot, notice: Notice) -> datetime.date | None:
    """The day from which on the recipient can rely on it: a proved arrival, also before the fourth day, else delivery.

    An earlier arrival does not shorten the period for remedies (§ 41(2) VwVfG), but who holds the letter may waive
    them.
    """
    return _arrived(notice, delivery_of(repository, notice))


def _arrived(notice: Notice, delivery: Delivery | None) -> datetime.date | None:
    proved, computed = proved_on(notice), None if delivery is None else delivery.day
    return proved if proved is not None and (computed is None or proved < computed) else computed


def remedy_of(repository: Snapshot, notice: Notice) -> Remedy | None:
    """The period for an objection: a month after delivery, a year where the instruction is missing or wrong.

    None for a notice that was not delivered. The end moves to the next working day (§ 31(3) VwVfG).
    """
    return _remedy(repository, notice, delivery_of(repository, notice))


def _remedy(repository: Snapshot, notice: Notice, delivery: Delivery | None) -> Remedy | None:
    if delivery is None:
        return None
    instructed = notice.remedies.instruction is Instruction.GIVEN
    return appeal(delivery, repository.only(Settings), instructed=instructed)


def appeal_end(repository: Snapshot, notice: Notice) -> datetime.date | None:
    """The last day for an objection; None for a notice that was not delivered."""
    remedy = remedy_of(repository, notice)
    return None if remedy is None else remedy.end


# -- objections ----------------------------------------------------------------------------------------


class Contest(msgspec.Struct, frozen=True):
    """How an objection stands. `ended` is when it no longer holds up finality; None while it is pending."""

    objection: Objection
    ended: datetime.date | None
    successful: bool


ENDED_BY_OFFICE = (ObjectionEvent.REMEDIED, ObjectionEvent.WITHDRAWN)
WON = (ObjectionOutcome.UPHELD, ObjectionOutcome.PARTLY_UPHELD)


def in_time(repository: Snapshot, objection: Objection) -> bool:
    """Whether it came in before the end of the period; True while the notice is not even delivered."""
    notice = repository.get(Notice, objection.against)
    end = appeal_end(repository, notice) if notice is not None else None
    return end is None or objection.received <= end


def counts(repository: Snapshot, objection: Objection) -> bool:
    """Whether it holds up finality: in time and before any waiver, or late and restored (§ 60 VwGO [M])."""
    if objection.restored:
        return True
    notice = repository.get(Notice, objection.against)
    waived = waived_on(notice) if notice is not None else None
    return in_time(repository, objection) and (waived is None or objection.received < waived)


def last_step(objection: Objection) -> ObjectionStep | None:
    """The last step of an objection."""
    return objection.steps[-1] if objection.steps else None


def contest(repository: Snapshot, objection: Objection) -> Contest:
    """How an objection stands after all its steps; the end may lie ahead.

    A decision of the Stadtrechtsausschuss ends it when the month for a lawsuit has passed (§ 74 VwGO), from the
    day on which it was delivered; a lawsuit ends with the judgement.
    """
    step = last_step(objection)
    if step is None:
        return Contest(objection, None, successful=False)
    if step.event in ENDED_BY_OFFICE:
        return Contest(objection, step.date, successful=step.event is ObjectionEvent.REMEDIED)
    won = step.outcome in WON
    if step.event is ObjectionEvent.JUDGED:
        return Contest(objection, step.date, successful=won)
    if step.event is ObjectionEvent.DECIDED:
        if step.outcome is ObjectionOutcome.UPHELD:
            return Contest(objection, step.date, successful=True)
        if step.delivered is None:
            return Contest(objection, None, successful=won)
        return Contest(objection, lawsuit(step.delivered, repository.only(Settings)).final, successful=won)
    return Contest(objection, None, successful=False)


def pending(repository: Snapshot, objection: Objection, day: datetime.date) -> bool:
    """Whether an objection is still to be dealt with on a day; from the day on which it came in."""
    if objection.received > day:
        return False
    ended = contest(repository, objection).ended
    return ended is None or ended > day


def pending_against(repository: Snapshot, notice: Notice, day: datetime.date) -> tuple[Objection, ...]:
    """The objections against a notice that are still to be dealt with on a day."""
    found = objections_against(repository, notice.id)
    return tuple(each for each in found if pending(repository, each, day))


def claims(repository: Snapshot, call: str, day: datetime.date) -> Money:
    """The money of a call that pending objections may need: it is kept in sight until they are settled."""
    return total(
        each.claim
        for each in repository.all(Objection)
        if each.call == call and each.claim is not None and pending(repository, each, day)
    )


# -- finality ------------------------------------------------------------------------------------------


def finality_day(repository: Snapshot, notice: Notice, *, careful: bool = False) -> datetime.date | None:
    """The first day on which the notice is final (bestandskräftig), as far as can be told now; it may lie ahead.

    The day after the end of the period; earlier the day of a waiver; later, while an objection was pending that
    came before, the day on which that ended. None for one that is not delivered, is set aside or is contested
    still. `careful` is the later day of those who move the fourth day to a working day: who pays waits for it.
    """
    if issued_on(notice) is None or set_aside_on(notice) is not None:
        return None
    delivery = delivery_of(repository, notice)
    remedy, arrived = _remedy(repository, notice, delivery), _arrived(notice, delivery)
    if remedy is None or arrived is None:
        return None
    waived = waived_on(notice)
    day = remedy.careful_final if careful else remedy.final
    if waived is not None:
        day = max(waived, arrived)
    for objection in objections_against(repository, notice.id):
        if not counts(repository, objection):
            continue
        ended = contest(repository, objection).ended
        if ended is None:
            return None
        day = max(day, ended)
    return day


def state_on(repository: Snapshot, notice: Notice, day: datetime.date) -> NoticeState:
    """Where a notice stands at the end of a day."""
    issued = issued_on(notice)
    if issued is None or issued > day:
        return NoticeState.DRAFT
    aside = set_aside_on(notice)
    if aside is not None and aside <= day:
        return NoticeState.SET_ASIDE
    final = finality_day(repository, notice)
    return NoticeState.FINAL if final is not None and final <= day else NoticeState.ISSUED
