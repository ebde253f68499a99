"""What must hold of a decision: it rests on a vote, speaks of every application, and never changes."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.place import Field
from kic.core.rule import Finding, Rule, change_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Label, text
from kic.domain.applications import Application, DeMinimis
from kic.domain.calls import Call, CallState
from kic.domain.decisions import Award, Decision, package_rules
from kic.domain.decisions.of_call import decisions_of, item_for
from kic.domain.meetings import DECIDED, TAKEN, Item, Meeting, MeetingState, Result
from kic.domain.settings import Mandate, Settings


@rule("KIC740", "decision-id")
def decision_id(repository: Snapshot) -> Iterator[Finding]:
    """A decision is named by its call and a number: 2026-1-d1.

    Why: Notices and later entries name the decision they rest on.

    Fix: Correct the id with the file's name.

    Source: Data model of kic.
    """
    for decision in repository.all(Decision):
        stem = f"{decision.call}-d"
        number = decision.id.removeprefix(stem)
        named = decision.id.startswith(stem) and number.isascii() and number.isdigit() and number[0] != "0"
        if not named:
            yield found(
                decision,
                "id",
                text(
                    "this decision is named {id}, expected {expected} and a number",
                    id=decision.id,
                    expected=stem,
                ),
                help=text("correct the id with the file's name"),
            )


@rule("KIC741", "decision-without-meeting")
def decision_without_meeting(repository: Snapshot) -> Iterator[Finding]:
    """A decision was taken in a meeting that was held, on its day.

    Why: The committee decides by a vote in a sitting. A date of its own would hide when and by whom it was
    decided.

    Fix: Record the meeting as held, or correct the decision's meeting or date.

    Source: §§ 39, 40 GemO RLP: bodies decide in sittings, by vote.
    """
    for decision in repository.all(Decision):
        meeting = repository.get(Meeting, decision.meeting)
        if meeting is None:
            continue
        if meeting.state is not MeetingState.HELD:
            yield found(
                decision,
                "meeting",
                text("the meeting {id} is not held ({state})", id=meeting.id, state=meeting.state),
                help=text("record the meeting as held first"),
                related=[Related(repository.place(meeting, "state"), text("the state of the meeting"))],
            )
        elif meeting.starts.local.date() != decision.date:
            yield found(
                decision,
                "date",
                text(
                    "the decision is of {date}, the meeting was on {day}",
                    date=decision.date,
                    day=meeting.starts.local.date(),
                ),
                help=text("correct the date"),
                related=[Related(repository.place(meeting, "starts"), text("the day of the meeting"))],
            )


@rule("KIC742", "award-without-vote", requires=(decision_without_meeting,))
def award_without_vote(repository: Snapshot) -> Iterator[Finding]:
    """Every award rests on an item of the meeting that dealt with the application and was carried.

    Why: The committee determines and awards the money. What it has not voted on, nobody may promise.

    Fix: Name the item under which the application was decided, or take the award out.

    Source: § 40 GemO RLP (votes); press release of 15.02.2022: the committee determines and awards the money.
    """
    for decision in repository.all(Decision):
        meeting, call = repository.get(Meeting, decision.meeting), repository.get(Call, decision.call)
        if meeting is None or call is None:
            continue
        for position, award in enumerate(decision.awards):
            item = meeting.item(award.item)
            field: Field = ("awards", position, "item")
            if item is None:
                yield found(
                    decision,
                    field,
                    text("the meeting {meeting} has no item {item}", meeting=meeting.id, item=award.item),
                    help=text("its items: {items}", items=tuple(each.id for each in meeting.items)),
                )
                continue
            place = repository.place(meeting, "items", meeting.items.index(item))
            related = [Related(place, text("the item"))]
            if award.application not in item.about and decision.call not in item.about:
                yield found(
                    decision,
                    field,
                    text(
                        "the item {item} deals neither with {application} nor with the call",
                        item=award.item,
                        application=award.application,
                    ),
                    help=text("name the item under which the application was decided"),
                    related=related,
                )
            elif (own := _own_item(meeting, call, award)) is not None and own is not item:
                yield found(
                    decision,
                    field,
                    text(
                        "the meeting dealt with {application} under {own}, not under {item}",
                        application=award.application,
                        own=own.id,
                        item=award.item,
                    ),
                    help=text("name the item under which the application was decided"),
                    related=[
                        Related(
                            repository.place(meeting, "items", meeting.items.index(own)), text("the item")
                        )
                    ],
                )
            elif award.amount.cents and item.result not in TAKEN:
                yield found(
                    decision,
                    field,
                    text(
                        "{item} was not carried, but {application} gets an award",
                        item=item.id,
                        application=award.application,
                    ),
                    help=text("correct the result of the item, or the award"),
                    related=related,
                )
            elif not award.amount.cents and item.result not in TAKEN and item.result is not Result.REJECTED:
                yield found(
                    decision,
                    field,
                    text(
                        "{item} was not decided, but {application} is refused",
                        item=item.id,
                        application=award.application,
                    ),
                    help=text("correct the result of the item, or take the line out"),
                    related=related,
                )


def _own_item(meeting: Meeting, call: Call, award: Award) -> Item | None:
    """The item that counts where the meeting dealt with the application by name; None if it did not."""
    item = item_for(meeting, call, award.application)
    return item if item is not None and award.application in item.about else None


@rule("KIC743", "application-not-decided")
def application_not_decided(repository: Snapshot) -> Iterator[Finding]:
    """Once a call is decided, every application that takes part has an award or a refusal.

    Why: An applicant who gets neither waits for ever, and cannot object.

    Fix: Decide it in the meeting and record it, name why it takes no part, or leave the call open.

    Source: Equal treatment (Art. 3 GG); a partial award or refusal needs reasons and an instruction on remedies.
    """
    decided: dict[str, set[str]] = {}
    for decision in repository.all(Decision):
        decided.setdefault(decision.call, set()).update(each.application for each in decision.awards)
    for application in repository.all(Application):
        call = repository.get(Call, application.call)
        if call is None or call.id not in decided or call.state not in (CallState.DECIDED, CallState.SETTLED):
            continue
        if application.ineligible or application.id in decided[call.id]:
            continue
        yield found(
            application,
            (),
            text("the call {call} is decided, but not this application", call=call.id),
            help=text("record what the meeting decided of it, or why it takes no part"),
            related=[Related(repository.place(call, "state"), text("the state of the call"))],
        )


@rule("KIC744", "award-twice")
def award_twice(repository: Snapshot) -> Iterator[Finding]:
    """An application gets one award, and one decision in one meeting.

    Why: Two awards for one project would be paid twice. Who was refused may be decided on again, in another
    meeting.

    Fix: Take one of them out; a later change of an amount is an entry.

    Source: Data model of kic; no project is funded twice from the same money.
    """
    first: dict[str, tuple[Decision, int]] = {}
    standing = {each.id: each.standing for each in repository.all(Decision)}
    for decision in sorted(repository.all(Decision), key=lambda each: (each.date, each.id)):
        for position, award in enumerate(decision.awards):
            before = first.get(award.application)
            message = None
            if before is not None and standing[before[0].id][award.application].cents:
                message = text("{application} has an award already", application=award.application)
            elif before is not None and before[0].meeting == decision.meeting:
                message = text(
                    "this meeting has decided on {application} already", application=award.application
                )
            if before is not None and message is not None:
                place = repository.place(before[0], "awards", before[1])
                yield found(
                    decision,
                    ("awards", position, "application"),
                    message,
                    help=text("take one of them out; a later change of an amount is an entry"),
                    related=[Related(place, text("what was decided first"))],
                )
            first[award.application] = (decision, position)


@rule("KIC745", "award-of-another-call")
def award_of_another_call(repository: Snapshot) -> Iterator[Finding]:
    """A decision on a call gives awards to applications of this call that take part.

    Why: The money of a call is for those who answered it in time and in form.

    Fix: Correct the application's id, or take the award out.

    Source: Equal treatment (Art. 3 GG): one call, one deadline, one form for all.
    """
    for decision in repository.all(Decision):
        for position, award in enumerate(decision.awards):
            application = repository.get(Application, award.application)
            if application is None:
                continue
            field = ("awards", position, "application")
            if application.call != decision.call:
                yield found(
                    decision,
                    field,
                    text(
                        "{application} belongs to the call {other}, not to {call}",
                        application=application.id,
                        other=application.call,
                        call=decision.call,
                    ),
                    help=text("correct the application's id, or take the award out"),
                )
            elif application.ineligible and award.amount.cents:
                yield found(
                    decision,
                    field,
                    text(
                        "{application} takes no part ({reasons}), but gets an award",
                        application=application.id,
                        reasons=tuple(application.ineligible),
                    ),
                    help=text(
                        "take the award out; a withdrawal after the decision is an entry: kic meeting decline"
                    ),
                    related=[
                        Related(repository.place(application, "ineligible"), text("why it takes no part"))
                    ],
                )


@rule("KIC746", "de-minimis-not-checked", Severity.WARNING)
def de_minimis_not_checked(repository: Snapshot) -> Iterator[Finding]:
    """Before an award, it is checked whether it is aid under the de-minimis regulation.

    Why: Only a recipient who acts as an undertaking receives aid. Where one does, the award is entered in the
    central register within 20 working days.

    Fix: Ask the applicant, and enter `not_an_undertaking` or `aid` (`kic application examine`).

    Source: Regulation (EU) 2023/2831: 300,000 EUR in three years; register from 01.01.2026.
    """
    for decision in repository.all(Decision):
        for id_, amount in decision.standing.items():
            application = repository.get(Application, id_)
            if application is None or not amount.cents or application.de_minimis is not DeMinimis.NOT_CHECKED:
                continue
            yield found(
                application,
                "de_minimis" if "de_minimis" in _keys(repository, application) else (),
                text("an award is decided, but de minimis is not checked"),
                help=text(
                    "ask the applicant, and enter the answer: kic application examine {id} "
                    "--de-minimis not_an_undertaking (or aid)",
                    id=application.id,
                ),
                related=[Related(repository.place(decision, "awards"), text("the award"))],
            )


def _keys(repository: Snapshot, application: Application) -> tuple[str, ...]:
    return tuple(repository.entry(application).declared or ())


@change_rule("KIC747", "decision-changed")
def decision_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A recorded decision only gains entries.

    Why: The vote of a committee is a fact. Who could rewrite it could rewrite who gets the money.

    Fix: Put the decision back as it was (`kic undo FILE`), and add an entry that says what changes, with
    its reason: kic meeting amend.

    Source: § 41 GemO RLP (minutes keep the wording of resolutions); trust rules of kic: decided records only
    gain entries.
    """
    for decision in before.all(Decision):
        now = after.get(Decision, decision.id)
        if now is None:
            continue
        for name in ("call", "meeting", "date", "basis", "proposal", "ties", "awards", "waiting_list"):
            if getattr(now, name) == getattr(decision, name):
                continue
            yield found(
                now,
                _first_change(name, getattr(decision, name), getattr(now, name)),
                text("{field} of a recorded decision was changed", field=Label("field", name)),
                help=text(
                    "put it back by hand or with kic undo FILE, and add an entry that says what changes: kic meeting "
                    "amend"
                ),
            )


def _first_change(name: str, before: object, now: object) -> Field:
    """The first item that differs, where a list still has it."""
    if isinstance(before, tuple) and isinstance(now, tuple):
        for position, item in enumerate(now):
            if position >= len(before) or before[position] != item:
                return (name, position)
    return (name,)


@change_rule("KIC748", "decision-vanished")
def decision_vanished(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A recorded decision stays.

    Why: The awards bind the city all the same, and nothing would tell any more who gave them.

    Fix: Put the file back. A decision that is void is corrected by entries, with the reason.

    Source: § 41 GemO RLP (minutes); trust rules of kic.
    """
    there = {each.id for each in after.entries_of("decision")}
    for decision in before.all(Decision):
        call = after.get(Call, decision.call)
        at = call if call is not None else after.only(Settings)
        if decision.id not in there and at is not None:
            yield found(
                at,
                "id",
                text("the decision {id} is gone", id=decision.id),
                help=text("bring the file back with kic undo FILE; what is void is corrected by an entry"),
            )


@rule("KIC757", "call-decided-another-day")
def call_decided_another_day(repository: Snapshot) -> Iterator[Finding]:
    """The day on which a call says that it was decided is the day of one of its decisions.

    Why: What was disclosed up to that day decides which marks count, and periods are counted from it.

    Fix: Correct `decided` in the call.

    Source: § 41 GemO RLP (the minutes record the day of the resolutions).
    """
    for call in repository.all(Call):
        decisions = decisions_of(repository, call) if call.decided is not None else ()
        if not decisions or call.decided is None:
            continue
        if any(call.decided.earliest <= day <= call.decided.latest for day in _days(repository, decisions)):
            continue
        yield found(
            call,
            "decided",
            text(
                "decided on {date}, but the decision is of {day}", date=call.decided, day=decisions[-1].date
            ),
            help=text("correct the date"),
            related=[Related(repository.place(decisions[-1], "date"), text("the day of the decision"))],
        )


@rule("KIC758", "decided-without-decision")
def decided_without_decision(repository: Snapshot) -> Iterator[Finding]:
    """A call that is decided, and on which a meeting here has voted, has a recorded decision.

    Why: Without it nobody can tell who gets which money, from which vote, and nothing notices a second award.

    Fix: Record what the meeting decided: kic meeting award. If the decision was there, put its file back.

    Source: § 41 GemO RLP (minutes keep the wording of resolutions); trust rules of kic.
    """
    there = {entry.path.split("/")[1] for entry in repository.entries_of("decision") if "/" in entry.path}
    voted = {
        about
        for meeting in repository.all(Meeting)
        for item in meeting.items
        if item.result in DECIDED
        for about in item.about
    }
    for application in repository.all(Application):
        if application.id in voted:
            voted.add(application.call)
    for call in repository.all(Call):
        led_here = call.terms.frozen is not None and call.id in voted
        if call.state in (CallState.DECIDED, CallState.SETTLED) and led_here and call.id not in there:
            yield found(
                call,
                "state",
                text("{state}, but no decision on this call is recorded", state=call.state),
                help=text("record what the meeting decided, or put the file of the decision back"),
            )


def _days(repository: Snapshot, decisions: tuple[Decision, ...]) -> Iterator[datetime.date]:
    """The days of decisions, and of their meetings: that the two are the same is another rule's."""
    for each in decisions:
        yield each.date
        meeting = repository.get(Meeting, each.meeting)
        if meeting is not None:
            yield meeting.starts.local.date()


@rule("KIC749", "mandate-only-recommends", Severity.WARNING)
def mandate_only_recommends(repository: Snapshot) -> Iterator[Finding]:
    """Where the committee only recommends, a decision names the resolution of the body that decides.

    Why: A recommendation binds nobody. The body that it goes to has to decide.

    Fix: Name in the decision's note the resolution of that body, or correct the mandate in kic.yaml.

    Source: § 44 GemO RLP with VV no. 1 (kommunalbrevier.de); whether the committee may decide is a setting.
    """
    settings = repository.only(Settings)
    committee = settings.committee if settings is not None else None
    if committee is None or committee.mandate is not Mandate.RECOMMENDS:
        return
    for decision in repository.all(Decision):
        if decision.note is None:
            yield found(
                decision,
                "awards",
                text(
                    "the committee recommends to {body}, and nothing tells what that body decided",
                    body=committee.recommends_to or "?",
                ),
                help=text("name its resolution in the decision's note"),
            )


RULES: tuple[Rule, ...] = (
    decision_id,
    decision_without_meeting,
    award_without_vote,
    application_not_decided,
    award_twice,
    award_of_another_call,
    de_minimis_not_checked,
    decision_changed,
    decision_vanished,
    call_decided_another_day,
    decided_without_decision,
    mandate_only_recommends,
    *package_rules.RULES,
)
