"""The list of formal amendments that leads from the old text to the new one, as a council would resolve them."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from kic.core.tagged import tag
from kic.core.text import Text, text
from kic.documents.synopsis import Compared, head, shown_rows
from kic.documents.synopsis_rows import Chosen, Row
from kic.domain.revisions import formal
from kic.domain.revisions.formal_sentences import line


def context(compared: Compared, today: datetime.date, chosen: Chosen | None = None) -> dict[str, Any]:
    """Plain data: what is compared, and one instruction after the other."""
    wanted = chosen or Chosen()
    _, shown = shown_rows(compared, wanted)
    shared = head(compared, today, shown)
    shared["page"] |= {"title": _title(compared), "subject": text("Amendments"), "landscape": False}
    tagged: dict[str, Any] = tag(
        {**shared, "narrowed": wanted.narrowed, "amendments": list(_lines(shown)), "charts": {}}
    )
    return tagged


def _title(compared: Compared) -> Text:
    old, new = compared.before.shown, compared.after.shown
    if compared.editions is not None and old is not None and new is not None:
        return text("Amendments that lead from {old} to {new}", old=old.title, new=new.title)
    title = new.title if new is not None else text("Integration concept")
    return text("Amendments: {title}", title=title)


def _lines(shown: Iterable[Row]) -> Iterator[dict[str, Any]]:
    for instruction in formal.amendments(row.pairing for row in shown):
        said = line(instruction)
        yield {
            "sentence": said.sentence,
            "place": said.place,
            "command": said.command,
            "wording": [{"field": label.id, "words": words} for label, words in said.wording],
        }


def data(compared: Compared, chosen: Chosen) -> list[dict[str, Any]]:
    """The same for scripts, each instruction also as the data that `formal.from_data` reads."""
    _, shown = shown_rows(compared, chosen)
    instructions = formal.amendments(row.pairing for row in shown)
    return [
        {
            "place": said.place,
            "command": said.command,
            "wording": [{"field": label.id, "words": words} for label, words in said.wording],
            "data": row,
        }
        for instruction, row in zip(instructions, formal.data(instructions), strict=True)
        for said in (line(instruction),)
    ]
