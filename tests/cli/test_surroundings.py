"""Odd surroundings: states of git, of the file system and of the process. Work, or say what is missing.

In each of them no command ends in exit code 70, and no finding is wrong.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, run
from tests.cli.inprocess import call

FILE = "concept/recommendations/he-07.yaml"
ENTRY = (
    "status",
    "he-07",
    "in_progress",
    "--light",
    "green",
    "--note",
    "Neues Verfahren beschafft.",
    "--yes",
)
LOOKING = (
    ("check",),
    ("overview",),
    ("list", "recommendation"),
    ("show", "he-07"),
    ("history", "he-07"),
    ("status", "he-07"),
    ("log",),
    ("doctor",),
)


def git(folder: Path, *words: str, check: bool = True) -> str:
    own = {"GIT_AUTHOR_NAME": "Amt", "GIT_AUTHOR_EMAIL": "amt@example.invalid"}
    own |= {"GIT_COMMITTER_NAME": "Amt", "GIT_COMMITTER_EMAIL": "amt@example.invalid"}
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | own
    done = subprocess.run(
        ["git", *words], cwd=folder, env=environment, capture_output=True, check=False, text=True
    )
    assert not check or done.returncode == 0, done.stderr
    return done.stdout


def summary(folder: Path) -> dict[str, int]:
    done = call("check", "--format", "json", folder=folder)
    assert done.code in (0, 1), done.err
    found: dict[str, int] = json.loads(done.out)["summary"]
    return found


@pytest.fixture(scope="module")
def usual(built_city: Path) -> dict[str, int]:
    """What check says of the city where nothing is odd."""
    return summary(built_city)


def cut_log(folder: Path) -> None:
    """Removes the last entry of a log that only grows, at a line end."""
    path = folder / FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex("  - date:")], encoding="utf-8")


def looks(folder: Path) -> dict[str, Ran]:
    """What the commands that look say; none of them may fail for a bug."""
    said = {words[0]: call(*words, folder=folder) for words in LOOKING}
    assert all(done.code in (0, 1, 2, 3) for done in said.values()), said
    return said


# -- states of git -----------------------------------------------------------------------------------------


def two_branches(city: Path) -> None:
    git(city, "checkout", "-q", "-b", "zweig")
    (city / FILE).write_bytes((city / FILE).read_bytes() + b"# zweig\n")
    git(city, "commit", "-qam", "Zweig")
    git(city, "checkout", "-q", "main")
    (city / FILE).write_bytes((city / FILE).read_bytes() + b"# stamm\n")
    git(city, "commit", "-qam", "Stamm")


def index_locked(city: Path) -> None:
    (city / ".git/index.lock").touch()


def detached(city: Path) -> None:
    git(city, "checkout", "-q", "--detach")


def packed(city: Path) -> None:
    git(city, "gc", "-q")
    git(city, "pack-refs", "--all")


def odd_settings(city: Path) -> None:
    for key, value in {
        "core.quotePath": "true", "color.ui": "always", "log.date": "relative", "format.pretty": "oneline",
        "i18n.logOutputEncoding": "latin1", "diff.noprefix": "true", "log.showSignature": "true",
        "diff.renames": "false", "log.follow": "true", "core.pager": "false", "status.relativePaths": "true",
        "log.showRoot": "false", "log.diffMerges": "combined",
        "core.precomposeUnicode": "true", "core.ignoreCase": "true", "extensions.worktreeConfig": "true",
    }.items():  # fmt: skip
        git(city, "config", key, value)


def programs_in_the_settings(city: Path) -> None:
    """Every setting of git that names a program names one that leaves a trace."""
    trace = f"touch {city.parent}/was-run"
    for key in (
        "core.fsmonitor", "core.pager", "diff.external", "gpg.program", "alias.log", "alias.ls-tree",
        "diff.x.textconv", "filter.x.clean", "filter.x.smudge", "core.editor", "core.sshCommand",
    ):  # fmt: skip
        git(city, "config", key, trace)
    (city / ".git/info").mkdir(exist_ok=True)
    (city / ".git/info/attributes").write_text("*.yaml diff=x filter=x\n")
    hooks = city / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        (hooks / hook).write_text(f"#!/bin/sh\n{trace}\n")
        (hooks / hook).chmod(0o755)


HARMLESS = (index_locked, detached, packed, odd_settings, programs_in_the_settings)


@pytest.mark.parametrize("state", HARMLESS, ids=lambda state: state.__name__)
def test_a_state_of_git_that_changes_nothing(
    city: Path, usual: dict[str, int], state: Callable[[Path], None]
) -> None:
    state(city)
    assert summary(city) == usual
    assert all(done.code == 0 for done in looks(city).values())
    assert "Umsetzungsbericht 2025 dem Stadtrat vorgelegt" in call("history", "he-07", folder=city).out
    assert call(*ENTRY, folder=city).code == 0
    cut_log(city)
    cut_log(city)
    assert "KIC066" in call("check", folder=city).out, "the committed state is still compared"
    assert not (city.parent / "was-run").exists()


def test_commands_in_a_hook_do_not_follow_its_variables(city: Path, tmp_path: Path) -> None:
    other = {"GIT_DIR": str(tmp_path / "no"), "GIT_INDEX_FILE": str(tmp_path / "no/index")}
    other |= {
        "GIT_WORK_TREE": str(tmp_path),
        "GIT_PREFIX": "x/",
        "GIT_OBJECT_DIRECTORY": str(tmp_path / "no"),
    }
    plain, hooked = run("history", "he-07", cwd=city), run("history", "he-07", cwd=city, **other)
    assert (hooked.code, hooked.out) == (0, plain.out)
    cut_log(city)
    assert "KIC066" in run("check", cwd=city, **other).out


@pytest.mark.parametrize("how", ["merge", "rebase", "cherry-pick"])
def test_an_unfinished_merge_is_one_finding(city: Path, usual: dict[str, int], how: str) -> None:
    """Where git merges lines, as in a clone that was told of no driver."""
    git(city, "config", "merge.kic.driver", "git merge-file %A %O %B")
    two_branches(city)
    git(city, how, "zweig", check=False)
    assert git(city, "ls-files", "--unmerged")
    assert summary(city)["errors"] == 1
    said = looks(city)
    assert "KIC013" in said["check"].out
    assert FILE in said["doctor"].out
    assert said["status"].code == 2
    assert call("status", "he-08", *ENTRY[2:], folder=city).code == 0, "another record can be carried on"
    assert call(*ENTRY, folder=city).code == 2
    assert usual["errors"] == 0


def test_before_the_first_commit(city: Path, usual: dict[str, int]) -> None:
    shutil.rmtree(city / ".git")
    git(city, "init", "-q")
    assert summary(city) == usual
    assert all(done.code == 0 for done in looks(city).values())


def test_without_git_around_it(city: Path, usual: dict[str, int]) -> None:
    shutil.rmtree(city / ".git")
    (city / ".git").mkdir()  # as containers leave it
    assert summary(city) == usual
    assert call("history", "he-07", folder=city).code == 2
    (city / ".git").rmdir()
    assert summary(city) == usual
    assert run("check", cwd=city, PATH=str(city)).code == 0, "no git program is needed"


def test_without_the_git_program(city: Path) -> None:
    for words in LOOKING:
        done = run(*words, cwd=city, PATH=str(city))
        assert done.code == (3 if words[0] in ("check", "history") else 0), done.err
        assert "git" in done.err or done.code == 0


DAMAGE = {
    "the branch's commit is gone": lambda g: shutil.rmtree(g / "objects"),
    "no HEAD": lambda g: (g / "HEAD").unlink(),
    "HEAD is cut": lambda g: (g / "HEAD").write_text("ref: "),
    "settings are cut": lambda g: (g / "config").write_text("[core\n"),
    "a newer kind of repository": lambda g: (g / "config").write_text(
        "[core]\nrepositoryformatversion = 9\n"
    ),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_history_is_said_and_not_taken_for_none(city: Path, damage: str) -> None:
    DAMAGE[damage](city / ".git")
    said = looks(city)
    assert [name for name, done in said.items() if done.code] == ["check", "history"]
    assert {said[name].code for name in ("check", "history")} == {3}
    assert "history" in said["doctor"].out


def test_a_link_to_a_work_tree_that_is_gone(city: Path) -> None:
    shutil.rmtree(city / ".git")
    (city / ".git").write_text("gitdir: /does/not/exist\n")
    assert call("check", folder=city).code == 3
    assert call("overview", folder=city).code == 0


def test_a_shallow_clone_says_that_its_history_is_cut_off(city: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", city.as_uri(), str(clone))
    done = call("history", "he-07", folder=clone)
    assert done.code == 0
    assert "--unshallow" in done.err
    assert "--unshallow" not in call("history", "he-07", folder=city).err
    assert call("check", folder=clone).out == call("check", folder=city).out


def test_a_work_tree_of_its_own(city: Path, tmp_path: Path, usual: dict[str, int]) -> None:
    other = tmp_path / "other"
    git(city, "worktree", "add", "-q", "--detach", str(other))
    assert summary(other) == usual
    assert call("history", "he-07", folder=other).out == call("history", "he-07", folder=city).out


def test_crlf_by_autocrlf_is_no_change_and_stays(city: Path, tmp_path: Path, usual: dict[str, int]) -> None:
    clone = tmp_path / "clone"
    git(city, "rm", "-q", ".gitattributes")
    git(city, "commit", "-qm", "Ohne Attribute")
    git(tmp_path, "clone", "-q", "-c", "core.autocrlf=true", str(city), str(clone))
    before = (clone / FILE).read_bytes()
    assert before.count(b"\r\n") == before.count(b"\n") > 5
    assert summary(clone) == usual
    assert call(*ENTRY, folder=clone).code == 0
    after = (clone / FILE).read_bytes()
    assert after.startswith(before)
    assert after.count(b"\r\n") == after.count(b"\n")
    assert call("undo", "--yes", folder=clone).code == 0
    assert (clone / FILE).read_bytes() == before


def test_a_repository_below_gits_top(city: Path, tmp_path: Path, usual: dict[str, int]) -> None:
    shutil.rmtree(city / ".git")
    top = tmp_path / "Fachbereich Süd"
    top.mkdir()
    inside = city.rename(top / "städtisches konzept")
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-qm", "Alles")
    assert summary(inside) == usual
    assert summary(inside / "concept") == usual, "the root is found upwards"
    git(inside, "mv", FILE, FILE.replace("he-07", "alt"))
    git(inside, "commit", "-qm", "Umbenannt")
    git(inside, "mv", FILE.replace("he-07", "alt"), FILE)
    git(inside, "commit", "-qm", "Wieder zurück")
    told = json.loads(call("history", "he-07", "--format", "json", folder=inside).out)["data"]
    # The last one is that of the measure of 2013 that it continues.
    assert [each["subject"] for each in told] == ["Wieder zurück", "Umbenannt", "Alles", "Alles"]
    assert told[0]["moved_from"] == FILE.replace("he-07", "alt")
    assert told[1]["moved_from"] == FILE
    cut_log(inside)
    assert "KIC066" in call("check", folder=inside).out


# -- the file system ---------------------------------------------------------------------------------------


def test_dot_kic_missing_a_file_a_link_or_damaged(city: Path, tmp_path: Path, usual: dict[str, int]) -> None:
    def replaced_by(make: Callable[[Path], None]) -> Ran:
        own = city / ".kic"
        if own.is_symlink() or own.is_file():
            own.unlink()
        shutil.rmtree(own, ignore_errors=True)
        make(own)
        before = (city / FILE).read_bytes()
        assert summary(city) == usual
        done = call(*ENTRY, folder=city)
        assert ((city / FILE).read_bytes() != before) == (done.code == 0)
        (city / FILE).write_bytes(before)
        return done

    def journal(content: bytes) -> Callable[[Path], None]:
        def make(own: Path) -> None:
            own.mkdir()
            (own / "journal").write_bytes(content)

        return make

    assert replaced_by(lambda _own: None).code == 0
    assert replaced_by(lambda own: own.write_text("keine Mappe")).code == 3
    (tmp_path / "elsewhere").mkdir()
    assert replaced_by(lambda own: own.symlink_to(tmp_path / "elsewhere")).code == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []
    for content in (b"", b"kic-operation 1 0000\n{}", b"\x00" * 100):
        shutil.rmtree(city / ".kic", ignore_errors=True)
        if (city / ".kic").is_symlink():
            (city / ".kic").unlink()
        journal(content)(city / ".kic")
        assert [call(*words, folder=city).code for words in (("check",), ENTRY, ("undo", "--yes"))] == [
            5,
            5,
            5,
        ]
    (city / ".kic/journal").unlink()
    (city / ".kic/log").mkdir(exist_ok=True)
    (city / ".kic/log/0000000001").write_bytes(b"kaputt")
    assert call("log", folder=city).code == 0
    assert call("undo", "--yes", folder=city).code == 1
    assert call(*ENTRY, folder=city).code == 0


def test_links_are_findings_and_are_not_followed(city: Path, tmp_path: Path) -> None:
    (tmp_path / "geheim.yaml").write_text("kind: theme\nid: geheim\n")
    (city / "concept/themes/t9.yaml").symlink_to(tmp_path / "geheim.yaml")
    (city / "concept/runde").symlink_to("..")
    (city / "concept/nichts.yaml").symlink_to("fort.yaml")
    found = json.loads(call("check", "--format", "json", folder=city).out)["findings"]
    linked = sorted(each["path"] for each in found if each["code"] == "KIC023")
    assert linked == ["concept/nichts.yaml", "concept/runde", "concept/themes/t9.yaml"]
    assert not any("geheim" in each["message"] for each in found)
    shutil.move(city / FILE, tmp_path / "he-07.yaml")
    (city / FILE).symlink_to(tmp_path / "he-07.yaml")
    before = (tmp_path / "he-07.yaml").read_bytes()
    assert call(*ENTRY, folder=city).code == 2
    assert (tmp_path / "he-07.yaml").read_bytes() == before


def test_what_is_no_file_is_a_finding_and_stops_nothing(city: Path) -> None:
    os.mkfifo(city / "concept/recommendations/he-90.yaml")
    (city / "concept/recommendations/he-91.yaml").mkdir()
    done = run("check", "--format", "json", cwd=city)  # a process, which the time limit ends if it hangs
    assert done.code == 1
    found = [each["path"] for each in json.loads(done.out)["findings"] if each["code"] == "KIC024"]
    assert found == ["concept/recommendations/he-90.yaml"]


NAMES = {
    "zeile\nzwei.yaml": "KIC025", "-rf.yaml": "", "--help.yaml": "", "he 40.yaml": "", "Übergänge.yaml": "",
    "a" * 250 + ".yaml": "", "\x1b[31m.yaml": "KIC025", "\u202eabc.yaml": "KIC025", "con.yaml": "KIC025",
    "he-07.yaml ": "KIC025", "HE-07.yaml": "", "he-40.YAML": "KIC026", "he-40.yml": "KIC026",
    ".yaml": "", "{id}.yaml": "", "%s.yaml": "", "[red].yaml": "", "\udcff.yaml": "KIC025",
}  # fmt: skip


def test_odd_names_are_findings_with_their_path(city: Path) -> None:
    for name in NAMES:
        (city / "concept/recommendations" / name).write_text("kind: recommendation\n", encoding="utf-8")
    done = call("check", "--format", "json", folder=city)
    assert done.code == 1, done.err
    found = {(each["path"].rpartition("/")[2], each["code"]) for each in json.loads(done.out)["findings"]}
    for name, code in NAMES.items():
        shown = os.fsencode(name).decode("utf-8", "backslashreplace")
        assert any(path == shown and code in ("", own) for path, own in found), (name, found)
    assert ("he-07.yaml", "KIC025") in found, "it differs from HE-07.yaml only in its spelling"
    for words in (("check",), ("list", "recommendation"), ("overview",), ("check", "--format", "github")):
        done = call(*words, folder=city)
        assert done.code in (0, 1)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.out + done.err)


def test_a_name_that_differs_only_in_case_is_no_repository_where_case_counts(city: Path) -> None:
    (city / "kic.yaml").rename(city / "KIC.YAML")
    assert call("check", folder=city).code == (0 if (city / "kic.yaml").exists() else 3)


@pytest.mark.system
def test_a_work_tree_that_cannot_be_written(city: Path, tmp_path: Path) -> None:
    """Bound read-only, as a share may be: looking works, writing says so, nothing is left half."""
    script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && cd "$0" && shift 0 && exec "$@"'
    for words in (*LOOKING, ENTRY, ("undo", "--yes"), ("render", "implementation-report", "--to", "md")):
        command = [sys.executable, "-m", "kic", "--today", "2026-11-22", *words]
        done = subprocess.run(
            ["unshare", "--mount", "--map-root-user", "sh", "-c", script, str(city), *command],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        expected = {ENTRY: (3,), ("undo", "--yes"): (1, 3)}.get(words, (0,))
        assert done.returncode in expected, (words, done.stderr)
    assert git(city, "status", "--porcelain") == ""


@pytest.mark.system
def test_files_that_this_user_may_not_read(city: Path) -> None:
    shutil.rmtree(city / ".git")
    (city / FILE).chmod(0)
    (city / "concept/themes").chmod(0)

    def without_rights(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kic", "--today", "2026-11-22", *words]
        if os.geteuid() == 0:  # root reads everything, unless it gives that right up
            command = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", *command]
        return subprocess.run(
            command,
            cwd=city,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=False,
        )

    done = without_rights("check", "--format", "json")
    unread = [each["path"] for each in json.loads(done.stdout)["findings"] if each["code"] == "KIC024"]
    assert (done.returncode, unread) == (1, ["concept/recommendations/he-07.yaml", "concept/themes"])

    other = city / "concept/recommendations/he-08.yaml"
    before = other.read_bytes()
    done = without_rights("--lang", "en", "status", "he-08", "in_progress", "--light", "green", "--yes")
    (city / "concept/themes").chmod(0o755)
    assert (done.returncode, other.read_bytes()) == (3, before), done.stderr
    assert "concept/themes cannot be read, and every change is judged by all" in done.stderr


# -- others who write --------------------------------------------------------------------------------------


def test_a_foreign_edit_between_reading_and_writing_survives(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each writing command is stopped at its question, in which someone else edits the file."""
    from kic.cli.session import Session

    foreign = b"# von Hand\n"

    def edited(path: Path, write: Callable[[Path, bytes], object]) -> Callable[..., None]:
        def confirm(self: Session, question: object, *, yes: bool) -> None:
            del self, question, yes
            write(path, path.read_bytes() + foreign)

        return confirm

    def in_place(path: Path, content: bytes) -> None:
        path.write_bytes(content)

    def by_rename(path: Path, content: bytes) -> None:
        beside = path.with_suffix(".neu")
        beside.write_bytes(content)
        beside.rename(path)

    target = city / FILE
    for write in (in_place, by_rename):
        monkeypatch.setattr(Session, "confirm", edited(target, write))
        done = call(*ENTRY, folder=city)
        assert done.code in (0, 4), done.err
        assert foreign in target.read_bytes()
        if done.code == 0:
            assert b"Neues Verfahren" in target.read_bytes()
            assert call("undo", "--yes", folder=city).code == 4
        git(city, "checkout", "-q", FILE)
        monkeypatch.undo()
    misspelled = target.read_bytes().replace(b"title:", b"titel:", 1)
    target.write_bytes(misspelled)
    monkeypatch.setattr(Session, "confirm", edited(target, by_rename))
    done = call("check", "--fix", folder=city)
    assert foreign in target.read_bytes()
    assert done.code in (0, 4), done.err


def test_a_record_that_vanishes_before_it_is_written(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kic.cli.session import Session

    monkeypatch.setattr(Session, "confirm", lambda *_words, **_options: (city / FILE).unlink())
    done = call(*ENTRY, folder=city)
    assert done.code in (2, 4), done.err
    assert not (city / FILE).exists()


# -- the process -------------------------------------------------------------------------------------------


def shell(line: str, folder: Path, **environment: str) -> Ran:
    """A line of shell with $KIC in it."""
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]),
             "KIC": f"{sys.executable} -m kic --today 2026-11-22", **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )  # fmt: skip
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


STREAMS = [
    # line                                              exit code
    ("$KIC overview >&-", 0),
    ("$KIC check >&- 2>&- <&-", 0),
    ("$KIC check --strict >&-", 1),
    ("$KIC show nix 2>&-", 2),
    ("$KIC show nix 2>/dev/full", 2),
    ("$KIC overview >/dev/full", 3),
    ("$KIC overview --format json >/dev/full", 3),
    ("$KIC check --format json >/dev/full", 3),
    ("$KIC --version >&-", 0),
    ("$KIC status he-07 planned --light green --note x <&-", 2),
]


@pytest.mark.parametrize(("line", "code"), STREAMS, ids=str)
def test_a_stream_that_is_closed_or_full(built_city: Path, line: str, code: int) -> None:
    done = shell(line, built_city)
    assert done.code == code, done.err
    assert "Traceback" not in done.err
    assert "Exception ignored" not in done.err


PIPES = [
    "--version",
    "--help",
    "list application --format json",
    "overview",
    "check --format json",
    "explain all",
]


@pytest.mark.parametrize("words", PIPES)
def test_a_reader_that_goes_away_is_no_failure(built_city: Path, words: str) -> None:
    done = shell(f"{{ $KIC {words}; echo $? >&2; }} | true", built_city)
    assert done.err == "0\n"


def test_findings_fail_also_when_their_reader_goes_away(built_city: Path) -> None:
    assert shell("{ $KIC check --strict; echo $? >&2; } | true", built_city).err == "1\n"


def test_a_change_is_made_also_where_nobody_reads_the_talk(city: Path) -> None:
    line = "{ $KIC status he-07 planned --light green --note Neu. --yes 2>&1; echo $? >code; } | true"
    shell(line, city)
    assert (city / "code").read_text() == "0\n"
    assert b"Neu." in (city / FILE).read_bytes()


def test_no_home_no_locale_no_terminal(built_city: Path) -> None:
    plain = shell("$KIC --lang de overview", built_city)
    assert plain.code == 0
    for environment in (
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"TERM": "dumb"}, {"NO_COLOR": "1"}, {"HOME": "/does/not/exist"}, {"COLUMNS": "1"}, {"COLUMNS": "-5"},
        {"COLUMNS": "viele"}, {"KIC_LANG": "\x1b[31m"}, {"LC_ALL": "xx_YY.KOI8-R"}, {"TMPDIR": "/does/not/exist"},
    ):  # fmt: skip
        assert shell("$KIC --lang de overview", built_city, **environment) == plain, environment
    assert "\x1b[" in shell("$KIC check", built_city, FORCE_COLOR="1").out
    assert "\x1b" not in shell("$KIC check", built_city, FORCE_COLOR="1", NO_COLOR="1").out
    assert "\x1b" not in shell("$KIC --color never check", built_city, FORCE_COLOR="1").out


def test_a_folder_that_was_removed_under_our_feet(built_city: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    for words, code in (
        ("overview", 3), ("check", 3), ("doctor", 3), ("demo --yes", 3), ("--version", 0), ("explain KIC014", 0),
        (f"-C {built_city} overview", 0), (f"-C {built_city} check concept", 0),
        ("init --name X --land RP --yes", 3), ("allocate --problem p.yaml", 3),
    ):  # fmt: skip
        gone.mkdir()
        done = shell(f"cd {gone} && rmdir {gone} && $KIC {words}", tmp_path)
        assert done.code == code, (words, done.err)
        assert "Traceback" not in done.err


@pytest.mark.parametrize("columns", [1, 20, 500])
def test_a_terminal_of_any_width(built_city: Path, columns: int) -> None:
    import pty

    for words in (["overview"], ["check"], ["show", "he-07"], ["status", "he-07"], ["allocate", "2026-1"],
                  ["list", "application"], ["render", "implementation-report"], ["--help"], ["doctor"],
                  ["today", "--all"], ["find", "Integration"]):  # fmt: skip
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "kic", "--today", "2026-11-22", *words],
            cwd=built_city,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), "COLUMNS": str(columns)},
            stdout=theirs,
            stderr=subprocess.PIPE,
        )  # fmt: skip
        os.close(theirs)
        try:
            while os.read(ours, 65536):
                pass
        except OSError:  # how a terminal tells that the other side has gone
            pass
        os.close(ours)
        _out, err = process.communicate(timeout=60)
        assert process.returncode == 0, (words, err)


def test_a_terminal_never_gets_what_a_record_hides(city: Path) -> None:
    """Neither in text nor in data: both are looked at by people there."""
    import pty

    path = city / FILE
    path.write_text(
        path.read_text(encoding="utf-8").replace("title: ", "title: \u202e\x9b31m\x07", 1), encoding="utf-8"
    )
    for words in (["check"], ["check", "--format", "json"], ["check", "--format", "github"], ["show", "he-07"],
                  ["show", "he-07", "--format", "json"], ["list", "recommendation", "--format", "json"],
                  ["check", "--fix", "--dry-run"], ["status", "he-07", "--format", "json"]):  # fmt: skip
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "kic", "--color", "never", "--today", "2026-11-22", *words],
            cwd=city,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=theirs,
            stderr=theirs,
        )  # fmt: skip
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:
            pass
        os.close(ours)
        assert process.wait(60) in (0, 1, 2), words
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", shown.decode()), words
