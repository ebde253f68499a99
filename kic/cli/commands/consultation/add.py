"""`kic consultation add`: an event of the process, held or still to come."""

from typing import Annotated

import typer

from kic.cli.asking import ask, ask_one_of
from kic.cli.groups.participation import (
    CONSULTATION_OPTIONS,
    Day,
    Description,
    EditionId,
    Form,
    Organiser,
    Participants,
    Place,
    Title,
    Until,
    edition_id,
)
from kic.cli.options import DryRun, Format, Yes, words_of
from kic.cli.reading import partial_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.concept.edition import Edition
from kic.domain.participation import ConsultationForm

EXAMPLES = """
kic consultation add --form workshop --date 14.11.2026 --title "Werkstatt Sprache" --participants 42
kic consultation add bt-umfrage --form survey --date 2026-10 --until 2026-11 --title "Umfrage in den Stadtteilen"
kic consultation add --form hearing --date 12.01.2027 --title "Anhörung der Verbände" --place Rathaus --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[
        str | None, typer.Argument(metavar="ID", help=_("Its id; without it, the next of its year."))
    ] = None,
    form: Form = None,
    title: Title = None,
    date: Day = None,
    until: Until = None,
    participants: Participants = None,
    place: Place = None,
    organiser: Organiser = None,
    description: Description = None,
    edition: EditionId = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.applications import body_of  # noqa: PLC0415
    from kic.core.values import Count  # noqa: PLC0415
    from kic.domain.participation.moves import hold, next_consultation  # noqa: PLC0415

    session: Session = context.obj
    serves = edition_id(session, edition)
    kind = ask_one_of(
        session, form, ConsultationForm, option="--form", question=text("What sort of event is it?")
    )
    day = ask(session, date, option="--date", question=text("On which day?"), parse=partial_of)
    called = ask(session, title, option="--title", question=text("What is it called?"), parse=words_of)
    named = id.lower() if id else next_consultation(session.repository.snapshot, day.year)
    values = {
        "invented": session.repository.find(Edition, serves).invented,
        "edition": serves,
        "title": called,
        "form": kind,
        "date": day,
        "until": partial_of(until, "--until") if until is not None else None,
        "place": place,
        "organiser": body_of(session, organiser, "--organiser") if organiser is not None else None,
        "participants": Count(participants) if participants is not None else None,
        "description": description,
    }
    return conclude(
        session,
        hold(named, values),
        command="consultation add",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": named},
        next_step=f"kic contribution import {_('FILE')} --consultation {named}",
        options=CONSULTATION_OPTIONS,
    )
