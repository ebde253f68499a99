"""Marks of changed words: which characters they are, that no text brings them, and that no word is lost around them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.present.escaping import escape_markdown, escape_marked
from kic.present.marks import BREAK, INSERTED, MARK, STRUCK, as_tags, line, side, unmarked
from kic.present.safe import safe

PIECES = st.lists(
    st.tuples(
        st.sampled_from(("keep", "strike", "insert")),
        st.text(
            st.sampled_from(
                ["a", "ß", " ", "\n", "|", "*", "~", "<", "\\", "\ufdd0", "\ufdd4", "\u202e", "é"]
            )
        ),
    ),
    max_size=6,
)
AROUND = f"[{''.join((*STRUCK, *INSERTED))}]"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([("keep", "eins "), ("strike", "zwei"), ("keep", " drei")], "eins ~~zwei~~ drei"),
        ([("keep", "eins"), ("strike", " zwei "), ("keep", "drei")], "eins ~~zwei~~ drei"),
        ([("insert", "neu\n\nund noch"), ("keep", " da")], "++neu++¶++und noch++ da"),
        ([("keep", "oben\n"), ("insert", "\nunten")], "oben¶++unten++"),
        ([("keep", "Zeile\nund Zeile\r\nund Zeile")], "Zeile und Zeile und Zeile"),
        ([("keep", "Dazu:\n- eins\n"), ("insert", "- zwei")], "Dazu:¶- eins¶++- zwei++"),
        ([("keep", "| a | b |\n|---|---|\n| 1 | 2 |")], "| a | b |¶|---|---|¶| 1 | 2 |"),
        ([("strike", "   "), ("keep", "a")], "a"),
        ([("was", "alt"), ("is", "neu")], "altneu"),
        ([], ""),
    ],
)
def test_pieces_are_one_line_with_marks_close_around_words(
    pieces: list[tuple[str, str]], expected: str
) -> None:
    signs = {STRUCK[0]: "~~", STRUCK[1]: "~~", INSERTED[0]: "++", INSERTED[1]: "++", BREAK: "¶"}
    assert MARK.sub(lambda found: signs[found[0]], line(pieces, safe)) == expected


def test_each_side_shows_its_own_words() -> None:
    pieces = [["keep", "a"], ["strike", "b"], ["insert", "c"], ["was", "d"], ["is", "e"]]
    assert "".join(words for _, words in side(pieces, "old")) == "abd"
    assert "".join(words for _, words in side(pieces, "new")) == "ace"


@given(PIECES)
def test_no_word_is_lost_and_marks_are_in_pairs_within_a_line(pieces: list[tuple[str, str]]) -> None:
    made = line(pieces, safe)
    expected = re.sub(r"\s", "", safe("".join(words for _, words in pieces)))
    assert re.sub(r"\s", "", unmarked(made)) == expected
    for paragraph in made.split(BREAK):
        signs = "".join(re.findall(AROUND, paragraph))
        assert re.fullmatch(f"({''.join(STRUCK)}|{''.join(INSERTED)})*", signs)
    assert "\n" not in made


@given(PIECES)
def test_marked_text_is_escaped_as_any_other(pieces: list[tuple[str, str]]) -> None:
    marked = unmarked(escape_marked(pieces))
    for sign in "|*~<":
        assert not re.search(rf"(?<!\\)(?:\\\\)*{re.escape(sign)}", marked)


@given(st.text())
def test_no_text_brings_a_mark(words: str) -> None:
    assert MARK.search(escape_markdown(words)) is None
    assert as_tags(escape_markdown(words)) == escape_markdown(words)
