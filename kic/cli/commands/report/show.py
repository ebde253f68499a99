"""`kic report show`: the account of a grant, plan against actual, and the way to its final sum."""

from typing import Annotated

import typer

from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text

EXAMPLES = """
kic report show 2025-2-002
kic report show 2025-2-007-vn1
kic report show 2025-2-002 --format json
"""


def command(
    context: typer.Context,
    id: Annotated[
        str, typer.Argument(metavar="ID", help=_("The application, or a report or examination on it."))
    ],
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of)
    from kic.cli.groups.reports import show_account  # noqa: PLC0415
    from kic.documents.accounts_of_use import account  # noqa: PLC0415
    from kic.domain.applications import Application  # noqa: PLC0415
    from kic.domain.reporting import Examination, Report  # noqa: PLC0415

    snapshot = session.repository.snapshot
    record = snapshot.get(Report, id.lower()) or snapshot.get(Examination, id.lower())
    application = session.repository.find(Application, record.application if record is not None else id)
    seen = account(snapshot, application, session.today)
    if output == "json":
        session.json("report show", seen)
        return 0
    session.out(show_account(session, seen))
    if seen.needs_revocation:
        session.talk(
            text("With a fixed grant this sum needs a revocation in part, within the year of § 49(3) VwVfG.")
        )
    if seen.report is None:
        session.next_step(f"kic report receive {application.id} proof_of_use")
    elif seen.examined is None:
        session.next_step(f"kic report examine {seen.report}")
    elif all(each.state != "settled" for each in seen.reports):
        session.next_step(f"kic notice settle {application.id}")
    elif seen.claim.cents and seen.clawback is None:
        session.next_step(f"kic notice clawback {application.id}")
    else:
        session.next_step(f"kic show {application.id}")
    return 0
