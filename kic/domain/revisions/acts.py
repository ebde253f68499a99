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
from kic.domain.concept.structure import Theme
from kic.domain.participation import AnswerKind, Contribution, Contributor, ContributorKind
from kic.domain.participation.contributors import own_name, public_name
from kic.domain.revisions import AmendedElement, Amendment, Nature
from kic.domain.revisions.comparing import Class, Pairing, is_backwards


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
    explains every change, but not that of a theme which came later, nor of what stands in it. Read backwards, from a
    later edition to an earlier one, nothing explains it: nobody has resolved that.
    """
    between = _Between(before, after, editions)
    return tuple(Reason() if pairing.unchanged else between.reason(pairing) for pairing in pairings)


def mover_of(state: Snapshot, contributor: Contributor | None) -> Mover | None:
    """Who moved an amendment: a body by its name, a group by its own, a private person without any."""
    return None if contributor is None else Mover(contributor.contributor, own_name(state, contributor))


def contributor_of(state: Snapshot, contribution: Contribution) -> Mover:
    """From whom a contribution is, by name only if its contributor agreed to that."""
    return Mover(contribution.contributor.contributor, public_name(state, contribution))


class _Between:
    """The acts between two states, by the ids of the elements that they touch."""

    def __init__(self, before: Snapshot, after: Snapshot, editions: tuple[str, str] | None) -> None:
        self.before, self.after = before, after
        across = editions is not None and editions[0] != editions[1]
        backwards = editions is not None and is_backwards(before, after, editions)
        self.chain = _editions_between(after, *editions) if across and editions and not backwards else ()
        self.acts: dict[str, list[Act]] = {}
        self.carried: dict[str, dict[str, Contribution]] = {}
        self.later = {each.id for each in after.all(Theme) if each.added is not None}
        amendments = self._amendments(editions[1] if editions and not across else None)
        carriers = {each.id for each in amendments}
        for amendment in amendments:
            self._take(amendment)
        adopted = [edition for id_ in self._adopted() if (edition := after.get(Edition, id_)) is not None]
        self.adoptions = tuple(act_of_adoption(after, edition) for edition in adopted)
        self.fresh = {act.id: act for act in self.adoptions}
        taking = {edition.id for edition in adopted}
        for contribution in after.all(Contribution):
            carrier = contribution.answer.carried_by if contribution.answer else None
            if contribution.element is None or carrier is None:
                continue
            if carrier in carriers or (carrier in taking and not self._settled(contribution)):
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

    def _settled(self, contribution: Contribution) -> bool:
        """Whether the first state had its answer: what the draft took up then does not explain what came later."""
        was = None if self.chain else self.before.get(Contribution, contribution.id)
        return was is not None and was.answer is not None and was.answer == contribution.answer

    def _take(self, amendment: Amendment) -> None:
        for each in amendment.elements:
            self.acts.setdefault(each.element, []).append(act_of_amendment(self.after, amendment, each))
            for id_ in each.contributions:
                contribution = self.after.get(Contribution, id_)
                if contribution is not None:
                    self._add(each.element, contribution)

    def _add(self, element: str, contribution: Contribution) -> None:
        self.carried.setdefault(element, {})[contribution.id] = contribution

    def reason(self, pairing: Pairing) -> Reason:
        """Everything that touches one of the elements of a pairing."""
        ids = dict.fromkeys(each.id for each in (*pairing.olds, *pairing.through, *pairing.news))
        found: dict[tuple[str, str, object], Act] = {}
        dropped = Class.DROPPED in pairing.classes
        leaves = bool(pairing.olds) or dropped
        for id_ in ids:
            for act in (*self.acts.get(id_, ()), *(self._progress(id_, dropped=dropped) if leaves else ())):
                found.setdefault((act.kind.value, act.id, act.reason), act)
        own = [*found.values(), *self._adoptions(pairing)]
        contributions = {each.id: each for id_ in ids for each in self.carried.get(id_, {}).values()}
        return Reason(
            tuple(sorted(own, key=_when)),
            tuple(
                _carried(self.after, each)
                for each in sorted(contributions.values(), key=lambda each: (each.received, each.id))
            ),
        )

    def _adoptions(self, pairing: Pairing) -> Iterable[Act]:
        """The adoptions that made the new text what it is."""
        if any(each.id in self.later or each.parent in self.later for each in pairing.news):
            return ()
        if self.chain:
            return self.adoptions
        editions = dict.fromkeys(each.edition for each in (*pairing.news, *pairing.olds))
        return [self.fresh[id_] for id_ in editions if id_ in self.fresh]

    def _progress(self, id_: str, *, dropped: bool) -> Iterable[Act]:
        """The entries of a log that say what became of a recommendation, if they came between the states.

        That it was implemented is a reason for its leaving the concept, and for no change of its words.
        """
        now, was = self.after.get(Recommendation, id_), self.before.get(Recommendation, id_)
        if now is None:
            return
        known = 0 if was is None or self.chain else len(was.progress)
        entries = now.progress[-1:] if self.chain else now.progress[known:]
        for entry in entries:
            if entry.status in CLOSED and (dropped or entry.status is not Status.IMPLEMENTED):
                yield _told(id_, now, entry)


def act_of_amendment(state: Snapshot, amendment: Amendment, amended: AmendedElement) -> Act:
    """An amendment as the act that changed one of its elements."""
    return Act(
        kind=ActKind.AMENDMENT,
        id=amendment.id,
        title=amendment.title,
        nature=amendment.nature,
        reason=amended.reason or amendment.reason,
        mover=mover_of(state, amended.mover or amendment.mover),
        resolution=_cited(state, amendment.resolution),
        date=amendment.date,
        published=amendment.published,
        effective=amendment.effective,
    )


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


def act_of_adoption(state: Snapshot, edition: Edition) -> Act:
    """The adoption of an edition as the act that made its text."""
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
    return Carried(
        id=contribution.id,
        mover=contributor_of(state, contribution),
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
