"""`kic application file`: everything of one application for its applicant, all others blacked out."""

import typer

from kic.cli.groups.applications import ApplicationId
from kic.cli.options import Format
from kic.cli.packs import Destination, hand_over
from kic.cli.session import Session
from kic.domain.applications import Application

EXAMPLES = """
kic application file 2024-1-003
kic application file 2024-1-003 -o akteneinsicht.zip
kic application file 2024-1-003 --format json
"""


def command(
    context: typer.Context,
    id: ApplicationId,
    destination: Destination = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.documents.own_file import application_file  # noqa: PLC0415

    repository = session.repository
    application = repository.find(Application, id)
    pack = application_file(repository.snapshot, application, session.today)
    code = hand_over(session, pack, command="application file", destination=destination, output=output)
    session.next_step(f"kic show {application.id}")
    return code
