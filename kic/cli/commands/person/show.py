"""`kic person show`: somebody's entry in the private overlay."""

import typer

from kic.cli.groups.persons import PersonId, lines_of, warn_if_logged
from kic.cli.options import Format
from kic.cli.session import Session
from kic.errors import Unavailable, UsageError

EXAMPLES = """
kic person show p-0007
kic person show p-0007 --format json
kic --lang en person show p-0007
"""


def command(context: typer.Context, id: PersonId, output: Format = "text") -> int:
    session: Session = context.obj
    from kic.repository.overlay import overlay_of  # noqa: PLC0415
    from kic.repository.persons import refuse_broken  # noqa: PLC0415

    overlay = overlay_of(session.repository.root)
    if overlay is None:
        raise Unavailable(
            "There is no private overlay here.",
            help="kic person add begins one; KIC_PRIVATE names one elsewhere.",
        )
    refuse_broken(overlay, id.lower())
    entry = overlay.named(id.lower())
    if entry is None:
        raise UsageError("{id} has no entry yet.", help="kic person add {id} makes one.", id=id.lower())
    warn_if_logged(session)
    if output == "json":
        session.json("person show", entry)
    else:
        session.out("\n".join(lines_of(session, entry)))
        session.next_step(f"kic person set {entry.id}")
    return 0
