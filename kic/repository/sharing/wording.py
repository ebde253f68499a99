"""What a record of changes is called in the history: a line that says what it is about, below it a line per record."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kic.core.layout import FOLDERS, SETTINGS
from kic.core.plan import Change
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, plural, text
from kic.documents.change import of_file, summary
from kic.domain.scoring.visibility import concealed
from kic.present.language import Language

if TYPE_CHECKING:
    from kic.core.record import Entry

SUBJECT = 72
"""Characters of the first line, as tools show it."""
WIDTH = 76
MOST = 60
"""Records that the body tells one by one."""
NAMED = 3
"""Records that the first line names."""


JOINED = text("Fetched what others have sent, and joined it with what is here")


def message_of(
    language: Language, before: Snapshot, after: Snapshot, changes: Sequence[Change], *, merging: bool = False
) -> str:
    """A message written from the changes themselves, with a line end. Marks that are shown to nobody are not told."""
    if not changes:  # a merge in which this side's text was chosen throughout
        return language.say(JOINED) + "\n"
    records = [each for each in changes if each.path == SETTINGS or each.path.startswith(_READ)]
    lines = [language.say(line) for line in summary(before, after, records, most=MOST)]
    lines += [language.say(of_file(each)) for each in changes if each not in records]
    return _joined(_subject(language, before, after, changes, merging=merging), lines)


def plain_message(language: Language, before: Snapshot, after: Snapshot, changes: Sequence[Change]) -> str:
    """The same without a word of what stands in the records: what they are called by, and that they changed."""
    return _joined(_subject(language, before, after, changes), [])


_READ = tuple(f"{each}/" for each in FOLDERS)


def _joined(subject: str, lines: Sequence[str]) -> str:
    body = [
        textwrap.fill(
            line,
            WIDTH,
            initial_indent="- ",
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in lines
    ]
    return "\n".join([subject, *(["", *body] if body else [])]) + "\n"


def _subject(
    language: Language,
    before: Snapshot,
    after: Snapshot,
    changes: Sequence[Change],
    *,
    merging: bool = False,
) -> str:
    """`Geändert: Handlungsempfehlung he-07, Förderaufruf 2026-1 und 3 weitere`; of a single one also which fields.

    What does not fit is counted: no id is cut in two.
    """

    def framed(what: str) -> str:
        return language.say(text("Joined with what others sent: {what}", what=what)) if merging else what

    if len(changes) == 1 and (one := _single(language, before, after, changes[0])) is not None:
        subject = _cut(framed(one))
        if f"{_name(language, before, after, changes[0])[1]}:" in subject:
            return subject
    shown = [each for each in changes if not any(concealed(state, each.path) for state in (before, after))]
    shown.sort(key=lambda each: not _name(language, before, after, each)[0])  # records first, in their order
    names = _each_kind_once(dict.fromkeys(_name(language, before, after, each) for each in shown))
    hidden = len(changes) - len(shown)
    for named in range(min(NAMED, len(names)), -1, -1):
        rest = len(names) - named + hidden
        parts: list[str | Text] = list(names[:named])
        if rest:
            parts.append(text("{n} more", n=rest) if named else plural("{n} file", "{n} files", n=rest))
        subject = framed(language.say(_how(changes, tuple(parts))))
        if len(subject) <= SUBJECT or named == 0:
            break
    return _cut(subject)


def _each_kind_once(names: Iterable[tuple[str, str]]) -> list[str]:
    """`Handlungsempfehlung he-01`, `he-03`, `Förderaufruf 2026-1`: the kind where it changes."""
    said, last = [], ""
    for kind, name in names:
        said.append(f"{kind} {name}" if kind and kind != last else name)
        last = kind
    return said


def _single(language: Language, before: Snapshot, after: Snapshot, change: Change) -> str | None:
    """`Handlungsempfehlung he-07: Fortschritt und Titel`; None where it is new, gone, hidden or no record."""
    was, now = before.entries.get(change.path), after.entries.get(change.path)
    if was is None or now is None or not isinstance(was.declared, dict) or not isinstance(now.declared, dict):
        return None
    if any(concealed(state, change.path) for state in (before, after)):
        return None
    fields = [
        Label("field", str(key))
        for key in {**now.declared, **was.declared}
        if was.declared.get(key) != now.declared.get(key)
    ]
    (name,) = _each_kind_once([_name(language, before, after, change)])
    return language.say(text("{record}: {fields}", record=name, fields=tuple(fields))) if fields else None


def _how(changes: Sequence[Change], names: tuple[str | Text, ...]) -> Text:
    if all(each.before is None for each in changes):
        return text("New: {names}", names=names)
    if all(each.after is None for each in changes):
        return text("Removed: {names}", names=names)
    return text("Changed: {names}", names=names)


def _name(language: Language, before: Snapshot, after: Snapshot, change: Change) -> tuple[str, str]:
    """The word for its kind, and what it is called by; no word where it is a file like any other."""
    entry: Entry | None = after.entries.get(change.path) or before.entries.get(change.path)
    if entry is None or entry.kind is None or not entry.id:
        return "", change.path
    if change.path == SETTINGS:
        return "", change.path
    return language.word(Label("kind", entry.kind)), entry.id


def _cut(line: str) -> str:
    return line if len(line) <= SUBJECT else line[: SUBJECT - 1].rstrip() + "…"
