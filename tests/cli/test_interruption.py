"""Ctrl-C at the moments that it would leave half done."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="this system cannot let an interruption wait")

HERE = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


BEGIN = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background of a shell ignores it
"""


def said(code: str, *arguments: object) -> str:
    line = [sys.executable, "-c", BEGIN + code, *map(str, arguments)]
    done = subprocess.run(line, capture_output=True, check=True, text=True, timeout=60, env=HERE)
    assert done.stderr == ""
    return done.stdout


def test_an_interruption_waits_until_msgspec_is_there() -> None:
    """Else what it lacks crashes Python at the first record."""
    code = """
from kic.cli.main import _import_msgspec

class Pressed:
    def find_spec(self, name, *_):
        if name == "typing":
            os.kill(os.getpid(), signal.SIGINT)

for name in [each for each in sys.modules if each == "typing" or each.startswith("msgspec")]:
    del sys.modules[name]
sys.meta_path.insert(0, Pressed())
try:
    _import_msgspec()
except KeyboardInterrupt:
    import msgspec
    print(msgspec.convert({"a": 1}, dict[str, int]))
"""
    assert said(code) == "{'a': 1}\n"


def test_an_interruption_is_answered_by_one_process_of_two(tmp_path: Path) -> None:
    (tmp_path / "kic.yaml").write_text("format: 1\nkind: settings\n", encoding="utf-8")
    code = """
from pathlib import Path
from kic.store.reading import ahead

ahead._cores = lambda: 2  # whatever this machine has
me = os.getpid()
for moment in ("after_in_child", "after_in_parent"):
    os.register_at_fork(**{moment: lambda: os.kill(os.getpid(), signal.SIGINT)})
try:
    ahead.begin(Path(sys.argv[1]))
except KeyboardInterrupt:
    print("interrupted" if os.getpid() == me else "both of them")
    sys.stdout.flush()
"""
    assert said(code, tmp_path) == "interrupted\n"
