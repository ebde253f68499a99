"""The synopsis and the list of amendments: what stands in them, in every form, and what hostile text cannot do.

`KIC_UPDATE=1 python -m pytest tests/present/documents/test_synopsis.py` writes the golden files anew.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from kic.core.tagged import untag
from kic.core.values import PartialDate
from kic.documents import amendment_list, synopsis
from kic.documents.synopsis_rows import Chosen
from kic.domain.revisions import AmendedElement, Amendment, Nature
from kic.domain.revisions.comparing import Class
from kic.present.marks import MARK
from kic.present.safe import safe
from kic.present.templating import Look, Renderer, render, show
from tests.present.documents.concept_texts import TODAY, compared, records
from tests.present.documents.test_hostile import BREAKS, STRINGS, Elements, squeezed

GOLDEN = Path(__file__).parent / "golden"
BUILDERS = {"synopsis": synopsis, "amendment-list": amendment_list}


@pytest.fixture(scope="module")
def renderer():
    with Renderer() as started:
        yield started


@pytest.fixture(scope="module")
def texts(city):
    return compared(city.snapshot(*records(lambda words: words)))


def rows(context: dict[str, Any]) -> dict[str, Any]:
    return {row["id"]: row for section in untag(context)["sections"] for row in section["rows"]}


def words(part: dict[str, Any]) -> str:
    return "".join(
        f"[{mark}:{words}]" if mark != "keep" else words
        for text in part["texts"]
        for mark, words in text["pieces"]
    )


# -- what stands in it -----------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["md", "html", "terminal"])
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("document", BUILDERS)
def test_document_looks_as_the_golden_file(document, language, to, texts, renderer):
    context = BUILDERS[document].context(texts, TODAY, Chosen(editorial=True))
    output = render(document, context, to=to, language=language, renderer=renderer)
    file = GOLDEN / f"{document}.{language}.{'txt' if to == 'terminal' else to}"
    if os.environ.get("KIC_UPDATE"):
        file.write_text(output, "utf-8", newline="\n")
    assert output == file.read_text("utf-8")


def test_each_element_stands_beside_what_it_became(texts):
    shown = rows(synopsis.context(texts, TODAY, Chosen(unchanged=True, editorial=True)))
    assert {id_: [[each["id"] for each in row[side]] for side in ("old", "new")] for id_, row in shown.items()} == {
        "k2": [["k1"], ["k2"]],
        "a1": [["a1"], []],
        "t1": [[], ["t1"]],
        "t1-z1": [[], ["t1-z1"]],
        "he-1": [["m-1"], ["he-1"]],
        "he-2": [["m-2", "m-3"], ["he-2"]],
        "he-3": [["m-4"], ["he-3", "he-4"]],
        "he-5": [[], ["he-5"]],
        "he-6": [["m-6"], ["he-6"]],
        "he-7": [["m-7"], ["he-7"]],
        "m-5": [["m-5"], []],
    }  # fmt: skip


def test_the_head_says_when_a_text_in_force_was_last_amended(city, texts):
    after = untag(synopsis.context(texts, TODAY))["sides"][1]
    assert after["amended"] is None, "what was resolved with the adoption is part of it"
    later = Amendment(
        id="ae-2",
        edition="k2",
        title="Kurse",
        nature=Nature.RESOLVED,
        date=PartialDate(2024, 5, 13),
        reason="Mehr Bedarf.",
        elements=(AmendedElement(element="he-1"),),
        invented=True,
    )
    amended = compared(city.snapshot(*records(lambda words: words), later))
    sides = untag(synopsis.context(amended, TODAY))["sides"]
    assert [each["amended"] and str(each["amended"]["date"]) for each in sides] == [None, "2024-05-13"]


def test_changed_words_are_marked_with_their_reason_and_mover(texts):
    row = rows(synopsis.context(texts, TODAY))["he-1"]
    assert words(row["new"][0]) == (
        "Die Stadt wirbt um Menschen mit [strike:Migrationshintergrund][insert:Migrationsgeschichte]."
        " Sie berichtet jährlich."
    )
    act = next(each for each in row["acts"] if each["act"] == "amendment")
    assert act["reasons"] == ["Der Begriff legt niemanden auf seine Herkunft fest."]
    assert act["mover"] == "Fraktion A"
    assert act["resolution"].values["number"] == "2022/043"
    assert [str(each["from"]) for each in row["contributions"]] == ["a private person"]


def test_typography_is_counted_and_shown_when_asked_for(texts):
    quiet = synopsis.context(texts, TODAY)
    assert quiet["editorial"] == 1
    assert "he-7" not in rows(quiet)
    assert rows(synopsis.context(texts, TODAY, Chosen(editorial=True)))["he-7"]["classes"] == ["editorial"]


def test_what_did_not_change_is_counted_and_shown_when_asked_for(texts):
    context = synopsis.context(texts, TODAY)
    assert context["unchanged"] == 1
    assert "he-6" not in rows(context)
    shown = rows(synopsis.context(texts, TODAY, Chosen(unchanged=True)))["he-6"]
    assert [text["same"] for text in shown["new"][0]["texts"]] == [True]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (Chosen(themes=("a1",)), {"a1", "he-1", "he-2", "he-3", "m-5"}),
        (Chosen(elements=("m-3",)), {"he-2"}),
        (Chosen(classes=(Class.SPLIT,)), {"he-3"}),
        (Chosen(classes=(Class.UNCHANGED,)), {"he-6"}),
    ],
)
def test_rows_can_be_chosen_by_theme_element_and_class(chosen, expected, texts):
    context = synopsis.context(texts, TODAY, chosen)
    assert set(rows(context)) == expected
    assert context["narrowed"]


def test_data_hold_both_texts_byte_for_byte(texts):
    for row in synopsis.data(texts, Chosen(unchanged=True, editorial=True))["rows"]:
        for side, marks in (("old", ("keep", "strike")), ("new", ("keep", "insert"))):
            for part in row[side]:
                element = (
                    next(each for each in records(lambda words: words) if each.id == part["id"])
                    if (part["id"] != "t1-z1")
                    else None
                )
                for text in part["texts"] if element is not None else ():
                    shown = "".join(piece["words"] for piece in text["pieces"] if piece["mark"] in marks)
                    assert shown == getattr(element, text["field"])


# -- forms -----------------------------------------------------------------------------------------------


def test_a_page_says_in_words_what_was_struck_and_inserted(texts, renderer):
    page = render("synopsis", synopsis.context(texts, TODAY), to="html", language="de", renderer=renderer)
    assert (
        '<del><span class="unseen">[gestrichen: </span>Migrationshintergrund<span class="unseen">]</span></del>'
        in page
    )
    assert (
        '<ins><span class="unseen">[eingefügt: </span>Migrationsgeschichte<span class="unseen">]</span></ins>'
        in page
    )
    assert '<th role="columnheader" scope="col">Neuer Text</th>' in page
    assert '<td role="cell" data-column="Bisheriger Text">' in page
    assert MARK.search(page) is None


@pytest.mark.parametrize(("width", "beside"), [(100, True), (80, False)])
def test_texts_stand_side_by_side_where_the_terminal_is_wide(width, beside, texts, renderer):
    shown = render(
        "synopsis", synopsis.context(texts, TODAY), to="terminal", language="de", renderer=renderer,
        look=Look(width=width),
    )  # fmt: skip
    line = next(line for line in shown.splitlines() if "[-Migrationshintergrund-]" in line)
    assert ("{+Migrationsgeschichte+}" in line) is beside
    assert ("Bisheriger Text:" in shown) is not beside
    assert max(map(len, shown.splitlines())) <= width


@pytest.fixture(scope="module")
def harmless(city, renderer):
    """The elements of each document where every text is a word."""
    word = compared(city.snapshot(*records(lambda words: with_text("Wort", words))))
    return {
        name: shape(
            Elements(render(name, builder.context(word, TODAY), to="html", language="en", renderer=renderer))
        )
        for name, builder in BUILDERS.items()
    }


@pytest.mark.parametrize("string", STRINGS)
def test_hostile_text_stays_text_in_its_cell(string, city, renderer, harmless):
    judge(string, city, renderer, harmless)


@pytest.mark.corpora
def test_every_naughty_string_stays_text_in_its_cell(city, renderer, harmless):
    strings = json.loads((Path(os.environ["KIC_CORPORA"]) / "blns.json").read_text("utf-8"))
    strings = [string for string in strings if BREAKS.sub("", string)]
    assert len(strings) > 400
    for string in strings:
        judge(string, city, renderer, {"synopsis": harmless["synopsis"]})


def with_text(string, words):
    """A text of the concept, short, with another before it."""
    return f"{string} {words[:9]}"


def judge(string, city, renderer, harmless):
    for name, expected in harmless.items():
        state = compared(city.snapshot(*records(lambda words: with_text(string, words))))
        hostile = BUILDERS[name].context(state, TODAY)
        source = renderer.markdown(name, hostile, language="en")
        page = show(source, hostile, to="html", language="en")
        seen = Elements(page)
        assert squeezed(safe(BREAKS.sub(" ", string))) in squeezed(seen.words), "the text is there, as it is"
        assert shape(seen) == expected
        assert MARK.search(page) is None
        markdown = show(source, hostile, to="md", language="en")
        assert set(re.findall(r"(?<!\\)(?:\\\\)*</?(\w+)", markdown)) <= {"del", "ins", "br"}
        for line in markdown.splitlines():
            if line.startswith("| **") and "<br>" in line:
                assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == 4
        for width in (100, 60):
            shown = show(source, hostile, to="terminal", language="en", look=Look(width=width))
            assert safe(shown) == shown


def shape(seen: Elements) -> list[Any]:
    """The elements but those that the words of a text make: paragraphs and marks."""
    return [
        (tag, attributes)
        for tag, attributes in seen.elements
        if tag not in ("p", "del", "ins", "br") and dict(attributes).get("class") != "unseen"
    ]
