"""What is said of an application under a rule that goes by no ranking (ALLOCATION, section 3).

These rules have no room at someone's turn and no line; nothing is said of either.
"""

from kic.allocation.outcome import Cause
from kic.allocation.problem import AllocationRule
from kic.allocation.proposal import Proposal, Standing
from kic.core.text import Text, text

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
    if standing.award:
        return (_funded(proposal, standing), reduced)
    return (_unfunded(proposal, standing),)


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
    return text(
        "The application {id} is not funded under the rule {rule}.", id=standing.id, rule=proposal.rule
    )
