"""`kic call set`: enter or change what the announcement says of a call."""

import typer

from kic.cli.groups.calls import (
    OPTIONS,
    Account,
    Amount,
    Announced,
    Applicants,
    CallId,
    Closes,
    Decision,
    Gazette,
    Opens,
    Papers,
    Place,
    Product,
    Report,
    SettleBy,
    SpendBy,
    Themes,
    Title,
    accounting_of,
    facts_of,
)
from kic.cli.options import DryRun, Format, Note, Yes
from kic.cli.session import Session
from kic.domain.calls import Call
from kic.errors import UsageError

EXAMPLES = """
kic call set 2026-1 --settle-by 15.12.2027
kic call set 2026-1 --report proof_of_use=15.12.2027 --dry-run
kic call set 2026-1 --decision 2026-12-10 --note "Sitzung des Begleitausschusses am 10. Dezember"
"""


def command(  # as many as an announcement has
    context: typer.Context,
    id: CallId,
    title: Title = None,
    amount: Amount = None,
    announced: Announced = None,
    place: Place = None,
    gazette: Gazette = None,
    opens: Opens = None,
    closes: Closes = None,
    themes: Themes = None,
    applicants: Applicants = None,
    paper: Papers = None,
    decision: Decision = None,
    spend_by: SpendBy = None,
    settle_by: SettleBy = None,
    report: Report = None,
    product: Product = None,
    account: Account = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.calls.moves import change_facts  # noqa: PLC0415

    call = session.repository.find(Call, id)
    facts = facts_of(
        session,
        title=title,
        amount=amount,
        announced=announced,
        place=place,
        gazette=gazette,
        opens=opens,
        closes=closes,
        themes=themes,
        applicants=applicants,
        papers=paper,
        decision=decision,
        spend_by=spend_by,
        settle_by=settle_by,
        report=report,
        accounting=accounting_of(int(call.year), product, account, call),
        note=note,
    )
    if facts.empty:
        raise UsageError(
            "Nothing is given that is to be changed.",
            help="For example: {example}",
            example=f"kic call set {call.id} --closes '31.03.{call.year}, 23:59'",
        )
    return conclude(
        session,
        change_facts(session.repository.snapshot, call, facts),
        command="call set",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": call.id},
        next_step=f"kic show {call.id}",
        options=OPTIONS,
    )
