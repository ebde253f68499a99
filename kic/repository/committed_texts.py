"""When the texts of the concept and their acts came into git: the fourth date of a text, which is git's alone."""

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.domain.concept.edition import Edition
from kic.domain.concept.structure import Theme
from kic.domain.in_force.wordings import WORDS
from kic.domain.revisions import Amendment
from kic.repository.earlier_wordings import carriers_of, entry_after, entry_before, line_of, touching
from kic.store import git


class Committed(msgspec.Struct, frozen=True, kw_only=True):
    """A commit: its revision, its day, its subject."""

    revision: str
    date: datetime.date
    subject: str


class InGit(msgspec.Struct, frozen=True, kw_only=True):
    """The commits of a text. `words`: since which the words stand that are shown; None while they are not committed.

    `acts` are the commits that carried amendments and the edition's adoption, by id. `arrived_with` is the amendment
    with which the element came, if it was not there before. `cut_off`: this clone lacks older commits.
    """

    words: Committed | None
    acts: dict[str, Committed]
    arrived_with: str | None
    cut_off: bool


def in_git(
    root: Path, snapshot: Snapshot, entry: Entry, acts: Sequence[str], part: str | None
) -> InGit | None:
    """The commits of an entry's words (of a part's, such as a goal) and of its acts; None where there is no git."""
    if git.work_tree_head(root) is None:
        return None
    line = line_of(root)
    homes = {
        record.id: snapshot.entry(record).path
        for id_ in acts
        for record in (snapshot.get(Amendment, id_), snapshot.get(Edition, id_))
        if record is not None
    }
    touched = list(touching(line, entry.path))
    editions = {
        id_: list(touching(line, path))
        for id_, path in homes.items()
        if snapshot.get(Edition, id_) is not None
    }
    contents = _contents(root, [touched, *editions.values()])
    carriers = carriers_of(line, {id_: path for id_, path in homes.items() if id_ not in editions})
    found = {id_: _committed(commit) for id_, commit in carriers.items()}
    for id_, touches in editions.items():
        adopted = getattr(snapshot.get(Edition, id_), "adopted", None)
        commit = _since(touches, contents, adopted, lambda each: getattr(each.record, "adopted", None))
        if commit is not None:
            found[id_] = _committed(commit)
    if isinstance(entry.record, Theme) and entry.record.id in acts and touched:
        found[entry.record.id] = _committed(touched[-1][0])  # its coming is an act of its own
    shown = _words(entry, part)
    words = _since(touched, contents, shown, lambda each: _words(each, part))
    arrived = None if touched == [] or not touched[-1][0].parents or part is not None else touched[-1][0]
    return InGit(
        words=None if words is None else _committed(words),
        acts=found,
        arrived_with=next((id_ for id_, each in carriers.items() if each is arrived), None),
        cut_off=git.shallow(root),
    )


_Touched = Sequence[tuple[git.Step, git.Touch]]


def _contents(root: Path, lines: Iterable[_Touched]) -> dict[str, bytes]:
    oids = {oid for line in lines for _, touch in line for oid in (touch.before, touch.after) if oid}
    return git.blobs(root, sorted(oids))


def _since(touched: _Touched, contents: dict[str, bytes], wanted: Any, value: Any) -> git.Step | None:
    """The last commit that brought this value about."""
    for commit, touch in touched:
        after = entry_after(touch, contents)
        if after is None or value(after) != wanted:
            continue
        before = entry_before(touch, contents)
        if before is None or value(before) != wanted:
            return commit
    return None


def _committed(commit: git.Step) -> Committed:
    return Committed(revision=commit.revision, date=commit.date.date(), subject=commit.subject)


def _words(entry: Entry, part: str | None) -> Any:
    record = entry.record
    if record is None:
        return None
    if part is not None:
        return next((each for each in getattr(record, "goals", ()) if each.id == part), None)
    return tuple(getattr(record, field) for field in WORDS.get(type(record), type(record).__struct_fields__))
