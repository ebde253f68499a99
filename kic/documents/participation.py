"""Contributions and consultations as lists show them: who, on what, what became of it. For use in the office."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import Count, PartialDate
from kic.documents.naming import called
from kic.domain.participation import AnswerKind, Consultation, ConsultationForm, Contribution, ContributorKind
from kic.domain.participation.contributors import own_name


class ContributionLine(msgspec.Struct, frozen=True, kw_only=True):
    """A contribution in a list; `name` is a public name or a pseudonym, `title` that of the element."""

    id: str
    edition: str
    received: datetime.date
    contributor: ContributorKind
    name: str | None
    consultation: str | None
    element: str | None
    title: str | None
    proposal: str
    answer: AnswerKind | None
    answered: datetime.date | None
    carried_by: str | None


class ConsultationLine(msgspec.Struct, frozen=True, kw_only=True):
    """A consultation in a list, with how many contributions came of it and how many of them have no answer."""

    id: str
    edition: str
    form: ConsultationForm
    title: str
    date: PartialDate
    until: PartialDate | None
    participants: Count | None
    contributions: int
    unanswered: int


def contribution_lines(
    repository: Snapshot, contributions: Iterable[Contribution]
) -> tuple[ContributionLine, ...]:
    """Those without an answer first, the oldest of them first; then the others, by the day they came in."""
    found = sorted(contributions, key=lambda each: (bool(each.answers), each.received, each.id))
    return tuple(_line(repository, each) for each in found)


def _line(repository: Snapshot, each: Contribution) -> ContributionLine:
    answer = each.answer
    return ContributionLine(
        id=each.id,
        edition=each.edition,
        received=each.received,
        contributor=each.contributor.contributor,
        name=each.contributor.person or own_name(repository, each.contributor),
        consultation=each.consultation,
        element=each.element,
        title=called(repository, each.element) if each.element is not None else each.place,
        proposal=" ".join(each.proposal.split()),
        answer=answer.answer if answer is not None else None,
        answered=answer.date if answer is not None else None,
        carried_by=answer.carried_by if answer is not None else None,
    )


def consultation_lines(repository: Snapshot, edition: str | None = None) -> tuple[ConsultationLine, ...]:
    """The consultations, of one edition or of all, in the order of their days."""
    made: Counter[str | None] = Counter()
    open_: Counter[str | None] = Counter()
    for each in repository.all(Contribution):
        made[each.consultation] += 1
        open_[each.consultation] += not each.answers
    found = (each for each in repository.all(Consultation) if edition in (None, each.edition))
    return tuple(_event(each, made[each.id], open_[each.id]) for each in sorted(found, key=_by_day))


def _by_day(each: Consultation) -> tuple[datetime.date, str]:
    return (each.date.earliest, each.id)


def _event(each: Consultation, made: int, open_: int) -> ConsultationLine:
    return ConsultationLine(
        id=each.id,
        edition=each.edition,
        form=each.form,
        title=each.title,
        date=each.date,
        until=each.until,
        participants=each.participants,
        contributions=made,
        unanswered=open_,
    )


def within(repository: Snapshot, element: str) -> Iterator[str]:
    """An element and all that stands in it: the goals and recommendations of a theme, all of an edition."""
    from kic.domain.revisions.elements import elements  # noqa: PLC0415

    for id_, each in elements(repository).items():
        if element in (id_, each.parent) or element in each.goals or each.edition == element:
            yield id_
