"""Rendering: a document's context, through its template, into one of its forms."""

import datetime

from kic.core.snapshot import Snapshot
from kic.documents.catalogue import DOCUMENTS, Wanted
from kic.errors import UsageError
from kic.present.templating import Form, Look, render
from kic.store.sources import Source

TEMPLATES = "templates/"


def rendered(  # what is rendered, and how
    source: Source,
    snapshot: Snapshot,
    today: datetime.date,
    document: str,
    wanted: Wanted,
    *,
    to: Form,
    language: str,
    look: Look,
) -> str:
    """The finished document. Raises UsageError where the id is missing, unknown or superfluous."""
    return render(
        document,
        DOCUMENTS[document].context(snapshot, today, wanted),
        to=to,
        language=language,
        templates=_templates(source),
        look=look,
    )


def _templates(source: Source) -> dict[str, str]:
    """The repository's own templates, read through the same source as its records."""
    found = {}
    for path in source.paths():
        if path.startswith(TEMPLATES) and path.endswith((".j2", ".css")):
            try:
                found[path.removeprefix(TEMPLATES)] = source.read(path).decode()
            except UnicodeDecodeError:
                raise UsageError("{path} is not text in UTF-8.", path=path) from None
    return found
