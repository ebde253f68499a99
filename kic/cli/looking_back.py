"""How `kic history` and `kic blame` go. Nothing here needs Typer: see `kic.cli.plain`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kic.cli.session import Session
from kic.core.text import text
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.repository.blaming import Traced


def history(session: Session, id: str, *, output: str = "text") -> int:  # noqa: A002
    """Shows how a record came to be what it is; gives the exit code."""
    revisions = session.repository.history(id)
    if any(each.cut_off for each in revisions):
        _tell_that_it_is_cut_off(session)
    if output == "json":
        session.json("history", revisions)
    else:
        from kic.cli.past_page import show_history  # noqa: PLC0415

        session.out(show_history(session, id.lower(), revisions))
        session.next_step(f"kic show {id.lower()}")
    return 0


def blame(
    session: Session,
    id: str,  # noqa: A002
    *,
    fields: Sequence[str] = (),
    find: str | None = None,
    output: str = "text",
) -> int:
    """Shows who changed which words of a record's texts; gives the exit code.

    With `find` only the words in which this occurs; raises UsageError where there are none.
    """
    traced = session.repository.blame(id, tuple(fields))
    cut_off = any(stretch.cut_off for each in traced for stretch in each.stretches)
    state, known = session.repository.past(id)
    if find is not None:
        traced = _with(traced, find)
        if not traced:
            raise UsageError("No text of {id} says {words}.", id=known, words=find)
    if cut_off:
        _tell_that_it_is_cut_off(session)
    if output == "json":
        session.json("blame", {"id": known, "fields": traced})
        return 0
    from kic.cli.past_page import show_blame  # noqa: PLC0415
    from kic.documents.naming import named  # noqa: PLC0415

    session.out(show_blame(session, named(state, known), traced))
    session.next_step(f"kic history {known}")
    return 0


def _tell_that_it_is_cut_off(session: Session) -> None:
    session.talk(text("The history is cut off; git fetch --unshallow brings all of it."))


def _with(traced: "tuple[Traced, ...]", words: str) -> "tuple[Traced, ...]":
    """The stretches in which some words begin, go on or end, in any case."""
    import msgspec  # noqa: PLC0415

    found = []
    for each in traced:
        whole = "".join(stretch.words for stretch in each.stretches).casefold()
        places = []
        start = whole.find(words.casefold())
        while words and start >= 0:
            places.append((start, start + len(words)))
            start = whole.find(words.casefold(), start + 1)
        kept, at = [], 0
        for stretch in each.stretches:
            end = at + len(stretch.words.casefold())
            if any(first < end and last > at for first, last in places):
                kept.append(stretch)
            at = end
        if kept:
            found.append(msgspec.structs.replace(each, stretches=tuple(kept)))
    return tuple(found)
