"""The plain lines of `kic check` and of `kic` alone, which need no Typer.

Editors, hooks and servers run the one all day long, people the other, and importing Typer is a third of the time. What
is recognised here means exactly what Typer would make of it (a test compares); every other line, wrong ones
included, is left to Typer.
"""

import datetime
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from kic.cli.early import WITH_VALUE, global_options


class Plain(NamedTuple):
    """A line that was recognised: what the session gets, and what `kic.cli.checking.check` gets.

    `check` is None for `kic` alone, and `today` is what `kic.cli.daily.daily` gets then.
    """

    session: dict[str, Any]
    check: dict[str, Any] | None
    today: dict[str, Any] | None = None


def plain(arguments: Sequence[str]) -> Plain | None:
    """What a line of `kic check`, or of `kic` alone, says, if it is a plain one."""
    options = global_options(arguments)
    if "command" not in options:
        output = options.pop("--format", "text")
        alone = _session(options)
        return (
            Plain(alone, None, {"output": output}) if alone is not None and output in _TEXT_OR_JSON else None
        )
    if options.get("command") != "check":
        return None
    rest = list(arguments[arguments.index("check", _words(arguments)) + 1 :])
    session = _session(options)
    check = _check(rest)
    return Plain(session, check) if session is not None and check is not None else None


_TEXT_OR_JSON = ("text", "json")


def spelled_out(arguments: Sequence[str]) -> list[str]:
    """The line with `today` where it names no command and asks for nothing else: what Typer is to make of it."""
    options = global_options(arguments)
    if "command" in options or "--help" in options or not all(options.get(each, "-") for each in WITH_VALUE):
        return list(arguments)
    output = ["--format", options["--format"]] if "--format" in options else []
    line, words = [], iter(arguments)
    for word in words:
        if word == "--format":
            next(words, None)
        elif not word.startswith("--format="):
            line.append(word)
    return [*line, "today", *output]


def _words(arguments: Sequence[str]) -> int:
    """How many words stand before the command; the value of an option may be spelled `check` too."""
    place = 0
    while arguments[place].startswith("-"):
        place += 2 if arguments[place] in WITH_VALUE else 1
    return place


def _session(options: dict[str, str]) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for name, value in options.items():
        if name == "-C" and value:
            found["folder"] = value
        elif name == "--today" and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                found["today"] = datetime.date.fromisoformat(value)
            except ValueError:
                return None
        elif name == "--no-input" and not value:
            found["no_input"] = True
        elif name == "--color" and value in ("auto", "always", "never"):
            found["color"] = value
        elif name not in ("command", "after") and not (name == "--lang" and value in ("de", "en")):
            return None
    return found


def _check(words: list[str]) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    paths: list[str] = []
    while words:
        word = words.pop(0)
        if word == "--format" and words and not words[0].startswith("-"):
            found["output"] = words.pop(0)
        elif word == "--base" and words and not words[0].startswith("-"):
            found["base"] = words.pop(0)
        elif word in ("--strict", "--notes", "--changed"):
            found[word[2:]] = True
        elif word.startswith("-") or not word:
            return None
        else:
            paths.append(word)
    return {"paths": paths, **found}
