"""The words of a difference, which its page on the terminal and its Markdown for a pull request share."""

from typing import TYPE_CHECKING, Any

from kic.core.text import Label, Text, plural, text
from kic.documents.field_changes import joined
from kic.domain.revisions.acts import ActKind
from kic.domain.revisions.comparing import Class

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kic.documents.money_effects import Effect
    from kic.documents.record_diff import Differences, FieldDifference, RecordDifference
    from kic.domain.revisions.words import Piece
    from kic.present.language import Language
    from kic.repository.naming_revisions import Named, Span

_WITH_TEXT = frozenset({"edition", "theme", "goal", "recommendation"})
_TEXT = frozenset({"text", "summary", "vision", "goals"})
_CONTEXT = 60
"""Characters of an unchanged stretch that are shown beside a change."""


def states_of(span: "Span") -> tuple[Text, Text]:
    """What is compared with what, a line each."""
    return (
        text("Before: {state}", state=_state(span.before)),
        text("After: {state}", state=_state(span.after)),
    )


def _state(named: "Named") -> Text:
    """How the name was understood, and of which day its commit is where the name does not tell."""
    told = named.committed is None or named.committed in named.meaning.values.values()
    if told or named.edition is not None:
        return named.meaning
    return text("{state}, of {day}", state=named.meaning, day=named.committed)


def name_of(language: "Language", difference: "RecordDifference", *, with_kind: bool) -> str:
    """Id and title, behind the kind where it does not stand above."""
    parts = [difference.id, difference.title or ""]
    if with_kind and difference.kind != "recommendation":
        parts.insert(0, language.label("kind", difference.kind))
    return " ".join(filter(None, parts))


def classes_of(language: "Language", difference: "RecordDifference") -> str:
    """`changed, moved`; that the text changed is said of the concept's texts only."""
    texts = difference.kind in _WITH_TEXT and any(each.field[0] in _TEXT for each in difference.fields)
    words = [
        class_of(language, each) if each is not Class.CHANGED or not texts else language.word(each)
        for each in difference.classes
    ]
    return ", ".join(words)


def class_of(language: "Language", cls: Class) -> str:
    """The word for a class of any record."""
    return language.say(text("changed")) if cls is Class.CHANGED else language.word(cls)


def succession_of(
    language: "Language", difference: "RecordDifference", found: "Differences"
) -> "Iterator[str]":
    """From what it came, and what it went into; where nobody says that, what it may be the same as."""
    if difference.origins:
        yield language.say(text("from: {ids}", ids=difference.origins))
    if difference.successors:
        yield language.say(text("goes on in: {ids}", ids=difference.successors))
    if difference.id in found.guesses:
        other = found.guesses[difference.id]
        yield language.say(text("perhaps the same as {id}; no succession is recorded", id=other))


def acts_of(language: "Language", difference: "RecordDifference") -> "Iterator[str]":
    """The amendments behind the change; an adoption, which is the same everywhere, is in the JSON only."""
    from kic.cli.differences.acts import act_lines  # noqa: PLC0415

    for act in difference.acts:
        if act.kind is ActKind.AMENDMENT:
            yield from map(language.say, act_lines(act))


def field_of(language: "Language", field: "FieldDifference") -> str:
    """The way to a field in words."""
    from kic.documents.field_changes import path_of  # noqa: PLC0415

    return language.say(path_of(field.field))


def note_of(language: "Language", field: "FieldDifference") -> str:
    """That nothing but typography changed, where it is so."""
    return f" ({language.say(text('typography only'))})" if field.editorial else ""


def shortened(pieces: "Sequence[Piece]") -> list[tuple[str, str]]:
    """Pieces as (mark, words); what stays is shown only beside the changes."""
    found = []
    last = len(pieces) - 1
    for position, piece in enumerate(pieces):
        words = piece.words
        if piece.mark.value == "keep" and len(words) > (2 if 0 < position < last else 1) * _CONTEXT:
            head = _cut(words[:_CONTEXT], at_end=True) if position else ""
            tail = _cut(words[-_CONTEXT:], at_end=False) if position < last else ""
            words = f"{head}…{tail}" if head.endswith(" ") or not head else f"{head} …{tail}"
        found.append((piece.mark.value, words))
    return found


def _cut(words: str, *, at_end: bool) -> str:
    """Whole words of a stretch that was cut at one end."""
    blank = words.rfind(" ") if at_end else words.find(" ")
    if blank < 0:
        return words
    return words[: blank + 1] if at_end else words[blank:]


def money_rows(language: "Language", effects: "Sequence[Effect]") -> list[list[str]]:
    """Year, call, what, before, after, difference."""
    return [
        [
            str(each.year or "–"),
            each.call or "–",
            language.word(each.what),
            language.word(each.before),
            language.word(each.after),
            ("+" if each.difference.cents > 0 else "") + language.word(each.difference),
        ]
        for each in effects
    ]


MONEY_TITLES: tuple[Any, ...] = (
    Label("field", "year"),
    Label("kind", "call"),
    text("Sum"),
    text("Before"),
    text("After"),
    text("Difference"),
)


def closing_of(found: "Differences") -> "Iterator[Text]":
    """How many records stand in each class, and what is not shown."""
    counts = [
        text("{n} {kind}", n=n, kind=text("changed") if cls is Class.CHANGED else cls)
        for cls, n in found.counts.items()
        if n and cls is not Class.UNCHANGED
    ]
    if found.unchanged is not None:
        counts.append(plural("{n} record unchanged", "{n} records unchanged", n=found.unchanged))
    if not found.records and not found.files and not found.hidden:
        yield text("Nothing of this changed.") if found.unchanged is None else text("Nothing changed.")
    if counts:
        yield joined(counts)
    if found.hidden:
        yield plural(
            "{n} changed record of which the call shows nothing yet",
            "{n} changed records of which the call shows nothing yet",
            n=found.hidden,
        )
