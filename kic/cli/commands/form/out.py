"""`kic form out`: the application form, a report form or the proof of use, to be filled in by hand."""

from pathlib import Path
from typing import Annotated

import typer

from kic.cli.options import Format
from kic.cli.outgoing import lay_one
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import plural, text
from kic.core.values import Moment
from kic.domain.applications import Application
from kic.domain.applications.moves import came_late
from kic.domain.calls import Call
from kic.domain.reporting.rules import award_issued
from kic.errors import Unavailable, UsageError

FORMATS = ("docx", "xlsx")

EXAMPLES = """
kic form out 2026-1 application -o Projektantrag.docx
kic form out 2025-2-003 proof_of_use -o Verwendungsnachweis.xlsx
kic form out 2025-2 interim -o Formulare --to docx
"""


def command(
    context: typer.Context,
    about: Annotated[
        str, typer.Argument(metavar="ID", help=_("The call, or the application that the form is made for."))
    ],
    kind: Annotated[
        str,
        typer.Argument(
            metavar="application|interim|final|proof_of_use",
            help=_("Which form: the application, the interim or final report, the proof of use."),
        ),
    ],
    destination: Annotated[
        str,
        typer.Option(
            "-o",
            metavar=_("FILE|DIR"),
            help=_("The file, or of report forms of a call the folder: a file for each award."),
        ),
    ],
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="docx|xlsx", help=_("The format, if the file does not say it.")),
    ] = None,
    output: Format = "text",
) -> int:
    from kic.repository.forms.asking import FormKind, form_of, wanted_kind  # noqa: PLC0415
    from kic.repository.forms.writing import file_name, form_file, funded, styles_of  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    form = wanted_kind(kind)
    application = snapshot.get(Application, session.repository.known(about))
    call = session.repository.find(Call, about if application is None else application.call)
    if form.report is not None and application is not None and award_issued(snapshot, application.id) is None:
        raise UsageError(
            "No award notice was issued on {id}: there is nothing to report on yet.",
            help="A report without an award is not taken in either.",
            id=application.id,
        )
    path = Path(destination)
    ending = path.suffix.casefold().removeprefix(".")
    format_ = to or (ending if ending in FORMATS else "docx")
    if format_ not in FORMATS or (ending in FORMATS and ending != format_):
        raise UsageError("A form is a file that ends with .docx or .xlsx, not {path}.", path=destination)
    styles = styles_of(session.repository.source)

    def made(one: Application | None) -> bytes:
        asked = form_of(snapshot, form, call, one, session.language, on=session.today)
        return form_file(asked, "xlsx" if format_ == "xlsx" else "docx", styles)

    files: dict[Path, bytes]
    if ending in FORMATS:
        files = {path: made(application)}
    elif application is not None or form is FormKind.APPLICATION:
        name = file_name(form, application.id if application is not None else call.id, session.language)
        files = {path / f"{name}.{format_}": made(application)}
    else:
        files = {
            path / f"{file_name(form, each.id, session.language)}.{format_}": made(each)
            for each in funded(snapshot, call)
        }
        if not files:
            raise UsageError("The call {id} has no awards.", id=call.id)
    _write(session, files)
    if output == "json":
        names = [str(each) for each in files]
        session.json("form out", {"call": call.id, "form": form.value, "files": names})
        return 0
    for each in files:
        session.talk(text("Written: {path}", path=each))
    if form is FormKind.APPLICATION and application is None and came_late(call, Moment(session.now)):
        session.talk(
            text(
                "The call {id} closed on {closes}; what comes in now is recorded as late.",
                id=call.id,
                closes=call.closes,
            )
        )
    session.talk(
        plural("What comes back is read with kic form in FILE.", "What comes back is read with kic form in FILE...",
               n=len(files))
    )  # fmt: skip
    return 0


def _write(session: Session, files: dict[Path, bytes]) -> None:
    for path in files:
        if path.exists():
            raise Unavailable(
                "{path} is there already.", help="Nothing was written. Give another name with -o.", path=path
            )
    for path, content in files.items():
        lay_one(session, path, content, new=True)
