"""`kic report sheet`: a sheet for the grantee, with the items of the plan, to be filled in as proof of use."""

import typer

from kic.cli.groups.reports import ApplicationId
from kic.cli.options import Format
from kic.cli.outgoing import lay_one
from kic.cli.session import Session
from kic.cli.sheet_files import NewFile, new_sheet
from kic.core.text import text
from kic.domain.applications import Application

EXAMPLES = """
kic report sheet 2025-2-003 -o Verwendungsnachweis.xlsx
kic report sheet 2025-2-003 -o Nachweis.xlsx --format json
kic report sheet 2025-2-007 -o Verwendungsnachweis-007.xlsx
"""


def command(
    context: typer.Context,
    id: ApplicationId,
    file: NewFile,
    output: Format = "text",
) -> int:
    from kic.repository.intake.proof import export_proof  # noqa: PLC0415

    session: Session = context.obj
    application = session.repository.find(Application, id)
    path = new_sheet(file)
    content = export_proof(session.repository.snapshot, application, session.language, on=session.today)
    lay_one(session, path, content, new=True)
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
