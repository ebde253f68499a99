"""What must hold of marks: on the scale, by those who may give them, under terms that were fixed before."""

import datetime
from collections.abc import Iterable, Iterator

from kic.core.diagnostic import Fix, Related, Severity
from kic.core.near import did_you_mean, near
from kic.core.place import Aim
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import plural, text
from kic.core.values import Number
from kic.domain.applications import Application, Ineligible
from kic.domain.calls import Call
from kic.domain.calls.term_rules import is_sound
from kic.domain.committee import BiasState, Seat
from kic.domain.scoring import ScoreSheet, seat_rules, stage_rules
from kic.domain.scoring.bias import states


def _with_calls(repository: Snapshot) -> Iterator[tuple[ScoreSheet, Call]]:
    calls = {call.id: call for call in repository.all(Call)}
    for sheet in repository.all(ScoreSheet):
        call = calls.get(sheet.call)
        if call is not None:
            yield sheet, call


@rule("KIC601", "terms-not-frozen")
def terms_not_frozen(repository: Snapshot) -> Iterator[Finding]:
    """The terms of a call are fixed before the first marks are received.

    Why: Whoever knows the marks can choose the rule, the weights or the threshold so that a certain
    applicant wins.

    Fix: Enter the day on which the terms were fixed in `terms.frozen`. If they really changed after the
    first marks, the committee has to know and decide.

    Source: Equal treatment (Art. 3 GG); allocation rules of kic: one rule, fixed before scores are known.
    """
    first: dict[str, ScoreSheet] = {}
    for sheet in repository.all(ScoreSheet):
        earlier = first.get(sheet.call)
        if earlier is None or sheet.received < earlier.received:
            first[sheet.call] = sheet
    for id_, sheet in first.items():
        call = repository.get(Call, id_)
        if call is None or (call.terms.frozen is not None and call.terms.frozen <= sheet.received):
            continue
        frozen = call.terms.frozen
        yield found(
            call,
            ("terms", "frozen"),
            text("marks were received on {received}, but the terms are not fixed", received=sheet.received)
            if frozen is None
            else text(
                "the terms were fixed on {frozen}, after the first marks of {received}",
                frozen=frozen,
                received=sheet.received,
            ),
            help=text("enter the day on which the terms were fixed"),
            related=[Related(repository.place(sheet, "received"), text("the first marks"))],
        )


@rule("KIC602", "no-scale")
def no_scale(repository: Snapshot) -> Iterator[Finding]:
    """A call with marks has a scale and criteria.

    Why: A mark means nothing without its scale.

    Fix: Enter `terms.scale` and `terms.criteria` in the call.

    Source: Allocation rules of kic: marks on the call's scale.
    """
    said: set[str] = set()
    for sheet, call in _with_calls(repository):
        if call.id in said or not any(marks.given for marks in sheet.marks.values()):
            continue
        said.add(call.id)
        for field, missing in (("scale", call.terms.scale is None), ("criteria", not call.terms.criteria)):
            if missing:
                yield found(
                    call,
                    ("terms", field),
                    text("there are marks, but the terms have no {field}", field=field),
                    help=text("enter it in the terms of the call"),
                    related=[Related(repository.place(sheet, "marks"), text("marks of this call"))],
                )


@rule("KIC603", "mark-off-scale")
def mark_off_scale(repository: Snapshot) -> Iterator[Finding]:
    """Marks lie on the call's scale and its steps.

    Why: A mark of 105 out of 100, or 7 on a scale of fives, is a typing mistake that shifts the mean.

    Fix: Ask the seat, and correct the mark.

    Source: Allocation rules of kic: marks on the call's scale.
    """
    right: dict[str, set[str]] = {}
    for sheet, call in _with_calls(repository):
        scale = call.terms.scale
        if scale is None or not is_sound(scale):
            continue
        on_scale = right.setdefault(call.id, set())  # as spelled: most marks come again
        for application, marks in sheet.marks.items():
            value = marks.value
            if isinstance(value, Number):
                given: Iterable[tuple[str | None, Number]] = ((None, value),)
            elif isinstance(value, dict):
                given = value.items()
            else:
                continue
            for criterion, mark in given:
                if mark.spelling in on_scale:
                    continue
                if scale.has(mark):
                    on_scale.add(mark.spelling)
                    continue
                yield found(
                    sheet,
                    ("marks", application, *([criterion] if criterion else [])),
                    text(
                        "the mark is {mark}, expected from {min} to {max} in steps of {step}",
                        mark=mark,
                        min=scale.min,
                        max=scale.max,
                        step=scale.step,
                    ),
                    help=text("ask the seat, and correct the mark"),
                )


@rule("KIC604", "unknown-criterion", requires=(no_scale,))
def unknown_criterion(repository: Snapshot) -> Iterator[Finding]:
    """Marks are given for criteria of the call.

    Why: A mark under a misspelled criterion is left out of the score.

    Fix: Correct the name of the criterion.

    Source: Allocation rules of kic: criteria are weighted.
    """
    for sheet, call in _with_calls(repository):
        known = {criterion.id for criterion in call.terms.criteria}
        if not known:
            continue
        guessed: dict[str, tuple[str, ...]] = {}
        for application, marks in sheet.marks.items():
            if not isinstance(marks.value, dict) or marks.value.keys() <= known:
                continue
            for criterion in marks.value:
                if criterion in known:
                    continue
                guesses = guessed.get(criterion)
                if guesses is None:
                    guesses = guessed[criterion] = near(criterion, known)
                yield found(
                    sheet,
                    ("marks", application, criterion),
                    text("the call {id} has no criterion {criterion}", id=call.id, criterion=criterion),
                    help=did_you_mean(guesses)
                    or text("the criteria are {criteria}", criteria=", ".join(sorted(known))),
                    aim=Aim.KEY,
                    fix=Fix(guesses[0]) if len(guesses) == 1 and guesses[0] not in marks.value else None,
                )


@rule("KIC605", "criterion-not-marked", requires=(unknown_criterion,))
def criterion_not_marked(repository: Snapshot) -> Iterator[Finding]:
    """Whoever marks an application by criteria marks all of them.

    Why: A missing mark is not 0 and not the mean of the others; the score would rest on a guess.

    Fix: Ask the seat for the missing marks. One number alone stands for every criterion.

    Source: Allocation rules of kic: criteria are weighted.
    """
    for sheet, call in _with_calls(repository):
        wanted = {criterion.id: None for criterion in call.terms.criteria}
        for application, marks in sheet.marks.items():
            if not isinstance(marks.value, dict) or marks.value.keys() >= wanted.keys():
                continue
            missing = [criterion for criterion in wanted if criterion not in marks.value]
            if missing:
                yield found(
                    sheet,
                    ("marks", application),
                    plural(
                        "the mark for {missing} is missing",
                        "the marks for {missing} are missing",
                        n=len(missing),
                        missing=", ".join(missing),
                    ),
                    help=text("ask the seat, or give one mark for all criteria"),
                )


@rule("KIC606", "application-of-another-call")
def application_of_another_call(repository: Snapshot) -> Iterator[Finding]:
    """A sheet marks applications of its own call.

    Why: Each call has its own scale and criteria.

    Fix: Correct the id, or move the marks to the sheet of the other call.

    Source: Data model of kic: one file for each seat and call.
    """
    known = {each.id for each in repository.all(Call)}  # a call that is not there is said by the application
    call_of = {each.id: each.call for each in repository.all(Application) if each.call in known}
    for sheet in repository.all(ScoreSheet):
        for application in sheet.marks:
            call = call_of.get(application, sheet.call)
            if call != sheet.call:
                yield found(
                    sheet,
                    ("marks", application),
                    text(
                        "{id} belongs to the call {call}, expected an application of {expected}",
                        id=application,
                        call=call,
                        expected=sheet.call,
                    ),
                    help=text("correct the id, or move the marks to the sheet of the other call"),
                    aim=Aim.KEY,
                )


@rule("KIC610", "marks-before-deadline", Severity.WARNING)
def marks_before_deadline(repository: Snapshot) -> Iterator[Finding]:
    """Marks are given after the deadline, when all applications are known.

    Why: Applications are judged side by side; who marks the early ones first judges them by another measure.

    Fix: Correct the date, or ask the seat to look again at all applications.

    Source: Equal treatment (Art. 3 GG).
    """
    for sheet, call in _with_calls(repository):
        if call.closes is not None and sheet.received < call.closes.local.date():
            yield found(
                sheet,
                "received",
                text(
                    "marks of {received}, before the deadline on {closes}",
                    received=sheet.received,
                    closes=call.closes,
                ),
                help=text("correct the date, or ask the seat to look again at all applications"),
            )


@rule("KIC611", "marks-after-decision", Severity.WARNING)
def marks_after_decision(repository: Snapshot) -> Iterator[Finding]:
    """Marks are received by the day of the decision.

    Why: Later marks cannot have counted, and the decision could not be recomputed any more.

    Fix: Correct the date, or take the sheet out.

    Source: Allocation rules of kic: a decision can be recomputed from its inputs.
    """
    for sheet, call in _with_calls(repository):
        if call.decided is not None and sheet.received > call.decided.latest:
            yield found(
                sheet,
                "received",
                text(
                    "marks of {received}, after the decision of {decided}",
                    received=sheet.received,
                    decided=call.decided,
                ),
                help=text("correct the date, or take the sheet out"),
            )


@dated_rule("KIC612", "marks-in-future")
def marks_in_future(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Marks have been received: their date is not in the future.

    Why: Whether a seat was filled, and whether the terms were fixed, is read from this date.

    Fix: Correct the date.

    Source: Data model of kic.
    """
    for sheet in repository.all(ScoreSheet):
        if sheet.received > today:
            yield found(
                sheet,
                "received",
                text("received on {received}, and today is {today}", received=sheet.received, today=today),
                help=text("correct the date"),
            )


@rule("KIC613", "marks-missing", Severity.NOTE)
def marks_missing(repository: Snapshot) -> Iterator[Finding]:
    """A seat says something of each eligible application: marks, an abstention or an exclusion.

    Why: An application with fewer marks has a less certain score. A missing line may be an oversight; an
    abstention is a statement.

    Fix: Ask the seat. If it abstains, write `abstain`.

    Source: Allocation rules of kic: an abstention or exclusion is no mark, never 0.
    """
    eligible: dict[str, list[str]] = {}
    known = {entry.id for entry in repository.entries_of("application")}
    for each in repository.all(Application):
        if not each.ineligible:
            eligible.setdefault(each.call, []).append(each.id)
    for sheet in repository.all(ScoreSheet):
        missing = [id_ for id_ in eligible.get(sheet.call, ()) if id_ not in sheet.marks]
        seat = repository.get(Seat, sheet.seat) if missing else None
        if seat is not None:  # who is excluded, or may be, is not to be asked
            held = states(seat, sheet, repository.get(Call, sheet.call))
            missing = [id_ for id_ in missing if held.get(id_) in (None, BiasState.NOT_EXCLUDED)]
        if missing and known.issuperset(sheet.marks):  # else an id is misspelled
            yield found(
                sheet,
                "marks",
                plural(
                    "the seat {seat} says nothing of {first}",
                    "the seat {seat} says nothing of {n} applications, the first is {first}",
                    n=len(missing),
                    seat=sheet.seat,
                    first=missing[0],
                ),
                help=text("ask the seat; if it abstains, write abstain"),
            )


@rule("KIC614", "marks-for-ineligible", Severity.WARNING)
def marks_for_ineligible(repository: Snapshot) -> Iterator[Finding]:
    """Applications that take no part get no marks.

    Why: Marks for an application that is late or not entitled do not count; either they or the mark
    `ineligible` are a mistake. One that is withdrawn after it was marked keeps its marks.

    Fix: Take the marks out, or correct `ineligible` in the application.

    Source: Allocation rules of kic: eligibility comes first.
    """
    out = {
        each.id: each
        for each in repository.all(Application)
        if each.ineligible and Ineligible.WITHDRAWN not in each.ineligible
    }
    for sheet in repository.all(ScoreSheet):
        for application, marks in sheet.marks.items():
            if application in out and marks.given:
                yield found(
                    sheet,
                    ("marks", application),
                    text("{id} takes no part, and yet it has marks", id=application),
                    help=text("take the marks out, or correct ineligible in the application"),
                    related=[
                        Related(repository.place(out[application], "ineligible"), text("takes no part"))
                    ],
                )


@rule("KIC615", "sheet-id")
def sheet_id(repository: Snapshot) -> Iterator[Finding]:
    """A score sheet is named by its call and seat: 2026-1-s07.

    Why: A seat has one sheet in a call. Findings, histories and the matrix name a sheet by its id; one that names
    another seat leads to the wrong member.

    Fix: Correct the id, or the call and the seat with the file name.

    Source: Data model of kic.
    """
    for sheet in repository.all(ScoreSheet):
        expected = f"{sheet.call}-{sheet.seat}"
        if sheet.id != expected:
            yield found(
                sheet,
                "id",
                text("this sheet is named {id}, expected {expected}", id=sheet.id, expected=expected),
                help=text("correct the id, or the call and the seat with the file name"),
            )


RULES: tuple[Rule, ...] = (
    terms_not_frozen,
    no_scale,
    mark_off_scale,
    unknown_criterion,
    criterion_not_marked,
    application_of_another_call,
    *seat_rules.RULES,
    marks_before_deadline,
    marks_after_decision,
    marks_in_future,
    marks_missing,
    marks_for_ineligible,
    sheet_id,
    *stage_rules.RULES,
)
