"""The documents that kic renders, by name; the template of a document is `NAME.md.j2`."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.tagged import tag
from kic.core.text import Label, Text, text
from kic.documents import (
    allocation_paper,
    amendment_list,
    call_text,
    concept_papers,
    consultation_report,
    council_paper,
    funding_report,
    handover,
    implementation_report,
    meeting_papers,
    public_funding_report,
    synopsis,
)
from kic.documents.synopsis_rows import Chosen
from kic.domain.concept.edition import Edition
from kic.domain.privacy.overlay import Private
from kic.errors import UsageError

YEAR = "year"
"""What a document is about that takes a year instead of an id."""
REVISIONS = "revisions"
"""What a document is about that takes two states or editions, `A..B`, instead of an id."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is to be about: the id it takes, changes since a day, the state on a day.

    `in_force` is what a state of another day says on top (`kic.documents.as_of`). `directory` are entries of the
    private overlay by their id, for documents that need names. `compared` and `chosen` are the two texts, and the
    part of their comparison, that a document about revisions shows. `command` is the one that asks for the document.
    """

    id: str | None = None
    directory: Mapping[str, Private] = {}
    since: datetime.date | None = None
    as_of: datetime.date | None = None
    in_force: tuple[Text, ...] = ()
    compared: synopsis.Compared | None = None
    chosen: Chosen = Chosen()
    command: str = "kic render"


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document: what it is called, which kind of record it is about, and what makes its context.

    `about` is the kind of the id that it takes, `year` for a year, or None where it takes none. `build` is called by
    `context` with an id where the document takes one. One that is `dated` says the day of its state beside the day
    on which it is made; to any other the state's day is today. `usual` gives the id where none is named.
    """

    name: str
    title: Text
    about: str | None
    build: Callable[[Snapshot, datetime.date, Wanted], dict[str, Any]]
    dated: bool = False
    usual: Callable[[Snapshot], str | None] | None = None

    @property
    def template(self) -> str:
        """The template's name."""
        return f"{self.name}.md.j2"

    def context(
        self, repository: Snapshot, today: datetime.date, wanted: Wanted | None = None
    ) -> dict[str, Any]:
        """The plain data for the template; raises UsageError where the id does not fit the document.

        With `as_of`, `repository` is the state of that day (`kic.domain.in_force`).
        """
        asked = wanted or Wanted()
        if asked.id is None and self.usual is not None:
            asked = msgspec.structs.replace(asked, id=self.usual(repository))
        if self.about is not None and asked.id is None:
            ids = _subjects(repository, self.about)
            raise UsageError(
                "The document {name} needs to know what it is about.",
                help="It is about one of {ids}. For example: {command} {name} {example}"
                if ids
                else "There is nothing of this kind yet: {kind}.",
                name=self.name,
                command=asked.command,
                kind=Label("kind" if self.about not in (YEAR, REVISIONS) else "field", self.about),
                ids=ids,
                example=ids[-1] if ids else None,
            )
        if self.about is None and asked.id is not None:
            raise UsageError("The document {name} takes no id.", name=self.name)
        built = self.build(repository, today if self.dated else asked.as_of or today, asked)
        return {**built, "in_force": tag(asked.in_force)} if asked.in_force else built


def _subjects(repository: Snapshot, about: str) -> tuple[str, ...]:
    if about == YEAR:
        return funding_report.years(repository)
    if about == REVISIONS:
        editions = repository.all(Edition)
        return tuple(f"{each.predecessor}..{each.id}" for each in editions if each.predecessor)
    return tuple(entry.id for entry in repository.entries_of(about) if entry.id)


def _implementation_report(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    return implementation_report.context(repository, today, since=wanted.since, as_of=wanted.as_of)


def _concept(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    return concept_papers.brochure(repository, today, wanted.as_of)


def _theme_sheet(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    assert wanted.id is not None
    return concept_papers.theme_sheet(repository, today, wanted.id, wanted.as_of)


def _recommendation_sheet(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    assert wanted.id is not None
    return concept_papers.recommendation_sheet(repository, today, wanted.id, wanted.as_of)


def _call_text(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    assert wanted.id is not None
    return call_text.context(repository, today, wanted.id)


def _allocation_paper(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    assert wanted.id is not None
    return allocation_paper.of_call(repository, today, wanted.id)


def _council_paper(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    assert wanted.id is not None
    return council_paper.context(repository, today, wanted.id)


def _agenda(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    assert wanted.id is not None
    return meeting_papers.agenda(repository, today, wanted.id)


def _minutes(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    assert wanted.id is not None
    return meeting_papers.minutes(repository, today, wanted.id, wanted.directory)


def _funding_report(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    assert wanted.id is not None
    return funding_report.context(repository, today, wanted.id, wanted.as_of)


def _public_funding_report(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    assert wanted.id is not None
    return public_funding_report.context(repository, today, wanted.id, wanted.as_of)


def _handover(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:  # noqa: ARG001
    return handover.context(repository, today)


def _consultation_report(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    assert wanted.id is not None
    return consultation_report.context(repository, today, wanted.id, since=wanted.since, as_of=wanted.as_of)


def _synopsis(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:  # noqa: ARG001
    assert wanted.compared is not None
    return synopsis.context(wanted.compared, today, wanted.chosen)


def _amendment_list(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:  # noqa: ARG001
    assert wanted.compared is not None
    return amendment_list.context(wanted.compared, today, wanted.chosen)


_ALL = (
    Document(name="concept", title=text("The concept as a brochure"), about=None, build=_concept, dated=True),
    Document(
        name="implementation-report",
        title=text("Implementation report: progress of the concept's recommendations"),
        about=None,
        build=_implementation_report,
        dated=True,
    ),
    Document(
        name="theme-sheet", title=text("Fact sheet of a theme"), about="theme", build=_theme_sheet, dated=True
    ),
    Document(
        name="recommendation-sheet",
        title=text("Fact sheet of a recommendation"),
        about="recommendation",
        build=_recommendation_sheet,
        dated=True,
    ),
    Document(
        name="call-text", title=text("Text of a call, as it is announced"), about="call", build=_call_text
    ),
    Document(
        name="allocation-paper",
        title=text("Allocation paper: proposal for the committee on a call"),
        about="call",
        build=_allocation_paper,
    ),
    Document(
        name="council-paper",
        title=text("Paper for the council or a committee"),
        about="paper",
        build=_council_paper,
    ),
    Document(name="meeting-agenda", title=text("Agenda of a meeting"), about="meeting", build=_agenda),
    Document(name="minutes", title=text("Minutes of a meeting"), about="meeting", build=_minutes),
    Document(
        name="funding-report",
        title=text("Funding report of a year: budget, calls, projects, what became of the money"),
        about=YEAR,
        build=_funding_report,
        dated=True,
    ),
    Document(
        name="public-funding-report",
        title=text("Funding report of a year for the public: what is public of it, fit to be kept"),
        about=YEAR,
        build=_public_funding_report,
        dated=True,
    ),
    Document(
        name="handover",
        title=text("Handover brief for a successor"),
        about=None,
        build=_handover,
    ),
    Document(
        name="consultation-report",
        title=text("Consultation report: how a draft came about, and what became of each contribution"),
        about="edition",
        build=_consultation_report,
        dated=True,
        usual=consultation_report.usual_edition,
    ),
    Document(
        name="synopsis",
        title=text("Synopsis: old and new text side by side"),
        about=REVISIONS,
        build=_synopsis,
    ),
    Document(
        name="amendment-list",
        title=text("List of the amendments that lead from the old text to the new one"),
        about=REVISIONS,
        build=_amendment_list,
    ),
)

DOCUMENTS: dict[str, Document] = {document.name: document for document in _ALL}
NAMING = frozenset({"minutes"})
"""Documents with names of natural persons, which the private overlay gives."""
