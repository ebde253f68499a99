"""Persons on the command line: the private overlay, erasing, the hook; nothing of them in repository or output."""

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest

from kic.repository import persons
from kic.store.writing.journal import decode
from kic.store.writing.writer import Writer
from tests.cli.inprocess import call
from tests.cli.terminal import at_terminal
from tests.cli.test_surroundings import git

IBAN = "DE89370400440532013000"
ENTER = (
    "person",
    "add",
    "p-0007",
    "--name",
    "Erika Muster",
    "--iban",
    "DE89 3704 0044 0532 0130 00",
    "--yes",
)
SECRETS = (b"Erika", IBAN.encode())


def holding(folder: Path) -> list[str]:
    """Files below a folder, git's own included, that hold anything of the person; the logs' contents decoded."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and any(secret in each for secret in SECRETS for each in contents(path))
    )


def contents(path: Path) -> list[bytes]:
    found = [path.read_bytes()]
    if path.parent.name == "log" and path.parent.parent.name == ".kic":
        pieces = decode(found[0]).pieces
        found += [content for piece in pieces for content in (piece.before, piece.after) if content]
    return found


def test_an_entry_lives_in_the_overlay_alone(city):
    done = call(*ENTER, folder=city)
    assert done.code == 0, done.err
    assert not any(secret.decode() in done.out + done.err for secret in SECRETS)
    assert holding(city) == ["private/.kic/log/0000000001", "private/persons/p-0007.yaml"]
    assert git(city, "status", "--porcelain") == ""
    assert call("log", folder=city).out.count("\n") <= 1, "the repository's own log knows nothing"
    if os.name != "nt":
        assert stat.S_IMODE((city / "private").stat().st_mode) == 0o700
    assert IBAN in call("person", "show", "p-0007", folder=city).out


@pytest.mark.parametrize(
    ("target", "said"),
    [("copy.zip", True), ("new/copy", True), ("private/copy.zip", False), ("../out.zip", False)],
)
def test_a_copy_that_git_would_take_up_is_said(target, said, city):
    call(*ENTER, folder=city)
    done = call("person", "copy", "p-0007", "-o", str(city / target), folder=city, lang="en")
    assert done.code == 0
    assert ("git would keep it for ever" in " ".join(done.err.split())) is said


def test_changing_and_taking_back(city):
    call(*ENTER, folder=city)
    path = city / "private/persons/p-0007.yaml"
    before = path.read_bytes()
    assert (
        call("person", "set", "p-0007", "--city", "Neuenlauter", "--iban", "", "--yes", folder=city).code == 0
    )
    assert path.read_text() == "kind: person\nid: p-0007\nname: Erika Muster\naddress:\n  city: Neuenlauter\n"
    assert call("person", "undo", "--yes", folder=city).code == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "p-0007", "--name", "Erika", "--iban", "DE88370400440532013000"), "Prüfziffern"),
        (("add", "p-0007", "--name", "Erika", "--iban", "DE8937040044053201"), "Form"),
        (("add", "p-0007", "--name", "Erika", "--email", "web.stadt"), "@"),
        (("add", "x-1", "--name", "Erika"), "Pseudonym"),
        (("set", "p-0007", "--city", "Neuenlauter"), "noch keinen Eintrag"),
        (("set", "p-0007"), "Angeben"),
        (("show", "p-0007"), "keinen privaten Bereich"),
    ],
)
def test_mistakes_are_named_without_what_was_typed(words, said, city):
    done = call("person", *words, "--yes" if words[0] != "show" else "--format=text", folder=city)
    assert done.code in (2, 3)
    assert said in done.err
    assert "DE8" not in done.err
    assert not (city / "private/persons").exists()


def test_nothing_is_written_where_git_would_take_it(city):
    (city / ".gitignore").write_text(".kic/\n")
    done = call(*ENTER, folder=city)
    assert done.code == 1
    assert ".gitignore" in done.err
    assert holding(city) == []


def test_another_folder(city, tmp_path, monkeypatch):
    monkeypatch.setenv("KIC_PRIVATE", str(tmp_path / "share"))
    assert call(*ENTER, folder=city).code == 0
    assert holding(city) == []
    assert (tmp_path / "share/persons/p-0007.yaml").exists()
    assert call("check", folder=city).code == 0


def test_check_says_what_is_wrong_with_the_overlay_and_repeats_nothing(city):
    call(*ENTER, folder=city)
    folder = city / "private/persons"
    (folder / "p-0098.yaml").write_text(
        "kind: person\nid: p-0098\nname: Max Geheim\ntelephon: 0151 2312504\n"
    )
    (folder / "p-0009.yaml").write_text("kind: person\nid: p-0003\nname: [Geheim]\n")
    (city / ".gitignore").write_text(".kic/\n")
    os.chmod(city / "private", 0o755)  # noqa: PTH101
    for output in ("text", "json", "github", "gitlab", "sarif", "junit"):
        done = call("check", "--notes", "--format", output, folder=city)
        assert "Geheim" not in done.out
        assert "2312504" not in done.out
    findings = json.loads(call("check", "--format", "json", folder=city).out)["findings"]
    here = {(each["code"], each["path"]) for each in findings if "private" in each["path"]}
    assert {("KIC085", "private"), ("KIC086", "private"), ("KIC087", "private/persons/p-0098.yaml")} <= here
    assert {path for _, path in here} >= {"private/persons/p-0098.yaml", "private/persons/p-0009.yaml"}


@pytest.mark.parametrize(
    "broken", ["name: [Erika\n", "kind: person\nid: p-0007\ntelephon: 0151 2312504\n", "\xff"]
)
@pytest.mark.parametrize(
    "words",
    [
        ("show", "p-0007"),
        ("set", "p-0007", "--city", "Ort"),
        ("add", "p-0007", "--name", "Neu"),
        ("copy", "p-0007"),
    ],
)
def test_a_broken_entry_is_called_broken_and_not_missing(words, broken, city):
    call(*ENTER, folder=city)
    path = city / "private/persons/p-0007.yaml"
    path.write_text(broken, "latin-1")
    yes = () if words[0] in ("show", "copy") else ("--yes",)
    done = call("person", *words, *yes, folder=city, lang="en")
    assert done.code == 1
    assert "The entry of p-0007 is there, but it cannot be read: private/persons/p-0007.yaml" in done.err
    assert "2312504" not in done.out + done.err
    assert path.read_text("latin-1") == broken


@pytest.mark.parametrize(
    "name", ["p-0007.yaml", "people/p-0007.yaml", "persons/p-0007.yml", "members/p-0007.yaml"]
)
def test_an_entry_that_lies_wrong_is_found(name, city):
    path = city / "private" / name
    path.parent.mkdir(parents=True)
    path.write_text("kind: person\nid: p-0007\nname: Erika Muster\n")
    findings = json.loads(call("check", "--format", "json", folder=city).out)["findings"]
    assert ("KIC063", f"private/{name}") in {(each["code"], each["path"]) for each in findings}


def test_a_name_of_the_overlay_is_kept_out_of_records_and_messages(city):
    call(*ENTER, folder=city)
    note = ("status", "he-07", "in_progress", "--light", "green", "--note")
    done = call(*note, "Gespräch mit Erika Muster geführt.", "--yes", folder=city)
    assert (done.code, "KIC079" in done.err) == (1, True)
    assert call(*note, "Gespräch mit p-0007 geführt.", "--yes", folder=city).code == 0
    path = city / "applications/2026-1/2026-1-007.yaml"
    path.write_text(path.read_text() + "# Muster, Erika hat angerufen\n")
    findings = json.loads(call("check", "--format", "json", folder=city).out)["findings"]
    assert ("KIC079", "2026-1-007") in {(each["code"], each["record"]) for each in findings}
    assert call(*note, "Noch ein Eintrag.", "--yes", folder=city).code == 0, (
        "what stood there is another's matter"
    )
    (city / "message").write_text("Antrag von Erika Muster eingetragen\n")
    assert call("check", "--message", str(city / "message"), folder=city).code == 1


def test_members_and_contacts(city):
    assert call("person", "add", "MG-01", "--name", "Max Muster", "--yes", folder=city).code == 0
    assert (city / "private/members/mg-01.yaml").exists()
    body = next((city / "concept/bodies").glob("v-*.yaml")).stem
    done = call("person", "add", body, "--name", "Mia Muster", "--position", "Vorsitz", "--yes", folder=city)
    assert done.code == 0, done.err
    assert "position: Vorsitz" in (city / f"private/contacts/{body}.yaml").read_text()
    copy = call("person", "copy", "mg-01", folder=city).out
    assert "Max Muster" in copy
    assert "Mia" not in copy
    assert call("check", "private", folder=city).code == 0


def test_at_a_terminal_each_field_is_asked_for(city):
    typed = (
        ("First and last name:", "Erika Muster\n"),
        ("letters begin", "\n"),
        ("Street", "Lindenweg 3\n"),
        ("Postcode", "\n"),
        ("City", "\n"),
        ("E-mail", "falsch\n"),
        ("needs an address with an @", "erika@web.example\n"),
        ("Telephone", "\n"),
        ("Account", "DE88 3704 0044 0532 0130 00\n"),
        ("IBAN are wrong", f"{IBAN}\n"),
        ("[y/N]", "y\n"),
    )
    code, shown = at_terminal("person", "add", "p-0007", cwd=city, typed=typed)
    assert code == 0, shown
    written = (city / "private/persons/p-0007.yaml").read_text()
    assert "street: Lindenweg 3" in written
    assert f"iban: {IBAN}" in written
    assert "postcode" not in written


# -- erasing -------------------------------------------------------------------------------------------

ERASE = ("erase", "p-0007", "--yes", "--confirm", "p-0007")


def test_nothing_is_called_erased_that_kic_does_not_read(city, tmp_path):
    elsewhere = tmp_path / "anderswo.yaml"
    elsewhere.write_text("kind: person\nid: p-0007\nname: Erika Muster\n", encoding="utf-8")
    entry = city / "private" / "persons" / "p-0007.yaml"
    entry.parent.mkdir(parents=True)
    entry.symlink_to(elsewhere)
    done = call(*ERASE, folder=city, lang="en")
    assert (done.code, "private/persons/p-0007.yaml is no plain file" in done.err) == (1, True), done.err
    assert elsewhere.exists()
    entry.unlink()
    assert call(*ERASE, folder=city).code == 0


def summary(city: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads(call("check", "--format", "json", folder=city).out)["summary"]
    return found


def test_erasing_leaves_no_byte_and_every_sum(city):
    before, money = summary(city), call("overview", "--format", "json", folder=city).out
    call(*ENTER, folder=city)
    call("person", "set", "p-0007", "--city", "Neuenlauter", "--yes", folder=city)
    call("status", "he-07", "--note", "Ein Eintrag.", "in_progress", "--yes", folder=city)
    call("undo", "--yes", folder=city)
    done = call(*ERASE, "--format", "json", folder=city)
    assert done.code == 0, done.err
    data = json.loads(done.out)["data"]
    assert data["records"] == ["2026-1-007", "s-2021-18"]
    assert {"path": "applications/2026-1/2026-1-007.yaml", "line": 6, "field": "title"} in data["review"]
    assert holding(city) == []
    assert summary(city) | {"notes": 0} == before | {"notes": 0}
    assert call("overview", "--format", "json", folder=city).out == money
    assert call("undo", "--yes", folder=city).code == 1, "there is no way back"
    assert call("person", "undo", "--yes", folder=city).code == 1
    again = call(*ERASE, folder=city)
    assert (again.code, "nichts zu tun" in again.err) == (0, True)
    assert "nicht wieder verwendet" in call(*ENTER, folder=city).err


@pytest.mark.parametrize(
    "words",
    [("erase", "p-0007"), ("erase", "p-0007", "--yes"), ("erase", "p-0007", "--yes", "--confirm", "p-0008")],
)
def test_both_answers_are_needed(words, city):
    call(*ENTER, folder=city)
    assert call(*words, folder=city).code in (1, 2)
    assert (city / "private/persons/p-0007.yaml").exists()


def test_a_look_changes_nothing(city):
    call(*ENTER, folder=city)
    before = {path: path.read_bytes() for path in city.rglob("*") if path.is_file()}
    assert call("erase", "p-0007", "--dry-run", folder=city).code == 0
    assert {path: path.read_bytes() for path in city.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("cut", range(4))
def test_cut_off_anywhere_it_is_finished_on_the_next_run(cut, city, monkeypatch):
    """The four steps: the repository's log, the entry, the overlay's log; cut before each, and after the last."""
    call(*ENTER, folder=city)
    steps = []

    def counted(original):
        def step(self, *args, **named):
            steps.append(original.__name__)
            if len(steps) > cut:
                raise KeyboardInterrupt
            return original(self, *args, **named)

        return step

    with monkeypatch.context() as patched:
        patched.setattr(Writer, "forget", counted(Writer.forget))
        patched.setattr(Writer, "commit", counted(Writer.commit))
        call(*ERASE, folder=city)
    if cut < 3:
        assert holding(city)
    assert call(*ERASE, folder=city).code == 0
    assert holding(city) == []
    assert call(*ERASE, folder=city).code == 0


def test_a_cut_off_erasure_is_finished_by_the_next_change_too(city, monkeypatch):
    call(*ENTER, folder=city)
    with monkeypatch.context() as patched:
        forget = Writer.forget

        def first_only(self):
            if (city / "private/erased").exists():
                raise KeyboardInterrupt
            forget(self)

        patched.setattr(Writer, "forget", first_only)
        call(*ERASE, folder=city)
    assert holding(city) == ["private/.kic/log/0000000001", "private/.kic/log/0000000002"]
    symptoms = {
        each["name"]: each["health"]
        for each in json.loads(call("doctor", "--format", "json", folder=city).out)["data"]
    }
    assert symptoms["unfinished erasure"] == "bad"
    call("person", "add", "p-0003", "--name", "Max", "--yes", folder=city)
    assert holding(city) == []


def test_review_is_due_years_after_the_year_was_closed(city):
    rows = json.loads(call("erase", "--list", "--format", "json", folder=city).out)["data"]["calls"]
    assert {row["call"] for row in rows if row["due"]} == set()
    late = call("erase", "--list", "--format", "json", folder=city, today="2060-01-01")
    rows = json.loads(late.out)["data"]["calls"]
    for row in rows:
        assert row["due"] == (row["closed"] is not None), "a year that is not closed starts no period"


# -- the hook ------------------------------------------------------------------------------------------


def committed(city: Path, message: str, **environment: str) -> subprocess.CompletedProcess[str]:
    cleaned = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "KIC_"))}
    who = ("-c", "user.name=Amt", "-c", "user.email=amt@example.invalid")
    return subprocess.run(
        ["git", *who, "commit", "--quiet", "--allow-empty", "-m", message],
        cwd=city, capture_output=True, check=False, text=True, env=cleaned | environment,
    )  # fmt: skip


@pytest.fixture
def path_with_kic(tmp_path):
    """A search path on which kic is found."""
    import sys

    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "kic"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kic "$@"\n')
    program.chmod(0o755)
    root = str(Path(persons.__file__).parents[2])
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": root}


def test_the_hook_stops_what_must_not_enter(city, path_with_kic):
    assert call("init", "--hook", "--yes", folder=city).code == 0
    stopped = committed(city, "Antrag von erika@web.stadt eingetragen", **path_with_kic)
    assert stopped.returncode == 1
    assert "KIC080" in stopped.stdout + stopped.stderr
    assert committed(city, "wip", **path_with_kic).returncode == 1
    assert committed(city, "Antrag 2026-1-007 eingetragen", **path_with_kic).returncode == 0


def test_gits_own_lines_in_an_editor_are_no_part_of_the_message(city, path_with_kic, tmp_path):
    """git writes `# Author: ... <address>` below; it takes comments out, but only where a message was edited."""
    call("init", "--hook", "--yes", folder=city)
    editor = tmp_path / "editor"
    editor.write_text(
        '#!/bin/sh\n{ echo "Antrag 2026-1-007 eingetragen"; cat "$1"; } > "$1.new" && mv "$1.new" "$1"\n'
    )
    editor.chmod(0o755)
    cleaned = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "KIC_"))}
    who = ("-c", "user.name=Amt", "-c", "user.email=amt@example.invalid", "-c", f"core.editor={editor}")
    author = ("--author", "Erika <erika@web.stadt>")
    done = subprocess.run(
        ["git", *who, "commit", "--quiet", "--allow-empty", *author],
        cwd=city, capture_output=True, check=False, text=True, env=cleaned | path_with_kic,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert committed(city, "Antrag eingetragen\n\n# erika@web.stadt", **path_with_kic).returncode == 1


def test_without_kic_it_says_so_and_lets_pass(city):
    call("init", "--hook", "--yes", folder=city)
    passed = committed(city, "wip", PATH="/usr/bin:/bin")
    assert passed.returncode == 0
    assert "kic wurde nicht gefunden" in passed.stderr


def test_below_gits_top(city, tmp_path, path_with_kic):
    top = tmp_path / "top"
    top.mkdir()
    git(top, "init", "-q")
    (city / ".git").rename(tmp_path / "away")
    city.rename(top / "die $stadt's")
    assert call("init", "--hook", "--yes", folder=top / "die $stadt's").code == 0
    stopped = committed(top, "wip", **path_with_kic)
    assert (stopped.returncode, "KIC089" in stopped.stdout + stopped.stderr) == (1, True)


def test_another_hook_is_left_alone(city):
    hook = city / ".git/hooks/commit-msg"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntrue\n")
    done = call("init", "--hook", "--yes", folder=city)
    assert done.code == 1
    assert 'kic check --message "$1"' in done.err
    assert hook.read_text() == "#!/bin/sh\ntrue\n"


def test_the_folder_that_git_is_told(city):
    git(city, "config", "core.hooksPath", "own-hooks")
    assert call("init", "--hook", "--yes", folder=city).code == 0
    assert (city / "own-hooks/commit-msg").exists()
    assert not (city / ".git/hooks/commit-msg").exists()


def test_the_folder_of_all_repositories_is_left_alone(city, tmp_path, monkeypatch):
    settings = tmp_path / "gitconfig"
    settings.write_text(f"[core]\n\thooksPath = {tmp_path / 'shared'}\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".gitconfig").write_text(settings.read_text())
    done = call("init", "--hook", "--yes", folder=city)
    assert done.code == 1
    assert not (tmp_path / "shared").exists()


def test_a_new_repository_gets_it(tmp_path):
    git(tmp_path, "init", "-q")
    done = call("init", ".", "--name", "Stadt Musterstadt", "--land", "RP", "--yes", folder=tmp_path)
    assert done.code == 0, done.err
    assert (tmp_path / ".git/hooks/commit-msg").exists()
    names = {
        each["name"]: each["value"]
        for each in json.loads(call("doctor", "--format", "json", folder=tmp_path).out)["data"]
    }
    assert names["commit message hook"] is True


def test_without_git_it_says_what_to_do(tmp_path):
    """`kic save` begins the history and lays the hook."""
    done = call("init", ".", "--name", "Stadt Musterstadt", "--land", "RP", "--yes", folder=tmp_path)
    assert done.code == 0
    assert "kic save" in done.err
    assert call("save", "--as", "Stabsstelle <amt@musterstadt.example>", "--yes", folder=tmp_path).code == 0
    assert (tmp_path / ".git/hooks/commit-msg").exists()
