"""Files for editors: schemas of the records, which record takes which, and the line that names one in a new file.

The schemas stand in `schemas/`, in the language of who wrote them, and are committed: everybody who opens the folder
has them, also without kic. They are kic's own; `kic init --editor` writes them anew. VS Code's settings are the
office's.
"""

import json
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from kic.core.layout import OWN, SETTINGS
from kic.core.record import Record
from kic.domain.chapters import KINDS
from kic.domain.privacy.overlay import KINDS as PRIVATE
from kic.repository.ci_files import File, Laid, file_at, top_of
from kic.store.schema import DRAFT, Words, schema

SCHEMAS = "schemas"
ENDING = ".schema.json"
_SETTINGS = ".vscode/settings.json"
_EXTENSIONS = ".vscode/extensions.json"
_LINE = "# yaml-language-server: $schema="
_KINDS: Mapping[str, type[Record]] = {**KINDS, **PRIVATE}


def schema_files(root: Path, words: Words) -> tuple[File, ...]:
    """The schema of every kind, and one for each set of kinds that share a folder."""
    below = top_of(root)[1]
    made: dict[str, dict[str, Any]] = dict(schema(_KINDS, words))
    for kinds in _globs().values():
        if len(kinds) > 1:
            made[_name(kinds)] = _either(kinds)
    return tuple(
        file_at(root, f"{SCHEMAS}/{name}{ENDING}", _dumped(content), below=below)
        for name, content in sorted(made.items())
    )


def editor_files(root: Path) -> tuple[File, ...]:
    """VS Code's settings for this folder, and the extension that reads them."""
    below = top_of(root)[1]
    settings = {
        "yaml.yamlVersion": "1.2",
        "yaml.schemas": dict(_mapping()),
        "yaml.customTags": [],
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2},
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.insertFinalNewline": True,
        "files.exclude": {f"**/{OWN}": True},
    }
    extensions = {"recommendations": ["redhat.vscode-yaml"]}
    return (
        file_at(root, _SETTINGS, _dumped(settings), below=below),
        file_at(root, _EXTENSIONS, _dumped(extensions), below=below),
    )


def head_of(root: Path, path: str, kind: str) -> bytes:
    """The line that a new record file begins with, so that any editor finds its schema; empty without schemas."""
    if kind not in _KINDS or not (root / SCHEMAS / f"{kind}{ENDING}").is_file():
        return b""
    return f"{_LINE}{'../' * path.count('/')}{SCHEMAS}/{kind}{ENDING}\n".encode()


def outdated(root: Path, words: Words) -> bool | None:
    """Whether the schemas are not those of this kic in this language; None where there are none."""
    if not (root / SCHEMAS).is_dir():
        return None
    return any(each.state is not Laid.SAME for each in schema_files(root, words))


def _dumped(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


# -- which file takes which schema -----------------------------------------------------------------------


def _globs() -> dict[str, list[str]]:
    """The kinds by where their records lie."""
    found: dict[str, list[str]] = {}
    for kind, cls in _KINDS.items():
        for layout in cls.layouts:
            glob = "/".join(_glob(step) for step in layout.split("/"))
            found.setdefault(glob, []).append(kind)
    return found


def _glob(step: str) -> str:
    while "{" in step:
        before, _, rest = step.partition("{")
        step = f"{before}*{rest.partition('}')[2]}"
    return step


def _name(kinds: list[str]) -> str:
    return "-or-".join(kinds)


def _either(kinds: list[str]) -> dict[str, Any]:
    """The schema of files of which `kind` says which they are; a missing or other kind is said once."""
    return {
        "$schema": DRAFT,
        "type": "object",
        "properties": {"kind": {"enum": kinds}},
        "required": ["kind"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {"$ref": f"{kind}{ENDING}"},
            }
            for kind in kinds
        ],
    }


def _mapping() -> Iterator[tuple[str, list[str]]]:
    """For each schema the files that take it, without those that a more exact place gives to another."""
    globs = _globs()
    patterns: dict[str, list[str]] = {}
    for glob, kinds in globs.items():
        found = patterns.setdefault(f"./{SCHEMAS}/{_name(kinds)}{ENDING}", [])
        found.append(glob)
        found += [
            f"!{other}"
            for other in globs
            if other != glob and other.count("/") == glob.count("/") and fnmatchcase(other, glob)
        ]
    yield from sorted(patterns.items(), key=lambda each: (SETTINGS not in each[1], each))
