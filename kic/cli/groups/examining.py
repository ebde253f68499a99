"""Examination notes on all proofs of use of a call that hold what was planned, as one reviewed change.

What needs a decision is left out and named: each of these is examined by itself.
"""

from typing import TYPE_CHECKING

from kic.cli.session import Session
from kic.core.text import text
from kic.core.values import total
from kic.errors import Refused

if TYPE_CHECKING:
    import datetime

    from kic.domain.reporting.together import Together


def examine_all(  # a command's options, as they came
    session: Session,
    call: str,
    *,
    role: str,
    day: "datetime.date",
    yes: bool,
    dry_run: bool,
    output: str,
) -> int:
    """Notes on the proofs of a call that wait; Refused where none of them can be examined this way."""
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.groups.reports import of_the_city  # noqa: PLC0415
    from kic.documents.accounts_of_use import figures  # noqa: PLC0415
    from kic.domain.reporting.together import examine_together  # noqa: PLC0415

    found = examine_together(
        session.repository.snapshot, call, role=role, day=day, say=of_the_city(session).say
    )
    if output != "json":
        _say(session, found)
    if found.plan is None:
        raise Refused(
            "No proof of use of {id} can be examined together with others.",
            help="kic report list {id} shows where each stands; kic report examine takes one by its id.",
            id=call,
        )
    finals = [each.sums for each in found.examined]
    final = total(each.final for each in finals)
    return conclude(
        session,
        found.plan,
        command="report examine",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={
            "id": call,
            "eligible": total(each.eligible for each in finals),
            "funds": total(each.funds for each in finals),
            "final": final,
            "figures": figures(finals[0]) if len(finals) == 1 else [],
            "sampled": [],
            "needs_revocation": False,
        },
        question=text("Write these examination notes over {final} together?", final=final),
        next_step=f"kic notice settle {call}",
        options={"role": "--role", "date": "--on"},
    )


def _say(session: Session, found: "Together") -> None:
    """Each final sum with the receipts that were looked at, and what is left out."""
    for report, sums, sample in found.examined:
        numbers = () if sample is None else tuple(each.number for each in sample.receipts)
        session.talk(
            text(
                "{report}: final sum {final} of {award}; receipts looked at: {numbers}",
                report=report.id,
                final=sums.final,
                award=sums.terms.award,
                numbers=numbers or None,
            )
        )
    if found.left:
        session.talk(
            text("To be examined by themselves, as something has to be decided: {ids}.", ids=found.left)
        )
