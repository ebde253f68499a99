"""A simulated disk that forgets what was not synchronised, for `kic.store.writing.files.Disk`.

Every step is recorded. `after_power_loss` gives states that a real disk may be in when the power goes after
a number of steps: names (created, renamed, removed) of folders that were not synchronised survive in any
combination, and content that was not synchronised survives sector by sector, or as zeros.
"""

import errno
import itertools
import random
from collections.abc import Iterator

SECTOR = 512

Tree = dict[str, int]
"""Names of files to the numbers of their contents."""


class Simulated:
    """Files in memory. `fail` names a step (counted from 1) that raises this OSError instead."""

    def __init__(self, files: dict[str, bytes], folders: set[str] = frozenset()) -> None:
        self.contents: list[bytes] = []
        self.tree: Tree = {}
        self.folders = {"", *folders}
        for name, content in files.items():
            self._new(name, content)
            self._parents(name)
        self.start = (dict(self.tree), list(self.contents), set(self.folders))
        self.steps: list[tuple] = []
        self.fail: dict[int, int] = {}
        self.short = False
        self.before_step = lambda step: None

    def _new(self, name: str, content: bytes) -> int:
        self.contents.append(content)
        self.tree[name] = len(self.contents) - 1
        return self.tree[name]

    def _parents(self, name: str) -> None:
        while name := name.rpartition("/")[0]:
            self.folders.add(name)

    def _step(self, *step) -> None:
        self.before_step(step)
        if number := self.fail.get(len(self.steps) + 1):
            self.steps.append(("nothing",))
            raise OSError(number, errno.errorcode[number])
        self.steps.append(step)

    @property
    def files(self) -> dict[str, bytes]:
        return {name: self.contents[number] for name, number in self.tree.items()}

    # -- Disk ----------------------------------------------------------------------------------------------

    def read(self, name):
        return self.contents[self.tree[name]] if name in self.tree else None

    def create(self, name, like=None):
        assert name.rpartition("/")[0] in self.folders, name
        if name in self.tree:
            self.unlink(name)
        self._step("create", name, len(self.contents))
        return self._new(name, b"")

    def write(self, handle, data):
        self._step("write", handle, data)
        self.contents[handle] += data

    def sync(self, handle):
        self._step("sync", handle)

    def close(self, handle):
        pass

    def rename(self, old, new):
        assert old in self.tree, old
        self._step("rename", old, new, self.tree[old])
        self.tree[new] = self.tree.pop(old)

    def unlink(self, name):
        if name in self.tree:
            self._step("unlink", name)
            del self.tree[name]

    def mkdir(self, name):
        if name not in self.folders:
            self._step("mkdir", name)
            self.folders.add(name)

    def rmdir(self, name):
        if any(other.startswith(name + "/") for other in (*self.tree, *self.folders)):
            return False
        self._step("rmdir", name)
        self.folders.discard(name)
        return True

    def sync_folder(self, name):
        self._step("sync_folder", name)

    def names(self, name):
        start = name + "/" if name else ""
        below = (other[len(start) :] for other in (*self.tree, *self.folders) if other.startswith(start))
        return sorted({other.split("/")[0] for other in below if other})

    def is_folder(self, name):
        return name in self.folders

    def is_link(self, name):
        return False


def after_power_loss(disk: Simulated, steps: int, most: int, seed: int = 0) -> Iterator[Simulated]:
    """States that the disk may be in when the power goes after so many steps; all of them up to `most`."""
    lasting, loose, contents = history(disk, steps)
    choices = [range(3 if crosses(disk.steps[step]) else 2) for step in loose] + [
        range(len(variants)) for variants in contents.values()
    ]
    total = 1
    for choice in choices:
        total *= len(choice)
    if total <= most:
        picks = itertools.product(*choices)
    else:
        chance = random.Random(seed * 100_003 + steps)
        picks = (tuple(chance.choice(choice) for choice in choices) for _ in range(most))
        picks = itertools.chain([(0,) * len(choices), tuple(len(c) - 1 for c in choices)], picks)
    seen = set()
    for pick in picks:
        kept = {step: how for step, how in zip(loose, pick, strict=False) if how}
        variant = dict(zip(contents, pick[len(loose) :], strict=True))
        state = survivors(disk, lasting, kept, {h: contents[h][n] for h, n in variant.items()})
        key = (tuple(sorted(state.files.items())), tuple(sorted(state.folders)))
        if key not in seen:
            seen.add(key)
            yield state


def crosses(step) -> bool:
    """Whether a file is moved from one folder to another: then both names may survive."""
    return step[0] == "rename" and step[1].rpartition("/")[0] != step[2].rpartition("/")[0]


def history(disk: Simulated, steps: int):
    """Steps that surely last, steps that may, and what each loose content may have become."""
    named: dict[int, tuple[str, ...]] = {}
    content: dict[int, list[bytes]] = {}
    lasting: set[int] = set()
    for position, (verb, *rest) in enumerate(disk.steps[:steps]):
        if verb in ("create", "unlink", "mkdir", "rmdir"):
            named[position] = (rest[0].rpartition("/")[0],)
        elif verb == "rename":
            named[position] = tuple({rest[0].rpartition("/")[0], rest[1].rpartition("/")[0]})
        elif verb == "write":
            content.setdefault(rest[0], []).append(rest[1])
        elif verb == "sync":
            content.pop(rest[0], None)
            content[rest[0]] = []
        elif verb == "sync_folder":
            for other, folders in list(named.items()):
                # a rename between two folders lasts once both, or the new one, were synchronised
                if (
                    rest[0] == folders[0]
                    if len(folders) == 1
                    else disk.steps[other][2].rpartition("/")[0] == rest[0]
                ):
                    lasting.add(other)
                    del named[other]
    loose = sorted(named)
    variants: dict[int, list[bytes]] = {}
    for handle, writes in content.items():
        if writes:
            variants[handle] = list(damaged(b"".join(writes)))
    return lasting, loose, variants


def damaged(data: bytes) -> list[bytes]:
    """What may be on the disk of content that was not synchronised."""
    sectors = [data[n : n + SECTOR] for n in range(0, len(data), SECTOR)]
    found = [b"", data, bytes(len(data)), data[: len(data) // 2]]
    found += [b"".join(sectors[:n]) for n in range(1, len(sectors))]
    found += [
        b"".join(bytes(len(s)) if n == lost else s for n, s in enumerate(sectors))
        for lost in range(len(sectors))
    ]
    return list(dict.fromkeys(found))


def survivors(
    disk: Simulated, lasting: set[int], kept: dict[int, int], contents: dict[int, bytes]
) -> Simulated:
    """The disk after the restart: the steps that survived (2: with the old name too), in their order."""
    tree, start, folders = (dict(disk.start[0]), list(disk.start[1]), set(disk.start[2]))
    for position in sorted(lasting | set(kept)):
        verb, *rest = disk.steps[position]
        if verb == "create":
            tree[rest[0]] = rest[1]
        elif verb == "unlink":
            tree.pop(rest[0], None)
        elif verb == "rename":
            if tree.get(rest[0]) == rest[2] and kept.get(position) != 2:
                del tree[rest[0]]
            tree[rest[1]] = rest[2]
        elif verb == "mkdir":
            folders.add(rest[0])
        elif verb == "rmdir":
            folders.discard(rest[0])
    final = {
        name: contents.get(number, disk.contents[number] if number >= len(start) else start[number])
        for name, number in tree.items()
        if name.rpartition("/")[0] in folders
    }
    return Simulated(final, folders)
