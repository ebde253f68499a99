"""`kic notice extend`: a grantee gets more time for a report."""

from typing import Annotated

import typer

from kic.cli.groups.notices import OneNotice, Reason
from kic.cli.options import DryRun, Format, On, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text

EXAMPLES = """
kic notice extend 2025-2-003 proof_of_use --due 31.12.2026 --reason "Erkrankung der Projektleitung"
kic notice extend 2025-2-003 final --due 31.12.2026 --reason "Antrag vom 16.11.2026" --dry-run
kic notice extend 2025-2-003-n1 final --due 2027-01-15 --reason "Antrag vom 16.11.2026" --dry-run --format json
"""


def command(
    context: typer.Context,
    id: OneNotice,
    report: Annotated[str, typer.Argument(metavar=_("REPORT"), help=_("interim, final or proof_of_use."))],
    due: Annotated[str | None, typer.Option("--due", metavar=_("YYYY-MM-DD"), help=_("The new day."))] = None,
    reason: Reason = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.asking import ask, one_of  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.notices import award_notice  # noqa: PLC0415
    from kic.domain.calls import ReportKind  # noqa: PLC0415
    from kic.domain.notices import ReportEvent, ReportStep  # noqa: PLC0415
    from kic.domain.notices.moves import take_report_step  # noqa: PLC0415

    session: Session = context.obj
    notice = award_notice(session, id)
    kind = one_of(session, report, ReportKind, _("REPORT"))
    until = ask(session, due, option="--due", question=text("It may come until:"), parse=day_of)
    why = ask(session, reason, option="--reason", question=text("Why does it get more time?"), parse=words_of)
    step = ReportStep(
        date=on or session.today, report=kind, event=ReportEvent.EXTENDED, due=until, reason=why
    )
    return conclude(
        session,
        take_report_step(session.repository.snapshot, notice, step),
        command="notice extend",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": notice.id, "due": until.isoformat()},
        next_step=f"kic notice list {notice.application}",
        options={"date": "--on", "due": "--due", "reason": "--reason", "report_steps": "--due"},
    )
