"""What is due of calls, applications and meetings, until the committee has decided."""

import datetime
from collections.abc import Iterator

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.agenda import Day, Due, DueKind, Owes
from kic.domain.applications import Application
from kic.domain.applications.papers import standing
from kic.domain.calls import Call, CallState
from kic.domain.meetings import Meeting, MeetingState
from kic.domain.meetings.minutes_rules import month_after
from kic.domain.meetings.rules import committee_rules
from kic.domain.notices import Notice
from kic.domain.periods.law import latest_day_before


def of_calls(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Opening and deadline, the decision, the ends of spending and settlement, reports where no notice names them."""
    noticed = {each.call for each in repository.all(Notice)}
    for call in repository.all(Call):
        yield from _before_decision(call, day)
        if call.state is CallState.DECIDED:
            yield from _after_decision(call, day, noticed=call.id in noticed)


def _before_decision(call: Call, day: Day) -> Iterator[Due]:
    if call.state is CallState.DRAFT:
        yield from day.until(
            call.opens,
            kind=DueKind.CALL,
            record=call.id,
            key="opens",
            what=text("opening for applications"),
            owes=Owes.OFFICE,
        )
    if call.state in (CallState.DRAFT, CallState.OPEN) and call.closes is not None:
        yield from day.until(
            call.closes.local.date(),
            kind=DueKind.CALL,
            record=call.id,
            key="closes",
            what=text("deadline for applications"),
            owes=Owes.APPLICANT,
        )
    unknown = any(gap.field == "decided" for gap in call.gaps)  # it may well have been decided long ago
    expected = call.decision_expected
    if call.state in (CallState.OPEN, CallState.CLOSED) and expected is not None and not unknown:
        yield from day.until(
            expected.latest,
            kind=DueKind.CALL,
            record=call.id,
            key="decision",
            what=text("decision of the committee"),
            owes=Owes.COMMITTEE,
        )


def _after_decision(call: Call, day: Day, *, noticed: bool) -> Iterator[Due]:
    yield from day.on(
        call.spend_by,
        kind=DueKind.CALL,
        record=call.id,
        key="spend-by",
        what=text("end of the time for spending"),
        owes=Owes.APPLICANT,
    )
    yield from day.until(
        call.settle_by,
        kind=DueKind.CALL,
        record=call.id,
        key="settle-by",
        what=text("end of settlement"),
        owes=Owes.OFFICE,
    )
    settled = call.settle_by is not None and call.settle_by < day.today
    if noticed or settled:  # the notices name the reports, or the settlement takes in what they are about
        return
    for number, report in enumerate(call.reports, start=1):
        yield from day.until(
            report.due,
            kind=DueKind.REPORT,
            record=call.id,
            key=f"reports-{number}",
            what=text("reports of the grantees: {report}", report=report.report),
            owes=Owes.APPLICANT,
        )


def of_applications(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Papers that were asked for and have not come."""
    for application in repository.all(Application):
        papers = standing(application)
        if papers.ended is None and papers.missing and not application.ineligible:
            yield from day.until(
                papers.due,
                kind=DueKind.PAPERS,
                record=application.id,
                key="papers",
                what=text("missing papers: {papers}", papers=papers.missing),
                owes=Owes.APPLICANT,
            )


def of_meetings(repository: Snapshot, day: Day) -> Iterator[Due]:
    """Meetings ahead, the last day for their invitation, and minutes that members have not got."""
    rules = committee_rules(repository)
    notice = rules.notice_days if rules else None
    for meeting in repository.all(Meeting):
        starts = meeting.starts.local.date()
        if meeting.state is MeetingState.PLANNED and notice is not None:
            yield from day.until(
                latest_day_before(starts, notice.value),
                kind=DueKind.MEETING,
                record=meeting.id,
                key="invitation",
                what=text("last day for the invitation: {title}", title=meeting.title),
                owes=Owes.OFFICE,
                source=notice.source,
            )
        if meeting.state in (MeetingState.PLANNED, MeetingState.INVITED):
            yield from day.until(
                starts,
                kind=DueKind.MEETING,
                record=meeting.id,
                key="meeting",
                what=text("meeting: {title}", title=meeting.title),
                owes=Owes.COMMITTEE,
            )
        elif meeting.state is MeetingState.HELD and not meeting.tells("minutes"):
            yield from _minutes(meeting, starts, day)


def _minutes(meeting: Meeting, starts: datetime.date, day: Day) -> Iterator[Due]:
    if meeting.minutes is None or meeting.minutes.sent is None:
        yield from day.until(
            month_after(starts),
            kind=DueKind.MINUTES,
            record=meeting.id,
            key="minutes",
            what=text("minutes to be written and sent: {title}", title=meeting.title)
            if meeting.minutes is None
            else text("minutes to be sent: {title}", title=meeting.title),
            owes=Owes.OFFICE,
            source="§ 41 GemO RLP",
        )
