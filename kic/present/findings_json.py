"""Findings as data: every key of docs/interface.md, section 4, and the object of `kic check --format json`.

A finding's sentence depends on the language, so its message id and values stand beside it.
"""

from typing import Any

from kic.core.diagnostic import Diagnostic
from kic.core.place import Place, spelled
from kic.core.snapshot import Snapshot
from kic.present.envelope import json_object, text_data
from kic.present.findings_report import Report, counted


def place_data(place: Place, snapshot: Snapshot) -> dict[str, Any]:
    """Path, lines and columns (1-based, in characters; the end lies behind the last one)."""
    span = snapshot.span(place)
    return {
        "path": place.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def finding_data(diagnostic: Diagnostic, report: Report) -> dict[str, Any]:
    """One finding, with every key of docs/interface.md, section 4."""
    language = report.language
    return {
        "code": diagnostic.law.code,
        "slug": diagnostic.law.slug,
        "severity": diagnostic.severity.value,
        "message": language.say(diagnostic.message),
        **text_data(diagnostic.message),
        "help": None if diagnostic.help is None else language.say(diagnostic.help),
        **place_data(diagnostic.place, report.snapshot),
        "record": diagnostic.record,
        "field": spelled(diagnostic.field) or None,
        "related": [
            {**place_data(each.place, report.snapshot), "message": language.say(each.message)}
            for each in diagnostic.related
        ],
        "fixable": diagnostic.fix is not None,
    }


def as_json(report: Report, command: str = "check") -> str:
    """The object of `kic check --format json`, or of another command that shows findings in place of its data."""
    return json_object(
        command,
        findings=[finding_data(each, report) for each in report.diagnostics],
        summary=counted(report.diagnostics, report.snapshot, report.waived, report.left_out, report.off),
    )
