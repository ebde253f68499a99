"""`kic application adapt`: the plan that the grantee adapted to a partial award."""

import typer

from kic.cli.groups.applications import ApplicationId
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
    adapted,
)
from kic.cli.options import DryRun, Format, On, Yes
from kic.cli.session import Session
from kic.domain.applications import AdaptedPlan, Application

EXAMPLES = """
kic application adapt 2025-2-006 --cost "Bastelmaterial=215,00" --cost "Plakate und Handzettel=200,00"
kic application adapt 2025-2-006 --cost "Bastelmaterial=60,00" --own "Eigenmittel=0" --requested 1.100,00 --dry-run
kic application adapt 2025-2-006 --cost "Bastelmaterial=215,00" --cost "Plakate und Handzettel=200" --dry-run
"""


def command(  # as many options as a plan has kinds of lines
    context: typer.Context,
    id: ApplicationId,
    cost: Cost = None,
    cost_not_eligible: NotEligible = None,
    own: Own = None,
    income: Income = None,
    third_party: ThirdParty = None,
    public: Public = None,
    not_secured: NotSecured = None,
    requested: Requested = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.documents.double import award_of  # noqa: PLC0415
    from kic.domain.applications.moves import adapt  # noqa: PLC0415

    snapshot = session.repository.snapshot
    application = session.repository.find(Application, id)
    last = application.adapted[-1] if application.adapted else application
    plans = adapted(
        session,
        last.costs,
        last.financing,
        Given(cost, cost_not_eligible, own, income, third_party, public, not_secured, requested),
        award_of(snapshot, application.id),
    )
    plan = AdaptedPlan(received=on or session.today, costs=plans.costs, financing=plans.financing)
    return conclude(
        session,
        adapt(snapshot, application, plan),
        command="application adapt",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": application.id},
        next_step=f"kic show {application.id}",
        options={**OPTIONS, "received": "--on"},
    )
