"""`kic call stage`: who may see the marks."""

from typing import Annotated

import typer

from kic.cli.groups.calls import CallId
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.text import text
from kic.domain.calls import Call, Visibility

EXAMPLES = """
kic call stage 2026-1 office
kic call stage 2026-1 committee
kic call stage 2026-1 committee --dry-run
"""


def command(
    context: typer.Context,
    id: CallId,
    stage: Annotated[
        str | None,
        typer.Argument(
            metavar="nobody|office|committee", help=choice(_("Who may see the marks."), Visibility)
        ),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.asking import ask_one_of  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.calls.moves import show_marks  # noqa: PLC0415

    call = session.repository.find(Call, id)
    wanted = ask_one_of(session, stage, Visibility, option=_("STAGE"), question=text("Marks are shown to:"))
    return conclude(
        session,
        show_marks(session.repository.snapshot, call, wanted),
        command="call stage",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": call.id},
        next_step=f"kic show {call.id}",
    )
