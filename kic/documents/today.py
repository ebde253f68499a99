"""Heute: what is to be done today, as steps with the command of each, in the order in which they press.

A pure function of a state, of today, and of the findings that stand in the way. The steps come from the agenda and
from what the chapters leave open (`today_open`); which command carries a step out says `today_commands`.
"""

import datetime
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import msgspec

from kic.core.diagnostic import Diagnostic, Severity
from kic.core.snapshot import Snapshot
from kic.core.text import Text, plural, text
from kic.documents.naming import known_title
from kic.documents.today_commands import command_of, status_query
from kic.documents.today_open import left_open
from kic.documents.today_words import Command
from kic.domain.agenda import Due, DueKind, DueState, Owes
from kic.domain.agenda.everything import agenda, within
from kic.domain.decisions import Decision
from kic.domain.notices import Notice, Objection
from kic.domain.payments import Payment
from kic.domain.reporting import Examination, Report
from kic.domain.scoring.visibility import discreet
from kic.domain.settings import Settings

AHEAD = 14
"""Days for which the steps look ahead."""
MANY = 3
"""More alike than these become one step, which begins with the one that presses most."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """Something to do or to wait for.

    `due` is its day, or since when it waits; `state` says which. Both are None for what stands in the way of all else:
    errors in the records. `record` is what it is about; `records` are all of them where several alike are one step.
    `about` are the records that it belongs to as well, such as the application of a payment.
    """

    what: Text
    due: datetime.date | None = None
    state: DueState | None = None
    kind: DueKind | None = None
    owes: Owes = Owes.OFFICE
    names: tuple[str, ...] = ()
    record: str | None = None
    title: str | None = None
    records: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    command: Command


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """The steps of a day, and how many dates lie behind the days that are looked at."""

    municipality: str
    invented: bool
    today: datetime.date
    days: int
    steps: tuple[Step, ...]
    later: int
    errors: int
    warnings: int


def today(
    repository: Snapshot, day: datetime.date, findings: Sequence[Diagnostic] = (), *, days: int = AHEAD
) -> Today:
    """What is to be done on a day: errors first, then what is overdue, then the rest in the order of its days.

    Errors in marks that nobody may see yet are told without them.
    """
    settings = repository.only(Settings)
    every = agenda(repository, day)
    errors = discreet((each for each in findings if each.severity is Severity.ERROR), repository)
    return Today(
        municipality=settings.municipality.name if settings is not None else "",
        invented=bool(settings is not None and settings.invented),
        today=day,
        days=days,
        steps=(*_of_errors(errors), *_together(steps(repository, day, days=days), day)),
        later=len(every) - len(within(every, day, days)),
        errors=len(errors),
        warnings=sum(each.severity is Severity.WARNING for each in findings),
    )


def steps(repository: Snapshot, day: datetime.date, *, days: int = AHEAD) -> tuple[Step, ...]:
    """The steps that the records ask for, each by itself and no command twice."""
    dues = within(agenda(repository, day), day, days)
    found = [_step(repository, due, command_of(repository, due, day)) for due in dues]
    found += [_step(repository, due, command) for due, command in left_open(repository, day)]
    found.sort(key=lambda step: (step.state is not DueState.OVERDUE, step.due, step.record))
    same: dict[object, list[Step]] = {}
    for step in found:
        same.setdefault(step.command.words, []).append(step)
    return tuple(_merged(each) for each in same.values())


def next_after(repository: Snapshot, day: datetime.date, touched: Collection[str]) -> Step | None:
    """The step that the office has to do next on one of these records; None where there is none, or several."""
    found = [
        step
        for step in steps(repository, day)
        if any(each in touched for each in step.records)
        and step.owes is Owes.OFFICE
        and step.state is not DueState.AHEAD
    ]
    return found[0] if len(found) == 1 else None


def _step(repository: Snapshot, due: Due, command: Command) -> Step:
    about = tuple(_about(repository, due.record))
    titles = (known_title(repository, id_) for id_ in (due.record, *about))
    return Step(
        what=due.what,
        due=due.date,
        state=due.state,
        kind=due.kind,
        owes=due.owes,
        names=due.names,
        record=due.record,
        title=next(filter(None, titles), None),
        records=(due.record,),
        about=about,
        command=command,
    )


def _about(repository: Snapshot, record: str) -> Iterator[str]:
    """The application that a record belongs to, or the call of a decision."""
    for entry in repository.entries_with(record):
        found = entry.record
        if isinstance(found, (Notice, Objection, Payment, Report, Examination)):
            yield found.application
        elif isinstance(found, Decision):
            yield found.call


def _together(found: Sequence[Step], day: datetime.date) -> Iterator[Step]:
    """Many that are alike become one, at the place of the first."""
    alike: dict[object, list[Step]] = {}
    for step in found:
        alike.setdefault(_sort(step), []).append(step)
    for step in found:
        same = alike[_sort(step)]
        if len(same) <= MANY:
            yield step
        elif step is same[0]:
            query = status_query([each.what for each in same], day) if step.kind is DueKind.UPDATE else None
            merged = _merged(same)
            yield merged if query is None else msgspec.structs.replace(merged, command=query)


def _merged(same: Sequence[Step]) -> Step:
    """The first of several steps, for all of its kind: another kind of date may lead to the same command."""
    first = same[0]
    same = [each for each in same if each.kind is first.kind]
    records = tuple(dict.fromkeys(record for each in same for record in each.records))
    if len(records) == 1:
        return first
    what = plural("{what} (and {n} other)", "{what} (and {n} others)", n=len(records) - 1, what=first.what)
    names = tuple(dict.fromkeys(name for each in same for name in each.names))
    return msgspec.structs.replace(first, what=what, names=names, records=records)


def _sort(step: Step) -> object:
    """What steps that are alike have in common: all but the record."""
    words = tuple(word for word in step.command.words if word not in (step.record, *step.about))
    return step.state, step.kind, step.owes, words, tuple(blank.option for blank in step.command.blanks)


def _of_errors(errors: Sequence[Diagnostic]) -> Iterator[Step]:
    """What has to be mended before anything else can be written: each law with its first finding."""
    codes = Counter(each.law.code for each in errors)
    for code, n in codes.items():
        first = next(each for each in errors if each.law.code == code)
        if code == CONFLICT:
            what = plural("{n} conflict waits for a choice", "{n} conflicts wait for a choice", n=n)
            yield Step(what=what, command=Command(words=("conflict", "list")))
        elif first.fix is not None:
            what = plural("{n} slip can be mended at once", "{n} slips can be mended at once", n=n)
            yield Step(what=what, command=Command(words=("check", "--fix")))
        else:
            what = text("{code}: {message}", code=code, message=first.message)
            yield Step(what=what, command=Command(words=("check", first.place.path)))


CONFLICT = "KIC028"
"""The law about what two have changed differently."""
