"""Findings for people: law, place and sentence, the source with carets under its characters, the remedy.

    KIC123 concept/themes/t2.yaml:4:10 error unknown-reference
      There is no edition 2021.
      |
    4 | edition: 2021
      |          ^^^^
      = help: Did you mean 2022?

Colour only adds: severity is a word, the place is marked by carets.
"""

from collections.abc import Sequence

from kic.core.diagnostic import Diagnostic, Severity
from kic.core.place import Place, Span, spelled
from kic.core.snapshot import Snapshot
from kic.core.text import Text, plural, text
from kic.present.findings_report import Report, counted
from kic.present.safe import Styled, safe, safe_line
from kic.present.width import width, wrapped

LONGEST_LINE = 100
"""Columns of source that are shown; of a longer line, the part around the caret."""
_BEFORE_CARET = 30
_TAB = 4
_NARROWEST = 20

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
PERSONAL = ("KIC079", "KIC08", "KIC284")
"""The laws about personal data in records."""

_BOLD = "1"
_FAINT = "2"


def as_text(report: Report) -> str:
    """Every finding with its source, then one line that counts them.

    Unless each note is wanted, those of one law in one file share a line.
    """
    sources = _Sources(report.snapshot)
    together = {} if report.each_note else _notes_together(report.diagnostics)
    lines: list[str] = []
    before = 1
    for each in report.diagnostics:
        is_note = each.severity is Severity.NOTE
        group = together.get(_kind_of_note(each), [each]) if is_note else [each]
        if each is not group[0]:
            continue  # said in the line of the first of its group
        block = [_line(report, group)] if len(group) > 1 else _block(report, each, sources)
        if lines and (len(group) == 1 or before == 1):
            lines.append("")
        lines += block
        before = len(group)
    lines += ["", summary(report)] if lines else [summary(report)]
    if any(len(group) > 1 for group in together.values()):
        lines.append(report.language.say(text("kic check --notes shows each note with its line.")))
    shown = "\n".join(lines) + "\n"
    return Styled(shown) if report.color else shown


def _kind_of_note(diagnostic: Diagnostic) -> tuple[str, str]:
    return (diagnostic.place.path, diagnostic.law.code)


def _notes_together(diagnostics: Sequence[Diagnostic]) -> dict[tuple[str, str], list[Diagnostic]]:
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for each in diagnostics:
        if each.severity is Severity.NOTE:
            groups.setdefault(_kind_of_note(each), []).append(each)
    return groups


def _line(report: Report, group: Sequence[Diagnostic]) -> str:
    """`KIC150 kic.yaml note not-fully-known (2): budget, retention`."""
    first = group[0]
    paint = _paint if report.color else _plain
    fields = [each.message.values.get("field") or spelled(each.place.field) for each in group]
    named = ", ".join(safe_line(report.language.word(field)) for field in fields)
    severity = paint(f"{_COLORS[first.severity]};{_BOLD}", report.language.word(first.severity))
    where = paint(_BOLD, safe_line(first.place.path))
    return f"{first.law.code} {where} {severity} {first.law.slug} ({len(group)}): {named}"


def summary(report: Report) -> str:
    """`2 errors and 1 warning in 57 records`, or that nothing was found; then what the settings take away."""
    counts = counted(report.diagnostics, report.snapshot, report.waived, report.left_out, report.off)
    found: list[Text] = []
    if counts.errors:
        found.append(plural("{n} error", "{n} errors", n=counts.errors))
    if counts.warnings:
        found.append(plural("{n} warning", "{n} warnings", n=counts.warnings))
    if counts.notes:
        found.append(plural("{n} note", "{n} notes", n=counts.notes))
    records = plural("{n} record", "{n} records", n=counts.records)
    if not found:
        said = text("No findings in {records}.", records=records)
    else:
        said = text("{findings} in {records}.", findings=tuple(found), records=records)
    silenced: list[Text] = []
    if counts.waived:
        silenced.append(plural("{n} finding is waived", "{n} findings are waived", n=counts.waived))
    if counts.off:
        silenced.append(
            plural(
                "{n} kind of finding is switched off", "{n} kinds of findings are switched off", n=counts.off
            )
        )
    sentences = [said]
    if silenced:
        sentences.append(text("By kic.yaml: {silenced}.", silenced=tuple(silenced)))
    if counts.left_out:
        sentences.append(left_out(counts.left_out))
    return " ".join(map(report.language.say, sentences))


def left_out(n: int) -> Text:
    """What is said of findings that a change did not bring."""
    return plural(
        "{n} finding elsewhere was there before this change and is left out.",
        "{n} findings elsewhere were there before this change and are left out.",
        n=n,
    )


def _block(report: Report, diagnostic: Diagnostic, sources: "_Sources") -> list[str]:
    language = report.language
    paint = _paint if report.color else _plain
    color = _COLORS[diagnostic.severity]
    span = report.snapshot.span(diagnostic.place)
    where = f"{safe_line(diagnostic.place.path)}:{span.line}:{span.column}"
    severity = paint(f"{color};{_BOLD}", language.word(diagnostic.severity))
    lines = [f"{diagnostic.law.code} {paint(_BOLD, where)} {severity} {diagnostic.law.slug}"]
    lines += [f"  {each}" for each in _broken(report, report.sentence(diagnostic), 2)]
    # A note is worth knowing, not work: two lines, or 200 gaps of a concept hide the one error. Personal data
    # is not shown again: what check prints ends in logs.
    quoted = diagnostic.severity is not Severity.NOTE and not diagnostic.law.code.startswith(PERSONAL)
    quoted = quoted and report.quotes(diagnostic.place)
    excerpt = sources.excerpt(diagnostic.place, span) if quoted else None
    margin = len(str(span.line)) if excerpt else 1
    bar = paint(_FAINT, "|")
    if excerpt:
        source, carets, more = excerpt
        lines.append(f"{'':{margin}} {bar}")
        lines.append(f"{span.line} {bar} {source}".rstrip())
        lines.append(f"{'':{margin}} {bar} {paint(color, carets)}{_until(report, span) if more else ''}")
    notes = []
    if (advice := report.advice(diagnostic)) is not None:
        notes.append(f"{language.say('help')}: {advice}")
    if diagnostic.fix is not None:
        fix = text("kic check --fix writes {replacement} here.", replacement=diagnostic.fix.replacement)
        notes.append(safe_line(language.say(fix)))
    for related in diagnostic.related:
        there = report.snapshot.span(related.place)
        message = safe_line(language.say(related.message))
        notes.append(f"{safe_line(related.place.path)}:{there.line}:{there.column}: {message}")
    for note in notes:
        first, *rest = _broken(report, note, margin + 3)
        if advice is not None and note is notes[0]:
            word = language.say("help")
            first = paint(_BOLD, word) + first.removeprefix(word)
        lines.append(f"{'':{margin}} = {first}")
        lines += [f"{'':{margin}}   {each}" for each in rest]
    return lines


def _broken(report: Report, words: str, indent: int) -> list[str]:
    """A sentence in lines that fit a terminal; in one line where nobody knows its width."""
    if report.columns is None:
        return [words]
    return wrapped(words, max(report.columns - indent, _NARROWEST))


def _until(report: Report, span: Span) -> str:
    return " " + report.language.say(text("(to line {line})", line=str(_last_line(span))))


def _last_line(span: Span) -> int:
    """The last line with characters of the span: one that ends in column 1 ended in the line above."""
    return span.end_line - 1 if span.end_column == 1 and span.end_line > span.line else span.end_line


def _paint(code: str, words: str) -> str:
    return f"\x1b[{code}m{words}\x1b[0m"


def _plain(code: str, words: str) -> str:  # noqa: ARG001
    return words


class _Sources:
    """The lines of the files that findings lie in; each file is split once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._path = ""
        self._lines: list[str] = []

    def excerpt(self, place: Place, span: Span) -> tuple[str, str, bool] | None:
        """The line as it is shown, the carets below it, and whether the span goes on in later lines."""
        lines = self._of(place.path)
        if not 1 <= span.line <= len(lines):
            return None
        line = lines[span.line - 1]
        goes_on = _last_line(span) > span.line
        end = len(line) + 1 if span.end_line > span.line else span.end_column
        shown, carets = _marked(line, span.column - 1, max(end - 1, span.column))
        return shown, carets, goes_on

    def _of(self, path: str) -> list[str]:
        if path != self._path:
            entry = self._snapshot.entries.get(path)
            source = entry.source if entry is not None else b""
            words = source.decode("utf-8", "backslashreplace").removeprefix("\ufeff")
            self._path = path
            self._lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n") if words else []
        return self._lines


def _marked(line: str, start: int, end: int) -> tuple[str, str]:
    """The line and carets under its characters from `start` to before `end`; long lines are clipped."""
    pieces = _pieces(line)
    before = sum(width(piece) for piece in pieces[:start])
    first = 0
    if before > LONGEST_LINE - _BEFORE_CARET and sum(map(width, pieces)) > LONGEST_LINE:
        first = max(0, start - _BEFORE_CARET)
    shown, used, last = [], 0, first
    for piece in pieces[first:]:
        if used + width(piece) > LONGEST_LINE:
            break
        shown.append(piece)
        used += width(piece)
        last += 1
    lead = "…" if first else ""
    offset = width(lead) + sum(width(piece) for piece in pieces[first:start])
    marked = max(1, sum(width(piece) for piece in pieces[start : min(end, last)]))
    trail = "…" if last < len(pieces) else ""
    return lead + "".join(shown) + trail, " " * offset + "^" * marked


def _pieces(line: str) -> list[str]:
    """Each character as it is shown: tabs as blanks up to the next stop, unsafe ones as escapes."""
    if "\t" not in line and line.isprintable():
        return list(line)
    pieces = []
    column = 0
    for character in line:
        piece = " " * (_TAB - column % _TAB) if character == "\t" else safe(character)
        pieces.append(piece)
        column += width(piece)
    return pieces
