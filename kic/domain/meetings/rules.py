"""What must hold of a meeting: its life, its day, its form, its invitation, its agenda."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import plural, text
from kic.domain.applications import Application
from kic.domain.calls import ApplicantKind
from kic.domain.meetings import (
    Meeting,
    MeetingForm,
    MeetingState,
    Result,
    agenda_rules,
    attendance_rules,
    minutes_rules,
)
from kic.domain.settings import CommitteeRules, Settings


def committee_rules(repository: Snapshot) -> CommitteeRules | None:
    """The rules of the committee, None where the settings have none."""
    settings = repository.only(Settings)
    return settings.committee if settings else None


def begun(meeting: Meeting) -> tuple[str | int, ...] | None:
    """The first field that only a meeting that has begun can have; None if there is none."""
    if meeting.present:
        return ("present",)
    for position, item in enumerate(meeting.items):
        for field in ("result", "vote", "exclusions", "absent"):
            if getattr(item, field):
                return ("items", position, field)
    return ("minutes",) if meeting.minutes is not None else None


# -- the life of a meeting -----------------------------------------------------------------------------


@rule("KIC700", "meeting-not-invited")
def meeting_not_invited(repository: Snapshot) -> Iterator[Finding]:
    """A meeting to which was invited has an invitation, and a planned one has none yet.

    Why: The committee can only resolve if its members were properly invited. A resolution without an invitation does
    not stand.

    Fix: Enter the day on which the invitation went out (`kic meeting invite`), or correct the state. If the day is
    not known any more, add `invitation` to `gaps`.

    Source: § 34(1) and § 39(1) GemO RLP (convening, quorum).
    """
    for meeting in repository.all(Meeting):
        if meeting.state in (MeetingState.INVITED, MeetingState.HELD):
            if meeting.invitation is None and not meeting.tells("invitation"):
                yield found(
                    meeting,
                    "state",
                    text("the meeting is {state}, and there is no invitation", state=meeting.state),
                    help=text("enter the day on which the invitation went out"),
                )
        elif meeting.state is MeetingState.PLANNED and meeting.invitation is not None:
            yield found(
                meeting,
                "state",
                text(
                    "the invitation went out on {sent}, and the meeting is only planned",
                    sent=meeting.invitation.sent,
                ),
                help=text("set the state to invited, or take the invitation out"),
            )


@rule("KIC701", "meeting-begun-uninvited")
def meeting_begun_uninvited(repository: Snapshot) -> Iterator[Finding]:
    """A meeting that is planned or cancelled has no attendance, no votes, no results and no minutes.

    Why: Results of a meeting that did not take place are a mistake in one of the two.

    Fix: Correct the state, or take out what cannot be.

    Source: Data model of kic.
    """
    for meeting in repository.all(Meeting):
        if meeting.state in (MeetingState.PLANNED, MeetingState.CANCELLED):
            field = begun(meeting)
            if field is not None:
                yield found(
                    meeting,
                    field,
                    text("the meeting is {state}, and yet this is recorded of it", state=meeting.state),
                    help=text("correct the state, or take this out"),
                )


@dated_rule("KIC704", "meeting-ahead-of-its-day")
def meeting_ahead_of_its_day(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Nothing is recorded of a meeting before its day.

    Why: Who is there and what is resolved is a fact only when it has happened.

    Fix: Correct the day of the meeting, or wait for it.

    Source: Data model of kic.
    """
    for meeting in repository.all(Meeting):
        day = meeting.starts.local.date()
        if day <= today:
            continue
        if meeting.state is MeetingState.HELD:
            field: tuple[str | int, ...] | None = ("state",)
        else:
            field = begun(meeting) if meeting.state is MeetingState.INVITED else None
        if field is not None:
            yield found(
                meeting,
                field,
                text("the meeting is on {day}, and today is {today}", day=day, today=today),
                help=text("correct the day of the meeting, or wait for it"),
            )


@rule("KIC702", "held-without-attendance", requires=(meeting_ahead_of_its_day,))
def held_without_attendance(repository: Snapshot) -> Iterator[Finding]:
    """A meeting that was held, or in which something came of an item, says who was there.

    Why: Whether a quorum stood is counted from those who were there, vote by vote; the minutes name them.

    Fix: Enter the attendance (`kic meeting attend`). If nobody came, the meeting was cancelled. If it is not known
    any more, add `present` to `gaps`.

    Source: § 39(1) and § 41(1) GemO RLP (quorum; names of those taking part in the minutes).
    """
    for meeting in repository.all(Meeting):
        if meeting.present or meeting.tells("present"):
            continue
        if meeting.state is MeetingState.HELD:
            yield found(
                meeting,
                "state",
                text("the meeting was held, and it does not say who was there"),
                help=text("enter the attendance"),
            )
        elif meeting.state is MeetingState.INVITED and (field := begun(meeting)) is not None:
            yield found(
                meeting,
                field,
                text("this is recorded of the meeting, and it does not say who was there"),
                help=text("enter the attendance first"),
            )


@rule("KIC703", "item-without-result", requires=(meeting_begun_uninvited,))
def item_without_result(repository: Snapshot) -> Iterator[Finding]:
    """Every item of a meeting that was held has a result.

    Why: The minutes say of each item what came of it. An item that was not reached was postponed; one for which too
    few were there has the result that there was no quorum.

    Fix: Enter the result (`kic meeting vote`, `kic meeting result`).

    Source: § 41(1) GemO RLP (results in the minutes).
    """
    for meeting in repository.all(Meeting):
        if meeting.state is MeetingState.HELD and not meeting.tells("items"):
            for position, item in enumerate(meeting.items):
                if item.result is None:
                    yield found(
                        meeting,
                        ("items", position),
                        text("the meeting was held, and item {number} has no result", number=item.number),
                        help=text("enter what came of it"),
                    )


@dated_rule("KIC705", "meeting-overdue", Severity.WARNING)
def meeting_overdue(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A meeting whose day has passed was held or cancelled.

    Why: As long as a meeting is open, nobody can tell whether its results are complete.

    Fix: Close the meeting (`kic meeting close`) or cancel it (`kic meeting cancel`).

    Source: Data model of kic.
    """
    for meeting in repository.all(Meeting):
        day = meeting.starts.local.date()
        if day < today and meeting.state in (MeetingState.PLANNED, MeetingState.INVITED):
            yield found(
                meeting,
                "state",
                text("the meeting was on {day}, and its state is {state}", day=day, state=meeting.state),
                help=text("close the meeting or cancel it"),
            )


@rule("KIC706", "meeting-form-not-allowed")
def meeting_form_not_allowed(repository: Snapshot) -> Iterator[Finding]:
    """The committee sits together, unless its rules allow another form.

    Why: Resolutions by circulation or by video are for emergencies only, circulation only if no member objects;
    hybrid sittings only if the rules of procedure allow them. A resolution in a form that is not allowed does not
    stand.

    Fix: Correct the form. If it is allowed here, set `hybrid`, `video` or `circulation` in the committee's rules in
    `kic.yaml`.

    Source: § 35(3) and § 35a GemO RLP (kommunalbrevier.de).
    """
    rules = committee_rules(repository)
    for meeting in repository.all(Meeting):
        if meeting.form is MeetingForm.IN_PERSON or meeting.state is MeetingState.CANCELLED:
            continue
        if rules is None or not getattr(rules, meeting.form.value):
            yield found(
                meeting,
                "form",
                text("the form is {form}, which the committee's rules do not allow", form=meeting.form),
                help=text("correct the form, or allow it in the committee's rules in kic.yaml"),
            )


# -- the invitation ------------------------------------------------------------------------------------


@rule("KIC707", "invitation-short", Severity.WARNING)
def invitation_short(repository: Snapshot) -> Iterator[Finding]:
    """Between the invitation and the meeting lie as many full days as the rules want.

    Why: Members need time to prepare and to disclose. Whoever was invited too late can challenge what was resolved.
    The day of the invitation and the day of the meeting do not count.

    Fix: Invite to a later day. If the matter could not wait, say so in `note` and accept the finding by a waiver.

    Source: `committee.notice_days` in `kic.yaml` names its source; kic knows no period of its own.
    """
    rules = committee_rules(repository)
    notice = rules.notice_days if rules else None
    if notice is None:
        return
    for meeting in repository.all(Meeting):
        if meeting.invitation is None or meeting.state is MeetingState.CANCELLED:
            continue
        day = meeting.starts.local.date()
        between = (day - meeting.invitation.sent).days - 1
        if 0 <= between < notice.value:
            yield found(
                meeting,
                ("invitation", "sent"),
                plural(
                    "{n} full day lies between the invitation on {sent} and the meeting on {day}, expected {notice}",
                    "{n} full days lie between the invitation on {sent} and the meeting on {day}, expected {notice}",
                    n=between,
                    sent=meeting.invitation.sent,
                    day=day,
                    notice=notice.value,
                ),
                help=text("invite to a later day; the rule is {source}", source=notice.source),
            )


@dated_rule("KIC708", "invitation-day")
def invitation_day(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """The invitation went out before the day of the meeting, and not in the future.

    Why: The day of the invitation shows that all had the same time to prepare.

    Fix: Correct one of the two days.

    Source: § 34 GemO RLP (convening).
    """
    for meeting in repository.all(Meeting):
        if meeting.invitation is None:
            continue
        sent, day = meeting.invitation.sent, meeting.starts.local.date()
        if sent >= day:
            message = text("the invitation went out on {sent}, the meeting is on {day}", sent=sent, day=day)
        elif sent > today:
            message = text("the invitation went out on {sent}, and today is {today}", sent=sent, today=today)
        else:
            continue
        yield found(meeting, ("invitation", "sent"), message, help=text("correct one of the two days"))


@rule("KIC709", "second-invitation")
def second_invitation(repository: Snapshot) -> Iterator[Finding]:
    """A second invitation follows a meeting that was held and lacked a quorum.

    Why: At a second invitation few members can resolve for all. That is allowed only on the same matters, after the
    first meeting lacked a quorum, and if the invitation said that few suffice.

    Fix: Name the meeting that lacked a quorum (`kic meeting second` does), or take `second_of` and
    `says_small_quorum` out.

    Source: § 39(1) GemO RLP: three members at the second invitation, if it says so.
    """
    for meeting in repository.all(Meeting):
        invitation = meeting.invitation
        if invitation is None:
            continue
        if invitation.second_of is None:
            if invitation.says_small_quorum:
                yield found(
                    meeting,
                    ("invitation", "says_small_quorum"),
                    text("the invitation says that few members suffice, and names no first meeting"),
                    help=text("name the meeting that lacked a quorum as second_of, or take this out"),
                )
            continue
        first = repository.get(Meeting, invitation.second_of)
        if first is None:
            continue  # an unknown reference is found elsewhere
        held = first.starts.local.date()
        if first.id == meeting.id:
            message = text("a meeting is no second one of itself")
        elif first.state is not MeetingState.HELD or all(
            each.result is not Result.NO_QUORUM for each in first.items
        ):
            message = text("no item of {first} lacked a quorum", first=first.id)
        elif invitation.sent < held:
            message = text(
                "this second invitation went out on {sent}, before the first meeting on {held}",
                sent=invitation.sent,
                held=held,
            )
        else:
            continue
        yield found(
            meeting,
            ("invitation", "second_of"),
            message,
            help=text("name the meeting that lacked a quorum"),
            related=[Related(repository.place(first), text("the first meeting"))]
            if first is not meeting
            else [],
        )


# -- the agenda ----------------------------------------------------------------------------------------


@rule("KIC714", "item-numbers")
def item_numbers(repository: Snapshot) -> Iterator[Finding]:
    """The items of an agenda are numbered upwards, each number once.

    Why: Minutes, letters and members name an item by its number.

    Fix: Number the items in the order of the agenda.

    Source: § 34 GemO RLP (agenda); § 41(1) GemO RLP (agenda in the minutes).
    """
    for meeting in repository.all(Meeting):
        last = 0
        for position, item in enumerate(meeting.items):
            if item.number <= last:
                yield found(
                    meeting,
                    ("items", position, "number"),
                    text("item {number} stands behind item {last}", number=item.number, last=last)
                    if last
                    else text("an agenda begins with item 1, not with {number}", number=item.number),
                    help=text("number the items in the order of the agenda"),
                )
            last = max(last, item.number)


@rule("KIC736", "private-person-in-public", Severity.WARNING)
def private_person_in_public(repository: Snapshot) -> Iterator[Finding]:
    """The application of a private person is dealt with in a non-public item.

    Why: Who asks for money, and why it is refused, is nobody else's business. Sittings are public unless interests of
    individuals that are worth protecting demand otherwise.

    Fix: Set `public: false` for this item, or deal with this application in an item of its own. If the person agreed,
    accept the finding by a waiver.

    Source: § 35(1) GemO RLP (kommunalbrevier.de); for committees by reference.
    """
    private = {
        each.id
        for each in repository.all(Application)
        if each.applicant.applicant is ApplicantKind.PRIVATE_PERSON
    }
    if not private:
        return
    for meeting in repository.all(Meeting):
        if meeting.state is MeetingState.CANCELLED:
            continue
        for position, item in enumerate(meeting.items):
            if not item.public:
                continue
            for place, about in enumerate(item.about):
                if about in private:
                    yield found(
                        meeting,
                        ("items", position, "about", place),
                        text(
                            "item {number} is public, and the applicant of {id} is a private person",
                            number=item.number,
                            id=about,
                        ),
                        help=text("deal with it in a non-public item"),
                    )


RULES: tuple[Rule, ...] = (
    meeting_not_invited,
    meeting_begun_uninvited,
    meeting_ahead_of_its_day,
    held_without_attendance,
    item_without_result,
    meeting_overdue,
    meeting_form_not_allowed,
    invitation_short,
    invitation_day,
    second_invitation,
    item_numbers,
    private_person_in_public,
    *agenda_rules.RULES,
    *attendance_rules.RULES,
    *minutes_rules.RULES,
)
