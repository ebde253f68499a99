"""`kic paper result`: what came of a paper in one of its bodies."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.asking import one_of
from kic.cli.groups.papers import PaperId
from kic.cli.options import DryRun, Format, Note, Yes, day_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.near import near
from kic.domain.meetings import Result
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.domain.papers import Paper

EXAMPLES = """
kic paper result v-2026-12 "Begleitausschuss Integration" postponed --note "Auf die nächste Sitzung vertagt."
kic paper result v-2022-11 3 carried --dry-run
kic paper result v-2022-11 Hauptausschuss carried --on 14.03.2022 --dry-run --format json
"""


def command(
    context: typer.Context,
    id: PaperId,
    body: Annotated[
        str, typer.Argument(metavar=_("BODY"), help=_("The body, or the number of the station from 1."))
    ],
    result: Annotated[
        str,
        typer.Argument(
            metavar="carried|amended|rejected|postponed|referred|noted|withdrawn",
            help=choice(_("What came of it."), Result),
        ),
    ],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar=_("YYYY-MM-DD"), help=_("When the body met, if that is not known yet.")),
    ] = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.papers import Paper  # noqa: PLC0415
    from kic.domain.papers.moves import enter_result  # noqa: PLC0415

    session: Session = context.obj
    paper = session.repository.find(Paper, id)
    position = _station(paper, body)
    came = one_of(session, result, Result, _("RESULT"))
    return conclude(
        session,
        enter_result(
            session.repository.snapshot,
            paper,
            position,
            came,
            date=None if on is None else day_of(on, "--on"),
            note=note,
        ),
        command="paper result",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": paper.id, "body": paper.deliberations[position].body},
        next_step=f"kic render council-paper {paper.id}",
        options={"date": "--on", "note": "--note"},
    )


def _station(paper: "Paper", spelling: str) -> int:
    """The station that is meant: by its number from 1, or by its body; of several the first without a result."""
    bodies = tuple(each.body for each in paper.deliberations)
    word = spelling.strip()
    if word.isascii() and word.isdigit() and 0 < int(word) <= len(bodies):
        return int(word) - 1
    fitting = [n for n, each in enumerate(bodies) if each.casefold() == word.casefold()]
    if not fitting:
        raise UsageError(
            "{id} does not go through {body}.",
            help="Did you mean {names}?" if near(word, bodies) else "Its stations are {bodies}.",
            id=paper.id,
            body=word,
            names=near(word, bodies),
            bodies=bodies,
        )
    return next((n for n in fitting if paper.deliberations[n].result is None), fitting[-1])
