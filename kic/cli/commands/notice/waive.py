"""`kic notice waive`: the recipient waives remedies: the notice is final from that day on."""

from typing import Annotated

import typer

from kic.cli.groups.notices import Targets
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic notice waive 2026-1-006 --on 10.12.2026
kic notice waive 2026-1-006 --on 07.12.2026 --arrived 06.12.2026 --note "Erklärung vom 7. Dezember 2026"
kic notice waive 2026-1-006 2026-1-009 --on 10.12.2026 --dry-run
"""


def command(
    context: typer.Context,
    id: Targets,
    arrived: Annotated[
        str | None,
        typer.Option(
            "--arrived",
            metavar=_("YYYY-MM-DD"),
            help=_(
                "When the letter is shown to have arrived, if that was before the day that the law reckons."
            ),
        ),
    ] = None,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.groups.notices import notices_meant, step_taken  # noqa: PLC0415
    from kic.cli.options import day_of  # noqa: PLC0415
    from kic.domain.notices import NoticeEvent, NoticeStep  # noqa: PLC0415

    session: Session = context.obj
    meant = notices_meant(session, id, NoticeEvent.REMEDIES_WAIVED)
    steps = [NoticeStep(date=on or session.today, event=NoticeEvent.REMEDIES_WAIVED, note=note)]
    if arrived is not None:
        steps.insert(0, NoticeStep(date=day_of(arrived, "--arrived"), event=NoticeEvent.DELIVERED))
    return step_taken(
        session,
        meant,
        *steps,
        command="notice waive",
        yes=yes,
        dry_run=dry_run,
        output=output,
        next_step=f"kic notice list {meant[0].application}",
    )
