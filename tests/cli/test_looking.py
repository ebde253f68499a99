"""Commands that look, in text and JSON."""

import json
import re
from pathlib import Path

import jsonschema_rs
import pytest

from tests.cli.inprocess import run

JSON_CALLS = [
    ["overview"], ["list", "recommendation"], ["show", "he-07"], ["show", "t2-z1"], ["status", "he-07"],
    ["history", "he-07"], ["history", "t2-z1"], ["log"], ["doctor"], ["explain", "KIC240"], ["allocate", "2026-1"], ["check"],
]  # fmt: skip


@pytest.mark.parametrize("words", JSON_CALLS, ids=" ".join)
def test_json_has_the_envelope_and_the_same_bytes_again(words: list[str], built_city: Path) -> None:
    done = run(*words, "--format", "json", cwd=built_city)
    assert done.code == 0, done.err
    answer = json.loads(done.out)
    schema = json.loads(run("schema", words[0], cwd=built_city).out)
    problems = [error.message for error in jsonschema_rs.validator_for(schema).iter_errors(answer)]
    assert problems == []
    assert answer["command"] == words[0]
    assert answer["kic"]
    assert isinstance(answer["schema"], int)
    assert "data" in answer or "findings" in answer
    assert run(*words, "--format", "json", cwd=built_city).out == done.out


@pytest.mark.parametrize("words", JSON_CALLS, ids=" ".join)
def test_text_is_said_in_both_languages(words: list[str], built_city: Path) -> None:
    german, english = run(*words, cwd=built_city), run(*words, cwd=built_city, lang="en")
    assert german.code == english.code == 0
    if words != ["history", "he-07"]:
        assert german.out != english.out


def test_overview_tells_progress_money_dues_and_debts(built_city: Path) -> None:
    out = run("overview", cwd=built_city).out
    assert "Alle Daten dieser Stadt sind erfunden" in out
    assert "50.000,00\u00a0€" in out
    assert "überfällig" in out
    assert "he-07" in out


def test_show_names_every_reference_with_its_title(built_city: Path) -> None:
    out = run("show", "he-07", cwd=built_city).out
    assert "t1 Bildung und Arbeit" in out
    assert "m-39 Werbung um Auszubildende" in out
    assert "erfunden" in out.lower()


def test_terms_of_a_seat_are_times_and_those_of_a_call_conditions(built_city: Path) -> None:
    assert "\nAmtszeiten:\n" in run("show", "s01", cwd=built_city).out
    assert "\nTerms of office:\n" in run("show", "s01", cwd=built_city, lang="en").out
    assert "\nBedingungen:\n" in run("show", "2026-1", cwd=built_city).out


@pytest.mark.parametrize(
    ("typed", "meant"), [("he-1", "he-01"), ("2026-1-1", "2026-1-001"), ("HE-007", "he-07")]
)
def test_an_id_without_its_zeros_is_the_nearest(typed: str, meant: str, built_city: Path) -> None:
    assert f"Meinten Sie {meant}" in run("show", typed, cwd=built_city).err


def test_show_begins_with_what_a_record_says_and_ends_with_what_it_rests_on() -> None:
    """A record of which little is known, from the project's own root."""
    shown = run("show", "he-kulturfestival", cwd=Path(__file__).parents[2], lang="en").out
    places = [shown.index(each) for each in ("\nText ", "\nProvenance:", "\nSources:", "\nGaps:", "\nFile:")]
    assert places == sorted(places)


def test_show_tells_who_applies_from_what_kind_of_applicant_it_is(built_city: Path) -> None:
    out = run("show", "2026-1-003", cwd=built_city).out
    assert re.search(r"^Antragstellende:\n  Art +Verein\n  Stelle +v-tsg ", out, re.MULTILINE)


def test_show_still_shows_a_record_that_does_not_convert(city: Path) -> None:
    file = city / "concept/themes/t1.yaml"
    file.write_text(file.read_text().replace("number: 1\n", "number: eins\n"))
    done = run("show", "t1", cwd=city)
    assert done.code == 0
    assert "eins" in done.out


def test_list_conditions_narrow(built_city: Path) -> None:
    every = json.loads(run("list", "recommendation", "--format", "json", cwd=built_city).out)["data"]
    some = json.loads(
        run("list", "recommendation", "--where", "theme=t2", "--format", "json", cwd=built_city).out
    )["data"]
    assert 0 < len(some) < len(every)
    assert all(each["values"]["theme"] == "t2" for each in some)


def test_list_shows_the_current_edition_and_says_what_it_leaves_out(built_city: Path) -> None:
    current = run("list", "recommendation", cwd=built_city)
    every = run("list", "recommendation", "--all", cwd=built_city)
    earlier = run("list", "recommendation", "--where", "edition=k2013", cwd=built_city)
    assert "\nhe-01" in current.out
    assert "\nm-01" not in current.out
    assert "Fassung" not in current.out  # one edition needs no column
    assert "43 Datensätze anderer Fassungen" in current.err
    assert "--all" in current.err
    assert every.out.index("\nhe-32") < every.out.index("\nm-01")
    assert "Fassung" in every.out.splitlines()[0]
    assert every.err == earlier.err == ""
    assert "\nhe-01" not in earlier.out
    assert "\nm-43" in earlier.out


def test_list_names_a_record_of_another_edition_that_a_condition_would_have_found(built_city: Path) -> None:
    done = run("list", "recommendation", "--where", "theme=a1", cwd=built_city, lang="en")
    assert "There is none." in done.out
    assert "7 records of other editions are left out" in done.err


def test_list_takes_the_german_name_and_refuses_a_value_that_no_record_can_have(built_city: Path) -> None:
    assert run("list", "Themenfeld", cwd=built_city).out == run("list", "theme", cwd=built_city).out
    done = run("list", "recommendation", "--where", "status=umgesetzt", cwd=built_city)
    assert done.code == 2
    assert "implemented" in done.err


def test_history_goes_through_renames(built_city: Path) -> None:
    revisions = json.loads(run("history", "he-07", "--format", "json", cwd=built_city).out)["data"]
    own = [revision for revision in revisions if revision["record"] == "he-07"]
    assert any(revision["moved_from"] for revision in own)
    assert own[-1]["path"].startswith("concept/editions/")
    assert {revision["record"] for revision in revisions} == {"he-07", "m-39"}


def test_money_in_json_is_a_string_with_two_decimals(built_city: Path) -> None:
    data = json.loads(run("overview", "--format", "json", cwd=built_city).out)["data"]
    assert data["budget"] == "50000.00"


def test_terminal_controls_in_records_are_shown_not_sent(city: Path) -> None:
    file = city / "concept/themes/t1.yaml"
    file.write_text(
        file.read_text().replace("title: Bildung und Arbeit", 'title: "Bil\\e[31mdung [bold]x[/nix]"')
    )
    for words in (
        ["show", "t1"],
        ["overview"],
        ["list", "theme"],
        ["check"],
        ["render", "implementation-report"],
    ):
        done = run(*words, cwd=city)
        assert "\x1b" not in done.out
        assert "Traceback" not in done.err
        assert done.code in (0, 1)


@pytest.mark.parametrize("code", ["KIC033", "kic33", "33", "unknown-value", "Unknown-Value"])
def test_explain_knows_a_finding_however_it_is_spelled(code: str, tmp_path: Path) -> None:
    assert run("explain", code, cwd=tmp_path, lang="en").out.startswith("KIC033 unknown-value")


def test_explain_shows_an_example_and_how_it_is_mended(built_city: Path) -> None:
    for lang, wrong, right in (("de", "Falsch", "Richtig"), ("en", "Wrong", "Right")):
        page = run("explain", "KIC232", cwd=built_city, lang=lang).out
        assert page.index(wrong) < page.index(right)
        assert "+    note:" in page
