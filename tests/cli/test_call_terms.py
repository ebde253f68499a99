"""`kic call terms`: what is typed for the terms of a call, and what stands in its file then."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kic.cli.terms.options import OPTIONS
from kic.core.record import declared
from kic.domain.calls import Terms
from tests.cli.conftest import Ran
from tests.cli.inprocess import call

FILE = "applications/2027-1/call.yaml"
HEAD = """\
kind: call
id: 2027-1
invented: true
title: Förderaufruf 2027
year: 2027
number: 1
state: draft
edition: k2022
money:
  amount: 50000.00
themes: [t1, t2, t3]
"""
SCALE = "  scale: {min: 0, max: 100, step: 5}  # ganze Punkte\n"
MANY = """\
terms:
  # von der Kämmerei bestätigt
  max_rate: 80%   # Richtlinie, Abschnitt 4
  caps:
    applicant: 9000
    themes:
      t1: 5000  # wie 2026
      t3: 18000.00
  floors:
    themes:
      t2: 6000.00
      t3: 100.00
  reserve: 2000.00
  criteria:
    # der Rat wollte drei
    - id: wirkung
      title: Wirkung
      question: Was ändert sich?
      weight: 40
    - id: kosten   # früher Wirtschaftlichkeit
      title: Kosten
      weight: 60
  lot: Amtsblatt
  guideline:
    title: Richtlinie
    file: concept/richtlinie-2025.md
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small city with three themes and a guideline."""
    folder = tmp_path_factory.mktemp("terms") / "small"
    shutil.copytree(Path(__file__).parents[1] / "gallery/_good", folder)
    second = (folder / "concept/themes/t2.yaml").read_text("utf-8")
    third = second.replace("id: t2", "id: t3").replace("number: 2", "number: 3").replace("t2-", "t3-")
    (folder / "concept/themes/t3.yaml").write_text(third, "utf-8")
    (folder / FILE).parent.mkdir()
    return folder


@pytest.fixture
def typed(small: Path) -> Callable[..., Ran]:
    """Runs the command on the draft 2027-1, with these terms in its file."""

    def run(terms: str, *options: str, lang: str = "en") -> Ran:
        (small / FILE).write_text(HEAD + terms, "utf-8")
        return call("call", "terms", "2027-1", *options, folder=small, lang=lang)

    return run


@pytest.mark.parametrize(
    ("options", "written"),
    [
        (["--financing", "Festbetragsfinanzierung"], "  financing: fixed\n"),
        (["--max-rate", "80 %"], "  max_rate: 80%\n"),
        (["--own-share", "12,5%"], "  own_share: 12.5%\n"),
        (["--cap", "applicant=9.000,00"], "  caps:\n    applicant: 9000.00\n"),
        (["--cap", "Antragstellende=9000"], "  caps:\n    applicant: 9000.00\n"),
        (
            ["--cap", "t3=18000", "--cap", "T1=20,-"],
            "  caps:\n    themes:\n      t3: 18000.00\n      t1: 20.00\n",
        ),
        (
            ["--floor", "t3=6000", "--floor", "t1=1"],
            "  floors:\n    themes:\n      t3: 6000.00\n      t1: 1.00\n",
        ),
        (["--unmet-floor", "zurückbehalten"], "  unmet_floor: keep\n"),
        (["--reserve", "2.000,00 €"], "  reserve: 2000.00\n"),
        (["--grid", "50"], "  grid: 50.00\n"),
        (["--threshold", "7,5"], "  threshold: 7.5\n"),
        (["--scale", "0:10:0,5"], "  scale:\n    min: 0\n    max: 10\n    step: 0.5\n"),
        (
            [
                "--criterion",
                "neu=40",
                "--criterion-title",
                "neu=Neu = gut",
                "--criterion-question",
                "neu=Was?",
            ],
            "  criteria:\n    - id: neu\n      title: Neu = gut\n      question: Was?\n      weight: 40\n",
        ),
        (["--aggregate", "Median"], "  aggregate: median\n"),
        (["--trim", "2"], "  trim: 2\n"),
        (["--min-marks", "10"], "  min_marks: 10\n"),
        (["--rule", "tiered-cut"], "  rule: tiered-cut\n"),
        (["--on-no-fit", "stop"], "  on_no_fit: stop\n"),
        (["--partial", "none"], "  partial: none\n"),
        (["--utility", "score"], "  utility: score\n"),
        (["--completion", "add1"], "  completion: add1\n"),
        (["--objective", "score-euro"], "  objective: score-euro\n"),
        (
            ["--tier", "60=70%", "--tier", "85=100 %"],
            "  tiers:\n    - score: 85\n      rate: 100%\n    - score: 60\n      rate: 70%\n",
        ),
        (["--lot", " Amtsblatt Nr. 5/2027 "], "  lot: Amtsblatt Nr. 5/2027\n"),
        (["--guideline-title", "Richtlinie"], "  guideline:\n    title: Richtlinie\n"),
        (
            ["--guideline", "concept/richtlinie-2025.md"],
            "  guideline:\n    title: Förderrichtlinie der Stadt Musterstadt\n    file: concept/richtlinie-2025.md\n",
        ),
    ],
)
def test_each_term_is_typed_as_it_is_spoken(
    typed: Callable[..., Ran], small: Path, options: list[str], written: str
) -> None:
    done = typed("", *options, "--yes", lang="de")
    assert done.code == 0, done.err
    assert (small / FILE).read_text("utf-8") == f"{HEAD}terms:\n{written}"


def test_no_term_is_without_an_option() -> None:
    by_freezing = {"frozen"}
    assert {each.name for each in declared(Terms)} == set(OPTIONS) | by_freezing


@pytest.mark.parametrize(
    ("options", "before", "after"),
    [
        (["--max-rate=75%"], "max_rate: 80% ", "max_rate: 75% "),
        (["--reserve="], "  reserve: 2000.00\n", ""),
        (["--cap", "t3=17000"], "t3: 18000.00", "t3: 17000.00"),
        (["--cap", "applicant="], "    applicant: 9000\n", ""),
        (["--cap", "t3="], "      t3: 18000.00\n", ""),
        (["--cap", "t2=7000"], "      t3: 18000.00\n", "      t3: 18000.00\n      t2: 7000.00\n"),
        (["--floor", "t2="], "      t2: 6000.00\n", ""),
        (["--floor", "", "--floor", "t3=5"], "      t2: 6000.00\n      t3: 100.00\n", "      t3: 5.00\n"),
        (
            ["--floor", "", "--floor", "t3=100", "--floor", "t2=6000"],
            "      t2: 6000.00\n      t3: 100.00\n",
            "      t3: 100.00\n      t2: 6000.00\n",
        ),
        (["--floor", ""], "  floors:\n    themes:\n      t2: 6000.00\n      t3: 100.00\n", ""),
        (["--criterion", "wirkung=50"], "weight: 40", "weight: 50"),
        (["--criterion-title", "kosten=Geld"], "title: Kosten", "title: Geld"),
        (["--criterion-question", "wirkung="], "      question: Was ändert sich?\n", ""),
        (
            ["--criterion", "kosten="],
            "    - id: kosten   # früher Wirtschaftlichkeit\n      title: Kosten\n      weight: 60\n",
            "",
        ),
        (
            ["--criterion", "neu=5", "--criterion-title", "neu=Neu"],
            "      weight: 60\n",
            "      weight: 60\n    - id: neu\n      title: Neu\n      weight: 5\n",
        ),
        (
            ["--guideline-title", ""],
            "  guideline:\n    title: Richtlinie\n    file: concept/richtlinie-2025.md\n",
            "",
        ),
        (["--guideline", ""], "    file: concept/richtlinie-2025.md\n", ""),
        (["--lot", "Losbuch"], "lot: Amtsblatt", "lot: Losbuch"),
    ],
)
def test_all_else_in_the_file_stays_as_it_was_written(
    typed: Callable[..., Ran], small: Path, options: list[str], before: str, after: str
) -> None:
    done = typed(MANY, *options, "--yes")
    assert done.code == 0, done.err
    assert before in MANY
    assert (small / FILE).read_text("utf-8") == HEAD + MANY.replace(before, after, 1)


def test_one_criterion_goes_while_another_changes(typed: Callable[..., Ran], small: Path) -> None:
    done = typed(MANY, "--criterion", "wirkung=", "--criterion", "kosten=100", "--yes")
    assert done.code == 0, done.err
    written = (small / FILE).read_text("utf-8")
    assert "- id: kosten   # früher Wirtschaftlichkeit\n      title: Kosten\n      weight: 100\n" in written
    assert "wirkung" not in written


def test_without_its_last_term_a_call_has_none(typed: Callable[..., Ran], small: Path) -> None:
    done = typed("terms:\n  reserve: 5.00\nnote: Bleibt.\n", "--reserve", "", "--yes")
    assert done.code == 0, done.err
    assert (small / FILE).read_text("utf-8") == HEAD + "note: Bleibt.\n"


def test_another_guideline_has_another_digest(typed: Callable[..., Ran], small: Path) -> None:
    digest = "0ffa6f266b4f2cf956822da2214262064c89448ecf828f46045e2ba725dc94fe"
    (small / "concept/neu.md").write_text("# Neu\n", "utf-8")
    done = typed(f"{MANY}    digest: {digest}\n", "--guideline", "concept/neu.md", "--yes")
    assert done.code == 0, done.err
    assert (small / FILE).read_text("utf-8").endswith("    title: Richtlinie\n    file: concept/neu.md\n")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--cap", "aplicant=3"], "There is no theme aplicant.\n     Did you mean applicant?"),
        (["--cap", "t9=3"], "There is no record t9."),
        (["--cap", "t3"], "--cap needs a pair such as t3=18.000,00, not t3."),
        (["--floor", "=3"], "--floor needs a pair such as t3=18.000,00, not =3."),
        (["--floor", "t3=viel"], "--floor needs an amount"),
        (["--reserve", "2.000"], "can mean thousands or decimals"),
        (["--criterion", "wirkng=3"], "Did you mean wirkung?"),
        (
            ["--criterion", "neu=3"],
            "A new one needs its weight and its title: --criterion neu=40 --criterion-title",
        ),
        (["--criterion", "wirkung=hoch"], "--criterion needs a number such as 60 or 7,5, not hoch."),
        (["--criterion", "a b=3", "--criterion-title", "a b=x"], "--criterion: a b is no id."),
        (["--criterion-title", "wirkung="], "--criterion-title is missing"),
        (["--criterion-question", "andere=Was?"], "There is no criterion andere in this call."),
        (["--scale", "0-100"], "such as 0:100:5, not 0-100."),
        (["--scale", "0:viel:5"], "--scale needs a number such as 60 or 7,5, not viel."),
        (["--tier", "60"], "--tier needs a pair such as 60=70%, not 60."),
        (["--tier", "60=70"], "--tier needs a share from 0% to 100%"),
        (["--max-rate", "80"], "--max-rate needs a share from 0% to 100% such as 75% or 12,5 %, not 80."),
        (["--own-share", "120%"], "--own-share needs a share from 0% to 100%"),
        (["--threshold", "1.234"], "can mean thousands or decimals"),
        (["--trim", "1,5"], "--trim needs a whole number such as 12, not 1,5."),
        (["--rule", "rankd"], "Did you mean ranked?"),
        (["--unmet-floor", "ja"], "ja is no value of --unmet-floor."),
        (["--guideline", "fehlt.md"], "There is no file or folder fehlt.md in this repository."),
    ],
)
def test_what_is_no_value_is_said_with_what_would_be_one(
    typed: Callable[..., Ran], small: Path, options: list[str], said: str
) -> None:
    done = typed(MANY, *options, "--yes")
    assert done.code == 2
    assert said in done.err
    assert (small / FILE).read_text("utf-8") == HEAD + MANY


def test_the_rules_judge_the_terms_and_name_the_option(typed: Callable[..., Ran]) -> None:
    done = typed(f"terms:\n{SCALE}", "--threshold", "600", "--yes")
    assert done.code == 1
    assert "KIC426" in done.err
    assert done.err.endswith("What is missing or wrong here is given with --threshold.\n")


def test_frozen_terms_stay(built_city: Path) -> None:
    done = call("call", "terms", "2026-1", "--max-rate", "50%", "--yes", folder=built_city, lang="en")
    assert done.code == 1
    assert "KIC441" in done.err
    assert "was fixed as" in done.err
    assert "--max-rate" not in done.err.splitlines()[-1], "no option helps here"


def test_all_terms_are_shown_with_what_is_usual_and_how_each_is_changed(typed: Callable[..., Ran]) -> None:
    done = typed(MANY)
    assert done.code == 0
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    for line in (
        "Max rate 80% --max-rate",
        "Caps Applicant: €9,000.00 --cap",
        "t3 Sprachförderung: €18,000.00",
        "Rule ranked (as usual) --rule",
        "wirkung 40 Wirkung Was ändert sich?",
    ):
        assert line in lines
    assert {line.split()[-1] for line in lines if " --" in line and line[0].isupper()} >= set(
        OPTIONS.values()
    )


def test_all_terms_for_scripts(built_city: Path) -> None:
    done = call("call", "terms", "2026-1", "--format", "json", folder=built_city)
    data = json.loads(done.out)["data"]
    assert data["terms"]["caps"] == {"applicant": "9000.00", "themes": {"t3": "18000.00"}}
    assert data["terms"]["aggregate"] == "mean"
    assert "aggregate" not in data["written"]
    assert "rule" in data["written"]


def test_nothing_is_written_without_an_answer(typed: Callable[..., Ran], small: Path) -> None:
    assert typed(MANY, "--grid", "50").code == 2
    assert call("call", "terms", "2027-1", "--grid", "50", "--dry-run", folder=small).code == 0
    assert (
        "There is nothing to change."
        in call("call", "terms", "2027-1", "--max-rate", "80%", folder=small, lang="en").err
    )
    assert (small / FILE).read_text("utf-8") == HEAD + MANY
