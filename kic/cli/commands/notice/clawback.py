"""`kic notice clawback`: the draft of a clawback (Erstattungsbescheid): what was paid and does not stand any more."""

from typing import Annotated

import typer

from kic.cli.groups.applications import ApplicationId
from kic.cli.options import DryRun, Format, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.applications import Application
from kic.domain.notices import Interest
from kic.errors import UsageError

EXAMPLES = """
kic notice clawback 2025-2-007 --interest-since 12.09.2025
kic notice clawback 2025-2-007 --waive-interest "Sofort gezahlt." --dry-run
kic notice clawback 2025-2-007 --waive-interest "Sofort gezahlt." --dry-run --format json
"""


def command(
    context: typer.Context,
    id: ApplicationId,
    since: Annotated[
        str | None,
        typer.Option(
            "--interest-since",
            metavar=_("YYYY-MM-DD"),
            help=_("The day on which the award lost its effect; interest runs from the next on."),
        ),
    ] = None,
    waived: Annotated[
        str | None,
        typer.Option("--waive-interest", metavar=_("TEXT"), help=_("Why no interest is claimed.")),
    ] = None,
    known: Annotated[
        str | None,
        typer.Option(
            "--known",
            metavar=_("YYYY-MM-DD"),
            help=_("When all facts were known; else as the examination says."),
        ),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar=_("TEXT"), help=_("Why the money has to come back."))
    ] = None,
    file: Annotated[
        str | None,
        typer.Option("--reference", metavar=_("TEXT"), help=_("The file reference (Aktenzeichen).")),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.reports import of_the_city, show_interest  # noqa: PLC0415
    from kic.core.values import Money  # noqa: PLC0415
    from kic.documents.accounts_of_use import last_payout, shown_interest  # noqa: PLC0415
    from kic.domain.notices.standing import next_id  # noqa: PLC0415
    from kic.domain.reporting.interest import interest  # noqa: PLC0415
    from kic.domain.reporting.moves import claw_back  # noqa: PLC0415
    from kic.domain.reporting.standing import claim_of, claimed_already, values_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    application = session.repository.find(Application, id)
    claim = claim_of(snapshot, application.id)
    already = claimed_already(snapshot, application.id)
    amount = Money(max(0, claim.amount.cents - already.cents))
    if claim.amount.cents and not amount.cents:
        raise UsageError(
            "All that has to come back from {id} is claimed already: {claim}.",
            help="kic notice list {id} shows by which notice.",
            id=application.id,
            claim=claim.amount,
        )
    why = words_of(waived, "--waive-interest") if waived is not None else None
    paid_on = last_payout(snapshot, application.id)
    begins = ask(
        session,
        since if since is not None or why is None or paid_on is None else str(paid_on),
        option="--interest-since",
        question=text("Interest since (the day on which the award lost its effect):"),
        parse=day_of,
        default=paid_on,
    )
    values = values_of(snapshot)
    if why is None and amount.cents and output != "json":
        due = interest(
            amount,
            begins,
            session.today,
            [each.value for each in values.base_rates],
            values.interest_above_base.value,
        )
        session.talk(show_interest(session, shown_interest(due)))
    words = reason
    if words is None and claim.ground is not None:
        words = of_the_city(session).say(
            text(
                "{paid} was paid and {returned} came back; by the notice {notice} {stands} stands.",
                paid=claim.paid,
                returned=claim.returned,
                notice=claim.ground.id,
                stands=claim.stands,
            )
        )
    made = next_id(snapshot, application.id)
    return conclude(
        session,
        claw_back(
            snapshot,
            application,
            interest=Interest(since=begins, waived=why),
            known=day_of(known, "--known") if known is not None else None,
            reason=words,
            file=file,
        ),
        command="notice clawback",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": made, "amount": amount},
        next_step=f"kic notice hear {made}",
        options={"interest": "--interest-since", "known": "--known", "reason": "--reason"},
    )
