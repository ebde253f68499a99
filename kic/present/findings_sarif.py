"""Findings as SARIF 2.1.0, the format of code scanning services."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from kic import __version__
from kic.core.diagnostic import Diagnostic, Law, Severity
from kic.core.place import Place, spelled
from kic.present.envelope import dumped
from kic.present.findings_report import Report, fingerprints
from kic.present.language import Language
from kic.present.manual import SECTIONS, first_sentence, said
from kic.present.safe import safe, safe_line

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_sarif(report: Report) -> str:
    """One run with the laws that were broken as its rules, and a result for each finding."""
    laws = {each.law.code: each.law for each in report.diagnostics}
    codes = sorted(laws)
    index = {code: position for position, code in enumerate(codes)}
    names = fingerprints(report.diagnostics)
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "kic",
                "semanticVersion": __version__,
                "language": report.language.code,
                "rules": [_rule(laws[code], report.language) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(each, name, index[each.law.code], report)
            for each, name in zip(report.diagnostics, names, strict=True)
        ],
    }
    if report.left_out:
        run["properties"] = {"leftOut": report.left_out}
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(law: Law, language: Language) -> dict[str, Any]:
    page = said(law, language)
    paragraphs = [
        f"{language.say(SECTIONS[section])}: {words}" if section in SECTIONS else words
        for section, words in page
    ]
    help_text = safe("\n\n".join(paragraphs)) or law.slug
    return {
        "id": law.code,
        "name": "".join(part.capitalize() for part in law.slug.split("-")),
        "shortDescription": {"text": safe_line(first_sentence(law, language))},
        "help": {"text": help_text},
        "defaultConfiguration": {"level": _LEVELS[law.severity]},
    }


def _result(diagnostic: Diagnostic, name: str, index: int, report: Report) -> dict[str, Any]:
    advice = report.advice(diagnostic)
    result: dict[str, Any] = {
        "ruleId": diagnostic.law.code,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": report.sentence(diagnostic) + (f" {advice}" if advice else "")},
        "locations": [
            {
                "physicalLocation": _physical(diagnostic.place, report),
                "logicalLocations": list(_logical(diagnostic)),
            }
        ],
        "partialFingerprints": {"kic/v1": name},
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": _physical(each.place, report),
                "message": {"text": safe_line(report.language.say(each.message))},
            }
            for number, each in enumerate(diagnostic.related, 1)
        ]
    if diagnostic.fix is not None:
        place = _physical(diagnostic.place, report)
        replacement = {
            "deletedRegion": place["region"],
            "insertedContent": {"text": diagnostic.fix.replacement},
        }
        change = {"artifactLocation": place["artifactLocation"], "replacements": [replacement]}
        result["fixes"] = [{"artifactChanges": [change]}]
    return result


def _logical(diagnostic: Diagnostic) -> Iterable[dict[str, str]]:
    """The record and field, which stay when lines move."""
    if diagnostic.record is not None:
        field = spelled(diagnostic.field)
        name = safe_line(f"{diagnostic.record}.{field}" if field else diagnostic.record)
        yield {"fullyQualifiedName": name, "kind": "member" if field else "object"}


def _bytes(path: str) -> bytes:
    """A path as the bytes that it has on the disk; a half surrogate, which Windows allows in names, as it stands."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")


def _physical(place: Place, report: Report) -> dict[str, Any]:
    span = report.snapshot.span(place)
    return {
        "artifactLocation": {"uri": quote(_bytes(report.path_in_git(place)))},
        "region": {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        },
    }
