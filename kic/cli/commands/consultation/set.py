"""`kic consultation set`: correct an event, or enter what has become known of it."""

from typing import Annotated

import typer

from kic.cli.asking import one_of
from kic.cli.groups.participation import (
    CONSULTATION_OPTIONS,
    Day,
    Description,
    Form,
    Organiser,
    Participants,
    Place,
    Title,
    Until,
)
from kic.cli.options import DryRun, Format, Yes
from kic.cli.reading import partial_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.domain.participation import Consultation, ConsultationForm
from kic.errors import UsageError

EXAMPLES = """
kic consultation set bt-2021-auftakt --participants 38
kic consultation set bt-2021-auftakt --date 2021-04-14 --place "Volkshochschule"
kic consultation set bt-2021-auftakt --title "Auftaktwerkstatt" --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The consultation."))],
    form: Form = None,
    title: Title = None,
    date: Day = None,
    until: Until = None,
    participants: Participants = None,
    place: Place = None,
    organiser: Organiser = None,
    description: Description = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.applications import body_of  # noqa: PLC0415
    from kic.core.values import Count  # noqa: PLC0415
    from kic.domain.participation.moves import correct_consultation  # noqa: PLC0415

    session: Session = context.obj
    consultation = session.repository.find(Consultation, id)
    values = {
        "title": title,
        "form": one_of(session, form, ConsultationForm, "--form") if form is not None else None,
        "date": partial_of(date, "--date") if date is not None else None,
        "until": partial_of(until, "--until") if until is not None else None,
        "place": place,
        "organiser": body_of(session, organiser, "--organiser") if organiser is not None else None,
        "participants": Count(participants) if participants is not None else None,
        "description": description,
    }
    if all(value is None for value in values.values()):
        raise UsageError(
            "Nothing was given to change.",
            help="For example: {example}",
            example=f"kic consultation set {consultation.id} --participants 38",
        )
    return conclude(
        session,
        correct_consultation(session.repository.snapshot, consultation, values),
        command="consultation set",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": consultation.id},
        next_step=f"kic show {consultation.id}",
        options=CONSULTATION_OPTIONS,
    )
