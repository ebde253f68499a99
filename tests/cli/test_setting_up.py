"""What `kic init` adds to a repository: workflows of code hosts, pre-commit, files for editors."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from kic.repository.ci_files import HOSTS, PATHS
from tests.cli.inprocess import call

SHA = re.compile(r"[\w./-]+@[0-9a-f]{40}")


def laid(city: Path, host: str, lang: str = "de") -> dict[str, object]:
    done = call("init", "--ci", host, "--yes", folder=city, lang=lang)
    assert done.code == 0, done.err
    content = (city / PATHS[host]).read_text("utf-8")
    assert "{{" not in content.replace("${{", "")
    read = yaml.safe_load(content.replace("\non:", "\n'on':"))
    assert isinstance(read, dict)
    return read


@pytest.mark.parametrize("host", ["github", "forgejo"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_workflow_is_safe_for_changes_of_strangers(host: str, lang: str, city: Path) -> None:
    """No secrets, no right to write, nothing of the change is run, actions pinned, the whole history."""
    flow = laid(city, host, lang)
    source = (city / PATHS[host]).read_text("utf-8")
    code = "\n".join(line.partition("#")[0] for line in source.splitlines())
    assert flow["permissions"] == {"contents": "read"}
    assert set(flow["on"]) == {"pull_request", "push"}  # type: ignore[call-overload]
    assert "secrets" not in code
    assert "pull_request_target" not in code
    (job,) = flow["jobs"].values()  # type: ignore[attr-defined]
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert used
    assert all(SHA.fullmatch(each) for each in used)
    assert job["steps"][0]["with"] == {"persist-credentials": False, "fetch-depth": 0}
    for run in (step["run"] for step in job["steps"] if "run" in step):
        assert "${{" not in run, "names of branches reach the shell as variables only"
        assert not re.search(r"(?<!/)\bpython (?!-I)", run), "-I: no module of the change"
        assert all(line.startswith(('"$RUNNER_TEMP', "git show", "python -I")) for line in run.splitlines())
    runs = " ".join(step.get("run", "") for step in job["steps"])
    assert 'check --base "$BASE" --changed' in runs
    assert 'review "$BASE"' in runs


def test_pins_are_those_of_kics_own_workflow(city: Path) -> None:
    own = (Path(__file__).parents[2] / ".github/workflows/ci.yml").read_text("utf-8")
    laid(city, "github")
    pins = SHA.findall((city / PATHS["github"]).read_text("utf-8"))
    assert pins
    assert [pin for pin in pins if pin not in own] == []


def test_gitlab_gets_a_report_and_fetches_the_target_branch(city: Path) -> None:
    flow = laid(city, "gitlab")
    job = flow["kic"]
    assert job["variables"] == {"GIT_DEPTH": "0"}  # type: ignore[index]
    assert job["artifacts"]["reports"] == {"codequality": "gl-code-quality-report.json"}  # type: ignore[index]


@pytest.mark.parametrize("host", HOSTS)
def test_what_runs_is_pinned_by_a_file_that_waits_for_hashes(host: str, city: Path) -> None:
    laid(city, host)
    pinned = [
        line
        for line in (city / "kic-requirements.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert len(pinned) == 1
    assert pinned[0].startswith("kic==")
    assert "--require-hashes" in (city / PATHS[host]).read_text("utf-8")


def test_the_scripts_of_gitlab_judge_a_merge_request(city: Path, tmp_path: Path) -> None:
    """The lines behind the installation, run as GitLab's runner would, on a fork whose target is another project."""
    flow = laid(city, "gitlab")
    script = [line for line in flow["kic"]["script"] if "pip" not in line and "venv" not in line]  # type: ignore[index]
    git(city, "branch", "-M", "main")
    git(city, "add", "-A")
    commit(city)
    fork = tmp_path / "fork"
    git(tmp_path, "clone", "-q", f"file://{city}", "fork")
    git(fork, "checkout", "-q", "-b", "pull")
    (fork / "concept/themes/t1.yaml").unlink()
    git(fork, "add", "-A")
    commit(fork)
    program = tmp_path / "kic"
    root = Path(__file__).parents[2]
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m kic --today 2026-11-22 "$@"\n'
    )
    program.chmod(0o755)
    (tmp_path / "target.git").symlink_to(city / ".git")
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(script).replace("/tmp/kic/bin/kic", "$PROGRAM").replace("/tmp/", "../")],
        cwd=fork, capture_output=True, text=True, check=False,
        env={
            "PATH": os.environ["PATH"], "HOME": str(tmp_path), "CI_PIPELINE_SOURCE": "merge_request_event",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_PROJECT_ID": "1", "CI_PROJECT_ID": "2",
            "CI_MERGE_REQUEST_PROJECT_URL": f"file://{tmp_path}/target", "CI_COMMIT_SHA": "HEAD",
            "PROGRAM": str(program),
        },
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert json.loads((fork / "gl-code-quality-report.json").read_text("utf-8"))
    assert (fork / "kic-review.md").read_text("utf-8").startswith("## ")


@pytest.mark.parametrize(
    ("host", "event"), [("github", "pull_request"), ("forgejo", "pull_request"), ("forgejo", "push")]
)
def test_the_steps_of_a_workflow_judge_a_change(host: str, event: str, city: Path, tmp_path: Path) -> None:
    """Every step behind the installation, in bash as a runner has it, on a clone whose branch breaks a reference."""
    (job,) = laid(city, host)["jobs"].values()  # type: ignore[attr-defined]
    git(city, "branch", "-M", "main")
    git(city, "add", "-A")
    commit(city)
    git(tmp_path, "clone", "-q", f"file://{city}", "clone")
    clone = tmp_path / "clone"
    git(clone, "checkout", "-q", "-b", "pull")
    (clone / "concept/themes/t1.yaml").unlink()
    git(clone, "add", "-A")
    commit(clone)
    program = tmp_path / "kic/bin/kic"
    program.parent.mkdir(parents=True)
    program.write_text(
        f'#!/bin/sh\nPYTHONPATH="{Path(__file__).parents[2]}" exec "{sys.executable}" -m kic --today 2026-11-22 "$@"\n'
    )
    program.chmod(0o755)
    summary = tmp_path / "summary.md"
    steps = [
        step for step in job["steps"]
        if "run" in step and "venv" not in step["run"] and event in step.get("if", event)
    ]  # fmt: skip
    done = {
        step["name"]: subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=clone, capture_output=True, text=True, check=False,
            env={
                "PATH": os.environ["PATH"], "HOME": str(tmp_path), "RUNNER_TEMP": str(tmp_path), "BASE": "origin/main",
                "GITHUB_STEP_SUMMARY": str(summary),
            },
        )
        for step in steps
    }  # fmt: skip
    checked = done.pop("check" if event == "pull_request" else "check of the whole")
    assert checked.returncode == 1, checked.stderr
    assert "concept/recommendations/he-01.yaml" in checked.stdout
    assert checked.stdout.startswith("::") == (host == "github")
    if event == "pull_request":
        reviewed = done.pop("review")
        assert reviewed.returncode == 0, reviewed.stderr
        assert (summary.read_text("utf-8") if host == "github" else reviewed.stdout).startswith("## ")
    assert not done


def git(folder: Path, *words: str) -> None:
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def commit(folder: Path) -> None:
    git(folder, "-c", "user.name=x", "-c", "user.email=x@example.invalid", "commit", "-q", "-m", "Stand")


def test_below_gits_top_the_workflow_stands_at_the_top(city: Path) -> None:
    below = city / "büro 'a'"
    below.mkdir()
    for name in ("kic.yaml", "concept", "applications", "reports", "templates"):
        git(city, "mv", name, f"{below.name}/{name}")
    assert call("init", "--ci", "github", "--pre-commit", "--yes", folder=below).code == 0
    flow = yaml.safe_load((city / PATHS["github"]).read_text("utf-8"))
    assert any("-C \"büro 'a'\" check" in step.get("run", "") for step in flow["jobs"]["check"]["steps"])
    hooks = yaml.safe_load((city / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    assert re.match(hooks[0]["files"], "büro 'a'/concept/themes/t1.yaml")


@pytest.mark.parametrize(
    ("words", "path"),
    [(("--ci", "gitlab"), ".gitlab-ci.yml"), (("--pre-commit",), ".pre-commit-config.yaml"),
     (("--editor",), ".vscode/settings.json")],
)  # fmt: skip
def test_a_file_that_is_there_stays_and_what_to_add_is_shown(
    words: tuple[str, ...], path: str, city: Path
) -> None:
    (city / path).parent.mkdir(exist_ok=True)
    (city / path).write_text("{}\n")
    done = call("init", *words, "--yes", folder=city)
    assert done.code == 1
    assert (city / path).read_text() == "{}\n"
    assert "kic" in done.err
    assert "bleibt, wie es ist" in done.err


def test_a_dry_run_writes_nothing_and_is_a_patch(city: Path) -> None:
    words = ("init", "--ci", "github", "--pre-commit", "--editor")
    done = call(*words, "--dry-run", folder=city)
    assert done.code == 0
    assert not (city / ".github").exists()
    assert not (city / "schemas").exists()
    (city / "a.patch").write_text(done.out, "utf-8")
    git(city, "apply", "a.patch")
    (city / "a.patch").unlink()
    again = call(*words, "--dry-run", folder=city)
    assert again.out == "", "what would be written is there"
    assert "ist so da" in again.err


@pytest.mark.parametrize(
    ("option", "link", "target"),
    [
        ("--ci=github", ".github", "elsewhere"),
        ("--pre-commit", ".pre-commit-config.yaml", "elsewhere/new.yaml"),
        ("--editor", "schemas", "elsewhere"),
        ("--editor", "schemas/body.schema.json", "elsewhere/mine.json"),
    ],
)
def test_no_link_leads_a_file_out_of_the_repository(
    option: str, link: str, target: str, city: Path, tmp_path: Path
) -> None:
    """A link may come with a clone; schemas are even written over what is there."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "mine.json").write_text("{}", "utf-8")
    (city / link).parent.mkdir(exist_ok=True)
    (city / link).symlink_to(tmp_path / target)
    done = call("init", option, "--yes", folder=city)
    assert done.code == 3, done.out
    assert "ist eine Verknüpfung; kic schreibt nur wirkliche Dateien" in " ".join(done.err.split())
    assert [each.name for each in (tmp_path / "elsewhere").rglob("*")] == ["mine.json"]
    assert (tmp_path / "elsewhere" / "mine.json").read_text("utf-8") == "{}"


def test_without_an_answer_nothing_is_written(city: Path) -> None:
    assert call("init", "--ci", "github", folder=city).code == 2
    assert not (city / ".github").exists()


def test_a_new_repository_is_begun_first(tmp_path: Path) -> None:
    done = call("init", "--ci", "github", "--name", "Stadt X", folder=tmp_path, lang="en")
    assert done.code == 2
    assert "add to a repository that is there" in done.err
    assert call("init", "--ci", "bitbucket", folder=None).code in (2, 3)


def test_doctor_says_what_is_there(city: Path) -> None:
    def seen() -> dict[str, object]:
        answer = json.loads(call("doctor", "--format", "json", folder=city).out)
        return {each["name"]: each["value"] for each in answer["data"]}

    before = seen()
    call("init", "--ci", "forgejo", "--pre-commit", "--editor", "--yes", folder=city)
    after = seen()
    names = ("code host workflow", "pre-commit", "editor schemas")
    assert [before[name] for name in names] == [None, False, False]
    assert [after[name] for name in names] == ["forgejo", True, "de"]
    assert "Schemas für Editoren: de" in call("doctor", folder=city).out
    (city / "schemas/theme.schema.json").write_text("{}")
    assert seen()["editor schemas"] == "outdated"
    call("init", "--editor", "--yes", folder=city, lang="en")
    assert seen()["editor schemas"] == "en"


def test_new_files_name_their_schema_where_there_are_some(city: Path) -> None:
    call("init", "--editor", "--yes", folder=city)
    before = set(city.rglob("*.yaml"))
    done = call("call", "new", "2027", "--like", "2026-1", "--amount", "50000", "--yes", folder=city)
    assert done.code == 0, done.err
    (made,) = set(city.rglob("*.yaml")) - before
    first = made.read_text("utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../../schemas/call.schema.json"
    assert (made.parent / first.partition("=")[2]).resolve().is_file()
