"""Forms as finished files, in the office's own styles where it has some."""

from pathlib import Path
from typing import Literal

from kic.core.snapshot import Snapshot
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.reporting.standing import grant_before_settlement
from kic.present.forms.docx import form_docx
from kic.present.forms.model import Form
from kic.present.forms.xlsx import form_xlsx
from kic.present.language import Language
from kic.repository.forms.asking import FormKind
from kic.store.reading.sources import Source

SHIPPED = Path(__file__).parents[2] / "templates" / "reference.docx"
FileForm = Literal["docx", "xlsx"]


def form_file(form: Form, to: FileForm, styles: bytes | None = None) -> bytes:
    """The file of a form. `styles` is the office's own `reference.docx`. Raises Unavailable without an extra."""
    if to == "xlsx":
        return form_xlsx(form)
    return form_docx(form, styles if styles is not None else SHIPPED.read_bytes())


def styles_of(source: Source) -> bytes | None:
    """The office's own `reference.docx`; None where the shipped one serves."""
    path = f"templates/{SHIPPED.name}"
    return source.read(path) if path in source.paths() else None


def funded(snapshot: Snapshot, call: Call) -> tuple[Application, ...]:
    """The applications of a call for which an award stands, by their numbers."""
    found = (
        each
        for each in snapshot.all(Application)
        if each.call == call.id and grant_before_settlement(snapshot, each.id) is not None
    )
    return tuple(sorted(found, key=lambda each: int(each.number)))


def file_name(kind: FormKind, id: str, language: Language) -> str:  # noqa: A002
    """What a form's file is called: `Verwendungsnachweis-2025-2-003`."""
    word = language.label("kind", "application") if kind.report is None else language.word(kind.report)
    return f"{'-'.join(word.split())}-{id}"
