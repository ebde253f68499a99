"""What must hold when a decision is computed again: the same inputs, the same proposal, reasons for the rest."""

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from kic.allocation.problem import Problem
from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, text
from kic.core.values import Money
from kic.domain.calls import Call
from kic.domain.decisions import Decision, Proposed
from kic.domain.decisions.changed import posed_again
from kic.domain.decisions.posing import problem_of
from kic.domain.decisions.rules import award_of_another_call
from kic.domain.decisions.ties import outcome_of
from kic.errors import KicError, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kic.allocation.proposal import Proposal, Standing

_MOST = 5
"""So many applications are named in one sentence."""


@rule("KIC770", "inputs-changed", requires=(award_of_another_call,))
def inputs_changed(repository: Snapshot) -> Iterator[Finding]:
    """What a decision was computed from is as it was: terms, applications, marks, earlier awards.

    Why: An award that can no longer be computed again cannot be explained to an auditor or a court. A
    changed mark or cost plan after the vote is a mistake or worse.

    Fix: Put back what was changed (`git log` of the call's folder shows it). What has to change after the
    decision is an entry: a withdrawal is a declined award, a new plan an adapted one.

    Source: Trust rules of kic: a decision can be computed again by anyone; equal treatment (Art. 3 GG).
    """
    for decision in repository.all(Decision):
        call = repository.get(Call, decision.call)
        if call is not None and call.money.amount is None:
            yield found(
                decision,
                ("basis", "budget"),
                text("the amount of the call {call} is gone", call=call.id),
                help=text(
                    "put back what was changed; what has to change after a decision is an entry of its own"
                ),
                related=[Related(repository.place(call, "money"), text("the money of the call"))],
            )
    for proof in _proofs(repository)[0]:
        if proof.same_inputs:
            continue
        decision, call, now = proof.decision, proof.call, proof.lines
        kept = {each.application: each for each in decision.proposal}
        changed = tuple(id_ for id_ in sorted({*now, *kept}) if _differs(kept.get(id_), now.get(id_)))
        message = (
            text(
                "what this decision was computed from has changed; the proposal would now differ for {ids}",
                ids=changed[:_MOST],
            )
            if changed
            else text("what this decision was computed from has changed, with the same proposal")
        )
        yield found(
            decision,
            ("basis", "problem"),
            message,
            help=text(
                "put back what was changed; what has to change after a decision is an entry of its own"
            ),
            related=[Related(repository.place(call, "terms"), text("the terms of the call"))],
        )


@rule("KIC771", "proposal-not-computed")
def proposal_not_computed(repository: Snapshot) -> Iterator[Finding]:
    """The recorded proposal is the one that the rule gives.

    Why: The awards are judged by the proposal. One that nobody can compute proves nothing.

    Fix: Record the decision anew from `kic allocate`; if kic itself computes differently than before, its
    change log says so.

    Source: Trust rules of kic: every award can be computed again by a stranger from the files alone.
    """
    proofs, refused = _proofs(repository)
    for decision, error in refused:
        yield found(
            decision,
            ("basis", "changed_options") if decision.basis.changed_options else ("basis", "rule"),
            text("this cannot be computed again: {reason}", reason=Text(error.sentence, error.values)),
            help=text("correct the rule and the options that it was computed with"),
        )
    for proof in proofs:
        if not proof.same_inputs:
            continue
        decision, now = proof.decision, proof.lines
        for position, kept in enumerate(decision.proposal):
            computed = now.pop(kept.application, None)
            if computed is None:
                yield found(
                    decision,
                    ("proposal", position, "application"),
                    text(
                        "{application} takes no part when it is computed again", application=kept.application
                    ),
                    help=text("record the decision anew from kic allocate"),
                )
            elif name := _differs(kept, computed):
                yield found(
                    decision,
                    ("proposal", position, name)
                    if getattr(kept, name) is not None
                    else ("proposal", position),
                    text(
                        "computed again, {field} of {application} is {now}, not {kept}",
                        field=Label("field", name),
                        application=kept.application,
                        now=computed[name] if computed[name] is not None else "?",
                        kept=getattr(kept, name) if getattr(kept, name) is not None else "?",
                    ),
                    help=text("record the decision anew from kic allocate"),
                )
        if now:
            yield found(
                decision,
                "proposal",
                text("the proposal says nothing of {ids}", ids=tuple(sorted(now))[:_MOST]),
                help=text("record the decision anew from kic allocate"),
            )


@rule("KIC772", "basis-differs")
def basis_differs(repository: Snapshot) -> Iterator[Finding]:
    """A decision names the rule, the budget, the guideline and the lot that it was computed with.

    Why: The terms are fixed before the marks are known. Another rule afterwards is a deviation that has to
    be seen.

    Fix: Correct the basis; what was decided with other settings names them in `changed_options`.

    Source: Allocation rules of kic: the call fixes one rule before scores are known.
    """
    for proof in _proofs(repository)[0]:
        if not proof.same_inputs:
            continue
        decision, call, problem = proof.decision, proof.call, proof.problem
        basis = decision.basis
        guideline = call.terms.guideline
        digest = guideline.digest if guideline is not None else None
        pairs: tuple[tuple[str, object, object], ...] = (
            ("rule", basis.rule, problem.rule),
            ("budget", basis.budget, problem.budget),
            ("lot", basis.lot, problem.lot),
            ("guideline", basis.guideline, digest),
        )
        for name, kept, now in pairs:
            if kept != now:
                yield found(
                    decision,
                    ("basis", name) if kept is not None else "basis",
                    text(
                        "{field} is {kept}, the call says {now}",
                        field=Label("field", name),
                        kept=kept or "?",
                        now=now or "?",
                    ),
                    help=text("correct it, or name the other setting in changed_options"),
                    related=[Related(repository.place(call, "terms"), text("the terms of the call"))],
                )


@rule("KIC775", "tie-not-settled")
def tie_not_settled(repository: Snapshot) -> Iterator[Finding]:
    """A tie at the line is settled by the committee, and the decision says how.

    Why: Another order of equal applications gives other awards. Nobody but the committee chooses.

    Fix: Add the tie to `ties` with the order that was chosen, and by what: vote, lot, or the order proposed.

    Source: Allocation rules of kic: a tie at the line is shown to the committee with every outcome.
    """
    for proof in _proofs(repository)[0]:
        if not proof.same_inputs:
            continue
        decision = proof.decision
        named = {frozenset(tie.applications) for tie in decision.ties}
        tied = {frozenset(tie.ids) for tie in proof.proposal.ties}
        for position, settled in enumerate(decision.ties):
            if sorted(settled.order) != sorted(settled.applications):
                yield found(
                    decision,
                    ("ties", position, "order"),
                    text("the order does not name each application of the tie once"),
                    help=text("name each once, first the one that comes first"),
                )
            elif frozenset(settled.applications) not in tied:
                yield found(
                    decision,
                    ("ties", position, "applications"),
                    text("{ids} are not tied at the line", ids=settled.applications),
                    help=text(
                        "take it out; another amount than the proposed one has its reason in deviation"
                    ),
                )
        for tie in proof.proposal.ties:
            if frozenset(tie.ids) not in named:
                yield found(
                    decision,
                    "awards",
                    text("{ids} are tied at the line, and nothing says how it was settled", ids=tie.ids),
                    help=text("add it to ties, with the order and by what it was settled"),
                )


@rule("KIC773", "deviation-without-reason", requires=(tie_not_settled,))
def deviation_without_reason(repository: Snapshot) -> Iterator[Finding]:
    """Where the committee gives another amount than proposed, the reason is recorded.

    Why: The committee is free to deviate, the applicants have a right to know why. The reason must be one
    that would hold for every application.

    Fix: Enter the reason in `deviation`, or correct the amount.

    Source: Equal treatment (Art. 3 GG); BECKRS 2022, 43494, headnotes 2 and 3.
    """
    expected = _expected(repository)
    for decision in repository.all(Decision):
        proposed = expected[decision.id]
        for position, award in enumerate(decision.awards):
            amount = proposed.get(award.application, Money(0))
            if award.amount == amount or award.deviation:
                continue
            yield found(
                decision,
                ("awards", position, "amount"),
                text(
                    "{amount} is awarded, {proposed} was proposed, and nothing says why",
                    amount=award.amount,
                    proposed=amount,
                ),
                help=text("enter the reason in deviation"),
            )


@rule("KIC774", "reason-without-deviation", Severity.WARNING)
def reason_without_deviation(repository: Snapshot) -> Iterator[Finding]:
    """A reason for a deviation stands where there is one.

    Why: A reason without a deviation makes a reader look for what was changed.

    Fix: Take the reason out, or correct the amount.

    Source: Data model of kic.
    """
    expected = _expected(repository)
    for decision in repository.all(Decision):
        proposed = expected[decision.id]
        for position, award in enumerate(decision.awards):
            if award.deviation and award.amount == proposed.get(award.application) and award.amount.cents:
                yield found(
                    decision,
                    ("awards", position, "deviation"),
                    text("the award is the proposed one, {amount}", amount=award.amount),
                    help=text("take the reason out, or correct the amount"),
                )


def _expected(repository: Snapshot) -> dict[str, dict[str, Money]]:
    """By decision, the amounts of its proposal, where a tie was settled those of the order that was chosen."""
    amounts = {
        decision.id: {each.application: each.amount for each in decision.proposal}
        for decision in repository.all(Decision)
    }
    for proof in _proofs(repository)[0]:
        orders = {frozenset(tie.applications): tie.order for tie in proof.decision.ties}
        for tie in proof.proposal.ties:
            if proof.same_inputs and frozenset(tie.ids) in orders:
                amounts[proof.decision.id] |= outcome_of(tie, orders[frozenset(tie.ids)])
    return amounts


class _Proof(msgspec.Struct, frozen=True):
    """A decision with the problem that its files pose now, and what the rule makes of it."""

    decision: Decision
    call: Call
    problem: Problem
    proposal: "Proposal"
    same_inputs: bool

    @property
    def lines(self) -> dict[str, dict[str, Any]]:
        """What the proposal says now, by application."""
        from kic.domain.decisions.moves import proposed_of  # noqa: PLC0415

        return {each["application"]: each for each in proposed_of(self.proposal)}


@functools.lru_cache(maxsize=2)  # three rules ask: the engine runs once for each decision
def _proofs(repository: Snapshot) -> tuple[tuple[_Proof, ...], tuple[tuple[Decision, KicError], ...]]:
    """Decisions computed again, and those that cannot be, with the reason.

    Where the files of the call cannot be read, nothing is said: what is wrong is found there.
    """
    proofs: list[_Proof] = []
    refused: list[tuple[Decision, KicError]] = []
    for decision in repository.all(Decision):
        from kic.allocation.digest import digest  # noqa: PLC0415  # where nothing is decided nobody pays for it
        from kic.allocation.engine import allocate  # noqa: PLC0415

        call = repository.get(Call, decision.call)
        if call is None:
            continue
        try:
            posed = problem_of(repository, call, decision)
        except Refused:
            continue
        try:
            problem = posed_again(posed, decision)
            proposal = allocate(problem, details=False)
        except KicError as error:
            refused.append((decision, error))
            continue
        proofs.append(_Proof(decision, call, problem, proposal, digest(problem) == decision.basis.problem))
    return tuple(proofs), tuple(refused)


def _differs(kept: Proposed | None, computed: dict[str, Any] | None) -> str:
    """The first field in which a recorded line and the computed one differ; empty if they are equal."""
    if kept is None or computed is None:
        return "application"
    return next((name for name, value in computed.items() if getattr(kept, name) != value), "")


class Recomputed(msgspec.Struct, frozen=True, kw_only=True):
    """What computing a decision again gives, for whoever audits it.

    `same_inputs` tells whether it is computed from what it was computed from. `differing` are the applications whose
    line the rule would now give otherwise; `amounts` the amounts that were proposed, settled ties in the order
    chosen. `refused` is why it cannot be computed, None if it can. `standings` say more of each application than the
    record does, such as what was left at its turn; only where the inputs are the same.
    """

    same_inputs: bool
    differing: tuple[str, ...]
    amounts: dict[str, Money]
    refused: Text | None = None
    standings: "Mapping[str, Standing]" = {}

    @property
    def agrees(self) -> bool:
        """Whether the very same proposal comes out of the very same inputs."""
        return self.refused is None and self.same_inputs and not self.differing


def recomputed(repository: Snapshot, decision: Decision) -> Recomputed:
    """A decision computed again from the files as they are."""
    amounts = _expected(repository)[decision.id]
    proofs, refused = _proofs(repository)
    for each, error in refused:
        if each is decision:
            reason = Text(error.sentence, error.values)
            return Recomputed(same_inputs=False, differing=(), amounts=amounts, refused=reason)
    for proof in proofs:
        if proof.decision is decision:
            now = proof.lines
            kept = {each.application: each for each in decision.proposal}
            differing = tuple(id_ for id_ in sorted({*now, *kept}) if _differs(kept.get(id_), now.get(id_)))
            return Recomputed(
                same_inputs=proof.same_inputs,
                differing=differing,
                amounts=amounts,
                standings=proof.proposal.standings if proof.same_inputs else {},
            )
    reason = text("the files of the call cannot be read as they stand")
    return Recomputed(same_inputs=False, differing=(), amounts=amounts, refused=reason)


RULES: tuple[Rule, ...] = (
    inputs_changed,
    proposal_not_computed,
    basis_differs,
    tie_not_settled,
    deviation_without_reason,
    reason_without_deviation,
)
