"""What can happen to a meeting: proposals, without judgement. The rules say what may be.

A sitting is recorded in the order in which it happens: who came, item by item who left and how was voted, the end.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from kic.core.plan import Append, CreateFile, Edit, Plan, RemoveField, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import plural, text
from kic.core.values import Moment
from kic.domain.committee import Filling
from kic.domain.meetings import (
    DECIDED,
    Attendance,
    Item,
    Left,
    Meeting,
    MeetingForm,
    MeetingState,
    Result,
    Vote,
    VoteForm,
)
from kic.domain.settings import Settings

FOLDER = "concept/meetings"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting that is to be: its id, title, day and hour, place and form."""

    id: str
    title: str
    starts: Moment
    place: str | None = None
    form: MeetingForm = MeetingForm.IN_PERSON
    chair: str | None = None


def plan_meeting(repository: Snapshot, draft: Draft) -> Plan:
    """A new meeting, planned and without items."""
    return Plan(
        text("Meeting {id} planned", id=draft.id),
        (_created(repository, draft, MeetingState.PLANNED, None, ()),),
    )


def second_meeting(repository: Snapshot, first: Meeting, draft: Draft, sent: datetime.date) -> Plan:
    """A second invitation: a new meeting with the items that lacked a quorum, saying that few suffice."""
    invitation = {"sent": sent, "second_of": first.id, "says_small_quorum": True}
    items = [_again(item, number) for number, item in enumerate(undecided(first), 1)]
    return Plan(
        text("Second invitation after {id}", id=first.id),
        (_created(repository, draft, MeetingState.INVITED, invitation, items),),
    )


def undecided(meeting: Meeting) -> tuple[Item, ...]:
    """The items that lacked a quorum."""
    return tuple(item for item in meeting.items if item.result is Result.NO_QUORUM)


def _created(
    repository: Snapshot,
    draft: Draft,
    state: MeetingState,
    invitation: Mapping[str, Any] | None,
    items: Sequence[Mapping[str, Any]],
) -> CreateFile:
    settings = repository.only(Settings)
    value = {
        "kind": "meeting",
        "id": draft.id,
        "invented": True if settings is not None and settings.invented else None,
        "title": draft.title,
        "starts": draft.starts,
        "place": draft.place,
        "form": None if draft.form is MeetingForm.IN_PERSON else draft.form,
        "state": state,
        "invitation": invitation,
        "chair": draft.chair,
        "items": list(items),
    }
    return CreateFile(f"{FOLDER}/{draft.id}.yaml", _said(value))


def _again(item: Item, number: int) -> dict[str, Any]:
    return _item(f"top-{number}", number, item.title, item.about, item.proposal, public=item.public)


def _item(
    id_: str, number: int, title: str, about: Sequence[str], proposal: str | None, *, public: bool
) -> dict[str, Any]:
    return _said(
        {
            "id": id_,
            "number": number,
            "title": title,
            "about": list(about),
            "public": None if public else False,
            "proposal": proposal,
        }
    )


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that say something."""
    return {key: value for key, value in values.items() if value is not None and value not in ([], ())}


# -- before the meeting --------------------------------------------------------------------------------


def add_item(
    repository: Snapshot,
    meeting: Meeting,
    *,
    title: str,
    about: Sequence[str],
    proposal: str | None,
    public: bool,
) -> Plan:
    """An item at the end of the agenda, with the next number."""
    plan = add_items(repository, meeting, [(title, about)], proposal=proposal, public=public)
    number = max((item.number for item in meeting.items), default=0) + 1
    return Plan(
        text("Item {number} of meeting {id}: {title}", number=number, id=meeting.id, title=title), plan.edits
    )


def add_items(
    repository: Snapshot,
    meeting: Meeting,
    matters: Sequence[tuple[str, Sequence[str]]],
    *,
    proposal: str | None,
    public: bool,
) -> Plan:
    """Items at the end of the agenda, each with a title and what it is about, with the next numbers."""
    first = max((item.number for item in meeting.items), default=0) + 1
    taken = {item.id for item in meeting.items}
    edits = []
    for number, (title, about) in enumerate(matters, first):
        id_ = next(each for each in _names(number) if each not in taken)
        taken.add(id_)
        item = _item(id_, number, title, about, proposal, public=public)
        edits.append(Append(_path(repository, meeting), ("items",), item))
    said = plural("{n} item for meeting {id}", "{n} items for meeting {id}", n=len(edits), id=meeting.id)
    return Plan(said, tuple(edits))


def reword(
    repository: Snapshot,
    meeting: Meeting,
    item: Item,
    *,
    title: str | None = None,
    about: Sequence[str] | None = None,
    proposal: str | None = None,
    public: bool | None = None,
) -> Plan:
    """Another title, matter or proposal of an item that stands on the agenda; None leaves what is there."""
    path, field = _path(repository, meeting), _field(meeting, item)
    given = {"title": title, "about": about, "public": public, "proposal": proposal}
    now = {"title": item.title, "about": list(item.about), "public": item.public, "proposal": item.proposal}
    edits = tuple(
        SetField(path, (*field, name), value)
        for name, value in given.items()
        if value is not None and value != now[name]
    )
    return Plan(text("Item {number} of meeting {id} reworded", number=item.number, id=meeting.id), edits)


def _names(number: int) -> Iterable[str]:
    yield f"top-{number}"
    yield from (f"top-{number}-{more}" for more in range(2, 1000))


def invite(repository: Snapshot, meeting: Meeting, sent: datetime.date) -> Plan:
    """The invitation went out; one that went out before is replaced, and the plan says so."""
    path = _path(repository, meeting)
    before = meeting.invitation.sent if meeting.invitation is not None else sent
    return Plan(
        text("Invitation to meeting {id} on {sent}", id=meeting.id, sent=sent)
        if before == sent
        else text(
            "New invitation to meeting {id} on {sent}, in place of that of {before}",
            id=meeting.id,
            sent=sent,
            before=before,
        ),
        (
            *_state(path, meeting, MeetingState.INVITED),
            SetField(path, ("invitation", "sent"), sent)
            if meeting.invitation
            else SetField(path, ("invitation",), {"sent": sent}),
        ),
    )


def cancel(repository: Snapshot, meeting: Meeting, reason: str) -> Plan:
    """The meeting does not take place; the reason stands in its note."""
    path = _path(repository, meeting)
    note = f"{meeting.note.rstrip()}\n{reason}" if meeting.note else reason
    return Plan(
        text("Meeting {id} cancelled", id=meeting.id),
        (*_state(path, meeting, MeetingState.CANCELLED), SetField(path, ("note",), note)),
    )


# -- in the meeting ------------------------------------------------------------------------------------


def attend(
    repository: Snapshot, meeting: Meeting, present: Sequence[Attendance], chair: str | None = None
) -> Plan:
    """Who takes part, in the place of what was said of it before."""
    path = _path(repository, meeting)
    edits: list[Edit] = [SetField(path, ("present",), [_attendance(each) for each in present])]
    if chair is not None:
        edits.append(SetField(path, ("chair",), chair))
    return Plan(text("Attendance of meeting {id}: {n}", id=meeting.id, n=len(present)), tuple(edits))


def _attendance(each: Attendance) -> dict[str, Any]:
    return _said({"seat": each.seat, "filling": each.filling if each.filling is Filling.DEPUTY else None})


def exclude(repository: Snapshot, meeting: Meeting, item: Item, left: Mapping[str, Left]) -> Plan:
    """Seats leave an item because they are excluded; what was said of the same seats before is replaced."""
    path, field = _path(repository, meeting), _field(meeting, item)
    known = {each.seat: each.left for each in item.exclusions} | dict(left)
    edits: list[Edit] = [
        SetField(
            path,
            (*field, "exclusions"),
            [{"seat": seat, "left": how} for seat, how in known.items()],
        )
    ]
    if set(left) & set(item.absent):
        edits += _set_or_remove(path, (*field, "absent"), [s for s in item.absent if s not in left])
    return Plan(
        text("Exclusion at item {number} of meeting {id}", number=item.number, id=meeting.id), tuple(edits)
    )


def absent(repository: Snapshot, meeting: Meeting, item: Item, seats: Sequence[str]) -> Plan:
    """Seats are out at an item for another reason than exclusion."""
    path, field = _path(repository, meeting), _field(meeting, item)
    return Plan(
        text("Absence at item {number} of meeting {id}", number=item.number, id=meeting.id),
        (SetField(path, (*field, "absent"), list(dict.fromkeys((*item.absent, *seats)))),),
    )


def record_vote(
    repository: Snapshot,
    meeting: Meeting,
    item: Item,
    vote: Vote,
    *,
    wording: str | None = None,
    proposal: str | None = None,
) -> Plan:
    """The vote on an item and what follows from it: carried, amended where the wording differs, else rejected.

    A wording that is not given stays as it was, unless the item is rejected: then nothing was resolved.
    """
    path, field = _path(repository, meeting), _field(meeting, item)
    asked = item.proposal if proposal is None else proposal
    final = item.wording if wording is None else wording
    amended = bool(final) and bool(asked) and _words(final) != _words(asked)
    result = Result.REJECTED if not vote.carried else Result.AMENDED if amended else Result.CARRIED
    edits: list[Edit] = []
    if proposal is not None:
        edits.append(SetField(path, (*field, "proposal"), proposal))
    edits.append(SetField(path, (*field, "vote"), _vote(vote)))
    edits.append(SetField(path, (*field, "result"), result))
    if wording is not None:
        edits.append(SetField(path, (*field, "wording"), wording))
    elif item.wording is not None and result is Result.REJECTED:
        edits.append(RemoveField(path, (*field, "wording")))
    return Plan(
        text("Item {number} of meeting {id}: {result}", number=item.number, id=meeting.id, result=result),
        tuple(edits),
    )


def _words(words: str | None) -> str:
    return " ".join((words or "").split())


def _vote(vote: Vote) -> dict[str, Any]:
    return _said(
        {
            "form": None if vote.form is VoteForm.OPEN else vote.form,
            "in_favour": vote.in_favour,
            "against": vote.against,
            "abstentions": vote.abstentions,
            "invalid": vote.invalid,
        }
    )


def settle(
    repository: Snapshot,
    meeting: Meeting,
    item: Item,
    result: Result,
    *,
    reason: str | None = None,
    wording: str | None = None,
) -> Plan:
    """What came of an item without a vote; what a former result left behind is taken out."""
    path, field = _path(repository, meeting), _field(meeting, item)
    edits: list[Edit] = [SetField(path, (*field, "result"), result)]
    if item.vote is not None and result not in DECIDED:
        edits.append(RemoveField(path, (*field, "vote")))
    if wording is not None:
        edits.append(SetField(path, (*field, "wording"), wording))
    elif item.wording is not None:
        edits.append(RemoveField(path, (*field, "wording")))
    if reason is not None:
        edits.append(SetField(path, (*field, "reason"), reason))
    return Plan(
        text("Item {number} of meeting {id}: {result}", number=item.number, id=meeting.id, result=result),
        tuple(edits),
    )


def close(repository: Snapshot, meeting: Meeting, *, no_quorum: bool = False) -> Plan:
    """The meeting is over; with `no_quorum` every item without a result lacked one."""
    path = _path(repository, meeting)
    edits: list[Edit] = list(_state(path, meeting, MeetingState.HELD))
    if no_quorum:
        edits += [
            SetField(path, ("items", position, "result"), Result.NO_QUORUM)
            for position, item in enumerate(meeting.items)
            if item.result is None
        ]
    return Plan(text("Meeting {id} closed", id=meeting.id), tuple(edits))


# -- after the meeting ---------------------------------------------------------------------------------


def write_minutes(repository: Snapshot, meeting: Meeting, values: Mapping[str, Any]) -> Plan:
    """Dates of the minutes, and objections: those that are given."""
    path = _path(repository, meeting)
    given = _said(values)
    edits: tuple[Edit, ...]
    if meeting.minutes is None:
        edits = (SetField(path, ("minutes",), given),)
    else:
        edits = tuple(SetField(path, ("minutes", key), value) for key, value in given.items())
    return Plan(text("Minutes of meeting {id}", id=meeting.id), edits)


# -- where things stand --------------------------------------------------------------------------------


def _path(repository: Snapshot, meeting: Meeting) -> str:
    return repository.entry(meeting).path


def _field(meeting: Meeting, item: Item) -> tuple[str | int, ...]:
    return ("items", meeting.items.index(item))


def _state(path: str, meeting: Meeting, state: MeetingState) -> tuple[Edit, ...]:
    return () if meeting.state is state else (SetField(path, ("state",), state),)


def _set_or_remove(path: str, field: tuple[str | int, ...], value: list[Any]) -> list[Edit]:
    return [SetField(path, field, value)] if value else [RemoveField(path, field)]
