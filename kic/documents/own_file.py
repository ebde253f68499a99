"""What applicants may see of themselves: their file (§ 29 VwVfG), and a copy of a person's data (Art. 15 GDPR).

Everything of their own is in it, all others are blacked out (`kic.documents.blackout`). Seats of the committee have no
ids in it, marks are in it only as far as the call's stage allows.
"""

import datetime
import enum
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from kic.core.pack import Pack, Table, column
from kic.core.record import Record, declared, kind_of
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, text
from kic.documents.about import contributions_of, is_free_text, records_about
from kic.documents.blackout import BLACK, Blackout, guarded
from kic.documents.refusal import refusal_reason, score_of
from kic.domain.applications import Application
from kic.domain.applications.retention import due_for_review
from kic.domain.calls import Call, Criterion
from kic.domain.committee import Seat
from kic.domain.decisions.of_call import awarded_elsewhere
from kic.domain.meetings import Item, Meeting
from kic.domain.notices.drafting import decision_on
from kic.domain.scoring import ScoreSheet
from kic.domain.scoring.visibility import shows_marks

_Row = tuple[Any, ...]
_PLAIN = frozenset({"invented", "gaps", "sources", "intake"})
"""What says nothing of the applicant, or much of others: the fingerprints of an import name every application."""


def application_file(repository: Snapshot, application: Application, today: datetime.date) -> Pack:
    """The file of one application for its applicant."""
    blackout = Blackout(repository, (application.id,))
    call = repository.get(Call, application.call)
    pack = Pack(
        title=text("File of the application {id}", id=application.id),
        lead=(
            text("Everything that the records hold of this application, for its applicant (§ 29 VwVfG)."),
            text(
                "{mark} stands where something was blacked out because it tells of others (§§ 29(2), 30 VwVfG).",
                mark=BLACK,
            ),
        ),
        facts=(
            (*column("application"), application.id),
            (*column("title"), blackout.within(application.title)),
            (*column("call"), blackout.over(call.title) if call is not None else application.call),
            ("on", text("State of"), today),
        ),
        tables=_tables(repository, (application,), blackout),
    )
    return guarded(pack, blackout)


def person_copy(
    repository: Snapshot,
    person: str,
    entry: Record | None,
    today: datetime.date,
    private_names: Sequence[str] = (),
) -> Pack:
    """All data of a person, member or contact: the overlay's entry and every record, others blacked out.

    `private_names` are names of others in the overlay, which free text might hold.
    """
    own = tuple(
        each for each in repository.all(Application) if person in (each.applicant.person, each.applicant.body)
    )
    blackout = Blackout(repository, (each.id for each in own), private_names, (person,))
    kept = {each.call: each for each in due_for_review(repository, today)}
    until = [kept[each.call].until for each in own if each.call in kept]
    last = max((each for each in until if each is not None), default=None) if None not in until else None
    pack = Pack(
        title=text("Copy of the data of {id}", id=person),
        lead=(
            text(
                "Everything that is kept of this person (Art. 15 GDPR): the private overlay's entry, and all records."
            ),
            text(
                "{mark} stands where something was blacked out because it tells of others (Art. 15(4) GDPR).",
                mark=BLACK,
            ),
            text("Purposes, recipients and rights are told by the office's own notice on data protection."),
        ),
        facts=(
            ("person", text("Pseudonym"), person),
            ("on", text("State of"), today),
            (
                "until",
                text("Kept until"),
                last if last is not None else text("not settled yet: a year is not closed"),
            ),
        ),
        tables=(
            Table(
                name="entry",
                title=text("The entry of the private overlay"),
                columns=(column("field", text("Field")), column("value", text("Value"))),
                rows=tuple((label, value) for _, _, label, value in _fields(entry, blackout, own=True))
                if entry is not None
                else (),
                none=text("There is no entry."),
            ),
            _seats(repository, person, blackout),
            *_tables(repository, own, blackout),
            _contributions(repository, person, blackout),
        ),
    )
    return guarded(pack, blackout)


def _tables(repository: Snapshot, own: Sequence[Application], blackout: Blackout) -> tuple[Table, ...]:
    return (
        _records(repository, own, blackout),
        _reasons(repository, own),
        _decisions(repository, own, blackout),
        _marks(repository, own),
        _minutes(repository, own, blackout),
        _terms(repository, own, blackout),
    )


# -- records -------------------------------------------------------------------------------------------

_COLUMNS = (
    column("record", text("Record")),
    column("kind"),
    column("group", text("Part")),
    column("number"),
    column("field", text("Field")),
    column("value", text("Value")),
)


def _records(repository: Snapshot, own: Sequence[Application], blackout: Blackout) -> Table:
    rows: list[_Row] = []
    seen: set[str] = set()
    for application in own:
        for record in records_about(repository, _applicant(application)):
            mine = record.id == application.id or getattr(record, "application", None) == application.id
            if mine and record.id not in seen:
                seen.add(record.id)
                kind = Label("kind", kind_of(type(record)))
                handed_in = isinstance(record, Application)
                rows += [(record.id, kind, *row) for row in _fields(record, blackout, own=handed_in)]
    return Table(
        name="records",
        title=text("The application and all that belongs to it alone"),
        columns=_COLUMNS,
        rows=tuple(rows),
        none=text("There is no application."),
    )


def _contributions(repository: Snapshot, contributor: str, blackout: Blackout) -> Table:
    """What a person or body proposed to a revision of the concept, and what became of it."""
    kind = Label("kind", "contribution")
    return Table(
        name="contributions",
        title=text("Contributions to revisions of the concept"),
        columns=_COLUMNS,
        rows=tuple(
            (each.id, kind, *row)
            for each in contributions_of(repository, contributor)
            for row in _fields(each, blackout, own=True)
        ),
        none=text("There is no contribution."),
    )


def _applicant(application: Application) -> str:
    return application.applicant.body or application.applicant.person or ""


def _fields(value: Any, blackout: Blackout, *, own: bool) -> Iterator[tuple[Any, Any, Any, Any]]:
    """Part, number, field and value of everything that a record says, in reading order."""
    for each in declared(_struct(value)):
        found = getattr(value, each.name)
        if found is None or found in ((), {}) or each.key in _PLAIN:
            continue
        group = Label("field", each.key)
        free = is_free_text(each.type)
        if isinstance(found, msgspec.Struct):
            yield from _inside(found, group, None, blackout, own=own)
        elif isinstance(found, tuple):
            for position, item in enumerate(found, 1):
                if isinstance(item, msgspec.Struct):
                    yield from _inside(item, group, str(position), blackout, own=own)
                else:
                    yield group, str(position), None, _value(item, blackout, own=own)
        elif isinstance(found, dict):
            for key, item in found.items():
                yield group, None, blackout.over(str(key)), _value(item, blackout, own=own)
        else:
            yield None, None, group, _value(found, blackout, own=own and free)


def _inside(
    value: Any, group: Any, number: str | None, blackout: Blackout, *, own: bool
) -> Iterator[tuple[Any, Any, Any, Any]]:
    """The fields of a piece of a record; pieces inside it are named by the field that they stand in."""
    for each in declared(_struct(value)):
        found = getattr(value, each.name)
        if found is None or found in ((), {}):
            continue
        if isinstance(found, msgspec.Struct):
            yield from _inside(found, Label("field", each.key), number, blackout, own=own)
        elif isinstance(found, tuple) and found and isinstance(found[0], msgspec.Struct):
            for position, item in enumerate(found, 1):
                yield from _inside(
                    item,
                    Label("field", each.key),
                    f"{number}.{position}" if number else str(position),
                    blackout,
                    own=own,
                )
        elif isinstance(found, tuple):
            yield (
                group,
                number,
                Label("field", each.key),
                tuple(_value(item, blackout, own=own) for item in found),
            )
        else:
            yield group, number, Label("field", each.key), _value(found, blackout, own=own)


def _struct(value: Any) -> type[msgspec.Struct]:
    found: type[msgspec.Struct] = type(value)
    return found


def _value(value: Any, blackout: Blackout, *, own: bool) -> Any:
    """A value as it may be shown: words that tell of others are blacked out, in own words only their names."""
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        return blackout.within(value) if own else blackout.over(value)
    if isinstance(value, dict):
        return tuple(f"{key}: {item}" for key, item in value.items())
    return value


# -- decisions and marks -------------------------------------------------------------------------------


def _reasons(repository: Snapshot, own: Sequence[Application]) -> Table:
    return Table(
        name="reasons",
        title=text("Why the award is what it is"),
        columns=(column("application"), column("reason")),
        rows=tuple((each.id, reason) for each in own for reason in refusal_reason(repository, each)),
        none=text("Nothing was refused."),
    )


def _decisions(repository: Snapshot, own: Sequence[Application], blackout: Blackout) -> Table:
    rows: list[_Row] = []
    for application in own:
        decision = decision_on(repository, application)
        if decision is None:
            continue
        shown = shows_marks(repository, application.call)
        award = next(each for each in decision.awards if each.application == application.id)
        line = next((each for each in decision.proposal if each.application == application.id), None)
        entries = tuple(
            text("{event} on {date}, since then {after}", event=each.event, date=each.date, after=each.after)
            for each in decision.entries
            if each.application == application.id
        )
        rows.append(
            (
                application.id,
                decision.date,
                decision.basis.rule,
                decision.basis.budget - awarded_elsewhere(repository, decision),
                str(line.rank) if line is not None and line.rank is not None and shown else None,
                score_of(line) if line is not None and shown else None,
                line.admissible if line is not None else None,
                line.amount if line is not None and shown else None,
                award.amount,
                blackout.over(award.deviation),
                entries,
                decision.standing[application.id],
            )
        )
    return Table(
        name="decisions",
        title=text("What was decided"),
        columns=(
            column("application"),
            column("date"),
            column("rule"),
            column("budget", text("Money of the call")),
            column("rank"),
            column("score"),
            column("admissible"),
            column("proposed", text("Proposed")),
            column("decided", text("Decided")),
            column("deviation"),
            column("entries"),
            column("standing", text("As it stands")),
        ),
        rows=tuple(rows),
        none=text("Nothing has been decided yet."),
    )


def _marks(repository: Snapshot, own: Sequence[Application]) -> Table:
    """One line for each seat that marked, in an order that tells nothing of who it is."""
    rows: list[_Row] = []
    for application in own:
        if not shows_marks(repository, application.call):
            continue
        given = (
            _marked(repository, sheet.marks[application.id].value)
            for sheet in repository.all(ScoreSheet)
            if sheet.call == application.call and application.id in sheet.marks
        )
        said = sorted(given, key=lambda each: (isinstance(each, enum.Enum), str(each)))
        rows += [(application.id, str(number), words) for number, words in enumerate(said, 1)]
    return Table(
        name="marks",
        title=text("Marks of the committee's seats"),
        note=text("Sorted by marks; which seat gave them is not told."),
        columns=(column("application"), column("number"), column("marks")),
        rows=tuple(rows),
        none=text("There are no marks, or they are shown to nobody yet."),
    )


def _marked(repository: Snapshot, value: Any) -> str | enum.Enum:
    if isinstance(value, dict):
        criteria = {each: repository.part(Criterion, each) for each in value}
        return ", ".join(f"{c.title if c is not None else id_}: {value[id_]}" for id_, c in criteria.items())
    return value if isinstance(value, enum.Enum) else str(value)


# -- minutes, seats, terms -----------------------------------------------------------------------------


def _minutes(repository: Snapshot, own: Sequence[Application], blackout: Blackout) -> Table:
    mine = {each.id for each in own}
    calls = {each.call for each in own}
    rows: list[_Row] = []
    for meeting in repository.all(Meeting):
        for item in meeting.items:
            if mine.isdisjoint(item.about) and calls.isdisjoint(item.about):
                continue
            rows.append(_item(meeting, item, blackout, alone=len(item.about) == 1 and item.about[0] in mine))
    return Table(
        name="minutes",
        title=text("What meetings said of it"),
        note=text(
            "An item that also deals with others, or was dealt with in non-public sitting, is blacked out."
        ),
        columns=(
            column("date"),
            column("number"),
            column("title"),
            column("exclusions", text("Excluded seats")),
            column("vote"),
            column("result"),
            column("wording"),
            column("reason"),
        ),
        rows=tuple(rows),
        none=text("No meeting has dealt with it."),
    )


def _item(meeting: Meeting, item: Item, blackout: Blackout, *, alone: bool) -> _Row:
    day, number = meeting.starts.local.date(), str(item.number)
    if not alone or not item.public:
        # What is said in non-public sitting is confidential, also towards the applicant (DOMAIN, section 5.1).
        return day, number, BLACK, None, None, item.result if alone else None, BLACK, BLACK
    vote = item.vote
    votes: Text | None = None
    if vote is not None and vote.in_favour is not None:
        votes = text(
            "{in_favour} in favour, {against} against, {abstentions} abstaining",
            in_favour=int(vote.in_favour),
            against=int(vote.against or 0),
            abstentions=int(vote.abstentions or 0),
        )
    return (
        day,
        number,
        blackout.over(item.title),
        str(len(item.exclusions)),
        votes,
        item.result,
        blackout.over(item.wording or item.proposal),
        blackout.over(item.reason),
    )


def _seats(repository: Snapshot, person: str, blackout: Blackout) -> Table:
    """The seats that a member holds or held; what was disclosed about other applicants is blacked out."""
    rows: list[_Row] = []
    for seat in repository.all(Seat):
        terms = [each for each in seat.terms if person in (each.holder, each.deputy)]
        rows += [(blackout.over(seat.title), each.start, each.end) for each in terms]
    return Table(
        name="seats",
        title=text("Seats on the committee"),
        columns=(column("title"), column("start"), column("end")),
        rows=tuple(rows),
        none=text("None."),
    )


def _terms(repository: Snapshot, own: Sequence[Application], blackout: Blackout) -> Table:
    """The terms of the calls, which were public."""
    rows: list[_Row] = []
    for id_ in dict.fromkeys(each.call for each in own):
        call = repository.get(Call, id_)
        if call is not None:
            kind = Label("kind", "call")
            rows += [(id_, kind, *row) for row in _fields(call, blackout, own=False)]
    return Table(
        name="terms",
        title=text("The terms of the call"),
        columns=_COLUMNS,
        rows=tuple(rows),
        none=text("There is no call."),
    )
