"""When a letter counts as delivered, and what follows: remedies, finality, a lawsuit, limits of the office.

§ 41(2) VwVfG: a letter posted within Germany counts as delivered on the fourth day after posting (before 2025 on
the third), also if that is a Saturday, a Sunday or a holiday, for the day is no period (DOMAIN, section 3.4). Some
write the contrary, so `Remedy` also has a careful day: who pays waits for the later one.
"""

import datetime

import msgspec

from kic.core.text import Text, text
from kic.domain.periods import law
from kic.domain.periods.defaults import Resolved, Values, land, procedure
from kic.domain.periods.holidays import DAY
from kic.domain.settings import Settings


class Delivery(msgspec.Struct, frozen=True):
    """The day on which a letter counts as delivered, whether that is proved, and the law it rests on.

    `careful` is the later day for those who move the fourth day to a working day; else the same.
    """

    day: datetime.date
    careful: datetime.date
    proved: bool
    source: Text | str


class Remedy(msgspec.Struct, frozen=True):
    """A period for a remedy: its last day, the first day of finality, and the law it rests on.

    `careful_final` is the first day on which the notice is final by every reading: wait for it before paying.
    """

    period: law.Period
    final: datetime.date
    careful_final: datetime.date
    source: Text | str

    @property
    def end(self) -> datetime.date:
        """The last day on which the remedy can be lodged."""
        return self.period.end


def delivered(
    posted: datetime.date,
    settings: Settings | None,
    *,
    proved: datetime.date | None = None,
    fiction: bool = True,
    proof_decides: bool = False,
) -> Delivery | None:
    """When a letter posted on a day counts as delivered; None if only a proved day would tell, and there is none.

    `proved` is the day on which it is shown to have arrived. A later day than the computed one always counts; an
    earlier one only where `proof_decides` (handed over, formal service, return receipt), for a plain letter is not
    delivered before the fourth day (§ 41(2) VwVfG). `fiction` False: no day is computed (abroad, formal service).
    """
    if not fiction:
        return None if proved is None else Delivery(proved, proved, proved=True, source=_proved())
    days = _delivery_days(posted, procedure(settings))
    computed = law.day_period(posted, days.value, None).unmoved
    if proved is not None and (proof_decides or proved > computed):
        return Delivery(proved, proved, proved=True, source=_proved())
    careful = law.next_working_day(computed, land(settings))
    return Delivery(computed, careful, proved=False, source=days.cited)


def _proved() -> Text:
    return text("proved day of arrival")


def _delivery_days(posted: datetime.date, values: Values) -> Resolved[int]:
    """The row of the table that holds on the day of posting; before its first day the first row."""
    row = values.delivery[0]
    for each in values.delivery:
        if each.value.since <= posted:
            row = each
    return Resolved(int(row.value.days), row.source, row.confirmed, row.own)


def appeal(
    delivery: Delivery | datetime.date, settings: Settings | None, *, instructed: bool = True
) -> Remedy:
    """The period for an objection (Widerspruch): a month, a year without a right instruction (§ 58(2) VwGO)."""
    values = procedure(settings)
    months = values.appeal_months if instructed else values.appeal_months_without_instruction
    return _remedy(delivery, months, settings)


def lawsuit(delivery: Delivery | datetime.date, settings: Settings | None) -> Remedy:
    """The period for a lawsuit after the decision on an objection was delivered (§ 74 VwGO).

    That decision's instruction on remedies is taken to be right; it is not recorded.
    """
    return _remedy(delivery, procedure(settings).lawsuit_months, settings)


def _remedy(delivery: Delivery | datetime.date, months: Resolved[int], settings: Settings | None) -> Remedy:
    day, careful = (
        (delivery.day, delivery.careful) if isinstance(delivery, Delivery) else (delivery, delivery)
    )
    where = land(settings)
    period = law.month_period(day, months.value, where)
    late = period if careful == day else law.month_period(careful, months.value, where)
    return Remedy(period, _next(period.end), _next(late.end), months.cited)


def _next(day: datetime.date) -> datetime.date:
    return day + DAY if day < datetime.date.max else day


def revocation_limit(known: datetime.date, settings: Settings | None) -> law.Period:
    """The year in which a revocation or withdrawal is possible, from the day all facts were known.

    § 48(4), § 49(3) s. 2 VwVfG. `end` is the last day by § 31(3) VwVfG, `unmoved` the day that a careful office
    keeps: a decision after the end is unlawful. When the year begins is not settled (DOMAIN 3.4 [M]).
    """
    return law.month_period(known, procedure(settings).revocation_months.value, land(settings))


def limitation_end(arisen: datetime.date, settings: Settings | None) -> datetime.date:
    """The last day before claims for interest are time-barred: three years from the end of the year [M]."""
    return law.end_of_year_period(arisen, procedure(settings).limitation_years.value)


def register_until(granted: datetime.date, settings: Settings | None) -> datetime.date:
    """The last day for entering a de-minimis aid in the central register: 20 working days after the award."""
    return law.working_days_later(granted, procedure(settings).register_working_days.value, land(settings))


def proof_until(end_of_use: datetime.date, settings: Settings | None) -> datetime.date:
    """The usual last day for a proof of use after the end of the period; a fixed day in a notice comes before it."""
    return law.month_period(end_of_use, procedure(settings).proof_months.value, land(settings)).end


def payout_from(need: datetime.date, settings: Settings | None) -> datetime.date:
    """The first day on which money may be paid for spending on a day (about two months ahead)."""
    return law.months_later(need, -procedure(settings).payout_months_ahead.value)
