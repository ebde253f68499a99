"""`kic score enter`: marks from a paper sheet, read aloud."""

from typing import Annotated

import typer

from kic.allocation.problem import Marks, Silence
from kic.cli.options import DryRun, Format, On, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.values import Misread, Number
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.committee import Filling, Seat
from kic.errors import Refused, UsageError

EXAMPLES = """
kic score enter s02 2026-1-003 75 --on 2026-11-19
kic score enter s04 2026-1-007 k26-wirkung=85 k26-beteiligung=90 k26-umsetzung=80 k26-kosten=75 --on 2026-11-19
kic score enter s06 2026-1-009 abstain --dry-run
"""


def command(  # options of one command
    context: typer.Context,
    seat: Annotated[
        str,
        typer.Argument(
            metavar=_("SEAT|CALL"),
            help=_("The seat whose sheet it is; or the call, to type a whole sheet as a table."),
        ),
    ],
    application: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[ID|SEAT]"), help=_("The application that it marks; after a call, the seat.")
        ),
    ] = None,
    marks: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=_("[MARK...]"),
            help=_("One mark, one for each criterion in the call's order or as criterion=mark, or abstain."),
        ),
    ] = None,
    deputy: Annotated[bool, typer.Option("--deputy", help=_("The deputy gave the marks."))] = False,
    one_by_one: Annotated[
        bool, typer.Option("--one-by-one", help=_("Ask for one cell after another, without a table."))
    ] = False,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.scoring.moves import Handed, enter, sheet_of  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    if snapshot.kind_of(seat.strip().casefold()) == "call":
        from kic.cli.marking import marks_from_paper  # noqa: PLC0415

        if marks:
            raise UsageError("After a call comes the seat alone; its marks are typed into the table.")
        call = session.repository.find(Call, seat)
        handed = marks_from_paper(session, call, application, deputy=deputy, on=on, one_by_one=one_by_one)
        if handed is None:
            raise Refused("Nothing was written.")
        about_whom = {"seat": handed.seat, "id": call.id}
        then = f"kic score enter {call.id}"  # the next sheet of the pile
    else:
        if application is None or not marks:
            missing = _("[ID|SEAT]") if application is None else _("[MARK...]")
            raise UsageError(
                "{what} is missing.",
                help="Give a seat, an application and its marks; or a call alone, to type a whole sheet.",
                what=missing.strip("[]"),
            )
        voice = session.repository.find(Seat, seat)
        about = session.repository.find(Application, application)
        call = session.repository.find(Call, about.call)
        read = marks_of(session, call, marks)
        sheet = sheet_of(snapshot, call.id, voice.id)
        received = on or (sheet.received if sheet is not None else session.today)
        filling = Filling.DEPUTY if deputy else sheet.filling if sheet is not None else Filling.MEMBER
        handed = Handed(voice.id, received, filling, {about.id: read})
        about_whom = {"seat": voice.id, "id": about.id}
        then = f"kic score matrix {call.id}"
    return conclude(
        session,
        enter(snapshot, call, (handed,)),
        command="score enter",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data=about_whom,
        next_step=then,
        options={"received": "--on"},
    )


def marks_of(session: Session, call: Call, spellings: list[str]) -> Marks:
    """The marks that were typed; raises UsageError, which does not repeat them: the stage may forbid it."""
    if len(spellings) == 1 and "=" not in spellings[0]:
        word = spellings[0].strip().casefold()
        for silence in Silence:
            if word in (silence.value, session.language.word(silence).casefold()):
                return Marks(silence)
        return Marks(_number(spellings[0], 1))
    criteria = [each.id for each in call.terms.criteria]
    if all("=" in each for each in spellings):
        named = dict(each.casefold().split("=", 1) for each in spellings)
        unknown = tuple(name for name in named if name not in criteria)
        if unknown or len(named) < len(spellings):
            raise UsageError(
                "The marks name criteria that the call {id} does not have, or one twice.",
                help="The criteria are {criteria}.",
                id=call.id,
                criteria=tuple(criteria),
            )
        return Marks({name: _number(mark, place) for place, (name, mark) in enumerate(named.items(), 1)})
    if len(spellings) != len(criteria):
        raise UsageError(
            "{n} marks are given; one mark is needed, or one for each criterion.",
            help="The criteria are {criteria}.",
            n=len(spellings),
            criteria=tuple(criteria),
        )
    return Marks(
        {
            name: _number(mark, place)
            for place, (name, mark) in enumerate(zip(criteria, spellings, strict=True), 1)
        }
    )


def _number(spelling: str, place: int) -> Number:
    from kic.core.spelling import number  # noqa: PLC0415

    try:
        return number(spelling)
    except Misread:
        raise UsageError(
            "Mark {place} cannot be read.",
            help="A mark is a number such as 82, 7.5 or 7,5; without a mark: abstain.",
            place=place,
        ) from None
