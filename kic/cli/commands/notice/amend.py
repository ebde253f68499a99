"""`kic notice amend`: the draft of an amending notice, with another sum, period, plan of payment or report."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.groups.notices import ApplicationId, Instalments, Reason
from kic.cli.options import DryRun, Format, Yes, amount_of, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.errors import Refused, UsageError

if TYPE_CHECKING:
    from kic.domain.calls import ReportDue

EXAMPLES = """
kic notice amend 2025-2-003 --end 30.06.2026 --requested 20.11.2026 --reason "Die Halle war gesperrt"
kic notice amend 2025-2-003 --amount 5500 --instalment 3500 --instalment 2000 --requested 20.11.2026 --dry-run
kic notice amend 2025-2-003 --report final=31.03.2027 --reason "Krankheit der Projektleitung" --dry-run
"""


def command(
    context: typer.Context,
    id: ApplicationId,
    amount: Annotated[
        str | None, typer.Option("--amount", metavar=_("AMOUNT"), help=_("The award that stands after it."))
    ] = None,
    start: Annotated[
        str | None, typer.Option("--start", metavar=_("YYYY-MM-DD"), help=_("When the project begins."))
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar=_("YYYY-MM-DD"), help=_("When the project ends."))
    ] = None,
    instalment: Instalments = None,
    report: Annotated[
        list[str] | None,
        typer.Option("--report", metavar=_("KIND=DAY"), help=_("Another day for a report; may be repeated.")),
    ] = None,
    requested: Annotated[
        str | None,
        typer.Option("--requested", metavar=_("YYYY-MM-DD"), help=_("The day of the grantee's request.")),
    ] = None,
    reason: Reason = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.notices import application_meant, instalments_of  # noqa: PLC0415
    from kic.domain.applications import Period  # noqa: PLC0415
    from kic.domain.notices.drafting import amendment_of, standing_grant  # noqa: PLC0415
    from kic.domain.notices.moves import draft  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    application = application_meant(session, id)
    found = standing_grant(snapshot, application.id)
    if found is None:
        raise Refused(
            "{id} has no award that could be changed.",
            help="A draft is corrected, not amended; the first notice is drafted with kic notice draft {id}.",
            id=application.id,
        )
    period = None
    if start is not None or end is not None:
        held = found.period or application.period
        period = Period(
            start=held.start if start is None else day_of(start, "--start"),
            end=held.end if end is None else day_of(end, "--end"),
        )
    if not (amount or period or instalment or report or reason):
        raise UsageError(
            "An amendment changes something: {options}.",
            options=("--amount", "--start", "--end", "--instalment", "--report", "--reason"),
        )
    said = amendment_of(
        snapshot,
        application,
        amount=None if amount is None else amount_of(amount, "--amount"),
        period=period,
        instalments=instalments_of(instalment or ()),
        reports=_reports(session, report or []),
        requested=None if requested is None else day_of(requested, "--requested"),
        reason=None if reason is None else words_of(reason, "--reason"),
    )
    session.talk(text("The award was {amount} until now, by {id}.", amount=found.amount, id=found.last.id))
    return conclude(
        session,
        draft(snapshot, [said]),
        command="notice amend",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"application": application.id},
        next_step=f"kic notice issue {application.id}",
        options={
            "amount": "--amount",
            "instalments": "--instalment",
            "requested": "--requested",
            "reason": "--reason",
            "period": "--end",
        },
    )


def _reports(session: Session, spellings: list[str]) -> "tuple[ReportDue, ...]":
    from kic.cli.asking import one_of  # noqa: PLC0415
    from kic.domain.calls import ReportDue, ReportKind  # noqa: PLC0415

    made = []
    for spelling in spellings:
        kind, equals, day = spelling.partition("=")
        if not equals:
            raise UsageError("{option} needs KIND=DAY, not {value}.", option="--report", value=spelling)
        made.append(
            ReportDue(
                report=one_of(session, kind.strip(), ReportKind, "--report"),
                due=day_of(day.strip(), "--report"),
            )
        )
    return tuple(made)
