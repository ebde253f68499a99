"""Build hook: compiles the message catalogues and condenses the error gallery, for editable installs too.

So does `python hatch_build.py`.
"""

import difflib
import json
import os
import struct
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, outside a build
    BuildHookInterface = object  # type: ignore[assignment, misc]


def compile_catalogues(root: Path) -> list[Path]:
    """Writes `kic.mo` beside each `kic.po`; the same words give the same bytes."""
    from babel.messages.pofile import read_po  # noqa: PLC0415  # a build dependency

    written = []
    for source in sorted(root.glob("kic/locale/*/LC_MESSAGES/kic.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
        target = source.with_suffix(".mo")
        _write(target, _compiled(catalogue))
        written.append(target)
    return written


def _compiled(catalogue: Any) -> bytes:
    """A catalogue in the format of GNU gettext, the messages in the order of their bytes.

    The format demands this order and `kic.present.translations` relies on it; babel's writer leaves out the
    contexts when it sorts.
    """
    words: dict[bytes, bytes] = {}
    for message in catalogue:
        ids, strings = message.id, message.string
        if not message.pluralizable:
            ids, strings = (ids,), (strings,)
        if all(strings) and not (message.id and message.fuzzy):
            context = f"{message.context}\4" if message.context else ""
            words[(context + "\0".join(ids)).encode()] = "\0".join(strings).encode()
    keys = sorted(words)
    texts = [*keys, *(words[key] for key in keys)]
    start = 28 + 8 * len(texts)
    table: list[int] = []
    for text in texts:
        table += (len(text), start)
        start += len(text) + 1
    head = (0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 28)
    return struct.pack(f"<{len(head) + len(table)}I", *head, *table) + b"\0".join([*texts, b""])


DEFINITIONS = ("allocation.md", "de/vergaberegeln.md")
"""The texts of `kic help allocation`, below `docs/`."""
LONGEST = 24
"""Lines of a mended example that `kic explain` shows."""


def condense_gallery(root: Path) -> Path:
    """Writes `kic/examples.json`: for each code what check says in each language, and the mended lines.

    The gallery itself (8 MB, with files of every size and encoding) stays in the tests.
    """
    examples: dict[str, Any] = {}
    for folder in sorted((root / "tests" / "gallery").glob("KIC[0-9]*")):
        said = {lang: folder / f"expected.{lang}.txt" for lang in ("de", "en")}
        if not all(path.is_file() for path in said.values()):
            continue
        examples[folder.name[:6]] = {
            "finding": {lang: path.read_text("utf-8") for lang, path in said.items()},
            "mended": _mended(folder),
        }
    target = root / "kic" / "examples.json"
    _write(target, (json.dumps(examples, ensure_ascii=False, indent=0) + "\n").encode())
    return target


def _mended(folder: Path) -> list[str]:
    """The lines that good input changes, as in a diff; empty where they are no short text."""
    lines: list[str] = []
    for good in sorted(path for path in (folder / "good").rglob("*") if path.is_file()):
        bad = folder / "bad" / good.relative_to(folder / "good")
        try:
            old = bad.read_text("utf-8").splitlines() if bad.is_file() else []
            new = good.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            return []
        changed = list(difflib.unified_diff(old, new, lineterm="", n=1))[2:]
        if changed:
            lines += [good.relative_to(folder / "good").as_posix(), *changed]
    return lines if len(lines) <= LONGEST and all(len(line) < 200 for line in lines) else []  # noqa: PLR2004


def _write(target: Path, data: bytes) -> None:
    """Writes beside and replaces: who starts kic from this tree meanwhile reads the old file or the new one."""
    beside = target.with_name(f".kic-{os.getpid()}.tmp")
    beside.write_bytes(data)
    beside.replace(target)


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before every wheel, sdist and editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Writes into the tree; `artifacts` in pyproject.toml takes the files along.

        A wheel also carries the definitions that `kic help allocation` shows; from the tree they are read in `docs`.
        """
        compile_catalogues(Path(self.root))
        condense_gallery(Path(self.root))
        if self.target_name == "wheel" and version != "editable":
            for text in DEFINITIONS:
                build_data["force_include"][f"docs/{text}"] = f"kic/definitions/{text}"


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    for path in (*compile_catalogues(here), condense_gallery(here)):
        print(path.name, path.stat().st_size)  # noqa: T201
