"""Mistakes on the command line: exit code 2, what is wrong, and the name that is near."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.inprocess import call, run

MISTAKES = [
    # command line                                    German                                English
    (["chek"], "check", "check"),
    (["vote", "2026-12-03"], "meeting vote", "meeting vote"),  # without its group
    (["notice", "post", "2026-1", "--by", "registred"], "registered", "registered"),
    (["check", "--strickt"], "--strict", "--strict"),
    (["check", "--format", "jsn"], "json", "json"),
    (["check", "no-such-file.yaml"], "no-such-file.yaml", "no-such-file.yaml"),
    (["explain"], "CODE", "CODE"),
    (["explain", "unknown-referense"], "unknown-reference", "unknown-reference"),
    (["list", "recomendation"], "recommendation", "recommendation"),
    (["list", "recommendation", "--where", "themee=t2"], "theme", "theme"),
    (["list", "recommendation", "--where", "t2"], "FELD=WERT", "KEY=VALUE"),
    (["list", "recommendation", "--where"], "--where FELD=WERT: Nur", "--where"),
    (["check", "--fix=3"], "kic check --help", "kic check --help"),
    (["check", "--todya"], "--today", "--today"),
    (["show", "he-99"], "he-9", "he-9"),
    (["show", "he-01", "he-02"], "he-02", "he-02"),
    (["status", "he-01", "implementd"], "implemented", "implemented"),
    (["status", "he-01", "in_progress", "--light", "gren"], "green", "green"),
    (["status", "he-01", "in_progress", "--light"], "--light", "--light"),
    (["status", "he-01", "--note", "x"], "Status", "status"),
    (["status", "t1"], "t1", "t1"),
    (["status", "he-01", "in_progress", "--on", "31.2.2026"], "31.2.2026", "31.2.2026"),
    (
        ["status", "he-01", "in_progress", "--on", "31.2.2026"],
        "diesen Tag gibt es nicht",
        "there is no such day",
    ),
    (
        ["check", "--dry-run"],
        "--dry-run gehört zu --fix: `kic check --fix --dry-run`.",
        "--dry-run goes with --fix: `kic check --fix --dry-run`.",
    ),
    (["allocate", "2026-1", "--name-seats"], "gehört zu --sensitivity", "goes with --sensitivity"),
    (
        ["allocate", "2026-1", "--emit-problem", "--explain", "2026-1-001"],
        "--explain, --compare",
        "--explain, --compare",
    ),
    (["allocate"], "--problem", "--problem"),
    (["allocate"], "Zum Beispiel: kic allocate 2026-1", "For example: kic allocate 2026-1"),
    (
        ["render"],
        "Zum Beispiel: kic render concept",
        "For example: kic render concept",
    ),
    (
        ["render", "allocation-paper"],
        "kic render allocation-paper 2026-1",
        "kic render allocation-paper 2026-1",
    ),
    (["allocate", "2026-1", "--rule", "rankt"], "ranked", "ranked"),
    (["allocate", "2026-1", "--budget", "1.000"], "1.000", "1.000"),
    (["allocate", "2026-9"], "2026-", "2026-"),
    (["render", "implementation-reprt"], "implementation-report", "implementation-report"),
    (["render", "implementation-report", "--to", "word"], "html", "html"),
    (["render", "allocation-paper"], "allocation-paper", "allocation-paper"),
    (["render", "umsetzungsbericht"], "Meinten Sie implementation-report?", "mean implementation-report?"),
    (["render", "Bescheid"], "award-notice, refusal-notice", "award-notice, refusal-notice"),
    (["mail", "Zuwendungsbescheit", "2026-1", "-o", "x"], "Meinten Sie award-notice", "mean award-notice"),
    (["publication", "freeze", "Broschuere"], "Meinten Sie concept?", "Did you mean concept?"),
    (["sheet", "out", "recomendation"], "Meinten Sie recommendation", "Did you mean recommendation"),
    (["sheet", "out", "body"], "kic sheet out benötigt -o.", "kic sheet out needs -o."),
    (["schema", "recomendation"], "recommendation", "recommendation"),
    (["help", "exit-code"], "exit-codes", "exit-codes"),
    (["check", "--lang", "en"], "--lang", "--lang"),
    (["history", "he-99"], "he-9", "he-9"),
    (["notice", "draft", "2026-1", "--parts", "0"], "von 1 bis 12", "from 1 to 12"),
    (["payment", "request", "2025-2-003", "--instalment", "x"], "mindestens 1", "at least 1"),
]


@pytest.mark.parametrize(("words", "german", "english"), MISTAKES, ids=lambda value: str(value)[:40])
def test_a_mistake_is_named_in_both_languages(
    words: list[str], german: str, english: str, city: Path
) -> None:
    de, en = run(*words, cwd=city), run(*words, cwd=city, lang="en")
    assert (de.code, en.code) == (2, 2), de.err + en.err
    assert german in de.err
    assert english in en.err
    assert "Traceback" not in de.err + en.err
    assert de.err != en.err
    assert de.out == en.out == ""


def test_a_folder_without_repository_is_exit_code_3(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert done.code == 3
    assert "kic.yaml" in done.err


def test_a_newer_format_is_exit_code_3(city: Path) -> None:
    settings = city / "kic.yaml"
    settings.write_text(settings.read_text().replace("format: 1\n", "format: 99\n"))
    done = run("check", cwd=city)
    assert done.code == 3
    assert "99" in done.err


def test_an_unknown_language_is_refused(city: Path) -> None:
    assert run("--lang", "fr", "check", cwd=city).code == 2


def test_what_a_failure_quotes_does_not_act_on_a_terminal(city: Path) -> None:
    name = "he\u009b31m\u202e"  # a colour of the terminal in one character, and a change of direction
    done = run("show", name, "--format", "json", cwd=city)
    assert name in json.loads(done.out)["error"]["message"]
    assert not {"\u009b", "\u202e"} & set(done.out + done.err)


def test_failures_of_a_json_call_are_json(city: Path) -> None:
    done = run("show", "he-99", "--format", "json", cwd=city)
    answer = json.loads(done.out)
    assert done.code == 2
    assert answer["command"] == "show"
    assert answer["error"]["name"] == "usage"
    assert "he-99" in answer["error"]["message"]


def test_the_report_of_a_bug_names_the_options_and_nothing_that_was_typed(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is sent to strangers, and a note may speak of a person."""

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("kic.cli.session.Session.repository", property(broken))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    done = call("status", "he-07", "in_progress", "--note=Gespräch mit Frau X", "--light", "red", folder=city)
    assert done.code == 70
    (report,) = tmp_path.glob("kic-bug-*.txt")
    assert report.read_text("utf-8").splitlines()[3] == "kic status --lang --today -C --note --light"
    assert "RuntimeError" in report.read_text("utf-8")
    assert "Frau X" not in report.read_text("utf-8")


def test_ids_are_taken_in_any_case(city: Path) -> None:
    assert run("show", "HE-07", cwd=city).code == 0


def test_the_language_comes_from_the_environment_and_the_repository(city: Path) -> None:
    def first_line(**environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "kic", "overview"],
            cwd=city,
            env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin", **environment},
            capture_output=True,
            check=True,
        )
        return done.stdout.decode().splitlines()[0]

    assert "Überblick" in first_line()
    assert "overview" in first_line(KIC_LANG="en")
    settings = city / "kic.yaml"
    settings.write_text(settings.read_text().replace("language: de\n", "language: en\n"))
    assert "overview" in first_line(LANG="de_DE.UTF-8")
    assert "Überblick" in first_line(KIC_LANG="de")


def test_a_missing_list_is_named_without_its_dots(city: Path) -> None:
    done = call("concept", "review", "ae-2022-3", folder=city)
    assert done.code == 2
    assert "kic concept review benötigt ID.\n" in done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_the_version_that_cannot_be_written_is_exit_code_3() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kic", "--lang", "en", "--version"],
            env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr.decode().splitlines()[0]) == (
        3,
        "kic: Reading or writing failed: No space left on device",
    )


@pytest.mark.parametrize("where", ["early.global_options", "main._use_utf8"])
def test_an_interruption_before_the_first_word_is_exit_code_130(where: str) -> None:
    told = f"""
from kic.cli import early, main
def interrupted(*_):
    raise KeyboardInterrupt
{where} = interrupted
main.run()
"""
    done = subprocess.run(
        [sys.executable, "-c", told],
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, b"")
