"""Papers on the command line: the options of a paper, and how stations, money and annexes are spelled."""

import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import amount_of, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.values import Count, Misread
from kic.domain.meetings import Meeting
from kic.domain.papers import Annex, Deliberation, FinancialEffects, Purpose
from kic.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kic.domain.papers.moves import Said

PaperId = Annotated[str, typer.Argument(metavar="ID", help=_("The paper."))]
Number = Annotated[
    str | None,
    typer.Option("--number", metavar=_("TEXT"), help=_("The number that the council's office gave it.")),
]
Title = Annotated[str | None, typer.Option("--title", metavar=_("TEXT"), help=_("What it is about."))]
Dated = Annotated[
    str | None, typer.Option("--date", metavar=_("YYYY-MM-DD"), help=_("The day of the paper."))
]
Public = Annotated[
    bool | None, typer.Option("--public/--not-public", help=_("Whether it is treated in public sitting."))
]
Office = Annotated[
    str | None, typer.Option("--office", metavar=_("TEXT"), help=_("Who hands it in, if not this office."))
]
About = Annotated[
    list[str] | None,
    typer.Option(
        "--about",
        metavar="ID",
        help=_("A call, edition, theme or the like that it is about; may be repeated."),
    ),
]
Stations = Annotated[
    list[str] | None,
    typer.Option(
        "--body",
        metavar=_("BODY=PURPOSE[@DAY]"),
        help=_(
            "A station in its order: Stadtrat=decides@18.01.2027; instead of the day also a meeting's id."
        ),
    ),
]
Proposal = Annotated[
    str | None, typer.Option("--proposal", metavar=_("TEXT"), help=_("What the body is to resolve."))
]
Reasons = Annotated[str | None, typer.Option("--reasons", metavar=_("TEXT"), help=_("Why."))]
Costs = Annotated[str | None, typer.Option("--costs", metavar=_("AMOUNT"), help=_("What it costs the city."))]
NoCosts = Annotated[bool, typer.Option("--no-costs", help=_("It costs the city nothing."))]
Year = Annotated[
    int | None, typer.Option("--year", metavar=_("YEAR"), help=_("The budget year of the costs."))
]
Product = Annotated[
    str | None, typer.Option("--product", metavar=_("TEXT"), help=_("Where the costs stand in the budget."))
]
Annexes = Annotated[
    list[str] | None,
    typer.Option(
        "--annex",
        metavar=_("TITLE[=DOCUMENT[:ID]]"),
        help=_("An annex, and the document of kic that it is: Vergabevorlage=allocation-paper:2026-1."),
    ),
]

PAPER_OPTIONS = {
    "number": "--number",
    "title": "--title",
    "date": "--date",
    "about": "--about",
    "deliberations": "--body",
    "financial_effects": "--costs, --no-costs",
    "annexes": "--annex",
}
"""Which option fills which field of a paper."""


def said_of(  # noqa: PLR0913 - the options of a paper, as they came
    session: Session,
    *,
    number: str | None,
    title: str | None,
    date: datetime.date | None,
    public: bool | None,
    office: str | None,
    about: "Sequence[str] | None",
    body: "Sequence[str] | None",
    proposal: str | None,
    reasons: str | None,
    costs: str | None,
    no_costs: bool,
    year: int | None,
    product: str | None,
    annex: "Sequence[str] | None",
    note: str | None,
) -> "Said":
    """What the options say of a paper. Raises UsageError for what cannot be read."""
    from kic.domain.papers.moves import Said  # noqa: PLC0415

    return Said(
        number=number,
        title=None if title is None else words_of(title, "--title"),
        date=date,
        public=public,
        office=office,
        about=tuple(session.repository.known(each) for each in about) if about else None,
        deliberations=tuple(station_of(session, each) for each in body) if body else None,
        proposal=None if proposal is None else words_of(proposal, "--proposal"),
        reasons=None if reasons is None else words_of(reasons, "--reasons"),
        financial_effects=_effects(costs, year, product, no_costs=no_costs),
        annexes=tuple(annex_of(session, each) for each in annex) if annex else None,
        note=note,
    )


def station_of(session: Session, spelling: str) -> Deliberation:
    """`Stadtrat=decides@18.01.2027`, `Begleitausschuss=advises@2026-12-03` for a meeting; raises UsageError."""
    from kic.cli.asking import one_of  # noqa: PLC0415

    body, equals, rest = spelling.rpartition("=")
    purpose, at, when = rest.partition("@")
    if not equals or not body.strip():
        raise UsageError(
            "{option} needs a body and its purpose such as Stadtrat=decides@18.01.2027, not {value}.",
            option="--body",
            value=spelling,
        )
    meeting = date = None
    if at:
        known = session.repository.snapshot.get(Meeting, when.strip().lower())
        meeting = None if known is None else known.id
        date = day_of(when.strip(), "--body") if known is None else None
    return Deliberation(
        body=body.strip(), purpose=one_of(session, purpose, Purpose, "--body"), meeting=meeting, date=date
    )


def _effects(
    costs: str | None, year: int | None, product: str | None, *, no_costs: bool
) -> FinancialEffects | None:
    if no_costs:
        if costs is not None:
            raise UsageError("{one} and {other} exclude each other.", one="--costs", other="--no-costs")
        return FinancialEffects(none=True)
    if costs is None:
        return None
    try:
        budget = None if year is None else Count(year)
    except Misread:
        raise UsageError("{option} needs a year such as 2027.", option="--year") from None
    return FinancialEffects(amount=amount_of(costs, "--costs"), year=budget, product=product)


def annex_of(session: Session, spelling: str) -> Annex:
    """`Vergabevorlage=allocation-paper:2026-1`, or a title alone; raises UsageError for an unknown document."""
    from kic.documents.catalogue import DOCUMENTS  # noqa: PLC0415

    title, equals, rest = spelling.partition("=")
    if not equals:
        return Annex(title=words_of(title, "--annex"))
    document, colon, about = rest.partition(":")
    if document.strip() not in DOCUMENTS:
        from kic.cli.asking import one_of  # noqa: PLC0415

        one_of(session, document, tuple(DOCUMENTS), "--annex")
    return Annex(
        title=words_of(title, "--annex"),
        document=document.strip(),
        about=session.repository.known(about) if colon else None,
    )
