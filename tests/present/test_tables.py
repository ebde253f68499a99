"""Tables, definition lists and bars, as they stand on a terminal."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kic.present.bars import Segment, bar, legend, progress
from kic.present.language import speak
from kic.present.tables import Column, definitions, table

COLUMNS = [Column("Kennung", fixed=True), Column("Titel"), Column("Betrag", right=True), Column("Stand")]

TABLE = """\
Kennung  Titel                          Betrag  Stand
-------  -------------------------  ----------  ------------
he-01    Sprachmittlung bei         1.234,56 €  in Umsetzung
         Behörden und in der
         Verwaltung
he-02    中文标题                       5,00 €  –
"""


def test_table_fits_the_terminal():
    rows = [
        ["he-01", "Sprachmittlung bei Behörden und in der Verwaltung", "1.234,56\u00a0€", "in Umsetzung"],
        ["he-02", "中文标题", "5,00\u00a0€", "–"],
    ]
    assert table(COLUMNS, rows, limit=60).replace("\u00a0", " ") == TABLE


def test_words_stay_whole_and_a_number_s_title_goes_on_below():
    columns = (
        Column("ID", fixed=True),
        Column("Antrag"),
        Column("Ergebnis"),
        Column("Vorgeschlagene Summe", right=True),
    )
    rows = [("a-1", "Tage der offenen Gotteshäuser", "nicht gefördert", "3.200,00 €")]
    assert table(columns, rows, limit=48).splitlines() == [
        "                                  Vorgeschlagene",
        "ID   Antrag        Ergebnis                Summe",
        "---  ------------  -------------  --------------",
        "a-1  Tage der      nicht              3.200,00 €",
        "     offenen       gefördert",
        "     Gotteshäuser",
    ]


def test_a_short_word_gives_way_before_a_long_one_is_broken():
    columns = (Column("Wann"), Column("Was", fixed=False))
    rows = [("vor\u00a09 T", "Auszahlungsvoraussetzung")]
    assert table(columns, rows, limit=33).splitlines()[2] == "vor\u00a09 T  Auszahlungsvoraussetzung"


def test_rows_that_do_not_fit_stand_by_themselves():
    columns = (Column("ID", fixed=True), Column("Mittel", right=True), Column("Bewilligt", right=True))
    rows = [("2025-1", "44.000,00\u00a0€", "43.450,00\u00a0€"), ("2025-2", "", "–")]
    assert table(columns, rows, limit=31).splitlines() == [
        "ID         2025-1",
        "Mittel     44.000,00\u00a0€",
        "Bewilligt  43.450,00\u00a0€",
        "",
        "ID         2025-2",
        "Bewilligt  –",
    ]
    assert table(columns, [], limit=10).startswith("ID  ")


def test_an_amount_is_never_parted_from_its_sign():
    columns = [Column("Text"), Column("Anderes")]
    rows = [("Es bleiben 1.234,56\u00a0€ übrig", "Sprachmittlung bei Behörden")]
    assert table(columns, rows, limit=28).splitlines() == [
        "Text          Anderes",
        "------------  --------------",
        "Es bleiben    Sprachmittlung",
        "1.234,56\u00a0€    bei Behörden",
        "übrig",
    ]


def test_markup_and_emoji_names_stay_text():
    assert table([Column("[bold]A[/]")], [["[/nix] :smile: [red]x"]]).splitlines() == [
        "[bold]A[/]",
        "---------------------",
        "[/nix] :smile: [red]x",
    ]


def test_table_without_rows_and_with_unsafe_cells():
    assert table([Column("A"), Column("B")], []) == "A  B\n-  -\n"
    assert table([Column("A")], [["\x1b[31m"]]) == "A\n--------\n" + r"\x1b[31m" + "\n"


def test_definitions_go_on_below_the_value():
    shown = definitions([("Titel", "Sprachmittlung bei Behörden"), ("Zuständig", "a\nb")], limit=28, indent=2)
    assert shown == (
        "  Titel      Sprachmittlung\n"
        "             bei Behörden\n"
        "  Zuständig  a\n"
        "             b\n"
    )  # fmt: skip
    assert definitions([]) == ""


def test_a_long_label_stands_above_its_value():
    assert definitions([("A label that is longer than most labels", "x")], limit=60) == (
        "A label that is longer than most labels\n" + " " * 30 + "x\n"
    )


cells = st.text(st.characters(), max_size=30)


@given(st.lists(st.tuples(cells, cells, cells), max_size=4), st.integers(30, 80))
def test_tables_are_never_wider_than_they_must_be(rows, limit):
    lines = table([Column("One"), Column("Two"), Column("Three")], rows, limit=limit).splitlines()
    assert all(cell_len(line) <= limit for line in lines)


# -- bars --------------------------------------------------------------------------------------------------


def test_progress_of_a_theme_reads_without_colour():
    counts = {
        "implemented": 6,
        "in_progress": 3,
        "ongoing": 1,
        "planned": 2,
        "postponed": 1,
        "merged": 1,
        None: 2,
    }
    segments = progress(counts)
    assert bar(segments, 32) == "[############========----~~xx....]"
    assert legend(segments, speak("en")) == (
        "# implemented 6 · = under way 4 · - ahead 2 · ~ postponed 1 · "
        "x dropped or carried on elsewhere 1 · . without report 2"
    )
    assert legend(segments, speak("de")).startswith("# umgesetzt 6 · = in Umsetzung oder Daueraufgabe 4 · ")


def test_small_amounts_are_seen_and_nothing_is_empty():
    assert bar([Segment("#", "paid", 1), Segment(".", "open", 1_000_000)], 10) == "[#.........]"
    assert bar([Segment("#", "paid", 1_000_000), Segment(".", "open", 1)], 10) == "[#########.]"
    assert bar([], 5) == bar([Segment("#", "none", 0)], 5) == "[     ]"


@given(st.lists(st.integers(0, 10**9), max_size=8), st.integers(8, 60))
def test_bars_are_full_fair_and_as_wide_as_asked(amounts, columns):
    segments = [Segment("abcdefgh"[i], "x", amount) for i, amount in enumerate(amounts)]
    shown = bar(segments, columns)
    assert len(shown) == columns + 2
    for segment in segments:
        cells = shown.count(segment.sign)
        assert (cells > 0) == (segment.amount > 0)
        if cells > 1:  # only segments that were lifted to one sign cost the others anything
            assert abs(cells - segment.amount * columns / sum(amounts)) < len(amounts)
    assert not any(amounts) or " " not in shown


def test_rows_whose_words_would_be_broken_over_many_lines_stand_by_themselves():
    columns = [Column("Datum", fixed=True), Column("Was"), Column("Wer")]
    said = "Auszahlungsvoraussetzung: Die Vereinbarungen mit den Vermieterinnen und Vermietern liegen vor"
    shown = table(columns, [("Fr 31.10.2025", said, "Mieterhilfe")], limit=36)
    assert "Auszahlungsvoraussetzung" in shown
    assert shown.splitlines()[0].split() == ["Datum", "Fr", "31.10.2025"]
