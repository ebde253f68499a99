"""Files of another kind: what they are is told by their content, with what to do; never as cells to be corrected."""

import io
import zipfile
from pathlib import Path

import pytest

from kic.sheets import read
from kic.sheets.wordfile import read_word
from tests.cli.inprocess import call

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def older(stream: str) -> bytes:
    return OLE + bytes(500) + stream.encode("utf-16-le") + bytes(500)


def packed(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


OPEN = "application/vnd.oasis.opendocument."
WORKBOOK = packed(**{"_rels/.rels": "<x/>", "xl/workbook.xml": "<x/>"})
DOCUMENT = packed(**{"_rels/.rels": "<x/>", "word/document.xml": "<x/>"})


@pytest.mark.parametrize(
    ("content", "what", "for_a_sheet", "for_a_text"),
    [
        (b"%PDF-1.7", "a PDF file", "ask for the spreadsheet", "ask for the document"),
        (b"\xff\xd8\xff\xe0JFIF", "a picture", "ask for the spreadsheet", "ask for the document"),
        (b"\x89PNG", "a picture", "type in what it says", "type in what it says"),
        (packed(mimetype=f"{OPEN}text"), ".odt", "name a spreadsheet", "save it as a Word document"),
        (packed(mimetype=f"{OPEN}spreadsheet"), ".ods", "save it as an Excel workbook", "name a text document"),
        (older("Workbook"), ".xls", "save it as an Excel workbook", "name a text document"),
        (older("WordDocument"), ".doc", "name a spreadsheet", "save it as a Word document"),
        (older("EncryptedPackage"), "a password", "save it without one", "save it without one"),
        (older("__substg1.0_1000"), "an e-mail", "what is attached", "what is attached"),
        (b"Received: from a\r\nSubject: b\r\n\r\nc", "an e-mail", "what is attached", "what is attached"),
        (b"From: a\nX-Mailer: b\n c\nTo: d\n\ne", "an e-mail", "what is attached", "what is attached"),
        (b"{\\rtf1 a}", ".rtf", "name a spreadsheet", "save it as a Word document"),
        (packed(**{"Bogen.xlsx": "x"}), "other files in it", "unpack it", "unpack it"),
        (b"Rar!", "an archive", "unpack it", "unpack it"),
        (DOCUMENT, "a text document", "kic form in", ""),
        (WORKBOOK, "a spreadsheet", "", "name a text document"),
    ],
)  # fmt: skip
def test_a_file_says_what_it_is_whatever_its_name(
    content: bytes, what: str, for_a_sheet: str, for_a_text: str
) -> None:
    for finding, todo in (
        (read(content, "b.xlsx").findings[0], for_a_sheet),
        (read_word(content, "b.docx").findings[0], for_a_text),
    ):
        if todo:
            assert finding.law.code in ("KIC041", "KIC160")
            assert what in str(finding.message)
            assert todo in str(finding.help)


@pytest.mark.parametrize("command", ["sheet in", "form in", "score in"])
def test_no_command_asks_to_correct_the_cells_of_a_pdf(
    command: str, built_city: Path, tmp_path: Path
) -> None:
    """It ends with what the file is, and that nothing is lost."""
    file = tmp_path / "Bogen.xlsx"
    file.write_bytes(b"%PDF-1.7")
    done = call(*command.split(), str(file), "--dry-run", folder=built_city)
    assert done.code == 1
    assert "dies ist eine PDF-Datei" in done.err
    assert "was hier festgehalten ist, bleibt unverändert" in " ".join(done.err.split())
    assert "berichtigen" not in done.err.casefold()


def test_a_form_saved_in_another_format_is_to_be_saved_as_what_it_was(
    built_city: Path, tmp_path: Path
) -> None:
    """A spreadsheet as XLSX, a text as DOCX."""
    for name, content, todo in (
        ("a.ods", packed(mimetype=f"{OPEN}spreadsheet"), "Excel-Arbeitsmappe (.xlsx)"),
        ("a.xls", older("Workbook"), "Excel-Arbeitsmappe (.xlsx)"),
        ("a.odt", packed(mimetype=f"{OPEN}text"), "Word-Dokument (.docx)"),
    ):
        (tmp_path / name).write_bytes(content)
        done = call("form", "in", str(tmp_path / name), "--dry-run", folder=built_city)
        assert (done.code, todo in " ".join(done.err.split())) == (1, True), done.err
