"""`kic call freeze`: fix the terms, before the first mark is seen."""

from typing import Annotated

import typer

from kic.cli.groups.calls import CallId
from kic.cli.options import DryRun, Format, On, Yes, words_of
from kic.cli.session import Session
from kic.cli.terms.options import Lot
from kic.cli.words import _
from kic.core.text import text
from kic.domain.calls import Call, CallState

EXAMPLES = """
kic call freeze 2027-1
kic call freeze 2027-1 --lot "Amtsblatt Nr. 5/2027" --dry-run
kic call freeze 2027-1 --guideline concept/richtlinie-2026.md --on 20.11.2026
"""


def command(
    context: typer.Context,
    id: CallId,
    guideline: Annotated[
        str | None,
        typer.Option(
            "--guideline", metavar=_("FILE"), help=_("The guideline's file; its digest is kept in the terms.")
        ),
    ] = None,
    lot: Lot = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.calls.moves import freeze  # noqa: PLC0415

    call = session.repository.find(Call, id)
    file = session.repository.relative(guideline) if guideline is not None else None
    if call.terms.frozen is not None and on is None and file is None and lot is None:
        session.talk(text("The terms are fixed since {date} already.", date=call.terms.frozen))
    day = on or call.terms.frozen or session.today
    return conclude(
        session,
        freeze(
            session.repository.snapshot,
            call,
            day,
            guideline=file,
            lot=None if lot is None else words_of(lot, "--lot"),
        ),
        command="call freeze",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": call.id},
        next_step=f"kic call open {call.id}" if call.state is CallState.DRAFT else f"kic show {call.id}",
    )
