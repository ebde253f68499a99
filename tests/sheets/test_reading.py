"""XLSX and CSV files become values; what cannot be read is said, whatever the file is."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from kic.core.values import Misread, Moment
from kic.sheets import Kind, hidden_parts, meaning, problem, read
from kic.sheets.package import LARGEST_CONTENT
from tests.sheets.samples import HEADINGS, csv_file, matrix, package, raw, raw_parts, xlsx

STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/><numFmt numFmtId="165" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="166" formatCode="#,##0.00\\ &quot;days&quot;"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="10"/><xf numFmtId="166"/>'
    '<xf numFmtId="22"/></cellXfs>'
)


def cell(xml: str, **more: str):
    book = read(raw(f'<row r="1">{xml}</row>', **more), "a.xlsx")
    assert not book.findings, [str(each.message) for each in book.findings]
    return book.sheets[0].cell(1, 1)


def said(content: bytes, name: str = "a.xlsx") -> tuple[str, str]:
    book = read(content, name)
    assert not book.sheets
    [finding] = book.findings
    assert finding.place.path == name
    return finding.law.code, str(finding.message)


@pytest.mark.parametrize(
    ("xml", "kind", "value"),
    [
        ('<c r="A1"><v>1234.5</v></c>', Kind.NUMBER, "1234.5"),
        ('<c r="A1"><v>0.30000000000000004</v></c>', Kind.NUMBER, "0.3"),
        ('<c r="A1"><v>1.1999999999999999E3</v></c>', Kind.NUMBER, "1200"),
        ('<c r="A1"><v>-0</v></c>', Kind.NUMBER, "0"),
        ('<c r="A1" s="4"><v>12.5</v></c>', Kind.NUMBER, "12.5"),
        ('<c r="A1" s="3"><v>0.125</v></c>', Kind.SHARE, "12.5%"),
        ('<c r="A1" s="1"><v>46348</v></c>', Kind.DATE, datetime.date(2026, 11, 22)),
        ('<c r="A1" s="1"><v>1</v></c>', Kind.DATE, datetime.date(1900, 1, 1)),
        ('<c r="A1" s="1"><v>60</v></c>', Kind.ERROR, "29.02.1900"),
        ('<c r="A1" s="5"><v>46348.510416666664</v></c>', Kind.DATE, datetime.datetime(2026, 11, 22, 12, 15)),  # noqa: DTZ001
        ('<c r="A1" s="2"><v>1.5</v></c>', Kind.TIME, "36:00"),
        ('<c r="A1" t="b"><v>1</v></c>', Kind.BOOL, True),
        ('<c r="A1" t="e"><v>#REF!</v></c>', Kind.ERROR, "#REF!"),
        ('<c r="A1" t="str"><v> x </v></c>', Kind.TEXT, "x"),
        ('<c r="A1" t="s"><v>0</v></c>', Kind.TEXT, "ein Text"),
        ('<c r="A1" t="s"><v>1</v></c>', Kind.TEXT, "a\nb"),
        ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>', Kind.TEXT, "ab"),
        ('<c r="A1" t="d"><v>2026-11-22</v></c>', Kind.DATE, datetime.date(2026, 11, 22)),
        ('<c r="A1"><f>B1+1</f><v>7</v></c>', Kind.FORMULA, "=B1+1"),
        ('<c r="A1" t="str"><v>   </v></c><c r="B1"><v>1</v></c>', Kind.EMPTY, None),
        ("<c><v>5</v></c>", Kind.NUMBER, "5"),
    ],
)  # fmt: skip
def test_what_stands_in_a_cell(xml, kind, value):
    strings = "<si><r><t>ein </t></r><r><t>Text</t></r><rPh><t>x</t></rPh></si><si><t>a_x000D_\nb</t></si>"
    found = cell(xml, styles=STYLES, strings=strings)
    assert (found.kind, found.value) == (kind, value)


def test_a_formula_keeps_its_last_result_apart():
    assert cell('<c r="A1"><f>B1+1</f><v>7</v></c>').result == "7"


def test_days_counted_from_1904():
    found = cell('<c r="A1" s="1"><v>44886</v></c>', styles=STYLES, book='<workbookPr date1904="1"/>')
    assert found.value == datetime.date(2026, 11, 22)


def test_a_cell_in_the_last_corner_costs_nothing():
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheet = read(raw(far, after='<dimension ref="A1:XFD1048576"/>'), "a.xlsx").sheets[0]
    assert sheet.row_numbers == (1048576,)
    assert sheet.cell(1048576, 16384).name == "XFD1048576"


def test_hidden_and_merged_cells_are_known():
    book = read(
        raw(
            '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="C3"><v>1</v></c></row>',
            after='<cols><col min="3" max="4" hidden="1"/></cols><mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
        ),
        "a.xlsx",
    )
    sheet = book.sheets[0]
    assert [str(each.message) for each in hidden_parts(book, sheet)] == [
        "sheet S: the row 1 is hidden; it was read",
        "sheet S: the column C is hidden; it was read",
    ]
    fault = problem(book, sheet, sheet.cell(1, 2))
    assert fault is not None
    assert str(fault.message) == "sheet S, cell B1: the cell is merged with others: A1:B2"
    assert problem(book, sheet, sheet.cell(3, 3)) is None


def test_it_reads_what_another_program_wrote():
    sheet = read(xlsx(matrix()), "a.xlsx").sheets[0]
    again = openpyxl.load_workbook(io.BytesIO(xlsx(matrix()))).active
    for row in again.iter_rows():
        for theirs in row:
            ours = sheet.cell(theirs.row, theirs.column)
            if theirs.value is None:
                assert ours.empty
            elif isinstance(theirs.value, str):
                assert ours.value == theirs.value
            elif isinstance(theirs.value, datetime.datetime):
                assert ours.value in (theirs.value, theirs.value.date())
            else:
                assert float(ours.value) == theirs.value


# -- files that are something else, damaged or hostile -------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "KIC042", "empty"),
        (b" \n\t", "KIC042", "empty"),
        (b"%PDF-1.7", "KIC041", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "KIC041", ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "KIC041", "password"),
        (b"<html><table>", "KIC041", "web page"),
        (b"PK\x03\x04", "KIC042", "cannot be listed"),
        (package({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "KIC041", "OpenDocument"),
        (package({"word/document.xml": "<a/>"}), "KIC041", "text document"),
        (package({"xl/workbook.bin": "x"}), "KIC041", ".xlsb"),
        (package({"readme.txt": "x"}), "KIC041", "no spreadsheet"),
        (raw(""), "KIC042", "no cell holds anything"),
        (raw('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'), "KIC042", "damaged"),
        (raw('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), "KIC042", "damaged"),
        (raw('<row r="1"><c r="A1" t="s"><v>5</v></c></row>'), "KIC042", "damaged"),
        (raw('<row r="1"><c r="A1" s="7"><v>5</v></c></row>'), "KIC042", "damaged"),
        (raw('<row r="1"><c r="A1"><v>zwölf</v></c></row>'), "KIC042", "damaged"),
        (raw('<row r="1"><c r="A1" t="new"><v>1</v></c></row>'), "KIC042", "damaged"),
        (raw('<row r="2000000"><c><v>1</v></c></row>'), "KIC042", "damaged"),
    ],
)  # fmt: skip
def test_what_no_sheet_can_be_read_from(content, code, words):
    found, sentence = said(content)
    assert found == code
    assert words in sentence


def test_entities_are_refused_before_they_grow():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"):
        parts = raw_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
        parts[part] = laughs + str(parts[part])
        code, sentence = said(package(parts))
        assert code == "KIC042"
        assert sentence == f"the part {part} of the file declares a document type, as attacks do"


def test_a_zip_bomb_is_refused_by_what_it_says_and_by_what_it_does():
    parts = raw_parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    bomb = package({**parts, "xl/media/x.bin": bytes(LARGEST_CONTENT)})
    assert len(bomb) < 200_000
    assert said(bomb)[0] == "KIC043"
    sheet = str(parts["xl/worksheets/sheet1.xml"]).replace("<sheetData>", "<sheetData>" + " " * 1_000_000)
    lying = bytearray(package({**parts, "xl/worksheets/sheet1.xml": sheet}))
    at = lying.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24  # its size in the list at the end
    lying[at : at + 4] = (100).to_bytes(4, "little")
    assert said(bytes(lying))[0] == "KIC042"


def test_too_many_cells_are_refused():
    cells = "".join(f'<row r="{row}">' + "<c><v>1</v></c>" * 2000 + "</row>" for row in range(1, 102))
    assert said(raw(cells))[0] == "KIC043"


def test_deep_nesting_is_refused():
    code, sentence = said(raw('<row r="1">' + "<c>" * 200 + "</c>" * 200 + "</row>"))
    assert code == "KIC042"
    assert "nested too deeply" in sentence


def test_a_part_that_is_named_and_missing_is_no_empty_one():
    parts = raw_parts('<row r="1"><c r="A1" s="1"><v>46348</v></c></row>', styles=STYLES)
    del parts["xl/styles.xml"]
    assert said(package(parts)) == ("KIC042", "the part xl/styles.xml of the file is missing")


def test_two_parts_of_one_name_are_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("_rels/.rels", "<a/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.writestr("_rels/.rels", "<b/>")
    assert said(stream.getvalue())[0] == "KIC042"


# -- CSV -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_file_has_the_same_cells_in_every_form(separator, encoding):
    book = read(csv_file(matrix(), separator=separator, encoding=encoding), "a.csv")
    assert book.readable
    assert {each.law.code for each in book.findings} == ({"KIC048"} if encoding == "cp1252" else set())
    sheet = book.sheets[0]
    assert tuple(cell.value for cell in sheet.row(1)) == HEADINGS
    assert sheet.cell(2, 3).value == "Zwölf Nachmittage mit Gesprächen,\nim Haus 1."
    assert len(sheet.row_numbers) == 14


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"a;b\n1;\x002\n", "KIC042", "zero bytes"),
        (b'a;b\n1;"x\n', "KIC042", "row 2: a quotation mark is never closed"),
        (b'a;b\n"x"y;2\n', "KIC042", "row 2: something stands behind a closing quotation mark"),
        (b"a;b,c\n1;2,3\n", "KIC042", "more than one character can separate the cells: semicolon, comma"),
        (b"only words\nand more\n", "KIC042", "no semicolon, comma or tab"),
        (b"\xff\xfea", "KIC042", "UTF-16"),
        ("ü;".encode("cp1252") + b"\x81\n", "KIC042", "no text in UTF-8"),
    ],
)  # fmt: skip
def test_what_a_csv_file_may_not_be(content, code, words):
    found, sentence = said(content, "a.csv")
    assert found == code
    assert words in sentence


@pytest.mark.parametrize(
    ("content", "messages"),
    [
        (b"a;b\n1;2;3\n4;5\n", ["row 2 has 3 cells, expected 2"]),
        (b"a;b\n1\n", ["row 2 has 1 cell, expected 2"]),
        (b"a;b\n1;2", ["the last row does not end with a line break; look whether its end is missing"]),
        (b"sep=,\na,b\n1,2\n", []),
        (b"a;b\n\n1;2\n;\n", []),
    ],
)
def test_rows_of_a_csv_file(content, messages):
    assert [str(each.message) for each in read(content, "a.csv").findings] == messages


def test_formulas_and_errors_in_a_csv_file_are_no_texts():
    sheet = read(b"a;b\n=1+1;#BEZUG!\n", "a.csv").sheets[0]
    assert [cell.kind for cell in sheet.row(2)] == [Kind.FORMULA, Kind.ERROR]


# -- meaning -------------------------------------------------------------------------------------------


def text_cell(words: str):
    return read(f"a;b\n{words};x\n".encode(), "a.csv").sheets[0].cell(2, 1)


def test_a_number_is_money_only_with_cents():
    assert str(meaning.amount(cell('<c r="A1"><v>1200.5</v></c>'))) == "1200.50"
    with pytest.raises(Misread, match="more than two decimals"):
        meaning.amount(cell('<c r="A1"><v>1200.505</v></c>'))
    with pytest.raises(Misread, match="a date: 2026-11-22"):
        meaning.amount(cell('<c r="A1" s="1"><v>46348</v></c>', styles=STYLES))


def test_a_number_is_no_day_and_a_text_may_be_one():
    with pytest.raises(Misread, match="a number: 46348"):
        meaning.day(cell('<c r="A1"><v>46348</v></c>'))
    assert meaning.day(text_cell("22.11.2026")) == datetime.date(2026, 11, 22)
    assert meaning.moment(text_cell("22.11.2026 9:15")) == Moment.parse("2026-11-22T09:15")
    with pytest.raises(Misread, match="no such day"):
        meaning.moment(text_cell("31.11.2026"))
    with pytest.raises(Misread):
        meaning.day(text_cell("03/04/2026"))


def test_a_share_needs_its_sign():
    assert str(meaning.share(cell('<c r="A1" s="3"><v>0.125</v></c>', styles=STYLES))) == "12.5%"
    assert str(meaning.share(text_cell("75 %"))) == "75%"
    with pytest.raises(Misread):
        meaning.share(cell('<c r="A1"><v>0.75</v></c>'))


@pytest.mark.parametrize(("words", "value"), [("Ja", True), ("nein", False), ("no", False), ("WAHR", True)])
def test_yes_and_no(words, value):
    assert meaning.flag(text_cell(words)) is value


@pytest.mark.parametrize("words", ["x", "1", "vielleicht"])
def test_what_is_neither_yes_nor_no(words):
    with pytest.raises(Misread):
        meaning.flag(text_cell(words))
