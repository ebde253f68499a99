"""`kic payment import`: the treasury's list of bookings, reconciled with the payments here."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kic.cli.groups.payments import Role_
from kic.cli.importing import OneSheet, findings_data, refuse
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.sheet_files import content_of
from kic.cli.words import _
from kic.core.text import Text, plural, text
from kic.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kic.repository.treasury.reconciling import Reconciled

EXAMPLES = """
kic payment import Buchungen.csv
kic payment import Buchungen.csv --dry-run
kic payment import Buchungen.csv --column "Belegnummer=voucher" --only-readable
"""


def command(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("The treasury's list: CSV or XLSX."))],
    sheet: OneSheet = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar=_("HEADING=FIELD"),
            help=_("What a column holds; may be repeated. kic.yaml keeps it."),
        ),
    ] = None,
    outgoing_negative: Annotated[
        bool | None,
        typer.Option(
            "--outgoing-negative/--outgoing-positive", help=_("Whether the list writes payouts with a minus.")
        ),
    ] = None,
    role: Role_ = None,
    only_readable: Annotated[
        bool,
        typer.Option("--only-readable", help=_("Book the rows that agree; the others wait and are named.")),
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.groups.roles import role_of  # noqa: PLC0415
    from kic.domain.settings import Duty  # noqa: PLC0415
    from kic.repository.treasury.columns import given  # noqa: PLC0415
    from kic.repository.treasury.reconciling import reconcile  # noqa: PLC0415
    from kic.sheets import read  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    content = content_of(file)
    outcome = reconcile(
        snapshot,
        read(content, file),
        role=role_of(session, role, Duty.EXECUTE),
        sheet=sheet,
        stated=dict(map(given, column or ())),
        outgoing_negative=outgoing_negative,
        only_readable=only_readable,
    )
    if output != "json":
        _say(session, outcome, file)
    session.show_findings(outcome.findings, snapshot)
    if outcome.plan is None:
        refused = Refused(
            "The list cannot be taken as it stands; nothing was written.",
            help="Clear up the rows that are named, or book the others meanwhile with --only-readable."
            if outcome.waiting
            else "The findings above say why.",
        )
        return refuse(session, "payment import", outcome.findings, output, refused)
    from kic.cli.changing import conclude  # noqa: PLC0415

    return conclude(
        session,
        outcome.plan,
        command="payment import",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data=_data(session, outcome),
        question=plural("Book this payment?", "Book these payments?", n=len(outcome.booked)),
        next_step="kic payment list",
    )


def _say(session: Session, outcome: "Reconciled", file: str) -> None:
    """What was read, what each row is, and the sums beside each other."""
    if outcome.sheet:
        session.talk(text("The sheet {sheet} of {file} is read.", sheet=outcome.sheet, file=file))
    if outcome.unread:
        session.talk(text("Not read and not kept: {headings}.", headings=outcome.unread))
    if outcome.proposed is not None:
        session.talk(text("The columns are read like this, and kic.yaml will keep it:"))
        for column in outcome.proposed.columns:
            session.talk(
                f"  {column.heading}  ->  {column.field.value} ({session.language.word(column.field)})"
            )
        session.talk(
            text("  Payouts have a minus.")
            if outcome.proposed.outgoing_negative
            else text("  Payouts have no minus.")
        )
    if outcome.since is not None and outcome.until is not None:
        session.talk(
            plural(
                "{n} row, from {since} to {until}:",
                "{n} rows, from {since} to {until}:",
                n=outcome.rows,
                since=outcome.since,
                until=outcome.until,
            )
        )
        for line in _rows(outcome):
            session.talk(line)
        _sums(session, outcome)


def _rows(outcome: "Reconciled") -> "Iterator[Text]":
    """What became of the rows, a line for each that is booked and for each sort of the others."""
    for each in outcome.booked:
        yield (
            text("  row {row}: {payment} is booked, {amount}, voucher {voucher}", **_told(each))
            if each.named
            else text(
                "  row {row}: {payment} is booked, {amount}, voucher {voucher}; found by amount and account: look",
                **_told(each),
            )
        )
    if n := len(outcome.already):
        yield plural("  {n} row was booked here already.", "  {n} rows were booked here already.", n=n)
    if outcome.unknown:
        rows = tuple(map(str, outcome.unknown))
        yield plural(
            "  {n} row fits no payment: {rows}.", "  {n} rows fit no payment: {rows}.", n=len(rows), rows=rows
        )
    if outcome.waiting:
        rows = tuple(map(str, outcome.waiting))
        yield plural(
            "  {n} row cannot be taken: {rows}.",
            "  {n} rows cannot be taken: {rows}.",
            n=len(rows),
            rows=rows,
        )
    if outcome.not_booked:
        yield text("  Released and not in the list: {ids}.", ids=outcome.not_booked)
    if outcome.sum_row is not None:
        yield text("  Row {row} is the sum of the others.", row=outcome.sum_row)


def _told(each: Any) -> dict[str, Any]:
    return {"row": each.row, "payment": each.payment, "amount": each.amount, "voucher": each.voucher}


def _sums(session: Session, outcome: "Reconciled") -> None:
    """Calls and accounts, what the list says beside what is booked here."""
    for call in outcome.calls:
        told: dict[str, Any] = {
            "call": call.call, "out": call.listed_out, "back": call.listed_in,
            "here": call.booked_out, "here_back": call.booked_in,
        }  # fmt: skip
        session.talk(
            text("{call}: the list has {out} paid out and {back} back, as is booked here.", **told)
            if call.agrees
            else text(
                "{call}: the list has {out} paid out and {back} back; "
                "booked here for its time are {here} and {here_back}.",
                **told,
            )
        )
    for account in outcome.accounts:
        told = {
            "account": account.account, "listed": account.listed, "known": account.known, "unknown": account.unknown,
        }  # fmt: skip
        session.talk(
            text("Account {account}: {listed}, of which {known} known here, {unknown} not.", **told)
            if account.account
            else text("All rows: {listed}, of which {known} known here, {unknown} not.", **told)
        )


def _data(session: Session, outcome: "Reconciled") -> dict[str, Any]:
    return {
        "sheet": outcome.sheet or None,
        "since": outcome.since,
        "until": outcome.until,
        "rows": outcome.rows,
        "booked": outcome.booked,
        "already": outcome.already,
        "waiting": list(outcome.waiting),
        "unknown": list(outcome.unknown),
        "not_booked": list(outcome.not_booked),
        "calls": [
            {
                "call": each.call,
                "listed_out": each.listed_out,
                "listed_in": each.listed_in,
                "booked_out": each.booked_out,
                "booked_in": each.booked_in,
                "agrees": each.agrees,
            }
            for each in outcome.calls
        ],
        "accounts": outcome.accounts,
        "unread": list(outcome.unread),
        "findings": findings_data(session, outcome.findings),
    }
