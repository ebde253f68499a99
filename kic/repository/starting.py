"""How a repository begins: empty for a municipality, or as the demo city with its history."""

import contextlib
import datetime
import shutil
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING

from kic.core.layout import SETTINGS
from kic.core.plan import Change
from kic.core.values import Count
from kic.domain.chapters import KINDS
from kic.domain.settings import FORMAT
from kic.repository.judging import Judgement, judge
from kic.repository.merging import tell_git
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from kic.store.writing.emit import emit

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from kic.demo.build import Stage

DEMO_MAIL = "integration@neuenlauter.invalid"
PUBLISHED = datetime.date(2025, 11, 26)
"""The day on which the demo city published its report to the council."""
GITIGNORE = b".kic/\n.kic-*.tmp\nprivate/\n"
GITATTRIBUTES = b"* text=auto eol=lf\n*.yaml merge=kic\nreports/published/** -text\n"
"""Lines end with LF, but in what was published; records are merged by kic (`kic.repository.merging`)."""


def new_repository(name: str, land: str, language: str, today: datetime.date) -> dict[str, bytes]:
    """The files of a new repository: settings and an edition in draft."""
    german = language == "de"
    settings = {
        "kind": "settings",
        "id": "settings",
        "format": Count(FORMAT),
        "municipality": {"name": name},
        "land": land,
        "language": language,
        "current_edition": "k1",
    }
    edition = {
        "kind": "edition",
        "id": "k1",
        "title": "Integrationskonzept (Entwurf)" if german else "Integration concept (draft)",
        "drafted": today,
    }
    return {
        SETTINGS: emit(settings),
        "concept/concept.yaml": emit(edition),
        ".gitignore": GITIGNORE,
        ".gitattributes": GITATTRIBUTES,
    }


def judged(files: Mapping[str, bytes], today: datetime.date) -> Judgement:
    """What the rules say of a repository of these files."""
    return judge(load(Memory(files), KINDS, newest=FORMAT), today)


def demo_files() -> dict[str, bytes]:
    """The demo city in its present state: path -> bytes."""
    city = package_files("kic.demo").joinpath("city")
    found: dict[str, bytes] = {}
    left: list[tuple[str, Traversable]] = [("", city)]
    while left:
        prefix, folder = left.pop()
        for child in folder.iterdir():
            path = f"{prefix}{child.name}"
            if child.is_dir():
                left.append((path + "/", child))
            elif child.name != "__init__.py" and not child.name.endswith(".pyc"):
                found[path] = child.read_bytes()
    found[".gitignore"] = GITIGNORE
    found[".gitattributes"] = GITATTRIBUTES
    return dict(sorted(found.items()))


def write_new(folder: Path, files: Mapping[str, bytes], title: str, now: datetime.datetime) -> None:
    """Writes the files of a new repository as one operation; the folder is made."""
    from kic.store.writing.writer import Writer  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    changes = tuple(Change(path, None, content) for path, content in sorted(files.items()))
    Writer(folder).commit(changes, title, time=now)


def write_demo_with_history(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes the demo city and the git history of its revisions, from the first concept to today.

    One of its reports is published on the way. It is made from the commit before, as every publication is, so it is
    there only where there is a history.
    """
    from kic.demo.build import stages  # noqa: PLC0415

    with _whole(folder):
        _write_with_history(folder, stages(files))


@contextlib.contextmanager
def _whole(folder: Path) -> Iterator[None]:
    """A new or empty folder that is filled, or left as it was where that fails: half a city could not be used."""
    new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    before = {*folder.iterdir()}
    try:
        yield
    except BaseException:
        for each in {*folder.iterdir()} - before:
            shutil.rmtree(each, ignore_errors=True) if each.is_dir() else each.unlink(missing_ok=True)
        if new:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _write_with_history(folder: Path, revisions: "Sequence[Stage]") -> None:
    from kic.store import fast_import, git  # noqa: PLC0415

    reported = sum(each.date < PUBLISHED for each in revisions)
    fast_import.begin(folder)
    fast_import.add(folder, revisions[:reported], mail=DEMO_MAIL)
    reached = git.head(folder)
    assert reached is not None
    following = revisions[reported]
    frozen = _demo_publication(folder, reached)
    rest = [following._replace(changes={**following.changes, **frozen}), *revisions[reported + 1 :]]
    fast_import.add(folder, rest, mail=DEMO_MAIL, onto=reached)
    fast_import.check_out(folder)
    tell_git(folder)


def _demo_publication(folder: Path, revision: str) -> dict[str, bytes | None]:
    """The files of the report that the demo city published: the report itself and its manifest."""
    from kic.domain.publications import Publication, PublishedForm  # noqa: PLC0415
    from kic.domain.publications.moves import freeze, frozen_files  # noqa: PLC0415
    from kic.repository.freezing import Order, at, made, programs  # noqa: PLC0415
    from kic.store.writing.compute import changes  # noqa: PLC0415

    order = Order(document="implementation-report", form=PublishedForm.HTML, language="de", made=PUBLISHED)
    contents = made(at(folder, revision, order), order)
    publication = Publication(
        id="pub-2025-1",
        invented=True,
        title="Umsetzungsbericht 2025 zum Integrationskonzept",
        published=PUBLISHED,
        resolved_by="r-leitung",
        document=order.document,
        form=order.form,
        language=order.language,
        made=order.made,
        revision=revision,
        made_with=programs(order.form),
        files=frozen_files(contents),
    )
    plan = freeze(publication, contents, attributes=None)
    return {each.path: each.after for each in changes(plan, lambda _path: None)}
