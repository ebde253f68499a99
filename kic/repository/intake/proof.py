"""The sheet on which a grantee accounts for a grant: written with the items of the plan, read back as figures.

Three pages: costs (item, planned, actual), financing (item, kind, planned, actual) and receipts (number, day, item,
amount, reason). A page is known by its headings, in German or English, wherever they stand in its first rows; so a
CSV file may hold any one of them. Rows without an actual amount are what nothing was spent on.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from kic.core.diagnostic import Diagnostic, Severity
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Misread, Money
from kic.domain.applications import Application, CostItem, FundItem, FundKind
from kic.domain.reporting import Receipt
from kic.domain.reporting.final_sum import plain
from kic.domain.reporting.standing import period_of, plan_of
from kic.present.language import LANGUAGES, Language, speak
from kic.present.workbook import Allowed, Choice, Look, Page, Put, instructions, workbook
from kic.repository.intake.headings import folded
from kic.sheets import Cell, Sheet, Workbook, laws, meaning, misread, problem
from kic.sheets.meaning import shown

T = TypeVar("T")

HEADINGS: dict[str, Text] = {
    "item": text("Item"),
    "fund": text("Kind of money"),
    "planned": text("Planned"),
    "actual": text("Actual"),
    "eligible": text("Funded (yes or no)"),
    "number": text("Receipt no."),
    "date": text("Day of payment"),
    "amount": text("Amount paid"),
    "reason": text("What for (no names of persons)"),
}
"""The headings by the field that stands below them."""
_ALSO = {
    "item": ("Posten", "Kostenart", "Position", "Einzelansatz"),
    "fund": ("Art", "Art der Einnahme", "Kind"),
    "planned": ("Plan", "Soll"),
    "actual": ("Ist", "tatsächlich"),
    "number": ("Nr", "Beleg", "Beleg-Nr", "Belegnummer", "Nummer", "No", "Number"),
    "date": ("Datum", "Tag", "Zahltag", "Date"),
    "amount": ("Betrag", "Amount"),
    "reason": ("Grund", "Zweck", "Verwendungszweck", "Reason"),
}
"""Other words that grantees use for them."""
_SUMS = frozenset(("summe", "gesamt", "gesamtsumme", "insgesamt", "sum", "total"))
"""Rows of sums are no items."""
_EMPTY_ROWS = 60
_HEADING_ROWS = 8


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What a filled-in sheet says; None for a page that it has not."""

    costs: tuple[CostItem, ...] | None = None
    financing: tuple[FundItem, ...] | None = None
    receipts: tuple[Receipt, ...] | None = None
    findings: tuple[Diagnostic, ...] = ()

    @property
    def broken(self) -> bool:
        """Whether something could not be read."""
        return any(each.severity is Severity.ERROR for each in self.findings)


# -- out -----------------------------------------------------------------------------------------------


def export_proof(
    snapshot: Snapshot, application: Application, language: Language, *, on: datetime.date
) -> bytes:
    """The XLSX file to hand out. Raises Unavailable without the extra `kic[sheets]`."""
    plan = plan_of(application)
    say = language.say
    costs = [[Put(say(HEADINGS[each]), Look.HEADING) for each in ("item", "planned", "actual", "eligible")]]
    costs += [
        [
            Put(each.item, Look.TEXT),
            Put(each.amount, Look.MONEY),
            Put(None, Look.MONEY, locked=False),
            Put(say(text("yes")) if each.eligible else say(text("no")), Look.PLAIN),
        ]
        for each in plan.costs
    ]
    funds = [[Put(say(HEADINGS[each]), Look.HEADING) for each in ("item", "fund", "planned", "actual")]]
    funds += [
        [
            Put(each.item, Look.TEXT),
            Put(language.word(each.fund), Look.PLAIN),
            Put(each.amount, Look.MONEY),
            Put(None, Look.MONEY, locked=False),
        ]
        for each in plan.financing
        if each.fund is not FundKind.REQUESTED
    ]
    receipts = [
        [Put(say(HEADINGS[each]), Look.HEADING) for each in ("number", "date", "item", "amount", "reason")]
    ]
    items = tuple(dict.fromkeys(each.item for each in plan.costs))
    kinds = tuple(language.word(each) for each in FundKind if each is not FundKind.REQUESTED)
    pages = [
        Page(
            say(text("Costs")),
            costs,
            widths=(40, 16, 16, 16),
            freeze=(1, 1),
            choices=(
                Choice(row=2, column=3, last_row=_EMPTY_ROWS, last_column=3, allowed=Allowed.AMOUNT, least=0),
            ),
        ),
        Page(
            say(text("Financing without the grant")),
            funds,
            widths=(40, 22, 16, 16),
            freeze=(1, 1),
            choices=(
                Choice(row=2, column=2, last_row=_EMPTY_ROWS, last_column=2, values=kinds),
                Choice(row=2, column=4, last_row=_EMPTY_ROWS, last_column=4, allowed=Allowed.AMOUNT, least=0),
            ),
        ),
        Page(
            say(text("Receipts")),
            receipts,
            widths=(12, 16, 40, 16, 50),
            freeze=(1, 0),
            choices=(
                Choice(row=2, column=3, last_row=10 * _EMPTY_ROWS, last_column=3, values=items, strict=False),
            ),
        ),
        _instructions(snapshot, application, language),
    ]
    return workbook(pages, title=application.title, on=on)


def _instructions(snapshot: Snapshot, application: Application, language: Language) -> Page:
    period = period_of(snapshot, application)
    lines = (
        (
            text("Costs"),
            text("Enter what was really spent on each item of the plan. Further items go below."),
        ),
        (
            text("Financing without the grant"),
            text("All that came in besides the grant of the city: own money, income, money of others."),
        ),
        (
            text("Receipts"),
            text(
                "One line for each receipt, paid from {start} to {end}; those of an item add up to its costs.",
                start=period.start,
                end=period.end,
            ),
        ),
        (
            text("Persons"),
            text("No names, addresses or bank accounts of persons: what was bought is enough."),
        ),
    )
    said = [(language.say(a), language.say(b)) for a, b in lines]
    return instructions(
        language.say(text("Instructions")),
        said,
        title=language.say(text("Proof of use: {id}, {title}", id=application.id, title=application.title)),
    )


# -- in ------------------------------------------------------------------------------------------------


def read_proof(book: Workbook, application: Application) -> Proof:
    """The figures in a workbook; every cell that cannot be read is a finding. Never raises because of content."""
    reader = _Reader(book, application)
    for sheet in book.sheets:
        if sheet.hidden:
            continue
        reader.sheet(sheet)
    return Proof(
        costs=None if reader.costs is None else tuple(reader.costs),
        financing=None if reader.financing is None else tuple(reader.financing),
        receipts=None if reader.receipts is None else tuple(reader.receipts),
        findings=(*book.findings, *reader.findings),
    )


def _words() -> dict[str, str]:
    """The field that a heading means, by the heading as it is compared."""
    known: dict[str, str] = {}
    for field, heading in HEADINGS.items():
        spelled = (*(speak(code).say(heading) for code in LANGUAGES), heading.id, *_ALSO.get(field, ()))
        known.update((folded(each), field) for each in spelled)
    return known


class _Reader:
    """Goes through the pages and gathers figures and findings."""

    def __init__(self, book: Workbook, application: Application) -> None:
        self._book = book
        self._known = _words()
        plan = plan_of(application)
        self._planned = {plain(each.item): each for each in plan.costs}
        self._funds = {plain(each.item): each.fund for each in plan.financing}
        self.findings: list[Diagnostic] = []
        self.costs: list[CostItem] | None = None
        self.financing: list[FundItem] | None = None
        self.receipts: list[Receipt] | None = None

    def sheet(self, sheet: Sheet) -> None:
        """One page: its headings say what it is."""
        for number in sheet.row_numbers[:_HEADING_ROWS]:
            columns = {
                self._known[folded(str(cell.value))]: cell.column
                for cell in sheet.row(number)
                if isinstance(cell.value, str) and folded(cell.value) in self._known
            }
            rows = [each for each in sheet.row_numbers if each > number]
            if {"number", "date", "amount"} <= columns.keys():
                self.receipts = [*(self.receipts or ()), *self._receipts(sheet, rows, columns)]
                return
            if {"item", "fund", "actual"} <= columns.keys():
                self.financing = [*(self.financing or ()), *self._financing(sheet, rows, columns)]
                return
            if {"item", "actual"} <= columns.keys():
                self.costs = [*(self.costs or ()), *self._costs(sheet, rows, columns)]
                return

    def _costs(self, sheet: Sheet, rows: list[int], columns: Mapping[str, int]) -> Iterator[CostItem]:
        for row in rows:
            item = self._take(sheet, row, columns, "item", meaning.name)
            actual = self._take(sheet, row, columns, "actual", meaning.amount)
            if item is None or actual is None or not actual.cents or folded(item) in _SUMS:
                self._unclear(sheet, row, columns, item, actual)
                continue
            held = self._planned.get(plain(item))
            said = (
                self._take(sheet, row, columns, "eligible", meaning.flag) if "eligible" in columns else None
            )
            eligible = (held.eligible if held is not None else True) if said is None else said
            yield CostItem(
                item=held.item if held is not None else _one(item), amount=actual, eligible=eligible
            )

    def _financing(self, sheet: Sheet, rows: list[int], columns: Mapping[str, int]) -> Iterator[FundItem]:
        for row in rows:
            item = self._take(sheet, row, columns, "item", meaning.name)
            actual = self._take(sheet, row, columns, "actual", meaning.amount)
            if item is None or actual is None or not actual.cents or folded(item) in _SUMS:
                self._unclear(sheet, row, columns, item, actual)
                continue
            kind = self._take(sheet, row, columns, "fund", _fund)
            if kind is None:
                kind = self._funds.get(plain(item))
            if kind is None:
                cell = sheet.cell(row, columns["fund"])
                if cell.empty:
                    self._say(sheet, cell, text("nothing stands here, expected the kind of money"))
                continue
            yield FundItem(item=_one(item), fund=kind, amount=actual)

    def _receipts(self, sheet: Sheet, rows: list[int], columns: Mapping[str, int]) -> Iterator[Receipt]:
        for row in rows:
            cells = [sheet.cell(row, column) for column in columns.values()]
            if all(cell.empty for cell in cells):
                continue
            fields: dict[str, Any] = {}
            for name, read in _RECEIPT.items():
                if name not in columns:
                    continue
                cell = sheet.cell(row, columns[name])
                if cell.empty and name != "reason":
                    self._say(
                        sheet, cell, text("nothing stands here, expected: {field}", field=HEADINGS[name])
                    )
                    continue
                fields[name] = self._take(sheet, row, columns, name, read)
            if "item" not in columns and len(self._planned) == 1:
                fields["item"] = next(iter(self._planned.values())).item
            if any(fields.get(name) is None for name in ("number", "date", "item", "amount")):
                continue
            held = self._planned.get(plain(fields["item"]))
            yield Receipt(
                number=fields["number"],
                date=fields["date"],
                amount=fields["amount"],
                item=held.item if held is not None else _one(fields["item"]),
                reason=fields.get("reason"),
            )

    def _take(
        self, sheet: Sheet, row: int, columns: Mapping[str, int], name: str, read: Callable[[Cell], T]
    ) -> T | None:
        """What a cell means; None where it is empty, or cannot be read, which is a finding then."""
        cell = sheet.cell(row, columns[name])
        if cell.empty:
            return None
        fault = problem(self._book, sheet, cell)
        if fault is None:
            try:
                return read(cell)
            except Misread as reason:
                fault = misread(self._book, sheet, cell, reason)
        self.findings.append(fault)
        return None

    def _unclear(
        self, sheet: Sheet, row: int, columns: Mapping[str, int], item: str | None, actual: Money | None
    ) -> None:
        """An amount beside which no item stands belongs to nothing; a last row of sums is such a row too."""
        cell = sheet.cell(row, columns["item"])
        if item is None and actual is not None and actual.cents and cell.empty:
            self._say(sheet, cell, text("nothing stands here, expected: {field}", field=HEADINGS["item"]))

    def _say(self, sheet: Sheet, cell: Cell, message: Text) -> None:
        self.findings.append(self._book.finding(laws.MISREAD, sheet, cell, message))


def _one(item: str) -> str:
    """The name of an item on one line."""
    return " ".join(item.split())


def _fund(cell: Cell) -> FundKind:
    """The kind of money that a cell names: by its key, or its word in German or English."""
    spelled = shown(cell).strip().casefold()
    for kind in FundKind:
        if kind is FundKind.REQUESTED:
            continue
        words = {
            str(kind.value),
            str(kind.value).replace("_", " "),
            *(speak(code).word(kind) for code in LANGUAGES),
        }
        if spelled in {each.casefold() for each in words}:
            return kind
    raise Misread(text("expected own money, income, money of others or public money"))


_RECEIPT: dict[str, Callable[[Cell], Any]] = {
    "number": meaning.count,
    "date": meaning.day,
    "item": meaning.name,
    "amount": meaning.amount,
    "reason": lambda cell: _one(shown(cell)) or None,
}
