"""The values of the procedure that hold in a repository: its own settings, else the law's, each with its source.

`procedure(settings)` gives them all. What DOMAIN (section 3.4) could not confirm says so: `confirmed` is False,
and `cited` shows it. Source texts are German citations, as a municipality writes them into its settings.
"""

import datetime
import functools
from typing import Generic, TypeVar

import msgspec

from kic.core.text import Text, text
from kic.core.values import Count, Money, Number
from kic.domain.settings import BaseRate, DeliveryDays, Procedure, Settings

V = TypeVar("V")


class Resolved(msgspec.Struct, Generic[V], frozen=True):
    """A value that holds, and its source; `own` if the municipality set it, else kic's default."""

    value: V
    source: str
    confirmed: bool = True
    own: bool = False

    @property
    def cited(self) -> Text | str:
        """The source as it is shown: a default that is not confirmed says so."""
        return self.source if self.confirmed else text("{source} (not confirmed)", source=self.source)


class Values(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the procedure counts with. Periods in months, days or years; shares in per cent.

    `delivery` is in the order of its days: on which day after posting a letter counts as delivered, from when on.
    """

    delivery: tuple[Resolved[DeliveryDays], ...]
    appeal_months: Resolved[int]
    appeal_months_without_instruction: Resolved[int]
    lawsuit_months: Resolved[int]
    objection_months: Resolved[int]
    revocation_months: Resolved[int]
    limitation_years: Resolved[int]
    proof_months: Resolved[int]
    payout_months_ahead: Resolved[int]
    register_working_days: Resolved[int]
    interest_above_base: Resolved[Number]
    item_overrun: Resolved[Number]
    receipts_sampled: Resolved[Number]
    finance_check_from: Resolved[Money]
    small_claim: Resolved[Money] | None = None
    base_rates: tuple[Resolved[BaseRate], ...]

    def base_rate(self, day: datetime.date) -> Resolved[BaseRate] | None:
        """The base rate of the day's half-year (§ 247 BGB); None if the table does not hold that half-year.

        A rate holds for its half-year alone: that it did not change is an entry too, never a guess.
        """
        half = datetime.date(day.year, 1 if day.month <= _JUNE else 7, 1)
        for each in self.base_rates:
            if each.value.since == half:
                return each
        return None


_JUNE = 6

REGISTER_SINCE = datetime.date(2026, 1, 1)
"""From this day on each de-minimis aid is entered in the central register (Article 6, Regulation (EU) 2023/2831)."""

_DELIVERY = (
    Resolved(
        DeliveryDays(since=datetime.date(1977, 1, 1), days=Count(3), source="§ 41 Abs. 2 VwVfG a. F."),
        "§ 41 Abs. 2 VwVfG a. F.",
        confirmed=False,
    ),
    Resolved(
        DeliveryDays(
            since=datetime.date(2025, 1, 1),
            days=Count(4),
            source="§ 41 Abs. 2 VwVfG i. V. m. § 1 Abs. 1 LVwVfG RLP",
        ),
        "§ 41 Abs. 2 VwVfG i. V. m. § 1 Abs. 1 LVwVfG RLP",
    ),
)

_BASE_RATES = tuple(
    Resolved(BaseRate(since=since, percent=Number("1.27"), source=source), source)
    for since, source in (
        (datetime.date(2025, 7, 1), "§ 247 BGB; Bekanntmachung der Deutschen Bundesbank zum 01.07.2025"),
        (datetime.date(2026, 1, 1), "§ 247 BGB; Bekanntmachung der Deutschen Bundesbank zum 01.01.2026"),
    )
)

DEFAULTS = Values(
    delivery=_DELIVERY,
    appeal_months=Resolved(1, "§ 70 Abs. 1 VwGO; § 31 VwVfG, §§ 187-193 BGB"),
    appeal_months_without_instruction=Resolved(12, "§ 58 Abs. 2 VwGO", confirmed=False),
    lawsuit_months=Resolved(1, "§ 74 Abs. 1 VwGO", confirmed=False),
    objection_months=Resolved(3, "§ 75 VwGO", confirmed=False),
    revocation_months=Resolved(12, "§ 48 Abs. 4, § 49 Abs. 3 Satz 2 VwVfG"),
    limitation_years=Resolved(3, "§§ 195, 199 Abs. 1 BGB", confirmed=False),
    proof_months=Resolved(6, "VV zu § 44 LHO, ANBest-P Nr. 6 (andere Länder)", confirmed=False),
    payout_months_ahead=Resolved(2, "ANBest-P Nr. 1.4 (andere Länder)", confirmed=False),
    register_working_days=Resolved(20, "Art. 6 Verordnung (EU) 2023/2831"),
    interest_above_base=Resolved(Number("5"), "§ 49a Abs. 3 VwVfG"),
    item_overrun=Resolved(Number("20"), "ANBest-P Nr. 1.2 (andere Länder)", confirmed=False),
    receipts_sampled=Resolved(Number("10"), "Vorschlag von kic, keine Rechtsvorschrift", confirmed=False),
    finance_check_from=Resolved(Money(150_000), "§ 7 Mitteilungsverordnung", confirmed=False),
    base_rates=_BASE_RATES,
)
"""What holds where the settings say nothing.

`finance_check_from` is not confirmed because it is open whether a grant is a payment in the sense of § 2 MV. The
start of the revocation's year (knowledge of all facts) is not confirmed either: `known` in a record says it.
`small_claim` has no default: text and amount of § 24 GemHVO RLP are not known (DOMAIN, section 3.4 [?]).
"""


def land(settings: Settings | None) -> str | None:
    """The Land whose public holidays count; None without settings."""
    return settings.land if settings is not None else None


@functools.lru_cache(maxsize=4)
def _resolved(own: Procedure, base_rates: tuple[BaseRate, ...]) -> Values:
    changed: dict[str, object] = {}
    for name in Procedure.__struct_fields__:
        value = getattr(own, name)
        if name == "delivery" or value is None:
            continue
        bare = getattr(value, value.__struct_fields__[0])
        changed[name] = Resolved(int(bare) if isinstance(bare, Count) else bare, value.source, own=True)
    if own.delivery:
        mine = {each.since: Resolved(each, each.source, own=True) for each in own.delivery}
        known = {each.value.since: each for each in _DELIVERY}
        changed["delivery"] = tuple(each for _, each in sorted((known | mine).items()))
    if base_rates:
        rates = {each.value.since: each for each in _BASE_RATES}
        rates |= {each.since: Resolved(each, each.source, own=True) for each in base_rates}
        changed["base_rates"] = tuple(each for _, each in sorted(rates.items()))
    return msgspec.structs.replace(DEFAULTS, **changed)


def procedure(settings: Settings | None) -> Values:
    """All values of the procedure for this repository; without settings kic's defaults."""
    if settings is None:
        return DEFAULTS
    return _resolved(settings.procedure, settings.base_rates)
