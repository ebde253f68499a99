"""`kic mail`: letters as drafts for the office's mail program."""

from pathlib import Path
from typing import Annotated

import typer

from kic.cli.lettering import explain, first_of
from kic.cli.options import Format
from kic.cli.outgoing import lay_one
from kic.cli.progress import shown
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import plural, text
from kic.errors import Refused, UsageError

EXAMPLES = """
kic mail acknowledgement 2026-1 -o Entwürfe
kic mail reminder 2025-2 -o Entwürfe
kic mail acknowledgement 2026-1-001 -o Entwürfe --format json
"""


def command(
    context: typer.Context,
    letter: Annotated[str, typer.Argument(metavar=_("LETTER"), help=_("The letter's name."))],
    id: Annotated[str, typer.Argument(metavar="ID", help=_("What it is about; a call for all of its kind."))],
    destination: Annotated[str, typer.Option("-o", metavar=_("FOLDER"), help=_("Where the drafts go."))],
    output: Format = "text",
) -> int:
    from kic.cli.document_names import documents_near  # noqa: PLC0415
    from kic.documents.letters.catalogue import LETTERS  # noqa: PLC0415
    from kic.repository.mailing import drafts  # noqa: PLC0415

    session: Session = context.obj
    if letter not in LETTERS:
        close = documents_near(session, letter, LETTERS)
        raise UsageError(
            "There is no letter {name}.",
            help="Did you mean {names}?" if close else "The letters are {names}.",
            name=letter,
            names=close or tuple(LETTERS),
        )
    repository = session.repository
    known = repository.known(id)
    files: list[str] = []
    homeless: list[str] = []
    unwritten: list[tuple[str, Refused]] = []
    made = drafts(repository, letter, known, session.language.code)
    for each in shown(session, made.each(), made.count, session.language.say("Letters")):
        if each.fault is not None:
            unwritten.append((each.id, each.fault))
        elif each.file is None:
            homeless.append(each.id)
        else:
            target = Path(destination) / f"{letter}-{each.id}.eml"
            lay_one(session, target, each.file)
            files.append(str(target))
    if output == "json":
        session.json(
            "mail",
            {"files": files, "without_address": homeless, "unwritten": [one for one, _fault in unwritten]},
        )
        return 1 if unwritten else 0
    session.talk(plural("{n} draft: {path}", "{n} drafts: {path}", n=len(files), path=destination))
    if homeless:
        session.talk(text("Without an e-mail address in the private overlay: {ids}", ids=first_of(homeless)))
    explain(session, unwritten)
    look = "notice list" if repository.snapshot.kind_of(known) == "call" else "show"
    session.next_step(f"kic {look} {known}")
    return 1 if unwritten else 0
