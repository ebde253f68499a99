"""The auditor's pack of a call: what was decided, how it compares with what the rule gives, and every cent since.

Everything is taken from the records or computed from them again. There are no names in it but those of organisations:
persons stand under their pseudonyms, and acts under roles. Marks and what tells of them stand in it only as far as
the call's stage allows.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kic.core.diagnostic import Diagnostic
from kic.core.pack import Pack, Table, column
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import Number, exactly
from kic.documents import audit_money
from kic.documents.audit_exceptions import exceptions
from kic.documents.audit_scope import of_call, paths_of
from kic.documents.naming import named
from kic.domain.accounts.calls import CallAccount, call_accounts
from kic.domain.applications import Application
from kic.domain.calls import Call, CallState
from kic.domain.decisions.of_call import awarded_elsewhere, decisions_of
from kic.domain.decisions.proof_rules import Recomputed, recomputed
from kic.domain.meetings import Meeting
from kic.domain.scoring.visibility import discreet, sealed, shows_marks

Digests = Mapping[str, str]
"""SHA-256 by path."""


def audit(
    repository: Snapshot,
    call: Call,
    findings: Iterable[Diagnostic],
    *,
    digests: Digests,
    revision: str | None,
    changed: bool,
    today: datetime.date,
) -> Pack:
    """The pack of a call. `revision` is the commit that is checked out, `changed` whether files differ from it."""
    shown = shows_marks(repository, call.id)
    account = call_accounts(repository).get(call.id)
    lead = [
        text(
            "Made from the records by kic; everything in it can be computed again from the files listed at the end."
        )
    ]
    if sealed(repository, call):
        lead.append(text("The call shows its marks to nobody yet: scores, ranks and proposals are left out."))
    traced = account is not None and (
        account.recorded or call.state not in (CallState.DECIDED, CallState.SETTLED)
    )
    if not traced:
        lead.append(text("Only sums of this call are recorded, not its single applications."))
    if changed:
        lead.append(
            text(
                "Files differ from the revision named here; their digests are those of the files as they are."
            )
        )
    facts: list[tuple[str, Any, Any]] = [
        (*column("call"), call.id),
        (*column("title"), call.title),
        (*column("year"), str(call.year)),
        (*column("state"), call.state),
        ("on", text("State of"), today),
        ("revision", text("Revision"), revision),
    ]
    if account is not None:
        facts += [
            *_money(account),
            ("granted", text("Awarded"), account.granted.amount),
            ("cuts", text("Cuts"), account.cuts.amount),
            ("awarded", text("Awarded, after cuts"), account.held.amount),
        ]
    if account is not None and traced:
        facts += [
            ("paid", text("Paid out and booked"), account.paid.amount),
            ("returned", text("Paid back and booked"), account.returned.amount),
            ("free", text("Not given to anybody"), account.free.amount),
        ]
    return Pack(
        title=text("Audit of the call {title}", title=call.title),
        lead=tuple(lead),
        facts=tuple(facts),
        tables=(
            _decisions(repository, call, shown=shown),
            _awards(repository, call, shown=shown),
            _entries(repository, call),
            exceptions(repository, call, today),
            _minutes(repository, call),
            audit_money.notices(repository, call),
            audit_money.conditions(repository, call),
            audit_money.objections(repository, call),
            audit_money.payments(repository, call),
            audit_money.reports(repository, call),
            audit_money.accounts(repository, call),
            _findings(repository, call, findings),
            _files(repository, call, digests),
        ),
    )


def _money(account: CallAccount) -> Iterator[tuple[str, Any, Any]]:
    """What is the call's to give; what it passed on an earlier decision of its own could still dispose of."""
    if account.passed_on.amount.cents:
        said = text("Money of the call, without what it passed on")
        yield "budget", said, account.budget.amount
        yield "passed_on", text("Passed on to a later call, besides"), account.passed_on.amount
    else:
        yield "budget", text("Money of the call"), account.budget.amount


# -- what was decided ----------------------------------------------------------------------------------


def _decisions(repository: Snapshot, call: Call, *, shown: bool) -> Table:
    rows = []
    for decision in decisions_of(repository, call):
        again = recomputed(repository, decision)
        elsewhere = awarded_elsewhere(repository, decision)
        rows.append(
            (
                decision.id,
                decision.meeting,
                decision.date,
                decision.basis.rule,
                decision.basis.budget - elsewhere,
                elsewhere,
                decision.basis.kic,
                _said(again) if shown else text("not shown yet"),
                tuple(f"{name}: {value}" for name, value in decision.basis.changed_options.items()),
                tuple(", ".join(tie.order) for tie in decision.ties) if shown else (),
                decision.basis.problem,
            )
        )
    return Table(
        name="decisions",
        title=text("Decisions, computed again"),
        note=text(
            "Each proposal is computed again from the files as they are and compared with the one that was recorded."
        ),
        columns=(
            column("decision", text("Decision")),
            column("meeting"),
            column("date"),
            column("rule"),
            column("budget", text("Money of the call")),
            column("elsewhere", text("Awarded before by other calls of the year")),
            column("kic", text("kic")),
            column("recomputed", text("Computed again")),
            column("changed_options", text("Settings other than the call's")),
            column("ties", text("Ties, in the order chosen")),
            column("problem", text("Digest of what it was computed from")),
        ),
        rows=tuple(rows),
        none=text("No decision on this call is recorded."),
    )


def _said(again: Recomputed) -> Text:
    """Whether the recorded proposal is the one that comes out, in words."""
    if again.refused is not None:
        return text("cannot be computed again: {reason}", reason=again.refused)
    if again.agrees:
        return text("agrees: the same inputs give the same proposal")
    if again.same_inputs:
        return text("differs: the same inputs give another proposal for {ids}", ids=again.differing)
    if again.differing:
        return text(
            "differs: the inputs have changed, and the proposal for {ids} with them", ids=again.differing
        )
    return text("agrees in every line, though the inputs have changed")


def _awards(repository: Snapshot, call: Call, *, shown: bool) -> Table:
    rows = []
    for decision in decisions_of(repository, call):
        again = recomputed(repository, decision)
        proposed = {each.application: each for each in decision.proposal}
        standing = decision.standing
        for award in decision.awards:
            line = proposed.get(award.application)
            application = repository.get(Application, award.application)
            expected = again.amounts.get(award.application)
            rows.append(
                (
                    decision.id,
                    award.application,
                    application.title if application is not None else None,
                    _applicant(repository, application),
                    application.requested if application is not None else None,
                    line.rank if line is not None and shown else None,
                    _score(line.score) if line is not None and shown else None,
                    expected if shown else None,
                    award.amount,
                    award.deviation,
                    _differs(again, award.application) if shown else text("not shown yet"),
                    standing[award.application],
                )
            )
    return Table(
        name="awards",
        title=text("Awards and refusals, with deviations from the proposal"),
        columns=(
            column("decision", text("Decision")),
            column("application"),
            column("title"),
            column("applicant"),
            column("requested"),
            column("rank"),
            column("score"),
            column("proposed", text("Proposed")),
            column("decided", text("Decided")),
            column("deviation"),
            column("recomputed", text("Computed again")),
            column("standing", text("As it stands")),
        ),
        rows=tuple(rows),
        none=text("No decision on this call is recorded."),
    )


def _score(score: str | None) -> Number | None:
    from fractions import Fraction  # noqa: PLC0415

    try:
        return Number.parse(exactly(Fraction(score))["decimal"]) if score is not None else None
    except (ValueError, ZeroDivisionError):
        return None


def _differs(again: Recomputed, application: str) -> Text:
    if again.refused is not None:
        return text("cannot be computed")
    return text("differs") if application in again.differing else text("agrees")


def _applicant(repository: Snapshot, application: Application | None) -> str | None:
    """The organisation by id and name, a person by the pseudonym."""
    if application is None:
        return None
    body = application.applicant.body
    return named(repository, body) if body is not None else application.applicant.person


def _entries(repository: Snapshot, call: Call) -> Table:
    rows = tuple(
        (
            decision.id,
            each.date,
            each.application,
            each.event,
            each.before,
            each.after,
            each.meeting,
            each.reason,
        )
        for decision in decisions_of(repository, call)
        for each in decision.entries
    )
    return Table(
        name="changes",
        title=text("Awards that changed after the decision"),
        columns=(
            column("decision", text("Decision")),
            column("date"),
            column("application"),
            column("event"),
            column("before"),
            column("after"),
            column("meeting"),
            column("reason"),
        ),
        rows=rows,
        none=text("No change of an award is recorded."),
    )


# -- minutes ---------------------------------------------------------------------------


def _minutes(repository: Snapshot, call: Call) -> Table:
    mine = {each.id for each in of_call(repository, call)} | {call.id}
    rows = []
    for meeting in repository.all(Meeting):
        for item in meeting.items:
            if mine.isdisjoint(item.about):
                continue
            vote = item.vote
            rows.append(
                (
                    meeting.id,
                    meeting.starts,
                    str(item.number),
                    item.title,
                    item.about,
                    item.public,
                    tuple(each.seat for each in item.exclusions),
                    _votes(vote.in_favour, vote.against, vote.abstentions) if vote is not None else None,
                    item.result,
                    item.wording or item.proposal,
                    item.reason,
                )
            )
    return Table(
        name="minutes",
        title=text("Items of meetings on this call"),
        columns=(
            column("meeting"),
            column("starts"),
            column("number"),
            column("title"),
            column("about"),
            column("public"),
            column("exclusions"),
            column("vote"),
            column("result"),
            column("wording"),
            column("reason"),
        ),
        rows=tuple(rows),
        none=text("No meeting on this call is recorded."),
    )


def _votes(in_favour: Any, against: Any, abstentions: Any) -> Text:
    if in_favour is None and against is None:
        return text("without a formal vote")
    return text(
        "{in_favour} in favour, {against} against, {abstentions} abstaining",
        in_favour=int(in_favour or 0),
        against=int(against or 0),
        abstentions=int(abstentions or 0),
    )


# -- findings and files --------------------------------------------------------------------------------


def _findings(repository: Snapshot, call: Call, findings: Iterable[Diagnostic]) -> Table:
    paths = set(paths_of(repository, call))
    mine = [each for each in findings if each.place.path in paths]
    rows = tuple(
        (each.law.code, each.severity, each.place.path, str(repository.span(each.place).line), each.message)
        for each in discreet(mine, repository)
    )
    return Table(
        name="findings",
        title=text("What kic check finds in these records"),
        columns=(
            column("code"),
            column("severity"),
            column("path", text("File")),
            column("line", text("Line")),
            column("message", text("Finding")),
        ),
        rows=rows,
        none=text("kic check finds nothing in these records."),
    )


def _files(repository: Snapshot, call: Call, digests: Digests) -> Table:
    return Table(
        name="files",
        title=text("The files that this was made from"),
        columns=(column("path", text("File")), column("digest", text("SHA-256"))),
        rows=tuple((path, digests[path]) for path in paths_of(repository, call) if path in digests),
        none=text("There is no file."),
    )
