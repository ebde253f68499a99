"""300 award notices as PDF in one command, beside pandoc and typst alone on the same text."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from timing import Program, Times

LETTERS = 300
ALONE = """\
import pathlib, subprocess, sys
import pypandoc, typst

pandoc = str(pathlib.Path(pypandoc.__file__).parent / "files" / "pandoc")
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.md")):
    text = subprocess.run([pandoc, "-f", "commonmark+pipe_tables", "-t", "typst", str(path)], check=True, capture_output=True)
    head = b'#set document(title: "Brief")\\n#let horizontalrule = line(length: 100%)\\n'
    typst.compile(head + text.stdout, format="pdf")
"""
"""Each letter by a pandoc of its own, and a compiler of its own: what a script of an office would do."""


def many(city: Path) -> Path:
    """Copies of one awarded application with titles and costs of their own, each with its notice; in the call of 2024."""
    folder = city / "applications/2024-1"
    application = (folder / "2024-1-001.yaml").read_text("utf-8")
    notice = (folder / "notices/2024-1-001-n1.yaml").read_text("utf-8")
    for number in range(100, 100 + LETTERS - 7):  # seven are there
        name = f"2024-1-{number}"
        for path, text in ((f"{name}.yaml", application), (f"notices/{name}-n1.yaml", notice)):
            made = text.replace("2024-1-001", name).replace("-001-", f"-{number}-")
            made = re.sub(r"(?m)^(title: .*|  - item: .*)$", rf"\1 {number}", made)
            (folder / path).write_text(re.sub(r"(?m)^number: 1$", f"number: {number}", made), "utf-8")
    return city


def lines(city: Path, environment: Mapping[str, str], rounds: int) -> Iterator[str]:
    """The two sides in turn; `city` is a demo city that may be changed."""
    from run import in_turn, table  # the table of the whole benchmark

    many(city)
    texts = city.parent / "letters-md"
    kic = (sys.executable, "-m", "kic", "--today", "2026-11-22", "render", "award-notice", "2024-1")
    subprocess.run(
        [*kic, "--to", "md", "-o", str(texts)],
        cwd=city,
        env=dict(environment),
        check=True,
        capture_output=True,
    )
    script = city.parent / "alone.py"
    script.write_text(ALONE, "utf-8")
    programs = [
        Program("pandoc and typst alone", ((sys.executable, str(script), str(texts)),), str(city)),
        Program(
            f"kic render award-notice, {LETTERS} as PDF",
            ((*kic, "--to", "pdf", "-o", str(city.parent / "pdf")),),
            str(city),
        ),
    ]
    times: list[Times] = in_turn(programs, rounds, environment, warm=1)
    yield f"{len(list(texts.glob('*.md')))} letters as PDF ({rounds} rounds; child processes included)"
    yield from table(times[0], [(times[1], "< 6 s")])
