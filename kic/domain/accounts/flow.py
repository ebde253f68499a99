"""Where the money went in the concept: euros per theme, goal and recommendation, from the request to the payment.

How a grant is shared (a convention of kic, as no law says it):

- Among several themes, and among several recommendations, that an application names: in equal parts. They are whole
  cents that sum up to the amount; the first named get the odd cents (`figures.equal_shares`).
- A recommendation that was replaced or merged hands its part on to the one that goes on; one that was split, in equal
  parts to those that go on, in the order in which they are named. Without an entry of that kind the recommendations of
  a later edition that `continue` it get it, in equal parts. So it goes on until nobody goes on.
- Among several goals of a recommendation: in equal parts.

Awarded, paid and returned are shared each in the same way, so what is paid of a part never exceeds what is awarded.
"""

import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kic.core.place import Place
from kic.core.snapshot import Snapshot
from kic.core.values import Money
from kic.domain.accounts.figures import equal_shares
from kic.domain.accounts.grants import Grant, grants
from kic.domain.applications import Application
from kic.domain.concept.recommendation import SUCCEEDED, Recommendation
from kic.domain.concept.structure import Theme

MEASURES = ("requested", "awarded", "paid", "returned")


class Sums(msgspec.Struct, frozen=True):
    """Amounts in cents, as integers, of what is traced. `awarded` is what the grant holds."""

    requested: int = 0
    awarded: int = 0
    paid: int = 0
    returned: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(*(getattr(self, name) + getattr(other, name) for name in MEASURES))

    def money(self, measure: str) -> Money:
        """One of them as an amount."""
        return Money(getattr(self, measure))

    def shared(self, parts: int) -> "tuple[Sums, ...]":
        """In equal parts, each measure by itself."""
        columns = [equal_shares(getattr(self, name), parts) for name in MEASURES]
        return tuple(Sums(*each) for each in zip(*columns, strict=True))


class Portion(msgspec.Struct, frozen=True, kw_only=True):
    """The part of one grant that came to a theme, a goal or a recommendation.

    `place` is where the application names it. `way` are the ids over which it came, the named one first and where it
    ended last. `shares` says in how many parts it was divided at each step, 1 where it was not.
    """

    grant: Grant
    sums: Sums
    place: Place
    way: tuple[str, ...]
    shares: tuple[int, ...]


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """All portions by the id they ended at, and the grants of which no recommendation or goal is known."""

    themes: Mapping[str, tuple[Portion, ...]]
    recommendations: Mapping[str, tuple[Portion, ...]]
    goals: Mapping[str, tuple[Portion, ...]]
    without_recommendation: tuple[Grant, ...]
    without_goal: tuple[Portion, ...]

    def of(self, id: str) -> tuple[Portion, ...]:  # noqa: A002
        """What came to a theme, goal or recommendation; nothing for another id."""
        return self.themes.get(id) or self.recommendations.get(id) or self.goals.get(id) or ()


def summed(portions: Iterable[Portion]) -> Sums:
    """The sum of portions."""
    found = Sums()
    for each in portions:
        found += each.sums
    return found


def sums_of(grant: Grant) -> Sums:
    """What is traced of a grant."""
    return Sums(
        requested=grant.requested.cents,
        awarded=grant.held.cents,
        paid=grant.paid.cents,
        returned=grant.returned.cents,
    )


@functools.lru_cache(maxsize=4)
def flow(repository: Snapshot, on: datetime.date | None = None, call: str | None = None) -> Flow:
    """Where the money of all calls, or of one, went up to the end of a day."""
    themes: dict[str, list[Portion]] = {}
    recommendations: dict[str, list[Portion]] = {}
    goals: dict[str, list[Portion]] = {}
    without: list[Grant] = []
    goalless: list[Portion] = []
    after = successors(repository, on)
    for application in repository.all(Application):
        if call is not None and application.call != call:
            continue
        grant = grants(repository, on)[application.id]
        whole = sums_of(grant)
        for portion in parts_named(repository, application, grant, whole, "themes"):
            themes.setdefault(portion.way[-1], []).append(portion)
        if not application.recommendations:
            without.append(grant)
        for portion in parts_named(repository, application, grant, whole, "recommendations"):
            for carried in carried_on(portion, after):
                recommendations.setdefault(carried.way[-1], []).append(carried)
                _to_goals(repository, carried, goals, goalless)
    return Flow(
        themes=_fixed(themes),
        recommendations=_fixed(recommendations),
        goals=_fixed(goals),
        without_recommendation=tuple(without),
        without_goal=tuple(goalless),
    )


def successors(repository: Snapshot, on: datetime.date | None = None) -> Mapping[str, tuple[str, ...]]:
    """Who goes on for each recommendation that does not go on itself, up to a day."""
    day = on or datetime.date.max
    known = {each.id for each in repository.all(Recommendation)}
    found: dict[str, tuple[str, ...]] = {}
    continued: dict[str, list[str]] = {}
    for each in repository.all(Recommendation):
        entry = each.latest_on(day)
        if entry is not None and entry.status in SUCCEEDED:
            after = tuple(dict.fromkeys(id_ for id_ in entry.successors if id_ in known and id_ != each.id))
            if after:
                found[each.id] = after
        for id_ in each.continues:
            if id_ in known and id_ != each.id:
                continued.setdefault(id_, []).append(each.id)
    for id_, after_all in continued.items():
        found.setdefault(id_, tuple(dict.fromkeys(after_all)))
    return found


def parts_named(
    repository: Snapshot, application: Application, grant: Grant, whole: Sums, field: str
) -> Iterator[Portion]:
    """Equal parts for what an application names; who is named twice counts once."""
    named: dict[str, int] = {}
    for position, id_ in enumerate(getattr(application, field)):
        named.setdefault(id_, position)
    if not named:
        return
    for (id_, position), sums in zip(named.items(), whole.shared(len(named)), strict=True):
        place = repository.place(application, field, position)
        yield Portion(grant=grant, sums=sums, place=place, way=(id_,), shares=(len(named),))


def carried_on(portion: Portion, after: Mapping[str, tuple[str, ...]]) -> Iterator[Portion]:
    """The portion at the end of its way; in a circle it stays where it has come to."""
    todo = [portion]
    while todo:
        each = todo.pop()
        following = after.get(each.way[-1], ())
        if not following or each.way[-1] in each.way[:-1]:
            yield each
            continue
        parts = each.sums.shared(len(following))
        todo += [
            msgspec.structs.replace(
                each, sums=sums, way=(*each.way, id_), shares=(*each.shares, len(following))
            )
            for id_, sums in reversed(list(zip(following, parts, strict=True)))
        ]


def _to_goals(
    repository: Snapshot, portion: Portion, goals: dict[str, list[Portion]], goalless: list[Portion]
) -> None:
    recommendation = repository.get(Recommendation, portion.way[-1])
    served = tuple(dict.fromkeys(recommendation.goals)) if recommendation is not None else ()
    if not served:
        goalless.append(portion)
        return
    for id_, sums in zip(served, portion.sums.shared(len(served)), strict=True):
        goals.setdefault(id_, []).append(
            msgspec.structs.replace(
                portion, sums=sums, way=(*portion.way, id_), shares=(*portion.shares, len(served))
            )
        )


def _fixed(found: dict[str, list[Portion]]) -> dict[str, tuple[Portion, ...]]:
    return {id_: tuple(each) for id_, each in sorted(found.items())}


def moneyless(repository: Snapshot, edition: str | None, on: datetime.date | None = None) -> tuple[str, ...]:
    """The recommendations of an edition (None: of all) that go on and to which no award has come, by number."""
    came = flow(repository, on).recommendations
    after = successors(repository, on)
    found = [
        each
        for each in repository.all(Recommendation)
        if (edition is None or each.edition == edition)
        and each.id not in after
        and not summed(came.get(each.id, ())).awarded
    ]
    return tuple(each.id for each in sorted(found, key=lambda each: (each.number or 0, each.id)))


def theme_ids(repository: Snapshot, edition: str | None) -> tuple[str, ...]:
    """The themes of an edition (None: of all), by number."""
    found = [each for each in repository.all(Theme) if edition is None or each.edition == edition]
    return tuple(each.id for each in sorted(found, key=lambda each: (each.number, each.id)))
