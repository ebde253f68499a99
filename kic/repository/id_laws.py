"""What must hold of a change beyond the two states: ids across branches and times, and kept copies.

The findings are pure functions; what git tells them is found by `kic.repository.branch_ids`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from kic.core.diagnostic import Diagnostic, Law, Severity, diagnose
from kic.core.layout import PUBLISHED, SETTINGS
from kic.core.place import START, Aim, Field, Place
from kic.core.record import Entry, Part, walk
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, text
from kic.domain.chapters import KINDS
from kic.domain.publications import MANIFEST
from kic.domain.settings import FORMAT
from kic.store.paths import printable
from kic.store.reading.committed import same_content
from kic.store.reading.convert import kind_of_path
from kic.store.reading.load import load
from kic.store.reading.sources import Memory

TWICE_ON_BASE = Law(
    "KIC065",
    "id-taken-twice",
    Severity.ERROR,
    """A new id is not one that the branch which the change goes to has given to another record meanwhile.

Why: Two people take the next number on two branches, and git merges both without a word where the files differ. Then a
file number, a payment's purpose or a reference in the minutes means two things.

Fix: Who comes later takes the next free number: `kic renumber ID --base BRANCH` changes the record and everything that
names it.

Source: Layout of a repository (kic): ids are never reused; asked for by users of others (doorstop#84).""",
)
TWICE_ELSEWHERE = Law(
    "KIC075",
    "id-taken-on-branch",
    Severity.WARNING,
    """A new id is not also that of another new record on another open branch.

Why: Whichever branch is merged second brings a number that is taken. It is changed most easily while nobody has
written it on a letter.

Fix: Agree who keeps it; the other takes the next free number: `kic renumber ID`. A branch that is finished with is
deleted (`git branch -d`, `git fetch --prune`).

Source: Layout of a repository (kic): ids are never reused; asked for by users of others (doorstop#84).""",
)
PUBLISHED_CHANGED = Law(
    "KIC068",
    "published-changed",
    Severity.ERROR,
    """What was published stays as it was published.

Files below `reports/published/` are kept copies. A change adds some, and changes or removes none. What has a manifest
is looked after by KIC975 to KIC980.

Why: Council and public rely on what they were given. A copy that was changed later proves nothing.

Fix: Restore the file (`git restore --source BASE FILE`). Publish a corrected copy beside it, under a new name.

Source: Layout of a repository (kic): reports/published/ holds kept copies.""",
)
REUSED = Law(
    "KIC069",
    "id-reused",
    Severity.ERROR,
    """A new record has no id that another one had before it was taken out.

Why: Old letters, minutes and reports still name the id. Whoever looks it up would find another matter.

Fix: Take the next free number: `kic renumber ID`. Where it is the same record again, restore it as it was
(`git restore --source COMMIT FILE`).

Source: Layout of a repository (kic): ids are never reused.""",
)
NOT_SEEN = Law(
    "KIC076",
    "history-cut-off",
    Severity.NOTE,
    """What a clone does not hold cannot be looked at.

Why: A shallow clone, as many CI servers make it, lacks older revisions; a clone of one branch lacks the others. Whether
a new id was in use before or elsewhere then stays open.

Fix: Fetch everything: `git fetch --unshallow`, or `fetch-depth: 0` in the workflow; and all branches.

Source: Practice of kic's own checks: what was not looked at is said.""",
)
LAWS: tuple[Law, ...] = (TWICE_ON_BASE, PUBLISHED_CHANGED, REUSED, TWICE_ELSEWHERE, NOT_SEEN)


class New(NamedTuple):
    """An id that a change brings: where it stands, and its kind."""

    entry: Entry
    field: Field
    kind: str
    part: Part | None = None


class Other(msgspec.Struct, frozen=True):
    """A file of another branch that holds, or may hold, an id which the change brings too."""

    branches: tuple[str, ...]
    path: str
    content: bytes
    on_base: bool


class Gone(msgspec.Struct, frozen=True):
    """A file that the base's history had, as it was before it was taken out, and the commit that did so."""

    path: str
    content: bytes
    commit: str


def new_ids(before: Snapshot, after: Snapshot) -> dict[str, New]:
    """The ids of records and parts that the state before did not have; of that only what differs has been read."""
    files = set(before.files)

    def as_it_was(path: str) -> bool:
        return path in files and path not in before.entries

    def known(id_: str) -> bool:
        here = (*after.entries_with(id_), *(owned.entry for owned in after.owned(id_)))
        return before.kind_of(id_) is not None or any(as_it_was(entry.path) for entry in here)

    brought: dict[str, New] = {}
    for entry in after:
        if as_it_was(entry.path):
            continue
        if entry.id is not None and entry.kind is not None and not known(entry.id):
            brought.setdefault(entry.id, New(entry, ("id",), entry.kind))
        for field, kinds, part in walk(entry.record) if entry.record is not None else ():
            if not kinds and not part.local and not known(part.id):
                brought.setdefault(part.id, New(entry, (*field, "id"), part.part_kind, part))
    return brought


# -- taken on another branch -----------------------------------------------------------------------------


def taken_twice(new: Mapping[str, New], others: Iterable[Other]) -> Iterator[Diagnostic]:
    """A finding for each new id that a branch has too, for another record: the base first, and one is enough."""
    said: set[str] = set()
    for each in sorted(others, key=lambda other: (not other.on_base, other.branches, other.path)):
        state = load(Memory({each.path: each.content}), KINDS, format=FORMAT)
        for id_ in state.ids():
            mine = new.get(id_)
            if mine is None or id_ in said or _is_the_same(mine, state, id_):
                continue
            said.add(id_)
            name = _name_in(state, id_)
            yield _found(
                TWICE_ON_BASE if each.on_base else TWICE_ELSEWHERE,
                mine,
                text(
                    "{id} is taken on {branches} for something else: {name}",
                    id=id_,
                    branches=each.branches,
                    name=printable(each.path) if name is None else name,
                ),
                text("kic renumber {id} gives it the next free number, with all that names it", id=id_),
            )


def _is_the_same(mine: New, state: Snapshot, id: str) -> bool:  # noqa: A002
    """Whether the id means there what it means here."""
    if mine.part is not None:
        return any(owned.part == mine.part for owned in state.owned(id))
    return any(
        entry.kind == mine.kind and entry.declared == mine.entry.declared and entry.declared is not None
        for entry in state.entries_with(id)
    )


def _name_in(state: Snapshot, id: str) -> str | None:  # noqa: A002
    """What the record or part of an id is called; None where it has no name."""
    for record in (
        *(entry.record for entry in state.entries_with(id)),
        *(each.part for each in state.owned(id)),
    ):
        for field in ("title", "name"):
            if isinstance(name := getattr(record, field, None), str):
                return name
    return None


# -- taken before ----------------------------------------------------------------------------------------


def reused(new: Mapping[str, New], gone: Iterable[Gone]) -> Iterator[Diagnostic]:
    """A finding for each new id that a record had which was taken out; not where it is the same record again."""
    said: set[str] = set()
    for each in gone:
        state = load(Memory({each.path: each.content}), KINDS, format=FORMAT)
        for entry in state:
            id_ = entry.id or ""
            mine = new.get(id_)
            if mine is None or id_ in said or _same_again(state, entry, mine):
                continue
            said.add(id_)
            yield _found(
                REUSED,
                mine,
                text(
                    "{id} was the id of another {kind} until the recorded state {commit}",
                    id=id_,
                    kind=Label("kind", entry.kind or mine.kind),
                    commit=each.commit[:10],
                ),
                text("kic renumber {id} gives it the next free number, with all that names it", id=id_),
            )


def _same_again(state: Snapshot, was: Entry, now: New) -> bool:
    """Whether a record has come back: of the same kind, and with the same name, or else the same words."""
    if was.kind != now.kind:
        return False
    name = _name_in(state, was.id or "")
    here = getattr(now.entry.record, "title", None) or getattr(now.entry.record, "name", None)
    return was.source == now.entry.source if name is None else name == here


# -- frozen copies ---------------------------------------------------------------------------------------


def published_changed(after: Snapshot, was: Mapping[str, str]) -> Iterator[Diagnostic]:
    """A finding for each kept copy of the base (`was`: content ids by path) that is gone or is another now.

    Where a manifest told of it, the rules on publications say so, as they know what was published.
    """
    told = {path.removesuffix(MANIFEST) for path in was if kind_of_path(path, KINDS) == "publication"}
    for path, oid in sorted(was.items()):
        if not path.startswith(PUBLISHED) or f"{'/'.join(path.split('/')[:3])}/" in told:
            continue
        if not after.has_file(path):
            yield _of_file(path, text("this file was published, and is gone"))
        elif (content := after.content(path)) is None:
            yield _of_file(path, text("this file was published, and cannot be read"))
        elif not same_content(content, oid):
            yield _of_file(path, text("this file was published, and says something else now"))


def _of_file(path: str, message: Text) -> Diagnostic:
    help_ = text("restore it, and publish a corrected copy under a new name")
    return diagnose(PUBLISHED_CHANGED, message, Place(printable(path), (), Aim.VALUE, START), help=help_)


# -- what could not be looked at -------------------------------------------------------------------------


def past_not_seen() -> Diagnostic:
    """A note that a clone is too shallow to know who had an id before."""
    return diagnose(
        NOT_SEEN,
        text("this clone is cut off: whether a new id was in use before stays open"),
        Place(SETTINGS),
        help=text("git fetch --unshallow brings the older revisions"),
    )


def _found(law: Law, new: New, message: Text, help_: Text) -> Diagnostic:
    return diagnose(law, message, Place(new.entry.path, new.field), help=help_, record=new.entry.id)
