"""What is different on Windows, as far as it can be played elsewhere: held files, long paths, code pages, CRLF, names."""

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from kic.cli import main
from kic.core.refusals import reason_of
from kic.present.language import speak
from kic.store import windows
from kic.store.paths import odd_name
from kic.store.windows import RETRIES, long_path, patiently
from kic.store.writing import files
from kic.store.writing.writer import Writer
from tests.cli.conftest import TODAY
from tests.cli.inprocess import call

ROOT = Path(__file__).resolve().parents[2]
GOOD = ROOT / "tests/gallery/_good"
HE_01 = "concept/recommendations/he-01.yaml"
ENTRY = ("status", "he-01", "in_progress", "--note", "Zwölf neue Patinnen.", "--yes")


@pytest.fixture
def on_windows(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Held files are waited for as on Windows; the waits are noted and not taken."""
    waits: list[float] = []
    monkeypatch.setattr(windows, "WINDOWS", True)
    monkeypatch.setattr("kic.store.windows.time.sleep", waits.append)
    return waits


@pytest.fixture
def office(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path / "office")
    return tmp_path / "office"


def held(times: int, real: Callable[..., object], number: int = 32) -> Callable[..., object]:
    """A call of the system that another program stops so many times."""
    left = [times]

    def call_(*arguments: object, **more: object) -> object:
        if left[0]:
            left[0] -= 1
            error = PermissionError(13, "The process cannot access the file")
            error.winerror = number  # type: ignore[attr-defined]
            raise error
        return real(*arguments, **more)

    return call_


# -- files that another program holds ------------------------------------------------------------------------


@pytest.mark.parametrize("call_", ["replace", "unlink", "open"])
@pytest.mark.parametrize("times", [1, RETRIES - 1])
def test_a_file_that_is_held_for_a_moment_is_waited_for(
    office: Path, on_windows: list[float], monkeypatch: pytest.MonkeyPatch, call_: str, times: int
) -> None:
    """A virus scanner looks into each new file; Excel holds one while it saves."""
    with monkeypatch.context() as patched:
        patched.setattr(os, call_, held(times, getattr(os, call_)))
        disk = files.Folder(office)
        if call_ == "open":
            assert disk.read("kic.yaml") is not None
        else:
            files.write_new(disk, "new.tmp", b"x")
            disk.rename("new.tmp", "new") if call_ == "replace" else disk.unlink("new.tmp")
    assert len(on_windows) == times
    assert sum(on_windows) <= 2, "nobody waits longer than two seconds"
    assert (office / "new").exists() is (call_ == "replace")


def test_a_file_that_stays_held_is_named_as_such_and_the_change_is_finished_later(
    office: Path, on_windows: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (office / HE_01).read_bytes()
    real = os.replace

    def in_excel(old: str, new: str) -> None:
        if new.endswith("he-01.yaml"):
            held(1, real)()
        real(old, new)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", in_excel)
        done = call(*ENTRY, folder=office, today=TODAY)
    assert done.code == 3
    assert "ein anderes Programm hat diese Datei geöffnet" in done.err
    assert (office / HE_01).read_bytes() == before
    Writer(office).recover()
    assert "Zwölf neue Patinnen." in (office / HE_01).read_text("utf-8")
    assert call("check", folder=office, today=TODAY).code == 0


def test_what_is_forbidden_and_not_held_is_said_at_once(on_windows: list[float]) -> None:
    def forbidden() -> NoReturn:
        error = PermissionError(13, "Permission denied")
        error.winerror = 1314  # type: ignore[attr-defined]
        raise error

    with pytest.raises(PermissionError):
        patiently(forbidden)
    assert on_windows == []


def test_elsewhere_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "WINDOWS", False)
    monkeypatch.setattr("kic.store.windows.time.sleep", lambda _: pytest.fail("waited"))
    with pytest.raises(PermissionError):
        patiently(held(1, lambda: None))


def test_the_reason_of_a_held_file_is_said_in_both_languages() -> None:
    error = PermissionError(13, "x")
    error.winerror = 32  # type: ignore[attr-defined]
    assert str(reason_of(error)) == "another program has this file open; close it there and try again"
    assert speak("de").word(reason_of(error)).startswith("ein anderes Programm hat diese Datei geöffnet")


# -- long paths ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("C:\\Bestand\\kic.yaml", "C:\\Bestand\\kic.yaml"),
        ("C:\\" + "b" * 260, "\\\\?\\C:\\" + "b" * 260),
        ("C:/" + "b" * 260, "\\\\?\\C:\\" + "b" * 260),
        ("\\\\server\\amt\\" + "b" * 260, "\\\\?\\UNC\\server\\amt\\" + "b" * 260),
        ("\\\\?\\C:\\" + "b" * 260, "\\\\?\\C:\\" + "b" * 260),
        ("/srv/" + "b" * 260, "/srv/" + "b" * 260),
    ],
)
def test_a_long_path_takes_the_form_that_has_no_limit(path: str, expected: str) -> None:
    assert long_path(path) == expected


def test_a_record_in_a_deep_folder_is_read_and_written(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["Ablage des Integrationsbeauftragten " + "x" * 60] * 3)
    shutil.copytree(GOOD, deep / "office")
    assert len(str(deep / "office" / HE_01)) > windows.LONGEST
    assert call(*ENTRY, folder=deep / "office", today=TODAY).code == 0
    assert call("check", folder=deep / "office", today=TODAY).code == 0


# -- characters ------------------------------------------------------------------------------------------


class Console(io.BytesIO):
    """What a pipe of Windows gets."""


def test_out_and_in_are_utf_8_where_the_system_has_another_code_page(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streams of a process on a German Windows are code page 1252 unless they are told otherwise."""
    out, err = Console(), Console()
    monkeypatch.setattr(main, "_WINDOWS", True)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("ü".encode()), encoding="cp1252"))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="cp1252"))
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="cp1252"))
    code = main.main(["--lang", "de", "--today", TODAY, "-C", str(office), *ENTRY[:5], "--dry-run"])
    sys.stdout.flush()
    sys.stderr.flush()
    assert code == 0
    assert "+    note: Zwölf neue Patinnen." in out.getvalue().decode("utf-8")
    assert "ergänzt" in err.getvalue().decode("utf-8")
    assert sys.stdin.read() == "ü"


# -- line ends -------------------------------------------------------------------------------------------


def crlf(folder: Path) -> None:
    for path in folder.rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))


def test_a_checkout_with_crlf_is_judged_and_changed_as_one_with_lf(office: Path, tmp_path: Path) -> None:
    with_lf = call("check", folder=office, today=TODAY)
    shutil.copytree(office, tmp_path / "crlf")
    crlf(tmp_path / "crlf")
    assert call("check", folder=tmp_path / "crlf", today=TODAY) == with_lf
    assert call(*ENTRY, folder=tmp_path / "crlf", today=TODAY).code == 0
    changed = (tmp_path / "crlf" / HE_01).read_bytes()
    assert changed.count(b"\n") == changed.count(b"\r\n")
    assert call(*ENTRY, folder=office, today=TODAY).code == 0
    assert changed.replace(b"\r\n", b"\n") == (office / HE_01).read_bytes()


def test_git_for_windows_checks_out_crlf_and_nothing_counts_as_changed(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    who = ("-c", "user.name=Amt", "-c", "user.email=amt@musterstadt.example")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-q", "-m", "Anfangsbestand der Stelle")):
        subprocess.run(["git", *words], cwd=office, check=True)
    clone = ("clone", "-q", "-c", "core.autocrlf=true", str(office), str(tmp_path / "clone"))
    subprocess.run(["git", *clone], check=True)
    assert b"\r\n" in (tmp_path / "clone" / HE_01).read_bytes()
    assert "Nichts unterscheidet sich" in call("save", "--yes", folder=tmp_path / "clone", today=TODAY).err
    assert call("diff", folder=tmp_path / "clone", today=TODAY).out.count("he-01") == 0


# -- names and paths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "con",
        "NUL.yaml",
        "com1.txt",
        "COM¹",
        "lpt9",
        "LPT³.yaml",
        "conin$",
        "CONOUT$",
        "aux.tar.gz",
        "a:b",
        "a.",
        "a ",
    ],
)
def test_names_of_devices_and_the_like_are_taken_nowhere(name: str) -> None:
    assert odd_name(name) is not None


@pytest.mark.parametrize("name", ["console", "com10", "nulltarif.yaml", "§ 5.txt"])
def test_names_that_only_resemble_them_are(name: str) -> None:
    assert odd_name(name) is None


@pytest.mark.parametrize("typed", ["concept\\recommendations\\he-01.yaml", "concept\\recommendations"])
def test_a_path_typed_with_backslashes_is_found(office: Path, typed: str) -> None:
    assert call("check", typed, folder=office, today=TODAY).code == 0
    assert call("check", typed.replace("he-01", "he-99") + "\\nowhere", folder=office, today=TODAY).code == 2


SOURCES = ("kic", "concept", "applications", "reports", "templates", "docs", ".github")


def test_what_kic_comes_with_can_be_checked_out_on_windows() -> None:
    """No links, no names that Windows refuses, no two names that differ by case alone, no path near its limit."""
    paths = [path for each in SOURCES for path in (ROOT / each).rglob("*") if "__pycache__" not in path.parts]
    assert len(paths) > 500
    assert [path for path in paths if path.is_symlink()] == []
    names = [path.relative_to(ROOT).as_posix() for path in paths]
    assert [name for name in names if odd_name(name.rpartition("/")[2])] == []
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) < 140


def test_nothing_in_kic_makes_a_link() -> None:
    sources = {path: path.read_text("utf-8") for path in (ROOT / "kic").rglob("*.py")}
    makes = [
        path.name for path, source in sources.items() if "symlink_to(" in source or "os.symlink(" in source
    ]
    assert makes == []
