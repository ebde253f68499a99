"""`kic call open`: applications may come in; what the announcement still lacks is asked for."""

import typer

from kic.cli.groups.calls import OPTIONS, Announced, CallId, Closes, Gazette, Opens, Place, facts_of
from kic.cli.options import DryRun, Format, Yes, day_of, words_of
from kic.cli.session import Session
from kic.core.text import text
from kic.domain.calls import Call, CallState

EXAMPLES = """
kic call open 2027-1 --announced 20.11.2026 --place Amtsblatt --opens 20.11.2026 --closes "15.01.2027, 23:59"
kic call open 2027-1 --announced 2026-11-20 --place Amtsblatt --opens 2026-11-20 --closes 2027-01-15T23:59 --dry-run
kic call open 2027-1 --announced 20.11.2026 --place Amtsblatt --opens 23.11.2026 --closes 2027-01-15T12:00 --dry-run
"""


def command(
    context: typer.Context,
    id: CallId,
    announced: Announced = None,
    place: Place = None,
    gazette: Gazette = None,
    opens: Opens = None,
    closes: Closes = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.reading import moment_of  # noqa: PLC0415
    from kic.domain.calls.moves import set_state  # noqa: PLC0415

    call = session.repository.find(Call, id)
    held = call.announcement
    if session.can_ask and call.state is CallState.DRAFT:
        if announced is None and (held is None or held.date is None):
            day = ask(
                session,
                None,
                option="--announced",
                question=text("Made public on:"),
                parse=day_of,
                default=session.today,
            )
            announced = day.isoformat()
        if place is None and (held is None or held.place is None):
            place = ask(session, None, option="--place", question=text("Made public where:"), parse=words_of)
        if opens is None and call.opens is None:
            first = facts_of(session, announced=announced).announced
            shown = held.date if first is None and held is not None else first
            opens = ask(
                session,
                None,
                option="--opens",
                question=text("First day to apply:"),
                parse=day_of,
                default=shown.earliest if shown else session.today,
            ).isoformat()
        if closes is None and call.closes is None:
            closes = str(
                ask(
                    session,
                    None,
                    option="--closes",
                    question=text("Deadline, day and time:"),
                    parse=moment_of,
                )
            )
    facts = facts_of(session, announced=announced, place=place, gazette=gazette, opens=opens, closes=closes)
    return conclude(
        session,
        set_state(session.repository.snapshot, call, CallState.OPEN, facts),
        command="call open",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": call.id},
        next_step=f"kic application add {call.id}",
        options=OPTIONS,
    )
