"""`kic doctor`: the surroundings, each setting with its origin."""

import typer

from kic.cli.options import Format
from kic.cli.session import Session

EXAMPLES = """
kic doctor
kic doctor --format json
kic --lang en doctor
"""


def command(
    context: typer.Context,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.looking import show_symptoms  # noqa: PLC0415
    from kic.repository.doctor import examine  # noqa: PLC0415

    symptoms = examine(session.root_or_none, session.today)
    if output == "json":
        session.json("doctor", symptoms)
    else:
        session.out(show_symptoms(session, symptoms))
        if session.root_or_none is not None:
            session.next_step("kic check")
    return 0
