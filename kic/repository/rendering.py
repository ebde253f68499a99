"""Rendering: a document's context, through its template, into one of its forms."""

import datetime
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self

from kic.core.snapshot import Snapshot
from kic.documents.catalogue import DOCUMENTS, Wanted
from kic.errors import UsageError
from kic.present.templating import Form, Look, render
from kic.store.reading.sources import Source

if TYPE_CHECKING:
    from kic.present.fields import Field
    from kic.present.typesetting.pandoc import Pandoc
    from kic.present.typesetting.pdf import Typesetter

TEMPLATES = "templates/"
FileForm = Literal["pdf", "docx"]
FILE_FORMS: tuple[FileForm, ...] = ("pdf", "docx")
"""Forms that are files of their own kind, for which the extra `kic[documents]` is needed."""
_INCLUDED = re.compile(
    r"""{%-?\s*(?:include\s.*?"([\w./-]+\.j2)"(?=\]?\s*-?%})|(?:from|import)\s+"([\w./-]+\.j2)")"""
)
_CHART = re.compile(r"\(chart:([a-z0-9-]+)\)")
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


class Press:
    """What documents are made with, started once for all of a command; a context manager.

    The process that fills templates starts at once; pandoc and typst with the first file that needs them.
    """

    def __init__(self, source: Source, language: str) -> None:
        from kic.present.templating import Renderer  # noqa: PLC0415

        self._language = language
        self._templates = _templates(source)
        self._own = _layouts(source)
        self._stack = ExitStack()
        self._renderer = self._stack.enter_context(Renderer())
        self._setting: tuple[Pandoc, Typesetter] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def as_text(self, document: str, context: dict[str, Any], to: Form, look: Look) -> str:
        """A document for the terminal, as Markdown, or as one HTML page."""
        return render(
            document,
            context,
            to=to,
            language=self._language,
            templates=self._templates,
            renderer=self._renderer,
            look=look,
        )

    def file(self, document: str, context: dict[str, Any], to: FileForm) -> bytes:
        """A document as PDF or DOCX, the same bytes each time; one whose context has a `letter` as a letter."""
        from kic.core.tagged import untag  # noqa: PLC0415
        from kic.present.charts import Charts  # noqa: PLC0415
        from kic.present.language import speak  # noqa: PLC0415
        from kic.present.typesetting.docx import docx  # noqa: PLC0415

        pandoc, typesetter = self._ready()
        text = self._renderer.markdown(document, context, language=self._language, templates=self._templates)
        charts = Charts(untag(context.get("charts", {})), speak(self._language))
        if to == "docx":
            landscape = bool(context.get("page", {}).get("landscape"))
            return docx(text, charts, pandoc, typesetter, self._own, landscape=landscape)
        letter = untag(context["letter"]) if "letter" in context else None
        return typesetter.paper(text, charts, untag(context.get("page", {})), pandoc, letter)

    def bundle(self, parts: list[tuple[str, dict[str, Any]]], about: dict[str, Any]) -> bytes:
        """Several documents as one PDF, each from a new page on, with bookmarks over all of them."""
        from kic.core.tagged import untag  # noqa: PLC0415
        from kic.present.charts import Charts  # noqa: PLC0415
        from kic.present.language import speak  # noqa: PLC0415
        from kic.present.marks import TURNED  # noqa: PLC0415

        texts: list[str] = []
        charts: dict[str, Any] = {}
        for number, (document, context) in enumerate(parts, 1):
            written = self._renderer.markdown(
                document, context, language=self._language, templates=self._templates
            )
            words, drawn = _apart(written, untag(context.get("charts", {})), number)
            turned = untag(context.get("page", {})).get("landscape")
            texts.append(f"{TURNED[0]}\n\n{words}\n\n{TURNED[1]}" if turned else words)
            charts |= drawn
        pandoc, typesetter = self._ready()
        return typesetter.paper("\n\n".join(texts), Charts(charts, speak(self._language)), about, pandoc)

    def _ready(self) -> "tuple[Pandoc, Typesetter]":
        if self._setting is None:
            from kic.present.typesetting.pandoc import Pandoc  # noqa: PLC0415
            from kic.present.typesetting.pdf import Typesetter  # noqa: PLC0415

            pandoc = self._stack.enter_context(Pandoc())
            self._setting = (pandoc, self._stack.enter_context(Typesetter(self._own)))
        return self._setting


def _apart(markdown: str, charts: dict[str, Any], number: int) -> tuple[str, dict[str, Any]]:
    """A part of a bundle, with names of its charts that no other part has."""
    named = {f"part-{number}-{name}": chart for name, chart in charts.items()}
    return _CHART.sub(lambda found: f"(chart:part-{number}-{found[1]})", markdown), named


def filed(  # what is rendered, and how
    source: Source,
    snapshot: Snapshot,
    today: datetime.date,
    document: str,
    wanted: Wanted,
    *,
    to: FileForm,
    language: str,
) -> bytes:
    """The finished document as a PDF or DOCX file.

    Raises UsageError as `rendered`, Unavailable without the extra, and Refused where a template, a layout or a
    font fails.
    """
    with Press(source, language) as press:
        return press.file(document, DOCUMENTS[document].context(snapshot, today, wanted), to)


def figures(
    snapshot: Snapshot, today: datetime.date, document: str, wanted: Wanted, *, language: str
) -> dict[str, bytes]:
    """The numbers of a document's pictures as CSV files by their names; none where it has no pictures.

    Raises UsageError as `rendered`.
    """
    from kic.core.tagged import untag  # noqa: PLC0415
    from kic.present.charts import Charts  # noqa: PLC0415
    from kic.present.language import speak  # noqa: PLC0415

    context = DOCUMENTS[document].context(snapshot, today, wanted)
    charts = Charts(untag(context.get("charts", {})), speak(language))
    about = "-".join(each for each in (document, wanted.id) if each)
    return {f"{about}-{name}.csv": charts.csv(name) for name in charts}


class Explained(NamedTuple):
    """The files that a document is made with, each from where it comes, and the fields of its context."""

    files: tuple[str, ...]
    fields: "tuple[Field, ...]"


def explained(source: Source, template: str, context: dict[str, Any], *, letter: bool) -> Explained:
    """What a template of one's own can use: `templates/NAME` is the repository's, `kic:templates/NAME` shipped."""
    from kic.present.fields import fields  # noqa: PLC0415
    from kic.present.templating import shipped  # noqa: PLC0415

    own = {*_templates(source), *_layouts(source)}
    layout = "letter.typ" if letter else "paper.typ"
    needed = (*_included(template, {**shipped(), **_templates(source)}), "page.css", layout, "reference.docx")
    files = tuple(f"{TEMPLATES}{name}" if name in own else f"kic:{TEMPLATES}{name}" for name in needed)
    return Explained(files, tuple(fields(context)))


def _included(name: str, texts: dict[str, str]) -> tuple[str, ...]:
    """A template and those that it includes by a plain name, each once."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        each = waiting.pop(0)
        if each in texts and each not in found:
            found[each] = None
            waiting += [name for pair in _INCLUDED.findall(texts[each]) for name in pair if name]
    return tuple(found)


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
