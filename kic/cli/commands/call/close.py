"""`kic call close`: the deadline has passed."""

import typer

from kic.cli.groups.calls import CallId
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.domain.calls import Call, CallState

EXAMPLES = """
kic call close 2026-1
kic call close 2026-1 --dry-run
kic call close 2026-1 --dry-run --format json
"""


def command(
    context: typer.Context,
    id: CallId,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.calls.moves import set_state  # noqa: PLC0415

    call = session.repository.find(Call, id)
    return conclude(
        session,
        set_state(session.repository.snapshot, call, CallState.CLOSED),
        command="call close",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": call.id},
        next_step=f"kic list application --where call={call.id}",
    )
