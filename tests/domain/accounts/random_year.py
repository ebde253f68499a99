"""Random legal years: a small office that decides, writes notices, pays, examines, reclaims, and closes the year.

Every step is a move of a chapter, and the rules judge it as they judge a command: what they refuse does not happen, so
that what is left is legal. Beside it, a book of its own keeps what was awarded, paid and returned.
"""

import datetime
import random
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from kic.core.diagnostic import Severity
from kic.core.plan import Change, Plan
from kic.core.snapshot import Snapshot
from kic.core.values import Count, Money, Number
from kic.domain.accounts.calls import free_on
from kic.domain.accounts.moves import carry_over, close_year
from kic.domain.accounts.years import year_accounts
from kic.domain.applications import Application, CostItem, FundItem, FundKind
from kic.domain.calls import Accounting, Call, CallState, ReportKind
from kic.domain.calls.moves import Facts, change_facts, new_call, set_state
from kic.domain.chapters import KINDS
from kic.domain.decisions import AwardEntry, AwardEvent, Decision
from kic.domain.decisions.moves import change_award
from kic.domain.decisions.of_call import applications_of
from kic.domain.meetings import Meeting
from kic.domain.notices import (
    Channel,
    Instalment,
    Interest,
    Notice,
    NoticeEvent,
    NoticeKind,
    NoticeStep,
    Objection,
    ObjectionEvent,
    ObjectionStep,
)
from kic.domain.notices import moves as notice_moves
from kic.domain.notices.drafting import amendment_of, draft_of, revocation_of, standing_grant
from kic.domain.notices.moves import draft
from kic.domain.notices.standing import notices_of
from kic.domain.payments import Payment, PaymentEvent, PaymentKind, PaymentStep
from kic.domain.payments import moves as payment_moves
from kic.domain.reporting import Receipt, Sample, SampledReceipt
from kic.domain.reporting.moves import Note, Received, claw_back, examine, receive, settle
from kic.domain.reporting.sample import drawn, seed_of
from kic.domain.reporting.standing import (
    claim_of,
    clawback_of,
    examination_of,
    final_sum_of,
    proof_of,
    values_of,
)
from kic.domain.settings import Settings
from kic.errors import Refused
from kic.repository.changing import propose
from kic.repository.deciding import decide, move_up, next_in_line
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.gallery.cases import HERE, tree

CALL = "2025-2"
BEGIN = datetime.date(2025, 7, 15)
FOLDER = f"applications/{CALL}"


class Step(NamedTuple):
    """What was done on a day: the plan and what it made of the files."""

    day: datetime.date
    plan: Plan
    changes: tuple[Change, ...]


class Book:
    """An account of its own, kept from what the office did and not from its records. All in cents."""

    def __init__(self) -> None:
        self.awarded: dict[str, int] = {}
        self.paid: dict[str, int] = {}
        self.returned: dict[str, int] = {}


def start(chance: random.Random) -> dict[str, bytes]:
    """The files of an office before its decision: one call, marks from three seats, and a meeting that voted."""
    files = {**tree(HERE / "_good"), **tree(HERE / "_accounted")}
    files = {
        path: content
        for path, content in files.items()
        if not path.startswith((f"{FOLDER}/{CALL}", f"{FOLDER}/decisions", f"{FOLDER}/notices", "reports/"))
        and not path.startswith((f"{FOLDER}/payments", f"{FOLDER}/scores"))
    }
    call = files[f"{FOLDER}/call.yaml"].decode()
    call = call.replace("state: settled", "state: closed").replace("decided: 2025-07-15\n", "")
    reserve = chance.choice((0, 600, 1500))
    money = chance.randrange(10_000, 25_000, 50)
    call = re.sub(r"amount: 7100\.00", f"amount: {money}.00", call)
    call = re.sub(r"reserve: 600\.00", f"reserve: {reserve}.00", call)
    financing = chance.choice(("shortfall", "fixed", "share"))
    call = call.replace("  max_rate: 80%\n", f"  financing: {financing}\n  max_rate: 80%\n")
    files[f"{FOLDER}/call.yaml"] = call.encode()
    seat = files["concept/committee/s03.yaml"].decode()
    seat = seat.replace("sent_by: v-bruecke\n", "")
    files["concept/committee/s03.yaml"] = seat.partition("disclosures:\n")[0].encode()
    meeting = files["concept/meetings/sitzung-2025-07.yaml"].decode()
    meeting = meeting.replace("    exclusions:\n      - seat: s03\n        left: table\n", "")
    files["concept/meetings/sitzung-2025-07.yaml"] = meeting.replace("in_favour: 2", "in_favour: 3").encode()
    marks = dict.fromkeys(("s01", "s02", "s03"), "")
    totals = chance.sample(range(30, 58), 14)  # no two alike: a tie would need a lot
    for number in range(1, chance.randint(9, 14) + 1):
        id_ = f"{CALL}-{number:03}"
        files[f"{FOLDER}/{id_}.yaml"] = _application(id_, number, chance).encode()
        for more, each in enumerate(marks):
            marks[each] += f"  {id_}: {(totals[number - 1] + more) // 3 * 5}\n"
    for each, lines in marks.items():
        files[f"{FOLDER}/scores/{each}.yaml"] = (
            f"kind: scores\nid: {CALL}-{each}\ninvented: true\ncall: {CALL}\nseat: {each}\n"
            f"received: 2025-07-08\nmarks:\n{lines}"
        ).encode()
    return files


_WORDS = (
    "Garten", "Chor", "Werkstatt", "Theater", "Küche", "Radweg", "Bücher", "Schwimmen", "Film", "Trommeln", "Schach",
    "Imkerei", "Zirkus", "Fotos", "Märchen",
)  # fmt: skip


def _application(id_: str, number: int, chance: random.Random) -> str:
    costs = [chance.randrange(20_000, 500_001), chance.randrange(10_000, 100_001)]
    asked = sum(costs) * 3 // 4 // 5000 * 5000
    own = sum(costs) - asked
    themes, recommendation = chance.choice(
        (("[t1]", "he-01"), ("[t2]", "he-03"), ("[t1, t2]", "he-01, he-03"))
    )
    who = f"applicant: private_person\n  person: p-{number + 10:04}"
    word = _WORDS[number]
    return f"""\
kind: application
id: {id_}
invented: true
call: {CALL}
number: {number}
title: {word} im Viertel
summary: Vorhaben {word}.
applicant:
  {who}
themes: {themes}
recommendations: [{recommendation}]
period:
  start: 2025-09-01
  end: 2025-12-15
received: 2025-06-{number + 10}T10:00
costs:
  - item: Honorare {word}
    amount: {Money(costs[0])}
  - item: Material {word}
    amount: {Money(costs[1])}
financing:
  - item: Eigene Mittel
    fund: own
    amount: {Money(own)}
  - item: Zuschuss der Stadt
    fund: requested
    amount: {Money(asked)}
requested: {Money(asked)}
minimum:
  share: 50%
de_minimis: not_an_undertaking
"""


class Office:
    """The files of a random year as they come to be, with every step that led there."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.first = start(self.chance)
        self.files = dict(self.first)
        self.day = BEGIN
        self.now = load(Memory(self.files), KINDS)
        self.steps: list[Step] = []
        self.book = Book()
        self.refused: list[tuple[str, str]] = []
        self.vouchers = 0

    # -- carrying out --------------------------------------------------------------------------------

    def carry(self, plan: Plan | None) -> bool:
        """Carries a plan out unless the rules refuse it."""
        if plan is None or not plan.edits:
            return False
        proposal = propose(Memory(self.files), self.now, plan, self.day)
        if proposal.refused:
            codes = {each.law.code for each in proposal.findings if each.severity is Severity.ERROR}
            self.refused.append((plan.title.id, " ".join(sorted(codes))))
            return False
        if not proposal.changes:
            return False
        for change in proposal.changes:
            if change.after is None:
                del self.files[change.path]
            else:
                self.files[change.path] = change.after
        self.now = load(Memory(self.files), KINDS)
        self.steps.append(Step(self.day, plan, proposal.changes))
        return True

    def live(self, events: int) -> Iterator[Snapshot]:
        """So many legal events; the state after each."""
        assert self.decide()
        yield self.now
        tries = 0
        while len(self.steps) < events and tries < events * 40:
            tries += 1
            if self.chance.random() < 0.1:
                self.day += datetime.timedelta(days=self.chance.choice((1, 1, 2, 3, 5, 9)))
            if self.chance.choice(EVENTS)(self):
                yield self.now

    # -- what is there ---------------------------------------------------------------------------------

    @property
    def call(self) -> Call:
        found = self.now.get(Call, CALL)
        assert found is not None
        return found

    def an_application(self) -> Application:
        return self.chance.choice(applications_of(self.now, self.call))

    def decision(self) -> Decision:
        return self.now.all(Decision)[0]

    def part(self, cents: int) -> Money:
        """A part of an amount, in whole cents, at least one."""
        return Money(max(1, self.chance.randint(cents // 2, max(cents - 1, 1))))

    # -- events ------------------------------------------------------------------------------------------

    def decide(self) -> bool:
        meeting = self.now.get(Meeting, "sitzung-2025-07")
        assert meeting is not None
        plan, _proposal = decide(self.now, self.call, meeting, options={}, deviations={})
        if not self.carry(plan):
            return False
        self.book.awarded = {each.application: each.amount.cents for each in self.decision().awards}
        return True

    def _entry(self, application: str, event: AwardEvent, after: Money, reason: str | None) -> bool:
        before = self.book.awarded[application]
        entry = AwardEntry(
            date=self.day,
            application=application,
            event=event,
            before=Money(before),
            after=after,
            reason=reason,
        )
        if not self.carry(change_award(self.now, self.decision(), entry)):
            return False
        self.book.awarded[application] = after.cents
        return True

    def decline(self) -> bool:
        application = self.an_application()
        if self.chance.random() < 0.9:
            return False
        return self._entry(application.id, AwardEvent.DECLINED, Money(0), None)

    def reduce(self) -> bool:
        id_ = self.an_application().id
        if not self.book.awarded.get(id_) or self.chance.random() < 0.7:
            return False
        if any(each.application == id_ for each in self._drafts()):
            return False  # a draft over the former amount could never be issued
        return self._entry(
            id_, AwardEvent.REDUCED, self.part(self.book.awarded[id_]), "Die Kosten sind geringer."
        )

    def move_up(self) -> bool:
        try:
            moving = next_in_line(self.now, self.call, self.day)
        except Refused:
            return False
        if not self.carry(move_up(self.now, moving, None, self.day, "Mittel sind zurückgeflossen.")):
            return False
        self.book.awarded[moving.application] = moving.amount.cents
        return True

    def draft_first(self) -> bool:
        found = draft_of(self.now, self.an_application(), str)
        if found is None:
            return False
        if found.notice is NoticeKind.AWARD and found.amount is not None and found.amount.cents > 200:
            first = self.part(found.amount.cents)
            parts = (first, found.amount - first)
            found = msgspec.structs.replace(
                found,
                instalments=tuple(
                    Instalment(number=Count(n), amount=each) for n, each in enumerate(parts, 1)
                ),
            )
        return self.carry(draft(self.now, [found]))

    def _drafts(self) -> list[Notice]:
        return [each for each in self.now.all(Notice) if not each.has(NoticeEvent.ISSUED)]

    def hear(self) -> bool:
        due = [
            each
            for each in self._drafts()
            if each.notice in (NoticeKind.REVOCATION, NoticeKind.CLAWBACK) and not each.steps
        ]
        if not due:
            return False
        step = NoticeStep(
            date=self.day, event=NoticeEvent.HEARING_SENT, due=self.day + datetime.timedelta(days=14)
        )
        return self.carry(notice_moves.take_step(self.now, [self.chance.choice(due)], step))

    def answer(self) -> bool:
        heard = [
            each
            for each in self._drafts()
            if each.has(NoticeEvent.HEARING_SENT) and not each.has(NoticeEvent.HEARING_ANSWERED)
        ]
        if not heard:
            return False
        step = NoticeStep(date=self.day, event=NoticeEvent.HEARING_ANSWERED)
        return self.carry(notice_moves.take_step(self.now, [self.chance.choice(heard)], step))

    def issue(self) -> bool:
        drafts = self._drafts()
        if not drafts:
            return False
        step = NoticeStep(date=self.day, event=NoticeEvent.ISSUED, role="r-leitung")
        return self.carry(notice_moves.take_step(self.now, [self.chance.choice(drafts)], step))

    def post(self) -> bool:
        issued = [
            each
            for each in self.now.all(Notice)
            if each.has(NoticeEvent.ISSUED) and not each.has(NoticeEvent.POSTED)
        ]
        if not issued:
            return False
        step = NoticeStep(date=self.day, event=NoticeEvent.POSTED, channel=Channel.LETTER)
        return self.carry(notice_moves.take_step(self.now, [self.chance.choice(issued)], step))

    def waive(self) -> bool:
        posted = [
            each
            for each in self.now.all(Notice)
            if each.has(NoticeEvent.POSTED) and not each.has(NoticeEvent.REMEDIES_WAIVED)
        ]
        if not posted or self.chance.random() < 0.5:
            return False
        step = NoticeStep(date=self.day, event=NoticeEvent.REMEDIES_WAIVED)
        return self.carry(notice_moves.take_step(self.now, [self.chance.choice(posted)], step))

    def object(self) -> bool:
        refused = [
            each
            for each in self.now.all(Notice)
            if each.notice is NoticeKind.REFUSAL and each.has(NoticeEvent.POSTED)
        ]
        if not refused or self.chance.random() < 0.9:
            return False
        came = notice_moves.Received(received=self.day, claim=Money(100))
        return self.carry(notice_moves.receive_objection(self.now, self.chance.choice(refused), came))

    def withdraw_objection(self) -> bool:
        pending = [each for each in self.now.all(Objection) if not each.steps]
        if not pending:
            return False
        step = ObjectionStep(date=self.day, event=ObjectionEvent.WITHDRAWN)
        return self.carry(notice_moves.take_objection_step(self.now, self.chance.choice(pending), step))

    def begin_payout(self) -> bool:
        application = self.an_application()
        found = standing_grant(self.now, application.id)
        if found is None:
            return False
        there = {
            each.instalment
            for each in self.now.all(Payment)
            if each.application == application.id
            and each.payment is PaymentKind.PAYOUT
            and (each.open or each.booked)
        }
        left = [each for each in found.instalments if each.number not in there]
        if not left:
            return False
        year = None
        accounting = self.call.accounting
        if self.day.year > 2025 and accounting is not None:
            year = Accounting(
                year=Count(self.day.year), product=accounting.product, account=accounting.account
            )
        return self.carry(
            payment_moves.begin_payment(
                self.now,
                found.notice,
                PaymentKind.PAYOUT,
                left[0].amount,
                instalment=left[0].number,
                requested=self.day,
                accounting=year,
            )
        )

    def pay_step(self) -> bool:
        waiting = [each for each in self.now.all(Payment) if each.open]
        if not waiting:
            return False
        payment = self.chance.choice(waiting)
        payout = payment.payment is PaymentKind.PAYOUT
        done = {each.event for each in payment.steps}
        step = PaymentStep(date=self.day, event=PaymentEvent.CERTIFIED, role="r-sachbearbeitung")
        if PaymentEvent.CERTIFIED in done:
            step = PaymentStep(date=self.day, event=PaymentEvent.ORDERED, role="r-kaemmerei")
        if PaymentEvent.ORDERED in done:
            step = PaymentStep(
                date=self.day, event=PaymentEvent.RELEASED, role="r-freigabe-1", second="r-freigabe-2"
            )
        if PaymentEvent.RELEASED in done or (not payout and PaymentEvent.ORDERED in done):
            self.vouchers += 1
            step = PaymentStep(
                date=self.day,
                event=PaymentEvent.BOOKED,
                role="r-buchung",
                voucher=f"{self.day.year}-{self.vouchers:06}",
            )
        elif self.chance.random() < 0.03:
            step = PaymentStep(date=self.day, event=PaymentEvent.CANCELLED, note="Irrtum")
        if not self.carry(payment_moves.take_step(self.now, payment, step)):
            return False
        if step.event is PaymentEvent.BOOKED and payment.payment is not PaymentKind.INTEREST:
            book = self.book.paid if payout else self.book.returned
            book[payment.application] = book.get(payment.application, 0) + payment.amount.cents
        return True

    def bounce(self) -> bool:
        booked = [
            each for each in self.now.all(Payment) if each.booked and each.payment is PaymentKind.PAYOUT
        ]
        if not booked or self.chance.random() < 0.97:
            return False
        payment = self.chance.choice(booked)
        step = PaymentStep(date=self.day, event=PaymentEvent.BOUNCED, note="Konto erloschen")
        if not self.carry(payment_moves.take_step(self.now, payment, step)):
            return False
        self.book.paid[payment.application] -= payment.amount.cents
        return True

    def amend(self) -> bool:
        application = self.an_application()
        found = standing_grant(self.now, application.id)
        award = self.book.awarded.get(application.id, 0)
        if found is None or found.amount.cents == award or not award:
            return False
        made = amendment_of(
            self.now,
            application,
            amount=Money(award),
            instalments=(Instalment(number=Count(1), amount=Money(award)),),
            requested=self.day,
            reason="Auf Antrag geändert.",
        )
        return self.carry(draft(self.now, [made]))

    def revoke(self) -> bool:
        application = self.an_application()
        found = standing_grant(self.now, application.id)
        if found is None or not found.amount.cents or self.chance.random() < 0.9:
            return False
        if any(each.application == application.id for each in self._drafts()):
            return False
        left = self.chance.choice((Money(0), self.part(found.amount.cents)))
        made = revocation_of(
            self.now, application, amount=left, known=self.day, reason="Eine Auflage ist verfehlt."
        )
        return self.carry(draft(self.now, [made]))

    def receive(self) -> bool:
        application = self.an_application()
        if standing_grant(self.now, application.id) is None or proof_of(self.now, application.id) is not None:
            return False
        if self.day <= application.period.end:
            return False
        costs, receipts = [], []
        for number, item in enumerate(application.costs, 1):
            spent = Money(item.amount.cents * self.chance.randint(60, 105) // 100)
            costs.append(CostItem(item=item.item, amount=spent))
            receipts.append(
                Receipt(
                    number=Count(number),
                    date=datetime.date(2025, 11, 20),
                    amount=spent,
                    item=item.item,
                    reason="Rechnung",
                )
            )
        own = [each for each in application.financing if each.fund is FundKind.OWN]
        came = Received(
            application=application,
            report=ReportKind.PROOF_OF_USE,
            received=self.day,
            period=application.period,
            summary="Das Vorhaben hat stattgefunden.",
            costs=tuple(costs),
            financing=tuple(FundItem(item=each.item, fund=each.fund, amount=each.amount) for each in own),
            receipts=tuple(receipts),
        )
        return self.carry(receive(self.now, came))

    def examine(self) -> bool:
        application = self.an_application()
        report = proof_of(self.now, application.id)
        if report is None or examination_of(self.now, application.id) is not None:
            return False
        sums = final_sum_of(self.now, report)
        if sums is None:
            return False
        seed = seed_of(self.now.entry(report).source)
        percent: Number = values_of(self.now).receipts_sampled.value
        numbers = drawn(seed, report.id, [each.number for each in report.receipts], percent)
        note = Note(
            date=self.day,
            role="r-pruefung",
            sample=Sample(seed=seed, receipts=tuple(SampledReceipt(number=Count(n)) for n in numbers)),
            known=self.day,
            result="Geprüft.",
        )
        return self.carry(examine(self.now, report, note, sums))

    def settle(self) -> bool:
        application = self.an_application()
        if examination_of(self.now, application.id) is None or any(
            each.notice is NoticeKind.SETTLEMENT for each in notices_of(self.now, application.id)
        ):
            return False
        return self.carry(settle(self.now, application, reason="Nach Prüfung des Verwendungsnachweises."))

    def claw_back(self) -> bool:
        application = self.an_application()
        claim = claim_of(self.now, application.id)
        if claim.amount.cents <= 0 or any(
            each.application == application.id and each.notice is NoticeKind.CLAWBACK
            for each in self._drafts()
        ):
            return False
        if clawback_of(self.now, application.id) is not None:
            return False
        interest = Interest(since=self.day, waived="Geringfügig.")
        return self.carry(
            claw_back(self.now, application, interest=interest, known=self.day, reason="Zu viel ausgezahlt.")
        )

    def begin_repayment(self) -> bool:
        application = self.an_application()
        notice = clawback_of(self.now, application.id)
        if notice is None or not notice.has(NoticeEvent.ISSUED) or notice.amount is None:
            return False
        there = sum(
            each.amount.cents
            for each in self.now.all(Payment)
            if each.application == application.id
            and each.payment is PaymentKind.REPAYMENT
            and (each.open or each.booked)
        )
        left = notice.amount.cents - there
        if left <= 0:
            return False
        amount = Money(left) if self.chance.random() < 0.6 else self.part(left)
        accounting = self.call.accounting
        assert accounting is not None
        return self.carry(
            payment_moves.begin_payment(
                self.now,
                notice,
                PaymentKind.REPAYMENT,
                amount,
                due=self.day + datetime.timedelta(days=30),
                accounting=Accounting(
                    year=Count(self.day.year), product=accounting.product, account=accounting.account
                ),
            )
        )

    def call_for_the_remainder(self) -> bool:
        later = [each for each in self.now.all(Call) if each.money.remainder_of == CALL]
        free = free_on(self.now, self.call).cents
        if later:
            call = self.chance.choice(later)
            if call.state is not CallState.DRAFT or self.chance.random() < 0.8 or free < 0:
                return False
            more = (call.money.amount.cents if call.money.amount else 0) + free
            return self.carry(change_facts(self.now, call, Facts(amount=Money(self.chance.randint(0, more)))))
        if free <= 0 or self.day.year > 2025 or self.chance.random() < 0.9:
            return False
        facts = Facts(title="Dritter Förderaufruf 2025", amount=self.part(free))
        return self.carry(
            new_call(self.now, 2025, facts, edition=self.call.edition, like=self.call, remainder_of=CALL)
        )

    def carry_over(self) -> bool:
        if self.call.carried_over is not None or self.day < datetime.date(2025, 12, 1):
            return False
        left = year_accounts(self.now)[2025].still_to_pay.cents
        mine = next(each for each in year_accounts(self.now)[2025].calls if each.call == CALL)
        amount = min(max(mine.still_to_pay.cents, 1), left)
        return self.carry(
            carry_over(self.now, self.call, Money(amount), self.day, note="Entscheidung der Kämmerei")
        )

    def settle_call(self) -> bool:
        if self.call.state is not CallState.DECIDED or self.day < datetime.date(2026, 1, 1):
            return False
        return self.carry(set_state(self.now, self.call, CallState.SETTLED))

    def close_year(self) -> bool:
        settings = self.now.only(Settings)
        assert settings is not None
        if self.day.year == 2025 or settings.budget[0].closed is not None:
            return False
        return self.carry(close_year(self.now, 2025, self.day))


EVENTS: tuple[Callable[[Office], bool], ...] = (
    Office.decline,
    Office.reduce,
    Office.move_up,
    *[Office.draft_first] * 4,
    Office.hear,
    Office.answer,
    *[Office.issue] * 4,
    *[Office.post] * 4,
    *[Office.waive] * 3,
    Office.object,
    Office.withdraw_objection,
    *[Office.begin_payout] * 3,
    *[Office.pay_step] * 10,
    Office.bounce,
    Office.amend,
    Office.revoke,
    *[Office.receive] * 2,
    *[Office.examine] * 2,
    *[Office.settle] * 2,
    *[Office.claw_back] * 2,
    *[Office.begin_repayment] * 2,
    Office.call_for_the_remainder,
    Office.carry_over,
    Office.settle_call,
    Office.close_year,
)
"""What may happen next; what happens often stands there often."""
