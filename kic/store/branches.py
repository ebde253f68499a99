"""The files of all local and remote branches, read as trees: each folder that branches share is read once.

Asked when a new id is chosen, and by `check --base` when a change brings one. Stashes and tags are no branches.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from kic.core.layout import ENDING, RECORD_FOLDERS
from kic.core.record import Record
from kic.errors import Unavailable
from kic.store import git
from kic.store.reading.committed import blob_id
from kic.store.reading.convert import Kinds, kinds_of_path
from kic.store.reading.sources import Source

_TREE = 0o40000
_FILES = (0o100644, 0o100755, 0o100664)


class Branch(NamedTuple):
    """A branch as it is called (`main`, `origin/main`), and the commit that it stands on."""

    name: str
    tip: str


Files = dict[str, dict[str, set[str]]]
"""By path the ids of the contents that tips have there, each with these tips."""


def branches(root: Path) -> tuple[Branch, ...]:
    """Every local and remote branch, by name; none outside of git. A broken one has no name that git tells."""
    if git.find_top(root) is None:
        return ()
    listed = git.attempt(
        root, "for-each-ref", "--format=%(objectname) %(symref) %(refname)", "refs/heads", "refs/remotes"
    )
    found = []
    for line in listed.stdout.decode("utf-8", "replace").splitlines():
        tip, symbolic, name = line.split(" ", 2)
        if not symbolic:  # refs/remotes/origin/HEAD only points to another
            found.append(Branch(name.removeprefix("refs/heads/").removeprefix("refs/remotes/"), tip))
    return tuple(found)


def apart(root: Path, head: str) -> tuple[Branch, ...]:
    """The branches with commits that a commit has not before it."""
    known = branches(root)
    said = git.attempt(
        root, "for-each-ref", f"--no-merged={head}", "--format=%(objectname)", "refs/heads", "refs/remotes"
    )
    if said.returncode:
        return known  # before the first commit, or where a branch is broken
    left = set(said.stdout.decode("ascii", "replace").split())
    return tuple(each for each in known if each.tip in left)


def files_of(root: Path, tips: Iterable[str], *below: str) -> Files:
    """The files of commits below these folders (relative to the root); what the clone lacks is left out."""
    inside = git.prefix(root)
    asked = [
        (folder, tip, f"{tip}:{inside}{folder}".rstrip("/"))
        for tip in dict.fromkeys(tips)
        for folder in below
    ]
    waiting: dict[tuple[str, str], set[str]] = {}
    for (folder, tip, _), said in zip(asked, _told(root, [name for *_, name in asked]), strict=True):
        if said is not None and said[1] == "tree":
            waiting.setdefault((f"{folder.rstrip('/')}/", said[0]), set()).add(tip)
    found: Files = {}
    read: dict[str, tuple[tuple[int, str, str], ...]] = {}
    while waiting:
        _read_trees(root, {oid for _, oid in waiting} - read.keys(), read)
        deeper: dict[tuple[str, str], set[str]] = {}
        for (folder, oid), having in waiting.items():
            for mode, name, content in read.get(oid, ()):
                if mode == _TREE:
                    deeper.setdefault((f"{folder}{name}/", content), set()).update(having)
                elif mode in _FILES:
                    found.setdefault(f"{folder}{name}", {}).setdefault(content, set()).update(having)
        waiting = deeper
    return found


def _told(root: Path, names: list[str]) -> list[tuple[str, str] | None]:
    """The id and type of each object; None where there is none."""
    if not names:
        return []
    stdin = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    said = git.run(root, "cat-file", "--batch-check", stdin=stdin).decode("utf-8", "replace").splitlines()
    return [None if line.endswith(" missing") else (line.split()[0], line.split()[1]) for line in said]


def _read_trees(root: Path, oids: set[str], into: dict[str, tuple[tuple[int, str, str], ...]]) -> None:
    """Adds the entries (mode, name, id) of trees; one that the clone lacks has none."""
    if not oids:
        return
    wanted = sorted(oids)
    output = git.run(root, "cat-file", "--batch", stdin="".join(f"{oid}\n" for oid in wanted).encode())
    position = 0
    for oid in wanted:
        end = output.index(b"\n", position)
        facts = output[position:end].split()
        position = end + 1
        if len(facts) == 3:  # noqa: PLR2004  # id, type, size; else "id missing"
            size = int(facts[2])
            into[oid] = tuple(_entries(output[position : position + size], len(oid) // 2))
            position += size + 1
        else:
            into[oid] = ()


def _entries(tree: bytes, length: int) -> Iterable[tuple[int, str, str]]:
    position = 0
    while position < len(tree):
        blank = tree.index(b" ", position)
        end = tree.index(b"\0", blank)
        yield (
            int(tree[position:blank], 8),
            tree[blank + 1 : end].decode("utf-8", "surrogateescape"),
            tree[end + 1 : end + 1 + length].hex(),
        )
        position = end + 1 + length


# -- ids -------------------------------------------------------------------------------------------------


def id_of_path(path: str, kinds: Kinds) -> str | None:
    """The id that a record of this path has by its layout; None where the path does not tell one.

    Kinds that share a folder, as notices and objections do, call their files alike. A score sheet's file is
    called by its seat, the first edition's by nothing: only the record itself tells these ids.
    """
    told = {_id_by_layout(path, kinds[kind]) for kind in kinds_of_path(path, kinds)}
    return told.pop() if len(told) == 1 else None


def _id_by_layout(path: str, cls: type[Record]) -> str | None:
    for layout in cls.layouts:
        if "{id}" not in layout:
            continue
        steps, found = layout.split("/"), path.split("/")
        if len(steps) != len(found):
            continue
        for step, name in zip(steps, found, strict=True):
            if step in ("{id}", f"{{id}}{ENDING}"):
                return name.removesuffix(ENDING)
    return None


_PERSON = re.compile(rb"""^ +person: +["']?(p-[0-9]{4,})\b""", re.MULTILINE)
"""Where a private person's pseudonym stands: in an application, or in a contribution."""


def ids_elsewhere(root: Path, kinds: Kinds, source: Source) -> frozenset[str]:
    """Ids of records, and pseudonyms of persons, that are in use on any branch. `source` are the present files.

    Without git, and of what a clone lacks, there are none.
    """
    try:
        known = branches(root)
        if not known:
            return frozenset()
        found = files_of(root, (each.tip for each in known), *(each.rstrip("/") for each in RECORD_FOLDERS))
        ids = {id_ for path in found if (id_ := id_of_path(path, kinds)) is not None}
        return frozenset(ids | _persons(root, found, source))
    except Unavailable:
        return frozenset()  # what is here counts; `check --base` says what is missing


def _persons(root: Path, files: Files, source: Source) -> set[str]:
    """Pseudonyms in files of branches that are not here as they are there."""
    wanted = []
    for path, oids in files.items():
        if path.endswith(ENDING) and path.startswith(("applications/", "concept/contributions/")):
            try:
                here = source.read(path)
            except OSError:
                here = None
            wanted += [oid for oid in oids if here is None or blob_id(here, oid) != oid]
    there = [oid for oid, said in zip(wanted, _told(root, wanted), strict=True) if said is not None]
    contents = git.blobs(root, there).values()
    return {found.decode("ascii") for content in contents for found in _PERSON.findall(content)}
