"""The quorum: counted at each item from the legal number, against a twin that follows the law word by word."""

import datetime
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.rule import run
from kic.core.values import Count
from kic.domain.meetings import Meeting, Vote, VoteForm
from kic.domain.meetings.quorum import QuorumRule, at_item, at_least, least, more_than, quorums
from kic.domain.meetings.vote_rules import no_quorum
from kic.domain.settings import CommitteeRules, LegalShare, LegalValue
from kic.store.reading.load import load
from kic.store.reading.sources import Memory

EXAMPLES = 60


def share(numerator, denominator):
    return LegalShare(numerator=Count(numerator), denominator=Count(denominator), source="Gesetz")


def rules(seats=25):
    return CommitteeRules(
        name="Ausschuss",
        seats=Count(seats),
        quorum=share(1, 2),
        quorum_with_exclusions=share(1, 3),
        second_invitation=LegalValue(value=Count(3), source="Gesetz"),
    )


@pytest.mark.parametrize(
    ("excluded", "second", "needed", "rule"),
    [
        (0, False, 13, QuorumRule.MAJORITY),
        (1, False, 9, QuorumRule.EXCLUSIONS),
        (0, True, 3, QuorumRule.SECOND_INVITATION),
        (2, True, 3, QuorumRule.SECOND_INVITATION),
    ],
)
def test_for_25_members_it_takes_13_with_exclusions_9_at_a_second_invitation_3(
    excluded, second, needed, rule
):
    found = least(quorums(rules(), excluded=excluded, second=second))
    assert (found.needed, found.rule) == (needed, rule)


@pytest.mark.parametrize(
    ("seats", "half", "third"), [(24, 13, 8), (25, 13, 9), (26, 14, 9), (27, 14, 9), (1, 1, 1)]
)
def test_more_than_half_and_at_least_a_third(seats, half, third):
    """Of 24, half is 12 and not enough; a third is 8 and enough."""
    assert (more_than(share(1, 2), seats), at_least(share(1, 3), seats)) == (half, third)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 200))
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_least_numbers_are_those_of_the_definition(numerator, denominator, of):
    a = share(numerator, denominator)
    assert more_than(a, of) == next(n for n in itertools.count() if n * denominator > of * numerator)
    assert at_least(a, of) == next(n for n in itertools.count() if n * denominator >= of * numerator)


def test_a_share_without_sense_and_missing_settings_give_no_quorum():
    assert more_than(share(1, 0), 25) is None
    assert quorums(None, excluded=0, second=False) == ()
    assert quorums(CommitteeRules(name="A", seats=Count(25)), excluded=3, second=True) == ()
    assert quorums(CommitteeRules(name="A", quorum=share(1, 2)), excluded=0, second=False) == ()


def test_what_is_not_set_is_not_assumed():
    """Without a rule for exclusions the usual quorum has to be reached, although somebody is excluded."""
    only = CommitteeRules(name="A", seats=Count(25), quorum=share(1, 2))
    assert least(quorums(only, excluded=4, second=True)).needed == 13


# -- whole meetings --------------------------------------------------------------------------------------

KIC = """\
kind: settings
id: stadt
format: 1
municipality: {name: Stadt}
land: RP
committee:
  name: Ausschuss
  seats: %d
  quorum: {numerator: 1, denominator: 2, source: G}
  quorum_with_exclusions: {numerator: 1, denominator: 3, source: G}
  second_invitation: {value: 3, source: G}
"""

STATE = st.sampled_from(["away", "voting", "advisory", "absent", "excluded", "stayed away excluded"])


def files(states, *, second):
    """A meeting in which each seat is in one of the states, and perhaps a first one that lacked a quorum."""
    found = {"kic.yaml": KIC % len(states)}
    for number, state in enumerate(states):
        disclosed = "excluded" in state
        found[f"concept/committee/s{number}.yaml"] = (
            f"kind: seat\nid: s{number}\ntitle: Sitz\nexpertise: Fach\n"
            + ("voice: advisory\n" if state == "advisory" else "")
            + "terms:\n  - start: 2024-01-01\n"
            + ("disclosures:\n  - {date: 2026-10-01, about: he-1, state: excluded}\n" if disclosed else "")
        )
    there = [
        f"s{n}" for n, state in enumerate(states) if state in ("voting", "advisory", "absent", "excluded")
    ]
    present = "present: [" + ", ".join(f"{{seat: {seat}}}" for seat in there) + "]\n"
    absent = ", ".join(f"s{n}" for n, state in enumerate(states) if state == "absent")
    gone = ", ".join(f"{{seat: s{n}, left: table}}" for n, state in enumerate(states) if state == "excluded")
    item = "items:\n  - id: top-1\n    number: 1\n    title: Sache\n    about: [he-1]\n    proposal: P\n"
    head = "title: Sitzung\nstate: held\n"
    if second:
        found["concept/meetings/m-1.yaml"] = (
            f"kind: meeting\nid: m-1\n{head}starts: 2026-10-20T17:00\ninvitation: {{sent: 2026-10-10}}\n"
            f"present: [{{seat: s0}}]\n{item}    result: no_quorum\n"
        )
    invitation = (
        "{sent: 2026-10-25, second_of: m-1, says_small_quorum: true}" if second else "{sent: 2026-10-25}"
    )
    found["concept/meetings/m-2.yaml"] = (
        f"kind: meeting\nid: m-2\n{head}starts: 2026-11-05T17:00\ninvitation: {invitation}\n{present}{item}"
        f"    absent: [{absent}]\n    exclusions: [{gone}]\n    vote: {{in_favour: 1, against: 0}}\n    result: carried\n"
    )
    return load(Memory({path: content.encode() for path, content in found.items()}), _kinds())


def _kinds():
    from kic.domain.chapters import KINDS

    return KINDS


def stands_by_the_law(states, *, second):
    """§ 39 GemO RLP: more than half of the legal number; a third if members are excluded; three the second time."""
    there = states.count("voting")
    return (
        2 * there > len(states)
        or (any("excluded" in state for state in states) and 3 * there >= len(states))
        or (second and there >= 3)
    )


@given(st.lists(STATE, min_size=1, max_size=9), st.booleans())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_vote_stands_exactly_where_the_law_says_so(states, second):
    if not {"voting", "advisory", "absent", "excluded"} & set(states):
        states = [*states, "voting"]
    snapshot = files(states, second=second)
    found = run([no_quorum], snapshot, datetime.date(2026, 11, 22))
    lawful = stands_by_the_law(states, second=second)
    assert [each.law.code for each in found if each.record == "m-2"] == ([] if lawful else ["KIC720"])
    meeting = snapshot.get(Meeting, "m-2")
    there = at_item(snapshot, meeting, meeting.items[0])
    assert (there.stands, len(there.voting), len(there.advisory)) == (
        lawful,
        states.count("voting"),
        states.count("advisory"),
    )


# -- votes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "no", "abstentions", "carried"),
    [(12, 5, 3, True), (1, 0, 20, True), (8, 8, 0, False), (0, 0, 17, False), (3, 4, 0, False)],
)
def test_carried_is_more_for_than_against(yes, no, abstentions, carried):
    vote = Vote(in_favour=Count(yes), against=Count(no), abstentions=Count(abstentions), invalid=Count(2))
    assert vote.carried is carried
    assert vote.cast == yes + no + abstentions + 2


def test_without_a_formal_vote_it_is_carried_and_nobody_is_counted():
    vote = Vote(form=VoteForm.WITHOUT_FORMAL_VOTE)
    assert (vote.carried, vote.cast) == (True, 0)
