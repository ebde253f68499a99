"""The handbook in `docs/` is what the terminal shows. `KIC_UPDATE=1` writes its outputs anew."""

import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from kic.cli.powershell import works_as_it_is
from kic.cli.table import BY_NAME, Group, leaves
from tests.cheat_sheet import cheat_sheets
from tests.cli.before import BEFORE, ON, group
from tests.cli.handbook import BLOCK, DOCS, LANGUAGES, MARK, Office, Recipe, recipes
from tests.cli.inprocess import call
from tests.cli.officers_year import bodies_answered
from tests.powershell_pages import missing

Prepared = Callable[[str, Path | None], Path]
MOST_RECIPES = 12


# -- where recipes begin ----------------------------------------------------------------------------------


def _nothing(_prepared: Prepared, folder: Path) -> Path:
    return folder


def _after(stage: str, *lines: str) -> Callable[[Prepared, Path], Path]:
    """The demo city before the examples of a command, and after these lines."""

    def made(prepared: Prepared, folder: Path) -> Path:
        city = prepared(stage, folder)
        for line in lines:
            done = call(*shlex.split(line), "--yes", folder=city, today=ON.get(stage, "2026-11-09"))
            assert done.code == 0, done.err
        return city

    return made


CITIES: dict[str, tuple[str, Callable[[Prepared, Path], Path]]] = {
    "none": ("", _nothing),
    "demo": ("check", _after("check")),
    "open": ("call open", _after("call open", BEFORE["application reject"][1])),
    "decided": ("notice draft", _after("notice draft")),
    "final": ("notice waive", _after("notice waive", "notice waive 2026-1-006 --on 11.12.2026")),
}
"""The stage of `before` that a state goes on from, and how it is made."""


# -- what somebody does outside kic ----------------------------------------------------------------------


def _votes(folder: Path) -> None:
    """The other items of the meeting, as it went; one more member leaves at the item of the disclosure."""
    for line in ("meeting exclude 2026-12-03 4", *BEFORE["meeting award"]):
        words = shlex.split(line)
        if words[1] not in ("attend", "close") and words[3] != "2":
            done = call(*words, "--yes", folder=folder, today="2026-12-03")
            assert done.code == 0, (line, done.err)


def _bookings(folder: Path) -> None:
    """The treasury's list, with a booking of another office."""
    (folder / "Buchungen.csv").write_text(
        "Buchungsdatum;Belegnummer;Produktkonto;Empfänger;Verwendungszweck;Betrag\n"
        "16.12.2026;2026-011904;351.7.5419.01;nicht gelesen;Zuwendung 2026-1-006-p1;-6.400,00\n"
        "16.12.2026;2026-011905;365.1.5290.00;nicht gelesen;Kita Sonnenhang, Papier;-84,30\n",
        "utf-8",
    )


def _applications(folder: Path) -> None:
    """Three applications, typed into the sheet; the items of their plans have columns of their own."""
    path = folder / "Anträge.xlsx"
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    headings = [cell.value for cell in page[1]]
    costs, own = headings[COSTS], headings[COSTS + 1]
    for column, heading in enumerate((f"{costs}: Honorare", f"{costs}: Material", f"{own}: Beiträge"), 1):
        page.cell(1, len(headings) + column, heading)
    for row, (title, body, theme, requested, *plan) in enumerate(APPLICATIONS, 2):
        summary = f"{title}: ein erfundenes Vorhaben der Demostadt."
        values = (row - 1, title, summary, body, None, "association", theme, None, *DAYS, requested)
        for column, value in (*enumerate(values, 1), *enumerate(plan, len(headings) + 1)):
            page.cell(row, column, value)
    book.save(path)


COSTS = 15
"""The column for costs; that for own funds is the next."""
DAYS = ("01.03.2027", "30.11.2027", "13.11.2026")
APPLICATIONS = (
    ("Lernpatenschaften im vierten Schuljahr", "v-lernbruecke", "t1", 8_800, 8_000, 3_000, 2_200),
    ("Deutsch am Vormittag mit Kinderbetreuung", "v-frauenzentrum", "t2", 8_900, 9_500, 2_000, 2_600),
    ("Fahrradwerkstatt für alle", "v-radwerkstatt", "t3", "6.400,50", 5_000, "3.500,50", 2_100),
)


def _proof(folder: Path) -> None:
    """A proof of use, filled in by the association: as planned, a receipt for each item."""
    path = folder / "Verwendungsnachweis.xlsx"
    book = openpyxl.load_workbook(path)
    costs, funds, receipts = book.worksheets[:3]
    spent = [(row[0].value, row[1].value) for row in costs.iter_rows(min_row=2) if row[0].value]
    for page, column in ((costs, 3), (funds, 4)):
        for row in page.iter_rows(min_row=2):
            if row[0].value:
                page.cell(row[0].row, column, row[column - 2].value)
    for number, (item, amount) in enumerate(spent, 1):
        for column, value in enumerate((number, "15.12.2025", item, amount, "Rechnung"), 1):
            receipts.cell(number + 1, column, value)
    book.save(path)


OFFICE: dict[str, Office] = {
    "other-votes": _votes,
    "treasury-list": _bookings,
    "three-applications": _applications,
    "proof-of-use": _proof,
    "three-answers": bodies_answered,
}


# -- the pages ---------------------------------------------------------------------------------------------


LONG = ("04-sitzung",)
"""Recipes with many votes: in the full run only."""


def played() -> list[object]:
    """Every recipe; those in English, which have the same commands, in the full run."""
    found = []
    for lang in LANGUAGES:
        for recipe in recipes(lang):
            stage, _made = CITIES[recipe.city()]
            marks = [pytest.mark.xdist_group(group(stage))]
            if lang == "en" or recipe.path.stem in LONG:
                marks.append(pytest.mark.soak)
            found.append(pytest.param(recipe.path, marks=marks, id=f"{lang}-{recipe.path.stem}"))
    return found


@pytest.mark.parametrize("path", played())
def test_a_recipe_shows_what_the_terminal_shows(path: Path, prepared: Prepared, tmp_path: Path) -> None:
    recipe = Recipe(path)
    _stage, made = CITIES[recipe.city()]
    expected = recipe.rewritten(made(prepared, tmp_path), OFFICE)
    if os.environ.get("KIC_UPDATE"):
        path.write_text(expected, "utf-8")
    elif recipe.source != expected:
        pytest.fail(
            f"{path.name} is not up to date: KIC_UPDATE=1 pytest tests/cli/test_handbook.py writes it"
        )


def test_both_languages_have_the_same_recipes() -> None:
    german, english = recipes("de"), recipes("en")
    assert 0 < len(german) == len(english) <= MOST_RECIPES
    for de, en in zip(german, english, strict=True):
        assert de.path.name[:2] == en.path.name[:2]
        assert de.commands == en.commands, de.path.name
        assert de.marks == en.marks, de.path.name
        assert de.source.count("\n| ") == en.source.count("\n| "), de.path.name


PAGES = sorted(path for path in DOCS.rglob("*.md"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_links_lead_to_pages(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_command_named_in_passing_exists(path: Path) -> None:
    names = dict(leaves())
    prose = BLOCK.sub("", path.read_text("utf-8"))
    for spelling in re.findall(r"`kic (?:-C \S+ )?([^`]*)`", prose):
        words = [word for word in spelling.split() if not word.startswith("-")]
        if words and words[0] != "COMMAND" and words[0] != "BEFEHL":
            assert words[0] in BY_NAME, spelling
            if isinstance(BY_NAME[words[0]], Group) and len(words) > 1 and words[1] != "...":
                assert " ".join(words[:2]) in names, spelling


@pytest.mark.parametrize(
    "path", [each.path for lang in LANGUAGES for each in recipes(lang)], ids=lambda path: path.stem
)
def test_commands_can_be_typed_into_sh_and_powershell(path: Path) -> None:
    assert [line for line in Recipe(path).commands if not works_as_it_is(line)] == []
    assert missing(path.read_text("utf-8")) == []


def test_marks_are_known() -> None:
    known = {"city", "on", "office", "lines", "ends", "types"}
    for lang in LANGUAGES:
        for recipe in recipes(lang):
            assert {name for name, _value in recipe.marks} <= known
            assert len(MARK.findall(recipe.source)) == recipe.source.count("<!--"), recipe.path.name


def test_a_cheat_sheet_is_one_page() -> None:
    for name, content in cheat_sheets().items():
        assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1, name
