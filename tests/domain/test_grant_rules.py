"""What must hold of calls, applications and marks: the cases beside those of the gallery."""

import datetime

import pytest

CALL = "applications/2026-1/call.yaml"
CALL2 = "applications/2025-2/call.yaml"
CALL1 = "applications/2025-1/call.yaml"
A1, A2 = "applications/2026-1/2026-1-001.yaml", "applications/2026-1/2026-1-002.yaml"
S1, S3 = "applications/2026-1/scores/s01.yaml", "applications/2026-1/scores/s03.yaml"
SEAT3 = "concept/committee/s03.yaml"
DISCLOSED = """\
disclosures:
  - date: 2026-11-05
    about: 2026-1-001
    state: excluded
    decided_by: member
    reference: Akte 15-30, Blatt 4
"""


def test_the_real_case_of_44000_and_26000_of_70000(codes):
    assert codes() == []
    assert codes((CALL2, "26000.00", "26000.01")) == ["KIC404"]
    assert codes((CALL1, "committed: 44000.00", "committed: 44000.01")) == ["KIC404"]
    assert codes((CALL1, "amount: 70000.00", "amount: 70000.01")) == ["KIC402"]


@pytest.mark.parametrize(
    ("costs", "found"), [("1500.00", []), ("1500.01", ["KIC520"]), ("1499.99", ["KIC520"])]
)
def test_plans_balance_to_the_cent(codes, costs, found):
    assert codes((A1, "item: Material\n    amount: 1500.00", f"item: Material\n    amount: {costs}")) == found


def test_every_line_below_zero_is_found(codes):
    edits = [
        (A1, "amount: 1500.00\nfinancing", "amount: -1500.00\nfinancing"),
        (A1, "amount: 1500.00", "amount: -1"),
    ]
    assert codes(*edits).count("KIC523") == 2


def test_the_difference_is_said(repository, today):
    from kic.domain.applications.money_rules import plans_do_not_balance
    from tests.domain.good import changed

    state = repository(changed((A1, "amount: 1500.00\nfinancing", "amount: 1700.50\nfinancing")))
    (finding,) = plans_do_not_balance.function(state)
    assert str(finding.message) == "the finance plan has 7500.00, the cost plan 7700.50: 200.50 are missing"


@pytest.mark.parametrize(
    ("received", "marked", "found"),
    [
        ("2026-10-15T23:59", False, []),
        ("2026-10-16T00:00", False, ["KIC506"]),
        ("2026-10-15T23:59", True, ["KIC506"]),
        ("2026-10-16T00:00", True, []),
    ],
)
def test_the_deadline_is_a_minute(codes, received, marked, found):
    edits = [
        (A1, "2026-10-02T09:15", received),
        (S1, "  2026-1-001: {wirkung: 80, kosten: 75}\n", ""),
        ("applications/2026-1/scores/s02.yaml", "  2026-1-001: 85\n", ""),
        (S3, "  2026-1-001: excluded\n", ""),
    ]
    if marked:
        edits.append((A1, "", "ineligible: [late]\n"))
    assert codes(*edits) == found


@pytest.mark.parametrize(("own", "found"), [("666.67", []), ("666.66", ["KIC525"])])
def test_the_own_share_is_of_the_eligible_costs(codes, own, found):
    """Own money of 666.67 is 10% of costs of 6,666.67; a cent less is not."""
    edits = [
        (A1, "fund: own\n    amount: 1500.00", f"fund: own\n    amount: {own}"),
        (A1, "item: Material\n    amount: 1500.00", f"item: Material\n    amount: {own}"),
    ]
    assert codes(*edits) == found


@pytest.mark.parametrize(
    ("scale", "mark", "found"),
    [
        ("{min: 0, max: 10, step: 0.5}", "7.5", []),
        ("{min: 0, max: 10, step: 0.5}", "7.50", []),
        ("{min: 0, max: 10, step: 0.5}", "7.3", ["KIC603"]),
        ("{min: 1, max: 10, step: 3}", "7", []),
        ("{min: 1, max: 10, step: 3}", "6", ["KIC603"]),
        ("{min: 0, max: 10, step: 0.1}", "0.3", []),
        ("{min: 10, max: 0, step: 1}", "5", ["KIC424"]),
        ("{min: 0, max: 10, step: 0}", "5", ["KIC424"]),
    ],
)
def test_marks_are_on_the_scale_exactly(codes, scale, mark, found):
    edits = [
        (CALL, "scale: {min: 0, max: 100, step: 5}", f"scale: {scale}"),
        (CALL, "  threshold: 60\n", ""),
        (S1, "{wirkung: 80, kosten: 75}", mark),
        (S1, "{wirkung: 70, kosten: 65}", "abstain"),
        ("applications/2026-1/scores/s02.yaml", "85", "abstain"),
        (S3, "2026-1-002: 60", "2026-1-002: abstain"),
    ]
    assert codes(*edits) == found


@pytest.mark.parametrize("marks", ["90", "abstain", "{wirkung: 80, kosten: 75}"])
def test_a_seat_that_the_applicant_sent_is_a_question(codes, marks):
    nothing = (SEAT3, DISCLOSED, "")
    assert codes((S3, "excluded", marks), nothing) == ["KIC609"], "an abstention is no exclusion (§ 22 GemO)"


def test_an_early_start_needs_consent_before_it(codes):
    begun = (A1, "start: 2027-01-10", "start: 2026-11-10")
    early = "early_start:\n  requested: 2026-10-20\n  consented: {}\n"
    assert codes(begun) == ["KIC511"]
    assert codes(begun, (A1, "", early.format("2026-11-10"))) == []
    assert codes(begun, (A1, "", early.format("2026-11-11"))) == ["KIC511"]


def test_partial_dates_of_a_decision_are_taken_fairly(codes):
    assert codes((A1, "start: 2027-01-10", "start: 2026-12-01")) == []
    assert codes((A1, "start: 2027-01-10", "start: 2026-11-30")) == ["KIC511"]


@pytest.mark.parametrize(
    ("today", "state", "found"),
    [
        ("2026-08-31", "draft", []),
        ("2026-09-01", "draft", ["KIC422"]),
        ("2026-08-31", "open", ["KIC422"]),
        ("2026-10-15", "open", []),
        ("2026-10-16", "open", ["KIC422"]),
        ("2026-10-14", "closed", ["KIC444"]),
    ],
)
def test_the_state_of_a_call_follows_the_calendar(codes, today, state, found):
    edits = [(CALL, "state: closed", f"state: {state}")]
    judged = codes(*edits, on=datetime.date.fromisoformat(today))
    assert [code for code in judged if code in ("KIC422", "KIC444")] == found


def test_a_group_of_the_next_council_needs_a_seat_from_its_first_day(codes):
    council = """\
kind: council
id: rat-2029
title: Rat der Wahlzeit 2029 bis 2034
start: 2029-07-01
groups:
  - id: g-nord
    name: Liste Nord
"""
    more = ("concept/councils/rat-2029.yaml", "", council)
    assert codes(more) == []
    last_day = codes(more, on=datetime.date(2029, 6, 30))
    assert "KIC301" not in last_day
    first_day = codes(more, on=datetime.date(2029, 7, 1))
    assert first_day.count("KIC301") == 1
