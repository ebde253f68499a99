"""What must hold while an application is made complete: what is asked for, until when, and how it ends."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.place import Field
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.applications import Application, Ineligible, PapersEntry, PapersEvent
from kic.domain.applications.papers import Standing, standing
from kic.domain.applications.rules import received_in_future
from kic.domain.calls.clock import Clock, fault
from kic.domain.settings import Settings


def _with_papers(repository: Snapshot) -> Iterator[Application]:
    return (each for each in repository.all(Application) if each.papers)


def _steps(application: Application) -> Iterator[tuple[int, PapersEntry, Standing]]:
    """Each entry with its position and what stood before it."""
    now = Standing()
    for position, entry in enumerate(application.papers):
        yield position, entry, now
        now = now.after(entry)


# -- asking for what is missing ------------------------------------------------------------------------


@rule("KIC530", "papers-order")
def papers_order(repository: Snapshot) -> Iterator[Finding]:
    """The steps of making an application complete follow each other in time.

    Why: Whether papers came in time is read from these dates.

    Fix: Correct the date. An entry that was forgotten is added at its place in time.

    Source: Data model of kic.
    """
    for each in _with_papers(repository):
        earlier, field = each.received.local.date(), ("received",)
        for position, entry in enumerate(each.papers):
            at: Field = ("papers", position, "date")
            if entry.date < earlier:
                yield found(
                    each,
                    at,
                    text("{date} is before {earlier}", date=entry.date, earlier=earlier),
                    help=text("correct one of the two dates"),
                    related=[Related(repository.place(each, *field), text("the earlier step"))],
                )
            earlier, field = entry.date, at  # type: ignore[assignment]


@rule("KIC531", "papers-step-incomplete")
def papers_step_incomplete(repository: Snapshot) -> Iterator[Finding]:
    """Who asks for papers says which, and until when; who receives some says which.

    Why: An application may be dropped for papers that are missing. That stands only if the applicant knew
    what was missing and had time.

    Fix: Enter `papers`, and `due` where they are asked for.

    Source: § 25 VwVfG (the authority works towards complete applications); equal treatment (Art. 3 GG).
    """
    for each in _with_papers(repository):
        for position, entry in enumerate(each.papers):
            for field, message, help_ in _entry_faults(entry):
                yield found(each, ("papers", position, *field), message, help=help_)


def _entry_faults(entry: PapersEntry) -> Iterator[tuple[Field, Text, Text]]:
    asked = entry.event is PapersEvent.ASKED
    if not entry.papers and entry.event in (PapersEvent.ASKED, PapersEvent.RECEIVED):
        yield (
            ("papers",),
            text("papers are asked for, but not which") if asked else text("papers came, but not which"),
            text("name the papers"),
        )
    if asked and entry.due is None:
        yield ("due",), text("papers are asked for, but not until when"), text("enter the day until which")
    elif asked and entry.due is not None and entry.due <= entry.date:
        yield (
            ("due",),
            text("asked for on {date}, due on {due}: that leaves no time", date=entry.date, due=entry.due),
            text("enter a later day"),
        )
    elif not asked and entry.due is not None:
        yield ("due",), text("only what is asked for has a day until which"), text("take it out")


@rule("KIC539", "papers-after-the-end", requires=(papers_order,))
def papers_after_the_end(repository: Snapshot) -> Iterator[Finding]:
    """What is complete is only asked for more, and what has lapsed stays lapsed.

    Why: An application that came back to life after its end would need a reason that holds for all others
    that lapsed, too.

    Fix: Take the later entry out. If the end was recorded by mistake, restore the recorded file.

    Source: Equal treatment (Art. 3 GG).
    """
    for each in _with_papers(repository):
        for position, entry, before in _steps(each):
            if before.ended is None or (
                before.ended is PapersEvent.COMPLETE and entry.event is PapersEvent.ASKED
            ):
                continue
            yield found(
                each,
                ("papers", position, "event"),
                text(
                    "{event}, but the application was {ended} already", event=entry.event, ended=before.ended
                ),
                help=text("take this entry out")
                if before.ended is PapersEvent.LAPSED
                else text("ask for more first, or take this entry out"),
            )


@rule("KIC533", "papers-late", requires=(papers_order, papers_step_incomplete))
def papers_late(repository: Snapshot) -> Iterator[Finding]:
    """Papers that came too late are taken only with a reason.

    Why: The day until which papers may come is the same kind of limit for all. To take them later is a
    decision that must hold for every other applicant.

    Fix: Enter the reason in `note`, or let the application lapse.

    Source: Equal treatment (Art. 3 GG): the city is bound by its own practice.
    """
    for each in _with_papers(repository):
        for position, entry, before in _steps(each):
            if (
                entry.event is PapersEvent.RECEIVED
                and before.due is not None
                and entry.date > before.due
                and not (entry.note or "").strip()
            ):
                yield found(
                    each,
                    ("papers", position, "date"),
                    text("came on {date}, but were due on {due}", date=entry.date, due=before.due),
                    help=text("enter in note why they are taken, or let the application lapse"),
                )


@rule("KIC534", "complete-with-papers-missing", requires=(papers_order, papers_after_the_end))
def complete_with_papers_missing(repository: Snapshot) -> Iterator[Finding]:
    """An application is complete when all that was asked for has come.

    Why: The committee decides on complete applications. One that goes through without a paper that another
    lapsed for is treated better.

    Fix: Record what has come, or ask for the rest.

    Source: Call of 2026 in Kaiserslautern (form and cost breakdown are mandatory); Art. 3 GG.
    """
    for each in _with_papers(repository):
        for position, entry, before in _steps(each):
            if entry.event is PapersEvent.COMPLETE and before.missing:
                yield found(
                    each,
                    ("papers", position, "event"),
                    text("complete, but these papers are missing: {papers}", papers=before.missing),
                    help=text("record what has come, or ask for the rest"),
                )


@rule("KIC535", "lapsed-too-soon", requires=(papers_order, papers_after_the_end))
def lapsed_too_soon(repository: Snapshot) -> Iterator[Finding]:
    """An application lapses for papers that were asked for, are missing, and were due.

    Why: To drop an application before the day that was named, or for papers that nobody asked for, takes
    from the applicant what was promised.

    Fix: Wait until the day after, or take the entry out.

    Source: § 25 VwVfG (the authority works towards complete applications); good faith.
    """
    for each in _with_papers(repository):
        for position, entry, before in _steps(each):
            if entry.event is not PapersEvent.LAPSED:
                continue
            if not before.missing:
                message = text("lapsed, but no paper that was asked for is missing")
            elif before.due is not None and entry.date <= before.due:
                message = text(
                    "lapsed on {date}, but papers may come until {due}", date=entry.date, due=before.due
                )
            else:
                continue
            yield found(
                each,
                ("papers", position),
                message,
                help=text("wait until the day after, or take this entry out"),
            )


@rule("KIC536", "lapse-and-reason", requires=(papers_after_the_end,))
def lapse_and_reason(repository: Snapshot) -> Iterator[Finding]:
    """An application is out as incomplete when it has lapsed, and only then.

    Why: Whoever is refused for missing papers can ask which, and until when they might have come. Without
    the steps there is no answer.

    Fix: Ask for the papers and let the application lapse when they do not come; or correct `ineligible`.

    Source: § 25 VwVfG; § 39 VwVfG (a refusal gives its reasons).
    """
    for each in repository.all(Application):
        marked = Ineligible.INCOMPLETE in each.ineligible
        if not marked and not each.papers:
            continue
        lapsed = any(entry.event is PapersEvent.LAPSED for entry in each.papers)
        if marked is lapsed or (marked and (each.tells("papers") or each.tells("ineligible"))):
            continue
        yield found(
            each,
            "ineligible",
            text("out as incomplete, but nothing was asked for that did not come")
            if marked
            else text("the application has lapsed, but incomplete is no reason here"),
            help=text("ask for the papers first; see kic application ask")
            if marked
            else text("add incomplete to ineligible"),
        )


@dated_rule("KIC537", "papers-overdue", Severity.WARNING, requires=(papers_step_incomplete,))
def papers_overdue(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """When papers do not come by their day, the application is settled one way or the other.

    Why: An application that hangs between can neither be marked nor refused, and the committee meets.

    Fix: Record what has come, give more time by asking again, or let the application lapse.

    Source: § 10 VwVfG (proceedings are simple, fit for purpose and swift).
    """
    for each in _with_papers(repository):
        now = standing(each)
        if (
            now.ended is None
            and now.missing
            and now.due is not None
            and now.due < today
            and not each.ineligible
        ):
            last = max(n for n, entry in enumerate(each.papers) if entry.event is PapersEvent.ASKED)
            yield found(
                each,
                ("papers", last, "due"),
                text("due on {due}, and still missing: {papers}", due=now.due, papers=now.missing),
                help=text("record what has come, ask again, or let it lapse: kic application lapse"),
            )


# -- dates and reasons ---------------------------------------------------------------------------------


@dated_rule("KIC538", "dated-ahead", requires=(received_in_future,))
def dated_ahead(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """What has happened to an application has happened: no date lies in the future.

    Why: Advice, consent and papers count from their day on. A day to come is a typing mistake, or a promise.

    Fix: Correct the date.

    Source: Data model of kic.
    """
    for each in repository.all(Application):
        for field, day in _days(each):
            if day > today:
                yield found(
                    each,
                    field,
                    text("{date} has not come yet; today is {today}", date=day, today=today),
                    help=text("correct the date"),
                )


def _days(application: Application) -> Iterator[tuple[Field, datetime.date]]:
    for position, entry in enumerate(application.papers):
        yield ("papers", position, "date"), entry.date
    for position, advice in enumerate(application.advice):
        yield ("advice", position, "date"), advice.date
    for position, plan in enumerate(application.adapted):
        yield ("adapted", position, "received"), plan.received
    early = application.early_start
    if early is not None:
        yield ("early_start", "requested"), early.requested
        if early.consented is not None:
            yield ("early_start", "consented"), early.consented


_WITH_WORDS = (Ineligible.WRONG_THEME, Ineligible.NOT_ENTITLED, Ineligible.ALREADY_BEGUN)
"""Reasons that rest on a judgement. The others can be read from dates and steps."""


@rule("KIC543", "reason-not-explained", Severity.WARNING)
def reason_not_explained(repository: Snapshot) -> Iterator[Finding]:
    """An application that is out by a judgement says why.

    Why: The refusal has to give reasons, and the same reason has to hold for every other application.

    Fix: Enter `ineligible_note`. It names no person.

    Source: § 39 VwVfG (a refusal gives its reasons).
    """
    for each in repository.all(Application):
        if not each.ineligible and each.ineligible_note is not None:
            yield found(
                each,
                "ineligible_note",
                text("there is a reason in words, but the application takes part"),
                help=text("add the reason to ineligible, or take the words out"),
            )
        judged = tuple(reason for reason in each.ineligible if reason in _WITH_WORDS)
        if judged and not (each.ineligible_note or "").strip() and not each.tells("ineligible_note"):
            yield found(
                each,
                "ineligible",
                text("out for this reason, without a word why: {reasons}", reasons=judged),
                help=text("enter ineligible_note"),
            )


@rule("KIC552", "reason-twice")
def reason_twice(repository: Snapshot) -> Iterator[Finding]:
    """Each reason stands once.

    Why: Reports count the reasons.

    Fix: Take one of the two out.

    Source: Data model of kic.
    """
    for each in repository.all(Application):
        if len(each.ineligible) < 2:  # noqa: PLR2004
            continue
        for position, reason in enumerate(each.ineligible):
            if reason in each.ineligible[:position]:
                yield found(
                    each,
                    ("ineligible", position),
                    text("the reason {reason} stands here twice", reason=reason),
                    help=text("take one of the two out"),
                )


@rule("KIC551", "received-off-the-clock")
def received_off_the_clock(repository: Snapshot) -> Iterator[Finding]:
    """An application is received at a time that the clock shows.

    Why: When summer time begins an hour is left out. A time in it is a typing mistake, and it may decide
    whether the application was late.

    Fix: Correct the time of receipt.

    Source: Verordnung über die Sommerzeit (2001): clocks are changed on a Sunday at 02:00 and 03:00.
    """
    settings = repository.only(Settings)
    zone = settings.time_zone if settings is not None else "Europe/Berlin"
    for each in repository.all(Application):
        if fault(each.received, zone) is Clock.NEVER:
            moment = each.received.local
            yield found(
                each,
                "received",
                text("on {day} there is no {time}", day=moment.date(), time=f"{moment:%H:%M}"),
                help=text("correct the time of receipt"),
            )


RULES: tuple[Rule, ...] = (
    papers_order,
    papers_step_incomplete,
    papers_after_the_end,
    papers_late,
    complete_with_papers_missing,
    lapsed_too_soon,
    lapse_and_reason,
    papers_overdue,
    dated_ahead,
    reason_not_explained,
    reason_twice,
    received_off_the_clock,
)
