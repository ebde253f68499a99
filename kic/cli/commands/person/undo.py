"""`kic person undo`: take back the last change of the private overlay."""

import typer

from kic.cli.options import DryRun, Yes
from kic.cli.session import Session
from kic.core.text import text
from kic.errors import Refused

EXAMPLES = """
kic person undo
kic person undo --dry-run
kic --lang en person undo --dry-run
"""


def command(context: typer.Context, yes: Yes = False, dry_run: DryRun = False) -> int:
    session: Session = context.obj
    from kic.repository.persons import opened  # noqa: PLC0415
    from kic.store.writing.oplog import undoable  # noqa: PLC0415

    writer = opened(session.repository).writer
    operation = undoable(writer.log())
    if operation is None:
        raise Refused("There is nothing to take back in the private overlay.")
    session.talk(text("The last change of the private overlay: {title}", title=operation.title))
    if dry_run:
        return 0
    session.confirm(text("Take it back?"), yes=yes)
    title = session.language.say(text("Operation {number} taken back", number=operation.number))
    writer.undo(title, time=session.now, number=operation.number)
    session.talk(text("It is taken back."))
    session.next_step("kic person list")
    return 0
