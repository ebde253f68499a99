"""`kic notice drop`: a draft that is not wanted any more goes."""

import typer

from kic.cli.groups.notices import OneNotice
from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session

EXAMPLES = """
kic notice drop 2026-1-006
kic notice drop 2026-1-006-n1 --dry-run
kic notice drop 2026-1-008 --dry-run --format json
"""


def command(
    context: typer.Context,
    id: OneNotice,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.notices import notice_meant  # noqa: PLC0415
    from kic.domain.notices import NoticeEvent  # noqa: PLC0415
    from kic.domain.notices.moves import drop  # noqa: PLC0415
    from kic.errors import Refused  # noqa: PLC0415

    session: Session = context.obj
    notice = notice_meant(session, id, lambda each: not each.has(NoticeEvent.ISSUED))
    if notice.has(NoticeEvent.ISSUED):
        raise Refused(
            "{id} was issued, and stays.",
            help="What is wrong in it is changed by kic notice amend.",
            id=notice.id,
        )
    return conclude(
        session,
        drop(session.repository.snapshot, notice),
        command="notice drop",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": notice.id},
        next_step=f"kic notice list {notice.call}",
    )
