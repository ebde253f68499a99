"""The treasury's list against the payments here: what is booked by it, what differs, what is unknown, what is missing.

Every row has an outcome, and every open order too. One reviewed plan books what agrees; nothing that does not agree is
booked, and nothing of a row but day and voucher is kept.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kic.core.diagnostic import Diagnostic, Law, diagnose
from kic.core.ids import Id
from kic.core.plan import Edit, Plan, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money, total
from kic.domain.calls import Call
from kic.domain.payments import Payment, PaymentEvent, PaymentStep
from kic.domain.payments.moves import book_all
from kic.domain.payments.standing import accounting_of, ended, is_payout, moved_by, next_event
from kic.domain.payments.treasury_laws import (
    AMOUNT_DIFFERS,
    BOOKED_NOT_LISTED,
    BOOKED_OTHERWISE,
    CAME_BACK,
    NOT_IN_LIST,
    NOT_ORDERED,
    OTHER_ACCOUNT,
    ROW_UNCLEAR,
    UNKNOWN_ROW,
)
from kic.domain.settings import Settings, Treasury, TreasuryField
from kic.repository.intake.outcome import is_error, lightened_in
from kic.repository.treasury.columns import Columns, choose_sheet, read_columns
from kic.repository.treasury.matching import Match, Matching, outgoing_is_negative, waits_for_booking
from kic.repository.treasury.rows import Booking, Read, read_rows
from kic.sheets import Workbook, hidden_parts
from kic.sheets.laws import UNEVEN


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """A row that is a payment, newly booked by it or booked before. `named`: by the id, else by amount and account."""

    row: int
    payment: str
    amount: Money
    date: datetime.date
    voucher: str
    named: bool


class CallTotal(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of a call in the time of the list: paid out and taken in, as the list says and as is booked here then."""

    call: str
    listed_out: Money
    listed_in: Money
    booked_out: Money
    booked_in: Money

    @property
    def agrees(self) -> bool:
        """Whether both say the same."""
        return (self.listed_out, self.listed_in) == (self.booked_out, self.booked_in)


class AccountTotal(msgspec.Struct, frozen=True, kw_only=True):
    """Sums of an account of the list, with the list's signs: all rows, those known here, the rest."""

    account: str
    rows: int
    listed: Money
    known: Money
    unknown: Money


class Reconciled(msgspec.Struct, frozen=True, kw_only=True):
    """What a list would do. `plan` is None where it is refused; the findings say why.

    `waiting` are rows that cannot be read or taken as they stand, `unknown` fit no payment, `not_booked` are released
    payments that the list does not hold. `proposed` is the mapping that kic.yaml gets, None where it stays.
    """

    plan: Plan | None = None
    findings: tuple[Diagnostic, ...]
    booked: tuple[Matched, ...] = ()
    already: tuple[Matched, ...] = ()
    waiting: tuple[int, ...] = ()
    unknown: tuple[int, ...] = ()
    not_booked: tuple[str, ...] = ()
    calls: tuple[CallTotal, ...] = ()
    accounts: tuple[AccountTotal, ...] = ()
    rows: int = 0
    sum_row: int | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    sheet: str = ""
    unread: tuple[str, ...] = ()
    proposed: Treasury | None = None


def reconcile(
    repository: Snapshot,
    book: Workbook,
    *,
    role: str | None,
    sheet: str | None = None,
    stated: Mapping[str, TreasuryField] | None = None,
    outgoing_negative: bool | None = None,
    only_readable: bool = False,
) -> Reconciled:
    """What the rows of a list make of the payments. Nothing is written; bad content never raises.

    `role` executed the bookings. Raises UsageError where it is not clear which sheet or column is meant.
    """
    if not book.sheets or any(is_error(each) and each.law is not UNEVEN for each in book.findings):
        return Reconciled(findings=book.findings)
    settings = repository.only(Settings)
    kept = settings.treasury if settings is not None else None
    columns = read_columns(book, choose_sheet(book, sheet, kept), kept, stated or {})
    begun = Reconciled(
        findings=(*book.findings, *hidden_parts(book, columns.sheet), *columns.findings),
        sheet=columns.sheet.name,
        unread=columns.unread,
    )
    if any(map(is_error, columns.findings)):
        return begun
    read = read_rows(book, columns)
    treasury = _signed(repository, columns, read, kept, outgoing_negative)
    course = _Course(repository, book, columns, treasury, role)
    for booking in read.bookings:
        course.take(booking)
    course.finish()
    if not read.waiting:
        course.look_for_the_rest(read.bookings)
    waiting = tuple(sorted({*read.waiting, *course.waiting}))
    findings = [*begun.findings, *read.findings, *course.findings]
    if only_readable:
        findings = lightened_in(findings, waiting)
    proposed = treasury if settings is not None and treasury != kept else None
    bookings = book_all(repository, course.steps)
    edits = (*_settings_edits(repository, proposed), *bookings.edits)
    days = [each.date for each in read.bookings]
    return msgspec.structs.replace(
        begun,
        plan=None if any(map(is_error, findings)) else Plan(bookings.title, edits),
        findings=tuple(findings),
        booked=tuple(course.booked),
        already=tuple(course.already),
        waiting=waiting,
        unknown=tuple(course.unknown),
        not_booked=tuple(course.not_booked),
        calls=tuple(course.call_totals(days)),
        accounts=tuple(course.account_totals(read.bookings)),
        rows=len(read.bookings) + len(read.waiting),
        sum_row=read.sum_row,
        since=min(days, default=None),
        until=max(days, default=None),
        proposed=proposed,
    )


def _signed(
    repository: Snapshot, columns: Columns, read: Read, kept: Treasury | None, outgoing_negative: bool | None
) -> Treasury:
    """The mapping with the sign of payouts: as stated, as kept, or at a first import as the rows show."""
    if outgoing_negative is None:
        if kept is not None and kept.columns:
            return columns.treasury
        outgoing_negative = outgoing_is_negative(repository, read.bookings)
    return msgspec.structs.replace(columns.treasury, outgoing_negative=outgoing_negative)


class _Course:
    """Goes through the bookings and gathers steps, findings and sums."""

    def __init__(
        self, repository: Snapshot, book: Workbook, columns: Columns, treasury: Treasury, role: str | None
    ) -> None:
        self._repository, self._book, self._columns, self._role = repository, book, columns, role
        self._matching = Matching(
            repository,
            outgoing_negative=treasury.outgoing_negative,
            with_account=TreasuryField.ACCOUNT in columns.by_field,
        )
        self._of: dict[str, list[Match]] = defaultdict(list)
        self._known: dict[int, Payment] = {}
        self._unclear: set[str] = set()
        self.steps: list[tuple[Payment, PaymentStep]] = []
        self.findings: list[Diagnostic] = []
        self.booked: list[Matched] = []
        self.already: list[Matched] = []
        self.waiting: list[int] = []
        self.unknown: list[int] = []
        self.not_booked: list[str] = []

    def take(self, booking: Booking) -> None:
        """One row: what it says is kept until all rows are known, since two may be one payment."""
        match = self._matching.of(booking)
        if not match.payments:
            self.unknown.append(booking.row)
            self._say(UNKNOWN_ROW, booking, text("{amount}: no payment here fits", amount=booking.amount))
        elif len(match.payments) > 1:
            ids = tuple(each.id for each in match.payments)
            self._unclear.update(ids)
            said = (
                text("the purpose names several payments: {ids}", ids=ids)
                if match.named
                else text("{amount} can be {ids}, and the purpose names none", amount=booking.amount, ids=ids)
            )
            self._wait(ROW_UNCLEAR, booking, said)
        else:
            self._of[match.payments[0].id].append(match)

    def finish(self) -> None:
        """Every payment with the rows that are it."""
        for matches in self._of.values():
            payment = matches[0].payments[0]
            if len(matches) > 1 and not self._one_and_its_return(matches):
                for match in matches:
                    others = tuple(str(other.booking.row) for other in matches if other is not match)
                    self._wait(
                        ROW_UNCLEAR,
                        match.booking,
                        text("{id} stands in other rows too: {rows}", id=payment.id, rows=others),
                        payment,
                    )
                continue
            for match in matches:
                self._one(payment, match)
        self.findings.sort(key=lambda each: each.place.span.line if each.place.span is not None else 0)

    def _one_and_its_return(self, matches: list[Match]) -> bool:
        """Whether two rows are a booking and its reversal: the same amount, once in each direction."""
        amounts = [match.booking.amount for match in matches]
        return len(amounts) == 2 and amounts[0] == -amounts[1]  # noqa: PLR2004

    def _one(self, payment: Payment, match: Match) -> None:
        booking = match.booking
        expected = self._matching.expected(payment)
        if booking.amount == -expected and ended(payment) and payment.step(PaymentEvent.BOUNCED):
            self._already(payment, match)  # the return that is recorded here
        elif booking.amount == -expected:
            said = text("{amount} of {id} came back", amount=payment.amount, id=payment.id)
            self._wait(
                CAME_BACK, booking, said, payment,
                text("record it: kic payment bounce {id} --on {day}", id=payment.id, day=booking.date),
            )  # fmt: skip
        elif booking.amount != expected:
            self._wait(
                AMOUNT_DIFFERS,
                booking,
                text(
                    "{amount} was booked for {id}, which is {expected}",
                    amount=booking.amount,
                    id=payment.id,
                    expected=expected,
                ),
                payment,
            )
        elif payment.step(PaymentEvent.BOOKED) is not None:
            self._compare(payment, match)
        elif payment.step(PaymentEvent.CANCELLED) is not None:
            said = text("{id} was cancelled here, and the treasury has booked it", id=payment.id)
            self._wait(NOT_ORDERED, booking, said, payment)
        elif not waits_for_booking(payment):
            event = next_event(payment)
            said = text("{id} is booked, and here comes next: {event}", id=payment.id, event=event)
            self._wait(NOT_ORDERED, booking, said, payment)
        elif payment.steps and payment.steps[-1].date > booking.date:
            said = text(
                "{id} was booked on {date}, before the last step here of {day}",
                id=payment.id, date=booking.date, day=payment.steps[-1].date,
            )  # fmt: skip
            self._wait(NOT_ORDERED, booking, said, payment)
        else:
            self._look_at_account(payment, match)
            self._known[booking.row] = payment
            step = PaymentStep(
                date=booking.date,
                event=PaymentEvent.BOOKED,
                role=None if self._role is None else Id(self._role),
                voucher=booking.voucher,
            )
            self.steps.append((payment, step))
            self.booked.append(_matched(payment, match))

    def _compare(self, payment: Payment, match: Match) -> None:
        """A payment that is booked here already: with this voucher and day, or otherwise."""
        step = payment.step(PaymentEvent.BOOKED)
        assert step is not None
        booking = match.booking
        if step.date == booking.date and _folded(step.voucher or "") == _folded(booking.voucher):
            self._already(payment, match)
            return
        self._wait(
            BOOKED_OTHERWISE,
            booking,
            text(
                "{id} is booked here on {date} with the voucher {voucher}; the list says {listed} with {other}",
                id=payment.id,
                date=step.date,
                voucher=step.voucher or "-",
                listed=booking.date,
                other=booking.voucher,
            ),
            payment,
        )

    def _look_at_account(self, payment: Payment, match: Match) -> None:
        """A row that names its payment, in an account that is not the payment's: the sums alone would hide it."""
        accounting = accounting_of(self._repository, payment)
        spelled = match.booking.account
        if not (match.named and spelled and accounting) or self._matching.in_account(accounting, spelled):
            return
        said = text(
            "{id} is booked in the account {account}, expected {product}, {expected}",
            id=payment.id, account=spelled, product=accounting.product, expected=accounting.account,
        )  # fmt: skip
        self._say(OTHER_ACCOUNT, match.booking, said, payment)

    def _already(self, payment: Payment, match: Match) -> None:
        self._look_at_account(payment, match)
        self._known[match.booking.row] = payment
        self.already.append(_matched(payment, match))

    def look_for_the_rest(self, bookings: tuple[Booking, ...]) -> None:
        """Payments released before the list's end that no row is, and bookings here in its time that it lacks."""
        days = [each.date for each in bookings]
        if not days:
            return
        for payment in self._repository.all(Payment):
            if payment.id in self._of or payment.id in self._unclear:
                continue  # a row speaks of it
            place = self._repository.place(payment)
            if next_event(payment) is PaymentEvent.BOOKED and payment.steps[-1].date <= max(days):
                self.not_booked.append(payment.id)
                said = text(
                    "{id} is not in the list, which ends on {day}; its last step was on {date}",
                    id=payment.id, day=max(days), date=payment.steps[-1].date,
                )  # fmt: skip
                self.findings.append(diagnose(NOT_IN_LIST, said, place, record=payment.id))
            booked = payment.step(PaymentEvent.BOOKED)
            if booked is not None and min(days) <= booked.date <= max(days):
                said = text(
                    "{id} is booked here on {date} with the voucher {voucher}, and no row of the list is it",
                    id=payment.id, date=booked.date, voucher=booked.voucher or "-",
                )  # fmt: skip
                self.findings.append(diagnose(BOOKED_NOT_LISTED, said, place, record=payment.id))

    # -- sums ------------------------------------------------------------------------------------------

    def call_totals(self, days: list[datetime.date]) -> Iterator[CallTotal]:
        """Each call that has payments in the list's time, as the list says it and as it is booked here then."""
        if not days:
            return
        listed: dict[str, list[tuple[Payment, bool]]] = defaultdict(list)
        for matched in (*self.booked, *self.already):
            payment = self._known[matched.row]
            back = matched.amount == -self._matching.expected(payment)
            listed[payment.call].append((payment, back))
        new = {payment.id for payment, _ in self.steps}
        within: dict[str, list[Payment]] = defaultdict(list)
        for payment in self._repository.all(Payment):
            if payment.id in new or _moved_within(payment, min(days), max(days)):
                within[payment.call].append(payment)
        for call in self._repository.all(Call):
            here = within[call.id]
            rows = listed.get(call.id, [])
            if not here and not rows:
                continue
            yield CallTotal(
                call=call.id,
                listed_out=_net(rows, out=True),
                listed_in=_net(rows, out=False),
                booked_out=total(each.amount for each in here if is_payout(each)),
                booked_in=total(each.amount for each in here if not is_payout(each)),
            )

    def account_totals(self, bookings: tuple[Booking, ...]) -> Iterator[AccountTotal]:
        """Each account of the list; one without a name where the list has none."""
        by_account: dict[str, list[Booking]] = defaultdict(list)
        for booking in bookings:
            by_account[booking.account].append(booking)
        for account, rows in sorted(by_account.items()):
            listed = total(each.amount for each in rows)
            known = total(each.amount for each in rows if each.row in self._known)
            yield AccountTotal(
                account=account, rows=len(rows), listed=listed, known=known, unknown=listed - known
            )

    # -- findings --------------------------------------------------------------------------------------

    def _wait(
        self,
        law: Law,
        booking: Booking,
        said: Text,
        payment: Payment | None = None,
        help: Text | None = None,  # noqa: A002
    ) -> None:
        self.waiting.append(booking.row)
        self._say(law, booking, said, payment, help)

    def _say(
        self,
        law: Law,
        booking: Booking,
        said: Text,
        payment: Payment | None = None,
        help: Text | None = None,  # noqa: A002
    ) -> None:
        cell = self._columns.sheet.cell(booking.row, self._columns.by_field[TreasuryField.AMOUNT])
        found = self._book.finding(law, self._columns.sheet, cell, said, help=help)
        record = None if payment is None else payment.id
        self.findings.append(msgspec.structs.replace(found, record=record))


def _matched(payment: Payment, match: Match) -> Matched:
    return Matched(
        row=match.booking.row,
        payment=payment.id,
        amount=match.booking.amount,
        date=match.booking.date,
        voucher=match.booking.voucher,
        named=match.named,
    )


def _net(rows: list[tuple[Payment, bool]], *, out: bool) -> Money:
    """What rows make in one direction; what came back of it is taken off."""
    return total(
        -payment.amount if back else payment.amount for payment, back in rows if is_payout(payment) is out
    )


def _moved_within(payment: Payment, first: datetime.date, last: datetime.date) -> bool:
    booked = payment.step(PaymentEvent.BOOKED)
    return booked is not None and first <= booked.date <= last and moved_by(payment, last)


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _settings_edits(repository: Snapshot, proposed: Treasury | None) -> Iterator[Edit]:
    """The mapping as kic.yaml shall keep it, so that the next list is read alike."""
    settings = repository.only(Settings)
    if proposed is None or settings is None:
        return
    plain: dict[str, Any] = {
        "sheet": proposed.sheet,
        "heading_row": proposed.heading_row if int(proposed.heading_row) != 1 else None,
        "columns": [{"heading": each.heading, "field": each.field} for each in proposed.columns],
        "outgoing_negative": proposed.outgoing_negative or None,
    }
    value = {key: each for key, each in plain.items() if each is not None}
    yield SetField(repository.entry(settings).path, ("treasury",), value)
