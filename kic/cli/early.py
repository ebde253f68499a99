"""What must be known before Typer is imported: the language, and whether only the version is asked for.

Global options stand before the command (docs/interface.md, section 2), so a short scan from the left finds them;
Typer parses them again later and judges them.
"""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from kic.core.layout import JOURNAL, SETTINGS
from kic.errors import Unavailable

WITH_VALUE = ("-C", "--lang", "--today", "--color", "--format")
LANGUAGES = ("de", "en")


def global_options(arguments: Sequence[str]) -> dict[str, str]:
    """The global options before the command: `{"--lang": "en", "--no-input": ""}`; the last one counts.

    Besides them, `command` is the word that follows and `after` the one behind it, a group's command or else.
    """
    found: dict[str, str] = {}
    position = 0
    while position < len(arguments) and arguments[position].startswith("-"):
        name, equals, value = arguments[position].partition("=")
        if name in WITH_VALUE and not equals:
            position += 1
            value = arguments[position] if position < len(arguments) else ""
        elif name.startswith("-C") and name != "-C":
            name, value = "-C", name[2:]
        found[name] = value
        position += 1
    found |= zip(("command", "after"), arguments[position : position + 2], strict=False)
    return found


def language_of(options: Mapping[str, str], environment: Mapping[str, str]) -> str:
    """`--lang`, else `KIC_LANG`, else the repository's language, else the locale, else German."""
    for wish in (options.get("--lang"), environment.get("KIC_LANG")):
        if wish in LANGUAGES:
            return wish
    try:
        root = find_root(Path(options.get("-C") or "."))
        if root is not None:
            with (root / SETTINGS).open("rb") as settings:
                stated = re.search(
                    rb"^language: *(de|en) *(?:#.*)?\r?$", settings.read(100_000), re.MULTILINE
                )
            if stated:
                return stated[1].decode()
    except (OSError, ValueError, Unavailable):
        pass
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "en" if value.startswith("en") else "de"
    return "de"


def find_root(start: Path) -> Path | None:
    """The nearest folder upwards that holds `kic.yaml`, or an interrupted operation that may write it.

    None if there is none. Raises Unavailable where the current folder was removed.
    """
    try:
        here = Path(os.path.abspath(start))  # noqa: PTH100  # resolve() would leave the folder through links
    except FileNotFoundError as error:
        raise Unavailable("The current folder is no longer there.") from error
    for folder in (here, *here.parents):
        # os.path, since a folder above may not be searched by everybody, and is_file() would raise
        if os.path.isfile(folder / SETTINGS) or os.path.isfile(folder / JOURNAL):  # noqa: PTH113
            return folder
    return None
