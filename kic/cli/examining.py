"""Examination notes on all proofs of use of a call that hold what was planned, as one reviewed change.

What needs a decision (a cut, a missing paper, an award that has to be revoked first) is left out and named: each of
these is examined by itself.
"""

from typing import TYPE_CHECKING

from kic.cli.session import Session
from kic.core.plan import Plan, joined
from kic.core.text import plural, text
from kic.core.values import total
from kic.errors import Refused

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from kic.domain.reporting import Report, Sample
    from kic.domain.reporting.final_sum import FinalSum

    Sampled = Callable[[Report], Sample | None]


def examine_all(  # a command's options, as they came
    session: Session,
    call: str,
    *,
    role: str,
    day: "datetime.date",
    sampled: "Sampled",
    yes: bool,
    dry_run: bool,
    output: str,
) -> int:
    """Notes on the proofs of a call that wait; Refused where none of them can be examined this way."""
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.documents.accounts_of_use import figures  # noqa: PLC0415
    from kic.domain.reporting.moves import Note, examine  # noqa: PLC0415

    snapshot = session.repository.snapshot
    plans: list[Plan] = []
    finals: list[FinalSum] = []
    left: list[str] = []
    for report in _waiting(session, call):
        sums = _as_planned(session, report, day)
        if sums is None:
            left.append(report.id)
            continue
        sample = sampled(report)
        known = day if sums.final < sums.terms.award else None
        plans.append(examine(snapshot, report, Note(date=day, role=role, sample=sample, known=known), sums))
        finals.append(sums)
        if output != "json":
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
    if left and output != "json":
        session.talk(
            text("To be examined by themselves, as something has to be decided: {ids}.", ids=tuple(left))
        )
    if not plans:
        raise Refused(
            "No proof of use of {id} can be examined together with others.",
            help="kic report list {id} shows where each stands; kic report examine takes one by its id.",
            id=call,
        )
    final = total(each.final for each in finals)
    return conclude(
        session,
        joined(
            plural(
                "{n} proof of use of {call} examined: {final}",
                "{n} proofs of use of {call} examined: {final}",
                n=len(plans),
                call=call,
                final=final,
            ),
            plans,
        ),
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


def _waiting(session: Session, call: str) -> "list[Report]":
    """The proofs of use of a call that nobody has examined."""
    from kic.domain.applications import Application  # noqa: PLC0415
    from kic.domain.reporting.standing import examination_of, proof_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    found = []
    for application in sorted(each.id for each in snapshot.all(Application) if each.call == call):
        report = proof_of(snapshot, application)
        if report is not None and examination_of(snapshot, application) is None:
            found.append(report)
    return found


def _as_planned(session: Session, report: "Report", day: "datetime.date") -> "FinalSum | None":
    """The final sum of a proof that needs no decision; None for every other one."""
    from kic.cli.reporting import of_the_city  # noqa: PLC0415
    from kic.domain.applications import Application  # noqa: PLC0415
    from kic.domain.reporting.moves import proposed_cuts  # noqa: PLC0415
    from kic.domain.reporting.standing import final_sum_of, papers_of, period_of, values_of  # noqa: PLC0415

    snapshot = session.repository.snapshot
    sums = final_sum_of(snapshot, report, day=day)
    application = snapshot.get(Application, report.application)
    if sums is None or application is None or sums.needs_revocation or papers_of(report).missing:
        return None
    values = values_of(snapshot)
    cuts = proposed_cuts(
        sums,
        report,
        period_of(snapshot, application),
        [],
        values.item_overrun.value,
        of_the_city(session).say,
    )
    return None if cuts else sums
