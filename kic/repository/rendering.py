"""Rendering: a document's context, through its template, into one of its forms."""

from typing import TYPE_CHECKING

from kic.documents.catalogue import DOCUMENTS, Wanted
from kic.errors import UsageError
from kic.present.templating import Form, Look, render

if TYPE_CHECKING:
    from kic.repository.repository import Repository

TEMPLATES = "templates/"


def rendered(
    repository: "Repository", document: str, wanted: Wanted, *, to: Form, language: str, look: Look
) -> str:
    """The finished document. Raises UsageError where the id is missing, unknown or superfluous."""
    return render(
        document,
        DOCUMENTS[document].context(repository.snapshot, repository.today, wanted),
        to=to,
        language=language,
        templates=_templates(repository),
        look=look,
    )


def _templates(repository: "Repository") -> dict[str, str]:
    """The repository's own templates, read through the same source as its records."""
    found = {}
    for path in repository.source.paths():
        if path.startswith(TEMPLATES) and path.endswith((".j2", ".css")):
            try:
                found[path.removeprefix(TEMPLATES)] = repository.source.read(path).decode()
            except UnicodeDecodeError:
                raise UsageError("{path} is not text in UTF-8.", path=path) from None
    return found
