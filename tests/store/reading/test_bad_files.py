"""Each bad file is found out: an error with the right law, line and column."""

from collections import Counter

import pytest

from kic.core.diagnostic import Severity
from kic.domain.chapters import KINDS
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.store.reading.bad import PATH, Bad, files, sound

FILES = list(files())


def findings(content: bytes) -> list[tuple[str, int, int, str]]:
    snapshot = load(Memory({PATH: content}), KINDS)
    found = []
    for each in snapshot.diagnostics:
        assert each.place.path == PATH
        span = snapshot.span(each.place)
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        if each.severity is Severity.ERROR:
            found.append((each.law.code, span.line, span.column, str(each.message)))
    return found


def test_the_record_without_a_fault_is_read():
    for text in (sound(), sound().replace("\n", "\r\n"), "\ufeff" + sound(), "---\n" + sound()):
        snapshot = load(Memory({PATH: text.encode()}), KINDS)
        assert snapshot.diagnostics == ()
        assert snapshot.entries[PATH].record is not None


def test_there_are_300_bad_files_of_every_kind():
    groups = Counter(bad.group for bad in FILES)
    assert len({bad.content for bad in FILES}) >= 300
    assert set(groups) == {
        "anchors", "broken", "directives", "documents", "duplicates", "empty", "encoding", "keys", "line ends",
        "merge marks", "payloads", "size and depth", "strings", "tags", "types", "white space",
    }  # fmt: skip


@pytest.mark.parametrize("bad", FILES, ids=lambda bad: f"{bad.group}: {bad.name}")
def test_a_bad_file_is_found_out(bad: Bad):
    found = findings(bad.content)
    assert (bad.code, bad.line, bad.column) in [each[:3] for each in found], found


@pytest.mark.parametrize("end", ["\r\n", "\n"], ids=["CRLF", "LF"])
def test_places_do_not_depend_on_line_ends_and_byte_order_mark(end: str):
    for bad in FILES:
        if bad.group in {"encoding", "line ends", "size and depth"} or bad.content.startswith(
            b"\xef\xbb\xbf"
        ):
            continue
        content = b"\xef\xbb\xbf" + bad.content.replace(b"\n", end.encode())
        assert (bad.code, bad.line, bad.column) in [each[:3] for each in findings(content)], bad


@pytest.mark.parametrize("bad", FILES, ids=lambda bad: f"{bad.group}: {bad.name}")
def test_one_cause_gives_one_finding(bad: Bad):
    """Files that stand for themselves, such as a lone `kind:`, also lack keys."""
    found = [each for each in findings(bad.content) if each[0] != "KIC031" or bad.code == "KIC031"]
    if bad.group not in {"directives", "documents"}:
        assert len(found) == SEVERAL.get(bad.name.partition(",")[0], 1), found


SEVERAL = {
    "terminal colours": 2,
    "terminal title": 2,
    "python object": 2,  # the tag, and a list in place of a text
    "zip file": 2,
    "laughs": 21,  # 20 and a count of the rest
    "recursive": 2,
}
"""Faults that are more than one by themselves."""
