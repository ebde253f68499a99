"""A form as XLSX: a page of labels and fields, a page for each table, and the hidden mark.

The name of a field stands beside it in a column that is not shown, so that rows may move; the columns of a table are
known by their headings. Needs the extra `kic[sheets]`.
"""

import textwrap

from msgspec.structs import replace

from kic.core.text import text
from kic.present.forms.model import (
    FIELDS,
    MARK,
    WORDS,
    Ask,
    Facts,
    Field,
    Form,
    Part,
    Point,
    Section,
    Table,
    Words,
)
from kic.present.language import Language, speak
from kic.present.workbook import Allowed, Choice, Look, Page, Put, workbook

MARKS = "_kic"
"""The hidden sheet with the mark."""
LABELS, VALUES, HINTS, NAMES, SENT = 1, 2, 3, 4, 5
"""The columns of the form's page; the last one, not shown either, repeats the label as it went out."""
MORE_ROWS = 40
"""Rows of a table's page that its rules cover below the last one."""
_ACROSS = 140
"""Characters of a line of words that goes over several columns."""
_LOOKS = {
    Ask.DAY: Look.DATE,
    Ask.MONEY: Look.MONEY,
    Ask.NUMBER: Look.NUMBER,
    Ask.TEXT: Look.TEXT,
    Ask.LINE: Look.TEXT,
}
_WIDE = {Ask.LINE: 40, Ask.TEXT: 50, Ask.CHOICE: 20, Ask.TICK: 10, Ask.DAY: 14, Ask.MONEY: 16, Ask.NUMBER: 10}


def form_xlsx(form: Form) -> bytes:
    """The finished file; the same form gives the same bytes. Raises Unavailable without the extra."""
    language = speak(form.language)
    pages = [_first(form, language), *(_table(each, language) for each in form.tables)]
    pages.append(
        Page(
            MARKS,
            [
                [Put(name), Put(words)]
                for name, words in ((MARK, form.mark), (FIELDS, form.names), (WORDS, form.words))
            ],
            protected=True,
            hidden=True,
        )
    )
    return workbook(pages, title=form.title, on=form.on)


def _first(form: Form, language: Language) -> Page:
    rows: list[list[Put | None]] = [[Put(form.title, Look.TITLE)], [Put(form.subject, Look.NOTE)]]
    choices: list[Choice] = []
    for section in form.sections:
        rows += [[], [Put(section.title, Look.HEADING), Put("", Look.HEADING), Put("", Look.HEADING)]]
        rows += _section(section, language, len(rows), choices)
    return Page(
        language.say(text("The form")),
        rows,
        widths=(64, 46, 44, 12, 12),
        choices=tuple(choices),
        protected=True,
        hidden_columns=(NAMES, SENT),
        fitted=True,
    )


def _section(
    section: Section, language: Language, above: int, choices: list[Choice]
) -> list[list[Put | None]]:
    rows: list[list[Put | None]] = []
    for part in section.parts:
        if isinstance(part, Field):
            rows.append(_asked(part, language))
            rule = _rule(part, language, above + len(rows), VALUES)
            choices += [rule] if rule is not None else []
        else:
            rows += _told(part, language)
    return rows


def _asked(field: Field, language: Language) -> list[Put | None]:
    label = f"{field.label} *" if field.needed else field.label
    return [
        Put(label, Look.NOTE),
        Put(_value(field, field.value, language), _LOOKS.get(field.ask, Look.TEXT), locked=False),
        Put(field.hint, Look.NOTE),
        Put(field.name, Look.NOTE),
        Put(label, Look.NOTE),
    ]


def _told(part: Part, language: Language) -> list[list[Put | None]]:
    if isinstance(part, Words):
        return [[Put(line, Look.NUMBER)] for line in textwrap.wrap(part.words, _ACROSS)]
    if isinstance(part, Point):
        return [[Put(f"\u2013 {part.words}", Look.NUMBER)]]
    if isinstance(part, Facts):
        heads: list[Put | None] = [Put(each, Look.NOTE) for each in (part.label, *part.headings)]
        rows: list[list[Put | None]] = [[Put(each, Look.NOTE) for each in row] for row in part.rows]
        return [heads[:1], *rows]
    assert isinstance(part, Table)
    said = text("Please fill in the page {page}.", page=part.label)
    return [[Put(part.label, Look.NOTE), Put(language.say(said), Look.NOTE)]]


def _table(table: Table, language: Language) -> Page:
    heads: list[Put | None] = [Put(each.label, Look.HEADING) for each in table.columns]
    rows: list[list[Put | None]] = [heads]
    for row in range(1, table.length + 1):
        cells: list[Put | None] = []
        for column in table.columns:
            held = table.field(row, column).value
            look = _LOOKS.get(column.ask, Look.TEXT)
            cells.append(Put(_value(column, held, language), look, locked=table.is_fixed(row, column)))
        rows.append(cells)
    last = len(rows) + MORE_ROWS
    rules = (_rule(column, language, 2, place, last) for place, column in enumerate(table.columns, 1))
    return Page(
        table.label,
        rows,
        widths=tuple(_WIDE[each.ask] for each in table.columns),
        choices=tuple(each for each in rules if each is not None),
        freeze=(1, 0),
        fitted=True,
    )


def _value(field: Field, value: object, language: Language) -> object:
    if field.ask is Ask.TICK:
        return language.word(True) if value else ""  # the word for it
    if field.ask is Ask.CHOICE and value not in (None, ""):
        return field.words(str(value))
    return value


def _rule(field: Field, language: Language, row: int, column: int, last: int | None = None) -> Choice | None:
    where = Choice(row=row, column=column, last_row=last or row, last_column=column)
    if field.ask is Ask.CHOICE:
        return replace(where, values=tuple(words for _key, words in field.options), hint=field.hint)
    if field.ask is Ask.TICK:
        return replace(where, values=tuple(language.word(each) for each in (True, False)))
    if field.ask is Ask.DAY:
        message = language.say(text("expected a date such as 2026-11-22 or 22.11.2026"))
        return replace(where, allowed=Allowed.DAY, message=message, strict=False)
    if field.ask is Ask.MONEY:
        message = language.say(
            text("expected an amount such as 1234.50 or 1.234,50, with two decimals or none")
        )
        return replace(where, allowed=Allowed.AMOUNT, least=0, message=message, strict=False)
    return None
