"""What must hold of the money in notices: instalments, the decision behind them, the period they pay for."""

from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Money, total
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.notices import Notice, NoticeKind
from kic.domain.notices.decided import last_given
from kic.domain.notices.grant import Grant, composed, followed, issued_by
from kic.domain.notices.rules import notice_amount, notice_id, refusal_of_an_award
from kic.domain.notices.standing import issued_on, notices_of, set_aside_on


@rule("KIC825", "instalments-not-the-award")
def instalments_not_the_award(repository: Snapshot) -> Iterator[Finding]:
    """The instalments of a notice add up to its award, each pays something and has a number of its own.

    Why: What the instalments leave out is never paid, and what they have too much would be paid without an award.

    Fix: Correct the amounts. An amendment of the sum also says the instalments anew.

    Source: Content of a grant notice (payout; NRW sample notice, VV/BHO); data model of kic.
    """
    for application in dict.fromkeys(each.application for each in repository.all(Notice)):
        made: Grant | None = None
        for notice in notices_of(repository, application):
            if set_aside_on(notice) is not None:
                continue
            made = followed(made, notice)
            if (
                notice.notice not in (NoticeKind.AWARD, NoticeKind.AMENDMENT)
                or made is None
                or not made.instalments
                or not (notice.instalments or notice.amount is not None)
            ):
                continue
            summed = total(each.amount for each in made.instalments)
            numbers = [each.number for each in made.instalments]
            nothing = next((n for n, each in enumerate(made.instalments) if each.amount <= Money(0)), None)
            if nothing is not None and notice.instalments:
                yield found(
                    notice,
                    ("instalments", nothing, "amount"),
                    text("an instalment of {amount}", amount=made.instalments[nothing].amount),
                    help=text("an instalment pays more than nothing; correct the amounts"),
                )
            elif summed != made.amount:
                yield found(
                    notice,
                    "instalments" if notice.instalments else "amount",
                    text(
                        "the instalments are {summed}, the award is {amount}",
                        summed=summed,
                        amount=made.amount,
                    ),
                    help=text("correct the amounts; whoever changes the sum also says the instalments anew"),
                )
            elif len(set(numbers)) < len(numbers):
                twice = next(n for n, each in enumerate(numbers) if each in numbers[:n])
                yield found(
                    notice,
                    ("instalments", twice, "number") if notice.instalments else "amount",
                    text("the number {number} stands there twice", number=numbers[twice]),
                    help=text("number the instalments from 1 on"),
                )


@rule("KIC826", "notice-behind-decision", Severity.WARNING, requires=(notice_amount, refusal_of_an_award))
def notice_behind_decision(repository: Snapshot) -> Iterator[Finding]:
    """When the committee changed an award after its notice, a notice follows that says so.

    Why: The recipient relies on the notice, the money is planned by the decision. A draft that is older than the
    decision would be refused when it is issued.

    Fix: Draft the amendment (kic notice amend), or draft the notice anew.

    Source: § 47(1) GemO RLP (the administration carries out the resolutions); § 43 VwVfG.
    """
    for application in dict.fromkeys(each.application for each in repository.all(Notice)):
        record = repository.get(Application, application)
        call = repository.get(Call, record.call) if record is not None else None
        last_decision = last_given(repository, call, application)
        if last_decision is None:
            continue
        decision, decided = last_decision[0], last_decision[1].now
        notices = notices_of(repository, application)
        first = [each for each in notices if each.notice in (NoticeKind.AWARD, NoticeKind.REFUSAL)]
        drafts = [each for each in notices if issued_on(each) is None]
        if not first:
            continue
        for draft in drafts:
            stale = (draft.notice is NoticeKind.AWARD and draft.amount != decided) or (
                draft.notice is NoticeKind.REFUSAL and decided.cents
            )
            if stale:
                yield found(
                    draft,
                    "amount" if draft.amount is not None else "notice",
                    text(
                        "the decision {decision} gives {decided} by now",
                        decision=decision.id,
                        decided=decided,
                    ),
                    help=text(
                        "draft the notice anew: kic notice draft {application} --again",
                        application=application,
                    ),
                    related=[Related(repository.place(decision, "entries"), text("what was decided"))],
                )
        if any(each.notice is not NoticeKind.REFUSAL for each in drafts):
            continue
        held = composed(each for each in notices if issued_by(each, None))
        last, amount = (first[-1], Money(0)) if held is None else (held.last, held.amount)
        if last.notice is NoticeKind.AMENDMENT:
            behind = decided < amount
        else:
            behind = last.notice in (NoticeKind.AWARD, NoticeKind.REFUSAL) and decided != amount
        if behind and issued_on(last) is not None and set_aside_on(last) is None:
            yield found(
                last,
                "amount" if last.amount is not None else "notice",
                text(
                    "{amount} by this notice, but the decision {decision} gives {decided} by now",
                    amount=amount,
                    decision=decision.id,
                    decided=decided,
                ),
                help=text("say so in a notice: kic notice amend {application}", application=application)
                if amount.cents
                else text("say so in a notice: kic notice draft {application}", application=application),
                related=[Related(repository.place(decision, "entries"), text("what was decided"))],
            )


@rule("KIC827", "period-beyond-call", Severity.WARNING, requires=(notice_id,))
def period_beyond_call(repository: Snapshot) -> Iterator[Finding]:
    """A notice grants no period in which the money of the call may no longer be spent.

    Why: Projects are paid from the budget of their year. A period that runs on needs money of the next year, or a
    carry-over with its decision.

    Fix: Shorten the period, or record the carry-over in the call (`carried_over`).

    Source: § 17 GemHVO RLP (carrying over; wording not confirmed); calls since 2019: spent within the year.
    """
    for notice in repository.all(Notice):
        call = repository.get(Call, notice.call)
        if notice.period is None or call is None or call.spend_by is None or call.carried_over is not None:
            continue
        if notice.period.end > call.spend_by:
            yield found(
                notice,
                ("period", "end"),
                text(
                    "the project may run until {end}, the money only be spent until {date}",
                    end=notice.period.end,
                    date=call.spend_by,
                ),
                help=text("shorten the period, or record the carry-over in the call"),
                related=[Related(repository.place(call, "spend_by"), text("the call says so"))],
            )


@rule("KIC828", "project-period-upside-down")
def project_period_upside_down(repository: Snapshot) -> Iterator[Finding]:
    """A project's period ends after it begins.

    Why: Costs are recognised by the period; one that ends before it begins recognises none.

    Fix: Correct the dates.

    Source: Content of a grant notice (Bewilligungszeitraum; NRW sample notice).
    """
    for notice in repository.all(Notice):
        if notice.period is not None and notice.period.end < notice.period.start:
            yield found(
                notice,
                ("period", "end"),
                text(
                    "{end} lies before the beginning, {start}",
                    end=notice.period.end,
                    start=notice.period.start,
                ),
                help=text("correct the dates"),
            )


@rule("KIC829", "amendment-without-cause")
def amendment_without_cause(repository: Snapshot) -> Iterator[Finding]:
    """An amending notice answers a request of the grantee, or says why the office amends.

    Why: Changes of purpose, period or plan need the office's consent beforehand, on request. Without a request or
    a reason nobody can tell later why money went another way.

    Fix: Enter in `requested` the day of the request, or in `reason` why; both are best. The request comes first.

    Source: ANBest-P (duty to notify; other Länder); § 39 VwVfG (not confirmed).
    """
    for notice in repository.all(Notice):
        if notice.notice is not NoticeKind.AMENDMENT:
            continue
        issued = issued_on(notice)
        if notice.requested is None and not (notice.reason or "").strip():
            yield found(
                notice,
                (),
                text("an amendment that nobody asked for, and that gives no reason"),
                help=text("enter the day of the request in requested, or why in reason"),
            )
        elif notice.requested is not None and issued is not None and issued < notice.requested:
            yield found(
                notice,
                "requested",
                text(
                    "requested on {requested}, but issued before, on {issued}",
                    requested=notice.requested,
                    issued=issued,
                ),
                help=text("correct the date"),
            )


RULES: tuple[Rule, ...] = (
    instalments_not_the_award,
    notice_behind_decision,
    period_beyond_call,
    project_period_upside_down,
    amendment_without_cause,
)
