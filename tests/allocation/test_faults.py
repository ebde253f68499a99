"""Findings of a problem: what keeps it from an answer, and where it stands in the file."""

from textwrap import dedent

import pytest

from kic.allocation.faults import LAWS, faults
from kic.allocation.problem import Problem
from kic.core.diagnostic import Severity
from kic.core.place import spelled
from kic.present.manual import paragraphs
from kic.store.reading.convert import read_value
from tests.allocation.samples import problem

GOOD = """\
budget: 100.00
reserve: 10.00
grid: 1.00
rate: 75%
caps: {themes: {sport: 50.00}}
floors: {themes: {jugend: 10.00}}
fixed: [{id: f, amount: 20.00, themes: [sport], applicant: p}]
scale: {min: 0, max: 10, step: 0.5}
criteria: {quality: 2, reach: 1}
seats: [m1, m2]
applications:
  - {id: a, themes: [jugend, sport], requested: 30.00, eligible: 40.00, marks: {m1: 7.5, m2: abstain}}
  - {id: b, requested: 30.00, eligible: 40.00, marks: {m1: {quality: 1, reach: 2}}, approvals: [m1, m2]}
  - {id: c, requested: 30.00, eligible: 40.00, score: 9.99}
"""

CASES = [
    ("m2: abstain", "m3: abstain", "KIC090 applications[0].marks.m3", "the seat m3 is not declared"),
    ("approvals: [m1, m2]", "approvals: [m1, m22]", "KIC090 applications[1].approvals[1]", "the seat m22 is not declared"),
    ("reach: 2}", "rech: 2}", "KIC091 applications[1].marks.m1.rech", "the criterion rech is not declared"),
    ("{quality: 1, reach: 2}", "{reach: 2}", "KIC091 applications[1].marks.m1", "no mark for quality"),
    ("id: b,", "id: a,", "KIC092 applications[1].id", "the id a stands twice"),
    ("seats: [m1, m2]", "seats: [m1, m2, m1]", "KIC092 seats[2]", "the id m1 stands twice"),
    ("approvals: [m1, m2]", "approvals: [m1, m1]", "KIC092 applications[1].approvals[1]", "the id m1 stands twice"),
    ("themes: [jugend, sport]", "themes: [jugend, sport, sport]", "KIC092 applications[0].themes[2]", "the id sport stands twice"),
    ("amount: 20.00", "amount: 90.01", "KIC093 budget", "reserve and fixed awards are 100.01, but the budget is 100.00"),
    (", score: 9.99", "", "KIC094 applications[2]", "c has neither a score nor marks"),
    ("eligible: 40.00, score", "score", "KIC095 applications[2]", "c has no eligible costs, and the rate is a share of them"),
    ("m1: 7.5", "m1: 7.25", "KIC096 applications[0].marks.m1", "7.25 is not on the scale from 0 to 10 in steps of 0.5"),
    ("m1: 7.5", "m1: 10.5", "KIC096 applications[0].marks.m1", "10.5 is not on the scale from 0 to 10 in steps of 0.5"),
    ("quality: 1,", "quality: -1,", "KIC096 applications[1].marks.m1.quality", "-1 is not on the scale from 0 to 10 in steps of 0.5"),
    ("score: 9.99", "score: 99", "KIC096 applications[2].score", "99 is not on the scale from 0 to 10 in steps of 0.5"),
    ("step: 0.5", "step: 0", "KIC096 scale", "the scale goes up from its lowest mark to its highest in steps above 0"),
    ("reserve: 10.00", "reserve: -10.00", "KIC097 reserve", "the amount is negative"),
    ("requested: 30.00, eligible: 40.00, score", "requested: -30.00, eligible: 40.00, score", "KIC097 applications[2].requested", "the amount is negative"),
    ("grid: 1.00", "grid: 0.00", "KIC097 grid", "the grid is an amount above 0"),
    ("quality: 2,", "quality: -2,", "KIC098 criteria.quality", "the weight of the criterion quality is negative"),
    ("{quality: 2, reach: 1}", "{quality: 0, reach: 0}", "KIC098 criteria", "all weights are 0"),
    ("grid: 1.00", "aggregate: centred", "KIC098 applications[2].score", "a score of its own cannot be compared with centred marks"),
    ("grid: 1.00", "rule: tiered-cut", "KIC098 rule", "the rule AllocationRule.TIERED_CUT needs tiers"),
    ("{jugend: 10.00}", "{jugnd: 10.00}", "KIC099 floors.themes.jugnd", "no application and no fixed award has the theme jugnd"),
]  # fmt: skip


def said(text: str) -> list[tuple[str, str]]:
    value, found, _ = read_value(text.encode(), "problem.yaml", Problem)
    assert value is not None, found
    return [
        (f"{each.law.code} {spelled(each.place.field)}", str(each.message))
        for each in faults(value, "problem.yaml")
    ]


def test_a_good_problem_has_no_findings():
    assert said(GOOD) == []


@pytest.mark.parametrize(("old", "new", "where", "message"), CASES, ids=[case[2] for case in CASES])
def test_each_fault_is_found_at_its_place(old, new, where, message):
    assert old in GOOD
    assert said(GOOD.replace(old, new, 1)) == [(where, message)]


def test_every_law_has_a_case_and_a_manual_page():
    assert {case[2][:6] for case in CASES} == {law.code for law in LAWS}
    for law in LAWS:
        sections = [section for section, _ in paragraphs(law.manual)]
        assert {"", "Why", "Fix"} <= set(sections)


def test_only_an_unused_theme_is_a_warning():
    assert [law.code for law in LAWS if law.severity is not Severity.ERROR] == ["KIC099"]


def test_a_near_name_is_offered():
    value = problem(GOOD.replace("{jugend: 10.00}", "{jugnd: 10.00}"))
    (fault,) = faults(value)
    assert str(fault.help) == "did you mean jugend?"


def test_a_rule_by_votes_needs_votes_but_no_scores():
    text = """
        budget: 10.00
        rule: equal-shares
        applications: [{id: a, requested: 1.00}]
    """
    assert said(dedent(text)) == [
        ("KIC094 rule", "the rule AllocationRule.EQUAL_SHARES needs approvals or marks")
    ]
    assert said(dedent(text).replace("1.00}", "1.00, approvals: [v]}")) == []


def test_all_faults_are_named_at_once():
    text = GOOD.replace("id: b,", "id: a,").replace("m1: 7.5", "m1: 99").replace(", score: 9.99", "")
    assert [where[:6] for where, _ in said(text)] == ["KIC092", "KIC096", "KIC094"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (GOOD.replace("grid: 1.00", "gird: 1.00"), "KIC03"),
        (GOOD.replace("m1: 7.5", "m1: good"), "KIC0"),
        (
            GOOD.replace(
                "requested: 30.00, eligible: 40.00, score", "requested: 1e3, eligible: 40.00, score"
            ),
            "KIC0",
        ),
        (GOOD.replace("score: 9.99", "score: 9.99, minimum: 120%"), "KIC0"),
        (GOOD.replace("grid: 1.00", "tiers: {85: 100%, 85.0: 70%}"), "KIC0"),
        (GOOD.replace("id: a,", "id: 'a b',"), "KIC0"),
    ],
)
def test_what_cannot_be_read_is_a_finding_of_the_reader(text, code):
    value, found, _ = read_value(text.encode(), "problem.yaml", Problem)
    assert value is None
    assert [each.law.code[: len(code)] for each in found] == [code]
