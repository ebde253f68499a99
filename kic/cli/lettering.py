"""The part of `kic render` that writes letters: one, or all of a kind in a call."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from kic.cli.explaining import show_fields
from kic.cli.progress import shown
from kic.cli.session import Session
from kic.core.refusals import reason_of
from kic.core.text import Text, plural, text
from kic.errors import Refused, Unavailable, UsageError
from kic.present.templating import Form, Look
from kic.repository.overlay import Overlay, folder_of
from kic.repository.rendering import FILE_FORMS, Press
from kic.repository.writing import Written, directory, meant, written

_ENDINGS = {"md": "md", "html": "html", "pdf": "pdf", "docx": "docx"}


def letters(session: Session, name: str, id: str | None, to: str, destination: str | None) -> int:  # noqa: A002
    """Writes the letters that are asked for; with the id of a call all of this kind, into a folder.

    A letter that cannot be set (a character without a font) is named, and the others are written all the same.
    """
    repository = session.repository
    if id is None:
        raise UsageError(
            "A letter needs to know what it is about: a record, or a call for all of them.",
            help="For example: {command}",
            command=f"kic render {name} 2025-1 --to pdf -o {name}/",
        )
    known = repository.known(id)
    ids = meant(repository.snapshot, name, known)
    if not ids:
        raise Refused("There is no letter of this kind to write for {id}.", id=known)
    several = ids != (known,)
    if destination is None:
        _refuse_without_place(name, known, to, several=several)
    folder = folder_of(repository.root)
    found = directory(Overlay(folder) if folder.is_dir() else None)
    made = written(repository.snapshot, repository.today, name, ids, found)
    unwritten: list[tuple[str, Refused]] = []
    unknown: list[str] = []
    with Press(repository.templates, session.language.code) as press:
        for each in shown(session, made, len(ids), session.language.say("Letters")):
            if each.unknown:
                unknown.append(each.id)
            try:
                content = _made(session, press, each, to)
            except Refused as fault:
                unwritten.append((each.id, fault))
                continue
            if destination is None:
                session.out(content.decode()) if to == "terminal" else session.data(content.decode())
            else:
                target = Path(destination)
                write(target / f"{name}-{each.id}.{_ENDINGS.get(to, 'txt')}" if several else target, content)
    if destination is not None:
        count = len(ids) - len(unwritten)
        session.talk(
            plural("{n} letter written: {path}", "{n} letters written: {path}", n=count, path=destination)
        )
    _talk_of(session, unknown, unwritten)
    return 1 if unwritten else 0


def explain_letter(session: Session, name: str, id: str | None) -> int:  # noqa: A002
    """The files and fields of a letter, by the first record that it can be about."""
    repository = session.repository
    if id is None:
        raise UsageError(
            "A letter needs to know what it is about: a record, or a call for all of them.",
            help="For example: {command}",
            command=f"kic render {name} 2025-1 --explain",
        )
    known = repository.known(id)
    for each in written(
        repository.snapshot, repository.today, name, meant(repository.snapshot, name, known), {}
    ):
        return show_fields(session, each.letter.template, each.context, letter=True)
    raise Refused("There is no letter of this kind to write for {id}.", id=known)


def _refuse_without_place(name: str, id: str, to: str, *, several: bool) -> None:  # noqa: A002
    """Files need a file to go to, several of them a folder."""
    if several and to != "terminal":
        raise UsageError(
            "Several letters need a folder to go to.",
            help="For example: {command}",
            command=f"kic render {name} {id} --to {to} -o {name}/",
        )
    if to in FILE_FORMS:
        raise UsageError(
            "{format} needs a file to go to.",
            help="For example: {command}",
            format=to.upper(),
            command=f"kic render {name} {id} --to {to} -o {name}.{to}",
        )


def _talk_of(session: Session, unknown: Sequence[str], unwritten: Sequence[tuple[str, Refused]]) -> None:
    """What keeps letters from being sent: addresses that are not known, letters that could not be set."""
    if unknown:
        session.talk(
            plural(
                "{n} letter has no address, because the private overlay does not have it: {ids}",
                "{n} letters have no address, because the private overlay does not have it: {ids}",
                n=len(unknown),
                ids=tuple(unknown),
            )
        )
    explain(session, unwritten)


def explain(session: Session, unwritten: Sequence[tuple[str, Refused]]) -> None:
    """Which letters could not be set, and why."""
    for where, fault in unwritten:
        reason = Text(fault.sentence, fault.values)
        session.talk(text("{id} could not be written: {reason}", id=where, reason=reason))
        if fault.help:
            session.talk(Text(fault.help, fault.values))


def _made(session: Session, press: Press, letter: Written, to: str) -> bytes:
    for form in FILE_FORMS:
        if to == form:
            return press.file(letter.letter.name, letter.context, form)
    look = Look(width=session.width, color=to == "terminal" and session.colors(sys.stdout))
    return press.as_text(letter.letter.name, letter.context, cast("Form", to), look).encode("utf-8")


def write(target: Path, content: bytes) -> None:
    """Writes a file and the folders above it; raises Unavailable where that does not work."""
    from kic.store.outgoing_file import lay  # noqa: PLC0415

    try:
        lay(target, content)
    except OSError as error:
        raise Unavailable(
            "{path} cannot be written: {reason}", path=target, reason=reason_of(error)
        ) from error
