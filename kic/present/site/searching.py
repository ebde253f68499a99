"""The search index: what the search page looks through, as a script that needs no server.

Words are folded by `kic.core.folding`, so that `Oeffentlichkeit` finds `Öffentlichkeit`; `site.js` folds what is typed
in the same way, with the table of letters that the index brings.
"""

import json
from collections.abc import Sequence
from typing import Any

from kic.core.folding import DROPPED, SPELLED, fold
from kic.present.language import Language
from kic.present.safe import safe_line
from kic.present.site.leaf import Leaf

NAME = "suchindex.js"
_PREVIEW = 200
"""Characters of a text that a hit shows."""


def index(leaves: Sequence[Leaf], language: Language) -> bytes:
    """The index of a language: kinds, and for each page and passage kind, address, title, preview and folded words."""
    kinds: list[str] = []
    entries: list[list[Any]] = []

    def add(kind: str, address: str, title: str, said: Sequence[str]) -> None:
        if kind not in kinds:
            kinds.append(kind)
        words = " ".join(" ".join(said).split())
        entries.append(
            [
                kinds.index(kind),
                address,
                safe_line(title),
                safe_line(words[:_PREVIEW]),
                fold(f"{title} {words}"),
            ]
        )

    for leaf in leaves:
        if leaf.kind is None:
            continue
        kind, title = language.say(leaf.kind), language.word(leaf.title)
        add(kind, leaf.address, title, leaf.words or (language.word(leaf.description),))
        for each in leaf.passages:
            add(kind, f"{leaf.address}#{each.anchor}", language.word(each.title), each.words)
    data = {"kinds": kinds, "entries": entries, "spelled": SPELLED, "dropped": DROPPED}
    return f"globalThis.kicIndex={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n".encode()
