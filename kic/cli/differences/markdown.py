"""A difference as Markdown for a pull request: a table of numbers, then one fold for each record.

GitHub and GitLab show `<details>`, `<del>` and `<ins>`; everything from a record is escaped, and nothing in it becomes
a mention or a reference. A comment there may be so long and no longer: what was left out is said.
"""

import re
from html import escape
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
from kic.core.text import plural, text
from kic.present.escaping import escape_markdown, escape_marked
from kic.present.marks import as_tags
from kic.present.safe import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kic.documents.money_effects import Effects
    from kic.documents.record_diff import Differences, RecordDifference
    from kic.present.language import Language
    from kic.repository.naming_revisions import Span

MOST = 60_000
"""Characters of a comment: GitHub takes 65,536."""
_NAMED_AT_THE_END = 40
"""Records that were left out and are named."""
_REFERS = re.compile(r"([@#!&%~$])(?=[\w{])")
_BREAK = "<!-- -->"


def markdown_of(
    language: "Language",
    span: "Span",
    found: "Differences",
    money: "Effects",
    titles: "Mapping[str, str]",
    *,
    most: int = MOST,
) -> str:
    """The whole difference, or as much of it as fits into `most` characters with a word about the rest."""
    states = "".join(f"- {plain(language.say(each))}\n" for each in states_of(span))
    head = f"## {plain(language.say(text('What changed')))}\n\n{states}\n{''.join(_numbers(language, found))}"
    tail = "".join(_money(language, money)) + "".join(
        f"{plain(language.say(each))}\n\n" for each in closing_of(found)
    )
    room = most - len(head) - len(tail) - 2_000  # for the words about what was left out
    shown: list[str] = []
    left_out: list[str] = []
    kind = theme = None
    for each in found.records:
        opening = ""
        if span.editions is None and each.kind != kind:
            opening = f"### {plain(language.label('kind', each.kind))}\n\n"
        if span.editions is None and each.theme is not None and each.theme != theme:
            opening += f"**{plain(f'{each.theme} {titles.get(each.theme, str())}'.strip())}**\n\n"
        block = opening + _record(language, each, found, with_kind=span.editions is not None)
        if left_out or len(block) > room:
            left_out.append(each.id)
            continue
        kind, theme = each.kind, each.theme
        room -= len(block)
        shown.append(block)
    for file in found.files:
        block = f"- {plain(file.path)} ({', '.join(class_of(language, cls) for cls in file.classes)})\n"
        if len(block) > room:
            left_out.append(file.path)
            continue
        room -= len(block)
        shown.append(block)
    if found.files and shown:
        shown.append("\n")
    rest = _left_out(language, left_out) if left_out else ""
    return f"{head}{''.join(shown)}{rest}{tail}".rstrip() + "\n"


def _left_out(language: "Language", ids: list[str]) -> str:
    words = plural(
        "{n} changed record is left out, because the text would be too long.",
        "{n} changed records are left out, because the text would be too long.",
        n=len(ids),
    )
    named = ", ".join(plain(each) for each in ids[:_NAMED_AT_THE_END])
    return f"**{plain(language.say(words))}** {named}{' …' if len(ids) > _NAMED_AT_THE_END else ''}\n\n"


def _numbers(language: "Language", found: "Differences") -> "Iterator[str]":
    used = [cls for cls, n in found.counts.items() if n and cls.value != "unchanged"]
    if not used:
        return
    yield _row([language.say(text("Kind")), *(class_of(language, cls) for cls in used)])
    yield _row(["---", *("--:" for _ in used)], raw=True)
    for kind, row in found.by_kind.items():
        yield _row([language.label("kind", kind), *(str(row.get(cls.value, 0)) for cls in used)])
    yield "\n"


def _record(language: "Language", each: "RecordDifference", found: "Differences", *, with_kind: bool) -> str:
    title = name_of(language, each, with_kind=with_kind)
    parts = _REFERS.sub("\\1\0", safe_line(f"{title} ({classes_of(language, each)})")).split("\0")
    summary = _BREAK.join(escape(part, quote=False) for part in parts)
    lines = [plain(words) for words in (*succession_of(language, each, found), *acts_of(language, each))]
    lines += [plain(language.say(fact)) for fact in each.facts]
    for field in each.fields:
        if field.pieces:
            words = as_tags(_unlinked(escape_marked(shortened(field.pieces))))
        else:
            words = plain(language.say(field.words))
        lines.append(f"{plain(field_of(language, field))}: {words}{plain(note_of(language, field))}")
    if not lines:
        return f"- {plain(title)} ({plain(classes_of(language, each))})\n\n"
    listed = "".join(f"- {line}\n" for line in lines)
    return f"<details><summary>{summary}</summary>\n\n{listed}\n</details>\n\n"


def _money(language: "Language", money: "Effects") -> "Iterator[str]":
    if money.sums:
        yield f"### {plain(language.say(text('What it does to money')))}\n\n"
        yield _row([language.word(each) for each in MONEY_TITLES])
        yield _row(["---", "---", "---", "--:", "--:", "--:"], raw=True)
        for row in money_rows(language, money.sums):
            yield _row(row)
        yield "\n"
    for call in money.withheld:
        words = text("The awards of the call {call} are shown to nobody yet.", call=call)
        yield f"{plain(language.say(words))}\n\n"


def _row(cells: list[str], *, raw: bool = False) -> str:
    return f"| {' | '.join(cells if raw else map(plain, cells))} |\n"


def plain(words: str) -> str:
    """Words of a record or sentence, escaped, and without what a forge would make a link of."""
    leading = " " if words.startswith(" ") else ""
    return leading + _unlinked(escape_markdown(words))


def _unlinked(words: str) -> str:
    """Without what forges would link to a person, an issue or a merge request: an empty comment stands between."""
    return _REFERS.sub(rf"\1{_BREAK}", words)
