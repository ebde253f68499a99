"""What reaches a terminal: visible escapes instead of characters that act, and never an exception."""

import io
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.present.safe import UNSAFE, Styled, safe, safe_line, spelled_for, write
from kic.present.width import cut, padded, width, wrapped

any_text = st.text(st.characters(), max_size=40)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain Ümläut €\n\tline", "plain Ümläut €\n\tline"),
        ("\x1b[2J\x1b]0;title\x07", r"\x1b[2J\x1b]0;title\x07"),
        ("100\r999", r"100\r999"),
        ("\x9b31m\x85", r"\x9b31m\x85"),
        ("abc\u202edef\u2066", r"abc\u202edef\u2066"),
        ("hidden\U000e0041\U000e007f", r"hidden\U000e0041\U000e007f"),
        ("\ud800 \udcff", r"\ud800 \udcff"),
        ("\ufeff\u2028", r"\ufeff\u2028"),
        ("می‌خواهم 👩‍👧", "می‌خواهم 👩‍👧"),  # ZWNJ and ZWJ stay
        ("[bold]x[/nix] {y} %s", "[bold]x[/nix] {y} %s"),
    ],
)
def test_unsafe_characters_become_visible(text, shown):
    assert safe(text) == shown


def test_one_line_stays_one_line():
    assert safe_line("a\nKIC123 b\tc") == r"a\nKIC123 b\tc"


@given(any_text)
def test_nothing_unsafe_is_left_and_safe_text_is_left_alone(text):
    once = safe(text)
    assert re.search(f"[{UNSAFE}]", once) is None
    assert safe(once) == once


def test_our_own_colours_pass_and_nothing_else_does():
    stream = io.StringIO()
    write(stream, Styled("\x1b[1;31mred\x1b[0m \x1b[2J\x1b]0;t\x07 \x1b[31\r"))
    assert stream.getvalue() == "\x1b[1;31mred\x1b[0m " + r"\x1b[2J\x1b]0;t\x07 \x1b[31\r"
    stream = io.StringIO()
    write(stream, "\x1b[31mred")
    assert stream.getvalue() == r"\x1b[31mred"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850", "latin-1", "ascii", "utf-16", "koi8-r"])
@given(text=any_text)
def test_any_text_can_be_written_in_any_encoding(encoding, text):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict")
    write(stream, text)
    write(stream, Styled(text))
    stream.flush()


def test_stand_ins_where_an_encoding_lacks_a_character():
    assert spelled_for("ascii", "Förderung: 5,00 € – „ja“ 中") == 'Foerderung: 5,00 EUR - "ja" ?'
    assert spelled_for("cp850", "Förderung: 5,00 €") == "Förderung: 5,00 EUR"
    assert spelled_for("no-such-encoding", "ä") == "?"
    assert spelled_for(None, "中") == "中"


@pytest.mark.corpora
def test_naughty_strings():
    strings = json.loads((Path(os.environ["KIC_CORPORA"]) / "blns.json").read_text("utf-8"))
    for text in strings:
        stream = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
        write(stream, text)
        assert re.search(f"[{UNSAFE}]", safe(text)) is None


# -- width -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("Ümläut", 6),
        ("e\u0301", 1),
        ("中文", 4),
        ("ｱ", 1),
        ("Ａ", 2),
        ("a\u200db", 2),
        ("👍", 2),
    ],
)
def test_width_counts_columns(text, columns):
    assert width(text) == columns


def test_padding_fills_columns_not_characters():
    assert padded("中", 4) + "|" == "中  |"
    assert padded("中", 4, right=True) == "  中"
    assert padded("too long", 3) == "too long"


def test_wrapping_breaks_at_blanks_and_never_at_a_no_break_space():
    assert wrapped("Der Betrag ist 1.234,56\u00a0€ hoch", 16) == ["Der Betrag ist", "1.234,56\u00a0€ hoch"]
    assert wrapped("Lesefreunde e. V. Ort", 14) == ["Lesefreunde", "e. V. Ort"]
    assert wrapped("nach § 49 Abs. 2 Nr. 3", 12) == ["nach § 49", "Abs. 2 Nr. 3"]
    assert wrapped("Haus a. Bald", 8) == ["Haus a.", "Bald"]  # a word follows, not another letter
    assert wrapped("a\n\nb", 10) == ["a", "", "b"]
    assert wrapped("", 10) == [""]
    assert wrapped("Donaudampfschifffahrt", 8) == ["Donaudam", "pfschiff", "fahrt"]


@given(any_text, st.integers(2, 20))
def test_wrapping_keeps_every_word_and_the_limit(text, columns):
    lines = wrapped(text, columns)
    assert all(width(line) <= columns for line in lines)
    kept = "".join(lines)
    assert re.sub(r"[ \t\n]", "", kept) == re.sub(r"[ \t\n]", "", text)
    assert "".join(cut(text, columns)) == text


def test_no_unsafe_character_counts_as_printable():
    """Lines that are printable all through are not searched further."""
    unsafe = re.compile(f"[{UNSAFE}\t\n]")
    assert [hex(c) for c in range(0x110000) if chr(c).isprintable() and unsafe.match(chr(c))] == []
