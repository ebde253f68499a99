"""`kic paper new`: a paper for the council or a committee."""

from typing import Annotated

import typer

from kic.cli.asking import ask
from kic.cli.groups.papers import (
    PAPER_OPTIONS,
    About,
    Annexes,
    Costs,
    Dated,
    NoCosts,
    Number,
    Office,
    Product,
    Proposal,
    Public,
    Reasons,
    Stations,
    Title,
    Year,
    said_of,
)
from kic.cli.options import DryRun, Format, Note, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.errors import UsageError

EXAMPLES = """
kic paper new v-2027-01 --title "Bericht zur Umsetzung" --body "Stadtrat=notes@18.01.2027" --no-costs \
--proposal "Der Stadtrat nimmt den Bericht zur Kenntnis." --reasons "Das Konzept sieht ihn jährlich vor."
kic paper new v-2027-02 --number "V 5/2027" --title "Förderaufruf 2027" --about k2022 \
--body "Begleitausschuss Integration=advises@11.01.2027" --body "Stadtrat=decides@18.01.2027" --costs 50.000,00 \
--year 2027 --product "351.7 Integration" --proposal "Der Aufruf wird veröffentlicht." --reasons "Jährlicher Aufruf."
kic paper new v-2027-03 --title "Bericht" --body "Stadtrat=notes" --no-costs --proposal "Kenntnisnahme." \
--reasons "Wie jedes Jahr." --annex "Umsetzungsbericht=implementation-report" --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("Its id, such as v-2027-01."))],
    number: Number = None,
    title: Title = None,
    date: Dated = None,
    public: Public = None,
    office: Office = None,
    about: About = None,
    body: Stations = None,
    proposal: Proposal = None,
    reasons: Reasons = None,
    costs: Costs = None,
    no_costs: NoCosts = False,
    year: Year = None,
    product: Product = None,
    annex: Annexes = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.papers.moves import write_paper  # noqa: PLC0415
    from kic.domain.settings import Settings  # noqa: PLC0415

    session: Session = context.obj
    known = session.repository.snapshot.kind_of(id.lower())
    if known is not None:
        raise UsageError("{id} is there already.", help="kic paper set {id} changes a paper.", id=id.lower())
    said = said_of(
        session,
        number=number,
        title=ask(session, title, option="--title", question=text("What is its title?"), parse=words_of),
        date=session.today if date is None else day_of(date, "--date"),
        public=True if public is None else public,
        office=office,
        about=about,
        body=body
        or [ask(session, None, option="--body", question=text("Which body, for what?"), parse=words_of)],
        proposal=ask(
            session, proposal, option="--proposal", question=text("What is it to resolve?"), parse=words_of
        ),
        reasons=ask(session, reasons, option="--reasons", question=text("Why?"), parse=words_of),
        costs=costs,
        no_costs=no_costs,
        year=year,
        product=product,
        annex=annex,
        note=note,
    )
    settings = session.repository.snapshot.only(Settings)
    return conclude(
        session,
        write_paper(id.lower(), said, invented=bool(settings and settings.invented)),
        command="paper new",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": id.lower()},
        next_step=f"kic render council-paper {id.lower()}",
        options=PAPER_OPTIONS,
    )
