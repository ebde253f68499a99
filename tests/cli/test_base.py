"""What a change is judged from: every sort of name, and every state of a clone, with a clear sentence where it cannot be."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli.inprocess import call
from tests.cli.test_ids_across_branches import committed, git

HE_07 = "concept/recommendations/he-07.yaml"


@pytest.fixture
def change(city: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A branch on which adopted words were changed and committed; `main` has gone on meanwhile."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2030-01-01T12:00:00+01:00")  # later than all of the demo city
    git(city, "branch", "-q", "-M", "main")
    git(city, "tag", "stand-2026")
    git(city, "checkout", "-q", "-b", "aenderung")
    path = city / HE_07
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text(
        "".join("title: Anders\n" if line.startswith("title:") else line for line in lines), "utf-8"
    )
    committed(city, "Titel geändert")
    git(city, "checkout", "-q", "main")
    other = city / "concept/recommendations/he-08.yaml"
    other.write_text(other.read_text("utf-8") + "# geprüft\n", "utf-8")
    committed(city, "Weiter auf main")
    git(city, "checkout", "-q", "aenderung")
    return city


@pytest.mark.parametrize("base", ["main", "stand-2026", "HEAD~1", "refs/heads/main", "git:main"])
def test_a_branch_a_tag_and_a_commit_are_bases(change: Path, base: str) -> None:
    done = call("check", "--base", base, folder=change)
    assert done.code == 1, done.err
    assert "KIC245" in done.out
    assert "he-08" not in done.out.split("KIC245")[1].split("\n\n")[0]


def test_a_day_is_a_base(change: Path) -> None:
    """What was committed by its end, on the line of commits that is checked out."""
    day = git(change, "show", "--no-patch", "--format=%cs", "stand-2026").strip()
    assert "KIC245" in call("check", "--base", day, folder=change).out
    done = call("check", "--base", "01.01.2001", folder=change)
    assert (done.code, "noch nichts" in done.err) == (2, True)


def test_a_remote_branch_is_a_base(change: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "-b", "aenderung", str(change), "klon")
    done = call("check", "--base", "origin/main", folder=tmp_path / "klon")
    assert (done.code, "KIC245" in done.out) == (1, True)


def test_a_base_that_is_ahead_is_judged_from_where_both_parted(change: Path) -> None:
    """What is there already brings nothing: `main` behind the change has no finding of it."""
    git(change, "checkout", "-q", "main")
    done = call("check", "--base", "aenderung", folder=change)
    assert (done.code, "KIC245" in done.out) == (0, False)
    git(change, "checkout", "-q", "stand-2026")
    done = call("check", "--base", "main", folder=change)
    assert (done.code, "KIC245" in done.out) == (0, False)


def test_a_detached_head_is_judged_too(change: Path) -> None:
    git(change, "checkout", "-q", "--detach")
    assert "KIC245" in call("check", "--base", "main", folder=change).out


def test_what_is_not_committed_yet_counts(change: Path) -> None:
    git(change, "checkout", "-q", "main")
    (change / "concept/terms/w-geschichte.yaml").unlink(missing_ok=True)
    (change / HE_07).unlink()
    done = call("check", "--base", "main", folder=change)
    assert done.code == 1
    assert "he-07" in done.out


def test_what_a_change_recorded_as_gone_comes_back_from_the_base(change: Path) -> None:
    """`kic undo` gives back what is checked out, and that has it no more."""
    record = "concept/recommendations/he-12.yaml"
    was = (change / record).read_text("utf-8")
    (change / record).unlink()
    before = " ".join(call("check", "--base", "main", folder=change).out.split())
    assert "kic undo he-12" in before
    committed(change, "Empfehlung gelöscht")
    found = [
        (each["code"], each["help"])
        for each in json.loads(call("check", "--base", "main", "--format", "json", folder=change).out)[
            "findings"
        ]
        if record in (each["help"] or "")
    ]
    assert {code for code, _ in found} == {"KIC060", "KIC066"}
    assert not any("kic undo" in help_ for _, help_ in found)
    commands = {words for _, help_ in found for words in re.findall(r"git (checkout \w+ -- \S+[a-z])", help_)}
    assert len(commands) == 1
    git(change, *commands.pop().split())
    assert (change / record).read_text("utf-8") == was


@pytest.mark.parametrize("name", ["he's $(touch x)", "he-12;touch x", "he-12 -x", "*"])
def test_a_command_with_a_path_means_that_file_alone_whatever_its_name(change: Path, name: str) -> None:
    record, other = "concept/recommendations/he-12.yaml", change / "concept/recommendations/he-13.yaml"
    git(change, "mv", record, f"concept/recommendations/{name}.yaml")
    committed(change, "Umbenannt")
    moved = change / f"concept/recommendations/{name}.yaml"
    was = moved.read_text("utf-8")
    moved.unlink()
    committed(change, "Gelöscht")
    other.write_text(other.read_text("utf-8") + "# noch nicht festgehalten\n", "utf-8")
    shown = json.loads(call("check", "--base", "HEAD~1", "--format", "json", folder=change).out)["findings"]
    commands = {
        found[1]
        for each in shown
        if (found := re.search(r"git (checkout \w+ -- .*\.yaml'?)", each["help"] or ""))
    }
    assert len(commands) == 1
    git(change, *shlex.split(commands.pop(), posix=True))
    assert moved.read_text("utf-8") == was
    assert other.read_text("utf-8").endswith("# noch nicht festgehalten\n")


@pytest.mark.parametrize(
    ("state", "code", "said"),
    [
        ("no git", 2, "nicht in git"),
        ("unborn", 2, "Noch ist nichts festgehalten"),
        ("no common commit", 2, "keinen gemeinsamen Stand"),
        ("shallow", 2, "git fetch --unshallow"),
        ("unknown", 2, "Meinten Sie main?"),
        ("option", 2, "gibt es nicht"),
        ("empty", 2, "gibt es nicht"),
        ("damaged", 3, "git kann den Verlauf"),
        ("newer format", 3, "Format 99"),
    ],
)
def test_where_nothing_can_be_compared_a_sentence_says_why(
    change: Path, tmp_path: Path, state: str, code: int, said: str
) -> None:
    base = "main"
    if state == "no git":
        shutil.rmtree(change / ".git")
    elif state == "unborn":
        shutil.rmtree(change / ".git")
        git(change, "init", "-q")
        base = "HEAD"
    elif state == "no common commit":
        git(change, "checkout", "-q", "--orphan", "fremd")
        committed(change, "Anderer Anfang")
    elif state == "shallow":
        clone = ("clone", "-q", "--depth", "1", "--no-single-branch", "-b", "aenderung")
        git(tmp_path, *clone, f"file://{change}", "flach")
        change, base = tmp_path / "flach", "origin/main"
    elif state == "unknown":
        base = "mian"
    elif state == "option":
        base = "--upload-pack=touch weg"
    elif state == "empty":
        base = ""
    elif state == "damaged":
        (change / ".git/HEAD").write_text("kaputt\n")
    else:
        settings = change / "kic.yaml"
        git(change, "checkout", "-q", "main")
        was = settings.read_text("utf-8")
        settings.write_text(was.replace("format: 1", "format: 99"), "utf-8")
        committed(change, "Neues Format")
        settings.write_text(was, "utf-8")
        committed(change, "Altes Format")
        base = "HEAD~1"
    done = call("check", "--base", base, folder=change)
    assert done.code == code, (done.out[-300:], done.err)
    assert said in done.err
    assert "Traceback" not in done.err


def test_an_unborn_branch_beside_others_is_judged_from_the_named_one(change: Path) -> None:
    git(change, "checkout", "-q", "--orphan", "neu")
    done = call("check", "--base", "main", folder=change)
    assert done.code in (0, 1), done.err


@pytest.mark.parametrize("harm", ["changed after the marks", "changed before", "changed and put back"])
def test_terms_that_change_after_the_first_marks_are_found_between_the_ends(change: Path, harm: str) -> None:
    """The base knows neither the frozen terms nor the marks; only the commits on the way tell which was first."""
    git(change, "checkout", "-q", "main")
    folder = change / "applications/2026-1"
    call_, scores = folder / "call.yaml", folder / "scores"
    frozen, marks = call_.read_text("utf-8"), {path.name: path.read_bytes() for path in scores.iterdir()}
    cap = next(line for line in frozen.splitlines() if line.strip().startswith("threshold:"))
    shutil.rmtree(scores)
    call_.write_text("".join(x for x in frozen.splitlines(keepends=True) if "frozen:" not in x), "utf-8")
    committed(change, "Noch keine Bewertung")
    git(change, "checkout", "-q", "-b", "bewertung")
    other = frozen.replace(cap, f"{cap.partition(':')[0]}: 55")
    call_.write_text(other if harm == "changed before" else frozen, "utf-8")
    committed(change, "Bedingungen eingefroren")
    if harm == "changed before":
        call_.write_text(frozen, "utf-8")
        committed(change, "Bedingungen berichtigt")
    scores.mkdir()
    for name, content in marks.items():
        (scores / name).write_bytes(content)
    committed(change, "Bewertungen")
    if harm != "changed before":
        call_.write_text(other, "utf-8")
        committed(change, "Schwelle geändert")
    if harm == "changed and put back":
        call_.write_text(frozen, "utf-8")
        committed(change, "Schwelle zurück")
    done = call("check", "--base", "main", folder=change)
    assert ("KIC441" in done.out) == (harm == "changed after the marks"), done.out[-500:]
