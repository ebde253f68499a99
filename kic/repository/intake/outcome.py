"""What reading a sheet of records came to: which findings keep it out, and which wait with their rows."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

import msgspec

from kic.core.diagnostic import Diagnostic, Severity


class Changed(NamedTuple):
    """A record that a sheet changes, and which fields; `emptied` are those of them that it leaves empty."""

    id: str
    fields: tuple[str, ...]
    emptied: tuple[str, ...] = ()


def is_error(finding: Diagnostic) -> bool:
    """Whether a finding keeps what was read out."""
    return finding.severity is Severity.ERROR


def lightened(finding: Diagnostic) -> Diagnostic:
    """The finding of what waits while the rest is taken: still said, no longer in the way."""
    return msgspec.structs.replace(finding, severity=Severity.WARNING) if is_error(finding) else finding


def lightened_in(findings: Iterable[Diagnostic], rows: Collection[int]) -> list[Diagnostic]:
    """The findings, those in these rows lightened."""
    return [
        lightened(each) if each.place.span is not None and each.place.span.line in rows else each
        for each in findings
    ]
