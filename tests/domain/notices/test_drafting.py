"""What a refusal says by default: the reason that the decision keeps, and a tie where it decided."""

import datetime

import msgspec
import pytest

from kic.allocation.outcome import Cause
from kic.domain.applications import Application
from kic.domain.calls import Call, ReportDue, ReportKind
from kic.domain.chapters import KINDS
from kic.domain.decisions import Decision, SettledTie
from kic.domain.notices.drafting import reports_for, why_refused
from kic.present.language import speak
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.notices.small import files, read

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


INTERIM, PROOF = ReportKind.INTERIM, ReportKind.PROOF_OF_USE


@pytest.mark.parametrize(
    ("reports", "settle_by", "months", "expected"),
    [
        # the project ends on Tuesday 15.12.2026; six months later is a Tuesday again
        ("", None, None, [(PROOF, "2027-06-15")]),
        ("", None, 2, [(PROOF, "2027-02-15")]),
        ("", "2027-03-31", None, [(PROOF, "2027-03-31")]),  # the call has to be settled by then
        ("", "2026-12-01", None, [(PROOF, "2026-12-15")]),  # but nobody accounts for what is not over
        ("2026-03-31", None, None, [(PROOF, "2026-03-31")]),  # what the call names goes before
    ],
)
def test_an_award_names_a_day_for_the_proof_of_use(reports, settle_by, months, expected):
    repository = read()
    application = repository.get(Application, AWARDED)
    call = repository.get(Call, "2025-2")
    assert application is not None
    assert call is not None
    day = datetime.date.fromisoformat
    named = (ReportDue(report=INTERIM, due=day("2026-01-31")),)
    told = (*named, ReportDue(report=PROOF, due=day(reports))) if reports else named
    call = msgspec.structs.replace(
        call, reports=told, settle_by=None if settle_by is None else day(settle_by)
    )
    if months is not None:
        own = f"procedure:\n  proof_months:\n    value: {months}\n    source: Richtlinie, Nr. 8\n"
        every = files()
        repository = load(Memory({**every, "kic.yaml": every["kic.yaml"] + own.encode()}), KINDS)
    found = reports_for(repository, application, call)
    assert [(each.report, each.due) for each in found] == [
        (INTERIM, day("2026-01-31")),
        *((kind, day(due)) for kind, due in expected),
    ]
