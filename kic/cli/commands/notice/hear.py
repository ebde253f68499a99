"""`kic notice hear`: the recipient is heard before something is taken away (§ 28 VwVfG), or answers."""

import datetime
from typing import Annotated

import typer

from kic.cli.groups.notices import Targets
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic notice hear 2025-2-003 --due 11.12.2026
kic notice hear 2025-2-003 --due 2026-12-11 --note "Zum Widerruf und zur Erstattung" --dry-run
kic notice hear 2025-2-003-n2 --dry-run --due 18.12.2026 --format json
"""

USUAL = datetime.timedelta(days=14)


def command(
    context: typer.Context,
    id: Targets,
    due: Annotated[
        str | None,
        typer.Option("--due", metavar=_("YYYY-MM-DD"), help=_("The last day on which it can be answered.")),
    ] = None,
    answered: Annotated[bool, typer.Option("--answered", help=_("The answer has come."))] = False,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.cli.groups.notices import notices_meant, step_taken  # noqa: PLC0415
    from kic.cli.options import day_of  # noqa: PLC0415
    from kic.core.text import text  # noqa: PLC0415
    from kic.domain.notices import NoticeEvent, NoticeStep  # noqa: PLC0415

    session: Session = context.obj
    day = on or session.today
    meant = notices_meant(session, id, NoticeEvent.ISSUED)
    if answered:
        step = NoticeStep(date=day, event=NoticeEvent.HEARING_ANSWERED, note=note)
    else:
        until = ask(
            session,
            due,
            option="--due",
            question=text("It can be answered until:"),
            parse=day_of,
            default=day + USUAL,
        )
        step = NoticeStep(date=day, event=NoticeEvent.HEARING_SENT, due=until, note=note)
    return step_taken(
        session,
        meant,
        step,
        command="notice hear",
        yes=yes,
        dry_run=dry_run,
        output=output,
        next_step=f"kic notice issue {' '.join(id).lower()}"
        if answered
        else f"kic notice hear {' '.join(id).lower()} --answered",
        dated=False,
    )
