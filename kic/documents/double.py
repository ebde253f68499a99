"""Double funding shown: applications that are alike, with what was requested and awarded for each."""

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import Money
from kic.documents.naming import known_title
from kic.domain.applications import Application
from kic.domain.applications.double import Likeness, Pair, Timing, alike_to, pairs
from kic.domain.calls import Call
from kic.domain.decisions import Decision
from kic.errors import UsageError


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One application of a pair; `award` is None while nothing has been decided on it."""

    id: str
    title: str
    applicant: str
    applicant_name: str | None
    requested: Money
    award: Money | None


class Alike(msgspec.Struct, frozen=True, kw_only=True):
    """Two applications that are alike: in what, and how they lie to each other in time."""

    application: Side
    other: Side
    likeness: Likeness
    timing: Timing
    same_applicant: bool


def award_of(repository: Snapshot, id: str) -> Money | None:  # noqa: A002
    """The award of an application as it stands; None while nothing has been decided on it."""
    return awards(repository).get(id)


def awards(repository: Snapshot) -> dict[str, Money]:
    """Every award as it stands, refusals (0) included."""
    standing: dict[str, Money] = {}
    for decision in repository.all(Decision):
        standing.update(decision.standing)
    return standing


def doubles(repository: Snapshot, id: str | None = None) -> tuple[Alike, ...]:  # noqa: A002
    """What is alike, in the order of the applications: all of it, that of a call, or of one application.

    Raises UsageError for an id that is neither.
    """
    found: tuple[Pair, ...]
    if id is None:
        found = tuple(pairs(repository))
    elif (application := repository.get(Application, id)) is not None:
        found = tuple(alike_to(repository, application))
    elif repository.get(Call, id) is not None:
        found = tuple(pair for pair in pairs(repository) if pair.application.call == id)
    else:
        raise UsageError("{id} is neither a call nor an application.", id=id)
    given = awards(repository)
    return tuple(
        Alike(
            application=_side(repository, pair.application, given),
            other=_side(repository, pair.other, given),
            likeness=pair.likeness,
            timing=pair.timing,
            same_applicant=pair.same_applicant,
        )
        for pair in found
    )


def _side(repository: Snapshot, application: Application, given: dict[str, Money]) -> Side:
    who = application.applicant.body or application.applicant.person or ""
    return Side(
        id=application.id,
        title=application.title,
        applicant=who,
        applicant_name=known_title(repository, who),
        requested=application.requested,
        award=given.get(application.id),
    )
