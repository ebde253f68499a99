"""libyaml's parser is had without compiling the patterns of PyYAML's reader in Python, which goes on working."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

DOCUMENT = "day: 2026-11-22\ntime: 2026-11-22T10:30:00+01:00\nshare: 1.5\nsum: 0x1F\nnothing: ~\nflag: yes\nword: Lüften\n"
PROGRAM = f"""
import json, re
import kic.store.reading.syntax
import yaml

slow = yaml.reader.Reader.NON_PRINTABLE
said = {{"compiled at once": isinstance(slow, re.Pattern), "re.compile": isinstance(re.compile("x"), re.Pattern)}}
said["read"] = str(yaml.load({DOCUMENT!r}, Loader=yaml.SafeLoader))
try:
    yaml.load("word: L\\x07ften", Loader=yaml.SafeLoader)
except yaml.reader.ReaderError as error:
    said["refused"] = error.reason
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def said() -> dict[str, Any]:
    """What is there in a program that has PyYAML from kic."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_what_takes_long_to_compile_waits_until_it_is_asked(said: dict[str, Any]):
    assert said["compiled at once"] is False


def test_who_compiles_afterwards_gets_a_pattern(said: dict[str, Any]):
    assert said["re.compile"] is True


def test_the_reader_in_python_reads_as_ever(said: dict[str, Any]):
    assert said["read"] == str(yaml.load(DOCUMENT, Loader=yaml.CSafeLoader))


def test_the_reader_in_python_refuses_as_ever(said: dict[str, Any]):
    assert said["refused"] == "special characters are not allowed"
