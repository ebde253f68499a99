"""What must hold of entries after a decision: a chain in time, with reasons, in the order of the waiting list."""

import datetime
from collections.abc import Iterator

from kic.allocation.outcome import Outcome
from kic.core.diagnostic import Related
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.calls import Call
from kic.domain.decisions import AwardEntry, AwardEvent, Decision
from kic.domain.decisions.of_call import decisions_of, waiting_of, waits
from kic.domain.meetings import DECIDED, TAKEN, Item, Meeting


@dated_rule("KIC750", "entry-dates")
def entry_dates(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Entries stand in the order of time, none before the decision, none in the future.

    Why: The amount that holds is that of the last entry.

    Fix: Correct the date.

    Source: Data model of kic: entries form a chain.
    """
    for decision in repository.all(Decision):
        earlier = decision.date
        for position, entry in enumerate(decision.entries):
            field = ("entries", position, "date")
            if entry.date > today:
                yield found(
                    decision,
                    field,
                    text("{date} is in the future", date=entry.date),
                    help=text("correct the date"),
                )
            elif entry.date < earlier:
                yield found(
                    decision,
                    field,
                    text("{date} lies before {earlier}", date=entry.date, earlier=earlier),
                    help=text("entries stand in the order of time, after the decision"),
                )
            earlier = max(earlier, entry.date)


@rule("KIC751", "entry-breaks-chain")
def entry_breaks_chain(repository: Snapshot) -> Iterator[Finding]:
    """Every entry starts from the amount that held until then.

    Why: A chain without a gap shows how an award became what it is, and that no entry was taken out.

    Fix: Correct `before`, or add the entry that is missing.

    Source: Data model of kic: amendments form a chain.
    """
    for decision in repository.all(Decision):
        amounts = {each.application: each.amount for each in decision.awards}
        for position, entry in enumerate(decision.entries):
            held = amounts.get(entry.application)
            if held is None:
                yield found(
                    decision,
                    ("entries", position, "application"),
                    text("{application} has no award in this decision", application=entry.application),
                    help=text("its awards: {ids}", ids=tuple(amounts)),
                )
                continue
            if entry.before != held:
                yield found(
                    decision,
                    ("entries", position, "before"),
                    text("the award was {held} until then, not {before}", held=held, before=entry.before),
                    help=text("correct the amount, or add the entry that is missing"),
                )
            amounts[entry.application] = entry.after


@rule("KIC752", "entry-contradicts-event", requires=(entry_breaks_chain,))
def entry_contradicts_event(repository: Snapshot) -> Iterator[Finding]:
    """What an entry says and what it does to the amount agree.

    Why: A declined award is 0; who moves up had nothing; a reduced award is less than before.

    Fix: Correct the event or the amount.

    Source: Data model of kic.
    """
    expected = {
        AwardEvent.DECLINED: text("who declines had an award and has none afterwards"),
        AwardEvent.MOVED_UP: text("who moves up had nothing and gets an award"),
        AwardEvent.REDUCED: text("a reduced award is less than before"),
        AwardEvent.RAISED: text("a raised award is more than before"),
        AwardEvent.CORRECTED: text("a correction changes the amount"),
    }
    for decision in repository.all(Decision):
        for position, entry in enumerate(decision.entries):
            before, after = entry.before.cents, entry.after.cents
            fits = {
                AwardEvent.DECLINED: before > 0 and after == 0,
                AwardEvent.MOVED_UP: before == 0 and after > 0,
                AwardEvent.REDUCED: 0 <= after < before,
                AwardEvent.RAISED: 0 < before < after,
                AwardEvent.CORRECTED: before != after,
            }
            if not fits[entry.event]:
                yield found(
                    decision,
                    ("entries", position, "after"),
                    text(
                        "the amount goes from {before} to {after}, but {expected}",
                        before=entry.before,
                        after=entry.after,
                        expected=expected[entry.event],
                    ),
                    help=text("correct the event or the amount"),
                )


@rule("KIC753", "entry-without-reason", requires=(entry_contradicts_event,))
def entry_without_reason(repository: Snapshot) -> Iterator[Finding]:
    """Whoever changes an award says why; more money than was decided needs a vote.

    Why: The committee awards the money. Only an award from its waiting list may follow without another vote.
    A correction to more names the vote that the record had got wrong.

    Fix: Enter the reason, and for more money the meeting and item that decided it.

    Source: § 40 GemO RLP (votes); equal treatment (Art. 3 GG): a reason that would hold for all.
    """
    for decision in repository.all(Decision):
        for position, entry in enumerate(decision.entries):
            if entry.event in (AwardEvent.DECLINED, AwardEvent.MOVED_UP):
                continue
            field = ("entries", position, "event")
            if entry.after > entry.before and (entry.meeting is None or entry.item is None):
                yield found(
                    decision,
                    field,
                    text("more money needs a vote, and no meeting and item are named"),
                    help=text("name the meeting and the item that decided it"),
                )
            elif not entry.reason:
                yield found(
                    decision,
                    field,
                    text("an award is changed without a reason ({event})", event=entry.event),
                    help=text("enter the reason"),
                )


@rule("KIC754", "entry-item")
def entry_item(repository: Snapshot) -> Iterator[Finding]:
    """An entry that names a vote names a carried item that dealt with the application, on its day or later.

    Why: A vote that nobody can find is none.

    Fix: Correct the meeting, the item or the date.

    Source: § 40 GemO RLP (votes), § 41 GemO RLP (minutes).
    """
    for decision in repository.all(Decision):
        for position, entry in enumerate(decision.entries):
            meeting = repository.get(Meeting, entry.meeting)
            if entry.meeting is not None and meeting is None:
                continue  # a meeting that is not there is a finding of its own
            if entry.item is None:
                if meeting is not None:
                    yield found(
                        decision,
                        ("entries", position, "meeting"),
                        text("the meeting {meeting} is named, but no item", meeting=meeting.id),
                        help=text("name the meeting and its item"),
                    )
                continue
            item = meeting.item(entry.item) if meeting is not None else None
            if meeting is None or item is None:
                yield found(
                    decision,
                    ("entries", position, "item"),
                    text("the item {item} is named, but no meeting", item=entry.item)
                    if meeting is None
                    else text(
                        "the meeting {meeting} has no item {item}", meeting=meeting.id, item=entry.item
                    ),
                    help=text("name the meeting and its item"),
                )
            elif (wrong := _wrong(decision, entry, meeting, item)) is not None:
                place = repository.place(meeting, "items", meeting.items.index(item))
                name, message, help_ = wrong
                yield found(
                    decision,
                    ("entries", position, name),
                    message,
                    help=help_,
                    related=[Related(place, text("the item"))],
                )


def _wrong(
    decision: Decision, entry: AwardEntry, meeting: Meeting, item: Item
) -> tuple[str, Text, Text] | None:
    """Why an item is not the vote that an entry rests on: the field, what is wrong, what helps."""
    day = meeting.starts.local.date()
    if item.result not in TAKEN:
        return (
            "item",
            text("the item {item} was not carried", item=item.id),
            text("correct the item, or its result"),
        )
    if entry.application not in item.about and decision.call not in item.about:
        message = text(
            "the item {item} deals neither with {application} nor with the call",
            item=item.id,
            application=entry.application,
        )
        return "item", message, text("name the item under which the change was decided")
    if entry.application not in item.about and (own := _named(meeting, entry.application)):
        message = text(
            "the meeting dealt with {application} under {own}, not under {item}",
            application=entry.application,
            own=own.id,
            item=item.id,
        )
        return "item", message, text("name the item under which the change was decided")
    if entry.date < day:
        return (
            "date",
            text("the change is of {date}, the vote was on {day}", date=entry.date, day=day),
            text("correct the date"),
        )
    return None


def _named(meeting: Meeting, application: str) -> Item | None:
    """The last item by which a meeting decided on an application by its name."""
    named = (each for each in meeting.items if application in each.about and each.result in DECIDED)
    return next(reversed(tuple(named)), None)


@rule("KIC755", "waiting-list")
def waiting_list(repository: Snapshot) -> Iterator[Finding]:
    """The waiting list holds, in the order of rank, applications that the decision gave nothing.

    Why: Whoever moves up when an award is declined is settled before anybody knows who declines. Where there
    is a list, nobody is left out of it.

    Fix: Correct the list: by rank, without those that have an award.

    Source: Allocation rules of kic, step 7: the other eligible ones form the waiting list (Nachrückliste).
    """
    for decision in repository.all(Decision):
        amounts = {each.application: each.amount.cents for each in decision.awards}
        ranks = {each.application: each.rank for each in decision.proposal}
        seen: set[str] = set()
        last = 0
        for position, id_ in enumerate(decision.waiting_list):
            rank = ranks.get(id_)
            message = None
            if id_ in seen:
                message = text("{application} stands on the list twice", application=id_)
            elif amounts.get(id_):
                message = text("{application} has an award and waits for nothing", application=id_)
            elif id_ not in amounts:
                message = text("{application} was not decided on", application=id_)
            elif rank is None:
                message = text(
                    "{application} has no rank in the proposal: it was not eligible", application=id_
                )
            elif rank < last:
                message = text(
                    "{application} (rank {rank}) stands behind rank {last}",
                    application=id_,
                    rank=int(rank),
                    last=last,
                )
            if message is not None:
                yield found(
                    decision,
                    ("waiting_list", position),
                    message,
                    help=text("the list holds who got nothing, in the order of rank"),
                )
            seen.add(id_)
            last = max(last, int(rank or 0))
        left_out = tuple(_left_out(repository, decision)) if decision.waiting_list else ()
        if left_out:
            yield found(
                decision,
                "waiting_list",
                text("{ids} are eligible, got nothing, and are not on the list", ids=left_out),
                help=text("add them by rank, or say in the award why they got nothing"),
            )


def _left_out(repository: Snapshot, decision: Decision) -> Iterator[str]:
    """Who was refused for want of money alone, and is not on the list."""
    meeting, call = repository.get(Meeting, decision.meeting), repository.get(Call, decision.call)
    kept = {each.application: each for each in decision.proposal}
    for award in decision.awards:
        line = kept.get(award.application)
        if (
            not award.amount.cents
            and not award.deviation
            and line is not None
            and line.rank is not None
            and line.outcome is Outcome.UNFUNDED
            and award.application not in decision.waiting_list
            and (call is None or waits(meeting, call, award))
        ):
            yield award.application


@rule("KIC756", "moved-up-out-of-turn", requires=(entry_breaks_chain, waiting_list))
def moved_up_out_of_turn(repository: Snapshot) -> Iterator[Finding]:
    """Applications move up in the order of the waiting list; who is passed over, is so with a reason.

    Why: Free money goes to the next, not to whom one likes. One that does not fit the free money is passed
    over, and the entry says so.

    Fix: Take the next on the list, or enter the reason why it was passed over.

    Source: Allocation rules of kic, step 7; equal treatment (Art. 3 GG).
    """
    for call in repository.all(Call):
        served: set[str] = set()
        for day, decision, position in _steps(repository, call):
            if position is None:
                served |= {each.application for each in decision.awards if each.amount.cents}
                continue
            entry = decision.entries[position]
            if entry.event is not AwardEvent.MOVED_UP:
                continue
            field = ("entries", position, "application")
            waiting = waiting_of(repository, call, day)
            if entry.application not in waiting:
                if entry.meeting is None or entry.item is None:
                    yield found(
                        decision,
                        field,
                        text("{application} is not on the waiting list", application=entry.application),
                        help=text("who is not on the list needs a vote: name the meeting and its item"),
                    )
                continue
            passed = tuple(id_ for id_ in waiting[: waiting.index(entry.application)] if id_ not in served)
            served.add(entry.application)
            if passed and not entry.reason:
                yield found(
                    decision,
                    field,
                    text(
                        "{application} moved up past {passed}, and nothing says why",
                        application=entry.application,
                        passed=passed,
                    ),
                    help=text("take the next on the list, or enter the reason"),
                )


def _steps(repository: Snapshot, call: Call) -> list[tuple[datetime.date, Decision, int | None]]:
    """The decisions on a call and their entries in the order of time; None stands for the decision itself."""
    steps: list[tuple[datetime.date, Decision, int | None]] = []
    for decision in decisions_of(repository, call):
        steps.append((decision.date, decision, None))
        steps += [(entry.date, decision, at) for at, entry in enumerate(decision.entries)]
    return sorted(steps, key=lambda step: step[0])


RULES: tuple[Rule, ...] = (
    entry_dates,
    entry_breaks_chain,
    entry_contradicts_event,
    entry_without_reason,
    entry_item,
    waiting_list,
    moved_up_out_of_turn,
)
