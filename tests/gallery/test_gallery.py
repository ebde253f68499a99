"""Every finding that kic can make, shown once wrong and once right, with its exact words."""

import re

import pytest

from kic.present.manual import paragraphs
from kic.repository.laws import LAWS
from tests.gallery.cases import HERE, LANGUAGES, Case, cases, readme

CASES = {case.code: case for case in cases()}
BY_CODE = {law.code: law for law in LAWS}
UNSHOWN = {"KIC040": "stands for a fault that has no sentence of its own yet; none is known"}


@pytest.fixture(scope="module", params=sorted(CASES), ids=lambda code: CASES[code].folder.name)
def case(request) -> Case:
    return CASES[request.param]


def test_bad_says_exactly_this_and_good_does_not(case):
    outcome = case.outcome("bad")
    assert {each.law.code for each in outcome.diagnostics} == {case.code}, "one cause, one kind of finding"
    for language in LANGUAGES:
        assert outcome.shown(language) == case.expected(language).read_text("utf-8")
    assert case.code not in {each.law.code for each in case.outcome("good").diagnostics}


def test_every_law_has_a_case_and_every_case_a_law():
    assert {case.folder.name for case in CASES.values()} == {
        f"{law.code}-{law.slug}" for law in LAWS if law.code not in UNSHOWN
    }


def test_the_shared_repository_is_good():
    empty = Case(HERE / "_none")
    assert empty.outcome("good").diagnostics == []


def test_codes_and_slugs_are_used_once():
    assert len({law.code for law in LAWS}) == len({law.slug for law in LAWS}) == len(LAWS)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.code)
def test_the_manual_has_a_law_a_why_and_a_fix(law):
    page = list(paragraphs(law.manual))
    sections = [paragraph.section for paragraph in page]
    assert re.fullmatch(r"KIC\d{3}", law.code)
    assert page[0].section == "", "it begins with the law in one sentence"
    assert {"Why", "Fix"} <= set(sections)
    if int(law.code[3:]) >= 100:
        assert "Source" in sections, "a rule of the domain says where it comes from"


def test_the_readme_is_up_to_date():
    assert (HERE / "README.md").read_text("utf-8") == readme()
