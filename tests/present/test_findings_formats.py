"""The formats for machines: always well-formed, whatever stands in messages, paths and sources."""

import json
import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.core.diagnostic import Severity
from kic.core.place import Place, Span
from kic.core.text import Text
from kic.present.findings import render
from kic.present.findings_report import Counts, counted, fingerprints
from kic.present.language import speak
from kic.present.safe import UNSAFE
from tests.present.samples import FILES, GAP, LATE, at, finding, snapshot_of

GERMAN, ENGLISH = speak("de"), speak("en")

any_text = st.text(st.characters(), max_size=30)
names = st.text(st.characters(exclude_characters="\x00"), min_size=1, max_size=12)


@st.composite
def reports(draw):
    """A snapshot of one file with any content and path, and findings with any words in it."""
    path, source = draw(names), draw(any_text)
    diagnostics = [
        finding(
            Place(path, tuple(draw(st.lists(names, max_size=2))), span=Span(line, column, line, column + 1)),
            Text("Says {words}.", {"words": draw(any_text)}),
            law=draw(st.sampled_from([LATE, GAP])),
            help=Text("{advice}", {"advice": draw(any_text)}) if draw(st.booleans()) else None,
            record=draw(st.none() | names),
        )
        for line, column in draw(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 9)), max_size=3))
    ]
    return diagnostics, snapshot_of({path: source})


@given(reports())
def test_json_holds_any_text_to_the_character_and_acts_on_no_terminal(report):
    diagnostics, snapshot = report
    output = render("json", diagnostics, snapshot, ENGLISH)
    assert re.search(f"[{UNSAFE}]", output) is None
    read = json.loads(output)["findings"]
    assert len(read) == len(diagnostics)
    for found, diagnostic in zip(read, diagnostics, strict=True):
        assert found["message"].encode("utf-16", "surrogatepass") == str(diagnostic.message).encode(
            "utf-16", "surrogatepass"
        )
        assert found["values"]["words"].encode("utf-16", "surrogatepass") == diagnostic.message.values[
            "words"
        ].encode("utf-16", "surrogatepass")


@given(reports(), st.booleans())
def test_text_never_acts_on_a_terminal_but_for_its_own_colours(report, color):
    diagnostics, snapshot = report
    output = render("text", diagnostics, snapshot, GERMAN, color=color)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output) if color else output
    assert re.search(f"[{UNSAFE}]", plain) is None
    assert len(re.findall(r"^KIC99\d ", plain, re.MULTILINE)) == len(diagnostics)


@given(reports())
def test_junit_is_well_formed(report):
    diagnostics, snapshot = report
    suites = ET.fromstring(render("junit", diagnostics, snapshot, GERMAN).encode("utf-8"))
    assert len(suites.findall(".//testcase")) == len(diagnostics) + 1


@given(reports())
def test_github_gets_one_command_for_each_finding(report):
    diagnostics, snapshot = report
    output = render("github", diagnostics, snapshot, GERMAN)
    assert output.count("\n") == len(diagnostics)
    for line in output.splitlines():
        assert re.fullmatch(r"::(warning|notice) file=[^,:]*,line=\d,endLine=\d,col=\d+,endColumn=\d+,"
                            r"title=KIC99\d [a-z-]+::.*", line)  # fmt: skip


@given(reports())
def test_gitlab_and_sarif_are_json_that_any_reader_takes(report):
    diagnostics, snapshot = report
    assert len(json.loads(render("gitlab", diagnostics, snapshot, GERMAN))) == len(diagnostics)
    (run,) = json.loads(render("sarif", diagnostics, snapshot, GERMAN))["runs"]
    assert [run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] for r in run["results"]] == [
        each.law.code for each in diagnostics
    ]


def _schema(name):
    return json.loads((Path(os.environ["KIC_CORPORA"]) / name).read_text("utf-8"))


@pytest.mark.corpora
def test_sarif_follows_the_official_schema(snapshot, diagnostics):
    validator = jsonschema_rs.validator_for(_schema("sarif-schema-2.1.0.json"), validate_formats=True)

    @given(reports())
    def any_report(report):
        validator.validate(json.loads(render("sarif", *report, GERMAN)))

    any_report()
    validator.validate(json.loads(render("sarif", diagnostics, snapshot, GERMAN)))
    assert not validator.is_valid({"version": "2.1.0"})


@pytest.mark.corpora
def test_gitlab_follows_the_schema_of_each_entry(snapshot, diagnostics):
    validator = jsonschema_rs.validator_for(_schema("gitlab-codequality-schema.json"))
    entries = json.loads(render("gitlab", diagnostics, snapshot, GERMAN))
    assert len(entries) == 6
    for entry in entries:
        validator.validate(entry)


# -- what the values are -----------------------------------------------------------------------------------


def test_a_finding_has_every_key_of_the_contract(snapshot, diagnostics):
    read = json.loads(render("json", diagnostics, snapshot, ENGLISH))
    assert list(read) == ["kic", "schema", "command", "findings", "summary"]
    assert read["command"] == "check"
    summary = {"errors": 3, "warnings": 2, "notes": 1, "records": 3, "waived": 0, "off": 0, "left_out": 0}
    assert read["summary"] == summary
    assert read["findings"][0] == {
        "code": "KIC991",
        "slug": "late-update",
        "severity": "warning",
        "message": "The reserve of €60,000.00 exceeds €50,000.00.",
        "message_id": "The reserve of {reserve} exceeds {amount}.",
        "values": {"reserve": "60000.00", "amount": "50000.00"},
        "help": None,
        "path": "applications/2026-1/call.yaml",
        "line": 3,
        "column": 36,
        "end_line": 3,
        "end_column": 44,
        "record": "2026-1",
        "field": "money.reserve",
        "related": [
            {"path": "applications/2026-1/call.yaml", "line": 3, "column": 17, "end_line": 3, "end_column": 25,
             "message": "The money of the call."}
        ],
        "fixable": False,
    }  # fmt: skip
    assert read["findings"][1]["fixable"] is True


def test_only_sentences_depend_on_the_language(snapshot, diagnostics):
    def without_words(code):
        read = json.loads(render("json", diagnostics, snapshot, speak(code)))
        for each in read["findings"]:
            del each["message"], each["help"]
            for related in each["related"]:
                del related["message"]
        return read

    assert without_words("de") == without_words("en")


def test_fingerprints_stay_when_lines_move_and_never_repeat():
    moved = {path: "# a comment\n" + source for path, source in FILES.items()}
    path = "concept/themes/t1.yaml"

    def three(files):
        return [
            finding(at(files, path, "2021", "edition"), "There is no edition 2021."),
            finding(at(files, path, "2021", "edition"), "It is not a year."),
            finding(at(files, path, "Bildung\nkind" if files is FILES else "kind", "title"), "Too short."),
        ]

    assert fingerprints(three(FILES)) == fingerprints(three(moved))
    assert len(set(fingerprints(three(FILES)))) == 3


def test_a_finding_without_a_record_is_known_by_its_path():
    one, other = (finding(Place(path), "Gone.", record=None) for path in ("a.yaml", "b.yaml"))
    assert fingerprints([one]) != fingerprints([other])


@pytest.mark.parametrize(("strict", "failures"), [(False, 3), (True, 5)])
def test_junit_fails_what_check_fails(snapshot, diagnostics, strict, failures):
    suites = ET.fromstring(render("junit", diagnostics, snapshot, ENGLISH, strict=strict))
    assert suites.get("failures") == str(failures) == str(len(suites.findall(".//failure")))


def test_a_clean_repository_is_one_passed_case(snapshot):
    suites = ET.fromstring(render("junit", [], snapshot, ENGLISH))
    (case,) = suites.findall(".//testcase")
    assert case.find("failure") is None


def test_counting_knows_every_severity(snapshot, diagnostics):
    assert counted(diagnostics, snapshot) == Counts(3, 2, 1, 3, 0, 0, 0)
    assert counted(diagnostics, snapshot, 4, 5, 6) == Counts(3, 2, 1, 3, 4, 6, 5)
    assert {each.severity for each in diagnostics} == set(Severity)


def test_sarif_tells_paths_as_uris_and_the_fix(snapshot, diagnostics):
    (run,) = json.loads(render("sarif", diagnostics, snapshot, ENGLISH))["runs"]
    places = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]]
    assert places[-1] == "concept/themes/t%207%C3%BC.yaml"
    (change,) = run["results"][1]["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "2022"}


@pytest.mark.corpora
def test_naughty_strings_pass_through_every_format():
    strings = _schema("blns.json")
    files = {f"concept/themes/n{i}.yaml": f"title: {words}\n" for i, words in enumerate(strings)}
    snapshot = snapshot_of(files)
    diagnostics = [
        finding(
            Place(path, ("title",), span=Span(1, 8, 1, 8 + len(words))), Text("{title}", {"title": words})
        )
        for (path, words) in zip(files, strings, strict=True)
    ]
    assert len(strings) > 500
    read = json.loads(render("json", diagnostics, snapshot, GERMAN))["findings"]
    assert [each["values"]["title"] for each in read] == strings
    assert len(ET.fromstring(render("junit", diagnostics, snapshot, GERMAN)).findall(".//failure")) == len(
        strings
    )
    assert render("github", diagnostics, snapshot, GERMAN).count("\n") == len(strings)
    validator = jsonschema_rs.validator_for(_schema("sarif-schema-2.1.0.json"), validate_formats=True)
    validator.validate(json.loads(render("sarif", diagnostics, snapshot, GERMAN)))
    assert re.search(f"[{UNSAFE}]", render("text", diagnostics, snapshot, GERMAN)) is None
