"""The help topic on how a proposal is computed: the definitions of docs/allocation.md, in the reader's language.

A wheel carries the texts (`hatch_build.py`); in a copy of the repository they are read where they are written.
"""

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from kic.cli.helping import definitions, width
from kic.cli.words import language

TEXTS = {"en": "allocation.md", "de": "de/vergaberegeln.md"}
"""The text of each language below `docs/`, and below `kic/definitions/` in a wheel."""
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")
_MARKED = re.compile(r"`([^`]+)`|\*\*(.+?)\*\*|\*([^*\s][^*]*)\*")
_ITEM = re.compile(r"(\d+\.|-) ")
_PAIR = 2


class Definitions(NamedTuple):
    """The topic: a text in Markdown as it reads on a terminal."""

    title: str

    def shown(self, words: Callable[[str], str]) -> str:
        """The page as text."""
        _heading, _blank, body = _text().partition("\n\n")
        lines = [words(self.title)]
        for block in blocks(body):
            lines += ["", *block]
        return "\n".join(lines)


def _text() -> str:
    """The definitions in the language of the reader."""
    name = TEXTS["de" if language().code == "de" else "en"]
    packed = files("kic").joinpath("definitions", *name.split("/"))
    if packed.is_file():
        return packed.read_text("utf-8")
    return (Path(__file__).parents[3] / "docs" / name).read_text("utf-8")


def blocks(markdown: str) -> Iterator[list[str]]:
    """The lines of each heading, paragraph, list, table and example."""
    wide = width()
    for number, part in enumerate(markdown.split("```")):
        if number % 2:
            yield [f"    {line}".rstrip() for line in part.strip("\n").split("\n")[1:]]
            continue
        for block in filter(None, part.split("\n\n")):
            lines = block.strip("\n").split("\n")
            if lines[0].startswith("#"):
                heading = _plain(lines[0].lstrip("# "))
                yield [heading, "=" * len(heading)]
            elif lines[0].startswith("| "):
                yield _table(lines, wide)
            elif _ITEM.match(lines[0]):
                yield [line for item in _items(lines) for line in _hanging(item, wide)]
            elif lines != [""]:
                yield _filled(" ".join(lines), wide)


def _plain(words: str) -> str:
    """Words without marks of Markdown; in what is to be typed nothing else is a mark."""
    return _MARKED.sub(lambda found: found[1] or _plain(found[2] or found[3]), _LINK.sub(r"\1", words))


def _filled(words: str, wide: int) -> list[str]:
    import textwrap  # noqa: PLC0415

    return textwrap.wrap(_plain(words), wide, break_on_hyphens=False)


def _items(lines: list[str]) -> Iterator[str]:
    """The items of a list, each in one line."""
    item = ""
    for line in lines:
        if _ITEM.match(line) and item:
            yield item
            item = ""
        item = f"{item} {line.strip()}".strip()
    yield item


def _hanging(item: str, wide: int) -> list[str]:
    mark, _blank, words = item.partition(" ")
    first, *others = _filled(words, wide - len(mark) - 1)
    return [f"{mark} {first}", *(f"{'':{len(mark)}} {line}" for line in others)]


def _table(lines: list[str], wide: int) -> list[str]:
    """Two columns as terms with their meanings, more beside each other."""
    rows = [[_plain(cell.strip()) for cell in line.strip("|").split(" | ")] for line in lines]
    heading, _rule, *body = rows
    if len(heading) == _PAIR:
        return definitions([(term, meaning) for term, meaning in body], wide)
    sizes = [max(len(row[column]) for row in (heading, *body)) for column in range(len(heading))]
    return [
        "  ".join(f"{cell:{size}}" for cell, size in zip(row, sizes, strict=True)).rstrip()
        for row in (heading, *body)
    ]
