"""What must hold of the settlement: the sum that was examined, the form that its financing needs, accounts closed."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Money
from kic.domain.applications import Application
from kic.domain.calls import Call, CallState, Financing, ReportKind
from kic.domain.notices import Notice, NoticeKind
from kic.domain.notices.grant import Grant, composed, issued_by
from kic.domain.notices.standing import issued_on
from kic.domain.periods.law import month_period
from kic.domain.reporting import Examination
from kic.domain.reporting.final_sum import Terms, final_sum
from kic.domain.reporting.standing import (
    all_owed,
    claim_of,
    clawback_of,
    examination_of,
    grant_before_settlement,
    plan_of,
    terms_of,
    values_of,
)
from kic.domain.settings import Settings


def of_kind(repository: Snapshot, kind: NoticeKind) -> Iterator[Notice]:
    """Notices of a kind that were not set aside, drafts included."""
    for notice in repository.all(Notice):
        if notice.notice is kind and (issued_on(notice) is None or issued_by(notice, None)):
            yield notice


@rule("KIC934", "settlement-without-examination")
def settlement_without_examination(repository: Snapshot) -> Iterator[Finding]:
    """A settlement notice rests on the examination of the proof of use.

    Why: It fixes the grant for good. What it fixes is the result of the examination and of nothing else.

    Fix: Examine the proof of use first (`kic report examine`), and name the note in `examination`.

    Source: BVerwG 3 C 7.09 (a grant may be provisional and be fixed by a final notice); ANBest-P no. 7 [M].
    """
    for notice in of_kind(repository, NoticeKind.SETTLEMENT):
        examination = repository.get(Examination, notice.examination)
        if examination is None:
            if notice.examination is None:
                yield found(
                    notice,
                    (),
                    text("this settlement names no examination"),
                    help=text(
                        "examine the proof of use of {application} first", application=notice.application
                    ),
                )
        elif examination.application != notice.application:
            yield found(
                notice,
                "examination",
                text("{id} examines {other}", id=examination.id, other=examination.application),
                help=text("name the examination on {application}", application=notice.application),
            )


@rule("KIC933", "settlement-differs", requires=(settlement_without_examination,))
def settlement_differs(repository: Snapshot) -> Iterator[Finding]:
    """A settlement notice fixes the final sum that was examined.

    Why: The notice is the office's word, the note its reason. A sum without a reason falls before the
    Stadtrechtsausschuss.

    Fix: Correct the amount of the draft. If the examination was wrong, examine anew.

    Source: § 39 VwVfG (reasons); BVerwG 3 C 7.09.
    """
    for notice in of_kind(repository, NoticeKind.SETTLEMENT):
        examination = repository.get(Examination, notice.examination)
        if examination is not None and notice.amount != examination.final:
            yield found(
                notice,
                "amount" if notice.amount is not None else (),
                text("{amount}, but {final} was examined", amount=notice.amount, final=examination.final)
                if notice.amount is not None
                else text("no amount, but {final} was examined", final=examination.final),
                help=text("correct the amount"),
                related=[Related(repository.place(examination, "final"), text("the examined final sum"))],
            )


@rule("KIC935", "fixed-sum-without-revocation", requires=(settlement_differs,))
def fixed_sum_without_revocation(repository: Snapshot) -> Iterator[Finding]:
    """A fixed grant is not lowered by a settlement: the award is revoked in part first.

    Why: With fixed financing savings do not reduce the grant by themselves. Only a revocation does, with a hearing
    and within a year.

    Fix: Draft the revocation in part (`kic notice revoke`), hear the grantee and issue it; the settlement then fixes
    what is left.

    Source: VG Hannover 6 A 3946/01 and lower courts in BVerwG 10 C 7.17; § 49(3) VwVfG.
    """
    for notice in of_kind(repository, NoticeKind.SETTLEMENT):
        application = repository.get(Application, notice.application)
        if application is None or notice.amount is None:
            continue
        terms = terms_of(repository, application)
        if terms is not None and terms.financing is Financing.FIXED and notice.amount < terms.award:
            yield found(
                notice,
                "amount",
                text(
                    "{amount} is below the fixed award of {award}, and no notice has revoked it in part",
                    amount=notice.amount,
                    award=terms.award,
                ),
                help=text("revoke the award in part first"),
            )


@dated_rule("KIC941", "revocation-year-passed", Severity.WARNING)
def revocation_year_passed(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """What has to come back is revoked and claimed within a year of knowing all facts.

    Why: After the year a revocation is unlawful, and new enquiries do not reopen it. The money is lost.

    Fix: If a revocation was issued in time, record it. Else report the loss; later examinations are to be followed
    by a hearing at once.

    Source: § 48(4), § 49(3) sentence 2 VwVfG; BVerwG 10 C 5.17. From when the year runs: [M], see `known`.
    """
    months = values_of(repository).revocation_months
    settings = repository.only(Settings)
    for examination in repository.all(Examination):
        if (
            examination.known is None
            or examination_of(repository, examination.application) is not examination
        ):
            continue
        application = repository.get(Application, examination.application)
        terms = terms_of(repository, application) if application is not None else None
        if terms is None or terms.financing is not Financing.FIXED or examination.final >= terms.award:
            continue
        end = month_period(examination.known, months.value, settings.land if settings else None).end
        if end < today:
            yield found(
                examination,
                "known",
                text(
                    "{final} of {award} was found, and the year for a revocation ended on {end} ({source})",
                    final=examination.final,
                    award=terms.award,
                    end=end,
                    source=months.cited,
                ),
                help=text("record the revocation if there was one; else report the loss"),
            )


@rule("KIC946", "call-settled-with-open-account")
def call_settled_with_open_account(repository: Snapshot) -> Iterator[Finding]:
    """A call is settled when every account on it is closed: proofs of use examined, grants fixed, money back.

    Why: Settled says to council and auditor that nothing is open. Who looks at a settled call looks no further.

    Fix: Close the accounts that are named, or put the state back to `decided`.

    Source: Call of 2026 in Kaiserslautern (completed and settled by the end of the year); ANBest-P nos. 6-8 [M].
    """
    settled = [call for call in repository.all(Call) if call.state is CallState.SETTLED]
    if not settled or not repository.all(Notice):
        return
    open_: dict[str, list[tuple[str, Text]]] = {}
    for each in all_owed(repository):
        if each.due.report is not ReportKind.PROOF_OF_USE:
            continue
        call, id_ = each.application.call, each.application.id
        if each.report is None:
            open_.setdefault(call, []).append((id_, text("the proof of use is missing")))
        elif each.examination is None:
            open_.setdefault(call, []).append((id_, text("the proof of use is not examined")))
    for notice in of_kind(repository, NoticeKind.CLAWBACK):
        left = claim_of(repository, notice.application).amount
        if clawback_of(repository, notice.application) is notice and left.cents:
            open_.setdefault(notice.call, []).append(
                (notice.application, text("{amount} has not come back", amount=left))
            )
    for call in settled:
        for id_, what in sorted(open_.get(call.id, ()), key=lambda one: one[0]):
            application = repository.get(Application, id_)
            yield found(
                call,
                "state",
                text("{state}, but on {id} {what}", state=call.state, id=id_, what=what),
                help=text("close the account, or put the state back to decided"),
                related=[Related(repository.place(application), text("the open account"))]
                if application is not None
                else (),
            )


@rule("KIC947", "award-above-plan", Severity.NOTE)
def award_above_plan(repository: Snapshot) -> Iterator[Finding]:
    """An award is not above what its own plan would give.

    Why: If all goes as planned and the formula of the financing type still gives less, the grantee will have to pay
    back without having done anything wrong. Contradictory conditions are read against the giver.

    Fix: Ask for an adapted plan, or correct financing type, rate or amount of the draft before it is issued.

    Source: VG Göttingen 1 A 221/14 (read against the giver); financing types: Förderglossar of the Kreis Bergstraße.
    """
    for notice in of_kind(repository, NoticeKind.AWARD):
        application = repository.get(Application, notice.application)
        issued = issued_on(notice) is not None
        held = grant_before_settlement(repository, notice.application) if issued else composed([notice])
        if application is None or held is None:
            continue
        given = _by_plan(repository, application, held)
        if given is not None and given < held.amount:
            yield found(
                held.last,
                "amount" if held.last.amount is not None else (),
                text("{amount}, but the plan itself gives only {given}", amount=held.amount, given=given),
                help=text("ask for an adapted plan, or correct financing type, rate or amount"),
            )


def _by_plan(repository: Snapshot, application: Application, held: Grant) -> Money | None:
    """What the award's formula gives if all goes as planned; None where the terms are not known."""
    call = repository.get(Call, application.call)
    own = call.terms if call is not None else None
    financing = held.financing or (own.financing if own is not None else None)
    rate = held.rate or (own.max_rate if own is not None else None)
    if financing is None or (financing is Financing.SHARE and rate is None):
        return None
    plan = plan_of(application)
    return final_sum(Terms(award=held.amount, financing=financing, rate=rate), plan, plan).final


RULES: tuple[Rule, ...] = (
    settlement_without_examination,
    settlement_differs,
    fixed_sum_without_revocation,
    revocation_year_passed,
    call_settled_with_open_account,
    award_above_plan,
)
