"""`kic contribution add`: one contribution, as it was said or written."""

import datetime
from typing import Annotated

import typer

from kic.cli.asking import ask, ask_one_of
from kic.cli.groups.participation import (
    Body,
    EditionId,
    From,
    Name,
    PersonId,
    contributor_of,
    edition_id,
    element_of,
)
from kic.cli.options import DryRun, Format, Yes, day_of, words_of
from kic.cli.reading import ask_optional
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.concept.edition import Edition
from kic.domain.participation import Consultation, Contributor, ContributorKind

EXAMPLES = """
kic contribution add --body v-radio --element he-15 --proposal "Auch Sendungen in einfacher Sprache."
kic contribution add --person p-0091 --element t2 --proposal "Abends mehr Kurse." --consultation bt-2026-auftakt
kic contribution add --from council_group --name "Fraktion A" --element he-07 --proposal "Frist nennen." --named
"""

OPTIONS = {
    "contributor": "--from",
    "body": "--body",
    "name": "--name",
    "person": "--person",
    "element": "--element",
    "proposal": "--proposal",
    "wording": "--wording",
    "reason": "--reason",
    "received": "--received",
    "consultation": "--consultation",
    "edition": "--edition",
    "named": "--named",
}
"""Which option fills which field."""


def command(  # as many options as a contribution has fields
    context: typer.Context,
    proposal: Annotated[
        str | None, typer.Option("--proposal", metavar=_("TEXT"), help=_("What is proposed."))
    ] = None,
    element: Annotated[
        str | None,
        typer.Option(
            "--element",
            metavar="ID",
            help=_("The theme, goal or recommendation that it is about; without it, the whole."),
        ),
    ] = None,
    contributor: From = None,
    body: Body = None,
    name: Name = None,
    person: PersonId = None,
    consultation: Annotated[
        str | None, typer.Option("--consultation", metavar="ID", help=_("The event at which it was made."))
    ] = None,
    received: Annotated[
        str | None,
        typer.Option(
            "--received",
            metavar=_("YYYY-MM-DD"),
            help=_("The day it came in; else that of the event, else today."),
        ),
    ] = None,
    place: Annotated[
        str | None,
        typer.Option("--place", metavar=_("TEXT"), help=_("Where in the text, as its author says.")),
    ] = None,
    wording: Annotated[
        str | None, typer.Option("--wording", metavar=_("TEXT"), help=_("The text that is to stand there."))
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar=_("TEXT"), help=_("Why, as its author says."))
    ] = None,
    named: Annotated[
        bool, typer.Option("--named", help=_("The organisation agreed to be named in what is published."))
    ] = False,
    edition: EditionId = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.participation.moves import next_contribution, plain_contributor, receive  # noqa: PLC0415

    session: Session = context.obj
    event = session.repository.find(Consultation, consultation) if consultation is not None else None
    serves = event.edition if event is not None and edition is None else edition_id(session, edition)
    said = ask(session, proposal, option="--proposal", question=text("What is proposed?"), parse=words_of)
    who = contributor_of(session, contributor, body, name, person) or _asked(session)
    about = ask_optional(
        session,
        element,
        option="--element",
        question=text("Which theme, goal or recommendation is it about?"),
        parse=lambda spelling, option: element_of(session, spelling, option, serves),
        nothing=text("the whole"),
    )
    came = day_of(received, "--received") if received is not None else _day(event, session.today)
    id_ = next_contribution(session.repository.snapshot, came.year)
    values = {
        "invented": session.repository.find(Edition, serves).invented,
        "edition": serves,
        "received": came,
        "contributor": plain_contributor(who),
        "consultation": event.id if event is not None else None,
        "element": about,
        "place": place,
        "proposal": said,
        "wording": wording,
        "reason": reason,
        "named": named,
    }
    return conclude(
        session,
        receive(id_, values),
        command="contribution add",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": id_},
        next_step=f"kic contribution answer {id_} taken_over",
        options=OPTIONS,
    )


def _day(event: Consultation | None, today: datetime.date) -> datetime.date:
    """The last day of the event, where it is known and has come; else today."""
    if event is not None:
        last = event.until or event.date
        if last.complete and last.latest <= today:
            return last.latest
    return today


def _asked(session: Session) -> Contributor:
    kind = ask_one_of(session, None, ContributorKind, option="--from", question=text("Who contributed?"))
    if kind is ContributorKind.PERSON:
        who = ask(
            session,
            None,
            option="--person",
            question=text("Under which pseudonym, such as p-0007?"),
            parse=lambda spelling, _option: contributor_of(session, kind.value, None, None, spelling),
        )
    else:
        who = ask(
            session,
            None,
            option="--name",
            question=text("What is the organisation or group called?"),
            parse=lambda spelling, _option: _named(session, kind, spelling),
        )
    assert who is not None
    return who


def _named(session: Session, kind: ContributorKind, spelling: str) -> Contributor | None:
    """The record of this name where there is one, else the name."""
    from kic.errors import UsageError  # noqa: PLC0415

    try:
        return contributor_of(session, kind.value, spelling, None, None)
    except UsageError:
        return contributor_of(session, kind.value, None, words_of(spelling, "--name"), None)
