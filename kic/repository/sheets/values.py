"""A value of a record in a cell and back: how it is written, what a cell means, and when two values are the same.

What was written reads back as the same value; where a cell cannot hold it so (a text longer than a cell, a number
with more digits than programs keep), `fits` says no, and the cell is locked.
"""

import datetime
import enum
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from kic.core.near import did_you_mean
from kic.core.text import Text, text
from kic.core.values import Count, Misread, Moment, Number, PartialDate, Share
from kic.present.language import LANGUAGES, Language, speak
from kic.present.safe import safe
from kic.present.workbook import LONGEST_TEXT, Look, Put
from kic.repository.intake.cells import Words
from kic.repository.sheets.columns import Column, Sort
from kic.sheets import Cell, Kind, meaning

LOOKS = {
    Sort.AMOUNT: Look.MONEY, Sort.NUMBER: Look.NUMBER, Sort.COUNT: Look.NUMBER, Sort.SHARE: Look.SHARE,
    Sort.DAY: Look.DATE, Sort.MOMENT: Look.MOMENT,
}  # fmt: skip
"""How columns look that are no texts."""
BETWEEN = "; "
_MARKS = str.maketrans("", "", "\u061c\u200e\u200f\n\t")
_DIGITS = 15
_FIRST_DAY = datetime.date(1920, 1, 1)
"""No day of a record is older; a year that was typed into a cell for days shows as one of 1905."""

V = TypeVar("V")


class Unknown(Misread):
    """A word that is none of those that are expected; `help` names near ones."""

    def __init__(self, reason: Text, help: Text | None) -> None:  # noqa: A002
        super().__init__(reason)
        self.help = help


# -- out -----------------------------------------------------------------------------------------------


def put(column: Column, value: Any, language: Language) -> Put:
    """The cell of a value, locked where the cell cannot hold it so that it comes back the same."""
    look = LOOKS.get(column.sort, Look.TEXT)
    return Put(_shown(column, value, language), look, locked=not fits(column, value))


def _shown(column: Column, value: Any, language: Language) -> Any:
    if value is None or value == ():
        return None
    if column.sort is Sort.CHOICE:
        return label(value, language)
    if column.sort is Sort.FLAG:
        return language.word(value)
    if column.sort is Sort.LINES:
        return "\n".join(value)
    if column.sort is Sort.CHOICES:
        return BETWEEN.join(label(each, language) for each in value)
    if column.sort in (Sort.IDS, Sort.COUNTS):
        return BETWEEN.join(map(str, value))
    if column.sort is Sort.PARTIAL:
        return notation_of(value, language)
    if isinstance(value, Moment):
        midnight = value.local.time() == datetime.time()  # as a number it would be a day without a time
        return f"{value.local:%d.%m.%Y, %H:%M}" if midnight else value.local
    return value


def notation_of(value: PartialDate, language: Language) -> str:
    """`14.02.2022` in German, else as in the files; always one that reads back."""
    german = language.code == "de" and value.complete
    return f"{value.day:02d}.{value.month:02d}.{value.year:04d}" if german else str(value)


def label(value: enum.Enum, language: Language) -> str:
    """The word for a value of an enum, or its key where another value has the same word."""
    word = language.word(value)
    same = [each for each in type(value) if language.word(each) == word]
    return word if len(same) == 1 else str(value.value)


def fits(column: Column, value: Any) -> bool:
    """Whether a cell holds this value so that it comes back the same."""
    if isinstance(value, Number):
        return sum(map(str.isdigit, value.spelling)) <= _DIGITS
    if isinstance(value, Share):
        return sum(map(str.isdigit, value.spelling)) < _DIGITS
    if column.sort is Sort.LINES and value:
        return all(each.strip() and "\n" not in each for each in value) and fits_words("\n".join(value))
    if column.sort is Sort.DAY and value is not None:
        return bool(value >= _FIRST_DAY)
    if column.sort is Sort.MOMENT and value is not None:
        return bool(value.local.date() >= _FIRST_DAY)
    if column.sort is Sort.WORDS and value:
        return fits_words(value)
    return True


def fits_words(words: str) -> bool:
    """Whether a cell holds these words: not too long, no control characters."""
    plain = words.translate(_MARKS)
    return len(words) <= LONGEST_TEXT and safe(plain) == plain


# -- the same ------------------------------------------------------------------------------------------


def canonical(value: Any, default: Any = None) -> str:
    """A value as a text, equal for equal values; blanks at the ends of lines are no difference, nor is a default."""
    if value is None or value == default or value in ((), [], ""):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.replace("\r\n", "\n").strip().split("\n"))
    if isinstance(value, (list, tuple)):
        return "\n".join(canonical(each) for each in value)
    if isinstance(value, Number):
        return str(value.fraction)
    if isinstance(value, Share):
        return str(value.fraction)
    return str(getattr(value, "value", value))


# -- back ----------------------------------------------------------------------------------------------


class Known(NamedTuple):
    """The words that a column of values or ids takes."""

    words: Words
    values: dict[str, Any]


def known_choices(choices: type[enum.Enum]) -> Known:
    """The values of an enum: as they stand in files, and with their words in either language."""
    listed = ((str(each.value), [speak(code).word(each) for code in LANGUAGES]) for each in choices)
    return Known(Words(listed, {}), {str(each.value): each for each in choices})


def read(column: Column, known: Known | None, cell: Cell) -> Any:
    """What a cell that is not empty means in this column; raises Misread, Unknown for a word that is not known."""
    if column.sort is Sort.CHOICE:
        assert known is not None
        return known.values[_one_of(known, meaning.name(cell))]
    if column.sort is Sort.CHOICES:
        assert known is not None
        return _once(known.values[_one_of(known, each)] for each in _parts(meaning.name(cell)))
    return _READ[column.sort](cell)


def _one_of(known: Known, word: str) -> str:
    found = known.words.id_of(word)
    if found is None:
        near = known.words.near(word)
        offered = tuple(known.values[each] for each in near) if near else tuple(known.values.values())
        help_ = did_you_mean(offered) if near else text("the words are {words}", words=offered)
        raise Unknown(text("{word} is none of the words of this column", word=word), help_)
    return found


def _words(cell: Cell) -> str:
    """Words, or a number that is spelled as it stands there: what it was before, only the caller knows."""
    found = meaning.name(cell)
    plain = found.translate(_MARKS)
    if safe(plain) != plain:
        raise Misread(text("a control character or another invisible one stands in it"))
    return found


def _lines(cell: Cell) -> list[str]:
    return [line.strip() for line in _words(cell).split("\n") if line.strip()]


def _id(cell: Cell) -> str:
    return meaning.name(cell).strip().casefold()


def _ids(cell: Cell) -> list[str]:
    return _once(each.casefold() for each in _parts(meaning.name(cell).replace(",", ";")))


def _counts(cell: Cell) -> list[Count]:
    """Whole numbers; one alone may be a number cell, but 1,2 in one is a number with decimals."""
    if cell.kind is Kind.NUMBER:
        return [meaning.count(cell)]
    cells = (Cell(cell.row, cell.column, Kind.TEXT, each) for each in _parts(meaning.name(cell)))
    return _once(map(meaning.count, cells))


def _parts(words: str) -> list[str]:
    """What stands in one cell with semicolons, or on lines of its own."""
    return [each.strip() for each in words.replace("\n", ";").split(";") if each.strip()]


def _once(values: Iterable[V]) -> list[V]:
    return list(dict.fromkeys(values))


def _day(cell: Cell) -> datetime.date:
    found = meaning.day(cell)
    if found < _FIRST_DAY:
        raise Misread(text("a day before {first}: perhaps only a year was typed here", first=_FIRST_DAY))
    return found


def _moment(cell: Cell) -> Moment:
    found = meaning.moment(cell)
    if isinstance(found, Moment):
        if found.local.date() < _FIRST_DAY:
            raise Misread(text("a day before {first}: perhaps only a year was typed here", first=_FIRST_DAY))
        return found
    raise Misread(text("a time of day is needed too, such as {example}", example="22.11.2026, 18:00"))


def _partial(cell: Cell) -> PartialDate:
    """A day, or a month or a year where no more is known: 14.02.2022, 2022-02, 02.2022, 2022."""
    if cell.kind is Kind.NUMBER:
        return PartialDate.parse(meaning.name(cell))
    if cell.kind is Kind.TEXT:
        words = str(cell.value).strip()
        month, point, year = words.partition(".")
        if point and len(month) in (1, 2) and len(year) == 4 and f"{month}{year}".isdecimal():  # noqa: PLR2004
            return PartialDate.parse(f"{year}-{int(month):02d}")
        if len(words) in (4, 7) and words[:4].isdecimal():
            return PartialDate.parse(words)
    day = _day(cell)
    return PartialDate(day.year, day.month, day.day)


_READ: Mapping[Sort, Callable[[Cell], Any]] = {
    Sort.WORDS: _words, Sort.LINES: _lines, Sort.ID: _id, Sort.IDS: _ids, Sort.FLAG: meaning.flag,
    Sort.AMOUNT: meaning.amount, Sort.NUMBER: meaning.number, Sort.COUNT: meaning.count, Sort.COUNTS: _counts,
    Sort.SHARE: meaning.share, Sort.DAY: _day, Sort.MOMENT: _moment, Sort.PARTIAL: _partial,
}  # fmt: skip


def wanted(column: Column) -> Text | None:
    """What a cell of this column takes, in a sentence for its hint."""
    if column.sort is Sort.CHOICES and column.choices is not None:
        return text(
            "One or several of these, with semicolons between them: {words}", words=tuple(column.choices)
        )
    return _WANTED.get(column.sort)


_WANTED = {
    Sort.AMOUNT: text("An amount with two decimals or none, such as 1234,50."),
    Sort.NUMBER: text("A number such as 7,5."),
    Sort.COUNT: text("A whole number such as 25."),
    Sort.SHARE: text("A share in per cent, such as 75 %."),
    Sort.DAY: text("A day such as 22.11.2026."),
    Sort.MOMENT: text("A day with a time, such as 22.11.2026 18:00."),
    Sort.PARTIAL: text("A day such as 14.02.2022, or 2022-02 or 2022 where no more is known."),
    Sort.ID: text("The id of a record, such as he-07."),
    Sort.IDS: text("Ids, with semicolons between them."),
    Sort.COUNTS: text("Whole numbers such as 1; 2, with semicolons between them."),
    Sort.LINES: text("One entry on each line (Alt+Enter)."),
}


def plain(column: Column, value: Any) -> Any:
    """The value as it stands in a file; None where nothing is to stand there."""
    if canonical(value, column.default) == "":
        return None
    return list(value) if isinstance(value, tuple) else value


def said(value: Any) -> Any:
    """A value for a sentence: nothing is said to be empty."""
    if value is None or value in ((), [], ""):
        return text("nothing")
    if isinstance(value, str) and len(value) > _LONG:
        return value[: _LONG - 1] + "…"
    return tuple(value) if isinstance(value, list) else value


_LONG = 80
