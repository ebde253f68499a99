"""What a file is, by its content: people send PDF files, scans and archives where a sheet was asked for."""

import enum
from collections.abc import Mapping
from typing import NamedTuple

from kic.core.text import Text, text
from kic.sheets.package import LARGEST_FILE, ZIP, Broken, Package, TooLarge


class Family(enum.Enum):
    """What can be done with a file. A workbook (XLSX) and a document (DOCX) are read, the others are not."""

    WORKBOOK = enum.auto()
    DOCUMENT = enum.auto()
    SHEET = enum.auto()
    TEXT = enum.auto()
    WEB = enum.auto()
    FIXED = enum.auto()
    PROTECTED = enum.auto()
    ARCHIVE = enum.auto()
    MAIL = enum.auto()
    OTHER = enum.auto()


class FileType(NamedTuple):
    """What a file is, in words."""

    family: Family
    what: Text


_PDF = FileType(Family.FIXED, text("this is a PDF file"))
_PICTURE = FileType(Family.FIXED, text("this is a picture"))
_ARCHIVE = FileType(Family.ARCHIVE, text("this is an archive of files"))
_MAIL = FileType(Family.MAIL, text("this is an e-mail"))
_WEB = FileType(Family.WEB, text("this is a web page or another marked-up text"))
_BEGINNINGS: tuple[tuple[tuple[bytes, ...], FileType], ...] = (
    ((b"%PDF",), _PDF),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*"), _PICTURE),
    ((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"), _ARCHIVE),
    ((b"{\\rtf",), FileType(Family.TEXT, text("this is a text of the format .rtf"))),
)
_MARKED_UP = (b"<html", b"<!doctype", b"<?xml", b"<table")
_OF_MAIL = (
    b"return-path:",
    b"received:",
    b"delivered-to:",
    b"mime-version:",
    b"message-id:",
    b"x-mozilla-status:",
)
_HEADS_OF_MAIL = frozenset((b"from", b"to", b"subject", b"date", b"mime-version"))
_LONGEST_HEAD = 4000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLDER: tuple[tuple[str, FileType], ...] = (
    ("EncryptedPackage", FileType(Family.PROTECTED, text("the file is protected by a password"))),
    ("__substg1.0_", _MAIL),
    ("WordDocument", FileType(Family.TEXT, text("this is a text of the older format .doc"))),
    ("Workbook", FileType(Family.SHEET, text("this is a spreadsheet of the older format .xls"))),
    ("Book", FileType(Family.SHEET, text("this is a spreadsheet of the older format .xls"))),
)
"""What stands in files of older Office programs, and in those that wrap others."""
_OLD = FileType(
    Family.OTHER, text("this is a file of the older format .xls, or another file of an older Office program")
)
_PARTS: Mapping[str, FileType] = {
    "word/document.xml": FileType(Family.DOCUMENT, text("this is a text document")),
    "xl/workbook.bin": FileType(Family.SHEET, text("this is a file of the format .xlsb")),
    "ppt/presentation.xml": FileType(Family.OTHER, text("this is a presentation")),
    "Index/Document.iwa": FileType(Family.SHEET, text("this is a file of the program Numbers")),
}
_OPEN: Mapping[str, FileType] = {
    "application/vnd.oasis.opendocument.text": FileType(
        Family.TEXT, text("this is a text of the format .odt (OpenDocument)")
    ),
    "application/vnd.oasis.opendocument.spreadsheet": FileType(
        Family.SHEET, text("this is a spreadsheet of the format .ods (OpenDocument)")
    ),
}

MORE_TO_DO: Mapping[Family, Text] = {
    Family.PROTECTED: text("open it with its password and save it without one, or ask who sent it to do so"),
    Family.ARCHIVE: text("unpack it, and name the file that is inside"),
    Family.MAIL: text("open the mail, save what is attached to it, and name that file"),
}
"""What is to be done with files, whatever was expected."""


def file_type(content: bytes) -> FileType | None:
    """What a file is; None for what may be plain text. Raises Broken for an empty or damaged file, and TooLarge."""
    if not content.strip():
        raise Broken(text("the file is empty"))
    if len(content) > LARGEST_FILE:
        raise TooLarge(text("the file is larger than {most} bytes", most=LARGEST_FILE))
    if content.startswith(ZIP):
        return _packed(Package(content))
    if content.startswith(_OLE):
        return next((each for name, each in _OLDER if name.encode("utf-16-le") in content), _OLD)
    for begins, found in _BEGINNINGS:
        if content.startswith(begins):
            return found
    head = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_MARKED_UP):
        return _WEB
    return _MAIL if head.startswith(_OF_MAIL) or _begins_as_mail(content) else None


def _begins_as_mail(content: bytes) -> bool:
    """Whether it begins with lines `Name: ...` up to an empty one, and two of them have names that mails have."""
    above = (
        content[:_LONGEST_HEAD].replace(b"\r", b"").lstrip(b"\n").partition(b"\n\n")[0].lower().split(b"\n")
    )
    names = [line.partition(b":") for line in above if not line.startswith((b" ", b"\t"))]
    if not all(colon and name and b" " not in name for name, colon, _ in names[:-1]):  # the last may be cut
        return False
    return len(_HEADS_OF_MAIL.intersection(name for name, _, _ in names)) > 1


def is_spreadsheet(content: bytes) -> bool:
    """Whether a file is a spreadsheet, also one of a format that is not read; a damaged zip file may be one."""
    try:
        found = file_type(content)
    except (Broken, TooLarge):
        return content.startswith(ZIP)
    return found is not None and found.family in (Family.WORKBOOK, Family.SHEET)


def _packed(package: Package) -> FileType:
    if (kind := package.kind) is not None:
        return _OPEN.get(kind, FileType(Family.OTHER, text("this is a file of the kind {kind}", kind=kind)))
    for part, found in _PARTS.items():
        if part in package.names:
            return found
    if "_rels/.rels" in package.names:
        return FileType(Family.WORKBOOK, text("this is a spreadsheet"))
    return FileType(
        Family.ARCHIVE, text("this is a zip file with other files in it, no spreadsheet and no text")
    )
