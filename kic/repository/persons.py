"""Entering, changing and erasing persons: in the private overlay alone, with its own journal and log.

What is written here never passes through the repository, its journal, its log or a patch on the screen.
"""

import datetime
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from kic.core.diagnostic import Severity
from kic.core.ids import is_id
from kic.core.place import Field
from kic.core.plan import Change, CreateFile, Edit, Plan, RemoveField, SetField
from kic.core.refusals import reason_of
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, text
from kic.domain.privacy.overlay import (
    ENTRIES,
    FOLDER,
    KINDS,
    Contact,
    Erased,
    Member,
    Person,
    Private,
    path_of,
)
from kic.errors import Refused, Unavailable, UsageError
from kic.repository.overlay import CONTRIBUTOR, Overlay, folder_of, git_would_take, persons_named
from kic.repository.repository import Repository
from kic.store.writing.compute import changes
from kic.store.writing.emit import emit

if TYPE_CHECKING:
    from kic.core.pack import Pack

FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "salutation": ("salutation",),
    "position": ("position",),
    "street": ("address", "street"),
    "postcode": ("address", "postcode"),
    "city": ("address", "city"),
    "country": ("address", "country"),
    "email": ("email",),
    "telephone": ("telephone",),
    "iban": ("bank", "iban"),
    "bic": ("bank", "bic"),
    "holder": ("bank", "holder"),
    "note": ("note",),
}
"""What can be entered, and where it stands in an entry."""


def kind_for(repository: Snapshot, overlay: Overlay | None, id: str) -> type[Private]:  # noqa: A002
    """What an entry of this id is: a person, a member or an organisation's contact. Raises UsageError."""
    known = overlay.named(id) if overlay is not None else None
    if known is not None:
        return type(known)
    named = persons_named(repository)
    kind = named[id][0] if id in named else None
    for cls in ENTRIES:
        if kind is not None and KINDS.get(kind) is cls:
            return cls
    if is_id(id) and id.startswith("p-"):
        return Person
    if repository.kind_of(id) == "body":
        return Contact
    if is_id(id) and id.startswith("mg-"):
        return Member
    raise UsageError(
        "{id} is no pseudonym of a person or member and no organisation.",
        help="Persons are called such as p-0007, members as the terms of their seats say, organisations by their id.",
        id=id,
    )


def refuse_broken(overlay: Overlay | None, id: str) -> None:  # noqa: A002
    """Raises Refused where the entry of this id is there and cannot be read: then it is neither missing nor changed."""
    path = overlay.broken(id) if overlay is not None else None
    if path is not None:
        raise Refused(
            "The entry of {id} is there, but it cannot be read: {path}",
            help="kic check says what is wrong with it; correct the file in an editor.",
            id=id,
            path=path,
        )


def opened(repository: Repository) -> Overlay:
    """The overlay to write into, its folder made where it is missing; an erasure that was cut off is finished.

    Raises Refused where git would take it up.
    """
    folder = folder_of(repository.root)
    if not folder.is_dir():
        try:
            folder.mkdir(mode=0o700, parents=True)
        except OSError as error:
            raise Unavailable(
                "{path} cannot be written: {reason}", path=folder, reason=reason_of(error)
            ) from error
    if git_would_take(folder, ["persons/p-0000.yaml"]):
        raise Refused(
            "git does not ignore the folder for personal data; nothing was written.",
            help="Write private/ into .gitignore, or name another folder in KIC_PRIVATE.",
        )
    overlay = Overlay(folder)
    if unfinished(overlay):
        overlay.writer.forget()
    return overlay


def entered(
    overlay: Overlay, cls: type[Private], pseudonym: str, given: Mapping[str, str | None]
) -> tuple[Change, ...]:
    """The change of an entry by what was given: an empty text takes a field away, None leaves it. Judged already.

    Raises Refused where the entry would not be readable, or was erased.
    """
    if overlay.get(Erased, pseudonym) is not None:
        raise Refused("{id} was erased; a pseudonym is not used again.", id=pseudonym)
    path = path_of(cls, pseudonym)
    old = overlay.snapshot.entries.get(path)
    name = path.removeprefix(FOLDER)
    if old is None:
        made = changes(
            Plan(text("Entry of {id}", id=pseudonym), (CreateFile(name, _new(cls, pseudonym, given)),)),
            lambda _: None,
        )
    else:
        edits = tuple(_edits(name, old.declared, given))
        made = changes(Plan(text("Entry of {id}", id=pseudonym), edits), lambda _: old.source)
    for change in made:
        _refuse_unreadable(change, pseudonym)
    return made


def _new(cls: type[Private], id: str, given: Mapping[str, str | None]) -> dict[str, Any]:  # noqa: A002
    value: dict[str, Any] = {"kind": cls.__struct_config__.tag, "id": id}
    for key, field in FIELDS.items():
        if given.get(key):
            inner = value
            for step in field[:-1]:
                inner = inner.setdefault(step, {})
            inner[field[-1]] = given[key]
    return value


def _edits(path: str, declared: Any, given: Mapping[str, str | None]) -> Iterator[Edit]:
    """Edits by whole groups where a group begins or ends with them."""
    plain = declared if isinstance(declared, dict) else {}
    groups: dict[str, dict[str, str]] = {}
    for key, field in FIELDS.items():
        value = given.get(key)
        if value is None:
            continue
        if len(field) == 1:
            if value:
                yield SetField(path, field, value)
            elif field[0] in plain:
                yield RemoveField(path, field)
        else:
            inner = plain.get(field[0])
            group = groups.setdefault(field[0], dict(inner) if isinstance(inner, dict) else {})
            if value:
                group[field[1]] = value
            else:
                group.pop(field[1], None)
    for name, group in groups.items():
        if group:
            yield SetField(path, (name,), group)
        elif name in plain:
            yield RemoveField(path, (name,))


def _refuse_unreadable(change: Change, id: str) -> None:  # noqa: A002
    from kic.repository.overlay import snapshot_of  # noqa: PLC0415

    state = snapshot_of({change.path: change.after or b""})
    wrong = [each for each in state.diagnostics if each.severity is Severity.ERROR]
    if wrong:
        raise Refused(
            "The entry of {id} would not be right: {fields}. Nothing was written.",
            id=id,
            fields=tuple(map(_field, dict.fromkeys(each.field for each in wrong))),
        )


def _field(field: Field) -> Label | Text:
    """What a field is called; what it holds is never said."""
    names = [each for each in field if isinstance(each, str)]
    return Label("field", names[-1]) if names else text("a field that is missing or cannot be read")


def entry_values(overlay: Overlay, id: str) -> dict[str, str]:  # noqa: A002
    """What the entry of this id says, by the names of `FIELDS`; empty where there is none."""
    return values_of(overlay.named(id))


def values_of(entry: Private | None) -> dict[str, str]:
    """What is filled in an entry, by the names and in the order of `FIELDS`."""
    found: dict[str, str] = {}
    for name, field in FIELDS.items():
        value = getattr(entry, field[0], None)
        if len(field) > 1 and value is not None:
            value = getattr(value, field[1])
        if value:
            found[name] = str(value)
    return found


def write(overlay: Overlay, made: tuple[Change, ...], title: Text, say: Any, now: datetime.datetime) -> None:
    """Writes a change of an entry, with the overlay's own journal."""
    overlay.writer.commit(made, say(title), time=now)


# -- erasing -------------------------------------------------------------------------------------------


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """What erasing somebody takes away and what it leaves.

    `entry` is the overlay's file, None if it is gone. `operations` are those of both logs, which are cleared. `records`
    keep the pseudonym, so that sums and references hold; `review` are places of free text that may describe the person.
    """

    id: str
    entry: str | None
    erased: datetime.date | None
    operations: int
    records: tuple[str, ...]
    review: tuple["Passage", ...]

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.entry is None and self.erased is not None and not self.operations


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A place of free text: what stands there is for a person to read and to judge."""

    path: str
    line: int
    field: str


def erasure(repository: Repository, overlay: Overlay, id: str) -> Erasure:  # noqa: A002
    """What erasing would do. Raises UsageError for an id that neither the overlay nor any record knows."""
    from kic.documents.about import passages_about, records_about  # noqa: PLC0415

    known = overlay.snapshot.entries_with(id)
    entry = next((each.path for each in known if each.kind != "erased"), None)
    tomb = overlay.get(Erased, id)
    if not known and id not in persons_named(repository.snapshot):
        raise UsageError("Nobody is called {id} here.", help="kic person list shows the pseudonyms.", id=id)
    _refuse_no_files(overlay, id)
    return Erasure(
        id=id,
        entry=entry,
        erased=tomb.date if tomb is not None else None,
        operations=_kept(repository, overlay, id),
        records=tuple(each.id for each in records_about(repository.snapshot, id)),
        review=tuple(
            Passage(path=path, line=line, field=field)
            for path, line, field in passages_about(repository.snapshot, id)
        ),
    )


def _refuse_no_files(overlay: Overlay, id: str) -> None:  # noqa: A002
    """What kic does not read it cannot erase; to say that it was erased would be wrong."""
    for cls in ENTRIES:
        path = path_of(cls, id)
        place = overlay.folder / path.removeprefix(FOLDER)
        if place.is_symlink() or (place.exists() and not place.is_file()):
            raise Refused(
                "{path} is no plain file; nothing was erased.",
                help="Look what it is, take it away by hand, and erase again.",
                path=path,
            )


def _kept(repository: Repository, overlay: Overlay, id: str) -> int:  # noqa: A002
    """Operations whose old contents are still kept: all, until the erasure; those of the person alone, after it."""
    if overlay.get(Erased, id) is not None:
        return len(list(_of_erased(overlay)))
    return sum(
        1 for log in (repository.operations(), overlay.writer.log()) for each in log if not each.forgotten
    )


def erase(
    repository: Repository,
    overlay: Overlay,
    planned: Erasure,
    today: datetime.date,
    title: str,
    now: datetime.datetime,
) -> None:
    """Erases for good. May be cut off anywhere and begun again: the overlay's log is cleared last of all.

    The order: the repository's log, then the entry with the mark that it is erased in one operation, then the
    overlay's log, in which that operation still keeps the old content. `unfinished` tells that the last step is due.
    """
    repository.writer.forget()
    made: list[Change] = []
    if planned.entry is not None:
        old = overlay.snapshot.entries[planned.entry]
        made.append(Change(planned.entry.removeprefix(FOLDER), old.source, None))
    if planned.erased is None:
        value = {"kind": "erased", "id": planned.id, "date": today}
        made.append(Change(path_of(Erased, planned.id).removeprefix(FOLDER), None, emit(value)))
    overlay.writer.commit(tuple(made), title, time=now)
    overlay.writer.forget()


def unfinished(overlay: Overlay) -> bool:
    """Whether an erasure was cut off before the overlay's log was cleared."""
    return any(True for _ in _of_erased(overlay))


def _of_erased(overlay: Overlay) -> Iterator[int]:
    """Operations that still keep what an erased person's entry said."""
    if not (overlay.folder / ".kic").is_dir():
        return
    erased = {each.id for each in overlay.snapshot.all(Erased)}
    gone = {path_of(cls, id_).removeprefix(FOLDER) for id_ in erased for cls in ENTRIES}
    for operation in overlay.writer.log() if gone else ():
        if any(piece.path in gone for piece in operation.pieces):
            yield operation.number


# -- looking -------------------------------------------------------------------------------------------


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A pseudonym: what it is, which fields of its entry are filled, and when it was erased."""

    id: str
    kind: str
    fields: tuple[str, ...]
    erased: datetime.date | None
    named: bool


def listed(repository: Repository) -> tuple[Listed, ...]:
    """Every pseudonym of the records and of the overlay, by id; organisations only where they have an entry."""
    from kic.repository.overlay import overlay_of  # noqa: PLC0415

    overlay = overlay_of(repository.root)
    named = persons_named(repository.snapshot)
    entries = {each.id: each for cls in ENTRIES for each in overlay.snapshot.all(cls)} if overlay else {}
    erased = {each.id: each.date for each in overlay.snapshot.all(Erased)} if overlay else {}
    kinds = {
        id_: "person" if kind == CONTRIBUTOR else kind
        for id_, (kind, _) in named.items()
        if kind != "contact"
    }
    kinds |= {id_: str(type(each).__struct_config__.tag) for id_, each in entries.items()}
    kinds |= {id_: "person" for id_ in erased if id_ not in kinds}
    return tuple(
        Listed(
            id=id_,
            kind=kind,
            fields=tuple(values_of(entries[id_])) if id_ in entries else (),
            erased=erased.get(id_),
            named=id_ in named,
        )
        for id_, kind in sorted(kinds.items())
    )


def copy_of(repository: Repository, id: str) -> "Pack":  # noqa: A002
    """All data of a person, member or contact. Raises UsageError for an id that nothing knows."""
    from kic.documents.own_file import person_copy  # noqa: PLC0415
    from kic.repository.overlay import overlay_of  # noqa: PLC0415

    overlay = overlay_of(repository.root)
    refuse_broken(overlay, id)
    entry = overlay.named(id) if overlay is not None else None
    if entry is None and id not in persons_named(repository.snapshot):
        raise UsageError("Nobody is called {id} here.", help="kic person list shows the pseudonyms.", id=id)
    others = [each for cls in ENTRIES for each in overlay.snapshot.all(cls)] if overlay is not None else []
    names = [
        name
        for each in others
        if each.id != id
        for name in (each.name, each.bank.holder if each.bank else None)
    ]
    known = {entry.name} if entry is not None else set()
    return person_copy(
        repository.snapshot,
        id,
        entry,
        repository.today,
        [name for name in names if name and name not in known],
    )
