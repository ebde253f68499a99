"""Rendering: a document's context, through its template, into one of its forms."""

import datetime
from typing import Literal

from kic.core.snapshot import Snapshot
from kic.documents.catalogue import DOCUMENTS, Wanted
from kic.errors import UsageError
from kic.present.templating import Form, Look, render
from kic.store.sources import Source

TEMPLATES = "templates/"
FileForm = Literal["pdf", "docx"]
FILE_FORMS: tuple[FileForm, ...] = ("pdf", "docx")
"""Forms that are files of their own kind, for which the extra `kic[documents]` is needed."""
_LAYOUTS = (".typ", ".docx", ".ttf", ".otf", ".svg", ".png")


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


def filed(
    source: Source,
    snapshot: Snapshot,
    today: datetime.date,
    document: str,
    wanted: Wanted,
    *,
    to: FileForm,
    language: str,
) -> bytes:
    """The finished document as a PDF or DOCX file, the same bytes each time.

    Raises UsageError as `rendered`, Unavailable without the extra, and Refused where a template, a layout or a
    font fails.
    """
    from kic.core.tagged import untag  # noqa: PLC0415
    from kic.present.charts import Charts  # noqa: PLC0415
    from kic.present.language import speak  # noqa: PLC0415
    from kic.present.templating import Renderer  # noqa: PLC0415
    from kic.present.typesetting.docx import docx  # noqa: PLC0415
    from kic.present.typesetting.pandoc import Pandoc  # noqa: PLC0415
    from kic.present.typesetting.pdf import Typesetter  # noqa: PLC0415

    own = _layouts(source)
    with Pandoc() as pandoc, Renderer() as renderer, Typesetter(own) as typesetter:
        context = DOCUMENTS[document].context(snapshot, today, wanted)
        text = renderer.markdown(document, context, language=language, templates=_templates(source))
        charts = Charts(untag(context.get("charts", {})), speak(language))
        if to == "docx":
            return docx(text, charts, pandoc, typesetter, own)
        return typesetter.paper(text, charts, untag(context.get("page", {})), pandoc)


def _layouts(source: Source) -> dict[str, bytes]:
    """The repository's own layouts, pictures and fonts by their name below `templates/`."""
    return {
        path.removeprefix(TEMPLATES): source.read(path)
        for path in source.paths()
        if path.startswith(TEMPLATES) and path.endswith(_LAYOUTS)
    }


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
