"""The command line within this process: far faster than one process per command, for tests with many lines."""

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import Any

from kic.cli.main import main
from kic.domain.chapters import KINDS
from kic.store.reading import ahead, load
from kic.store.reading.convert import Kinds
from tests.cli.conftest import TODAY, Ran

_MOST = 40_000
_read_entry = load.read_entry
_known: dict[tuple[Any, ...], Any] = {}


def _read_once(
    path: str, content: bytes, kinds: Kinds, upgrades: tuple[load.Upgrade, ...] = (), _parsed: Any = None
) -> Any:
    """What reading a file gives rests on its path and bytes alone: nearly all are as they were a command before."""
    if kinds is not KINDS:
        return _read_entry(path, content, kinds, upgrades)
    key = (path, content, upgrades)
    if key not in _known:
        if len(_known) >= _MOST:
            _known.clear()
        _known[key] = _read_entry(path, content, kinds, upgrades)
    return _known[key]


load.read_entry = _read_once
# It would be a child of all tests, which are large; tests/store/reading has its tests.
ahead.begin = lambda _root: None


def run(*arguments: str, cwd: Path, lang: str = "de", stdin: str = "", **environment: str) -> Ran:
    """Like `tests.cli.conftest.run`, but within this process: in this folder, with these variables."""
    kept = dict(os.environ)
    try:
        for name in kept:
            if name.startswith(("KIC_", "GIT_", "LC_", "LANG")):
                del os.environ[name]
        os.environ.update(environment)
        with contextlib.chdir(cwd):
            return call(*arguments, folder=None, lang=lang, stdin=stdin)
    finally:
        os.environ.clear()
        os.environ.update(kept)


def call(*arguments: str, folder: Path | None, lang: str = "de", today: str = TODAY, stdin: str = "") -> Ran:
    """Runs `kic` on a folder, without a terminal; output is decoded strictly, so it has to be UTF-8."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    streams = io.TextIOWrapper(out, encoding="utf-8"), io.TextIOWrapper(err, encoding="utf-8")
    place = ("-C", str(folder)) if folder is not None else ()
    try:
        sys.stdin, sys.stdout, sys.stderr = io.StringIO(stdin), *streams
        code = main(["--lang", lang, "--today", today, *place, *arguments])
        for stream in streams:
            stream.flush()
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    return Ran(code, out.getvalue().decode(), err.getvalue().decode())
