"""The text form: the very characters are marked, whatever stands around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.core.diagnostic import Law, Severity, diagnose
from kic.core.place import Place, Span
from kic.core.text import text
from kic.present.findings import render
from kic.present.language import speak
from kic.present.safe import Styled, safe
from tests.present.samples import FILES, at, finding, snapshot_of

ENGLISH = speak("en")


def excerpt(line, start, end):
    """The line and carets that are shown for characters `start` to before `end` (from 1) of a line."""
    snapshot = snapshot_of({"a.yaml": line + "\n"})
    place = Place("a.yaml", (), span=Span(1, start, 1, end))
    shown = render("text", [finding(place, "Here.")], snapshot, ENGLISH).split("\n")
    return [row.partition("| ")[2] for row in shown[3:5]]


@pytest.mark.parametrize(
    ("line", "start", "end", "shown"),
    [
        ("theme: t9", 8, 10, ["theme: t9",
                              "       ^^"]),
        ("titel: Ümläute", 8, 10, ["titel: Ümläute",
                                   "       ^^"]),
        ("a: 中文 x", 6, 7, ["a: 中文 x",  # each takes two columns
                             "       ^"]),
        ("a: 中文 x", 4, 6, ["a: 中文 x",
                             "   ^^^^"]),
        ("cafe\u0301: x", 8, 9, ["cafe\u0301: x",  # a combining accent takes none
                                 "      ^"]),
        ("a:\tb", 4, 5, ["a:  b",  # a tab goes to the next stop of 4
                         "    ^"]),
        ("\tb", 1, 2, ["    b",
                       "^^^^"]),
        ("x\x1b[31m: y", 8, 9, [r"x\x1b[31m: y",
                                "          ^"]),
        ("empty:", 7, 7, ["empty:",
                          "      ^"]),
        ("beyond", 40, 41, ["beyond",
                            "      ^"]),
    ],
)  # fmt: skip
def test_carets_stand_under_the_characters(line, start, end, shown):
    assert excerpt(line, start, end) == shown


def test_long_lines_are_clipped_around_the_caret():
    line, carets = excerpt("x" * 500 + "HERE" + "y" * 500, 501, 505)
    assert len(line) == 102
    assert line.startswith("…xxx")
    assert line.endswith("yyy…")
    assert line[carets.index("^") :][:4] == "HERE"
    assert carets.strip() == "^^^^"


def test_long_spans_end_with_what_is_shown():
    line, carets = excerpt("note: " + "z" * 500, 7, 507)
    assert line == "note: " + "z" * 94 + "…"
    assert carets == " " * 6 + "^" * 94


@given(
    st.text(st.characters(exclude_characters="\r\n"), max_size=150), st.integers(1, 160), st.integers(0, 160)
)
def test_any_line_can_be_shown(line, start, length):
    shown, carets = excerpt(line, start, start + length) if line else ("", "^")
    assert set(carets.strip()) == {"^"}
    assert safe(shown) == shown


def test_a_span_over_lines_is_marked_in_its_first_line(snapshot):
    place = at(FILES, "concept/themes/t2.yaml", ">\r\n  Alle", "vision")
    shown = render("text", [finding(place, "Short.")], snapshot, ENGLISH)
    assert "3 | vision: >\n  |         ^ (to line 4)\n" in shown


def test_a_message_cannot_forge_another_finding(snapshot):
    forged = text("Title is {title}.", title="x\nKIC001 a.yaml:1:1 error forged\r\x1b[1A")
    shown = render("text", [finding(Place("concept/themes/t1.yaml"), forged)], snapshot, ENGLISH)
    assert r"Title is x\nKIC001 a.yaml:1:1 error forged\r\x1b[1A." in shown


def test_files_without_text_have_no_excerpt():
    snapshot = snapshot_of({"empty.yaml": "", "bytes.yaml": b"a: \xff\xfe\n"})
    shown = render("text", [finding(Place("empty.yaml"), "Empty.")], snapshot, ENGLISH)
    assert shown == "KIC990 empty.yaml:1:1 error unknown-reference\n  Empty.\n\n1 error in 2 records.\n"
    shown = render("text", [finding(Place("bytes.yaml"), "Bytes.")], snapshot, ENGLISH)
    assert r"1 | a: \xff\xfe" in shown


def test_byte_order_mark_and_old_line_ends_do_not_shift_the_line():
    snapshot = snapshot_of({"a.yaml": "\ufeffone\rtwo\r\nthree\n"})
    place = Place("a.yaml", (), span=Span(3, 1, 3, 6))
    assert "3 | three\n  | ^^^^^\n" in render("text", [finding(place, "x")], snapshot, ENGLISH)


def test_colour_only_adds(snapshot, diagnostics):
    import re

    coloured = render("text", diagnostics, snapshot, ENGLISH, color=True)
    assert isinstance(coloured, Styled)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render("text", diagnostics, snapshot, ENGLISH)


@pytest.mark.parametrize("color", [False, True])
def test_sentences_are_broken_on_a_terminal_and_nowhere_else(snapshot, diagnostics, color):
    lines = render("text", diagnostics, snapshot, ENGLISH, color=color).splitlines()
    broken = render("text", diagnostics, snapshot, ENGLISH, color=color, columns=40).splitlines()
    assert len(broken) > len(lines)
    assert " ".join(" ".join(broken).split()) == " ".join(" ".join(lines).split()), "no word is lost or moved"
    plain = render("text", diagnostics, snapshot, ENGLISH, columns=40).splitlines()
    sentences = [line for line in plain if line.startswith("  ") and "|" not in line]
    assert max(map(len, sentences)) <= 40


def test_summary_counts_in_both_languages(snapshot, diagnostics):
    def last(given, code):
        return render("text", given, snapshot, speak(code)).splitlines()[-1]

    assert last(diagnostics, "en") == "3 errors, 2 warnings and 1 note in 3 records."
    assert last(diagnostics, "de") == "3 Fehler, 2 Warnungen und 1 Hinweis in 3 Datensätzen."
    assert last([], "en") == "No findings in 3 records."


def test_notes_of_a_file_share_a_line_unless_each_is_wanted(snapshot):
    path = min(snapshot.entries)
    law = Law("KIC150", "not-fully-known", Severity.NOTE, "")
    fault = Law("KIC151", "expected-field-missing", Severity.ERROR, "")
    notes = [
        diagnose(law, text("{field} is not known", field=field), Place(path, ("gaps", position)))
        for position, field in enumerate(("vision", "goals"))
    ]
    error = diagnose(fault, text("one fault"), Place(path, ("title",)))
    shown = render("text", [notes[0], error, notes[1]], snapshot, ENGLISH, each_note=False)
    assert shown.startswith(f"KIC150 {path} note not-fully-known (2): vision, goals\n\nKIC151 {path}:")
    assert shown.endswith("kic check --notes shows each note with its line.\n")
    every = render("text", [*notes, error], snapshot, ENGLISH)
    assert "  vision is not known\n" in every
    assert "  goals is not known\n" in every
    assert "--notes" not in every
    alone = render("text", notes[:1], snapshot, ENGLISH, each_note=False)
    assert "  vision is not known\n" in alone
    for form in ("json", "github", "gitlab", "sarif", "junit"):
        together = render(form, notes, snapshot, ENGLISH, each_note=False)
        assert together == render(form, notes, snapshot, ENGLISH)
