"""What needs a signature, as values by keys: two states differ in what is guarded where these values differ.

Of decisions, resolutions and editions every byte counts, of an adopted element its words and its place in the concept:
its log of progress goes on without a signature.
"""

from collections.abc import Collection, Mapping
from typing import Any

from kic.core.layout import SETTINGS
from kic.core.record import Entry
from kic.domain.chapters import KINDS
from kic.domain.concept.edition import Edition
from kic.domain.concept.recommendation import Recommendation, WordingKind
from kic.domain.concept.structure import Theme
from kic.domain.revisions import TEXT_FIELDS, Amendment, Nature
from kic.store import git
from kic.store.reading.convert import kind_of_path
from kic.store.reading.load import is_record, read_entry

Key = tuple[str, ...]
Values = Mapping[Key, Any]
"""What is guarded in one file or several, by keys that stay when a file moves."""

_WHOLE = frozenset({"decision", "resolution"})
_PLACE = ("edition", "number", "theme", "goals")


def is_guarded(path: str, signers: str) -> bool:
    """Whether a file of this path can hold anything that is guarded."""
    return path == signers or is_record(path, KINDS)


def read(path: str, content: bytes) -> Entry:
    """A file as a record; one that cannot be read has none."""
    return read_entry(path, content, KINDS)[0]


def adopts(entry: Entry) -> str | None:
    """The id of the edition that a file says is adopted, or may say, as it cannot be read; None for all else."""
    record = entry.record
    if record is None and entry.kind == "edition":
        return entry.id
    return record.id if isinstance(record, Edition) and not record.is_draft else None


def guarded(path: str, item: git.Item, entry: Entry | None, adopted: Collection[str], signers: str) -> Values:
    """What is guarded in a file. `adopted` are the editions that count as adopted; `entry` is None for no record."""
    if path == signers:
        return {("file", path): item}
    if entry is None:
        return {}
    if path == SETTINGS:
        declared = entry.declared if isinstance(entry.declared, dict) else None
        return {("signatures",): item if declared is None else repr(declared.get("signatures"))}
    if {entry.kind, kind_of_path(path, KINDS)} & _WHOLE:
        return {("file", path): item}
    record = entry.record
    if entry.kind == "amendment":
        if isinstance(record, Amendment) and record.nature is Nature.DRAFTING:
            return {}
        return {("act", path): _without(entry, "reviews") if record is not None else item}
    if isinstance(record, Edition):
        return {("file", path): item} if record.id in adopted or not record.is_draft else {}
    if isinstance(record, Theme | Recommendation) and record.edition in adopted:
        return _words(record)
    return {}


def _without(entry: Entry, log: str) -> str:
    """A record without a log that grows in the course of the work."""
    declared: dict[str, Any] = entry.declared
    return repr({field: value for field, value in declared.items() if field != log})


def _words(record: Theme | Recommendation) -> Values:
    """Words and place of an element; an excerpt or a report is not the adopted wording, but says that it is none."""
    kind = "theme" if isinstance(record, Theme) else "recommendation"
    found: dict[Key, Any] = {(record.id, "kind"): kind}
    said = isinstance(record, Recommendation) and record.provenance.wording is not WordingKind.ADOPTED
    for field in (*(() if said else TEXT_FIELDS[kind]), *_PLACE):
        if (value := getattr(record, field, None)) is not None:
            found[record.id, field] = value
    if isinstance(record, Recommendation):
        found[record.id, "wording"] = record.provenance.wording
        return found
    for goal in record.goals:
        found[goal.id, "theme"] = record.id
        for field in TEXT_FIELDS["goal"]:
            if (value := getattr(goal, field)) is not None:
                found[goal.id, field] = value
    return found
