"""Which application a row of a sheet is: the one of its number, else of its applicant and title, else a new one."""

from typing import TYPE_CHECKING, NamedTuple

from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.applications import Application
from kic.domain.applications.moves import next_number
from kic.domain.calls import Call, IntakeField
from kic.repository.intake.columns import Columns
from kic.repository.intake.rows import Read, Row
from kic.sheets import Workbook
from kic.sheets.laws import DOUBLE_ROW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kic.core.diagnostic import Diagnostic


class Match(NamedTuple):
    """A row with its application: the number, the id, and the record where it is there already."""

    row: Row
    number: int
    id: str
    record: Application | None


class Matching:
    """Finds the application of each row. What is not clear is a finding, and the row is not among the matches."""

    def __init__(self, snapshot: Snapshot, call: Call, book: Workbook, columns: Columns) -> None:
        self._snapshot, self._call, self._book, self._columns = snapshot, call, book, columns
        self._existing = [each for each in snapshot.all(Application) if each.call == call.id]
        self._by_number = {int(each.number): each for each in self._existing}
        unread = (each.id for each in snapshot if each.kind == "application" and each.record is None)
        self._reserved = {*self._by_number, *(self._number_of(each) for each in unread if each is not None)}
        self._taken: dict[int, Match] = {}
        self._claimed: Mapping[int, int] = {}
        self._seen: dict[tuple[str, str], Row] = {}
        self.findings: list[Diagnostic] = []
        self.unclear: set[int] = set()

    def of(self, read: Read) -> tuple[Match, ...]:
        """The rows whose application is clear, in the order of the sheet; new ones get the next free numbers."""
        left = []
        self._claimed = read.claimed
        for row in read.rows:
            if row.number is not None:
                self._take(row, int(row.number))
            elif not self._known_by_words(row):
                left.append(row)
        with_row = {match.id for match in self._taken.values()}
        most = next_number(self._snapshot, self._call.id) - 1 if left else 0  # also of other branches
        for row in left:
            if not self._perhaps_renamed(row, with_row):
                self._take(row, max((*self._reserved, *self._taken, *self._claimed, most)) + 1)
        clear = (match for match in self._taken.values() if match.row.row not in self.unclear)
        return tuple(sorted(clear, key=lambda match: match.row.row))

    def _take(self, row: Row, number: int) -> None:
        record = self._by_number.get(number)
        if number in self._taken:
            self._say_same(row, self._taken[number].row)
        elif number in self._claimed:
            self._say_same(row, Row(self._claimed[number], row.number, {}))
        elif number == 0:
            self._say(row, text("the numbers of applications begin with 1"))
        elif record is None and number in self._reserved:
            self._say(
                row, text("the application {id} is there already and cannot be read", id=self._id(number))
            )
        elif record is not None and not self._may_be(record, row):
            said = text(
                "the number {number} is that of another application: {id}", number=number, id=record.id
            )
            self._say(row, said, self._not_a_number())
        else:
            self._taken[number] = Match(row, number, record.id if record else self._id(number), record)

    def _may_be(self, record: Application, row: Row) -> bool:
        """Whether the number's application can be this row's.

        What was imported is known by its number, so title or applicant may have changed. What was entered by hand
        may have its number by chance: under another title it is the same only where more than the applicant agrees.
        """
        if _same_title(record, row) or not _same_applicant(record, row):
            return _same_title(record, row)
        return record.id in self._columns.intake.imported or _agreeing(record, row) >= _ENOUGH

    def _not_a_number(self) -> Text | None:
        headings = (c.mapped.heading for c in self._columns.columns if c.mapped.field is IntakeField.NUMBER)
        heading = next(headings, None)
        if heading is None:
            return None
        return text(
            'where the sheet only counts its rows, say so: --column "{heading}=ignored"', heading=heading
        )

    def _known_by_words(self, row: Row) -> bool:
        same = [each for each in self._existing if _same_title(each, row) and _same_applicant(each, row)]
        if len(same) > 1:
            self._say(row, text("more than one application has this applicant and title"))
        elif same:
            self._take(row, int(same[0].number))
        return bool(same) or self._twice_in_sheet(row)

    def _twice_in_sheet(self, row: Row) -> bool:
        """Whether another row before this one, without a number too, has the same applicant and title."""
        key = (_folded(str(row.values["title"])), str(row.values["applicant"]))
        first = self._seen.setdefault(key, row)
        if first is not row:
            self._say_same(row, first)
        return first is not row

    def _say_same(self, row: Row, first: Row) -> None:
        """Both rows wait: which of them is right nobody can tell from here."""
        for one, other in ((first, row), (row, first)):
            if one is row or one.row not in self.unclear:
                self._say(one, text("this row and row {other} are the same application", other=other.row))

    def _perhaps_renamed(self, row: Row, with_row: set[str]) -> bool:
        """Whether an imported application of this applicant has no row: perhaps this one, under a new title."""
        imported = self._columns.intake.imported
        without = tuple(
            each.id
            for each in self._existing
            if each.id in imported and each.id not in with_row and _same_applicant(each, row)
        )
        if without:
            self._say(
                row,
                text("this may be {ids} under another title, or a new application", ids=without),
                text("give the row its number, in a column headed Nr."),
            )
        return bool(without)

    def _id(self, number: int) -> str:
        return f"{self._call.id}-{number:03d}"

    def _number_of(self, id: str) -> int:  # noqa: A002
        call, _, digits = id.rpartition("-")
        return int(digits) if call == self._call.id and digits.isdecimal() else 0

    def _say(self, row: Row, said: Text, help: Text | None = None) -> None:  # noqa: A002
        sheet = self._columns.sheet
        fields = {column.mapped.field: column.number for column in reversed(self._columns.columns)}
        column = fields.get(IntakeField.NUMBER, fields[IntakeField.TITLE])
        self.unclear.add(row.row)
        self.findings.append(
            self._book.finding(DOUBLE_ROW, sheet, sheet.cell(row.row, column), said, help=help)
        )


def _same_title(record: Application, row: Row) -> bool:
    return _folded(record.title) == _folded(str(row.values["title"]))


def _same_applicant(record: Application, row: Row) -> bool:
    who = row.values["applicant"]
    return (record.applicant.body, record.applicant.person) == (who.get("body"), who.get("person"))


_ENOUGH = 2
"""So many facts agree by more than chance: two applications may well be for the same sum, or run until the same day."""


def _agreeing(record: Application, row: Row) -> int:
    """How many facts of an application stand in the row as they are recorded."""
    period = {"start": record.period.start, "end": record.period.end}
    facts = (
        (_folded(record.summary), _folded(str(row.values["summary"]))),
        (record.received, row.values["received"]),
        (period, row.values["period"]),
        (record.requested, row.values["requested"]),
    )
    return sum(recorded == said for recorded, said in facts)


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()
