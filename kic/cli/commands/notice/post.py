"""`kic notice post`: notices leave the house; from this day delivery is counted."""

from typing import Annotated

import typer

from kic.cli.groups.notices import Targets
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic notice post 2026-1
kic notice post 2026-1-006 --by registered --on 04.12.2026
kic notice post 2026-1 --dry-run
"""


def command(
    context: typer.Context,
    id: Targets,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            metavar=_("CHANNEL"),
            help=_("letter (the rule), registered, formal_service, handed_over or electronic."),
        ),
    ] = None,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.asking import one_of  # noqa: PLC0415
    from kic.cli.groups.notices import notices_meant, step_taken  # noqa: PLC0415
    from kic.domain.notices import Channel, NoticeEvent, NoticeStep  # noqa: PLC0415

    session: Session = context.obj
    channel = Channel.LETTER if by is None else one_of(session, by, Channel, "--by")
    meant = notices_meant(session, id, NoticeEvent.POSTED)
    return step_taken(
        session,
        meant,
        NoticeStep(date=on or session.today, event=NoticeEvent.POSTED, channel=channel, note=note),
        command="notice post",
        yes=yes,
        dry_run=dry_run,
        output=output,
        next_step=f"kic notice list {meant[0].call}",
    )
