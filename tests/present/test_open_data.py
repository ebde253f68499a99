"""Tables as CSV and JSON lines, and graphs: any text comes through, and none becomes a formula."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.core.text import text
from kic.core.values import Money, Number
from kic.domain.publishing import Column, Sort, Table
from kic.present.language import speak
from kic.present.open_data.grants_360 import amount, shortened
from kic.present.open_data.graph import Node, Statement, Words, json_ld, rdf_xml, turtle
from kic.present.open_data.sheets import FORMULA, Sheet, as_csv, as_lines

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf")), max_size=20)


def table(*rows: tuple[object, ...]) -> Table:
    columns = (
        Column("id", Sort.ID),
        Column("title"),
        Column("amount", Sort.MONEY),
        Column("weight", Sort.NUMBER),
    )
    return Table(name="x", title=text("X"), why=text("Y"), columns=columns, key=("id",), rows=rows)


def read(content: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.mark.parametrize("opening", FORMULA)
def test_a_text_is_no_formula_and_a_number_stays_one(opening: str) -> None:
    row = ("a", f"{opening}HYPERLINK()", Money(-123450), Number("-7.5"))
    german = read(as_csv(table(row), Sheet(speak("de"))), ";")[1]
    assert german[1][0] in "'\\", "an apostrophe, or a carriage return made visible"
    assert german[2:] == ["-1234,50", "-7,5"]
    assert read(as_csv(table(row), Sheet()), ",")[1][2:] == ["-1234.50", "-7.5"]


@given(WORDS)
def test_any_text_is_read_back_from_csv(words: str) -> None:
    for sheet in (Sheet(), Sheet(speak("de")), Sheet(speak("en"))):
        (_head, row) = read(as_csv(table(("a", words, None, None)), sheet), sheet.delimiter)
        assert row == ["a", f"'{words}" if words.startswith(FORMULA) else words, "", ""]


@given(st.text(max_size=30))
def test_any_text_is_read_back_from_json_lines(words: str) -> None:
    content = as_lines(table(("a", words, Money(100), None)))
    (line,) = content.decode().splitlines()
    assert json.loads(line) == {"id": "a", "title": words, "amount": "1.00", "weight": None}


@given(st.integers(0, 10**14))
def test_amounts_of_360giving_read_as_they_are(cents: int) -> None:
    spelled = json.dumps(amount(Money(cents)))
    whole, _, decimals = spelled.partition(".")
    assert int(whole) * 100 + int(decimals.ljust(2, "0") or 0) == cents


def test_a_long_title_is_cut_at_a_word() -> None:
    assert shortened("Kurz") == "Kurz"
    cut = shortened("wort " * 40)
    assert cut.endswith("wort…")
    assert len(cut) < 140


@pytest.mark.oracles
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # rdflib itself uses it
@given(WORDS, WORDS)
def test_any_words_come_through_every_spelling_of_a_graph(words: str, address: str) -> None:
    import rdflib

    node = Node(f"https://example.org/{address}")
    said = [
        Statement(node, "dct:title", Words(words, "de")),
        Statement(node, "dcat:byteSize", Words("12", of="xsd:nonNegativeInteger")),
        Statement(node, "dct:publisher", Node("urn:kic:unknown:publisher")),
    ]
    for spelled, name in (
        (turtle(said), "turtle"), (json.dumps(json_ld(said)), "json-ld"), (rdf_xml(said), "xml"),
    ):  # fmt: skip
        graph = rdflib.Graph()
        graph.parse(data=spelled, format=name)
        assert len(graph) == 3
        (title,) = graph.objects(None, rdflib.DCTERMS.title)
        assert (str(title), title.language) == (words, "de")
