"""Euros per theme, goal and recommendation: shared to the cent, and carried over merges, splits and replacements."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.domain.accounts.figures import equal_shares
from kic.domain.accounts.flow import Sums, flow, moneyless, successors, summed
from kic.domain.accounts.grants import grants
from kic.domain.chapters import KINDS
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.demo.reading import city
from tests.gallery.cases import HERE, tree

A1 = "applications/2025-2/2025-2-001.yaml"
HE = {number: f"concept/recommendations/he-0{number}.yaml" for number in (1, 2, 3)}


def state(*edits: tuple[str, str, str]):
    files = {**tree(HERE / "_good"), **tree(HERE / "_accounted")}
    for path, old, new in edits:
        text = files[path].decode()
        assert old in text, (path, old)
        files[path] = text.replace(old, new, 1).encode()
    return load(Memory({path: each for path, each in files.items() if "2026-1" not in path}), KINDS)


def gone_on(status: str, *ids: str) -> str:
    """A last entry of progress that names who goes on."""
    return (
        f"progress:\n  - date: 2025-10-01\n    status: {status}\n    note: Neu gefasst.\n"
        f"    successors: [{', '.join(ids)}]\n"
    )


def paid(snapshot, id_: str) -> int:
    return summed(flow(snapshot).of(id_)).paid


def without_progress(number: int) -> str:
    text = (HERE / "_good" / HE[number]).read_text("utf-8")
    return text[text.index("progress:") :]


def test_the_money_of_a_grant_goes_to_what_its_application_names():
    now = state()
    assert summed(flow(now).of("t1")) == Sums(requested=600_000, awarded=600_000, paid=600_000)
    assert summed(flow(now).of("he-01")) == Sums(requested=600_000, awarded=600_000, paid=600_000)


def test_several_share_in_equal_parts_and_the_first_get_the_odd_cents():
    now = state((A1, "themes: [t1]", "themes: [t2, t1]"), (A1, "[he-01]", "[he-03, he-01, he-02]"),
                ("applications/2025-2/payments/2025-2-001-p2.yaml", "amount: 2000.00", "amount: 2000.01"))  # fmt: skip
    assert [paid(now, id_) for id_ in ("t2", "t1")] == [300_001, 300_000]
    assert [paid(now, id_) for id_ in ("he-03", "he-01", "he-02")] == [200_001, 200_000, 200_000]


def test_a_replaced_recommendation_hands_its_money_on():
    now = state((HE[1], without_progress(1), gone_on("replaced", "he-02")))
    assert (paid(now, "he-01"), paid(now, "he-02")) == (0, 600_000)
    [portion] = flow(now).of("he-02")
    assert portion.way == ("he-01", "he-02")
    assert (portion.place.path, portion.place.field) == (A1, ("recommendations", 0))


def test_before_it_was_replaced_the_money_was_its_own():
    now = state((HE[1], without_progress(1), gone_on("replaced", "he-02")))
    before = datetime.date(2025, 9, 30)
    assert summed(flow(now, before).of("he-01")).paid == 400_000
    assert flow(now, before).of("he-02") == ()


def test_a_split_one_hands_on_equal_parts():
    now = state((HE[1], without_progress(1), gone_on("split", "he-02", "he-03")))
    assert (paid(now, "he-02"), paid(now, "he-03")) == (300_000, 300_000)


def test_merged_ones_meet_and_chains_go_on_to_the_end():
    now = state(
        (A1, "[he-01]", "[he-01, he-02]"),
        (HE[1], without_progress(1), gone_on("merged", "he-02")),
        (HE[2], without_progress(2), gone_on("replaced", "he-03")),
    )
    assert paid(now, "he-03") == 600_000
    ways = [each.way for each in flow(now).of("he-03") if each.sums.paid]
    assert ways == [("he-01", "he-02", "he-03"), ("he-02", "he-03")]


def test_a_circle_of_successors_loses_no_cent():
    now = state(
        (HE[1], without_progress(1), gone_on("replaced", "he-02")),
        (HE[2], without_progress(2), gone_on("replaced", "he-01")),
    )
    assert sum(paid(now, f"he-0{n}") for n in (1, 2, 3)) == 600_000


def test_money_without_a_recommendation_and_recommendations_without_money():
    now = state((A1, "recommendations: [he-01]\n", ""))
    assert [each.application for each in flow(now).without_recommendation] == ["2025-2-001"]
    assert moneyless(state(), "k2022") == ("he-02", "he-03")


def test_no_cent_is_lost_in_the_demo_city():
    now = city()
    found = flow(now)
    for measure in ("requested", "awarded", "paid", "returned"):
        whole = sum(
            {"requested": g.requested, "awarded": g.held, "paid": g.paid, "returned": g.returned}[
                measure
            ].cents
            for g in grants(now).values()
        )
        themes = sum(getattr(summed(each), measure) for each in found.themes.values())
        recommendations = sum(getattr(summed(each), measure) for each in found.recommendations.values())
        goals = sum(getattr(summed(each), measure) for each in found.goals.values())
        left = sum(
            {"requested": g.requested, "awarded": g.held, "paid": g.paid, "returned": g.returned}[
                measure
            ].cents
            for g in found.without_recommendation
        )
        assert themes == whole
        assert recommendations + left == whole
        assert goals + getattr(summed(found.without_goal), measure) == recommendations


def test_nothing_lies_with_a_recommendation_that_has_gone_on():
    now = city()
    assert not set(flow(now).recommendations) & set(successors(now))


@given(st.integers(0, 10**9), st.integers(1, 60))
def test_shares_add_up_and_differ_by_a_cent_at_most(cents, parts):
    shares = equal_shares(cents, parts)
    assert sum(shares) == cents
    assert max(shares) - min(shares) <= 1


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 9))
def test_a_larger_amount_never_gives_a_smaller_share(one, two, parts):
    less, more = sorted((one, two))
    assert all(a <= b for a, b in zip(equal_shares(less, parts), equal_shares(more, parts), strict=True))


@pytest.mark.parametrize("call", ["2024-1", "2025-1", "2025-2"])
def test_the_flow_of_one_call_is_that_of_its_applications(call):
    found = flow(city(), None, call)
    assert {each.grant.call for portions in found.themes.values() for each in portions} == {call}
