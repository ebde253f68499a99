"""What must hold before a text of the concept goes to the council: nobody who contributed waits for an answer."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Severity
from kic.core.place import Field
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, plural, text
from kic.domain.concept.edition import Edition
from kic.domain.meetings import Meeting, MeetingState
from kic.domain.papers import Paper, Purpose
from kic.domain.participation import Contribution

MOST_NAMED = 8
"""So many contributions are named in a finding; the list of the unanswered shows all."""


@rule("KIC281", "unanswered-before-council", Severity.WARNING)
def unanswered_before_council(repository: Snapshot) -> Iterator[Finding]:
    """When a draft goes to the council or a committee, every contribution that came in before has an answer.

    Looked at are papers on which a body decides, and papers and meetings on an edition that is still a draft. A paper
    that is only taken note of, such as a report, demands no answers. One on a draft demands those to all of it, one on
    an edition in force only those to the edition as a whole, any other those to what it is about.

    Why: The council decides on the text and on what was said about it. What nobody answered was not weighed, and a
    member who asked for it finds out in the meeting.

    Fix: Answer what is open (`kic contribution list --open`), before the paper is sent. What has to wait for a later
    revision is `noted`, with this as the reason. A repository that wants this to stand in the way sets it to `error` in
    `severities` of kic.yaml.

    Source: Announcement of the city of Kaiserslautern, 15.02.2022 ("the result of a broad communication process");
    § 34 GemO RLP (the council is prepared for what it decides on).
    """
    waiting = [each for each in repository.all(Contribution) if not each.answers]
    if not waiting:
        return
    told: set[str] = set()
    for record, field, about, day in _deliberated(repository):
        open_ = _open(repository, waiting, about, day, told)
        if open_:
            yield found(
                record,
                field,
                plural(
                    "{n} contribution on {id} has no answer: {ids}",
                    "{n} contributions on {id} have no answer: {ids}",
                    n=len(open_),
                    id=about,
                    ids=_named(open_),
                ),
                help=text("answer them first: kic contribution list --open"),
            )


def _deliberated(repository: Snapshot) -> Iterator[tuple[Paper | Meeting, Field, str, datetime.date]]:
    """What bodies have before them to decide on: the record, where it says so, what it is about, and since when."""
    for paper in repository.all(Paper):
        decides = any(each.purpose is Purpose.DECIDES for each in paper.deliberations)
        for position, about in enumerate(paper.about):
            if decides or _is_draft(repository, about):
                yield paper, ("about", position), about, paper.date
    for meeting in repository.all(Meeting):
        if meeting.state not in (MeetingState.INVITED, MeetingState.HELD):
            continue
        day = meeting.invitation.sent if meeting.invitation is not None else meeting.starts.local.date()
        for number, item in enumerate(meeting.items):
            for position, about in enumerate(item.about):
                if _is_draft(repository, about):
                    yield meeting, ("items", number, "about", position), about, day


def _open(
    repository: Snapshot, waiting: list[Contribution], about: str, day: datetime.date, told: set[str]
) -> list[Contribution]:
    """Contributions on this that came in by the day, have no answer, and are in no other finding."""
    open_ = []
    for each in waiting:
        if not _on(repository, each, about) or each.received > day or each.id in told:
            continue
        edition = repository.get(Edition, each.edition)
        if edition is None or edition.adopted is None or each.received > edition.adopted.latest:
            open_.append(each)  # else the adoption is what is named (KIC278)
    told.update(each.id for each in open_)
    return open_


def _named(waiting: list[Contribution]) -> tuple[str | Text, ...]:
    """The ids of these, and how many more there are than are named."""
    ids = tuple(each.id for each in waiting[:MOST_NAMED])
    more = len(waiting) - len(ids)
    return (*ids, text("{n} more", n=more)) if more else ids


def _on(repository: Snapshot, each: Contribution, about: str) -> bool:
    """Whether a decision on this is one on what was contributed: a call for applications names the edition too."""
    if about != each.edition:
        return about == each.element
    return each.element in (None, about) or _is_draft(repository, about)


def _is_draft(repository: Snapshot, id: str) -> bool:  # noqa: A002
    edition = repository.get(Edition, id)
    return edition is not None and edition.is_draft


RULES: tuple[Rule, ...] = (unanswered_before_council,)
