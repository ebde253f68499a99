"""`kic notice objection`: the way of an objection: remedied, handed over, heard, decided, sued, judged, withdrawn."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import AsOf, DryRun, Format, Note, On, Yes, amount_of, day_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.domain.notices import Objection

EXAMPLES = """
kic notice objection 2024-1-004-o1
kic notice objection 2024-1-004-o1 --claim 11.800,00 --dry-run
kic notice objection 2024-1-004-o1 sued --on 30.12.2024 --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[
        str, typer.Argument(metavar="ID", help=_("The objection; or the application it is about."))
    ],
    event: Annotated[
        str | None,
        typer.Argument(
            metavar=_("EVENT"),
            help=_(
                "remedied, partly_remedied, handed_over, heard, decided, sued, judged or withdrawn; "
                "without it, it is shown."
            ),
        ),
    ] = None,
    outcome: Annotated[
        str | None,
        typer.Option(
            "--outcome", metavar=_("OUTCOME"), help=_("upheld, partly_upheld, rejected or inadmissible.")
        ),
    ] = None,
    delivered: Annotated[
        str | None,
        typer.Option(
            "--delivered",
            metavar=_("YYYY-MM-DD"),
            help=_("When the decision reached the one who objected: the month for a lawsuit begins."),
        ),
    ] = None,
    claim: Annotated[
        str | None, typer.Option("--claim", metavar=_("AMOUNT"), help=_("Another sum that it may need."))
    ] = None,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    from kic.cli.asking import ask_one_of, one_of  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.notices import (  # noqa: PLC0415
        Objection,
        ObjectionEvent,
        ObjectionOutcome,
        ObjectionStep,
    )
    from kic.domain.notices.moves import claim_more, take_objection_step  # noqa: PLC0415

    session: Session = context.obj
    session.look_on(as_of)
    snapshot = session.repository.snapshot
    known = session.repository.known(id)
    if snapshot.kind_of(known) == "application":
        some = [each.id for each in snapshot.all(Objection) if each.application == known]
        if len(some) != 1:
            raise UsageError(
                "{id} has several objections: {ids}." if some else "There is no objection on {id}.",
                id=known,
                ids=tuple(some),
            )
        known = some[0]
    objection = session.repository.find(Objection, known)
    if event is None and claim is None:
        return _show(session, objection, output)
    if event is not None:
        happened = one_of(session, event, ObjectionEvent, _("EVENT"))
        how = None
        if outcome is not None or happened in (ObjectionEvent.DECIDED, ObjectionEvent.JUDGED):
            how = ask_one_of(
                session, outcome, ObjectionOutcome, option="--outcome", question=text("How was it decided?")
            )
        step = ObjectionStep(
            date=on or session.today,
            event=happened,
            outcome=how,
            delivered=None if delivered is None else day_of(delivered, "--delivered"),
            note=note,
        )
        plan = take_objection_step(snapshot, objection, step)
    else:
        assert claim is not None
        plan = claim_more(snapshot, objection, amount_of(claim, "--claim"))
    return conclude(
        session,
        plan,
        command="notice objection",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": objection.id},
        next_step=f"kic notice objection {objection.id}",
        options={"date": "--on", "outcome": "--outcome", "delivered": "--delivered", "claim": "--claim"},
    )


def _show(session: Session, objection: "Objection", output: str) -> int:
    from kic.domain.notices.standing import contest, in_time  # noqa: PLC0415

    snapshot = session.repository.snapshot
    stands = contest(snapshot, objection)
    late = not in_time(snapshot, objection)
    language = session.language
    if output == "json":
        session.json(
            "notice objection",
            {
                "id": objection.id,
                "against": objection.against,
                "received": objection.received.isoformat(),
                "in_time": not late,
                "restored": objection.restored,
                "claim": str(objection.claim) if objection.claim is not None else None,
                "ended": stands.ended.isoformat() if stands.ended is not None else None,
                "successful": stands.successful,
            },
        )
        return 0
    session.out(
        language.say(
            text(
                "{id} against {notice}, received on {date}, late",
                id=objection.id,
                notice=objection.against,
                date=objection.received,
            )
            if late
            else text(
                "{id} against {notice}, received on {date}, in time",
                id=objection.id,
                notice=objection.against,
                date=objection.received,
            )
        )
    )
    for step in objection.steps:
        words = [language.word(step.event)]
        if step.outcome is not None:
            words.append(language.word(step.outcome))
        session.out(f"  {language.date(step.date)}  {', '.join(words)}")
    session.out(
        language.say(
            text("It is pending.")
            if stands.ended is None
            else text("It no longer holds up the notice from {day} on.", day=stands.ended)
        )
    )
    if session.says_next:
        from kic.cli.changing import step_on  # noqa: PLC0415

        following = step_on(session, snapshot, (objection.id,)) if stands.ended is None else None
        session.next_step(following or f"kic show {objection.against}")
    return 0
