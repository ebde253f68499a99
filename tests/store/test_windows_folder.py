"""The folder that runs on Windows without an installed Python, as far as it can be built elsewhere."""

import io
import re
import zipfile
from importlib.metadata import requires
from pathlib import Path

import pytest

from tests.windows_folder import EXTRAS, PYTHON, START, Wrong, blocks, checked, lay, locked

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = ROOT / ".github/workflows/windows.yml"


def embeddable() -> bytes:
    """An archive with the names that python.org's has."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("python.exe", "python313.dll", "python313.zip", "python313._pth"):
            archive.writestr(name, "import site is switched off here" if name.endswith("_pth") else "x")
    return made.getvalue()


def test_python_finds_what_lies_in_the_folder_and_nothing_else(tmp_path: Path) -> None:
    lay(tmp_path / "kic", embeddable())
    paths = (tmp_path / "kic/python/python313._pth").read_bytes()
    assert paths == b"python313.zip\r\n.\r\n../lib\r\n"
    assert (tmp_path / "kic/kic.cmd").read_bytes() == START.replace("\n", "\r\n").encode("ascii")
    assert (tmp_path / "kic/LIESMICH.txt").read_text("utf-8-sig").startswith("kic für Windows")


def test_the_start_passes_on_every_argument_and_the_exit_code_and_no_module_of_the_folder_one_stands_in() -> (
    None
):
    assert '"%~dp0python\\python.exe" -P -m kic %*\nexit /b %ERRORLEVEL%\n' in START


def test_an_archive_that_is_not_the_pinned_one_is_refused() -> None:
    with pytest.raises(Wrong):
        checked(embeddable())


def test_the_packages_are_those_that_are_locked_with_all_that_they_need() -> None:
    own, all_ = ((ROOT / name).read_text("utf-8") for name in ("requirements.txt", "requirements-test.txt"))
    text = locked(own, all_)
    chosen = blocks(text)
    assert set(EXTRAS) < set(chosen)
    assert all("--hash=sha256:" in block for block in chosen.values())
    assert all(
        blocks(all_)[name].partition(" \\")[0] == block.partition(" \\")[0] for name, block in chosen.items()
    )
    for name in chosen:
        if name == "colorama":
            continue  # on Windows only
        for needed in requires(name) or ():
            if (
                "extra ==" not in needed
                and "python_version <" not in needed
                and "python_full_version <" not in needed
            ):
                other = re.split(r"[^A-Za-z0-9._-]", needed)[0].lower().replace("_", "-")
                assert other in chosen or other not in blocks(all_), f"{name} needs {other}"
    with pytest.raises(Wrong):
        locked(own, all_, ("nothing",))


def test_the_workflow_builds_with_the_python_that_the_folder_holds() -> None:
    workflow = WORKFLOW.read_text("utf-8")
    assert f'PYTHON: "{PYTHON}"' in workflow
    assert "Not tested in this project's own CI" in workflow
    assert all(re.search(r"@[0-9a-f]{40} # v", line) for line in workflow.splitlines() if "uses:" in line)
