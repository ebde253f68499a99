"""`kic call new`: a draft, from nothing or from the terms of a former call."""

from typing import Annotated

import typer

from kic.cli.groups.calls import (
    OPTIONS,
    Account,
    Amount,
    Announced,
    Applicants,
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
from kic.cli.options import DryRun, Format, Yes, amount_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.calls import Call
from kic.errors import UsageError

EXAMPLES = """
kic call new 2027 --like 2026-1 --amount 50.000,00
kic call new 2027 --amount 50000 --themes t1,t2 --applicants association,private_person
kic call new 2027 --like 2026-1 --amount 50000 --reservation "Vorbehaltlich der Haushaltssatzung 2027" --dry-run
"""

YEARS = range(2000, 2100)


def command(  # as many as an announcement has
    context: typer.Context,
    year: Annotated[int, typer.Argument(metavar=_("YEAR"), help=_("The year whose money it gives."))],
    like: Annotated[
        str | None,
        typer.Option(
            "--like", metavar=_("CALL"), help=_("Take terms, themes and applicants from this call.")
        ),
    ] = None,
    remainder_of: Annotated[
        str | None,
        typer.Option("--remainder-of", metavar=_("CALL"), help=_("Its money is what this call has left.")),
    ] = None,
    reservation: Annotated[
        str | None,
        typer.Option(
            "--reservation",
            metavar=_("TEXT"),
            help=_("The words under which the money stands until the budget is in force."),
        ),
    ] = None,
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
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.calls.moves import new_call, next_number  # noqa: PLC0415
    from kic.domain.settings import Settings  # noqa: PLC0415

    if year not in YEARS:
        raise UsageError("{year} is no year of a call.", year=str(year))
    repository = session.repository
    settings = repository.snapshot.only(Settings)
    model = repository.find(Call, like) if like else None
    left = repository.find(Call, remainder_of).id if remainder_of else None
    number = next_number(repository.snapshot, year)
    if title is None:
        word = (settings.words.call if settings else None) or session.language.label("kind", "call")
        title = f"{word} {year}" if number == 1 else f"{word} {year} ({number})"
    if amount is None:
        amount = str(
            ask(session, None, option="--amount", question=text("Money of the call:"), parse=amount_of)
        )
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
        accounting=accounting_of(year, product, account, model),
    )
    id_ = f"{year}-{number}"
    if model is None:
        session.talk(
            text(
                "The draft has no terms yet: kic call terms {id} enters them, --like CALL takes a former call's.",
                id=id_,
            )
        )
    return conclude(
        session,
        new_call(
            repository.snapshot,
            year,
            facts,
            edition=settings.current_edition if settings else None,
            like=model,
            remainder_of=left,
            reservation_note=reservation,
        ),
        command="call new",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": id_},
        next_step=f"kic call freeze {id_}",
        options=OPTIONS,
    )
