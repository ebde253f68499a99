"""How sentences end: help with findings, what options are for, and titles of commands, in both languages."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from kic.cli.table import leaves
from kic.present.language import speak

ROOT = Path(__file__).parents[2]
TYPED = re.compile(r": .*(?:kic |--|\{|true|false)")
"""Behind a colon, what is to be typed or copied; a full stop would be taken for a part of it."""


def german(id_: str) -> str:
    """Its words in German, of one thing."""
    return speak("de").say(id_)


STOPPED = re.compile(r": kic [a-z -]+(?:\{\w+\})?\.$")
"""A command there with a full stop."""


def told_by(call: ast.Call) -> str:
    """The name of what is called."""
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def ids_in(node: ast.AST) -> Iterator[str]:
    """The ids of the sentences below a node."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and told_by(each) in ("text", "plural", "_"):
            yield from (one.value for one in each.args[:1] if isinstance(one, ast.Constant) and one.value)


@functools.cache
def helps() -> tuple[frozenset[str], frozenset[str]]:
    """The ids of what helps with findings, and of what options and arguments are for."""
    findings: set[str] = set()
    options: set[str] = set()
    for path in sorted((ROOT / "kic").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and told_by(node) in ("Option", "Argument"):
                options |= {one for each in node.keywords if each.arg == "help" for one in ids_in(each.value)}
            elif isinstance(node, ast.Call) and told_by(node) in ("found", "finding", "diagnose", "say"):
                findings |= {
                    one for each in node.keywords if each.arg == "help" for one in ids_in(each.value)
                }
            elif isinstance(node, ast.Assign) and re.fullmatch(
                r"_?help_?", ast.unparse(node.targets[0]), re.IGNORECASE
            ):
                findings |= set(ids_in(node.value))
    return frozenset(findings), frozenset(options)


def test_help_with_a_finding_is_a_sentence_in_german_and_none_in_english() -> None:
    """As the messages above it; what is to be typed stands at the end, behind a colon, without a full stop."""
    findings, _options = helps()
    assert len(findings) > 600
    shown = map(german, findings)
    mixed = {
        each
        for each in shown
        if not (each.endswith((".", "?", "!", "...")) or TYPED.search(each)) or STOPPED.search(each)
    }
    assert mixed == set()
    assert {each for each in findings if each.endswith(".") and not each.endswith("...")} == set()


def test_what_an_option_is_for_is_a_sentence_and_what_a_command_does_a_title() -> None:
    _findings, options = helps()
    assert len(options) > 500
    titles = [each.summary for _name, each in leaves()]
    for language in (str, german):
        assert {each for each in map(language, options) if not each.endswith(".")} == set()
        assert {each for each in map(language, titles) if each.endswith(".")} == set()
