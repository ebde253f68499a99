"""Why a text changed: the acts between two states, element by element, for the reason column of a synopsis.

An act is an amendment, the adoption of an edition, or an entry of a progress log that says what became of a
recommendation. Only acts that lie between the two states explain: what the first state already knew does not.
"""

import datetime
import enum
from collections.abc import Iterable

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.core.values import PartialDate
from kic.domain.concept.edition import Edition, Resolution, ResolutionBody
from kic.domain.concept.edition_rules import ancestors
from kic.domain.concept.recommendation import CLOSED, Progress, Recommendation, Status
from kic.domain.concept.structure import Body
from kic.domain.participation import AnswerKind, Contribution, Contributor, ContributorKind
from kic.domain.revisions import Amendment, Nature
from kic.domain.revisions.comparing import Pairing


class Mover(msgspec.Struct, frozen=True):
    """Who moved or proposed something, fit to be shown: no name for private persons and for who did not agree."""

    contributor: ContributorKind
    name: str | None = None

    @property
    def shown(self) -> str | Text:
        """The name, or a word for what sort of contributor it is."""
        if self.name is not None:
            return self.name
        if self.contributor is ContributorKind.PERSON:
            return text("a private person")
        return text("an unnamed contributor ({sort})", sort=self.contributor)


class Resolved(msgspec.Struct, frozen=True):
    """A resolution as it is cited."""

    id: str
    title: str
    body: ResolutionBody
    body_name: str | None
    date: PartialDate
    number: str | None


class ActKind(enum.Enum):
    """What sort of act changed a text."""

    AMENDMENT = "amendment"
    EDITION = "edition"
    PROGRESS = "progress"


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act: what it is, why it was, who moved it, and its dates, each a fact of its own.

    `id` is that of the amendment, the edition or the recommendation whose log tells it; `status` is set for the last.
    """

    kind: ActKind
    id: str
    title: str | None = None
    nature: Nature | None = None
    status: Status | None = None
    reason: str | None = None
    mover: Mover | None = None
    resolution: Resolved | None = None
    date: PartialDate | datetime.date | None = None
    published: PartialDate | None = None
    effective: PartialDate | None = None


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """A contribution that a change goes back to, and the answer that it got."""

    id: str
    mover: Mover
    proposal: str
    received: datetime.date
    reason: str | None = None
    answer: AnswerKind | None = None
    answered: datetime.date | None = None
    answer_reason: str | None = None
    carried_by: str | None = None


class Reason(msgspec.Struct, frozen=True):
    """What explains one pairing: acts in the order of their dates, and contributions in the order of their arrival."""

    acts: tuple[Act, ...] = ()
    contributions: tuple[Carried, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons of the acts, each once."""
        return tuple(dict.fromkeys(act.reason for act in self.acts if act.reason))

    @property
    def movers(self) -> tuple[Mover, ...]:
        """Who moved it: movers of the acts and contributors of what was taken over, each once."""
        taken = (AnswerKind.TAKEN_OVER, AnswerKind.IN_PART)
        return tuple(
            dict.fromkeys(
                (
                    *(act.mover for act in self.acts if act.mover is not None),
                    *(each.mover for each in self.contributions if each.answer in taken),
                )
            )
        )

    @property
    def resolutions(self) -> tuple[Resolved, ...]:
        """The resolutions of the acts, each once."""
        return tuple(dict.fromkeys(act.resolution for act in self.acts if act.resolution is not None))


def acts(
    before: Snapshot,
    after: Snapshot,
    pairings: Iterable[Pairing],
    editions: tuple[str, str] | None = None,
) -> tuple[Reason, ...]:
    """For each pairing of `compare(before, after, editions)`, in the same order, what explains it.

    Unchanged elements have no reason. Between two editions, the adoption of the new one (and of those in between)
    explains every change that no act of its own explains.
    """
    between = _Between(before, after, editions)
    return tuple(Reason() if pairing.unchanged else between.reason(pairing) for pairing in pairings)


def mover_of(state: Snapshot, contributor: Contributor | None, *, named: bool = True) -> Mover | None:
    """A contributor as it may be shown: a body by its name, a group by its own, a private person never.

    `named`: whether an organisation agreed to be named; committees, departments and council groups always are.
    """
    if contributor is None:
        return None
    kind = contributor.contributor
    if kind is ContributorKind.PERSON or contributor.person is not None:
        return Mover(ContributorKind.PERSON)
    if kind is ContributorKind.ORGANISATION and not named:
        return Mover(kind)
    body = state.get(Body, contributor.body)
    return Mover(kind, body.name if body else contributor.name or contributor.body)


class _Between:
    """The acts between two states, by the ids of the elements that they touch."""

    def __init__(self, before: Snapshot, after: Snapshot, editions: tuple[str, str] | None) -> None:
        self.before, self.after = before, after
        across = editions is not None and editions[0] != editions[1]
        self.chain = _editions_between(after, *editions) if across and editions else ()
        self.same_state = across
        self.acts: dict[str, list[Act]] = {}
        self.carried: dict[str, list[Contribution]] = {}
        amendments = self._amendments(editions[1] if editions and not across else None)
        carriers = {each.id for each in amendments}
        for amendment in amendments:
            self._take(amendment)
        adopted = [edition for id_ in self._adopted() if (edition := after.get(Edition, id_)) is not None]
        self.adoptions = tuple(_adoption(after, edition) for edition in adopted)
        self.fresh = {act.id: act for act in self.adoptions}
        carriers.update(edition.id for edition in adopted)
        for contribution in after.all(Contribution):
            if contribution.element and any(each.carried_by in carriers for each in contribution.answers):
                self._add(contribution.element, contribution)

    def _amendments(self, edition: str | None) -> list[Amendment]:
        known = {each.id for each in self.before.all(Amendment)}
        return [
            each
            for each in self.after.all(Amendment)
            if (each.id not in known or each.edition in self.chain) and edition in (None, each.edition)
        ]

    def _adopted(self) -> tuple[str, ...]:
        """The editions whose adoption lies between the states."""
        if self.chain:
            return self.chain
        return tuple(
            edition.id
            for edition in self.after.all(Edition)
            if edition.adopted is not None
            and ((was := self.before.get(Edition, edition.id)) is None or was.adopted is None)
        )

    def _take(self, amendment: Amendment) -> None:
        for each in amendment.elements:
            self.acts.setdefault(each.element, []).append(
                Act(
                    kind=ActKind.AMENDMENT,
                    id=amendment.id,
                    title=amendment.title,
                    nature=amendment.nature,
                    reason=each.reason or amendment.reason,
                    mover=mover_of(self.after, each.mover or amendment.mover),
                    resolution=_cited(self.after, amendment.resolution),
                    date=amendment.date,
                    published=amendment.published,
                    effective=amendment.effective,
                )
            )
            for id_ in each.contributions:
                contribution = self.after.get(Contribution, id_)
                if contribution is not None:
                    self._add(each.element, contribution)

    def _add(self, element: str, contribution: Contribution) -> None:
        there = self.carried.setdefault(element, [])
        if contribution not in there:
            there.append(contribution)

    def reason(self, pairing: Pairing) -> Reason:
        """Everything that touches one of the elements of a pairing."""
        ids = dict.fromkeys(each.id for each in (*pairing.olds, *pairing.through, *pairing.news))
        found: dict[tuple[str, str, object], Act] = {}
        for id_ in ids:
            for act in (*self.acts.get(id_, ()), *self._progress(id_, gone=bool(pairing.olds))):
                found.setdefault((act.kind.value, act.id, act.reason), act)
        own = list(found.values())
        if self.chain:
            if not any(act.kind is ActKind.AMENDMENT for act in own):
                own.extend(self.adoptions)
        else:
            editions = dict.fromkeys(each.edition for each in pairing.news)
            own.extend(self.fresh[id_] for id_ in editions if id_ in self.fresh)
        contributions = {each.id: each for id_ in ids for each in self.carried.get(id_, ())}
        return Reason(
            tuple(sorted(own, key=_when)),
            tuple(
                _carried(self.after, each)
                for each in sorted(contributions.values(), key=lambda each: (each.received, each.id))
            ),
        )

    def _progress(self, id_: str, *, gone: bool) -> Iterable[Act]:
        """The entries of a log that say what became of a recommendation, if they came between the states."""
        now, was = self.after.get(Recommendation, id_), self.before.get(Recommendation, id_)
        if now is None or not gone:
            return
        known = 0 if was is None or self.chain else len(was.progress)
        entries = now.progress[-1:] if self.chain else now.progress[known:]
        for entry in entries:
            if entry.status in CLOSED and entry.status is not Status.IMPLEMENTED:
                yield _told(id_, now, entry)


def _told(id_: str, record: Recommendation, entry: Progress) -> Act:
    return Act(
        kind=ActKind.PROGRESS,
        id=id_,
        title=record.title,
        status=entry.status,
        reason=entry.note,
        date=entry.date,
    )


def _editions_between(state: Snapshot, first: str, second: str) -> tuple[str, ...]:
    """The editions after the first up to the second, the oldest first."""
    edition = state.get(Edition, second)
    if edition is None:
        return (second,)
    chain = [second]
    for id_ in ancestors(state, edition):
        if id_ == first:
            return tuple(reversed(chain))
        chain.append(id_)
    return (second,)


def _adoption(state: Snapshot, edition: Edition) -> Act:
    return Act(
        kind=ActKind.EDITION,
        id=edition.id,
        title=edition.title,
        resolution=_cited(state, edition.resolution),
        date=edition.adopted,
        published=edition.published,
        effective=edition.effective,
    )


def _cited(state: Snapshot, id_: str | None) -> Resolved | None:
    resolution = state.get(Resolution, id_)
    if resolution is None:
        return None
    return Resolved(
        resolution.id,
        resolution.title,
        resolution.body,
        resolution.body_name,
        resolution.date,
        resolution.number,
    )


def _carried(state: Snapshot, contribution: Contribution) -> Carried:
    answer = contribution.answer
    mover = mover_of(state, contribution.contributor, named=contribution.named)
    assert mover is not None
    return Carried(
        id=contribution.id,
        mover=mover,
        proposal=contribution.proposal,
        received=contribution.received,
        reason=contribution.reason,
        answer=answer.answer if answer else None,
        answered=answer.date if answer else None,
        answer_reason=answer.reason if answer else None,
        carried_by=answer.carried_by if answer else None,
    )


def _when(act: Act) -> tuple[str, str, str]:
    return (str(act.date or "9999"), act.kind.value, act.id)
