"""`kic notice return`: a letter came back: it is not delivered, and has to be posted again."""

import typer

from kic.cli.groups.notices import Targets
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session

EXAMPLES = """
kic notice return 2026-1-006 --note "Empfänger unbekannt verzogen"
kic notice return 2026-1-006-n1 --on 10.12.2026
kic notice return 2026-1-006 --dry-run
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
    meant = notices_meant(session, id, NoticeEvent.RETURNED)
    return step_taken(
        session,
        meant,
        NoticeStep(date=on or session.today, event=NoticeEvent.RETURNED, note=note),
        command="notice return",
        yes=yes,
        dry_run=dry_run,
        output=output,
        next_step=f"kic notice post {meant[0].id}",
    )
