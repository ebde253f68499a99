"""Where the money of public grants went: what came to themes and recommendations, euro by euro, through succession.

Shared as `kic.domain.accounts.flow` shares it, but of public amounts alone, so that each sum is one of figures that
everybody sees. Which recommendation a private person's grant serves is not told (`grants`), and nothing travels on to
a draft that nobody has adopted: such money is in no part, and a sum of parts may be less than the grant.
"""

import datetime
import functools
import math
from collections.abc import Iterator

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import Money
from kic.domain.accounts.flow import Portion, Sums, carried_on, parts_named, successors
from kic.domain.accounts.grants import grants
from kic.domain.applications import Application
from kic.domain.publishing.concept_tables import Concept
from kic.domain.publishing.grants import PublicGrant, public_grants


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What of a grant came to a theme or recommendation: one of `parts` equal parts.

    `way` are the recommendations over which it came, the one that the application names first, `element` last.
    """

    grant: str
    element: str
    way: tuple[str, ...]
    parts: int
    awarded: Money
    paid: Money


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """All parts in path order of the grants."""

    themes: tuple[Part, ...]
    recommendations: tuple[Part, ...]


@functools.lru_cache(maxsize=4)
def traced(repository: Snapshot, day: datetime.date) -> Traced:
    """The parts of all public grants at the end of a day."""
    public = Concept(repository).elements
    after = {
        id_: known
        for id_, following in successors(repository, day).items()
        if (known := tuple(each for each in following if each in public))
    }
    themes: list[Part] = []
    recommendations: list[Part] = []
    for grant in public_grants(repository, day).values():
        themes += (_part(each) for each in _portions(repository, grant, "themes", day))
        if grant.individual:
            continue
        for portion in _portions(repository, grant, "recommendations", day):
            recommendations += (_part(each) for each in carried_on(portion, after))
    return Traced(
        themes=tuple(each for each in themes if public.issuperset(each.way)),
        recommendations=tuple(each for each in recommendations if public.issuperset(each.way)),
    )


def _portions(repository: Snapshot, grant: PublicGrant, field: str, day: datetime.date) -> Iterator[Portion]:
    application = repository.get(Application, grant.id)
    assert application is not None
    whole = Sums(awarded=grant.awarded.cents, paid=grant.paid.cents)
    return parts_named(repository, application, grants(repository, day)[grant.id], whole, field)


def _part(portion: Portion) -> Part:
    return Part(
        grant=portion.grant.application,
        element=portion.way[-1],
        way=portion.way,
        parts=math.prod(portion.shares),
        awarded=portion.sums.money("awarded"),
        paid=portion.sums.money("paid"),
    )
