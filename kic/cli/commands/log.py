"""`kic log`: what kic has written here."""

import typer

from kic.cli.options import Format
from kic.cli.session import Session

EXAMPLES = """
kic log
kic log --format json
kic --lang en log
"""


def command(
    context: typer.Context,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    operations = session.repository.operations()
    if output == "json":
        session.json(
            "log",
            [
                {"number": o.number, "time": o.time, "title": o.title, "paths": o.paths, "undoes": o.undoes}
                for o in operations
            ],
        )
    else:
        from kic.cli.looking import show_log  # noqa: PLC0415

        session.out(show_log(session, operations))
        session.next_step("kic undo --dry-run" if operations else "kic overview")
    return 0
