"""Texts in, values or findings out: the YAML test suite, naughty strings, cuts and flips of real records."""

import json
import os
import random
import re
import tarfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.diagnostic import Severity
from kic.core.place import START, Aim
from kic.domain.chapters import KINDS
from kic.store.reading import syntax
from kic.store.reading.faults import examine, read
from kic.store.reading.load import read_entry
from kic.store.reading.syntax import UNREAD, Locator
from tests.store.reading.bad import PATH, sound

ROOT = Path(__file__).parents[3]
RECORDS = sorted(
    path
    for folder in ("kic/demo/city", "concept", "applications", "reports")
    for path in (ROOT / folder).rglob("*.yaml")
)


def only_errors(reading) -> list[str]:
    return [each.law.slug for each in reading.faults if each.severity is Severity.ERROR]


# -- meaning -----------------------------------------------------------------------------------------------


def test_every_scalar_is_text_but_for_three_plain_words():
    source = (
        "a: 007\nb: no\nc: 12:30\nd: 1e3\ne: 2022-02-14\nf: True\ng: NULL\nh: 0x1F\ni: 1_000\n"
        "j: true\nk: false\nl: null\nm: 'true'\nn: \"null\"\no: ''\np: |\n  true\nq: .inf\nr: [true, 'true', y]\n"
    )
    assert read(source.encode(), "x").value == {
        "a": "007", "b": "no", "c": "12:30", "d": "1e3", "e": "2022-02-14", "f": "True", "g": "NULL",
        "h": "0x1F", "i": "1_000", "j": True, "k": False, "l": None, "m": "true", "n": "null", "o": "",
        "p": "true\n", "q": ".inf", "r": [True, "true", "y"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["a: Müller & Söhne\n", "a: Willkommen!\n", "a: 5*3\n", "a: 100 % sicher\n", "a: b#c\n", "a: „x“ — y…\n",
     "a: \U0001f600\n", "a: \u0646\u0635\n", "a: \u200f\u0646\u0635\n", "a: \u0645\u06cc\u200c\u062e\u0648\n", "a: x\u00a0y\n",
     "a: |\n  eins\n  \tzwei\n", "a: 'it''s'\n", "---\na: b\n", "a: {}\nb: []\n",
     "a: |\n  %YAML\n  ---\n  ...\n  <<<<<<< nicht\n  - &a *b !c\n", "a: >-\n  b\n\n  c\n# Ende\n", "a: Warum?\nb: so ? # oder ?\nc: '?'\nd: [Wer, 'Was ?']\n# ?\ne: x\n", "\n\n# x\na: b\n\n\n"],
)  # fmt: skip
def test_text_that_only_looks_odd_is_fine(text: str):
    for source in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.replace("\n", "\r\n").encode()):
        reading = read(source, "x")
        assert only_errors(reading) == []
        assert reading.value == yaml.load(text, Loader=Plain)


def test_tabs_may_stand_between_words():
    assert read(b"a:\tx\t# Kommentar\nb: x\ty\n", "x").value == {"a": "x", "b": "x\ty"}


class Plain(yaml.SafeLoader):
    """The same meaning by other means: every scalar is text, three plain words are not."""

    yaml_implicit_resolvers = {}


def plain_scalar(loader, node):
    words = {"true": True, "false": False, "null": None}
    return words.get(node.value, node.value) if node.style is None else node.value


Plain.add_constructor("tag:yaml.org,2002:str", plain_scalar)


def test_warnings_leave_a_file_readable():
    reading = read(b"a: b\r\nc: d\n", "x")
    assert [each.law.slug for each in reading.faults] == ["mixed-line-endings"]
    assert reading.value == {"a": "b", "c": "d"}


def test_a_missing_final_newline_is_an_error_and_the_value_stays():
    reading = read(b"a: Sprachcaf", "x")
    assert only_errors(reading) == ["no-final-newline"]
    assert reading.value == {"a": "Sprachcaf"}
    assert reading.sure


def test_all_faults_of_a_file_are_found_at_once():
    reading = read(b'a: ~\nb: &x 1\nb: !!str 2\nnull: 3\n? [c]\n: d\n<<: {}\ne: "\\x1b"\n\tf: g', "x")
    assert only_errors(reading) == ["no-final-newline", "anchor", "tag", "tab-indentation"]
    reading = read(b'a: ~\nb: &x 1\nb: !!str 2\nnull: 3\n? [c]\n: d\n<<: {}\ne: "\\x1b"', "x")
    assert sorted(only_errors(reading)) == [
        "anchor", "control-character", "duplicate-key", "merge-key", "no-final-newline", "no-value", "odd-key",
        "odd-key", "tag",
    ]  # fmt: skip
    assert not reading.sure


def test_many_faults_of_one_kind_are_counted():
    reading = read(b"".join(b"k%d: ~\n" % n for n in range(500)), "x")
    assert len(reading.faults) == 21
    assert str(reading.faults[-1].message) == "and 480 more of this kind in this file"


# -- places ------------------------------------------------------------------------------------------------

PLACES = """\
# Kopf
title: Sprachcafés   # ein Text
text: |
  Zeile eins
  Zeile zwei

# Kommentar dazwischen
goals:
  - id: z1
    title: "Zugänge"
  # noch einer
number: 3
"""


@pytest.mark.parametrize("before", ["", "\ufeff"], ids=["plain", "with mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(
    ("field", "aim", "expected"),
    [
        (("title",), Aim.VALUE, (2, 8, 2, 19)),
        (("title",), Aim.KEY, (2, 1, 2, 6)),
        (("text",), Aim.VALUE, (3, 7, 5, 13)),
        (("goals",), Aim.VALUE, (9, 5, 10, 21)),
        (("goals", 0), Aim.VALUE, (9, 5, 10, 21)),
        (("goals", 0), Aim.KEY, (9, 5, 9, 7)),
        (("goals", 0, "title"), Aim.VALUE, (10, 12, 10, 21)),
        (("goals", 0, "text"), Aim.VALUE, (9, 5, 9, 7)),
        (("goals", 1), Aim.VALUE, (8, 1, 8, 6)),
        (("number",), Aim.VALUE, (12, 9, 12, 10)),
        (("nothing",), Aim.VALUE, (2, 1, 2, 6)),
        ((), Aim.VALUE, (2, 1, 2, 6)),
    ],
)
def test_fields_are_found_in_the_text(field, aim, expected, end, before):
    span = Locator((before + PLACES.replace("\n", end)).encode())(field, aim)
    if expected == (9, 5, 10, 21) and field == ("goals",):
        expected = (9, 3, 10, 21)  # a list begins with its first hyphen
    assert (span.line, span.column, span.end_line, span.end_column) == expected


def test_character_indexes_of_nodes_count_what_the_decoded_text_has():
    source = b"\xef\xbb\xbf" + PLACES.replace("\n", "\r\n").encode()
    tree = syntax.tree(source)
    assert tree is not None
    found = tree.find(("goals", 0, "title"))
    assert found is not None
    start, end = found[1].start_mark.index, found[1].end_mark.index
    assert tree.text[start:end] == '"Zugänge"'
    assert source[tree.byte(start) : tree.byte(end)] == '"Zugänge"'.encode()


def test_a_text_that_cannot_be_parsed_has_its_start_as_place():
    assert Locator(b"a: [\n")(("a",), Aim.VALUE) == START


# -- nothing raises ----------------------------------------------------------------------------------------

ODD = st.text(
    st.sampled_from("ab:-?[]{},&*!|>'\"%@`# \n\t\r\0\x1b\u0085\u2028\u202e\ufeff\\~<=0é") | st.characters(),
    max_size=80,
)


@settings(max_examples=1500, deadline=None)
@given(ODD)
def test_any_text_gives_a_value_or_a_finding(text: str):
    source = text.encode("utf-8", "surrogatepass")
    reading = read(source, "x")
    assert reading.value is not UNREAD or only_errors(reading)
    entry, _ = read_entry(PATH, source, KINDS)
    entry.locate(("a", 0), Aim.VALUE)


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_give_a_value_or_a_finding(source: bytes):
    reading = read(source, "x")
    assert reading.value is not UNREAD or only_errors(reading)


@settings(max_examples=600, deadline=None)
@given(ODD)
def test_both_readers_agree(text: str):
    """What the quick reader takes, the thorough one takes too, with the same value."""
    source = (text + "\n").encode("utf-8", "surrogatepass")
    value = syntax.quick(source)
    if value is not UNREAD:
        thorough = examine(source, "x")
        assert only_errors(thorough) == []
        assert thorough.value == value


def test_both_readers_agree_on_every_record_of_the_project():
    assert RECORDS
    for path in RECORDS:
        source = path.read_bytes()
        reading = examine(source, "x")
        assert reading.faults == ()
        assert syntax.quick(source) in (UNREAD, reading.value)


# -- damage ------------------------------------------------------------------------------------------------


def harmless_or_found(source: bytes, damaged: bytes) -> None:
    """Damage ends in a finding or in a record; it never raises."""
    entry, found = read_entry(PATH, damaged, KINDS)
    assert entry.record is not None or any(each.severity is Severity.ERROR for each in found), damaged
    for each in found:
        entry.locate(each.place.field, each.place.aim)


def damages(source: bytes, seed: int, most: int | None):
    """Cuts at each byte, and each byte flipped once; with `most` a fixed sample of both."""
    cuts = range(len(source))
    flips = [(at, 1 << (at * 5 + seed) % 8) for at in range(len(source))]
    if most is not None:
        chance = random.Random(seed)
        cuts = chance.sample(cuts, min(most, len(source)))
        flips = chance.sample(flips, min(most, len(flips)))
    for at in cuts:
        yield source[:at]
    for at, bit in flips:
        yield source[:at] + bytes([source[at] ^ bit]) + source[at + 1 :]


def test_a_record_cut_or_flipped_anywhere_is_found_or_harmless():
    source = sound().encode()
    for damaged in damages(source, 7, None):
        harmless_or_found(source, damaged)


def test_a_cut_within_a_line_is_always_found():
    source = sound().encode()
    for at in range(1, len(source)):
        if source[at - 1 : at] != b"\n":
            _, found = read_entry(PATH, source[:at], KINDS)
            assert any(each.severity is Severity.ERROR for each in found), source[:at]


def test_a_sample_of_all_records_cut_and_flipped():
    for seed, path in enumerate(RECORDS):
        source = path.read_bytes()
        for damaged in damages(source, seed, 6):
            harmless_or_found(source, damaged)


@pytest.mark.soak
def test_all_records_cut_and_flipped_everywhere():
    for seed, path in enumerate(RECORDS):
        source = path.read_bytes()
        for damaged in damages(source, seed, None):
            harmless_or_found(source, damaged)


# -- corpora -----------------------------------------------------------------------------------------------


def corpora() -> Path:
    return Path(os.environ["KIC_CORPORA"])


@pytest.mark.corpora
def test_the_yaml_test_suite_neither_crashes_nor_changes_meaning():
    """402 inputs. What is accepted means what the suite's own list of events says."""
    files: dict[str, dict[str, bytes]] = {}
    with tarfile.open(corpora() / "yaml-test-suite.tar.gz") as archive:
        for member in archive:
            folder, _, name = member.name.partition("/")[2].rpartition("/")
            if member.isfile():
                files.setdefault(folder, {})[name] = archive.extractfile(member).read()
    inputs = {folder: each for folder, each in files.items() if "in.yaml" in each}
    assert len(inputs) == 402
    assert sum("error" in each for each in inputs.values()) == 94
    accepted = invalid = 0
    for folder, each in inputs.items():
        reading = read(each["in.yaml"], "x")
        if reading.value is UNREAD or only_errors(reading):
            assert only_errors(reading), folder
            continue
        accepted += 1
        if "error" in each:
            invalid += 1
            assert folder in LENIENT
        else:
            assert as_text(reading.value) == meant(each["test.event"].decode()), folder
    assert accepted - invalid >= 45
    assert invalid == len(LENIENT)


LENIENT = {
    "9C9N",  # a list in brackets goes on at the start of a line
    "QB6E",  # quoted text goes on at the start of a line
    "S98Z",  # the first blank lines of a block text are indented further than the later ones
    "SU5Z",  # a comment without a blank before it, behind quotes
    "X4QW",  # a comment without a blank before it, behind the sign of a block text
}
"""Invalid inputs that libyaml takes in the only way in which they can be meant."""


ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "\\": "\\"}


def meant(events: str):
    """The value of the first document of a list of events, with every scalar as text."""
    stack: list = [[]]
    for line in events.splitlines():
        event, _, rest = line.lstrip(" ").partition(" ")
        if event in {"+MAP", "+SEQ"}:
            stack.append([])
        elif event == "-SEQ":
            items = stack.pop()
            stack[-1].append(items)
        elif event == "-MAP":
            items = stack.pop()
            stack[-1].append(dict(zip(items[::2], items[1::2], strict=True)))
        elif event == "=VAL":
            rest = re.sub(r"\\(.)", lambda found: ESCAPES[found[1]], rest)
            stack[-1].append(rest[1:])
    return stack[0][0]


def as_text(value):
    """The value as a reader gives it that knows no types."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return value if isinstance(value, str) else json.dumps(value)


@pytest.mark.corpora
def test_naughty_strings_come_through_a_text_field_or_are_refused():
    strings = json.loads((corpora() / "blns.json").read_text("utf-8"))
    refused = 0
    for text in strings:
        source = f"title: {json.dumps(text, ensure_ascii=False)}\n".encode()
        reading = read(source, "x")
        if only_errors(reading):
            assert set(only_errors(reading)) <= {
                "control-character",
                "direction-control",
                "yaml-syntax",
                "tab-indentation",
            }
            refused += 1
        else:
            assert reading.value == {"title": text}
    assert 0 < refused < 20
