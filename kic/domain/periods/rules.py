"""What must hold of the procedure's values: periods, shares, days of delivery, base rates, budget blocks."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import plural, text
from kic.domain.periods.defaults import DEFAULTS
from kic.domain.settings import BudgetYear, LegalAmount, LegalPercent, LegalValue, Procedure, Settings

if TYPE_CHECKING:
    from kic.core.values import Count, Number


_PERIODS = {
    "appeal_months": (1, 12),
    "appeal_months_without_instruction": (1, 36),
    "lawsuit_months": (1, 12),
    "objection_months": (1, 24),
    "revocation_months": (1, 60),
    "limitation_years": (1, 30),
    "proof_months": (1, 36),
    "payout_months_ahead": (1, 24),
    "register_working_days": (1, 250),
}
"""The least and the most months, years or days; what lies beyond is a slip of the pen."""

_STATUTORY = (
    "appeal_months",
    "appeal_months_without_instruction",
    "lawsuit_months",
    "revocation_months",
    "interest_above_base",
    "register_working_days",
)
"""Values that stand in a statute of the federation or of the Union; no municipality can set others."""

_PLACEHOLDERS = frozenset({"x", "xxx", "tbd", "todo", "n/a", "offen", "unbekannt", "unknown"})
_LONGEST_DELIVERY = 30
_BILLION = 1_000_000_000
_PERCENT = 100 * _BILLION


def _own(settings: Settings | None) -> Iterator[tuple[str, LegalValue | LegalPercent | LegalAmount]]:
    """The values that the municipality set itself, by field."""
    if settings is None:
        return
    for name in Procedure.__struct_fields__:
        value = getattr(settings.procedure, name)
        if isinstance(value, (LegalValue, LegalPercent, LegalAmount)):
            yield name, value


def _sources(settings: Settings | None) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every source of a value of the procedure, with its field."""
    if settings is None:
        return
    for name, value in _own(settings):
        yield ("procedure", name, "source"), value.source
    for position, row in enumerate(settings.procedure.delivery):
        yield ("procedure", "delivery", position, "source"), row.source
    for position, rate in enumerate(settings.base_rates):
        yield ("base_rates", position, "source"), rate.source


@rule("KIC120", "source-of-value-missing")
def source_of_value_missing(repository: Snapshot) -> Iterator[Finding]:
    """A value of the procedure says where it stands in law.

    Why: Notices, payments and interest rest on it. Who checks it, or is refused by it, has to be able to look it up.

    Fix: Name the paragraph, the guideline or the publication; or take the value out, then the default holds with its
    source.

    Source: Rule of kic: legal values are settings with their source.
    """
    settings = repository.only(Settings)
    for field, source in _sources(settings):
        if not any(map(str.isalnum, source)) or source.strip().casefold() in _PLACEHOLDERS:
            assert settings is not None
            yield found(
                settings,
                field,
                text("this value has no source"),
                help=text("name the paragraph, the guideline or the publication it stands in"),
            )


@rule("KIC121", "period-implausible")
def period_implausible(repository: Snapshot) -> Iterator[Finding]:
    """A period of the procedure is neither zero nor absurdly long.

    Why: A period of zero months has passed before it begins: every notice would be final at once, every report
    overdue. One of decades means that a limit never comes.

    Fix: Compare the value with its source; the unit is in the name of the field.

    Source: §§ 70, 74, 58 VwGO, § 48(4), § 49(3) VwVfG, §§ 195, 199 BGB; ANBest-P.
    """
    settings = repository.only(Settings)
    for name, value in _own(settings):
        limits = _PERIODS.get(name)
        if limits is not None and isinstance(value, LegalValue):
            assert settings is not None
            if not limits[0] <= value.value <= limits[1]:
                yield found(
                    settings,
                    ("procedure", name, "value"),
                    text(
                        "{value} cannot be right here, expected {least} to {most}",
                        value=value.value,
                        least=limits[0],
                        most=limits[1],
                    ),
                    help=text("compare it with its source: {source}", source=value.source),
                )


@rule("KIC122", "instruction-shortens-period", requires=(period_implausible,))
def instruction_shortens_period(repository: Snapshot) -> Iterator[Finding]:
    """Without a right instruction on remedies there is no less time for them.

    Why: The longer period protects who was not told, or was told wrongly, how to object. A shorter one would reward
    the mistake, and make notices final that are not.

    Fix: Correct the one of the two that does not stand in the law.

    Source: § 58(2) VwGO: a year instead of the month.
    """
    settings = repository.only(Settings)
    own = settings.procedure if settings else None
    if settings is None or own is None or own.appeal_months_without_instruction is None:
        return
    least = own.appeal_months.value if own.appeal_months else DEFAULTS.appeal_months.value
    without = own.appeal_months_without_instruction.value
    if without < least:
        yield found(
            settings,
            ("procedure", "appeal_months_without_instruction", "value"),
            plural(
                "{n} month without an instruction, expected no less than the {least} with one",
                "{n} months without an instruction, expected no less than the {least} with one",
                n=without,
                least=least,
            ),
            help=text("§ 58(2) VwGO: a year from delivery"),
        )


@rule(
    "KIC123",
    "differs-from-statute",
    Severity.WARNING,
    requires=(period_implausible, instruction_shortens_period),
)
def differs_from_statute(repository: Snapshot) -> Iterator[Finding]:
    """A value that a statute fixes is the statute's.

    Why: A municipality cannot lengthen or shorten the time for an objection, a lawsuit or a revocation, nor the
    interest of § 49a VwVfG. Dates computed with another value are wrong, and so is every notice that names them.

    Fix: Take the value out, then kic's default with its source holds. If the law was changed, name the change in
    the source and accept the finding by a waiver until kic knows it.

    Source: §§ 70, 74, 58(2) VwGO; § 48(4), § 49(3), § 49a(3) VwVfG; Article 6 of Regulation (EU) 2023/2831.
    """
    settings = repository.only(Settings)
    for name, value in _own(settings):
        if name not in _STATUTORY or isinstance(value, LegalAmount):
            continue
        default = getattr(DEFAULTS, name)
        own: Count | Number = value.value if isinstance(value, LegalValue) else value.percent
        if own != default.value:
            assert settings is not None
            yield found(
                settings,
                ("procedure", name, "value" if isinstance(value, LegalValue) else "percent"),
                text("{own} here, {law} in the law", own=own, law=default.value),
                help=text("the law is {source}; take the value out, and it holds", source=default.source),
            )


@rule("KIC124", "share-implausible")
def share_implausible(repository: Snapshot) -> Iterator[Finding]:
    """Shares lie between 0 and 100 per cent, and amounts are above zero.

    Why: An overrun of 2000 per cent allows everything, a sample of 0 per cent looks at nothing, and from 0 EUR on
    each payment would wait for finance.

    Fix: Correct the value; per cent are written as `20`, without the sign.

    Source: ANBest-P no. 1.2 (20 per cent of a single item); § 7 Mitteilungsverordnung (1,500 EUR).
    """
    settings = repository.only(Settings)
    for name, value in _own(settings):
        assert settings is not None
        if isinstance(value, LegalPercent):
            units = value.percent.billionths
            if units < 0 or units > _PERCENT or (not units and name == "receipts_sampled"):
                yield found(
                    settings,
                    ("procedure", name, "percent"),
                    text("{percent} per cent cannot be right here", percent=value.percent),
                    help=text("compare it with its source: {source}", source=value.source),
                )
        elif isinstance(value, LegalAmount) and value.amount.cents <= 0:
            yield found(
                settings,
                ("procedure", name, "amount"),
                text("{amount} cannot be right here, expected more than zero", amount=value.amount),
                help=text("compare it with its source: {source}", source=value.source),
            )


# -- days of delivery ----------------------------------------------------------------------------------


@rule("KIC125", "delivery-days-implausible")
def delivery_days_implausible(repository: Snapshot) -> Iterator[Finding]:
    """A letter counts as delivered some days after posting, not on the day itself and not after months.

    Why: The time for an objection begins with this day. With zero days it would begin before anybody can have the
    letter.

    Fix: Enter on which day after posting the law counts it: since 1 January 2025 on the fourth.

    Source: § 41(2) VwVfG.
    """
    settings = repository.only(Settings)
    for position, row in enumerate(settings.procedure.delivery if settings else ()):
        if not 0 < row.days <= _LONGEST_DELIVERY:
            assert settings is not None
            yield found(
                settings,
                ("procedure", "delivery", position, "days"),
                text("{days} days cannot be right for a letter", days=row.days),
                help=text("since 1 January 2025 the law counts four (§ 41(2) VwVfG)"),
            )


@rule("KIC126", "delivery-before-law", requires=(delivery_days_implausible,))
def delivery_before_law(repository: Snapshot) -> Iterator[Finding]:
    """No letter counts as delivered earlier than the law has it.

    Why: A day too early makes a notice final before it is: money is paid while an objection can still come, and an
    objection in time is refused as late. From 1 January 2025 on it is the fourth day, no more the third.

    Fix: Correct the number of days, or the day from which on the row holds.

    Source: § 41(2) VwVfG, in Rheinland-Pfalz by § 1(1) LVwVfG.
    """
    settings = repository.only(Settings)
    for position, row in enumerate(settings.procedure.delivery if settings else ()):
        assert settings is not None
        law = DEFAULTS.delivery[0].value
        for each in DEFAULTS.delivery:
            if each.value.since <= row.since:
                law = each.value
        if row.days < law.days:
            yield found(
                settings,
                ("procedure", "delivery", position, "days"),
                text(
                    "delivered on day {days} after posting, but since {since} the law says day {law}",
                    days=row.days,
                    since=law.since,
                    law=law.days,
                ),
                help=text("the law is {source}", source=law.source),
            )


@rule("KIC127", "delivery-rows-order")
def delivery_rows_order(repository: Snapshot) -> Iterator[Finding]:
    """The table of delivery days is in the order of time, each day once.

    Why: The last row up to the day of posting holds. Who reads the table has to see that at once, and two rows for
    one day leave open which holds.

    Fix: Sort the rows, or take one of the two out.

    Source: § 41(2) VwVfG: which version holds depends on the day of posting.
    """
    settings = repository.only(Settings)
    if settings is not None:
        days = [row.since for row in settings.procedure.delivery]
        yield from rows_order(repository, settings, ("procedure", "delivery"), days)


def rows_order(
    repository: Snapshot, settings: Settings, field: tuple[str, ...], days: list[datetime.date]
) -> Iterator[Finding]:
    """Findings about rows of a dated table that do not lie behind the one before them."""
    for position in range(1, len(days)):
        before, here = days[position - 1], days[position]
        if here > before:
            continue
        yield found(
            settings,
            (*field, position, "since"),
            text("{day} stands here twice", day=here)
            if here == before
            else text("{day} stands behind {before}", day=here, before=before),
            help=text("take one of the two out")
            if here == before
            else text("put the rows in the order of their days"),
            related=[Related(repository.place(settings, *field, position - 1), text("the row before"))],
        )


# -- the budget ----------------------------------------------------------------------------------------


@rule("KIC133", "budget-block-backwards")
def budget_block_backwards(repository: Snapshot) -> Iterator[Finding]:
    """A budget block ends after it has begun.

    Why: While it holds no notice goes out and nothing is paid. One that ends before it begins stops nothing, although
    the mayor ordered it.

    Fix: Correct the day; leave `until` out while it still holds.

    Source: § 101 GemO RLP (budgetary block; not confirmed).
    """
    for settings, position, year in _years(repository):
        for number, block in enumerate(year.blocks):
            if block.until is not None and block.until < block.since:
                yield found(
                    settings,
                    ("budget", position, "blocks", number, "until"),
                    text("blocked from {since} until {until}", since=block.since, until=block.until),
                    help=text("correct the day, or leave it out while the block holds"),
                )


def _years(repository: Snapshot) -> Iterator[tuple[Settings, int, BudgetYear]]:
    settings = repository.only(Settings)
    for position, year in enumerate(settings.budget if settings else ()):
        assert settings is not None
        yield settings, position, year


@rule("KIC134", "budget-announced-implausible")
def budget_announced_implausible(repository: Snapshot) -> Iterator[Finding]:
    """A budget is announced in its year, or in one of the two before it.

    Why: With the announcement notices may go out. A day of a wrong year opens the door before there is a budget, or
    keeps it shut for ever. A budget for two years is announced before the first of them.

    Fix: Enter the day on which the by-law was publicly announced.

    Source: § 99 GemO RLP (before the announcement no voluntary grants); §§ 95, 97 GemO RLP (budget by-law).
    """
    for settings, position, year in _years(repository):
        if year.announced is not None and not year.year - 2 <= year.announced.year <= year.year:
            yield found(
                settings,
                ("budget", position, "announced"),
                text(
                    "the budget of {year} was announced on {day}, expected in {year} or shortly before",
                    year=str(year.year),
                    day=year.announced,
                ),
                help=text("enter the day on which the by-law was publicly announced"),
            )


RULES: tuple[Rule, ...] = (
    source_of_value_missing,
    period_implausible,
    instruction_shortens_period,
    differs_from_statute,
    share_implausible,
    delivery_days_implausible,
    delivery_before_law,
    delivery_rows_order,
    budget_block_backwards,
    budget_announced_implausible,
)
