"""The synopsis: the old and the new text of the concept side by side, element by element, with reason and mover."""

import datetime
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.tagged import Stated, tag
from kic.core.text import Text, text
from kic.documents.naming import called
from kic.documents.stated import stated
from kic.documents.synopsis_rows import Chosen, Part, Row, rows
from kic.domain.concept.edition import Edition, Resolution
from kic.domain.concept.edition_rules import current_edition
from kic.domain.concept.structure import Theme
from kic.domain.participation import AnswerKind
from kic.domain.revisions import TEXT_FIELDS, Amendment, Nature
from kic.domain.revisions.acts import Act, ActKind, Carried, Reason, Resolved
from kic.domain.revisions.comparing import Class, is_backwards
from kic.domain.revisions.elements import Element
from kic.domain.revisions.typography import only_typography
from kic.domain.revisions.words import Piece
from kic.domain.settings import Settings

_WHOLE = "*"
"""Stands for the concept as a whole where rows are grouped by theme; no id looks like this."""


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two states: how it was named, what that means, and its commit, if it is one.

    `edition` is set where an edition's text in this state is meant.
    """

    state: Snapshot
    name: str
    meaning: Text
    revision: str | None = None
    committed: datetime.date | None = None
    edition: str | None = None

    @property
    def shown(self) -> Edition | None:
        """The edition whose dates are told: the one that was named, else the current one of the state."""
        if self.edition is not None:
            return self.state.get(Edition, self.edition)
        return current_edition(self.state)


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What a synopsis is made of; `editions` where two editions are compared.

    `later_first` says that of two states the second one came before the first.
    """

    before: Side
    after: Side
    editions: tuple[str, str] | None = None
    later_first: bool = False

    @property
    def backwards(self) -> bool:
        """Whether the second text came before the first one; of two editions their records tell."""
        if self.editions is None:
            return self.later_first
        return is_backwards(self.before.state, self.after.state, self.editions)


def _every(compared: Compared, elements: tuple[str, ...] = ()) -> tuple[Row, ...]:
    before, after = compared.before.state, compared.after.state
    return rows(before, after, compared.editions, elements, backwards=compared.later_first)


def shown_rows(compared: Compared, chosen: Chosen) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """All rows, and those that are wanted."""
    every = _every(compared)
    return every, tuple(row for row in every if chosen.takes(row))


def sections(compared: Compared, chosen: Chosen) -> list[dict[str, Any]]:
    """The wanted rows by theme, as in `context`, where nothing else is to be shown; plain data after `tag`.

    Rows are made of the wanted elements alone: an amendment of two does not pay for the words of all others.
    """
    shown = [row for row in _every(compared, chosen.elements) if chosen.takes(row)]
    return list(_sections(compared, shown, several=len(_editions(shown)) > 1 and compared.editions is None))


def _editions(shown: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.edition for row in shown if row.edition))


# -- the document ----------------------------------------------------------------------------------------


def context(compared: Compared, today: datetime.date, chosen: Chosen | None = None) -> dict[str, Any]:
    """Plain data: what is compared, how much changed, and the rows by theme."""
    wanted = chosen or Chosen()
    every, shown = shown_rows(compared, wanted)
    editions = _editions(shown)
    kinds = [kind for kind in TEXT_FIELDS if any(row.pairing.kind == kind for row in shown)]
    several = compared.editions is None and len(editions) > 1
    left_out = _left_out(every, shown, editions)
    tagged: dict[str, Any] = tag(
        {
            **head(compared, today, shown),
            "kinds": kinds,
            "classes": [
                {
                    "class": each,
                    "counts": [_count(shown, each, kind) for kind in kinds],
                    "total": _count(shown, each),
                }
                for each in _classes(shown)
            ],
            "sections": list(_sections(compared, shown, several=several)),
            "shown": len(shown),
            "adds_up": sum(_count(shown, each) for each in _classes(shown)) == len(shown),
            "whole": any(
                not row.olds or not row.news or Class.DROPPED in row.pairing.classes for row in shown
            ),
            "joined": any(
                each in row.pairing.classes for row in shown for each in (Class.MERGED, Class.SPLIT)
            ),
            "narrowed": wanted.narrowed,
            "unchanged": 0 if wanted.narrowed else left_out[Class.UNCHANGED],
            "editorial": 0 if wanted.narrowed else left_out[Class.EDITORIAL],
            "common": [_act(act) for act in _common(shown)],
            "rewritten": any(row.rewritten for row in shown),
            "charts": {},
        }
    )
    return tagged


def head(compared: Compared, today: datetime.date, shown: Iterable[Row]) -> dict[str, Any]:
    """Of what is compared: title, owner, and both sides with their dates; values, not yet plain data."""
    settings = compared.after.state.only(Settings)
    owner = settings.municipality if settings else None
    used = {row.edition for row in shown} | {
        side.shown.id for side in (compared.before, compared.after) if side.shown is not None
    }
    editions = (compared.after.state.get(Edition, each) for each in sorted(filter(None, used)))
    invented = any(each.invented for each in editions if each is not None)
    return {
        "page": {
            "title": _title(compared),
            "owner": owner.name if owner else "",
            "office": (owner.office if owner else None) or "",
            "subject": text("Synopsis"),
            "invented": invented,
            "landscape": True,
        },
        "today": today,
        "invented": invented,
        "between_editions": compared.editions is not None,
        "backwards": compared.backwards,
        "sides": [_side(compared.before), _side(compared.after)],
    }


def _title(compared: Compared) -> Text:
    old, new = compared.before.shown, compared.after.shown
    if compared.editions is not None and old is not None and new is not None:
        return text("Synopsis: {old} and {new}", old=old.title, new=new.title)
    title = new.title if new is not None else text("Integration concept")
    return text("Synopsis of changes: {title}", title=title)


def _side(side: Side) -> dict[str, Any]:
    edition = side.shown
    dates = {
        field: stated(edition, field) if edition is not None else Stated()
        for field in ("drafted", "adopted", "published", "effective")
    }
    return {
        "name": side.name,
        "meaning": side.meaning,
        "edition": edition.title if edition is not None else None,
        "resolution": called(side.state, edition.resolution) if edition and edition.resolution else None,
        "committed": side.committed,
        "revision": side.revision[:10] if side.revision else None,
        "amended": _amended(side.state, edition),
        **dates,
    }


def _amended(state: Snapshot, edition: Edition | None) -> dict[str, Any] | None:
    """The last amendment of an adopted text: its words are no longer those that were adopted."""
    if edition is None or edition.adopted is None:
        return None
    adopted = edition.adopted.latest
    made = [
        each
        for each in state.all(Amendment)
        if each.edition == edition.id and each.nature is not Nature.DRAFTING and each.date.earliest > adopted
    ]
    if not made:
        return None
    last = max(made, key=lambda each: (each.date.earliest, each.id))
    resolution = state.get(Resolution, last.resolution)
    return {"date": last.date, "number": resolution.number if resolution is not None else None}


def _classes(shown: Iterable[Row]) -> list[Class]:
    """The classes that occur."""
    found = {each for row in shown for each in row.pairing.classes}
    return [each for each in Class if each in found]


def _count(shown: Iterable[Row], wanted: Class, kind: str | None = None) -> int:
    """How many rows stand in a class; of one kind of element, or of all."""
    return sum(wanted in row.pairing.classes and kind in (None, row.pairing.kind) for row in shown)


def _left_out(every: Sequence[Row], shown: Sequence[Row], editions: Sequence[str]) -> Counter[Class]:
    """How many elements of the editions that are shown stay out because nothing, or only typography, changed."""
    there = {id(row) for row in shown}
    return Counter(
        row.pairing.classes[0]
        for row in every
        if id(row) not in there
        and len(row.pairing.classes) == 1
        and (row.edition in editions or not editions)
    )


def _common(shown: Iterable[Row]) -> list[Act]:
    """The adoptions of editions on which changes rest, each once."""
    found = {act.id: act for row in shown for act in row.reason.acts if act.kind is ActKind.EDITION}
    return list(found.values())


# -- rows ------------------------------------------------------------------------------------------------


def _sections(compared: Compared, shown: Sequence[Row], *, several: bool) -> Iterator[dict[str, Any]]:
    """The rows under their themes; what was dropped of themes that are gone comes last."""
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in shown:
        theme = _WHOLE if row.pairing.kind == "edition" else row.theme or ""
        grouped.setdefault((row.edition or "" if several else "", theme), []).append(row)
    gone = {key: compared.editions is not None and _gone(key[1], members) for key, members in grouped.items()}
    editions = list(dict.fromkeys(key[0] for key in grouped))
    for key in sorted(
        grouped, key=lambda each: (gone[each], editions.index(each[0]), _number(compared, each[1]))
    ):
        title = _section_title(compared, key[1], gone=gone[key])
        edition = called(compared.after.state, key[0]) if key[0] else None
        yield {
            "title": text("{edition}: {title}", edition=edition, title=title) if edition else title,
            "theme": None if key[1] in ("", _WHOLE) else key[1],
            "counts": [
                {"class": each, "count": _count(grouped[key], each)} for each in _classes(grouped[key])
            ],
            "shown": len(grouped[key]),
            "rows": [_row(row) for row in grouped[key]],
        }


def _gone(theme: str, members: Sequence[Row]) -> bool:
    return theme not in ("", _WHOLE) and not any(row.pairing.news for row in members)


def _number(compared: Compared, theme: str) -> int:
    """A theme's number; the concept as a whole comes before all themes, what has none behind them."""
    found = compared.after.state.get(Theme, theme) or compared.before.state.get(Theme, theme)
    if found is not None:
        return int(found.number)
    return -1 if theme == _WHOLE else sys.maxsize


def _section_title(compared: Compared, theme: str, *, gone: bool) -> Text:
    if theme == _WHOLE:
        return text("The concept as a whole")
    found = compared.after.state.get(Theme, theme) or compared.before.state.get(Theme, theme)
    if found is None:
        return (
            text("Without a theme") if not theme else text("Theme {number}: {title}", number="", title=theme)
        )
    if gone:
        return text("Former theme {number}: {title}", number=found.number, title=found.title)
    return text("Theme {number}: {title}", number=found.number, title=found.title)


def _row(row: Row) -> dict[str, Any]:
    reason = row.reason
    quiet = row.pairing.classes != (Class.EDITORIAL,)
    return {
        "id": row.pairing.id,
        "kind": row.pairing.kind,
        "classes": list(row.pairing.classes),
        "old": [_part(part, quiet=quiet) for part in row.olds],
        "new": [_part(part, quiet=quiet) for part in row.news],
        "moves": list(row.moves),
        "rewritten": row.rewritten,
        "several": len(row.olds) > 1 or len(row.news) > 1,
        "through": [_name(each) for each in row.pairing.through],
        "acts": _acts(row.own_acts),
        "contributions": [_contribution(each) for each in reason.contributions if _tells(each, reason)],
    }


def _tells(each: Carried, reason: Reason) -> bool:
    """Whether a contribution says more than that its author moved what an act of the row says was moved."""
    return each.answer_reason is not None or all(act.mover != each.mover for act in reason.acts)


def _part(part: Part, *, quiet: bool) -> dict[str, Any]:
    return {
        "id": part.element.id,
        "kind": part.element.kind,
        "readable": part.element.readable,
        "number": _pieces(part.number, quiet=quiet),
        "title": _pieces(part.title, quiet=quiet),
        "texts": [
            {
                "field": each.field,
                "pieces": _pieces(each.pieces, quiet=quiet),
                "rewritten": each.rewritten,
                "same": each.same,
            }
            for each in part.texts
        ],
    }


def _pieces(pieces: Sequence[Piece], *, quiet: bool) -> list[list[str]]:
    """Pieces as plain data; `quiet`, words that differ only in their typography are left without marks."""
    shown = [[piece.mark.value, piece.words] for piece in pieces]
    for first, second in pairwise(shown) if quiet else ():
        if (first[0], second[0]) == ("strike", "insert") and only_typography(first[1], second[1]):
            first[0], second[0] = "was", "is"
    return shown


def _name(element: Element) -> str:
    number = f"{element.number} " if element.number is not None else ""
    return f"{number}{element.title or element.id}"


def _acts(acts: Iterable[Act]) -> list[dict[str, Any]]:
    """The acts of a row; what is said of several of its elements by one act stands once, with all its reasons."""
    found: dict[Any, dict[str, Any]] = {}
    for act in acts:
        key = (act.kind, act.id, act.mover) if act.status is None else (act.kind, act.date, act.status)
        plain = found.setdefault(key, {**_act(act), "reasons": []})
        if act.reason is not None and act.reason not in plain["reasons"]:
            plain["reasons"].append(act.reason)
    return list(found.values())


def _act(act: Act) -> dict[str, Any]:
    return {
        "act": act.kind,
        "id": act.id,
        "title": act.title,
        "nature": act.nature,
        "status": act.status,
        "mover": act.mover.shown if act.mover is not None else None,
        "resolution": _resolution(act.resolution) if act.resolution is not None else None,
        "date": act.date,
        "published": act.published,
        "effective": act.effective,
    }


def _resolution(resolution: Resolved) -> Text:
    body = resolution.body_name or resolution.body
    if resolution.number is None:
        return text("Resolution of {date} ({body})", date=resolution.date, body=body)
    return text(
        "Resolution {number} of {date} ({body})",
        number=resolution.number,
        date=resolution.date,
        body=body,
    )


def _contribution(each: Carried) -> dict[str, Any]:
    return {
        "id": each.id,
        "from": each.mover.shown,
        "proposal": each.proposal,
        "reason": each.reason,
        "answer": each.answer,
        "taken": each.answer in (AnswerKind.TAKEN_OVER, AnswerKind.IN_PART),
        "answer_reason": each.answer_reason,
    }


# -- JSON ------------------------------------------------------------------------------------------------


def data(compared: Compared, chosen: Chosen) -> dict[str, Any]:
    """The same for scripts: words without a language, pieces with their marks."""
    every, shown = shown_rows(compared, chosen)
    counted = Counter(each for row in every for each in row.pairing.classes)
    return {
        "before": _side_data(compared.before),
        "after": _side_data(compared.after),
        "editions": list(compared.editions) if compared.editions is not None else None,
        "backwards": compared.backwards,
        "elements": len(every),
        "counts": {each.value: counted[each] for each in Class},
        "rows": [_row_data(row) for row in shown],
    }


def _side_data(side: Side) -> dict[str, Any]:
    edition = side.shown
    return {
        "name": side.name,
        "meaning": side.meaning,
        "revision": side.revision,
        "committed": side.committed,
        "edition": {
            "id": edition.id,
            "title": edition.title,
            "drafted": edition.drafted,
            "adopted": edition.adopted,
            "published": edition.published,
            "effective": edition.effective,
            "resolution": edition.resolution,
        }
        if edition is not None
        else None,
    }


def _row_data(row: Row) -> dict[str, Any]:
    return {
        "id": row.pairing.id,
        "kind": row.pairing.kind,
        "edition": row.edition,
        "theme": row.theme,
        "classes": row.pairing.classes,
        "old": [_part_data(part) for part in row.olds],
        "new": [_part_data(part) for part in row.news],
        "moves": [
            {"aspect": each.aspect, "old": each.old, "new": each.new, "element": each.element}
            for each in row.pairing.moves
        ],
        "through": [each.id for each in row.pairing.through],
        "acts": [_act_data(act) for act in row.reason.acts],
        "contributions": [
            {
                "id": each.id,
                "from": each.mover.contributor,
                "name": each.mover.name,
                "proposal": each.proposal,
                "received": each.received,
                "reason": each.reason,
                "answer": each.answer,
                "answered": each.answered,
                "answer_reason": each.answer_reason,
                "carried_by": each.carried_by,
            }
            for each in row.reason.contributions
        ],
    }


def _part_data(part: Part) -> dict[str, Any]:
    return {
        "id": part.element.id,
        "number": part.element.number,
        "title": part.element.title,
        "title_pieces": _marks(part.title),
        "texts": [{"field": each.field, "pieces": _marks(each.pieces)} for each in part.texts],
    }


def _marks(pieces: Iterable[Piece]) -> list[dict[str, str]]:
    return [{"mark": piece.mark.value, "words": piece.words} for piece in pieces]


def _act_data(act: Act) -> dict[str, Any]:
    return {
        "act": act.kind,
        "id": act.id,
        "title": act.title,
        "nature": act.nature,
        "status": act.status,
        "reason": act.reason,
        "mover": {"kind": act.mover.contributor, "name": act.mover.name} if act.mover else None,
        "resolution": act.resolution.id if act.resolution is not None else None,
        "number": act.resolution.number if act.resolution is not None else None,
        "date": act.date,
        "published": act.published,
        "effective": act.effective,
    }
