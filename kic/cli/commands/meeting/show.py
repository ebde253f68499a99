"""`kic meeting show`: a meeting with, item by item, who has to leave and whether a quorum stands."""

import typer

from kic.cli.groups.meetings import MeetingId, next_item, show_sitting
from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.domain.meetings import Meeting, MeetingState

EXAMPLES = """
kic meeting show 2026-12-03
kic meeting show 2026-11-12
kic meeting show 2026-12-03 --format json
"""


def command(context: typer.Context, meeting: MeetingId, as_of: AsOf = None, output: Format = "text") -> int:
    from kic.documents.sitting import sitting  # noqa: PLC0415

    session: Session = context.obj
    session.look_on(as_of)
    found = session.repository.find(Meeting, meeting)
    seen = sitting(session.repository.snapshot, found)
    if output == "json":
        session.json("meeting show", seen)
        return 0
    session.out(show_sitting(session, seen))
    if found.state is MeetingState.PLANNED:
        session.next_step(f"kic meeting invite {found.id}")
    elif found.state is MeetingState.INVITED:
        session.next_step(
            next_item(found) if found.present else f"kic meeting attend {found.id} --all-but ..."
        )
    elif found.state is MeetingState.HELD and found.minutes is None:
        session.next_step(f"kic meeting minutes {found.id} --written ...")
    return 0
