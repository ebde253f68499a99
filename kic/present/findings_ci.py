"""Findings for build servers: GitHub's workflow commands, GitLab's Code Quality, JUnit's XML."""

import re

from kic.core.diagnostic import Severity
from kic.present.envelope import dumped
from kic.present.findings_report import Report, fingerprints
from kic.present.findings_text import left_out, summary
from kic.present.safe import safe, safe_line

_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_GITLAB_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def as_github(report: Report) -> str:
    """One `::error file=...::message` per finding, which GitHub shows beside the line."""
    lines = []
    for diagnostic in report.diagnostics:
        span = report.snapshot.span(diagnostic.place)
        properties = {
            "file": safe(report.path_in_git(diagnostic.place)),
            "line": span.line,
            "endLine": span.end_line,
        }
        if span.line == span.end_line:  # GitHub takes columns only within one line
            properties |= {"col": span.column, "endColumn": span.end_column}
        properties["title"] = f"{diagnostic.law.code} {diagnostic.law.slug}"
        named = ",".join(f"{name}={_github_property(str(value))}" for name, value in properties.items())
        advice = report.advice(diagnostic)
        message = report.sentence(diagnostic) + (f"\n{advice}" if advice else "")
        lines.append(f"::{_GITHUB_LEVELS[diagnostic.severity]} {named}::{_github_data(message)}\n")
    if report.left_out:
        lines.append(f"::notice::{_github_data(report.language.say(left_out(report.left_out)))}\n")
    return "".join(lines)


def _github_data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _github_property(words: str) -> str:
    return _github_data(words).replace(":", "%3A").replace(",", "%2C")


def as_gitlab(report: Report) -> str:
    """GitLab's Code Quality report: a list of entries whose fingerprints do not depend on lines."""
    entries = []
    for diagnostic, name in zip(report.diagnostics, fingerprints(report.diagnostics), strict=True):
        span = report.snapshot.span(diagnostic.place)
        advice = report.advice(diagnostic)
        entry = {
            "description": report.sentence(diagnostic) + (f" {advice}" if advice else ""),
            "check_name": f"{diagnostic.law.code} {diagnostic.law.slug}",
            "fingerprint": name,
            "severity": _GITLAB_SEVERITIES[diagnostic.severity],
            "location": {
                "path": safe(report.path_in_git(diagnostic.place)),
                "lines": {"begin": span.line, "end": span.end_line},
            },
        }
        entries.append(entry)
    return dumped(entries)


def as_junit(report: Report) -> str:
    """JUnit's XML: a case for each finding, failed if `check` fails because of it, and one for the whole.

    A suite without cases reads as "no tests" on most servers, so a clean repository is one passed case.
    """
    failures = sum(map(report.fails, report.diagnostics))
    suite = (
        f'name="kic check" tests="{len(report.diagnostics) + 1}" failures="{failures}" errors="0" skipped="0"'
    )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {suite}>", f"  <testsuite {suite}>"]
    lines.append('    <testcase classname="kic" name="check">')
    lines.append(f"      <system-out>{xml(summary(report))}</system-out>")
    lines.append("    </testcase>")
    for diagnostic in report.diagnostics:
        span = report.snapshot.span(diagnostic.place)
        where = f"{safe_line(diagnostic.place.path)}:{span.line}:{span.column}"
        name = f"{diagnostic.law.code} {diagnostic.law.slug} {where}"
        advice = report.advice(diagnostic)
        said = f"{where}: {report.sentence(diagnostic)}" + (f"\n{advice}" if advice else "")
        lines.append(
            f'    <testcase classname="{xml(diagnostic.place.path)}" name="{xml(name)}"'
            f' file="{xml(diagnostic.place.path)}" line="{span.line}">'
        )
        if report.fails(diagnostic):
            opening = (
                f'<failure type="{diagnostic.severity.value}" message="{xml(report.sentence(diagnostic))}">'
            )
            lines.append(f"      {opening}{xml(said)}</failure>")
        else:
            lines.append(f"      <system-out>{xml(said)}</system-out>")
        lines.append("    </testcase>")
    return "\n".join([*lines, "  </testsuite>", "</testsuites>"]) + "\n"


_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_xml_special = re.compile('[&<>"\n\t]')
_xml_illegal = re.compile("[\ufffe\uffff]")


def xml(words: str) -> str:
    """Text for XML, in elements and attributes; what XML cannot hold is shown as an escape."""
    shown = _xml_illegal.sub(lambda found: f"\\u{ord(found[0]):04x}", safe(words))
    return _xml_special.sub(lambda found: _XML[found[0]], shown)
