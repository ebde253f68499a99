"""What must hold of meetings: the cases beside those of the gallery."""

import datetime

import pytest

from kic.core.rule import run
from kic.domain.meetings.minutes_rules import month_after
from tests.domain.good import changed

KIC = "kic.yaml"
M1, M2 = "concept/meetings/m-1.yaml", "concept/meetings/m-2.yaml"
S2 = "concept/committee/s02.yaml"
MORE = """\
    source: § 39 GemO RLP
  quorum_with_exclusions: {numerator: 1, denominator: 3, source: § 39 GemO RLP}
  second_invitation: {value: 1, source: Geschäftsordnung}
  notice_days: {value: 4, source: Geschäftsordnung}
"""
HELD = """\
kind: meeting
id: m-1
invented: true
title: Sitzung im November
starts: 2026-11-05T17:00
state: held
invitation:
  sent: 2026-10-26
chair: s01
present:
  - seat: s01
  - seat: s02
  - seat: s03
items:
  - id: top-1
    number: 1
    title: Lernpatenschaften
    about: [he-01]
    proposal: Der Ausschuss empfiehlt den Ausbau.
    vote: {in_favour: 2, against: 1, abstentions: 0}
    result: carried
"""
VOTE = "    vote: {in_favour: 2, against: 1, abstentions: 0}\n    result: carried\n"
PLANNED = """\
kind: meeting
id: m-1
invented: true
title: Sitzung im Dezember
starts: 2026-12-10T17:00
state: planned
"""


@pytest.fixture
def says(codes):
    """The codes about a meeting that differs from the good one in these places; 7xx only."""

    def judge(
        *edits: tuple[str, str], extra: tuple[tuple[str, str, str], ...] = (), base: str = HELD, **options
    ):
        text = base
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new, 1)
        found = codes((M1, "", text), *extra, **options)
        return [code for code in found if code.startswith("KIC7")]

    return judge


def disclosed(state: str, *, day: str = "2026-11-02", filling: str = "member", about: str = "he-01"):
    """The seat s02 disclosed something."""
    return (
        S2,
        "",
        f"disclosures:\n  - {{date: {day}, about: {about}, state: {state}, filling: {filling}, decided_by: member}}\n",
    )


LEFT = (
    VOTE,
    "    exclusions: [{seat: s02, left: table}]\n    vote: {in_favour: 2, against: 0}\n    result: carried\n",
)

OWN = """\
  - id: top-2
    number: 2
    title: Antrag 1
    about: [2026-1-001]
    proposal: Wird gefördert.
    exclusions: [{seat: s03, left: table}]
    vote: {in_favour: 2, against: 0}
    result: carried
"""


def test_the_meeting_is_good(says):
    assert says() == []


# -- results and numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "no", "abstentions", "result", "found"),
    [
        (2, 1, 0, "carried", []),
        (1, 2, 0, "rejected", []),
        (1, 1, 1, "rejected", []),
        (1, 1, 1, "carried", ["KIC726"]),
        (0, 0, 3, "rejected", []),
        (0, 0, 3, "carried", ["KIC726"]),
        (3, 0, 0, "rejected", ["KIC726"]),
        (1, 0, 2, "carried", []),
    ],
)
def test_more_for_than_against_carries_and_a_tie_rejects(says, yes, no, abstentions, result, found):
    vote = (
        f"    vote: {{in_favour: {yes}, against: {no}, abstentions: {abstentions}}}\n    result: {result}\n"
    )
    assert says((VOTE, vote)) == found


@pytest.mark.parametrize(
    ("vote", "found"),
    [
        ("{in_favour: 3, against: 1}", ["KIC724"]),
        ("{in_favour: 2, against: 0, abstentions: 1, invalid: 1}", ["KIC724"]),
        ("{in_favour: 2, against: 0}", ["KIC725"]),
        ("{in_favour: 2, against: 0, invalid: 1}", []),
        ("{in_favour: 2}", ["KIC727"]),
        ("{form: ballot, in_favour: 2, against: 1}", []),
        ("{form: without_formal_vote}", []),
        ("{form: without_formal_vote, abstentions: 0}", ["KIC727"]),
    ],
)
def test_votes_are_those_of_the_voting_members_who_are_there(says, vote, found):
    assert says((VOTE, f"    vote: {vote}\n    result: carried\n")) == found


def test_advisory_seats_neither_vote_nor_make_a_quorum(says):
    advisory = (S2, "group: f-sued", "voice: advisory\ngroup: f-sued")
    assert says(extra=(advisory,)) == ["KIC724"]
    alone = ("  - seat: s03\n", "")
    assert "KIC720" in says(alone, extra=(advisory,))


@pytest.mark.parametrize(
    ("result", "found"),
    [
        ("result: noted", []),
        ("result: noted\n    wording: Der Ausschuss nimmt Kenntnis.", []),
        ("result: postponed", ["KIC731"]),
        ("result: postponed\n    reason: ' '", ["KIC731"]),
        ("result: referred\n    reason: an den Rat", []),
        ("result: withdrawn\n    reason: vom Träger\n    wording: Beschluss", ["KIC729"]),
        ("result: rejected", ["KIC728"]),
        ("vote: {in_favour: 2, against: 1}", ["KIC703", "KIC728"]),
        ("vote: {in_favour: 2, against: 1}\n    result: withdrawn\n    reason: so", ["KIC728"]),
        ("vote: {in_favour: 2, against: 1}\n    result: postponed\n    reason: auf Antrag vertagt", []),
        ("vote: {in_favour: 2, against: 1}\n    result: amended\n    wording: Etwas anderes.", []),
        ("vote: {in_favour: 2, against: 1}\n    result: amended", ["KIC729"]),
        (
            "vote: {in_favour: 2, against: 1}\n    result: amended\n    wording: Der  Ausschuss empfiehlt den Ausbau.",
            ["KIC729"],
        ),
        (
            "vote: {in_favour: 2, against: 1}\n    result: carried\n    wording: Der Ausschuss empfiehlt den Ausbau.",
            [],
        ),
    ],
)
def test_results_beyond_yes_and_no(says, result, found):
    assert says((VOTE, f"    {result}\n")) == found


# -- quorum ----------------------------------------------------------------------------------------------


def test_who_is_out_at_an_item_does_not_count_there(says):
    """Two of three are a quorum; with one of them out at the item there is none, whatever the opening was."""
    assert (
        says((VOTE, "    absent: [s03]\n    vote: {in_favour: 2, against: 0}\n    result: carried\n")) == []
    )
    out = "    absent: [s02, s03]\n    vote: {in_favour: 1, against: 0}\n    result: carried\n"
    assert says((VOTE, out)) == ["KIC720"]
    assert (
        says(
            (VOTE, out.replace("    vote: {in_favour: 1, against: 0}\n", "").replace("carried", "no_quorum"))
        )
        == []
    )


def test_with_exclusions_a_third_suffices(says):
    one = (
        VOTE,
        "    exclusions: [{seat: s02, left: table}]\n    absent: [s03]\n    vote: {in_favour: 1, against: 0}\n    result: carried\n",
    )
    third = (KIC, "    source: § 39 GemO RLP\n", MORE)
    assert says(one, extra=(disclosed("excluded"), third)) == []
    assert says(one, extra=(disclosed("excluded"),)) == ["KIC720"]


def test_a_second_invitation_needs_the_same_matter_and_the_hint(codes):
    first = HELD.replace("  - seat: s02\n  - seat: s03\n", "").replace(VOTE, "    result: no_quorum\n")
    second = (
        HELD.replace("id: m-1", "id: m-2")
        .replace("2026-11-05", "2026-11-19")
        .replace("  sent: 2026-10-26\n", "  sent: 2026-11-09\n  second_of: m-1\n  says_small_quorum: true\n")
        .replace("  - seat: s02\n  - seat: s03\n", "")
        .replace("{in_favour: 2, against: 1, abstentions: 0}", "{in_favour: 1, against: 0}")
    )
    more = (KIC, "    source: § 39 GemO RLP\n", MORE)

    def found(text: str) -> list[str]:
        return codes((M1, "", first), (M2, "", text), more)

    assert found(second) == []
    assert found(second.replace("about: [he-01]", "about: [he-02]")) == ["KIC720"]
    assert found(second.replace("  says_small_quorum: true\n", "")) == ["KIC720"]
    assert found(second.replace("  second_of: m-1\n", "")) == ["KIC709", "KIC720"]
    assert found(second.replace("sent: 2026-11-09", "sent: 2026-11-04")) == ["KIC709"]
    assert found(second.replace("second_of: m-1", "second_of: m-2")) == ["KIC709", "KIC720"]


# -- exclusions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("disclosure", "left", "found"),
    [
        (disclosed("excluded"), True, []),
        (disclosed("excluded"), False, ["KIC732"]),
        (disclosed("excluded", day="2026-11-06"), False, ["KIC785"]),
        (disclosed("excluded", filling="deputy"), False, []),
        (disclosed("excluded", about="he-02"), False, []),
        (disclosed("excluded", about="he-02"), True, ["KIC733"]),
        (disclosed("not_excluded"), True, ["KIC733"]),
        (disclosed("not_excluded"), False, []),
        (disclosed("unclear"), False, ["KIC735"]),
        (disclosed("unclear"), True, ["KIC733"]),
    ],
)
def test_who_is_excluded_leaves_and_nobody_else(says, disclosure, left, found):
    assert says(*([LEFT] if left else []), extra=(disclosure,)) == found


def test_what_turns_out_after_the_vote_is_looked_at_until_there_is_another(says, codes):
    """In both directions; who had left is not concerned, nor is a deputy who was not there."""
    late = {"day": "2026-11-06"}
    assert says(LEFT, extra=(disclosed("excluded"),)) == []
    assert says(extra=(disclosed("unclear", **late),)) == []
    assert says(extra=(disclosed("not_excluded", **late),)) == []
    assert says(extra=(disclosed("excluded", **late, filling="deputy"),)) == []
    assert says((VOTE, "    result: noted\n"), extra=(disclosed("excluded", **late),)) == []
    seat, old, known = disclosed("excluded")
    both = (
        seat,
        old,
        f"{known}  - {{date: 2026-11-06, about: he-01, state: not_excluded, decided_by: mayor}}\n",
    )
    assert says(LEFT, extra=(both,)) == ["KIC785"]
    again = (
        HELD.replace("id: m-1", "id: m-2")
        .replace("2026-11-05", "2026-11-19")
        .replace("2026-10-26", "2026-11-09")
        .replace("  - seat: s02\n", "")
    )
    found = codes((M1, "", HELD), (M2, "", again), disclosed("excluded", **late))
    assert "KIC785" not in found


def test_a_doubt_takes_nothing_back_that_was_entered_before_it_after_the_vote(says):
    """Only a settled entry does; a doubt alone points to no vote, and what was known on the day is told there."""
    late = {"day": "2026-11-06"}

    def then(disclosure, *states):
        seat, old, new = disclosure
        return (
            seat,
            old,
            new + "".join(f"  - {{date: 2026-11-06, about: he-01, state: {each}}}\n" for each in states),
        )

    settled = "not_excluded, decided_by: mayor"
    assert says(extra=(then(disclosed("excluded", **late), "unclear"),)) == ["KIC785"]
    assert says(extra=(then(disclosed("excluded", **late), "unclear", "unclear"),)) == ["KIC785"]
    assert says(extra=(then(disclosed("excluded", **late), "unclear", settled),)) == []
    assert says(extra=(then(disclosed("excluded", **late), settled, "unclear"),)) == []
    assert says(LEFT, extra=(then(disclosed("excluded"), settled, "unclear"),)) == ["KIC785"]
    assert says(LEFT, extra=(then(disclosed("excluded"), "unclear"),)) == []
    assert says(extra=(then(disclosed("excluded"), "unclear"),)) == ["KIC732"]


def test_a_disclosure_about_the_deputy_binds_the_deputy(says):
    deputy = (S2, "    holder: m-02", "    holder: m-02\n    deputy: sv-02")
    sits = ("  - seat: s02\n", "  - seat: s02\n    filling: deputy\n")
    assert says(sits, extra=(deputy, disclosed("excluded", filling="deputy"))) == ["KIC732"]
    assert says(sits, extra=(deputy, disclosed("excluded"))) == []


@pytest.mark.parametrize("result", ["noted", "referred\n    reason: an den Rat"])
def test_advising_alone_is_taking_part(says, result):
    assert says((VOTE, f"    result: {result}\n"), extra=(disclosed("excluded"),)) == ["KIC732"]


@pytest.mark.parametrize("result", ["postponed\n    reason: Zeit", "withdrawn\n    reason: vom Träger"])
def test_an_item_that_was_not_dealt_with_keeps_nobody_out(says, result):
    assert says((VOTE, f"    result: {result}\n"), extra=(disclosed("excluded"),)) == []


PACKAGE = (("about: [he-01]", "about: [2026-1]"),)
"""s03 is excluded from 2026-1-001 (the good repository says so), and the item decides on the whole call."""


@pytest.mark.parametrize(
    ("edits", "found"),
    [
        ((), ["KIC737"]),
        (((VOTE, LEFT[1].replace("s02", "s03")),), []),
        ((("result: carried\n", "result: carried\n" + OWN),), []),
        (((VOTE, "    result: noted\n"),), []),
        ((("about: [2026-1]", "about: [2025-1]"),), []),
    ],
    ids=["took part", "left", "an item of its own", "only noted", "another call"],
)
def test_a_vote_on_a_whole_call_is_one_on_each_application(says, edits, found):
    assert says(*PACKAGE, *edits) == found


# -- days ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "found"),
    [("2026-10-31", []), ("2026-11-01", ["KIC707"]), ("2026-11-04", ["KIC707"]), ("2026-11-05", ["KIC708"])],
)
def test_four_full_days_lie_between_invitation_and_meeting(says, sent, found):
    """31 October to 5 November: the 1st to the 4th are four full days."""
    more = (KIC, "    source: § 39 GemO RLP\n", MORE)
    assert says(("2026-10-26", sent), extra=(more,)) == found


def test_without_a_rule_there_is_no_notice_period(says):
    assert says(("2026-10-26", "2026-11-04")) == []


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (datetime.date(2026, 11, 4), ["KIC704"]),
        (datetime.date(2026, 11, 5), []),
        (datetime.date(2026, 12, 5), []),
        (datetime.date(2026, 12, 6), ["KIC716"]),
    ],
)
def test_a_meeting_is_held_on_its_day_and_its_minutes_follow_within_a_month(says, day, found):
    assert [code for code in says(on=day) if code != "KIC612"] == found


def test_a_meeting_in_progress_may_be_recorded_on_its_day_and_has_to_be_closed(says):
    running = ("state: held", "state: invited")
    undone = (VOTE, "")
    assert says(running, undone, on=datetime.date(2026, 11, 5)) == []
    assert says(running, undone, on=datetime.date(2026, 11, 6)) == ["KIC705"]
    assert says(running, ("present:\n  - seat: s01\n  - seat: s02\n  - seat: s03\n", "")) == [
        "KIC702",
        "KIC705",
    ]


@pytest.mark.parametrize(
    ("minutes", "found"),
    [
        ("{written: 2026-11-05}", []),
        ("{written: 2026-11-04}", ["KIC715"]),
        ("{written: 2026-11-06, sent: 2026-11-05}", ["KIC715"]),
        ("{written: 2026-11-06, sent: 2026-11-23}", ["KIC715"]),
        ("{written: 2026-11-06, approved: 2026-11-19}", ["KIC715", "KIC717"]),
    ],
)
def test_minutes_are_written_then_sent_then_approved(says, minutes, found):
    assert says(("items:", f"minutes: {minutes}\nitems:")) == found


def test_minutes_belong_to_a_closed_meeting(says):
    assert says(("state: held", "state: invited"), ("items:", "minutes: {written: 2026-11-06}\nitems:")) == [
        "KIC705",
        "KIC715",
    ]


@pytest.mark.parametrize(
    ("day", "after"),
    [("2026-01-31", "2026-02-28"), ("2026-11-05", "2026-12-05"), ("2026-12-31", "2027-01-31")],
)
def test_a_month_ends_on_the_day_of_the_same_number_or_the_last(day, after):
    assert month_after(datetime.date.fromisoformat(day)) == datetime.date.fromisoformat(after)


# -- forms and gaps --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["hybrid", "video", "circulation"])
def test_other_forms_have_to_be_allowed(says, form):
    other = ("state: held", f"form: {form}\nstate: held")
    assert says(other) == ["KIC706"]
    assert says(other, extra=((KIC, "  mandate: decides", f"  mandate: decides\n  {form}: true"),)) == []


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_nothing_came_of_a_meeting_that_did_not_take_place(says, state):
    assert "KIC701" in says(("state: held", f"state: {state}"))
    assert says(base=PLANNED.replace("planned", state)) == []


def test_what_is_not_known_any_more_may_be_missing(says):
    old = (
        (
            "invitation:\n  sent: 2026-10-26\nchair: s01\npresent:\n  - seat: s01\n  - seat: s02\n  - seat: s03\n",
            "",
        ),
        (
            "items:",
            "gaps:\n  - {field: invitation, state: unknown}\n  - {field: present, state: unknown}\nitems:",
        ),
    )
    assert says(*old) == []


def test_items_are_numbered_upwards_with_gaps_allowed(says):
    item = "\n  - id: top-{0}\n    number: {0}\n    title: Verschiedenes\n    result: noted"
    assert says(("result: carried", "result: carried" + item.format(3))) == []
    more = item.format(3) + item.format(3).replace("top-3", "top-4") + item.format(2)
    assert says(("result: carried", "result: carried" + more)) == ["KIC714", "KIC714"]
    assert says(("number: 1", "number: 0")) == ["KIC714"]


# -- what may still change -------------------------------------------------------------------------------

APPROVED = HELD + "minutes:\n  written: 2026-11-06\n  sent: 2026-11-10\n  approved: 2026-11-19\n"
SENT = HELD + "minutes:\n  written: 2026-11-06\n  sent: 2026-11-10\n"
LATER = (
    HELD.replace("id: m-1", "id: m-2").replace("2026-11-05", "2026-11-19").replace("2026-10-26", "2026-11-05")
)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (APPROVED, APPROVED + "note: Ein Hinweis.\n", []),
        (APPROVED, APPROVED + "  objections: Einwand\n", []),
        (APPROVED, APPROVED.replace("in_favour: 2, against: 1", "in_favour: 3, against: 0"), ["KIC718"]),
        (APPROVED, APPROVED.replace("title: Sitzung", "title: Die Sitzung"), ["KIC718"]),
        (APPROVED, APPROVED.replace("  approved: 2026-11-19\n", ""), ["KIC718"]),
        (APPROVED, APPROVED.replace("sent: 2026-11-10", "sent: 2026-11-11"), ["KIC718"]),
        (APPROVED, None, ["KIC718"]),
        (SENT, SENT.replace("in_favour: 2, against: 1", "in_favour: 3, against: 0"), ["KIC719"]),
        (SENT, None, ["KIC719"]),
        (SENT, APPROVED, []),
        (HELD, HELD.replace("in_favour: 2, against: 1", "in_favour: 3, against: 0"), ["KIC739"]),
        (HELD, HELD.replace("  - seat: s03\n", ""), ["KIC739"]),
        (HELD, HELD.replace("sent: 2026-10-26", "sent: 2026-10-20"), ["KIC739"]),
        (HELD, HELD.replace("against: 1", "against: 0") + "note: Eine Stimme war doppelt gezählt.\n", []),
        (HELD, SENT, []),
        (HELD, None, ["KIC738"]),
        (HELD, HELD.replace("state: held", "state: invited"), ["KIC783"]),
        (HELD.replace("state: held", "state: cancelled"), HELD, ["KIC783"]),
        (HELD.replace("state: held", "state: invited"), HELD, []),
    ],
)
def test_approved_minutes_close_a_meeting_and_sent_ones_watch_it(repository, today, before, after, found):
    from kic.domain.meetings.minutes_rules import RULES

    old = repository(changed((M1, "", before), (M2, "", LATER)))
    edits = [(M2, "", LATER)] if after is None else [(M1, "", after), (M2, "", LATER)]
    new = repository(changed(*edits))
    assert [each.law.code for each in run(RULES[-5:], new, today, before=old)] == found
