"""Dates, amounts and numbers as people in Germany write them, read without guessing.

Records have one spelling for each value (`kic.core.values`). On the command line and in the cells of a
spreadsheet people write `22.11.2026` and `1.234,50 €`. Here such a spelling is read where it can mean only one
thing. What can mean two things is refused with the reason, as Ambiguous: `1.234` and `1,234` are a thousand or
one and a fraction, `03/04/2026` is in March or in April. Everything else that is not understood is Misread.
The spellings of records mean the same here; only a number with three decimals, `1.234`, is refused as well.
"""

import datetime
import re

from kic.core.pattern import pattern
from kic.core.text import text
from kic.core.values import Misread, Moment, Money, Number, Share

_pointed = pattern(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{2}|\d{4})", re.ASCII)
_either_way = pattern(r"\d{1,2}[/-]\d{1,2}[/-](\d{2}|\d{4})", re.ASCII)
_iso = pattern(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_clock = pattern(r"(.+?)(?:, ?| {1,3})(\d{1,2})[:.](\d\d)(?: Uhr)?", re.ASCII)
_currency = pattern(r"(?:(?:€|Euro|EUR) ?)?(.+?)(?: ?(?:€|Euro|EUR))?", re.IGNORECASE)
_whole_euros = pattern(r"(.+),(?:-|--|–|—)")  # noqa: RUF001  # a dash stands for no cents
_signed = pattern(r"(-? ?)(\d[\d., ]*)", re.ASCII)
_either_mark = pattern(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_BLANKS = str.maketrans("\u00a0\u2007\u202f\u2212", "   -")
"""Blanks that word processors and spreadsheets put into numbers, and their minus sign."""


class Ambiguous(Misread):
    """The spelling can mean two things; `text` says which."""


class NoSuchDay(Misread):
    """Written as a day is, but no calendar has it."""


def day(spelling: str) -> datetime.date:
    """`2026-11-22`, `22.11.2026` or `1. 3. 2026`.

    Raises Misread: NoSuchDay for `31.02.2026`, Ambiguous for `03/04/2026` and `1.3.26`.
    """
    plain = _plain(spelling)
    german = _pointed().fullmatch(plain)
    if german is not None and len(german[3]) == 2:  # noqa: PLR2004
        raise Ambiguous(text("the year needs four digits"))
    if _either_way().fullmatch(plain):
        raise Ambiguous(text("with slashes or hyphens, the day can stand first or the month"))
    try:
        if german is not None:
            return datetime.date(int(german[3]), int(german[2]), int(german[1]))
        if _iso().fullmatch(plain):
            return datetime.date.fromisoformat(plain)
    except ValueError:
        raise NoSuchDay(text("there is no such day")) from None
    raise Misread(text("expected a date such as 2026-11-22 or 22.11.2026"))


def moment(spelling: str) -> Moment:
    """`2026-03-31T23:59` or `31.03.2026, 23:59 Uhr`; raises Misread, Ambiguous as `day`."""
    plain = _plain(spelling)
    if _iso().match(plain) and "T" in plain:
        return Moment.parse(plain)
    clock = _clock().fullmatch(plain)
    if clock is None:
        raise Misread(text("expected a day and time such as 2026-03-31T23:59 or 31.03.2026, 23:59"))
    date = day(clock[1])
    try:
        return Moment(datetime.datetime.combine(date, datetime.time(int(clock[2]), int(clock[3]))))
    except ValueError:
        raise Misread(text("there is no such time of day")) from None


def amount(spelling: str) -> Money:
    """`1234.50`, `1.234,50`, `1 234,50 €`, `1.234.567` or `20,-`; raises Misread, for `1.234` Ambiguous."""
    plain = _plain(spelling)
    bare = _currency().fullmatch(plain)
    plain = bare[1] if bare is not None else plain
    whole = _whole_euros().fullmatch(plain)
    if whole is not None:
        plain = f"{whole[1]},00"
    expected = text("expected an amount such as 1234.50 or 1.234,50, with two decimals or none")
    return Money.parse(_canonical(plain, r"\d\d", Misread(expected)))


def number(spelling: str) -> Number:
    """`82`, `7.5`, `7,5` or `1.234,5`; raises Misread, for `1.234` and `1,234` Ambiguous."""
    expected = text("expected a number such as 82, 7.5 or 7,5")
    return Number.parse(_canonical(_plain(spelling), r"\d{1,9}", Misread(expected)))


def share(spelling: str) -> Share:
    """`75%`, `12.5%` or `12,5 %`; raises Misread. No share has thousands, so three decimals are decimals."""
    return Share.parse(re.sub(r"\s*%\Z", "%", _plain(spelling)).replace(",", "."))


def _plain(spelling: str) -> str:
    return spelling.translate(_BLANKS).strip(" ")


def _canonical(plain: str, decimals: str, misread: Misread) -> str:
    """Digits with a point before the decimals and nothing between thousands; raises `misread` or Ambiguous.

    Groups of thousands are three digits each, behind one to three that do not begin with 0, all after the same
    mark; the mark of the decimals is the other one. One mark alone with three digits behind it tells nothing.
    """
    found = _signed().fullmatch(plain)
    if found is None:
        raise misread
    sign, digits = found[1].strip(), found[2]
    if _either_mark().fullmatch(digits):
        raise Ambiguous(
            text(
                "{spelling} can mean thousands or decimals; thousands are clear without a mark: {whole}",
                spelling=plain,
                whole=re.sub("[.,]", "", digits),
            )
        )
    for thousands, point in ((".", ","), (",", "."), (" ", ","), (" ", ".")):
        mark, dot = re.escape(thousands), re.escape(point)
        whole = rf"(0|[1-9]\d*|[1-9]\d{{0,2}}(?:{mark}\d{{3}})+)"
        match = re.fullmatch(rf"{whole}(?:{dot}({decimals}))?", digits, re.ASCII)
        if match is not None:
            rest = f".{match[2]}" if match[2] else ""
            return f"{sign}{match[1].replace(thousands, '')}{rest}"
    raise misread
