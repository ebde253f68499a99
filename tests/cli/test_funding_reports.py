"""The funding report of the office and that for the public: the same words for the same sums, each with its derivation."""

import re
from pathlib import Path

import pytest

from kic.core.values import Money
from tests.cli.inprocess import call

MINUS = "\N{MINUS SIGN}"
SIGNS = {"": 1, "+": 1, MINUS: -1}


def cells(markdown: str) -> dict[tuple[str, str], str]:
    """Every cell of every table with an amount in it, by the words of its row and its column."""
    found: dict[tuple[str, str], str] = {}
    head: list[str] = []
    for line in markdown.splitlines():
        if not line.startswith("|"):
            head = []
            continue
        name, *rest = [cell.strip(" *") for cell in line.strip("|").split("|")]
        if not head:
            head = rest
        found |= {
            (re.sub(r"^[A-Z] ", "", name), column): cell
            for column, cell in zip(head, rest, strict=True)
            if cell.endswith("€")
        }
    return found


def cents(amount: str) -> int:
    return Money.parse(amount.removesuffix("€").strip().replace(".", "").replace(",", ".")).cents


@pytest.mark.parametrize("year", ["2024", "2025"])
def test_both_reports_tell_the_same_sums_by_the_same_words(year: str, built_city: Path) -> None:
    """A call of 2025 passed on 26,000 of its 70,000: both say so, and what was not awarded is 550 with both."""
    inside, outside = (
        cells(call("render", name, year, "--to", "md", folder=built_city).out)
        for name in ("funding-report", "public-funding-report")
    )
    both = inside.keys() & outside.keys()
    assert {key: inside[key] for key in both} == {key: outside[key] for key in both}
    assert {column for _, column in both} >= {"Betrag", "Verfügbare Mittel", "Bewilligt", "Nicht bewilligt"}
    assert ("Nicht bewilligt", "Betrag") in both
    if year == "2025":
        first = "Förderaufruf 2025 zum Integrationskonzept, erste Runde"
        assert [
            cents(inside[first, column]) for column in ("An späteren Förderaufruf", "Nicht bewilligt")
        ] == [
            2_600_000,
            55_000,
        ]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("year", ["2024", "2025", "2026"])
def test_the_terminal_tells_the_same_sums_by_the_same_words(year: str, lang: str, built_city: Path) -> None:
    """From the budget to the balance, each with its calculation; a sum that is nothing may be missing below."""
    report = call("render", "funding-report", year, "--to", "md", folder=built_city, lang=lang).out
    told = {
        name: (amount, calculation.strip())
        for name, amount, calculation in re.findall(
            r"^\| \*\*([A-Z] .+?)\*\* \| ([^|]+) \| (.*)\|$", report, re.MULTILINE
        )
    }
    assert len(told) >= 13
    shown = call("year", "show", year, folder=built_city, lang=lang).out.splitlines()
    rows = {
        words[0]: (words[1], words[2] if len(words) > 2 else "")
        for line in shown
        if re.match(r"[A-Z] ", line)
        for words in [re.split(r"  +", line)]
    }
    assert rows == told
    carried = "In das Folgejahr übertragen" if lang == "de" else "Carried over into the next year"
    assert (carried in report) >= any(line.startswith(carried) for line in shown)


def test_the_overview_tells_what_the_funding_report_tells_of_a_call(built_city: Path) -> None:
    report = call("render", "funding-report", "2025", "--to", "md", folder=built_city).out
    calls = cells(next(each for each in report.split("\n## ") if each.startswith("Förderaufrufe")))
    done = call("overview", folder=built_city, today="2025-12-31").out
    rows = [re.split(r"  +", line) for line in done.splitlines() if line.startswith(("2025-1 ", "2025-2 "))]
    names = [f"Förderaufruf 2025 zum Integrationskonzept, {each} Runde" for each in ("erste", "zweite")]
    assert [(row[5], row[6]) for row in rows] == [
        (calls[name, "Bewilligt"], calls[name, "Nicht bewilligt"]) for name in names
    ]


@pytest.mark.parametrize("document", ["funding-report", "public-funding-report"])
@pytest.mark.parametrize("year", ["2024", "2025", "2026"])
def test_every_calculation_that_a_report_names_comes_out(document: str, year: str, built_city: Path) -> None:
    shown = call("render", document, year, "--to", "md", folder=built_city).out
    rows = re.findall(r"^\| \*\*([A-Z]) .+\*\* \| (\S+)\s€ \| (.*)\|$", shown, re.MULTILINE)
    amounts = {letter: cents(amount) for letter, amount, _ in rows}
    said = {
        letter: (
            amounts[letter],
            sum(SIGNS[sign] * amounts[of] for sign, of in re.findall(rf"([+{MINUS}]?) ?([A-Z])", sum_)),
        )
        for letter, _, sum_ in rows
        if sum_.strip()
    }
    assert said
    assert [letter for letter, (told, calculated) in said.items() if told != calculated] == []
