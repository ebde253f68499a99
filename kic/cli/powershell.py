"""The PowerShell twin of a command line that is written for a Unix shell, as help and handbook show them.

PowerShell reads some signs otherwise: a comma makes a list, `@`, `$`, `{`, `(` and `;` have a meaning of their own, a
backslash is no escape, `>` writes another encoding and `VAR=value` is no assignment. Everything with such a sign is put
into single quotes, inside which PowerShell takes each sign as it is; a redirection goes through `cmd`, which passes
bytes on untouched. A double quotation mark inside an argument has no twin: Windows PowerShell 5.1 loses it.
"""

import re
import shlex
from collections.abc import Iterator

from kic.core.pattern import pattern

_PLAIN = pattern(r"(?!@)[A-Za-z0-9_./:=+~^%\\*?@ÄÖÜäöüß-]+")
_SETS = pattern(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)
_PROGRAM = pattern(r"\.venv/bin/(.+)")


class NoTwin(ValueError):
    """A line that PowerShell cannot be told in one line; the message says which sign."""


def twin(line: str) -> str:
    """The same command for PowerShell; a comment behind it stays. Raises NoTwin.

    `VAR=value kic ...`, `a && b`, `kic ... > file`, globs, `~/` and `.venv/bin/` are known. A line that needs no other
    form is given back as it is.
    """
    command, comment = apart(line.rstrip())
    if not command.strip():
        return line.rstrip()
    indent = command[: len(command) - len(command.lstrip())]
    same = works_as_it_is(command)
    return f"{command if same else indent + _steps(command)}{comment}"


def apart(line: str) -> tuple[str, str]:
    """The command and the comment behind it, with the blanks before it."""
    quote = ""
    escaped = False
    for position, sign in enumerate(line):
        if escaped:
            escaped = False
        elif sign == "\\" and quote != "'":
            escaped = True
        elif quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign == "#" and (not line[:position].strip() or line[position - 1] in " \t"):
            command = line[:position].rstrip()
            return command, line[len(command) :]
    return line, ""


def shown(line: str) -> str:
    """The twin, or the line itself where there is none."""
    try:
        return twin(line)
    except NoTwin:
        return line


def works_as_it_is(line: str) -> bool:
    """Whether PowerShell gives the command the very arguments that a Unix shell gives it."""
    try:
        words = shlex.split(line)
        return [*arguments(line)] == words and not _assigns(words[0]) and not any(map(_unix_only, words))
    except (NoTwin, ValueError):
        return False


def _assigns(word: str) -> bool:
    return word == "export" or _SETS().fullmatch(word) is not None


def _unix_only(word: str) -> bool:
    return word.startswith(("~/", ".venv/bin/")) or "*" in word


def arguments(line: str) -> Iterator[str]:
    """What PowerShell passes on for a line of plain words and quoted ones. Raises NoTwin for all else.

    A model of its argument mode, narrow on purpose: what is not surely passed on as it stands is refused.
    """
    for found in re.finditer(r"((?:'(?:[^']|'')*'|\"[^\"$`]*\"|[^\s'\"])+)", line):
        word, passed = found[0], ""
        for part in re.finditer(r"'((?:[^']|'')*)'|\"([^\"$`]*)\"|([^'\"]+)", word):
            single, double, bare = part.groups()
            if bare is not None and not _PLAIN().fullmatch(bare):
                raise NoTwin(bare)
            passed += (
                single.replace("''", "'") if single is not None else double if double is not None else bare
            )
        if (
            len(word) > 1
            and word[0] not in "'\""
            and ("'" in word or '"' in word)
            and not word.startswith("-")
        ):
            raise NoTwin(word)  # a quoted part behind a bare one may begin a word of its own
        if '"' in passed:
            raise NoTwin(word)
        yield passed


def _steps(command: str) -> str:
    first, *others = _parts(command, "&&")
    steps = _one(first)
    for each in others:
        steps += f"; if ($?) {{ {_one(each)} }}"
    return steps


def _one(words: list[str]) -> str:
    sets = ""
    while words and (found := _SETS().fullmatch(words[0])):
        sets += f"$env:{found[1]} = {_quoted(found[2])}; "
        words = words[1:]
    if words[:1] == ["export"] and len(words) == 2 and (found := _SETS().fullmatch(words[1])):  # noqa: PLR2004
        return f"{sets}$env:{found[1]} = {_quoted(found[2])}"
    if ">" in words:
        before, after = words[: words.index(">")], words[words.index(">") + 1 :]
        if len(after) != 1:
            raise NoTwin(">")
        inner = " ".join((*map(_for_cmd, before), ">", _for_cmd(after[0])))
        return f"{sets}cmd /c {_quoted(inner)}"
    return sets + " ".join(map(_word, words))


def _word(word: str) -> str:
    if program := _PROGRAM().fullmatch(word):
        return f".venv\\Scripts\\{program[1]}"
    if word.startswith("~/"):
        return f'"$HOME/{word[2:]}"' if _PLAIN().fullmatch(word) else _refuse(word)
    if "*" in word and _PLAIN().fullmatch(word):
        return f"(Get-Item {word})"
    return word if _PLAIN().fullmatch(word) else _quoted(word)


def _refuse(word: str) -> str:
    raise NoTwin(word)


def _quoted(word: str) -> str:
    if '"' in word and not word.startswith("kic "):
        raise NoTwin(word)
    return "'" + word.replace("'", "''") + "'"


def _for_cmd(word: str) -> str:
    if any(sign in word for sign in '"%^&|<>!'):
        raise NoTwin(word)
    return word if _PLAIN().fullmatch(word) else f'"{word}"'


def _parts(command: str, between: str) -> list[list[str]]:
    """The words of a line, at each operator in parts; `>` stays a word, other operators are refused."""
    scanner = shlex.shlex(command, posix=True, punctuation_chars="&|<>;")
    scanner.whitespace_split = True
    scanner.commenters = ""
    found: list[list[str]] = [[]]
    for word in scanner:
        if word == between:
            found.append([])
        elif word != ">" and word and set(word) <= set("&|<>;"):
            raise NoTwin(word)
        else:
            found[-1].append(word)
    return found
