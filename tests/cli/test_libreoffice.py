"""Every document and letter as DOCX opens in LibreOffice: all files in one call, then read as PDF."""

import io
import re
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest

from kic.repository.forms.asking import FormKind
from kic.repository.forms.reading import read_form
from kic.repository.repository import Repository
from tests.cli.each_document import each_document
from tests.cli.filling import APPLICATION, ON, accounted, came_back

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def written(file: Path) -> list[str]:
    """The paragraphs of a DOCX."""
    with zipfile.ZipFile(file) as archive:
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    return ["".join(part.text or "" for part in each.iter(f"{W}t")) for each in body.iter(f"{W}p")]


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]+", "", words)


@pytest.mark.system
def test_every_docx_opens_in_libreoffice_with_all_its_words(city: Path, tmp_path: Path) -> None:
    files = each_document(city, "docx", tmp_path / "docx")
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
