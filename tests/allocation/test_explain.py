"""What a committee reads and a letter quotes: the sentences, and that each of them is true."""

import msgspec
import pytest
from hypothesis import assume, given, settings

from kic.allocation.engine import allocate
from kic.allocation.explain import SENTENCES, explain, remarks
from kic.allocation.outcome import Cause
from kic.allocation.problem import AllocationRule, Problem
from kic.present.language import speak
from tests.allocation.samples import EXAMPLES, fit, problem, problems, under
from tests.allocation.test_ranked import FLOORS, THREE, TIE

ENGLISH = speak("en")


def words(text: str, name: str, **options) -> str:
    return " ".join(ENGLISH.say(sentence) for sentence in explain(allocate(problem(text), **options), name))


def test_funded_in_full():
    assert words(THREE, "a") == (
        "The application a is on rank 1 of 3 with a score of 90 and receives its full admissible amount of €6,000.00. "
        "Its request is met in full."
    )


def test_not_funded_says_how_far_and_what_would_have_changed_it():
    assert words(THREE, "b") == (
        "The application b is on rank 2 of 3 with a score of 80 and is not funded: the budget left €4,000.00 at its "
        "turn, €1,000.00 less than the €5,000.00 that it needs at least. "
        "With a score of at least 90 it would have been funded instead of a. "
        "With a budget of €11,000.00 and all else unchanged it would have been funded."
    )


def test_behind_the_line():
    assert words(THREE + "    on_no_fit: stop\n", "c").startswith(
        "The application c is on rank 3 of 3 with a score of 70 and is not funded: the allocation ended before its "
        "turn, after the application b, which exceeded the money left. "
        "With a score of at least 80 it would have been funded."
    )


def test_a_part():
    text = THREE.replace("requested: 5000.00", "requested: 5000.00, minimum: 70%")
    assert words(text, "b") == (
        "The application b is on rank 2 of 3 with a score of 80 and receives €4,000.00 of its admissible amount of "
        "€5,000.00: the budget left €4,000.00 at its turn. "
        "Its declared minimum of €3,500.00 is reached, so the project can be done with this part."
    )


def test_a_floor():
    assert words(FLOORS, "both") == (
        "The application both is on rank 3 of 4 with a score of 7 and receives its full admissible amount of "
        "€1,500.00, because the floor of €6,000.00 for the theme jugend is served first. "
        "Its request is met in full."
    )


def test_a_tie():
    assert words(TIE, "a").endswith(
        "A tie decides this; with another order within it the award would be another."
    )


def test_a_smaller_budget_can_be_the_better_one():
    text = """
        budget: 60.00
        floors: {themes: {t: 100.00}}
        unmet_floor: keep
        applications:
          - {id: a, themes: [t], requested: 55.00, score: 1}
          - {id: b, requested: 10.00, score: 2}
    """
    assert "No other budget would" not in words(text, "b")


def test_a_cap_behind_the_empty_purse():
    """The money was gone at its turn, so that is the cause; but no money would have helped."""
    text = """
        budget: 50.00
        caps: {themes: {t: 70.00}}
        applications:
          - {id: a, themes: [t], requested: 50.00, minimum: 1.00, score: 3}
          - {id: b, themes: [t], requested: 30.00, score: 1}
    """
    assert allocate(problem(text)).standings["b"].cause is Cause.BUDGET
    assert words(text, "b").endswith(
        "No other budget would have changed this: with more money the cap of the theme t leaves it €20.00 at its "
        "turn, less than the €30.00 that it needs at least."
    )
    of_one = text.replace("themes: {t: 70.00}", "applicant: 70.00").replace("themes: [t]", "applicant: p")
    assert words(of_one, "b").endswith(
        "No other budget would have changed this: with more money the cap for each applicant leaves it €20.00 at "
        "its turn, less than the €30.00 that it needs at least."
    )


def test_reasons_for_taking_no_part():
    text = """
        budget: 10000.00
        threshold: 60
        min_marks: 2
        grid: 100.00
        rate: 50%
        caps: {applicant: 3000.00}
        applications:
          - {id: few, requested: 50.00, eligible: 100.00, marks: {m1: 50, m2: abstain}}
          - {id: low, requested: 50.00, eligible: 100.00, marks: {m1: 50, m2: 69}}
          - {id: big, applicant: p, requested: 5000.00, eligible: 9000.00, minimum: 4000.00, score: 70}
          - {id: odd, requested: 5000.00, eligible: 7999.00, minimum: 80%, score: 70}
    """
    assert words(text, "few") == (
        "The application few has 1 mark and takes no part: the minimum is 2. "
        "An abstention or exclusion is no mark; it counts neither for nor against an application."
    )
    assert words(text, "low") == (
        "The application low has a score of 59.5 and takes no part: the threshold is 60. "
        "It lacks 0.5 to the threshold. With a score of at least 60 it would have been funded."
    )
    assert words(text, "big") == (
        "The application big takes no part: its admissible amount of €3,000.00 is less than its declared minimum of "
        "€4,000.00. Of the requested €5,000.00 the cap of €3,000.00 for each applicant admits €3,000.00."
    )
    assert words(text, "odd") == (
        "The application odd takes no part: its admissible amount of €3,000.00 is less than its declared minimum of "
        "€4,000.00. Of the requested €5,000.00 the cap of €3,000.00 for each applicant admits €3,000.00."
    )


def test_remarks_on_the_whole():
    said = [ENGLISH.say(sentence) for sentence in remarks(allocate(problem(FLOORS)))]
    assert said == [
        "The floor of the theme jugend is not reached: €1,000.00 are missing and were released.",
        "€1,000.00 stay unallocated, although one eligible application is not funded.",
    ]


# -- each sentence is true ---------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", AllocationRule, ids=lambda rule: rule.value)
def test_every_application_gets_some_sentences_that_can_be_said(rule: AllocationRule):
    @given(under(rule, problems()))
    @settings(max_examples=EXAMPLES // 4, deadline=None)
    def holds(value: Problem):
        assume(fit(value))
        proposal = allocate(value)
        for name in proposal.standings:
            sentences = explain(proposal, name)
            assert 1 <= len(sentences) <= SENTENCES
            for sentence in (*sentences, *remarks(proposal)):
                assert None not in sentence.values.values()
                assert "{" not in ENGLISH.say(sentence)

    holds()


BANDS = """
    budget: 1000.00
    grid: 100.00
    rule: tiered-cut
    tiers: {85: 100%, 60: 70%}
    applications:
      - {id: a, requested: 600.00, score: 90}
      - {id: b, requested: 550.00, score: 84}
      - {id: c, requested: 300.00, score: 70}
      - {id: d, requested: 100.00, score: 59}
"""


def test_bands():
    assert words(BANDS, "b") == (
        "The application b is on rank 2 of 3 with a score of 84 and receives its full admissible amount of €300.00. "
        "Its score is in the band from 60 on, in which 70% of the otherwise admissible €550.00 are given."
    )
    assert words(BANDS, "c") == (
        "The application c is on rank 3 of 3 with a score of 70 and is not funded: the budget left €100.00 at its turn, "
        "€100.00 less than the €200.00 that it needs at least. "
        "With a score of at least 84 it would have been funded instead of b. "
        "With a budget of €1,100.00 and all else unchanged it would have been funded."
    )
    assert words(BANDS, "d") == (
        "The application d has a score of 59 and takes no part: the lowest band begins at 60. "
        "With a score of at least 85 it would have been funded."
    )


CUT = """
    budget: 1000.00
    rule: proportional-cut
    applications:
      - {id: a, requested: 600.00, score: 90}
      - {id: b, requested: 600.00, minimum: 80%, score: 84}
      - {id: c, requested: 300.00, minimum: 250.00, score: 70}
"""


def test_the_same_factor_for_all():
    # with all three 2/3 is left: c falls below 250.00, then 5/6 suffices for both
    assert words(CUT, "a") == (
        "The application a receives €500.00 of its admissible amount of €600.00: all are cut by the same factor, so "
        "that money and caps suffice."
    )
    assert words(CUT, "b").endswith(
        "Its declared minimum of €480.00 is reached, so the project can be done with this part."
    )
    assert words(CUT, "c") == (
        "The application c is not funded: cut by the same factor as all, it would have received less than its declared "
        "minimum of €250.00. With a score of at least 84 it would have been funded instead of b. With a budget of "
        "€1,249.98 and all else unchanged it would have been funded."
    )


def test_that_no_score_helps_is_said_under_a_cut_too():
    never = CUT.replace("minimum: 250.00", "minimum: 300.00").replace("minimum: 80%", "minimum: 100%")
    assert words(never.replace("1000.00", "500.00"), "b").endswith(
        "its declared minimum of €600.00. No other score would have changed this. With a budget of €1,200.00 and all "
        "else unchanged it would have been funded."
    )


@given(problems(most=6))
@settings(max_examples=EXAMPLES // 2, deadline=None)
def test_a_budget_that_is_named_would_have_sufficed(value: Problem):
    assume(fit(value))
    proposal = allocate(value)
    for name in proposal.waiting_list:
        for sentence in explain(proposal, name):
            if "budget" in sentence.values:
                other = allocate(
                    msgspec.structs.replace(value, budget=sentence.values["budget"]), details=False
                )
                assert other.standings[name].award


def test_the_cap_for_each_applicant_alone():
    text = THREE + "    caps: {applicant: 4000.00}\n"
    text = text.replace("requested: 5000.00", "requested: 5000.00, applicant: o")
    assert "Of the requested €5,000.00 the cap of €4,000.00 for each applicant admits €4,000.00." in words(
        text, "b"
    )


def test_that_cap_less_what_is_decided():
    text = THREE + "    caps: {applicant: 4000.00}\n    fixed: [{id: f, amount: 1000.00, applicant: o}]\n"
    text = text.replace("requested: 5000.00", "requested: 5000.00, applicant: o")
    assert (
        "Of the requested €5,000.00 the cap of €4,000.00 for each applicant, less what is already decided, admits "
        "€3,000.00." in words(text, "b")
    )


APPROVED = """
    rule: {rule}
    budget: 40.00
    seats: [a, b, c]
    applications:
      - {{id: p, requested: 6.00, approvals: [a]}}
      - {{id: q, requested: 21.00, approvals: [a, b, c]}}
"""


def test_greedy_says_why_it_bought():
    assert words(APPROVED.format(rule="greedy"), "q") == (
        "The application q receives its full admissible amount of €21.00 under the rule greedy. "
        "It is supported by 3 of 3 voters; of all that still fitted at its turn, none was worth more to its "
        "supporters for each euro. Its request is met in full."
    )


def test_phragmen_says_why_it_bought():
    assert words(APPROVED.format(rule="phragmen"), "p") == (
        "The application p receives its full admissible amount of €6.00 under the rule Phragmén. "
        "It is supported by 1 of 3 voters; none of the others would at its turn have put a smaller load on each of "
        "its supporters. Its request is met in full."
    )
