"""`kic notice register`: the aid was entered in the central register of de-minimis aid."""

from typing import Annotated

import typer

from kic.cli.groups.notices import OneNotice
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic notice register 2026-1-006 --number DM-2026-00417 --on 14.12.2026
kic notice register 2026-1-006-n1 --on 14.12.2026 --note "Eintragung durch die Kämmerei"
kic notice register 2026-1-006 --on 14.12.2026 --dry-run
"""


def command(
    context: typer.Context,
    id: OneNotice,
    number: Annotated[
        str | None, typer.Option("--number", metavar=_("TEXT"), help=_("The number of the entry there."))
    ] = None,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.notices import award_notice  # noqa: PLC0415
    from kic.domain.notices import RegisterEntry  # noqa: PLC0415
    from kic.domain.notices.moves import enter_in_register  # noqa: PLC0415

    session: Session = context.obj
    notice = award_notice(session, id)
    entered = RegisterEntry(date=on or session.today, number=number, note=note)
    return conclude(
        session,
        enter_in_register(session.repository.snapshot, notice, entered),
        command="notice register",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": notice.id, "date": entered.date.isoformat()},
        next_step=f"kic notice list {notice.application}",
        options={"date": "--on", "number": "--number"},
    )
