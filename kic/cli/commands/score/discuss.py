"""`kic score discuss`: the applications to talk about before the vote, and why."""

import typer

from kic.cli.groups.calls import CallId
from kic.cli.options import Format
from kic.cli.session import Session
from kic.domain.calls import Call

EXAMPLES = """
kic score discuss 2026-1
kic score discuss 2025-2
kic score discuss 2026-1 --format json
"""


def command(
    context: typer.Context,
    call: CallId,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.groups.scores import show_discussion  # noqa: PLC0415
    from kic.documents.matrix import matrix  # noqa: PLC0415

    record = session.repository.find(Call, call)
    found = matrix(session.repository.snapshot, record)
    if output == "json":
        flagged = (
            None if found.applications is None else [each for each in found.applications if each.discuss]
        )
        session.json(
            "score discuss",
            {"call": found.call, "stage": found.stage, "applications": flagged, "line": found.line},
        )
        return 0
    session.out(show_discussion(session, found))
    session.next_step(f"kic allocate {record.id}")
    return 0
