"""`kic blame`: who changed this sentence, when, and by which resolution."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.repository.blaming import Traced

EXAMPLES = """
kic blame he-25
kic blame he-25 --find Lüften
kic blame t2-z1 --field text --format json
"""


def command(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The record, or a part of one such as a goal."))],
    field: Annotated[
        list[str] | None, typer.Option("--field", metavar=_("FIELD"), help=_("Only this text of the record."))
    ] = None,
    find: Annotated[
        str | None, typer.Option("--find", metavar=_("TEXT"), help=_("Only words in which this occurs."))
    ] = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    traced = session.repository.blame(id, tuple(field or ()))
    cut_off = any(stretch.cut_off for each in traced for stretch in each.stretches)
    state, known = session.repository.past(id)
    if find is not None:
        traced = _with(traced, find)
        if not traced:
            raise UsageError("No text of {id} says {words}.", id=known, words=find)
    if cut_off:
        session.talk(text("The history is cut off; git fetch --unshallow brings all of it."))
    if output == "json":
        session.json("blame", {"id": known, "fields": traced})
        return 0
    from kic.cli.past_page import show_blame  # noqa: PLC0415
    from kic.documents.naming import named  # noqa: PLC0415

    session.out(show_blame(session, named(state, known), traced))
    session.next_step(f"kic history {known}")
    return 0


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
