"""CONTRIBUTING's "add a rule in ten minutes" is true: its example is taken from there and works."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kic.core.diagnostic import Fix, Severity
from kic.core.rule import Finding, Rule, found, rule, run
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.concept.recommendation import Recommendation
from kic.domain.rules import RULES
from kic.present.findings import render
from kic.present.language import speak
from kic.present.manual import paragraphs
from kic.repository.judging import Judgement, fixes
from tests.domain.good import changed

ROOT = Path(__file__).resolve().parent.parent.parent
HE1 = "concept/recommendations/he-01.yaml"
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def example() -> Rule:
    """The rule of CONTRIBUTING.md, made from its very words."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    block = re.search(
        r"<!-- example: tests/domain/test_add_a_rule.py.*?-->\n\s*```python\n(.*?)\n\s*```", page, re.DOTALL
    )
    assert block is not None, "the example is marked in CONTRIBUTING.md"
    lines = block[1].splitlines()
    margin = len(lines[0]) - len(lines[0].lstrip())
    names = {
        each.__name__: each
        for each in (Finding, Fix, Iterator, Recommendation, Severity, Snapshot, found, rule, text)
    }
    exec("\n".join(line[margin:] for line in lines), names)  # it is our own page
    (made,) = [value for value in names.values() if isinstance(value, Rule)]
    return made


def test_it_finds_the_bad_title_and_leaves_the_good_ones(example, repository):
    bad = repository(changed((HE1, "title: Lernpatenschaften", "title: Lernpatenschaften.")))
    assert [(each.record, each.field) for each in run([example], bad, TODAY)] == [("he-01", ("title",))]
    assert run([example], repository(changed()), TODAY) == []


def test_it_shows_like_every_other_finding(example, repository):
    bad = repository(changed((HE1, "title: Lernpatenschaften", "title: Lernpatenschaften.")))
    shown = render("text", run([example], bad, TODAY), bad, speak("en"))
    assert shown.splitlines()[:5] == [
        f"{example.law.code} {HE1}:6:8 warning {example.law.slug}",
        "  The title ends with a full stop.",
        "  |",
        "6 | title: Lernpatenschaften.",
        "  |        ^^^^^^^^^^^^^^^^^^",
    ]


def test_its_fix_is_a_plan(example, repository):
    bad = repository(changed((HE1, "title: Lernpatenschaften", "title: Lernpatenschaften.")))
    plan = fixes(Judgement(run([example], bad, TODAY), bad))
    assert plan is not None
    assert [(edit.path, edit.field, edit.value) for edit in plan.edits] == [
        (HE1, ("title",), "Lernpatenschaften")
    ]


def test_its_docstring_is_a_manual_page(example):
    assert [paragraph.section for paragraph in paragraphs(example.law.manual)] == ["", "Why", "Fix", "Source"]


def test_its_code_is_free(example):
    assert example.law.code not in {each.law.code for each in RULES}
    assert example.law.slug not in {each.law.slug for each in RULES}
