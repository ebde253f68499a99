"""What must hold of words: the council's replacements are carried through, exceptions are real."""

import functools
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from kic.core.diagnostic import Related, Severity
from kic.core.place import Field, Place, Span
from kic.core.record import Entry
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.concept.edition import Edition, Term
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme

_FOLD = str.maketrans("äöüÄÖÜ\u00ad", "aouAOU-")


@functools.cache
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds these words at the beginning of words, in any case and inflection.

    `Hintergrund` finds Hintergrunds and Hintergründe (umlauts count as their vowels). Of several words each
    may be inflected.
    """
    return re.compile(
        "|".join(
            r"(?<![^\W_])" + r"\w*\s+".join(re.escape(word) for word in phrase.translate(_FOLD).split())
            for phrase in sorted(words, key=len, reverse=True)
            if phrase.strip()
        )
        or r"(?!)",
        re.IGNORECASE,
    )


@functools.cache
def _traces(words: tuple[str, ...]) -> tuple[str, ...]:
    """A piece of each word that no inflection changes: texts without any of them need no search."""
    return tuple(max(re.split(r"[aouäöü\u00ad\s]+", word.lower()), key=len) for word in words if word.strip())


def _adopted_texts(record: Edition | Theme | Recommendation) -> Iterator[tuple[Field, str]]:
    """The texts of a record that belong to the concept itself, not to what is said about it."""
    for field in ("title", "summary", "vision", "text"):
        words = getattr(record, field, None)
        if words:
            yield (field,), words
    for position, goal in enumerate(record.goals if isinstance(record, Theme) else ()):
        yield ("goals", position, "title"), goal.title
        if goal.text:
            yield ("goals", position, "text"), goal.text


@rule("KIC250", "replaced-word")
def replaced_word(repository: Snapshot) -> Iterator[Finding]:
    """A word that a resolution replaced stands no longer in the concept.

    Why: The council's change of Migrationshintergrund to Migrationsgeschichte was not carried through
    everywhere. What was resolved is then true in one place and not in another.

    Fix: Use the new word. In statistics with a fixed definition, quotations and titles of older documents
    the old one may stand: name the record in the exceptions of the term, with the reason.

    Source: Council of Kaiserslautern, 14.02.2022 (rheinpfalz.de, 02/2022).
    """
    excepted = {(term.id, each.record) for term in repository.all(Term) for each in term.exceptions}
    for record, term in _bound(repository):
        if (term.id, record.id) in excepted:
            continue
        search = pattern(term.instead_of)
        for field, words in _adopted_texts(record):
            lower = words.lower()
            if not any(trace in lower for trace in _traces(term.instead_of)):
                continue
            if (term.id, _part_id(record, field)) in excepted:
                continue
            whole = repository.place(record, *field)
            spelled = _spelled(repository, whole, search)
            for match in search.finditer(words.translate(_FOLD)):
                yield found(
                    next(spelled, whole),
                    (),
                    text(
                        "the word {word} has been replaced, expected {use}",
                        word=_whole_word(words, match),
                        use=term.use,
                    ),
                    help=text("use the new word, or name the record in the exceptions of {id}", id=term.id),
                    related=[Related(repository.place(term), text("replaced here"))],
                )


def _bound(repository: Snapshot) -> Iterator[tuple[Edition | Theme | Recommendation, Term]]:
    """Each record of the concept with each term that holds for its edition."""
    held: dict[str, list[Term]] = {}
    for term in repository.all(Term):
        for edition in term.editions:
            held.setdefault(edition, []).append(term)
    if not held:
        return
    for edition in repository.all(Edition):
        yield from ((edition, term) for term in held.get(edition.id, ()))
    records: list[Theme | Recommendation] = [*repository.all(Theme), *repository.all(Recommendation)]
    for record in records:
        yield from ((record, term) for term in held.get(record.edition, ()))


def _part_id(record: Edition | Theme | Recommendation, field: Field) -> str | None:
    """The goal that a field belongs to, if it does: an exception may name it."""
    if isinstance(record, Theme) and len(field) > 1 and isinstance(field[1], int):
        return record.goals[field[1]].id
    return None


_REST = re.compile(r"\w*")


def _whole_word(words: str, match: re.Match[str]) -> str:
    rest = _REST.match(words, match.end())
    return words[match.start() : rest.end() if rest else match.end()]


def _spelled(repository: Snapshot, whole: Place, search: re.Pattern[str]) -> Iterator[Place]:
    """The words as the file spells them in this field, in their order; `whole` for one over a line's end.

    There may be fewer than the text has: in quotes, a letter can be written as an escape.
    """
    value = repository.span(whole)
    source = repository.entries[whole.path].source.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = source.splitlines(keepends=True)[value.line - 1 : value.end_line]
    if not lines:
        return
    lines[-1] = lines[-1][: value.end_column - 1]
    lines[0] = " " * (value.column - 1) + lines[0][value.column - 1 :]
    text_ = "".join(lines)
    line, begin = value.line, 0
    for hit in search.finditer(text_.translate(_FOLD)):
        while (end := text_.find("\n", begin, hit.start())) >= 0:
            line, begin = line + 1, end + 1
        word = _whole_word(text_, hit)
        column = hit.start() - begin + 1
        span = Span(line, column, line, column + len(word))
        yield whole if "\n" in word else Place(whole.path, whole.field, span=span)


@rule("KIC251", "exception-unused", Severity.WARNING)
def exception_unused(repository: Snapshot) -> Iterator[Finding]:
    """An exception from a term is needed.

    Why: An exception that is no longer needed would let the old word come back unseen.

    Fix: Take the exception out.

    Source: Council of Kaiserslautern, 14.02.2022 (rheinpfalz.de, 02/2022).
    """
    for term in repository.all(Term):
        search = pattern(term.instead_of)
        for position, exception in enumerate(term.exceptions):
            entries = _holders(repository, exception.record)
            if entries and not any(
                search.search(words.translate(_FOLD)) for e in entries for words in _strings(e)
            ):
                yield found(
                    term,
                    ("exceptions", position),
                    text("the replaced word does not stand in {id}", id=exception.record),
                    help=text("take the exception out"),
                )


def _holders(repository: Snapshot, id_: str) -> list[Entry]:
    return [*repository.entries_with(id_), *(owned.entry for owned in repository.owned(id_))]


def _strings(entry: Entry) -> Iterator[str]:
    """Every text of a record."""
    waiting: list[Any] = [entry.declared if entry.declared is not None else _plain(entry.record)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list | tuple):
            waiting.extend(value)
        elif isinstance(value, msgspec.Struct):
            waiting.append(_plain(value))


def _plain(value: Any) -> dict[str, Any]:
    return msgspec.structs.asdict(value) if isinstance(value, msgspec.Struct) else {}


@rule("KIC252", "term-contradiction")
def term_contradiction(repository: Snapshot) -> Iterator[Finding]:
    """A term replaces at least one word, and its new word does not contain an old one.

    Why: Without an old word nothing is looked for; a new word that contains the old one is itself found.

    Fix: Correct `instead_of` or `use`.

    Source: Data model of kic.
    """
    for term in repository.all(Term):
        if not any(word.strip() for word in term.instead_of):
            yield found(
                term,
                "instead_of",
                text("the term {id} replaces no word", id=term.id),
                help=text("name the words that are replaced"),
            )
        elif pattern(term.instead_of).search(term.use.translate(_FOLD)):
            yield found(
                term,
                "use",
                text("the new word {use} contains a word that it replaces", use=term.use),
                help=text("correct use or instead_of"),
            )


RULES: tuple[Rule, ...] = (replaced_word, exception_unused, term_contradiction)
