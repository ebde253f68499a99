"""`kic notice issue`: a role that may signs notices, and so issues them."""

from typing import Annotated

import typer

from kic.cli.groups.notices import Targets
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic notice issue 2026-1
kic notice issue 2026-1-006 2026-1-009 --role r-leitung
kic notice issue 2026-1 --on 04.12.2026 --dry-run
kic notice issue 2026-1 --post --dry-run
"""


def command(
    context: typer.Context,
    id: Targets,
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="ID", help=_("The role that signs; else the only one that may.")),
    ] = None,
    post: Annotated[
        bool, typer.Option("--post", help=_("They leave the house on the same day, as plain letters."))
    ] = False,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.groups.notices import notices_meant, step_taken  # noqa: PLC0415
    from kic.cli.groups.roles import role_of  # noqa: PLC0415
    from kic.domain.notices import Channel, NoticeEvent, NoticeStep  # noqa: PLC0415
    from kic.domain.settings import Duty  # noqa: PLC0415

    session: Session = context.obj
    meant = notices_meant(session, id, NoticeEvent.ISSUED)
    signs = role_of(session, role, Duty.SIGN)
    day = on or session.today
    posted = (NoticeStep(date=day, event=NoticeEvent.POSTED, channel=Channel.LETTER),) if post else ()
    return step_taken(
        session,
        meant,
        NoticeStep(date=day, event=NoticeEvent.ISSUED, role=signs, note=note),
        *posted,
        command="notice issue",
        yes=yes,
        dry_run=dry_run,
        output=output,
        next_step=f"kic notice list {meant[0].call}" if post else f"kic notice post {' '.join(id).lower()}",
        dated=post,
    )
