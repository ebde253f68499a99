"""A bar on the terminal for work that takes longer than a second; nothing anywhere else."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

    from kic.cli.session import Session

T = TypeVar("T")
PATIENCE = 1.0
"""Seconds before a bar appears (docs/interface.md, section 2)."""


def shown(session: "Session", items: Iterable[T], total: int, label: str) -> Iterator[T]:
    """The items one by one, with a bar on standard error that counts those that are done."""
    if not sys.stderr.isatty():
        yield from items
        return
    began = time.monotonic()
    bar = None
    try:
        for done, item in enumerate(items):
            if bar is None and time.monotonic() - began > PATIENCE:
                bar = _started(session, label, total)
            if bar is not None:
                bar.update(bar.task_ids[0], completed=done)
            yield item
    finally:
        if bar is not None:
            bar.stop()


def _started(session: "Session", label: str, total: int) -> "Progress":
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    bar = Progress(
        TextColumn(label, markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True, no_color=not session.colors(sys.stderr)),
        transient=True,
    )
    bar.add_task(label, total=total)
    bar.start()
    return bar
