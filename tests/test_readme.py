"""The outputs in README.md are what the commands say on the demo city. `KIC_UPDATE=1` writes them anew."""

import os
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, built_city, city, run  # noqa: F401  # fixtures

README = Path(__file__).parents[1] / "README.md"
HE_07 = "concept/recommendations/he-07.yaml"
BLOCK = re.compile(r"(<!-- output: (\w+) -->\n).*?(<!-- end -->\n)", re.DOTALL)


def shown(command: str, done: Ran, *, code: int = 0, lines: int | None = None) -> str:
    """A console block: the command and what it says; cut lines are marked. It has to end with this code."""
    assert done.code == code, (command, done.code, done.err)
    kept = done.out.rstrip().split("\n")
    if lines is not None and len(kept) > lines:
        kept = [*kept[:lines], "..."]
    body = "\n".join(line.replace("\u00a0", " ") for line in kept)
    return f"```console\n$ {command}\n{body}\n```\n"


def outputs(folder: Path) -> dict[str, str]:
    """Every block by its name."""
    found = {
        "overview": shown("kic overview", run("overview", cwd=folder, lang="en"), lines=44),
        "allocate": shown("kic allocate 2026-1", run("allocate", "2026-1", cwd=folder, lang="en"), lines=42),
        "render": shown(
            "kic render implementation-report",
            run("render", "implementation-report", cwd=folder, lang="en"),
            lines=52,
        ),
    }
    note = "New test procedure delayed until spring."
    words = ("status", "he-07", "in_progress", "--light", "yellow", "--note", note, "--dry-run")
    found["status"] = shown(
        f'kic status he-07 in_progress --light yellow --note "{note}" --dry-run',
        run(*words, cwd=folder, lang="en"),
    )
    span = "04.07.2022..09.08.2022"
    found["diff"] = shown(f"kic diff {span} he-08", run("diff", span, "he-08", cwd=folder, lang="en"))
    file = folder / HE_07
    file.write_bytes(
        file.read_bytes()
        .replace(b"\nreview_by:", b"\nreveiw_by:")
        .replace(b"status: in_progress\n", b"status: in_progres\n", 1)
    )
    found["check"] = shown(
        f"kic check {HE_07}     # with two mistakes in it",
        run("check", HE_07, cwd=folder, lang="en"),
        code=1,
    )
    return found


def test_readme_shows_what_the_commands_say(city: Path) -> None:  # noqa: F811
    written = README.read_text("utf-8")
    blocks = outputs(city)
    assert {found[2] for found in BLOCK.finditer(written)} == set(blocks)
    expected = BLOCK.sub(lambda found: f"{found[1]}{blocks[found[2]]}{found[3]}", written)
    if os.environ.get("KIC_UPDATE"):
        README.write_text(expected, "utf-8")
    elif written != expected:
        pytest.fail("README.md is not up to date: KIC_UPDATE=1 pytest tests/test_readme.py writes it")


def test_every_command_named_in_the_readme_exists() -> None:
    from kic.cli.table import BY_NAME

    named = set(re.findall(r"\bkic (?:--?\w+ \S+ )*([a-z]+)\b", README.read_text("utf-8")))
    prose = {"spricht", "keeps", "proposes", "can", "works", "und", "de", "en", "is", "on"}
    assert {"check", "overview", "status", "allocate", "render", "init", "demo"} <= named
    assert named - prose <= set(BY_NAME), named - prose - set(BY_NAME)
