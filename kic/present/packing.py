"""A pack as files: one page in Markdown, each table as CSV, everything as JSON. The same pack gives the same bytes."""

import enum
from collections.abc import Mapping
from typing import Any

from kic.core.pack import Pack, Table
from kic.core.values import Money, Number
from kic.present.delimited import delimited
from kic.present.envelope import json_object
from kic.present.escaping import escape_markdown
from kic.present.language import Language

PAGE = "README.md"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can give its members: no clock tells in the bytes."""


def files_of(pack: Pack, language: Language, command: str) -> dict[str, bytes]:
    """The files of a pack by their names: the page, the tables, the data."""
    found = {
        f"{each.name}.csv": delimited(
            [language.word(title) for _, title in each.columns], each.rows, language
        )
        for each in pack.tables
    }
    found[PAGE] = page(pack, language).encode()
    found["data.json"] = json_object(command, data_of(pack)).encode("utf-8", "surrogatepass")
    return dict(sorted(found.items()))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as one ZIP, sorted, uncompressed and without times: other versions of zlib change nothing."""
    import io  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            member = zipfile.ZipInfo(name, _FIRST_DAY)
            member.external_attr = 0o644 << 16
            member.create_system = 3
            archive.writestr(member, content)
    return stream.getvalue()


def data_of(pack: Pack) -> dict[str, Any]:
    """A pack as plain data for scripts, without a language: sentences are ids with values."""
    return {
        "title": pack.title,
        "facts": {key: value for key, _label, value in pack.facts},
        "tables": {
            each.name: [dict(zip((key for key, _ in each.columns), row, strict=True)) for row in each.rows]
            for each in pack.tables
        },
    }


def page(pack: Pack, language: Language) -> str:
    """The pack as one Markdown page: facts, then every table; also those without a row say so."""
    say, word = language.say, language.word
    lines = [f"# {escape_markdown(say(pack.title))}", ""]
    for sentence in pack.lead:
        lines += [escape_markdown(say(sentence)), ""]
    for _key, label, value in pack.facts:
        lines.append(f"- {escape_markdown(word(label))}: {_cell(value, language)}")
    for each in pack.tables:
        lines += ["", f"## {escape_markdown(say(each.title))}", ""]
        if each.note is not None:
            lines += [escape_markdown(say(each.note)), ""]
        if not each.rows:
            lines.append(escape_markdown(say(each.none)))
            continue
        lines.append(_row(escape_markdown(word(title)) for _, title in each.columns))
        lines.append(_row("---:" if _right(each, at) else "---" for at in range(len(each.columns))))
        lines += [_row(_cell(value, language) for value in row) for row in each.rows]
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(cells: Any) -> str:
    return "| " + " | ".join(cells) + " |"


def _right(table: Table, at: int) -> bool:
    values = [row[at] for row in table.rows if row[at] is not None]
    return bool(values) and all(isinstance(value, (Money, Number)) for value in values)


def _cell(value: Any, language: Language) -> str:
    return escape_markdown(_words(value, language))


def _words(value: Any, language: Language) -> str:
    if value is None or value in ((), []):
        return "–"  # a dash, as everywhere in kic's tables
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        return value
    return language.word(value)
