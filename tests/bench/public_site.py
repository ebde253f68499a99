"""The whole public site of the demo city in both languages, beside a check of the same records."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from timing import Program, in_turn


def lines(city: Path, environment: Mapping[str, str], rounds: int) -> Iterator[str]:
    """Both in turn; the site is laid into a folder of its own, anew in each round."""
    from run import table  # the table of the whole benchmark

    kic = (sys.executable, "-m", "kic", "--today", "2026-11-22")
    site = city.parent / "site"
    removed = (sys.executable, "-c", f"import shutil; shutil.rmtree({str(site)!r}, ignore_errors=True)")
    programs = [
        Program("kic check", ((*kic, "check"),), str(city)),
        Program("kic publish", (removed, (*kic, "publish", "-o", str(site))), str(city)),
    ]
    checked, published = in_turn(programs, rounds, environment, warm=1)
    pages = sum(1 for _ in site.rglob("*.html"))
    yield f"The public site ({rounds} rounds; {pages} pages; child processes included)"
    yield from table(checked, [(published, "< 3 s")])
