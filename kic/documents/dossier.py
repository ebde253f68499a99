"""One record with everything that belongs to it: its fields, and every cross-reference by its title."""

import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any

import msgspec

from kic.core.place import Field, spelled
from kic.core.record import Entry, refs_to
from kic.core.shell import word
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Number, exactly, total
from kic.documents.naming import known_title, title_of
from kic.domain.applications import Applicant, Application, CostItem, FundItem
from kic.domain.calls import Call, Intake
from kic.domain.committee import Seat
from kic.domain.decisions import Award, AwardEntry, Decision, Proposed, proof_rules
from kic.domain.decisions.of_call import decisions_of
from kic.domain.meetings import Meeting
from kic.domain.scoring.visibility import HIDDEN, discreet_entry, shows_marks


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a dossier: the field's key, its value (None where fields below belong to it), its depth.

    `key` is empty for a further item of a list. `value` is a value type, enum, date, text, or a
    `Link` where it names another record.
    """

    key: str
    value: Any
    depth: int
    context: str = "field"


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A reference by id with the title of what it names (None: there is no such record)."""

    id: str
    title: str | None

    def __str__(self) -> str:
        return f"{self.id} {self.title}" if self.title else self.id


class Inbound(msgspec.Struct, frozen=True, kw_only=True):
    """Another record that names this one, and in which field."""

    id: str
    kind: str
    title: str | None
    field: str


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that `kic show` says of one record or part."""

    id: str
    kind: str
    title: str | None
    path: str
    invented: bool
    rows: tuple[Row, ...]
    inbound: tuple[Inbound, ...]
    declared: Any
    readable: bool


def dossier(repository: Snapshot, id: str) -> Dossier | None:  # noqa: A002
    """The dossier of a record or part; None if there is no such id."""
    for entry in (discreet_entry(repository, each) for each in repository.entries_with(id)):
        rows = tuple(_rows(repository, entry.record, 0)) if entry.record else tuple(_plain(entry.declared, 0))
        if isinstance(entry.record, Application):
            rows += tuple(_decided(repository, entry.record))
        if isinstance(entry.record, Seat):
            rows = tuple(_of_office(row) for row in rows)
        if isinstance(entry.record, Decision):
            rows = (*_of_meeting(repository, entry.record, rows), _computed_again(repository, entry.record))
        if entry.record is not None and isinstance(entry.declared, dict):
            not_yet = text("shown to nobody yet")
            rows += tuple(
                Row(key=key, value=not_yet, depth=0)
                for key, value in entry.declared.items()
                if value == HIDDEN
            )
        return _made(repository, id, entry, entry.kind or "", title_of(entry.record), rows, entry.declared)
    for owned in repository.owned(id):
        rows = tuple(_rows(repository, owned.part, 0))
        declared = _declared_at(owned.entry, owned.field)
        return _made(repository, id, owned.entry, owned.part.part_kind, title_of(owned.part), rows, declared)
    return None


def _made(
    repository: Snapshot,
    id: str,  # noqa: A002
    entry: Entry,
    kind: str,
    title: str | None,
    rows: tuple[Row, ...],
    declared: Any,
) -> Dossier:
    inbound = tuple(
        Inbound(
            id=reference.entry.id or reference.entry.path,
            kind=reference.entry.kind or "",
            title=title_of(reference.entry.record),
            field=spelled(reference.field),
        )
        for reference in repository.incoming(id)
    )
    return Dossier(
        id=id,
        kind=kind,
        title=title,
        path=entry.path,
        invented=bool(getattr(entry.record, "invented", False)),
        rows=rows,
        inbound=inbound,
        declared=declared,
        readable=entry.record is not None,
    )


def _declared_at(entry: Entry, field: Field) -> Any:
    value = entry.declared
    for step in field:
        value = value[step]
    return value


_RESTS_ON = ("sources", "gaps")
"""Where a record's content comes from and what is not known of it: first comes what it says."""


def _rows(repository: Snapshot, struct: Any, depth: int) -> Iterator[Row]:
    """The fields of a record that say something: those that differ from their defaults; what they rest on, last."""
    for field in sorted(msgspec.structs.fields(type(struct)), key=lambda each: each.name in _RESTS_ON):
        value = getattr(struct, field.name)
        if value is None or value in ((), {}):
            continue
        if field.name in ("invented", "id") and depth == 0:
            continue
        if field.name == "imported" and isinstance(struct, Intake):
            continue  # fingerprints that say nothing to a reader
        if field.default is not msgspec.NODEFAULT and value == field.default and depth > 0:
            continue
        if field.name == "item" and isinstance(struct, (Award, AwardEntry)):
            yield _item(repository, struct.meeting if isinstance(struct, AwardEntry) else None, value, depth)
            continue
        if field.name == "score" and isinstance(struct, Proposed):
            yield Row(key="score", value=_points(value), depth=depth)
            continue
        if field.name == "applicant" and isinstance(struct, Applicant):
            yield Row(key="kind", value=value, depth=depth)  # the group above bears the field's own name
            continue
        yield from _field(repository, field.encode_name, value, field.type, depth)


def _decided(repository: Snapshot, application: Application) -> Iterator[Row]:
    """What was decided on an application: from which vote, and what became of it since."""
    call = repository.get(Call, application.call)
    for decision in decisions_of(repository, call) if call is not None else ():
        award = next((each for each in decision.awards if each.application == application.id), None)
        if award is None:
            continue
        yield Row(key="decision", value=None, depth=0, context="kind")
        yield Row(key="decision", value=Link(id=decision.id, title=None), depth=1, context="kind")
        yield Row(key="meeting", value=_link(repository, decision.meeting), depth=1)
        yield _item(repository, decision.meeting, award.item, 1)
        yield Row(key="amount", value=award.amount, depth=1)
        if award.deviation:
            yield Row(key="deviation", value=award.deviation, depth=1)
        changes = [each for each in decision.entries if each.application == application.id]
        for place, each in enumerate(changes):
            changed = text(
                "{event} on {date}, since then {after}", event=each.event, date=each.date, after=each.after
            )
            yield Row(key="entries" if place == 0 else "", value=changed, depth=1)
        if call is not None and not decision.standing[application.id].cents:
            yield from _waiting(repository, call, decision, application)


def _waiting(repository: Snapshot, call: Call, decision: Decision, application: Application) -> Iterator[Row]:
    """The place on the waiting list, where the marks may be shown: it tells of them."""
    if application.id in decision.waiting_list and shows_marks(repository, call.id):
        place = decision.waiting_list.index(application.id) + 1
        value = text("place {place} of {n}", place=place, n=len(decision.waiting_list))
        yield Row(key="waiting_list", value=value, depth=1)


def _of_office(row: Row) -> Row:
    """A seat's terms are times, not conditions as those of a call."""
    if (row.key, row.depth) != ("terms", 0):
        return row
    return msgspec.structs.replace(row, context="Seat")


def _of_meeting(repository: Snapshot, decision: Decision, rows: tuple[Row, ...]) -> Iterator[Row]:
    """The items of awards, which say no meeting of their own, by their titles."""
    for row in rows:
        if (
            (row.context, row.key) == ("kind", "item")
            and isinstance(row.value, Link)
            and row.value.title is None
        ):
            yield _item(repository, decision.meeting, row.value.id, row.depth)
        else:
            yield row


def _computed_again(repository: Snapshot, decision: Decision) -> Row:
    """Whether the files still give the recorded proposal, with all that the rules want of it."""
    again = proof_rules.recomputed(repository, decision)
    broken = any(found.at is decision for each in proof_rules.RULES for found in each.function(repository))
    if again.refused is not None:
        value = text("this cannot be computed again: {reason}", reason=again.refused)
    elif again.agrees and not broken:
        value = text("agrees: the terms, applications and marks in the files give this proposal")
    else:
        path = repository.entry(decision).path
        value = text("does not agree; kic check says where: kic check {path}", path=word(path))
    return Row(key="computed_again", value=value, depth=0, context="Decision")


def _points(score: str | None) -> Any:
    """Points as they stand, and where they are a fraction rounded too."""
    from fractions import Fraction  # noqa: PLC0415  # 4 ms: only where points are shown

    try:
        decimal = exactly(Fraction(score or ""))["decimal"]
    except (ValueError, ZeroDivisionError):
        return score
    if score is None or "/" not in score:
        return score
    return text("{points}, exactly {score}", points=Number.parse(decimal), score=score)


def _item(repository: Snapshot, meeting: str | None, id: str, depth: int) -> Row:  # noqa: A002
    """An item of a meeting, by its title: its id means nothing outside of the meeting."""
    held = repository.get(Meeting, meeting)
    item = held.item(id) if held is not None else None
    return Row(key="item", value=Link(id=id, title=item.title if item else None), depth=depth, context="kind")


def _field(repository: Snapshot, key: str, value: Any, declared: Any, depth: int) -> Iterator[Row]:
    declared = _bare(declared)
    if refs_to(declared):
        yield Row(key=key, value=_link(repository, value), depth=depth)
    elif isinstance(value, msgspec.Struct):
        yield Row(key=key, value=None, depth=depth)
        yield from _rows(repository, value, depth + 1)
    elif isinstance(value, tuple):
        yield from _items(repository, key, value, declared, depth)
    elif isinstance(value, dict):
        yield Row(key=key, value=None, depth=depth)
        key_type = typing.get_args(declared)[0]
        for inner, item in value.items():
            name = str(_link(repository, inner)) if refs_to(key_type) else inner
            shown = getattr(item, "value", item)
            if isinstance(shown, dict):
                shown = tuple(f"{criterion} {mark}" for criterion, mark in shown.items())
            yield Row(key=name, value=shown, depth=depth + 1, context="")
    else:
        yield Row(key=key, value=value, depth=depth)


def _items(
    repository: Snapshot, key: str, value: tuple[Any, ...], declared: Any, depth: int
) -> Iterator[Row]:
    item_type = _bare(typing.get_args(declared)[0])
    if refs_to(item_type):
        for position, item in enumerate(value):
            yield Row(key=key if position == 0 else "", value=_link(repository, item), depth=depth)
    elif value and isinstance(value[0], msgspec.Struct):
        yield Row(key=key, value=None, depth=depth)
        before = 1
        for position, item in enumerate(value):
            rows = tuple(_rows(repository, item, depth + 1))
            if position and max(before, len(rows)) > 1:  # single lines stand close together
                yield Row(key="", value="", depth=depth + 1)
            yield from rows
            before = len(rows)
        if isinstance(value[0], (CostItem, FundItem, Award)) and len(value) > 1:
            together = text("together {amount}", amount=total(each.amount for each in value))
            yield Row(key="", value="", depth=depth + 1)
            yield Row(key="amount", value=together, depth=depth + 1)
    else:
        for position, item in enumerate(value):
            yield Row(key=key if position == 0 else "", value=item, depth=depth)


def _bare(declared: Any) -> Any:
    """The declared type without `| None`."""
    if typing.get_origin(declared) in (types.UnionType, typing.Union):
        inner = [a for a in typing.get_args(declared) if a is not type(None)]
        if len(inner) == 1:
            return inner[0]
    if typing.get_origin(declared) is Annotated and not refs_to(declared):
        return typing.get_args(declared)[0]
    return declared


def _link(repository: Snapshot, id: str) -> Link:  # noqa: A002
    return Link(id=id, title=known_title(repository, id))


def _plain(value: Any, depth: int) -> Iterator[Row]:
    """What could be read of a record that does not convert, as it stands."""
    if not isinstance(value, dict):
        return
    for key, item in value.items():
        if isinstance(item, dict):
            yield Row(key=key, value=None, depth=depth)
            yield from _plain(item, depth + 1)
        elif isinstance(item, list):
            for position, each in enumerate(item):
                if isinstance(each, dict):
                    yield Row(key=key if position == 0 else "", value=None, depth=depth)
                    yield from _plain(each, depth + 1)
                else:
                    yield Row(key=key if position == 0 else "", value=each, depth=depth)
        else:
            yield Row(key=key, value=item, depth=depth)
