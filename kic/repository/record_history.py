"""How a record came to be: its states in git, each with what changed in words and the act behind it.

A record is followed by its id through every place that its kind has, and through declared succession: behind its own
history stands that of the records which it continues, or which were merged, split or replaced into it. One `git log`
answers for all of them; a second one, through renames as git guesses them, only where the record seems to begin with
a file that came from somewhere else.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from kic.core.layout import FOLDERS
from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.documents.field_changes import FieldChange, all_changes, changed_fields
from kic.domain.chapters import KINDS
from kic.domain.concept.edition import Edition
from kic.domain.revisions import TEXT_FIELDS, Amendment
from kic.domain.revisions.acts import Act, act_of_adoption, act_of_amendment
from kic.errors import UsageError
from kic.repository.predecessors import predecessors
from kic.repository.record_places import home, places
from kic.store import git
from kic.store.git_refs import standing
from kic.store.reading.load import read_entry

_TEXTS = frozenset(field for fields in TEXT_FIELDS.values() for field in fields)


class Revised(msgspec.Struct, frozen=True, kw_only=True):
    """One revision of a record: when it was committed, under which subject, what changed, and by which acts.

    `record` is the record's id: that of a predecessor in what stands behind its own history. `cut_off` says that the
    clone begins here, so that nobody can tell what this commit changed.
    """

    revision: str
    date: datetime.date
    subject: str
    record: str
    path: str
    moved_from: str | None
    changes: tuple[FieldChange, ...]
    acts: tuple[Act, ...] = ()
    cut_off: bool = False


class State(msgspec.Struct, frozen=True):
    """A record before and after a commit, as its file was read; `others` are those of a merge's further parents.

    `unread` says that its file could not be read after the commit. Then `after` is empty, and `before` of the next one
    is what could be read last.
    """

    step: git.Step
    record: str
    path: str
    path_before: str | None
    before: Any
    after: Any
    others: tuple[Any, ...] = ()
    unread: bool = False


class Trail(msgspec.Struct, frozen=True):
    """Everything that git knows of a record and its predecessors.

    `came_from` names the direct predecessors of each; `editions` the edition of each. `states` are by record, the
    newest first; `order` tells how old a commit is: 0 is the newest. `acts` are what commits carried for a record,
    `adoptions` each edition's adoption with the commit that first carried it. `ends` are the commits at which this
    clone was cut off.
    """

    chain: tuple[str, ...]
    part: str | None
    came_from: Mapping[str, tuple[str, ...]]
    editions: Mapping[str, str]
    states: Mapping[str, tuple[State, ...]]
    order: Mapping[str, int]
    acts: Mapping[tuple[str, str], tuple[Act, ...]]
    adoptions: Mapping[str, tuple[str, Act]]
    ends: frozenset[str] = frozenset()


def history(root: Path, state: Snapshot, id: str) -> tuple[Revised, ...]:  # noqa: A002
    """The revisions of a record or part, the newest first, then those of its predecessors.

    Raises UsageError outside of git. Of a part, only what changed in it.
    """
    trail = follow(root, state, id)
    found: list[Revised] = []
    for record in trail.chain:
        states = trail.states.get(record, ())
        for each in states:
            before, after = each.before, each.after
            if not before and not after and not each.unread:
                continue
            changes = changed_fields(before, after) if before and after else ()
            if each.unread:
                changes = (FieldChange((), text("cannot be read as it stands")),)
            elif before and not after:
                changes = (FieldChange((), text("gone")),)
            if not changes and before and after and each.path_before is None and trail.part is not None:
                continue  # the part stayed as it was
            found.append(
                Revised(
                    revision=each.step.revision,
                    date=each.step.date.date(),
                    subject=each.step.subject,
                    record=record,
                    path=each.path,
                    moved_from=each.path_before,
                    changes=changes,
                    acts=trail.acts.get((record, each.step.revision), ()),
                    cut_off=each.step.revision in trail.ends,
                )
            )
    return tuple(found)


def follow(root: Path, state: Snapshot, id: str) -> Trail:  # noqa: A002
    """What git knows of a record or part and of its predecessors; raises UsageError outside of git."""
    place = standing(root)
    if place is None:
        raise UsageError(
            "This repository is not in git, so there is no history.", help="git init begins one."
        )
    came_from = predecessors(state, id)
    chain = tuple(dict.fromkeys((id, *(each for found in came_from.values() for each in found))))
    homes = {each: entry for each in chain if (entry := home(state, each)) is not None}
    amendments = [
        each
        for each in state.all(Amendment)
        if any(amended.element in homes or amended.element in chain for amended in each.elements)
    ]
    editions = {
        edition.id: edition
        for home in homes.values()
        if (edition := state.get(Edition, getattr(home.record, "edition", None) or home.id)) is not None
    }
    beside = [state.entry(each) for each in (*amendments, *editions.values())]
    paths = dict.fromkeys(place for entry in (*homes.values(), *beside) for place in places(entry))
    steps = git.steps(root, paths, inside=place.inside) if place.head is not None else []
    own = homes.get(id)
    if own is not None:
        steps = _through_renames(root, place.inside, steps, own, state)
    read = _Read(root, steps)
    states = {each: _states(read, steps, homes[each], each) for each in chain if each in homes}
    order = {step.revision: place for place, step in enumerate(steps)}
    carried = _carried(state, read, steps, states, amendments, order)
    adoptions: dict[str, tuple[str, Act]] = {}
    edition_of = {
        each: getattr(home.record, "edition", None) or home.id or "" for each, home in homes.items()
    }
    for edition in editions.values():
        if (revision := _adopted(read, steps, edition)) is None:
            continue
        act = act_of_adoption(state, edition)
        adoptions[edition.id] = (revision, act)
        for record, found in states.items():
            if edition_of[record] == edition.id and any(each.step.revision == revision for each in found):
                carried[record, revision] = (*carried.get((record, revision), ()), act)
    part = id if own is not None and own.id != id else None
    ends = git.ends(root) if place.shallow else frozenset()
    known = {
        key: found for key, found in carried.items() if key[1] not in ends
    }  # there, everything seems to begin
    return Trail(chain, part, came_from, edition_of, states, order, known, adoptions, ends)


# -- what git has ----------------------------------------------------------------------------------------


class _Read:
    """Every content of some steps, fetched in one go, as the files were read."""

    def __init__(self, root: Path, steps: Iterable[git.Step]) -> None:
        self._contents = git.blobs(
            root,
            (
                oid
                for step in steps
                for touch in step.touched
                for oid in (touch.before, touch.after, *touch.others)
                if oid
            ),
        )
        self._entries: dict[tuple[str, str], Entry] = {}

    def __call__(self, path: str, oid: str | None) -> Entry | None:
        if oid is None:
            return None
        key = (path, oid)
        if key not in self._entries:
            self._entries[key] = read_entry(path, self._contents[oid], KINDS)[0]
        return self._entries[key]


def _through_renames(
    root: Path, inside: str, steps: list[git.Step], home: Entry, state: Snapshot
) -> list[git.Step]:
    """The steps, with those of files under other names from which the record came, if git finds such.

    Asked from the newest commit in which the record seems to begin: git goes on from there through every name. Where
    that is the first of all commits, the file came from nowhere.
    """
    wanted = places(home)
    births = (
        (step, ours)
        for step in steps
        if (ours := [touch for touch in step.touched if touch.path in wanted])
        and all(touch.before is None for touch in ours)
    )
    born, touches = next(births, (None, []))
    if born is None or not born.parents:
        return steps
    followed = git.steps(root, (touches[0].path,), revision=born.revision, follow=True, inside=inside)
    older = list(_of_one(root, followed, home, state))
    if not any(touch.path_before is not None for step in older for touch in step.touched):
        return steps
    return list(_joined(steps, older, frozenset(wanted)))


def _of_one(root: Path, steps: Iterable[git.Step], home: Entry, state: Snapshot) -> Iterator[git.Step]:
    """The steps up to the one that made the file after that of another record, which stayed.

    git takes the one for the other where they are alike; but what was copied, or taken over from an earlier edition,
    has not moved. A file's name is its id. A record that bears the other id today may have come later.
    """
    for step in steps:
        for touch in step.touched:
            before = PurePosixPath(touch.path_before or "").stem
            if (
                before
                and before != home.id
                and state.kind_of(before) is not None
                and any(
                    PurePosixPath(path).stem == before for path in git.tree(root, step.revision, *FOLDERS)
                )
            ):
                yield step._replace(touched=(touch._replace(before=None, path_before=None),))
                return
        yield step


def _joined(
    steps: Sequence[git.Step], older: Iterable[git.Step], wanted: frozenset[str]
) -> Iterator[git.Step]:
    """Both newest first; what `older` says of the record takes the place of what was seen under its own names."""
    known = {step.revision for step in steps}
    told: dict[str, git.Step] = {}
    ahead: dict[str, list[git.Step]] = {}
    unknown: list[git.Step] = []
    for step in older:
        if step.revision in known:
            told[step.revision] = step
            ahead[step.revision], unknown = unknown, []
        else:
            unknown.append(step)
    for step in steps:
        yield from ahead.get(step.revision, ())
        touched = told[step.revision].touched if step.revision in told else ()
        paths = wanted.union(*({touch.path, touch.path_before} for touch in touched))
        others = (touch for touch in step.touched if touch.path not in paths)
        yield step._replace(touched=(*touched, *others)) if touched else step
    yield from unknown


def _states(read: _Read, steps: Iterable[git.Step], home: Entry, id: str) -> tuple[State, ...]:  # noqa: A002
    """The states of one record, or of a part of it, the newest first."""
    found = list(_as_read(read, steps, home, id))
    last: Any = {}
    for place in range(len(found) - 1, -1, -1):
        each = found[place]
        if last and not each.before and found[place + 1].unread:
            each = found[place] = msgspec.structs.replace(each, before=last)
        last = each.before if each.unread else each.after
    return tuple(found)


def _as_read(read: _Read, steps: Iterable[git.Step], home: Entry, id: str) -> Iterator[State]:  # noqa: A002
    wanted = set(places(home))
    for step in steps:
        before: tuple[str, Entry] | None = None
        after: tuple[str, Entry] | None = None
        others: list[Any] = []
        for touch in step.touched:
            if touch.path not in wanted:
                continue
            was = read(touch.path_before or touch.path, touch.before)
            now = read(touch.path, touch.after)
            if now is not None and _is(now, home):
                after = (touch.path, now)
                wanted.update(each for each in (touch.path_before,) if each is not None)
            if was is not None and (_is(was, home) or touch.path_before is not None):
                before = (touch.path_before or touch.path, was)
            others += [
                _plain(each, home, id) for oid in touch.others if (each := read(touch.path, oid)) is not None
            ]
        if before is None and after is None:
            continue
        path = after[0] if after else before[0] if before else ""
        yield State(
            step=step,
            record=id,
            path=path,
            path_before=before[0] if before and after and before[0] != after[0] else None,
            before=_plain(before[1], home, id) if before else {},
            after=_plain(after[1], home, id) if after else {},
            others=tuple(others),
            unread=after is not None and after[1].declared is None,
        )


def _is(entry: Entry, home: Entry) -> bool:
    """Whether this is the record; of one that cannot be read, its place has to do."""
    return entry.id == home.id and (entry.kind == home.kind or entry.record is None)


def _plain(entry: Entry, home: Entry, id: str) -> Any:  # noqa: A002
    """The record as it was read, or the part with this id; empty if it was not there or not readable."""
    value = entry.declared if isinstance(entry.declared, dict) else {}
    if id == home.id:
        return value
    for each in value.values():
        for item in each if isinstance(each, list) else ():
            if isinstance(item, dict) and item.get("id") == id:
                return {**item, "kind": "goal"}
    return {}


# -- acts ------------------------------------------------------------------------------------------------


def _carried(
    state: Snapshot,
    read: _Read,
    steps: list[git.Step],
    states: Mapping[str, tuple[State, ...]],
    amendments: Iterable[Amendment],
    order: Mapping[str, int],
) -> dict[tuple[str, str], tuple[Act, ...]]:
    """The amendments by record and commit: that which brought the amendment's file, if it touched the record.

    Else the nearest commit that changed the record's texts and that no other amendment came with.
    """
    found: dict[tuple[str, str], tuple[Act, ...]] = {}
    late: list[tuple[str, int, Act]] = []
    for amendment in amendments:
        first = _first(read, steps, state.entry(amendment))
        for each in amendment.elements:
            if each.element not in states or first is None:
                continue
            act = act_of_amendment(state, amendment, each)
            if any(one.step.revision == first for one in states[each.element]):
                key = (each.element, first)
                found[key] = (*found.get(key, ()), act)
            else:
                late.append((each.element, order[first], act))
    for record, place, act in late:
        free = [
            each.step.revision
            for each in states[record]
            if (record, each.step.revision) not in found
            and each.before
            and each.after
            and _text_changed(each)
        ]
        if free:
            nearest = min(free, key=lambda revision: abs(order[revision] - place))
            found[record, nearest] = (*found.get((record, nearest), ()), act)
    return found


def _text_changed(state: State) -> bool:
    return any(
        change.field and change.field[0] in _TEXTS for change in all_changes(state.before, state.after)
    )


def _first(read: _Read, steps: Iterable[git.Step], home: Entry) -> str | None:
    """The oldest commit that holds the record."""
    wanted = set(places(home))
    first = None
    for step in steps:
        for touch in step.touched:
            now = read(touch.path, touch.after) if touch.path in wanted else None
            if now is not None and _is(now, home):
                first = step.revision
    return first


def _adopted(read: _Read, steps: Iterable[git.Step], edition: Edition) -> str | None:
    """The oldest commit that holds the edition with its adoption."""
    first = None
    for step in steps:
        for touch in step.touched:
            if not touch.path.endswith("concept.yaml"):
                continue
            now = read(touch.path, touch.after)
            seen = now.record if now is not None else None
            if isinstance(seen, Edition) and seen.id == edition.id and (seen.adopted or seen.resolution):
                first = step.revision
    return first
