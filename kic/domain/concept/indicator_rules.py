"""What must hold of indicators: a series of dated values, each measured once."""

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kic.core.diagnostic import Related
from kic.core.rule import Finding, Rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.concept.indicator import Indicator

if TYPE_CHECKING:
    from kic.core.values import PartialDate


@rule("KIC260", "values-out-of-order")
def values_out_of_order(repository: Snapshot) -> Iterator[Finding]:
    """The values of an indicator are in the order of their dates, each date once.

    Why: The last value is shown as the present one, and a chart joins neighbours.

    Fix: Correct the date, or put the value in its place.

    Source: Data model of kic.
    """
    for indicator in repository.all(Indicator):
        for position, value in enumerate(indicator.values):
            before = indicator.values[position - 1] if position else None
            if before is not None and value.date.earliest <= before.date.earliest:
                yield found(
                    indicator,
                    ("values", position, "date"),
                    text(
                        "this value is of {date}, expected after the one above of {earlier}",
                        date=value.date,
                        earlier=before.date,
                    ),
                    help=text("correct the date, or put the value in its place"),
                )


@dated_rule("KIC261", "value-in-future")
def value_in_future(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A value has been measured: no value lies in the future.

    Why: A forecast among measured values would be shown as a fact.

    Fix: Correct the date. What the city wants to reach is a target.

    Source: The Länder's monitoring of integration: indicators describe, they do not measure effects.
    """
    for indicator in repository.all(Indicator):
        for position, value in enumerate(indicator.values):
            if value.date.earliest > today:
                yield found(
                    indicator,
                    ("values", position, "date"),
                    text("this value is of {date}, and today is {today}", date=value.date, today=today),
                    help=text("correct the date; what is to be reached is a target"),
                )


@rule("KIC262", "target-twice")
def target_twice(repository: Snapshot) -> Iterator[Finding]:
    """An indicator has one target for a date.

    Why: Two targets for one date leave open which one the council set.

    Fix: Take one of the two out, or correct its date.

    Source: Data model of kic.
    """
    for indicator in repository.all(Indicator):
        first: dict[PartialDate, int] = {}
        for position, target in enumerate(indicator.targets):
            earlier = first.setdefault(target.date, position)
            if earlier != position:
                yield found(
                    indicator,
                    ("targets", position, "date"),
                    text("there are two targets for {date}", date=target.date),
                    help=text("take one of the two out, or correct its date"),
                    related=[
                        Related(repository.place(indicator, "targets", earlier), text("first named here"))
                    ],
                )


RULES: tuple[Rule, ...] = (values_out_of_order, value_in_future, target_twice)
