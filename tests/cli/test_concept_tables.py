"""Recommendations in the tables of a concept: rows, sheets of one measure each, overviews, and what is not taken."""

import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from kic.repository.concept_text.beginnings import Beginnings
from kic.repository.concept_text.columns import Columns
from kic.repository.concept_text.reading import read_concept
from kic.repository.concept_text.recognising import recognised
from tests.cli.inprocess import call
from tests.cli.test_import_concept import NUMBERS, word


class Told(NamedTuple):
    number: str
    title: str
    under: str = ""
    text: str = ""
    goals: tuple[str, ...] = ()
    responsible: str = ""


def told_by(
    content: bytes, file: str, *columns: str
) -> tuple[list[Told], list[tuple[int, str, tuple[str, ...]]]]:
    """The recommendations of a text, and what is left of it: place, words, and why they are not read."""
    beginnings = Beginnings()
    read = read_concept(content, file)
    assert read.readable
    found = recognised(read.paragraphs, (), beginnings, (), Columns.told(beginnings, columns))
    return [
        Told(
            each.number,
            each.title,
            found.elements[each.theme].title if each.theme is not None else "",
            each.texts.get("text", ""),
            each.goals,
            each.responsible,
        )
        for each in found.elements
        if each.kind == "recommendation"
    ], [(each.place, each.words, each.passed) for each in found.left]


ROWS = """\
# Konzept

## Themenfeld 1: Sprache

### Ziele

- Kurse sind erreichbar

### Maßnahmen

| Nr. | Maßnahme | Beschreibung | Ziel | Zuständig | Zeitraum | Stand | Ansprechpartner |
|-----|----------|--------------|------|-----------|----------|-------|-----------------|
| 7 | Kurse am Abend | Kurse nach 18 Uhr.<br>Mit Betreuung. | Kurse sind erreichbar | Amt 51, VHS | 2023 bis 2025 | läuft | Frau M. |
| 8. | **Sprachcafé** | | | | ab 2024 | | |
| | | | | | | | |
| HE 9 | Lotsen | Lotsen gehen mit. | | | | offen | |
"""


def test_each_row_below_headings_that_say_what_columns_are_is_a_recommendation() -> None:
    """What has no field stands in the text behind its heading; what is not known and who is named is told with its line."""
    found, left = told_by(ROWS.encode(), "k.md")
    assert found == [
        Told(
            "7",
            "Kurse am Abend",
            "Sprache",
            "Kurse nach 18 Uhr.\nMit Betreuung.\n\nZeitraum: 2023 bis 2025",
            ("Kurse sind erreichbar",),
            "Amt 51, VHS",
        ),
        Told("8", "Sprachcafé", "Sprache", "Zeitraum: ab 2024"),
        Told("9", "Lotsen", "Sprache", "Lotsen gehen mit."),
    ]
    assert left == [(13, "Stand: läuft", ()), (13, "", ("persons",)), (16, "Stand: offen", ())]


def test_a_column_that_is_not_known_is_told() -> None:
    found, left = told_by(ROWS.encode(), "k.md", "Stand=text", "Ziel=ignored")
    assert found[2].text == "Lotsen gehen mit.\n\nStand: offen"
    assert found[0].goals == ()
    assert (13, "Ziel: Kurse sind erreichbar", ()) in left


@pytest.mark.parametrize(
    ("headings", "cells", "expected"),
    [
        ("Lfd. Nr.|Konkrete Maßnahme|Federführung", "3|Paten|Amt", Told("3", "Paten", "", "", (), "Amt")),
        ("Titel der Maßnahme|Ziel der Maßnahme", "Paten|Mitreden", Told("", "Paten", "", "", ("Mitreden",))),
        ("Maßnahme|Umsetzung", "Maßnahme 3: Paten|Sie helfen.", Told("3", "Paten", "", "Sie helfen.")),
        ("Maßnahmen|Priorität", "3.2 Paten|hoch", Told("3.2", "Paten", "", "Priorität: hoch")),
        ("Handlungsfeld|Empfehlung", "2 Wohnen|Paten", Told("", "Paten", "Wohnen")),
        ("Massnahme|Zustaendigkeit|Frist", "Paten||2024", Told("", "Paten", "", "Frist: 2024")),
        (
            "Measure|Description|Period",
            "Paten|They help.|2024",
            Told("", "Paten", "", "They help.\n\nPeriod: 2024"),
        ),
        ("Nr|Maßnahme", f"4|{'Wort ' * 60}", Told("4", "", "", ("Wort " * 60).strip())),
        ("Name|Telefon", "Frau M.|0631", None),
        ("Titel|Jahr", "Bericht|2020", None),
        ("Titel|Inhalt|Seite", "Vorwort|Grußwort|3", None),
        ("Jahr|Personen", "2020|77", None),
        ("Stand der Maßnahmen|2020", "gut|3", None),
    ],
)
def test_the_headings_that_cities_use(headings: str, cells: str, expected: Told | None) -> None:
    """And tables of other things stay what they were: named, cell by cell."""
    line = "|".join("---" for _ in headings.split("|"))
    found, left = told_by(f"# Konzept\n\n|{headings}|\n|{line}|\n|{cells}|\n".encode(), "k.md")
    assert found == ([expected] if expected is not None else [])
    if expected is None:
        assert [words for _, words, _ in left] == [*headings.split("|"), *cells.split("|")]


def test_a_table_for_each_measure_has_its_headings_before_the_cells() -> None:
    """With the title inside, or below a heading that is the title."""
    inside = "| Maßnahme 7 | Lernpaten |\n|---|---|\n| Ziel | Mitreden |\n| Beschreibung | Sie helfen. |\n| Kosten | 3 Euro |\n"
    below = "### Maßnahme 8: Sprachcafé\n\nEs ist offen.\n\n| Zuständig | VHS |\n|---|---|\n| Zeitraum | 2024 |\n| Bild | keins |\n"
    found, left = told_by(f"# Konzept\n\n{inside}\n{below}".encode(), "k.md")
    assert found == [
        Told("7", "Lernpaten", "", "Sie helfen.\n\nKosten: 3 Euro", ("Mitreden",)),
        Told("8", "Sprachcafé", "", "Es ist offen.\n\nZeitraum: 2024", (), "VHS"),
    ]
    assert [words for _, words, _ in left] == ["Bild: keins"]


def test_an_overview_says_nothing_twice() -> None:
    """The row of a measure that has its own text completes it; what it says otherwise is named."""
    overview = "## Übersicht\n\n| Nr. | Maßnahme | Zuständig | Beschreibung |\n|-|-|-|-|\n| 1 | Paten | VHS | Kurz. |\n| 2 | Lotsen | VHS | |\n"
    told = "### Maßnahme 1: Paten\n\nPaten helfen beim Lernen.\n\n"
    for markdown in (f"# Konzept\n\n{told}{overview}", f"# Konzept\n\n{overview}\n{told}"):
        found, left = told_by(markdown.encode(), "k.md")
        assert sorted(found) == [
            Told("1", "Paten", "", "Paten helfen beim Lernen.", (), "VHS"),
            Told("2", "Lotsen", "", "", (), "VHS"),
        ]
        assert "Kurz." in [words for _, words, _ in left]


def cell(words: str, look: str = "") -> str:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in words.split("\n"))
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{paragraphs}</w:tc>"


def document(*rows: tuple[str, ...], **parts: str) -> bytes:
    table = "".join(f"<w:tr>{''.join(each)}</w:tr>" for each in rows)
    return word(
        document='<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        f"<w:tbl>{table}</w:tbl><w:p><w:r><w:t>Danach.</w:t></w:r></w:p></w:body></w:document>",
        **parts,
    )


def test_a_list_in_a_cell_stands_below_its_heading_with_an_item_on_each_line() -> None:
    bullet = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    items = f"<w:tc>{bullet.format('Schulen')}{bullet.format('Vereine')}</w:tc>"
    bullets = NUMBERS.replace('"decimal"', '"bullet"')
    content = document((cell("Maßnahme"), cell("Partner")), (cell("Paten"), items), numbering=bullets)
    found, _left = told_by(content, "k.docx")
    assert [each.text for each in found] == ["Partner:\n\n- Schulen\n- Vereine"]


DOWN, ON, WIDE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="3"/>'


def test_merged_cells_of_word_hold_for_every_row_they_cover() -> None:
    """A theme for the rows beside it, a measure with several lines, a row that names the theme of those below."""
    found, left = told_by(
        document(
            (cell("Handlungsfeld"), cell("Maßnahme"), cell("Zuständig")),
            (cell("1 Sprache", DOWN), cell("Paten\nSie helfen."), cell("VHS")),
            (cell("", ON), cell("Lotsen", DOWN), cell("Amt 51")),
            (cell("", ON), cell("", ON), cell("Amt 52")),
            (cell("Handlungsfeld", ""), cell("Maßnahme"), cell("Zuständig")),
            (cell("Handlungsfeld 2: Wohnen", WIDE),),
            (cell(""), cell("Umzug"), cell("Amt 53")),
        ),
        "k.docx",
    )
    assert found == [
        Told("", "Paten", "Sprache", "Sie helfen.", (), "VHS"),
        Told("", "Lotsen", "Sprache", "", (), "Amt 51, Amt 52"),
        Told("", "Umzug", "Wohnen", "", (), "Amt 53"),
    ]
    assert [words for _, words, _ in left] == ["Danach."]


def test_a_row_over_the_whole_table_is_no_row_of_headings() -> None:
    """The name of a measure above its sheet, a title above the headings of a list."""
    wide = '<w:gridSpan w:val="2"/>'
    found, left = told_by(
        document(
            (cell("Maßnahme 1", wide),),
            (cell("Titel"), cell("Kurse für Eltern")),
            (cell("Beschreibung"), cell("Am Vormittag.")),
            (cell("Ansprechpartner"), cell("Max M.")),
            (cell("Maßnahme 2: Lotsen", wide),),
            (cell("Zeitraum"), cell("2025")),
            (cell("Maßnahme 3", wide),),
            (cell("Titel"), cell("Sport")),
        ),
        "k.docx",
    )
    assert found == [
        Told("1", "Kurse für Eltern", "", "Am Vormittag."),
        Told("2", "Lotsen", "", "Zeitraum: 2025"),
        Told("3", "Sport"),
    ]
    assert [(words, passed) for _, words, passed in left] == [("", ("persons",)), ("Danach.", ())]
    markdown = "# Konzept\n\n| Maßnahme 3 | |\n|---|---|\n| Titel | Paten |\n| Beschreibung | Sie helfen. |\n"
    assert told_by(markdown.encode(), "k.md") == ([Told("3", "Paten", "", "Sie helfen.")], [])
    found, left = told_by(
        document(
            (cell("Handlungsfeld 1: Sprache", WIDE),),
            (cell("Maßnahmen im Überblick", WIDE),),
            (cell("Nr."), cell("Maßnahme"), cell("Zuständig")),
            (cell("1"), cell("Paten"), cell("VHS")),
        ),
        "k.docx",
    )
    assert found == [Told("1", "Paten", "Sprache", "", (), "VHS")]
    assert [words for _, words, _ in left] == ["Maßnahmen im Überblick", "Danach."]


def test_rows_enter_the_reviewed_plan_of_a_new_city(tmp_path: Path) -> None:
    """With goal and responsible body where they are known; names that are not known are told with their place."""
    begun = call("init", "stadt", "--name", "Stadt Musterstadt", "--land", "RP", "--yes", folder=tmp_path)
    assert begun.code == 0, begun.err
    city = tmp_path / "stadt"
    (city / "Konzept.md").write_text(ROWS + "| | Messe | | | IHK | | | |\n", "utf-8")
    done = call("import", "concept", str(city / "Konzept.md"), "--yes", folder=city)
    assert done.code == 0, done.err
    said = " ".join(done.err.split())
    assert "Zeile 13: 7: Zuständig nicht eingetragen, da hier nicht bekannt: Amt 51, VHS" in said
    assert "Zeile 17: Messe: Zuständig nicht eingetragen, da hier nicht bekannt: IHK" in said
    assert "Zeile 13: unter „Maßnahmen“: nicht gelesen wird eine Zelle mit Angaben zu Personen" in said
    assert "Frau M." not in done.err + done.out
    assert "--column" in said
    one = (city / "concept/recommendations/he-07.yaml").read_text("utf-8")
    assert "title: Kurse am Abend\n" in one
    assert "Zeitraum: 2023 bis 2025\n" in one
    assert "goals:\n  - t1-z1\n" in one
    assert call("check", folder=city).code == 0
    again = call("import", "concept", str(city / "Konzept.md"), "--yes", folder=city)
    assert "Es gibt nichts zu ändern." in again.err


def test_a_column_that_no_table_has_is_refused(city: Path) -> None:
    (city / "k.md").write_text(ROWS, "utf-8")
    done = call("import", "concept", str(city / "k.md"), "--column", "Sand=text", folder=city, lang="en")
    assert done.code == 2
    assert "No table of the text has a column Sand. Did you mean Stand?" in " ".join(done.err.split())


def test_a_table_of_which_no_heading_is_known_says_how_its_columns_are_told(city: Path) -> None:
    """And what is said leads to its recommendations; a table of other things is left as it is."""
    other = "| Jahr | Personen |\n|-|-|\n| 2020 | 77 |\n"
    rows = f"# Konzept\n\n## Kapitel\n\n| Wer hilft | Wobei | Wann |\n|-|-|-|\n| Neue Paten | Beim Lernen. | jetzt |\n\n{other}"
    (city / "k.md").write_text(rows, "utf-8")
    words = ("import", "concept", str(city / "k.md"), "--dry-run")
    refused = call(*words, folder=city, lang="en")
    said = " ".join(refused.err.split())
    assert refused.code == 1
    assert "Wer hilft, Wobei, Wann" in said
    assert "Jahr, Personen" in said
    hint = '--column "Wer hilft=title" --column "Wobei=text"'
    assert hint in said
    told = call(*words, *shlex.split(hint), folder=city, lang="en")
    assert "Neue Paten is new" in told.err
    assert "is not read as one" not in told.err, "the recommendations are found"


@pytest.mark.parametrize(
    ("typed", "example"),
    [
        (("Lfd.=number", "Worum geht es=text"), "Wer hilft=title"),
        (("Worum geht es=title",), "Lfd.=text"),
        (("Worum geht es=Titel",), "Lfd.=text"),
        (("Lfd.=ignored", "Worum geht es=text", "Wer hilft=Zuständig"), "...=title"),
    ],
)
def test_a_table_of_which_some_headings_are_told_says_what_is_missing(
    city: Path, typed: tuple[str, ...], example: str
) -> None:
    """And offers no heading of which it was said already; with what it offers the table is read."""
    rows = "| Lfd. | Worum geht es | Wer hilft |\n|-|-|-|\n| 901 | Beim Lernen. | Neue Paten |\n"
    other = "| Jahr | Personen |\n|-|-|\n| 2020 | 77 |\n"
    (city / "k.md").write_text(f"# Konzept\n\n## Kapitel\n\n{other}\n{rows}", "utf-8")
    words = ("import", "concept", str(city / "k.md"), "--dry-run")
    given = [word for each in typed for word in ("--column", each)]
    said = " ".join(call(*words, *given, folder=city, lang="en").err.split())
    assert said.count("--column ") == 1
    assert f'--column "{example}"' in said
    if "..." not in example:
        told = call(*words, *given, "--column", example, folder=city, lang="en")
        assert "is new" in told.err


def test_what_a_column_holds_is_misspelt_in_either_language_and_the_field_is_offered(city: Path) -> None:
    (city / "k.md").write_text(ROWS, "utf-8")
    for wrong in ("Stand=Zuständg", "Stand=responsibl"):
        refused = call("import", "concept", str(city / "k.md"), "--column", wrong, folder=city, lang="en")
        assert refused.code == 2
        assert "Did you mean responsible?" in " ".join(refused.err.split())
