"""Returned sheets of any kind: which one they are, and what they come to."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.text import Label
from kic.errors import UsageError
from kic.repository.intake.headings import folded
from kic.repository.intake.marks import Take
from kic.repository.sheets.form import no_form
from kic.repository.sheets.incoming import SHEETS, Came, kind_in, read_back
from kic.repository.sheets.status_in import read_answers
from kic.repository.sheets.status_out import STATUS
from kic.sheets import Workbook


def read_returned(
    snapshot: Snapshot,
    books: Sequence[Workbook],
    today: datetime.date,
    *,
    on: datetime.date | None,
    take: Take,
    ignored: Iterable[str],
    only_readable: bool,
) -> Came:
    """What returned files come to; `on` is the day of answers to the status query, `ignored` are headings.

    Raises UsageError where the files are of several kinds, and for a day of sheets that have none.
    """
    kinds = {book.name: kind_in(book, (*SHEETS, STATUS)) for book in books}
    known = tuple(dict.fromkeys(kind for kind in kinds.values() if kind is not None))
    if len(known) > 1:
        raise UsageError(
            "These are sheets of several kinds: {kinds}.",
            help="Read those of one kind at a time.",
            kinds=tuple(Label("field" if each == STATUS else "kind", each) for each in known),
        )
    if not known:
        found = [
            each for book in books for each in (*book.findings, *([no_form(book)] if book.sheets else []))
        ]
        return Came(kind="", findings=tuple(found))
    told: dict[str, Any] = {
        "take": take,
        "ignored": [folded(each) for each in ignored],
        "only_readable": only_readable,
    }
    if known[0] == STATUS:
        return read_answers(snapshot, books, on or today, **told)
    if on is not None:
        raise UsageError("{option} belongs to answers to the status query.", option="--on")
    return read_back(snapshot, known[0], books, **told)
