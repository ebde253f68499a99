"""Pages and a frame for tests of what makes files of them."""

import datetime
from typing import Any

import msgspec

from kic.core.text import Text
from kic.present.site.building import Frame


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """A page of next to nothing."""

    address: str
    template: str = "plain"
    title: Text | str = "T"
    description: Text | str = "D"
    context: dict[str, Any] = {}
    section: str = ""
    former: tuple[str, ...] = ()
    kind: Text | None = None
    words: tuple[str, ...] = ()
    passages: tuple[Any, ...] = ()


def framed() -> Frame:
    """A frame without a menu."""
    return Frame(
        municipality="Stadt",
        office=None,
        website=None,
        title="Konzept",
        records="de",
        today=datetime.date(2026, 11, 22),
        menu=(),
        footer=(),
        search="suche.html",
    )
