"""Every output format as a file to look at: the same six findings, in German and English.

`KIC_UPDATE=1 python -m pytest tests/present/test_findings_golden.py` writes them anew; look at the diff.
"""

import os
from pathlib import Path

import pytest

from kic import __version__
from kic.present.findings import FORMATS, render
from kic.present.language import speak

GOLDEN = Path(__file__).parent / "golden"
ENDINGS = {"text": "txt", "json": "json", "github": "github.txt", "gitlab": "gitlab.json", "sarif": "sarif",
           "junit": "xml"}  # fmt: skip


@pytest.mark.parametrize("code", ["de", "en"])
@pytest.mark.parametrize("name", FORMATS)
def test_format_looks_as_the_golden_file(name, code, snapshot, diagnostics):
    output = render(name, diagnostics, snapshot, speak(code)).replace(__version__, "VERSION")
    file = GOLDEN / f"findings.{code}.{ENDINGS[name]}"
    if os.environ.get("KIC_UPDATE"):
        file.write_text(output, "utf-8", newline="\n")
    assert output == file.read_text("utf-8")


def test_same_input_same_bytes(snapshot, diagnostics):
    for name in FORMATS:
        once, again = (render(name, diagnostics, snapshot, speak("de")) for _ in range(2))
        assert once == again


def test_every_format_ends_with_a_line_end_also_without_findings(snapshot):
    for name in FORMATS:
        output = render(name, [], snapshot, speak("de"))
        assert output.endswith("\n") or name == "github"


def test_unknown_format_is_a_bug_of_the_caller(snapshot):
    with pytest.raises(KeyError):
        render("yaml", [], snapshot, speak("de"))
