"""How people take part in a revision of the concept: consultations, contributions and what became of them.

The concept is "the result of a broad communication process" (announcement of 15.02.2022). A consultation is one event
of that process; a contribution is what somebody proposed, on which element, and how it was answered. Organisations are
named by their record, private persons by a pseudonym only.
"""

import datetime
import enum
from typing import Annotated, ClassVar

import msgspec

from kic.core.ids import LocalId
from kic.core.record import Group, ref
from kic.core.values import Count, PartialDate
from kic.domain.knowledge import Documented


class ConsultationForm(enum.Enum):
    """What sort of event it was."""

    WORKSHOP = "workshop"
    PRIORITIES_WORKSHOP = "priorities_workshop"
    WORKING_GROUP = "working_group"
    HEARING = "hearing"
    SURVEY = "survey"
    WRITTEN = "written"
    OTHER = "other"


class SheetField(enum.Enum):
    """What a column of a sheet of contributions may hold."""

    NUMBER = "number"
    RECEIVED = "received"
    CONTRIBUTOR_KIND = "contributor_kind"
    CONTRIBUTOR = "contributor"
    PERSON = "person"
    ELEMENT = "element"
    PLACE = "place"
    PROPOSAL = "proposal"
    WORDING = "wording"
    REASON = "reason"
    NAMED = "named"
    IGNORED = "ignored"


class SheetColumn(Group, frozen=True, kw_only=True):
    """One column of the sheet: its heading, and what it holds."""

    heading: str
    field: SheetField


class SheetReading(Group, frozen=True, kw_only=True):
    """How a sheet of contributions is read, kept so that a second import reads it alike.

    `words` are what the sheet writes for an id or a value (`Gruppe Sprache: t2`). `imported` keeps a mark for each
    field that was taken from a row, so that a later import knows what was changed since, and where.
    """

    sheet: str | None = None
    heading_row: Count = Count(1)
    columns: tuple[SheetColumn, ...] = ()
    words: dict[str, str] = {}
    imported: dict[LocalId, str] = {}


class Consultation(Documented, frozen=True, kw_only=True, tag="consultation"):
    """An event of the process by which a draft comes about: date, form, number of participants.

    `edition` is the one whose draft it served. `until` is set for one that lasted, such as a survey. `intake` says
    how the sheet of its contributions was read.
    """

    layouts: ClassVar = ("concept/consultations/{id}.yaml",)
    expected: ClassVar = ("participants",)

    edition: ref("edition")
    title: str
    form: ConsultationForm
    date: PartialDate
    until: PartialDate | None = None
    place: str | None = None
    organiser: ref("body") | None = None
    participants: Count | None = None
    description: str | None = None
    intake: SheetReading | None = None


class ContributorKind(enum.Enum):
    """Who speaks."""

    ORGANISATION = "organisation"
    COMMITTEE = "committee"
    DEPARTMENT = "department"
    COUNCIL_GROUP = "council_group"
    PERSON = "person"


class Contributor(Group, frozen=True, kw_only=True):
    """From whom: a body of this repository, a council group by its name, or a person's pseudonym (`p-0007`).

    `name` is for an organisation or group without a record of its own; never for a natural person.
    """

    contributor: ContributorKind
    body: ref("body") | None = None
    name: str | None = None
    person: Annotated[str, msgspec.Meta(pattern=r"^p-[0-9]{4}\Z")] | None = None


class AnswerKind(enum.Enum):
    """What became of a contribution."""

    TAKEN_OVER = "taken_over"
    IN_PART = "in_part"
    NOT_TAKEN_OVER = "not_taken_over"
    NOTED = "noted"


class Answer(Group, frozen=True, kw_only=True):
    """One dated answer; the last one counts. All but `taken_over` need a reason.

    `carried_by` is the edition or the amendment in which it was carried out.
    """

    date: datetime.date
    answer: AnswerKind
    reason: str | None = None
    answered_by: ref("body") | None = None
    carried_by: ref("edition", "amendment") | None = None


class Contribution(Documented, frozen=True, kw_only=True, tag="contribution"):
    """A proposal to a draft or an edition, and its answers.

    `element` is what it is about (none: the whole); `place` says where, as its author did. `proposal` is what is
    proposed, `wording` the text that is to stand there, where one was handed in, `reason` its author's. `number` is the
    one that it bears in the list it came from.
    `named` says that the contributor agreed to be named in what is published; private persons never are.
    """

    layouts: ClassVar = ("concept/contributions/{id}.yaml",)
    log_fields: ClassVar = ("answers",)

    edition: ref("edition")
    received: datetime.date
    contributor: Contributor
    consultation: ref("consultation") | None = None
    number: str | None = None
    element: ref("edition", "theme", "goal", "recommendation") | None = None
    place: str | None = None
    proposal: str
    wording: str | None = None
    reason: str | None = None
    named: bool = False
    answers: tuple[Answer, ...] = ()

    @property
    def answer(self) -> Answer | None:
        """The answer that counts: the last one."""
        return self.answers[-1] if self.answers else None
