"""Who changed this sentence: for each stretch of a text the commit that brought it, and the act behind it.

Words are followed through the record's own revisions and through those of its predecessors in earlier editions. What
was only spelled anew, or moved to another file, stays with whom it came from. The act is the amendment that came with
the commit; where the words stood in the text when its edition was adopted, that adoption.
"""

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from kic.core.record import declared
from kic.core.snapshot import Snapshot
from kic.documents.word_origins import Stretches, follow_words
from kic.domain.chapters import KINDS
from kic.domain.revisions import TEXT_FIELDS
from kic.domain.revisions.acts import Act
from kic.repository.record_history import State, Trail, follow


class Origin(NamedTuple):
    """The record and the commit that some words came with; no commit: they are in the files only."""

    record: str
    revision: str | None


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """Words of one origin: their commit, with its day and subject, and the acts that made them text.

    Without `revision` they have not been committed yet. `record` is a predecessor's id where they came from there.
    `cut_off` says that the clone begins with that commit: the words may be older.
    """

    words: str
    record: str
    revision: str | None
    date: datetime.date | None
    subject: str | None
    acts: tuple[Act, ...]
    cut_off: bool = False


class Traced(msgspec.Struct, frozen=True):
    """A field of a record with the origin of all its words."""

    field: str
    stretches: tuple[Stretch, ...]


def blame(root: Path, state: Snapshot, id: str, fields: tuple[str, ...] = ()) -> tuple[Traced, ...]:  # noqa: A002
    """Each text of a record or part with the origins of its words; raises UsageError outside of git."""
    trail = follow(root, state, id)
    now = _now(state, id)
    steps = {each.step.revision: each.step for states in trail.states.values() for each in states}
    found = []
    for field in fields or text_fields(state, id):
        text = now.get(field)
        if isinstance(text, str) and text:
            stretches = _followed(trail, field, id, text)
            found.append(Traced(field, tuple(_told(trail, steps, stretches))))
    return tuple(found)


def text_fields(state: Snapshot, id: str) -> tuple[str, ...]:  # noqa: A002
    """The fields of a record or part that hold words of its own, in the order of its file."""
    kind = state.kind_of(id) or ""
    if kind in TEXT_FIELDS:
        return TEXT_FIELDS[kind]
    texts = (
        [each.key for each in declared(KINDS[kind]) if each.type in (str, str | None)]
        if kind in KINDS
        else []
    )
    return tuple(key for key in _now(state, id) if key in texts)


def _now(state: Snapshot, id: str) -> Mapping[str, Any]:  # noqa: A002
    """The record or part as its file says it now."""
    for entry in state.entries_with(id):
        return entry.declared if isinstance(entry.declared, dict) else {}
    for owned in state.owned(id):
        value = owned.entry.declared
        for step in owned.field:
            value = value[step] if value is not None else None
        return value if isinstance(value, dict) else {}
    return {}


# -- following -------------------------------------------------------------------------------------------


class _Version(NamedTuple):
    """A text of a record from a commit on."""

    place: int
    text: str
    stretches: Stretches


def _followed(trail: Trail, field: str, id: str, text: str) -> Stretches:  # noqa: A002
    """The text as it is now, with its origins; predecessors come first."""
    versions: dict[str, list[_Version]] = {}
    waiting = list(reversed(trail.chain))
    for record in _in_order(waiting, trail):
        versions[record] = list(_versions(trail, field, record, versions))
    latest = versions.get(id, ())
    if latest and latest[-1].text == text:
        return latest[-1].stretches
    earlier = [latest[-1].stretches] if latest else []
    return follow_words(text, earlier, Origin(id, None))


def _in_order(records: list[str], trail: Trail) -> Iterator[str]:
    """Each record behind those that it came from."""
    done: set[str] = set()

    def visit(record: str) -> Iterator[str]:
        if record not in done:
            done.add(record)
            for earlier in trail.came_from.get(record, ()):
                yield from visit(earlier)
            yield record

    for record in records:
        yield from visit(record)


def _versions(
    trail: Trail, field: str, record: str, earlier: Mapping[str, list[_Version]]
) -> Iterator[_Version]:
    """The texts of a field, the oldest first; of texts that come back, the origins come back too."""
    known: dict[str, Stretches] = {}
    for state in reversed(trail.states.get(record, ())):
        place = trail.order[state.step.revision]
        text = _text(state.after, field)
        if text is None:
            continue
        if text not in known:
            origin = Origin(record, state.step.revision)
            known[text] = follow_words(
                text, list(_sources(trail, state, field, known, earlier, place)), origin
            )
        yield _Version(place, text, known[text])


def _sources(
    trail: Trail,
    state: State,
    field: str,
    known: Mapping[str, Stretches],
    earlier: Mapping[str, list[_Version]],
    place: int,
) -> Iterator[Stretches]:
    """The texts that a version can have its words from: what it changed, else what its predecessors said then."""
    own = [_text(each, field) for each in (state.before, *state.others)]
    for text in own:
        if text is not None and text in known:
            yield known[text]
    if not any(text is not None for text in own):
        for record in trail.came_from.get(state.record, ()):
            there = [version for version in earlier.get(record, ()) if version.place >= place]
            if there:
                yield there[-1].stretches


def _text(value: Any, field: str) -> str | None:
    found = value.get(field) if isinstance(value, dict) else None
    return found if isinstance(found, str) and found else None


# -- telling ---------------------------------------------------------------------------------------------


def _told(trail: Trail, steps: Mapping[str, Any], stretches: Stretches) -> Iterator[Stretch]:
    for words, origin in stretches:
        assert isinstance(origin, Origin)
        step = steps.get(origin.revision or "")
        yield Stretch(
            words=words,
            record=origin.record,
            revision=origin.revision,
            date=step.date.date() if step else None,
            subject=step.subject if step else None,
            acts=_acts(trail, origin),
            cut_off=origin.revision in trail.ends,
        )


def _acts(trail: Trail, origin: Origin) -> tuple[Act, ...]:
    if origin.revision is None or origin.revision in trail.ends:
        return ()
    found = trail.acts.get((origin.record, origin.revision), ())
    adoption = trail.adoptions.get(trail.editions.get(origin.record, ""))
    if adoption is None or adoption[1] in found or trail.order[origin.revision] < trail.order[adoption[0]]:
        return found
    return (*found, adoption[1])
