"""Tables as CSV and as JSON lines. Same tables, same bytes.

Two kinds of CSV. The standard one is for programs: RFC 4180, UTF-8, headings that never change, codes, decimal points.
The other is for a spreadsheet program in the language of the run: headings and values in words, and in German
semicolons and decimal commas. In both a text that a spreadsheet program would take for a formula gets an apostrophe
before it, and no other cell does (OWASP, CSV injection); JSON lines hold every text as it is.
"""

import csv
import enum
import io
import json
import re
from typing import Any

from kic.core.values import Money, Number
from kic.domain.publishing import Column, Sort, Table
from kic.present.envelope import plain
from kic.present.language import Language
from kic.present.safe import safe

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What spreadsheet programs take for the start of a formula; the wide signs in some languages too."""
MARK = b"\xef\xbb\xbf"
_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029]")
_FIGURES = frozenset({Sort.WHOLE, Sort.NUMBER, Sort.MONEY})
_WORDS = frozenset({Sort.TEXT, Sort.PLAIN})


class Sheet:
    """How a CSV file is written: for programs (`spoken` None), or for a spreadsheet program in a language."""

    def __init__(self, spoken: Language | None = None) -> None:
        self.spoken = spoken
        german = spoken is not None and spoken.code == "de"
        self.delimiter = ";" if german else ","
        self.decimal = "," if german else "."
        self.mark = MARK if spoken is not None else b""

    def heading(self, column: Column) -> str:
        """The heading of a column."""
        return column.key if self.spoken is None else titled(column, self.spoken)

    def code(self, member: enum.Enum) -> str:
        """A value of a column of codes."""
        return str(member.value) if self.spoken is None else self.spoken.word(member)

    @property
    def truth(self) -> tuple[str, str]:
        """How no and yes are written."""
        return ("false", "true") if self.spoken is None else self.spoken.notation.truth


def titled(column: Column, language: Language) -> str:
    """The heading of a column in words."""
    if column.title is None:
        return language.label("field", column.key)
    return language.say(column.title)


def as_csv(table: Table, sheet: Sheet) -> bytes:
    """The table as a CSV file with a heading; lines end with CR and LF."""
    stream = io.StringIO()
    out = csv.writer(stream, delimiter=sheet.delimiter, lineterminator="\r\n")
    out.writerow([_inert(sheet.heading(each)) for each in table.columns])
    sorts = [each.sort for each in table.columns]
    for row in table.rows:
        out.writerow([_cell(value, sort, sheet) for value, sort in zip(row, sorts, strict=True)])
    return sheet.mark + stream.getvalue().encode("utf-8", "backslashreplace")


def _cell(value: Any, sort: Sort, sheet: Sheet) -> str:
    if value is None:
        return ""
    if sort in _WORDS:
        return _inert(safe(value if sort is Sort.TEXT else _flat(value)))
    if sort in _FIGURES:
        return str(value).replace(".", sheet.decimal)
    if sort is Sort.CODE:
        return sheet.code(value)
    if sort is Sort.FLAG:
        return sheet.truth[bool(value)]
    return str(value)


def _flat(value: Any) -> str:
    """What is nested, as JSON in a cell; a plain value as it is spelled."""
    spelled = plain(value)
    return spelled if isinstance(spelled, str) else compact(spelled)


def _inert(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULA) else words


def as_lines(table: Table) -> bytes:
    """The table as JSON lines: an object a row, every key in each; amounts and numbers as they are spelled."""
    keys = [each.key for each in table.columns]
    return "".join(
        compact({key: _told(value) for key, value in zip(keys, row, strict=True)}) + "\n"
        for row in table.rows
    ).encode("utf-8", "backslashreplace")


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, (Money, Number)) else plain(value)


def compact(value: Any) -> str:
    """Plain data as JSON in one line; what some readers take for a line end is escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
