"""`kic concept amend`: a change of the concept's text as an act, with its resolution, mover and reason."""

from typing import Annotated

import typer

from kic.cli.asking import ask
from kic.cli.groups.participation import (
    Body,
    Contributions,
    EditionId,
    Mover,
    Name,
    Nature,
    PersonId,
    ResolutionId,
    amended,
    contributions_of,
    contributor_of,
    edition_of_elements,
    element_of,
    nature_of,
)
from kic.cli.options import DryRun, Format, Yes, words_of
from kic.cli.reading import partial_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.concept.edition import Edition, Resolution
from kic.domain.revisions import Amendment
from kic.domain.revisions import Nature as Kind
from kic.errors import UsageError

EXAMPLES = """
kic concept amend he-07 he-08 --title "Fristen ergänzt" --resolution b-2026-11 --reason "Antrag im Rat"
kic concept amend he-07 --title "Druckfehler" --nature editorial --date 2026-11-20 --reason "Schreibfehler" --dry-run
kic concept amend --title "Aus der Beteiligung" --resolution b-2026-11 --reason "Werkstatt" --contribution s-2026-03
"""

OPTIONS = {
    "title": "--title",
    "nature": "--nature",
    "date": "--date",
    "published": "--published",
    "effective": "--effective",
    "resolution": "--resolution",
    "mover": "--mover",
    "reason": "--reason",
    "contributions": "--contribution",
    "edition": "--edition",
}
"""Which option fills which field."""


def command(  # as many options as an amendment has fields
    context: typer.Context,
    elements: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ELEMENT...", help=_("The themes, goals and recommendations whose text changes.")
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar=_("TEXT"), help=_("What it is called."))
    ] = None,
    nature: Nature = None,
    resolution: ResolutionId = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date", metavar=_("YYYY-MM-DD"), help=_("The day of the act; else that of the resolution.")
        ),
    ] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar=_("YYYY-MM-DD"), help=_("When it was published."))
    ] = None,
    effective: Annotated[
        str | None, typer.Option("--effective", metavar=_("YYYY-MM-DD"), help=_("From when it holds."))
    ] = None,
    mover: Mover = None,
    body: Body = None,
    name: Name = None,
    person: PersonId = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar=_("TEXT"), help=_("Why."))] = None,
    contribution: Contributions = None,
    id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help=_("Its id; without it, the next of its year."))
    ] = None,
    edition: EditionId = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.revisions.moves import next_id  # noqa: PLC0415
    from kic.domain.revisions.text_moves import amend  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    carried = contributions_of(session, contribution or ())
    ids = [element_of(session, each, "ELEMENT") for each in elements or ()]
    of = edition_of_elements(session, edition, ids, carried)
    touched = amended(ids, carried)
    if not touched:
        raise UsageError(
            "No element is named that changes.",
            help="For example: {example}",
            example="kic concept amend he-07 --title ... --reason ...",
        )
    resolved = session.repository.find(Resolution, resolution) if resolution is not None else None
    kind = nature_of(session, nature, resolved, of)
    if date is not None:
        day = partial_of(date, "--date")
    elif resolved is not None:
        day = resolved.date
    else:
        spelled = None if kind is Kind.RESOLVED else session.today.isoformat()
        day = ask(session, spelled, option="--date", question=text("On which day?"), parse=partial_of)
    amendment = Amendment(
        id=id.lower() if id else next_id(snapshot, day.year),
        edition=of,
        title=ask(session, title, option="--title", question=text("What is it called?"), parse=words_of),
        nature=kind,
        date=day,
        published=partial_of(published, "--published") if published is not None else None,
        effective=partial_of(effective, "--effective") if effective is not None else None,
        resolution=resolved.id if resolved is not None else None,
        mover=contributor_of(session, mover, body, name, person),
        reason=ask(session, reason, option="--reason", question=text("Why?"), parse=words_of),
        elements=touched,
    )
    return conclude(
        session,
        amend(snapshot, session.repository.find(Edition, of), amendment, session.today),
        command="concept amend",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": amendment.id},
        next_step=f"kic concept edit {touched[0].element} --amendment {amendment.id} --text ...",
        options=OPTIONS,
    )
