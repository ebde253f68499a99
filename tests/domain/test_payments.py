"""Payments: what a notice, a condition, a budget and § 25 GemHVO RLP refuse, said as text in and findings out."""

import datetime
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.core.values import Count, Money
from kic.domain.chapters import KINDS
from kic.domain.notices import Notice
from kic.domain.payments import Payment, PaymentEvent, PaymentKind, PaymentStep
from kic.domain.payments.moves import begin_payment, next_id, take_step
from kic.domain.payments.standing import (
    asked_for,
    moved_by,
    next_event,
    paid_back,
    paid_out,
    payments_of,
)
from kic.domain.rules import RULES
from kic.repository.changing import propose
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.gallery.cases import HERE, tree

TODAY = datetime.date(2026, 11, 22)
NOTICE = "applications/2026-1/notices/2026-1-001-n1.yaml"
PAYMENT = "applications/2026-1/payments/2026-1-001-p1.yaml"
CALL = "applications/2026-1/call.yaml"
SETTINGS = "kic.yaml"
WAIVED = "  - date: 2026-11-19\n    event: remedies_waived\n"
RELEASED = "  - date: 2026-11-20\n    event: released\n    role: r-freigabe-1\n    second: r-freigabe-2\n"
BOOKED = "  - date: 2026-11-20\n    event: booked\n    role: r-buchung\n    voucher: 2026-004711\n"
EXAMPLES = 60
Edit = tuple[str, str, str]


def files(*edits: Edit, base: tuple[str, ...] = ("_good", "_decided", "_paying")) -> dict[str, bytes]:
    """The gallery's office with a payout of 4,000.00 of 6,000.00 that is booked, after some edits."""
    found: dict[str, bytes] = {}
    for folder in base:
        found |= tree(HERE / folder)
    for path, old, new in edits:
        words = found[path].decode()
        assert old in words, (path, old)
        found[path] = words.replace(old, new).encode()
    return found


def snapshot(found: dict[str, bytes], committed: dict[str, bytes] | None = None) -> Snapshot:
    before = None if committed is None else load(Memory(committed), KINDS)
    return load(Memory(found), KINDS, committed=before)


def codes(found: dict[str, bytes]) -> list[str]:
    """The codes of errors and warnings, each once."""
    return sorted(
        {each.law.code for each in run(RULES, snapshot(found), TODAY) if each.severity.value != "note"}
    )


# -- illegal steps -------------------------------------------------------------------------------------

ILLEGAL = {
    "more than the instalment": ((PAYMENT, "amount: 4000.00", "amount: 4000.01"), "KIC851"),
    "an instalment that there is not": ((PAYMENT, "instalment: 1", "instalment: 4"), "KIC852"),
    "no instalment where there are some": ((PAYMENT, "instalment: 1\n", ""), "KIC852"),
    "a notice that was not handed over": (
        (NOTICE, f"channel: handed_over\n{WAIVED}", "channel: registered\n"),
        "KIC855",
    ),
    "a notice that is not final": ((NOTICE, WAIVED, ""), "KIC856"),
    "a second instalment before its day": (
        (NOTICE, "    amount: 4000.00\n", "    amount: 4000.00\n    not_before: 2026-11-21\n"),
        "KIC858",
    ),
    "three months ahead": ((NOTICE, "start: 2027-01-10", "start: 2027-02-21"), "KIC859"),
    "a condition that is open": ((NOTICE, "blocks: [2]", "blocks: [1]"), "KIC860"),
    "a condition that blocks everything": ((NOTICE, "    blocks: [2]\n", ""), "KIC860"),
    "a block of the budget": (
        (
            SETTINGS,
            "    announced: 2026-02-12\n",
            "    announced: 2026-02-12\n    blocks:\n      - since: 2026-11-20\n        until: 2026-11-20\n",
        ),
        "KIC862",
    ),
    "no accounting": (
        (
            CALL,
            "accounting:\n  year: 2026\n  product: 351.7 Integration\n  account: 5419.01 Zuschüsse\n",
            "",
        ),
        "KIC865",
    ),
    "another product": (
        (
            PAYMENT,
            "steps:",
            "accounting:\n  year: 2026\n  product: 111.1 Verwaltung\n  account: 5419.01 Zuschüsse\nsteps:",
        ),
        "KIC867",
    ),
    "another year, nothing carried over": (
        (
            PAYMENT,
            "steps:",
            "accounting:\n  year: 2027\n  product: 351.7 Integration\n  account: 5419.01 Zuschüsse\nsteps:",
        ),
        "KIC867",
    ),
    "ordered without certification": (
        (PAYMENT, "  - date: 2026-11-19\n    event: certified\n    role: r-sachbearbeitung\n", ""),
        "KIC870",
    ),
    "booked without release": ((PAYMENT, RELEASED, ""), "KIC870"),
    "released twice": ((PAYMENT, RELEASED, RELEASED + RELEASED), "KIC870"),
    "cancelled after the booking": (
        (PAYMENT, BOOKED, BOOKED + "  - date: 2026-11-20\n    event: cancelled\n    note: Irrtum.\n"),
        "KIC870",
    ),
    "bounced before the booking": (
        (PAYMENT, BOOKED, "  - date: 2026-11-20\n    event: bounced\n    note: Konto erloschen.\n"),
        "KIC870",
    ),
    "booked by one who may not": ((PAYMENT, "role: r-buchung", "role: r-leitung"), "KIC874"),
    "certified by nobody": (
        (PAYMENT, "event: certified\n    role: r-sachbearbeitung", "event: certified"),
        "KIC874",
    ),
    "ordered and released by one": ((PAYMENT, "role: r-freigabe-1", "role: r-kaemmerei"), "KIC875"),
    "ordered and released by one, as the second": (
        (PAYMENT, "second: r-freigabe-2", "second: r-kaemmerei"),
        "KIC875",
    ),
    "ordered and booked by one": ((PAYMENT, "role: r-buchung", "role: r-kaemmerei"), "KIC875"),
    "released by one": ((PAYMENT, "    second: r-freigabe-2\n", ""), "KIC877"),
    "released twice by one": ((PAYMENT, "second: r-freigabe-2", "second: r-freigabe-1"), "KIC877"),
    "no voucher": ((PAYMENT, "    voucher: 2026-004711\n", ""), "KIC878"),
    "a blank voucher": ((PAYMENT, "voucher: 2026-004711", 'voucher: " "'), "KIC878"),
    "booked tomorrow": (
        (PAYMENT, "  - date: 2026-11-20\n    event: booked", "  - date: 2026-11-23\n    event: booked"),
        "KIC873",
    ),
    "asked for after it was certified": (
        (PAYMENT, "requested: 2026-11-19", "requested: 2026-11-20"),
        "KIC872",
    ),
    "nothing": ((PAYMENT, "amount: 4000.00", "amount: 0.00"), "KIC868"),
}


def test_the_office_is_good():
    assert codes(files()) == []


@pytest.mark.parametrize("case", ILLEGAL)
def test_an_illegal_step_is_refused_by_its_own_law(case):
    edit, code = ILLEGAL[case]
    assert codes(files(edit)) == [code]


def test_a_service_instruction_lifts_the_should_and_never_the_must():
    both = (SETTINGS, "duties: [certify]", "duties: [certify, order]")
    same = (PAYMENT, "role: r-kaemmerei", "role: r-sachbearbeitung")
    written = (PAYMENT, "event: ordered\n", "event: ordered\n    instruction: Dienstanweisung Nr. 4.2\n")
    assert codes(files(both, same)) == ["KIC876"]
    assert codes(files(both, same, written)) == []
    assert codes(files(written, (PAYMENT, "role: r-buchung", "role: r-kaemmerei"))) == ["KIC875"]
    assert codes(files((SETTINGS, "duties: [order]", "duties: [order, execute]"))) == ["KIC140"]


def test_a_condition_names_itself_and_evidence_lifts_it():
    blocked = files((NOTICE, "blocks: [2]", "blocks: [1]"))
    (finding,) = (each for each in run(RULES, snapshot(blocked), TODAY) if each.law.code == "KIC860")
    assert "fuehrungszeugnisse" in str(finding.message)
    assert "2027-02-15" in str(finding.message)
    assert "Die erweiterten Führungszeugnisse" in str(finding.message)
    met = (
        "condition_steps:\n  - date: {}\n    condition: fuehrungszeugnisse\n    event: met\n"
        "    role: r-sachbearbeitung\n    evidence: Vermerk\n"
    )
    blocked[NOTICE] += met.format("2026-11-19").encode()
    assert codes(blocked) == []
    late = files((NOTICE, "blocks: [2]", "blocks: [1]"))
    late[NOTICE] += met.format("2026-11-20").encode()
    assert codes(late) == ["KIC860"], "it was certified a day before"


def test_a_letter_delays_the_order_to_the_working_day_after_the_fourth():
    """Posted Wed 18.11.2026, fourth day Sun 22.11.: who pays waits until Mon 23.11. (DOMAIN, section 3.4)."""
    letter = (
        (NOTICE, "2026-11-19\n    event: issued", "2026-11-18\n    event: issued"),
        (NOTICE, "2026-11-19\n    event: posted\n    channel: handed_over", "2026-11-18\n    event: posted"),
        (NOTICE, "2026-11-19\n    event: remedies_waived", "2026-11-22\n    event: remedies_waived"),
        (PAYMENT, "2026-11-20", "2026-11-22"),
    )
    assert codes(files(*letter)) == ["KIC855"]


def test_a_bounced_payment_is_over_and_a_new_one_takes_its_place():
    bounced = files(
        (PAYMENT, BOOKED, BOOKED + "  - date: 2026-11-20\n    event: bounced\n    note: Falsch.\n")
    )
    second = files()[PAYMENT].decode().replace("2026-1-001-p1", "2026-1-001-p2")
    bounced[PAYMENT.replace("-p1", "-p2")] = second.replace("2026-004711", "2026-004712").encode()
    assert codes(bounced) == []
    bounced[PAYMENT.replace("-p1", "-p2")] = second.encode()
    assert codes(bounced) == ["KIC879"], "the voucher of the first"
    payments = payments_of(snapshot(bounced), "2026-1-001")
    assert [each.booked for each in payments] == [False, True]
    assert (asked_for(payments), paid_out(payments)) == (Money(400_000), Money(400_000))


def test_two_payouts_of_one_instalment_share_it():
    half = files((PAYMENT, "amount: 4000.00", "amount: 2500.00"))
    second = half[PAYMENT].decode().replace("2026-1-001-p1", "2026-1-001-p2").replace("-004711", "-004712")
    half[PAYMENT.replace("-p1", "-p2")] = second.replace("2500.00", "1500.00").encode()
    assert codes(half) == []
    half[PAYMENT.replace("-p1", "-p2")] = second.replace("2500.00", "1500.01").encode()
    assert codes(half) == ["KIC851"]


def test_a_rise_counts_when_it_has_arrived_and_a_cut_when_it_is_issued():
    raised = """kind: notice
id: 2026-1-001-n2
invented: true
call: 2026-1
application: 2026-1-001
notice: amendment
changes: 2026-1-001-n1
before: 6000.00
amount: 6400.00
instalments:
  - number: 1
    amount: 4400.00
  - number: 2
    amount: 2000.00
requested: 2026-11-19
reason: Die Miete ist gestiegen.
steps:
  - date: 2026-11-19
    event: issued
    role: r-leitung
  - date: 2026-11-19
    event: posted
    channel: handed_over
"""
    path = NOTICE.replace("-n1", "-n2")
    every = files((NOTICE, "    amount: 2000.00\n    not_before: 2027-03-01\n", "    amount: 2000.00\n"))
    second = every[PAYMENT].decode().replace("2026-1-001-p1", "2026-1-001-p2").replace("-004711", "-004712")
    every[PAYMENT] = every[PAYMENT].replace(b"4000.00", b"4400.00")
    every[PAYMENT.replace("-p1", "-p2")] = (
        second.replace("instalment: 1", "instalment: 2").replace("4000.00", "2000.00").encode()
    )
    every[NOTICE] = (
        every[NOTICE]
        .replace(b"condition: prerequisite", b"condition: obligation")
        .replace(b"    blocks: [2]\n", b"")
    )
    handed = codes({**every, path: raised.encode()})
    posted = codes({**every, path: raised.replace("handed_over", "letter").encode()})
    assert "KIC863" in handed, "the amendment has a month for remedies of its own"
    waived = raised + "  - date: 2026-11-20\n    event: remedies_waived\n"
    assert "KIC863" not in codes({**every, path: waived.encode()})
    one = {name: words for name, words in every.items() if not name.endswith("-p2.yaml")}
    assert "KIC863" not in codes({**one, path: raised.encode()}), "what is paid so far was awarded before"
    assert "KIC850" in posted, "the letter counts as delivered on 23.11."
    cut = raised.replace("handed_over", "letter").replace("6400.00", "5900.00").replace("4400.00", "3900.00")
    assert "KIC850" in codes({**every, path: cut.encode()})


def test_what_is_wrong_already_stops_every_further_act_and_no_booking():
    """A fault of an earlier state is not found anew at the same place; the next act of the office is another place."""
    steps = files()[PAYMENT].decode().partition("steps:\n")[2].split("  - ")[1:]
    head = files()[PAYMENT].decode().partition("steps:\n")[0]
    for fault in (
        (NOTICE, "blocks: [2]", "blocks: [1]"),
        (NOTICE, "  - number: 1\n    amount: 4000.00", "  - number: 1\n    amount: 3000.00"),
        (NOTICE, "  - number: 1\n", "  - number: 3\n"),
    ):
        for taken in (1, 2, 3):
            every = files(fault)
            every[PAYMENT] = f"{head}steps:\n  - {'  - '.join(steps[:taken])}".encode()
            now = load(Memory(every), KINDS)
            payment = now.get(Payment, "2026-1-001-p1")
            assert payment is not None
            following = load(Memory(files()), KINDS).get(Payment, "2026-1-001-p1")
            assert following is not None
            plan = take_step(now, payment, following.steps[taken])
            assert propose(Memory(every), now, plan, TODAY).refused is (taken < 3), (fault, taken)


# -- what stays on record ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("requested: 2026-11-19", "requested: 2026-11-18"),
        ("invented: true", "invented: true\nnote: Ein Wort dazu."),
    ],
)
def test_a_certified_payment_only_gains_steps(old, new):
    after = snapshot(files((PAYMENT, old, new)))
    found = {each.law.code for each in run(RULES, after, TODAY, before=snapshot(files()))}
    assert found == ({"KIC886"} if "requested" in old else set())


def test_a_payment_stays_however_little_it_says():
    before = files()
    begun = before[PAYMENT].decode().partition("steps:")[0].replace("-p1", "-p2")
    path = PAYMENT.replace("-p1", "-p2")
    before[path] = begun.replace("instalment: 1\namount: 4000.00", "instalment: 2\namount: 2000.00").encode()
    found = run(RULES, snapshot(files()), TODAY, before=snapshot(before))
    assert [(each.law.code, each.place.path) for each in found] == [("KIC887", path)]
    gone = run(
        RULES,
        snapshot({path: content for path, content in files().items() if path != PAYMENT}),
        TODAY,
        before=snapshot(files()),
    )
    assert {each.law.code for each in gone} == {"KIC066"}, "its log says so already"


# -- what comes back -----------------------------------------------------------------------------------

BACK = ("_good", "_accounted", "_reclaimed")
EXPECTED = "applications/2025-2/payments/2025-2-001-p3.yaml"


def test_what_came_back_lowers_what_is_paid_and_interest_does_not():
    steps = "  - date: 2026-11-03\n    event: booked\n    role: r-buchung\n    voucher: 2026-004711\n"
    found = files(base=BACK)
    found[EXPECTED] += steps.encode()
    assert codes(found) == []
    payments = payments_of(snapshot(found), "2025-2-001")
    day = datetime.date(2026, 11, 3)
    assert (paid_out(payments), paid_back(payments)) == (Money(600_000), Money(40_000))
    assert paid_back(payments, day - datetime.timedelta(days=1)) == Money(0)
    assert paid_back(payments, day) == Money(40_000)
    assert [moved_by(each) for each in payments] == [True, True, True]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("notice: 2025-2-001-n3", "notice: 2025-2-001-n1", "KIC881"),
        ("amount: 400.00", "amount: 400.01", "KIC882"),
        ("payment: repayment\namount: 400.00", "payment: interest\namount: 400.00", "KIC889"),
        ("due: 2026-12-31\n", "", "KIC884"),
        ("due: 2026-12-31", "due: 2026-11-21", "KIC885"),
        ("event: ordered\n    role: r-kaemmerei", "event: ordered\n    role: r-buchung", "KIC874"),
    ],
)
def test_what_is_expected_back_has_its_ground(old, new, code):
    assert codes(files((EXPECTED, old, new), base=BACK)) == [code]


def test_no_more_comes_back_than_was_paid():
    """A payout that the bank sends back after a part of it was returned would leave less than nothing paid."""
    bounced = "  - date: 2026-11-20\n    event: bounced\n    note: Konto erloschen.\n"
    found = files(base=BACK)
    for path in [path for path in found if "/payments/2025-2-001-p" in path and path != EXPECTED]:
        found[path] += bounced.encode()
    assert "KIC882" in codes(found)


def test_money_that_comes_in_is_not_released():
    found = files(base=BACK)
    found[EXPECTED] += RELEASED.replace("2026-11-20", "2026-05-04").encode()
    assert codes(found) == ["KIC870"]


# -- finance -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("amount", "noted"), [("1499.99", False), ("1500.00", True)])
def test_finance_looks_from_1500_on(amount, noted):
    """§ 7 MV: none below 1,500 EUR per recipient and calendar year."""
    found = files(
        ("concept/bodies/v-bruecke.yaml", "tax_privileged: true\n", ""),
        (PAYMENT, "amount: 4000.00", f"amount: {amount}"),
    )
    notes = {each.law.code for each in run(RULES, snapshot(found), TODAY)}
    assert notes == ({"KIC888"} if noted else set())


# -- moves ---------------------------------------------------------------------------------------------


def test_a_payment_is_led_from_the_request_to_the_booking_by_plans_alone():
    source = Memory({path: content for path, content in files().items() if path != PAYMENT})
    now = load(source, KINDS)
    notice = now.get(Notice, "2026-1-001-n1")
    assert notice is not None
    assert next_id(now, "2026-1-001") == "2026-1-001-p1"
    day = datetime.date(2026, 11, 20)
    plan = begin_payment(now, notice, PaymentKind.PAYOUT, Money(400_000), instalment=Count(1), requested=day)
    steps = [
        PaymentStep(date=day, event=PaymentEvent.CERTIFIED, role="r-sachbearbeitung"),
        PaymentStep(date=day, event=PaymentEvent.ORDERED, role="r-kaemmerei"),
        PaymentStep(date=day, event=PaymentEvent.RELEASED, role="r-freigabe-1", second="r-freigabe-2"),
        PaymentStep(date=day, event=PaymentEvent.BOOKED, role="r-buchung", voucher="2026-1"),
    ]
    every = dict(files())
    del every[PAYMENT]
    for expected in (
        PaymentEvent.CERTIFIED,
        PaymentEvent.ORDERED,
        PaymentEvent.RELEASED,
        PaymentEvent.BOOKED,
        None,
    ):
        proposal = propose(Memory(every), load(Memory(every), KINDS), plan, TODAY)
        assert not proposal.refused, [str(each.message) for each in proposal.findings]
        for change in proposal.changes:
            assert change.after is not None
            every[change.path] = change.after
        now = load(Memory(every), KINDS)
        payment = now.get(Payment, "2026-1-001-p1")
        assert payment is not None
        assert next_event(payment) is expected
        if steps:
            plan = take_step(now, payment, steps.pop(0))
    assert payments_of(now, "2026-1-001")[0].booked


# -- properties ----------------------------------------------------------------------------------------

ROLES = ("r-leitung", "r-sachbearbeitung", "r-kaemmerei", "r-freigabe-1", "r-freigabe-2", "r-buchung")
MAY = {
    "certified": {"r-sachbearbeitung"},
    "ordered": {"r-kaemmerei"},
    "released": {"r-freigabe-1", "r-freigabe-2"},
    "booked": {"r-buchung"},
}
WAY = ("certified", "ordered", "released", "booked")


def lawful(steps: list[tuple[str, str, str]]) -> bool:
    """The law said once more, in other words: the way in order, each step by one who may, two at the release."""
    events = [event for event, _, _ in steps]
    tail = events[-1:] if events and events[-1] in ("cancelled", "bounced") else []
    way = events[: len(events) - len(tail)]
    if tuple(way) != WAY[: len(way)]:
        return False
    if tail == ["cancelled"] and "booked" in way:
        return False
    if tail == ["bounced"] and "booked" not in way:
        return False
    for event, role, second in steps:
        if event in MAY and role not in MAY[event]:
            return False
        if event == "released" and (second not in MAY[event] or second == role):
            return False
    return True


def written(steps: list[tuple[str, str, str]]) -> str:
    lines = []
    for event, role, second in steps:
        lines.append(f"  - date: 2026-11-20\n    event: {event}\n    role: {role}\n")
        if event == "released":
            lines.append(f"    second: {second}\n")
        if event == "booked":
            lines.append("    voucher: 2026-004711\n")
        if event in ("cancelled", "bounced"):
            lines.append("    note: Ein Grund.\n")
    return "".join(lines)


nearly = st.integers(0, 4).flatmap(
    lambda n: st.tuples(
        *(
            st.tuples(
                st.sampled_from([WAY[at]] * 6 + ["cancelled", "bounced", *WAY]),
                st.sampled_from(sorted(MAY[WAY[at]]) * 8 + list(ROLES)),
                st.sampled_from(["r-freigabe-2"] * 4 + list(ROLES)),
            )
            for at in range(n)
        )
    )
)
ends = st.sampled_from([(), (("cancelled", "r-leitung", ""),), (("bounced", "r-leitung", ""),)])


@settings(max_examples=EXAMPLES, deadline=None)
@given(nearly, ends)
def test_only_the_lawful_way_is_accepted(steps, end):
    every = [*steps, *end]
    found = files()
    head = found[PAYMENT].decode().partition("steps:\n")[0]
    found[PAYMENT] = f"{head}steps:\n{written(every)}".encode() if every else head.encode()
    assert (codes(found) == []) is lawful(every), every


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([1, 2]), st.integers(1, 450_000), st.booleans()), min_size=1, max_size=5
    )
)
def test_no_cent_is_paid_above_an_instalment_or_the_award(payouts):
    """Instalments of 4,000.00 and 2,000.00; cancelled payouts count for nothing."""
    found = files(
        (NOTICE, "    blocks: [2]\n", "    blocks: [3]\n"),
        (NOTICE, "condition: prerequisite", "condition: obligation"),
    )
    found[NOTICE] = found[NOTICE].replace(b"    blocks: [3]\n", b"")
    head = found.pop(PAYMENT).decode().partition("steps:\n")[0]
    left = {1: 400_000, 2: 200_000}
    for number, (instalment, cents, cancelled) in zip(itertools.count(1), payouts, strict=False):
        words = head.replace("-p1", f"-p{number}").replace("instalment: 1", f"instalment: {instalment}")
        words = words.replace("4000.00", f"{cents // 100}.{cents % 100:02d}")
        if cancelled:
            words += "steps:\n  - date: 2026-11-20\n    event: cancelled\n    note: Ein Grund.\n"
        else:
            left[instalment] -= cents
        found[PAYMENT.replace("-p1", f"-p{number}")] = words.encode()
    accepted = codes(found)
    assert (accepted == []) is (min(left.values()) >= 0), accepted
    assert set(accepted) <= {"KIC850", "KIC851"}
