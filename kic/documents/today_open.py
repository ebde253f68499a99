"""What the chapters leave open without a date of their own: each with the day since when, and its command."""

import datetime
from collections.abc import Iterator

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.documents.today_commands import issuing, on_the_way
from kic.documents.today_words import Blank, Command, Reads
from kic.domain.accounts.calls import call_accounts
from kic.domain.agenda import Day, Due, DueKind, Owes
from kic.domain.applications import Application
from kic.domain.calls import Call, CallState
from kic.domain.committee import BiasDecider, BiasState, Filling, Seat
from kic.domain.decisions import AwardEvent
from kic.domain.decisions.of_call import decisions_of, waiting_of
from kic.domain.notices import ADVERSE, Notice, NoticeEvent, NoticeKind
from kic.domain.notices.drafting import has_notice
from kic.domain.notices.standing import issued_on, set_aside_on

Found = Iterator[tuple[Due, Command]]


def left_open(repository: Snapshot, today: datetime.date) -> Found:
    """Everything of this sort. Linear in the records, once for each call that is not decided yet."""
    day = Day(today)
    yield from _calls(repository, day)
    yield from _bias(repository, day)
    yield from _waiting_lists(repository, day)
    yield from _drafts(repository, day)


def _calls(repository: Snapshot, day: Day) -> Found:
    """A draft that is to open, and a call that is closed and not decided: marks, meeting, decision."""
    for call in repository.all(Call):
        if call.gaps or call.state not in (CallState.DRAFT, CallState.CLOSED):
            continue
        draft = call.state is CallState.DRAFT
        for due in day.since(
            day.today if draft or call.closes is None else call.closes.local.date(),
            kind=DueKind.CALL,
            record=call.id,
            key="next",
            what=text("the call is a draft, and not open yet")
            if draft
            else text("the call is closed, and not all of it is decided yet"),
            owes=Owes.OFFICE,
        ):
            yield due, on_the_way(repository, call, day.today)


def _bias(repository: Snapshot, day: Day) -> Found:
    """Seats of which it is not settled whether they are excluded, while the matter is not decided."""
    calls = {each.id: each for each in repository.all(Call)}
    for seat in repository.all(Seat):
        matters = dict.fromkeys((each.about, each.filling) for each in seat.disclosures)
        for about, filling in matters:
            if seat.bias_on(about, day.today, filling) is not BiasState.UNCLEAR:
                continue
            application = repository.get(Application, about)
            call = calls.get(application.call) if application is not None else None
            if call is None or call.state not in (CallState.OPEN, CallState.CLOSED):
                continue
            since = max(
                each.date for each in seat.disclosures if (each.about, each.filling) == (about, filling)
            )
            for due in day.since(
                since,
                kind=DueKind.MEETING,
                record=seat.id,
                key=f"bias-{about}",
                what=text(
                    "it is not settled whether the seat is excluded from {application}", application=about
                ),
                owes=Owes.OFFICE,
                source="§ 22 GemO RLP",
            ):
                yield due, _settled(seat, about, filling)


def _settled(seat: Seat, about: str, filling: Filling) -> Command:
    more = ("--deputy",) if filling is Filling.DEPUTY else ()
    return Command(
        words=("meeting", "disclose", seat.id, about, *more),
        blanks=(
            Blank(
                option="--state",
                question=text("What holds from now on?"),
                reads=Reads.VALUE,
                values=(BiasState.EXCLUDED, BiasState.NOT_EXCLUDED),
            ),
            Blank(
                option="--by",
                question=text("Who settled it?"),
                reads=Reads.VALUE,
                values=(BiasDecider.COMMITTEE, BiasDecider.COUNCIL, BiasDecider.MAYOR),
            ),
        ),
    )


def _waiting_lists(repository: Snapshot, day: Day) -> Found:
    """Money that became free while somebody waits for it."""
    accounts = call_accounts(repository)
    for call in repository.all(Call):
        if call.state is not CallState.DECIDED or call.id not in accounts:
            continue
        entries = [entry for each in decisions_of(repository, call) for entry in each.entries]
        freed = max(
            (e.date for e in entries if e.event in (AwardEvent.DECLINED, AwardEvent.REDUCED)), default=None
        )
        moved = max((e.date for e in entries if e.event is AwardEvent.MOVED_UP), default=datetime.date.min)
        if freed is None or moved >= freed or accounts[call.id].unallocated.amount.cents <= 0:
            continue
        standing = {
            id_: amount for each in decisions_of(repository, call) for id_, amount in each.standing.items()
        }
        waiting = [
            id_
            for id_ in waiting_of(repository, call, day.today)
            if not standing.get(id_) and not has_notice(repository, id_, NoticeKind.REFUSAL, issued=True)
        ]
        if waiting:
            for due in day.since(
                freed,
                kind=DueKind.CALL,
                record=call.id,
                key="move-up",
                what=text(
                    "money is free, and these wait for it: {applications}", applications=tuple(waiting)
                ),
                owes=Owes.OFFICE,
            ):
                yield due, Command(words=("meeting", "move-up", call.id))


def _drafts(repository: Snapshot, day: Day) -> Found:
    """Drafts of notices that change an award: nobody asks for them in time but those who wrote them."""
    for notice in repository.all(Notice):
        if issued_on(notice) is not None or set_aside_on(notice) is not None:
            continue
        adverse = notice.notice in ADVERSE
        if notice.notice is not NoticeKind.AMENDMENT and not adverse:
            continue
        if adverse and notice.has(NoticeEvent.HEARING_SENT):
            continue  # the agenda has the hearing
        for due in day.since(
            notice.known or notice.requested or day.today,
            kind=DueKind.NOTICE,
            record=notice.id,
            key="draft",
            what=text("the recipient is to be heard before it is issued")
            if adverse
            else text("drafted, and not issued yet"),
            owes=Owes.OFFICE,
            source="§ 28 VwVfG" if adverse else None,
        ):
            yield (
                due,
                (
                    Command(words=("notice", "hear", notice.id), asks=("--due",))
                    if adverse
                    else issuing(repository, notice.id)
                ),
            )
