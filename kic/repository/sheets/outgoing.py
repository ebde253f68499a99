"""Records of a kind as a workbook to be worked on: a page to read first, the records, and the hidden sheet.

Ids are locked, and so is every cell that a spreadsheet could not give back as it was. What the sheet says is judged
when it comes back, whatever its locks and drop-downs have let through.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from kic.core.place import Field
from kic.core.record import Part, Record
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, text
from kic.domain.chapters import KINDS
from kic.present.language import Language
from kic.present.workbook import Allowed, Choice, Highlight, Look, Page, Put, instructions, workbook
from kic.repository.sheets import technical
from kic.repository.sheets.columns import (
    CREATABLE,
    LEFT_OUT,
    MADE_BY,
    SHOWN,
    Column,
    Sort,
    edited_lists,
    item_of,
)
from kic.repository.sheets.form import FIRST_PAGE
from kic.repository.sheets.tables import Table, Thing, tables_of, word_of_list
from kic.repository.sheets.technical import Sent, mark_of, row_mark
from kic.repository.sheets.values import LOOKS, canonical, label, put, wanted
from kic.sheets.cell import letters

MARK = "mark"
"""The key of the column with the mark of each row as it went out."""
NEW_ROWS = 30
"""Empty rows below the records, where new ones may be made so."""
_FIRST = datetime.date(1920, 1, 1)
_WIDTHS = {Sort.WORDS: 30, Sort.LINES: 30, Sort.IDS: 18}
_LONG = {"text": 60, "summary": 60, "vision": 60, "note": 40, "title": 40, "name": 40, "description": 60}


class Going(NamedTuple):
    """What goes out: the records, and where from."""

    kind: str
    records: tuple[Record, ...]
    revision: str
    on: datetime.date


def marks_of(table: Table, thing: Thing) -> dict[str, str]:
    """The marks of a row's cells as they are now."""
    return {
        column.key: mark_of(canonical(column.value(thing.value), column.default)) for column in table.columns
    }


def row_mark_of(table: Table, id: str, marks: Mapping[str, str]) -> str:  # noqa: A002
    """The mark of a row."""
    return row_mark(table.key, id, marks)


def as_xlsx(snapshot: Snapshot, going: Going, language: Language) -> bytes:
    """The finished file. Raises Unavailable without the extra `kic[sheets]`."""
    kind = going.kind
    tables = tables_of(snapshot, kind, going.records)
    marks = {
        table.row_key(thing.id): marks_of(table, thing) for table in tables for thing in table.things.values()
    }
    sent = Sent(
        kind=kind,
        sent=going.on.isoformat(),
        revision=going.revision,
        language=language.code,
        rows=marks,
    )
    title = language.say(text("{kind}: records to be worked on", kind=Label("kind", kind)))
    pages = (
        instructions_of(kind, language, title),
        *(_page(table, marks, language) for table in tables if table.things or not table.command),
        technical.page(sent),
    )
    return workbook(pages, title=title, on=going.on)


def _page(table: Table, marks: Mapping[str, Mapping[str, str]], language: Language) -> Page:
    """One sheet: its headings, a row for each thing, and empty rows where new ones may be made."""
    columns = table.columns
    rows: list[Sequence[Put | None]] = [[Put(each, Look.HEADING) for each in headings(table, language)]]
    for thing in table.things.values():
        cells = [put(column, column.value(thing.value), language) for column in columns]
        mark = row_mark_of(table, thing.id, marks[table.row_key(thing.id)])
        shown = [Put(each.value, each.look) for each in cells] if table.fixed else list(map(_open, cells))
        rows.append([Put(thing.id, Look.TEXT), *shown, Put(mark, Look.NOTE)])
    rows += [
        [
            Put(None, Look.TEXT, locked=False),
            *(Put(None, LOOKS.get(column.sort, Look.TEXT), locked=False) for column in columns),
        ]
        for _ in range(NEW_ROWS if table.makes else 0)
    ]
    last = max(len(rows), 2)
    return Page(
        table.word(language),
        rows,
        widths=(20, *map(_width, columns), 12),
        choices=tuple(choices(columns, language, 2, last)),
        highlights=tuple(_needed(columns, last)),
        freeze=(1, 1),
        protected=True,
        fitted=True,
    )


def headings(table: Table, language: Language) -> list[str]:
    """What stands above the columns: a word, and in square brackets the key by which it is known again."""
    return [
        f"{language.label('kind', table.kind)} [{table.key}]",
        *(f"{label_of(column, language)} [{column.key}]" for column in table.columns),
        f"{language.say(text('As sent'))} [{MARK}]",
    ]


def label_of(column: Column, language: Language) -> str:
    """`Förderzeitraum: Beginn`."""
    return field_words(column.field, language)


def field_words(field: Field, language: Language) -> str:
    """The way to a field in words."""
    return ": ".join(language.label("field", str(step)) for step in field)


def _open(cell: Put) -> Put:
    """A cell that may be filled in; one that came locked could not come back as it is, and shows that."""
    return Put(cell.value, Look.STRUCK) if cell.locked else cell


def _width(column: Column) -> int:
    return _LONG.get(str(column.field[-1])) or _WIDTHS.get(column.sort, 15)


def choices(
    columns: Sequence[Column], language: Language, first: int, last: int, at: int = 2
) -> Iterator[Choice]:
    """Drop-downs, bounds and hints of columns that stand side by side from column `at` on."""
    for place, column in enumerate(columns, at):
        hint = wanted(column)
        words = language.say(hint) if hint is not None else ""
        where = partial(Choice, row=first, column=place, last_row=last, last_column=place)
        if column.sort is Sort.CHOICE and column.choices is not None:
            offered = tuple(label(each, language) for each in column.choices)
            yield where(values=offered, message=language.say(text("Choose one of the list.")))
        elif column.sort is Sort.FLAG:
            yield where(values=(language.word(True), language.word(False)), message=words)
        elif column.sort is Sort.AMOUNT:
            yield where(allowed=Allowed.AMOUNT, hint=words, message=words)
        elif column.sort is Sort.DAY:
            yield where(allowed=Allowed.DAY, least=_FIRST, hint=words, message=words)
        elif column.sort in (Sort.NUMBER, Sort.COUNT):
            yield where(allowed=Allowed.NUMBER, hint=words, message=words)
        elif words:
            yield where(allowed=Allowed.ANY, hint=words)


def _needed(columns: Sequence[Column], last: int) -> Iterator[Highlight]:
    """A cell that no record can be without is marked while it is empty and its row has an id."""
    for place, column in enumerate(columns, 2):
        if column.needed and len(column.field) == 1:
            name = letters(place)
            yield Highlight(2, place, last, place, f'=AND($A2<>"",{name}2="")')


def instructions_of(kind: str, language: Language, title: str) -> Page:
    """The page to be read first."""
    lines = [(language.say(heading), language.say(words)) for heading, words in _lines(kind, language)]
    return instructions(language.say(FIRST_PAGE), lines, title=title)


def left_out(kind: str, language: Language) -> tuple[tuple[str, str], ...]:
    """The fields of a kind that no sheet holds, in words, each with the command that it comes from."""
    return tuple(
        (field_words(tuple(name.split(".")), language), command)
        for name, command in LEFT_OUT.get(kind, {}).items()
    )


def _lines(kind: str, language: Language) -> Iterable[tuple[Text, Text]]:
    yield (
        text("What to do"),
        text("Change what is wrong, fill in what is missing, save the file as XLSX and send it back."),
    )
    yield (
        text("Leave as it is"),
        text(
            "Ids, headings and the last column: by them each row finds its record again. Rows may be sorted as a "
            "whole, rows and columns may be moved or hidden. A row that is deleted deletes no record."
        ),
    )
    if kind in CREATABLE:
        yield (
            text("New records"),
            text(
                "Fill in a row below the others, with a new id in the first column and nothing in the last."
            ),
        )
    for name in edited_lists(kind):
        yield (
            text("Sheet {name}", name=word_of_list(name, language)),
            text("A row for each entry. A new one names in its first column the record that it belongs to.")
            if not issubclass(item_of(kind, name), Part)
            else text("A row for each entry. New ones are made with {command}.", command=MADE_BY[kind, name])
            if (kind, name) in MADE_BY
            else text("A row for each entry. New ones are made in kic."),
        )
    for name, command in SHOWN.get(kind, {}).items():
        yield (
            text("Sheet {name}", name=word_of_list(name, language)),
            text("To be looked at, where there is anything. It is changed with {command}.", command=command),
        )
    yield (
        text("Values"),
        text(
            "Where a list opens, choose from it. Days are written 22.11.2026, amounts 1234,50. An emptied cell takes "
            "the value out. Formulas and merged cells are not taken."
        ),
    )
    yield (
        text("Several entries"),
        text(
            "In columns of ids, of numbers and of words from a list they stand in one cell with semicolons; in columns "
            "of texts on a line each."
        ),
    )
    yield (
        text("Grey cells"),
        text("They hold what a spreadsheet cannot give back unchanged. They are changed in kic."),
    )
    for field, command in left_out(kind, language):
        yield text("Not in this sheet"), text("{field}: comes from {command}.", field=field, command=command)
    yield (
        text("Persons"),
        text("No names, addresses, telephone numbers or accounts of private persons."),
    )
    yield (
        text("Then"),
        text(
            "The office reads the file with: kic sheet in FILE. Every change is shown before it is written."
        ),
    )


def records_of(snapshot: Snapshot, kind: str, ids: Iterable[str]) -> tuple[Record, ...]:
    """The records of these ids that could be read, in this order."""
    found = (snapshot.get(KINDS[kind], each) for each in ids)
    return tuple(each for each in found if each is not None)
