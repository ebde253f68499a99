"""`kic render`: documents from their templates."""

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from kic.cli.as_of import sentences
from kic.cli.explaining import show_fields
from kic.cli.handing_out import hand_out
from kic.cli.options import AsOf, day_of, text_or_json
from kic.cli.outgoing import write_file
from kic.cli.session import Session
from kic.cli.words import _
from kic.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kic.documents.catalogue import Wanted
    from kic.documents.synopsis import Compared
    from kic.domain.privacy.overlay import Private
    from kic.present.templating import Form
    from kic.repository.rendering import FileForm

TARGETS = ("terminal", "md", "html", "pdf", "docx")
FILES = ("pdf", "docx")
"""Formats that no terminal can show: they need a file to go to."""


def _answer(spelled: str) -> str:
    """What `--format` takes; raises UsageError, which names `--to` for the form of the document itself."""
    if spelled in TARGETS:
        raise UsageError(
            "There is no format {name}; it is {formats}.",
            help="The form of the document is chosen by {option}.",
            name=spelled,
            formats=("text", "json"),
            option=f"--to {spelled}",
        )
    return text_or_json(spelled)


EXAMPLES = """
kic render implementation-report
kic render implementation-report --to html -o Umsetzungsbericht.html
kic render implementation-report --as-of 31.12.2024 --to md
kic render allocation-paper 2026-1 --to pdf -o Vergabevorlage.pdf
kic render funding-report 2025 --numbers Zahlen
kic render --template award-notice.md.j2 -o templates/award-notice.md.j2
"""


def command(
    context: typer.Context,
    document: Annotated[
        str | None, typer.Argument(metavar=_("DOCUMENT"), help=_("The document's name."))
    ] = None,
    id: Annotated[
        str | None,
        typer.Argument(metavar="ID", help=_("What it is about, such as a call, or two states: A..B.")),
    ] = None,
    to: Annotated[str, typer.Option("--to", metavar="|".join(TARGETS), help=_("The format."))] = "terminal",
    destination: Annotated[
        str | None,
        typer.Option("-o", metavar=_("FILE"), help=_("Write to this file instead of the terminal.")),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar=_("YYYY-MM-DD"), help=_("Changes since this day, not since the last report.")
        ),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help=_("Name the templates it is made with, and every field they can use.")
        ),
    ] = False,
    as_of: AsOf = None,
    numbers: Annotated[
        str | None,
        typer.Option(
            "--numbers",
            metavar=_("FOLDER"),
            help=_("Write the numbers of its pictures to this folder as CSV files."),
        ),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            metavar=_("NAME"),
            help=_("Hand out kic's own template of this name, to be changed in templates/."),
        ),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            metavar="REV",
            help=_(
                "Take the office's own templates from this state and not from the change, as a server should."
            ),
        ),
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="text|json",
            parser=_answer,
            help=_("How kic answers; the form of the document is --to."),
        ),
    ] = "text",
) -> int:
    session: Session = context.obj
    if template is not None:
        formed = to != "terminal" or output != "text"
        _refuse_beside(document, since, as_of, numbers, base, explain or formed or None)
        return hand_out(session, template, destination)
    from kic.cli.lettering import told  # noqa: PLC0415
    from kic.documents.catalogue import DOCUMENTS  # noqa: PLC0415
    from kic.documents.letters.catalogue import LETTERS  # noqa: PLC0415

    document = _known(session, document)
    _known_format(to)
    _refuse_explained(explain=explain, output=output)
    if document in LETTERS:
        _refuse_for_letters(as_of, numbers)
        _look(session, None, base)
        return _letter(session, document, id, to, destination, explain=explain, output=output)
    _look(session, as_of, base)
    if to in FILES and destination is None and not explain and numbers is None:
        raise _homeless(document, id, to)
    wanted = _wanted(session, document, id, since, as_of)
    if explain:
        context_of = DOCUMENTS[document].context(session.repository.snapshot, session.today, wanted)
        return show_fields(session, DOCUMENTS[document].template, context_of, letter=False)
    files: list[Path] = []
    if numbers is not None:
        files += _figures(session, Path(numbers), document, wanted)
        if destination is None:
            return told(session, files) if output == "json" else 0
    content = _made(session, document, wanted, to, colored=output == "text")
    if destination is not None:
        files.append(Path(destination))
        write_file(session, files[-1], content)
        return told(session, files) if output == "json" else 0
    if output == "json":
        return told(session, files, content=content.decode())
    if to != "terminal":
        session.data(content.decode())
        return 0
    session.out(content.decode())
    subject = f" {wanted.id}" if wanted.id else ""
    session.next_step(f"kic render {document}{subject} --to html -o {document}.html")
    return 0


def _wanted(
    session: Session, document: str, id: str | None, since: str | None, as_of: datetime.date | None
) -> "Wanted":
    from kic.documents.catalogue import DOCUMENTS, NAMING, REVISIONS, YEAR, Wanted  # noqa: PLC0415

    about = DOCUMENTS[document].about
    return Wanted(
        id=id if id is None or about in (YEAR, REVISIONS) else session.repository.known(id),
        compared=_compared(session, document, id, as_of) if about == REVISIONS else None,
        directory=names_for(session) if document in NAMING else {},
        since=day_of(since, "--since") if since else None,
        as_of=as_of,
        in_force=sentences(session.repository.in_force),
    )


def _made(session: Session, document: str, wanted: "Wanted", to: str, *, colored: bool) -> bytes:
    """The document in this form."""
    from kic.present.templating import Look  # noqa: PLC0415

    language = session.language.code
    if to in FILES:
        return session.repository.file(document, wanted, to=cast("FileForm", to), language=language)
    look = Look(width=session.width, color=to == "terminal" and colored and session.colors(sys.stdout))
    shown = session.repository.render(document, wanted, to=cast("Form", to), language=language, look=look)
    return shown.encode("utf-8")


def _look(session: Session, as_of: datetime.date | None, base: str | None) -> None:
    """At which state to look, and whose templates count."""
    if as_of is not None and base is not None:
        raise UsageError("--base goes without --as-of.")
    session.look_on(as_of, told=True)
    if base is not None:
        session.judge_from(base)


def _compared(
    session: Session, document: str, spelled: str | None, as_of: datetime.date | None
) -> "Compared | None":
    from kic.repository.synopsis import compared  # noqa: PLC0415

    if as_of is not None:
        raise UsageError("The document {name} compares two states, so it takes no --as-of.", name=document)
    return compared(session.repository, spelled) if spelled is not None else None


def _refuse_explained(*, explain: bool, output: str) -> None:
    if explain and output == "json":
        raise UsageError("--explain goes without --format json.")


def _refuse_beside(*others: object) -> None:
    if any(each is not None for each in others):
        raise UsageError("--template goes alone, or with -o.")


def _refuse_for_letters(as_of: datetime.date | None, numbers: str | None) -> None:
    if numbers is not None:
        raise UsageError("A letter has no pictures.")
    if as_of is not None:
        raise UsageError("A letter goes out now, with what it says now: it takes no --as-of.")


def _homeless(document: str, id: str | None, to: str) -> UsageError:
    """A file that no terminal can show needs a name."""
    subject = f" {id}" if id else ""
    return UsageError(
        "{format} needs a file to go to.",
        help="For example: {command}",
        format=to.upper(),
        command=f"kic render {document}{subject} --to {to} -o {document}.{to}",
    )


def _letter(
    session: Session,
    letter: str,
    id: str | None,
    to: str,
    destination: str | None,
    *,
    explain: bool,
    output: str,
) -> int:
    from kic.cli.lettering import explain_letter, letters  # noqa: PLC0415

    if explain:
        return explain_letter(session, letter, id)
    return letters(session, letter, id, to, destination, output=output)


def _figures(session: Session, folder: Path, document: str, wanted: "Wanted") -> list[Path]:
    """Writes the numbers of each picture to a folder, a file each."""
    files = session.repository.figures(document, wanted, language=session.language.code)
    if not files:
        raise UsageError("The document {name} has no pictures.", name=document)
    for name, content in files.items():
        write_file(session, folder / name, content)
    return [folder / name for name in files]


def _known(session: Session, document: str | None) -> str:
    """The name of a document or letter that there is; raises UsageError with the names."""
    from kic.cli.document_names import documents_near  # noqa: PLC0415
    from kic.documents.catalogue import DOCUMENTS  # noqa: PLC0415
    from kic.documents.letters.catalogue import LETTERS  # noqa: PLC0415

    if document is None:
        raise UsageError(
            "kic render needs a document.",
            help="The documents are {documents}. For example: kic render {example}",
            documents=(*DOCUMENTS, *LETTERS),
            example=next(iter(DOCUMENTS)),
        )
    if document not in DOCUMENTS and document not in LETTERS:
        close = documents_near(session, document, {**DOCUMENTS, **LETTERS})
        raise UsageError(
            "There is no document {name}.",
            help="Did you mean {names}?" if close else "The documents are {documents}.",
            name=document,
            names=close,
            documents=(*DOCUMENTS, *LETTERS),
        )
    return document


def _known_format(to: str) -> None:
    if to not in TARGETS:
        raise UsageError("There is no format {name}; it is {formats}.", name=to, formats=TARGETS)


def names_for(session: Session) -> "Mapping[str, Private]":
    """Who sits on the seats, by pseudonym, as far as the private overlay says."""
    from kic.domain.privacy.overlay import Member  # noqa: PLC0415
    from kic.repository.overlay import overlay_of  # noqa: PLC0415

    overlay = overlay_of(session.repository.root)
    return {} if overlay is None else {each.id: each for each in overlay.snapshot.all(Member)}
