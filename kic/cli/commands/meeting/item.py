"""`kic meeting item`: an item for the agenda."""

from typing import Annotated

import typer

from kic.cli.asking import ask
from kic.cli.options import DryRun, Format, Yes, words_of
from kic.cli.session import Session
from kic.cli.sitting import MeetingId, Title
from kic.cli.words import _
from kic.core.text import text
from kic.domain.meetings import Meeting

EXAMPLES = """
kic meeting item 2026-12-03 --title "Verschiedenes"
kic meeting item 2026-12-03 --title "Antrag 2" --about 2026-1-002 --nonpublic --proposal "Der Antrag wird gefördert."
kic meeting item 2026-12-03 --title "Stand zu he-07" --about he-07 --dry-run
"""


def command(
    context: typer.Context,
    meeting: MeetingId,
    title: Title = None,
    about: Annotated[
        list[str] | None,
        typer.Option("--about", metavar="ID", help=_("A record that it deals with; may be repeated.")),
    ] = None,
    proposal: Annotated[
        str | None, typer.Option("--proposal", metavar=_("TEXT"), help=_("What is put to the vote."))
    ] = None,
    nonpublic: Annotated[
        bool, typer.Option("--nonpublic", help=_("Dealt with in the non-public part."))
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.meetings.moves import add_item  # noqa: PLC0415

    session: Session = context.obj
    repository = session.repository
    found = repository.find(Meeting, meeting)
    matters = [
        repository.known(each) for spelling in about or () for each in spelling.replace(",", " ").split()
    ]
    named = ask(session, title, option="--title", question=text("What is the item about?"), parse=words_of)
    return conclude(
        session,
        add_item(
            repository.snapshot,
            found,
            title=named,
            about=list(dict.fromkeys(matters)),
            proposal=words_of(proposal, "--proposal") if proposal is not None else None,
            public=not nonpublic,
        ),
        command="meeting item",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": found.id},
        next_step=f"kic meeting show {found.id}",
    )
