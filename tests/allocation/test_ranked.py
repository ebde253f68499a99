"""The rule `ranked` by hand: each step of docs/allocation.md, section 2, and each cause, on problems small enough to see."""

import hashlib
from textwrap import dedent

import pytest
from msgspec.structs import replace

from kic.allocation.amounts import declared_minimum
from kic.allocation.engine import allocate, with_options
from kic.allocation.problem import Application, Minimum
from kic.allocation.proposal import as_data
from kic.core.values import Money, Share
from kic.errors import UsageError
from tests.allocation.samples import problem


def told(text: str) -> dict[str, str]:
    """Per application: award, outcome and cause."""
    proposal = allocate(problem(text))
    return {
        name: f"{each.award} {each.outcome.value} {each.cause.value}"
        for name, each in proposal.standings.items()
    }


THREE = """
    budget: 10000.00
    applications:
      - {id: a, requested: 6000.00, score: 90}
      - {id: b, requested: 5000.00, score: 80}
      - {id: c, requested: 3000.00, score: 70}
"""


def test_what_does_not_fit_is_skipped():
    assert told(THREE) == {
        "a": "6000.00 funded rank",
        "b": "0.00 unfunded budget",
        "c": "3000.00 funded rank",
    }


def test_stop_draws_the_line_at_the_first_that_exceeds_the_money_left():
    assert told(THREE + "    on_no_fit: stop\n") == {
        "a": "6000.00 funded rank",
        "b": "0.00 unfunded budget",
        "c": "0.00 unfunded line",
    }


def test_a_declared_minimum_opens_a_partial_award_and_stop_still_ends_after_it():
    text = """
        budget: 10000.00
        grid: 300.00
        on_no_fit: stop
        partial: declared
        applications:
          - {id: a, requested: 6000.00, score: 90}
          - {id: b, requested: 5000.00, minimum: 3900.00, score: 80}
          - {id: c, requested: 100.00, score: 70}
    """
    # 4,000.00 are left: thirteen steps of 300.00; c would fit the 100.00 that rounding leaves
    assert told(text) == {
        "a": "6000.00 funded rank",
        "b": "3900.00 partial rank",
        "c": "0.00 unfunded line",
    }
    skip = text.replace("stop", "skip")
    assert told(skip)["c"] == "100.00 funded rank"
    assert told(skip.replace("declared", "none"))["b"] == "0.00 unfunded budget"


@pytest.mark.parametrize(
    ("minimum", "left", "award"),
    [
        ("60%", "3000.00", "3000.00"),  # 60% of 5,000.00 is a multiple of the grid
        ("59%", "2999.99", "0.00"),  # 2,950.00 is rounded up to 3,000.00
        ("2950.00", "2999.99", "0.00"),  # an amount is not rounded, but 2,900.00 does not reach it
        ("2900.00", "2999.99", "2900.00"),
        ("0.00", "99.99", "0.00"),  # nothing is no award
        ("0.00", "100.00", "100.00"),
        ("100%", "4999.99", "0.00"),
    ],
)
def test_minimum_and_grid(minimum, left, award):
    text = f"""
        budget: {left}
        grid: 100.00
        applications: [{{id: a, requested: 5000.00, minimum: {minimum}, score: 1}}]
    """
    assert told(text)["a"].split()[0] == award


def test_an_award_is_the_exact_request_or_a_multiple_of_the_grid():
    text = """
        budget: 100000.00
        grid: 100.00
        rate: 75%
        applications:
          - {id: a, requested: 6432.10, eligible: 9000.00, score: 3}
          - {id: b, requested: 6432.10, eligible: 8000.01, score: 2}
          - {id: c, requested: 6432.10, eligible: 133.00, score: 1}
    """
    # 75% of 8,000.01 is 6,000.0075; of 133.00 it is 99.75, which the grid makes 0
    assert told(text) == {
        "a": "6432.10 funded rank",
        "b": "6000.00 funded rank",
        "c": "0.00 ineligible minimum",
    }
    reductions = as_data(allocate(problem(text)))["applications"]["c"]["reductions"]
    assert reductions == [
        {"by": "rate", "from": "6432.10", "to": "99.75"},
        {"by": "grid", "from": "99.75", "to": "0.00"},
    ]


def test_reasons_for_taking_no_part_come_in_the_order_of_the_steps():
    text = """
        budget: 10000.00
        threshold: 60
        min_marks: 2
        caps: {applicant: 3000.00}
        seats: [m1, m2, m3]
        applications:
          - {id: few, requested: 5000.00, minimum: 4000.00, marks: {m1: 50, m2: abstain, m3: excluded}}
          - {id: low, requested: 5000.00, minimum: 4000.00, marks: {m1: 50, m2: 69}}
          - {id: big, requested: 5000.00, minimum: 4000.00, marks: {m1: 50, m2: 70}}
          - {id: fit, requested: 5000.00, minimum: 3000.00, marks: {m1: 50, m2: 70}}
          - {id: own, requested: 1000.00, score: 60}
    """
    assert told(text) == {
        "big": "0.00 ineligible minimum",
        "few": "0.00 ineligible marks",
        "fit": "3000.00 funded rank",
        "low": "0.00 ineligible threshold",
        "own": "1000.00 funded rank",  # a stated score goes before marks, and needs none
    }


def test_caps_pass_over_but_do_not_stop():
    text = """
        budget: 10000.00
        on_no_fit: stop
        caps: {applicant: 4000.00, themes: {sport: 5000.00}}
        applications:
          - {id: a, applicant: kjr, themes: [sport], requested: 4000.00, score: 9}
          - {id: b, applicant: kjr, themes: [kultur], requested: 1000.00, score: 8}
          - {id: c, applicant: tsv, themes: [sport, kultur], requested: 2000.00, score: 7}
          - {id: d, applicant: awo, themes: [sport], requested: 2000.00, minimum: 50%, score: 6}
          - {id: e, applicant: awo, themes: [kultur], requested: 3000.00, score: 5}
    """
    assert told(text) == {
        "a": "4000.00 funded rank",
        "b": "0.00 unfunded applicant-cap",
        "c": "0.00 unfunded theme-cap",
        "d": "1000.00 partial rank",
        "e": "3000.00 funded rank",
    }


def test_the_first_of_equal_limits_is_named():
    text = """
        budget: 1000.00
        caps: {applicant: 2000.00, themes: {sport: 1000.00}}
        fixed: [{id: f, amount: 0.00}]
        applications:
          - {id: a, themes: [sport], applicant: p, requested: 2000.00, score: 1}
    """
    assert told(text)["a"] == "0.00 unfunded budget"


def test_fixed_awards_use_up_budget_and_caps_and_count_towards_floors():
    text = """
        budget: 10000.00
        reserve: 1000.00
        caps: {applicant: 3000.00, themes: {sport: 4000.00}}
        floors: {themes: {jugend: 2500.00}}
        fixed:
          - {id: old, amount: 2000.00, themes: [sport, jugend], applicant: tsv}
          - {id: b, amount: 500.00}
        applications:
          - {id: a, applicant: tsv, themes: [sport], requested: 1500.00, score: 9}
          - {id: b, requested: 9999.00, score: 8}
          - {id: c, applicant: kjr, themes: [jugend], requested: 900.00, score: 1}
          - {id: d, applicant: kjr, themes: [jugend], requested: 900.00, score: 2}
    """
    proposal = allocate(problem(text))
    assert proposal.order == ("d", "a", "c")  # d reaches the floor: 2,000.00 are decided already
    assert {name: str(award) for name, award in proposal.awards.items()} == {
        "a": "1000.00",  # the cap of 3,000.00 less what tsv has already
        "d": "900.00",
        "c": "900.00",
    }
    assert "b" not in proposal.standings
    assert [(w.code.value, w.ids) for w in proposal.warnings] == [("already-decided", ("b",))]
    assert str(proposal.unallocated) == "3700.00"  # 10,000 less 1,000 reserve, 2,500 fixed and 2,800


FLOORS = """
    budget: 10000.00
    on_no_fit: stop
    floors: {themes: {jugend: 6000.00, sport: 1000.00}}
    applications:
      - {id: best, requested: 4000.00, score: 9}
      - {id: wide, themes: [jugend], requested: 11000.00, score: 8}
      - {id: both, themes: [jugend, sport], requested: 1500.00, score: 7}
      - {id: last, themes: [jugend], requested: 3500.00, score: 1}
"""


def test_floors_come_first_and_pass_over_what_does_not_fit_even_under_stop():
    # both counts towards both floors; jugend has 5,000.00 of 6,000.00
    assert told(FLOORS) == {
        "best": "4000.00 funded rank",
        "both": "1500.00 funded floor",
        "last": "3500.00 funded floor",
        "wide": "0.00 unfunded budget",
    }


def test_what_an_unmet_floor_lacks_is_released_or_kept():
    released = allocate(problem(FLOORS))
    assert [(w.code.value, w.ids, str(w.amount)) for w in released.warnings[:1]] == [
        ("floor-unmet", ("jugend",), "1000.00")
    ]
    kept = FLOORS + "    unmet_floor: keep\n"
    assert str(allocate(problem(kept)).standings["best"].room) == "4000.00"
    assert told(kept)["best"] == "4000.00 funded rank"
    tight = kept.replace("budget: 10000.00", "budget: 9999.99")
    assert told(tight)["best"] == "0.00 unfunded budget"
    assert str(allocate(problem(tight)).unallocated) == "4999.99"


def test_a_floor_is_served_until_its_sum_reaches_it():
    text = """
        budget: 100.00
        floors: {themes: {t: 30.00}}
        applications:
          - {id: a, themes: [t], requested: 20.00, score: 3}
          - {id: b, themes: [t], requested: 10.00, score: 2}
          - {id: c, themes: [t], requested: 10.00, score: 1}
    """
    assert [line.split()[2] for line in told(text).values()] == ["floor", "floor", "rank"]


# -- ties --------------------------------------------------------------------------------------------------

TIE = """
    budget: 100.00
    criteria: {quality: 1, reach: 2, need: 2}
    applications:
      - {id: a, requested: 60.00, marks: {m: {quality: 9, reach: 3, need: 3}}}
      - {id: b, requested: 60.00, marks: {m: {quality: 1, reach: 4, need: 6}}}
      - {id: c, requested: 60.00, marks: {m: {quality: 1, reach: 5, need: 5}}}
"""


def test_a_tie_goes_by_the_first_criterion_of_the_highest_weight():
    assert allocate(problem(TIE)).ranking == ("c", "b", "a")


def test_that_step_is_skipped_if_one_has_no_marks_and_the_smaller_amount_comes_first():
    text = TIE.replace("marks: {m: {quality: 1, reach: 5, need: 5}}", "score: 4.2")
    text = text.replace("id: b, requested: 60.00", "id: b, requested: 59.99")
    assert allocate(problem(text.replace("reach: 3", "reach: 3"))).ranking == ("b", "a", "c")


def test_the_lot_is_a_hash_that_anyone_can_draw():
    # printf %s '2026-1:a' | sha256sum and so on: 3d72..., 8e98..., 0b8f... are compared as text
    text = TIE.replace("criteria: {quality: 1, reach: 2, need: 2}", 'lot: "2026-1"')
    for marks in (
        "{quality: 9, reach: 3, need: 3}",
        "{quality: 1, reach: 4, need: 6}",
        "{quality: 1, reach: 5, need: 5}",
    ):
        text = text.replace(marks, "5")
    drawn = sorted("abc", key=lambda name: hashlib.sha256(f"2026-1:{name}".encode()).hexdigest())
    assert allocate(problem(text)).ranking == tuple(drawn)
    assert allocate(problem(text.replace('lot: "2026-1"', "grid: 0.01"))).ranking == ("a", "b", "c")


def test_a_tie_at_the_line_shows_every_outcome():
    (tie,) = allocate(problem(TIE)).ties
    assert tie.ids == ("c", "b", "a")
    assert [{name: str(award) for name, award in each.items()} for each in tie.variants] == [
        {"c": "60.00"},
        {"b": "60.00"},
        {"a": "60.00"},
    ]


def test_a_tie_in_which_all_fit_or_none_is_not_at_the_line():
    assert allocate(problem(TIE.replace("budget: 100.00", "budget: 180.00"))).ties == ()
    assert allocate(problem(TIE.replace("budget: 100.00", "budget: 59.99"))).ties == ()


def test_a_variant_shows_who_else_wins_or_loses():
    text = """
        budget: 100.00
        applications:
          - {id: a, requested: 60.00, score: 5}
          - {id: b, requested: 90.00, score: 5}
          - {id: c, requested: 40.00, score: 1}
          - {id: d, requested: 10.00, score: 0}
    """
    (tie,) = allocate(problem(text)).ties
    assert [{name: str(award) for name, award in each.items()} for each in tie.variants] == [
        {"a": "60.00", "c": "40.00"},
        {"b": "90.00", "d": "10.00"},
    ]


def test_a_large_tie_lists_twenty_outcomes_and_says_that_there_may_be_more():
    rows = "\n".join(f"  - {{id: x{n:02d}, requested: 10.00, score: 5}}" for n in range(30))
    proposal = allocate(problem(f"budget: 150.00\napplications:\n{rows}\n"))
    (tie,) = proposal.ties
    assert len(tie.variants) == 20
    assert all(len(variant) == 15 for variant in tie.variants)
    assert len({frozenset(variant) for variant in tie.variants}) == 20
    assert "tie-open" in {w.code.value for w in proposal.warnings}


def test_who_does_not_compete_does_not_multiply_the_outcomes():
    """A hundred members of which only two meet, at the cap of their applicant."""
    rows = "\n".join(f"  - {{id: x{n:02d}, requested: 10.00, score: 5}}" for n in range(98))
    rows += "\n  - {id: y1, applicant: p, requested: 10.00, score: 5}\n  - {id: y2, applicant: p, requested: 10.00, score: 5}"
    proposal = allocate(problem(f"budget: 5000.00\ncaps: {{applicant: 15.00}}\napplications:\n{rows}\n"))
    (tie,) = proposal.ties
    assert [variant.keys() & {"y1", "y2"} for variant in tie.variants] == [{"y1"}, {"y2"}]
    assert "tie-open" not in {w.code.value for w in proposal.warnings}


# -- margins -----------------------------------------------------------------------------------------------


def test_more_money_can_lose_a_winner_under_skip():
    details = allocate(problem(THREE)).standings["c"].details
    assert [(str(start), str(end)) for start, end in details.budgets.intervals] == [
        ("3000.00", "4999.99"),
        ("9000.00", "10999.99"),
        ("14000.00", "None"),
    ]
    # from 5,000.00 on b takes the money, from 6,000.00 a, from 11,000.00 both


def test_a_part_that_a_cap_limits_leaves_more_money_to_others_than_one_that_money_limits():
    text = """
        budget: 10.00
        caps: {themes: {t: 6.00}}
        applications:
          - {id: a, themes: [t], requested: 9.00, minimum: 1.00, score: 2}
          - {id: b, requested: 2.00, score: 1}
    """
    intervals = allocate(problem(text)).standings["b"].details.budgets.intervals
    assert [(str(start), end) for start, end in intervals] == [("8.00", None)]  # a has 6.00 at most


def test_what_rounding_leaves_can_fund_a_request_below_the_grid():
    text = """
        budget: 10.00
        grid: 5.00
        applications:
          - {id: a, requested: 15.00, minimum: 5.00, score: 2}
          - {id: b, requested: 3.00, score: 1}
    """
    intervals = allocate(problem(text)).standings["b"].details.budgets.intervals
    assert [(str(start), str(end)) for start, end in intervals] == [
        ("3.00", "4.99"),
        ("8.00", "9.99"),
        ("13.00", "14.99"),
        ("18.00", "None"),
    ]


def test_a_tie_in_which_a_floor_is_reached():
    """With a first the floor takes both and leaves 70.00; with b first it takes b alone, and top is funded."""
    text = """
        budget: 250.00
        floors: {themes: {t: 100.00}}
        applications:
          - {id: top, requested: 100.00, score: 9}
          - {id: a, themes: [t], requested: 60.00, score: 5}
          - {id: b, themes: [t], requested: 120.00, score: 5}
    """
    (tie,) = allocate(problem(text)).ties
    assert [{name: str(award) for name, award in each.items()} for each in tie.variants] == [
        {"a": "60.00", "b": "120.00"},
        {"b": "120.00", "top": "100.00"},
    ]


def test_budgets_are_whole_ones():
    text = THREE + "    reserve: 100.00\n    fixed: [{id: f, amount: 1.00}]\n"
    intervals = allocate(problem(text)).standings["a"].details.budgets.intervals
    assert [(str(start), end) for start, end in intervals] == [("6101.00", None)]


def test_who_was_passed_and_the_score_that_would_have_sufficed():
    details = allocate(problem(THREE)).standings["b"].details
    assert details.funded_past == ("c",)
    need = details.score_needed
    assert (str(need.score), need.above, need.drops) == (
        "90",
        False,
        ("a",),
    )  # the smaller amount wins the tie
    tied = THREE.replace("requested: 5000.00", "requested: 7000.00")
    need = allocate(problem(tied)).standings["b"].details.score_needed
    assert (str(need.score), need.above, need.drops) == ("90", True, ("a",))


def test_no_score_is_above_the_scale():
    text = """
        budget: 100.00
        scale: {min: 0, max: 10, step: 1}
        applications:
          - {id: a, requested: 60.00, marks: {m: 10}}
          - {id: b, requested: 70.00, marks: {m: 9}}
    """
    assert allocate(problem(text)).standings["b"].details.score_needed is None


def test_details_of_one_of_none_and_past_five_hundred():
    one = allocate(problem(THREE), only="b")
    assert one.standings["b"].details is not None
    assert one.standings["a"].details is None
    assert "funded_past" not in as_data(one)["applications"]["a"]
    assert all(each.details is None for each in allocate(problem(THREE), details=False).standings.values())
    rows = "\n".join(f"  - {{id: x{n}, requested: {n + 1}.00, score: {n % 7}}}" for n in range(501))
    many = problem(f"budget: 500.00\napplications:\n{rows}\n")
    assert all(each.details is None for each in allocate(many).standings.values())
    assert allocate(many, only="x7").standings["x7"].details is not None


# -- options and misuse ------------------------------------------------------------------------------------


def test_options_replace_settings():
    value = with_options(problem(THREE), on_no_fit="stop", partial="none", budget=Money.parse("9000.00"))
    assert (value.on_no_fit.value, value.partial.value, str(value.budget)) == ("stop", "none", "9000.00")
    assert with_options(problem(THREE)) == problem(THREE)


@pytest.mark.parametrize(
    ("misuse", "words"),
    [
        (lambda value: with_options(value, rule="rank"), "rank is none of"),
        (lambda value: allocate(with_options(value, rule="tiered-cut")), "The problem has a fault"),
        (lambda value: allocate(value, only="aa"), "aa is no application"),
        (lambda value: allocate(with_options(value, budget=Money(-1))), "the amount is negative"),
    ],
)
def test_misuse_is_a_usage_error(misuse, words):
    with pytest.raises(UsageError) as caught:
        misuse(problem(THREE))
    assert words in str(caught.value)


# -- the JSON ----------------------------------------------------------------------------------------------


def test_the_data_of_a_proposal():
    data = as_data(allocate(problem(THREE)))
    settings = data.pop("settings")
    assert settings["rule"] == "ranked"
    assert settings["floors"] == {"themes": {}}
    applications = data.pop("applications")
    assert data == {
        "rule": "ranked",
        "budget": "10000.00",
        "reserve": "0.00",
        "fixed": "0.00",
        "awarded": "9000.00",
        "unallocated": "1000.00",
        "awards": {"a": "6000.00", "c": "3000.00"},
        "order": ["a", "c"],
        "ranking": ["a", "b", "c"],
        "waiting_list": ["b"],
        "ties": [],
        "warnings": [{"code": "money-unused", "ids": ["b"]}],
    }
    assert applications["b"] == {
        "rank": 2,
        "score": {"exact": "80", "decimal": "80.00"},
        "marks": 0,
        "abstentions": 0,
        "requested": "5000.00",
        "admissible": "5000.00",
        "reductions": [],
        "award": "0.00",
        "outcome": "unfunded",
        "cause": "budget",
        "room": "4000.00",
        "short_by": "1000.00",
        "funded_past": ["c"],
        "funded_budgets": [["5000.00", "5999.99"], ["11000.00", None]],
        "score_needed": {"exact": "90", "decimal": "90.00", "above": False, "drops": ["a"]},
    }


# -- size --------------------------------------------------------------------------------------------------


def test_a_million_million_euros_and_one_cent():
    text = """
        budget: 1000000000000.00
        rate: 33.333333%
        grid: 0.01
        applications:
          - {id: a, requested: 999999999999.98, eligible: 3000000000000.00, minimum: 1%, score: 3}
          - {id: b, requested: 999999999999.99, eligible: 9999999999999.99, minimum: 0.01, score: 2}
          - {id: c, requested: 0.01, eligible: 0.04, score: 1}
          - {id: d, requested: 0.01, eligible: 0.03, score: 0}
    """
    proposal = allocate(problem(text))
    assert {name: str(award) for name, award in proposal.awards.items()} == {
        "a": "999999990000.00",  # 33.333333% of three million million
        "b": "10000.00",
    }
    assert str(proposal.unallocated) == "0.00"
    assert proposal.standings["c"].cause.value == "budget"
    assert (
        proposal.standings["d"].cause.value == "minimum"
    )  # a third of three cents, rounded down, is nothing


def test_twenty_thousand_applications():
    """Neither a recursion limit nor a square: the pass is linear, and the search of ties is bounded."""
    rows = "\n".join(
        f"  - {{id: x{n}, applicant: p{n % 499}, requested: {n % 83 + 1}.00, score: {n * 7919 % 101}}}"
        for n in range(1_000)
    )
    few = problem(dedent(f"budget: 15000.00\ncaps: {{applicant: 500.00}}\napplications:\n{rows}\n"))
    many = replace(
        few,
        budget=Money(few.budget.cents * 20),
        applications=tuple(
            replace(each, id=f"{each.id}-{copy}") for each in few.applications for copy in range(20)
        ),
    )
    proposal = allocate(many)
    assert len(proposal.ranking) == 20_000
    assert proposal.awarded.cents + proposal.unallocated.cents == many.budget.cents


def test_budgets_that_no_one_could_list_are_left_out():
    """Amounts of 2**19 ... 1 cents: each budget funds another set, so the last one has 2**19 intervals."""
    rows = "\n".join(
        f"  - {{id: x{n}, requested: {2**n // 100}.{2**n % 100:02d}, score: {n}}}" for n in range(20)
    )
    proposal = allocate(problem(f"budget: 100.00\napplications:\n{rows}\n"))
    assert proposal.standings["x0"].details.budgets is None
    assert "funded_budgets" not in as_data(proposal)["applications"]["x0"]
    assert proposal.standings["x0"].details.score_needed is not None


@pytest.mark.parametrize(("grid", "least"), [(0, 333), (1, 333), (100, 400)])
def test_a_share_of_the_request_is_rounded_up_to_the_grid_where_there_is_one(grid, least):
    """Rules about awards ask for the minimum also while KIC428 says that the grid is unsound."""
    asked = Application(id="a1", requested=Money(999), minimum=Minimum(Share.parse("33.3%")))
    assert declared_minimum(asked, grid) == least
