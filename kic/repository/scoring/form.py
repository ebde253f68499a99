"""The sheet that a seat fills in: one row for each application, written as XLSX or CSV.

Headings and the cells above them end with a key in square brackets (`[k26-wirkung]`), so that a sheet is understood
in any language and with its columns in any order. It never holds marks, also not those that were handed in already.
"""

import datetime
import hashlib
from typing import TYPE_CHECKING, NamedTuple

from kic.allocation.problem import Silence
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.committee import BiasState, Filling, Seat
from kic.domain.concept.structure import Body, Theme
from kic.domain.decisions.of_call import applications_of
from kic.domain.scoring.bias import settled
from kic.present.language import Language
from kic.present.workbook import Choice, Look, Page, Put, instructions, workbook
from kic.repository.intake.marks import letters_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ONE_MARK = "mark"
"""The key of the column of marks where the call has no criteria."""
CALL, SEAT, FILLING, RECEIVED, ID, TITLE, APPLICANT, THEMES, NOTE = (
    "call", "seat", "filling", "received", "id", "title", "applicant", "themes", "note",
)  # fmt: skip
MOST_STEPS = 500
"""Of a scale with more steps, none are offered; what comes back is judged all the same."""


class Row(NamedTuple):
    """One application as a seat sees it; `excluded` rows are locked."""

    id: str
    title: str
    applicant: str
    themes: str
    excluded: bool
    unclear: bool


def rows_of(
    repository: Snapshot, call: Call, seat: Seat, day: datetime.date, filling: Filling
) -> tuple[Row, ...]:
    """The applications that a seat is asked about on a day, in the order of their numbers."""
    found = []
    for each in applications_of(repository, call):
        if each.ineligible:
            continue
        entry = settled(seat, each.id, day, filling=filling)
        state = entry.state if entry is not None else None
        found.append(
            Row(
                each.id,
                each.title,
                _applicant(repository, each),
                ", ".join(_theme(repository, theme) for theme in each.themes),
                state is BiasState.EXCLUDED,
                state is BiasState.UNCLEAR,
            )
        )
    return tuple(found)


def _applicant(repository: Snapshot, application: Application) -> str:
    body = repository.get(Body, application.applicant.body)
    return body.name if body else application.applicant.body or application.applicant.person or ""


def _theme(repository: Snapshot, id: str) -> str:  # noqa: A002
    theme = repository.get(Theme, id)
    return theme.title if theme else id


def columns_of(call: Call) -> tuple[tuple[str, str], ...]:
    """The columns of marks: key and title; one alone where the call has no criteria."""
    return tuple((each.id, each.title) for each in call.terms.criteria) or ((ONE_MARK, ""),)


def note_of(row: Row, language: Language) -> str:
    """What the last column says of an application."""
    if row.excluded:
        return language.say(text("excluded (§ 22 GemO): please leave empty"))
    if row.unclear:
        return language.say(text("whether you are excluded is still open: please wait"))
    return ""


def steps_of(call: Call, language: Language) -> tuple[str, ...]:
    """The marks of the scale as they are offered, with the word for an abstention; none where there are too many."""
    scale = call.terms.scale
    if scale is None or scale.step.billionths <= 0:
        return ()
    number = (scale.max.billionths - scale.min.billionths) // scale.step.billionths + 1
    if not 0 < number <= MOST_STEPS:
        return ()
    step = scale.step.fraction
    marks = (scale.min.fraction + place * step for place in range(number))
    return (*(language.number(mark) for mark in marks), language.word(Silence.ABSTAIN))


def as_xlsx(repository: Snapshot, call: Call, seat: Seat, language: Language, day: datetime.date) -> bytes:
    """The workbook for one seat: instructions, then the sheet."""
    say = language.say
    rows = rows_of(repository, call, seat, day, Filling.MEMBER)
    marks = columns_of(call)
    first = len(_head(call, seat, language)) + 2
    cells: list[Sequence[Put | None]] = []
    for place, (line, open_) in enumerate(_head(call, seat, language)):
        look = Look.TEXT if place else Look.TITLE
        cells.append(
            tuple(Put(value, look, locked=not (column and open_)) for column, value in enumerate(line))
        )
    cells.append(tuple(Put(value, Look.HEADING) for value in _headings(call, language)))
    for row in rows:
        look = Look.STRUCK if row.excluded else Look.TEXT
        known = [Put(value, look) for value in (row.id, row.title, row.applicant, row.themes)]
        open_cells = [
            Put(None, Look.STRUCK if row.excluded else Look.NUMBER, locked=row.excluded) for _ in marks
        ]
        cells.append((*known, *open_cells, Put(note_of(row, language), look)))
    steps = steps_of(call, language)
    said = _expected(call, language)
    choices = tuple(
        Choice(
            row=first + place,
            column=5,
            last_row=first + place,
            last_column=4 + len(marks),
            values=steps,
            message=said,
        )
        for place, row in enumerate(rows)
        if steps and not row.excluded
    )
    who = Choice(row=4, column=2, last_row=4, last_column=2, values=_fillings(language))
    page = Page(
        say(text("Marks")),
        cells,
        widths=(14, 44, 26, 26, *(14 for _ in marks), 34),
        choices=(*choices, who),
        freeze=(first - 1, 2),
        protected=True,
    )
    title = say(text("Score sheet of the seat {seat} for the call {call}", seat=seat.id, call=call.title))
    return workbook((_instructions(call, language), page), title=title, on=day)


def as_csv(repository: Snapshot, call: Call, seat: Seat, language: Language, day: datetime.date) -> bytes:
    """The same sheet as CSV with semicolons, in UTF-8 with its mark, as German spreadsheet programs open it."""
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    stream = io.StringIO()
    out = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    head = [line for line, _open in _head(call, seat, language)]
    width = len(_headings(call, language))
    for line in head:
        out.writerow([*line, *[""] * (width - len(line))])
    out.writerow(_headings(call, language))
    for row in rows_of(repository, call, seat, day, Filling.MEMBER):
        blank = [""] * len(columns_of(call))
        cells = (row.id, row.title, row.applicant, row.themes, *blank, note_of(row, language))
        out.writerow([_inert(cell) for cell in cells])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _inert(cell: str) -> str:
    """A text that no program takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _head(call: Call, seat: Seat, language: Language) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """The lines above the table, and whether their value is to be filled in."""
    say, label = language.say, language.label
    return (
        ((say(text("Score sheet: {title}", title=call.title)),), False),
        ((f"{label('kind', 'call')} [{CALL}]", call.id), False),
        (
            (
                f"{label('kind', 'seat')} [{SEAT}]",
                seat.id,
                say(text("Mark of this sheet: {mark}", mark=mark_of(call, seat))),
            ),
            False,
        ),
        ((f"{say(text('Filled in by'))} [{FILLING}]", language.word(Filling.MEMBER)), True),
        ((f"{say(text('On'))} [{RECEIVED}]", ""), True),
    )


def mark_of(call: Call, seat: Seat) -> str:
    """Four letters that tell for which seat and call a sheet was made, should somebody change its head."""
    return letters_of(hashlib.sha256(f"{call.id}\n{seat.id}".encode()).digest(), 4)


def _headings(call: Call, language: Language) -> tuple[str, ...]:
    say, label = language.say, language.label
    marks = [f"{title or say(text('Mark'))} [{key}]" for key, title in columns_of(call)]
    return (
        f"{label('kind', 'application')} [{ID}]",
        f"{label('field', 'title')} [{TITLE}]",
        f"{label('field', 'applicant')} [{APPLICANT}]",
        f"{label('field', 'themes')} [{THEMES}]",
        *marks,
        f"{label('field', 'note')} [{NOTE}]",
    )


def _fillings(language: Language) -> tuple[str, ...]:
    return tuple(language.word(each) for each in Filling)


def _expected(call: Call, language: Language) -> str:
    scale = call.terms.scale
    if scale is None:
        return ""
    said = text(
        "From {min} to {max} in steps of {step}, or: {abstain}",
        min=scale.min, max=scale.max, step=scale.step, abstain=Silence.ABSTAIN,
    )  # fmt: skip
    return language.say(said)


def _instructions(call: Call, language: Language) -> Page:
    say = language.say
    abstention = text(
        "Write the word into one cell of the row; the others stay empty. An abstention is no low mark: it does not "
        "count at all."
    )
    exclusion = text(
        "Grey rows are locked: you are excluded there. If that is wrong, or if you are excluded elsewhere, tell the "
        "office before the meeting. Do not write the reason here."
    )
    locked = text("Ids, titles and headings. Rows and columns may be sorted; nothing may be added.")
    lines = [
        (say(text("Marks")), _expected(call, language)),
        (say(text("Abstention")), say(abstention)),
        (say(text("Nothing")), say(text("An empty row says nothing, and the office will ask."))),
        (say(text("Exclusion")), say(exclusion)),
        (say(text("Leave as it is")), say(locked)),
    ]
    for each in call.terms.criteria:
        weight = text("weight {weight}", weight=each.weight)
        lines.append((each.title, f"{each.question or ''} ({say(weight)})".lstrip()))
    return instructions(say(text("To be read first")), lines, title=say(text("How to fill in this sheet")))
