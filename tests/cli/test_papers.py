"""Papers for the council by commands: written, corrected, and what came of them."""

import json
from pathlib import Path

import pytest

from tests.cli.inprocess import call

NEW = (
    *(
        "paper",
        "new",
        "V-2027-02",
        "--number",
        "V 5/2027",
        "--title",
        "Förderaufruf 2027",
        "--about",
        "K2022",
    ),
    *(
        "--body",
        "Begleitausschuss Integration=advises@11.01.2027",
        "--body",
        "Stadtrat=Entscheidung@18.01.2027",
    ),
    *("--costs", "50.000,00", "--year", "2027", "--product", "351.7 Integration"),
    *("--proposal", "Der Aufruf wird veröffentlicht.", "--reasons", "Jährlicher Aufruf."),
    *("--annex", "Vergabevorlage=allocation-paper:2026-1", "--annex", "Richtlinie", "--not-public", "--yes"),
)
WRITTEN = """\
kind: paper
id: v-2027-02
invented: true
number: V 5/2027
title: Förderaufruf 2027
date: 2026-11-22
public: false
about:
  - k2022
deliberations:
  - body: Begleitausschuss Integration
    purpose: advises
    date: 2027-01-11
  - body: Stadtrat
    purpose: decides
    date: 2027-01-18
proposal: Der Aufruf wird veröffentlicht.
reasons: Jährlicher Aufruf.
financial_effects:
  amount: 50000.00
  year: 2027
  product: 351.7 Integration
annexes:
  - title: Vergabevorlage
    document: allocation-paper
    about: 2026-1
  - title: Richtlinie
"""


def file_of(city: Path, id: str = "v-2027-02") -> Path:
    return city / "concept/papers" / f"{id}.yaml"


def test_a_paper_is_written_corrected_and_decided(city: Path) -> None:
    assert call(*NEW, folder=city).code == 0
    assert file_of(city).read_text("utf-8") == WRITTEN
    shown = call("render", "council-paper", "v-2027-02", "--to", "md", folder=city).out
    for words in ("V 5/2027", "Begleitausschuss Integration", "50.000,00", "Richtlinie", "nicht öffentlich"):
        assert words.casefold() in shown.casefold(), words
    done = call("paper", "set", "v-2027-02", "--number", "V 6/2027", "--public", "--yes", folder=city)
    assert done.code == 0, done.err
    corrected = WRITTEN.replace("V 5/", "V 6/").replace("public: false", "public: true")
    assert file_of(city).read_text("utf-8") == corrected
    done = call(
        "paper", "result", "v-2027-02", "stadtrat", "carried", "--note", "Einstimmig.", "--yes", folder=city
    )
    assert done.code == 0, done.err
    station = "    date: 2027-01-18\n"
    decided = corrected.replace(station, f"{station}    result: carried\n    note: Einstimmig.\n")
    assert file_of(city).read_text("utf-8") == decided
    assert call("undo", "--yes", folder=city).code == 0
    assert file_of(city).read_text("utf-8") == corrected


def test_a_number_can_come_later(city: Path) -> None:
    words = [each for each in NEW if each not in ("--number", "V 5/2027")]
    assert call(*words, folder=city).code == 0
    gap = "gaps:\n  - field: number\n    state: unknown\n"
    assert file_of(city).read_text("utf-8") == WRITTEN.replace("number: V 5/2027\n", "") + gap
    assert call("paper", "set", "v-2027-02", "--number", "V 5/2027", "--yes", folder=city).code == 0
    assert "gaps" not in file_of(city).read_text("utf-8")


def test_a_station_can_be_a_meeting_here(city: Path) -> None:
    words = ("--body", "Begleitausschuss Integration=decides@2026-12-03", "--yes")
    assert call("paper", "set", "v-2026-12", *words, folder=city).code == 0
    assert "    meeting: 2026-12-03\n" in file_of(city, "v-2026-12").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--body", "Stadtrat"), 2, "--body"),
        (("--body", "Stadtrat=entscheided"), 2, "decides"),
        (("--body", "Stadtrat=decides@morgen"), 2, "--body"),
        (("--costs", "viel"), 2, "--costs"),
        (("--costs", "1,00", "--no-costs"), 2, "--no-costs"),
        (("--annex", "Bericht=implementation-raport"), 2, "implementation-report"),
        (("--about", "k2023"), 2, "k2023"),
        (("--body", "Stadtrat=advises"), 0, "KIC796"),  # nobody decides: a warning
        (("--body", "Stadtrat=decides@01.02.2022"), 1, "KIC797"),  # before the paper's own day
        (("--number", "V 412/2026"), 1, "KIC795"),  # the number of another paper
    ],
)
def test_mistakes_are_named_and_nothing_is_written(
    words: tuple[str, ...], code: int, said: str, city: Path
) -> None:
    before = file_of(city, "v-2022-11").read_bytes()
    dry = ("--dry-run",) if code == 0 else ("--yes",)
    done = call("paper", "set", "v-2022-11", *words, *dry, folder=city)
    assert (done.code, said in done.err) == (code, True), done.err
    assert file_of(city, "v-2022-11").read_bytes() == before


def test_what_is_there_is_not_written_over_and_what_is_missing_is_asked_for(city: Path) -> None:
    again = call("paper", "new", "v-2022-11", "--title", "Neu", "--yes", folder=city)
    assert (again.code, "kic paper set v-2022-11" in again.err) == (2, True)
    lacking = call("paper", "new", "v-2027-09", "--title", "Neu", "--yes", folder=city)
    assert (lacking.code, "--body" in lacking.err) == (2, True)
    other = call("paper", "result", "v-2022-11", "Ältestenrat", "carried", folder=city)
    assert (other.code, "Hauptausschuss" in other.err) == (2, True)


def test_the_answer_as_json(city: Path) -> None:
    words = ("paper", "result", "v-2022-11", "3", "carried", "--dry-run", "--format", "json")
    assert json.loads(call(*words, folder=city).out)["data"]["body"] == "Stadtrat"
