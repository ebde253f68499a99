"""`kic payment bounce`: the bank has sent the money back."""

import typer

from kic.cli.groups.payments import PaymentId
from kic.cli.options import DryRun, Format, Note, On, Yes, words_of
from kic.cli.session import Session

EXAMPLES = """
kic payment bounce 2026-1-006-p1 --note "Konto erloschen"
kic payment bounce 2026-1-006 --on 15.12.2026 --note "Konto erloschen"
kic payment bounce 2026-1-006-p1 --note "Konto erloschen" --dry-run
"""


def command(
    context: typer.Context,
    id: PaymentId,
    note: Note = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.cli.groups.payments import conclude_step, payment_of  # noqa: PLC0415
    from kic.core.text import text  # noqa: PLC0415
    from kic.domain.payments import PaymentEvent, PaymentStep  # noqa: PLC0415

    session: Session = context.obj
    payment = payment_of(session, id, PaymentEvent.BOUNCED)
    step = PaymentStep(
        date=on or session.today,
        event=PaymentEvent.BOUNCED,
        note=ask(session, note, option="--note", question=text("Why did it come back?"), parse=words_of),
    )
    return conclude_step(
        session, payment, step, command="payment bounce", yes=yes, dry_run=dry_run, output=output
    )
