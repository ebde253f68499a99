"""What doctor looks at of files and characters: capitals, line ends, long paths, and a terminal without umlauts."""

import codecs
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from kic.core.text import Text, text
from kic.errors import Unavailable
from kic.repository.symptoms import Health, Symptom
from kic.store import git, git_settings
from kic.store.reading.sources import WorkTree
from kic.store.windows import LONGEST, WINDOWS, console_encoding

SAMPLE = "äöüßÄÖÜ€§„“"
"""Characters without which no German administrative text can be shown."""


def terminal(environment: Mapping[str, str] | None = None) -> Symptom:
    """Whether what kic writes, which is UTF-8 everywhere, can be shown where it is read."""
    encoding = (
        console_encoding() if WINDOWS else _of_locale(os.environ if environment is None else environment)
    )
    fits = encoding is not None and codecs_name(encoding) == "utf-8"
    return Symptom(
        name="characters of the terminal",
        value=encoding,
        health=Health.GOOD if fits else Health.NOTICE,
        advice=None if fits else _say_utf8(encoding),
    )


def _say_utf8(encoding: str | None) -> Text:
    if WINDOWS:
        return text(
            "What goes on to other programs may lose its umlauts: in PowerShell, "
            "[Console]::OutputEncoding = [Text.Encoding]::UTF8 mends that; in cmd, chcp 65001."
        )
    if encoding is not None and shows(encoding, SAMPLE):
        return text("kic writes UTF-8; set LANG to a UTF-8 locale, such as de_DE.UTF-8.")
    return text(
        "Umlauts cannot be shown with it; set LANG to a UTF-8 locale, such as de_DE.UTF-8 or C.UTF-8."
    )


def _of_locale(environment: Mapping[str, str]) -> str | None:
    """The character set that the environment names; None where it names none, as with LANG=C."""
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        if value := environment.get(name):
            return value.partition(".")[2].partition("@")[0] or None
    return None


def codecs_name(encoding: str) -> str:
    """The usual name of a character set, as Python knows it; its own where Python does not."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return encoding.casefold()


def shows(encoding: str, sample: str) -> bool:
    """Whether a character set has these characters."""
    try:
        sample.encode(encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def files(root: Path) -> Iterator[Symptom]:
    """The file system and git's settings for it."""
    differ = not (root / "KIC.YAML").exists()
    yield Symptom(
        name="file names differ by case",
        value=differ,
        health=Health.GOOD if differ else Health.NOTICE,
        advice=None
        if differ
        else text("Here two files whose names differ only in capitals are one; kic check names such files."),
    )
    yield from _line_ends(root)
    yield _longest(root)


def _line_ends(root: Path) -> Iterator[Symptom]:
    try:
        if git.find_top(root) is None:
            return
    except Unavailable:
        return  # said elsewhere
    path = "concept/concept.yaml"
    attributes = git_settings.attributes(root, [path], "text", "eol").get(path, {})
    auto = git_settings.setting(root, "core.autocrlf")
    settled = attributes.get("text") in ("auto", "set") or attributes.get("eol") in ("lf", "crlf")
    value = f"text={attributes.get('text', '-')} eol={attributes.get('eol', '-')} core.autocrlf={auto or '-'}"
    yield Symptom(
        name="line ends",
        value=value,
        origin=".gitattributes" if settled else None,
        health=Health.GOOD if settled else Health.NOTICE,
        advice=None
        if settled
        else text(
            "Line ends depend on each computer here, and a whole file may count as changed. Write this line into "
            ".gitattributes: {line}",
            line="* text=auto eol=lf",
        ),
    )


_ROOM = 100
"""Characters that the folder of a repository may take on an office computer, with the user's own folder before it."""


def _longest(root: Path) -> Symptom:
    """The longest path, and whether Windows takes it without its long paths switched on."""
    longest = max(WorkTree(root).paths(), key=len, default="")
    before = len(str(root.absolute())) + 1 if WINDOWS else _ROOM
    fits = before + len(longest) <= LONGEST
    return Symptom(
        name="longest path",
        value=len(longest),
        origin=longest or None,
        health=Health.GOOD if fits else Health.NOTICE,
        advice=None
        if fits
        else text(
            "Windows takes paths of {most} characters with all folders; other programs cannot open this file there. "
            "Lay the repository into a folder with a short path, or give the record a shorter name.",
            most=LONGEST,
        ),
    )
