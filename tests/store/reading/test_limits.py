"""How large, how full and how deep a file may be: records as they always were, problem files as a whole call needs."""

import pytest

from kic.store.reading.faults import read
from kic.store.reading.syntax import PROBLEM, RECORD, UNREAD, Limits, Locator

SMALL = Limits(size=1_000, nodes=100, depth=5)


def codes(source: bytes, limits: Limits) -> list[str]:
    return [fault.law.code for fault in read(source, "problem.yaml", limits).faults]


def full(nodes: int) -> bytes:
    """A map with one list: two nodes for the key and the list, one for the map."""
    return b"a: [" + b", ".join([b"1"] * (nodes - 3)) + b"]\n"


@pytest.mark.parametrize("limits", [SMALL, RECORD])
def test_so_many_keys_and_values_and_not_one_more(limits):
    assert codes(full(limits.nodes), limits) == []
    assert codes(full(limits.nodes + 1), limits) == ["KIC010"]


def test_so_many_bytes_and_not_one_more():
    fits = b"a: " + b"x" * (SMALL.size - 4) + b"\n"
    assert len(fits) == SMALL.size
    assert codes(fits, SMALL) == []
    assert codes(b"#" + fits, SMALL) == ["KIC008"]


def test_so_deep_and_no_deeper():
    assert codes(b"a: " + b"[" * 4 + b"1" + b"]" * 4 + b"\n", SMALL) == []
    assert codes(b"a: " + b"[" * 5 + b"1" + b"]" * 5 + b"\n", SMALL) == ["KIC009"]


def test_a_problem_file_holds_more_than_a_record_and_its_places_are_found():
    source = full(RECORD.nodes + 1)
    assert read(source, "problem.yaml", RECORD).value is UNREAD
    assert len(read(source, "problem.yaml", PROBLEM).value["a"]) == RECORD.nodes - 2
    assert Locator(source, PROBLEM).tree.find(("a", RECORD.nodes - 3)) is not None
    assert Locator(source).tree is None


def test_an_alias_is_refused_there_too():
    source = b"a: &many [" + b"1, " * RECORD.nodes + b"1]\nb: [*many, *many]\n"
    reading = read(source, "problem.yaml", PROBLEM)
    assert reading.value is UNREAD
    assert {fault.law.code for fault in reading.faults} == {"KIC014"}


def test_tabs_in_many_block_texts_are_no_fault():
    source = b"".join(b"k%d: |\n  x\n  \ty\n" % number for number in range(300))
    assert codes(source, RECORD) == []


@pytest.mark.soak
def test_the_largest_problem_file():
    assert codes(full(PROBLEM.nodes), PROBLEM) == []
    assert codes(full(PROBLEM.nodes + 1), PROBLEM) == ["KIC010"]
    assert codes(b"a: " + b"x" * (PROBLEM.size - 4) + b"\n", PROBLEM) == []
    assert codes(b"a: " + b"x" * (PROBLEM.size - 3) + b"\n", PROBLEM) == ["KIC008"]
