"""`kic meeting item`: an item for the agenda, or other words for one that stands on it."""

from typing import Annotated

import typer

from kic.cli.asking import ask
from kic.cli.groups.meetings import MeetingId, Title, item_of
from kic.cli.options import DryRun, Format, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.meetings import Meeting
from kic.errors import UsageError

EXAMPLES = """
kic meeting item 2026-12-03 --title "Verschiedenes"
kic meeting item 2026-12-03 --title "Antrag 2" --about 2026-1-002 --nonpublic --proposal "Der Antrag wird gefördert."
kic meeting item 2026-12-03 --title "Stand zu he-07" --about he-07 --dry-run
kic meeting item 2026-12-03 --number 2 --proposal "Der Antrag wird mit 4.000,00 Euro gefördert."
kic meeting item 2026-12-03 --each-of 2026-1 --nonpublic --dry-run
"""


def command(
    context: typer.Context,
    meeting: MeetingId,
    title: Title = None,
    about: Annotated[
        list[str] | None,
        typer.Option("--about", metavar="ID", help=_("A record that it deals with; may be repeated.")),
    ] = None,
    each_of: Annotated[
        str | None,
        typer.Option(
            "--each-of",
            metavar=_("CALL"),
            help=_(
                "An item for each application of this call that takes part and is not on this agenda yet."
            ),
        ),
    ] = None,
    proposal: Annotated[
        str | None, typer.Option("--proposal", metavar=_("TEXT"), help=_("What is put to the vote."))
    ] = None,
    number: Annotated[
        str | None,
        typer.Option(
            "--number",
            metavar=_("N"),
            help=_("Give this item of the agenda another title, matter or proposal, instead of a new one."),
        ),
    ] = None,
    nonpublic: Annotated[
        bool | None, typer.Option("--nonpublic/--public", help=_("Dealt with in the non-public part."))
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.meetings.moves import add_item, add_items, reword  # noqa: PLC0415

    session: Session = context.obj
    repository = session.repository
    found = repository.find(Meeting, meeting)
    matters = [
        repository.known(each) for spelling in about or () for each in spelling.replace(",", " ").split()
    ]
    put = words_of(proposal, "--proposal") if proposal is not None else None
    if number is not None:
        if each_of is not None:
            raise UsageError("{one} and {other} exclude each other.", one="--number", other="--each-of")
        if title is None and put is None and not matters and nonpublic is None:
            raise UsageError("This needs an answer: {option} is missing.", option="--proposal")
        return conclude(
            session,
            reword(
                repository.snapshot,
                found,
                item_of(found, number),
                title=None if title is None else words_of(title, "--title"),
                about=list(dict.fromkeys(matters)) or None,
                proposal=put,
                public=None if nonpublic is None else not nonpublic,
            ),
            command="meeting item",
            yes=yes,
            dry_run=dry_run,
            output=output,
            data={"id": found.id},
            next_step=f"kic meeting show {found.id}",
        )
    if each_of is not None:
        if matters or title is not None:
            raise UsageError("--each-of makes the titles itself; --title and --about do not go with it.")
        return conclude(
            session,
            add_items(
                repository.snapshot, found, _each(session, found, each_of), proposal=put, public=not nonpublic
            ),
            command="meeting item",
            yes=yes,
            dry_run=dry_run,
            output=output,
            data={"id": found.id},
            next_step=f"kic meeting show {found.id}",
        )
    named = ask(session, title, option="--title", question=text("What is the item about?"), parse=words_of)
    return conclude(
        session,
        add_item(
            repository.snapshot,
            found,
            title=named,
            about=list(dict.fromkeys(matters)),
            proposal=put,
            public=not nonpublic,
        ),
        command="meeting item",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": found.id},
        next_step=f"kic meeting show {found.id}",
    )


def _each(session: Session, meeting: Meeting, spelling: str) -> list[tuple[str, list[str]]]:
    """A title and a matter for each application that takes part, in the order of their numbers."""
    from kic.domain.applications import Application  # noqa: PLC0415
    from kic.domain.calls import Call  # noqa: PLC0415

    call = session.repository.find(Call, spelling)
    there = {matter for item in meeting.items for matter in item.about}
    wanted = [
        each
        for each in session.repository.snapshot.all(Application)
        if each.call == call.id and not each.ineligible and each.id not in there
    ]
    return [
        (
            session.language.say(text("Application {id}: {title}", id=each.number, title=each.title)),
            [each.id],
        )
        for each in sorted(wanted, key=lambda application: application.number)
    ]
