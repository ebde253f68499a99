"""`kic meeting plan`: a new meeting."""

from typing import Annotated

import typer

from kic.cli.asking import ask, one_of
from kic.cli.groups.meetings import At, Chair, Day, Title, Where, begin_of, seat_id
from kic.cli.options import DryRun, Format, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.text import text
from kic.domain.meetings import MeetingForm

EXAMPLES = """
kic meeting plan --date 18.01.2027 --at 17:00 --title "Erste Sitzung 2027"
kic meeting plan 2027-01-18 --date 18.01.2027 --at 17:00 --title "Erste Sitzung 2027" --place "Rathaus, Saal 2"
kic meeting plan --date 2027-01-18 --at 17:00 --title "Erste Sitzung 2027" --chair s01 --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[
        str | None, typer.Argument(metavar="ID", help=_("The meeting's id; without it, its day."))
    ] = None,
    date: Day = None,
    at: At = None,
    title: Title = None,
    place: Where = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--form",
            metavar="in_person|hybrid|video|circulation",
            help=choice(_("How it meets."), MeetingForm),
        ),
    ] = None,
    chair: Chair = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.meetings.moves import Draft, plan_meeting  # noqa: PLC0415

    session: Session = context.obj
    how = one_of(session, form, MeetingForm, "--form") if form else MeetingForm.IN_PERSON
    sits = seat_id(session, chair)
    day = ask(session, date, option="--date", question=text("On which day?"), parse=day_of)
    begins = ask(
        session,
        at,
        option="--at",
        question=text("At what time, such as 17:00?"),
        parse=lambda spelling, _option: begin_of(day, spelling),
    )
    named = ask(session, title, option="--title", question=text("What is its title?"), parse=words_of)
    draft = Draft(
        id=id.lower() if id else day.isoformat(),
        title=named,
        starts=begins,
        place=place,
        form=how,
        chair=sits,
    )
    return conclude(
        session,
        plan_meeting(session.repository.snapshot, draft),
        command="meeting plan",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": draft.id},
        next_step=f"kic meeting item {draft.id} --title ...",
    )
