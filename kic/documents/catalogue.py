"""The documents that kic renders, by name; the template of a document is `NAME.md.j2`."""

import datetime
from collections.abc import Callable
from typing import Any

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.text import Label, Text, text
from kic.documents import allocation_paper, implementation_report
from kic.errors import UsageError


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is to be about: the id it takes, changes since a day, the state on a day."""

    id: str | None = None
    since: datetime.date | None = None
    as_of: datetime.date | None = None


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document: what it is called, which kind of record it is about, and what makes its context.

    `about` is the kind of the id that it takes, or None where it takes none. `build` is called by `context`
    with an id where the document takes one.
    """

    name: str
    title: Text
    about: str | None
    build: Callable[[Snapshot, datetime.date, Wanted], dict[str, Any]]

    @property
    def template(self) -> str:
        """The template's name."""
        return f"{self.name}.md.j2"

    def context(
        self, repository: Snapshot, today: datetime.date, wanted: Wanted | None = None
    ) -> dict[str, Any]:
        """The plain data for the template; raises UsageError where the id does not fit the document."""
        asked = wanted or Wanted()
        if self.about is not None and asked.id is None:
            ids = tuple(entry.id for entry in repository.entries_of(self.about) if entry.id)
            raise UsageError(
                "The document {name} needs to know what it is about.",
                help="It is about one of {ids}. For example: kic render {name} {example}"
                if ids
                else "There is nothing of this kind yet: {kind}.",
                name=self.name,
                kind=Label("kind", self.about),
                ids=ids,
                example=ids[-1] if ids else None,
            )
        if self.about is None and asked.id is not None:
            raise UsageError("The document {name} takes no id.", name=self.name)
        return self.build(repository, today, asked)


def _implementation_report(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    return implementation_report.context(repository, today, since=wanted.since, as_of=wanted.as_of)


def _allocation_paper(repository: Snapshot, today: datetime.date, wanted: Wanted) -> dict[str, Any]:
    assert wanted.id is not None
    return allocation_paper.of_call(repository, today, wanted.id)


_ALL = (
    Document(
        name="implementation-report",
        title=text("Implementation report: progress of the concept's recommendations"),
        about=None,
        build=_implementation_report,
    ),
    Document(
        name="allocation-paper",
        title=text("Allocation paper: proposal for the committee on a call"),
        about="call",
        build=_allocation_paper,
    ),
)

DOCUMENTS: dict[str, Document] = {document.name: document for document in _ALL}
