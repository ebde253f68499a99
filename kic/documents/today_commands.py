"""Which command carries out what is due: for each kind of date the words behind `kic`, and what a person has to add."""

import datetime
import functools
from collections import Counter
from collections.abc import Callable, Sequence

from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.documents.today_words import Blank, Command, Reads, plain
from kic.domain.accounts.calls import call_accounts
from kic.domain.agenda import Due, DueKind
from kic.domain.applications import Application
from kic.domain.calls import Call, CallState, Visibility
from kic.domain.concept.recommendation import SUCCEEDED, Status
from kic.domain.decisions import Decision
from kic.domain.decisions.of_call import decisions_of
from kic.domain.meetings import DECIDED, Meeting, MeetingState
from kic.domain.meetings.exclusion_rules import took_part
from kic.domain.meetings.quorum import at_item, roll_of
from kic.domain.notices import ConditionEvent, Notice, NoticeKind, Objection, ObjectionEvent
from kic.domain.notices.drafting import open_draft
from kic.domain.notices.grant import blocking
from kic.domain.notices.standing import issued_on, last_step, notices_of, posting_of, set_aside_on
from kic.domain.notices.step_rules import budget_year_of
from kic.domain.payments import Payment, PaymentEvent
from kic.domain.payments.standing import DUTIES, is_payout, next_event
from kic.domain.reporting import Examination, Report
from kic.domain.reporting.examination_rules import examiners
from kic.domain.reporting.standing import missing_accounts
from kic.domain.scoring import ScoreSheet
from kic.domain.settings import Duty, Settings


def command_of(repository: Snapshot, due: Due, today: datetime.date) -> Command:
    """The command for something that is due; to look at the record, where there is nothing to write."""
    found = _BY_KIND[due.kind](repository, due, today)
    return found if found is not None else plain("show", due.record)


# -- calls and applications --------------------------------------------------------------------------------


def _call(repository: Snapshot, due: Due, today: datetime.date) -> Command | None:
    call = repository.get(Call, due.record)
    if call is None:
        return None
    if due.key == "settle-by":
        account = call_accounts(repository).get(call.id)
        return (
            plain("trace", call.id) if account is None or account.open else plain("call", "settle", call.id)
        )
    if due.key == "spend-by":
        return plain("report", "list", call.id)
    return on_the_way(repository, call, today)


def on_the_way(repository: Snapshot, call: Call, today: datetime.date) -> Command:
    """What comes next for a call that is not decided yet."""
    if call.state is CallState.DRAFT:
        return plain("call", "freeze" if call.terms.frozen is None else "open", call.id)
    if call.state is CallState.OPEN:
        if call.closes is not None and call.closes.local.date() < today:
            return plain("call", "close", call.id)
        return plain("list", "application", "--where", f"call={call.id}")
    matters = {call.id, *(each.id for each in repository.all(Application) if each.call == call.id)}
    meetings = [
        meeting
        for meeting in repository.all(Meeting)
        if any(matters.intersection(item.about) for item in meeting.items)
    ]
    told = {decision.meeting for decision in decisions_of(repository, call)}
    for meeting in reversed(meetings):
        if meeting.id in told:
            break
        decided = (item.result in DECIDED for item in meeting.items if matters.intersection(item.about))
        if meeting.state is MeetingState.HELD and any(decided):
            return plain("meeting", "award", call.id, meeting.id)
    if not any(sheet.call == call.id for sheet in repository.all(ScoreSheet)):
        return plain("score", "out", call.id, "-o", f"sheets-{call.id}")
    if call.marks_visible is Visibility.NOBODY:
        return plain("call", "stage", call.id, "office")
    ahead = [each for each in meetings if each.state in (MeetingState.PLANNED, MeetingState.INVITED)]
    if ahead:
        return plain("score", "discuss", call.id)
    return plain("meeting", "plan", asks=("--date", "--at", "--title"))


def _papers(repository: Snapshot, due: Due, _: datetime.date) -> Command | None:
    if repository.get(Application, due.record) is not None:
        return plain("application", "lapse" if due.overdue else "receive", due.record)
    return plain("report", "papers", due.record)


# -- meetings ----------------------------------------------------------------------------------------------


def _meeting(repository: Snapshot, due: Due, today: datetime.date) -> Command | None:
    meeting = repository.get(Meeting, due.record)
    if meeting is None:
        return None
    if meeting.state is MeetingState.PLANNED:
        if not meeting.items:
            return plain("meeting", "item", meeting.id, asks=("--title",))
        return plain("meeting", "invite", meeting.id) if meeting.starts.local.date() > today else None
    if meeting.starts.local.date() > today:
        return plain("meeting", "show", meeting.id)
    if not meeting.present:
        absent = Blank(
            option="--all-but",
            question=text("Which seats did not come, such as s05,s11? Nothing means that all came:"),
            empty=("--all",),
        )
        return Command(words=("meeting", "attend", meeting.id), blanks=(absent,))
    for item in meeting.items:
        if item.result is None:
            number = str(item.number)
            if took_part(meeting, item, roll_of(repository)):
                return plain("meeting", "exclude", meeting.id, number)
            if at_item(repository, meeting, item).stands is False:
                return plain("meeting", "result", meeting.id, number, "no_quorum")
            return plain("meeting", "vote", meeting.id, number, asks=("--for", "--against"))
    return plain("meeting", "close", meeting.id)


def _minutes(repository: Snapshot, due: Due, _: datetime.date) -> Command | None:
    meeting = repository.get(Meeting, due.record)
    written = meeting is not None and meeting.minutes is not None
    blank = (
        Blank(option="--sent", question=text("When were the minutes sent?"), reads=Reads.DAY)
        if written
        else Blank(option="--written", question=text("When were they written?"), reads=Reads.DAY)
    )
    return Command(words=("meeting", "minutes", due.record), blanks=(blank,))


# -- notices -----------------------------------------------------------------------------------------------


def _notice(repository: Snapshot, due: Due, _: datetime.date) -> Command | None:
    if due.key == "notices":
        return _missing_notices(repository, due)
    if due.key == "settlement":
        return _settlement(repository, due)
    if due.key == "delivery":
        arrived = Blank(option="--on", question=text("On which day did it arrive?"), reads=Reads.DAY)
        return Command(words=("notice", "deliver", due.record), blanks=(arrived,))
    notice = repository.get(Notice, due.record)
    many = notice is not None and _to_be_posted(repository)[notice.call] > 1
    return plain("notice", "post", notice.call if notice is not None and many else due.record)


@functools.lru_cache(maxsize=4)  # asked for each of them
def _to_be_posted(repository: Snapshot) -> Counter[str]:
    """How many notices of each call are issued and have not left the house."""
    return Counter(
        each.call
        for each in repository.all(Notice)
        if issued_on(each) is not None and set_aside_on(each) is None and posting_of(each) is None
    )


def _missing_notices(repository: Snapshot, due: Due) -> Command | None:
    decision = repository.get(Decision, due.record)
    call = repository.get(Call, decision.call) if decision is not None else None
    if decision is None or call is None:
        return None
    if any(open_draft(repository, each) is None for each in due.concerns):
        return plain("notice", "draft", call.id)
    year = budget_year_of(repository, call)
    if year is not None and year[1].announced is None:
        announced = Blank(
            option="--announced",
            question=text("When was the budget by-law publicly announced?"),
            reads=Reads.DAY,
        )
        return Command(words=("year", "budget", str(year[1].year)), blanks=(announced,))
    return issuing(repository, call.id)


def _settlement(repository: Snapshot, due: Due) -> Command | None:
    examination = repository.get(Examination, due.record)
    if examination is None:
        return None
    for notice in notices_of(repository, examination.application):
        if notice.notice is NoticeKind.SETTLEMENT and issued_on(notice) is None:
            return issuing(repository, notice.id)
    return plain("notice", "settle", examination.application)


def issuing(repository: Snapshot, id: str) -> Command:  # noqa: A002
    """The command that issues notices."""
    return plain("notice", "issue", id, asks=_role(repository, Duty.SIGN))


def _role(repository: Snapshot, duty: Duty, option: str = "--role") -> tuple[str, ...]:
    """The option for a role that a command asks for, where not just one has the duty."""
    settings = repository.only(Settings)
    able = sum(duty in role.duties for role in settings.roles) if settings is not None else 0
    return () if able == 1 else (option,)


def _hearing(repository: Snapshot, due: Due, _: datetime.date) -> Command | None:
    if due.key == "heard" or due.overdue:
        return issuing(repository, due.record)
    return plain("notice", "hear", due.record, "--answered")


def _of_its_application(repository: Snapshot, due: Due, _: datetime.date) -> Command | None:
    notice = repository.get(Notice, due.record) or repository.get(Examination, due.record)
    if notice is None:
        return None
    words = ("notice", "list") if isinstance(notice, Notice) else ("report", "show")
    return plain(*words, notice.application)


def _objection(repository: Snapshot, due: Due, _: datetime.date) -> Command | None:
    objection = repository.get(Objection, due.record)
    if objection is None or due.key != "decision":
        return plain("notice", "objection", due.record)
    handed_over = last_step(objection) is not None
    values = (
        (ObjectionEvent.HEARD, ObjectionEvent.WITHDRAWN)
        if handed_over
        else (
            ObjectionEvent.REMEDIED,
            ObjectionEvent.PARTLY_REMEDIED,
            ObjectionEvent.HANDED_OVER,
            ObjectionEvent.WITHDRAWN,
        )
    )
    last = last_step(objection)
    if last is not None and last.event is ObjectionEvent.HEARD:
        return Command(
            words=("notice", "objection", due.record, ObjectionEvent.DECIDED.value), asks=("--outcome",)
        )
    happened = Blank(question=text("What happened?"), reads=Reads.VALUE, values=values)
    return Command(words=("notice", "objection", due.record), blanks=(happened,))


def _condition(repository: Snapshot, due: Due, _: datetime.date) -> Command | None:  # noqa: ARG001
    return on_condition(due.record, due.key.removeprefix("condition-"))


def on_condition(notice: str, condition: str) -> Command:
    """What became of a condition, with what each answer needs besides."""
    return Command(
        words=("notice", "condition", notice, condition),
        blanks=(
            Blank(
                question=text("What became of {id}?", id=condition),
                reads=Reads.VALUE,
                values=tuple(ConditionEvent),
            ),
            Blank(
                option="--evidence",
                question=text("What shows that it is met?"),
                when=(ConditionEvent.MET.value,),
            ),
            Blank(
                option="--due",
                question=text("Until when has it to be met now?"),
                reads=Reads.DAY,
                when=(ConditionEvent.EXTENDED.value,),
            ),
            Blank(
                option="--reason",
                question=text("Why?"),
                when=(ConditionEvent.EXTENDED.value, ConditionEvent.WAIVED.value),
            ),
        ),
    )


def _register(_repository: Snapshot, due: Due, _: datetime.date) -> Command | None:
    return plain("notice", "register", due.record)


# -- payments and reports ----------------------------------------------------------------------------------

_STEPS = {
    PaymentEvent.CERTIFIED: "certify",
    PaymentEvent.ORDERED: "order",
    PaymentEvent.RELEASED: "release",
    PaymentEvent.BOOKED: "book",
}


def _payment(repository: Snapshot, due: Due, today: datetime.date) -> Command | None:
    payment = repository.get(Payment, due.record)
    if payment is None:
        number = due.key.removeprefix("instalment-")
        more = ("--instalment", number) if number != "0" else ()
        return plain("payment", "request", due.record, *more)
    event = next_event(payment)
    if event is None:
        return None
    stopped = _stopped(repository, payment, today)
    if stopped is not None:
        return stopped
    if event is PaymentEvent.BOOKED:
        return plain("payment", "book", payment.id, asks=("--voucher",))
    asks = _role(repository, DUTIES[event])
    if event is PaymentEvent.RELEASED:
        settings = repository.only(Settings)
        able = sum(Duty.RELEASE in role.duties for role in settings.roles) if settings is not None else 0
        asks = () if able == _TWO else ("--role", "--second")
    together = (payment.call, event) in _at_once(repository, today)
    return plain("payment", _STEPS[event], payment.call if together else payment.id, asks=asks)


def _stopped(repository: Snapshot, payment: Payment, today: datetime.date) -> Command | None:
    """What has to happen before a payout can go on; None where nothing stops it."""
    if not is_payout(payment):
        return None
    number = None if payment.instalment is None else int(payment.instalment)
    for held in blocking(repository, payment.application, number, today):
        return on_condition(held.notice.id, held.condition.id)
    application = repository.get(Application, payment.application)
    for owed in missing_accounts(repository, application, today) if application is not None else ():
        return plain("notice", "remind", owed.application.id, owed.due.report.value)
    return None


@functools.lru_cache(maxsize=4)  # asked for each of them
def _at_once(repository: Snapshot, today: datetime.date) -> frozenset[tuple[str, PaymentEvent]]:
    """Steps that several payments of a call wait for, where nothing stops any of them."""
    waiting: dict[tuple[str, PaymentEvent], list[bool]] = {}
    for each in repository.all(Payment):
        event = next_event(each)
        if event is not None:
            stopped = _stopped(repository, each, today) is not None
            waiting.setdefault((each.call, event), []).append(stopped)
    return frozenset(key for key, stopped in waiting.items() if len(stopped) > 1 and not any(stopped))


_TWO = 2
"""So many release a payment."""


def _repayment(repository: Snapshot, due: Due, today: datetime.date) -> Command | None:
    if due.key == "claim":
        return plain("payment", "expect", due.record, asks=("--due",))
    return _payment(repository, due, today)


def _report(repository: Snapshot, due: Due, _: datetime.date) -> Command | None:
    if repository.get(Application, due.record) is None:
        return plain("report", "list", due.record)
    kind = due.key.removeprefix("report-")[: -len("-2026-01-01")]
    if due.overdue and notices_of(repository, due.record):
        return plain("notice", "remind", due.record, kind)
    return plain("report", "show", due.record)


def _examination(repository: Snapshot, due: Due, _: datetime.date) -> Command | None:
    asks = () if len(examiners(repository)) == 1 else ("--role",)
    if repository.get(Report, due.record) is None:
        return None
    return plain("report", "examine", due.record, asks=asks)


# -- the concept, the settings -----------------------------------------------------------------------------


def _update(_repository: Snapshot, due: Due, _: datetime.date) -> Command | None:
    return Command(
        words=("status", due.record),
        blanks=(
            Blank(question=text("How far is it?"), reads=Reads.VALUE, values=tuple(Status)),
            Blank(
                option="--successor",
                question=text("Which recommendations go on, such as he-01,he-02?"),
                when=tuple(each.value for each in Status if each in SUCCEEDED),
                several=True,
            ),
            Blank(option="--evidence", question=text("What shows it?"), when=(Status.IMPLEMENTED.value,)),
            Blank(
                option="--note",
                question=text("What differs from the plan, and why?"),
                when=tuple(each.value for each in _DEVIATES),
            ),
            Blank(
                option="--note",
                question=text("What happened? Nothing leaves it out."),
                when=tuple(each.value for each in Status if each not in _DEVIATES),
                empty=(),
            ),
        ),
    )


def status_query(dues: Sequence[Text], today: datetime.date) -> Command | None:
    """Asking all who owe an update at once: the query covers what has no entry since the last of these days."""
    days = [day for said in dues if isinstance(day := said.values.get("day"), datetime.date)]
    if not days:
        return None
    since = (max(days) + datetime.timedelta(days=1)).isoformat()
    folder = f"status-{today.isoformat()}"
    return plain(
        "sheet", "out", "status", "--by", "body", "-o", folder, "--unanswered-since", since, "--mail"
    )


_DEVIATES = (Status.POSTPONED, Status.DROPPED)
"""States that need a reason."""


def _shown(_repository: Snapshot, due: Due, _: datetime.date) -> Command | None:
    return plain("show", due.record)


def _waiver(_repository: Snapshot, due: Due, _: datetime.date) -> Command | None:
    return plain("explain", due.key.split("-")[1].upper())


def _always(*words: str) -> Callable[[Snapshot, Due, datetime.date], Command | None]:
    return lambda _repository, _due, _today: plain(*words)


_BY_KIND: dict[DueKind, Callable[[Snapshot, Due, datetime.date], Command | None]] = {
    DueKind.CALL: _call,
    DueKind.PAPERS: _papers,
    DueKind.MEETING: _meeting,
    DueKind.MINUTES: _minutes,
    DueKind.TERM: _always("list", "seat"),
    DueKind.NOTICE: _notice,
    DueKind.HEARING: _hearing,
    DueKind.REMEDY: _of_its_application,
    DueKind.OBJECTION: _objection,
    DueKind.CONDITION: _condition,
    DueKind.REPORT: _report,
    DueKind.EXAMINATION: _examination,
    DueKind.PAYMENT: _payment,
    DueKind.REPAYMENT: _repayment,
    DueKind.LIMIT: _of_its_application,
    DueKind.REGISTER: _register,
    DueKind.UPDATE: _update,
    DueKind.REVIEW: _shown,
    DueKind.CONSULTATION: _always("consultation", "list"),
    DueKind.CONTRIBUTION: _always("contribution", "list", "--open"),
    DueKind.COUNCIL: _always("render", "implementation-report"),
    DueKind.SETTING: _waiver,
    DueKind.RETENTION: _always("erase", "--list"),
}
