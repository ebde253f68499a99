"""`kic notice remind`: a grantee is reminded of a report."""

from typing import Annotated

import typer

from kic.cli.groups.notices import OneNotice
from kic.cli.options import DryRun, Format, Note, On, Yes
from kic.cli.session import Session
from kic.cli.words import _

EXAMPLES = """
kic notice remind 2025-2-003 proof_of_use
kic notice remind 2025-2-003 proof_of_use --on 20.11.2026 --note "Dritte Erinnerung" --dry-run
kic notice remind 2025-2-003-n1 final --dry-run --format json
"""


def command(
    context: typer.Context,
    id: OneNotice,
    report: Annotated[str, typer.Argument(metavar=_("REPORT"), help=_("interim, final or proof_of_use."))],
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.asking import one_of  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.notices import award_notice  # noqa: PLC0415
    from kic.domain.calls import ReportKind  # noqa: PLC0415
    from kic.domain.notices import ReportEvent, ReportStep  # noqa: PLC0415
    from kic.domain.notices.moves import take_report_step  # noqa: PLC0415

    session: Session = context.obj
    notice = award_notice(session, id)
    step = ReportStep(
        date=on or session.today,
        report=one_of(session, report, ReportKind, _("REPORT")),
        event=ReportEvent.REMINDED,
        reason=note,
    )
    return conclude(
        session,
        take_report_step(session.repository.snapshot, notice, step),
        command="notice remind",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": notice.id},
        next_step=f"kic notice list {notice.application}",
        options={"date": "--on", "reason": "--note"},
    )
