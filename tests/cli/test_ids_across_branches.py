"""Numbers on parallel branches: new ones are free on all of them, and one that was taken twice is found and changed."""

import datetime
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from kic.domain.applications.moves import next_pseudonym
from kic.repository.repository import Repository
from kic.store import git as real_git
from tests.cli.inprocess import call

DAY = datetime.date(2026, 11, 22)
ADD = (
    "application", "add", "2026-1", "--applicant", "association", "--body", "v-radio", "--title", "Radio",
    "--summary", "Zehn Sendungen.", "--themes", "t3", "--recommendation", "he-15", "--start", "10.01.2027",
    "--end", "30.06.2027", "--received", "16.10.2026, 11:30", "--cost", "Technik=1200", "--own", "Mittel=240",
    "--requested", "960", "--yes",
)  # fmt: skip


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=office", "-c", "user.email=office@example.invalid")
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def added(city: Path, title: str = "Radio") -> str:
    """The id that a new application gets."""
    before = {path.name for path in (city / "applications/2026-1").glob("*.yaml")}
    done = call(*(title if each == "Radio" else each for each in ADD), folder=city)
    assert done.code == 0, done.err
    (new,) = {path.name for path in (city / "applications/2026-1").glob("*.yaml")} - before
    return new.removesuffix(".yaml")


def committed(city: Path, words: str = "Antrag") -> None:
    git(city, "add", "-A")
    git(city, "commit", "-q", "-m", words)


@pytest.mark.parametrize("where", ["local branch", "remote branch", "packed", "stash", "tag"])
def test_a_new_number_is_free_on_every_branch_but_not_in_a_stash(city: Path, where: str) -> None:
    main = git(city, "branch", "--show-current").strip()
    git(city, "checkout", "-q", "-b", "anna")
    assert added(city) == "2026-1-016"
    if where == "stash":
        git(city, "stash", "-q", "--include-untracked")
        git(city, "checkout", "-q", main)
    else:
        committed(city)
        git(city, "checkout", "-q", main)
        if where in ("remote branch", "packed", "tag"):
            to = "refs/tags/alt" if where == "tag" else "refs/remotes/origin/anna"
            git(city, "update-ref", to, "anna")
            git(city, "branch", "-q", "-D", "anna")
        if where == "packed":
            git(city, "pack-refs", "--all")
    free = where in ("stash", "tag")
    assert added(city) == ("2026-1-016" if free else "2026-1-017")


def test_a_pseudonym_too_is_free_on_every_branch(city: Path) -> None:
    main = git(city, "branch", "--show-current").strip()
    git(city, "checkout", "-q", "-b", "anna")
    new = added(city)
    path = city / f"applications/2026-1/{new}.yaml"
    path.write_text(path.read_text("utf-8").replace("body: v-radio", "person: p-0777"), "utf-8")
    committed(city)
    git(city, "checkout", "-q", main)
    assert next_pseudonym(Repository(city, today=DAY).snapshot) == "p-0778"


@pytest.mark.parametrize("harm", ["no git", "broken ref", "missing commit", "shallow", "unborn"])
def test_where_git_cannot_tell_the_present_state_counts(city: Path, tmp_path: Path, harm: str) -> None:
    if harm == "no git":
        shutil.rmtree(city / ".git")
    elif harm == "broken ref":
        (city / ".git/refs/heads/kaputt").write_text("kein Commit\n")
    elif harm == "missing commit":
        (city / ".git/refs/heads/fehlt").write_text("1" * 40 + "\n")
    elif harm == "shallow":
        git(tmp_path, "clone", "-q", "--depth", "1", f"file://{city}", "flach")
        city = tmp_path / "flach"
    else:
        shutil.rmtree(city / ".git")
        git(city, "init", "-q")
    assert added(city) == "2026-1-016"


def test_git_is_asked_only_where_a_number_is_chosen(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    attempt = real_git.attempt

    def counted(folder: Path, *arguments: str, **more: bytes) -> object:
        asked.append(arguments[0])
        return attempt(folder, *arguments, **more)

    monkeypatch.setattr(real_git, "attempt", counted)
    call(
        "status", "he-07", "in_progress", "--light", "green", "--note", "Es geht voran.", "--yes", folder=city
    )
    assert "for-each-ref" not in asked
    for number in range(20):
        git(city, "branch", f"zweig-{number}")
    added(city)
    assert asked.count("for-each-ref") == 1
    assert asked.count("cat-file") < 20, "branches that share their folders are read together"


# -- taken twice -----------------------------------------------------------------------------------------


@pytest.fixture
def two(city: Path) -> Path:
    """Anna and Bernd took the same number; Bernd's branch is checked out, Anna's is in `main` by now."""
    git(city, "branch", "-q", "-M", "main")
    git(city, "checkout", "-q", "-b", "anna")
    assert added(city, "Radio der Nachbarn") == "2026-1-016"
    committed(city, "Antrag des Radios")
    git(city, "branch", "-q", "-m", "anna", "versteckt")  # as if Bernd did not know of it yet
    git(city, "update-ref", "refs/hidden/anna", "versteckt")
    git(city, "checkout", "-q", "main")
    git(city, "branch", "-q", "-D", "versteckt")
    git(city, "checkout", "-q", "-b", "bernd")
    assert added(city, "Chor der Stadt") == "2026-1-016"
    committed(city, "Antrag des Chors")
    git(city, "update-ref", "refs/heads/main", "refs/hidden/anna")
    return city


def codes(done: object) -> set[str]:
    return {code for code in ("KIC065", "KIC068", "KIC069", "KIC075", "KIC076") if code in done.out}  # type: ignore[attr-defined]


def test_a_number_that_the_base_gave_away_meanwhile_is_an_error(two: Path) -> None:
    done = call("check", "--base", "main", folder=two)
    assert done.code == 1
    assert codes(done) == {"KIC065"}
    assert "2026-1-016 ist auf main für anderes vergeben: Radio der Nachbarn" in done.out
    assert codes(call("check", folder=two)) == set(), "a state alone cannot tell"


def test_a_number_on_another_open_branch_is_a_warning(two: Path) -> None:
    git(two, "branch", "-q", "anna", "main")
    git(two, "update-ref", "refs/heads/main", "main~1")
    done = call("check", "--base", "main", folder=two)
    assert done.code == 0
    assert codes(done) == {"KIC075"}
    assert "anna" in done.out


def test_one_record_on_two_branches_is_no_other_record(two: Path) -> None:
    """Further work on a branch, a rebased one, and a file that is not committed yet."""
    git(two, "update-ref", "refs/heads/main", "main~1")
    git(two, "update-ref", "refs/remotes/origin/bernd", "bernd")
    path = two / "applications/2026-1/2026-1-016.yaml"
    path.write_text(path.read_text("utf-8").replace("Zehn Sendungen", "Zwölf Proben"), "utf-8")
    assert codes(call("check", "--base", "main", folder=two)) == set()
    git(two, "commit", "-q", "-a", "--amend", "--no-edit")
    assert codes(call("check", "--base", "main", folder=two)) == set()


def test_a_number_that_was_in_use_before_is_an_error(city: Path) -> None:
    git(city, "branch", "-q", "-M", "main")
    assert added(city, "Radio") == "2026-1-016"
    committed(city)
    path = city / "applications/2026-1/2026-1-016.yaml"
    was = path.read_text("utf-8")
    path.unlink()
    committed(city, "Antrag heraus")
    git(city, "checkout", "-q", "-b", "bernd")
    path.write_text(was.replace("title: Radio", "title: Chor"), "utf-8")
    done = call("check", "--base", "main", folder=city)
    assert codes(done) == {"KIC069"}
    assert "bis zum Stand" in done.out
    path.write_text(was, "utf-8")
    assert codes(call("check", "--base", "main", folder=city)) == set(), "the same record again"


def test_a_clone_that_is_cut_off_says_that_the_past_stays_open(two: Path, tmp_path: Path) -> None:
    git(
        tmp_path, "clone", "-q", "--depth", "2", "--no-single-branch", "-b", "bernd", f"file://{two}", "flach"
    )
    done = call("check", "--base", "origin/main", "--notes", folder=tmp_path / "flach")
    assert codes(done) == {"KIC065", "KIC076"}


def test_what_was_published_stays(city: Path) -> None:
    copy = city / "reports/published/2026/bericht.html"
    copy.parent.mkdir(parents=True)
    copy.write_text("<p>Stand 2026</p>\n", "utf-8")
    other = copy.with_name("zahlen.csv")
    other.write_bytes(b"a;b\n1;2\n")
    committed(city)
    assert codes(call("check", "--base", "HEAD", folder=city)) == set()
    other.write_bytes(b"a;b\r\n1;2\r\n")  # as git checks it out on Windows
    copy.with_name("neu.csv").write_bytes(b"a\n")
    assert codes(call("check", "--base", "HEAD", folder=city)) == set()
    copy.write_text("<p>Stand 2027</p>\n", "utf-8")
    done = call("check", "--base", "HEAD", folder=city)
    assert (done.code, codes(done)) == (1, {"KIC068"})
    copy.unlink()
    other.unlink()
    assert call("check", "--base", "HEAD", folder=city).out.count("KIC068") == 2


# -- another number --------------------------------------------------------------------------------------


def test_whoever_comes_later_takes_the_next_number_and_the_merge_is_clean(two: Path) -> None:
    """Bernd gives his application another number; everything that names it goes along."""
    sheet = two / "applications/2026-1/scores/s01.yaml"
    marks = sheet.read_text("utf-8")
    sheet.write_text(f"{marks}  2026-1-016: abstain\n", "utf-8")
    committed(two, "Bewertung")
    refused = call("renumber", "2026-1-016", "--yes", folder=two)
    assert refused.code == 1
    assert "--base" in refused.err
    done = call("renumber", "2026-1-016", "--base", "main", "--yes", "--format", "json", folder=two)
    assert done.code == 0, done.err
    assert json.loads(done.out)["data"]["ids"] == {"2026-1-016": "2026-1-017"}
    assert "2026-1-016 steht hier im zuletzt festgehaltenen Stand" in done.err
    assert call("check", folder=two).code == 1, "it is missed, as was said"
    assert "\n  2026-1-017: abstain\n" in sheet.read_text("utf-8")
    committed(two, "Neue Nummer")
    assert codes(call("check", "--base", "main", folder=two)) == set()
    git(two, "merge", "-q", "-m", "Zusammengeführt", "main")
    assert call("check", folder=two).code == 0
    assert "Radio der Nachbarn" in (two / "applications/2026-1/2026-1-016.yaml").read_text("utf-8")


def test_the_remote_main_branch_is_the_base_where_nobody_says_it(two: Path, tmp_path: Path) -> None:
    git(two, "checkout", "-q", "main")
    git(tmp_path, "clone", "-q", str(two), "klon")
    clone = tmp_path / "klon"
    git(clone, "checkout", "-q", "-b", "bernd", "origin/bernd")
    assert call("renumber", "2026-1-016", "--yes", folder=clone).code == 0
    assert (clone / "applications/2026-1/2026-1-017.yaml").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("he-07",), "he-07 steht schon in"),
        (("2026-1-016", "2026-1-001"), "vergeben"),
        (("2026-1-016", "../weg"), "keine Kennung"),
        (("2026-1-999",), "2026-1-999“ gibt es nicht"),
        (("2026-1-016", "--base", "gibt-es-nicht"), "gibt-es-nicht"),
    ],
)
def test_what_others_know_or_nobody_understands_stays(two: Path, words: tuple[str, ...], said: str) -> None:
    base = () if "--base" in words else ("--base", "main")
    before = git(two, "status", "--short")
    done = call("renumber", *words, *base, "--yes", folder=two)
    assert done.code in (1, 2)
    assert said in done.err
    assert git(two, "status", "--short") == before


def test_what_is_not_committed_is_missed_by_nobody(city: Path) -> None:
    assert added(city, "Chor der Stadt") == "2026-1-016"
    done = call("renumber", "2026-1-016", "2026-1-020", "--yes", folder=city)
    assert (done.code, "im zuletzt festgehaltenen Stand" in done.err) == (0, False)
    assert call("check", folder=city).code == 0


def test_before_the_first_commit_every_id_is_new(city: Path) -> None:
    shutil.rmtree(city / ".git")
    git(city, "init", "-q")
    assert call("renumber", "2026-1-015", "2026-1-044", "--dry-run", folder=city).code in (0, 1)
