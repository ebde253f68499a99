"""The table of all rules: codes by chapter, order by need, manuals complete, and silence about the good."""

import ast
import datetime
import inspect

import pytest

from kic.core import rule as machinery
from kic.core.rule import Needs, run
from kic.domain.rules import RULES
from tests.domain.good import good

HUNDREDS = {
    "core.coherence": "06",
    "privacy": "08",
    "settings": "1",
    "periods": "1",
    "knowledge": "15",
    "concept": "2",
    "participation": "2",
    "revisions": "2",
    "committee": "3",
    "calls": "4",
    "applications": "5",
    "scoring": "6",
    "meetings": "7",
    "papers": "7",
    "decisions": "7",
    "notices": "8",
    "payments": "8",
    "reporting": "9",
    "accounts": "9",
    "publications": "9",
}
LATER = {
    "KIC028": "core.coherence",
    "KIC078": "privacy",
    "KIC281": "papers",
    "KIC404": "accounts",
    "KIC760": "accounts",
    "KIC761": "accounts",
    "KIC889": "reporting",
}
"""Codes of an earlier chapter whose rules have to know records of a later one: codes are never given anew."""
ids = [each.law.code for each in RULES]


@pytest.mark.parametrize("rule", RULES, ids=ids)
def test_the_code_names_the_chapter(rule):
    module = rule.function.__module__.removeprefix("kic.").removeprefix("domain.")
    chapter = next(name for name in HUNDREDS if module.startswith(name))
    if rule.law.code in LATER:
        assert chapter == LATER[rule.law.code]
        return
    assert rule.law.code.removeprefix("KIC").startswith(HUNDREDS[chapter])


@pytest.mark.parametrize("rule", RULES, ids=ids)
def test_the_manual_is_the_docstring(rule):
    assert rule.law.manual == inspect.cleandoc(rule.function.__doc__)


def test_codes_and_slugs_are_used_once():
    assert len({each.law.code for each in RULES}) == len({each.law.slug for each in RULES}) == len(RULES)


def test_a_rule_stands_behind_those_it_requires():
    place = {each.law.code: number for number, each in enumerate(RULES)}
    wrong = [
        (each.law.code, need.law.code)
        for each in RULES
        for need in each.requires
        if place[need.law.code] >= place[each.law.code]
    ]
    assert wrong == []


def test_the_table_names_every_rule_that_is_written():
    """A rule that no table lists would never run."""
    listed = {each.law.code for each in RULES}
    written = set()
    for module in {inspect.getmodule(each.function) for each in RULES}:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    if (
                        isinstance(decorator, ast.Call)
                        and isinstance(decorator.func, ast.Name)
                        and hasattr(machinery, decorator.func.id)
                    ):
                        written.add(ast.literal_eval(decorator.args[0]))
    assert written == listed


@pytest.mark.parametrize(
    "rule", [each for each in RULES if each.needs is not Needs.CHANGE], ids=lambda each: each.law.code
)
def test_an_empty_repository_breaks_no_rule(rule, repository):
    found = run([rule], repository({}), datetime.date(2026, 11, 22))
    assert [each.law.slug for each in found] == (["settings-missing"] if rule.law.code == "KIC101" else [])


def test_checking_changes_nothing_and_says_the_same_again(repository, today):
    files = good()
    state = repository(
        {
            path: text.replace("[t2-z2]", "[t2-z9]").replace("6000.00", "5000.00")
            for path, text in files.items()
        }
    )
    before = {entry.path: (entry.source, entry.record) for entry in state}
    first, second = run(RULES, state, today), run(RULES, state, today)
    assert first == second
    assert first
    assert {entry.path: (entry.source, entry.record) for entry in state} == before


def test_chapters_are_listed_in_the_order_of_life():
    order = list(dict.fromkeys(each.law.code[:4] for each in RULES if each.law.code != "KIC107"))
    assert order == sorted(order)
    assert RULES[-1].law.code == "KIC107", "it knows the codes of all others"
