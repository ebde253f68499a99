"""Reads `splice.cases`: one-feature files, the edit, and what comes of it."""

import json
import re
from pathlib import Path
from typing import NamedTuple

from kic.core.plan import Append, RemoveField, RenameKey, SetField

PATH = "x.yaml"
SIGNS = {"␍": "\r", "→": "\t", "·": " ", "␄\n": "", "␂": "\ufeff", "⁋": "\u2028"}


class Case(NamedTuple):
    name: str
    edits: list
    before: bytes
    after: bytes | None
    """None where the edit is refused."""
    sentence: str


def cases() -> list[Case]:
    text = (Path(__file__).parent / "splice.cases").read_text(encoding="utf-8")
    return [case(section) for section in re.split(r"^======== ", text, flags=re.MULTILINE)[1:]]


def case(section: str) -> Case:
    head, rest = section.split("-------- before\n")
    name, *edits = head.strip().split("\n")
    before, outcome, after = re.split(
        r"^-------- (after|unchanged|refused: .*)$", rest, maxsplit=1, flags=re.MULTILINE
    )
    source = bytes_of(before)
    result = source if outcome == "unchanged" else None if outcome.startswith("refused") else bytes_of(after)
    return Case(name, [edit(line) for line in edits], source, result, outcome.removeprefix("refused: "))


def bytes_of(text: str) -> bytes:
    text = text.removeprefix("\n")
    for sign, meaning in SIGNS.items():
        text = text.replace(sign, meaning)
    return text.encode()


def edit(line: str):
    verb, rest = line.split(" ", 1)
    decoder = json.JSONDecoder()
    field, end = decoder.raw_decode(rest)
    value = json.loads(rest[end:]) if rest[end:].strip() else None
    if verb == "set":
        return SetField(PATH, tuple(field), value)
    if verb == "append":
        return Append(PATH, tuple(field), value)
    return RenameKey(PATH, tuple(field), value) if verb == "rename" else RemoveField(PATH, tuple(field))
