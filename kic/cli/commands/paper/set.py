"""`kic paper set`: other words, another number, way or sum of a paper."""

import typer

from kic.cli.groups.papers import (
    PAPER_OPTIONS,
    About,
    Annexes,
    Costs,
    Dated,
    NoCosts,
    Number,
    Office,
    PaperId,
    Product,
    Proposal,
    Public,
    Reasons,
    Stations,
    Title,
    Year,
    said_of,
)
from kic.cli.options import DryRun, Format, Note, Yes, day_of
from kic.cli.session import Session

EXAMPLES = """
kic paper set v-2026-12 --number "V 413/2026"
kic paper set v-2026-12 --reasons "Fünfzehn Anträge sind eingegangen." --dry-run
kic paper set v-2026-12 --annex "Vergabevorlage=allocation-paper:2026-1" --dry-run --format json
"""


def command(
    context: typer.Context,
    id: PaperId,
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
    from kic.domain.papers import Paper  # noqa: PLC0415
    from kic.domain.papers.moves import correct_paper  # noqa: PLC0415

    session: Session = context.obj
    paper = session.repository.find(Paper, id)
    said = said_of(
        session,
        number=number,
        title=title,
        date=None if date is None else day_of(date, "--date"),
        public=public,
        office=office,
        about=about,
        body=body,
        proposal=proposal,
        reasons=reasons,
        costs=costs,
        no_costs=no_costs,
        year=year,
        product=product,
        annex=annex,
        note=note,
    )
    return conclude(
        session,
        correct_paper(session.repository.snapshot, paper, said),
        command="paper set",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": paper.id},
        next_step=f"kic render council-paper {paper.id}",
        options=PAPER_OPTIONS,
    )
