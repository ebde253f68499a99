"""Questions: each has an option of the same meaning, is asked on a terminal only, and asked again where needed."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kic.cli.asking import one_of
from kic.errors import UsageError
from kic.present.language import speak
from tests.cli.inprocess import run
from tests.cli.terminal import at_terminal, dialogue

PROBE = """\
import sys, enum
from kic.cli import words
from kic.present.language import Language
words.settle(Language({lang!r}))
from kic.cli.asking import ask, ask_one_of
from kic.cli.options import amount_of, day_of, words_of
from kic.cli.session import Session
from kic.core.text import text
from kic.core.values import Money
from kic.domain.concept.recommendation import Light
import datetime
session = Session(no_input={no_input!r})
print("=>", repr({call}))
"""
DAY = 'ask(session, {given!r}, option="--on", question=text("Who:"), parse=day_of, default=datetime.date(2026, 3, 1))'
AMOUNT = 'ask(session, {given!r}, option="--amount", question=text("Who:"), parse=amount_of)'
NOTE = 'ask(session, {given!r}, option="--note", question=text("Who:"), parse=words_of)'
LIGHT = 'ask_one_of(session, {given!r}, Light, option="--light", question=text("Who:"))'
LAND = 'ask_one_of(session, {given!r}, ("RP", "NW"), option="--land", question=text("Who:"))'


def probe(
    call: str, *answers: str, given: str | None = None, lang: str = "en", no_input: bool = False
) -> str:
    """What a question shows, behind its first prompt, and gives in the end."""
    program = PROBE.format(call=call.format(given=given), lang=lang, no_input=no_input)
    typed = tuple(("Who:", f"{answer}\n") for answer in answers)
    _code, shown = dialogue(["-c", program], cwd=Path("/"), typed=typed)
    return shown


AGAIN_A_DAY = """\
Who: [01.03.2026] 31.2.2026
Die Option --on erwartet einen Tag wie 2026-11-22 oder 22.11.2026, nicht „31.2.2026“.
Der Grund: diesen Tag gibt es nicht.
Who: [01.03.2026] 2026-02-28
=> datetime.date(2026, 2, 28)
"""
AGAIN_AN_AMOUNT = """\
Who:\x20
This needs an answer; Ctrl-C leaves without a change.
Who: 1.234
--amount needs an amount such as 45000.00 or 45.000,00, not 1.234.
The reason: 1.234 can mean thousands or decimals; thousands are clear without a mark: 1234.
Who: 1.234,50
=> Money(1234.50)
"""


@pytest.mark.parametrize(
    ("call", "lang", "answers", "expected"),
    [
        # the default is shown as this language writes it, and an empty line means it
        (DAY, "en", [""], "Who: [1\xa0March 2026] \n=> datetime.date(2026, 3, 1)\n"),
        (DAY, "de", [""], "Who: [01.03.2026] \n=> datetime.date(2026, 3, 1)\n"),
        (DAY, "de", ["22.11.2026"], "Who: [01.03.2026] 22.11.2026\n=> datetime.date(2026, 11, 22)\n"),
        # what cannot be read is asked for again, with the reason
        (DAY, "de", ["31.2.2026", "2026-02-28"], AGAIN_A_DAY),
        (AMOUNT, "en", ["", "1.234", "1.234,50"], AGAIN_AN_AMOUNT),
        (NOTE, "en", ["", "  ", "  Träger gefunden "], "=> 'Träger gefunden'\n"),
        # an arrow key leaves its escape sequence in the line; it never gets into a file
        (NOTE, "en", ["a\x1b[Db", "ab"], "There is a control character in a\\x1b[Db; please type it again."),
        # one of several: by number, key, or word
        (LIGHT, "de", ["2"], "  1  green (Grün)\n  2  yellow (Gelb)\n  3  red (Rot)\nWho: 2\n=> <Light.YELLOW: 'yellow'>\n"),
        (LIGHT, "de", ["rot"], "=> <Light.RED: 'red'>\n"),
        (LIGHT, "en", ["GREEN"], "=> <Light.GREEN: 'green'>\n"),
        (LIGHT, "de", ["grun", "green"], "„grun“ ist kein zulässiger Wert für --light.\nMeinten Sie green (Grün)?\nWho: green\n=>"),
        (LIGHT, "en", ["4", "gren", "green"], "gren is no value of --light.\nDid you mean green?\nWho: green\n=>"),
        (LAND, "en", ["", "2"], "  1  RP\n  2  NW\nWho: \nThis needs an answer; Ctrl-C leaves without a change.\nWho: 2\n=> 'NW'\n"),
        (LAND, "en", ["nw"], "=> 'NW'\n"),
    ],
)  # fmt: skip
def test_what_a_person_is_asked_and_answers(call: str, lang: str, answers: list[str], expected: str) -> None:
    shown = probe(call, *answers, lang=lang)
    assert expected in shown


@pytest.mark.parametrize(
    ("call", "given", "expected"),
    [
        (DAY, "22.11.2026", "=> datetime.date(2026, 11, 22)\n"),
        (NOTE, "ok", "=> 'ok'\n"),
        (LIGHT, "yellow", "=> <Light.YELLOW: 'yellow'>\n"),
        (LAND, "nw", "=> 'NW'\n"),
    ],
)
def test_what_the_option_gave_is_not_asked(call: str, given: str, expected: str) -> None:
    assert probe(call, given=given) == expected


@pytest.mark.parametrize("call", [DAY, AMOUNT, NOTE, LIGHT, LAND])
def test_with_no_input_a_missing_answer_is_a_usage_error(call: str) -> None:
    shown = probe(call, no_input=True)
    assert "kic.errors.UsageError: This needs an answer: " in shown
    assert "Who:" not in shown.partition("kic.errors.UsageError")[2]


def test_without_a_terminal_a_missing_answer_names_the_option(tmp_path: Path) -> None:
    for words, option in (((), "--name"), (("--name", "Stadt X"), "--land")):
        done = run("init", "new", *words, cwd=tmp_path, stdin="Stadt X\nRP\ny\n")
        assert done.code == 2
        assert option in done.err
        assert not (tmp_path / "new").exists()


def test_an_answer_that_an_option_gives_wrongly_is_not_asked_again(tmp_path: Path) -> None:
    code, shown = at_terminal("init", "new", "--name", "Stadt X", "--land", "XX", cwd=tmp_path)
    assert code == 2
    assert "XX is no value of --land." in shown


def test_of_one_value_alone_it_is_said_that_it_is_the_only_one() -> None:
    session: Any = SimpleNamespace(language=speak("en"))
    with pytest.raises(UsageError) as refused:
        one_of(session, "zzz", ["auf-005-blaetter"], "--condition")
    assert refused.value.help == "The only value is {allowed}."


def test_init_asks_for_what_is_missing(tmp_path: Path) -> None:
    code, shown = at_terminal(
        "init", "new", cwd=tmp_path, typed=(("Musterstadt:", "Stadt Probe\n"), ("Land:", "rp\n"), ("[y/N]", "y\n"))
    )  # fmt: skip
    assert code == 0, shown
    assert "Stadt Probe" in (tmp_path / "new/kic.yaml").read_text("utf-8")
    assert "land: RP" in (tmp_path / "new/kic.yaml").read_text("utf-8")


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("question", ["Musterstadt:", "Land:", "[y/N]"])
def test_leaving_a_question_changes_nothing(key: str, question: str, tmp_path: Path) -> None:
    answers = (("Musterstadt:", "Stadt Probe\n"), ("Land:", "RP\n"), ("[y/N]", "y\n"))
    before = answers[: [words for words, _ in answers].index(question)]
    code, shown = at_terminal("init", "new", cwd=tmp_path, typed=(*before, (question, key)))
    assert code == 130, shown
    assert "Interrupted; nothing more was written." in shown
    assert not (tmp_path / "new").exists()


def test_no_is_exit_code_1_and_nobody_answers_what_nobody_saw(city: Path) -> None:
    words = ("status", "he-07", "in_progress", "--light", "green", "--note", "x")
    before = (city / "concept/recommendations/he-07.yaml").read_bytes()
    code, shown = at_terminal(*words, cwd=city, typed=(("[y/N]", "n\n"),))
    assert code == 1
    assert "Nothing was written." in shown
    code, _shown = at_terminal("--no-input", *words, cwd=city)
    assert code == 2
    assert (city / "concept/recommendations/he-07.yaml").read_bytes() == before


def test_what_is_missing_is_explained_as_on_the_help_page(built_city: Path) -> None:
    line = "--amount BETRAG: Die Mittel, die es für alle Förderaufrufe hat."
    done = run("--no-input", "year", "budget", "2027", cwd=built_city)
    assert (done.code, done.err) == (2, f"kic: Hier ist eine Antwort nötig: --amount fehlt.\n     {line}\n")
    done = run("--no-input", "year", "budget", "2027", "--format", "json", cwd=built_city)
    assert json.loads(done.out)["error"]["help"] == line


def test_each_of_two_missing_options_is_explained(built_city: Path) -> None:
    done = run("--no-input", "rendition", "add", "he-01", "summary", cwd=built_city)
    assert "     --text " in done.err, done.err
    assert "\n     --url " in done.err, done.err
