"""A commit message judged before git keeps it for ever: personal data in it, and whether it says anything."""

import re
from collections.abc import Callable, Mapping

from kic.core.diagnostic import Diagnostic, diagnose
from kic.core.pattern import pattern
from kic.core.place import START, Place, Span
from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.privacy.laws import MESSAGE_EMPTY, PERSON_NAMED
from kic.domain.privacy.names import named_persons
from kic.domain.privacy.rules import SEARCHES, span_of, telephone_number

_SCISSORS = pattern(r"^[^\n]{1,16}? -{3,} ?>8 ?-{3,}[ \t]*\r?$", re.MULTILINE)
"""git's line below which nothing belongs to the message."""
_OWN_SUBJECT = pattern(
    r"(?:Merge|Revert|fixup!|squash!|amend!|Zusammenführung|Initial commit)\b", re.IGNORECASE
)
"""Subjects that git writes itself."""
_WORD = pattern(r"[^\W\d_]{2,}")
# fmt: off
_FILLERS = frozenset((
    "aktualisiert", "aktualisierung", "and", "change", "changed", "changes", "commit", "datei", "dateien",
    "diverse", "diverses", "ein", "eine", "einige", "file", "files", "fix", "fixed", "fixes", "gespeichert",
    "geändert", "kleine", "kleinere", "korrektur", "korrekturen", "korrigiert", "mehr", "minor", "misc", "more",
    "neu", "new", "save", "saved", "small", "some", "sonstiges", "speichern", "stand", "stuff", "temp", "test",
    "tests", "the", "tmp", "und", "update", "updated", "updates", "verschiedenes", "weitere", "wip",
    "zwischenstand", "änderung", "änderungen",
))
# fmt: on
_FEWEST_WORDS = 2


def judge_message(
    path: str,
    source: bytes,
    *,
    own_domain: str = "",
    comment: str | None = None,
    people: Mapping[str, str] | None = None,
    of_the_office: Callable[[str], bool] = lambda _: False,
    a_file: bool = False,
) -> tuple[list[Diagnostic], Snapshot]:
    """The findings of a message that stands in a file, and the state in which their places are found.

    With `comment` (git's sign of a comment, `#`) lines that begin with it are git's own and are taken out by it;
    without, they are part of the message. What stands below git's scissors never is; of `a_file` that is no message it
    is. `people` are names by pseudonym that must not stand in it; `of_the_office` tells telephone numbers that may.
    """
    whole = source.decode("utf-8", "replace").removeprefix("\ufeff")
    cut = _SCISSORS().search(whole) if not a_file else None
    words = whole[: cut.start()] if cut is not None else whole
    if comment:
        lines = words.split("\n")
        words = "\n".join(" " * len(line) if line.startswith(comment) else line for line in lines)
    entry = Entry(path=path, source=source, locate=lambda _field, _aim: START)
    found = [
        diagnose(search.law, search.message, Place(path, span=span_of(words, spot)), help=_HELP)
        for search in SEARCHES
        for spot in search.find(words, own_domain)
        if search.law is not telephone_number.law or not of_the_office(words[spot.start : spot.end])
    ]
    found += [
        diagnose(
            PERSON_NAMED,
            text("the name of {id} stands here, expected none", id=id_),
            Place(path, span=span_of(words, spot)),
            help=_HELP,
        )
        for id_, spot in named_persons(words, people or {})
    ]
    place = _nothing_said(words)
    if place is not None:
        found.append(
            diagnose(
                MESSAGE_EMPTY,
                text("this does not say what was changed"),
                Place(path, span=place),
                help=text("say in a few words what was changed, and below it why"),
            )
        )
    found.sort(key=lambda each: (each.place.span or START, each.law.code))
    return found, Snapshot({path: entry})


_HELP = text("write it without; who is meant is known by the id, such as p-0007")


def _nothing_said(words: str) -> Span | None:
    """The subject, where neither it nor the words below it say anything; None where something is said."""
    lines = [(number, line) for number, line in enumerate(words.split("\n"), 1) if line.strip()]
    if not lines:
        return START
    number, subject = lines[0]
    if _OWN_SUBJECT().match(subject):
        return None
    said = {word.casefold() for _, line in lines for word in _WORD().findall(line)} - _FILLERS
    if len(said) >= _FEWEST_WORDS:
        return None
    return Span(number, 1, number, len(subject.rstrip()) + 1)
