"""Builds the folder that runs kic on Windows without an installed Python and without administrator rights.

    python tests/windows_folder.py build/kic --wheel build/wheel/kic-0.1.0-py3-none-any.whl

It holds the embeddable Python of python.org in `python/` (its programs are signed by the Python Software Foundation, which
offices that allow signed programs only can take), the locked packages and kic in `lib/`, and `kic.cmd`, which starts it.
Run by `.github/workflows/windows.yml`, with the Python version of `PYTHON`, as compiled packages have to fit it. A tool
that packs all into one program was left aside: what it makes is signed by nobody, and virus scanners take it for harm.
"""

import argparse
import hashlib
import io
import re
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.13.7"
ARCHIVE = f"https://www.python.org/ftp/python/{PYTHON}/python-{PYTHON}-embed-amd64.zip"
SHA256 = "f6cca216a359be84797cabb54149ce5e062afb16cc7567eb7fc51cacb2d86b65"
EXTRAS = (
    "icalendar",
    "pypandoc-binary",
    "python-dateutil",
    "typst",
    "typing-extensions",
    "tzdata",
    "xlsxwriter",
)
"""What kic's extras need on Windows besides its own requirements: PDF and DOCX, spreadsheets, calendars, time zones."""
START = """\
@echo off
rem Starts kic with the Python of this folder; git is taken from git\\cmd here, if it lies there.
setlocal
set "PATH=%~dp0git\\cmd;%PATH%"
set "PYTHONDONTWRITEBYTECODE=1"
"%~dp0python\\python.exe" -P -m kic %*
exit /b %ERRORLEVEL%
"""
READ_ME = """\
kic für Windows
===============
Diesen Ordner an einen beliebigen Ort kopieren, auch auf ein Netzlaufwerk; es braucht keine Administratorrechte und kein
installiertes Python. In der Eingabeaufforderung oder PowerShell: kic.cmd --help, kic.cmd demo.
kic braucht git. Wo es fehlt, MinGit (https://github.com/git-for-windows/git/releases) in den Unterordner git entpacken.

kic for Windows
===============
Copy this folder to any place, also on a network drive; it needs no administrator rights and no installed Python.
In the command prompt or PowerShell: kic.cmd --help, kic.cmd demo.
kic needs git. Where there is none, unpack MinGit (https://github.com/git-for-windows/git/releases) into the folder git.
"""


class Wrong(Exception):
    """What was fetched or given is not what it should be."""


def blocks(requirements: str) -> dict[str, str]:
    """The entries of a locked requirement file by name, each with its hashes."""
    found = re.finditer(r"(?m)^([A-Za-z0-9._-]+)==[^\n\\]*(?:\\\n[^\n\\]*)*", requirements)
    return {each[1].lower().replace("_", "-"): each[0] for each in found}


def locked(own: str, all_: str, extras: Iterable[str] = EXTRAS) -> str:
    """kic's own requirements and those of its extras, as locked; raises Wrong where one is not locked."""
    chosen, known = blocks(own), blocks(all_)
    for name in extras:
        if name not in known:
            raise Wrong(f"{name} is not locked")
        chosen.setdefault(name, known[name])
    return "\n".join(chosen[name] for name in sorted(chosen)) + "\n"


def checked(archive: bytes, expected: str = SHA256) -> bytes:
    """The archive itself, if it is the one that is pinned; raises Wrong."""
    found = hashlib.sha256(archive).hexdigest()
    if found != expected:
        raise Wrong(f"the archive has the digest {found}, expected {expected}")
    return archive


def lay(target: Path, archive: bytes) -> None:
    """Lays Python, the start and the read-me into a new folder. What is beside it is found, and nothing else."""
    target.mkdir(parents=True)
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        packed.extractall(target / "python")
    (paths,) = (target / "python").glob("python*._pth")
    paths.write_text(f"{paths.stem}.zip\n.\n../lib\n", "ascii", newline="\r\n")
    (target / "lib").mkdir()
    (target / "kic.cmd").write_text(START, "ascii", newline="\r\n")
    (target / "LIESMICH.txt").write_text(READ_ME, "utf-8-sig", newline="\r\n")


def install(target: Path, wheel: Path, requirements: Path) -> None:
    """Installs the locked packages and kic into the folder; without the starters of pip, which know this computer only."""
    pip = (
        sys.executable,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-compile",
        "--target",
        str(target / "lib"),
    )
    subprocess.run([*pip, "--require-hashes", "--only-binary=:all:", "-r", str(requirements)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-index", "--upgrade", str(wheel)], check=True)
    for starter in (target / "lib/bin").glob("*"):
        starter.unlink()
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "--invalidation-mode=unchecked-hash", str(target / "lib")],
        check=True,
    )


def main(arguments: list[str]) -> int:
    """Builds the folder."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("target", type=Path)
    parser.add_argument("--wheel", type=Path, required=True)
    given = parser.parse_args(arguments)
    if (here := ".".join(map(str, sys.version_info[:3]))) != PYTHON:
        raise Wrong(f"this is Python {here}, and the packages have to fit {PYTHON}")
    with urllib.request.urlopen(ARCHIVE, timeout=120) as answer:
        lay(given.target, checked(answer.read()))
    requirements = given.target.parent / "windows-requirements.txt"
    own, all_ = ((ROOT / name).read_text("utf-8") for name in ("requirements.txt", "requirements-test.txt"))
    requirements.write_text(locked(own, all_), "utf-8")
    install(given.target, given.wheel, requirements)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
