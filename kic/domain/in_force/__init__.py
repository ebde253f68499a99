"""What was in force on a day, as it is known today: a pure function from a snapshot to a snapshot.

`--as-of` is *valid time*. It asks what held on a day: the edition in force, its texts as amended by then, the logs up
to that day, no record that began later. A git revision, or a date in its place, is *transaction time*: it asks what
was written down by then. What was entered late shows with the first and not with the second; what was corrected since
shows corrected with the first.

- Records that begin later are left out (`begins` has the table), and references to them where they may be missing.
- Logs end with the day; results, steps and dates that came later are taken back (`cuts`).
- The wording before a later amendment comes from git. Where git does not tell it, the element is named (`untold`).
- A field without a day of its own stands as it is known today.
- From today on nothing is left out: of a day to come the plans are known, and what takes effect by then.
"""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from kic.core.place import Field
from kic.core.record import Entry, Record
from kic.core.snapshot import Snapshot
from kic.domain.concept.edition import Edition
from kic.domain.in_force.begins import begin
from kic.domain.in_force.cuts import logs_after, taken_back
from kic.domain.in_force.editions import EditionInForce, edition_on
from kic.domain.in_force.trimming import Drop, Edit, Set, fields, trimmed
from kic.domain.in_force.wordings import Tell, Untold, Wording, effect, wordings
from kic.domain.revisions import Amendment
from kic.domain.settings import Settings


class InForce(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a day: what was in force, which edition, what git does not tell, how many records came later.

    `to_come`: the day is later than the one from which it is looked at. `perhaps` are amendments of which only the
    month or year of their effect is known, so that they may not have been in force yet; `unreadable` those that cannot
    be read, so that nobody knows what they changed and from when on.
    """

    day: datetime.date
    to_come: bool
    snapshot: Snapshot
    edition: EditionInForce | None
    untold: tuple[Untold, ...]
    perhaps: tuple[str, ...]
    unreadable: tuple[str, ...]
    left_out: int


def in_force(
    repository: Snapshot, day: datetime.date, *, today: datetime.date, tell: Tell | None = None
) -> InForce:
    """What was in force at the end of `day`, as it is known `today`.

    `tell` asks git for the states around commits of amendments, at most once and only where an amendment takes effect
    later. Files that cannot be read stay as they are: nobody knows since when.
    """
    past = day < today
    changed = {each.path: each for each in wordings(repository, day, tell)}
    absent = {each.path for each in changed.values() if each.absent}
    if past:
        absent |= {
            each.path for each in repository if each.record is not None and _later(repository, each, day)
        }
    edition = edition_on(repository, day)
    edits: dict[str, list[Edit]] = {}
    for path, edit in _loose_ends(repository, absent):
        edits.setdefault(path, []).append(edit)
    for path, wording in changed.items():
        edits.setdefault(path, []).extend(wording.edits)
    for entry in repository:
        if entry.record is not None and entry.path not in absent:
            edits.setdefault(entry.path, []).extend(_edits(repository, entry.record, day, past=past))
    _name_edition(repository, edits, edition, day, past=past)
    entries = {
        entry.path: trimmed(entry, edits.get(entry.path, ()))
        for entry in repository
        if entry.path not in absent
    }
    return InForce(
        day=day,
        to_come=day > today,
        snapshot=_snapshot(repository, entries, absent),
        edition=edition,
        untold=tuple(_untold(changed.values(), absent)),
        perhaps=tuple(
            each.id
            for each in repository.all(Amendment)
            if effect(each).earliest <= day < effect(each).latest
        ),
        unreadable=tuple(
            each.id or each.path for each in repository.entries_of("amendment") if each.record is None
        ),
        left_out=len(absent),
    )


def _later(repository: Snapshot, entry: Entry, day: datetime.date) -> bool:
    assert entry.record is not None
    return begin(repository, entry.record) > day


def _edits(repository: Snapshot, record: Record, day: datetime.date, *, past: bool) -> Iterator[Edit]:
    yield from logs_after(record, day)
    if past:
        yield from taken_back(repository, record, day)


def _name_edition(
    repository: Snapshot,
    edits: dict[str, list[Edit]],
    edition: EditionInForce | None,
    day: datetime.date,
    *,
    past: bool,
) -> None:
    """The settings name the edition in force on that day as the current one, if they name any."""
    settings = repository.only(Settings)
    if settings is None or settings.current_edition is None:
        return
    if edition is not None:
        named: str | None = edition.edition.id
    else:
        named = _drafted(repository, day) if past else None
    if named is not None and named != settings.current_edition:
        edits.setdefault(repository.entry(settings).path, []).append(Set(("current_edition",), named, named))


def _drafted(repository: Snapshot, day: datetime.date) -> str | None:
    """Where no edition was in force: the draft that was worked on."""
    begun = [each for each in repository.all(Edition) if begin(repository, each) <= day]
    return max(begun, key=lambda each: begin(repository, each)).id if begun else None


def _loose_ends(repository: Snapshot, absent: set[str]) -> Iterator[tuple[str, Edit]]:
    """References to what is left out, where a record can do without."""
    if not absent:
        return
    gone: set[str] = set()
    kept: set[str] = set()
    for entry in repository:
        (gone if entry.path in absent else kept).update({entry.id} if entry.id else ())
    gone -= kept
    for reference in repository.references():
        if reference.entry.path in absent or not _is_gone(repository, reference.target, gone, absent):
            continue
        if _can_go(reference.entry.record, reference.field):
            yield reference.entry.path, Drop(reference.field)


def _is_gone(repository: Snapshot, target: str, gone: set[str], absent: set[str]) -> bool:
    if target in gone:
        return True
    owners = repository.owned(target)
    return bool(owners) and all(each.entry.path in absent for each in owners)


def _can_go(record: Record | None, field: Field) -> bool:
    """Whether what the field holds may be missing: an item of a list, a key of a map, or a field that may be None."""
    value: Any = record
    for step in field[:-1]:
        value = getattr(value, str(step)) if isinstance(value, msgspec.Struct) else value[step]
    if not isinstance(value, msgspec.Struct):
        return True
    return any(each.encode_name == field[-1] and each.default is None for each in fields(type(value)))


def _untold(changed: Iterable[Wording], absent: set[str]) -> Iterator[Untold]:
    for each in changed:
        if each.untold is not None and each.path not in absent:
            yield each.untold


def _snapshot(repository: Snapshot, entries: dict[str, Entry], absent: set[str]) -> Snapshot:
    return Snapshot(
        entries,
        files=[path for path in repository.files if path not in absent],
        diagnostics=[each for each in repository.diagnostics if each.place.path not in absent],
        label=repository.label,
        read=repository.read,
    )
