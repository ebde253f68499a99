"""`kic overview`: how things stand."""

import typer

from kic.cli.options import AsOf, Format
from kic.cli.session import Session

EXAMPLES = """
kic overview
kic --lang en overview
kic overview --as-of 31.12.2024
kic overview --format json
"""


def command(
    context: typer.Context,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of)
    from kic.documents.overview import overview  # noqa: PLC0415

    found = overview(session.repository.snapshot, session.today)
    if output == "json":
        session.json("overview", found)
    else:
        from kic.cli.looking import show_overview  # noqa: PLC0415

        session.out(show_overview(session, found))
        session.next_step(f"kic status {found.owing[0].id}" if found.owing else "kic check")
    return 0
