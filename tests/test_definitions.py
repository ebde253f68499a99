"""What `docs/allocation.md`, its German text and `docs/interface.md` define is what the code does: keys, defaults, codes."""

import hashlib
import re
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

import hatch_build
from kic import errors
from kic.allocation.problem import AllocationRule, Application, Problem
from kic.allocation.proposal import Proposal, WarningCode
from kic.cli.helping import WIDTH
from kic.cli.topics.allocation import TEXTS
from kic.cli.topics.pages import TOPICS, Topic
from kic.core.values import exactly
from kic.present.answers import FINDING
from kic.present.answers.applying import DATA
from kic.present.findings import FORMATS
from kic.repository.allocating import pose_file, proposed
from tests.cli.inprocess import call

DOCS = Path(__file__).parents[1] / "docs"
ALLOCATION = {
    "en": (DOCS / "allocation.md").read_text("utf-8"),
    "de": (DOCS / "de" / "vergaberegeln.md").read_text("utf-8"),
}
INTERFACE = (DOCS / "interface.md").read_text("utf-8")
IN_BOTH = pytest.mark.parametrize("language", ALLOCATION)


def rows(page: str, heading: str) -> dict[str, str]:
    """The rows of the first table below a heading: what stands in the first column, and behind it."""
    below = page[page.index(heading) :].split("\n\n")
    table = next(part for part in below if part.startswith("| "))
    cells = (line.strip("|").split("|", 1) for line in table.splitlines()[2:])
    return {name.strip(): rest.strip() for name, rest in cells}


def keys(page: str, heading: str) -> set[str]:
    return {key for names in rows(page, heading) for key in re.findall(r"`([a-z_]+)`", names)}


def section(language: str, number: int) -> str:
    """A section of the definitions with its heading."""
    return next(
        part for part in re.split(r"^(?=## )", ALLOCATION[language], flags=re.MULTILINE)
        if part.startswith(f"## {number}.")
    )  # fmt: skip


def problem_of(language: str, number: int, to: Path) -> tuple[str, Problem]:
    """The problem file that a section shows, and the problem that it poses."""
    shown = section(language, number).partition("```yaml\n")[2].partition("```")[0]
    file = to / "problem.yaml"
    file.write_text(shown, "utf-8")
    posed = pose_file(file)
    assert posed.findings == ()
    assert posed.problem is not None
    return shown, posed.problem


# -- the problem file and the proposal ---------------------------------------------------------------------


@IN_BOTH
def test_the_problem_file_of_the_definitions_names_every_key_and_can_be_allocated(
    language: str, tmp_path: Path
) -> None:
    example, problem = problem_of(language, 4, tmp_path)
    assert set(re.findall(r"^([a-z_]+):", example, re.MULTILINE)) == set(Problem.__struct_fields__)
    assert set(re.findall(r"^(?:  - |    )([a-z_]+):", example, re.MULTILINE)) | {"score"} == set(
        Application.__struct_fields__
    )
    proposal, _sentences = proposed(problem)
    # 75 % of 9,800.00 is 7,350.00, more than was asked for
    assert {name: str(award) for name, award in proposal.awards.items()} == {"a9": "6400.00"}


NONE = {"en": ("none", "none"), "de": ("keine", "keiner")}
"""What stands behind a threshold and a rate that there may not be."""


@IN_BOTH
def test_what_holds_where_a_key_is_left_out_is_what_the_definitions_say(
    language: str, tmp_path: Path
) -> None:
    example, _problem = problem_of(language, 4, tmp_path)
    file = tmp_path / "least.yaml"
    file.write_text("budget: 1.00\napplications: []\n", "utf-8")
    least = pose_file(file).problem
    assert least is not None
    assert least.threshold is None
    assert least.rate is None
    said = dict(re.findall(r"^([a-z_]+): \S.*?  +# (\S+)", example, re.MULTILINE))
    shown = {name: str(getattr(least, name)) for name in ("grid", "min_marks")}
    shown |= {"reserve": "0", "threshold": NONE[language][0], "rate": NONE[language][1]}
    assert str(least.reserve) == "0.00"
    assert {name: said[name].strip(";") for name in shown} == shown
    stated = {
        name: str(getattr(least, name).value) for name in msgspec.structs.asdict(least) if name in CHOICES
    }
    assert {name: re.search(rf"^{name}: (\S+)", example, re.MULTILINE)[1] for name in CHOICES} == stated  # type: ignore[index]


CHOICES = ("rule", "on_no_fit", "partial", "unmet_floor", "utility", "completion", "objective", "aggregate")
"""Settings of which the example states the usual value, and the others behind it."""

OF_APPLICATIONS = {"en": "| key of an application |", "de": "| Schlüssel eines Antrags |"}


@IN_BOTH
def test_the_proposal_of_the_definitions_has_the_keys_of_the_answer(language: str) -> None:
    schema = DATA["allocate"]["properties"]
    page = section(language, 5)
    assert keys(page, "## 5.") == set(schema)
    standing = schema["applications"]["additionalProperties"]["properties"]
    assert keys(page, OF_APPLICATIONS[language]) == set(standing)
    warnings = rows(page, "## 5.")["`warnings`"]
    assert {each.value for each in WarningCode} == set(re.findall(r"`([a-z]+-[a-z]+)`", warnings))


# -- the German text and the English one --------------------------------------------------------------------

TYPED = {"AUFRUF": "CALL", "DATEI": "FILE", "STARTWERT:KENNUNG": "SEED:ID"}
"""What stands for a value, in German and in English."""


def spans(words: str) -> set[str]:
    """What is to be typed, and other words that are the same in both languages."""
    found = set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", words, flags=re.DOTALL)))
    return {re.sub("|".join(TYPED), lambda each: TYPED[each[0]], each) for each in found}


def numbers(words: str, language: str) -> list[str]:
    """Every number of a text in figures, those of amounts without a mark between thousands."""
    thousand, decimal = (".", ",") if language == "de" else (",", ".")
    found = re.findall(r"\d+(?:[.,]\d+)*", words.partition("```yaml")[0] + words.rpartition("```")[2])
    for each in found:
        assert re.fullmatch(rf"\d+|\d{{1,3}}(\{thousand}\d{{3}})*(\{decimal}\d\d)?|7\.50", each), each
    return sorted(re.sub(r"[.,]", "", each) for each in found)


@pytest.mark.parametrize("number", range(1, 9))
def test_both_languages_define_the_same(number: int) -> None:
    """The same options and formulas, numbers, tables, points and examples in each section."""
    german, english = section("de", number), section("en", number)
    assert spans(german) == spans(english)
    assert numbers(german, "de") == numbers(english, "en")
    formula = re.compile(r"\*[bui](?:\([bui]\))?\*|min\(.*?\)\)|rho")
    assert sorted(formula.findall(german)) == sorted(formula.findall(english))
    bold = re.compile(r"\*\*`")
    for mark in (r"^\| ", r"^- ", r"^\d\. ", r"^### ", bold.pattern):
        assert len(re.findall(mark, german, re.MULTILINE)) == len(re.findall(mark, english, re.MULTILINE)), (
            mark
        )
    examples = (
        re.findall(r"^[^#\n]*[^# \n]", page.partition("```yaml")[2].partition("```")[0], re.MULTILINE)
        for page in (german, english)
    )
    assert len({tuple(each) for each in examples}) == 1


def test_both_languages_have_the_same_sections() -> None:
    found = {language: re.findall(r"^##+ (\d*)", page, re.MULTILINE) for language, page in ALLOCATION.items()}
    assert found["de"] == found["en"] == ["", "1", "2", "3", "", "4", "5", "6", "7", "8"]
    for page in ALLOCATION.values():
        introduction = page.partition("## 1.")[0]
        assert len(re.findall(r"^\d\. ", introduction, re.MULTILINE)) == 5


# -- the example to compute again ---------------------------------------------------------------------------


NOTHING = "\N{EN DASH}"
"""What stands in a table where there is no value."""


def written(amount: object, language: str) -> str:
    """An amount as the tables have it."""
    shown = f"{Decimal(str(amount)):,.2f}"
    return shown.translate(str.maketrans(",.", ".,")) if language == "de" else shown


def under(problem: Problem, rule: AllocationRule) -> Proposal:
    return proposed(msgspec.structs.replace(problem, rule=rule))[0]


@IN_BOTH
def test_the_example_comes_to_what_its_first_table_says(language: str, tmp_path: Path) -> None:
    _shown, problem = problem_of(language, 8, tmp_path)
    standings = under(problem, AllocationRule.RANKED).standings
    computed = {
        name: [
            written(exactly(each.score)["decimal"], language) if each.score is not None else NOTHING,
            str(each.rank or NOTHING),
            written(each.admissible, language),
            NOTHING if each.room is None else written(each.room, language),
            written(each.award, language),
            f"`{each.cause.value}`",
        ]
        for name, each in standings.items()
    }
    told = rows(section(language, 8), "`ranked`")
    assert {name: [cell.strip() for cell in rest.split("|")] for name, rest in told.items()} == computed


@IN_BOTH
def test_the_example_comes_to_what_is_said_of_each_rule(language: str, tmp_path: Path) -> None:
    _shown, problem = problem_of(language, 8, tmp_path)
    computed = {}
    for rule in AllocationRule:
        proposal = under(problem, rule)
        awards = [proposal.awards.get(f"a{number}") for number in range(1, 6)]
        cells = [NOTHING if award is None else written(award, language) for award in awards]
        computed[f"`{rule.value}`"] = [*cells, written(proposal.unallocated, language)]
        assert "a6" not in proposal.awards
    heading = {"en": "The same problem under each rule", "de": "Dieselbe Aufgabe nach jeder Regel"}[language]
    told = rows(section(language, 8), heading)
    assert {rule: [cell.strip() for cell in rest.split("|")] for rule, rest in told.items()} == computed


@IN_BOTH
def test_the_example_draws_the_lot_and_ties_at_the_line_as_it_says(language: str, tmp_path: Path) -> None:
    _shown, problem = problem_of(language, 8, tmp_path)
    page = section(language, 8)
    for name in ("a3", "a4"):
        drawn = hashlib.sha256(f"{problem.lot}:{name}".encode()).hexdigest()
        assert f"`{problem.lot}:{name}`" in page
        assert f"`{drawn[:8]}`" in page
    (tie,) = under(problem, AllocationRule.RANKED).ties
    outcomes = [{name: str(award) for name, award in each.items()} for each in tie.variants]
    assert outcomes == [{"a4": "1600.00"}, {"a3": "1600.00"}]


# -- where the text is read ---------------------------------------------------------------------------------


@IN_BOTH
def test_help_shows_every_word_of_the_definitions_in_the_language_of_the_reader(language: str) -> None:
    done = call("help", "allocation", folder=None, lang=language)
    assert done.code == 0
    _title, _blank, shown = done.out.split("\n", 2)
    _heading, _blank, text = ALLOCATION[language].split("\n", 2)
    text = re.sub(r"\]\([^)]*\)|^```yaml$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\|[^|\n]+\|[^|\n]+\|\n(?=\|---\|---\|\n)", "", text, flags=re.MULTILINE)
    assert re.findall(r"\w+", shown) == re.findall(r"\w+", text)


@IN_BOTH
def test_help_shows_the_definitions_without_marks_and_within_the_page(language: str) -> None:
    lines = call("help", "allocation", folder=None, lang=language).out.splitlines()
    examples = [line for line in lines if line.startswith("    ") and ":" in line]
    assert "    budget: 20000.00" in examples, "as it can be copied"
    others = [line for line in lines if line not in examples]
    assert max(map(len, others)) <= WIDTH
    assert [line for line in others if re.search(r"\*\*|`|\]\(|^#|^\|", line)] == []


def test_a_wheel_carries_the_definitions_in_both_languages() -> None:
    assert set(hatch_build.DEFINITIONS) == set(TEXTS.values())
    assert all((DOCS / each).is_file() for each in TEXTS.values())


# -- what scripts rely on -----------------------------------------------------------------------------------


def test_exit_codes_are_those_of_the_help_and_of_what_is_raised() -> None:
    told = set(rows(INTERFACE, "## 3. Exit codes"))
    topic = TOPICS["exit-codes"]
    assert isinstance(topic, Topic)
    assert told == {code for code, _meaning in topic.rows}
    raised = {str(each.exit_code) for each in errors.KicError.__subclasses__()}
    assert raised <= told


def test_findings_have_the_keys_and_forms_that_scripts_rely_on() -> None:
    assert keys(INTERFACE, "## 4. Findings") == set(FINDING["properties"])
    formats = re.search(r"`kic check --format` knows (.*)\. Commands", INTERFACE)
    assert formats is not None
    assert re.findall(r"`([a-z]+)`", formats[1]) == list(FORMATS)
