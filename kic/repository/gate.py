"""The gate: a change is judged by what counts without it.

`check --base` weighs findings by the settings of the base branch, as it is now, and not by those of the change. What
the change itself would do to the gate (other severities, waivers and program folders, other workflows, templates,
signers, places that check does not read) is said as findings. The rules are kic's own code and come with the program
that is installed.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kic.core.diagnostic import Diagnostic, Law, Severity, diagnose
from kic.core.layout import FOLDERS, OWN, SETTINGS
from kic.core.place import START, Aim, Field, Place
from kic.core.snapshot import Snapshot
from kic.core.text import Keyword, Text, text
from kic.domain.chapters import KINDS
from kic.domain.settings import FORMAT, Settings
from kic.store import git
from kic.store.git_differences import TouchedFile, differences
from kic.store.paths import printable
from kic.store.reading.load import load
from kic.store.reading.sources import Memory

WEIGHING_CHANGED = Law(
    "KIC112",
    "weighing-changed",
    Severity.WARNING,
    """Severities, waivers and program folders count once they are merged, and not for the change that brings them.

Why: Whoever could waive the findings of a change in the same change, or say where it is not searched for personal data,
would need nobody's consent.

Fix: Let the new severity, waiver or folder be merged by itself first, with its reason; or merge both together, knowing
what it accepts.

Source: SECURITY.md of kic: a change does not judge itself.""",
)
JUDGED_BY_OTHERS = Law(
    "KIC113",
    "rules-judge-by-this",
    Severity.NOTE,
    """A change of what rules judge by is looked at by itself.

Why: Committee rules, periods, roles, budgets and rates decide what is right in all records. They count at once, so a
change may make right what was wrong.

Fix: Compare the new value with its source. Where it came in with records that it makes right, ask why.

Source: SECURITY.md of kic: a change does not judge itself.""",
)
GATE_TOUCHED = Law(
    "KIC114",
    "gate-touched",
    Severity.WARNING,
    """What stands around the records, and decides how they are checked or shown, changes only knowingly.

Workflows, hooks, attributes of git, templates and the list of signers are no records: no rule judges what is in them.

Why: A workflow that checks less, an attribute that changes files while they are fetched, or a template with another
text weakens every later check or letter.

Fix: Read the file line by line; let somebody agree who answers for it.

Source: SECURITY.md of kic: a change does not judge itself.""",
)
HIDDEN = Law(
    "KIC115",
    "hidden-from-check",
    Severity.ERROR,
    """Nothing lies where it looks like a record and is none, or stands in for the files that are checked.

Meant are submodules in the folders of records, kic's own folder `.kic/` and the private overlay `private/` in git, and
a `kic.yaml` that has moved, so that the records beside the old one are read no more.

Why: What kic does not read it cannot judge. A journal below `.kic/` would even count in place of the files.

Fix: Take it out of the change (`git rm --cached`); lay records as files into their folders.

Source: SECURITY.md of kic: a change does not judge itself.""",
)
LAWS: tuple[Law, ...] = (WEIGHING_CHANGED, JUDGED_BY_OTHERS, GATE_TOUCHED, HIDDEN)

_WEIGHING = ("severities", "waivers")
_NO_MEASURE = frozenset(
    {
        *_WEIGHING,
        "program_folders",
        "kind",
        "id",
        "municipality",
        "words",
        "letterhead",
        "language",
        "invented",
        "sources",
        "gaps",
    }
)
"""What no rule judges other records by."""
_WORKFLOWS = (".github/", ".forgejo/", ".gitea/", ".gitlab/", ".woodpecker/", ".githooks/", ".husky/")
_GATE_FILES = frozenset(
    {
        ".gitlab-ci.yml", ".woodpecker.yml", ".pre-commit-config.yaml", ".pre-commit-hooks.yaml", ".gitignore",
        "CODEOWNERS", "docs/CODEOWNERS", "Makefile", "kic-requirements.txt",
    }
)  # fmt: skip
_ANYWHERE = frozenset({".gitattributes", ".gitmodules"})
_SIGNERS = frozenset({"allowed_signers", "allowed-signers", ".allowed_signers", ".gitsigners"})
_PROGRAMS = frozenset(
    {"kic.py", "kic/__init__.py", "kic/__main__.py", "sitecustomize.py", "usercustomize.py"}
)
"""What `python -m kic` would run in place of the program that is installed."""


class Base(msgspec.Struct, frozen=True):
    """What a change is judged by and from: where it parted, the settings that count, and the files that differ."""

    revision: str
    settings: Settings | None
    touched: tuple[TouchedFile, ...]


def base_state(root: Path, base: str, tip: str, after: Snapshot, *, revision: str | None = None) -> Base:
    """What the change to `revision` (None: to what is there now) is judged by; it parted at `base`.

    The settings are those of the base branch as it is now, its `tip`. `after` is the state with the change.
    """
    before = after.committed
    as_it_is = tip == base and (before is None or SETTINGS not in before.entries)
    # one that differs is read by itself: it may be of a format that is not understood
    settings = _known_settings(after) if as_it_is else _settings(root, tip)
    return Base(base, settings, tuple(differences(root, base, revision)))


def _known_settings(after: Snapshot) -> Settings | None:
    """The settings of a base whose `kic.yaml` does not differ: those of now, or none where it has no such file."""
    before = after.committed
    return after.only(Settings) if before is None or SETTINGS in before.files else None


def _settings(root: Path, revision: str) -> Settings | None:
    """The settings of a revision; None, and with it no severity and no waiver, where they cannot be read."""
    files = git.tree(root, revision, SETTINGS)
    contents = git.blobs(root, files.values())
    return load(Memory({path: contents[oid] for path, oid in files.items()}), KINDS, newest=FORMAT).only(
        Settings
    )


def gate_findings(after: Snapshot, base: Base) -> list[Diagnostic]:
    """What a change does to the gate itself."""
    before = after.committed
    signatures = base.settings.signatures if base.settings is not None else None
    found = list(_of_files(base.touched, signatures.signers if signatures is not None else None))
    if before is not None:
        found += _of_settings(before, after, base.touched)
    return found


# -- the settings ----------------------------------------------------------------------------------------


def _of_settings(before: Snapshot, after: Snapshot, touched: Sequence[TouchedFile]) -> Iterator[Diagnostic]:
    entry = after.entries.get(SETTINGS)
    if entry is None or not isinstance(entry.declared, dict):
        return  # reading has said so
    if SETTINGS not in before.files:
        left = [each for each in touched if each.now is None and _name(each.path) == SETTINGS]
        if left:
            message = text(
                "the base has its kic.yaml at {path}; records there are read no more", path=left[0].path
            )
            yield _found(HIDDEN, message, SETTINGS, text("leave the repository where it is"))
        else:
            message = text("the base has no kic.yaml here; its severities and waivers do not count yet")
            yield _found(WEIGHING_CHANGED, message, SETTINGS, _LATER)
        return
    old = before.entries.get(SETTINGS)
    if old is None:
        return  # they are as they were
    was: dict[str, Any] = old.declared if isinstance(old.declared, dict) else {}
    yield from _weighing(was, entry.declared)
    yield from _not_searched(was, entry.declared)
    for field in sorted({*was, *entry.declared} - _NO_MEASURE):
        if was.get(field) != entry.declared.get(field):
            yield _found(
                JUDGED_BY_OTHERS,
                text("rules judge by {field}, which this change sets anew", field=Keyword("field", field)),
                SETTINGS,
                text("compare it with its source"),
                field=(field,) if field in entry.declared else (),
            )


_LATER = text("findings are weighed as on the base branch until this is merged")


def _weighing(was: dict[str, Any], now: dict[str, Any]) -> Iterator[Diagnostic]:
    for name in _WEIGHING:
        old, new = (value if isinstance(value := state.get(name), list) else [] for state in (was, now))
        left = list(old)
        for position, each in enumerate(new):
            if each in left:
                left.remove(each)
                continue
            code = each.get("code") if isinstance(each, dict) else None
            said = _SEVERITY if name == "severities" else _WAIVER
            yield _found(WEIGHING_CHANGED, said(str(code)), SETTINGS, _LATER, field=(name, position))
        codes = [str(each.get("code")) if isinstance(each, dict) else "None" for each in new]
        for each in left:
            code = str(each.get("code")) if isinstance(each, dict) else "None"
            if code in codes:
                continue  # another entry about the same, named above
            said = _SEVERITY_GONE if name == "severities" else _WAIVER_GONE
            yield _found(WEIGHING_CHANGED, said(code), SETTINGS, _LATER, field=(name,) if name in now else ())


def _not_searched(was: dict[str, Any], now: dict[str, Any]) -> Iterator[Diagnostic]:
    """The folders that are searched for personal data no more once the change is merged, and those that are again."""
    name = "program_folders"
    old, new = (value if isinstance(value := state.get(name), list) else [] for state in (was, now))
    for position, each in enumerate(new):
        if each not in old and isinstance(each, str):
            said = text("the program folder {folder} counts only once it is merged", folder=each)
            yield _found(WEIGHING_CHANGED, said, SETTINGS, _LATER, field=(name, position))
    for each in old:
        if each not in new and isinstance(each, str):
            said = text(
                "the program folder {folder} is taken out; that counts only once it is merged", folder=each
            )
            yield _found(WEIGHING_CHANGED, said, SETTINGS, _LATER, field=(name,) if name in now else ())


def _SEVERITY(code: str) -> Text:  # noqa: N802  # four sentences, named like the constants that they would be
    return text("the severity of {code} counts only once it is merged", code=code)


def _WAIVER(code: str) -> Text:  # noqa: N802
    return text("the waiver of {code} counts only once it is merged", code=code)


def _SEVERITY_GONE(code: str) -> Text:  # noqa: N802
    return text("the severity of {code} is taken out; that counts only once it is merged", code=code)


def _WAIVER_GONE(code: str) -> Text:  # noqa: N802
    return text("the waiver of {code} is taken out; that counts only once it is merged", code=code)


# -- other files -----------------------------------------------------------------------------------------


def _of_files(touched: Sequence[TouchedFile], signers: str | None) -> Iterator[Diagnostic]:
    for each in touched:
        hidden = _hidden(each)
        if hidden is not None:
            yield _found(HIDDEN, hidden, each.path, text("take it out of the change"))
        elif (message := _gate(each, signers)) is not None:
            yield _found(GATE_TOUCHED, message, each.path, text("read it line by line before it is merged"))


def _hidden(each: TouchedFile) -> Text | None:
    if each.now is None:
        return None
    first = each.path.partition("/")[0]
    if first == OWN:
        return text("kic's own folder is in git; a journal there would count in place of the files")
    if first == "private":
        return text("the private overlay is in git; it holds personal data")
    if each.now == git.SUBMODULE and first in FOLDERS:
        return text("this is a submodule; what is in it is not checked")
    return None


def _gate(each: TouchedFile, signers: str | None) -> Text | None:
    """What is to be said of a file that decides how records are checked or shown."""
    plain = each.path
    while plain.startswith("../"):
        plain = plain.removeprefix("../")
    name = _name(plain)
    if plain.startswith("templates/") and plain == each.path:
        return text("a template of the office is changed: letters say something else once it is merged")
    if name == SETTINGS and each.path != SETTINGS and each.was is None:
        return text("a second kic.yaml: what is run in this folder judges by it and not by the first one")
    if name in _SIGNERS or each.path == signers:
        return text("who may sign is changed; that counts only once it is merged")
    if plain in _PROGRAMS and each.was is None:
        return text("python -m kic would run this file in place of the installed program")
    if plain.startswith(_WORKFLOWS) or plain in _GATE_FILES:
        return text("this file decides what is checked, and it is changed")
    if name in _ANYWHERE:
        return text("this file tells git how to fetch and merge, and it is changed")
    leads_away = each.now in (git.SYMLINK, git.SUBMODULE) and each.was != each.now
    if leads_away and plain.partition("/")[0] not in FOLDERS and each.path != SETTINGS:
        return text("a link or submodule is added, which leads to something that nobody sees here")
    return None


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _found(law: Law, message: Text, path: str, help_: Text, *, field: Field = ()) -> Diagnostic:
    place = Place(path, field) if path == SETTINGS else Place(printable(path), (), Aim.VALUE, START)
    return diagnose(law, message, place, help=help_)
