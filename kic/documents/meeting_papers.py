"""Agenda (Tagesordnung) and minutes (Niederschrift, § 41 GemO RLP) of a meeting.

Names of members come from the private overlay when minutes are rendered; without it seats stand under their titles.
The public version leaves non-public items out but for their number (§ 35(1) GemO RLP; DOMAIN, section 3.3).
"""

import datetime
from collections.abc import Mapping
from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.tagged import tag
from kic.core.text import Text, text
from kic.documents.naming import called
from kic.documents.sitting import sitting
from kic.domain.committee import Filling, Seat
from kic.domain.meetings import Meeting, VoteForm
from kic.domain.privacy.overlay import Private
from kic.domain.settings import Settings
from kic.errors import UsageError


def agenda(repository: Snapshot, today: datetime.date, id: str) -> dict[str, Any]:  # noqa: A002
    """The agenda: day, place, items with what they deal with, what is proposed and who takes no part in them.

    A second invitation that says so tells how many members suffice at it: without that sentence they do not.
    """
    return _tagged(_context(repository, today, id, {}, text("Agenda: {meeting}")))


def minutes(
    repository: Snapshot,
    today: datetime.date,
    id: str,  # noqa: A002
    directory: Mapping[str, Private],
) -> dict[str, Any]:
    """The minutes: who took part, who was excluded and left, votes, results, proposed and final wording."""
    meeting = _meeting(repository, id)
    context = _context(repository, today, id, directory, text("Minutes: {meeting}"))
    context["present"] = [
        _person(repository, each.seat, each.filling, meeting, directory) for each in meeting.present
    ]
    view = sitting(repository, meeting)
    context["away"] = [called(repository, seat) for seat in view.away]
    context["deputies"] = len(view.deputies)
    return _tagged(context)


def _meeting(repository: Snapshot, id: str) -> Meeting:  # noqa: A002
    meeting = repository.get(Meeting, id)
    if meeting is None:
        raise UsageError("There is no meeting {id}.", id=id)
    return meeting


def _context(
    repository: Snapshot,
    today: datetime.date,
    id: str,  # noqa: A002
    directory: Mapping[str, Private],
    title: Text,
) -> dict[str, Any]:
    meeting = _meeting(repository, id)
    settings = repository.only(Settings)
    owner = settings.municipality if settings else None
    view = sitting(repository, meeting)
    chair = repository.get(Seat, meeting.chair) if meeting.chair else None
    return {
        "page": {
            "title": Text(title.id, {"meeting": meeting.title}),
            "owner": owner.name if owner else "",
            "office": (owner.office if owner else None) or "",
            "subject": meeting.title,
            "invented": meeting.invented,
        },
        "today": today,
        "invented": meeting.invented,
        "committee": settings.committee.name if settings and settings.committee else None,
        "meeting": {
            "id": meeting.id,
            "title": meeting.title,
            "starts": meeting.starts,
            "place": meeting.place,
            "form": meeting.form,
            "state": meeting.state,
            "sent": view.sent,
            "second_of": called(repository, view.second_of) if view.second_of else None,
            "suffice": _suffice(meeting, settings),
            "chair": called(repository, chair.id) if chair else None,
            "note": meeting.note,
            "written": meeting.minutes.written if meeting.minutes else None,
            "approved": meeting.minutes.approved if meeting.minutes else None,
            "objections": meeting.minutes.objections if meeting.minutes else None,
            "seats": view.seats,
            "needed": view.needed,
            "voting": view.voting,
            "advisory": view.advisory,
        },
        "items": [
            {
                "number": each.number,
                "title": each.title,
                "public": each.public,
                "about": [called(repository, about) for about in item.about],
                "proposal": each.proposal,
                "leaving": [
                    called(repository, seat) for seat in dict.fromkeys((*each.out, *each.must_leave))
                ],
                "excluded": [
                    {
                        "who": _named(repository, one.seat, meeting, directory),
                        "left": one.left,
                    }
                    for one in item.exclusions
                ],
                "absent": [called(repository, seat) for seat in each.absent],
                "voting": each.voting,
                "needed": each.needed,
                "stands": each.stands,
                "vote": {
                    "form": each.vote.form,
                    "counted": each.vote.form is not VoteForm.WITHOUT_FORMAL_VOTE,
                    "in_favour": each.vote.in_favour,
                    "against": each.vote.against,
                    "abstentions": each.vote.abstentions,
                    "invalid": each.vote.invalid,
                }
                if each.vote
                else None,
                "result": each.result,
                "wording": each.wording,
                "reason": each.reason,
            }
            for each, item in zip(view.items, meeting.items, strict=True)
        ],
        "charts": {},
    }


def _suffice(meeting: Meeting, settings: Settings | None) -> dict[str, Any] | None:
    """How many members suffice at this second invitation, which says so, and where that stands; else None."""
    invitation = meeting.invitation
    rules = settings.committee if settings is not None else None
    few = rules.second_invitation if rules is not None else None
    if few is None or invitation is None or not invitation.second_of or not invitation.says_small_quorum:
        return None
    return {"number": few.value, "source": few.source}


def _named(repository: Snapshot, seat: str, meeting: Meeting, directory: Mapping[str, Private]) -> str:
    filling = next((each.filling for each in meeting.present if each.seat == seat), Filling.MEMBER)
    person = _person(repository, seat, filling, meeting, directory)
    return f"{person['name']} ({person['seat']})" if person["name"] else str(person["seat"])


def _person(
    repository: Snapshot,
    place: str,
    filling: Filling,
    meeting: Meeting,
    directory: Mapping[str, Private],
) -> dict[str, Any]:
    """A seat that took part, with the name of who sat on it where the overlay has it."""
    seat = repository.get(Seat, place)
    term = seat.term_on(meeting.starts.local.date()) if seat is not None else None
    pseudonym = (term.holder if filling is Filling.MEMBER else term.deputy) if term is not None else None
    entry = directory.get(pseudonym) if pseudonym else None
    return {
        "seat": called(repository, place),
        "name": entry.name if entry is not None else None,
        "deputy": filling is Filling.DEPUTY,
        "voice": seat.voice if seat is not None else None,
    }


def _tagged(plain: dict[str, Any]) -> dict[str, Any]:
    tagged: dict[str, Any] = tag(plain)
    return tagged
