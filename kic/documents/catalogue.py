"""The documents that kic renders, by name; the template of a document is `NAME.md.j2`."""

from collections.abc import Callable
from typing import Any

import msgspec

from kic.core.text import Text, text
from kic.documents import allocation_paper, implementation_report


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document: what it is called, which kind of record it is about, and what makes its context.

    `about` is the kind of the id that it takes, or None where it takes none. `context` takes the snapshot and
    today first; what else it takes is told where it is defined.
    """

    name: str
    title: Text
    about: str | None
    context: Callable[..., dict[str, Any]]

    @property
    def template(self) -> str:
        """The template's name."""
        return f"{self.name}.md.j2"


_ALL = (
    Document(
        name="implementation-report",
        title=text("Implementation report: progress of the concept's recommendations"),
        about=None,
        context=implementation_report.context,
    ),
    Document(
        name="allocation-paper",
        title=text("Allocation paper: proposal for the committee on a call"),
        about="call",
        context=allocation_paper.context,
    ),
)

DOCUMENTS: dict[str, Document] = {document.name: document for document in _ALL}
