"""`kic notice forgo`: a small sum that would have to come back is not claimed, as the city's own rule allows."""

from typing import Annotated

import typer

from kic.cli.groups.notices import ApplicationId, Reason
from kic.cli.options import DryRun, Format, On, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.errors import UsageError

EXAMPLES = """
kic notice forgo 2025-2-007 --role r-leitung --reason "Kleinbetrag nach der Dienstanweisung"
kic notice forgo 2025-2-007 --role r-leitung --reason "Kleinbetrag nach der Dienstanweisung" --dry-run
kic notice forgo 2025-2-007 --role r-leitung --reason "Kleinbetrag" --dry-run --format json
"""


def command(
    context: typer.Context,
    id: ApplicationId,
    role: Annotated[
        str | None, typer.Option("--role", metavar="ID", help=_("The role that decides."))
    ] = None,
    reason: Reason = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.notices import application_meant  # noqa: PLC0415
    from kic.domain.notices import Forgone  # noqa: PLC0415
    from kic.domain.notices.moves import forgo  # noqa: PLC0415
    from kic.domain.reporting.standing import claim_of  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    application = application_meant(session, id)
    claim = claim_of(snapshot, application.id)
    if claim.ground is None or not claim.amount.cents:
        raise UsageError(
            "Nothing has to come back from {id}.",
            help="kic report show {id} shows its account.",
            id=application.id,
        )
    who = ask(session, role, option="--role", question=text("Which role decides it?"), parse=words_of)
    why = ask(session, reason, option="--reason", question=text("Why is it not claimed?"), parse=words_of)
    forgone = Forgone(date=on or session.today, role=who.lower(), amount=claim.amount, reason=why)
    return conclude(
        session,
        forgo(snapshot, claim.ground, forgone),
        command="notice forgo",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": claim.ground.id, "amount": claim.amount},
        next_step=f"kic report show {application.id}",
        options={"date": "--on", "role": "--role", "reason": "--reason"},
    )
