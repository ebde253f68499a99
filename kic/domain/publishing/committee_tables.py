"""Bodies, consultations and the public part of the committee's meetings as tables.

What was said or decided in a non-public sitting is confidential (OVG RLP 7 A 12186/94; DOMAIN, section 5.1). An item
about something that is not public itself, such as an application that got nothing, is left out even if it was dealt
with in public: what is on the internet is worldwide and can be linked. Nobody is named: of seats there are only numbers
(LfD Niedersachsen; DOMAIN, section 5.1).
"""

import datetime
from collections import Counter

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Count
from kic.domain.applications import Application
from kic.domain.committee import Seat, Voice
from kic.domain.concept.edition import Edition
from kic.domain.concept.indicator import SMALL_GROUP
from kic.domain.concept.structure import Body, BodyKind
from kic.domain.meetings import Item, Meeting, MeetingForm, MeetingState, Result, VoteForm
from kic.domain.participation import AnswerKind, Consultation, ConsultationForm, Contribution
from kic.domain.publishing import Column, Sort, Table
from kic.domain.publishing.concept_tables import ID, UNKNOWN, Concept, rows
from kic.domain.publishing.grants import public_grants
from kic.domain.reporting import Report

DISTINCT = 12
"""From so many letters on a title within another one is no chance."""
CALLED = frozenset({MeetingState.INVITED, MeetingState.HELD, MeetingState.CANCELLED})
"""A meeting that is only planned may still move."""


def tables(repository: Snapshot, concept: Concept, day: datetime.date) -> tuple[Table, ...]:
    """All of them as they stand at the end of a day."""
    return (
        _bodies(repository, concept, day),
        _committee(repository, day),
        _consultations(repository),
        *_meetings(repository, concept, day),
    )


def _bodies(repository: Snapshot, concept: Concept, day: datetime.date) -> Table:
    named = concept.bodies() | {
        *(each.recipient for each in public_grants(repository, day).values() if each.recipient is not None),
        *(each.organiser for each in repository.all(Consultation) if each.organiser is not None),
    }
    columns = (
        ID,
        Column("name", needed=True),
        Column("short_name"),
        Column("body", Sort.CODE, codes=BodyKind, needed=True),
        UNKNOWN,
    )
    return Table(
        name="bodies",
        title=text("Bodies"),
        why=text(
            "Organisations that the concept names, that held a consultation, or that got a public grant. "
            "An organisation that only applied does not appear."
        ),
        columns=columns,
        key=("id",),
        rows=rows((each for each in repository.all(Body) if each.id in named), columns),
    )


def _committee(repository: Snapshot, day: datetime.date) -> Table:
    filled = Counter(
        (each.voice, each.group is not None) for each in repository.all(Seat) if each.term_on(day) is not None
    )
    return Table(
        name="committee",
        title=text("The committee"),
        why=text(
            "How many seats of the committee are filled, by voice and by who fills them. Single seats are left out: "
            "who sits where leads to natural persons."
        ),
        columns=(
            Column("voice", Sort.CODE, codes=Voice, needed=True),
            Column("council_group", Sort.FLAG, title=text("Filled by a council group"), needed=True),
            Column("seats", Sort.WHOLE, needed=True),
        ),
        key=("voice", "council_group"),
        rows=tuple(
            (voice, by_group, filled[voice, by_group])
            for voice in Voice
            for by_group in (True, False)
            if filled[voice, by_group]
        ),
    )


def _consultations(repository: Snapshot) -> Table:
    public = {each.id for each in repository.all(Edition) if not each.is_draft}
    contributions: dict[str | None, list[Contribution]] = {}
    for each in repository.all(Contribution):
        contributions.setdefault(each.consultation, []).append(each)

    def small(count: Count | None) -> bool:
        return count is not None and 0 < count < SMALL_GROUP

    def answered(one: Consultation, *kinds: AnswerKind) -> int:
        made = contributions.get(one.id, [])
        return sum(each.answer is not None and each.answer.answer in kinds for each in made)

    columns = (
        ID,
        Column("edition", Sort.ID, refers="editions"),
        Column("title", needed=True),
        Column("form", Sort.CODE, codes=ConsultationForm, needed=True),
        Column("date", Sort.PARTIAL, needed=True),
        Column("until", Sort.PARTIAL),
        Column("place"),
        Column("organiser", Sort.ID, refers="bodies"),
        Column("participants", Sort.WHOLE),
        Column("suppressed", Sort.FLAG, title=text("Suppressed"), needed=True),
        Column("contributions", Sort.WHOLE, title=text("Contributions"), needed=True),
        Column("taken_over", Sort.WHOLE, title=text("Taken over, also in part"), needed=True),
        UNKNOWN,
    )
    return Table(
        name="consultations",
        title=text("Consultations"),
        why=text(
            "Public events of the process, with numbers. One to four participants are suppressed: they could be "
            "recognised. The words of contributions are left out, as people wrote them for the city."
        ),
        columns=columns,
        key=("id",),
        rows=rows(
            repository.all(Consultation),
            columns,
            edition=lambda each: each.edition if each.edition in public else None,
            participants=lambda each: None if small(each.participants) else each.participants,
            suppressed=lambda each: small(each.participants),
            contributions=lambda each: len(contributions.get(each.id, [])),
            taken_over=lambda each: answered(each, AnswerKind.TAKEN_OVER, AnswerKind.IN_PART),
        ),
    )


def _meetings(repository: Snapshot, concept: Concept, day: datetime.date) -> tuple[Table, ...]:
    given = public_grants(repository, day)
    closed = {
        *(
            each.id
            for each in repository.all(Application)
            if each.id not in given or given[each.id].individual
        ),
        *(each.id for each in repository.all(Report)),
        *(each.id for each in repository.all(Edition) if each.id not in concept.elements),
    }

    untold = {each.title.casefold() for each in repository.all(Application) if each.id in closed}

    distinct = [each for each in untold if len(each) >= DISTINCT]

    told = {each.title.casefold() for each in given.values() if each.title is not None}

    def without_public(said: str) -> str:
        """Titles of public grants may hold that of an earlier application: `..., neuer Antrag`."""
        for title in sorted(told, key=len, reverse=True):
            said = said.replace(title, "")
        return said

    def public(item: Item) -> bool:
        said = item.title.casefold()
        # "Antrag 7: ..." or "Nachtrag zum Antrag „...“", also where nobody wrote what it is about
        named = {said, said.partition(": ")[2]}
        return (
            item.public
            and closed.isdisjoint(item.about)
            and untold.isdisjoint(named)
            and not any(title in said and title in without_public(said) for title in distinct)
        )

    meetings = [
        (each, shown)
        for each in repository.all(Meeting)
        if each.state in CALLED and (shown := tuple(item for item in each.items if public(item)))
    ]
    columns = (
        ID,
        Column("title", needed=True),
        Column("starts", Sort.MOMENT, needed=True),
        Column("place"),
        Column("form", Sort.CODE, codes=MeetingForm, needed=True),
        Column("state", Sort.CODE, codes=MeetingState, needed=True),
        UNKNOWN,
    )
    return (
        Table(
            name="meetings",
            title=text("Meetings"),
            why=text("Meetings of the committee with a public item; who was there is left out."),
            columns=columns,
            key=("id",),
            rows=rows((each for each, _items in meetings), columns),
        ),
        Table(
            name="agenda_items",
            title=text("Items of the meetings"),
            why=text(
                "Items of public sitting: title, result, votes and how many seats were excluded (§ 22 GemO), never "
                "who or why. Items about applications without an award or of private persons are left out, and the "
                "words that were resolved, which may name others."
            ),
            columns=(
                Column("meeting", Sort.ID, refers="meetings", needed=True),
                Column("item", Sort.ID, title=text("Agenda item"), needed=True),
                Column("number", Sort.WHOLE, needed=True),
                Column("title", needed=True),
                Column("result", Sort.CODE, codes=Result),
                Column("vote", Sort.CODE, title=text("Form of the vote"), codes=VoteForm),
                Column("in_favour", Sort.WHOLE),
                Column("against", Sort.WHOLE),
                Column("abstentions", Sort.WHOLE),
                Column("invalid", Sort.WHOLE),
                Column("excluded", Sort.WHOLE, title=text("Excluded seats")),
            ),
            key=("meeting", "item"),
            rows=tuple(
                (
                    meeting.id,
                    item.id,
                    item.number,
                    item.title,
                    item.result,
                    *(
                        (vote.form, vote.in_favour, vote.against, vote.abstentions, vote.invalid)
                        if (vote := item.vote) is not None
                        else (None,) * 5
                    ),
                    None if item.result is None else len(item.exclusions),
                )
                for meeting, items in meetings
                for item in items
            ),
        ),
    )
