"""How a repository begins: empty for a municipality, or as the demo city with its history."""

import datetime
from collections.abc import Mapping
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
from kic.store.emit import emit
from kic.store.load import load
from kic.store.sources import Memory

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DEMO_MAIL = "integration@neuenlauter.invalid"
GITIGNORE = b".kic/\n.kic-*.tmp\nprivate/\n"
GITATTRIBUTES = b"* text=auto eol=lf\n*.yaml merge=kic\n"
"""Lines end with LF, and records are merged by kic (`kic.repository.merging`)."""


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
    from kic.store.writer import Writer  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    changes = tuple(Change(path, None, content) for path, content in sorted(files.items()))
    Writer(folder).commit(changes, title, time=now)


def write_demo_with_history(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes the demo city and the git history of its revisions, from the first concept to today."""
    from kic.demo.build import stages  # noqa: PLC0415
    from kic.store.fast_import import build_history  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    build_history(folder, stages(files), mail=DEMO_MAIL)
    tell_git(folder)
