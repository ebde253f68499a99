"""A sheet of contributions to send out or to type into: the right headings, drop-downs, and on wish what is there.

What this writes, an import reads back as the same contributions (`kic.repository.intake.contributions`).
"""

import datetime
from collections.abc import Iterator

from msgspec.structs import replace

from kic.core.record import kind_of
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.concept.structure import Body
from kic.domain.participation import Consultation, Contribution, ContributorKind, SheetColumn, SheetField
from kic.domain.revisions.elements import elements
from kic.present.language import Language
from kic.present.workbook import Allowed, Choice, Look, Page, Put, instructions, workbook
from kic.repository.intake.headings import PERSONS

F = SheetField
_FIELDS = (
    F.NUMBER, F.RECEIVED, F.CONTRIBUTOR_KIND, F.CONTRIBUTOR, F.PERSON, F.ELEMENT, F.PLACE, F.PROPOSAL, F.WORDING,
    F.REASON, F.NAMED,
)  # fmt: skip
_WIDE = {F.PROPOSAL: 60, F.WORDING: 50, F.REASON: 40, F.CONTRIBUTOR: 32, F.ELEMENT: 32}
_EMPTY_ROWS = 200
"""Rows below the last contribution that drop-downs and rules still cover."""


def contributions_of(snapshot: Snapshot, consultation: Consultation) -> tuple[Contribution, ...]:
    """The contributions of a consultation, by their ids."""
    return tuple(each for each in snapshot.all(Contribution) if each.consultation == consultation.id)


def sheet_columns(consultation: Consultation, language: Language) -> tuple[SheetColumn, ...]:
    """The columns that the consultation keeps, and one for each field that has none yet."""
    kept = [
        each
        for each in (consultation.intake.columns if consultation.intake else ())
        if each.field is not F.IGNORED
    ]
    have = {each.field for each in kept}
    more = [SheetColumn(heading=language.word(field), field=field) for field in _FIELDS if field not in have]
    return tuple(kept + more)


def export_sheet(
    snapshot: Snapshot, consultation: Consultation, language: Language, *, filled: bool, on: datetime.date
) -> bytes:
    """The finished XLSX file; `filled` with the contributions that are there. Raises Unavailable without the extra."""
    columns = sheet_columns(consultation, language)
    there = contributions_of(snapshot, consultation) if filled else ()
    rows = [[_put(each, column.field, language) for column in columns] for each in there]
    last = len(rows) + 1 + _EMPTY_ROWS
    kept = consultation.intake.sheet if consultation.intake is not None else None
    page = Page(
        kept or language.label("kind", kind_of(Contribution)),
        [[Put(column.heading, Look.HEADING) for column in columns], *rows],
        widths=tuple(_WIDE.get(column.field, 16) for column in columns),
        choices=tuple(_choices(snapshot, consultation, language, columns, last)),
        freeze=(1, 1),
    )
    return workbook([page, _instructions(consultation, language)], title=consultation.title, on=on)


def _put(each: Contribution, field: SheetField, language: Language) -> Put:
    who = each.contributor
    values = {
        F.NUMBER: each.number,
        F.RECEIVED: each.received,
        F.CONTRIBUTOR_KIND: language.word(who.contributor),
        F.CONTRIBUTOR: who.body or who.name,
        F.PERSON: who.person,
        F.ELEMENT: each.element,
        F.PLACE: each.place,
        F.PROPOSAL: each.proposal,
        F.WORDING: each.wording,
        F.REASON: each.reason,
        F.NAMED: each.named or None,
    }
    return Put(values.get(field), Look.DATE if field is F.RECEIVED else Look.PLAIN)


def _choices(
    snapshot: Snapshot,
    consultation: Consultation,
    language: Language,
    columns: tuple[SheetColumn, ...],
    last: int,
) -> Iterator[Choice]:
    """What may be typed: kinds are given, organisations and elements are offered where a list can hold them."""
    kinds = tuple(language.word(each) for each in ContributorKind)
    bodies = tuple(sorted(each.name for each in snapshot.all(Body)))
    themes = tuple(
        each.title
        for each in elements(snapshot, consultation.edition).values()
        if each.kind == "theme" and each.title
    )
    offered = {F.CONTRIBUTOR_KIND: kinds, F.CONTRIBUTOR: bodies, F.ELEMENT: themes}
    for position, column in enumerate(columns, 1):
        where = Choice(row=2, column=position, last_row=last, last_column=position)
        values = offered.get(column.field, ())
        if values:
            yield replace(where, values=values, strict=column.field is F.CONTRIBUTOR_KIND)
        elif column.field is F.RECEIVED:
            message = language.say(text("expected a date such as 2026-11-22 or 22.11.2026"))
            yield replace(where, allowed=Allowed.DAY, message=message)


def _instructions(consultation: Consultation, language: Language) -> Page:
    lines = (
        (text("Rows"), text("One row for each contribution. Rows without an entry are passed over, none is dropped.")),
        (
            text("Columns"),
            text("Columns may change places. Only the proposal and who made it are needed; the others may stay empty."),
        ),
        (
            text("About what"),
            text("The id or the title of a theme, a goal or a recommendation; empty, where the whole is meant."),
        ),
        PERSONS,
    )  # fmt: skip
    name = language.say(text("Instructions"))
    return instructions(
        name, [(language.say(a), language.say(b)) for a, b in lines], title=consultation.title
    )
