"""Both documents in both languages and all three forms, as files to look at.

`KIC_UPDATE=1 python -m pytest tests/present/documents/test_golden.py` writes them anew; look at the diff.
"""

import os
from pathlib import Path

import pytest

from kic.documents import allocation_paper
from kic.present.templating import Renderer, render

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def renderer():
    with Renderer() as started:
        yield started


@pytest.mark.parametrize("to", ["md", "html", "terminal"])
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("document", ["implementation-report", "allocation-paper"])
def test_document_looks_as_the_golden_file(document, language, to, city, renderer):
    output = render(document, city.contexts()[document], to=to, language=language, renderer=renderer)
    file = GOLDEN / f"{document}.{language}.{'txt' if to == 'terminal' else to}"
    if os.environ.get("KIC_UPDATE"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(output, "utf-8", newline="\n")
    assert output == file.read_text("utf-8")


def test_a_renderer_of_its_own_gives_the_same_bytes(city, renderer):
    context = city.contexts()["allocation-paper"]
    shared = render("allocation-paper", context, to="html", language="de", renderer=renderer)
    assert render("allocation-paper", context, to="html", language="de") == shared


@pytest.mark.parametrize(
    ("rule", "language", "said"),
    [
        ("ranked", "en", "These applications have exactly the same score."),
        ("score-per-euro", "en", "The rule of allocation puts these applications equal."),
        ("equal-shares", "en", "The rule of allocation puts these applications equal."),
        ("equal-shares", "de", "Nach der Vergaberegel stehen diese Anträge gleich."),
    ],
)
def test_ties_are_said_to_be_of_scores_only_where_scores_are_equal(rule, language, said, city, renderer):
    state = city.snapshot(*city.records(lambda text: text))
    proposal = {**city.proposal, "rule": rule}
    context = allocation_paper.context(state, city.today, city.call(lambda text: text), proposal)
    paper = render("allocation-paper", context, to="md", language=language, renderer=renderer)
    assert said in paper
    assert ("same score" in paper) is (rule == "ranked")
    assert "Punktgleichheit" not in paper
