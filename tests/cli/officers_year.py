"""The officer's year with thirteen applications: what she types, and what happens outside kic in between.

A step is a line that is typed. The year begins in the demo city on 11 January 2027, after three earlier years.
"""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import openpyxl
import xlsxwriter

from kic.domain.payments import Payment
from kic.repository.forms.asking import FormKind
from kic.repository.repository import Repository
from tests.cli import filling
from tests.cli import test_half_year as half
from tests.cli import test_year as year


class Step(NamedTuple):
    """A line that is typed on a day; what is done outside kic `before` it."""

    day: str
    line: str
    before: Callable[[Path], None] | None = None


# -- outside kic ---------------------------------------------------------------------------------------------


def applications_came(city: Path) -> None:
    """Thirteen applications, typed into the office's own spreadsheet."""
    book = xlsxwriter.Workbook(city / "Anträge.xlsx")
    page = book.add_worksheet("Anträge")
    page.write_row(0, 0, half.HEADINGS)
    for row, (
        number,
        title,
        body,
        kind,
        theme,
        named,
        wanted,
        least,
        fees,
        material,
        own,
        income,
        _,
    ) in enumerate(half.SHEET, 1):
        page.write_row(
            row, 0,
            (number, title, f"{title}: ein erfundenes Vorhaben der Demostadt.", body, kind, theme, named,
             "01.06.2027", "30.11.2027", "08.03.2027", wanted, least, fees, material, own, income or None),
        )  # fmt: skip
    book.close()


def seats_marked(city: Path) -> None:
    """Every seat fills its sheet in."""
    for number, path in enumerate(sorted((city / "Bögen").glob("*.xlsx"))):
        half._fill_in(path, number)


def treasury_booked(city: Path) -> None:
    """The treasury's list of what it paid."""
    payments = Repository(city, today=datetime.date(2027, 7, 5)).snapshot.all(Payment)
    paid = {each.id: -each.amount.cents for each in payments if each.call == half.CALL}
    year.bookings(city / "Buchungen.csv", "05.07.2027", 2100, paid)


def proofs_came(city: Path) -> None:
    """Every grantee sends its proof of use back, by mail."""
    snapshot = Repository(city, today=datetime.date(2028, 1, 20)).snapshot
    inbox = city / "Posteingang"
    inbox.mkdir()
    funded = sorted({each.application for each in snapshot.all(Payment) if each.call == half.CALL})
    for application in funded:
        values = filling.accounted(snapshot, application)
        content = filling.came_back(snapshot, FormKind.PROOF_OF_USE, application, values, to="xlsx")
        (inbox / f"AW_ Nachweis {application}.xlsx").write_bytes(content)


def bodies_answered(city: Path) -> None:
    """Three of the bodies send their sheet back: all goes on as planned."""
    for path in sorted((city / "Statusabfrage").glob("*.xlsx"))[:3]:
        book = openpyxl.load_workbook(path)
        page = next(each for each in book if each.title == "Status")
        for row in page.iter_rows():
            if str(row[0].value or "").startswith("he-"):
                for column, value in ((6, row[3].value), (7, "Grün"), (8, "Läuft wie geplant.")):
                    row[column].value = value
        book.save(path)


STEPS = (
    # -- the call
    Step("2027-01-11",
         'kic call new 2027 --like 2026-1 --amount "50.000,00" --title "Förderaufruf 2027" --announced 22.01.2027 '
         '--place Amtsblatt --opens 22.01.2027 --closes "12.03.2027 12:00" --decision 2027-04 --spend-by 31.12.2027 '
         "--settle-by 31.03.2028 --report proof_of_use=31.03.2028"),
    Step("2027-01-18", "kic call freeze 2027-1"),
    Step("2027-01-22", "kic call open 2027-1"),
    # -- applications
    Step("2027-03-15", 'kic application import 2027-1 Anträge.xlsx --column "Verein/Träger=body"', applications_came),
    Step("2027-03-15", "kic application examine 2027-1 --de-minimis not_an_undertaking"),
    Step("2027-03-15", "kic call close 2027-1"),
    # -- sitting
    Step("2027-03-18", "kic score out 2027-1 -o Bögen"),
    Step("2027-04-01", "kic score in Bögen", seats_marked),
    Step("2027-04-01", "kic call stage 2027-1 committee"),
    Step("2027-04-01",
         'kic meeting plan 2027-04-14 --date 14.04.2027 --at 17:00 --title "Förderanträge 2027" '
         '--place "Rathaus, Saal 2" --chair s01'),
    Step("2027-04-01",
         'kic meeting item 2027-04-14 --title "Förderanträge 2027" --about 2027-1 '
         '--proposal "Die Anträge werden nach dem Vorschlag beschieden, Nachrückende nach der Nachrückliste."'),
    Step("2027-04-02", "kic meeting invite 2027-04-14"),
    Step("2027-04-02", "kic render allocation-paper 2027-1 --to html -o Vergabevorlage.html"),
    Step("2027-04-14", "kic meeting attend 2027-04-14 --all"),
    Step("2027-04-14", "kic meeting vote 2027-04-14 1 --unanimous"),
    Step("2027-04-14", "kic meeting close 2027-04-14"),
    Step("2027-04-15", "kic meeting award 2027-1 2027-04-14"),
    Step("2027-04-20", "kic meeting minutes 2027-04-14 --written 19.04.2027 --sent 20.04.2027"),
    # -- notices
    Step("2027-05-18",
         'kic year budget 2027 --amount "50.000,00" --announced 17.05.2027 --source "Haushaltssatzung 2027"'),
    Step("2027-05-19", "kic notice draft 2027-1"),
    Step("2027-05-20", "kic notice issue 2027-1 --post"),
    # -- payments
    Step("2027-07-01", "kic payment request 2027-1"),
    Step("2027-07-01", "kic payment certify 2027-1"),
    Step("2027-07-02", "kic payment order 2027-1"),
    Step("2027-07-02", "kic payment release 2027-1"),
    Step("2027-07-07", "kic payment import Buchungen.csv", treasury_booked),
    # -- reports
    Step("2027-12-13", "kic form out 2027-1 proof_of_use --to xlsx -o Vordrucke"),
    Step("2028-01-20", "kic form in Posteingang", proofs_came),
    # -- settlement
    Step("2028-02-01", "kic report examine 2027-1"),
    Step("2028-02-01", "kic notice settle 2027-1"),
    Step("2028-02-02", "kic notice issue 2027-1 --post"),
    Step("2028-03-20", "kic call settle 2027-1"),
    Step("2028-03-20", "kic year close 2027"),
    # -- report to the council
    Step("2028-03-21", "kic sheet out status --by body -o Statusabfrage --due 30.04.2028"),
    Step("2028-05-02", "kic sheet in Statusabfrage", bodies_answered),
    Step("2028-05-03", "kic render implementation-report --to html -o Umsetzungsbericht.html"),
    # -- publish, and keep
    Step("2028-05-04", "kic publish -o Internetseite"),
    Step("2028-05-04", "kic audit 2027-1 -o Prüfakte.zip"),
    Step("2028-05-04", "kic save"),
)  # fmt: skip
