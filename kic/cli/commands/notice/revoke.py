"""`kic notice revoke`: the draft of a revocation or withdrawal, in whole or in part (§§ 48, 49 VwVfG)."""

from typing import Annotated

import typer

from kic.cli.groups.notices import ApplicationId, Reason
from kic.cli.options import DryRun, Format, Yes, amount_of, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.errors import Refused

EXAMPLES = """
kic notice revoke 2025-2-003 --known 10.11.2026 --reason "Das Projekt hat nicht stattgefunden"
kic notice revoke 2025-2-003 --amount 2.500,00 --known 2026-11-10 --reason "Auflage nicht erfüllt" --dry-run
kic notice revoke 2025-2-003 --reason "Zweck verfehlt" --known 10.11.2026 --dry-run --format json
"""


def command(
    context: typer.Context,
    id: ApplicationId,
    amount: Annotated[
        str | None,
        typer.Option(
            "--amount", metavar=_("AMOUNT"), help=_("What is left of the award; without it, nothing.")
        ),
    ] = None,
    known: Annotated[
        str | None,
        typer.Option(
            "--known",
            metavar=_("YYYY-MM-DD"),
            help=_("Since when all facts for it are known: from then on there is a year."),
        ),
    ] = None,
    reason: Reason = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.notices import application_meant  # noqa: PLC0415
    from kic.core.values import Money  # noqa: PLC0415
    from kic.domain.notices.drafting import revocation_of, standing_grant  # noqa: PLC0415
    from kic.domain.notices.moves import draft  # noqa: PLC0415
    from kic.domain.periods.delivery import revocation_limit  # noqa: PLC0415
    from kic.domain.settings import Settings  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    application = application_meant(session, id)
    found = standing_grant(snapshot, application.id)
    if found is None:
        raise Refused(
            "{id} has no award that could be revoked.",
            help="kic notice list {id} shows its notices.",
            id=application.id,
        )
    day = ask(
        session,
        known,
        option="--known",
        question=text("All facts are known since:"),
        parse=day_of,
        default=session.today,
    )
    why = ask(session, reason, option="--reason", question=text("Why is the award revoked?"), parse=words_of)
    said = revocation_of(
        snapshot,
        application,
        amount=Money(0) if amount is None else amount_of(amount, "--amount"),
        known=day,
        reason=why,
    )
    limit = revocation_limit(day, snapshot.only(Settings))
    session.talk(
        text("The award is {amount}; it can be revoked until {limit}.", amount=found.amount, limit=limit.end)
    )
    return conclude(
        session,
        draft(snapshot, [said]),
        command="notice revoke",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"application": application.id, "until": limit.end.isoformat()},
        next_step=f"kic notice hear {application.id}",
        options={"amount": "--amount", "known": "--known", "reason": "--reason"},
    )
