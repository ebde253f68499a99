"""What is said about conflicts of a merge."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kic.cli.session import Session
from kic.core.text import Text, text
from kic.documents.field_changes import path_of
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
    """Waiting conflicts: where, what happened, and the other side's text."""
    say = session.language.say
    lines: list[str] = []
    for each in found:
        told = each.conflict
        name = "" if told.name is None else f", {say(path_of((told.name,)))}"
        lines.append(f"{each.path}:{told.line}{name}: {say(sort_words(told.sort))}")
        if told.theirs:
            lines.append(f"  {say(text('the other side:'))}")
            lines.extend(f"    {line}" for line in told.theirs.splitlines())
    return "\n".join(lines)


def show_undecided(one: "Undecided") -> Text:
    """A file that one side took out and the other changed."""
    if one.side.value == "removed-here":
        return text("{path}: taken out on this side, changed on the other", path=one.path)
    if one.side.value == "removed-there":
        return text("{path}: changed on this side, taken out on the other", path=one.path)
    return text(
        "{path}: changed on both sides; it is no record, so one of both counts as a whole", path=one.path
    )
