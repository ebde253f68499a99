"""What was: the history of a record, and the origin of its words, as plain text."""

from typing import TYPE_CHECKING

from kic.cli.differences.acts import act_lines
from kic.cli.looking import heading
from kic.cli.session import Session
from kic.core.text import Text, text
from kic.present.width import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kic.repository.blaming import Stretch, Traced
    from kic.repository.record_history import Revised


def show_history(session: Session, id: str, revisions: "Sequence[Revised]") -> str:  # noqa: A002
    """How a record became what it is, the newest first; behind it what it came from."""
    from kic.cli.differences.page import signs  # noqa: PLC0415
    from kic.documents.field_changes import path_of  # noqa: PLC0415
    from kic.domain.revisions.words import marked  # noqa: PLC0415

    language = session.language
    if not revisions:
        return language.say(text("There is no recorded state of this record yet."))
    parts = []
    record = id
    for revision in revisions:
        if revision.record != record:
            record = revision.record
            parts.append("\n" + heading(language.say(text("Before: {id}", id=record))))
        parts.append(f"{language.date(revision.date)}  {revision.revision[:10]}  {revision.subject}\n")
        for act in revision.acts:
            parts.extend(_indented(session, line, 4) for line in act_lines(act))
        if revision.cut_off:
            words = text("This clone is cut off here; what this step changed is not known.")
            parts.append(_indented(session, words, 4))
        if revision.moved_from:
            parts.append(f"    {language.say(text('moved from {path}', path=revision.moved_from))}\n")
        for change in revision.changes:
            path = language.say(path_of(change.field))
            long = change.texts is not None and change.words.id == "changed"
            told = signs(marked(*change.texts)) if long and change.texts else language.say(change.words)
            said = f"{path}{': ' if path else ''}{told}"
            parts.append(_indented(session, said, 4))
    return "".join(parts)


def show_blame(session: Session, title: str, traced: "Sequence[Traced]") -> str:
    """Each text in stretches of one origin, with who, when and by which act below each."""
    language = session.language
    parts = [heading(title)]
    for field in traced:
        parts.append(f"\n{language.label('field', field.field)}\n")
        for stretch in field.stretches:
            if stretch.words.strip():
                parts.append(_indented(session, " ".join(stretch.words.split()), 2))
                parts.extend(_indented(session, line, 6) for line in _origin(stretch))
    return "".join(parts)


def _origin(stretch: "Stretch") -> "Iterator[Text]":
    if stretch.revision is None:
        yield text("not recorded yet")
        return
    yield text(
        "{date}, recorded as {commit}, of {id}: {subject}",
        date=stretch.date,
        commit=stretch.revision[:10],
        id=stretch.record,
        subject=stretch.subject,
    )
    if stretch.cut_off:
        yield text("This clone is cut off here; the words may be older.")
    for act in stretch.acts:
        yield from act_lines(act)


def _indented(session: Session, words: Text | str, indent: int) -> str:
    said = session.language.say(words) if isinstance(words, Text) else words
    lines = wrapped(said.replace("\n", " "), session.width - indent - 2)
    return "".join(f"{' ' * (indent if n == 0 else indent + 2)}{line}\n" for n, line in enumerate(lines))
