"""Examination notes on all proofs of use of a call that hold what was planned.

What needs a decision (a cut, a missing paper, an award that has to be revoked first) is left out: each of these is
examined by itself.
"""

import datetime
from typing import NamedTuple

from kic.core.plan import Plan, joined
from kic.core.snapshot import Snapshot
from kic.core.text import plural
from kic.core.values import total
from kic.domain.applications import Application
from kic.domain.reporting import Report, Sample
from kic.domain.reporting.final_sum import FinalSum
from kic.domain.reporting.moves import Note, Say, examine, proposed_cuts
from kic.domain.reporting.sample import sample_of
from kic.domain.reporting.standing import (
    examination_of,
    final_sum_of,
    papers_of,
    period_of,
    proof_of,
    values_of,
)


class Examined(NamedTuple):
    """A proof that is examined with others: its final sum, and which receipts were looked at."""

    report: Report
    sums: FinalSum
    sample: Sample | None


class Together(NamedTuple):
    """The notes as one plan, None where none can be written; what is examined, and ids of what is left out."""

    plan: Plan | None
    examined: tuple[Examined, ...]
    left: tuple[str, ...]


def examine_together(
    repository: Snapshot,
    call: str,
    *,
    role: str,
    day: datetime.date,
    say: Say,
) -> Together:
    """Notes on the proofs of a call that wait; `say` puts the reasons of cuts into words."""
    examined: list[Examined] = []
    left: list[str] = []
    for report in unexamined(repository, call):
        sums = as_planned(repository, report, day, say)
        if sums is None:
            left.append(report.id)
        else:
            examined.append(Examined(report, sums, sample_of(repository, report)))
    final = total(each.sums.final for each in examined)
    title = plural(
        "{n} proof of use of {call} examined: {final}",
        "{n} proofs of use of {call} examined: {final}",
        n=len(examined),
        call=call,
        final=final,
    )
    plans = [_noted(repository, each, role, day) for each in examined]
    return Together(joined(title, plans) if plans else None, tuple(examined), tuple(left))


def _noted(repository: Snapshot, one: Examined, role: str, day: datetime.date) -> Plan:
    known = day if one.sums.final < one.sums.terms.award else None
    return examine(
        repository, one.report, Note(date=day, role=role, sample=one.sample, known=known), one.sums
    )


def unexamined(repository: Snapshot, call: str) -> tuple[Report, ...]:
    """The proofs of use of a call that nobody has examined."""
    found = []
    for application in sorted(each.id for each in repository.all(Application) if each.call == call):
        report = proof_of(repository, application)
        if report is not None and examination_of(repository, application) is None:
            found.append(report)
    return tuple(found)


def as_planned(repository: Snapshot, report: Report, day: datetime.date, say: Say) -> FinalSum | None:
    """The final sum of a proof that needs no decision; None for every other one."""
    sums = final_sum_of(repository, report, day=day)
    application = repository.get(Application, report.application)
    if sums is None or application is None or sums.needs_revocation or papers_of(report).missing:
        return None
    overrun = values_of(repository).item_overrun.value
    cuts = proposed_cuts(sums, report, period_of(repository, application), [], overrun, say)
    return None if cuts else sums
