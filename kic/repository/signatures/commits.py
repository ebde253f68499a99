"""The commits of a change that touch what is guarded, each compared with every commit that it comes from.

A commit is looked at by itself, so that what a later one takes back is seen too. A merge is none of its own where it
has, of what is guarded, what its sides and their common commit give without anybody's choice.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kic.core.layout import RECORD_FOLDERS, SETTINGS
from kic.core.record import Entry
from kic.repository.signatures.guarded import Key, adopts, guarded, is_guarded, read
from kic.store import git
from kic.store.git_trees import Commit, Sides, Span, between, commons, tree_of

_SIDES = 2
_EDITIONS = ("concept/concept.yaml", "concept/editions")

Delta = dict[Key, tuple[Any, Any, str]]
"""What is guarded and differs: by key the value before and after (None: none), and the file."""


class Guard:
    """What the commits of a span do to what is guarded. `adopted` are editions that count as adopted in any case."""

    def __init__(self, root: Path, found: Span, adopted: frozenset[str], signers: str) -> None:
        self._root = root
        self._span = found
        self._adopted = adopted
        self._signers = signers
        self._entries: dict[tuple[str, str], Entry] = {}
        self._editions: dict[str, dict[str, str]] = {}

    def touching(self) -> dict[str, tuple[str, ...]]:
        """The commits that need a signature, each with the files for which."""
        commits = self._span.inside.values()
        pairs = [(parent, each) for each in commits for parent in each.parents or ("",)]
        differing = self._differing([(self._tree(parent), each.tree) for parent, each in pairs])
        changes = {
            (parent, each.revision): diff for (parent, each), diff in zip(pairs, differing, strict=True)
        }
        self._fetch(changes.values())
        for each in commits:
            first = each.parents[0] if each.parents else ""
            self._editions[each.revision] = self._updated(first, changes[first, each.revision])
        found = {}
        for each in commits:
            deltas = {
                parent: self._delta(parent, each.revision, changes[parent, each.revision])
                for parent in each.parents or ("",)
            }
            keys = self._own(each, deltas)
            if keys:
                touched = {
                    path for delta in deltas.values() for key, (*_, path) in delta.items() if key in keys
                }
                found[each.revision] = tuple(sorted(touched))
        return found

    # -- one commit ----------------------------------------------------------------------------------------

    def _own(self, commit: Commit, deltas: Mapping[str, Delta]) -> set[Key]:
        """The keys whose values are a commit's own doing."""
        keys = {key for delta in deltas.values() for key in delta}
        if len(deltas) != _SIDES or not keys:
            return keys  # of several sides at once, git chooses nothing by itself
        chosen: set[Key] = set()
        for common in commons(self._root, *deltas) or ("",):
            (diff,) = self._differing([(self._tree(common), commit.tree)])
            self._fetch([diff])
            before = self._delta(common, commit.revision, diff)
            chosen |= {key for key in keys if not _by_itself(key, before, *deltas.values())}
        return chosen

    def _delta(self, before: str, after: str, diff: Mapping[str, Sides]) -> Delta:
        """What is guarded and differs between two commits."""
        values: tuple[dict[Key, Any], dict[Key, Any]] = ({}, {})
        places: dict[Key, str] = {}
        for side, commit in enumerate((before, after)):
            adopted = self._adopted | self._adopted_in(commit)
            for path, items in diff.items():
                item = items[side]
                if item is None:
                    continue
                for key, value in guarded(
                    path, item, self._entry(path, item), adopted, self._signers
                ).items():
                    values[side][key] = value
                    places[key] = path
        was, now = values
        return {
            key: (was.get(key), now.get(key), place)
            for key, place in places.items()
            if was.get(key) != now.get(key)
        }

    # -- editions ------------------------------------------------------------------------------------------

    def _adopted_in(self, commit: str) -> frozenset[str]:
        """The editions that are adopted in a commit."""
        named = (adopts(self._entries[path, oid]) for path, oid in self._editions_of(commit).items())
        return frozenset(filter(None, named))

    def _editions_of(self, commit: str) -> dict[str, str]:
        """The files of a commit that hold an edition, with the ids of their contents."""
        if not commit:
            return {}
        if commit not in self._editions:
            files = editions(self._root, commit)
            self._read(files.items())
            self._editions[commit] = files
        return self._editions[commit]

    def _updated(self, parent: str, diff: Mapping[str, Sides]) -> dict[str, str]:
        known = dict(self._editions_of(parent))
        for path, (_, item) in diff.items():
            known.pop(path, None)
            entry = self._entry(path, item) if item is not None else None
            if item is not None and entry is not None and entry.kind == "edition":
                known[path] = item.oid
        return known

    # -- git -----------------------------------------------------------------------------------------------

    def _tree(self, commit: str) -> str:
        known = self._span.inside.get(commit) or self._span.around.get(commit)
        return known.tree if known is not None else tree_of(self._root, commit or None)

    def _differing(self, pairs: Sequence[tuple[str, str]]) -> list[dict[str, Sides]]:
        """The files that differ between each two trees and can hold what is guarded."""
        folders = (each.rstrip("/") for each in RECORD_FOLDERS)
        found = between(self._root, pairs, SETTINGS, self._signers, *folders)
        return [
            {path: sides for path, sides in each.items() if is_guarded(path, self._signers)} for each in found
        ]

    def _fetch(self, diffs: Iterable[Mapping[str, Sides]]) -> None:
        """Reads every record of these files that has not been read."""
        self._read(
            (path, item.oid)
            for diff in diffs
            for path, sides in diff.items()
            for item in sides
            if item is not None and _is_file(item) and path != self._signers
        )

    def _read(self, files: Iterable[tuple[str, str]]) -> None:
        wanted = [each for each in dict.fromkeys(files) if each not in self._entries]
        contents = git.blobs(self._root, (oid for _, oid in wanted))
        for path, oid in wanted:
            self._entries[path, oid] = read(path, contents[oid])

    def _entry(self, path: str, item: git.Item) -> Entry | None:
        return self._entries.get((path, item.oid)) if _is_file(item) else None


def _by_itself(key: Key, before: Delta, ours: Delta, theirs: Delta) -> bool:
    """Whether a merge has of a key what follows without anybody's choice: one side's value, where only it changed."""
    if key in ours and key in theirs:
        return False
    side = ours if key in ours else theirs
    unchanged, merged, _ = side[key]
    return bool(unchanged == (before[key][0] if key in before else merged))


def _is_file(item: git.Item) -> bool:
    return item.mode not in (git.SYMLINK, git.SUBMODULE)


def editions(root: Path, revision: str) -> dict[str, str]:
    """The files of editions in a revision, with the ids of their contents."""
    listed = git.tree(root, revision, *_EDITIONS)
    return {path: oid for path, oid in listed.items() if path.endswith("/concept.yaml")}
