"""What is said of an application under a rule that goes by no ranking (docs/allocation.md, section 3).

These rules have no room at someone's turn and no line; nothing is said of either.
"""

from kic.allocation.faults import by_marks
from kic.allocation.outcome import Cause
from kic.allocation.problem import AllocationRule, Objective
from kic.allocation.proposal import Proposal, Standing, Status
from kic.core.text import Text, plural, text

OWN = frozenset(
    (
        AllocationRule.OPTIMUM,
        AllocationRule.EQUAL_SHARES,
        AllocationRule.GREEDY,
        AllocationRule.PHRAGMEN,
        AllocationRule.PROPORTIONAL_CUT,
    )
)
"""The rules whose eligible applications are spoken of here, whatever the cause."""


def sentences(proposal: Proposal, standing: Standing, reduced: Text | None) -> tuple[Text | None, ...]:
    """What is said of an eligible application; `reduced` says why its award is less than its request."""
    if proposal.rule is AllocationRule.OPTIMUM:
        if standing.award:
            return (_chosen(proposal, standing), reduced)
        return (_passed_over(proposal, standing), _loss(proposal, standing))
    if proposal.rule is AllocationRule.PROPORTIONAL_CUT:
        if standing.award:
            return (
                _shared(standing),
                reduced if standing.award == standing.admissible else _enough(standing),
            )
        return (_dropped(standing),)
    if standing.award:
        return (_funded(proposal, standing), _paid(standing), _bought(proposal, standing), reduced)
    return (_unfunded(proposal, standing), _silent(proposal, standing))


def about(proposal: Proposal) -> tuple[Text, ...]:
    """What is said of the whole before its warnings: how good an optimum is."""
    found = proposal.optimum
    if found is None:
        return ()
    if found.status is Status.PROVED:
        return (
            text("It is proved that no selection is better: its sum is {reached}.", reached=found.reached),
        )
    if found.reached == found.bound:
        return (
            text(
                "No selection has a larger sum than {reached}. Whether another one with the same sum holds better "
                "ranks was not settled within the fixed number of steps.",
                reached=found.reached,
            ),
        )
    return (
        text(
            "It is not proved that this is the best selection: its sum is {reached}, and after the fixed number "
            "of steps it is known that none exceeds {bound}.",
            reached=found.reached,
            bound=found.bound,
        ),
    )


# -- optimum -----------------------------------------------------------------------------------------------


def _chosen(proposal: Proposal, standing: Standing) -> Text:
    return text(
        "The application {id} is on rank {rank} of {ranked} with a score of {score} and receives its full "
        "admissible amount of {award}, as part of the best selection that money, caps and floors allow.",
        id=standing.id,
        rank=standing.rank,
        ranked=len(proposal.ranking),
        score=standing.score,
        award=standing.award,
    )


def _passed_over(proposal: Proposal, standing: Standing) -> Text:
    return text(
        "The application {id} is on rank {rank} of {ranked} with a score of {score} and is not funded: the best "
        "selection that money, caps and floors allow does not hold it.",
        id=standing.id,
        rank=standing.rank,
        ranked=len(proposal.ranking),
        score=standing.score,
    )


def _loss(proposal: Proposal, standing: Standing) -> Text | None:
    if standing.loss is None:
        return None
    if not standing.loss:
        return text("A selection with it is worth as much, but holds those ranked above less often.")
    if proposal.problem.objective is Objective.SCORE:
        return text("If it had to be funded, the sum of scores would be {loss} lower.", loss=standing.loss)
    return text(
        "If it had to be funded, the sum of scores times euros would be {loss} lower.", loss=standing.loss
    )


# -- proportional-cut --------------------------------------------------------------------------------------


def _shared(standing: Standing) -> Text:
    if standing.award == standing.admissible:
        return text(
            "The application {id} receives its full admissible amount of {award}.",
            id=standing.id,
            award=standing.award,
        )
    return text(
        "The application {id} receives {award} of its admissible amount of {admissible}: all are cut by the same "
        "factor, so that money and caps suffice.",
        id=standing.id,
        award=standing.award,
        admissible=standing.admissible,
    )


def _enough(standing: Standing) -> Text | None:
    if standing.minimum is None:
        return None
    return text(
        "Its declared minimum of {minimum} is reached, so the project can be done with this part.",
        minimum=standing.minimum,
    )


def _dropped(standing: Standing) -> Text:
    if standing.minimum:
        return text(
            "The application {id} is not funded: cut by the same factor as all, it would have received less than "
            "its declared minimum of {minimum}.",
            id=standing.id,
            minimum=standing.minimum,
        )
    return text(
        "The application {id} is not funded: cut by the same factor as all, nothing was left for it.",
        id=standing.id,
    )


# -- votes -------------------------------------------------------------------------------------------------


def _paid(standing: Standing) -> Text | None:
    if standing.completed:
        return text("The shares of its supporters did not suffice; money that was left over funds it.")
    if not standing.paid_by:
        return None
    return plural(
        "One voter paid for it out of an equal share of the money.",
        "{n} voters paid for it, each out of an equal share of the money.",
        n=len(standing.paid_by),
    )


def _bought(proposal: Proposal, standing: Standing) -> Text | None:
    """Why the rule came to it in its turn."""
    backing = standing.backing
    if backing is None:
        return None
    if proposal.rule is AllocationRule.GREEDY:
        return text(
            "It is supported by {supporters} of {voters} voters; of all that still fitted at its turn, none was "
            "worth more to its supporters for each euro.",
            supporters=backing.supporters,
            voters=backing.voters,
        )
    if proposal.rule is AllocationRule.PHRAGMEN:
        return text(
            "It is supported by {supporters} of {voters} voters; none of the others would at its turn have put a "
            "smaller load on each of its supporters.",
            supporters=backing.supporters,
            voters=backing.voters,
        )
    return None


def _funded(proposal: Proposal, standing: Standing) -> Text:
    if standing.award == standing.admissible:
        return text(
            "The application {id} receives its full admissible amount of {award} under the rule {rule}.",
            id=standing.id,
            award=standing.award,
            rule=proposal.rule,
        )
    return text(
        "The application {id} receives {award} of its admissible amount of {admissible} under the rule {rule}.",
        id=standing.id,
        award=standing.award,
        admissible=standing.admissible,
        rule=proposal.rule,
    )


def _unfunded(proposal: Proposal, standing: Standing) -> Text:
    if standing.cause is Cause.THEME_CAP:
        return text(
            "The application {id} is not funded under the rule {rule}: it no longer fitted the cap of a theme.",
            id=standing.id,
            rule=proposal.rule,
        )
    if standing.cause is Cause.APPLICANT_CAP:
        return text(
            "The application {id} is not funded under the rule {rule}: it no longer fitted the cap for each "
            "applicant.",
            id=standing.id,
            rule=proposal.rule,
        )
    return _unsupported(proposal, standing)


def _unsupported(proposal: Proposal, standing: Standing) -> Text:
    """Why the rule itself did not come to it."""
    backing = standing.backing
    if standing.cause is Cause.BUDGET:
        return text(
            "The application {id} is not funded under the rule {rule}: its admissible amount of {admissible} is "
            "more than all the money.",
            id=standing.id,
            rule=proposal.rule,
            admissible=standing.admissible,
        )
    if backing is None:
        return text(
            "The application {id} is not funded under the rule {rule}.", id=standing.id, rule=proposal.rule
        )
    if not backing.supporters:
        return text(
            "The application {id} is not funded under the rule {rule}: nobody supports it.",
            id=standing.id,
            rule=proposal.rule,
        )
    if backing.together is None:
        return text(
            "The application {id} is not funded under the rule {rule}: it is supported by {supporters} of {voters} "
            "voters, and others that the rule puts first left too little money.",
            id=standing.id,
            rule=proposal.rule,
            supporters=backing.supporters,
            voters=backing.voters,
        )
    return text(
        "The application {id} is not funded under the rule {rule}: it is supported by {supporters} of {voters} "
        "voters, and of their equal shares {together} were left in the end, {short} less than its admissible "
        "amount of {admissible}.",
        id=standing.id,
        rule=proposal.rule,
        supporters=backing.supporters,
        voters=backing.voters,
        together=backing.together,
        short=standing.admissible - backing.together,
        admissible=standing.admissible,
    )


def _silent(proposal: Proposal, standing: Standing) -> Text | None:
    """That abstentions sank it."""
    if standing.backing is None or not standing.backing.silent:
        return None
    if by_marks(proposal.problem):
        return plural(
            "One seat abstained; had it given the highest mark, the shares would have sufficed.",
            "{n} seats abstained; had they given the highest mark, the shares would have sufficed.",
            n=standing.backing.silent,
        )
    return plural(
        "One seat abstained; had it supported the application, the shares would have sufficed.",
        "{n} seats abstained; had they supported the application, the shares would have sufficed.",
        n=standing.backing.silent,
    )
