"""What can happen to the settings by a command: a year's budget and a half-year's base rate. The rules judge."""

import datetime

from kic.core.plan import Append, Edit, Plain, Plan, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Money, Number
from kic.domain.settings import Settings


def set_budget(
    repository: Snapshot,
    settings: Settings,
    year: int,
    *,
    amount: Money | None = None,
    announced: datetime.date | None = None,
    source: str | None = None,
) -> Plan:
    """The money of a budget year, and when its by-law was announced. What is None stays as it is."""
    path = repository.entry(settings).path
    given: dict[str, Plain] = {
        key: value
        for key, value in (("amount", amount), ("announced", announced), ("source", source))
        if value is not None
    }
    edits: list[Edit] = []
    for position, budget in enumerate(settings.budget):
        if int(budget.year) == year:
            edits = [SetField(path, ("budget", position, key), value) for key, value in given.items()]
            break
    else:
        edits = [Append(path, ("budget",), {"year": year, **given})]
    return Plan(text("Budget year {year}: changed", year=str(year)), tuple(edits))


def add_base_rate(
    repository: Snapshot, settings: Settings, since: datetime.date, percent: Number, source: str
) -> Plan:
    """The base rate of a half-year (§ 247 BGB)."""
    return Plan(
        text("Base rate from {date}: {percent} %", date=since, percent=percent),
        (
            Append(
                repository.entry(settings).path,
                ("base_rates",),
                {"since": since, "percent": percent, "source": source},
            ),
        ),
    )
