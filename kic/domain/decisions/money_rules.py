"""What must hold of awards in money: within the call's money, the request and what the proposal admits."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Money, total
from kic.domain.applications import Application, FundKind
from kic.domain.calls import Call, Figures
from kic.domain.decisions import AwardEvent, Decision
from kic.domain.decisions.of_call import applications_of, decisions_of, fixed_of
from kic.domain.decisions.posing import least_of

if TYPE_CHECKING:
    from kic.core.place import Field


@rule("KIC762", "award-above-admissible")
def award_above_admissible(repository: Snapshot) -> Iterator[Finding]:
    """An award is never more than was asked for and than the terms admit.

    Why: The guideline binds the city: more than its rate, its cap or the request goes to nobody.

    Fix: Correct the amount.

    Source: Equal treatment (Art. 3 GG); BECKRS 2022, 43494: a guideline is applied as it is practised.
    """
    for decision in repository.all(Decision):
        most = {each.application: each.admissible for each in decision.proposal}
        lines = [(each.application, each.amount, ("awards", at)) for at, each in enumerate(decision.awards)]
        lines += [(each.application, each.after, ("entries", at)) for at, each in enumerate(decision.entries)]
        for id_, amount, field in lines:
            application = repository.get(Application, id_)
            highest = most.get(id_)
            if application is not None and amount > application.requested:
                message = text(
                    "the award is {amount}, {requested} was asked for",
                    amount=amount,
                    requested=application.requested,
                )
            elif highest is not None and amount > highest and amount.cents:
                message = text(
                    "the award is {amount}, the terms admit {admissible}", amount=amount, admissible=highest
                )
            else:
                continue
            name = "amount" if field[0] == "awards" else "after"
            yield found(decision, (*field, name), message, help=text("correct the amount"))


@rule("KIC763", "award-below-minimum")
def award_below_minimum(repository: Snapshot) -> Iterator[Finding]:
    """An award is at least what the project needs to be done at all.

    Why: With less than the declared minimum the project fails, and the money is asked back.

    Fix: Give at least the minimum or nothing. An applicant who can do with less says so before the decision:
    then the application names the lower minimum.

    Source: Allocation rules of kic: 0 or minimum <= award.
    """
    for decision in repository.all(Decision):
        call = repository.get(Call, decision.call)
        given: list[tuple[str, Money, Field]] = [
            (each.application, each.amount, ("awards", at, "amount"))
            for at, each in enumerate(decision.awards)
        ]
        given += [
            (each.application, each.after, ("entries", at, "after"))
            for at, each in enumerate(decision.entries)
            if each.event is AwardEvent.MOVED_UP
        ]
        for id_, amount, field in given:
            application = repository.get(Application, id_)
            if application is None or call is None:
                continue
            least = least_of(application, call)
            if least is not None and 0 < amount.cents < least.cents:
                yield found(
                    decision,
                    field,
                    text(
                        "the award is {amount}, the project needs at least {minimum}",
                        amount=amount,
                        minimum=least,
                    ),
                    help=text("give at least the minimum, or nothing"),
                    related=[Related(repository.place(application, "minimum"), text("the declared minimum"))],
                )


@rule("KIC764", "figures-against-decisions", Severity.WARNING)
def figures_against_decisions(repository: Snapshot) -> Iterator[Finding]:
    """The figures of a call agree with its recorded decisions.

    Why: Figures stand for applications that are not recorded one by one. Where they are, two sums for one
    thing are one too many.

    Fix: Correct the figures or take them out.

    Source: Data model of kic.
    """
    for call in repository.all(Call):
        decisions = decisions_of(repository, call) if call.figures is not None else ()
        if not decisions or call.figures is None:
            continue
        amounts = [each for decision in decisions for each in _decided(decision).values() if each.cents]
        told = (
            ("funded", call.figures.funded, len(amounts)),
            ("committed", call.figures.committed, total(amounts)),
        )
        for name, figure, decided in told:
            if figure is not None and figure != decided:
                yield found(
                    call,
                    ("figures", name),
                    text(
                        "the figure is {figure}, the decisions say {decided}", figure=figure, decided=decided
                    ),
                    help=text("correct the figure, or take it out"),
                    related=[Related(repository.place(decisions[0], "awards"), text("the awards"))],
                )
        yield from _intake(repository, call, call.figures)


def _intake(repository: Snapshot, call: Call, figures: Figures) -> Iterator[Finding]:
    """Figures of what came in may count all applications, or those that took part."""
    every = applications_of(repository, call)
    taking_part = [each for each in every if not each.ineligible]
    for name, figure, told in (
        ("applications", figures.applications, (len(every), len(taking_part))),
        (
            "requested",
            figures.requested,
            (total(each.requested for each in every), total(each.requested for each in taking_part)),
        ),
    ):
        if figure is not None and figure not in told:
            yield found(
                call,
                ("figures", name),
                text("the figure is {figure}, the applications say {told}", figure=figure, told=told[0]),
                help=text("correct the figure, or take it out"),
            )


def _decided(decision: Decision) -> dict[str, Money]:
    """As the meeting decided: figures of a round tell its result, not what was declined later."""
    return {each.application: each.amount for each in decision.awards}


@rule("KIC765", "adapted-plan-missing", Severity.WARNING)
def adapted_plan_missing(repository: Snapshot) -> Iterator[Finding]:
    """Who gets less than was asked for hands in a cost and finance plan that is adapted to the award.

    Why: A plan over the whole request no longer balances. The notice makes the plan binding.

    Fix: Ask for the plan and record it: kic application adapt.

    Source: Practice of partial awards: an adapted cost and finance plan.
    """
    for decision, application, amount in _partly(repository):
        if application.adapted and (_counted(application) == amount or _newer(decision, application)):
            continue
        yield found(
            application,
            "requested",
            text(
                "{amount} of {requested} was awarded, and there is no adapted plan",
                amount=amount,
                requested=application.requested,
            )
            if not application.adapted
            else text(
                "the award is now {amount}, the adapted plan is older and counts on {counted}",
                amount=amount,
                counted=_counted(application),
            ),
            help=text("ask for the plan and record it: kic application adapt {id}", id=application.id),
            related=[Related(repository.place(decision, "awards"), text("the award"))],
        )


@rule("KIC766", "adapted-plan-differs")
def adapted_plan_differs(repository: Snapshot) -> Iterator[Finding]:
    """The adapted plan counts on the award as it was decided.

    Why: A finance plan that counts on more than is awarded has a hole.

    Fix: Ask for a plan over the award, and record it as the next one.

    Source: ANBest-P (the finance plan is binding in its total).
    """
    for decision, application, amount in _partly(repository):
        if not application.adapted or _counted(application) == amount or not _newer(decision, application):
            continue
        yield found(
            application,
            ("adapted", len(application.adapted) - 1, "financing"),
            text(
                "the adapted plan counts on {counted}, awarded is {amount}",
                counted=_counted(application),
                amount=amount,
            ),
            help=text("ask for a plan over the award, and record it as the next one"),
            related=[Related(repository.place(decision, "awards"), text("the award"))],
        )


def _partly(repository: Snapshot) -> Iterator[tuple[Decision, Application, Money]]:
    """Awards that stand and are below the request."""
    for decision in repository.all(Decision):
        for id_, amount in decision.standing.items():
            application = repository.get(Application, id_)
            if application is not None and 0 < amount.cents < application.requested.cents:
                yield decision, application, amount


def _counted(application: Application) -> Money:
    """The award that the newest adapted plan counts on."""
    plan = application.adapted[-1]
    return total(each.amount for each in plan.financing if each.fund is FundKind.REQUESTED)


def _newer(decision: Decision, application: Application) -> bool:
    """Whether the newest adapted plan came when the award had its amount: then it should count on it."""
    changes = [each.date for each in decision.entries if each.application == application.id]
    return application.adapted[-1].received >= max([decision.date, *changes])


@rule("KIC767", "cap-exceeded")
def cap_exceeded(repository: Snapshot) -> Iterator[Finding]:
    """The awards of one applicant, and those of one theme, stay within the caps of the call.

    Why: The caps are part of the terms that every applicant relied on. A proposal keeps them; a deviation, or
    an award from the waiting list, has to keep them too.

    Fix: Lower an award by an entry, so that the cap is kept.

    Source: The call's own terms; equal treatment (Art. 3 GG). Awards of earlier calls of the year count too.
    """
    for call in repository.all(Call):
        caps = call.terms.caps
        decisions = decisions_of(repository, call)
        if not decisions or (caps.applicant is None and not caps.themes):
            continue
        mine = {id_ for each in decisions for id_, amount in each.standing.items() if amount.cents}
        by_applicant: dict[str, Money] = {}
        by_theme: dict[str, Money] = {}
        concerned: set[str] = set()
        for award in fixed_of(repository, call)[0]:
            if award.applicant is not None:
                by_applicant[award.applicant] = by_applicant.get(award.applicant, Money(0)) + award.amount
            for theme in award.themes:
                by_theme[theme] = by_theme.get(theme, Money(0)) + award.amount
            if award.id in mine:
                concerned |= {award.applicant or "", *award.themes}
        last = decisions[-1]
        for name, given, most, place in (
            *((each, by_applicant[each], caps.applicant, ("applicant",)) for each in by_applicant),
            *(
                (each, by_theme.get(each, Money(0)), caps.themes[each], ("themes", each))
                for each in caps.themes
            ),
        ):
            if most is None or given <= most or name not in concerned:
                continue
            yield found(
                last,
                ("entries", len(last.entries) - 1, "after") if last.entries else ("awards",),
                text(
                    "the awards of {name} are {given}, the cap is {most}", name=name, given=given, most=most
                ),
                help=text("lower an award by an entry, so that the cap is kept"),
                related=[Related(repository.place(call, "terms", "caps", *place), text("the cap"))],
            )


RULES: tuple[Rule, ...] = (
    award_above_admissible,
    award_below_minimum,
    figures_against_decisions,
    adapted_plan_missing,
    adapted_plan_differs,
    cap_exceeded,
)
