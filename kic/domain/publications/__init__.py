"""Frozen publications: what the public was given, kept byte for byte, with what it takes to make it again.

A folder `reports/published/ID/` holds the files and the record `manifest.yaml`. The record names the commit, the day,
the document with its arguments and the programs, so that the old state can be rendered once more and compared. A
mistake in a publication is mended by a new one that names it; the old one stays as it was.
"""

import datetime
import enum
from typing import Annotated, ClassVar

import msgspec

from kic.core.fingerprint import fingerprint
from kic.core.layout import PUBLISHED
from kic.core.record import Group, ref
from kic.core.values import Count
from kic.domain.knowledge import Documented

MANIFEST = "manifest.yaml"
OPEN_DATA = "open-data"
"""The document that consists of the public tables (`kic export`)."""
CONCEPT_PAGE = "concept-page"
"""The whole concept with its progress as one HTML file (`kic publish --single`)."""


class PublishedForm(enum.Enum):
    """In which form a publication was given out."""

    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    CSV = "csv"
    JSON_LINES = "jsonl"


class FrozenFile(Group, frozen=True, kw_only=True):
    """A file of a publication: its path below the folder, its length in bytes and its SHA-256."""

    path: Annotated[str, msgspec.Meta(pattern=r"^(?!\.)[^/\\]+(/(?!\.)[^/\\]+)*\Z")]
    size: Count
    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Program(Group, frozen=True, kw_only=True):
    """A program on which the bytes depend, with its version."""

    name: str
    release: str


class Publication(Documented, frozen=True, kw_only=True, tag="publication"):
    """A frozen publication.

    `document` and the fields up to `language` are what was asked for: `about` the id, year or two states that the
    document is about. `made` is the day for which it was rendered, `revision` the commit with the records, `published`
    the day on which it was given out, `resolved_by` who resolved that: a role, a body, or a resolution, never a person.
    """

    layouts: ClassVar = (PUBLISHED + "{id}/" + MANIFEST,)

    title: str
    published: datetime.date
    resolved_by: ref("role", "body", "resolution")
    corrects: ref("publication") | None = None
    reason: str | None = None
    document: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\Z")]
    about: str | None = None
    since: datetime.date | None = None
    as_of: datetime.date | None = None
    form: PublishedForm
    language: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}\Z")]
    made: datetime.date
    revision: Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})\Z")]
    made_with: tuple[Program, ...]
    files: Annotated[tuple[FrozenFile, ...], msgspec.Meta(min_length=1)]

    @property
    def folder(self) -> str:
        """Where its files lie."""
        return f"{PUBLISHED}{self.id}/"


def as_published(content: bytes, digest: str) -> bytes | None:
    """The bytes that were published, also where git put CRLF in the place of LF; None where it is something else."""
    if fingerprint(content) == digest:
        return content
    turned = content.replace(b"\r\n", b"\n")
    return turned if turned != content and fingerprint(turned) == digest else None


FOR_THE_PUBLIC: frozenset[str] = frozenset(
    {
        "concept",
        "theme-sheet",
        "recommendation-sheet",
        "implementation-report",
        "public-funding-report",
        "call-text",
        "synopsis",
        "amendment-list",
        "consultation-report",
        OPEN_DATA,
        CONCEPT_PAGE,
    }
)
"""Documents that are made to be read by everybody: they name no natural person, and organisations that agreed to it.

The others name applications that got nothing, projects of private persons, marks or non-public items.
"""
