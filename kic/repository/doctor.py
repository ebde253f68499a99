"""A look at the surroundings: what kic found, and what may go wrong because of it."""

import datetime
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from kic import __version__
from kic.core.text import Text, text
from kic.errors import KicError, Unavailable
from kic.repository.symptoms import Health, Symptom

__all__ = ["Health", "Symptom", "examine"]


def examine(root: Path | None, today: datetime.date) -> tuple[Symptom, ...]:
    """Everything that `kic doctor` shows. `root` is None outside a repository."""
    return (
        *_program(today),
        *_extras(),
        *_git(root, today),
        *(_repository(root, today) if root else _no_repository()),
    )


_EXTRAS = {
    "documents": ("pypandoc", "typst"),
    "calendar": ("icalendar",),
    "sheets": ("xlsxwriter",),
}
"""The extras of kic, and the packages by which each is known."""


def _extras() -> Iterator[Symptom]:
    """What PDF and DOCX, calendar files and spreadsheets need."""
    from importlib.util import find_spec  # noqa: PLC0415

    for name, packages in _EXTRAS.items():
        there = all(find_spec(package) is not None for package in packages)
        yield Symptom(
            name=f"extra {name}",
            value=there,
            health=Health.GOOD if there else Health.NOTICE,
            advice=None
            if there
            else text('Install it where it is needed: pipx install "kic[{name}]".', name=name),
        )


def _program(today: datetime.date) -> Iterator[Symptom]:
    yield Symptom(name="kic", value=__version__)
    yield Symptom(name="python", value=".".join(map(str, sys.version_info[:3])), origin=sys.executable)
    yield Symptom(name="language", value=os.environ.get("KIC_LANG") or "-", origin="KIC_LANG")
    encoding = sys.getfilesystemencoding()
    yield Symptom(
        name="file name encoding",
        value=encoding,
        health=Health.GOOD if encoding.casefold() in ("utf-8", "utf8") else Health.NOTICE,
        advice=None if encoding.casefold() in ("utf-8", "utf8") else text("Use a UTF-8 locale."),
    )
    from kic.repository.doctor_files import terminal  # noqa: PLC0415

    yield terminal()
    plausible = 2024 <= today.year <= 2100  # noqa: PLR2004
    yield Symptom(
        name="today",
        value=today,
        health=Health.GOOD if plausible else Health.BAD,
        advice=None if plausible else text("Set the clock of this computer, or name the day with --today."),
    )


def _git(root: Path | None, today: datetime.date) -> Iterator[Symptom]:
    from kic.store import git  # noqa: PLC0415

    try:
        yield Symptom(name="git", value=git.version())
    except Unavailable:
        yield Symptom(
            name="git",
            value=None,
            health=Health.BAD,
            advice=text(
                "Install git: without it there is no history and no comparison with the recorded state."
            ),
        )
        return
    if root is None:
        return
    try:
        top = git.find_top(root)
        head = git.head(root) if top is not None else None
    except Unavailable as damage:
        yield Symptom(
            name="history", value=None, health=Health.BAD, advice=Text(damage.sentence, damage.values)
        )
        return
    if top is None:
        yield Symptom(
            name="history",
            value=None,
            health=Health.NOTICE,
            advice=text("Nothing of this folder is recorded yet; kic save begins a history."),
        )
        return
    yield Symptom(name="history", value=head[:12] if head else None, origin=str(top))
    if git.shallow(root):
        yield Symptom(
            name="shallow clone",
            value=True,
            health=Health.NOTICE,
            advice=text("The history is cut off; git fetch --unshallow brings all of it."),
        )
    from kic.repository.doctor_sharing import clock, shared  # noqa: PLC0415

    yield from clock(root, today)
    yield from shared(root)
    if unmerged := git.unmerged(root):
        yield Symptom(
            name="unmerged files", value=unmerged, health=Health.BAD, advice=text("Finish the merge first.")
        )


def _hook(root: Path) -> Iterator[Symptom]:
    from kic.repository.hooks import HookState, hook_of  # noqa: PLC0415

    try:
        hook = hook_of(root)
    except Unavailable:
        return  # said above
    if hook.state is HookState.NO_GIT:
        return
    there = hook.state is HookState.THERE
    yield Symptom(
        name="commit message hook",
        value=there,
        origin=str(hook.path),
        health=Health.GOOD if there else Health.NOTICE,
        advice=None if there else text("kic init --hook lays it, so that no personal data enters messages."),
    )


def _around(root: Path) -> Iterator[Symptom]:
    """Workflows of a code host, pre-commit, and what editors have: what `kic init` can add."""
    from kic.repository.ci_files import PATHS, PRE_COMMIT, top_of  # noqa: PLC0415

    try:
        top, _below = top_of(root)
    except Unavailable:
        return  # said above
    hosts = tuple(host for host, name in PATHS.items() if _mentions_kic(top / name))
    yield Symptom(
        name="code host workflow",
        value=", ".join(hosts) or None,
        health=Health.GOOD if hosts else Health.NOTICE,
        advice=None
        if hosts
        else text("kic init --ci HOST writes one, so that each change is judged; kic help ci."),
    )
    yield Symptom(name="pre-commit", value=_mentions_kic(top / PRE_COMMIT))
    there = (root / "schemas").is_dir()
    yield Symptom(
        name="editor schemas",
        value=there and _schemas_language(root),
        health=Health.GOOD if there else Health.NOTICE,
        advice=None
        if there
        else text("kic init --editor writes them: editors then complete and check records."),
    )


def _schemas_language(root: Path) -> str:
    """In which language the schemas are, or that they are of another kic."""
    from kic.present.language import LANGUAGES, speak  # noqa: PLC0415
    from kic.repository.editor import outdated  # noqa: PLC0415

    return next((code for code in LANGUAGES if not outdated(root, speak(code))), "outdated")


def _mentions_kic(path: Path) -> bool:
    try:
        return b"kic" in path.read_bytes()
    except OSError:
        return False


def _no_repository() -> Iterator[Symptom]:
    yield Symptom(
        name="repository",
        value=None,
        health=Health.NOTICE,
        advice=text("There is no kic.yaml here or above; kic init begins a repository, kic demo shows one."),
    )


def _repository(root: Path, today: datetime.date) -> Iterator[Symptom]:
    from kic.store.writing.writer import Writer  # noqa: PLC0415

    yield Symptom(name="repository", value=str(root), origin="kic.yaml")
    writable = os.access(root, os.W_OK)
    yield Symptom(
        name="writable",
        value=writable,
        health=Health.GOOD if writable else Health.NOTICE,
        advice=None if writable else text("Commands that write will fail here."),
    )
    from kic.repository.doctor_files import files  # noqa: PLC0415

    yield from files(root)
    try:
        pending = Writer(root).pending().overrides
    except KicError as error:  # what ends other commands is what this one is asked about
        said = Text(error.sentence, error.values)
        yield Symptom(name="unfinished operation", value=True, health=Health.BAD, advice=said)
    else:
        yield Symptom(
            name="unfinished operation",
            value=bool(pending),
            health=Health.NOTICE if pending else Health.GOOD,
            advice=text("The next writing command completes it.") if pending else None,
        )
    yield from _hook(root)
    yield from _around(root)
    yield from _overlay(root, today)


def _overlay(root: Path, today: datetime.date) -> Iterator[Symptom]:
    from kic.repository.overlay import folder_of, git_would_take, overlay_of  # noqa: PLC0415
    from kic.repository.persons import unfinished  # noqa: PLC0415

    folder = folder_of(root)
    taken = folder.is_dir() and bool(git_would_take(folder, ["persons/p-0000.yaml"]))
    yield Symptom(
        name="private overlay",
        value=str(folder),
        origin="KIC_PRIVATE" if os.environ.get("KIC_PRIVATE") else None,
        health=Health.BAD if taken else Health.GOOD,
        advice=text("git does not ignore it: write private/ into .gitignore.") if taken else None,
    )
    try:
        overlay = overlay_of(root)
        cut = overlay is not None and unfinished(overlay)
    except KicError as error:
        yield Symptom(
            name="private entries", value=None, health=Health.BAD, advice=Text(error.sentence, error.values)
        )
        return
    if overlay is None:
        return
    entries = sum(entry.kind != "erased" for entry in overlay.snapshot)
    yield Symptom(name="private entries", value=entries)
    if entries:
        from kic.repository.backup import backup  # noqa: PLC0415

        yield backup(folder, today)
    if cut:
        yield Symptom(
            name="unfinished erasure",
            value=True,
            health=Health.BAD,
            advice=text("The next kic person or kic erase brings it to its end."),
        )
