"""Pages in Markdown, and the twins that their commands need in PowerShell."""

import re
from collections.abc import Iterable
from itertools import pairwise

from kic.cli.powershell import apart, twin


def twins(lines: Iterable[str]) -> list[str]:
    """The twins of the lines of a block; a line that ends with a backslash goes on with a backtick."""
    found: list[str] = []
    held = ""
    for line in lines:
        held += line.rstrip()
        if held.endswith("\\"):
            held = held[:-1]
            continue
        found.append(twin(held))
        held = ""
    return found


def missing(markdown: str) -> list[str]:
    """Commands of a page in Markdown that need a twin for PowerShell and have none below them.

    Looked at are blocks of `sh` and the lines of `console` blocks that begin with `$`; a twin stands in a block of
    `powershell` behind it, before the next heading or block of commands. Lines of `make`, and those for Unix shells
    alone, are left out.
    """
    blocks = re.findall(r"^```(\w+)[^\n]*\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL)
    wanting: list[str] = []
    for (sort, content), (next_sort, next_content) in pairwise([*blocks, ("", "")]):
        if sort not in ("sh", "bash", "console"):
            continue
        lines = content.splitlines()
        if sort == "console":
            lines = [line[2:] for line in lines if line.startswith("$ ")]
        known = {_bare(line) for line in next_content.splitlines()} if next_sort == "powershell" else set()
        for line in map(_bare, lines):
            if line and not line.startswith(("make ", "kic completion ")):
                wanted = _bare(twin(line))
                if wanted != line and wanted not in known:
                    wanting.append(wanted)
    return wanting


def _bare(line: str) -> str:
    """A command without the comment behind it."""
    return apart(line)[0].strip()
