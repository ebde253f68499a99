"""The dates of a text: adoption, publication and effect, act by act. The commit is a fourth and comes from git.

The text of an element comes from the edition that was adopted and from each amendment that names it, or a goal of it.
The three days of an act may differ by weeks; the day of the commit is none of them. What is not known says so.
"""

import datetime
from collections.abc import Iterator
from typing import Any

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.tagged import Stated
from kic.core.values import PartialDate
from kic.documents.naming import known_title
from kic.domain.concept.edition import Edition, Resolution
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Goal, Theme
from kic.domain.revisions import Amendment, Nature


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """An act that the text comes from: an edition, an amendment or the coming of a theme, with its three days.

    `adopted` is the day of the act, `state` of each says how far it is known: None where it simply is, `unknown` also
    where nothing is said. A change of a draft and a correction need not be published, nor take effect on a day of their
    own: then there is neither value nor state. `drafted` is an edition's alone.
    """

    id: str
    kind: str
    title: str | None
    drafted: PartialDate | None
    adopted: Stated
    published: Stated
    effective: Stated
    resolution: str | None
    resolution_number: str | None


def acts_of(repository: Snapshot, id: str) -> tuple[Act, ...]:  # noqa: A002
    """The acts that the text of an element, a goal or an amendment comes from, in order; none for other records."""
    record = _record(repository, id)
    if isinstance(record, Amendment):
        return (_amended(repository, record),)
    if record is None:
        return ()
    amending = tuple(_amending(repository, id, record))
    if isinstance(record, Theme) and record.added is not None:
        begun = () if amending else (_added(repository, record),)
    else:
        edition = record if isinstance(record, Edition) else repository.get(Edition, record.edition)
        begun = () if edition is None else (_adopted(repository, edition),)
    return tuple(sorted((*begun, *amending), key=lambda act: _first(act.adopted.value)))


def _first(day: PartialDate | None) -> datetime.date:
    return datetime.date.min if day is None else day.earliest


def _record(repository: Snapshot, id: str) -> Amendment | Edition | Theme | Recommendation | None:  # noqa: A002
    found = (
        repository.get(Amendment, id)
        or repository.get(Edition, id)
        or repository.get(Theme, id)
        or repository.get(Recommendation, id)
    )
    if found is not None:
        return found
    for owned in repository.owned(id):
        if isinstance(owned.part, Goal) and isinstance(owned.entry.record, Theme):
            return owned.entry.record
    return None


def _added(repository: Snapshot, theme: Theme) -> Act:
    """A theme that came after its edition was adopted, and of which no amendment tells more than the day."""
    unknown = Stated(None, "unknown", None)
    return Act(
        id=theme.id,
        kind="theme",
        title=theme.title,
        drafted=None,
        adopted=_stated(theme, "added"),
        published=unknown,
        effective=unknown,
        resolution=theme.resolution,
        resolution_number=_number(repository, theme.resolution),
    )


def _adopted(repository: Snapshot, edition: Edition) -> Act:
    return Act(
        id=edition.id,
        kind="edition",
        title=edition.title,
        drafted=edition.drafted,
        adopted=_stated(edition, "adopted"),
        published=_stated(edition, "published"),
        effective=_stated(edition, "effective"),
        resolution=edition.resolution,
        resolution_number=_number(repository, edition.resolution),
    )


def _amending(
    repository: Snapshot,
    id: str,  # noqa: A002
    record: Edition | Theme | Recommendation,
) -> Iterator[Act]:
    names = (
        {id, *(goal.id for goal in record.goals)} if id == record.id and isinstance(record, Theme) else {id}
    )
    naming = [
        each for each in repository.all(Amendment) if any(named.element in names for named in each.elements)
    ]
    for amendment in naming:
        yield _amended(repository, amendment)


def _amended(repository: Snapshot, amendment: Amendment) -> Act:
    return Act(
        id=amendment.id,
        kind="amendment",
        title=amendment.title,
        drafted=None,
        adopted=_stated(amendment, "date"),
        published=_stated(amendment, "published", wanted=amendment.nature is Nature.RESOLVED),
        effective=_stated(amendment, "effective", wanted=amendment.nature is Nature.RESOLVED),
        resolution=amendment.resolution,
        resolution_number=_number(repository, amendment.resolution),
    )


def _stated(record: Edition | Theme | Amendment, field: str, *, wanted: bool = True) -> Stated:
    """A day as far as it is known; one that is not `wanted` and not given is no gap."""
    value: Any = getattr(record, field)
    gap = record.gap(field)
    state = gap.state.value if gap is not None else "unknown" if value is None and wanted else None
    return Stated(value, state, gap.note if gap is not None else None)


def _number(repository: Snapshot, resolution: str | None) -> str | None:
    found = repository.get(Resolution, resolution)
    return None if found is None else found.number or known_title(repository, found.id)
