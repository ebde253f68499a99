"""What holds of every period, delivery and holiday, and where the values of the procedure come from."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.core.values import Count, Money, Number
from kic.domain.periods import law
from kic.domain.periods.defaults import DEFAULTS, procedure
from kic.domain.periods.delivery import appeal, delivered
from kic.domain.periods.holidays import DAY, easter, holidays, is_working_day
from kic.domain.settings import (
    LAENDER,
    BaseRate,
    DeliveryDays,
    LegalAmount,
    LegalPercent,
    LegalValue,
    Municipality,
    Procedure,
    Settings,
)

DAYS = st.dates(datetime.date(1995, 1, 1), datetime.date(2099, 12, 31))
ANY_DAY = st.dates()
LANDS = st.sampled_from((*LAENDER, None))
MONTHS = st.integers(0, 240)


def settings(**more: object) -> Settings:
    return Settings(id="city", format=Count(1), municipality=Municipality(name="Stadt"), land="RP", **more)


# -- holidays ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(1961, "04-02"), (2000, "04-23"), (2008, "03-23"), (2024, "03-31"), (2027, "03-28"), (2038, "04-25")],
)
def test_easter(year: int, sunday: str) -> None:
    assert easter(year) == datetime.date.fromisoformat(f"{year}-{sunday}")


@given(st.integers(1583, 9999))
def test_easter_is_a_sunday_of_spring(year: int) -> None:
    assert easter(year).weekday() == 6
    assert datetime.date(year, 3, 22) <= easter(year) <= datetime.date(year, 4, 25)


def test_the_holidays_of_rheinland_pfalz() -> None:
    found = {day.isoformat(): str(name) for day, name in holidays("RP", 2026).items()}
    assert found == {
        "2026-01-01": "New Year's Day",
        "2026-04-03": "Good Friday",
        "2026-04-06": "Easter Monday",
        "2026-05-01": "Labour Day",
        "2026-05-14": "Ascension Day",
        "2026-05-25": "Whit Monday",
        "2026-06-04": "Corpus Christi",
        "2026-10-03": "Day of German Unity",
        "2026-11-01": "All Saints' Day",
        "2026-12-25": "Christmas Day",
        "2026-12-26": "second day of Christmas",
    }


def test_without_a_land_only_what_all_have() -> None:
    common = set.intersection(*(set(holidays(land, 2026)) for land in LAENDER))
    assert set(holidays(None, 2026)) == common


@pytest.mark.oracles
@pytest.mark.parametrize("land", LAENDER)
def test_the_holidays_of_every_land_are_those_of_the_library(land: str) -> None:
    import holidays as library

    for year in range(1995, 2061):
        assert set(holidays(land, year)) == set(library.Germany(subdiv=land, years=year)), year


# -- periods -------------------------------------------------------------------------------------------


@given(DAYS, MONTHS, LANDS)
def test_a_period_ends_on_a_working_day_and_not_before_it_began(
    event: datetime.date, months: int, land: str | None
) -> None:
    found = law.month_period(event, months, land)
    assert found.event == event <= found.unmoved <= found.end
    assert is_working_day(found.end, land)
    assert found.end not in holidays(land, found.end.year)
    assert found.moved == (not is_working_day(found.unmoved, land))


@given(DAYS, LANDS)
def test_an_end_moves_over_no_working_day(day: datetime.date, land: str | None) -> None:
    later = law.next_working_day(day, land)
    assert not any(is_working_day(day + n * DAY, land) for n in range((later - day).days))


@given(DAYS, DAYS, MONTHS, LANDS)
def test_who_is_served_later_has_no_less_time(
    one: datetime.date, other: datetime.date, months: int, land: str | None
) -> None:
    first, second = sorted((one, other))
    assert law.month_period(first, months, land).end <= law.month_period(second, months, land).end


@given(DAYS, st.integers(0, 120), st.integers(0, 120), LANDS)
def test_more_months_end_later(day: datetime.date, few: int, more: int, land: str | None) -> None:
    few, more = sorted((few, more))
    assert law.month_period(day, few, land).end <= law.month_period(day, more, land).end


@given(DAYS, MONTHS)
def test_months_keep_the_number_or_take_the_last_day(day: datetime.date, months: int) -> None:
    later = law.months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


@given(ANY_DAY, st.integers(0, 200_000), LANDS)
def test_nothing_lies_beyond_the_calendar(day: datetime.date, number: int, land: str | None) -> None:
    for period in (law.day_period, law.month_period):
        assert day <= period(day, number, land).end <= datetime.date.max
    assert law.latest_day_before(day, number) <= day
    assert law.months_later(day, -number) <= day


@given(DAYS, st.integers(0, 60), LANDS)
def test_working_days_are_counted_back(day: datetime.date, number: int, land: str | None) -> None:
    later = law.working_days_later(day, number, land)
    passed = ((day + (n + 1) * DAY) for n in range((later - day).days))
    assert sum(is_working_day(each, land) for each in passed) == number
    assert number == 0 or is_working_day(later, land)


# -- delivery ------------------------------------------------------------------------------------------


@given(DAYS, st.none() | DAYS, st.booleans(), st.booleans())
def test_a_letter_is_not_delivered_before_it_was_posted(
    posted: datetime.date, proved: datetime.date | None, fiction: bool, decides: bool
) -> None:
    proved = None if proved is None else max(posted, proved)
    found = delivered(posted, settings(), proved=proved, fiction=fiction, proof_decides=decides)
    if found is None:
        assert not fiction
        assert proved is None
        return
    assert posted <= found.day <= found.careful
    remedy = appeal(found, settings())
    assert found.day < remedy.end < remedy.final <= remedy.careful_final
    assert is_working_day(remedy.end, "RP")


@given(DAYS, DAYS)
def test_what_is_posted_later_is_not_delivered_earlier(one: datetime.date, other: datetime.date) -> None:
    first, second = sorted((one, other))
    early, late = delivered(first, settings()), delivered(second, settings())
    assert early is not None
    assert late is not None
    assert early.day <= late.day


def test_the_days_of_delivery_are_a_setting() -> None:
    own = Procedure(
        delivery=(DeliveryDays(since=datetime.date(2030, 1, 1), days=Count(6), source="neues Recht"),)
    )
    before = delivered(datetime.date(2029, 12, 31), settings(procedure=own))
    after = delivered(datetime.date(2030, 1, 1), settings(procedure=own))
    assert before is not None
    assert after is not None
    assert before.day == datetime.date(2030, 1, 4)
    assert (after.day, after.source) == (datetime.date(2030, 1, 7), "neues Recht")


def test_an_own_row_stands_beside_those_of_the_law() -> None:
    own = Procedure(
        delivery=(DeliveryDays(since=datetime.date(2024, 1, 1), days=Count(3), source="§ 41 Abs. 2 VwVfG"),)
    )
    found = delivered(datetime.date(2026, 11, 27), settings(procedure=own))
    assert found is not None
    assert found.day == datetime.date(2026, 12, 1)  # the row of 2024 ends where the law of 2025 begins


# -- values and their sources --------------------------------------------------------------------------


def test_what_the_settings_say_goes_before_the_default() -> None:
    own = Procedure(
        appeal_months=LegalValue(value=Count(2), source="Satzung"),
        item_overrun=LegalPercent(percent=Number("10"), source="Richtlinie"),
        finance_check_from=LegalAmount(amount=Money(100_000), source="Dienstanweisung"),
    )
    found = procedure(settings(procedure=own))
    assert (found.appeal_months.value, found.appeal_months.source, found.appeal_months.own) == (
        2,
        "Satzung",
        True,
    )
    assert found.item_overrun.value == Number("10")
    assert found.finance_check_from.value == Money(100_000)
    assert found.lawsuit_months == DEFAULTS.lawsuit_months
    assert procedure(None) is DEFAULTS


UNKNOWN = "small_claim"
"""What DOMAIN, section 3.4, does not know at all (§ 24 GemHVO): nothing stands for it, so that nobody relies on it."""


def test_what_nobody_knows_has_no_default() -> None:
    assert DEFAULTS.small_claim is None
    own = Procedure(small_claim=LegalAmount(amount=Money(1_000), source="Nr. 9"))
    found = procedure(settings(procedure=own)).small_claim
    assert found is not None
    assert (found.value, found.own) == (Money(1_000), True)


@pytest.mark.parametrize("name", [each for each in Procedure.__struct_fields__ if each != UNKNOWN])
def test_every_setting_of_the_procedure_has_a_default_with_its_source(name: str) -> None:
    value = getattr(DEFAULTS, name)
    for each in value if isinstance(value, tuple) else (value,):
        assert each.source
        assert not each.own


UNCONFIRMED = {
    "appeal_months_without_instruction",
    "lawsuit_months",
    "objection_months",
    "limitation_years",
    "proof_months",
    "payout_months_ahead",
    "item_overrun",
    "receipts_sampled",
    "finance_check_from",
}
"""What DOMAIN, section 3.4, marks as not confirmed, or leaves open for this city."""


def test_what_nobody_confirmed_says_so() -> None:
    single = [name for name in Procedure.__struct_fields__ if name not in {"delivery", UNKNOWN}]
    assert {name for name in single if not getattr(DEFAULTS, name).confirmed} == UNCONFIRMED
    assert [each.confirmed for each in DEFAULTS.delivery] == [False, True]  # three days: general knowledge
    assert str(DEFAULTS.lawsuit_months.cited) == "§ 74 Abs. 1 VwGO (not confirmed)"
    assert DEFAULTS.appeal_months.cited == DEFAULTS.appeal_months.source


@pytest.mark.parametrize(
    ("day", "percent"),
    [("2025-07-01", "1.27"), ("2025-12-31", "1.27"), ("2026-01-01", "1.27"), ("2026-06-30", "1.27")],
)
def test_the_base_rate_of_a_half_year(day: str, percent: str) -> None:
    found = DEFAULTS.base_rate(datetime.date.fromisoformat(day))
    assert found is not None
    assert found.value.percent == Number(percent)


@pytest.mark.parametrize("day", ["2025-06-30", "2026-07-01"])
def test_an_unknown_half_year_is_not_guessed(day: str) -> None:
    assert DEFAULTS.base_rate(datetime.date.fromisoformat(day)) is None


def test_a_base_rate_of_the_settings_fills_the_table() -> None:
    rate = BaseRate(since=datetime.date(2026, 7, 1), percent=Number("1.52"), source="Bundesbank")
    found = procedure(settings(base_rates=(rate,)))
    known = found.base_rate(datetime.date(2026, 9, 1))
    assert known is not None
    assert (known.value.percent, known.own) == (Number("1.52"), True)
    assert found.base_rate(datetime.date(2026, 3, 1)) is not None  # the defaults stay beside it
