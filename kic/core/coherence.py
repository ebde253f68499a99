"""What must hold of any set of records, whatever they are about: references, ids, paths, logs.

These rules know no record kind. They read what the types declare: which field refers to what, where a
record may lie, which lists only ever gain entries.
"""

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from kic.core.diagnostic import Fix, Related, Severity
from kic.core.layout import ENDING, RECORDS_ONLY
from kic.core.near import did_you_mean, near
from kic.core.pattern import pattern
from kic.core.place import Aim, Field, Place, Span
from kic.core.record import Entry, Part, Record
from kic.core.rule import Finding, Rule, change_rule, found, rule
from kic.core.shell import pathspec
from kic.core.snapshot import Reference, Snapshot
from kic.core.text import Label, Text, plural, text

ANY = "*"
_GUESSES = 40
"""So many different misspelled names get a did-you-mean; more of them have another cause."""


# -- references ----------------------------------------------------------------------------------------


class _Names:
    """Every name that a reference may hold, kinds by name."""

    def __init__(self, repository: Snapshot) -> None:
        self.kinds: dict[str, set[str | None]] = {}
        for faulty in repository.diagnostics:
            # A file that is there and cannot be read, such as a link, is not unknown.
            if faulty.place.path not in repository.entries:
                self._add(_stem(faulty.place.path), None)
        for entry in repository:
            for name in _names(entry):
                self._add(name, entry.kind)
            if entry.record is None:
                for inner in _ids_inside(entry):
                    self._add(inner, None)
        for _, _, part in repository.parts(Part):
            if not part.local:
                self._add(part.id, part.part_kind)
        self._near: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {}

    def _add(self, name: str, kind: str | None) -> None:
        self.kinds.setdefault(name, set()).add(kind)

    def fit(self, reference: Reference) -> bool:
        """Whether the name is there as one of the kinds; unreadable ones pass."""
        here = self.kinds.get(reference.target)
        if here is None:
            return False
        return not here.isdisjoint(reference.kinds) or None in here or ANY in reference.kinds

    def near(self, reference: Reference) -> tuple[str, ...]:
        """Names of the right kind that are near the unknown one."""
        key = (reference.kinds, reference.target)
        if key not in self._near:
            if len(self._near) >= _GUESSES:
                return ()
            right = (
                name
                for name, kinds in self.kinds.items()
                if ANY in reference.kinds or not kinds.isdisjoint(reference.kinds)
            )
            self._near[key] = near(reference.target, right)
        return self._near[key]


@functools.lru_cache(maxsize=1)  # two rules ask
def _misfits(repository: Snapshot) -> tuple[_Names, tuple[Reference, ...]]:
    """All names, and the references that are none of them or one of the wrong kind: of thousands hardly any."""
    names = _Names(repository)
    return names, tuple([each for each in repository.references() if not names.fit(each)])


def _names(entry: Entry) -> Iterator[str]:
    """The id of a file; also its name, where it is called by its id and that is misspelled inside."""
    if entry.id is not None:
        yield entry.id
    if entry.record is None or _called_by_id(type(entry.record)):
        stem = _stem(entry.path)
        if stem != entry.id:
            yield stem


@functools.cache
def _called_by_id(cls: type[Record]) -> bool:
    return any("{id}" in layout for layout in cls.layouts)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(ENDING)


_id_line = pattern(rb"\bid:[ \t]*[\"']?([a-z0-9-]{1,63})")


def _ids_inside(entry: Entry) -> Iterator[str]:
    """Ids that seem to be written inside a record that could not be read."""
    if entry.declared is None:
        yield from (each.decode() for each in _id_line().findall(entry.source))
    waiting = [entry.declared]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("id"), str):
                yield value["id"]
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


@rule("KIC060", "unknown-reference")
def unknown_reference(repository: Snapshot) -> Iterator[Finding]:
    """A record names only records that are there.

    Why: A name that leads nowhere hides what belongs together; reports, sums and letters would leave it out.

    Fix: Correct the name, or add the record that it means.

    Source: Data model of kic: ids are unique over the repository and never reused.
    """
    names, misfits = _misfits(repository)
    for reference in misfits:
        if reference.target in names.kinds:
            continue
        guesses = names.near(reference)
        gone = _gone(repository, reference.target)
        if gone is not None:  # it is spelled well; what came since may be the same, renamed by hand
            guesses = tuple(each for each in guesses if _came_since(repository, each))
        yield found(
            reference.entry,
            reference.field,
            text(
                "there is no {kinds} with the id {id}",
                id=reference.target,
                kinds=_kinds(reference.kinds),
            ),
            help=did_you_mean(guesses)
            or (
                _back(repository.committed, gone, reference.target)
                if repository.committed is not None and gone is not None
                else text("correct the id, or add the record that it means")
            ),
            aim=_aim(reference),
            fix=Fix(guesses[0]) if len(guesses) == 1 else None,
        )


def _gone(repository: Snapshot, name: str) -> str | None:
    """The file of the record of this id that the committed state has and that is there no more."""
    before = repository.committed
    paths = (each.path for each in before.entries_with(name)) if before is not None else ()
    return next((path for path in paths if path not in repository.entries), None)


def _back(before: Snapshot, path: str, name: str) -> Text:
    """The command that gives back a record which is gone: one that was recorded as gone comes from the base."""
    if path in before.lost:
        return text(
            "the base has it, and this change does not: git checkout {revision} -- {path} gives it back",
            revision=before.label[:10],
            path=pathspec(path),
        )
    return text("it was recorded, and is gone: kic undo {id} gives it back", id=name)


def _came_since(repository: Snapshot, name: str) -> bool:
    """Whether the record of this id lies where the committed state has none."""
    before, here = repository.committed, repository.entries_with(name)
    return before is not None and bool(here) and all(each.path not in before.files for each in here)


@rule("KIC061", "wrong-kind-of-reference")
def wrong_kind_of_reference(repository: Snapshot) -> Iterator[Finding]:
    """A field names records of its kind only.

    Why: A goal where a theme is expected makes sums and reports wrong without anyone noticing.

    Fix: Name a record of the expected kind.

    Source: Data model of kic: each field says what it refers to (`kic schema`).
    """
    names, misfits = _misfits(repository)
    for reference in misfits:
        if reference.target not in names.kinds:
            continue
        is_ = _kinds(sorted(kind for kind in names.kinds[reference.target] if kind))
        yield found(
            reference.entry,
            reference.field,
            text(
                "{id} is a {kind}, expected a {kinds}",
                id=reference.target,
                kind=is_,
                kinds=_kinds(reference.kinds),
            ),
            help=text("name a record of the expected kind"),
            aim=_aim(reference),
        )


def _aim(reference: Reference) -> Aim:
    """Marks and caps name records in their keys."""
    return Aim.KEY if reference.field[-1] == reference.target else Aim.VALUE


def _kinds(kinds: Iterable[str]) -> Label | Text:
    """`theme`, or `theme or goal`, by their labels."""
    words: Label | Text | None = None
    for kind in kinds:
        label = text("record") if kind == ANY else Label("kind", kind)
        words = label if words is None else text("{one} or {other}", one=words, other=label)
    return words or text("record")


@rule("KIC062", "id-twice")
def id_twice(repository: Snapshot) -> Iterator[Finding]:
    """An id names one record, or one part of a record, in the whole repository.

    Why: With two holders of one id nobody can say which is meant, and a vote or an award may go to the wrong
    one. It happens when two people take the same next number on parallel branches.

    Fix: Give the newer one a free id and correct what refers to it.

    Source: Data model of kic: ids are unique over the repository and never reused.
    """
    uses: list[tuple[str, str, Field]] = [
        (entry.id, entry.path, ("id",)) for entry in repository if entry.id is not None
    ]
    for entry, field, part in repository.parts(Part):
        name = f"{entry.path}:{part.id}" if part.local else part.id
        uses.append((name, entry.path, (*field, "id")))
    first: dict[str, tuple[str, str, Field]] = {}
    for use in uses:
        earlier = first.setdefault(use[0], use)
        if earlier is not use:
            name, path, field = use
            _, path_of_first, field_of_first = earlier
            yield found(
                Place(path, field),
                (),
                text("the id {id} is used twice", id=name.rpartition(":")[2]),
                help=text("give one of the two another id, and correct what refers to it"),
                related=[Related(Place(path_of_first, field_of_first), text("first used here"))],
            )


# -- paths ---------------------------------------------------------------------------------------------

_placeholder = re.compile(r"\{(\w+)\}")


@rule("KIC063", "misplaced-record", requires=(id_twice,))
def misplaced_record(repository: Snapshot) -> Iterator[Finding]:
    """A record lies where its kind and its fields say.

    Why: People find a file by its name. A copy with an old name, or marks in the folder of another call, are
    read as something that they are not.

    Fix: Move the file to the expected path, or correct the field that the path is made from.

    Source: Layout of a repository (kic).
    """
    odd_names = {each.place.path for each in repository.diagnostics if each.law.slug == "file-name"}
    for entry in repository:
        record = entry.record
        if record is None or not record.layouts or entry.path in odd_names:
            continue
        if not any(_filled(layout)(record) == entry.path for layout in record.layouts):
            expected = _filled(record.layouts[0])(record)
            yield found(
                entry,
                (),
                text("this file lies at {path}, expected {expected}", path=entry.path, expected=expected),
                help=text("move the file, or correct the field that its path is made from"),
            )


@functools.cache
def _filled(layout: str) -> Callable[[Record], str]:
    """The path of a record by this layout."""
    return _placeholder.sub(r"{0.\1}", layout).format


_BESIDE = pattern(r"(?:README(?:\.[a-z]+)*|\.gitkeep|\.gitignore|\.gitattributes)\Z")
_ALMOST = pattern(r"\.ya?ml\Z", re.IGNORECASE)
"""Reading looks after these: a record with another ending would be overlooked."""


@rule("KIC064", "stray-file", Severity.WARNING)
def stray_file(repository: Snapshot) -> Iterator[Finding]:
    """The record folders hold records, and files that a record names.

    Why: A scan, a letter or an editor's backup copy beside the records may contain personal data, and git
    never forgets it.

    Fix: Move the file out of the folder. Where it belongs to a record, name its path there.

    Source: Layout of a repository (kic).
    """
    for path in named_by_no_record(repository, filter(is_stray, repository.files)):
        yield found(
            Place(path),
            (),
            text("{path} is not a record, and no record names it", path=path),
            help=text("move it elsewhere, or name it in the record that it belongs to"),
        )


def is_stray(path: str) -> bool:
    """Whether a file lies where records lie, and is none."""
    return (
        path.startswith(RECORDS_ONLY)
        and not path.endswith(ENDING)
        and _ALMOST().search(path) is None
        and _BESIDE().match(path.rpartition("/")[2]) is None
    )


def named_by_no_record(repository: Snapshot, paths: Iterable[str]) -> list[str]:
    """Those of these paths that no text of any record is, sorted."""
    left = set(paths)
    for entry in repository if left else ():
        if _may_name(entry.source, left):
            left.difference_update(_texts_inside(entry.declared))
    return sorted(left)


def _may_name(source: bytes, paths: Iterable[str]) -> bool:
    """Whether a text inside may be one of these paths: as it is, escaped, or broken at a blank."""
    return b"\\" in source or any(
        " " in path or "'" in path or path.encode("utf-8", "replace") in source for path in paths
    )


def _texts_inside(declared: Any) -> Iterator[str]:
    waiting = [declared]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


_CONFLICT = pattern(rb"^ *# kic-conflict [a-z-]+(?: \([^)\n]+\))?: ?([^\r\n]*)", re.MULTILINE)


@rule("KIC028", "merge-conflict-open")
def merge_conflict_open(repository: Snapshot) -> Iterator[Finding]:
    """What two people changed differently has been decided by somebody.

    Why: When two changes are merged, kic keeps one side's value in the file and writes the other side's above it, as
    a comment. Until somebody has chosen, one of the two is not counted, and nobody knows which is right.

    Fix: Look at both (`kic conflict list`) and choose: `kic conflict choose ID --keep` or `--other`. By hand: leave
    the value that is right, and take out the comment lines.

    Source: Practice of kic's merge driver: nothing is dropped silently.
    """
    for entry in repository:
        if b"# kic-conflict " not in entry.source:
            continue
        inside = [line.strip() for each in _texts_inside(entry.declared) for line in each.split("\n")]
        for mark in _CONFLICT().finditer(entry.source):
            said = mark[0].decode("utf-8", "replace").strip()
            if said in inside:  # words of a text that look like it
                inside.remove(said)
                continue
            line = entry.source.count(b"\n", 0, mark.start()) + 1
            start = mark[0].index(b"#") + 1
            words = mark[1].decode("utf-8", "replace")
            span = Span(line, start, line, start + len(mark[0].decode("utf-8", "replace").lstrip()))
            yield found(
                Place(entry.path, (), Aim.VALUE, span),
                (),
                text("a conflict of a merge is open: {words}", words=words),
                help=text("kic conflict list shows both sides, kic conflict choose settles it"),
            )


# -- logs ----------------------------------------------------------------------------------------------


@change_rule("KIC066", "log-changed")
def log_changed(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A log only ever gains entries.

    Why: What was reported or measured on a day stays on record, so that a report can be checked years later.
    A file that was cut off by a crash or a bad merge also loses entries, silently.

    Fix: Restore the recorded entries (`kic undo FILE`). Correct an entry by adding a new one that says
    what was wrong.

    Source: Practice of monitoring reports: a dated log, with a reason for every change (flussgebiete.nrw.de).
    """
    for entry in before:
        old = entry.record
        if old is None or not old.log_fields:
            continue
        same_path = after.entries.get(entry.path)
        if same_path is not None and same_path.source == entry.source:
            continue
        now = _same_record(entry, after)
        if now is None:
            if same_path is None and any(getattr(old, field) for field in old.log_fields):
                yield found(
                    Place(entry.path),
                    (),
                    text("{id} is gone with its log; its recorded state has one", id=old.id),
                    help=text(
                        "bring it back with git checkout {revision} -- {path}; what ends gets a last entry instead",
                        revision=before.label[:10],
                        path=pathspec(entry.path),
                    )
                    if entry.path in before.lost
                    else text(
                        "bring it back with kic undo {id}; what ends gets a last entry instead", id=old.id
                    ),
                )
            continue
        for field in old.log_fields:
            yield from _log_findings(now, field, getattr(old, field), getattr(now.record, field))


def _same_record(entry: Entry, after: Snapshot) -> Entry | None:
    for each in after.entries_with(entry.id or ""):
        if type(each.record) is type(entry.record):
            return each
    return None


def _first_lost(old: tuple[Any, ...], new: tuple[Any, ...]) -> int | None:
    """The first old entry that is not there any more, in its order; new ones may come in between."""
    at = 0
    for position, was in enumerate(old):
        while at < len(new) and new[at] != was:
            at += 1
        if at == len(new):
            return position
        at += 1
    return None


def _log_findings(now: Entry, field: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Finding]:
    lost = _first_lost(old, new)
    if lost is None:
        return
    if len(new) < len(old):
        yield found(
            now,
            field,
            plural(
                "an entry of {field} is missing that the recorded state has",
                "{n} entries of {field} are missing that the recorded state has",
                n=len(old) - len(new),
                field=field,
            ),
            help=text(
                "restore the entries by hand or with kic undo {id}; a log only gains entries", id=now.id
            ),
        )
        return
    yield found(
        now,
        (field, lost),
        text("entry {n} of {field} differs from its recorded state", n=lost + 1, field=field),
        help=text(
            "restore the entry by hand or with kic undo {id}, and add a new one that corrects it", id=now.id
        ),
    )


@change_rule("KIC067", "file-cut", Severity.WARNING, requires=(log_changed,))
def file_cut(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """A file is not merely the beginning of its recorded state.

    Why: A full disk or a broken copy cuts files. Cut at the end of a line, the rest may still be a valid
    record, and what stood below is lost without a trace.

    Fix: Restore the file (`kic undo FILE`), or record it if the lines were taken out on purpose.

    Source: Measured by kic's own tests: half of all cut records still parse.
    """
    for path, entry in after.entries.items():
        was = before.entries.get(path)
        if was is None or entry.record is None or len(entry.source) >= len(was.source):
            continue
        if was.source.startswith(entry.source):
            lost = was.source[len(entry.source) :].count(b"\n")
            yield found(
                entry,
                _last_field(entry),
                plural(
                    "this file is only the beginning of its recorded state: the last line is missing",
                    "this file is only the beginning of its recorded state: {n} lines are missing",
                    n=max(lost, 1),
                ),
                help=text(
                    "bring the file back with kic undo FILE, or record it if the lines were "
                    "taken out on purpose"
                ),
            )


def _last_field(entry: Entry) -> Field:
    assert isinstance(entry.record, msgspec.Struct)
    return (next(reversed(entry.declared)),) if isinstance(entry.declared, dict) and entry.declared else ()


RULES: tuple[Rule, ...] = (
    merge_conflict_open,
    unknown_reference,
    wrong_kind_of_reference,
    id_twice,
    misplaced_record,
    stray_file,
    log_changed,
    file_cut,
)
