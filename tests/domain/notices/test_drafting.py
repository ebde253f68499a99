"""What a refusal says by default: the reason that the decision keeps, and a tie where it decided."""

import msgspec
import pytest

from kic.allocation.outcome import Cause
from kic.domain.applications import Application
from kic.domain.decisions import Decision, SettledTie
from kic.domain.notices.drafting import why_refused
from kic.present.language import speak
from tests.domain.notices.small import read

AWARDED, REFUSED = "2025-2-001", "2025-2-002"
TIED = "Mehrere Anträge erreichten dieselbe Punktzahl; über ihre Reihenfolge entschied: Los in der Sitzung."


def reason(order: tuple[str, ...], cause: Cause) -> str:
    """Why the second application of the small call was refused, had these been tied and this been the cause."""
    repository = read()
    application = repository.get(Application, REFUSED)
    decision = repository.get(Decision, "2025-2-d1")
    assert application is not None
    assert decision is not None
    tie = SettledTie(applications=order, order=order, settled_by="Los in der Sitzung")
    changed = msgspec.structs.replace(
        decision,
        ties=(tie,) if order else (),
        proposal=tuple(msgspec.structs.replace(each, cause=cause) for each in decision.proposal),
    )
    return why_refused(application, changed, speak("de").say) or ""


@pytest.mark.parametrize(
    ("order", "cause", "tied"),
    [
        ((AWARDED, REFUSED), Cause.LINE, True),  # the lot put another first, and the money ended there
        ((AWARDED, REFUSED), Cause.BUDGET, True),
        ((REFUSED, AWARDED), Cause.BUDGET, False),  # it came first: what was left was too little for it
        ((), Cause.LINE, False),
        ((AWARDED, REFUSED), Cause.THRESHOLD, False),  # refused for its score, whatever the order
    ],
)
def test_a_refusal_after_a_tie_says_how_the_order_was_settled(order, cause, tied):
    said = reason(order, cause)
    assert said.endswith(TIED) is tied
    assert AWARDED not in said, "no competitor is named"
