"""Rules about accounts at their edges: days, extensions, exceptions. One case of each rule is in the gallery.

The grant: 6,000 as shortfall from 01.09. to 15.12.2025, paid in two parts, the proof of use due on 31.03.2026 and
received on 10.02.2026; examined with 5,600, settled, and 400 claimed back.
"""

import datetime
import re
from pathlib import Path

import pytest

from kic.core.rule import run
from kic.domain.rules import RULES

GALLERY = Path(__file__).parents[2] / "gallery"
PROOF = "reports/2025-2-001/2025-2-001-vn1.yaml"
NOTE = "reports/2025-2-001/2025-2-001-pv1.yaml"
AWARD = "applications/2025-2/notices/2025-2-001-n1.yaml"
SETTLEMENT = "applications/2025-2/notices/2025-2-001-n2.yaml"
CLAWBACK = "applications/2025-2/notices/2025-2-001-n3.yaml"
SECOND = "applications/2025-2/payments/2025-2-001-p2.yaml"
BACK = "applications/2025-2/payments/2025-2-001-p3.yaml"
CALL = "applications/2025-2/call.yaml"

EXTENDED = """
report_steps:
  - date: 2026-03-20
    report: proof_of_use
    event: extended
    due: 2026-05-31
    reason: Die letzte Rechnung steht noch aus.
steps:"""


def files(*folders: str) -> dict[str, str]:
    """Shared folders of the gallery, one laid over the other."""
    found: dict[str, str] = {}
    for folder in ("_good", *folders):
        root = GALLERY / folder
        found |= {
            path.relative_to(root).as_posix(): path.read_text("utf-8")
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
    return found


@pytest.fixture
def found(repository):
    """The codes from 900 to 949 after edits: `(path, old, new)`; `(path,)` takes a file out, an empty old text adds one."""

    def judge(
        *edits: tuple, examined: bool = True, on: datetime.date = datetime.date(2026, 6, 30)
    ) -> list[str]:
        state = files("_reported", "_examined") if examined else files("_reported")
        for path, *change in edits:
            if not change:
                del state[path]
                continue
            old, new = change
            assert old in state.get(path, ""), (path, old)
            state[path] = state[path].replace(old, new, 1) if old else new
        codes = [each.law.code for each in run(RULES, repository(state), on)]
        return sorted({each for each in codes if "KIC900" <= each < "KIC950" or each in MORE})

    return judge


MORE = {"KIC966", "KIC967", "KIC968"}
AGAIN = PROOF.replace("vn1", "vn2")


def second(replaces: str = "") -> tuple[str, str, str]:
    """A second proof of use, received on 20 March 2026."""
    text = files("_reported", "_examined")[PROOF].replace("-vn1", "-vn2")
    return (AGAIN, "", text.replace("received: 2026-02-10\n", f"received: 2026-03-20\n{replaces}"))


def test_a_second_proof_of_use_replaces_the_first_or_was_due_itself(found):
    assert "KIC967" in found(second(), examined=False)
    assert "KIC967" not in found(second("replaces: 2025-2-001-vn1\n"), examined=False)
    assert "KIC967" in found(second("replaces: 2025-2-001-vn2\n"), examined=False), "not itself"
    two = (AWARD, "reports:\n", "reports:\n  - report: proof_of_use\n    due: 2026-03-30\n")
    assert "KIC967" not in found(second(), two, examined=False)


def test_after_the_examination_the_second_is_examined_too(found):
    assert found(second("replaces: 2025-2-001-vn1\n")) == ["KIC968"]


SMALL = (
    "kic.yaml",
    "own_share: 10%\n",
    "own_share: 10%\nprocedure:\n  small_claim: {amount: 10.00, source: Nr. 9}\n",
)
PAID_LESS = (SECOND, "amount: 2000.00", "amount: 1604.50")


def let_go(
    amount: str = "4.50", date: str = "2026-03-09", reason: str = "Kleinbetrag"
) -> tuple[str, str, str]:
    forgone = f"forgone: {{date: {date}, role: r-leitung, amount: {amount}, reason: {reason}}}\n"
    return (SETTLEMENT, "reason: Die", f"{forgone}reason: Die")


@pytest.mark.parametrize(
    ("edits", "codes"),
    [
        ((PAID_LESS, SMALL), ["KIC949"]),  # 4.50 to come back, nobody claims it
        ((PAID_LESS, SMALL, let_go()), []),
        ((PAID_LESS, let_go()), ["KIC966"]),  # no sum is set, so none may be forgone
        ((PAID_LESS, SMALL, let_go("4.51")), ["KIC966"]),
        ((PAID_LESS, SMALL, let_go("0.00")), ["KIC949", "KIC966"]),
        ((PAID_LESS, SMALL, let_go(date="2026-03-01")), ["KIC966"]),  # the day before the settlement
        ((PAID_LESS, SMALL, let_go(date="2026-07-01")), ["KIC966"]),  # tomorrow
        ((PAID_LESS, SMALL, let_go(reason="' '")), ["KIC966"]),
        ((SMALL, let_go("400.00")), ["KIC966"]),  # 400.00 is not small
    ],
)
def test_a_small_sum_is_forgone_as_the_city_s_rule_allows(found, edits, codes):
    assert found((CLAWBACK,), (BACK,), *edits) == codes


def test_what_was_forgone_is_not_claimed_after_all(found):
    assert "KIC936" in found(
        (BACK,), PAID_LESS, SMALL, let_go(), (CLAWBACK, "amount: 400.00", "amount: 4.50")
    )


def test_the_shared_grant_is_good(found):
    assert found() == found(examined=False) == []


@pytest.mark.parametrize(
    ("today", "late"),
    [
        (datetime.date(2026, 3, 31), []),  # on its day it may still come
        (datetime.date(2026, 4, 1), ["KIC909"]),
    ],
)
def test_a_report_is_overdue_from_the_day_after(found, today, late):
    assert found((PROOF,), examined=False, on=today) == late


def test_more_time_holds_until_its_own_day(found):
    more = (AWARD, "\nsteps:", EXTENDED)
    assert found((PROOF,), more, examined=False, on=datetime.date(2026, 5, 31)) == []
    assert found((PROOF,), more, examined=False, on=datetime.date(2026, 6, 1)) == ["KIC909"]


def later_order(day: str) -> tuple[tuple, ...]:
    """The second instalment ordered on a day, and the proof received on 20 May 2026."""
    return (
        (PROOF, "received: 2026-02-10", "received: 2026-05-20"),
        (SECOND, "2025-12-02", day),
        (SECOND, "2025-12-03", day),
        (SECOND, "2025-12-05", day),
    )


@pytest.mark.parametrize(
    ("day", "stopped"),
    [
        ("2026-03-31", False),  # the day it is due: nothing is missing yet
        ("2026-04-01", True),
        ("2026-05-19", True),
        ("2026-05-20", False),  # the day on which it came
    ],
)
def test_no_payout_between_the_day_it_was_due_and_the_day_it_came(found, day, stopped):
    assert ("KIC911" in found(*later_order(day), examined=False)) == stopped


def test_more_time_lifts_the_stop(found):
    assert "KIC911" not in found(*later_order("2026-05-04"), (AWARD, "\nsteps:", EXTENDED), examined=False)


def test_a_payment_that_was_cancelled_is_no_payout(found):
    cancelled = "\n  - date: 2026-05-06\n    event: cancelled\n    note: Nachweis fehlt."
    order = "  - date: 2026-05-04\n    event: ordered\n    role: r-kaemmerei"
    text = (GALLERY / "_reported" / SECOND).read_text("utf-8")
    steps = text[text.index("steps:\n") + len("steps:\n") :].rstrip("\n")
    edits = ((PROOF, "received: 2026-02-10", "received: 2026-05-20"), (SECOND, steps, order))
    assert "KIC911" in found(*edits, examined=False)
    assert "KIC911" not in found(*edits[:1], (SECOND, steps, order + cancelled), examined=False)


@pytest.mark.parametrize(
    ("day", "outside"),
    [("2025-08-31", True), ("2025-09-01", False), ("2025-12-15", False), ("2025-12-16", True)],
)
def test_the_first_and_the_last_day_of_the_period_belong_to_it(found, day, outside):
    assert ("KIC904" in found((PROOF, "date: 2025-12-10", f"date: {day}"), examined=False)) == outside


def test_what_was_cut_or_accepted_is_not_found_again(found):
    outside = (PROOF, "date: 2025-12-10", "date: 2025-12-16")
    accepted = "accepted:\n  - item: lernmittel\n    reason: Die Lieferung kam zu spät.\neligible"
    assert found(outside) == ["KIC904"]
    assert found(outside, (NOTE, "eligible", accepted)) == []


def test_what_was_asked_for_is_known_to_be_missing(found):
    text = (GALLERY / "_reported" / PROOF).read_text("utf-8")
    receipts = text[text.index("receipts:") :]
    asked = "requests:\n  - {date: 2026-02-16, event: asked, papers: [Belegliste], due: 2026-03-02}\n"
    came = asked + "  - {date: 2026-02-20, event: received, papers: [Belegliste]}\n"
    assert found((PROOF, receipts, ""), examined=False) == ["KIC902"]
    assert found((PROOF, receipts, asked), examined=False) == []
    assert found((PROOF, receipts, came), examined=False) == ["KIC902"], "it came, and was not entered"


def test_a_cent_makes_the_figures_differ(found):
    edits = ((SETTLEMENT,), (CLAWBACK,), (BACK,))
    assert found(*edits, (NOTE, "final: 5600.00", "final: 5600.01")) == ["KIC929"]
    assert found(*edits, (NOTE, "funds: 1500.00", "funds: 1499.99")) == ["KIC929"]


def test_a_final_sum_above_the_award_is_found_once(found):
    assert found((SETTLEMENT,), (CLAWBACK,), (BACK,), (NOTE, "final: 5600.00", "final: 6000.01")) == [
        "KIC930"
    ]


def test_more_receipts_than_the_seed_draws_may_be_looked_at(found):
    assert found((NOTE, "    - number: 1\n", "")) == []


def test_no_sample_where_the_setting_asks_for_none(found):
    text = (GALLERY / "_examined" / NOTE).read_text("utf-8")
    sample = text[text.index("sample:") : text.index("eligible:")]
    none = "procedure:\n  receipts_sampled:\n    percent: 0\n    source: Dienstanweisung\nroles:"
    assert found((NOTE, sample, "")) == ["KIC925"]
    assert found((NOTE, sample, ""), ("kic.yaml", "roles:", none)) == []


def test_the_allowed_overrun_is_a_setting(found):
    # Lernmittel were planned with 1,500 and cost 1,750: 250 above, a sixth. 20 % are allowed, 10 % would not be.
    more = [
        (PROOF, "1500.00\nfinancing", "1750.00\nfinancing"),
        (PROOF, "amount: 1500.00\n    item", "amount: 1750.00\n    item"),
    ]
    sums = [(NOTE, "eligible: 7100.00", "eligible: 7350.00"), (NOTE, "final: 5600.00", "final: 5850.00")]
    bare = [(SETTLEMENT,), (CLAWBACK,), (BACK,)]
    ten = (
        "kic.yaml",
        "roles:",
        "procedure:\n  item_overrun:\n    percent: 10\n    source: Richtlinie\nroles:",
    )
    assert found(*more, *sums, *bare) == []
    assert found(*more, *sums, *bare, ten) == ["KIC928"]


@pytest.mark.parametrize(
    ("care", "books", "cut", "accepted", "eligible", "final", "codes"),
    [
        # planned: 6,000 and 1,500; books at 1,800 are the 20 per cent that a single item may be exceeded by
        ("5700.00", "1800.00", None, "", "7500.00", "6000.00", []),  # saved elsewhere, to the cent
        ("6000.00", "1800.00", None, "", "7800.00", "6000.00", []),  # not saved, but the award is the maximum
        ("6000.00", "1800.00", "400.00", "", "7400.00", "5900.00", ["KIC928"]),  # a cut saves nothing: 5,600
        ("5900.00", "1800.00", "200.00", "", "7500.00", "6000.00", ["KIC928"]),  # 100 of 300 saved: 5,800
        ("5700.00", "1800.00", "200.00", "", "7300.00", "5800.00", []),  # all saved, and something cut
        ("6000.00", "1800.00", "400.00", "Lernmittel", "7400.00", "5900.00", []),  # recognised with a reason
    ],
)
def test_an_item_exceeds_the_plan_only_by_what_is_saved_elsewhere(
    found, care, books, cut, accepted, eligible, final, codes
):
    more = [
        (PROOF, "amount: 1500.00\nfinancing", f"amount: {books}\nfinancing"),
        (PROOF, "amount: 1500.00\n    item", f"amount: {books}\n    item"),
        (PROOF, "amount: 5600.00\n  - item", f"amount: {care}\n  - item"),
        (PROOF, "amount: 5600.00\n    item", f"amount: {care}\n    item"),
        (NOTE, "eligible: 7100.00", f"eligible: {eligible}"),
        (NOTE, "final: 5600.00", f"final: {final}"),
    ]
    if cut is not None:
        line = f"cuts: [{{item: Betreuung, amount: {cut}, cut: not_economical, reason: Zu teuer.}}]\n"
        more.append((NOTE, "eligible:", f"{line}eligible:"))
    if accepted:
        line = f"accepted: [{{item: {accepted}, reason: Die Preise sind für alle gestiegen.}}]\n"
        more.append((NOTE, "eligible:", f"{line}eligible:"))
    assert found(*more, (SETTLEMENT,), (CLAWBACK,), (BACK,)) == codes


def test_costs_that_rose_with_new_money_need_no_saving(found):
    # 300 more for books, and 300 more of its own: E 7,400, O 1,800; without the 300 the sum would be 5,300, but costs
    # that rose as well take nothing from the grant (VG Hannover 6 A 3946/01, headnote 2).
    more = [
        (PROOF, "amount: 1500.00\nfinancing", "amount: 1800.00\nfinancing"),
        (PROOF, "amount: 1500.00\n    item", "amount: 1800.00\n    item"),
        (PROOF, "fund: own\n    amount: 1500.00", "fund: own\n    amount: 1800.00"),
        (PROOF, "amount: 5600.00\n  - item", "amount: 6000.00\n  - item"),
        (PROOF, "amount: 5600.00\n    item", "amount: 6000.00\n    item"),
        (
            NOTE,
            "eligible: 7100.00",
            "cuts: [{item: Betreuung, amount: 400.00, cut: other, reason: x}]\neligible: 7400.00",
        ),
        (NOTE, "funds: 1500.00", "funds: 1800.00"),
    ]
    assert found(*more, (SETTLEMENT,), (CLAWBACK,), (BACK,)) == []


def test_what_came_back_after_the_clawback_came_back_on_it(found):
    booked = "    role: r-kaemmerei\n  - date: 2026-05-11\n    event: booked\n    role: r-buchung\n    voucher: 2026-000101"
    assert found((BACK, "    role: r-kaemmerei", booked)) == []


def test_a_waived_interest_needs_no_rate(found):
    open_ended = (CLAWBACK, "  until: 2026-06-30\n", "")
    waived = (CLAWBACK, "  until: 2026-06-30\n", "  waived: Der Verein hat sofort gezahlt.\n")
    assert found(open_ended, on=datetime.date(2026, 7, 1)) == ["KIC939"]
    assert found(open_ended, on=datetime.date(2026, 6, 30)) == []
    assert found(waived, on=datetime.date(2027, 7, 1)) == []


def test_a_call_is_settled_when_money_and_accounts_are_home(found):
    settled = (CALL, "state: decided", "state: settled")
    home = "    role: r-kaemmerei\n  - date: 2026-05-11\n    event: booked\n    role: r-buchung\n    voucher: 2026-000101"
    assert found(settled) == ["KIC946"], "400 have not come back"
    assert found(settled, (BACK, "    role: r-kaemmerei", home)) == []


def test_a_settlement_that_was_set_aside_is_no_ground(found):
    aside = (
        SETTLEMENT,
        "    channel: letter",
        "    channel: letter\n  - date: 2026-04-01\n    event: set_aside",
    )
    assert "KIC938" in found(aside, (BACK,))


LATER = """\
kind: notice
id: 2025-2-001-n4
invented: true
call: 2025-2
application: 2025-2-001
notice: {kind}
changes: 2025-2-001-n1
before: 6000.00
amount: {amount}
reason: Der Verein hat auf einen Teil verzichtet.
steps:
  - date: {day}
    event: issued
    role: r-leitung
"""
FOURTH = "applications/2025-2/notices/2025-2-001-n4.yaml"


def test_an_award_that_was_lowered_later_leaves_the_note_as_it_was(found):
    # Examined on 24 February with the award of that day; a revocation to 5,000 of 1 March changes no figure of it.
    revoked = (FOURTH, "", LATER.format(kind="revocation", amount="5000.00", day="2026-03-01"))
    assert found((SETTLEMENT,), (CLAWBACK,), (BACK,), revoked) == ["KIC949"]
    # Had it been issued before the examination, the award of 5,000 would have been the maximum.
    before = (FOURTH, "", LATER.format(kind="revocation", amount="5000.00", day="2026-02-20"))
    assert "KIC930" in found((SETTLEMENT,), (CLAWBACK,), (BACK,), before)


def test_an_amendment_to_less_is_a_ground_to_claim_back(found):
    less = (FOURTH, "", LATER.format(kind="amendment", amount="5600.00", day="2026-03-01"))
    assert found((SETTLEMENT,), (BACK,), less) == []
    more = (FOURTH, "", LATER.format(kind="amendment", amount="6000.00", day="2026-03-01"))
    assert found((SETTLEMENT,), (BACK,), more) == ["KIC938"]


CORNERS = ("0001-01-01", "9999-12-31")


@pytest.mark.parametrize("path", [PROOF, NOTE, AWARD, SETTLEMENT, CLAWBACK, SECOND, BACK])
def test_no_day_and_no_amount_ends_a_check(repository, path):
    state = files("_reported", "_examined")
    before = repository(state)
    mine = [each for each in RULES if each.law.code >= "KIC800"]
    text = state[path]
    spots = [(m, CORNERS) for m in re.finditer(r"\d{4}-\d\d-\d\d", text)]
    spots += [(m, ("-5.00", "9999999999999.99")) for m in re.finditer(r"(?<=: )\d+\.\d\d\b", text)]
    assert spots
    for spot, corners in spots:
        for corner in corners:
            odd = repository({**state, path: text[: spot.start()] + corner + text[spot.end() :]})
            for day in (datetime.date(2026, 11, 22), datetime.date.max):
                run(mine, odd, day, before=before)


def test_the_same_money_is_not_claimed_twice(found):
    again = (GALLERY / "_examined" / CLAWBACK).read_text("utf-8").replace("001-n3", "001-n4")
    again = again.replace("2026-04-20", "2026-05-20").replace("2026-03-03", "2026-05-03")
    assert found((FOURTH, "", again), (BACK,)) == ["KIC936"]
    # 150 of the 400 came back on the first: 250 are still claimed by it, and nothing is left for a second.
    booked = "amount: 150.00\ndue: 2026-12-31\nsteps:\n  - {date: 2026-05-11, event: booked, role: r-buchung, voucher: 2026-101}\n"
    text = (GALLERY / "_examined" / BACK).read_text("utf-8")
    part = (BACK, text[text.index("amount:") :], booked)
    assert found(part) == []
    assert found((FOURTH, "", again.replace("400.00", "250.00")), part) == ["KIC936"]
