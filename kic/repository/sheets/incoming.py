"""Returned sheets of a kind, several files at once, as one plan.

Each cell is compared three ways: with the record as it is, and with what went out. A cell that was changed in the
sheet alone is written, one that was changed in the record alone stays, and where both changed nothing is overwritten
without being asked. An empty row changes nothing, a missing row deletes nothing.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from kic.core.diagnostic import Diagnostic
from kic.core.plan import Plan
from kic.core.snapshot import Snapshot
from kic.core.text import Label, plural
from kic.domain.chapters import KINDS
from kic.errors import UsageError
from kic.present.language import LANGUAGES, speak
from kic.repository.intake.marks import Take
from kic.repository.intake.outcome import Changed, is_error, lightened
from kic.repository.sheets.columns import WITHOUT
from kic.repository.sheets.form import beside, find, find_key, no_form
from kic.repository.sheets.gathering import Gathered
from kic.repository.sheets.merging import Places
from kic.repository.sheets.rows import Rows
from kic.repository.sheets.tables import record_of, tables_of
from kic.sheets import Sheet, Workbook
from kic.sheets.laws import (
    CHANGED_BY_HAND,
    UNEVEN,
)

SHEETS = tuple(kind for kind in KINDS if kind not in WITHOUT)
"""The kinds that have a sheet."""


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """What returned sheets come to. `plan` is None where they are refused; the findings say why.

    `waiting` are rows that could not be read; `asked` tells that only `take` is missing. `gone` are records that went
    out and have no row now; they stay. `since` is the day on which a status query went out, `revision` the commit that
    it went out from (empty: none has its logs). `places` tell from which cell a field comes.
    """

    kind: str
    plan: Plan | None = None
    findings: tuple[Diagnostic, ...] = ()
    created: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    unchanged: tuple[str, ...] = ()
    waiting: int = 0
    gone: tuple[str, ...] = ()
    asked: bool = False
    since: datetime.date | None = None
    revision: str = ""
    places: Places = {}


def kind_in(book: Workbook, kinds: Iterable[str] = SHEETS) -> str | None:
    """Of which kind a returned file is; None where it is none that went out."""
    found = find(book, kinds)
    return found[0] if found is not None else None


class Recognised(NamedTuple):
    """A returned file, its sheet and the row of the headings; it is not `whole` where errors lie beside the sheet."""

    book: Workbook
    sheet: Sheet
    heading: int
    whole: bool


def recognised(
    books: Iterable[Workbook], kind: str, keys: Sequence[str], findings: list[Diagnostic]
) -> Iterator[Recognised]:
    """The files that went out for a kind and can be read; `findings` gets what is wrong with each of the files."""
    for book in books:
        findings += book.findings
        found = find(book, (kind,))
        if found is None:
            if book.sheets:
                findings.append(no_form(book))
            continue
        if any(is_error(each) and each.law is not UNEVEN for each in book.findings):
            continue
        more = list(beside(book, keys, map(speak, LANGUAGES)))
        findings += more
        _kind, sheet, heading = found
        yield Recognised(book, sheet, heading, not any(map(is_error, more)))


def read_back(
    snapshot: Snapshot,
    kind: str,
    books: Sequence[Workbook],
    *,
    take: Take = None,
    ignored: Iterable[str] = (),
    only_readable: bool = False,
) -> Came:
    """What returned files of a kind make of its records. Nothing is written; bad content never raises.

    `only_readable` takes what can be read; rows and files that cannot be wait, and are told as warnings.
    """
    if kind not in SHEETS:
        raise UsageError("There is no sheet of {kind}.", kind=kind)
    merges = [Gathered(snapshot, table, take) for table in tables_of(snapshot, kind)]
    findings: list[Diagnostic] = []
    keys = [merge.table.key for merge in merges]
    for book, _sheet, _heading, whole in recognised(books, kind, keys, findings):
        for merge in merges:
            placed = find_key(book, {merge.table.key: kind})
            if placed is None and (lost := merge.without_sheet(book)) is not None:
                findings.append(lost)
            elif placed is not None and whole:
                merge.add(Rows(snapshot, book, placed[1], placed[2], merge.table), frozenset(ignored))
    findings += [each for merge in merges for each in merge.unread]
    findings = [*(map(lightened, findings) if only_readable else findings)]
    findings += [each for merge in merges for each in merge.findings]
    errors = [each for each in findings if is_error(each)]
    main, *_lists = merges
    title = plural(
        "{kind}: {n} record from a sheet",
        "{kind}: {n} records from sheets",
        n=len({record_of(each) for merge in merges for each in merge.touched}),
        kind=Label("kind", kind),
    )
    return Came(
        kind=kind,
        plan=None if errors else Plan(title, tuple(edit for merge in merges for edit in merge.edits())),
        findings=tuple(findings),
        created=tuple(main.new),
        changed=_changes(merges),
        unchanged=_unchanged(merges),
        waiting=sum(merge.waiting for merge in merges),
        gone=tuple(each for merge in merges for each in merge.gone),
        asked=bool(errors) and all(each.law is CHANGED_BY_HAND for each in errors),
        places={key: place for merge in merges for key, place in merge.places().items()},
    )


def _changes(merges: Sequence["Gathered"]) -> tuple[Changed, ...]:
    """What changes, record by record; of a list its name and the entry's place or id."""
    found: dict[str, list[str]] = {}
    for merge in merges:
        for id_, wanted in merge.wanted.items():
            if not merge.table.list and id_ not in merge.new:
                found.setdefault(id_, []).extend(wanted)
            elif merge.table.list:
                entry = f"{merge.table.list}[{id_.partition('.')[2]}]"
                found.setdefault(record_of(id_), []).extend(f"{entry}.{key}" for key in wanted)
        for id_ in merge.added:
            found.setdefault(record_of(id_), []).append(merge.table.list)
    return tuple(Changed(id_, tuple(dict.fromkeys(fields))) for id_, fields in found.items())


def _unchanged(merges: Sequence["Gathered"]) -> tuple[str, ...]:
    touched = {record_of(each) for merge in merges for each in merge.touched}
    return tuple(id_ for id_ in merges[0].seen if id_ not in touched)
