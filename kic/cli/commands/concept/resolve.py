"""`kic concept resolve`: a resolution as a record, so that amendments and editions can name it."""

from typing import Annotated

import typer

from kic.cli.asking import ask, ask_one_of
from kic.cli.options import DryRun, Format, Yes, words_of
from kic.cli.reading import partial_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.text import text
from kic.domain.concept.edition import ResolutionBody

EXAMPLES = """
kic concept resolve --title "Frist für die Elternwerkstatt" --body council --date 09.11.2026 --number 2026/171
kic concept resolve b-2026-12 --title "Leichte Sprache" --body committee --date 2026-12-03 --dry-run
kic concept resolve --title "Stellenplan 2027" --body council --date 2026-11 --result einstimmig
"""

OPTIONS = {
    "title": "--title",
    "body": "--body",
    "body_name": "--name",
    "date": "--date",
    "number": "--number",
    "text": "--text",
    "result": "--result",
}
"""Which option fills which field."""


def command(  # as many options as a resolution has fields
    context: typer.Context,
    id: Annotated[
        str | None, typer.Argument(metavar="ID", help=_("Its id; without it, the next of its month."))
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar=_("TEXT"), help=_("What it is called."))
    ] = None,
    body: Annotated[
        str | None,
        typer.Option(
            "--body",
            metavar="council|committee|administration|other",
            help=choice(_("Who resolved."), ResolutionBody),
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar=_("NAME"), help=_("What this body is called."))
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar=_("YYYY-MM-DD"), help=_("The day on which it was resolved.")),
    ] = None,
    number: Annotated[
        str | None,
        typer.Option("--number", metavar=_("TEXT"), help=_("Its number; left out, it is not known yet.")),
    ] = None,
    words: Annotated[str | None, typer.Option("--text", metavar=_("TEXT"), help=_("Its wording."))] = None,
    result: Annotated[
        str | None, typer.Option("--result", metavar=_("TEXT"), help=_("How the vote went."))
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.concept.edition import Edition  # noqa: PLC0415
    from kic.domain.concept.moves import next_resolution, record_resolution  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    called = ask(session, title, option="--title", question=text("What is it called?"), parse=words_of)
    who = ask_one_of(session, body, ResolutionBody, option="--body", question=text("Who resolved?"))
    day = ask(session, date, option="--date", question=text("On which day?"), parse=partial_of)
    new = id.lower() if id else next_resolution(snapshot, day)
    plan = record_resolution(
        new,
        called,
        who,
        day,
        number=words_of(number, "--number") if number is not None else None,
        body_name=words_of(name, "--name") if name is not None else None,
        words=words_of(words, "--text") if words is not None else None,
        result=words_of(result, "--result") if result is not None else None,
        invented=any(each.invented for each in snapshot.all(Edition)),
    )
    return conclude(
        session,
        plan,
        command="concept resolve",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": new},
        next_step=f"kic concept amend ELEMENT --resolution {new} --title ... --reason ...",
        options=OPTIONS,
    )
