"""How a notice stands: delivered, final, contested; what a grant is on a day. Dates counted by hand from the law."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.values import Money
from kic.domain.calls import ReportKind
from kic.domain.notices.grant import blocking, conditions, grant, in_force, reports_due
from kic.domain.notices.standing import (
    NoticeState,
    appeal_end,
    arrived_on,
    claims,
    delivered_on,
    finality_day,
    pending_against,
    state_on,
)
from tests.domain.notices.small import (
    REFUSAL,
    award,
    change,
    day,
    notice_of,
    objection,
    read,
    refusal,
)

EXAMPLES = 40
ISSUED = "2025-07-21 issued role=r-leitung"
DECIDED = "2025-09-01 handed_over\n2025-11-04 decided outcome=rejected delivered=2025-11-10"
POSTED = f"{ISSUED}\n2025-07-21 posted channel=letter"


def dates(repository, id_="2025-2-001-n1"):
    """Delivery, end of the period and finality as text; `-` where nothing tells it."""
    notice = notice_of(repository, id_)
    found = (
        delivered_on(repository, notice),
        appeal_end(repository, notice),
        finality_day(repository, notice),
    )
    return " ".join("-" if each is None else each.isoformat() for each in found)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        # Monday 21.07., fourth day Friday 25.07.; the month ends on Monday 25.08., final on the next day
        (POSTED, "2025-07-25 2025-08-25 2025-08-26"),
        (ISSUED, "- - -"),
        # a letter that came later than the fourth day counts from then; one month later is a Friday
        (f"{POSTED}\n2025-07-29 delivered", "2025-07-29 2025-08-29 2025-08-30"),
        # an earlier arrival does not shorten the period (§ 41(2) VwVfG: the fourth day counts)
        (f"{POSTED}\n2025-07-22 delivered", "2025-07-25 2025-08-25 2025-08-26"),
        # a registered letter: its proved day counts, also an earlier one; 22.08. is a Friday
        (
            f"{ISSUED}\n2025-07-21 posted channel=registered\n2025-07-22 delivered",
            "2025-07-22 2025-08-22 2025-08-23",
        ),
        (f"{ISSUED}\n2025-07-21 posted channel=registered", "- - -"),
        (f"{ISSUED}\n2025-07-21 posted channel=formal_service", "- - -"),
        # handed over: delivered at once; 21.08. is a Thursday
        (f"{ISSUED}\n2025-07-21 posted channel=handed_over", "2025-07-21 2025-08-21 2025-08-22"),
        # it came back, so nothing was delivered; posted again on Friday 01.08. it counts from 05.08.
        (f"{POSTED}\n2025-07-30 returned", "- - -"),
        (
            f"{POSTED}\n2025-07-30 returned\n2025-08-01 posted channel=letter",
            "2025-08-05 2025-09-05 2025-09-06",
        ),
        # waived after delivery, and waived by somebody who holds the letter before the fourth day
        (f"{POSTED}\n2025-07-28 remedies_waived", "2025-07-25 2025-08-25 2025-07-28"),
        (f"{POSTED}\n2025-07-22 delivered\n2025-07-23 remedies_waived", "2025-07-25 2025-08-25 2025-07-23"),
        (f"{POSTED}\n2025-08-11 set_aside", "2025-07-25 2025-08-25 -"),
    ],
)
def test_delivery_period_and_finality(steps, expected):
    assert dates(read(award=award(steps))) == expected


@pytest.mark.parametrize(
    ("posted", "expected"),
    [
        # posted Fri 27.11.2026: Tue 01.12.; the month ends on New Year's Day, so on Mon 04.01.2027
        ("2026-11-27", "2026-12-01 2027-01-04 2027-01-05"),
        # the fourth day is a Sunday and stays one; 06.01. is no holiday in Rheinland-Pfalz
        ("2026-12-02", "2026-12-06 2027-01-06 2027-01-07"),
        # the last day of February is a Sunday: Mon 01.03.2027
        ("2027-01-27", "2027-01-31 2027-03-01 2027-03-02"),
    ],
)
def test_the_examples_of_the_domain(posted, expected):
    steps = f"{posted} issued role=r-leitung\n{posted} posted channel=letter"
    assert dates(read(award=award(steps))) == expected


@pytest.mark.parametrize("instruction", ["missing", "wrong"])
def test_without_a_right_instruction_the_period_is_a_year(instruction):
    text = award(remedies=("remedies:\n", f"remedies:\n  instruction: {instruction}\n"))
    # 25.07.2026 is a Saturday: Monday 27.07.
    assert dates(read(award=text)) == "2025-07-25 2026-07-27 2026-07-28"


@pytest.mark.parametrize(
    ("received", "steps", "final"),
    [
        ("2025-08-25", "", None),
        ("2025-08-26", "", "2025-08-26"),  # too late: it holds nothing up
        ("2025-08-18", "2025-08-20 withdrawn", "2025-08-26"),  # the period runs on
        ("2025-08-18", "2025-09-10 withdrawn", "2025-09-10"),
        ("2025-08-18", "2025-09-01 handed_over\n2025-11-04 heard", None),
        ("2025-08-18", "2025-09-01 handed_over\n2025-11-04 decided outcome=rejected", None),
        # decided, delivered Mon 10.11.: a lawsuit until Wed 10.12.
        (
            "2025-08-18",
            DECIDED,
            "2025-12-11",
        ),
        (
            "2025-08-18",
            DECIDED + "\n2025-12-08 sued",
            None,
        ),
        (
            "2025-08-18",
            DECIDED + "\n2025-12-08 sued\n2026-06-16 judged outcome=rejected",
            "2026-06-16",
        ),
    ],
)
def test_a_pending_objection_holds_finality_up(received, steps, final):
    repository = read(o1=objection(received, steps))
    found = finality_day(repository, notice_of(repository, REFUSAL))
    assert (found.isoformat() if found else None) == final


def test_a_restored_objection_counts_although_it_is_late():
    repository = read(o1=objection("2025-09-10", restored="true", note="Krankenhaus bis 9. September"))
    assert finality_day(repository, notice_of(repository, REFUSAL)) is None


@pytest.mark.parametrize(("received", "final"), [("2025-07-28", None), ("2025-07-30", "2025-07-30")])
def test_a_waiver_ends_no_objection_that_came_before_it(received, final):
    repository = read(refusal=refusal(f"{POSTED}\n2025-07-30 remedies_waived"), o1=objection(received))
    found = finality_day(repository, notice_of(repository, REFUSAL))
    assert (found.isoformat() if found else None) == final


def test_who_may_claim_how_much_as_long_as_it_is_pending():
    repository = read(o1=objection("2025-08-18", "2025-09-10 withdrawn"))
    assert [
        str(claims(repository, "2025-2", day(each))) for each in ("2025-08-17", "2025-08-18", "2025-09-10")
    ] == [
        "0.00",
        "600.00",
        "0.00",
    ]
    notice = notice_of(repository, REFUSAL)
    assert [each.id for each in pending_against(repository, notice, day("2025-09-09"))] == ["2025-2-002-o1"]


@pytest.mark.parametrize(
    ("on", "state"),
    [("2025-07-20", "draft"), ("2025-07-21", "issued"), ("2025-08-25", "issued"), ("2025-08-26", "final")],
)
def test_states_follow_the_days(on, state):
    repository = read()
    assert state_on(repository, notice_of(repository), day(on)) is NoticeState(state)


# -- the award in force --------------------------------------------------------------------------------

LATER = "2026-01-15 issued role=r-leitung\n2026-01-15 posted channel=letter"
AMENDED = change(
    "amendment", LATER, before="6000.00", amount="5000.00", requested="2026-01-08", decision="2025-2-d1"
)


@pytest.mark.parametrize(
    ("on", "amount"),
    [("2025-07-24", None), ("2025-07-25", 6000), ("2026-01-18", 6000), ("2026-01-19", 5000)],
)
def test_an_award_is_in_force_when_it_arrived(on, amount):
    found = in_force(read(n2=AMENDED), "2025-2-001", day(on))
    assert found == (None if amount is None else Money(100 * amount))


def test_without_a_day_every_issued_notice_counts():
    drafted = AMENDED.partition("steps:\n")[0]
    assert in_force(read(n2=drafted), "2025-2-001") == Money(600000)
    assert in_force(read(n2=AMENDED), "2025-2-001") == Money(500000)
    assert in_force(read(), "2025-2-002") is None


def test_a_revocation_of_all_leaves_nothing_and_owes_no_report():
    gone = change("revocation", LATER, before="6000.00", known="2026-01-02", reason="Zweck verfehlt")
    repository = read(n2=gone)
    assert in_force(repository, "2025-2-001") == Money(0)
    assert reports_due(repository, "2025-2-001") == ()
    back = read(n2=gone + "  - date: 2026-02-02\n    event: set_aside\n")
    assert in_force(back, "2025-2-001", day("2026-02-01")) == Money(0)
    assert in_force(back, "2025-2-001", day("2026-02-02")) == Money(600000)


def test_an_amendment_keeps_what_it_does_not_change():
    found = grant(read(n2=AMENDED), "2025-2-001")
    assert found is not None
    assert (found.notice.id, found.last.id) == ("2025-2-001-n1", "2025-2-001-n2")
    assert [each.number for each in found.instalments] == [1, 2]
    assert found.period is not None
    assert found.period.end == day("2026-12-15")


# -- conditions and reports ----------------------------------------------------------------------------

MET = award() + (
    "condition_steps:\n  - date: 2025-09-01\n    condition: a1\n    event: met\n    evidence: Frist abgelaufen\n"
)


@pytest.mark.parametrize(
    ("text", "instalment", "on", "stopping"),
    [
        (award(), 1, "2025-08-31", ["a1"]),
        (MET, 1, "2025-08-31", ["a1"]),
        (MET, 1, "2025-09-01", []),
        (award(one=("blocks: [1, 2]", "blocks: [2]")), 1, "2025-08-31", []),
        (award(one=("blocks: [1, 2]", "blocks: [2]")), None, "2025-08-31", ["a1"]),
        (award(one=("    blocks: [1, 2]\n", "")), 2, "2025-08-31", ["a1"]),
        (award(), 1, "2025-07-20", []),  # there is no notice yet
    ],
)
def test_an_open_prerequisite_stops_its_instalments(text, instalment, on, stopping):
    held = blocking(read(award=text), "2025-2-001", instalment, day(on))
    assert [each.condition.id for each in held] == stopping


def test_more_time_and_a_waiver_change_a_condition():
    text = award(due=("aufbewahrt.\n", "aufbewahrt.\n    due: 2026-10-30\n")) + (
        "condition_steps:\n  - {date: 2026-10-20, condition: a2, event: extended, due: 2026-12-31}\n"
        "  - {date: 2026-11-20, condition: a2, event: waived, reason: Für alle entfallen}\n"
    )

    def state(on):
        return next(
            (each.state.value, str(each.due), each.overdue(day(on)))
            for each in conditions(read(award=text), "2025-2-001", day(on))
            if each.condition.id == "a2"
        )

    assert state("2026-10-19") == ("open", "2026-10-30", False)
    assert state("2026-11-10") == ("open", "2026-12-31", False)
    assert state("2026-11-22") == ("waived", "2026-12-31", False)


def test_a_report_is_due_by_notice_and_extension():
    text = award() + (
        "report_steps:\n  - {date: 2026-11-02, report: proof_of_use, event: reminded}\n"
        "  - {date: 2026-11-16, report: proof_of_use, event: extended, due: 2027-06-30, reason: Krankheit}\n"
    )
    (found,) = reports_due(read(award=text), "2025-2-001")
    assert (found.report, found.first, found.due) == (
        ReportKind.PROOF_OF_USE,
        day("2027-03-31"),
        day("2027-06-30"),
    )
    assert found.reminded == (day("2026-11-02"),)


# -- whatever happens ----------------------------------------------------------------------------------

DAYS = st.dates(datetime.date(2025, 7, 21), datetime.date(2026, 12, 31))


@given(
    posted=DAYS,
    late=st.integers(0, 20),
    channel=st.sampled_from(["letter", "registered", "electronic", "formal_service", "handed_over"]),
    proved=st.booleans(),
    waived=st.integers(0, 60),
)
@settings(max_examples=EXAMPLES, deadline=None)
def test_arrival_comes_before_finality_and_a_waiver_only_brings_it_forward(
    posted, late, channel, proved, waived
):
    steps = f"{posted} issued role=r-leitung\n{posted} posted channel={channel}"
    if proved:
        steps += f"\n{posted + datetime.timedelta(days=late)} delivered"
    plain = read(refusal=refusal(steps))
    notice = notice_of(plain, REFUSAL)
    arrived, end, final = arrived_on(plain, notice), appeal_end(plain, notice), finality_day(plain, notice)
    assert (arrived is None) == (end is None) == (final is None)
    if arrived is None or end is None or final is None:
        assert channel in ("registered", "formal_service")
        assert not proved
        return
    assert posted <= arrived < end < final
    assert final == end + datetime.timedelta(days=1)
    assert finality_day(plain, notice, careful=True) >= final
    assert end.weekday() < 5
    later = arrived + datetime.timedelta(days=waived)
    given_up = read(refusal=refusal(f"{steps}\n{later} remedies_waived"))
    assert finality_day(given_up, notice_of(given_up, REFUSAL)) == later


@given(received=DAYS, ended=st.integers(0, 400))
@settings(max_examples=EXAMPLES, deadline=None)
def test_an_objection_never_makes_a_notice_final_earlier(received, ended):
    without = finality_day(read(), notice_of(read(), REFUSAL))
    assert without is not None
    end = received + datetime.timedelta(days=ended)
    repository = read(o1=objection(received.isoformat(), f"{end} withdrawn"))
    final = finality_day(repository, notice_of(repository, REFUSAL))
    assert final is not None
    assert final == (max(without, end) if received < without else without)
