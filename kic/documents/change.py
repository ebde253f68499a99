"""What a change does, in words: a line for each record, for whom the patch is asked about.

Said of the states before and after, not of the text of files. Marks that the call shows to nobody are not
among the words; of such files only the number is told.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from kic.core.plan import Change
from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, plural, text
from kic.core.values import Money
from kic.documents.field_changes import (
    FieldChange,
    Referred,
    changed_fields,
    joined,
    path_of,
    types_of,
    worded,
)
from kic.documents.naming import known_title, title_of
from kic.domain.decisions import Decision
from kic.domain.scoring.visibility import concealed

LINES = 12
"""Records that are told one by one; the others are counted."""
FACTS = 4
"""Fields that are told of a new record."""

_TELLING: dict[str, tuple[tuple[str, ...], ...]] = {
    "call": (("money", "amount"), ("closes",), ("state",)),
    "application": (("requested",), ("received",), ("period",)),
    "meeting": (("starts",), ("place",), ("form",), ("items",)),
    "scores": (("received",), ("filling",)),
    "seat": (("voice",), ("group",), ("expertise",), ("terms",)),
    "resolution": (("date",), ("body",), ("number",)),
    "payment": (("payment",), ("amount",), ("due",), ("steps",)),
    "notice": (("notice",), ("before",), ("amount",), ("reason",)),
    "amendment": (("nature",), ("date",), ("resolution",), ("elements",)),
    "contribution": (("received",), ("element",), ("answers",)),
}
"""What a new record of a kind is known by; of other kinds the first fields with a short value are told."""
_UNTOLD = frozenset({"kind", "id", "title", "name", "invented"})
_KEPT = ("intake", "imported")
"""Marks of an import, one for each field of each row: kic keeps them for itself."""


def summary(
    before: Snapshot, after: Snapshot, changes: Sequence[Change], *, most: int = LINES
) -> tuple[Text, ...]:
    """A line for each record or file that changes, at most `most` and then the number of the others."""
    lines = list(_lines(before, after, changes))
    told = tuple(with_titles(line, after) for line in lines[:most])
    if len(lines) <= most:
        return told
    rest = len(lines) - most
    return (*told, plural("… and {n} other", "… and {n} others", n=rest))


def with_titles(value: Any, state: Snapshot) -> Any:
    """The sentence with the title of what it names: who agrees to it need not know ids by heart."""
    if isinstance(value, Text):
        inner = {name: with_titles(each, state) for name, each in value.values.items()}
        return Text(value.id, inner, value.plural)
    if isinstance(value, tuple):
        return tuple(with_titles(each, state) for each in value)
    if isinstance(value, Referred) and (title := known_title(state, value)):
        return text("{id} ({title})", id=str(value), title=title)
    return value


def _lines(before: Snapshot, after: Snapshot, changes: Sequence[Change]) -> Iterator[Text]:
    hidden = Counter[tuple[str, bool]]()
    went = {
        (entry.kind, entry.id): entry
        for each in changes
        if each.after is None and (entry := before.entries.get(each.path)) and entry.id
    }
    came = {
        (entry.kind, entry.id)
        for each in changes
        if each.before is None and (entry := after.entries.get(each.path))
    }
    for change in changes:
        was, now = before.entries.get(change.path), after.entries.get(change.path)
        if now is not None and was is None and now.id:
            was = went.get((now.kind, now.id))
        if any(concealed(state, path) for state in (before, after) for path in _paths(change, was)):
            how = "new" if change.before is None else "removed" if change.after is None else "changed"
            hidden[how, (entry.kind if (entry := now or was) else None) == "scores"] += 1
        elif now is not None or was is None or (was.kind, was.id) not in came:
            yield _line(change, was, now)
    yield from _counted(hidden)


def _paths(change: Change, was: Entry | None) -> tuple[str, ...]:
    return (change.path,) if was is None or was.path == change.path else (change.path, was.path)


def _line(change: Change, was: Entry | None, now: Entry | None) -> Text:
    entry = now or was
    if entry is None or entry.kind is None or entry.declared is None:
        return of_file(change)
    if now is None:
        return text("Removed: {record}", record=_record(entry))
    return _new(now) if was is None or was.declared is None else _changed(was, now)


def _counted(hidden: Counter[tuple[str, bool]]) -> Iterator[Text]:
    """Files of which the call shows nothing yet: how many sheets, and how many others."""
    for n, (how, sheets) in sorted((n, key) for key, n in hidden.items()):
        yield _sheets(how, n) if sheets else _others(how, n)


def _sheets(how: str, n: int) -> Text:
    if how == "new":
        return plural(
            "{n} new score sheet, shown to nobody yet", "{n} new score sheets, shown to nobody yet", n=n
        )
    if how == "removed":
        return plural("{n} score sheet removed", "{n} score sheets removed", n=n)
    return plural(
        "{n} score sheet changed, shown to nobody yet", "{n} score sheets changed, shown to nobody yet", n=n
    )


def _others(how: str, n: int) -> Text:
    if how == "new":
        return plural("{n} new file, shown to nobody yet", "{n} new files, shown to nobody yet", n=n)
    if how == "removed":
        return plural("{n} file removed", "{n} files removed", n=n)
    return plural("{n} file changed, shown to nobody yet", "{n} files changed, shown to nobody yet", n=n)


def of_file(change: Change) -> Text:
    """What becomes of a file that holds no record."""
    if change.before is None:
        return text("{path}: new", path=change.path)
    if change.after is None:
        return text("{path}: deleted", path=change.path)
    return text("{path}: changed", path=change.path)


def _record(entry: Entry) -> Text:
    label = Label("kind", entry.kind or "")
    title = title_of(entry.record)
    if title is None or entry.id is None:
        return Text("{kind} {id}", {"kind": label, "id": entry.id or entry.path})
    return text("{kind} {id}, {title}", kind=label, id=entry.id, title=title)


def known_by(entry: Entry) -> list[Text]:
    """What a new record is told by: the awards of a decision, a few fields of others."""
    return _awards(entry.record) if isinstance(entry.record, Decision) else _facts(entry)


def _new(entry: Entry) -> Text:
    facts = known_by(entry)
    if not facts:
        return text("New: {record}", record=_record(entry))
    return text("New: {record} ({facts})", record=_record(entry), facts=joined(facts))


def _awards(decision: Decision) -> list[Text]:
    given = [each.amount for each in decision.awards if each.amount]
    refused = len(decision.awards) - len(given)
    total = Money(sum(each.cents for each in given))
    said = [plural("{n} award of {total}", "{n} awards of {total} together", n=len(given), total=total)]
    if refused:
        said.append(plural("{n} refusal", "{n} refusals", n=refused))
    return said


def _facts(entry: Entry) -> list[Text]:
    plain, kind = entry.declared, entry.kind or ""
    types = types_of(kind)
    paths = _TELLING.get(kind) or tuple((str(key),) for key in plain if key not in _UNTOLD)
    facts = []
    for path in paths:
        value: Any = plain
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, list) and value:
            shown: Any = plural("{n} entry", "{n} entries", n=len(value))
        elif value is None or value in ([], "") or (isinstance(value, dict) and kind not in _TELLING):
            continue
        else:
            shown = worded(path[-1], value, types)
        if kind in _TELLING or not (isinstance(shown, str) and shown.endswith("…")):
            label = path[0] if path[-1] == "amount" else path[-1]
            facts.append(text("{field}: {words}", field=Label("field", label), words=shown))
    return facts[:FACTS]


def _changed(was: Entry, now: Entry) -> Text:
    found = [_said(each) for each in changed_fields(_without_kept(was.declared), _without_kept(now.declared))]
    if was.path != now.path:
        found.insert(0, text("moved from {path}", path=was.path))
    if not found:
        found = [text("nothing but its spelling")]
    return text("{record}: {changes}", record=_record(now), changes=joined(found, "; "))


def _without_kept(plain: Any) -> Any:
    """The import's marks as their number."""
    if isinstance(plain, dict) and isinstance(inner := plain.get(_KEPT[0]), dict) and _KEPT[1] in inner:
        return {**plain, _KEPT[0]: {key: value for key, value in inner.items() if key != _KEPT[1]}}
    return plain


def _said(change: FieldChange) -> Text:
    if not change.field:
        return change.words
    return text("{field}: {words}", field=path_of(change.field), words=change.words)
