"""`kic check` as the officer and CI use it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.inprocess import call, run

FORMATS = ("text", "json", "github", "gitlab", "sarif", "junit")


def test_the_demo_city_has_no_errors(built_city: Path) -> None:
    done = run("check", cwd=built_city)
    assert done.code == 0, done.out
    assert "Fehler" not in done.out


def test_strict_fails_on_its_warnings(built_city: Path) -> None:
    assert run("check", "--strict", cwd=built_city).code == 1


def test_a_misspelled_key_is_found_at_its_place_and_mended(city: Path) -> None:
    file = city / "concept/recommendations/he-07.yaml"
    good = file.read_bytes()
    file.write_bytes(good.replace(b"\nreview_by:", b"\nreveiw_by:"))
    line = good[: good.index(b"\nreview_by:")].count(b"\n") + 2
    broken = run("check", cwd=city)
    assert broken.code == 1
    assert f"concept/recommendations/he-07.yaml:{line}:1" in broken.out
    assert "review_by" in broken.out

    refused = run("check", "--fix", cwd=city)
    assert refused.code == 2, "without a terminal the question needs --yes"
    assert file.read_bytes() != good

    shown = run("check", "--fix", "--dry-run", cwd=city)
    assert "-reveiw_by:" in shown.out
    assert "+review_by:" in shown.out
    assert file.read_bytes() != good

    mended = run("check", "--fix", "--yes", cwd=city)
    assert mended.code == 0, mended.out + mended.err
    assert file.read_bytes() == good


def test_a_mend_does_not_wait_for_what_only_it_brings_to_light(city: Path) -> None:
    file = city / "applications/2026-1/2026-1-001.yaml"
    file.write_text(file.read_text().replace("requested: 8800.00", "requested: 1.234,56"))
    mended = run("check", "--fix", "--yes", cwd=city)
    assert "requested: '1234.56'" in file.read_text()
    assert mended.code == 1
    assert "KIC521" in mended.out, "the sum differs from the financing plan, which nobody could see before"


def test_a_path_shows_only_its_findings_but_everything_is_read(city: Path) -> None:
    (city / "concept/themes/t1.yaml").unlink()
    everything, some = run("check", cwd=city), run("check", "concept/recommendations", cwd=city)
    other = run("check", "applications/2024-1/scores", cwd=city)
    assert everything.code == some.code == 1
    assert "concept/recommendations/he-01.yaml" in some.out
    assert "concept/concept.yaml" not in some.out
    assert other.code == 0, other.out


def test_a_path_is_taken_from_the_folder_one_stands_in(city: Path) -> None:
    done = run("check", "he-07.yaml", cwd=city / "concept/recommendations")
    assert done.code == 0
    assert "he-07" in done.out


@pytest.mark.parametrize("output", FORMATS)
def test_every_format_says_the_same_findings_and_exit_code(output: str, city: Path) -> None:
    (city / "concept/themes/t9.yaml").write_bytes(b"kind: theme\nid: t9\n")
    done = run("check", "--format", output, cwd=city)
    again = run("check", "--format", output, cwd=city)
    assert done.code == 1
    assert "concept/themes/t9.yaml" in done.out
    assert done.out == again.out


def test_build_servers_get_paths_from_the_top_of_git(city: Path, tmp_path: Path) -> None:
    below = tmp_path / "clone" / "büro" / "konzept"
    shutil.copytree(city, below, ignore=shutil.ignore_patterns(".git"))
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path / "clone", check=True)
    (below / "concept/bodies/x.yml").touch()
    inside = {
        "text": "concept/bodies/x.yml:1:1",
        "json": '"path": "concept/bodies/x.yml"',
        "junit": "concept/bodies/x.yml",
        "github": "file=büro/konzept/concept/bodies/x.yml,",
        "gitlab": '"path": "büro/konzept/concept/bodies/x.yml"',
        "sarif": '"uri": "b%C3%BCro/konzept/concept/bodies/x.yml"',
    }
    for output, expected in inside.items():
        out = call("check", "--format", output, folder=below).out
        assert expected in out, output
        assert ("konzept/concept" in out) is ("konzept" in expected), output


def test_json_has_the_summary(city: Path) -> None:
    answer = json.loads(run("check", "--format", "json", cwd=city).out)
    assert answer["command"] == "check"
    assert answer["summary"]["errors"] == 0
    assert answer["summary"]["warnings"] == len([f for f in answer["findings"] if f["severity"] == "warning"])
    assert answer["summary"]["records"] > 250
    first = answer["findings"][0]
    assert {
        "code",
        "slug",
        "severity",
        "message",
        "help",
        "path",
        "line",
        "column",
        "record",
        "field",
    } <= set(first)


def test_what_the_settings_take_away_is_counted(city: Path) -> None:
    before = json.loads(run("check", "--format", "json", cwd=city).out)
    already = before["summary"]["waived"]
    found = [(each["code"], each["record"]) for each in before["findings"] if each["severity"] == "warning"]
    code, record = found[0]
    away = found.count((code, record))
    settings = city / "kic.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace(
            "waivers:\n",
            "severities:\n  - {code: KIC760, severity: off, reason: zum Versuch}\n"
            f"waivers:\n  - {{code: {code}, record: {record}, until: 2026-12-31, reason: zum Versuch}}\n",
        ),
        "utf-8",
    )
    summary = json.loads(run("check", "--format", "json", cwd=city).out)["summary"]
    assert (summary["waived"], summary["off"]) == (already + away, 1)
    assert summary["warnings"] == len(found) - away
    last = run("check", cwd=city).out.splitlines()[-1]
    assert last.endswith("1 Art von Befunden ist abgeschaltet."), last


def test_a_record_cut_at_a_line_end_is_found(city: Path) -> None:
    """The rest is good YAML; only the committed state knows that entries are gone."""
    file = city / "concept/recommendations/he-07.yaml"
    lines = file.read_bytes().splitlines(keepends=True)
    last_entry = max(number for number, line in enumerate(lines) if line.startswith(b"  - date:"))
    file.write_bytes(b"".join(lines[:last_entry]))
    done = run("check", cwd=city)
    assert done.code == 1
    assert "concept/recommendations/he-07.yaml" in done.out


def test_own_root_passes() -> None:
    done = run("check", cwd=Path(__file__).parents[2])
    assert done.code == 0, done.out[-2000:]
    assert "Warnung" not in done.out
