"""Tables as CSV for spreadsheets: UTF-8 with its mark, numbers as numbers, days as ISO days, no text a formula.

German programs split at semicolons and read decimal commas, English ones commas and points.
"""

import datetime
import enum
from collections.abc import Iterable, Sequence
from typing import Any

from kic.core.values import Money, Number, PartialDate
from kic.present.language import Language
from kic.present.safe import safe

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheet programs take for the start of a formula."""


def delimited(head: Iterable[str], rows: Iterable[Sequence[Any]], language: Language) -> bytes:
    """The bytes of a CSV file; cells are raw values, the head are words."""
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    stream = io.StringIO()
    out = csv.writer(stream, delimiter=";" if language.code == "de" else ",", lineterminator="\r\n")
    out.writerow([_inert(safe(title)) for title in head])
    for row in rows:
        out.writerow([_plain(value, language) for value in row])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")


def _plain(value: Any, language: Language) -> str:
    """A value as a spreadsheet reads it: no currency, no grouping, ISO days; a text is never a formula."""
    if value is None or value in ((), []):
        return ""
    if isinstance(value, (Money, Number)) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value).replace(".", ",") if language.code == "de" else str(value)
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = isinstance(value, str) and not isinstance(value, enum.Enum)
    return _inert(safe(value if text else language.word(value)))


def _inert(words: str) -> str:
    return f"'{words}" if words[:1] in _FORMULA else words
