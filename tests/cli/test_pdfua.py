"""Every document and letter as PDF against pdfua, a checker of the rules of PDF/UA-1 that can be machine-checked."""

from pathlib import Path

import pikepdf
import pytest

from tests.cli.each_document import each_document
from tests.cli.inprocess import call

pytestmark = pytest.mark.oracles

BROKEN = {"UA-14-001"}
"""Empty headings: with present versions of pikepdf the rule itself raises (it asks an array for `is_integer`), and
pdfua 0.1.3 says that it was not evaluated. `empty_headings` looks in its place."""


def empty_headings(file: Path) -> list[str]:
    """The headings of a structure tree below which no words are marked."""

    def marked(node: object) -> bool:
        if isinstance(node, pikepdf.Array):
            return any(map(marked, node))
        if isinstance(node, pikepdf.Dictionary):
            return node.get("/Type") == "/MCR" or marked(node.get("/K"))
        return isinstance(node, int)

    with pikepdf.open(file) as opened:
        kinds = [
            (each, str(each.get("/S", ""))) for each in opened.objects if isinstance(each, pikepdf.Dictionary)
        ]
        headings = [(each, kind) for each, kind in kinds if kind[:2] == "/H" and kind[2:].isdigit()]
        assert headings, file.name
        return [f"{file.name}: {kind}" for each, kind in headings if not marked(each.get("/K"))]


@pytest.mark.parametrize("lang", ["de", pytest.param("en", marks=pytest.mark.soak)])
def test_pdfua_finds_nothing_in_any_document_or_letter(city: Path, tmp_path: Path, lang: str) -> None:
    from pdfua import Validator  # `make oracles` installs it

    files = each_document(city, "pdf", tmp_path / "pdf", lang=lang)
    pack = tmp_path / "pack.pdf"
    assert call("meeting", "pack", "2026-12-03", "-o", str(pack), folder=city, lang=lang).code == 0
    for file in (*files, pack):
        outcomes = Validator().validate(str(file)).outcomes
        found = [f"{file.name}: {each.rule_id} {finding}" for each in outcomes for finding in each.findings]
        assert found == []
        assert {each.rule_id for each in outcomes if each.skipped_reason} <= BROKEN, file.name
        assert len(outcomes) >= 12
        assert empty_headings(file) == []
