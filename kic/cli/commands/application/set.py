"""`kic application set`: correct an application as it was received."""

from typing import Annotated

import typer

from kic.cli.groups.applications import ApplicationId, End, Minimum, Recommendations, Start, Summary, Title
from kic.cli.groups.plans import (
    OPTIONS,
    Cost,
    Given,
    Income,
    NotEligible,
    NotSecured,
    Own,
    Public,
    Requested,
    ThirdParty,
    corrected,
)
from kic.cli.options import DryRun, Format, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.domain.applications import Application
from kic.errors import UsageError

EXAMPLES = """
kic application set 2026-1-003 --end 31.08.2027
kic application set 2026-1-003 --cost "Plakate in sechs Sprachen=310,00" --requested 4.550,00
kic application set 2026-1-003 --title "Sport ohne Hürden" --theme t6 --dry-run
"""


def command(  # as many options as the form has fields
    context: typer.Context,
    id: ApplicationId,
    title: Title = None,
    summary: Summary = None,
    theme: Annotated[
        list[str] | None,
        typer.Option("--theme", "--themes", metavar="ID,ID", help=_("The themes that it serves.")),
    ] = None,
    recommendation: Recommendations = None,
    start: Start = None,
    end: End = None,
    cost: Cost = None,
    cost_not_eligible: NotEligible = None,
    own: Own = None,
    income: Income = None,
    third_party: ThirdParty = None,
    public: Public = None,
    not_secured: NotSecured = None,
    requested: Requested = None,
    minimum: Minimum = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.applications import recommendations_of, themes_of  # noqa: PLC0415
    from kic.cli.options import amount_of  # noqa: PLC0415
    from kic.cli.reading import least_of  # noqa: PLC0415
    from kic.domain.applications.moves import Corrected, correct  # noqa: PLC0415

    application = session.repository.find(Application, id)
    lines = Given(cost, cost_not_eligible, own, income, third_party, public, not_secured, requested)
    facts = (title, summary, theme, recommendation, start, end, minimum)
    if all(each is None for each in (*facts, *lines)):
        raise UsageError(
            "Nothing is given that is to be changed.",
            help="For example: {example}",
            example=f'kic application set {application.id} --title "..."',
        )
    costs, financing = corrected(session, application.costs, application.financing, lines)
    said = Corrected(
        title=None if title is None else words_of(title, "--title"),
        summary=None if summary is None else words_of(summary, "--summary"),
        themes=themes_of(session, ",".join(theme), "--theme") if theme else None,
        recommendations=recommendations_of(session, ",".join(recommendation), "--recommendation")
        if recommendation
        else None,
        start=None if start is None else day_of(start, "--start"),
        end=None if end is None else day_of(end, "--end"),
        costs=costs,
        financing=financing,
        requested=None if requested is None else amount_of(requested, "--requested"),
        minimum=None if minimum is None else least_of(minimum, "--minimum"),
    )
    return conclude(
        session,
        correct(session.repository.snapshot, application, said),
        command="application set",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": application.id},
        next_step=f"kic show {application.id}",
        options={
            **OPTIONS,
            "title": "--title",
            "start": "--start",
            "end": "--end",
            "themes": "--theme",
            "recommendations": "--recommendation",
            "minimum": "--minimum",
        },
    )
