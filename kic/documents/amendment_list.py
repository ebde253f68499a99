"""The list of formal amendments that leads from the old text to the new one, as a council would resolve them."""

import datetime
from typing import Any

import msgspec

from kic.core.tagged import tag
from kic.core.text import Text, text
from kic.documents.synopsis import Compared, head, shown_rows
from kic.documents.synopsis_rows import Chosen
from kic.domain.revisions import formal
from kic.domain.revisions.formal_articles import Article, Point, articles
from kic.domain.revisions.formal_instructions import AnyInstruction
from kic.domain.revisions.formal_sentences import Line, line


def context(compared: Compared, today: datetime.date, chosen: Chosen | None = None) -> dict[str, Any]:
    """Plain data: what is compared, and what is to be done with one element after the other."""
    wanted = chosen or Chosen()
    every, shown = shown_rows(compared, wanted)
    shared = head(compared, today, shown)
    shared["page"] |= {"title": _title(compared), "subject": text("Amendments"), "landscape": False}
    tagged: dict[str, Any] = tag(
        {
            **shared,
            "narrowed": wanted.narrowed,
            "amendments": [_article(each) for each in articles(_found(compared, wanted))],
            "unread": [each.id for each in formal.unread(row.pairing for row in every)],
            "charts": {},
        }
    )
    return tagged


def _title(compared: Compared) -> Text:
    old, new = compared.before.shown, compared.after.shown
    if compared.editions is not None and old is not None and new is not None:
        return text("Amendments: {old} becomes {new}", old=old.title, new=new.title)
    title = new.title if new is not None else text("Integration concept")
    return text("Amendments: {title}", title=title)


def _found(compared: Compared, chosen: Chosen) -> tuple[AnyInstruction, ...]:
    """The instructions for the elements that are wanted, typography included.

    They are made for the whole text: only so is it known how elements are named and what stands in front of them.
    """
    every, shown = shown_rows(compared, msgspec.structs.replace(chosen, editorial=True))
    found = formal.amendments(row.pairing for row in every)
    if not chosen.narrowed:
        return found
    ids = {each.id for row in shown for each in (*row.pairing.olds, *row.pairing.news)}
    return tuple(each for each in found if each.element.id in ids)


def _article(article: Article) -> dict[str, Any]:
    return {
        "heading": article.heading,
        "points": [{"sentence": each.sentence, "wording": _wording(each)} for each in article.points],
    }


def _wording(said: Line | Point) -> list[dict[str, str | None]]:
    return [
        {"field": label.id if label is not None else None, "words": words} for label, words in said.wording
    ]


def data(compared: Compared, chosen: Chosen) -> list[dict[str, Any]]:
    """The same for scripts, each instruction also as the data that `formal.from_data` reads."""
    instructions = _found(compared, chosen)
    return [
        {"place": said.place, "command": said.command, "wording": _wording(said), "data": row}
        for instruction, row in zip(instructions, formal.data(instructions), strict=True)
        for said in (line(instruction),)
    ]
