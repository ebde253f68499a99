"""`kic render --numbers`: what pictures show, as files for a spreadsheet program."""

import csv
import io
from pathlib import Path

import pytest

from kic.core.values import Money
from tests.cli.inprocess import call


def numbers(folder: Path, name: str, delimiter: str = ";") -> list[dict[str, str]]:
    content = (folder / name).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=delimiter))


def cents(amount: str) -> int:
    return Money.parse(amount.replace(",", ".")).cents


@pytest.mark.parametrize("year", ["2024", "2025"])
def test_the_pictures_of_a_year_agree_to_the_cent(year: str, built_city: Path, tmp_path: Path) -> None:
    """What is awarded by call is what flows from calls over themes to recipients."""
    done = call("render", "funding-report", year, "--numbers", str(tmp_path), folder=built_city)
    assert done.code == 0, done.err
    budget = numbers(tmp_path, f"funding-report-{year}-budget.csv")
    flow = numbers(tmp_path, f"funding-report-{year}-flow.csv")
    assert sum(cents(row["Bewilligt"]) for row in flow[:-1]) == cents(flow[-1]["Bewilligt"])
    awarded = {
        row["Förderaufruf"]: cents(row["Bewilligt"]) for row in budget[: len(budget) - (len(budget) > 1)]
    }
    flowing = {
        name: sum(cents(row["Bewilligt"]) for row in flow[:-1] if row["Förderaufrufe"] == name)
        for name in awarded
    }
    assert flowing == awarded
    assert {row["Stand der Daten"] for row in budget + flow} == {"2026-11-22"}


def test_private_persons_are_one_recipient_without_a_name(built_city: Path, tmp_path: Path) -> None:
    call("render", "funding-report", "2025", "--numbers", str(tmp_path), folder=built_city)
    recipients = {row["Empfangende"] for row in numbers(tmp_path, "funding-report-2025-flow.csv")}
    assert recipients == {"Vereine", "Einrichtungen", "Privatpersonen", ""}


def test_the_document_is_written_beside_its_numbers(built_city: Path, tmp_path: Path) -> None:
    page = tmp_path / "handover.html"
    done = call(
        "render", "handover", "--numbers", str(tmp_path / "n"), "--to", "html", "-o", str(page),
        folder=built_city, lang="en",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert "Deadlines" in page.read_text("utf-8")
    first = numbers(tmp_path / "n", "handover-deadlines.csv", ",")[0]
    assert int(first["Days until then"]) < 0
    assert first["State"].startswith("overdue for ")


MISTAKES = (
    (("call-text", "2026-1"), "enthält keine Grafiken"),
    (("award-notice", "2024-1-001-n1"), "Schreiben enthalten keine Grafiken"),
    (("funding-report", "1999"), "1999"),
)


@pytest.mark.parametrize(("document", "said"), MISTAKES)
def test_mistakes_are_answered(
    document: tuple[str, ...], said: str, built_city: Path, tmp_path: Path
) -> None:
    done = call("render", *document, "--numbers", str(tmp_path / "n"), folder=built_city)
    assert (done.code, said in done.err) == (2, True), done.err
    assert not (tmp_path / "n").exists()
