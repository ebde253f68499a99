"""What must hold of the minutes: their dates, and that approved minutes stay as they are."""

import datetime
from collections.abc import Iterator
from typing import Any

from kic.core.diagnostic import Severity
from kic.core.place import Field, Place
from kic.core.record import declared
from kic.core.rule import Finding, Rule, change_rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.meetings import Item, Meeting, MeetingState
from kic.domain.periods.law import months_later


def month_after(day: datetime.date) -> datetime.date:
    """The same day of the next month, or its last one where there is none (§ 188 BGB)."""
    return months_later(day, 1)


@dated_rule("KIC715", "minutes-dates")
def minutes_dates(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Minutes are written at the meeting or later, then sent, then approved, and only of a meeting that was held.

    Why: The dates show when members could raise objections, and when the wording became final.

    Fix: Correct the date, or close the meeting (`kic meeting close`).

    Source: § 41 GemO RLP (minutes: content, sending, objections in the next sitting).
    """
    help_ = text("correct the date")
    for meeting in repository.all(Meeting):
        minutes = meeting.minutes
        if minutes is None:
            continue
        if meeting.state is MeetingState.INVITED:
            yield found(
                meeting,
                "minutes",
                text("there are minutes, and the meeting is not closed"),
                help=text("close the meeting first"),
            )
        if minutes.approved is not None and minutes.sent is None:
            yield found(
                meeting,
                ("minutes", "approved"),
                text("the minutes were approved on {approved}, and never sent", approved=minutes.approved),
                help=text("enter the day on which they were sent"),
            )
        last = meeting.starts.local.date()
        for field in ("written", "sent", "approved"):
            day = getattr(minutes, field)
            if day is None:
                continue
            if day < last:
                message = text("{field} is {day}, expected {last} or later", field=field, day=day, last=last)
            elif day > today:
                message = text("{field} is {day}, and today is {today}", field=field, day=day, today=today)
            else:
                last = day
                continue
            yield found(meeting, ("minutes", field), message, help=help_)
            break


@dated_rule("KIC716", "minutes-overdue", Severity.WARNING)
def minutes_overdue(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """The minutes of a meeting reach the members within a month.

    Why: Objections are possible at the latest in the next sitting; who has no minutes cannot object.

    Fix: Write and send them, and enter the day (`kic meeting minutes`). If it is not known any more, add `minutes`
    to `gaps`.

    Source: § 41 GemO RLP (kommunalbrevier.de): the minutes of public sittings should reach members within one month.
    """
    for meeting in repository.all(Meeting):
        if meeting.state is not MeetingState.HELD or meeting.tells("minutes"):
            continue
        due = month_after(meeting.starts.local.date())
        if today > due and (meeting.minutes is None or meeting.minutes.sent is None):
            yield found(
                meeting,
                "minutes",
                text("the minutes were to be sent by {due}, and have not been", due=due),
                help=text("send them and enter the day"),
            )


@rule("KIC717", "minutes-approved-when", Severity.WARNING)
def minutes_approved_when(repository: Snapshot) -> Iterator[Finding]:
    """Minutes are approved in a later meeting that was held.

    Why: Objections are raised and settled in a sitting; a day without one is a typing mistake, or the sitting is
    missing here.

    Fix: Correct the day, or enter that meeting.

    Source: § 41 GemO RLP (objections at the latest in the next sitting).
    """
    held = {each.starts.local.date() for each in repository.all(Meeting) if each.state is MeetingState.HELD}
    for meeting in repository.all(Meeting):
        approved = meeting.minutes.approved if meeting.minutes else None
        if approved is None:
            continue
        if approved not in held or approved <= meeting.starts.local.date():
            yield found(
                meeting,
                ("minutes", "approved"),
                text(
                    "the minutes were approved on {approved}, and no later meeting was held on that day",
                    approved=approved,
                ),
                help=text("correct the day, or enter that meeting"),
            )


# -- what may still change -----------------------------------------------------------------------------

_FREE = frozenset({"minutes", "note", "sources", "gaps", "invented"})
"""Fields that are about the record, not about what happened."""


def _changed(old: Meeting, new: Meeting) -> Field | None:
    """The first field of what happened that differs; a single item's field where the items are the same."""
    for name, key, _ in declared(Meeting):
        if name in _FREE or getattr(old, name) == getattr(new, name):
            continue
        if name == "items" and [each.id for each in old.items] == [each.id for each in new.items]:
            return _changed_item(old.items, new.items)
        return (key,)
    return None


def _changed_item(old: tuple[Item, ...], new: tuple[Item, ...]) -> Field | None:
    for position, (was, now) in enumerate(zip(old, new, strict=True)):
        for name, key, _ in declared(Item):
            if getattr(was, name) != getattr(now, name):
                return (
                    ("items", position, key) if getattr(now, name) not in (None, ()) else ("items", position)
                )
    return None


def _changes(before: Snapshot, after: Snapshot) -> Iterator[tuple[Meeting, Meeting | None, Field]]:
    """Meetings with minutes that differ, with the field; None and no field where the meeting is gone."""
    for old in before.all(Meeting):
        if old.minutes is None:
            continue
        new = after.get(Meeting, old.id)
        if new is old:
            continue
        if new is None:
            if not after.entries_with(old.id):  # one that cannot be read is found elsewhere
                yield old, None, ()
        elif (field := _changed(old, new)) is not None:
            yield old, new, field


def _same_dates(old: Meeting, new: Meeting) -> Field | None:
    was, now = old.minutes, new.minutes
    assert was is not None
    if now is None:
        return ("minutes",)
    for name in ("written", "sent", "approved"):
        if getattr(was, name) != getattr(now, name):
            return ("minutes", name) if getattr(now, name) is not None else ("minutes",)
    return None


@change_rule("KIC718", "approved-minutes-changed")
def approved_minutes_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """What happened in a meeting does not change any more once its minutes are approved.

    Why: Awards and letters rest on these votes. Whoever finds a mistake later has it corrected by a later meeting,
    and both stay on record.

    Fix: Restore the recorded state (`kic undo FILE`). Enter an objection in `minutes.objections`, and the
    correction as an item of a later meeting.

    Source: § 41 GemO RLP: objections to the minutes at the latest in the next sitting.
    """
    help_ = text("bring the recorded state back with kic undo FILE; a later meeting corrects what was wrong")
    for old in before.all(Meeting):
        if old.minutes is None or old.minutes.approved is None:
            continue
        new = after.get(Meeting, old.id)
        if new is not None and new is not old and (field := _same_dates(old, new)) is not None:
            yield found(
                new,
                field,
                text(
                    "the minutes of {id} are approved, and their dates differ from the recorded state",
                    id=old.id,
                ),
                help=help_,
            )
    for old, changed, field in _changes(before, after):
        assert old.minutes is not None
        if old.minutes.approved is None:
            continue
        at: Any = changed if changed is not None else Place(before.entry(old).path)
        yield found(
            at,
            field,
            text("the minutes of {id} are approved, and this differs from the recorded state", id=old.id)
            if changed is not None
            else text("the meeting {id} is gone, and its minutes are approved", id=old.id),
            help=help_,
        )


@change_rule("KIC719", "sent-minutes-changed", Severity.WARNING)
def sent_minutes_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A meeting whose minutes the members have does not change silently.

    Why: Until the minutes are approved a mistake may be corrected, but then the members have another text than the
    record.

    Fix: If it is a correction, send corrected minutes and enter the objection in `minutes.objections`; then record it
    (kic save). If not, restore the recorded state (`kic undo FILE`).

    Source: § 41 GemO RLP: objections to the minutes at the latest in the next sitting.
    """
    for old, new, field in _changes(before, after):
        minutes = old.minutes
        assert minutes is not None
        if minutes.approved is not None or minutes.sent is None:
            continue
        at: Any = new if new is not None else Place(before.entry(old).path)
        yield found(
            at,
            field,
            text("the minutes were sent on {sent}, and this has changed since", sent=minutes.sent)
            if new is not None
            else text("the meeting {id} is gone, and its minutes were sent", id=old.id),
            help=text("send corrected minutes, or bring the recorded state back with kic undo FILE"),
        )


@change_rule("KIC738", "meeting-gone")
def meeting_gone(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A meeting to which was invited stays, also one that was cancelled.

    Why: The members have the invitation, and what was resolved rests on it. A second invitation names the first.

    Fix: Restore the file. A meeting that does not take place is cancelled: kic meeting cancel.

    Source: §§ 34, 41 GemO RLP (invitation, minutes); data model of kic: ids are never reused.
    """
    for old in before.all(Meeting):
        minuted = old.minutes is not None and (old.minutes.sent or old.minutes.approved)
        path = before.entry(old).path
        if (
            old.state is MeetingState.PLANNED
            or minuted
            or after.entries_with(old.id)
            or path in after.entries
        ):
            continue
        yield found(
            Place(path),
            (),
            text("the meeting {id} is gone; its recorded state was {state}", id=old.id, state=old.state),
            help=text(
                "bring the file back with kic undo FILE; a meeting that does not take place is cancelled"
            ),
        )


@change_rule("KIC739", "recorded-meeting-changed", Severity.WARNING)
def recorded_meeting_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """What is recorded of an invitation, of who was there and of a vote is changed only with a reason.

    Why: Until the minutes are sent nobody but the office has these numbers. Awards rest on them.

    Fix: If it is a correction, say in the meeting's `note` what was wrong. If not, restore the recorded state
    (`kic undo FILE`).

    Source: § 40 GemO RLP (votes), § 41 GemO RLP (minutes keep who was there and how was voted).
    """
    for old in before.all(Meeting):
        new = after.get(Meeting, old.id)
        if new is None or new is old or new.note != old.note:
            continue
        if old.minutes is not None and (old.minutes.sent or old.minutes.approved):
            continue  # KIC718 and KIC719 speak of it
        for field in _otherwise(old, new):
            yield found(
                new,
                field,
                text("this was recorded otherwise of the meeting {id}", id=old.id),
                help=text(
                    "say in the meeting's note what was wrong, or bring the recorded state back with kic undo FILE"
                ),
            )


_ORDER = (MeetingState.PLANNED, MeetingState.INVITED, MeetingState.HELD)


@change_rule("KIC783", "meeting-step-back")
def meeting_step_back(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A meeting goes forward: planned, invited, held. One that was held or cancelled stays so.

    Why: Members have been invited, and what a meeting that was held resolved is in force. Whoever takes the state back
    takes back votes and awards without a resolution.

    Fix: Put the state back. Another meeting gets a record of its own: kic meeting plan, kic meeting second.

    Source: §§ 34, 39, 41 GemO RLP (invitation, quorum, minutes).
    """
    for old in before.all(Meeting):
        new = after.get(Meeting, old.id)
        if new is None or new.state is old.state:
            continue
        held = old.state is MeetingState.HELD
        ended = held or old.state is MeetingState.CANCELLED
        if ended or (new.state in _ORDER and _ORDER.index(new.state) < _ORDER.index(old.state)):
            yield found(
                new,
                "state",
                text("{state}, but this meeting was {before} already", state=new.state, before=old.state),
                help=text(
                    "put the state back by hand or with kic undo FILE; another meeting gets a record of its own"
                ),
            )


def _otherwise(old: Meeting, new: Meeting) -> Iterator[Field]:
    """Where something that was recorded is not there any more or is different; what is added is none."""
    if old.invitation is not None and old.invitation != new.invitation:
        yield ("invitation",) if new.invitation is not None else ()
    if old.state is not MeetingState.HELD:
        return
    if old.present != new.present:
        yield ("present",) if new.present else ()
    items = {each.id: position for position, each in enumerate(new.items)}
    for was in old.items:
        position = items.get(was.id)
        if position is None:
            yield ("items",)
            continue
        now = new.items[position]
        for name, key, _ in declared(Item):
            before, after = getattr(was, name), getattr(now, name)
            if before not in (None, ()) and before != after:
                yield ("items", position, key) if after not in (None, ()) else ("items", position)


RULES: tuple[Rule, ...] = (
    minutes_dates,
    minutes_overdue,
    minutes_approved_when,
    approved_minutes_changed,
    sent_minutes_changed,
    meeting_gone,
    recorded_meeting_changed,
    meeting_step_back,
)
