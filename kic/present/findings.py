"""Findings in the output formats of docs/interface.md, section 2: one function and one table entry each."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from kic.core.diagnostic import Diagnostic
from kic.core.snapshot import Snapshot
from kic.present.findings_report import Report
from kic.present.language import Language


def _text(report: Report) -> str:
    from kic.present.findings_text import as_text  # noqa: PLC0415  # only the format asked for is loaded

    return as_text(report)


def _json(report: Report) -> str:
    from kic.present.findings_json import as_json  # noqa: PLC0415

    return as_json(report)


def _github(report: Report) -> str:
    from kic.present.findings_ci import as_github  # noqa: PLC0415

    return as_github(report)


def _gitlab(report: Report) -> str:
    from kic.present.findings_ci import as_gitlab  # noqa: PLC0415

    return as_gitlab(report)


def _junit(report: Report) -> str:
    from kic.present.findings_ci import as_junit  # noqa: PLC0415

    return as_junit(report)


def _sarif(report: Report) -> str:
    from kic.present.findings_sarif import as_sarif  # noqa: PLC0415

    return as_sarif(report)


FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "gitlab": _gitlab,
    "sarif": _sarif,
    "junit": _junit,
}


def render(  # noqa: PLR0913 - what a form needs to know
    format: str,  # noqa: A002
    diagnostics: Sequence[Diagnostic],
    snapshot: Snapshot,
    language: Language,
    *,
    color: bool = False,
    strict: bool = False,
    below: str = "",
    each_note: bool = True,
    waived: int = 0,
    columns: int | None = None,
    left_out: int = 0,
    off: int | None = None,
) -> str:
    """The findings in one of `FORMATS`, in the order given, with a final line end. KeyError for another name.

    Without `each_note`, the text form names the notes of one law in one file in one line; the others are always
    complete. `below` is the repository's path below git's top, for the formats of build servers. The text form with
    `color` is a `Styled` string; every form is safe to write as it is. `waived` findings are only counted.
    The text form breaks its sentences at `columns`, if there are some. `left_out` and `off` are numbers of the summary.
    """
    report = msgspec.structs.replace(
        Report.of(diagnostics, snapshot, language),
        color=color,
        strict=strict,
        below=below,
        each_note=each_note,
        waived=waived,
        columns=columns,
        left_out=left_out,
        off=off,
    )
    return FORMATS[format](report)
