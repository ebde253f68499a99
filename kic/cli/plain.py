"""Plain lines of a few commands, which need no Typer: `kic` alone, `kic check`, `kic history` and `kic blame`.

Editors, hooks and servers run the check all day long, people `kic` alone, and importing Typer is a third of the time; a
history is to cost little more than git itself. What is recognised here means exactly what Typer would make of it (a
test compares); every other line, wrong ones included, is left to Typer.
"""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from kic.cli.early import WITH_VALUE, global_options


class Plain(NamedTuple):
    """A line that was recognised: what the session gets, and what the command gets.

    The command is `today` for `kic` alone (`kic.cli.daily`), else `check` (`kic.cli.checking`), `history` or `blame`
    (`kic.cli.looking_back`).
    """

    session: dict[str, Any]
    command: str
    options: dict[str, Any]


def plain(arguments: Sequence[str]) -> Plain | None:
    """What a line says, if it is a plain one."""
    options = global_options(arguments)
    command = options.get("command")
    own: dict[str, Any] | None
    if command is None:
        command, own = "today", {"output": options.pop("--format", "text")}
        if own["output"] not in _TEXT_OR_JSON:
            return None
    elif command in _COMMANDS:
        own = _COMMANDS[command](list(arguments[arguments.index(command, _words(arguments)) + 1 :]))
    else:
        return None
    session = _session(options)
    return Plain(session, command, own) if session is not None and own is not None else None


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


def _history(words: list[str]) -> dict[str, Any] | None:
    return _of_one(words, ("--format",))


def _blame(words: list[str]) -> dict[str, Any] | None:
    return _of_one(words, ("--format", "--find", "--field"))


def _of_one(words: list[str], options: Sequence[str]) -> dict[str, Any] | None:
    """One id, and some of these options, each with its value behind it; `--field` may be said more than once."""
    found: dict[str, Any] = {}
    while words:
        word = words.pop(0)
        if word in options and words and not words[0].startswith("-"):
            value = words.pop(0)
            if word == "--field":
                found["fields"] = (*found.get("fields", ()), value)
            else:
                found["output" if word == "--format" else "find"] = value
        elif word and not word.startswith("-") and "id" not in found:
            found["id"] = word
        else:
            return None
    return found if "id" in found and found.get("output", "text") in _TEXT_OR_JSON else None


_COMMANDS: Mapping[str, Callable[[list[str]], dict[str, Any] | None]] = {
    "check": _check,
    "history": _history,
    "blame": _blame,
}
"""What reads the words behind a command."""
