"""What is said about conflicts of a merge."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kic.cli.session import Session
from kic.core.place import Field
from kic.core.text import Text, text
from kic.documents.field_changes import path_of, types_of, whole
from kic.repository.merging import Waiting
from kic.store.merging.conflicts import Sort
from kic.store.merging.three_way import MISSING, Conflict

if TYPE_CHECKING:
    from kic.repository.sharing.choosing import Undecided


def conflict_words(conflict: Conflict) -> Text:
    """One sentence for the comment in the file: what both sides did to it."""
    if not conflict.field:
        return text(
            "both sides changed this file, and it could not be merged; the other side's file stands below"
        )
    field = path_of(conflict.field)
    if conflict.ours is MISSING:
        return text(
            "{field}: removed on this side, changed on the other; what the other has stands below",
            field=field,
        )
    if conflict.theirs is MISSING:
        return text("{field}: changed on this side, removed on the other", field=field)
    return text("{field}: changed on both sides; the other side has what follows with #|", field=field)


def told(path: str, conflict: Conflict) -> Text:
    """A conflict for whom is merging, with the file."""
    return text("Conflict in {path}: {words}", path=path, words=conflict_words(conflict))


def sort_words(sort: Sort) -> Text:
    """What kind of conflict waits."""
    if sort is Sort.REMOVED_HERE:
        return text("removed on this side, changed on the other")
    if sort is Sort.REMOVED_THERE:
        return text("changed on this side, removed on the other")
    if sort is Sort.WHOLE:
        return text("the whole file")
    return text("changed on both sides")


def show_waiting(session: Session, found: Sequence[Waiting]) -> str:
    """Waiting conflicts: where, what happened, and what each side says, in words."""
    say = session.language.say
    lines: list[str] = []
    for each in found:
        told = each.conflict
        name = "" if told.name is None else f", {say(path_of((told.name,)))}"
        lines.append(f"{each.path}:{told.line}{name}: {say(sort_words(told.sort))}")
        sides = each.sides()
        if sides is not None:
            lines.extend(_beside(session, *sides))
        elif told.theirs:
            lines.append(f"  {say(text('the other side:'))}")
            lines.extend(f"    {line}" for line in told.theirs.splitlines())
    return "\n".join(lines)


def _beside(session: Session, mine: Any, others: Any) -> Iterator[str]:
    """What this side says and what the other, one below the other; with its field where there are several."""
    kind = next((each["kind"] for each in (mine, others) if isinstance(each, dict) and "kind" in each), None)
    types = types_of(kind) if isinstance(kind, str) else {}
    apart = tuple(differing(mine, others))
    say = session.language.say
    for field, here, there in apart:
        if len(apart) > 1:
            yield f"  {say(path_of(field))}:"
        blanks = "    " if len(apart) > 1 else "  "
        for label, value in ((text("here:"), here), (text("there:"), there)):
            words = text("taken out") if value is MISSING else whole(field, value, types)
            first, *more = session.language.word(words).rstrip().split("\n")
            yield f"{blanks}{say(label)} {first}"
            yield from (f"{blanks}  {line}" for line in more)


def differing(mine: Any, others: Any, field: Field = ()) -> Iterator[tuple[Field, Any, Any]]:
    """The places in which two plain values differ, with both values; MISSING where one has none."""
    if isinstance(mine, dict) and isinstance(others, dict):
        for key in [*mine, *(key for key in others if key not in mine)]:
            yield from differing(mine.get(key, MISSING), others.get(key, MISSING), (*field, key))
    elif isinstance(mine, list) and isinstance(others, list):
        yield from _items(mine, others, field)
    elif mine != others:
        yield field, mine, others


def _items(mine: list[Any], others: list[Any], field: Field) -> Iterator[tuple[Field, Any, Any]]:
    """Lists: item by item where both have as many, else what stands between what both begin and end with."""
    if len(mine) == len(others):
        for position, (one, other) in enumerate(zip(mine, others, strict=True)):
            yield from differing(one, other, (*field, position))
        return
    shorter = min(len(mine), len(others))
    first = next((at for at in range(shorter) if mine[at] != others[at]), shorter)
    last = next((at for at in range(shorter - first) if mine[-1 - at] != others[-1 - at]), shorter - first)
    yield (
        field,
        mine[first : len(mine) - last] or MISSING,
        others[first : len(others) - last] or MISSING,
    )


def show_undecided(one: "Undecided") -> Text:
    """A file that waits to be chosen as a whole."""
    if one.side.value == "removed-here":
        return text("{path}: taken out on this side, changed on the other", path=one.path)
    if one.side.value == "removed-there":
        return text("{path}: changed on this side, taken out on the other", path=one.path)
    if one.side.value == "unjoined":
        return text(
            "{path}: changed on both sides; the file is as this side has it, without what the other side changed",
            path=one.path,
        )
    return text(
        "{path}: changed on both sides; it is no record, so one of both counts as a whole", path=one.path
    )
