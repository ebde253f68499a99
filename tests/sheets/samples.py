"""A call that is open, a good sheet of thirteen applications to it, and sheets as other programs write them."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

from kic.core.snapshot import Snapshot
from kic.domain.calls import Call
from kic.domain.chapters import KINDS
from kic.repository.changing import Proposal, propose
from kic.repository.intake.importing import Import, import_applications
from kic.sheets import read
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.good import good

TODAY = datetime.date(2026, 11, 22)
CALL = """\
kind: call
id: 2026-2
invented: true
title: Zweiter Förderaufruf 2026
year: 2026
number: 2
state: open
edition: k2022
announcement:
  date: 2026-11-02
  place: Amtsblatt der Stadt
opens: 2026-11-02
closes: 2026-12-10T23:59
money:
  amount: 10000.00
themes: [t1, t2]
applicants: [association, institution, private_person]
spend_by: 2027-09-30
settle_by: 2027-12-31
"""
BODIES = {
    "v-garten": "Interkultureller Garten",
    "v-radio": "Radio Musterstadt",
    "v-theater": "Theater, Tanz und mehr",
}
HEADINGS = (
    "Nr.", "Projekttitel", "Kurzbeschreibung", "Antragsteller", "Art", "Themenfeld", "Handlungsempfehlungen", "Beginn",
    "Ende", "Eingang", "Honorare", "Raumkosten", "Nicht förderfähige Kosten", "Eigenmittel", "Drittmittel: Stiftung",
    "Beantragt", "Mindestbetrag", "Vorsteuerabzug", "Telefon",
)  # fmt: skip
AMOUNTS = (
    "Honorare",
    "Raumkosten",
    "Nicht förderfähige Kosten",
    "Eigenmittel",
    "Drittmittel: Stiftung",
    "Beantragt",
)
DAYS = ("Beginn", "Ende")
SHEET = "Anträge"
Matrix = list[list[Any]]


def matrix() -> Matrix:
    """The headings and thirteen rows, as the values that a person types."""
    bodies = ["v-bruecke", *BODIES.values()]
    rows: Matrix = [list(HEADINGS)]
    for n in range(1, 14):
        rows.append(
            [
                n,
                f"Begegnung im Stadtteil {n}",
                f"Zwölf Nachmittage mit Gesprächen,\nim Haus {n}.",
                bodies[n % 4],
                "Verein",
                ("Sprachförderung", "t1", 2, "t1; t2")[n % 4],
                ("he-01", None, "he-01, he-02")[n % 3],
                datetime.date(2027, 2, n),
                datetime.date(2027, 7, 31),
                datetime.datetime(2026, 11, 3, 9, n),  # noqa: DTZ001  # cells know no zone
                5000 + n * 100.05,
                1200.5 if n % 2 else None,
                40 if n % 5 == 0 else None,
                1000,
                250.25,
                round(3749.75 + n * 100.05 + (1200.5 if n % 2 else 0) + (40 if n % 5 == 0 else 0), 2),
                "75 %" if n % 2 else 2000,
                ("nein", "ja", None)[n % 3],
                "0631 1234567",
            ]
        )
    return rows


def xlsx(
    rows: Iterable[Sequence[Any]], *, sheet: str = SHEET, merge: Iterable[str] = (), hide: Iterable[int] = ()
) -> bytes:
    """The rows as openpyxl writes them: a program that kic does not use."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for cells in merge:
        page.merge_cells(cells)
    for row in hide:
        page.row_dimensions[row].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def spelled(value: Any) -> str:
    """A value as a German program writes it into a CSV file."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, datetime.date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",")
    return str(value)


def csv_file(rows: Iterable[Sequence[Any]], *, separator: str = ";", encoding: str = "utf-8") -> bytes:
    """The rows as a CSV file."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows([[spelled(value) for value in row] for row in rows])
    return stream.getvalue().encode(encoding)


def package(parts: dict[str, str | bytes]) -> bytes:
    """A zip file with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def raw_parts(
    cells: str, *, book: str = "", strings: str = "", styles: str = "", after: str = ""
) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet, whose `<sheetData>` is written out in the test."""
    links = {"s": ("worksheet", "worksheets/sheet1.xml")}
    parts: dict[str, str | bytes] = {
        "_rels/.rels": _links({"b": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{_OFFICE}">{book}<sheets>'
        f'<sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{cells}</sheetData>{after}</worksheet>",
    }
    if strings:
        links["t"] = ("sharedStrings", "sharedStrings.xml")
        parts["xl/sharedStrings.xml"] = f"<sst {MAIN}>{strings}</sst>"
    if styles:
        links["f"] = ("styles", "styles.xml")
        parts["xl/styles.xml"] = f"<styleSheet {MAIN}>{styles}</styleSheet>"
    parts["xl/_rels/workbook.xml.rels"] = _links(links)
    return parts


def raw(cells: str, **more: str) -> bytes:
    """The finished file of `raw_parts`."""
    return package(raw_parts(cells, **more))


def _links(links: dict[str, tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for id, (kind, target) in links.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


# -- a repository and imports into it ------------------------------------------------------------------


def repository(**more: str) -> tuple[Memory, Snapshot]:
    """The small good repository with the open call, and files by names like `applications__2026_2__x`."""
    files = {path: words.encode() for path, words in good().items()}
    files["applications/2026-2/call.yaml"] = CALL.encode()
    for id_, name in BODIES.items():
        body = f"kind: body\nid: {id_}\ninvented: true\nname: {name}\nbody: association\n"
        files[f"concept/bodies/{id_}.yaml"] = body.encode()
    files |= {path: words.encode() for path, words in more.items()}
    source = Memory(files)
    return source, load(source, KINDS)


def imported(snapshot: Snapshot, content: bytes, name: str = "a.xlsx", **answers: Any) -> Import:
    """What an import into the open call would do."""
    call = snapshot.get(Call, "2026-2")
    assert call is not None
    return import_applications(snapshot, call, read(content, name), **answers)


def proposed(source: Any, snapshot: Snapshot, outcome: Import) -> Proposal:
    """The outcome's plan, judged by every rule."""
    assert outcome.plan is not None, [str(each.message) for each in outcome.findings]
    return propose(source, snapshot, outcome.plan, TODAY)


def applications(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """What the open call's applications say, as far as an import writes it."""
    from kic.domain.applications import Application
    from kic.repository.intake.importing import recorded_values

    return {each.id: recorded_values(each) for each in snapshot.all(Application) if each.call == "2026-2"}


def sentences(outcome: Import) -> list[str]:
    """The codes and sentences of the findings."""
    return [f"{each.law.code} {each.message}" for each in outcome.findings]
