"""`kic notice object`: an objection (Widerspruch) against a notice came in."""

from typing import Annotated

import typer

from kic.cli.groups.notices import OneNotice
from kic.cli.options import DryRun, Format, Note, On, Yes, amount_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text

EXAMPLES = """
kic notice object 2025-1-008 --on 12.05.2025 --claim 4.000,00 --dry-run
kic notice object 2025-1-008-n1 --restored --note "Wiedereinsetzung: Krankenhaus bis 10.11.2026" --claim 4000
kic notice object 2025-1-008 --claim 4.000,00 --dry-run --format json
"""


def command(
    context: typer.Context,
    id: OneNotice,
    claim: Annotated[
        str | None,
        typer.Option("--claim", metavar=_("AMOUNT"), help=_("The money that it may need, kept in sight.")),
    ] = None,
    restored: Annotated[
        bool, typer.Option("--restored", help=_("It is heard although late; the reason stands in --note."))
    ] = False,
    on: On = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.notices import issued, notice_meant  # noqa: PLC0415
    from kic.domain.notices.moves import Received, receive_objection  # noqa: PLC0415
    from kic.domain.notices.standing import appeal_end  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    notice = notice_meant(session, id, issued)
    end = appeal_end(snapshot, notice)
    if end is not None:
        session.talk(text("The last day for an objection against {id}: {end}.", id=notice.id, end=end))
    plan = receive_objection(
        snapshot,
        notice,
        Received(
            received=on or session.today,
            claim=None if claim is None else amount_of(claim, "--claim"),
            restored=restored,
            note=note,
        ),
    )
    made = plan.edits[0].path.rpartition("/")[2].removesuffix(".yaml")
    return conclude(
        session,
        plan,
        command="notice object",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": made},
        next_step=f"kic notice objection {made} handed_over",
        options={"received": "--on", "claim": "--claim", "restored": "--note"},
    )
