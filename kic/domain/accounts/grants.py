"""The account of one grant on a day, in cents: from the request to the last payment.

What is bound is what the grant may still come to: the committee's award as it stands, or what a later notice made
of it (an amendment, a revocation, the final sum). What it holds is what is bound, or what was paid and has not come
back, whichever is more: reclaimed money is free again when it is back, not when it is reclaimed.
"""

import datetime
import functools
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.accounts.figures import NOTHING, Figure, Line, above_zero, one, together
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.decisions import Decision
from kic.domain.decisions.of_call import decisions_of
from kic.domain.notices import CHANGING, Notice, NoticeEvent, NoticeKind
from kic.domain.notices.standing import delivered_on
from kic.domain.payments import Payment, PaymentEvent, PaymentKind
from kic.domain.reporting import Examination

_OVER = frozenset({PaymentEvent.BOUNCED, PaymentEvent.CANCELLED})


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """One application's money. Each figure is zero where nothing of the kind has happened up to the day.

    `awarded` is the committee's award as it stands, `noticed` what the notices that were issued say, `bound` the
    most that the grant can still come to. `ordered` is on its way to the grantee, `paid` and `returned` are booked
    and stayed, `bounced` came back from the bank. `reclaimed` is what clawback notices ask back, `interest` what was
    paid on it. `forgone` is what has to come back and is not claimed, as a small sum: it stays with the grantee.
    `final` is the final sum, once a notice or the examination of the proof of use has said it.
    """

    application: str
    call: str
    applicant: str | None
    decision: str | None
    requested: Figure
    decided: Figure
    awarded: Figure
    noticed: Figure
    bound: Figure
    ordered: Figure
    paid: Figure
    bounced: Figure
    returned: Figure
    reclaimed: Figure
    interest: Figure
    forgone: Figure
    final: Figure | None
    settled: bool

    @property
    def net(self) -> Figure:
        """What the grantee has: paid less returned."""
        return self.paid - self.returned

    @property
    def excess(self) -> Figure:
        """What the grantee has beyond what is bound, and gives back; without what was forgone."""
        return above_zero(self.net - self.bound - self.forgone)

    @property
    def still_to_pay(self) -> Figure:
        """What is bound and not paid yet, orders on their way included."""
        return above_zero(self.bound - self.net)

    @property
    def held(self) -> Figure:
        """What the call cannot give to others: what is bound, and what is out beyond that."""
        return self.bound + above_zero(self.net - self.bound)

    @property
    def released(self) -> Figure:
        """What the grant got from the committee at first and does not hold any more: it flows back to the call."""
        return above_zero(self.decided - self.held)

    @property
    def counts(self) -> bool:
        """Whether there is or was money in it."""
        return bool(self.decided.lines or self.paid.lines or self.noticed.lines)

    @property
    def open_points(self) -> tuple[Text, ...]:
        """Why the account is open, a sentence each; none if it is settled to the cent."""
        points = []
        if not self.settled and self.held:
            points.append(text("the final sum has not been fixed"))
        if self.ordered:
            points.append(text("{amount} are ordered and not booked", amount=self.ordered.amount))
        if self.still_to_pay.cents > self.ordered.cents:
            points.append(
                text("{amount} are still to pay", amount=self.still_to_pay.amount - self.ordered.amount)
            )
        if self.excess:
            points.append(text("{amount} are to come back", amount=self.excess.amount))
        return tuple(points)


class Given(NamedTuple):
    """What a decision says of one application: the positions of its awards and of its entries."""

    decision: Decision
    awards: list[int]
    entries: list[int]


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """The records of money, by application, each in the order of time."""

    decisions: Mapping[str, tuple[Given, ...]]
    notices: Mapping[str, tuple[Notice, ...]]
    payments: Mapping[str, tuple[Payment, ...]]
    examinations: Mapping[str, tuple[Examination, ...]]


@functools.lru_cache(maxsize=4)  # rules and commands ask again and again
def books(repository: Snapshot) -> Books:
    """All records of money, sorted once."""
    decisions: dict[str, list[Given]] = {}
    for call in repository.all(Call):
        for decision in decisions_of(repository, call):
            said: dict[str, Given] = {}
            for position, award in enumerate(decision.awards):
                said.setdefault(award.application, Given(decision, [], [])).awards.append(position)
            for position, entry in enumerate(decision.entries):
                said.setdefault(entry.application, Given(decision, [], [])).entries.append(position)
            for id_, given in said.items():
                decisions.setdefault(id_, []).append(given)
    notices: dict[str, list[Notice]] = {}
    for notice in repository.all(Notice):
        notices.setdefault(notice.application, []).append(notice)
    payments: dict[str, list[Payment]] = {}
    for payment in repository.all(Payment):
        payments.setdefault(payment.application, []).append(payment)
    examinations: dict[str, list[Examination]] = {}
    for examination in repository.all(Examination):
        examinations.setdefault(examination.application, []).append(examination)
    return Books(
        decisions={id_: tuple(each) for id_, each in decisions.items()},
        notices={
            id_: tuple(sorted(each, key=lambda one: (_issued(one) or datetime.date.max, one.id)))
            for id_, each in notices.items()
        },
        payments={id_: tuple(each) for id_, each in payments.items()},
        examinations={
            id_: tuple(sorted(each, key=lambda one: (one.date, one.id))) for id_, each in examinations.items()
        },
    )


@functools.lru_cache(maxsize=4)
def grants(repository: Snapshot, on: datetime.date | None = None) -> Mapping[str, Grant]:
    """Every application's account at the end of a day, None: after all entries; by application, in path order."""
    kept = books(repository)
    return {
        each.id: _account(repository, each, kept, on or datetime.date.max)
        for each in repository.all(Application)
    }


def account(repository: Snapshot, application: Application, on: datetime.date | None = None) -> Grant:
    """One application's account at the end of a day, without those of the others."""
    return _account(repository, application, books(repository), on or datetime.date.max)


def applicant_of(application: Application) -> str | None:
    """The body, or the pseudonym of the person, that applied."""
    return application.applicant.body or application.applicant.person


def standing_notices(kept: Books, application: str, on: datetime.date) -> tuple[Notice, ...]:
    """The notices on an application that were issued up to a day and not set aside, in the order of issue."""
    found = []
    for notice in kept.notices.get(application, ()):
        issued = _issued(notice)
        if issued is None or issued > on:
            continue
        if not any(each.event is NoticeEvent.SET_ASIDE and each.date <= on for each in notice.steps):
            found.append(notice)
    return tuple(found)


def _issued(notice: Notice) -> datetime.date | None:
    step = notice.step(NoticeEvent.ISSUED)
    return None if step is None else step.date


def _account(repository: Snapshot, application: Application, kept: Books, on: datetime.date) -> Grant:
    decided, awarded, last, number = _award(repository, application, kept, on)
    notices = standing_notices(kept, application.id, on)
    noticed = NOTHING
    bound, since = awarded, last
    final: Figure | None = None
    reclaimed: list[Figure] = []
    for notice in notices:
        if notice.amount is None or notice.notice is NoticeKind.REFUSAL:
            continue
        issued = _issued(notice)
        assert issued is not None
        said = one(
            notice.amount,
            text("{notice} of {date}", notice=notice.notice, date=issued),
            repository.place(notice, "amount"),
        )
        if notice.notice is NoticeKind.CLAWBACK:
            reclaimed.append(said)
            continue
        noticed = said
        if notice.notice in CHANGING and (issued >= since or notice.notice is NoticeKind.SETTLEMENT):
            bound, since = said, issued
        if notice.notice is NoticeKind.SETTLEMENT:
            final = said
    examined = [each for each in kept.examinations.get(application.id, ()) if each.date <= on]
    settled = final is not None
    if final is None and examined:
        note = examined[-1]
        final = one(
            note.final,
            text("final sum of the examination of {date}", date=note.date),
            repository.place(note, "final"),
        )
        settled = final.cents == bound.cents
    elif final is not None:
        bound = final  # what the committee's entries say later does not reopen a final sum
    forgone = together(
        one(
            each.forgone.amount,
            text("forgone on {date}", date=each.forgone.date),
            repository.place(each, "forgone", "amount"),
        )
        for each in notices
        if each.forgone is not None and each.forgone.date <= on
    )
    money = _payments(repository, kept.payments.get(application.id, ()), on)
    return Grant(
        application=application.id,
        call=application.call,
        applicant=applicant_of(application),
        decision=number,
        requested=one(application.requested, text("requested"), repository.place(application, "requested")),
        decided=decided,
        awarded=awarded,
        noticed=noticed,
        bound=bound,
        reclaimed=together(reclaimed),
        forgone=forgone,
        final=final,
        settled=settled,
        **money,
    )


def _award(
    repository: Snapshot, application: Application, kept: Books, on: datetime.date
) -> tuple[Figure, Figure, datetime.date, str | None]:
    """The first award and the award as it stands, the day of the last change, and the decision that gave it."""
    decided: list[Line] = []
    lines: list[Line] = []
    last = datetime.date.min
    number = None
    for decision, awards, entries in kept.decisions.get(application.id, ()):
        if decision.date > on:
            continue
        for position in awards:
            award = decision.awards[position]
            if award.amount.cents or not lines:
                place = repository.place(decision, "awards", position, "amount")
                line = Line(award.amount, text("award of {date}", date=decision.date), place)
                lines.append(line)
                decided.append(line)
                last = max(last, decision.date)
                number = decision.id if award.amount.cents else number
        for position in entries:
            entry = decision.entries[position]
            if entry.date > on:
                continue
            place = repository.place(decision, "entries", position, "after")
            what = text("{event} on {date}", event=entry.event, date=entry.date)
            line = Line(entry.after - entry.before, what, place)
            lines.append(line)
            last = max(last, entry.date)
            if entry.after > entry.before:
                decided.append(line)
                number = decision.id
    return Figure(tuple(decided)), Figure(tuple(lines)), last, number


def _payments(repository: Snapshot, payments: Iterable[Payment], on: datetime.date) -> dict[str, Figure]:
    found: dict[str, list[Line]] = {
        "ordered": [], "paid": [], "bounced": [], "returned": [], "interest": []
    }  # fmt: skip
    booked = {PaymentKind.PAYOUT: "paid", PaymentKind.REPAYMENT: "returned", PaymentKind.INTEREST: "interest"}
    for payment in payments:
        steps = [each for each in payment.steps if each.date <= on]
        if not steps:
            continue
        last = steps[-1]
        if last.event is PaymentEvent.BOOKED:
            figure = booked[payment.payment]
        elif last.event is PaymentEvent.BOUNCED and payment.payment is PaymentKind.PAYOUT:
            figure = "bounced"
        elif (
            last.event not in _OVER
            and payment.payment is PaymentKind.PAYOUT
            and any(each.event is PaymentEvent.ORDERED for each in steps)
        ):
            figure = "ordered"
        else:
            continue
        what = text("{payment}, {event} on {date}", payment=payment.payment, event=last.event, date=last.date)
        found[figure].append(Line(payment.amount, what, repository.place(payment, "amount")))
    return {name: Figure(tuple(lines)) for name, lines in found.items()}


def in_force(repository: Snapshot, application: str, on: datetime.date) -> Figure:
    """What the last notice says that had reached the grantee by the end of a day (§§ 41, 43 VwVfG)."""
    found = NOTHING
    for notice in standing_notices(books(repository), application, on):
        if notice.amount is None or notice.notice in _NO_AWARD:
            continue
        day = delivered_on(repository, notice)
        if day is not None and day <= on:
            what = text("{notice}, delivered on {date}", notice=notice.notice, date=day)
            found = one(notice.amount, what, repository.place(notice, "amount"))
    return found


_NO_AWARD = frozenset({NoticeKind.REFUSAL, NoticeKind.CLAWBACK})


def by_applicant(accounts: Iterable[Grant]) -> dict[str, tuple[Grant, ...]]:
    """The grants of each applicant; those of whom nobody knows the applicant are left out."""
    found: dict[str, list[Grant]] = {}
    for each in accounts:
        if each.applicant is not None:
            found.setdefault(each.applicant, []).append(each)
    return {applicant: tuple(each) for applicant, each in sorted(found.items())}
