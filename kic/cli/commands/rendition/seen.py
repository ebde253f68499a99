"""`kic rendition seen`: a form of a text was compared with the present wording, and fits."""

from typing import Annotated

import typer

from kic.cli.asking import ask
from kic.cli.options import DryRun, Format, Note, On, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.revisions.rendition import Rendition
from kic.errors import UsageError

EXAMPLES = """
kic rendition seen he-09-ls --note "Mit dem Büro für Leichte Sprache abgeglichen."
kic rendition seen he-09-ls --note "Neu übersetzt." --on 20.11.2026
kic rendition seen he-09-ls --note "Passt weiterhin." --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The form that was compared."))],
    note: Note = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.revisions.rendition import wording  # noqa: PLC0415
    from kic.domain.revisions.rendition_moves import seen  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    rendition = session.repository.find(Rendition, id)
    words = wording(snapshot, rendition.element)
    if words is None:
        raise UsageError("{id} is no text of the concept.", id=rendition.element)
    said = ask(session, note, option="--note", question=text("What was found?"), parse=words_of)
    return conclude(
        session,
        seen(snapshot, rendition, words, on or session.today, said),
        command="rendition seen",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": rendition.id},
        next_step="kic rendition list",
    )
