"""What can happen to the money of a year: proposals, without judgement. The rules say what may be."""

import datetime

from kic.core.plan import Edit, Plain, Plan, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Money
from kic.domain.calls import Call
from kic.domain.settings import Settings


def close_year(repository: Snapshot, year: int, day: datetime.date) -> Plan:
    """The accounts of a budget year are closed on a day. Nothing to do where the settings have no such year."""
    settings = repository.only(Settings)
    edits: list[Edit] = []
    for position, budget in enumerate(settings.budget if settings else ()):
        if int(budget.year) == year and settings is not None:
            edits.append(SetField(repository.entry(settings).path, ("budget", position, "closed"), day))
            break
    return Plan(text("Budget year {year}: closed on {date}", year=str(year), date=day), tuple(edits))


def carry_over(
    repository: Snapshot,
    call: Call,
    amount: Money,
    decided: datetime.date,
    *,
    resolution: str | None = None,
    note: str | None = None,
) -> Plan:
    """Money of a call goes on into the next budget year, by a decision."""
    value: dict[str, Plain] = {"amount": amount, "decided": decided, "resolution": resolution, "note": note}
    written = {key: each for key, each in value.items() if each is not None}
    return Plan(
        text("Call {id}: {amount} carried over", id=call.id, amount=amount),
        (SetField(repository.entry(call).path, ("carried_over",), written),),
    )
