"""A commit message: personal data with its place, git's own lines, and messages that say nothing."""

import pytest

from kic.domain.privacy.message import judge_message

SCISSORS = "# ------------------------ >8 ------------------------\n"


def found(message, *, comment=None, own=""):
    diagnostics, _ = judge_message("m", message.encode(), own_domain=own, comment=comment)
    return [(each.law.code, each.place.span.line, each.place.span.column) for each in diagnostics]


@pytest.mark.parametrize(
    "message",
    [
        "Frist des Aufrufs 2026-1 verlängert\n",
        "Bescheid zu 2026-1-007 entworfen\n\nNach Rücksprache mit p-0007.\n",
        "Merge branch 'main'\n",
        'Revert "Frist verlängert"\n',
        "he-07: umgesetzt\n",
        "Update\n\nBescheide für den Aufruf entworfen\n",
        "Frist verlängert\n" + SCISSORS + "-name: erika@web.stadt\n",
    ],
)
def test_passes(message):
    assert found(message) == []


@pytest.mark.parametrize(
    "message",
    [
        "",
        "\n\n",
        "update\n",
        "Fix\n",
        "wip",
        "Änderungen\n",
        "...\n",
        "12345\n",
        "kleine Korrektur\n",
        "x y z\n",
    ],
)
def test_says_nothing(message):
    assert [code for code, *_ in found(message)] == ["KIC089"]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Antrag von erika@web.stadt eingetragen", ("KIC080", 1, 12)),
        ("Antrag eingetragen\n\nRückfragen unter 0151 2312504", ("KIC081", 3, 18)),
        ("Konto DE89 3704 0044 0532 0130 00 eingetragen", ("KIC082", 1, 7)),
        ("Antrag eingetragen (geb. 03.05.1951)", ("KIC083", 1, 26)),
        ("Antrag eingetragen, Steuer-ID 12345678901", ("KIC084", 1, 31)),
    ],
)
def test_personal_data_with_its_place(message, expected):
    assert found(message) == [expected]


def test_the_office_may_stand_in_it():
    message = "Antwort von integration@stadt.example.de eingetragen"
    assert found(message, own="stadt.example.de") == []
    assert [code for code, *_ in found(message)] == ["KIC080"]


def test_comment_lines_count_unless_git_takes_them_out():
    message = "Frist verlängert\n\n# Author: Erika <erika@web.stadt>\n"
    assert [code for code, *_ in found(message)] == ["KIC080"]
    assert found(message, comment="#") == []
    assert found("# nur ein Kommentar\n", comment="#") == [("KIC089", 1, 1)]


def test_places_count_behind_comment_lines_too():
    assert found("# Zeile\nAntrag von erika@web.stadt\n", comment="#") == [("KIC080", 2, 12)]


@pytest.mark.parametrize(
    "source", [b"\xff\xfe\x00", b"\xef\xbb\xbfFrist verl\xc3\xa4ngert", b"\r\n\r\n", b"\x00" * 9]
)
def test_no_bytes_stop_it(source):
    judge_message("m", source, comment="#")


PEOPLE = {"p-0007": "Erika Muster-Meier", "mg-01": "Max von Weber", "p-0008": "Müller"}


@pytest.mark.parametrize(
    "words",
    [
        "Antrag von Erika Muster-Meier eingetragen",
        "Antrag von ERIKA MUSTER-MEIER eingetragen",
        "Antrag von Muster-Meier, Erika eingetragen",
        "Antrag von Erika\u00a0Muster-Meier eingetragen",
        "Vertretung: Weber, Max von eingetragen",
        "Antrag_Erika_Muster-Meier.pdf abgelegt",
    ],
)
def test_names_of_the_overlay_must_not_stand_in_it(words):
    diagnostics, _ = judge_message("m", words.encode(), people=PEOPLE)
    assert [each.law.code for each in diagnostics] == ["KIC079"]
    assert "Muster" not in str(diagnostics[0].message)


@pytest.mark.parametrize(
    "words",
    [
        "Antrag der Müllerstraße eingetragen",
        "Musterantrag von Erika eingetragen",
        "Weber GmbH eingetragen, Max",
    ],
)
def test_what_is_no_whole_name_may(words):
    assert judge_message("m", words.encode(), people=PEOPLE)[0] == []
