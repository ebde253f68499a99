"""`kic concept review`: someone has looked at what refers to a text that an amendment changed."""

from typing import Annotated

import typer

from kic.cli.asking import ask, ask_one_of
from kic.cli.options import DryRun, Format, Note, On, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.text import text
from kic.domain.concept.recommendation import ReviewResult
from kic.domain.revisions import Amendment

EXAMPLES = """
kic concept review ae-2026-1 2026-1-002 --result unchanged --note "Der Antrag passt zum neuen Text."
kic concept review ae-2025-1 i-bevoelkerung i-kursabschluss --result unchanged --note "Passen." --dry-run
kic concept review ae-2026-1 2026-1-002 --result adjust --note "Ziel 2 ist anzupassen." --on 20.11.2026
"""

OPTIONS = {"result": "--result", "note": "--note", "date": "--on"}


def command(
    context: typer.Context,
    amendment: Annotated[
        str, typer.Argument(metavar="AMENDMENT", help=_("The amendment that changed the text."))
    ],
    records: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help=_("The applications and indicators that were looked at.")),
    ],
    result: Annotated[
        str | None,
        typer.Option(
            "--result",
            metavar="unchanged|adjust|obsolete",
            help=choice(_("What the look gave."), ReviewResult),
        ),
    ] = None,
    note: Note = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.revisions.rendition_moves import review  # noqa: PLC0415

    session: Session = context.obj
    act = session.repository.find(Amendment, amendment)
    known = list(dict.fromkeys(session.repository.known(each) for each in records))
    found = ask_one_of(
        session, result, ReviewResult, option="--result", question=text("What did the look give?")
    )
    said = ask(session, note, option="--note", question=text("What was found?"), parse=words_of)
    return conclude(
        session,
        review(session.repository.snapshot, act, known, found, said, on or session.today),
        command="concept review",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": act.id, "records": known},
        next_step="kic check",
        options=OPTIONS,
    )
