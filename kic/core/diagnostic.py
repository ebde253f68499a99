"""Findings as values: what is wrong, where, and what to do about it."""

import enum

import msgspec

from kic.core.place import Field, Place, spelled
from kic.core.text import Text


class Severity(enum.Enum):
    """How much a finding weighs: an error fails `check`, a warning fails `check --strict`, a note never.

    The gravest first.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Law(msgspec.Struct, frozen=True):
    """What a kind of finding is about, and its manual page.

    `code` is `KIC` and three digits, the hundreds naming the chapter, never reused. `docstring` is the manual page as
    it stands in the program.
    """

    code: str
    slug: str
    severity: Severity
    docstring: str

    @property
    def manual(self) -> str:
        """What `kic explain` prints: a first sentence, then paragraphs `Why:`, `Fix:` and `Source:`.

        That is the docstring without the indentation of its second line with words: as `inspect.cleandoc`, whose module
        takes 5 ms to import.
        """
        _first, _, rest = self.docstring.partition("\n")
        line = rest.lstrip("\n")
        margin = line[: len(line) - len(line.lstrip(" "))]
        return self.docstring.replace("\n" + margin, "\n").strip()


class Fix(msgspec.Struct, frozen=True):
    """The one safe answer to a finding: this spelling instead of the one that stands at its place."""

    replacement: str


class Related(msgspec.Struct, frozen=True):
    """Another place that belongs to a finding, and why."""

    place: Place
    message: Text


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True):
    """One finding. `record` is the id of the record it belongs to, or None where none could be read."""

    law: Law
    message: Text
    place: Place
    help: Text | None = None
    severity: Severity
    record: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def field(self) -> Field:
        """The field that the finding is about; empty for the whole record."""
        return self.place.field

    @property
    def identity(self) -> tuple[str, str, str]:
        """What stays the same when lines move: code, record (else path) and field."""
        return (self.law.code, self.record or self.place.path, spelled(self.place.field))


def diagnose(
    law: Law,
    message: Text,
    place: Place,
    *,
    help: Text | None = None,  # noqa: A002
    record: str | None = None,
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
) -> Diagnostic:
    """A finding of this law with the law's own severity."""
    return Diagnostic(
        law=law,
        message=message,
        place=place,
        help=help,
        severity=law.severity,
        record=record,
        related=related,
        fix=fix,
    )
