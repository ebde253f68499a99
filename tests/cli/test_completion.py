"""What the Tab key offers, and the scripts that bring it into a shell."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kic.cli.shells import SCRIPTS
from tests.cli.conftest import run
from tests.cli.inprocess import call

OFFERED = [
    # behind kic           what is offered, all of it
    (["sta"], ["status"]),
    (["--la"], ["--lang"]),
    (["--lang", ""], ["de", "en"]),
    (["--color", "=", "a"], ["auto", "always"]),
    (["-C", ""], []),  # a file's name: the shell knows those
    (["nosuch", ""], []),
    (["list", "recom"], ["recommendation"]),
    (["show", "2026-1-00"], [f"2026-1-00{n}" for n in range(1, 10)]),
    (["show", "he-0", "--format", "j"], ["json"]),
    (["show", "he-07", "--fo"], ["--format"]),
    (["show", "he-07", "--format=j"], ["json"]),
    (["status", "he-0"], [f"he-0{n}" for n in range(1, 10)]),
    (["status", "2026-1-001"], []),  # no recommendation
    (["status", "he-07", "p"], ["planned", "preparing", "postponed"]),
    (["status", "he-07", "in_progress", "--li"], ["--light"]),
    (["status", "he-07", "in_progress", "--light", ""], ["green", "yellow", "red"]),
    (["allocate", ""], ["2024-1", "2025-1", "2025-2", "2026-1"]),
    (["diff", "HEAD~3", "--kind", "recom"], ["recommendation"]),
    (["diff", "k20"], ["k2013", "k2022"]),
    (["blame", "he-03"], ["he-03"]),
    (["explain", "KIC00"], [f"KIC00{n}" for n in range(1, 10)]),
    (["explain", "unknown-ref"], ["unknown-reference"]),
    (["help", "exit"], ["exit-codes"]),
    (["render", "allocation"], ["allocation-paper"]),
    (["payment", "release", "2026-1", "--role", "r-frei"], ["r-freigabe-1", "r-freigabe-2"]),
    (["call", "new", "2027", "--themes", "t1,t"], [f"t1,t{n}" for n in range(1, 7)]),
    (["call", "terms", "2026-1", "--floor", "t"], [f"t{n}" for n in range(1, 7)]),
    (["call", "terms", "2026-1", "--rule", "p"], ["phragmen", "proportional-cut"]),
    (["meeting", "attend", "2026-12-03", "--all-but", "s02,s2"], [f"s02,s{n}" for n in range(20, 26)]),
    (["meeting", "exclude", "2026-12-03", "2", "s2"], [f"s{n}" for n in range(20, 26)]),
    (["concept", "amend", "t"], [f"t{n}" for n in range(1, 7)]),
    (["notice", "post", "2026-1", "--by", "r"], ["registered"]),
    (["publication", "freeze", "the"], ["theme-sheet"]),
    (["publication", "freeze", "concept", "--by", "r-l"], ["r-leitung"]),
    (["publication", "verify", ""], ["pub-2025-1"]),
    (["demo", "--"], ["--git", "--no-git", "--yes", "--help"]),
    (["completion", ""], ["bash", "zsh", "fish", "powershell"]),
    (["completion", "--"], ["--help"]),
    (["init", "--name", ""], []),
]


def offered(words: list[str], folder: Path, lang: str = "de") -> list[str]:
    done = call("completion", "--candidates", "--", *words, folder=folder, lang=lang)
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


@pytest.fixture
def inside(built_city: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Completion looks where the person is, or where their `-C` leads."""
    monkeypatch.chdir(built_city)
    return built_city


@pytest.mark.parametrize(("words", "expected"), OFFERED, ids=lambda value: " ".join(value)[:50])
def test_what_is_offered(words: list[str], expected: list[str], inside: Path) -> None:
    assert [line.partition("\t")[0] for line in offered(words, inside)] == expected


def test_all_commands_and_none_that_is_not_in_the_table(inside: Path) -> None:
    from kic.cli.table import BY_NAME

    assert [line.partition("\t")[0] for line in offered([""], inside)] == list(BY_NAME)


def test_a_meaning_stands_beside(inside: Path) -> None:
    assert offered(["status", "he-07"], inside) == [
        "he-07\tVielfalt bei Ausbildung und Einstellung in der Stadtverwaltung"
    ]
    assert offered(["list", "recom"], inside) == ["recommendation\tHandlungsempfehlung"]
    assert offered(["sho"], inside) == ["show\tEinen Datensatz mit allen Querverweisen anzeigen"]


def test_the_repository_that_is_meant_is_looked_at(
    built_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert offered(["status", "he-07"], tmp_path) == []
    assert len(offered(["-C", str(built_city), "status", "he-07"], tmp_path)) == 1


def test_titles_cannot_act_on_the_terminal_and_broken_files_do_no_harm(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(city)
    folder = city / "concept/recommendations"
    (folder / "he-90.yaml").write_bytes(
        b"kind: recommendation\nid: he-90\ntitle: a\x1b[31m\xe2\x80\xaeb\tc\xff\n"
    )
    (folder / "he-91.yaml").write_bytes(b"kind: recommendation\nid: he-91; rm -rf\n")
    (folder / "he-92.yaml").write_bytes(b"kind: recommendation\n\xff\xfe\x00")
    (folder / "he-93.yaml").symlink_to("/etc/passwd")
    (folder / "he-94.yaml").mkdir()
    assert offered(["status", "he-9"], city) == ["he-90\ta\\x1b[31m\\u202eb\\tc\ufffd"]


def test_a_new_word_after_the_last(inside: Path) -> None:
    done = call("completion", "--candidates", "--after", "--", "--lang", folder=inside)
    assert [line.partition("\t")[0] for line in done.out.splitlines()] == ["de", "en"]
    done = call("completion", "--candidates", "--after", "--", folder=inside)
    assert "\ncheck\t" in f"\n{done.out}"


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_of_a_shell(shell: str, tmp_path: Path) -> None:
    done = run("completion", shell, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "kic completion" in done.out


@pytest.mark.parametrize(("words", "named"), [(["bsh"], "bash"), (["tcsh"], "powershell"), ([], "zsh")])
def test_an_unknown_shell(words: list[str], named: str, tmp_path: Path) -> None:
    for lang in ("de", "en"):
        done = run("completion", *words, cwd=tmp_path, lang=lang)
        assert (done.code, done.out) == (2, "")
        assert named in done.err


IN_SHELLS = {
    "bash": (
        'source script; COMP_WORDS=(kic $WORDS); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _kic_completion kic; '
        'printf "%s\\n" "${COMPREPLY[@]}"'
    ),
    "zsh": (
        "compdef() { : }; _describe() { print -l -- ${${(P)2}%%:*} }; _files() { : }; source ./script; "
        "words=(kic ${=WORDS}); CURRENT=$#words; _kic"
    ),
    "fish": 'source script; complete -C "kic $WORDS" | string split -f1 \\t',
}  # fmt: skip


@pytest.mark.parametrize(
    "shell",
    [
        pytest.param("bash", marks=pytest.mark.system),
        pytest.param("zsh", marks=pytest.mark.soak),  # these two are on few machines
        pytest.param("fish", marks=pytest.mark.soak),
    ],
)
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("status he-0", [f"he-0{n}" for n in range(1, 10)]),
        ("sho", ["show"]),
        ("list --fo", ["--format"]),
        ("--lang en show 2026-1-001", ["2026-1-001"]),
    ],
)
def test_in_the_shell_itself(
    shell: str, words: str, expected: list[str], built_city: Path, tmp_path: Path
) -> None:
    program = shutil.which(shell)
    assert program, f"{shell} is missing: apt-get install {shell}"
    (tmp_path / "kic").write_text(f'#!/bin/sh\ncd "{built_city}" && exec "{sys.executable}" -m kic "$@"\n')
    (tmp_path / "kic").chmod(0o755)
    (tmp_path / "script").write_text(run("completion", shell, cwd=tmp_path).out)
    quiet = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}[shell]
    done = subprocess.run(
        [program, *quiet, "-c", IN_SHELLS[shell]],
        cwd=tmp_path,
        env={
            "PATH": f"{tmp_path}:/usr/bin:/bin",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "WORDS": words,
            "HOME": str(tmp_path),
        },
        capture_output=True,
        timeout=60,
        check=False,
    )
    shown = done.stdout.decode().splitlines()
    assert [line.split()[0] for line in shown if line] == expected, done.stderr.decode()
    if shell == "bash" and len(shown) > 1 and expected[0].startswith("he"):
        assert shown[6].endswith("(Vielfalt bei Ausbildung und Einstellung in der Stadtverwaltung)")
