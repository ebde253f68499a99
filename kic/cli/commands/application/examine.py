"""`kic application examine`: what the office's examination has found."""

from collections.abc import Sequence
from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.plan import joined
from kic.core.text import plural
from kic.domain.applications import Application, DeMinimis
from kic.domain.calls import Call
from kic.errors import Refused, UsageError

EXAMPLES = """
kic application examine 2026-1-004 --de-minimis not_an_undertaking
kic application examine 2026-1-004 --early-requested 02.11.2026 --early-consented 13.11.2026
kic application examine 2026-1 --de-minimis not_an_undertaking --dry-run
kic application examine 2026-1-004 --deducts-vat --work-in-kind "40 Stunden ehrenamtliche Begleitung" --dry-run
"""


def command(
    context: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID", help=_("The application, or several; or a call for all that take part.")
        ),
    ],
    de_minimis: Annotated[
        str | None,
        typer.Option(
            "--de-minimis",
            metavar="not_checked|not_an_undertaking|aid",
            help=choice(_("Whether the award is aid under Regulation (EU) 2023/2831."), DeMinimis),
        ),
    ] = None,
    deducts_vat: Annotated[
        bool | None,
        typer.Option("--deducts-vat/--no-deducts-vat", help=_("Whether the applicant deducts input tax.")),
    ] = None,
    work_in_kind: Annotated[
        str | None,
        typer.Option("--work-in-kind", metavar=_("TEXT"), help=_("Unpaid work and things, in words.")),
    ] = None,
    early_requested: Annotated[
        str | None,
        typer.Option(
            "--early-requested", metavar=_("YYYY-MM-DD"), help=_("When an early start was asked for.")
        ),
    ] = None,
    early_consented: Annotated[
        str | None,
        typer.Option(
            "--early-consented",
            metavar=_("YYYY-MM-DD"),
            help=_("When the office consented to an early start."),
        ),
    ] = None,
    recommendation: Annotated[
        list[str] | None,
        typer.Option(
            "--recommendation", metavar="ID", help=_("A recommendation that it serves; may be repeated.")
        ),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.asking import one_of  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.applications import recommendations_of  # noqa: PLC0415
    from kic.domain.applications.moves import Examined, examine  # noqa: PLC0415

    applications = _meant(session, ids)
    application = applications[0]
    asked = None if early_requested is None else day_of(early_requested, "--early-requested")
    consented = None if early_consented is None else day_of(early_consented, "--early-consented")
    if consented is not None and asked is None and application.early_start is None:
        raise UsageError("This needs an answer: {option} is missing.", option="--early-requested")
    found = Examined(
        de_minimis=None if de_minimis is None else one_of(session, de_minimis, DeMinimis, "--de-minimis"),
        deducts_vat=deducts_vat,
        work_in_kind=None if work_in_kind is None else words_of(work_in_kind, "--work-in-kind"),
        early_requested=asked,
        early_consented=consented,
        recommendations=recommendations_of(session, ",".join(recommendation), "--recommendation")
        if recommendation
        else None,
    )
    if found == Examined():
        raise UsageError(
            "Nothing is given that was found.",
            help="For example: {example}",
            example=f"kic application examine {application.id} --de-minimis not_an_undertaking",
        )
    snapshot = session.repository.snapshot
    plans = [examine(snapshot, each, found) for each in applications]
    title = plural(
        "{n} application of {call} examined",
        "{n} applications of {call} examined",
        n=len(plans),
        call=application.call,
    )
    return conclude(
        session,
        plans[0] if len(plans) == 1 else joined(title, plans),
        command="application examine",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": application.id if len(plans) == 1 else application.call},
        next_step=f"kic show {application.id}"
        if len(plans) == 1
        else f"kic list application --where call={application.call}",
        options={
            "consented": "--early-consented",
            "requested": "--early-requested",
            "recommendations": "--recommendation",
        },
    )


def _meant(session: Session, ids: Sequence[str]) -> list[Application]:
    """The applications that are named; of a call those that take part. Raises UsageError, Refused where none does."""
    snapshot = session.repository.snapshot
    found: dict[str, Application] = {}
    for spelling in ids:
        call = snapshot.get(Call, spelling.casefold())
        if call is None:
            some = [session.repository.find(Application, spelling)]
        else:
            some = [
                each for each in snapshot.all(Application) if each.call == call.id and not each.ineligible
            ]
        found |= {each.id: each for each in some}
    if not found:
        raise Refused("No application takes part in {call}.", call=ids[0])
    return list(found.values())
