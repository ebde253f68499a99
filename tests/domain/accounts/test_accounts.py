"""The accounts of grants, calls and years, from files: every figure, and the lines that it is the sum of."""

import datetime

import pytest

from kic.core.values import Money
from kic.domain.accounts.calls import call_accounts, free_on
from kic.domain.accounts.figures import Figure, equal_shares
from kic.domain.accounts.grants import Grant, grants
from kic.domain.accounts.years import year_accounts
from kic.domain.calls import Call
from kic.domain.chapters import KINDS
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.gallery.cases import HERE, tree

CALL1, CALL2 = "applications/2025-1/call.yaml", "applications/2025-2/call.yaml"
D1 = "applications/2025-2/decisions/2025-2-d1.yaml"
N1, N2 = (f"applications/2025-2/notices/2025-2-001-n{number}.yaml" for number in (1, 2))
P1, P2 = (f"applications/2025-2/payments/2025-2-001-p{number}.yaml" for number in (1, 2))
E1 = "reports/2025-2-001/2025-2-001-e1.yaml"
BACK = """\
kind: payment
id: 2025-2-001-p3
invented: true
call: 2025-2
application: 2025-2-001
notice: 2025-2-001-n3
payment: repayment
amount: 150.00
due: 2026-05-31
steps:
  - date: 2026-05-11
    event: booked
    role: r-buchung
    voucher: 2026-000101
"""


def state(*edits: tuple[str, str, str], add: dict[str, str] | None = None, remove: tuple[str, ...] = ()):
    """The gallery's settled call, with edits (path, old, new), files that come and files that go."""
    files = {**tree(HERE / "_good"), **tree(HERE / "_accounted")}
    for path, old, new in edits:
        text = files[path].decode()
        assert old in text, (path, old)
        files[path] = text.replace(old, new, 1).encode()
    files |= {path: text.encode() for path, text in (add or {}).items()}
    return load(Memory({path: each for path, each in files.items() if path not in remove}), KINDS)


def grant(*edits, on: datetime.date | None = None, **more) -> Grant:
    return grants(state(*edits, **more), on)["2025-2-001"]


def euros(account: object, *names: str) -> list[int]:
    figures: list[Figure] = [getattr(account, name) for name in names]
    assert all(each.cents % 100 == 0 for each in figures)
    return [each.cents // 100 for each in figures]


# -- a grant through its life ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "awarded", "noticed", "ordered", "paid", "still_to_pay", "settled"),
    [
        ("2025-07-14", 0, 0, 0, 0, 0, False),  # the day before the decision
        ("2025-07-15", 6000, 0, 0, 0, 6000, False),  # the committee has decided, nobody has written
        ("2025-07-21", 6000, 6000, 0, 0, 6000, False),  # the notice is issued
        ("2025-09-03", 6000, 6000, 0, 0, 6000, False),  # certified is not ordered
        ("2025-09-04", 6000, 6000, 4000, 0, 6000, False),  # ordered
        ("2025-09-05", 6000, 6000, 4000, 0, 6000, False),  # released, the treasury has not booked
        ("2025-09-08", 6000, 6000, 0, 4000, 2000, False),  # booked
        ("2025-12-05", 6000, 6000, 0, 6000, 0, False),  # the second instalment
        ("2026-02-23", 6000, 6000, 0, 6000, 0, False),  # the proof is there and not examined
        ("2026-02-24", 6000, 6000, 0, 6000, 0, True),  # examined, and all of it is recognised
        ("2026-03-02", 6000, 6000, 0, 6000, 0, True),  # fixed by notice
    ],
)
def test_a_grant_day_by_day(day, awarded, noticed, ordered, paid, still_to_pay, settled):
    account = grant(on=datetime.date.fromisoformat(day))
    figures = euros(account, "awarded", "noticed", "ordered", "paid", "still_to_pay")
    assert figures == [awarded, noticed, ordered, paid, still_to_pay]
    assert account.settled is settled


def test_every_figure_is_the_sum_of_lines_that_stand_in_files():
    now = state()
    for account in grants(now).values():
        for name in ("requested", "awarded", "bound", "paid", "returned", "still_to_pay", "held", "released"):
            figure: Figure = getattr(account, name)
            assert figure.cents == sum(line.amount.cents for line in figure.lines)
            for line in figure.lines:
                span = now.span(line.place)
                shown = now.entries[line.place.path].source.decode().splitlines()[span.line - 1]
                assert str(abs(line.amount.cents) // 100) in shown, (name, line, shown)


def test_a_lower_final_sum_flows_back_when_the_money_is_back():
    lower = (
        (N2, "amount: 6000.00\nremedies", "amount: 5850.00\nremedies"),
        (E1, "final: 6000.00", "final: 5850.00"),
    )
    before = grant(*lower)
    assert euros(before, "bound", "final", "excess", "held", "released") == [5850, 5850, 150, 6000, 0]
    assert [str(each) for each in before.open_points] == ["150.00 are to come back"]
    after = grant(*lower, add={P1.replace("p1", "p3"): BACK})
    assert euros(after, "bound", "excess", "returned", "net", "held", "released") == [
        5850,
        0,
        150,
        5850,
        5850,
        150,
    ]
    assert after.open_points == ()
    now = state(*lower, add={P1.replace("p1", "p3"): BACK})
    call = now.get(Call, "2025-2")
    assert call is not None
    assert free_on(now, call) == Money(125_000), "1,100 that nobody got, and 150 that came back"


def test_a_final_sum_below_what_is_paid_out_in_part_is_settled_by_less():
    account = grant(
        (N2, "amount: 6000.00\nremedies", "amount: 5850.00\nremedies"),
        (E1, "final: 6000.00", "final: 5850.00"),
        remove=(P2,),
    )
    assert euros(account, "paid", "bound", "still_to_pay", "excess", "released") == [4000, 5850, 1850, 0, 150]


def test_a_notice_that_was_set_aside_changes_nothing():
    account = grant(
        (N2, "    channel: letter\n", "    channel: letter\n  - date: 2026-03-20\n    event: set_aside\n")
    )
    assert account.final is not None
    assert account.settled, "the examination still says that all of it is recognised"
    assert euros(account, "bound") == [6000]
    lower = grant(
        (N2, "amount: 6000.00\nremedies", "amount: 5850.00\nremedies"),
        (N2, "    channel: letter\n", "    channel: letter\n  - date: 2026-03-20\n    event: set_aside\n"),
        (E1, "final: 6000.00", "final: 5850.00"),
    )
    assert (euros(lower, "bound", "excess"), lower.settled) == ([6000, 0], False)


def test_money_that_the_bank_sends_back_is_still_to_be_paid():
    account = grant(
        (P2, "voucher: 2025-000583\n", "voucher: 2025-000583\n  - date: 2025-12-09\n    event: bounced\n")
    )
    assert euros(account, "paid", "bounced", "still_to_pay") == [4000, 2000, 2000]


def test_an_order_that_was_cancelled_is_none():
    account = grant(
        (P2, "event: booked", "event: cancelled"), (P2, "    voucher: 2025-000583\n", "    note: Irrtum\n")
    )
    assert euros(account, "ordered", "paid", "still_to_pay") == [0, 4000, 2000]


def test_a_declined_award_holds_nothing():
    declined = "entries:\n  - date: 2025-08-01\n    application: 2025-2-001\n    event: declined\n    before: 6000.00\n    after: 0.00\n"
    account = grants(
        state(
            (D1, "waiting_list:", declined + "waiting_list:"),
            remove=(P1, P2, N1, N2, E1, "reports/2025-2-001/2025-2-001-r1.yaml"),
        )
    )["2025-2-001"]
    assert euros(account, "decided", "awarded", "held", "released") == [6000, 0, 0, 6000]
    assert account.open_points == ()


# -- calls and years -------------------------------------------------------------------------------------


def test_the_budget_of_a_call_is_reserve_fixed_awarded_and_unallocated():
    open_ = state((CALL2, "state: settled", "state: decided"))
    call = call_accounts(open_)["2025-2"]
    assert euros(call, "budget", "reserve", "fixed", "awarded", "unallocated") == [7100, 600, 0, 6000, 500]
    settled = call_accounts(state())["2025-2"]
    assert euros(settled, "budget", "reserve", "awarded", "unallocated") == [7100, 0, 6000, 1100]


def test_the_reserve_is_used_up_last():
    small = call_accounts(state((CALL2, "state: settled", "state: decided"), (CALL2, "7100.00", "6200.00")))
    assert euros(small["2025-2"], "reserve", "awarded", "unallocated") == [200, 6000, 0]


def test_what_a_call_passes_on_is_not_its_own_any_more():
    first = call_accounts(state())["2025-1"]
    assert euros(first, "amount", "passed_on", "budget", "awarded", "unallocated") == [
        70_000, 7100, 62_900, 44_000, 18_900
    ]  # fmt: skip


def test_every_euro_of_a_year():
    year = year_accounts(state())[2025]
    assert year.budget is not None
    names = ("budget", "uncalled", "reserve", "unallocated", "net", "still_to_pay", "untraced", "unknown")
    assert euros(year, *names) == [70_000, 0, 0, 20_000, 6000, 0, 44_000, 0]
    assert euros(year, "booked", "booked_back", "carried_over", "lapsing") == [6000, 0, 0, 64_000]


def test_a_payment_after_the_year_is_booked_in_the_next_from_what_was_carried_over():
    later = state(
        (P2, "amount: 2000.00\n", "amount: 2000.00\naccounting: {year: 2026, product: a, account: b}\n"),
        (CALL2, "marks_visible", "carried_over: {amount: 2000.00, decided: 2025-12-10}\nmarks_visible"),
    )
    years = year_accounts(later)
    assert euros(years[2025], "booked", "carried_over", "carried_in", "net") == [4000, 2000, 0, 6000]
    assert euros(years[2026], "booked", "carried_over", "carried_in", "net") == [2000, 0, 2000, 0]


def test_a_call_of_which_only_figures_are_known_counts_them():
    assert euros(call_accounts(state())["2025-1"], "awarded", "paid") == [44_000, 0]
    unknown = call_accounts(state((CALL1, "  committed: 44000.00\n", "")))["2025-1"]
    assert euros(unknown, "budget", "awarded", "unallocated", "unknown") == [62_900, 0, 0, 62_900]
    assert not unknown.recorded, "it was decided, and nobody knows here what was given"


# -- shares ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cents", "parts", "shares"),
    [
        (10, 3, (4, 3, 3)),
        (9, 3, (3, 3, 3)),
        (2, 3, (1, 1, 0)),
        (0, 2, (0, 0)),
        (-10, 3, (-4, -3, -3)),
        (7, 1, (7,)),
    ],
)
def test_shares_are_equal_to_the_cent(cents, parts, shares):
    assert equal_shares(cents, parts) == shares
