"""A difference as plain text: kind by kind, record by record, the money at the end."""

from typing import TYPE_CHECKING

from kic.cli.differences.words import (
    MONEY_TITLES,
    acts_of,
    class_of,
    classes_of,
    closing_of,
    field_of,
    money_rows,
    name_of,
    note_of,
    shortened,
    states_of,
    succession_of,
)
from kic.cli.looking import heading
from kic.cli.session import Session
from kic.core.text import text
from kic.present.marked_tokens import SIGNS, signed
from kic.present.marks import INSERTED, STRUCK, line
from kic.present.safe import safe
from kic.present.tables import GAP, Column, table
from kic.present.width import width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kic.documents.money_effects import Effects
    from kic.documents.record_diff import Differences, RecordDifference
    from kic.domain.revisions.words import Piece
    from kic.repository.naming_revisions import Span

_NUMBERS = 3
"""Columns of amounts at the end of the table of money."""


def show_difference(
    session: Session, span: "Span", found: "Differences", money: "Effects", titles: "Mapping[str, str]"
) -> str:
    """The whole difference as text; `titles` are those of themes."""
    language = session.language
    parts = [_head(session, span)]
    marks = False
    kind = theme = None
    for each in found.records:
        if span.editions is None and each.kind != kind:
            kind, theme = each.kind, None
            parts.append(f"\n{language.label('kind', kind)}\n" if kind else "\n")
        if span.editions is None and each.theme is not None and each.theme != theme:
            theme = each.theme
            parts.append(f"  {theme} {titles.get(theme, '')}".rstrip() + "\n")
        marks = marks or any(field.pieces for field in each.fields)
        parts.extend(_record(session, each, found, with_kind=span.editions is not None))
    if found.files:
        parts.append("\n" + language.say(text("Other files")) + "\n")
    parts.extend(
        f"  {file.path} ({', '.join(class_of(language, cls) for cls in file.classes)})\n"
        for file in found.files
    )
    if money.sums or money.withheld:
        parts.append("\n" + heading(language.say(text("What it does to money"))) + _money(session, money))
    parts.append("\n" + "".join(f"{language.say(each)}\n" for each in closing_of(found)))
    if marks:
        struck, inserted = (f"{SIGNS[each[0]]}…{SIGNS[each[1]]}" for each in (STRUCK, INSERTED))
        words = text(
            "In texts, {struck} was struck and {inserted} was inserted.", struck=struck, inserted=inserted
        )
        parts.append(language.say(words) + "\n")
    return "".join(parts)


def show_counts(session: Session, span: "Span", found: "Differences", money: "Effects") -> str:
    """How many records of each kind stand in each class, and the sums of money."""
    language = session.language
    used = [cls for cls, n in found.counts.items() if n and cls.value != "unchanged"]
    kinds = [(language.label("kind", kind), row) for kind, row in found.by_kind.items()]
    classes = [(class_of(language, cls), cls.value) for cls in used]
    columns, cells = _numbers(session, kinds, classes)
    down = zip([each.title for each in columns], *cells, strict=True)
    if sum(max(map(width, column)) + len(GAP) for column in down) > session.width + len(GAP):
        columns = [Column(language.say(text("Kind"))), Column(language.say(text("Change")))]
        cells = [
            [name, ", ".join(f"{row[cls]} {cls_name}" for cls_name, cls in classes if cls in row)]
            for name, row in kinds
        ]
    parts = [_head(session, span)]
    if cells:
        parts.append(table(columns, cells, limit=session.width) + "\n")
    if money.sums or money.withheld:
        parts.append(_money(session, money) + "\n")
    parts.extend(f"{language.say(each)}\n" for each in closing_of(found))
    return "".join(parts)


def _numbers(
    session: Session, kinds: "Sequence[tuple[str, Mapping[str, int]]]", classes: "Sequence[tuple[str, str]]"
) -> tuple[list[Column], list[list[str]]]:
    """A number for each kind and class; the longer side goes down."""
    say = session.language.say
    if len(kinds) < len(classes):
        columns = [Column(say(text("Change"))), *(Column(name, right=True) for name, _row in kinds)]
        return columns, [[name, *(str(row.get(cls, "–")) for _kind, row in kinds)] for name, cls in classes]
    columns = [Column(say(text("Kind"))), *(Column(name, right=True) for name, _cls in classes)]
    return columns, [[name, *(str(row.get(cls, "–")) for _name, cls in classes)] for name, row in kinds]


def signs(pieces: "Sequence[Piece]") -> str:
    """The marked text in one line, with signs around what was struck and inserted, as in git's word diff."""
    return signed(line(shortened(pieces), safe))


def _head(session: Session, span: "Span") -> str:
    lines = "".join(f"{session.language.say(each)}\n" for each in states_of(span))
    return heading(session.language.say(text("What changed"))) + lines


def _record(
    session: Session, each: "RecordDifference", found: "Differences", *, with_kind: bool
) -> "Iterator[str]":
    language = session.language
    title = name_of(language, each, with_kind=with_kind)
    yield from _indented(session, f"{title} ({classes_of(language, each)})", 2)
    for words in (*succession_of(language, each, found), *acts_of(language, each)):
        yield from _indented(session, words, 6)
    for fact in each.facts:
        yield from _indented(session, language.say(fact), 6)
    for field in each.fields:
        words = signs(field.pieces) if field.pieces else language.say(field.words)
        said = f"{field_of(language, field)}: {words}{note_of(language, field)}"
        yield from _indented(session, said, 6)


def _indented(session: Session, words: str, indent: int) -> "Iterator[str]":
    for number, each in enumerate(wrapped(" ".join(words.split("\n")), session.width - indent - 2)):
        yield f"{' ' * (indent if number == 0 else indent + 2)}{each}\n"


def _money(session: Session, money: "Effects") -> str:
    language = session.language
    titles = [language.word(each) for each in MONEY_TITLES]
    columns = [
        Column(title, right=number >= len(titles) - _NUMBERS, fixed=True)
        for number, title in enumerate(titles)
    ]
    shown = table(columns, money_rows(language, money.sums), limit=session.width) if money.sums else ""
    for call in money.withheld:
        shown += (
            language.say(text("The awards of the call {call} are shown to nobody yet.", call=call)) + "\n"
        )
    return shown
