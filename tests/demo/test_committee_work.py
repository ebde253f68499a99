"""The demo city's first half of a grant's life: meetings, exclusions, decisions, and what came of them."""

import datetime
from collections import Counter
from itertools import pairwise

import pytest

from kic.allocation.digest import digest
from kic.core.rule import run
from kic.core.values import Money, total
from kic.domain.applications import Application, DeMinimis, FundKind, PapersEvent
from kic.domain.calls import Call, CallState
from kic.domain.calls.guideline_rules import digest as guideline_digest
from kic.domain.committee import BiasDecider, BiasState, Filling, Seat
from kic.domain.decisions import AwardEvent, Decision
from kic.domain.decisions.of_call import item_for
from kic.domain.decisions.posing import problem_of
from kic.domain.meetings import DECIDED, Left, Meeting, MeetingState, Result, VoteForm
from kic.domain.meetings.quorum import QuorumRule, at_item
from kic.domain.rules import RULES
from kic.domain.settings import Settings
from tests.demo.reading import FILES, city, records

TODAY = datetime.date(2026, 11, 22)
DECISIONS = {"2024-1-d1": "2024-05-16", "2025-1-d1": "2025-04-10", "2025-2-d1": "2025-07-03"}


def meeting(id_: str) -> Meeting:
    found = city().get(Meeting, id_)
    assert found is not None
    return found


def decision(id_: str) -> Decision:
    found = city().get(Decision, id_)
    assert found is not None
    return found


def application(id_: str) -> Application:
    found = city().get(Application, id_)
    assert found is not None
    return found


def held() -> list[Meeting]:
    return sorted(
        (each for each in records(Meeting) if each.state is MeetingState.HELD),
        key=lambda each: each.starts.local,
    )


# -- meetings ----------------------------------------------------------------------------------------------


def test_the_committee_has_met_for_five_years_and_one_meeting_is_announced() -> None:
    assert Counter(each.starts.local.year for each in held()) == {2022: 2, 2023: 2, 2024: 3, 2025: 3, 2026: 3}
    (announced,) = (each for each in records(Meeting) if each.state is not MeetingState.HELD)
    assert (announced.id, announced.state) == ("2026-12-03", MeetingState.INVITED)
    assert all(item.vote is None and item.result is None for item in announced.items)
    named = {about for item in announced.items for about in item.about}
    assert named >= {each.id for each in records(Application) if each.call == "2026-1"}


def test_invitations_go_out_in_time_and_minutes_wait_for_the_next_meeting() -> None:
    settings = city().only(Settings)
    assert settings is not None
    assert settings.committee is not None
    assert settings.committee.notice_days is not None
    for each in records(Meeting):
        assert each.invitation is not None
        between = (each.starts.local.date() - each.invitation.sent).days - 1
        assert between >= settings.committee.notice_days.value, each.id
    for earlier, later in pairwise(held()[:11]):
        assert earlier.minutes is not None
        assert earlier.minutes.approved == later.starts.local.date(), earlier.id


def test_decisions_are_taken_by_many_and_every_vote_adds_up() -> None:
    for each in held():
        for item in each.items:
            there = at_item(city(), each, item)
            if item.result not in DECIDED or item.vote is None:
                continue
            assert there.stands, (each.id, item.id)
            if item.vote.form is not VoteForm.WITHOUT_FORMAL_VOTE:
                assert item.vote.cast == len(there.voting), (each.id, item.id)
    for id_ in DECISIONS.values():
        assert 20 <= len(meeting(id_).present) <= 24


def test_every_result_has_an_example_and_a_tie_rejects() -> None:
    results = Counter(item.result for each in held() for item in each.items)
    assert set(results) >= set(Result) - {Result.WITHDRAWN}
    ties = [
        item
        for each in held()
        for item in each.items
        if item.vote and item.vote.in_favour and item.vote.in_favour == item.vote.against
    ]
    assert ties
    assert {item.result for item in ties} == {Result.REJECTED}


def test_what_was_postponed_is_taken_up_in_the_next_meeting() -> None:
    (postponed,) = (item for item in meeting("2023-11-16").items if item.result is Result.POSTPONED)
    (again,) = (item for item in meeting("2024-01-18").items if item.title == postponed.title)
    assert again.result is Result.CARRIED


def test_a_meeting_without_quorum_is_followed_by_a_second_invitation_that_says_so() -> None:
    first, second = meeting("2026-10-29"), meeting("2026-11-12")
    assert second.invitation is not None
    assert (second.invitation.second_of, second.invitation.says_small_quorum) == (first.id, True)
    for item in first.items:
        if item.result is Result.NO_QUORUM:
            assert at_item(city(), first, item).stands is False
    rules = {item.id: at_item(city(), second, item).quorum for item in second.items if item.vote}
    assert {each.rule for each in rules.values() if each} == {QuorumRule.SECOND_INVITATION}


def test_private_persons_are_dealt_with_in_non_public_items() -> None:
    private = {each.id for each in records(Application) if each.applicant.person}
    assert private
    for each in records(Meeting):
        for item in each.items:
            if private & set(item.about):
                assert not item.public, (each.id, item.id)
                assert all(gone.left is Left.ROOM for gone in item.exclusions)


# -- exclusions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", DECISIONS.values())
def test_who_is_excluded_left_and_nobody_else(id_: str) -> None:
    sitting = meeting(id_)
    day = sitting.starts.local.date()
    for item in sitting.items:
        excluded = set()
        for each in sitting.present:
            seat = city().get(Seat, each.seat)
            assert seat is not None
            if any(seat.bias_on(about, day, each.filling) is BiasState.EXCLUDED for about in item.about):
                excluded.add(seat.id)
        assert {gone.seat for gone in item.exclusions} == excluded, item.id
    assert sum(bool(item.exclusions) for item in sitting.items) >= 3


def test_three_states_are_kept_apart_and_a_doubt_is_decided_by_a_body() -> None:
    states = Counter(entry.state for seat in records(Seat) for entry in seat.disclosures)
    assert set(states) == set(BiasState)
    cleared = [
        (seat.id, entry.about, entry.decided_by)
        for seat in records(Seat)
        for entry in seat.disclosures
        if entry.state is BiasState.NOT_EXCLUDED
    ]
    assert cleared == [
        ("s06", "2025-1-002", BiasDecider.COMMITTEE),
        ("s21", "2025-2-001", BiasDecider.MAYOR),
    ]
    (item,) = (each for each in meeting("2025-04-10").items if each.title.startswith("Mitwirkung"))
    assert not item.public
    assert item.absent == ("s06",), "the doubt is decided without the person"


def test_one_doubt_is_open_before_the_next_meeting() -> None:
    s17 = city().get(Seat, "s17")
    assert s17 is not None
    assert s17.bias_on("2026-1-013", TODAY) is BiasState.UNCLEAR
    assert [each.record for each in run(RULES, city(), TODAY) if each.law.code == "KIC626"] == ["2026-1-s17"]


def test_board_members_of_applicants_disclose_each_time() -> None:
    boards = {seat.id: seat for seat in records(Seat) if seat.boards}
    assert set(boards) == {"s05", "s07", "s15"}
    for seat in boards.values():
        asked = {
            each.id
            for each in records(Application)
            if each.applicant.body in seat.boards and not each.ineligible
        }
        assert {entry.about for entry in seat.disclosures} == asked


def test_deputies_fill_seats_and_no_ground_is_stored() -> None:
    assert any(each.filling is Filling.DEPUTY for sitting in held() for each in sitting.present)
    for seat in records(Seat):
        assert all((entry.reference or "").startswith("Akte ") for entry in seat.disclosures)


# -- decisions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("id_", "day"), DECISIONS.items())
def test_a_decision_can_be_computed_again(id_: str, day: str) -> None:
    made = decision(id_)
    call = city().get(Call, made.call)
    assert call is not None
    assert (made.meeting, str(made.date)) == (day, day)
    assert digest(problem_of(city(), call, made)) == made.basis.problem
    guideline = call.terms.guideline
    assert guideline is not None
    assert guideline.file is not None
    assert made.basis.guideline == guideline.digest == guideline_digest(FILES[guideline.file])
    part = {each.id for each in records(Application) if each.call == call.id and not each.ineligible}
    assert {each.application for each in made.awards} == part
    for award in made.awards:
        item = item_for(meeting(made.meeting), call, award.application)
        assert item is not None
        assert item.id == award.item
        words = f"{award.amount.cents // 100:,}".replace(",", ".")
        assert award.amount.cents == 0 or words in (item.wording or item.proposal or ""), award.application


def test_44000_and_26000_are_the_70000_of_2025() -> None:
    given = [total(award.amount for award in decision(id_).awards) for id_ in ("2025-1-d1", "2025-2-d1")]
    assert [str(each) for each in given] == ["44000.00", "26000.00"]
    assert str(decision("2025-2-d1").basis.budget) == "70000.00", "the first round's awards are fixed"


def test_2024_gives_49950_to_seven_with_a_deviation_that_moves_300() -> None:
    made = decision("2024-1-d1")
    awards = {each.application: each for each in made.awards if each.amount.cents}
    assert (len(awards), str(total(each.amount for each in awards.values()))) == (7, "49950.00")
    proposed = {each.application: each.amount for each in made.proposal}
    assert {
        id_: each.amount.cents - proposed[id_].cents for id_, each in awards.items() if each.deviation
    } == {"2024-1-007": -30000, "2024-1-008": 30000}
    results = {item.about[0]: item.result for item in meeting("2024-05-16").items if item.about}
    assert results["2024-1-007"] is results["2024-1-008"] is Result.AMENDED


def test_a_declined_award_moves_up_the_waiting_list() -> None:
    made = decision("2025-2-d1")
    assert made.waiting_list == ("2025-2-007", "2025-2-008")
    assert [(each.event, each.application) for each in made.entries] == [
        (AwardEvent.DECLINED, "2025-2-005"),
        (AwardEvent.MOVED_UP, "2025-2-007"),
    ]
    assert made.standing["2025-2-007"] == application("2025-2-007").requested
    assert str(total(made.standing.values())) == "24450.00"


def test_an_award_is_reduced_by_a_meeting_with_a_reason() -> None:
    (entry,) = decision("2025-1-d1").entries
    assert (entry.event, str(entry.before), str(entry.after)) == (AwardEvent.REDUCED, "6450.00", "5900.00")
    assert entry.reason
    assert entry.meeting == "2025-09-23"
    item = meeting(entry.meeting).item(entry.item or "")
    assert item is not None
    assert item.about == ("2025-1-003",)
    assert [gone.seat for gone in item.exclusions] == ["s10"]


def test_calls_that_are_decided_have_a_decision_and_others_none() -> None:
    decided = {each.id for each in records(Call) if each.state in (CallState.DECIDED, CallState.SETTLED)}
    assert {each.call for each in records(Decision)} == decided == {"2024-1", "2025-1", "2025-2"}


# -- applications ------------------------------------------------------------------------------------------


def test_papers_are_asked_for_come_and_once_do_not() -> None:
    steps = Counter(entry.event for each in records(Application) for entry in each.papers)
    assert set(steps) == set(PapersEvent)
    assert [
        each.id
        for each in records(Application)
        if any(entry.event is PapersEvent.LAPSED for entry in each.papers)
    ] == ["2026-1-015"]
    asked_twice = [
        each.id
        for each in records(Application)
        if sum(entry.event is PapersEvent.ASKED for entry in each.papers) > 1
    ]
    assert asked_twice == ["2026-1-008"]


def test_who_got_less_than_asked_for_has_a_plan_over_the_award() -> None:
    for made in records(Decision):
        for id_, amount in made.standing.items():
            each = application(id_)
            if Money(0) < amount < each.requested:
                plan = each.adapted[-1]
                costs = total(line.amount for line in plan.costs)
                assert costs == total(line.amount for line in plan.financing)
                asked = [line.amount for line in plan.financing if line.fund is FundKind.REQUESTED]
                assert asked == [amount], id_
            else:
                assert not each.adapted, id_


def test_every_award_was_checked_for_de_minimis() -> None:
    checked = {
        application(id_).de_minimis
        for made in records(Decision)
        for id_, amount in made.standing.items()
        if amount.cents
    }
    assert checked == {DeMinimis.NOT_AN_UNDERTAKING}
    assert DeMinimis.AID in {each.de_minimis for each in records(Application)}


def test_advice_work_in_kind_public_money_and_an_early_start_are_there() -> None:
    every = records(Application)
    assert any(each.advice for each in every)
    assert any(each.work_in_kind for each in every)
    assert any(line.fund is FundKind.PUBLIC for each in every for line in each.financing)
    assert any(each.early_start and each.early_start.consented for each in every)
    assert any(each.deducts_vat for each in every)
    assert {each.applicant.applicant for each in every} == set(city().get(Call, "2026-1").applicants)
