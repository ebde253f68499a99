"""`kic report sheet`: a sheet for the grantee, with the items of the plan, to be filled in as proof of use."""

from pathlib import Path
from typing import Annotated

import typer

from kic.cli.options import Format
from kic.cli.reporting import ApplicationId
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.applications import Application
from kic.errors import Unavailable, UsageError

EXAMPLES = """
kic report sheet 2025-2-003 -o Verwendungsnachweis.xlsx
kic report sheet 2025-2-003 -o Nachweis.xlsx --format json
kic report sheet 2025-2-007 -o Verwendungsnachweis-007.xlsx
"""


def command(
    context: typer.Context,
    id: ApplicationId,
    file: Annotated[
        str, typer.Option("-o", metavar=_("FILE"), help=_("The file to write; it must not exist yet."))
    ],
    output: Format = "text",
) -> int:
    from kic.repository.intake.proof import export_proof  # noqa: PLC0415

    session: Session = context.obj
    application = session.repository.find(Application, id)
    path = Path(file)
    if path.suffix.casefold() != ".xlsx":
        raise UsageError("{path} does not end with .xlsx, and no other format is written.", path=file)
    content = export_proof(session.repository.snapshot, application, session.language, on=session.today)
    try:
        with path.open("xb") as stream:
            stream.write(content)
    except FileExistsError:
        raise Unavailable("{path} is there already", path=file) from None
    except OSError as error:
        from kic.core.refusals import reason_of  # noqa: PLC0415

        raise Unavailable("{path} cannot be written: {reason}", path=file, reason=reason_of(error)) from error
    if output == "json":
        session.json("report sheet", {"application": application.id, "path": file})
    else:
        session.talk(
            text(
                "What comes back is read with kic report receive {id} proof_of_use --file FILE.",
                id=application.id,
            )
        )
    return 0
