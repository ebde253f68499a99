"""`kic score matrix`: what the seats say of the applications, as far as the call's stage allows."""

import typer

from kic.cli.groups.calls import CallId
from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.domain.calls import Call

EXAMPLES = """
kic score matrix 2026-1
kic score matrix 2025-1
kic score matrix 2026-1 --format json
"""


def command(
    context: typer.Context,
    call: CallId,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of)
    from kic.cli.groups.scores import show_matrix  # noqa: PLC0415
    from kic.documents.matrix import matrix  # noqa: PLC0415

    record = session.repository.find(Call, call)
    found = matrix(session.repository.snapshot, record)
    if output == "json":
        session.json("score matrix", found)
        return 0
    session.out(show_matrix(session, found))
    if found.applications is not None:
        session.next_step(f"kic score discuss {record.id}")
    return 0
