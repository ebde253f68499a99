"""git merges records by kic: two people on two branches, from `init` to the conflict that somebody settles."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from kic.cli.merging import differing
from kic.present.answers import answers
from kic.repository.merging import driver, tell_git
from kic.store.merging.three_way import MISSING
from tests.cli.inprocess import run

HE_07 = "concept/recommendations/he-07.yaml"
ENTRY = "  - date: {day}\n    status: in_progress\n    light: green\n    note: {note}\n"


@pytest.fixture
def clone(city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo city, in whose git `kic` is the one under test."""
    program = tmp_path / "bin" / "kic"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kic "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.setenv("KIC_LANG", "de")
    for key in ("user.name", "user.email"):
        git(city, "config", key, "office@example.invalid")
    git(city, "checkout", "-q", "-b", "hier")
    return city


def git(folder: Path, *words: str, code: int = 0) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def commit(folder: Path, branch: str, change: str, instead_of: str | None = None) -> None:
    """A commit on a branch that begins where both began: a text at the end of the file, or in place of another."""
    if branch == "dort":
        git(folder, "checkout", "-q", "-b", "dort", "hier~1")
    path = folder / HE_07
    text = path.read_text("utf-8")
    assert instead_of is None or instead_of in text
    path.write_text(text + change if instead_of is None else text.replace(instead_of, change), "utf-8")
    git(folder, "commit", "-q", "-am", f"Stand von {branch}")


def data(folder: Path) -> list[dict[str, Any]]:
    """What a program is told of the conflicts that wait."""
    answer = json.loads(run("conflict", "list", "--format", "json", cwd=folder).out)
    jsonschema_rs.validator_for(answers()["conflict list"]).validate(answer)
    found: list[dict[str, Any]] = answer["data"]
    return found


def test_two_people_add_an_entry_to_one_log(clone: Path) -> None:
    """Plain git calls this a conflict; here both entries are there, by date, and the check has nothing to say."""
    commit(clone, "hier", ENTRY.format(day="2026-11-21", note="Hier gemeldet."))
    commit(clone, "dort", ENTRY.format(day="2026-11-20", note="Dort gemeldet."))
    git(clone, "-c", "merge.kic.driver=git merge-file %A %O %B", "merge", "hier", code=1)
    git(clone, "merge", "--abort")
    git(clone, "merge", "-q", "hier")
    text = (clone / HE_07).read_text("utf-8")
    assert text.index("Dort gemeldet.") < text.index("Hier gemeldet.")
    assert text.count("  - date: 2026-11-2") == 2
    assert run("check", HE_07, cwd=clone).code == 0


def test_what_both_changed_differently_waits_for_a_choice(clone: Path) -> None:
    commit(clone, "hier", "review_by: 2027-05-31", "review_by: 2027-03-31")
    commit(clone, "dort", "review_by: 2027-09-30", "review_by: 2027-03-31")
    shown = git(clone, "merge", "hier", code=1)
    assert f"Konflikt in {HE_07}: Überprüfung bis: auf beiden Seiten geändert" in shown
    text = (clone / HE_07).read_text("utf-8")
    assert "#| review_by: 2027-05-31\nreview_by: 2027-09-30\n" in text
    assert "KIC028" in run("check", HE_07, cwd=clone).out

    listed = run("conflict", "list", cwd=clone)
    assert f"{HE_07}:20, Überprüfung bis: auf beiden Seiten geändert" in listed.out
    assert [(each["field"], each["marks"]) for each in data(clone)] == [("review_by", "kic")]
    assert "\n  hier: 30.09.2027\n  dort: 31.05.2027\n" in listed.out
    assert run("conflict", "choose", "he-07", "--yes", cwd=clone).code == 2
    assert run("conflict", "choose", "he-07", "--other", "--yes", cwd=clone).code == 0
    text = (clone / HE_07).read_text("utf-8")
    assert text.count("review_by: 2027-05-31\n") == 1
    assert "kic-conflict" not in text
    assert "Es wartet kein Konflikt." in run("conflict", "list", cwd=clone).err
    assert run("check", HE_07, cwd=clone).code == 0


def test_what_one_side_took_out_and_the_other_changed_stands_beside_it(clone: Path) -> None:
    commit(clone, "hier", "", "review_by: 2027-03-31\n")
    commit(clone, "dort", "review_by: 2027-09-30", "review_by: 2027-03-31")
    git(clone, "merge", "hier", code=1)
    assert "\n  hier: 30.09.2027\n  dort: herausgenommen\n" in run("conflict", "list", cwd=clone).out
    listed = run("conflict", "list", cwd=clone, lang="en")
    assert "\n  here: 30\N{NO-BREAK SPACE}September 2027\n  there: taken out\n" in listed.out


def test_long_words_stand_beside_each_other_whole(clone: Path) -> None:
    title = "title: Vielfalt bei Ausbildung und Einstellung in der Stadtverwaltung"
    long = "Vielfalt bei Ausbildung, Einstellung und Fortbildung in der gesamten Stadtverwaltung"
    commit(clone, "hier", "title: Vielfalt", title)
    commit(clone, "dort", f"title: {long}", title)
    git(clone, "merge", "hier", code=1)
    assert f"\n  hier: {long}\n  dort: Vielfalt\n" in run("conflict", "list", cwd=clone).out


@pytest.mark.parametrize(
    ("mine", "others", "found"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, [(("b",), 2, 3)]),
        ({"a": 1}, {"a": 1, "b": 3}, [(("b",), MISSING, 3)]),
        ({"a": [{"x": 1}, {"x": 2}]}, {"a": [{"x": 1}, {"x": 3}]}, [(("a", 1, "x"), 2, 3)]),
        ([1, 2, 3], [1, 3], [((), [2], MISSING)]),
        ([1], [1, 1], [((), MISSING, [1])]),
        ([1, 2], [], [((), [1, 2], MISSING)]),
        ([1, 2, 4], [1, 5], [((), [2, 4], [5])]),
        ({"a": [1]}, MISSING, [((), {"a": [1]}, MISSING)]),
    ],
)
def test_where_two_values_differ(mine: object, others: object, found: object) -> None:
    assert list(differing(mine, others)) == found


def test_a_choice_too_is_judged_by_the_rules(clone: Path) -> None:
    """Words that were adopted are nobody's to change without an act, not by a merge either."""
    title = "title: Vielfalt bei Ausbildung und Einstellung in der Stadtverwaltung"
    commit(clone, "hier", "title: Vielfalt in der Stadtverwaltung", title)
    commit(clone, "dort", "title: Vielfalt bei der Einstellung", title)
    git(clone, "merge", "hier", code=1)
    unclear = run("--lang", "de", "conflict", "choose", "he-07", "--keep", "--other", cwd=clone)
    assert unclear.code == 2
    assert "Hier ist eine dieser Antworten nötig: --keep, --other." in unclear.err
    chosen = run("conflict", "choose", "HE-07", "--other", "--yes", cwd=clone)
    assert chosen.code == 1
    assert "KIC245" in chosen.out + chosen.err
    assert "kic-conflict" in (clone / HE_07).read_text("utf-8")


def test_a_wrong_command_line_of_the_driver_changes_nothing(city: Path) -> None:
    before = (city / HE_07).read_bytes()
    assert run("merge", HE_07, HE_07, "nowhere.yaml", cwd=city).code == 2
    assert run("merge", HE_07, HE_07, "concept", cwd=city).code == 2
    assert (city / HE_07).read_bytes() == before


def test_what_is_no_record_keeps_both_sides(tmp_path: Path) -> None:
    """Neither file can be cut into entries: this side's stays, the other's stands below it."""
    for name, text in (("base", "- a\n"), ("ours", "- a\n- b\n"), ("theirs", "- a\n- c\n")):
        (tmp_path / name).write_text(text)
    assert run("merge", "base", "ours", "theirs", cwd=tmp_path).code == 1
    merged = (tmp_path / "ours").read_text("utf-8")
    assert merged.startswith("- a\n- b\n# kic-conflict whole: ")
    assert merged.endswith("#| - a\n#| - c\n")


def test_a_file_that_one_side_took_out_is_listed_although_git_asks_no_driver(clone: Path) -> None:
    commit(clone, "hier", ENTRY.format(day="2026-11-21", note="Hier gemeldet."))
    git(clone, "checkout", "-q", "-b", "dort", "hier~1")
    git(clone, "rm", "-q", HE_07)
    git(clone, "commit", "-q", "-m", "Dort herausgenommen")
    git(clone, "merge", "hier", code=1)
    listed = run("conflict", "list", cwd=clone)
    assert f"{HE_07}: auf dieser Seite herausgenommen, auf der anderen geändert" in listed.out
    (row,) = data(clone)
    assert (row["path"], row["sort"], row["line"], row["marks"]) == (HE_07, "removed-here", None, None)
    assert run("conflict", "choose", "he-07", "--yes", cwd=clone).code == 2
    assert run("conflict", "choose", "he-07", "--other", "--yes", cwd=clone).code == 0
    listed = run("conflict", "list", cwd=clone)
    assert (listed.out, "Es wartet kein Konflikt" in listed.err) == ("", True)
    assert "Hier gemeldet." in (clone / HE_07).read_text("utf-8")


def test_marks_that_git_left_without_kic_are_listed_and_merged_anew(clone: Path) -> None:
    git(clone, "config", "--remove-section", "merge.kic")
    commit(clone, "hier", ENTRY.format(day="2026-11-21", note="Hier gemeldet."))
    commit(clone, "dort", ENTRY.format(day="2026-11-20", note="Dort gemeldet."))
    git(clone, "merge", "hier", code=1)
    listed = run("conflict", "list", cwd=clone, KIC_NEXT="1")
    assert f"{HE_07}: auf beiden Seiten geändert; git hat" in listed.out
    assert f"kic init --hook && git checkout --merge {HE_07}" in listed.err
    (row,) = data(clone)
    assert (row["path"], row["record"], row["sort"], row["marks"]) == (HE_07, "he-07", "both", "git")
    lines = (clone / HE_07).read_text("utf-8").split("\n")
    assert lines[row["line"] - 1].startswith("<<<<<<< ")
    assert "Hier gemeldet." in row["other"]
    assert "Dort gemeldet." not in row["other"]
    assert run("init", "--hook", "--yes", cwd=clone).code == 0
    git(clone, "checkout", "--merge", HE_07)
    text = (clone / HE_07).read_text("utf-8")
    assert "Hier gemeldet." in text
    assert "Dort gemeldet." in text
    assert "<<<<<<<" not in text
    assert "kic save" in run("conflict", "list", cwd=clone, KIC_NEXT="1").err


def test_where_git_finds_no_kic_the_other_side_is_not_lost(clone: Path) -> None:
    """It is started from another program that does not know where kic is; then git merges lines."""
    git(clone, "config", "merge.kic.driver", "kic merge %O %A %B --path %P")
    assert tell_git(clone)
    told = driver(clone) or ""
    assert not tell_git(clone)
    git(clone, "config", "merge.kic.driver", told.replace("kic merge", "kic-nirgends merge"))
    commit(clone, "hier", "title: Hier", "title: Vielfalt")
    commit(clone, "dort", "title: Dort", "title: Vielfalt")
    git(clone, "merge", "hier", code=1)
    text = (clone / HE_07).read_text("utf-8")
    assert ("title: Hier" in text, "title: Dort" in text) == (True, True)
    assert [each["path"] for each in data(clone)] == [HE_07]


def without_kic(clone: Path, here: tuple[str, str], there: tuple[str, str]) -> None:
    """A merge whose driver cannot be started: git leaves the file as this side has it, without marks."""
    git(clone, "config", "merge.kic.driver", "kic-nirgends merge %O %A %B --path %P")
    commit(clone, "hier", here[1], here[0])
    commit(clone, "dort", there[1], there[0])
    git(clone, "merge", "hier", code=1)


@pytest.mark.parametrize(
    ("choice", "kept", "lost"), [("--keep", "Dort", "Hier"), ("--other", "Hier", "Dort")]
)
def test_what_git_could_not_join_waits_although_no_mark_stands_in_it(
    clone: Path, choice: str, kept: str, lost: str
) -> None:
    without_kic(clone, ("title: Vielfalt", "title: Hier"), ("title: Vielfalt", "title: Dort"))
    listed = run("conflict", "list", cwd=clone, KIC_NEXT="1")
    assert f"{HE_07}: auf beiden Seiten geändert; die Datei ist so, wie diese Seite sie hat" in listed.out
    assert "nichts, das auf eine Wahl wartet" not in listed.err
    assert f"git checkout --merge {HE_07}" in listed.err
    (row,) = data(clone)
    assert (row["path"], row["sort"], row["line"], row["marks"]) == (HE_07, "whole", None, None)
    assert run("save", "--yes", cwd=clone).code == 5
    assert run("conflict", "choose", "he-07", choice, "--yes", cwd=clone).code == 0
    text = (clone / HE_07).read_text("utf-8")
    assert (f"title: {kept}" in text, f"title: {lost}" in text) == (True, False)
    assert data(clone) == []


def test_what_git_could_not_join_is_joined_once_git_is_told_anew(clone: Path) -> None:
    """Also where both sides could have been joined without a choice."""
    without_kic(clone, ("title: Vielfalt", "title: Hier"), ("review_by: ", "review_by:  "))
    git(clone, "config", "merge.kic.driver", "kic merge %O %A %B --path %P")
    listed = run("conflict", "list", cwd=clone, KIC_NEXT="1")
    assert f"kic init --hook && git checkout --merge {HE_07}" in listed.err
    assert run("init", "--hook", "--yes", cwd=clone).code == 0
    git(clone, "checkout", "--merge", HE_07)
    assert "title: Hier" in (clone / HE_07).read_text("utf-8")
    assert data(clone) == []


def test_what_this_side_has_already_waits_for_nothing(clone: Path) -> None:
    git(clone, "config", "merge.kic.driver", "kic-nirgends merge %O %A %B --path %P")
    commit(clone, "hier", "title: Beide", "title: Vielfalt")
    commit(clone, "dort", "title: Beide", "title: Vielfalt")
    path = clone / HE_07
    path.write_text(path.read_text("utf-8") + ENTRY.format(day="2026-11-21", note="Dort gemeldet."), "utf-8")
    git(clone, "commit", "-q", "-am", "Dort mehr")
    git(clone, "merge", "hier", code=1)
    assert data(clone) == []
    assert "kic save" in run("conflict", "list", cwd=clone, KIC_NEXT="1").err


def test_a_choice_that_leaves_this_side_s_file_is_no_file_that_git_could_not_join(clone: Path) -> None:
    commit(clone, "hier", "title: Hier", "title: Vielfalt")
    commit(clone, "dort", "title: Dort", "title: Vielfalt")
    before = (clone / HE_07).read_bytes()
    git(clone, "merge", "hier", code=1)
    assert run("conflict", "choose", "he-07", "--keep", "--yes", cwd=clone).code == 0
    assert (clone / HE_07).read_bytes() == before
    assert data(clone) == []
    assert run("undo", "--yes", cwd=clone).code == 0
    (row,) = data(clone)
    assert row["marks"] == "kic"


def test_after_a_merge_the_day_on_this_branch_and_the_commit_of_the_words_are_told_apart(clone: Path) -> None:
    commit(clone, "hier", ENTRY.format(day="2026-11-21", note="Hier gemeldet."))
    git(clone, "checkout", "-q", "-b", "dort", "hier~1")
    words = "Mehrsprachige Informationen und Einfache Sprache"
    edit = ("--title", words, "--nature", "editorial", "--reason", "Kürzer.", "--yes")
    assert run("concept", "edit", "he-12", *edit, cwd=clone).code == 0
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "Dort geschrieben")
    git(clone, "checkout", "-q", "hier")
    git(clone, "merge", "-q", "--no-ff", "-m", "Hier zusammengeführt", "dort")
    shown = " ".join(run("show", "he-12", cwd=clone).out.split())
    assert "auf diesen Zweig" in shown
    assert "Hier zusammengeführt). kic history nennt den Commit, der ihn geschrieben hat." in shown
    assert "Dort geschrieben" in run("history", "he-12", cwd=clone).out.splitlines()[0]
