"""What `docs/allocation.md` and `docs/interface.md` define is what the code does: keys, defaults, codes."""

import re
from pathlib import Path

import msgspec

from kic import errors
from kic.allocation.problem import Application, Problem
from kic.allocation.proposal import WarningCode
from kic.cli.topics.pages import TOPICS, Topic
from kic.present.answers import FINDING
from kic.present.answers.applying import DATA
from kic.present.findings import FORMATS
from kic.repository.allocating import pose_file, proposed

DOCS = Path(__file__).parents[1] / "docs"
ALLOCATION = (DOCS / "allocation.md").read_text("utf-8")
INTERFACE = (DOCS / "interface.md").read_text("utf-8")
EXAMPLE = ALLOCATION.partition("```yaml\n")[2].partition("```")[0]


def rows(page: str, heading: str) -> dict[str, str]:
    """The rows of the first table below a heading: what stands in the first column, and behind it."""
    below = page[page.index(heading) :].split("\n\n")
    table = next(part for part in below if part.startswith("| "))
    cells = (line.strip("|").split("|", 1) for line in table.splitlines()[2:])
    return {name.strip(): rest.strip() for name, rest in cells}


def keys(page: str, heading: str) -> set[str]:
    return {key for names in rows(page, heading) for key in re.findall(r"`([a-z_]+)`", names)}


def test_the_problem_file_of_the_definitions_names_every_key_and_can_be_allocated(tmp_path: Path) -> None:
    file = tmp_path / "problem.yaml"
    file.write_text(EXAMPLE, "utf-8")
    posed = pose_file(file)
    assert posed.problem is not None
    assert posed.findings == ()
    assert set(re.findall(r"^([a-z_]+):", EXAMPLE, re.MULTILINE)) == set(Problem.__struct_fields__)
    assert set(re.findall(r"^(?:  - |    )([a-z_]+):", EXAMPLE, re.MULTILINE)) | {"score"} == set(
        Application.__struct_fields__
    )
    proposal, _sentences = proposed(posed.problem)
    # 75 % of 9,800.00 is 7,350.00, more than was asked for
    assert {name: str(award) for name, award in proposal.awards.items()} == {"a9": "6400.00"}


def test_what_holds_where_a_key_is_left_out_is_what_the_definitions_say(tmp_path: Path) -> None:
    file = tmp_path / "problem.yaml"
    file.write_text("budget: 1.00\napplications: []\n", "utf-8")
    least = pose_file(file).problem
    assert least is not None
    said = dict(re.findall(r"^([a-z_]+): \S.*?  +# (\S+)", EXAMPLE, re.MULTILINE))
    shown = {
        **{name: str(getattr(least, name)) for name in ("reserve", "grid", "min_marks")},
        **{name: "none" for name in ("threshold", "rate") if getattr(least, name) is None},
    }
    assert {name: said[name].strip(";") for name in shown} == {**shown, "reserve": "0"}
    stated = {
        name: str(getattr(least, name).value) for name in msgspec.structs.asdict(least) if name in CHOICES
    }
    assert {name: re.search(rf"^{name}: (\S+)", EXAMPLE, re.MULTILINE)[1] for name in CHOICES} == stated  # type: ignore[index]


CHOICES = ("rule", "on_no_fit", "partial", "unmet_floor", "utility", "completion", "objective", "aggregate")
"""Settings of which the example states the usual value, and the others behind it."""


def test_the_proposal_of_the_definitions_has_the_keys_of_the_answer() -> None:
    schema = DATA["allocate"]["properties"]
    assert keys(ALLOCATION, "## 5. The proposal") == set(schema)
    standing = schema["applications"]["additionalProperties"]["properties"]
    assert keys(ALLOCATION, "| key of an application |") == set(standing)
    warnings = rows(ALLOCATION, "## 5. The proposal")["`warnings`"]
    assert {each.value for each in WarningCode} == set(re.findall(r"`([a-z]+-[a-z]+)`", warnings))


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
