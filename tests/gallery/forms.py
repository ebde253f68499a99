"""Makes the forms of the gallery anew: `python tests/gallery/forms.py`, then `python tests/gallery/cases.py`.

Forms are files of Word, which nobody writes by hand; each is a real one of the shared repository with one thing wrong.
"""

import io
import re
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
if str(HERE.parents[1]) not in sys.path:
    sys.path.insert(0, str(HERE.parents[1]))

from kic.repository.forms.asking import FormKind  # noqa: E402
from kic.repository.repository import Repository  # noqa: E402
from tests.cli.filling import ON, came_back  # noqa: E402

FORM = "form.docx"
SAID: Mapping[str, Any] = {"summary": "Die Hälfte der Treffen hat stattgefunden."}
PROVED: Mapping[str, Any] = {"summary": "Alle Treffen haben stattgefunden.", "declared.true": True}
_TITLE = re.compile(r"<w:sdt><w:sdtPr>(?:(?!</w:sdt>).)*kic:participants\".*?</w:sdt>")
_BESIDE = "<w:body><w:p><w:r><w:t>Bitte rufen Sie mich dazu an.</w:t></w:r></w:p>"


def changed(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The file with one of its parts changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            words = old.read(each)
            new.writestr(each, change(words.decode()).encode() if each.filename == part else words)
    return made.getvalue()


def forms() -> dict[str, tuple[bytes, bytes]]:
    """The bad and the good form by the folder of the case."""
    snapshot = Repository(HERE / "_good", today=ON).snapshot
    good = came_back(snapshot, FormKind.INTERIM, "2026-1-001", SAID)
    proof = came_back(snapshot, FormKind.PROOF_OF_USE, "2026-1-001", PROVED)
    text = "word/document.xml"
    return {
        "KIC160-no-text-document": (b"%PDF-1.7\n", good),
        "KIC161-broken-text-document": (b"\n", good),
        "KIC162-form-not-recognised": (
            changed(good, "docProps/custom.xml", lambda words: words.replace("kic-form", "x")),
            good,
        ),
        "KIC163-form-field-changed": (changed(good, text, lambda words: _TITLE.sub("", words)), good),
        "KIC164-words-outside-of-fields": (
            changed(good, text, lambda words: words.replace("<w:body>", _BESIDE)),
            good,
        ),
        "KIC165-declaration-missing": (
            came_back(snapshot, FormKind.PROOF_OF_USE, "2026-1-001", {**PROVED, "declared.true": False}),
            proof,
        ),
    }


if __name__ == "__main__":
    for name, sides in forms().items():
        for side, content in zip(("bad", "good"), sides, strict=True):
            (HERE / name / side).mkdir(parents=True, exist_ok=True)
            (HERE / name / side / FORM).write_bytes(content)
