"""A sheet of applications to send out or to work on: the right headings, drop-downs, and on wish what is there.

What this writes, an import reads back as the same applications (`kic.repository.intake.importing`).
"""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from kic.core.record import kind_of
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.applications import Application
from kic.domain.calls import ApplicantKind, Call, Intake, IntakeColumn, IntakeField
from kic.domain.concept.structure import Body, Theme
from kic.present.language import Language
from kic.present.workbook import Allowed, Choice, Look, Page, Put, instructions, workbook
from kic.repository.intake.columns import COSTS, FUNDS
from kic.repository.intake.headings import PERSONS, folded
from kic.repository.intake.rows import FUND_OF

F = IntakeField
_FRONT = (
    F.NUMBER, F.TITLE, F.SUMMARY, F.BODY, F.PERSON, F.APPLICANT_KIND, F.THEMES, F.RECOMMENDATIONS, F.START, F.END,
    F.RECEIVED,
)  # fmt: skip
_BACK = (F.REQUESTED, F.MINIMUM, F.DEDUCTS_VAT, F.WORK_IN_KIND)
_LOOKS = {
    F.START: Look.DATE, F.END: Look.DATE, F.RECEIVED: Look.MOMENT, F.REQUESTED: Look.MONEY, F.NUMBER: Look.NUMBER,
    F.MINIMUM: Look.PLAIN, **dict.fromkeys((*COSTS, *FUNDS), Look.MONEY),
}  # fmt: skip
_WIDE = {F.TITLE: 36, F.SUMMARY: 60, F.BODY: 28, F.THEMES: 24, F.WORK_IN_KIND: 36}
_EMPTY_ROWS = 200
"""Rows below the last application that drop-downs and rules still cover."""
_OF_FUND = {fund: field for field, fund in FUND_OF.items()}


def applications_of(snapshot: Snapshot, call: Call) -> tuple[Application, ...]:
    """The applications of a call by their numbers."""
    found = (each for each in snapshot.all(Application) if each.call == call.id)
    return tuple(sorted(found, key=lambda each: int(each.number)))


def export_intake(call: Call, applications: Iterable[Application], language: Language) -> Intake:
    """How such a sheet is read: the columns that the call keeps, and one for each plan line that has none yet."""
    kept = call.intake or Intake()
    headings = _Headings((column for column in kept.columns if column.field is not F.IGNORED), language)
    items = [_lines(each) for each in applications]
    requested = next(
        (item for lines in items for field, item, _amount in lines if field is F.REQUESTED), None
    )
    for field in (*_FRONT, *_BACK):
        headings.need(field, requested if field is F.REQUESTED else None)
    for lines in items:
        free = _slots(headings.columns)
        for field, item, _amount in lines:
            if field is not F.REQUESTED:
                if free.get((field, item)):
                    free[field, item].pop(0)
                else:
                    headings.add(field, item)
    for field in (F.COST, *FUNDS):
        headings.need(field)
    name = kept.sheet or language.label("kind", kind_of(Application))
    return Intake(sheet=name, columns=tuple(headings.columns), words=kept.words, imported=kept.imported)


class _Headings:
    """Columns that are gathered, each under a heading of its own."""

    def __init__(self, columns: Iterable[IntakeColumn], language: Language) -> None:
        self.columns = list(columns)
        self._taken = {folded(column.heading) for column in self.columns}
        self._language = language

    def add(self, field: IntakeField, item: str | None = None) -> None:
        """One more column; a plan line's name stands behind the word for its field."""
        label = self._language.word(field)
        heading = wanted = f"{label}: {' '.join(item.split())}" if item else label
        copies = 1
        while folded(heading) in self._taken:
            copies += 1
            heading = f"{wanted} ({copies})"
        self._taken.add(folded(heading))
        self.columns.append(IntakeColumn(heading=heading, field=field, item=item))

    def need(self, field: IntakeField, item: str | None = None) -> None:
        """A column for this field, unless there is one."""
        if not any(column.field is field for column in self.columns):
            self.add(field, item)


def export_rows(applications: Iterable[Application], intake: Intake) -> list[list[Put]]:
    """One row for each application, in the order of the intake's columns."""
    return [_row(each, intake.columns) for each in applications]


def export_sheet(
    snapshot: Snapshot, call: Call, language: Language, *, filled: bool, on: datetime.date
) -> bytes:
    """The finished XLSX file; `filled` with the applications that are there. Raises Unavailable without the extra."""
    applications = applications_of(snapshot, call) if filled else ()
    intake = export_intake(call, applications, language)
    rows = export_rows(applications, intake)
    headings = [Put(column.heading, Look.HEADING) for column in intake.columns]
    last = len(rows) + 1 + _EMPTY_ROWS
    page = Page(
        intake.sheet or "-",
        [headings, *rows],
        widths=tuple(_WIDE.get(column.field, 16) for column in intake.columns),
        choices=tuple(_choices(snapshot, call, language, intake, last)),
        freeze=(1, 2),
    )
    return workbook([page, _instructions(call, language)], title=call.title, on=on)


def _slots(columns: Sequence[IntakeColumn]) -> dict[tuple[IntakeField, str], list[int]]:
    """The columns that a plan line of this name can stand in."""
    free: dict[tuple[IntakeField, str], list[int]] = {}
    for position, column in enumerate(columns):
        free.setdefault((column.field, column.item or column.heading), []).append(position)
    return free


def _lines(application: Application) -> list[tuple[IntakeField, str, Any]]:
    """Cost and finance lines as field, name and amount."""
    costs = [
        (F.COST if each.eligible else F.COST_NOT_ELIGIBLE, each.item, each.amount)
        for each in application.costs
    ]
    return costs + [(_OF_FUND[each.fund], each.item, each.amount) for each in application.financing]


def _row(application: Application, columns: Sequence[IntakeColumn]) -> list[Put]:
    minimum = application.minimum
    single = {
        F.NUMBER: int(application.number),
        F.TITLE: application.title,
        F.SUMMARY: application.summary,
        F.BODY: application.applicant.body,
        F.PERSON: application.applicant.person,
        F.APPLICANT_KIND: application.applicant.applicant.value,
        F.THEMES: "; ".join(application.themes),
        F.RECOMMENDATIONS: "; ".join(application.recommendations),
        F.START: application.period.start,
        F.END: application.period.end,
        F.RECEIVED: application.received.local,
        F.REQUESTED: application.requested,
        F.MINIMUM: None if minimum is None else minimum.amount or minimum.share,
        F.DEDUCTS_VAT: application.deducts_vat or None,
        F.WORK_IN_KIND: application.work_in_kind,
    }
    row = [Put(single.get(column.field), _look(column.field, minimum)) for column in columns]
    free = _slots(columns)
    for field, item, amount in _lines(application):
        if field is not F.REQUESTED:
            row[free[field, item].pop(0)] = Put(amount, Look.MONEY)
    return row


def _look(field: IntakeField, minimum: Any) -> Look:
    if field is F.MINIMUM and minimum is not None:
        return Look.SHARE if minimum.share is not None else Look.MONEY
    return _LOOKS.get(field, Look.PLAIN)


def _choices(
    snapshot: Snapshot, call: Call, language: Language, intake: Intake, last: int
) -> Iterable[Choice]:
    """What may be typed: themes, kinds and organisations are offered, days and amounts must be such."""
    themes = tuple(each.title for each in snapshot.all(Theme) if each.id in call.themes)
    kinds = tuple(language.word(each) for each in (call.applicants or tuple(ApplicantKind)))
    bodies = tuple(sorted(each.name for each in snapshot.all(Body)))
    offered = {F.THEMES: themes, F.APPLICANT_KIND: kinds, F.BODY: bodies}
    for position, column in enumerate(intake.columns, 1):
        where = Choice(row=2, column=position, last_row=last, last_column=position)
        if offered.get(column.field):
            yield replace(where, values=offered[column.field], strict=column.field is F.APPLICANT_KIND)
        elif column.field in (F.START, F.END):
            message = language.say(text("expected a date such as 2026-11-22 or 22.11.2026"))
            yield replace(where, allowed=Allowed.DAY, message=message)
        elif _LOOKS.get(column.field) is Look.MONEY:
            message = language.say(
                text("expected an amount such as 1234.50 or 1.234,50, with two decimals or none")
            )
            yield replace(where, allowed=Allowed.AMOUNT, least=0, message=message)


def _instructions(call: Call, language: Language) -> Page:
    lines = (
        (text("Rows"), text("One row for each application. Rows without an entry are passed over, none is dropped.")),
        (
            text("Columns"),
            text("Columns may change places. For a further cost or source of money, add a column and name it so: "
                 "Kosten: Honorare, Eigenmittel: Beiträge."),
        ),
        (
            text("Amounts"),
            text("Numbers with at most two decimals, no formulas: copy results and paste them as values."),
        ),
        (text("Days"), text("Dates such as 22.11.2026; the day of receipt with its time, if it is the last one.")),
        PERSONS,
    )  # fmt: skip
    name = language.say(text("Instructions"))
    return instructions(name, [(language.say(a), language.say(b)) for a, b in lines], title=call.title)
