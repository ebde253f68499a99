"""The second half of the demo city's grants, from notice to settlement: figures worked out by hand.

The sums stand here once more as the officer would add them up, so that the city does not rest on the engine alone.
"""

import datetime
from collections import Counter

import pytest

from kic.core.values import Money, total
from kic.domain.applications import Application, FundKind
from kic.domain.decisions import Decision
from kic.domain.notices import ConditionEvent, Notice, NoticeEvent, NoticeKind, Objection, ObjectionOutcome
from kic.domain.payments import Payment, PaymentEvent, PaymentKind
from kic.domain.reporting import Examination, Report, ReportKind
from kic.domain.settings import Duty, Settings
from tests.demo.reading import city, records

AWARDED = {
    "2024-1": "49950.00",  # as decided; 50 EUR of the call lie below the grid
    "2025-1": "43450.00",  # 44,000 less the 550 that a carrier gave up
    "2025-2": "24450.00",  # 26,000 less 4,450 declined, and 2,900 moved up
}
FINAL = {
    # 2024-1: recognised costs less the other money, at most the award
    "2024-1-001": "9600.00",
    "2024-1-002": "8400.00",
    "2024-1-005": "5964.00",  # 7,514.00 - 1,550.00
    "2024-1-006": "5242.50",  # 6,842.50 - 1,600.00
    "2024-1-007": "9650.00",  # 12,310.75 - 22.00 without a receipt - 2,500.00 is more than the award
    "2024-1-008": "4200.00",
    "2024-1-012": "6384.30",  # 8,284.30 - 1,900.00: 100 more came from others than was planned
    "2025-1-001": "10400.00",
    "2025-1-002": "8693.00",  # 11,018.00 - 2,325.00
    "2025-1-003": "5900.00",
    "2025-1-004": "4902.00",  # 6,302.00 - 1,400.00: the snacks are not eligible, and own money goes first
    "2025-1-005": "7665.20",  # 10,265.20 - 2,600.00
    "2025-1-006": "5152.40",  # 6,792.40 - 1,640.00
    "2025-2-001": "4412.00",  # 6,142.00 - 630.00 not in the plan - 1,100.00
    "2025-2-002": "5835.00",  # 7,535.00 - 1,700.00
    "2025-2-004": "3430.00",  # 4,300.00 - 870.00
    "2025-2-006": "1100.00",
}


def standing(call: str) -> dict[str, Money]:
    decision = city().get(Decision, f"{call}-d1")
    assert decision is not None
    return decision.standing


def notices(application: str, kind: NoticeKind) -> list[Notice]:
    return [each for each in records(Notice) if (each.application, each.notice) == (application, kind)]


def moved(kind: PaymentKind, call: str) -> Money:
    return total(
        each.amount for each in records(Payment) if (each.payment, each.call) == (kind, call) and each.booked
    )


@pytest.mark.parametrize("call", AWARDED)
def test_each_award_has_a_notice_of_its_sum_and_each_refusal_one_with_its_reason(call: str) -> None:
    assert str(total(standing(call).values())) == AWARDED[call]
    declined = {"2025-2-005"}
    for application, amount in standing(call).items():
        given, refused = notices(application, NoticeKind.AWARD), notices(application, NoticeKind.REFUSAL)
        if application in declined:
            assert given == refused == []
        elif amount:
            changed = notices(application, NoticeKind.AMENDMENT)
            assert [each.amount for each in (*given, *changed)][-1] == amount
            assert refused == []
        else:
            assert given == []
            assert refused[0].reason
            assert refused[0].has(NoticeEvent.ISSUED)


def test_a_refusal_names_no_competitor() -> None:
    titles = {each.id: each.title.partition(":")[0] for each in records(Application)}
    for each in records(Notice):
        if each.notice is NoticeKind.REFUSAL:
            assert each.reason
            others = {
                title for id_, title in titles.items() if id_ != each.application and title in each.reason
            }
            assert others == set()
            assert "Antrag 1" not in each.reason


def test_instalments_add_up_to_the_award() -> None:
    for each in records(Notice):
        if each.instalments:
            assert total(part.amount for part in each.instalments) == each.amount, each.id


def test_every_final_sum_is_the_one_worked_out_by_hand() -> None:
    assert {each.application: str(each.final) for each in records(Examination)} == FINAL
    for application, final in FINAL.items():
        fixed = [
            each
            for each in records(Notice)
            if each.application == application
            and each.notice in (NoticeKind.SETTLEMENT, NoticeKind.REVOCATION)
        ]
        assert {str(each.amount) for each in fixed} == {final}


@pytest.mark.parametrize(
    ("call", "paid", "back", "interest"),
    [
        ("2024-1", "49950.00", "509.20", "0.00"),  # 236.00 + 157.50 + 115.70
        ("2025-1", "43450.00", "689.80", "0.00"),  # 207.00 + 348.00 + 134.80
        ("2025-2", "22050.00", "408.00", "17.72"),  # all but 2,400.00; 388.00 + 20.00; 465.00 still to come
    ],
)
def test_money_that_went_and_came_back(call: str, paid: str, back: str, interest: str) -> None:
    assert str(moved(PaymentKind.PAYOUT, call)) == paid
    assert str(moved(PaymentKind.REPAYMENT, call)) == back
    assert str(moved(PaymentKind.INTEREST, call)) == interest


def test_interest_is_what_the_law_gives() -> None:
    """388.00 EUR from the payout to the day it came back: 119 days of 2025, 147 of 2026, at 1.27 + 5 per cent."""
    days = (datetime.date(2025, 12, 31) - datetime.date(2025, 9, 3)).days + (
        datetime.date(2026, 5, 27) - datetime.date(2025, 12, 31)
    ).days
    assert days == 119 + 147
    assert 38800 * 627 * days // (10000 * 365) == 1772


@pytest.mark.parametrize(
    "each", [each for each in records(Report) if each.receipts], ids=lambda each: each.id
)
def test_a_proof_of_use_adds_up(each: Report) -> None:
    by_item = Counter({line.item: line.amount.cents for line in each.costs})
    for receipt in each.receipts:
        by_item[receipt.item] -= receipt.amount.cents
        assert each.period is not None
        assert each.period.start <= receipt.date <= each.period.end
    assert set(by_item.values()) == {0}
    assert [receipt.number for receipt in each.receipts] == [*range(1, len(each.receipts) + 1)]
    assert all(line.fund is not FundKind.REQUESTED for line in each.financing)


def test_order_and_execution_are_never_in_one_hand() -> None:
    settings = city().only(Settings)
    assert settings is not None
    duties = {each.id: set(each.duties) for each in settings.roles}
    both = {id_ for id_, mine in duties.items() if Duty.ORDER in mine and mine & {Duty.RELEASE, Duty.EXECUTE}}
    assert both == set()
    for payment in records(Payment):
        for step in payment.steps:
            assert step.role is not None
            if step.event is PaymentEvent.RELEASED:
                assert step.second not in (None, step.role)


def test_vouchers_are_told_apart_and_run_with_the_days() -> None:
    booked = sorted(
        (step.date, step.voucher)
        for each in records(Payment)
        for step in each.steps
        if step.voucher is not None
    )
    vouchers = [voucher for _, voucher in booked]
    assert len(vouchers) == len(set(vouchers)) > 40
    assert vouchers == sorted(vouchers)


def test_what_is_overdue_is_so_on_purpose() -> None:
    """Two conditions, an account with two final reports, and money that was to come back by 30 October 2026."""
    today = datetime.date(2026, 11, 22)
    met = {
        (each.application, step.condition)
        for each in records(Notice)
        for step in each.condition_steps
        if step.event is not ConditionEvent.EXTENDED
    }
    late = {
        (each.application, condition.id)
        for each in records(Notice)
        for condition in each.conditions
        if condition.due is not None and condition.due < today
    }
    assert {application for application, _ in late - met} == {"2025-1-005", "2025-2-003"}
    handed_in = {(each.application, each.report) for each in records(Report)}
    assert ("2025-2-003", ReportKind.PROOF_OF_USE) not in handed_in
    assert ("2025-2-007", ReportKind.FINAL) not in handed_in
    assert [each.id for each in records(Payment) if each.due and not each.booked] == ["2025-2-002-p3"]


def test_one_objection_went_to_the_committee_on_legal_remedies() -> None:
    (objection,) = records(Objection)
    assert objection.against == "2024-1-004-n1"
    assert objection.steps[-1].outcome is ObjectionOutcome.REJECTED
