"""The elements of a concept: what they are, in which order, and what becomes of records that cannot be read."""

from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.revisions.elements import elements
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.revisions import pairs

TWO_EDITIONS = {
    "k2013": {"vision": "Ein Leitbild für alle."},
    "k2022": {"predecessor": "k2013", "summary": "Worum es geht."},
    "m-02": {"title": "Zweite"},
    "m-01": {"title": "Erste"},
    "t2": {"title": "Sprache", "number": 1, "vision": "Alle verstehen sich."},
    "t1": {
        "title": "Bildung",
        "number": 2,
        "goals": [{"id": "t1-z2", "title": "Zuerst"}, {"id": "t1-z1", "title": "Danach", "text": "Weil."}],
    },
    "he-05": {"theme": "t2", "number": 9},
    "he-07": {"theme": "t2", "number": 3, "title": "Kurse", "text": "Es gibt Kurse."},
    "he-01": {"theme": None, "number": 1},
}


def state(**files: str) -> Snapshot:
    """Two editions, with files put in the place of others; `__` stands for a slash, `_` for a hyphen."""
    there = pairs.files(TWO_EDITIONS)
    named = {
        f"concept/{name.replace('__', '/').replace('_', '-')}.yaml": text for name, text in files.items()
    }
    return load(Memory({name: text.encode() for name, text in {**there, **named}.items()}), KINDS)


def test_they_stand_in_the_order_of_the_concept() -> None:
    """Older editions first; themes by number, each with its goals as it lists them, then recommendations by number."""
    found = elements(state())
    assert list(found) == [
        "k2013", "m-01", "m-02",
        "k2022", "t2", "he-07", "he-05", "t1", "t1-z2", "t1-z1", "he-01",
    ]  # fmt: skip
    assert [each.order for each in found.values()] == list(range(len(found)))


def test_one_edition_alone() -> None:
    assert list(elements(state(), "k2013")) == ["k2013", "m-01", "m-02"]


def test_what_is_text_and_what_is_place() -> None:
    found = elements(state())
    assert found["k2022"].texts == (("title", "Integrationskonzept"), ("summary", "Worum es geht."))
    assert found["t2"].texts == (("title", "Sprache"), ("vision", "Alle verstehen sich."))
    assert found["t1-z1"].texts == (("title", "Danach"), ("text", "Weil."))
    assert (found["t1-z1"].kind, found["t1-z1"].parent, found["t1-z1"].edition) == ("goal", "t1", "k2022")
    assert found["t1-z1"].path == "concept/themes/t1.yaml"
    recommendation = found["he-07"]
    assert (recommendation.number, recommendation.parent, recommendation.words("text")) == (
        3,
        "t2",
        "Es gibt Kurse.",
    )
    assert recommendation.words("vision") == ""


def test_a_file_that_is_no_yaml_keeps_kind_id_and_place() -> None:
    found = elements(state(recommendations__he_07="kind: recommendation\nid: ["))
    assert (found["he-07"].kind, found["he-07"].readable, found["he-07"].edition) == (
        "recommendation",
        False,
        None,
    )


def test_what_can_be_made_out_stands_where_it_belongs() -> None:
    content = (
        "kind: recommendation\nid: he-07\nedition: k2022\ntheme: t2\nnumber: 3\ntitle: Kurse\ncolour: red\n"
    )
    found = elements(state(recommendations__he_07=content))
    assert list(found)[3:7] == ["k2022", "t2", "he-07", "he-05"]
    assert (found["he-07"].title, found["he-07"].unread) == ("Kurse", content.encode())


def test_goals_of_a_broken_theme_are_made_out_too() -> None:
    content = (
        "kind: theme\nid: t1\nedition: k2022\nnumber: two\ntitle: Bildung\n"
        "goals:\n  - id: t1-z2\n    title: Zuerst\n  - nobody\n"
    )
    found = elements(state(themes__t1=content))
    assert not found["t1"].readable
    assert (found["t1-z2"].title, found["t1-z2"].parent, found["t1-z2"].readable) == ("Zuerst", "t1", False)


def test_an_unreadable_record_of_an_unknown_edition_belongs_to_each() -> None:
    broken = state(recommendations__he_07="kind: recommendation\nid: [")
    assert "he-07" in elements(broken, "k2013")
    assert "he-07" in elements(broken, "k2022")


def test_editions_that_lead_in_a_circle_have_an_order() -> None:
    circle = {"k2013": {"predecessor": "k2022"}, "k2022": {"predecessor": "k2013"}}
    source = Memory({name: text.encode() for name, text in pairs.files(circle).items()})
    assert sorted(elements(load(source, KINDS))) == ["k2013", "k2022"]
