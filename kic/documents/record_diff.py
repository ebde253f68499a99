"""What changed between two states, record by record: by id and declared succession, never by number or line.

A difference says what sort of change it is, what it means in words (a status, an award, a payment) and which fields
differ; words of texts are marked one by one. What a call shows to nobody yet is only counted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kic.core.place import Field
from kic.core.record import Entry
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, text
from kic.core.values import Money
from kic.documents.change import known_by, with_titles
from kic.documents.field_changes import FieldChange, Referred, all_changes
from kic.documents.naming import title_of
from kic.domain.chapters import KINDS
from kic.domain.concept.recommendation import Recommendation
from kic.domain.decisions import Decision
from kic.domain.notices import Notice
from kic.domain.payments import Payment
from kic.domain.revisions.acts import Act, Reason, acts
from kic.domain.revisions.comparing import Aspect, Class, Pairing, compare, likely
from kic.domain.revisions.elements import Element
from kic.domain.revisions.typography import only_typography
from kic.domain.revisions.words import Piece, marked
from kic.domain.scoring.visibility import concealed_between

_CONCEPT = frozenset({"edition", "theme", "recommendation"})
_GONE = frozenset({Class.MERGED, Class.SPLIT, Class.REPLACED, Class.DROPPED})
_COMPARED = {
    "edition": ("title", "summary", "vision"),
    "theme": ("title", "vision", "number"),
    "recommendation": ("title", "text", "theme", "number", "goals"),
}
"""Fields of which the comparison of the texts says what became of them."""
_LETTER = re.compile(r"[^\W\d_]")
_BECOMES = "{before} becomes {after}"


class FieldDifference(msgspec.Struct, frozen=True, kw_only=True):
    """One field: what became of it in words; where its text changed, the words with their marks as well."""

    field: Field
    words: Text
    pieces: tuple[Piece, ...] = ()
    editorial: bool = False


class RecordDifference(msgspec.Struct, frozen=True, kw_only=True):
    """One record. `origins` and `successors` are other records, by declared succession.

    `path_before` is set for a file that lay somewhere else. `theme` is that of a recommendation. `facts` say what the
    change means; `fields` hold all of it. `acts` between the two states explain a change of the concept's text.
    """

    id: str
    kind: str
    title: str | None
    classes: tuple[Class, ...]
    path: str
    path_before: str | None = None
    theme: str | None = None
    origins: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    facts: tuple[Text, ...] = ()
    fields: tuple[FieldDifference, ...] = ()
    acts: tuple[Act, ...] = ()


class FileDifference(msgspec.Struct, frozen=True):
    """A file without a record, such as a template: new, changed or dropped."""

    path: str
    classes: tuple[Class, ...]


class Differences(msgspec.Struct, frozen=True, kw_only=True):
    """All differences; records in the order of their kinds, the concept's in its own order.

    `hidden_paths` are those of records of which a call shows nothing yet; outputs tell their number. `unchanged` is
    None where only some were asked for. `guesses` say which dropped and new elements of the concept may be one, both
    ways, by id: for people who read it, never for scripts.
    """

    records: tuple[RecordDifference, ...]
    files: tuple[FileDifference, ...] = ()
    unchanged: int | None = 0
    hidden_paths: tuple[str, ...] = ()
    guesses: Mapping[str, str] = {}

    @property
    def hidden(self) -> int:
        """How many records a call shows nothing of."""
        return len(self.hidden_paths)

    @property
    def counts(self) -> dict[Class, int]:
        """How many records stand in each class; one may stand in several."""
        found = dict.fromkeys(Class, 0)
        for each in self.records:
            for cls in each.classes:
                found[cls] += 1
        found[Class.UNCHANGED] += self.unchanged or 0
        return found

    @property
    def by_kind(self) -> dict[str, dict[str, int]]:
        """How many records of each kind stand in each class, by the class's value; a class without any is left out."""
        found: dict[str, dict[str, int]] = {}
        for each in self.records:
            row = found.setdefault(each.kind, {})
            for cls in each.classes:
                row[cls.value] = row.get(cls.value, 0) + 1
        return found


def diff_states(
    before: Snapshot,
    after: Snapshot,
    changed: Sequence[str],
    unchanged: int,
    *,
    current: Snapshot | None = None,
    backwards: bool = False,
) -> Differences:
    """What changed at these paths; `backwards` as in `compare`.

    What a call hides in one of the states or in the `current` one is only counted.
    """
    today = after if current is None else current
    hidden = {path for path in changed if concealed_between(before, after, today, path)}
    sides = [
        {
            path: entry
            for path in changed
            if path not in hidden and (entry := state.entries.get(path)) is not None
        }
        for state in (before, after)
    ]
    touched = {entry.kind for side in sides for entry in side.values()}
    pairings: dict[str, tuple[int, Pairing]] = {}
    reasons: tuple[Reason, ...] = ()
    compared: tuple[Pairing, ...] = ()
    if touched & _CONCEPT:
        compared = compare(before, after, backwards=backwards)
        pairings, reasons = _by_record(compared), acts(before, after, compared)
    found = []
    for was, now in _paired(*sides):
        each = _difference(was, now, pairings, after)
        if each.id in pairings and each.kind in _CONCEPT:
            each = msgspec.structs.replace(each, acts=reasons[pairings[each.id][0]].acts)
        found.append(each)
    recorded = {path for side in sides for path in side}
    files = tuple(
        FileDifference(path, (_of_file(before, after, path),))
        for path in changed
        if path not in hidden and path not in recorded
    )
    return Differences(
        records=tuple(sorted(found, key=_order(pairings))),
        files=files,
        unchanged=unchanged,
        hidden_paths=tuple(sorted(path for path in hidden if path.endswith(".yaml"))),
        guesses=_guesses(compared),
    )


def diff_editions(state: Snapshot, editions: tuple[str, str]) -> Differences:
    """What became of each element of one edition's text in another."""
    found = []
    unchanged = 0
    pairings = compare(state, state, editions)
    for pairing, reason in zip(pairings, acts(state, state, pairings, editions), strict=True):
        if pairing.unchanged:
            unchanged += 1
        else:
            found.append(msgspec.structs.replace(_of_pairing(pairing, state), acts=reason.acts))
    return Differences(records=tuple(found), unchanged=unchanged, guesses=_guesses(pairings))


def _guesses(pairings: Iterable[Pairing]) -> dict[str, str]:
    pairs = [(old, new) for old, new, _ in likely(pairings)]
    return dict(pairs) | {new: old for old, new in pairs}


# -- records beside each other ---------------------------------------------------------------------------


def _paired(before: dict[str, Entry], after: dict[str, Entry]) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Entries of one path, or of one kind and id where the file moved; the rest is new or gone."""
    moved: dict[tuple[str | None, str], list[Entry]] = {}
    for path, entry in before.items():
        if path not in after and entry.id:
            moved.setdefault((entry.kind, entry.id), []).append(entry)
    taken: set[str] = set()
    for path, entry in after.items():
        was = before.get(path)
        if was is not None and (was.kind, was.id) != (entry.kind, entry.id) and was.id and entry.id:
            yield was, None  # another record took its place
            was = None
        if was is None and entry.id and (others := moved.get((entry.kind, entry.id))):
            was = others.pop(0)
            taken.add(was.path)
        yield was, entry
    for path, entry in before.items():
        if path not in after and path not in taken:
            yield entry, None


def _by_record(pairings: Iterable[Pairing]) -> dict[str, tuple[int, Pairing]]:
    """Each record's pairing with its place in the concept."""
    found: dict[str, tuple[int, Pairing]] = {}
    for place, pairing in enumerate(pairings):
        if pairing.kind != "goal":
            for element in (*pairing.news, *pairing.olds):
                found.setdefault(element.id, (place, pairing))
    return found


def _order(pairings: dict[str, tuple[int, Pairing]]) -> Any:
    kinds = {kind: place for place, kind in enumerate(KINDS)}

    def key(each: RecordDifference) -> tuple[int, str, int, str]:
        place = pairings[each.id][0] if each.id in pairings else len(pairings)
        theme = each.theme or "~" if each.kind == "recommendation" else ""
        return (kinds.get(each.kind, len(kinds)), theme, place, each.path)

    return key


def _of_file(before: Snapshot, after: Snapshot, path: str) -> Class:
    if not before.has_file(path):
        return Class.NEW
    return Class.CHANGED if after.has_file(path) else Class.DROPPED


# -- one record ------------------------------------------------------------------------------------------


def _difference(
    was: Entry | None, now: Entry | None, pairings: dict[str, tuple[int, Pairing]], after: Snapshot
) -> RecordDifference:
    entry = now or was
    assert entry is not None
    id_ = entry.id or entry.path
    pairing = pairings[id_][1] if id_ in pairings and entry.kind in _CONCEPT else None
    fields = tuple(_told(each) for each in _fields(was, now))
    origins, successors = _succession(pairing, id_)
    if was is None and pairing is not None and pairing.olds:
        fields = tuple(_text_differences(pairing, id_))
    return RecordDifference(
        id=id_,
        kind=entry.kind or "",
        title=title_of(entry.record),
        classes=_classes(was, now, pairing, fields),
        path=entry.path,
        path_before=was.path if was is not None and now is not None and was.path != now.path else None,
        theme=getattr(entry.record, "theme", None) if entry.kind == "recommendation" else None,
        origins=origins,
        successors=successors,
        facts=tuple(with_titles(each, after) for each in _facts(was, now)),
        fields=tuple(
            msgspec.structs.replace(each, words=with_titles(each.words, after)) for each in fields
        ),
    )  # fmt: skip


def _fields(was: Entry | None, now: Entry | None) -> tuple[FieldChange, ...]:
    if was is None or now is None or was.declared is None or now.declared is None:
        return ()
    return all_changes(was.declared, now.declared)


def _told(change: FieldChange) -> FieldDifference:
    """The change with an arrow between what was and what is, and with marks in its texts."""
    words = change.words
    if words.id == _BECOMES:
        words = text("{before} → {after}", before=words.values["before"], after=words.values["after"])
    if change.texts is None or not any(_LETTER.search(each) for each in change.texts):  # a number, a date
        return FieldDifference(field=change.field, words=words)
    old, new = change.texts
    return FieldDifference(
        field=change.field, words=words, pieces=marked(old, new), editorial=only_typography(old, new)
    )


def _text_differences(pairing: Pairing, id_: str) -> Iterator[FieldDifference]:
    """The texts of a pairing beside each other, of what has this id now."""
    for each in pairing.changes:
        if each.after == id_:
            words = text("changed") if each.old else text("new: {words}", words=each.new)
            yield FieldDifference(
                field=(each.field,), words=words, pieces=marked(each.old, each.new), editorial=each.editorial
            )


def _succession(pairing: Pairing | None, id_: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if pairing is None:
        return (), ()
    olds, news = [each.id for each in pairing.olds], [each.id for each in pairing.news]
    origins = tuple(each for each in olds if each != id_) if id_ in news else ()
    successors = tuple(each for each in news if each != id_) if id_ in olds else ()
    return origins, successors


def _classes(
    was: Entry | None, now: Entry | None, pairing: Pairing | None, fields: tuple[FieldDifference, ...]
) -> tuple[Class, ...]:
    if was is not None and now is not None and (was.record is None) != (now.record is None):
        return (Class.UNREADABLE,)
    found = set(pairing.classes if pairing is not None else ()) - {Class.UNCHANGED}
    if was is None:
        return _in_order(found) or (Class.NEW,)
    if now is None:
        return _in_order(found & _GONE) or (Class.DROPPED,)
    compared = _COMPARED.get(now.kind or "", ()) if pairing is not None else ()
    real = [each for each in fields if not each.editorial and each.field[0] not in compared]
    if pairing is None and any(each.field == ("title",) for each in real):
        found.add(Class.RENAMED)
    if any(each.field != ("title",) for each in real):
        found.add(Class.CHANGED)
    if was.path != now.path:
        found.add(Class.MOVED)
    elif not found or any(each.editorial for each in fields):
        found.add(Class.EDITORIAL)
    return _in_order(found - {Class.EDITORIAL}) or (Class.EDITORIAL,)


def _in_order(classes: Iterable[Class]) -> tuple[Class, ...]:
    known = set(classes)
    return tuple(each for each in Class if each in known)


# -- what it means ---------------------------------------------------------------------------------------


def _facts(was: Entry | None, now: Entry | None) -> Iterator[Text]:
    if now is None:
        return
    if now.declared is None or (was is not None and was.record is not None and now.record is None):
        yield text("cannot be read as it stands")
    elif was is None:
        yield from known_by(now)
    elif was.declared == now.declared and was.source != now.source:
        yield text("nothing but its spelling")
    elif was.record is None and now.record is not None:
        yield text("can be read again")
    if was is not None and was.path != now.path:
        yield text("moved from {path}", path=was.path)
    if was is not None:
        yield from _meaning(was.record, now.record)


def _meaning(old: Any, new: Any) -> Iterator[Text]:
    if isinstance(old, Recommendation) and isinstance(new, Recommendation):
        yield from _status(old, new)
    elif isinstance(old, Decision) and isinstance(new, Decision):
        yield from _awards(old, new)
    elif isinstance(new, (Payment, Notice)) and type(old) is type(new):
        yield from _step(new.amount, old.steps, new.steps)


def _status(old: Recommendation, new: Recommendation) -> Iterator[Text]:
    before, after = old.latest, new.latest
    for name in ("status", "light"):
        was, now = getattr(before, name, None), getattr(after, name, None)
        if was is not now:
            yield _arrow(Label("field", name), was, now)


def _awards(old: Decision, new: Decision) -> Iterator[Text]:
    before, after = old.standing, new.standing
    for application in {**before, **after}:
        was, now = before.get(application), after.get(application)
        if was != now:
            yield text(
                "award {application}: {before} → {after}",
                application=Referred(application),
                before=was,
                after=now,
            )


def _step(amount: Money | None, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Text]:
    was, now = (steps[-1].event if steps else None for steps in (old, new))
    if was is not now:
        yield _arrow(Label("field", "steps") if amount is None else amount, was, now)


def _arrow(name: Any, was: Any, now: Any) -> Text:
    return text("{field}: {before} → {after}", field=name, before=was, after=now)


# -- two editions ----------------------------------------------------------------------------------------


def _of_pairing(pairing: Pairing, state: Snapshot) -> RecordDifference:
    element = (pairing.news or pairing.olds)[0]
    fields = [
        FieldDifference(
            field=_place_of(each.field, each.after or each.before, element),
            words=text("changed") if each.old and each.new else text("new") if each.new else text("gone"),
            pieces=marked(each.old, each.new),
            editorial=each.editorial,
        )
        for each in pairing.changes
    ]
    fields += [
        FieldDifference(
            field=_place_of(move.aspect.value, move.element, element),
            words=with_titles(
                text("{before} → {after}", before=_named(move.old), after=_named(move.new)), state
            ),
        )
        for move in pairing.moves
        if move.aspect is not Aspect.NUMBER  # each edition counts anew
    ]
    ids = {each.id for each in pairing.news}
    return RecordDifference(
        id=element.id,
        kind=element.kind,
        title=element.title,
        classes=pairing.classes,
        path=element.path,
        theme=element.parent,
        origins=tuple(each.id for each in pairing.olds if each.id not in ids and each is not element),
        successors=tuple(each.id for each in pairing.news if each.id != element.id),
        fields=tuple(fields),
    )


def _place_of(field: str, of: str | None, element: Element) -> Field:
    """The field; with the id before it, where several became one or one became several and it is another's."""
    return (field,) if of in (element.id, None) else (of, field)


def _named(values: tuple[str, ...]) -> Any:
    return tuple(Referred(each) for each in values) or None
