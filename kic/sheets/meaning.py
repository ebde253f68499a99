"""What a cell means where an amount, a day, a number or words are expected.

Each function takes one cell and gives the value, or raises Misread with the reason. Nothing is guessed: texts are
read by `kic.core.spelling`, which refuses what can mean two things; formulas, error values and numbers that a
program has made into dates are refused too. An empty cell raises Misread; whether it may be empty the caller asks
first (`Cell.empty`).
"""

import datetime

from kic.core import spelling
from kic.core.text import Text, text
from kic.core.values import Count, Misread, Moment, Money, Number, Share
from kic.sheets.cell import Cell, Kind


def amount(cell: Cell) -> Money:
    """An amount: a number with at most two decimals, or a text such as `1.234,50 €`."""
    if cell.kind is Kind.NUMBER:
        whole, _, decimals = _spelled(cell).partition(".")
        if len(decimals) > 2:  # noqa: PLR2004  # cents
            raise Misread(text("the number {number} has more than two decimals", number=_spelled(cell)))
        return Money.parse(f"{whole}.{decimals:0<2}" if decimals else whole)
    return spelling.amount(_text(cell, _EXPECTED_AMOUNT))


def day(cell: Cell) -> datetime.date:
    """A day: a date cell without a time of day, or a text such as `22.11.2026`."""
    if cell.kind is Kind.DATE:
        if isinstance(cell.value, datetime.datetime):
            raise Misread(text("a day is expected, and here stands a day with a time"))
        assert isinstance(cell.value, datetime.date)
        return cell.value
    return spelling.day(_text(cell, _EXPECTED_DAY))


def moment(cell: Cell) -> Moment | datetime.date:
    """A day with a time of day, or a day alone where no time is given."""
    if cell.kind is Kind.DATE:
        if isinstance(cell.value, datetime.datetime):
            return Moment(cell.value.replace(second=0))
        assert isinstance(cell.value, datetime.date)
        return cell.value
    words = _text(cell, _EXPECTED_DAY)
    try:
        return spelling.day(words)
    except spelling.Ambiguous:
        raise
    except Misread:
        if ":" not in words and "T" not in words:  # what is wrong is the day, not that a time is missing
            raise
        return spelling.moment(words)


def number(cell: Cell) -> Number:
    """A number such as a mark: a number cell, or a text such as `7,5`."""
    if cell.kind is Kind.NUMBER:
        return Number.parse(_spelled(cell))
    return spelling.number(_text(cell, _EXPECTED_NUMBER))


def count(cell: Cell) -> Count:
    """A whole number from 0 on; leading zeros of a text are allowed (`007`)."""
    if cell.kind is Kind.NUMBER:
        return Count.parse(_spelled(cell))
    words = _text(cell, _EXPECTED_WHOLE)
    return Count.parse(words.lstrip("0") or "0" if words.isascii() and words.isdigit() else words)


def share(cell: Cell) -> Share:
    """A share: a number that is shown in per cent, or a text such as `75 %`. A plain 0.75 is refused."""
    if cell.kind is Kind.SHARE:
        return Share.parse(_spelled(cell))
    return spelling.share(_text(cell, _EXPECTED_SHARE))


def flag(cell: Cell) -> bool:
    """Yes or no: a truth value, or a text such as `ja`."""
    if cell.kind is Kind.BOOL:
        return bool(cell.value)
    word = _text(cell, _EXPECTED_FLAG).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Misread(_EXPECTED_FLAG)


def words(cell: Cell) -> str:
    """Words: a text with a letter in it. Numbers and dates are refused: they stand in the wrong column."""
    found = _text(cell, text("expected words"))
    if not any(each.isalpha() for each in found):
        raise Misread(text("expected words"))
    return found


def name(cell: Cell) -> str:
    """An id, a number or a title of something known: a text, or a whole number as it is spelled."""
    if cell.kind is Kind.NUMBER and "." not in _spelled(cell):
        return _spelled(cell)
    return _text(cell, text("expected words"))


def shown(cell: Cell) -> str:
    """What stands there, for a sentence: a formula as its text, a day as ISO 8601."""
    if cell.kind is Kind.EMPTY:
        return ""
    if isinstance(cell.value, datetime.datetime):
        return cell.value.isoformat(sep=" ", timespec="minutes")
    return str(cell.value)


_YES = frozenset(("ja", "j", "yes", "y", "wahr", "true"))
_NO = frozenset(("nein", "n", "no", "falsch", "false"))
_EXPECTED_AMOUNT = text("expected an amount such as 1234.50 or 1.234,50, with two decimals or none")
_EXPECTED_DAY = text("expected a date such as 2026-11-22 or 22.11.2026")
_EXPECTED_NUMBER = text("expected a number such as 82, 7.5 or 7,5")
_EXPECTED_WHOLE = text("expected a whole number such as 25")
_EXPECTED_SHARE = text("expected a share from 0% to 100%, such as 75%")
_EXPECTED_FLAG = text("expected yes or no")


def _spelled(cell: Cell) -> str:
    assert isinstance(cell.value, str)
    return cell.value


def _text(cell: Cell, expected: Text) -> str:
    """The text of a text cell; raises Misread that tells what stands there instead."""
    if cell.kind is Kind.TEXT:
        return _spelled(cell)
    if cell.kind is Kind.FORMULA:
        raise Misread(text("a formula stands here, and its last result is not taken for a value"))
    if cell.kind is Kind.ERROR:
        raise Misread(text("the error value {value} stands here", value=_spelled(cell)))
    if cell.kind is Kind.EMPTY:
        raise Misread(text("nothing stands here"))
    found = _FOUND[cell.kind]
    raise Misread(
        text("{expected}; here stands {found}: {value}", expected=expected, found=found, value=shown(cell))
    )


_FOUND = {
    Kind.NUMBER: text("a number"),
    Kind.SHARE: text("a percentage"),
    Kind.DATE: text("a date"),
    Kind.TIME: text("a time of day"),
    Kind.BOOL: text("a truth value"),
}
