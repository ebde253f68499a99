"""The search index: what the search page looks through, as a script that needs no server.

Words are folded by `kic.core.folding`, so that `Oeffentlichkeit` finds `Öffentlichkeit`; `site.js` folds what is typed
in the same way, with the table of letters that the index brings.
"""

import json
from collections.abc import Sequence
from typing import Any

from kic.core.folding import DROPPED, SPELLED, fold
from kic.core.text import Text
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

    def add(kind: Text, address: str, title: Text | str, said: Sequence[str]) -> None:
        sort, shown = language.say(kind), language.word(title)
        if sort not in kinds:
            kinds.append(sort)
        words = " ".join(" ".join(said).split())
        record = int(isinstance(title, str))  # in the language of the records
        preview = safe_line(shortened(words, _PREVIEW))
        entries.append(
            [kinds.index(sort), address, safe_line(shown), preview, fold(f"{shown} {words}"), record]
        )

    for leaf in leaves:
        if leaf.kind is None:
            continue
        add(leaf.kind, leaf.address, leaf.title, leaf.words or (language.word(leaf.description),))
        for each in leaf.passages:
            add(each.kind, f"{leaf.address}#{each.anchor}", each.title, each.words)
    data = {"kinds": kinds, "entries": entries, "spelled": SPELLED, "dropped": DROPPED}
    return f"globalThis.kicIndex={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def shortened(words: str, most: int) -> str:
    """The words in one line of so many characters at most, cut between words."""
    line = " ".join(words.split())
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0].rstrip(",;:.–- ") + " …"
