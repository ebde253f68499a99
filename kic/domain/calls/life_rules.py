"""What must hold of a call's life: legal steps, and terms that stay as they were fixed.

A state of a call is judged by what it needs; a change of state is compared with the committed one. Steps forward
may be several at once: who opens and closes a call between two commits has done nothing wrong.
"""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.place import Place
from kic.core.record import declared
from kic.core.rule import Finding, Rule, change_rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, text
from kic.core.values import Moment, Money, Number, Share
from kic.domain.calls import Call, CallState, Guideline, MoneySource, Reservation, Terms, Visibility
from kic.domain.calls.clock import Clock, fault
from kic.domain.calls.money_rules import AWARDED
from kic.domain.settings import Settings

ORDER = (CallState.DRAFT, CallState.OPEN, CallState.CLOSED, CallState.DECIDED, CallState.SETTLED)
"""The states in the order of life."""

STAGES = (Visibility.NOBODY, Visibility.OFFICE, Visibility.COMMITTEE)
"""Who sees marks, in the order in which they are shown to more people."""


def changed_calls(before: Snapshot, after: Snapshot) -> Iterator[tuple[Call, Call]]:
    """Each call that a change touches and leaves in place, as it was and as it is."""
    for old in before.all(Call):
        new = after.get(Call, old.id)
        if new is not None:
            yield old, new


# -- states --------------------------------------------------------------------------------------------


@change_rule("KIC440", "call-step-back")
def call_step_back(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A call goes forward: draft, open, closed, decided, settled.

    Why: Applicants rely on the state that was made public, and awards on the decision. A call that is opened
    again for some is closed to the others. Only a deadline that is put off opens a closed call again, for all.

    Fix: Put the state back. To give more time, set `state: open` together with a later deadline. A decision
    is changed by an entry of its own, never by taking the state back.

    Source: Equal treatment (Art. 3 GG); § 49 VwVfG (an award is taken back by a decision of its own).
    """
    for old, new in changed_calls(before, after):
        if ORDER.index(new.state) >= ORDER.index(old.state):
            continue
        if (old.state, new.state) == (CallState.CLOSED, CallState.OPEN):
            if _later(old.closes, new.closes):
                continue
            help_ = text(
                "put the state back by hand or with kic undo FILE, or enter the later deadline that opens it again "
                "for all"
            )
        else:
            help_ = text("put the state back by hand or with kic undo FILE")
        yield found(
            new,
            "state",
            text("{state}, but this call was {before} already", state=new.state, before=old.state),
            help=help_,
        )


def _later(old: Moment | None, new: Moment | None) -> bool:
    return old is not None and new is not None and new.local > old.local


@rule("KIC442", "open-call-incomplete")
def open_call_incomplete(repository: Snapshot) -> Iterator[Finding]:
    """A call that is open says what an applicant has to know.

    Why: Everybody applies under the same call: when and where it was announced, from when until when, on which
    themes, and who may apply. What is added later reaches only some.

    Fix: Enter what is missing before the call opens. What is not known any more is named in `gaps`.

    Source: Calls of Kaiserslautern since 2023 (themes, applicants, deadline); call of 2017 in the Amtsblatt.
    """
    for call in repository.all(Call):
        # A call of which the terms are frozen has been led here; of older ones less may be known.
        if call.state is CallState.DRAFT or (call.state is not CallState.OPEN and call.terms.frozen is None):
            continue
        for field, message in _missing(call):
            if not call.tells(".".join(field)):
                yield found(
                    call, field, message, help=text("enter it, or add {field} to gaps", field=".".join(field))
                )


def _missing(call: Call) -> Iterator[tuple[tuple[str, ...], Text]]:
    if call.announcement is None or call.announcement.date is None:
        yield ("announcement", "date"), text("{state}, but not when it was made public", state=call.state)
    elif call.announcement.place is None and call.announcement.gazette is None:
        yield ("announcement", "place"), text("{state}, but not where it was made public", state=call.state)
    if call.opens is None:
        yield ("opens",), text("{state}, but not from when on one may apply", state=call.state)
    if not call.themes and not call.topics:
        yield ("themes",), text("{state}, but on no theme", state=call.state)
    if not call.applicants:
        yield ("applicants",), text("{state}, but nobody may apply", state=call.state)


@dated_rule("KIC444", "closed-before-deadline")
def closed_before_deadline(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A call is closed when its deadline has passed.

    Why: Until the deadline anybody may apply. On its last day a call may be closed; kic does not look at the
    hour.

    Fix: Leave the call open until the deadline.

    Source: Terms of the call; equal treatment (Art. 3 GG): the same deadline for all.
    """
    for call in repository.all(Call):
        if call.state in (CallState.DRAFT, CallState.OPEN) or call.closes is None:
            continue
        if call.closes.local.date() > today:
            yield found(
                call,
                "state",
                text("{state}, but the deadline is on {closes}", state=call.state, closes=call.closes),
                help=text("leave it open until then"),
                related=[Related(repository.place(call, "closes"), text("the deadline"))],
            )


@dated_rule("KIC445", "settled-early", Severity.WARNING)
def settled_early(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A call is settled when its money can be spent no more.

    Why: Settled says that every award has been accounted for. Until the day by which the money must be spent,
    projects may still run.

    Fix: Wait, or waive this with the reason if every project has ended and every account is there.

    Source: Call of 2026 in Kaiserslautern (completed and settled by the end of the year).
    """
    for call in repository.all(Call):
        if call.state is CallState.SETTLED and call.spend_by is not None and call.spend_by >= today:
            yield found(
                call,
                "state",
                text(
                    "{state}, but its money may be spent until {date}", state=call.state, date=call.spend_by
                ),
                help=text("wait, or waive this with the reason if every account is there"),
                related=[Related(repository.place(call, "spend_by"), text("the call says so"))],
            )


@change_rule("KIC447", "call-gone")
def call_gone(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A call that has been public stays.

    Why: Applicants, minutes and reports name it. Only a draft, which nobody outside has seen, may go.

    Fix: Restore the file. A call that came to nothing is closed, with a note.

    Source: Data model of kic: ids are never reused.
    """
    for old in before.all(Call):
        if old.state is CallState.DRAFT or after.entries_with(old.id):
            continue
        path = before.entry(old).path
        if path in after.entries:
            continue  # it is still there under another id, which KIC401 and KIC060 speak of
        yield found(
            Place(path),
            (),
            text("the call {id} is gone; its recorded state was {state}", id=old.id, state=old.state),
            help=text(
                "bring the file back with kic undo FILE; a call that came to nothing is closed, with a note"
            ),
        )


# -- what was announced and fixed ----------------------------------------------------------------------


@change_rule("KIC441", "terms-changed")
def terms_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """Terms that are fixed stay as they are.

    Why: Whoever changes a weight, a cap or the threshold after the first marks are known chooses who gets
    money. Applicants have applied under the terms as they were fixed.

    Fix: Put the terms back. What is wrong in them is mended in the next call. A guideline's file and digest
    may be added where they were missing.

    Source: Equal treatment (Art. 3 GG): the city is bound by its own practice (BECKRS 2022, 43494).
    """
    for old, new in changed_calls(before, after):
        frozen = old.terms.frozen
        if frozen is None:
            continue
        for field in declared(Terms):
            was, now = getattr(old.terms, field.name), getattr(new.terms, field.name)
            if was == now or (field.name == "guideline" and _only_completed(was, now)):
                continue
            yield found(
                new,
                ("terms", field.key),
                _said(field.key, frozen, was, now),
                help=text("put the terms back by hand or with kic undo FILE"),
            )


def _only_completed(old: Guideline | None, new: Guideline | None) -> bool:
    """Whether a guideline only got what it lacked: its file, or that file's digest."""
    if old is None or new is None or old.title != new.title:
        return False
    return old.file in (None, new.file) and old.digest in (None, new.digest)


_SHOWN = (str, int, Money, Number, Share, datetime.date)


def _said(field: str, frozen: datetime.date, was: object, now: object) -> Text:
    name = Label("field", field)
    if field == "frozen":
        if now is None:
            return text("the terms were fixed on {date}, and are not any more", date=frozen)
        return text("the terms were fixed on {date}, not on {now}", date=frozen, now=now)
    if isinstance(was, _SHOWN) and isinstance(now, _SHOWN):
        return text(
            "{field} is {now}, but was fixed as {was} on {date}", field=name, now=now, was=was, date=frozen
        )
    return text("{field} is not as it was fixed on {date}", field=name, date=frozen)


@change_rule("KIC448", "announcement-narrowed")
def announcement_narrowed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """What an open call has promised to applicants is not narrowed.

    Why: Somebody may be writing an application just now. A deadline may be put off for all; it is not brought
    forward, and no theme and no kind of applicant is taken out.

    Fix: Put it back. If the announcement itself was wrong, correct it publicly, and waive this with the
    reason until that is done.

    Source: Equal treatment (Art. 3 GG); terms of the call.
    """
    for old, new in changed_calls(before, after):
        if old.state is CallState.DRAFT:
            continue
        if old.closes is not None and (new.closes is None or new.closes.local < old.closes.local):
            yield found(
                new,
                "closes",
                text("the deadline was {before}, and is {now}", before=old.closes, now=new.closes)
                if new.closes is not None
                else text("the deadline was {before}, and is gone", before=old.closes),
                help=text("put it back by hand or with kic undo FILE: a deadline is only put off"),
            )
        if lost := tuple(theme for theme in old.themes if theme not in new.themes):
            yield found(
                new,
                "themes",
                text("these themes were open: {ids}", ids=lost),
                help=text("put them back by hand or with kic undo FILE: they have been announced"),
            )
        if new.applicants and (gone := tuple(kind for kind in old.applicants if kind not in new.applicants)):
            yield found(
                new,
                "applicants",
                text("these might apply: {kinds}", kinds=gone),
                help=text("put them back by hand or with kic undo FILE: they have been announced"),
            )


@rule("KIC443", "deadline-off-the-clock")
def deadline_off_the_clock(repository: Snapshot) -> Iterator[Finding]:
    """A deadline is a time that the clock shows, and shows once.

    Why: When summer time begins an hour is left out, when it ends an hour comes twice. A deadline in such an
    hour is no time, or two; whether an application was late cannot be told.

    Fix: Choose another time, best the end of the day (23:59).

    Source: Verordnung über die Sommerzeit (2001): clocks are changed on a Sunday at 02:00 and 03:00.
    """
    settings = repository.only(Settings)
    zone = settings.time_zone if settings is not None else "Europe/Berlin"
    for call in repository.all(Call):
        if call.closes is None:
            continue
        wrong = fault(call.closes, zone)
        if wrong is not None:
            yield found(
                call,
                "closes",
                text("on {day} there is no {time}", **_parts(call.closes))
                if wrong is Clock.NEVER
                else text("on {day} there is {time} twice", **_parts(call.closes)),
                help=text("choose a time outside of the hour in which clocks are changed"),
            )


def _parts(moment: Moment) -> dict[str, object]:
    return {"day": moment.local.date(), "time": f"{moment.local:%H:%M}"}


@dated_rule("KIC452", "frozen-in-future")
def frozen_in_future(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Terms that are fixed are fixed now.

    Why: From the day on that stands there nobody may change them. A day to come fixes nothing, and looks as
    if it did.

    Fix: Enter the day on which they were fixed.

    Source: Terms of the call; equal treatment (Art. 3 GG).
    """
    for call in repository.all(Call):
        if call.terms.frozen is not None and call.terms.frozen > today:
            yield found(
                call,
                ("terms", "frozen"),
                text("fixed on {date}, and today is {today}", date=call.terms.frozen, today=today),
                help=text("enter the day on which they were fixed"),
            )


# -- money ---------------------------------------------------------------------------------------------


@dated_rule("KIC446", "reservation-fulfilled-early")
def reservation_fulfilled_early(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A reservation is fulfilled on a day that has come, and not before the budget was announced.

    Why: Voluntary grants are excluded until the budget by-law has been publicly announced; its adoption by
    the council is not enough.

    Fix: Correct the date, here or in the budget of the year.

    Source: § 99 GemO RLP (kommunalbrevier.de, "Vorläufige Haushaltsführung").
    """
    settings = repository.only(Settings)
    announced = {year.year: year.announced for year in settings.budget} if settings else {}
    for call in repository.all(Call):
        day = call.money.reservation_fulfilled
        if day is None:
            continue
        begun = announced.get(call.year)
        if day > today:
            message = text("fulfilled on {date}, and today is {today}", date=day, today=today)
        elif begun is not None and day < begun:
            message = text(
                "fulfilled on {date}, before the budget was announced on {begun}", date=day, begun=begun
            )
        else:
            continue
        yield found(call, ("money", "reservation_fulfilled"), message, help=text("correct the date"))


@rule("KIC451", "remainder-before-decision")
def remainder_before_decision(repository: Snapshot) -> Iterator[Finding]:
    """A remainder is known when the earlier call has been decided.

    Why: Until then the earlier call may still give all of its money. Two calls would promise the same sum.

    Fix: Decide the earlier call first, or leave this one a draft.

    Source: Second call of 2023 in Kaiserslautern (26,000 EUR "not yet allotted").
    """
    for call in repository.all(Call):
        before = repository.get(Call, call.money.remainder_of)
        if call.state is CallState.DRAFT or before is None or before.state in AWARDED or before.id == call.id:
            continue
        yield found(
            call,
            ("money", "remainder_of"),
            text("what {id} leaves is not known yet: it is {state}", id=before.id, state=before.state),
            help=text("decide the earlier call first"),
            related=[Related(repository.place(before, "state"), text("its state"))],
        )


@rule("KIC453", "reservation-not-made", Severity.WARNING)
def reservation_not_made(repository: Snapshot) -> Iterator[Finding]:
    """A call that opens before the budget is in force says so.

    Why: Until the budget by-law has been publicly announced no voluntary grant may be promised. A call may be
    announced all the same, under the reservation that the budget comes.

    Fix: Set `money.reservation` to `open`, with the words of the announcement in `reservation_note`.

    Source: § 99 GemO RLP; calls of 2014, 2015 and 2019 in Kaiserslautern (subject to approval of the budget).
    """
    settings = repository.only(Settings)
    years = {year.year: (place, year) for place, year in enumerate(settings.budget)} if settings else {}
    for call in repository.all(Call):
        money = call.money
        if (
            call.state is not CallState.OPEN
            or money.reservation is not Reservation.NONE
            or money.source is not MoneySource.FRESH
            or call.year not in years
        ):
            continue
        position, year = years[call.year]
        if year.announced is not None and (call.opens is None or year.announced <= call.opens):
            continue
        assert settings is not None
        yield found(
            call,
            ("money", "reservation"),
            text("the budget of {year} has not been announced", year=str(call.year))
            if year.announced is None
            else text(
                "opens on {opens}, before the budget was announced on {date}",
                opens=call.opens,
                date=year.announced,
            ),
            help=text("set the reservation to open; when the budget is in force, to fulfilled"),
            related=[Related(repository.place(settings, "budget", position), text("the budget of the year"))],
        )


# -- marks ---------------------------------------------------------------------------------------------


@rule("KIC449", "marks-shown-early")
def marks_shown_early(repository: Snapshot) -> Iterator[Finding]:
    """Marks are shown when the call is closed.

    Why: While applications still come in, a mark that is seen tells the next applicant, and the next seat,
    where the bar lies.

    Fix: Set `marks_visible` to `nobody` until the call is closed.

    Source: Rule of kic: staged visibility of marks.
    """
    for call in repository.all(Call):
        if call.state in (CallState.DRAFT, CallState.OPEN) and call.marks_visible is not Visibility.NOBODY:
            yield found(
                call,
                "marks_visible",
                text("{state}, but marks are shown to: {stage}", state=call.state, stage=call.marks_visible),
                help=text("set it to nobody until the call is closed"),
            )


@change_rule("KIC450", "marks-hidden-again", Severity.WARNING)
def marks_hidden_again(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """Marks that have been shown are not hidden again.

    Why: Who has seen them has seen them. A stage that goes back makes others believe that nobody has.

    Fix: Put the stage back, and note what happened if it was shown by mistake.

    Source: Rule of kic: staged visibility of marks.
    """
    for old, new in changed_calls(before, after):
        if STAGES.index(new.marks_visible) < STAGES.index(old.marks_visible):
            yield found(
                new,
                "marks_visible",
                text(
                    "marks are shown to: {now}; they had been shown to: {before}",
                    now=new.marks_visible,
                    before=old.marks_visible,
                ),
                help=text("put the stage back by hand or with kic undo FILE"),
            )


RULES: tuple[Rule, ...] = (
    call_step_back,
    terms_changed,
    open_call_incomplete,
    deadline_off_the_clock,
    closed_before_deadline,
    settled_early,
    reservation_fulfilled_early,
    call_gone,
    announcement_narrowed,
    marks_shown_early,
    marks_hidden_again,
    remainder_before_decision,
    frozen_in_future,
    reservation_not_made,
)
