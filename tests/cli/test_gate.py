"""A pull request judged by what counts without it, and what one might try to get a change past `check --base`."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pytest

from tests.cli.conftest import Ran, run
from tests.cli.inprocess import call

HE_07 = "concept/recommendations/he-07.yaml"
DECISION = "applications/2025-1/decisions/2025-1-e1.yaml"
BROKEN = "review_by: gestern\n"


@pytest.fixture
def pull(city: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo city on the branch of a pull request; its base is `main`."""
    for key in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(key)
    git(city, "config", "user.name", "office")
    git(city, "config", "user.email", "office@example.invalid")
    git(city, "branch", "-M", "main")
    git(city, "checkout", "-q", "-b", "pull")
    return city


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def commit(folder: Path, *paths: str) -> None:
    git(folder, "add", "-A", "-f", "--", *(paths or (".",)))
    git(folder, "commit", "-q", "-m", "Was der Antrag bringt")


def write(folder: Path, path: str, content: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(content, "utf-8")


def change(folder: Path, path: str, old: str, new: str) -> None:
    content = (folder / path).read_text("utf-8")
    assert old in content
    (folder / path).write_text(content.replace(old, new, 1), "utf-8")


def judged(folder: Path, *more: str, code: int | None = None) -> dict[str, list[dict[str, object]]]:
    """The findings of the change by their codes."""
    done = call("check", "--base", "main", "--changed", "--format", "json", *more, folder=folder)
    assert code is None or done.code == code, done.out + done.err
    found: dict[str, list[dict[str, object]]] = {}
    for each in json.loads(done.out)["findings"]:
        found.setdefault(each["code"], []).append(each)
    return found


def break_it(folder: Path) -> None:
    """An error of the change's own, which the attack would get past."""
    change(folder, HE_07, "review_by: ", "review_by: 31.02.")


def test_a_change_that_touches_nothing_of_the_gate_says_nothing_of_it(pull: Path) -> None:
    change(pull, "concept/bodies/a-bildung.yaml", "kind: body", "# Anmerkung\nkind: body")
    commit(pull)
    assert judged(pull, code=0) == {}


# -- weighing --------------------------------------------------------------------------------------------


def waive(folder: Path, code: str, record: str) -> None:
    change(folder, "kic.yaml", "waivers:\n", (
        f"waivers:\n  - code: {code}\n    record: {record}\n    until: 2027-01-31\n    reason: Das passt schon.\n"
    ))  # fmt: skip


def lower(folder: Path, code: str, level: str) -> None:
    write(folder, "kic.yaml", (folder / "kic.yaml").read_text("utf-8") + (
        f"severities:\n  - code: {code}\n    severity: {level}\n    reason: Das passt schon.\n"
    ))  # fmt: skip


ATTACKS_ON_WEIGHING: tuple[Callable[[Path], None], ...] = (
    lambda folder: waive(folder, "KIC245", "he-07"),
    lambda folder: waive(folder, "KIC245", HE_07),
    lambda folder: lower(folder, "KIC245", "off"),
    lambda folder: lower(folder, "KIC245", "note"),
)


@pytest.mark.parametrize("attack", ATTACKS_ON_WEIGHING)
def test_a_waiver_or_severity_of_the_change_does_not_count_for_it(
    attack: Callable[[Path], None], pull: Path
) -> None:
    """The words of an adopted recommendation are rewritten; plain `check` would let the change accept that itself."""
    change(pull, HE_07, "\ntext: >-\n  ", "\ntext: >-\n  Umgeschrieben: ")
    attack(pull)
    commit(pull)
    found = judged(pull, code=1)
    assert [each["severity"] for each in found["KIC245"]] == ["error"]
    assert [each["path"] for each in found["KIC112"]] == ["kic.yaml"]
    assert found["KIC112"][0]["severity"] == "warning"


def test_a_waiver_of_the_base_counts_although_the_change_takes_it_out(pull: Path) -> None:
    content = (pull / "kic.yaml").read_text("utf-8")
    (pull / "kic.yaml").write_text(content[: content.index("waivers:")], "utf-8")
    commit(pull)
    found = judged(pull, code=0)
    assert "KIC241" not in found
    assert "herausgenommen" in str(found["KIC112"][0]["message"])


def test_a_waiver_that_the_branch_has_dropped_since_does_not_count(pull: Path) -> None:
    """A pull request from an old state is weighed as the base branch is now."""
    git(pull, "checkout", "-q", "main")
    content = (pull / "kic.yaml").read_text("utf-8")
    (pull / "kic.yaml").write_text(content[: content.index("waivers:")], "utf-8")
    commit(pull)
    git(pull, "checkout", "-q", "pull")
    change(pull, "concept/recommendations/he-18.yaml", "kind: recommendation", "# x\nkind: recommendation")
    commit(pull)
    found = judged(pull)
    assert set(found) == {"KIC241"}, "the change itself touches no setting"


def test_what_is_switched_off_is_counted_by_the_base(pull: Path) -> None:
    lower(pull, "KIC241", "off")
    commit(pull)
    assert "abgeschaltet" not in call("check", "--base", "main", folder=pull).out


def test_rules_judge_by_settings_that_the_change_sets(pull: Path) -> None:
    change(pull, "kic.yaml", "  seats: ", "  seats: 1")
    commit(pull)
    assert "committee" in str(judged(pull)["KIC113"][0]["message"])


def test_an_unreadable_kic_yaml_fails(pull: Path) -> None:
    write(pull, "kic.yaml", "kind: settings\n\tformat: 1\n")
    break_it(pull)
    commit(pull)
    assert judged(pull, code=1)


def test_a_deleted_kic_yaml_is_no_repository(pull: Path) -> None:
    (pull / "kic.yaml").unlink()
    commit(pull)
    assert run("check", "--base", "main", cwd=pull).code == 3


@pytest.mark.parametrize(("version", "code"), [("2", 3), ("0", 1)])
def test_another_format_is_no_way_around(version: str, code: int, pull: Path) -> None:
    change(pull, "kic.yaml", "format: 1", f"format: {version}")
    break_it(pull)
    commit(pull)
    assert run("check", "--base", "main", cwd=pull).code == code


# -- the place of the records ----------------------------------------------------------------------------


@pytest.fixture
def below(pull: Path, tmp_path: Path) -> Path:
    """The same repository below git's top: `konzept/`."""
    git(pull, "checkout", "-q", "main")
    (pull / "konzept").mkdir()
    for name in ("kic.yaml", "concept", "applications", "reports"):
        git(pull, "mv", name, f"konzept/{name}")
    commit(pull)
    git(pull, "checkout", "-q", "-B", "pull")
    return pull / "konzept"


def test_below_gits_top_files_beside_the_repository_are_seen_too(below: Path) -> None:
    write(below.parent, ".github/workflows/kic.yml", "on: push\n")
    write(below, ".gitattributes", "*.yaml working-tree-encoding=UTF-16\n")
    commit(below.parent)
    found = judged(below)
    assert [each["path"] for each in found["KIC114"]] == ["../.github/workflows/kic.yml", ".gitattributes"]
    shown = call("check", "--base", "main", "--changed", "--format", "github", folder=below).out
    assert "file=.github/workflows/kic.yml," in shown
    assert "file=konzept/.gitattributes," in shown


def test_a_root_that_moves_up_is_found(below: Path) -> None:
    """Called with `-C konzept`, kic would look upwards and find the other kic.yaml, with no records beside it."""
    shutil.move(below / "kic.yaml", below.parent / "kic.yaml")
    commit(below.parent)
    done = call("check", "--base", "main", "--changed", "--format", "json", folder=below)
    assert done.code == 1
    assert "KIC115" in done.out


def test_a_second_kic_yaml_does_not_move_the_root(pull: Path) -> None:
    write(pull, "docs/kic.yaml", "kind: settings\nid: x\nformat: 1\nmunicipality: {name: X}\nland: RP\n")
    break_it(pull)
    commit(pull)
    found = judged(pull, code=1)
    assert [each["path"] for each in found["KIC114"]] == ["docs/kic.yaml"]


# -- files around the records ----------------------------------------------------------------------------


DECIDING = [
    ".github/workflows/kic.yml", ".github/CODEOWNERS", ".gitlab-ci.yml", ".forgejo/workflows/kic.yml",
    ".gitattributes", "concept/.gitattributes", ".gitmodules", ".pre-commit-config.yaml", ".githooks/commit-msg",
    "templates/award.md.j2", "allowed_signers", "kic/__main__.py", "kic.py", ".gitignore",
]  # fmt: skip


def test_what_decides_about_checks_and_letters_is_named(pull: Path) -> None:
    for path in DECIDING:
        write(pull, path, "# geändert\n")
    commit(pull)
    assert {each["path"] for each in judged(pull)["KIC114"]} == set(DECIDING)
    assert call("check", "--base", "main", "--changed", "--strict", folder=pull).code == 1


def test_a_server_renders_with_the_templates_of_the_base(pull: Path) -> None:
    """A template that the change brings is not run: it would only count once it is merged."""
    write(pull, "templates/implementation-report.md.j2", "# Alles ist fertig\n{{ 'x' * 3 }}\n")
    commit(pull)
    words = ("render", "implementation-report", "--to", "md")
    assert "Alles ist fertig" in call(*words, folder=pull).out
    done = call(*words, "--base", "main", folder=pull)
    assert done.code == 0, done.err
    assert "Alles ist fertig" not in done.out
    assert len(done.out) > 1_000
    assert call(*words, "--base", "main", "--as-of", "31.12.2024", folder=pull).code == 2


def test_attributes_cannot_hide_a_file_from_the_comparison(pull: Path) -> None:
    write(pull, ".gitattributes", "* -diff binary merge=ours\n*.yaml linguist-generated\n")
    break_it(pull)
    commit(pull)
    assert any(each["path"] == HE_07 for found in judged(pull, code=1).values() for each in found)


def test_a_module_called_kic_in_the_folder_is_not_what_runs(pull: Path) -> None:
    """The workflows call the installed program, whose search path begins with its own folder."""
    write(pull, "kic/__init__.py", "")
    write(pull, "kic/__main__.py", "raise SystemExit(0)\n")
    break_it(pull)
    commit(pull)
    assert "KIC114" in judged(pull, code=1)


def test_kics_own_journal_in_git_does_not_stand_in_for_files(pull: Path) -> None:
    write(pull, ".kic/journal", "{}\n")
    commit(pull, ".kic/journal")
    found = call("check", "--base", "main", "--changed", folder=pull)
    assert found.code != 0, found.out
    assert "KIC115" in found.out or found.code == 5


def test_the_private_overlay_in_git_is_an_error(pull: Path) -> None:
    write(pull, "private/persons/p-0001.yaml", "kind: person\nid: p-0001\n")
    commit(pull, "private")
    assert "KIC115" in judged(pull, code=1)


def test_a_submodule_or_link_in_place_of_records_is_an_error(pull: Path) -> None:
    head = git(pull, "rev-parse", "HEAD")
    git(pull, "update-index", "--add", "--cacheinfo", f"160000,{head},applications/2027-1")
    write(
        pull, ".gitmodules", '[submodule "x"]\n\tpath = applications/2027-1\n\turl = ../x\n\tignore = all\n'
    )
    git(pull, "add", ".gitmodules")
    git(pull, "commit", "-q", "-m", "Unterprojekt")
    assert [each["path"] for each in judged(pull, code=1)["KIC115"]] == ["applications/2027-1"]

    (pull / HE_07).unlink()
    (pull / HE_07).symlink_to("he-08.yaml")
    commit(pull, HE_07)
    assert call("check", "--base", "main", "--changed", folder=pull).code == 1


# -- records -----------------------------------------------------------------------------------------------


def test_a_renamed_file_is_the_same_record(pull: Path) -> None:
    """Its words are rewritten under another name, or it leaves the folders that are read."""
    content = (pull / HE_07).read_text("utf-8")
    (pull / HE_07).unlink()
    write(
        pull, "concept/recommendations/neu/he-07.yaml", content.replace("kind: recommendation", "kind: event")
    )
    commit(pull)
    assert judged(pull, code=1)

    git(pull, "reset", "-q", "--hard", "main")
    git(pull, "mv", HE_07, "docs-he-07.yaml")
    commit(pull)
    found = judged(pull, code=1)
    assert {"KIC060", "KIC066"} <= set(found), "a log went, and what others name"


def test_another_kind_for_a_record_is_an_error(pull: Path) -> None:
    change(pull, HE_07, "kind: recommendation", "kind: event")
    commit(pull)
    assert judged(pull, code=1)


def test_a_shallow_clone_without_the_base_says_so(pull: Path, tmp_path: Path) -> None:
    change(pull, HE_07, "kind: recommendation", "# x\nkind: recommendation")
    commit(pull)
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "pull", f"file://{pull}", "flach")
    clone = tmp_path / "flach"
    done: Ran = run("check", "--base", "origin/main", "--changed", cwd=clone)
    assert done.code == 2, done.out
    git(clone, "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    done = run("check", "--base", "origin/main", "--changed", cwd=clone)
    assert done.code == 2, done.out
    assert "--unshallow" in done.err
    git(clone, "fetch", "-q", "--unshallow")
    assert run("check", "--base", "origin/main", "--changed", cwd=clone).code == 0


# -- only the change -------------------------------------------------------------------------------------


def test_findings_of_the_change_are_those_it_brings_wherever_they_lie(pull: Path) -> None:
    """A theme goes; the recommendations that name it lie elsewhere, and what was there before is counted only."""
    (pull / "concept/themes/t1.yaml").unlink()
    commit(pull)
    done = call("check", "--base", "main", "--changed", "--format", "json", folder=pull)
    answer = json.loads(done.out)
    paths = {each["path"] for each in answer["findings"]}
    everything = json.loads(call("check", "--base", "main", "--format", "json", folder=pull).out)
    assert done.code == 1
    assert "concept/recommendations/he-01.yaml" in paths
    assert answer["summary"]["left_out"] > 0
    assert len(answer["findings"]) + answer["summary"]["left_out"] == len(everything["findings"])
    assert everything["summary"]["left_out"] == 0
    assert str(answer["summary"]["left_out"]) in done.err


@pytest.mark.parametrize("output", ["text", "github", "gitlab", "sarif", "junit"])
def test_every_format_tells_what_is_left_out(output: str, pull: Path) -> None:
    done = call("check", "--changed", "--format", output, folder=pull)
    assert "26 Befunde an anderen Stellen" in done.out + done.err
    assert done.code == 0


def test_without_a_base_the_change_is_what_is_not_committed(pull: Path) -> None:
    break_it(pull)
    done = call("check", "--changed", folder=pull)
    assert done.code == 1
    assert HE_07 in done.out
    assert "KIC810" not in done.out


PUBLISHED = "reports/published/pub-2025-1/implementation-report.html"


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("step", ["in the folder", "staged", "committed"])
def test_a_published_file_that_differs_is_of_the_change(step: str, gone: bool, pull: Path) -> None:
    """The finding stands in the manifest, which the change does not touch."""
    file = pull / PUBLISHED
    if gone:
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() + b"x")
    if step != "in the folder":
        git(pull, "add", "-A")
    if step == "committed":
        commit(pull)
    assert set(judged(pull, code=1)) >= {"KIC976" if gone else "KIC975"}


@pytest.mark.corpora
@pytest.mark.parametrize("more", [(), ("--changed",)])
def test_reports_of_a_change_follow_the_official_schemas(more: tuple[str, ...], below: Path) -> None:
    """Records, settings, deleted files, and files above the root are among the findings."""
    schemas = Path(os.environ["KIC_CORPORA"])
    write(below.parent, ".github/workflows/kic.yml", "on: push\n")
    (below / "concept/themes/t1.yaml").unlink()
    lower(below, "KIC241", "off")
    commit(below.parent)
    sarif = json.loads(call("check", "--base", "main", "--format", "sarif", *more, folder=below).out)
    validator = jsonschema_rs.validator_for(
        json.loads((schemas / "sarif-schema-2.1.0.json").read_text("utf-8")), validate_formats=True
    )
    validator.validate(sarif)
    (found,) = sarif["runs"]
    assert {"KIC112", "KIC114", "KIC201"} & {each["ruleId"] for each in found["results"]} >= {
        "KIC112",
        "KIC114",
    }
    assert ("leftOut" in found.get("properties", {})) == bool(more)
    uris = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in found["results"]}
    assert ".github/workflows/kic.yml" in uris
    assert all(not uri.startswith("../") for uri in uris)
    entries = json.loads(call("check", "--base", "main", "--format", "gitlab", *more, folder=below).out)
    assert len(entries) == len(found["results"])
    entry = jsonschema_rs.validator_for(
        json.loads((schemas / "gitlab-codequality-schema.json").read_text("utf-8"))
    )
    for each in entries:
        entry.validate(each)
    assert len({each["fingerprint"] for each in entries}) == len(entries)
