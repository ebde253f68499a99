"""Which state a name means: a revision of git, a date, an edition or a resolution.

Wherever a revision is asked for, people may name it as they know it. `29.05.2024` is what was committed by the end of
that day on the municipality's clock, a resolution (its id or its number) the commit that first carried all of what it
resolved, an edition the text of that edition. What can mean two things is refused with both, and can be said clearly
with a word before it: `git:`, `date:`, `edition:`, `resolution:`.

Only the few records that can be named so are read; no name reaches git as an option.
"""

import datetime
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from kic.core import spelling
from kic.core.layout import SETTINGS
from kic.core.near import near
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Misread
from kic.domain.chapters import KINDS
from kic.domain.concept.edition import Edition, Resolution
from kic.domain.settings import Settings
from kic.errors import UsageError
from kic.repository.ends_of_days import last_second
from kic.repository.record_places import places
from kic.store import git, git_log, git_refs
from kic.store.reading.load import load
from kic.store.reading.sources import Memory, Source

WORK_TREE = "work tree"
"""How the state of the files as they are now is called where a name is shown."""

_PLAINLY_GIT = re.compile(r"(HEAD|@)([~^@].*)?|[0-9a-f]{40}|[0-9a-f]{64}", re.DOTALL)
_ABBREVIATED = re.compile(r"[0-9a-f]{4,64}")
_SURE_DIGITS = 7
"""An id of a commit that is shorter gives way to a record of this name."""
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_RANGE = re.compile(r"(?s)(.*?)(\.{2,3})(.*)")
_SORTS = ("git", "date", "edition", "resolution")
_BERLIN = "Europe/Berlin"


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A state as it was named. `revision` is the full id of its commit; None is the work tree.

    `meaning` says how the name was understood. `edition` is set where an edition was named: then its text in that
    state is meant. `committed` is the day on which its commit was made, no date of any act.
    """

    name: str
    meaning: Text
    revision: str | None = None
    committed: datetime.date | None = None
    edition: str | None = None
    resolution: str | None = None


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """Two states to compare; `editions` where two editions are compared, the older one first."""

    before: Named
    after: Named
    editions: tuple[str, str] | None = None


class UnknownName(UsageError):
    """A name that means no state, and that is near to none that does: perhaps something else was meant."""


def name_revision(root: Path, source: Source, name: str) -> Named:
    """The commit that a name means; an edition is the commit that first carried it as it was adopted.

    Raises UsageError for a name that means nothing, or more than one thing, and where there is no history.
    """
    return _Names(root, source).revision(name)


def name_span(root: Path, source: Source, spelled: str | None) -> Span:
    """What `A..B`, `A...B` (from where both parted) or `A` (against the work tree) means; HEAD for nothing.

    An edition beside another is compared with it as both stand in the work tree; beside a state, with the current
    edition of that state. Raises UsageError as `name_revision`.
    """
    names = _Names(root, source)
    split = _RANGE.fullmatch(spelled) if spelled is not None else None
    if split is None:
        first, dots, second = spelled, "", None
    else:
        first, dots, second = split[1] or "HEAD", split[2], split[3] or "HEAD"
    first = "HEAD" if first is None else first
    before = names.find(first)
    after = names.find(second) if second is not None else work_tree()
    if before.edition is not None or after.edition is not None:
        return _of_editions(names, before, after)
    if dots == "...":
        before = names.parting(before, after)
    return Span(before=before, after=after)


def base_of(root: Path, source: Source, name: str) -> tuple[str, str]:
    """The commit that a change is judged from, where the present state parted from the named one; and the named one.

    Before the first commit of a branch that is the named one itself. Raises UsageError as `name_revision`, and where
    both have no commit in common, as in a clone that is too shallow.
    """
    names = _Names(root, source)
    named = names.revision(name)
    if names.head is None:
        assert named.revision is not None
        return named.revision, named.revision
    parted = names.parting(named, Named(name="HEAD", meaning=text("what is checked out")))
    assert parted.revision is not None
    return parted.revision, named.revision or parted.revision


def work_tree() -> Named:
    """The files as they are now."""
    return Named(name=WORK_TREE, meaning=text("the files as they are now"))


def _of_editions(names: "_Names", before: Named, after: Named) -> Span:
    """One state for both texts: that which stands beside the edition, else the work tree."""
    state = after if before.edition is not None else before
    if state.edition is not None:
        state = work_tree()
    older = before.edition or names.current_edition(before)
    newer = after.edition or names.current_edition(after)
    if older == newer:
        raise UsageError(
            "Both names mean the edition {edition}.",
            help="Name two editions, such as {example}; with dates or recorded states, one edition "
            "is compared with itself.",
            edition=older,
            example=names.example(older),
        )
    return Span(
        before=msgspec.structs.replace(before, revision=state.revision, committed=state.committed),
        after=msgspec.structs.replace(after, revision=state.revision, committed=state.committed),
        editions=(older, newer),
    )


def _needs_history(root: Path) -> None:
    if not git.is_repository(root):
        raise UsageError(
            "This repository is not in git, so there is no history.", help="git init begins one."
        )


class _Names:
    """What can be named in one repository; the records that have names are read when a name may be theirs."""

    def __init__(self, root: Path, source: Source) -> None:
        self._root = root
        self._source = source

    @functools.cached_property
    def has_history(self) -> bool:
        """Whether there is git here."""
        return git.is_repository(self._root)

    @functools.cached_property
    def head(self) -> str | None:
        """The commit that is checked out; None where nothing is committed yet, and outside of git."""
        return git.head(self._root) if self.has_history else None

    @functools.cached_property
    def _acts(self) -> Snapshot:
        """The editions and resolutions of the work tree."""
        return _some(self._source, (SETTINGS, *filter(_may_be_named, self._source.paths())))

    # -- finding -------------------------------------------------------------------------------------

    def revision(self, name: str) -> Named:
        """The commit that a name means, of an edition the one that first carried it as it was adopted."""
        _needs_history(self._root)
        found = self.find(name)
        return found if found.edition is None or found.revision is not None else self.adopted(found)

    def find(self, name: str) -> Named:
        """What a name means; UsageError if that is nothing, or more than one thing."""
        sort, _, rest = name.partition(":")
        if sort in _SORTS and rest:
            return self._one(rest, tuple(self._readings(rest, sort)))
        if _PLAINLY_GIT.fullmatch(name):
            return self._one(name, tuple(self._readings(name, "git")))
        found = tuple(self._readings(name))
        if len(found) > 1 and _ABBREVIATED.fullmatch(name) and len(name) < _SURE_DIGITS:
            found = tuple((sort, each) for sort, each in found if sort != "git")
        return self._one(name, found)

    def _one(self, name: str, found: tuple[tuple[str, Named], ...]) -> Named:
        if len(found) == 1:
            return found[0][1]
        if found:
            raise UsageError(
                "{name} can mean {meanings}.",
                help="Say which one: {choices}",
                name=name,
                meanings=tuple(each.meaning for _sort, each in found),
                choices=", ".join(self._clearly(sort, each) for sort, each in found),
            )
        raise self._unknown(name)

    def _clearly(self, sort: str, found: Named) -> str:
        named = {"edition": found.edition, "resolution": found.resolution}.get(sort) or found.name
        return f"{sort}:{named}"

    def _readings(self, name: str, only: str | None = None) -> Iterator[tuple[str, Named]]:
        """Everything that a name can mean, each with its sort."""
        if only in (None, "date") and (day := _day(name)) is not None:
            yield "date", self._on(day, name)
        if only in (None, "edition", "resolution"):
            acts = self._acts
            wanted = name.casefold()
            if only != "resolution" and (edition := acts.get(Edition, wanted)) is not None:
                yield "edition", _edition(edition, name)
            if only != "edition":
                for resolution in acts.all(Resolution):
                    if wanted in (resolution.id, (resolution.number or "").casefold()):
                        yield "resolution", self._resolved(resolution, name)
        if only in (None, "git") and (found := self._commit(name)) is not None:
            yield "git", self._at(found, name, text("the recorded state {commit}", commit=found[:10]))

    def _commit(self, name: str) -> str | None:
        """The commit that git knows by this name; None outside of git, or if there is none."""
        if name.startswith(("-", "^")) or not name.strip() or "\0" in name or not self.has_history:
            return None
        found = git.commit(self._root, name)
        return found if found is not None and _COMMIT.fullmatch(found) else None

    def _unknown(self, name: str) -> UsageError:
        _needs_history(self._root)
        if self.head is None:
            return UsageError(
                "Nothing has been recorded yet, so there is no state to compare with.",
                help="kic save records the first one.",
            )
        if _likely_date(name):
            return UsageError(
                "{name} is no date that can be read without guessing.",
                help="Write it as 2024-05-29 or 29.05.2024.",
                name=name,
            )
        known = {each.casefold(): each for each in self._names()}
        guesses = tuple(known[each] for each in near(name.casefold(), known))
        of_git = _PLAINLY_GIT.fullmatch(name) or _ABBREVIATED.fullmatch(name)
        if (of_git or not guesses) and git.shallow(self._root):
            return UsageError(
                "There is no revision {name} in this clone, which is cut off.",
                help="git fetch --unshallow brings the older revisions.",
                name=name,
            )
        if guesses:
            return UsageError(
                "There is no revision {name}.", help="Did you mean {names}?", name=name, names=guesses
            )
        return UnknownName(
            "There is no revision {name}.",
            help="A revision is a recorded state, branch or tag, a date, an edition, or the id or "
            "number of a resolution.",
            name=name,
        )

    def _names(self) -> Iterator[str]:
        yield from git.names(self._root)
        yield "HEAD"
        acts = self._acts
        for each in (*acts.all(Edition), *acts.all(Resolution)):
            yield each.id
        for resolution in acts.all(Resolution):
            if resolution.number is not None:
                yield resolution.number

    # -- dates ---------------------------------------------------------------------------------------

    def _on(self, day: datetime.date, name: str) -> Named:
        """What was committed by the end of a day, on the line of commits that HEAD stands on."""
        _needs_history(self._root)
        if self.head is None:
            raise self._unknown(name)
        settings = self._acts.only(Settings)
        last = last_second(day, settings.time_zone if settings else _BERLIN)
        found = git_log.last_until(self._root, last)
        if found is not None:
            return self._at(found, name, text("what was recorded by the end of {day}", day=day))
        if git.shallow(self._root):
            raise UsageError(
                "This clone is cut off and holds nothing of {day} or before.",
                help="git fetch --unshallow brings the older revisions.",
                day=day,
            )
        raise UsageError(
            "On {day} nothing had been recorded yet.",
            help="Name a later day.",
            day=day,
        )

    def _at(self, revision: str, name: str, meaning: Text, resolution: str | None = None) -> Named:
        day = git_log.committed_on(self._root, revision)
        return Named(name=name, meaning=meaning, revision=revision, committed=day, resolution=resolution)

    # -- acts ----------------------------------------------------------------------------------------

    def _resolved(self, resolution: Resolution, name: str) -> Named:
        """The commit that first carried everything that names the resolution; else the record of itself."""
        meaning = text(
            "what was resolved on {date} ({resolution})", date=resolution.date, resolution=resolution.id
        )
        if self.head is None:
            return Named(name=name, meaning=meaning, resolution=resolution.id)
        carrying = _some(self._source, self._carriers(resolution.id))
        paths = [
            entry.path
            for entry in carrying
            if entry.id != resolution.id and getattr(entry.record, "resolution", None) == resolution.id
        ]
        own = [entry.path for entry in self._acts.entries_with(resolution.id)]
        first = self._first_with(paths or own, resolution.id, of_itself=not paths)
        if first is None:  # in the files only, or in a commit that this clone lacks
            return Named(name=name, meaning=meaning, resolution=resolution.id)
        return self._at(first, name, meaning, resolution.id)

    def _carriers(self, resolution: str) -> Iterator[str]:
        """Files of the concept that can carry a resolution and have its id in them."""
        for path in self._source.paths():
            if path.startswith(_CARRYING) or _may_be_named(path):
                content = _content(self._source, path)
                if resolution.encode() in content:
                    yield path

    def _first_with(self, paths: Iterable[str], id: str, *, of_itself: bool) -> str | None:  # noqa: A002
        """The first commit by which each of these records (by its id) names the resolution, or is itself it."""
        here = _some(self._source, tuple(paths))
        waiting = {entry.id for entry in here if entry.id}
        last: str | None = None
        candidates = tuple(dict.fromkeys(place for entry in here for place in places(entry)))
        steps = tuple(git.steps(self._root, candidates, first_parent=True))
        contents = git.blobs(
            self._root, (each.after for step in steps for each in step.touched if each.after)
        )
        for step in reversed(steps):
            files = {each.path: contents[each.after] for each in step.touched if each.after}
            for entry in load(Memory(files), KINDS):
                names = entry.id == id if of_itself else getattr(entry.record, "resolution", None) == id
                if names and entry.id in waiting:
                    waiting.discard(entry.id)
                    last = step.revision
            if not waiting:
                return last
        return last if not waiting else None

    def adopted(self, named: Named) -> Named:
        """The commit that first carried an edition with its adoption, else the edition at all."""
        edition = self._acts.get(Edition, named.edition)
        assert edition is not None
        steps = tuple(git.steps(self._root, places(self._acts.entry(edition)), first_parent=True))
        contents = git.blobs(
            self._root, (each.after for step in steps for each in step.touched if each.after)
        )
        first: str | None = None
        for step in reversed(steps):
            found = load(
                Memory({each.path: contents[each.after] for each in step.touched if each.after}), KINDS
            )
            seen = found.get(Edition, edition.id)
            if seen is not None:
                first = first or step.revision
                if seen.adopted is not None or seen.resolution is not None:
                    return self._at(step.revision, named.name, named.meaning)
        if first is None:
            raise UsageError("The edition {edition} has not been recorded yet.", edition=edition.id)
        return self._at(first, named.name, named.meaning)

    def current_edition(self, state: Named) -> str:
        """The edition in force by the settings of a state; UsageError where they name none."""
        content: Mapping[str, bytes]
        if state.revision is None:
            content = {SETTINGS: _content(self._source, SETTINGS)}
        else:
            oids = git.tree(self._root, state.revision, SETTINGS)
            blobs = git.blobs(self._root, oids.values())
            content = {path: blobs[oid] for path, oid in oids.items()}
        settings = load(Memory(content), KINDS).only(Settings)
        if settings is None or settings.current_edition is None:
            raise UsageError(
                "{name} names no current edition to compare with.",
                help="Name the other edition as well.",
                name=state.name,
            )
        return str(settings.current_edition)

    def example(self, edition: str) -> str:
        """Two editions as one writes them."""
        others = [each.id for each in self._acts.all(Edition) if each.id != edition]
        return f"{others[0]}..{edition}" if others else "A..B"

    def parting(self, before: Named, after: Named) -> Named:
        """The commit from which two states parted; UsageError where they have none in common."""
        found = git_refs.parting(self._root, before.revision or "HEAD", after.revision or self.head or "HEAD")
        if found is None:
            raise UsageError(
                "{first} and {second} have no recorded state in common.",
                help="git fetch --unshallow brings the older revisions." if git.shallow(self._root) else "",
                first=before.name,
                second=after.name,
            )
        meaning = text("where {first} and {second} parted", first=before.name, second=after.name)
        return self._at(found, f"{before.name}...", meaning)


_CARRYING = ("concept/amendments/", "concept/themes/", "concept/editions/")
_EDITION_FOLDERS = 4
"""Steps of `concept/editions/k2013/concept.yaml`."""


def _may_be_named(path: str) -> bool:
    """Whether a file of this path can be an edition or a resolution."""
    if path == "concept/concept.yaml" or path.startswith("concept/resolutions/"):
        return path.endswith(".yaml")
    steps = path.split("/")
    return (
        len(steps) == _EDITION_FOLDERS and steps[:2] == ["concept", "editions"] and steps[3] == "concept.yaml"
    )


def _edition(edition: Edition, name: str) -> Named:
    return Named(
        name=name, meaning=text("the edition {edition} ({title})", edition=edition.id, title=edition.title),
        edition=edition.id,
    )  # fmt: skip


def _some(source: Source, paths: Iterable[str]) -> Snapshot:
    """These files of a source as a state of their own."""
    files = {path: content for path in paths if (content := _content(source, path))}
    return load(Memory(files, source.label), KINDS)


def _content(source: Source, path: str) -> bytes:
    try:
        return source.read(path)
    except OSError:
        return b""


# -- dates -----------------------------------------------------------------------------------------------


def _day(name: str) -> datetime.date | None:
    try:
        return spelling.day(name)
    except Misread:
        return None


def _likely_date(name: str) -> bool:
    return (
        re.fullmatch(r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\.?|\d{4}-\d{2}|\d{1,2}\.\d{4}", name) is not None
    )
