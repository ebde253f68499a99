"""The private overlay beside a repository: where it lies, what it holds, and what is wrong with it.

Its findings name places and pseudonyms and never what stands there. It has a writer, a journal and a log of its own.
"""

import datetime
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kic.core.coherence import id_twice, misplaced_record
from kic.core.diagnostic import Diagnostic, diagnose
from kic.core.layout import ENDING, OWN
from kic.core.place import Place
from kic.core.record import Record
from kic.core.refusals import reason_of
from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.core.text import Text, plural, text
from kic.domain.privacy import laws
from kic.domain.privacy.accounts import account_length, checked_account
from kic.domain.privacy.overlay import (
    ENTRIES,
    FOLDER,
    KINDS,
    Bank,
    Contact,
    Erased,
    Member,
    Person,
    Private,
    path_of,
)
from kic.errors import Unavailable
from kic.store.reading.load import read_entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kic.store.writing.writer import Writer

R = TypeVar("R", bound=Record)

_NO_DAY = datetime.date.min
_ROOT = Place(FOLDER.rstrip("/"))


def folder_of(root: Path) -> Path:
    """Where the overlay of a repository lies, or would lie: `KIC_PRIVATE`, else `private/`."""
    named = os.environ.get("KIC_PRIVATE")
    return Path(os.path.abspath(named)) if named else root / "private"  # noqa: PTH100  # links are not followed


class Overlay:
    """The overlay in a folder that is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.snapshot = snapshot_of(_files(folder, self.writer))

    @property
    def writer(self) -> "Writer":
        """The one way to change its files; journal and log lie in it."""
        from kic.store.writing.writer import Writer  # noqa: PLC0415  # who only looks does not load it

        return Writer(self.folder)

    def get(self, cls: type[R], id: str) -> R | None:  # noqa: A002
        """The entry of this kind and id that could be read, or None."""
        return self.snapshot.get(cls, id)

    def named(self, id: str) -> Private | None:  # noqa: A002
        """The person, member or contact of this id."""
        for cls in (Person, Member, Contact):
            found = self.snapshot.get(cls, id)
            if found is not None:
                return found
        return None

    def broken(self, id: str) -> str | None:  # noqa: A002
        """The path of this id's entry where it is there and cannot be read; None where it can, or there is none."""
        if self.named(id) is not None:
            return None
        paths = (path_of(cls, id) for cls in ENTRIES)
        return next((path for path in paths if path in self.snapshot.entries), None)

    def findings(self, repository: Snapshot) -> list[Diagnostic]:
        """Everything that is wrong with it, for this state of the repository."""
        paths = [path.removeprefix(FOLDER) for path in self.snapshot.entries]
        return findings(
            self.snapshot,
            repository,
            in_git=git_would_take(self.folder, paths),
            is_open=_is_open(self.folder),
        )

    def newly_named(self, before: Snapshot, after: Snapshot, paths: Iterable[str]) -> list[Diagnostic]:
        """Where a change would write a person's name into these files of the repository."""
        changed = list(paths)
        known = Counter(
            (each.message.values["id"], each.place.path) for each in self._names_in(before, changed)
        )
        found = []
        for each in self._names_in(after, changed):
            name = (each.message.values["id"], each.place.path)
            known[name] -= 1
            if known[name] < 0:
                found.append(each)
        return found

    def _names_in(self, state: Snapshot, paths: list[str]) -> Iterator[Diagnostic]:
        some = {path: state.entries[path] for path in paths if path in state.entries}
        return _named(self.snapshot, Snapshot(some, files=[path for path in paths if state.has_file(path)]))


def overlay_of(root: Path) -> Overlay | None:
    """The overlay of a repository; None where there is no folder for it. Raises Unavailable."""
    folder = folder_of(root)
    return Overlay(folder) if os.path.isdir(folder) else None  # noqa: PTH112  # may not be searchable


def snapshot_of(files: "Mapping[str, bytes]") -> Snapshot:
    """Files of an overlay, by their paths below it, as entries under `private/`."""
    entries = {}
    faults: list[Diagnostic] = []
    for name, content in sorted(files.items()):
        path = FOLDER + name
        entries[path], found = read_entry(path, content, KINDS)
        faults.extend(found)
    return Snapshot(entries, diagnostics=faults)


def _files(folder: Path, writer: "Writer") -> "dict[str, bytes]":
    """Every YAML file of the overlay, an unfinished operation counted as finished; also those that lie wrong."""
    overrides = writer.pending().overrides if (folder / OWN).is_dir() else {}
    try:
        found = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for below in (folder, *(each for each in sorted(folder.iterdir()) if _is_folder(each)))
            for path in sorted(below.iterdir())
            if path.suffix.lower() in (ENDING, ".yml") and path.is_file() and not path.is_symlink()
        }
    except OSError as error:
        raise Unavailable("The private overlay cannot be read: {reason}", reason=reason_of(error)) from error
    for path, content in overrides.items():
        found.pop(path, None)
        if content is not None and path.endswith(ENDING):
            found[path] = content
    return found


def _is_folder(path: Path) -> bool:
    return path.name not in (OWN, ".git") and path.is_dir() and not path.is_symlink()


def git_would_take(folder: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """The files of a folder that git holds already, or would take up: those that it does not ignore."""
    from kic.store import git, git_settings  # noqa: PLC0415

    if git.find_top(folder) is None:
        return ()
    asked = list(paths) or ["persons/p-0000.yaml"]
    ignored = git_settings.ignored(folder, asked)
    return tuple(path for path in asked if path not in ignored)


_OTHERS = 0o077


def _is_open(folder: Path) -> bool:
    return os.name != "nt" and bool(folder.stat().st_mode & _OTHERS)


# -- findings ------------------------------------------------------------------------------------------


def findings(
    overlay: Snapshot, repository: Snapshot, *, in_git: tuple[str, ...] = (), is_open: bool = False
) -> list[Diagnostic]:
    """What is wrong with an overlay; nothing that stands in it is repeated."""
    from kic.domain.scoring.visibility import mask_all  # noqa: PLC0415

    read = [*overlay.diagnostics, *run((id_twice, misplaced_record), overlay, _NO_DAY)]
    found = [
        msgspec.structs.replace(
            each, place=_exact(overlay, each.place), fix=None, related=(), record=each.record
        )
        for each in mask_all(read, overlay)
    ]
    if in_git:
        message = plural(
            "git does not ignore the private overlay: {n} file of it may enter the history",
            "git does not ignore the private overlay: {n} files of it may enter the history",
            n=len(in_git),
        )
        found.append(
            diagnose(
                laws.OVERLAY_IN_GIT,
                message,
                _ROOT,
                help=text("write private/ into .gitignore before it is recorded"),
            )
        )
    if is_open:
        found.append(
            diagnose(
                laws.OVERLAY_OPEN,
                text("others may read the private overlay"),
                _ROOT,
                help=text("take their rights away: chmod 700 of the folder"),
            )
        )
    found += _named(overlay, repository)
    found += _gaps(overlay, repository)
    found += _unfit(overlay)
    return found


def people_of(overlay: Snapshot) -> dict[str, str]:
    """The names of the overlay by pseudonym; of a contact, by the organisation's id."""
    return {each.id: each.name for cls in (Person, Member, Contact) for each in overlay.all(cls)}


def _named(overlay: Snapshot, repository: Snapshot) -> Iterator[Diagnostic]:
    from kic.domain.privacy.names import persons_in_records  # noqa: PLC0415

    for id_, place in persons_in_records(repository, people_of(overlay)):
        yield diagnose(
            laws.PERSON_NAMED,
            text("the name of {id} stands here, expected none", id=id_),
            place,
            help=text("write {id} instead, before it is recorded: git keeps it for ever", id=id_),
            record=_record_at(repository, place),
        )


def _exact(overlay: Snapshot, place: Place) -> Place:
    return msgspec.structs.replace(place, span=overlay.span(place))


CONTRIBUTOR = "contributor"
"""A person of whom only contributions are known: an entry may be there, and nothing needs one."""


def _contributors(repository: Snapshot) -> Iterator[tuple[str, Place]]:
    """Pseudonyms of those who contributed to a revision of the concept, or moved a change of it."""
    from kic.domain.participation import Contribution  # noqa: PLC0415
    from kic.domain.revisions import Amendment  # noqa: PLC0415

    for each in repository.all(Contribution):
        if each.contributor.person is not None:
            yield each.contributor.person, repository.place(each, "contributor", "person")
    for amendment in repository.all(Amendment):
        movers = [(("mover",), amendment.mover)]
        movers += [(("elements", n, "mover"), each.mover) for n, each in enumerate(amendment.elements)]  # type: ignore[misc]
        for field, mover in movers:
            if mover is not None and mover.person is not None:
                yield mover.person, repository.place(amendment, *field, "person")


def persons_named(repository: Snapshot) -> dict[str, tuple[str, Place]]:
    """Each person, member and body that has or may have an entry: its kind there, and where it is first named."""
    from kic.domain.applications import Application  # noqa: PLC0415
    from kic.domain.committee import Seat  # noqa: PLC0415

    found: dict[str, tuple[str, Place]] = {}
    for application in repository.all(Application):
        person, body = application.applicant.person, application.applicant.body
        if person is not None:
            found.setdefault(person, ("person", repository.place(application, "applicant", "person")))
        if body is not None:
            found.setdefault(body, ("contact", repository.place(application, "applicant", "body")))
    for seat in repository.all(Seat):
        for position, term in enumerate(seat.terms):
            for field in ("holder", "deputy"):
                member = getattr(term, field)
                if member is not None:
                    found.setdefault(member, ("member", repository.place(seat, "terms", position, field)))
    for who, place in _contributors(repository):
        found.setdefault(who, (CONTRIBUTOR, place))
    return found


def _gaps(overlay: Snapshot, repository: Snapshot) -> Iterator[Diagnostic]:
    """Persons without an entry, and entries that no record needs. Members and contacts only once some are entered."""
    named = persons_named(repository)
    wanted = {"person", *(kind for kind in ("member", "contact") if overlay.entries_of(kind))}
    erased = {each.id for each in overlay.all(Erased)}
    for id_, (kind, place) in sorted(named.items()):
        if kind in wanted and id_ not in erased and not overlay.entries_with(id_):
            yield diagnose(
                laws.OVERLAY_GAP,
                text("{id} has no entry in the private overlay", id=id_),
                place,
                help=text("enter it: kic person add {id}", id=id_),
                record=_record_at(repository, place),
            )
    for entry in overlay:
        if entry.id is not None and entry.kind not in (None, "erased") and entry.id not in named:
            yield diagnose(
                laws.OVERLAY_GAP,
                text("no record names {id}, and the private overlay has an entry of it", id=entry.id),
                _exact(overlay, Place(entry.path, ("id",))),
                help=text("if it is not needed, erase it: kic erase {id}", id=entry.id),
                record=entry.id,
            )


def _record_at(repository: Snapshot, place: Place) -> str | None:
    entry = repository.entries.get(place.path)
    return entry.id if entry is not None else None


def _unfit(overlay: Snapshot) -> Iterator[Diagnostic]:
    for cls in (Person, Member, Contact):
        for each in overlay.all(cls):
            if each.bank is not None and (wrong := account_mistake(each.bank)) is not None:
                place = _exact(overlay, Place(overlay.entry(each).path, ("bank", "iban")))
                yield diagnose(laws.OVERLAY_UNFIT, wrong, place, record=each.id)


def plain_account(words: str) -> str:
    """An IBAN or BIC as it is kept: capital letters, no blanks."""
    return "".join(words.split()).upper()


def account_mistake(bank: Bank) -> Text | None:
    """Why money cannot go to this account; None if its form and check digits are right."""
    if account_length(bank.iban) != len(bank.iban):
        return text("the IBAN does not have the form of its country")
    if not checked_account(bank.iban):
        return text("the check digits of the IBAN are wrong")
    return None
