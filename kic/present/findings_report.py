"""What there is to say of findings in any output format: the report, its numbers, stable names."""

from collections.abc import Iterable, Sequence

import msgspec

from kic.core.diagnostic import Diagnostic, Severity
from kic.core.place import Place
from kic.core.snapshot import Snapshot
from kic.domain.scoring.visibility import concealed, discreet
from kic.domain.settings import Settings, switched_off
from kic.present.language import Language
from kic.present.safe import safe_line


class Report(msgspec.Struct, frozen=True):
    """What there is to render: findings in the order they are shown, the state they lie in, and how to talk.

    `strict` says that warnings fail too; `color` that the text form may use colour. `below` is the path of the
    repository below git's top, with a slash at the end: build servers name every file from there. `each_note`
    is False where the text form may name several notes of one file in one line. `waived` findings are not among them.
    In `columns` of a terminal the text form breaks its sentences; None leaves each in a line. `left_out` findings were
    there before the change that is looked at. `off` kinds are switched off; None: as the state's own settings say.
    """

    diagnostics: Sequence[Diagnostic]
    snapshot: Snapshot
    language: Language
    color: bool = False
    strict: bool = False
    below: str = ""
    each_note: bool = True
    waived: int = 0
    columns: int | None = None
    left_out: int = 0
    off: int | None = None

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic], snapshot: Snapshot, language: Language) -> "Report":
        """A report in which marks that nobody may see yet are not shown; formats get no other."""
        return cls(discreet(diagnostics, snapshot), snapshot, language)

    def quotes(self, place: Place) -> bool:
        """Whether lines of this file may be shown."""
        return not concealed(self.snapshot, place.path)

    def path_in_git(self, place: Place) -> str:
        """The path of a place as a build server knows it; of a file above the root too."""
        if place.path.startswith("../"):
            from posixpath import normpath  # noqa: PLC0415

            return normpath(self.below + place.path)
        return self.below + place.path

    def sentence(self, diagnostic: Diagnostic) -> str:
        """The message in words, in one line and without a character that acts."""
        return safe_line(self.language.say(diagnostic.message))

    def advice(self, diagnostic: Diagnostic) -> str | None:
        """The help in words."""
        return None if diagnostic.help is None else safe_line(self.language.say(diagnostic.help))

    def fails(self, diagnostic: Diagnostic) -> bool:
        """Whether `check` fails because of this finding."""
        return diagnostic.severity is Severity.ERROR or (
            self.strict and diagnostic.severity is Severity.WARNING
        )


class Counts(msgspec.Struct, frozen=True):
    """How many findings of each severity there are, and how many records were looked at.

    What the settings take away is counted too: `waived` findings, and kinds of findings that are switched `off`; and
    what is `left_out` because it was there before the change.
    """

    errors: int
    warnings: int
    notes: int
    records: int
    waived: int
    off: int
    left_out: int = 0


def counted(
    diagnostics: Iterable[Diagnostic],
    snapshot: Snapshot,
    waived: int = 0,
    left_out: int = 0,
    off: int | None = None,
) -> Counts:
    """The numbers of the summary. `off` is that of the state's own settings if it is not given."""
    tally = dict.fromkeys(Severity, 0)
    for diagnostic in diagnostics:
        tally[diagnostic.severity] += 1
    records = sum(entry.kind is not None for entry in snapshot)
    if off is None:
        off = len(switched_off(snapshot.only(Settings)))
    return Counts(
        tally[Severity.ERROR], tally[Severity.WARNING], tally[Severity.NOTE], records, waived, off, left_out
    )


def fingerprints(diagnostics: Iterable[Diagnostic]) -> list[str]:
    """A stable name for each finding, from code, record and field, not from the line.

    Of several findings with the same three, the later ones count up: names are unique within a report.
    """
    from hashlib import sha256  # noqa: PLC0415

    seen: dict[tuple[str, str, str], int] = {}
    names = []
    for diagnostic in diagnostics:
        identity = diagnostic.identity
        seen[identity] = seen.get(identity, 0) + 1
        spelling = "\0".join((*identity, str(seen[identity])))
        names.append(sha256(spelling.encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return names
