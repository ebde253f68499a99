"""Commands that write: what is shown is what is written, the rules decide, and it can be taken back."""

import json
import shutil
import subprocess
from pathlib import Path

from kic.cli.topics.first_files import FIRST_FILES
from tests.cli.inprocess import run

FILE = "concept/recommendations/he-07.yaml"
GOOD = ("status", "he-07", "in_progress", "--light", "green", "--note", "Das neue Verfahren ist beschafft.")


def test_dry_run_shows_exactly_what_would_be_written(city: Path) -> None:
    before = (city / FILE).read_bytes()
    patch = run(*GOOD, "--dry-run", cwd=city)
    assert patch.code == 0, patch.err
    assert (city / FILE).read_bytes() == before
    written = run(*GOOD, "--yes", cwd=city)
    assert written.code == 0, written.err
    after = (city / FILE).read_bytes()
    (city / FILE).write_bytes(before)
    subprocess.run(["git", "apply", "-"], cwd=city, input=patch.out.encode(), check=True)
    assert (city / FILE).read_bytes() == after


def test_only_the_new_lines_change(city: Path) -> None:
    before = (city / FILE).read_bytes().splitlines()
    assert run(*GOOD, "--yes", cwd=city).code == 0
    after = (city / FILE).read_bytes().splitlines()
    assert after[: len(before)] == before
    assert len(after) == len(before) + 4


def test_the_rules_refuse_what_a_hand_edit_could_not_do_either(city: Path) -> None:
    before = (city / FILE).read_bytes()
    done = run("status", "he-07", "in_progress", "--light", "yellow", "--yes", cwd=city)
    assert done.code == 1
    assert "KIC232" in done.err
    assert (city / FILE).read_bytes() == before
    assert run("log", "--format", "json", cwd=city).out.count('"number"') == 0


def test_a_refusal_names_the_option_that_fills_the_field(city: Path) -> None:
    for words, options in (
        (("implemented",), "--evidence."),
        (("dropped",), "--note."),
        (("split", "--successor", "he-08", "--light", "red"), "--note and --successor."),
    ):
        done = run("status", "he-07", *words, "--yes", cwd=city, lang="en")
        assert done.code == 1
        assert f"is given with {options}" in done.err


def test_no_answer_is_a_usage_error_that_names_the_option(city: Path) -> None:
    done = run(*GOOD, cwd=city)
    assert done.code == 2
    assert "--yes" in done.err
    assert run("--no-input", *GOOD, cwd=city).code == 2


def test_undo_restores_the_bytes_and_log_tells_both(city: Path) -> None:
    before = (city / FILE).read_bytes()
    assert run(*GOOD, "--yes", cwd=city).code == 0
    undone = run("undo", "--yes", cwd=city)
    assert undone.code == 0, undone.err
    assert (city / FILE).read_bytes() == before
    log = json.loads(run("log", "--format", "json", cwd=city).out)["data"]
    assert [entry["number"] for entry in log] == [2, 1]
    assert log[0]["undoes"] == 1
    assert run("undo", "--yes", cwd=city).code == 1, "there is nothing left to take back"


def test_undo_refuses_where_a_file_changed_since(city: Path) -> None:
    assert run(*GOOD, "--yes", cwd=city).code == 0
    with (city / FILE).open("ab") as file:
        file.write(b"# von Hand\n")
    edited = (city / FILE).read_bytes()
    done = run("undo", "--yes", cwd=city)
    assert done.code == 4, done.err
    assert (city / FILE).read_bytes() == edited


def test_nothing_kic_writes_is_seen_by_git(city: Path) -> None:
    assert run(*GOOD, "--yes", cwd=city).code == 0
    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=city, capture_output=True, check=True
    ).stdout.decode()
    assert changed.split() == ["M", FILE]


def test_parallel_commands_lose_no_entry(city: Path) -> None:
    import sys

    ids = ["he-01", "he-02", "he-03", "he-04", "he-01", "he-02"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "kic", "--today", "2026-11-22", "status", id, "ongoing", "--light", "green",
             "--note", f"Eintrag {number}", "--yes"],
            cwd=city,
            env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for number, id in enumerate(ids)
    ]  # fmt: skip
    codes = [process.wait(60) for process in running]
    assert set(codes) <= {0, 1, 4}
    for number, (id, code) in enumerate(zip(ids, codes, strict=True)):
        text = (city / f"concept/recommendations/{id}.yaml").read_text()
        assert (f"Eintrag {number}" in text) == (code == 0)
    assert codes.count(0) >= 4
    assert run("check", cwd=city).code == 0


def test_init_makes_a_repository_that_passes(tmp_path: Path) -> None:
    done = run("init", "neu", "--name", "Stadt Musterstadt", "--land", "rp", "--yes", cwd=tmp_path)
    assert done.code == 0, done.err
    assert run("-C", "neu", "check", cwd=tmp_path).code == 0
    again = run("init", "neu", "--name", "Stadt Musterstadt", "--land", "RP", "--yes", cwd=tmp_path)
    assert again.code == 2
    assert "kic.yaml" in again.err


def test_the_first_files_of_the_help_pass_in_a_new_repository(tmp_path: Path) -> None:
    assert run("init", "new", "--name", "Stadt", "--land", "RP", "--yes", cwd=tmp_path).code == 0
    for path, content in FIRST_FILES:
        target = tmp_path / "new" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    checked = run("check", cwd=tmp_path / "new")
    assert checked.code == 0, checked.out
    assert "1.200,00" in run("allocate", "2026-1", cwd=tmp_path / "new").out


def test_demo_does_not_touch_a_folder_that_is_in_use(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("wichtig")
    done = run("demo", ".", "--yes", cwd=tmp_path)
    assert done.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]


def test_demo_has_a_history_and_a_clean_work_tree(built_city: Path) -> None:
    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=built_city, capture_output=True, check=True
        ).stdout.decode()

    assert len(git("log", "--oneline").splitlines()) >= 25
    assert git("status", "--porcelain") == ""


def test_a_patch_applies_where_the_repository_lies_below_gits_top_folder(city: Path, tmp_path: Path):
    top, inside = tmp_path / "top", tmp_path / "top/grants/city"
    shutil.copytree(city, inside, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    git = ("git", "-c", "user.name=kic", "-c", "user.email=kic@example.org", "-C", str(top))
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "Stand")):
        subprocess.run([*git, *words], check=True)
    words = ("status", "he-07", "in_progress", "--note", "Träger gefunden")
    patch = run(*words, "--dry-run", cwd=inside).out
    for folder in (top, inside):
        subprocess.run(["git", "apply"], input=patch.encode(), cwd=folder, check=True)
        applied = (inside / "concept/recommendations/he-07.yaml").read_bytes()
        subprocess.run([*git, "checkout", "-q", "."], check=True)
        assert run(*words, "--yes", cwd=inside).code == 0
        assert (inside / "concept/recommendations/he-07.yaml").read_bytes() == applied
        subprocess.run([*git, "checkout", "-q", "."], check=True)


def test_an_option_does_not_swallow_the_next_one(city: Path):
    done = run("status", "he-07", "in_progress", "--note", "--dry-run", "--yes", cwd=city)
    assert (done.code, done.out) == (2, "")
    assert "--note" in done.err
