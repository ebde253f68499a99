"""Every document and letter as DOCX opens in LibreOffice: all files in one call, then read as PDF."""

import datetime
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest

from kic.documents.catalogue import DOCUMENTS, REVISIONS, YEAR
from kic.documents.letters.catalogue import LETTERS
from kic.repository.forms.asking import FormKind
from kic.repository.forms.reading import read_form
from kic.repository.repository import Repository
from tests.cli.conftest import TODAY
from tests.cli.filling import APPLICATION, ON, accounted, came_back
from tests.cli.inprocess import call

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CALLS = ("2024-1", "2025-2", "2026-1")
BEFORE = (
    ("application", "ask", "2026-1-004", "--paper", "Satzung", "--on", "10.11.2026", "--due", "30.11.2026"),
    ("notice", "revoke", "2025-2-003", "--known", "10.11.2026", "--reason", "Zweck verfehlt"),
    ("notice", "hear", "2025-2-003", "--due", "07.12.2026"),
)
"""So that there is a letter of each sort: a request for papers and a hearing, too."""


def subjects(city: Path) -> Iterator[tuple[str, str | None]]:
    """Each document with what it is about in the demo city: the last of its kind."""
    snapshot = Repository(city, today=datetime.date.fromisoformat(TODAY)).snapshot
    for name, document in DOCUMENTS.items():
        if document.about is None:
            yield name, None
        elif document.about in (YEAR, REVISIONS):
            yield name, "2025" if document.about == YEAR else "k2013..k2022"
        else:
            yield name, [str(entry.id) for entry in snapshot.entries_of(document.about)][-1]


def written(file: Path) -> list[str]:
    """The paragraphs of a DOCX."""
    with zipfile.ZipFile(file) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    return ["".join(part.text or "" for part in each.iter(f"{W}t")) for each in body.iter(f"{W}p")]


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]+", "", words)


@pytest.mark.system
def test_every_docx_opens_in_libreoffice_with_all_its_words(city: Path, tmp_path: Path) -> None:
    for words in BEFORE:
        assert call(*words, "--yes", folder=city).code == 0
    made = tmp_path / "docx"
    made.mkdir()
    for name, about in subjects(city):
        document = ("render", name, *([about] if about else []))
        done = call(*document, "--to", "docx", "-o", str(made / f"{name}.docx"), folder=city)
        assert done.code == 0, (document, done.err)
    for name in LETTERS:
        for each in CALLS:
            folder = made / f"{name}-{each}"
            if call("render", name, each, "--to", "docx", "-o", str(folder), folder=city).code != 0:
                continue  # no letter of this sort in this call
            first = min(folder.iterdir())
            first.rename(made / first.name)
            break
        else:
            pytest.fail(f"the demo city has no {name}")
    files = sorted(made.glob("*.docx"))
    assert len(files) == len(DOCUMENTS) + len(LETTERS)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path / "pdf"),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for file in files:
        pages = pypdf.PdfReader(io.BytesIO((tmp_path / "pdf" / f"{file.stem}.pdf").read_bytes())).pages
        shown = squeezed("".join(page.extract_text() for page in pages))
        paragraphs = written(file)
        assert sum(map(len, paragraphs)) > 200, file.stem
        words = {squeezed(word) for each in paragraphs for word in each.split()}
        assert {word for word in words if word not in shown} == set(), file.stem
        assert len(pages) <= 60, file.stem


@pytest.mark.system
def test_forms_come_back_from_libreoffice_as_they_were_filled_in(city: Path, tmp_path: Path) -> None:
    """Opened and saved there, whatever becomes of hidden names: the same values, or a finding."""
    snapshot = Repository(city, today=ON).snapshot
    proof = accounted(snapshot, "2025-2-003")
    wanted = {
        "antrag.docx": came_back(snapshot, FormKind.APPLICATION, "2026-1", APPLICATION),
        "antrag.xlsx": came_back(snapshot, FormKind.APPLICATION, "2026-1", APPLICATION, to="xlsx"),
        "nachweis.docx": came_back(snapshot, FormKind.PROOF_OF_USE, "2025-2-003", proof, lang="en"),
        "nachweis.xlsx": came_back(
            snapshot, FormKind.PROOF_OF_USE, "2025-2-003", proof, to="xlsx", lang="en"
        ),
    }
    for name, content in wanted.items():
        (tmp_path / name).write_bytes(content)
    for ending in ("docx", "xlsx"):
        files = [str(tmp_path / name) for name in wanted if name.endswith(ending)]
        command = [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            ending,
        ]
        subprocess.run(
            [*command, "--outdir", str(tmp_path / "saved"), *files],
            check=True,
            capture_output=True,
            timeout=180,
        )
    for name, content in wanted.items():
        before = read_form(snapshot, content, name, on=ON)
        after = read_form(snapshot, (tmp_path / "saved" / name).read_bytes(), name, on=ON)
        assert [each.message for each in after.findings] == []
        assert {k: str(v.value) for k, v in after.values.items()} == {
            k: str(v.value) for k, v in before.values.items()
        }
