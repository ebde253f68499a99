"""The part of `kic render` that writes letters: one, or all of a kind in a call."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from kic.cli.explaining import show_fields
from kic.cli.outgoing import lay_one
from kic.cli.progress import shown
from kic.cli.session import Session
from kic.core.text import Text, plural, text
from kic.domain.settings import Settings
from kic.errors import Refused, UsageError
from kic.present.templating import Form, Look
from kic.repository.overlay import overlay_of
from kic.repository.rendering import FILE_FORMS, Press
from kic.repository.writing import Written, directory, meant, written

MOST_NAMED = 8
"""Letters without an address that a sentence names; `--format json` names all."""
_ENDINGS = {"md": "md", "html": "html", "pdf": "pdf", "docx": "docx"}


def letters(
    session: Session,
    name: str,
    id: str | None,  # noqa: A002
    to: str,
    destination: str | None,
    *,
    output: str = "text",
) -> int:
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
    _refuse_without_place(name, known, to, destination, several=several)
    made = written(repository.snapshot, repository.today, name, ids, directory(overlay_of(repository.root)))
    unwritten: list[tuple[str, Refused]] = []
    unknown: list[str] = []
    files: list[Path] = []
    contents: list[str] = []
    with Press(repository.templates, session.language.code) as press:
        for each in shown(session, made, len(ids), session.language.say("Letters")):
            if each.unknown:
                unknown.append(each.id)
            try:
                content = _made(session, press, each, to, colored=output == "text")
            except Refused as fault:
                unwritten.append((each.id, fault))
                continue
            if destination is None:
                contents.append(content.decode())
                if output == "text":
                    session.out(contents[-1]) if to == "terminal" else session.data(contents[-1])
            else:
                files.append(_place(Path(destination), name, each.id, to, several=several))
                lay_one(session, files[-1], content)
    if output == "json":
        whole = "\n".join(contents) if destination is None else None
        faults = [where for where, _fault in unwritten]
        return told(session, files, content=whole, without_address=unknown, unwritten=faults)
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


def _refuse_without_place(
    name: str,
    id: str,  # noqa: A002
    to: str,
    destination: str | None,
    *,
    several: bool,
) -> None:
    """Files need a file to go to, several of them a folder."""
    if destination is not None:
        return
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


def _place(folder: Path, name: str, id: str, to: str, *, several: bool) -> Path:  # noqa: A002
    """Where a letter goes: one alone to the file that was named, several into a folder."""
    return folder / f"{name}-{id}.{_ENDINGS.get(to, 'txt')}" if several else folder


def first_of(ids: Sequence[str]) -> tuple[str | Text, ...]:
    """The first ids, and how many more there are."""
    more = len(ids) - MOST_NAMED
    return (*ids[:MOST_NAMED], text("{n} more", n=more)) if more > 0 else tuple(ids)


def told(
    session: Session,
    files: Sequence[Path],
    *,
    content: str | None = None,
    without_address: Sequence[str] = (),
    unwritten: Sequence[str] = (),
) -> int:
    """The answer in JSON: what was written, or the content where it goes to no file."""
    answer = {"files": [str(each) for each in files], "content": content}
    session.json("render", {**answer, "without_address": list(without_address), "unwritten": list(unwritten)})
    return 1 if unwritten else 0


def _talk_of(session: Session, unknown: Sequence[str], unwritten: Sequence[tuple[str, Refused]]) -> None:
    """What keeps letters from being sent: addresses that are not known, letters that could not be set."""
    if (settings := session.repository.snapshot.only(Settings)) is not None and settings.letterhead is None:
        session.talk(
            text("kic.yaml has no letterhead: no letter says who writes, and where an objection is lodged.")
        )
    if unknown:
        session.talk(
            plural(
                "{n} letter has no address, because the private overlay does not have it: {ids}",
                "{n} letters have no address, because the private overlay does not have it: {ids}",
                n=len(unknown),
                ids=first_of(unknown),
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


def _made(session: Session, press: Press, letter: Written, to: str, *, colored: bool) -> bytes:
    for form in FILE_FORMS:
        if to == form:
            return press.file(letter.letter.name, letter.context, form)
    look = Look(width=session.width, color=to == "terminal" and colored and session.colors(sys.stdout))
    return press.as_text(letter.letter.name, letter.context, cast("Form", to), look).encode("utf-8")
