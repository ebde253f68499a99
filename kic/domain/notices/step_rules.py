"""What must hold of the way of a notice: signed, posted, delivered, in this order, when the law allows it."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.calls import Call, Reservation
from kic.domain.notices import ADVERSE, Notice, NoticeEvent, NoticeKind, NoticeStep
from kic.domain.notices.standing import arrived_on, waived_on
from kic.domain.periods.defaults import procedure
from kic.domain.periods.delivery import revocation_limit
from kic.domain.settings import BudgetYear, Duty, Role, Settings


def _issue(notice: Notice) -> tuple[int, NoticeStep] | None:
    """The step with which it was issued, and where it stands."""
    for position, step in enumerate(notice.steps):
        if step.event is NoticeEvent.ISSUED:
            return position, step
    return None


def _binding(repository: Snapshot) -> Iterator[tuple[Notice, int, datetime.date, Call]]:
    """Issued notices that bind money of the budget, awards and amendments that give more: step, day and call."""
    for notice in repository.all(Notice):
        gives = notice.notice is NoticeKind.AWARD or (
            notice.notice is NoticeKind.AMENDMENT
            and notice.amount is not None
            and notice.before is not None
            and notice.amount > notice.before
        )
        issue = _issue(notice) if gives else None
        call = repository.get(Call, notice.call) if issue is not None else None
        if issue is not None and call is not None:
            yield notice, issue[0], issue[1].date, call


def budget_year_of(repository: Snapshot, call: Call) -> tuple[int, BudgetYear] | None:
    """The year of the budget that a call's money stands in, with its position in the settings; None if not there."""
    settings = repository.only(Settings)
    wanted = call.accounting.year if call.accounting is not None else call.year
    for position, year in enumerate(settings.budget if settings is not None else ()):
        if year.year == wanted:
            return position, year
    return None


@rule("KIC810", "award-before-budget")
def award_before_budget(repository: Snapshot) -> Iterator[Finding]:
    """No award is issued before the budget by-law of its year was publicly announced.

    Why: Until then the town may spend only what it owes by law or what cannot be put off. Voluntary grants are
    excluded, and the vote of the council alone does not change that.

    Fix: Wait with the notice. Once the by-law is announced, enter the day under `budget` in kic.yaml.

    Source: § 99 GemO RLP (provisional conduct of the budget; kommunalbrevier.de).
    """
    settings = repository.only(Settings)
    if settings is None:
        return  # kic.yaml cannot be read, which is one finding and not one for each award
    for notice, step, day, call in _binding(repository):
        year = budget_year_of(repository, call)
        announced = year[1].announced if year is not None else None
        if announced is not None and announced <= day:
            continue
        wanted = str(call.accounting.year if call.accounting is not None else call.year)
        if announced is not None:
            message = text(
                "issued on {date}, but the budget of {year} was announced only on {announced}",
                date=day,
                year=wanted,
                announced=announced,
            )
        else:
            message = text(
                "issued on {date}, but no announcement of the budget of {year} is recorded",
                date=day,
                year=wanted,
            )
        related = []
        if year is not None:
            related = [Related(repository.place(settings, "budget", year[0]), text("the budget of the year"))]
        yield found(
            notice,
            ("steps", step, "date"),
            message,
            help=text("wait for the announcement; enter its day under budget in kic.yaml"),
            related=related,
        )


@rule("KIC811", "award-under-reservation")
def award_under_reservation(repository: Snapshot) -> Iterator[Finding]:
    """No award is issued while the money of the call stands under a reservation.

    Why: A call may be announced under reservation, an award not: whoever holds it relies on it.

    Fix: When the reservation is fulfilled, record it with its day: kic call reservation.

    Source: § 99 GemO RLP; calls of 2014, 2015 and 2019 (subject to approval of the budget).
    """
    for notice, step, day, call in _binding(repository):
        money = call.money
        if money.reservation is Reservation.OPEN:
            message = text("issued, but the money of the call {call} stands under reservation", call=call.id)
        elif money.reservation_fulfilled is not None and day < money.reservation_fulfilled:
            message = text(
                "issued on {date}, but the reservation was fulfilled only on {fulfilled}",
                date=day,
                fulfilled=money.reservation_fulfilled,
            )
        else:
            continue
        yield found(
            notice,
            ("steps", step, "date"),
            message,
            help=text("wait; a fulfilled reservation is recorded with kic call reservation"),
            related=[Related(repository.place(call, "money", "reservation"), text("the reservation"))],
        )


@rule("KIC812", "award-while-blocked")
def award_while_blocked(repository: Snapshot) -> Iterator[Finding]:
    """No award is issued while the appropriations of its year are blocked.

    Why: The mayor can block appropriations when income stays behind. What is promised meanwhile binds the town
    all the same.

    Fix: Wait until the block is lifted, and enter its last day in kic.yaml.

    Source: § 101 GemO RLP (block of appropriations; not confirmed).
    """
    settings = repository.only(Settings)
    for notice, step, day, call in _binding(repository):
        year = budget_year_of(repository, call)
        if year is None or settings is None:
            continue
        for position, block in enumerate(year[1].blocks):
            if block.since <= day and (block.until is None or day <= block.until):
                place = repository.place(settings, "budget", year[0], "blocks", position)
                yield found(
                    notice,
                    ("steps", step, "date"),
                    text(
                        "issued on {date}, but the money of {year} is blocked since {since}",
                        date=day,
                        year=str(year[1].year),
                        since=block.since,
                    ),
                    help=text("wait until the block is lifted, and enter its last day in kic.yaml"),
                    related=[Related(place, text("the block"))],
                )
                break


@rule("KIC813", "signed-without-duty")
def signed_without_duty(repository: Snapshot) -> Iterator[Finding]:
    """A notice is issued by a role that may sign.

    Why: The administration issues the notice, not the committee and not just anybody in the house. A notice by
    somebody who may not sign can be attacked.

    Fix: Enter the role that signed, and its duty `sign` under `roles` in kic.yaml if it may.

    Source: § 47(1) GemO RLP (the mayor represents the town); who signs is the city's own delegation.
    """
    for notice in repository.all(Notice):
        issue = _issue(notice)
        if issue is None:
            continue
        position, step = issue
        role = repository.part(Role, step.role)
        if step.role is None:
            message: Text = text("issued, but by no role")
        elif role is not None and Duty.SIGN not in role.duties:
            message = text("issued by {role}, who may not sign", role=role.title)
        else:
            continue
        yield found(
            notice,
            ("steps", position, "role") if step.role is not None else ("steps", position),
            message,
            help=text("enter the role that signed; roles with the duty sign stand in kic.yaml"),
        )


# -- the order of steps --------------------------------------------------------------------------------


@rule("KIC814", "notice-steps-order")
def notice_steps_order(repository: Snapshot) -> Iterator[Finding]:
    """A notice is issued, then posted, then delivered; it is issued once, and heard about before.

    Why: A letter that nobody signed is no notice, and one that was not posted did not arrive. From the posting
    the period for remedies is counted.

    Fix: Add the step that is missing before this one, or take this one out.

    Source: § 41(2), § 43(1) VwVfG: a notice takes effect when it is made known.
    """
    for notice in repository.all(Notice):
        before: set[NoticeEvent] = set()
        on_its_way = False
        for position, step in enumerate(notice.steps):
            message = _out_of_order(step.event, before, on_its_way=on_its_way)
            if message is not None:
                yield found(
                    notice,
                    ("steps", position, "event"),
                    message,
                    help=text("add the step that is missing before it, or take it out"),
                )
                break
            before.add(step.event)
            if step.event in (NoticeEvent.POSTED, NoticeEvent.RETURNED):
                on_its_way = step.event is NoticeEvent.POSTED


def _out_of_order(event: NoticeEvent, before: set[NoticeEvent], *, on_its_way: bool) -> Text | None:
    """Why this step cannot follow on those before it; None if it can."""
    issued = NoticeEvent.ISSUED in before
    if NoticeEvent.SET_ASIDE in before:
        return text("{event}, but the notice was set aside before", event=event)
    if event in (NoticeEvent.HEARING_SENT, NoticeEvent.HEARING_ANSWERED) and issued:
        return text("{event}, but the notice was issued before: a hearing comes first", event=event)
    if event is NoticeEvent.HEARING_ANSWERED and NoticeEvent.HEARING_SENT not in before:
        return text("a hearing was answered that was not sent")
    if event is NoticeEvent.ISSUED and issued:
        return text("issued twice: another letter is another notice")
    if event not in _BEFORE_ISSUE and not issued:
        return text("{event}, but not issued before", event=event)
    if event in (NoticeEvent.DELIVERED, NoticeEvent.RETURNED) and not on_its_way:
        return text("{event}, but not posted before", event=event)
    return None


_BEFORE_ISSUE = frozenset({NoticeEvent.HEARING_SENT, NoticeEvent.HEARING_ANSWERED, NoticeEvent.ISSUED})


@dated_rule("KIC815", "notice-step-dates")
def notice_step_dates(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """The steps of a notice stand in the order of time, none in the future.

    Why: Periods are counted from these days; one that was entered ahead would make a notice final too early.

    Fix: Correct the date.

    Source: § 31 VwVfG, §§ 187-193 BGB (periods are counted from the event).
    """
    for notice in repository.all(Notice):
        for name, log in (
            ("steps", notice.steps),
            ("condition_steps", notice.condition_steps),
            ("report_steps", notice.report_steps),
        ):
            earlier = datetime.date.min
            for position, step in enumerate(log):
                day: datetime.date = step.date  # type: ignore[attr-defined]
                message = None
                if day > today:
                    message = text("{date} is in the future", date=day)
                elif day < earlier:
                    message = text("{date} lies before {earlier}", date=day, earlier=earlier)
                if message is not None:
                    yield found(notice, (name, position, "date"), message, help=text("correct the date"))
                earlier = max(earlier, day)


# -- hearing and the limit of a year -------------------------------------------------------------------


@rule("KIC816", "adverse-without-hearing")
def adverse_without_hearing(repository: Snapshot) -> Iterator[Finding]:
    """Before money is taken back, the recipient is heard.

    Why: Who is to lose an award or pay back may say what speaks against it. A notice without the hearing is
    unlawful. An amendment that lowers the award without the grantee's request takes back too.

    Fix: Send the hearing first, with a day for the answer: kic notice hear.

    Source: § 28 VwVfG (OVG MV 2 L 165/06; BVerwG 10 C 6.17).
    """
    for notice in repository.all(Notice):
        issue = _issue(notice) if notice.notice in ADVERSE or _lowers(notice) else None
        if issue is None or any(each.event is NoticeEvent.HEARING_SENT for each in notice.steps):
            continue
        yield found(
            notice,
            ("steps", issue[0]),
            text("{kind} issued on {date} without a hearing", kind=notice.notice, date=issue[1].date),
            help=text(
                "send the hearing first, with a day for the answer: kic notice hear {id}", id=notice.id
            ),
        )


def _lowers(notice: Notice) -> bool:
    """Whether an amendment takes money away that nobody asked to have taken."""
    return (
        notice.notice is NoticeKind.AMENDMENT
        and notice.requested is None
        and notice.amount is not None
        and notice.before is not None
        and notice.amount < notice.before
    )


@rule("KIC817", "hearing-cut-short", requires=(notice_steps_order,))
def hearing_cut_short(repository: Snapshot) -> Iterator[Finding]:
    """A hearing has a day for the answer, and the notice waits for it.

    Why: A hearing that nobody can answer in time is none. The notice may go out earlier once the answer is here.

    Fix: Wait until the day has passed, or record the answer: kic notice hear --answered.

    Source: § 28(1) VwVfG.
    """
    for notice in repository.all(Notice):
        until: datetime.date | None = None
        for position, step in enumerate(notice.steps):
            if step.event is NoticeEvent.HEARING_SENT:
                if step.due is None or step.due <= step.date:
                    yield found(
                        notice,
                        ("steps", position, "due") if step.due is not None else ("steps", position),
                        text("a hearing without a day until which it can be answered"),
                        help=text("enter in due a day after it was sent; two weeks are usual"),
                    )
                until = step.due
            elif step.event is NoticeEvent.HEARING_ANSWERED:
                until = None
            elif step.event is NoticeEvent.ISSUED and until is not None and step.date <= until:
                yield found(
                    notice,
                    ("steps", position, "date"),
                    text(
                        "issued on {date}, but the hearing can be answered until {due}",
                        date=step.date,
                        due=until,
                    ),
                    help=text("wait, or record the answer: kic notice hear {id} --answered", id=notice.id),
                )


@rule("KIC818", "revocation-too-late")
def revocation_too_late(repository: Snapshot) -> Iterator[Finding]:
    """An award is revoked within a year from the day on which all facts were known; that day is recorded.

    Why: A decision after the year is unlawful, and new enquiries after its end do not open it again.

    Fix: Enter in `known` the day on which everything needed for the decision was there. After the year the award
    stands.

    Source: § 48(4), § 49(3) sentence 2 VwVfG; BVerwG 23.01.2019 - 10 C 5.17. When the year begins is not settled.
    """
    settings = repository.only(Settings)
    for notice in repository.all(Notice):
        if notice.notice is not NoticeKind.REVOCATION:
            continue
        issue = _issue(notice)
        if issue is None:
            continue
        position, step = issue
        if notice.known is None:
            yield found(
                notice,
                (),
                text("revoked, but it is not said since when all facts were known"),
                help=text("enter the day in known: from then on there is a year"),
            )
            continue
        if notice.known > step.date:
            yield found(
                notice,
                "known",
                text(
                    "revoked on {date}, before all facts were known on {known}",
                    date=step.date,
                    known=notice.known,
                ),
                help=text("enter the day in known: from then on there is a year"),
            )
            continue
        limit = revocation_limit(notice.known, settings)
        if step.date > limit.end:
            yield found(
                notice,
                ("steps", position, "date"),
                text(
                    "revoked on {date}; all facts were known on {known}, so that the last day was {limit} ({source})",
                    date=step.date,
                    known=notice.known,
                    limit=limit.end,
                    source=procedure(settings).revocation_months.cited,
                ),
                help=text("after the year the award stands"),
                related=[Related(repository.place(notice, "known"), text("when all facts were known"))],
            )


@rule("KIC838", "revocation-delivered-late", Severity.WARNING, requires=(revocation_too_late,))
def revocation_delivered_late(repository: Snapshot) -> Iterator[Finding]:
    """A revocation reaches the recipient within the year, not only the postbox.

    Why: A notice takes effect when it is made known, and what is signed on the last day arrives after it.

    Fix: Hand it over, or prove the day on which it came: kic notice deliver. If it came after the year, ask the legal
    office whether the award stands.

    Source: § 43(1), § 41(2) VwVfG; § 48(4), § 49(3) sentence 2 VwVfG. That arrival keeps the year is not confirmed.
    """
    settings = repository.only(Settings)
    for notice in repository.all(Notice):
        if notice.notice is not NoticeKind.REVOCATION or notice.known is None or _issue(notice) is None:
            continue
        arrived, limit = arrived_on(repository, notice), revocation_limit(notice.known, settings)
        if arrived is not None and arrived > limit.end:
            yield found(
                notice,
                "known",
                text(
                    "delivered on {delivered}; the last day of the year was {limit} ({source})",
                    delivered=arrived,
                    limit=limit.end,
                    source=procedure(settings).revocation_months.cited,
                ),
                help=text("hand it over within the year, or prove the day on which it came"),
            )


@rule("KIC819", "waiver-before-delivery", requires=(notice_steps_order,))
def waiver_before_delivery(repository: Snapshot) -> Iterator[Finding]:
    """Remedies are waived after the notice was delivered.

    Why: Nobody can give up a remedy against what he has not read. An office that pays on such a waiver pays on a
    notice that is not final.

    Fix: Enter the day on which the waiver was declared. If the letter arrived earlier than the law reckons, enter
    the proved day: kic notice deliver.

    Source: § 41(2) VwVfG (fourth day); a waiver before the decision has no effect (not confirmed).
    """
    for notice in repository.all(Notice):
        waived = waived_on(notice)
        if waived is None:
            continue
        delivered = arrived_on(repository, notice)
        if delivered is not None and delivered <= waived:
            continue
        position = max(n for n, each in enumerate(notice.steps) if each.event is NoticeEvent.REMEDIES_WAIVED)
        if delivered is None:
            message = text("remedies waived on {date}, but the notice is not delivered", date=waived)
        else:
            message = text(
                "remedies waived on {date}, but the notice is delivered only on {delivered}",
                date=waived,
                delivered=delivered,
            )
        yield found(
            notice,
            ("steps", position, "date"),
            message,
            help=text("enter the proved day of arrival: kic notice deliver {id}", id=notice.id),
        )


RULES: tuple[Rule, ...] = (
    award_before_budget,
    award_under_reservation,
    award_while_blocked,
    signed_without_duty,
    notice_steps_order,
    notice_step_dates,
    adverse_without_hearing,
    hearing_cut_short,
    revocation_too_late,
    revocation_delivered_late,
    waiver_before_delivery,
)
