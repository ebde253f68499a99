"""Decisions: what the rules accept can be computed again, and no cent goes anywhere unseen."""

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kic.allocation.digest import digest
from kic.allocation.problem import AllocationRule
from kic.core.diagnostic import Severity
from kic.core.values import Money
from kic.domain.calls import Call, CallState
from kic.domain.decisions.moves import Deviation
from kic.domain.decisions.of_call import free_money
from kic.domain.decisions.posing import problem_of, problem_shown
from kic.errors import Refused, UsageError
from kic.repository.deciding import Settled
from kic.repository.judging import judge
from tests.domain.deciding import CALL, FIRST, SECOND, TODAY, Asked, euros, item, meet_again, name, office

EXAMPLES, SOAK = 25, 1_000
STEPS = 8

FOUR = [Asked(6000, 90, 75), Asked(3000, 80), Asked(2000, 70, 50), Asked(800, 65)]
"""For 10,000: two in full, the third a part, the fourth waits."""


def decided(**what):
    made = office(what.pop("applications", FOUR), **what)
    assert made.award() == []
    return made


# -- recording -----------------------------------------------------------------------------------------


def test_a_recorded_decision_is_clean_and_says_what_was_proposed():
    made = decided()
    assert made.errors() == []
    assert made.standing == {1: 6000, 2: 3000, 3: 1000, 4: 0}
    assert made.decision().waiting_list == (name(4),)
    assert (made.call.state, str(made.call.decided)) == (CallState.DECIDED, "2026-11-18")
    assert [str(each.score) for each in made.decision().proposal] == ["90", "80", "70", "65"]


def test_a_deviation_has_its_reason_and_the_item_says_what_it_rests_on():
    made = office(FOUR)
    why = "Honorare nach dem Satz der Stadt, wie bei allen."
    assert made.award(deviations={name(1): Deviation(euros(5000), why)}) == []
    award = made.decision().awards[0]
    assert (award.amount, award.deviation, award.item) == (euros(5000), why, "top-1")
    made.edit(f"{made.path}/decisions/{CALL}-d1.yaml", f"    deviation: {why}\n", "")
    assert made.errors() == ["KIC773"]


def test_an_item_of_its_own_goes_before_the_one_about_the_call():
    made = office(FOUR, items=item(2, name(1), "rejected", yes=0, no=2))
    assert made.award(deviations={name(1): Deviation(Money(0), "Verfehlt den Zweck.")}) == []
    decision = made.decision()
    assert (decision.awards[0].item, decision.awards[0].amount) == ("top-2", Money(0))
    assert name(1) not in decision.waiting_list, "a lost vote is no place on the waiting list"
    made.edit(f"{made.path}/decisions/{CALL}-d1.yaml", "item: top-2", "item: top-1")
    assert made.errors() == ["KIC742"]


def test_an_amount_for_a_rejected_application_is_refused_and_not_dropped():
    made = office(FOUR, items=item(2, name(1), "rejected", yes=0, no=2))
    assert made.award(deviations={name(1): Deviation(euros(6000), "Doch.")}) == ["KIC742"]


def test_a_deviation_for_what_was_not_decided_is_a_usage_error():
    made = office(FOUR, items=item(2, name(2), "postponed"))
    with pytest.raises(UsageError, match="has not decided on"):
        made.award(deviations={name(2): Deviation(euros(10), "Weil.")})
    with pytest.raises(UsageError, match="takes no part"):
        made.award(deviations={"2026-1-999": Deviation(euros(10), "Weil.")})


def test_a_second_try_with_the_same_meeting_gives_no_second_decision():
    made = decided()
    assert made.award() == ["KIC744"], "the one that waits has been decided on in this meeting"
    everyone = decided(applications=FOUR[:2])
    with pytest.raises(Refused, match="has decided on applications"):
        everyone.award()


# -- a postponed item ------------------------------------------------------------------------------------


def test_a_postponed_application_keeps_the_call_undecided_until_a_later_meeting():
    made = office(FOUR, items=item(2, name(2), "postponed"))
    assert made.award() == []
    assert made.errors() == []
    assert made.call.state is CallState.CLOSED
    assert made.standing == {1: 6000, 3: 1000, 4: 0}
    meet_again(made, item(1, name(2), "carried"))
    assert made.award(SECOND) == []
    assert made.errors() == []
    assert made.standing == {1: 6000, 2: 3000, 3: 1000, 4: 0}
    assert (made.call.state, str(made.call.decided)) == (CallState.DECIDED, "2026-11-20")
    assert made.decision(2).basis.budget == euros(10_000)


def test_a_late_decision_leaves_a_settled_call_settled():
    """Nothing of it goes a step back; whether anything may still be decided is for the rules to say."""
    made = office(FOUR)
    (path,) = (path for path in made.files if path.endswith(f"{CALL}/call.yaml"))
    made.files[path] = made.files[path].replace(b"state: closed", b"state: settled")
    assert made.call.state is CallState.SETTLED
    made.award()
    assert made.call.state is CallState.SETTLED


def test_the_second_decision_gives_away_what_the_first_has_left():
    made = office(FOUR, items=item(2, name(2), "postponed"))
    made.award(deviations={name(1): Deviation(euros(6000), "Wie vorgeschlagen.")})
    meet_again(made, item(1, name(2), "carried"))
    problem = problem_of(made.now, made.call, meeting=None)
    assert {each.id: each.amount for each in problem.fixed} == {name(1): euros(6000), name(3): euros(1000)}
    assert made.award(SECOND, deviations={name(2): Deviation(euros(3100), "Mehr.")}) == ["KIC760", "KIC762"]


def test_who_was_refused_for_good_takes_no_part_in_the_second_decision():
    made = office(FOUR, items=item(2, name(2), "postponed") + item(3, name(1), "rejected", yes=0, no=2))
    assert made.award(deviations={name(1): Deviation(Money(0), "Verfehlt den Zweck.")}) == []
    meet_again(made, item(1, name(2), "carried"))
    assert made.award(SECOND) == []
    assert [each.application for each in made.decision(2).proposal] == [name(2), name(4)]
    assert made.errors() == []


def test_a_change_of_the_first_decision_after_the_second_leaves_the_second_as_it_was():
    made = office(FOUR, items=item(2, name(2), "postponed"))
    made.award()
    meet_again(made, item(1, name(2), "carried"))
    made.award(SECOND)
    assert made.decline(1) == []
    assert made.errors() == []
    assert made.move_up() == []
    assert made.standing == {1: 0, 2: 3000, 3: 1000, 4: 800}
    assert made.errors() == []


def test_the_waiting_list_goes_on_across_decisions():
    made = office(
        [Asked(6000, 90), Asked(4000, 80), Asked(3000, 70), Asked(2000, 65)],
        items=item(2, name(3), "postponed"),
    )
    assert made.award() == []
    assert made.decision().waiting_list == (name(4),)
    meet_again(made, item(1, name(3), "carried"))
    assert made.award(SECOND) == []
    assert made.decision(2).waiting_list == (name(3),)
    assert made.decline(2) == []
    assert made.move_up() == []
    assert made.standing == {1: 6000, 2: 0, 3: 3000, 4: 0}, "by rank, not by age of the list"


# -- changed inputs --------------------------------------------------------------------------------------

EDITS = (
    ("call.yaml", "amount: 10000.00", "amount: 10000.01"),
    ("call.yaml", "max_rate: 80%", "max_rate: 79%"),
    ("call.yaml", "grid: 50.00", "grid: 100.00"),
    ("call.yaml", "threshold: 60", "threshold: 61"),
    ("call.yaml", "weight: 2", "weight: 3"),
    ("call.yaml", "  grid: 50.00", "  reserve: 1.00\n  grid: 50.00"),
    ("call.yaml", "  grid: 50.00", "  lot: anders\n  grid: 50.00"),
    ("call.yaml", "  grid: 50.00", "  caps:\n    themes:\n      t2: 9000.00\n  grid: 50.00"),
    ("scores/s01.yaml", "2026-1-002: 80", "2026-1-002: 85"),
    ("scores/s02.yaml", "2026-1-004: 65", "2026-1-004: abstain"),
    ("scores/s03.yaml", "  2026-1-003: 70\n", ""),
    ("2026-1-003.yaml", "share: 50%", "share: 45%"),
    ("2026-1-004.yaml", "themes: [t1]", "themes: [t2]"),
    ("2026-1-002.yaml", "person: p-0002", "person: p-0003"),
    ("2026-1-002.yaml", "    amount: 3750.00", "    amount: 3749.00"),
)


@pytest.mark.parametrize("edit", EDITS, ids=lambda each: f"{each[0]}: {each[1].strip()}")
def test_a_changed_input_is_found_and_the_decision_named(edit):
    path, old, new = edit
    made = decided()
    made.edit(f"{made.path}/{path}", old, new)
    found = [each for each in judge(made.now, TODAY).diagnostics if each.law.code == "KIC770"]
    assert [each.record for each in found] == [f"{CALL}-d1"]


def test_a_removed_sheet_and_a_removed_amount_are_found():
    made = decided()
    sheet = made.files.pop(f"{made.path}/scores/s02.yaml")
    assert made.errors() == ["KIC770"]
    made.files[f"{made.path}/scores/s02.yaml"] = sheet
    assert made.errors() == []
    made.edit(f"{made.path}/call.yaml", "  amount: 10000.00", "  reservation: none")
    assert "KIC770" in made.errors()


def test_a_withdrawal_after_the_decision_is_an_entry():
    made = decided()
    made.edit(f"{made.path}/{name(2)}.yaml", "de_minimis", "ineligible: [withdrawn]\nde_minimis")
    assert made.errors() == ["KIC745"]


def test_what_decides_nothing_may_still_be_written():
    made = decided()
    made.edit(
        f"{made.path}/2026-1-002.yaml", "Ein Vorhaben mit der Nummer 2.", "Ein Vorhaben, besser erklärt."
    )
    made.edit(f"{made.path}/2026-1-002.yaml", "de_minimis: not_an_undertaking", "de_minimis: aid")
    assert made.errors() == []


@settings(max_examples=EXAMPLES)
@given(
    st.lists(
        st.builds(
            Asked,
            st.sampled_from((400, 800, 2000, 3000, 6000)),
            st.integers(11, 20).map(lambda each: each * 5),
            st.sampled_from((None, 25, 50, 100)),
            st.sampled_from(("t1", "t2")),
        ),
        min_size=1,
        max_size=6,
    ),
    st.data(),
)
def test_any_changed_mark_is_found(applications, data):
    """Whatever is recorded is clean, and stays computable until a single mark is another one."""
    made = office(applications)
    _settle(made)
    assert made.errors() == []
    seat = data.draw(st.sampled_from(("s01", "s02")))
    number = data.draw(st.integers(1, len(applications)))
    path = f"{made.path}/scores/{seat}.yaml"
    mark = re.search(rf"{name(number)}: (\d+)", made.files[path].decode())
    assert mark is not None
    other = data.draw(st.integers(0, 20).map(lambda each: each * 5).filter(lambda each: each != int(mark[1])))
    made.edit(path, mark[0], f"{name(number)}: {other}")
    assert made.errors() == ["KIC770"]


def _settle(made):
    """Records the decision; the first order that is proposed settles each tie."""
    from kic.allocation.engine import allocate

    ties = [Settled(tie.ids, "Los in der Sitzung") for tie in allocate(problem_of(made.now, made.call)).ties]
    assert made.award(ties=ties) == []


# -- any rule --------------------------------------------------------------------------------------------

OTHER_SETTINGS = {
    AllocationRule.EQUAL_SHARES: {"utility": "score", "completion": "add1"},
    AllocationRule.GREEDY: {"utility": "cardinality", "partial": "none"},
    AllocationRule.OPTIMUM: {"objective": "score-euro", "budget": euros(9500)},
    AllocationRule.RANKED: {"on_no_fit": "stop", "budget": euros(9000)},
}
"""Settings beside the rule that are not the call's own, where the rule has some."""

TIERS = """\
tiers:
  - {score: 80, rate: 100%}
  - {score: 60, rate: 50%}
"""


@pytest.mark.parametrize("chosen", AllocationRule, ids=lambda each: each.value)
def test_a_proposal_of_any_rule_becomes_a_decision_that_can_be_computed_again(chosen):
    made = office(FOUR, terms=TIERS if chosen is AllocationRule.TIERED_CUT else "")
    others = OTHER_SETTINGS.get(chosen, {})
    assert made.award(options={"rule": chosen.value, **others}) == []
    basis = made.decision().basis
    told = {"rule": chosen.value} if chosen is not AllocationRule.RANKED else {}
    assert basis.changed_options == told | {name: str(value) for name, value in others.items()}
    assert (basis.rule, basis.budget) == (chosen, others.get("budget", euros(10_000)))
    assert made.errors() == []
    assert sum(made.standing.values()) > 0

    shown = problem_shown(made.now, made.call)
    assert digest(shown) == basis.problem, "the paper shows the proposal that the meeting had"

    before = dict(made.files)
    made.edit(f"{made.path}/scores/s02.yaml", f"{name(2)}: 80", f"{name(2)}: 85")
    assert made.errors() == ["KIC770"]
    made.files = before
    made.edit(f"{made.path}/call.yaml", "  amount: 10000.00", "  amount: 10001.00")
    assert made.errors() == (["KIC770"] if "budget" not in others else [])


@pytest.mark.parametrize("chosen", AllocationRule, ids=lambda each: each.value)
def test_a_setting_taken_out_of_a_decision_is_found(chosen):
    made = office(FOUR, terms=TIERS if chosen is AllocationRule.TIERED_CUT else "")
    others = OTHER_SETTINGS.get(chosen, {})
    made.award(options={"rule": chosen.value, **others})
    path = f"{made.path}/decisions/{CALL}-d1.yaml"
    whole = made.files[path]
    kept = made.decision().basis.changed_options
    for setting in kept:
        made.files[path] = whole
        (line,) = re.findall(rf"^    {setting}: .*\n", whole.decode(), re.MULTILINE)
        made.edit(path, line, "")
        if len(kept) == 1:
            made.edit(path, "  changed_options:\n", "")
        assert "KIC770" in made.errors(), setting


def test_a_setting_that_is_the_calls_own_is_no_change():
    made = office(FOUR)
    assert made.award(options={"rule": "ranked", "on_no_fit": "skip", "budget": euros(10_000)}) == []
    assert made.decision().basis.changed_options == {}


def test_a_word_that_is_no_setting_records_nothing():
    made = office(FOUR)
    with pytest.raises(UsageError, match="none of"):
        made.award(options={"completion": "add2"})


def test_more_money_than_the_call_has_is_refused():
    made = office(FOUR)
    assert made.award(options={"budget": euros(12_000)}) == ["KIC760"]


# -- ties ------------------------------------------------------------------------------------------------

TIED = [Asked(6000, 90), Asked(4000, 80), Asked(4000, 80)]


def test_a_tie_is_settled_by_the_committee_and_its_order_gives_the_awards():
    for order, expected in (((2, 3), {1: 6000, 2: 4000, 3: 0}), ((3, 2), {1: 6000, 2: 0, 3: 4000})):
        made = office(TIED)
        assert made.award() == ["KIC775"]
        chosen = Settled(tuple(map(name, order)), "Los in der Sitzung")
        assert made.award(ties=[chosen]) == []
        assert made.standing == expected
        assert made.errors() == []


def test_the_amounts_have_to_follow_the_chosen_order():
    made = office(TIED)
    made.award(ties=[Settled((name(2), name(3)), "Los")])
    made.edit(
        f"{made.path}/decisions/{CALL}-d1.yaml",
        f"    order:\n      - {name(2)}\n      - {name(3)}",
        f"    order:\n      - {name(3)}\n      - {name(2)}",
    )
    assert made.errors() == ["KIC773"]


def test_a_tie_that_nobody_has_excuses_no_deviation():
    made = decided()
    path = f"{made.path}/decisions/{CALL}-d1.yaml"
    made.edit(path, "awards:\n", f"ties:\n  - applications: [{name(1)}, {name(2)}]\n"
              f"    order: [{name(2)}, {name(1)}]\n    settled_by: Los\nawards:\n")  # fmt: skip
    assert made.errors() == ["KIC775"]
    with pytest.raises(UsageError, match="no tie"):
        office(FOUR).award(ties=[Settled((name(1), name(2)), "Los")])


# -- after the decision ----------------------------------------------------------------------------------


def test_the_next_in_line_gets_what_is_free():
    made = decided()
    assert made.decline(2) == []
    assert made.move_up() == []
    assert made.standing == {1: 6000, 2: 0, 3: 1000, 4: 800}
    assert made.errors() == []
    with pytest.raises(Refused, match="waits any more"):
        made.move_up()


WAITING = [Asked(6000, 90), Asked(4000, 85), Asked(5000, 80), Asked(4200, 75, 50), Asked(300, 70)]


def test_who_does_not_fit_is_passed_over_with_the_reason_and_a_part_is_on_the_grid():
    made = decided(applications=WAITING)
    assert made.decision().waiting_list == tuple(map(name, (3, 4, 5)))
    assert made.decline(2) == []
    assert made.move_up() == []
    assert made.standing == {1: 6000, 2: 0, 3: 0, 4: 4000, 5: 0}, "5,000 do not fit; of 4,200 at least half"
    entry = made.decision().entries[-1]
    assert entry.reason is not None
    assert name(3) in entry.reason


def test_a_part_needs_the_terms_that_allow_it():
    made = decided(applications=WAITING, terms="partial: none")
    made.decline(2)
    made.move_up()
    assert made.standing == {1: 6000, 2: 0, 3: 0, 4: 0, 5: 300}


def test_less_than_the_minimum_is_refused_for_who_moves_up():
    made = decided(applications=WAITING)
    made.decline(2)
    assert made.move_up(amount=2000) == ["KIC763"]
    assert made.move_up(amount=2100) == []


def test_who_does_not_want_it_any_more_is_skipped_with_a_reason():
    made = decided(applications=WAITING)
    made.decline(1)
    assert made.move_up(skip=(3,), reason="2026-1-003 verzichtet, Schreiben vom 20.11.2026") == []
    assert made.standing == {1: 0, 2: 4000, 3: 0, 4: 4200, 5: 0}
    with pytest.raises(UsageError, match="not on the waiting list"):
        made.move_up(skip=(2,))


def test_a_cap_holds_for_who_moves_up_too():
    made = decided(
        applications=[
            Asked(6000, 90),
            Asked(4000, 85, None, "t2"),
            Asked(3000, 80),
            Asked(900, 70, None, "t2"),
        ],
        terms="caps:\n  themes:\n    t1: 8000.00",
    )
    made.decline(2)
    assert made.move_up() == []
    assert made.standing == {1: 6000, 2: 0, 3: 0, 4: 900}, "with 3,000 more the theme would have 9,000"


def test_a_deviation_cannot_overstep_a_cap():
    made = office([Asked(6000, 90), Asked(4000, 85)], terms="caps:\n  themes:\n    t1: 8000.00")
    assert made.award(deviations={name(2): Deviation(euros(4000), "Beide sind nötig.")}) == ["KIC767"]


def test_more_money_needs_a_vote_also_as_a_correction():
    made = decided()
    assert made.amend(1, 5000, reason="Das Projekt wird kleiner.") == []
    assert made.amend(1, 5500, reason="Doch mehr.") == ["KIC753"]
    assert made.amend(1, 5500, reason="Zahlendreher.", correction=True) == ["KIC753"]
    assert made.amend(1, 5500, reason="Mehrbedarf.", meeting=FIRST, item="top-9") == ["KIC754"]
    early = datetime.date(2026, 11, 22)
    assert made.amend(1, 5500, reason="Mehrbedarf.", meeting=FIRST, item="top-1", on=early) == []
    assert made.errors() == []


def test_a_changed_award_asks_for_a_new_plan_and_does_not_forbid_the_change():
    made = decided()
    made.edit(
        f"{made.path}/{name(3)}.yaml",
        "de_minimis",
        "adapted:\n  - received: 2026-11-19\n    costs:\n      - {item: Honorare, amount: 1500.00}\n"
        "    financing:\n      - {item: Eigene Mittel, fund: own, amount: 500.00}\n"
        "      - {item: Zuschuss der Stadt, fund: requested, amount: 1000.00}\nde_minimis",
    )
    assert made.errors() == []
    assert made.amend(3, 900, reason="Das Projekt wird kleiner.") == []
    warned = [
        each.law.code for each in judge(made.now, TODAY).diagnostics if each.severity is Severity.WARNING
    ]
    assert warned == ["KIC765"]


def test_the_chain_has_no_gap_and_keeps_to_time():
    made = decided()
    assert made.amend(1, 5000, on=datetime.date(2026, 11, 17), reason="Kleiner.") == ["KIC750"]
    assert made.amend(1, 5000, on=datetime.date(2026, 11, 23), reason="Kleiner.") == ["KIC750"]
    assert made.amend(1, 5000) == ["KIC753"]
    assert made.amend(1, 6000, reason="Gleich.") == ["KIC752"]
    assert made.decline(4) == ["KIC752"], "there is nothing to decline"
    assert made.amend(1, 5000, reason="Kleiner.") == []
    made.edit(f"{made.path}/decisions/{CALL}-d1.yaml", "before: 6000.00", "before: 5900.00")
    assert made.errors() == ["KIC751"]


# -- a second round over the remainder -------------------------------------------------------------------


def test_the_second_round_has_the_remainder_of_the_first():
    """44,000 + 26,000 = 70,000: the first call has given 44,000 away, the second has 26,000."""
    made = office([Asked(44_000, 90)], amount=70_000)
    assert made.award() == []
    files = {
        path.replace(CALL, "2026-2"): re.sub(rb"2026-1(?!\d)", b"2026-2", content)
        for path, content in made.files.items()
        if path.startswith(made.path) and "/decisions/" not in path
    }
    call = files["applications/2026-2/call.yaml"].decode()
    call = call.replace("number: 1", "number: 2").replace("amount: 70000.00", "amount: 26000.00")
    call = call.replace("money:\n", "money:\n  source: remainder\n  remainder_of: 2026-1\n")
    made.files |= files | {"applications/2026-2/call.yaml": call.encode()}
    second = made.record(Call, "2026-2")
    problem = problem_of(made.now, second)
    assert problem.budget == euros(70_000)
    assert [(each.id, each.amount) for each in problem.fixed] == [(name(1), euros(44_000))]
    assert free_money(made.now, made.call) == Money(0)


def test_a_remainder_that_was_passed_on_is_not_free_any_more():
    """A call that still names the 70,000 of the year has not 26,000 left to move up with."""
    made = office([Asked(44_000, 90)], amount=70_000)
    assert made.award() == []
    assert free_money(made.now, made.call) == euros(26_000)
    second = made.files[f"{made.path}/call.yaml"].decode().replace(f"id: {CALL}", "id: 2026-2")
    second = second.replace("number: 1", "number: 2").replace("amount: 70000.00", "amount: 26000.00")
    second = second.replace("money:\n", "money:\n  source: remainder\n  remainder_of: 2026-1\n")
    made.files["applications/2026-2/call.yaml"] = second.encode()
    assert free_money(made.now, made.call) == Money(0)


# -- whatever is done, in whatever order -----------------------------------------------------------------


class Commands(RuleBasedStateMachine):
    """Commands at random. What the rules accept is computable, within the money, and told cent by cent."""

    @initialize(
        amount=st.sampled_from((3_000, 7_000, 10_000)),
        requested=st.lists(
            st.tuples(st.sampled_from((400, 2000, 3000)), st.sampled_from((None, 50))), min_size=3, max_size=5
        ),
    )
    def decide(self, amount, requested):
        self.amount = amount
        self.made = office(
            [Asked(euro, 95 - 5 * rank, least) for rank, (euro, least) in enumerate(requested)], amount=amount
        )
        assert self.made.award() == []
        self.held = self.made.standing
        self.entries = 0

    numbers = st.integers(1, 5)

    @rule(number=numbers)
    def decline(self, number):
        if number not in self.held:
            return
        refused = self.made.decline(number)
        assert bool(refused) == (self.held[number] == 0)
        if not refused:
            self.took(number, 0)

    @rule(number=numbers, amount=st.integers(0, 80).map(lambda each: each * 50))
    def amend(self, number, amount):
        if number not in self.held:
            return
        refused = self.made.amend(number, amount, reason="Auf Antrag.")
        assert bool(refused) == (amount >= self.held[number])
        if not refused:
            self.took(number, amount)

    @rule(number=numbers, amount=st.integers(1, 80).map(lambda each: each * 50))
    def amend_by_vote(self, number, amount):
        if number not in self.held:
            return
        if not self.made.amend(number, amount, reason="Auf Antrag.", meeting=FIRST, item="top-1"):
            self.took(number, amount)

    @rule(amount=st.none() | st.integers(1, 80).map(lambda each: each * 50))
    def move_up(self, amount):
        before = self.made.standing
        try:
            refused = self.made.move_up(amount=amount)
        except (Refused, UsageError):
            return
        if refused:
            assert amount is not None, "what is proposed is never refused"
            return
        moved = {number for number, euro in self.made.standing.items() if euro != before[number]}
        (number,) = moved
        assert before[number] == 0
        self.took(number, self.made.standing[number])

    def took(self, number, amount):
        self.held[number] = amount
        self.entries += 1

    @invariant()
    def every_cent_is_accounted_for(self):
        if not hasattr(self, "made"):
            return
        assert self.made.standing == self.held
        assert sum(self.held.values()) <= self.amount
        left = free_money(self.made.now, self.made.call)
        assert left == euros(self.amount - sum(self.held.values()))
        assert len(self.made.decision().entries) == self.entries
        assert self.made.errors() == []


class TestCommands(Commands.TestCase):
    settings = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None)


@pytest.mark.soak
class TestCommandsSoaked(Commands.TestCase):
    settings = settings(max_examples=SOAK, stateful_step_count=30, deadline=None)
