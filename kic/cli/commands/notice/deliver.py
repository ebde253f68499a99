"""`kic notice deliver`: notices arrived on a proved day."""

import typer

from kic.cli.groups.notices import Targets
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session

EXAMPLES = """
kic notice deliver 2026-1-006 --on 07.12.2026 --note "Rückschein liegt vor"
kic notice deliver 2026-1-006-n1 2026-1-009-n1 --on 07.12.2026 --dry-run
kic notice deliver 2026-1-006 --on 07.12.2026 --dry-run --format json
"""


def command(
    context: typer.Context,
    id: Targets,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.groups.notices import notices_meant, step_taken  # noqa: PLC0415
    from kic.domain.notices import NoticeEvent, NoticeStep  # noqa: PLC0415

    session: Session = context.obj
    meant = notices_meant(session, id, NoticeEvent.DELIVERED)
    return step_taken(
        session,
        meant,
        NoticeStep(date=on or session.today, event=NoticeEvent.DELIVERED, note=note),
        command="notice deliver",
        yes=yes,
        dry_run=dry_run,
        output=output,
        next_step=f"kic notice list {meant[0].application}",
    )
