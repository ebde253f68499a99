"""Hostile input through the command line: files, texts, problem files, command lines, the wrong order.

Whatever stands in a file or an argument: never exit code 70, no control character on the terminal, and what
says that it is JSON is JSON.
"""

import itertools
import json
import os
import random
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran
from tests.cli.inprocess import call
from tests.domain.good import good
from tests.store.reading.bad import PATH, Bad, files

BAD = list(files())
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
SAMPLE_OF_POSITIONS = 150
SAMPLE_OF_VALUES = 120
SAMPLE_OF_LINES = 500
SAMPLE_OF_TEXTS = 120
"""Cases of the reduced run; `soak` takes all of them."""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small good repository of the gallery."""
    for path, content in good().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    return tmp_path


def sound(done: Ran, words: tuple[str, ...]) -> Any:
    """What holds for every command line; gives the JSON, if it is JSON."""
    assert done.code in (0, 1, 2, 3), (words, done.err)
    assert "Traceback" not in done.err, (words, done.err)
    assert not UNSAFE.search(done.err), (words, done.err)
    if "json" in words and done.out:
        return json.loads(done.out)
    assert not UNSAFE.search(done.out), (words, done.out)
    return None


# -- bad files ---------------------------------------------------------------------------------------------


def positions() -> list[str]:
    """One path for each kind of record."""
    kinds: dict[str, str] = {}
    for path, content in good().items():
        if found := re.search(r"^kind: (\w+)$", content, re.MULTILINE):
            kinds.setdefault(found[1], path)
    assert len(kinds) >= 14, kinds
    return sorted(kinds.values())


def is_found_out(small: Path, bad: Bad, path: str) -> None:
    before = (small / path).read_bytes()
    (small / path).write_bytes(bad.content)
    words = ("check", "--format", "json")
    done = call(*words, folder=small)
    (small / path).write_bytes(before)
    answer = sound(done, words)
    if done.code == 3:
        assert path == "kic.yaml", "only settings can name a format that is too new"
        return
    assert done.code == 1, bad
    errors = [f for f in answer["findings"] if f["path"] == path and f["severity"] == "error"]
    assert errors, bad
    assert all(f["line"] >= 1 and f["column"] >= 1 for f in errors)
    if path == PATH or bad.code < "KIC030":  # what is wrong with the text is wrong with any kind of record
        assert (bad.code, bad.line, bad.column) in [(f["code"], f["line"], f["column"]) for f in errors], bad


def test_every_bad_file_is_a_finding_of_check(small: Path) -> None:
    for bad in BAD:
        is_found_out(small, bad, PATH)


def in_every_position() -> list[tuple[Bad, str]]:
    return [(bad, path) for path in positions() for bad in BAD]


def test_bad_files_in_every_record_position(small: Path) -> None:
    for bad, path in random.Random(1).sample(in_every_position(), SAMPLE_OF_POSITIONS):
        is_found_out(small, bad, path)


@pytest.mark.soak
def test_every_bad_file_in_every_record_position(small: Path) -> None:
    cases = in_every_position()
    assert len(cases) > 5000
    for bad, path in cases:
        is_found_out(small, bad, path)


LOOKING = (
    ("check",), ("check", "--format", "github"), ("overview",), ("overview", "--format", "json"),
    ("list", "recommendation"), ("list", "application", "--format", "json"), ("list", "call"), ("list", "seat"),
    ("show", "he-01"), ("show", "he-01", "--format", "json"), ("show", "2026-1"), ("show", "2026-1-001"),
    ("show", "s01"), ("status", "he-01"), ("status", "he-01", "--format", "json"), ("allocate", "2026-1"),
    ("allocate", "2026-1", "--format", "json"), ("allocate", "2026-1", "--emit-problem"),
    ("render", "implementation-report", "--to", "md"), ("render", "implementation-report"),
    ("render", "allocation-paper", "2026-1", "--to", "html"), ("check", "--fix", "--dry-run"),
    ("status", "he-01", "in_progress", "--light", "green", "--note", "x", "--dry-run"),
)  # fmt: skip


def test_commands_look_at_a_repository_with_a_bad_file(small: Path) -> None:
    """A bad file is no reason for another command to fail for a bug."""
    for bad in random.Random(2).sample(BAD, 12):
        (small / PATH).write_bytes(bad.content)
        for words in LOOKING:
            sound(call(*words, folder=small), words)


# -- values ------------------------------------------------------------------------------------------------

VALUES = (
    "0001-01-01", "9999-12-31", "9999-12", "9999", "0000", "2024-02-30", "9999-12-31 23:59", "0", "-1", "0.00",
    "999999999999999", "999999999999.99", "100%", "0%", "1/3", '""', "x", "[]", "{}", "[x]", "true", "he-01", "t1",
    "2026-1", '"a\\nb"', '"<script>alert(1)</script>"', '"|`*_{{7*7}}[/b]"', '"\\U0001F600"', f'"{"ä" * 5000}"',
)  # fmt: skip


def lines_changed() -> Iterator[tuple[str, str]]:
    """The small repository with one line changed or left out: path and new content."""
    for path, content in good().items():
        if not path.endswith(".yaml"):
            continue
        lines = content.split("\n")
        for number, line in enumerate(lines):
            key = re.match(r"^(\s*(?:- )?[\w.-]+: +|\s*- )[^|>#\s]", line)
            if key is None:
                continue
            yield path, "\n".join(lines[:number] + lines[number + 1 :])
            for value in VALUES:
                yield path, "\n".join([*lines[:number], key[1] + value, *lines[number + 1 :]])


def everything_looks(
    small: Path, path: str, content: str, commands: Iterable[tuple[str, ...]] = LOOKING
) -> None:
    before = (small / path).read_bytes()
    (small / path).write_text(content, encoding="utf-8")
    for words in commands:
        sound(call(*words, folder=small), words)
    (small / path).write_bytes(before)


def test_odd_values_in_records_stop_no_command(small: Path) -> None:
    for path, content in random.Random(3).sample(list(lines_changed()), SAMPLE_OF_VALUES // 8):
        everything_looks(small, path, content)


@pytest.mark.soak
def test_every_odd_value_in_every_line_stops_no_command(small: Path) -> None:
    """Each is judged, and looked at by one command after the other in turn: all together would take hours."""
    for (path, content), words in zip(lines_changed(), itertools.cycle(LOOKING), strict=False):
        everything_looks(small, path, content, [("check",), words])


@pytest.mark.parametrize("today", ["0001-01-01", "9999-12-31", "2024-02-29", "1900-02-28"])
def test_every_day_can_be_today(small: Path, today: str) -> None:
    for words in LOOKING:
        done = call(*words, folder=small, today=today)
        sound(done, words)


# -- texts -------------------------------------------------------------------------------------------------

NAUGHTY = [
    "\x1b[31mrot\x1b[0m", "\x1b]0;Titel\x07", "a\rb", "a\x00b", "\u202everkehrt", "\u2066x\u2069", "\ufeffx", "\x9b31m",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "{{7*7}}", "{% raw %}",
    "{id}", "{0}", "%s%n", "[bold]x[/nix]", "=1+1", "+1", "-rf", "@SUM(1)", "|a|b|", "# Titel", "- a", "```", "***",
    "a: b", "a #b", "*x", "&x", "!x", "? x", "%x", "yes", "null", "~", "0x1F", "1e3", "12:30", "2024-01-01", "'", '"',
    "\\", "\\n", "\n", "\n\n  x\n", "x\t", "\tx", " x ", "\u017f", "İstanbul", "\ufb00", "Ω≈ç√", "사회과학원", "ﷺ", "👩‍👩‍👧‍👦", "Z̴̮̥a̴̘l̷̪g̵o̶",
    "می‌خواهم", "\U000e0041\U000e0042", "\ud800", "x" * 20_000, "; rm -rf /", "$(id)", "`id`", "../../etc/passwd", "",
]  # fmt: skip


def with_texts(small: Path, texts: list[str]) -> dict[str, str]:
    """One recommendation for each text, with it in title, note and evidence; the texts by id."""
    template = good()[PATH]
    ids = {}
    for number, text in enumerate(texts, start=100):
        spelled = json.dumps(text, ensure_ascii=True)
        spelled = re.sub(r"(\\ud[89ab]..)(\\ud[c-f]..)", lambda m: json.dumps(json.loads(f'"{m[0]}"'), ensure_ascii=False)[1:-1], spelled)  # fmt: skip
        id_ = f"he-{number}"
        ids[id_] = text
        record = template.replace("id: he-01\n", f"id: {id_}\n", 1)
        record = re.sub(
            r"^title: .*$", lambda _m, s=spelled: f"title: {s}", record, count=1, flags=re.MULTILINE
        )
        record = re.sub(r"^number: .*$", f"number: {number}", record, count=1, flags=re.MULTILINE)
        record = re.sub(r"^( +note: ).*$", lambda m, s=spelled: m[1] + s, record, flags=re.MULTILINE)
        (small / "concept/recommendations" / f"{id_}.yaml").write_text(record, encoding="utf-8", newline="")
    return ids


def come_through(small: Path, texts: list[str]) -> None:
    ids = with_texts(small, texts)
    for words in (
        ("check",), ("check", "--format", "json"), ("check", "--format", "github"), ("check", "--format", "gitlab"),
        ("check", "--format", "sarif"), ("check", "--format", "junit"), ("overview",), ("overview", "--format", "json"),
        ("list", "recommendation"), ("render", "implementation-report"), ("list", "recommendation", "--where", "theme=t1"),
        ("render", "implementation-report", "--to", "md"),
    ):  # fmt: skip
        sound(call(*words, folder=small), words)
    words = ("render", "implementation-report", "--to", "html")
    page = call(*words, folder=small)
    sound(page, words)
    assert page.code == 0
    for active in ("<script>alert", "<img src=x", 'href="javascript:'):
        assert active not in page.out
    assert "{{7*7}}" in page.out or "{{7*7}}" not in texts, "record text is no template"
    listed = json.loads(call("list", "recommendation", "--format", "json", folder=small).out)["data"]
    titles = {each["id"]: each["title"] for each in listed}
    read = [id_ for id_, text in ids.items() if titles.get(id_) == text]
    assert len(read) > len(texts) / 2, "most are harmless and have to come through unchanged"
    found = json.loads(call("check", "--format", "json", folder=small).out)["findings"]
    refused = {f["path"].rpartition("/")[2].removesuffix(".yaml") for f in found if f["severity"] != "note"}
    assert set(ids) - set(read) <= refused, "what does not come through is a finding"
    for id_ in ids:
        for words in (("show", id_), ("show", id_, "--format", "json"), ("status", id_)):
            sound(call(*words, folder=small), words)


def test_naughty_texts_in_records(small: Path) -> None:
    come_through(small, NAUGHTY)


def carried_on(small: Path, text: str) -> None:
    words = ("status", "he-01", "in_progress", "--light", "green", "--note", text, "--dry-run")
    before = (small / PATH).read_bytes()
    done = call(*words, folder=small)
    sound(done, words)
    if done.code != 0:
        return
    assert call(*words[:-1], "--yes", folder=small).code == 0
    noted = json.loads(call("show", "he-01", "--format", "json", folder=small).out)["data"]["record"][
        "progress"
    ][-1]
    assert noted.get("note", "") == text
    (small / PATH).write_bytes(before)


@pytest.mark.parametrize("text", NAUGHTY, ids=lambda text: ascii(text)[:20])
def test_naughty_texts_as_a_note_are_kept_or_refused(small: Path, text: str) -> None:
    carried_on(small, text)


def big_list() -> list[str]:
    texts: list[str] = json.loads((Path(os.environ["KIC_CORPORA"]) / "blns.json").read_text(encoding="utf-8"))
    assert len(texts) > 500
    return texts


@pytest.mark.corpora
def test_the_big_list_of_naughty_strings_in_records(small: Path) -> None:
    come_through(small, random.Random(5).sample(big_list(), SAMPLE_OF_TEXTS))


@pytest.mark.corpora
def test_the_big_list_of_naughty_strings_as_notes(small: Path) -> None:
    for text in random.Random(6).sample(big_list(), SAMPLE_OF_TEXTS):
        carried_on(small, text)


@pytest.mark.corpora
@pytest.mark.soak
def test_all_of_the_big_list_of_naughty_strings(small: Path) -> None:
    for text in big_list():
        carried_on(small, text)
    come_through(small, big_list())


# -- problem files -----------------------------------------------------------------------------------------

PROBLEM = """\
budget: 1000.00
criteria: {nutzen: 60, kosten: 40}
scale: {min: 0, max: 10, step: 1}
seats: [s1, s2]
applications:
  - id: a1
    requested: 600.00
    eligible: 800.00
    minimum: 400.00
    marks: {s1: {nutzen: 8, kosten: 6}, s2: 7}
  - id: a2
    requested: 500.00
    eligible: 500.00
    marks: {s1: 5, s2: excluded}
"""

PROBLEMS: dict[str, tuple[bytes, str]] = {
    # name: content, code of a finding
    "empty": (b"", "KIC011"),
    "null": (b"null\n", "KIC012"),
    "a list": (b"- a\n", "KIC012"),
    "a text": (b"hallo\n", "KIC012"),
    "an empty map": (b"{}\n", "KIC031"),
    "binary": (bytes(range(256)), "KIC002"),
    "zeros": (b"\0" * 1000, "KIC002"),
    "UTF-16": (PROBLEM.encode("utf-16"), "KIC002"),
    "Latin 1": (b"budget: 1 \xe4\n", "KIC002"),
    "100,000 brackets": (b"[" * 100_000, "KIC009"),
    "5,000 nested maps": (b'{"a":' * 5000 + b"1" + b"}" * 5000, "KIC009"),
    "100,000 values": (b"[" + b"1," * 100_000 + b"1]\n", "KIC012"),
    "cut": (PROBLEM.encode()[:-5], "KIC001"),
    "same key": ((PROBLEM + "budget: 2.00\n").encode(), "KIC019"),
    "same id": (PROBLEM.replace("a2", "a1").encode(), "KIC092"),
    "anchor": (PROBLEM.replace("budget: ", "budget: &b ").encode(), "KIC014"),
    "tag": (PROBLEM.replace("budget: ", "budget: !!float ").encode(), "KIC016"),
    "merge marker": (b"<<<<<<< HEAD\n" + PROBLEM.encode(), "KIC013"),
    "two documents": ((PROBLEM + "---\n" + PROBLEM).encode(), "KIC018"),
    "not a number": (PROBLEM.replace("budget: 1000.00", "budget: .nan").encode(), "KIC034"),
    "infinite": (PROBLEM.replace("budget: 1000.00", "budget: .inf").encode(), "KIC034"),
    "exponent": (PROBLEM.replace("budget: 1000.00", "budget: 1e999").encode(), "KIC034"),
    "5,000 digits": (PROBLEM.replace("budget: 1000.00", "budget: " + "9" * 5000).encode(), "KIC034"),
    "half a cent": (PROBLEM.replace("budget: 1000.00", "budget: 1000.005").encode(), "KIC034"),
    "negative budget": (PROBLEM.replace("budget: 1000.00", "budget: -1000.00").encode(), "KIC097"),
    "negative request": (PROBLEM.replace("requested: 600.00", "requested: -600.00").encode(), "KIC097"),
    "unknown seat": (PROBLEM.replace("s2: 7", "s9: 7").encode(), "KIC090"),
    "off the scale": (PROBLEM.replace("s2: 7", "s2: 99").encode(), "KIC096"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_hostile_problem_file_is_a_finding(tmp_path: Path, name: str) -> None:
    content, code = PROBLEMS[name]
    file = tmp_path / "problem.yaml"
    file.write_bytes(content)
    words = ("allocate", "--problem", str(file))
    done = call(*words, folder=None)
    sound(done, words)
    assert done.code == 1
    assert code in done.err
    assert done.out == ""
    answer = sound(call(*words, "--format", "json", folder=None), (*words, "--format", "json"))
    assert code in [finding["code"] for finding in answer["findings"]]
    assert all(finding["line"] >= 1 and finding["column"] >= 1 for finding in answer["findings"])


def test_an_amount_that_is_too_large_is_not_called_misspelled(tmp_path: Path) -> None:
    large, file = "1" + 18 * "0", tmp_path / "problem.yaml"
    file.write_bytes(PROBLEM.replace("budget: 1000.00", f"budget: {large}").encode())
    done = call("allocate", "--problem", str(file), folder=None, lang="de")
    assert "zu groß; Beträge gehen bis 9.999.999.999.999,99" in done.err
    file.write_bytes(PROBLEM.encode())
    done = call("allocate", "--problem", str(file), "--budget", large, folder=None, lang="en")
    assert done.code == 2
    assert "too large; amounts go up to €9,999,999,999,999.99" in done.err


def test_what_is_no_file_cannot_be_allocated(tmp_path: Path) -> None:
    for path in (str(tmp_path), str(tmp_path / "fort.yaml"), "", "x" * 5000, "a\0b", "/dev/zero", "\udcff"):
        for form in ((), ("--format", "json")):
            words = ("allocate", "--problem", path, *form)
            done = call(*words, folder=None)
            sound(done, words)
            assert done.code in (2, 3), (path, done.err)


@pytest.mark.parametrize("name", ["problem.yaml", "poll.pb"])
def test_what_is_larger_than_is_read_at_all_is_refused_in_words(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(PROBLEM.encode() + b"#" * 16_000_000 + b"\n")
    done = call("allocate", "--problem", str(file), folder=None, lang="de")
    assert done.code == 3
    assert done.err == f"kic: {file} ist nicht lesbar: die Datei ist zu groß\n"


PROBLEM_VALUES = (
    "0", "-1", "0.00", "0.01", "999999999999.99", "100%", "0%", "10000%", "1/3", "x", "excluded", "abstain", '""', "[]",
    "{}", "true", "s1", "a1", "2026-01-01", '"\\e[31m"', "9" * 100, "~", "1.0000000000000000000000001",
)  # fmt: skip


def test_odd_values_in_a_problem_file(tmp_path: Path) -> None:
    """Each value and key of a sound problem file replaced by each odd one: computed, or findings."""
    file = tmp_path / "problem.yaml"
    count = 0
    for match in re.finditer(r"(?<=[:{,\[-] )?[\w.]+", PROBLEM):
        for value in PROBLEM_VALUES:
            file.write_text(PROBLEM[: match.start()] + value + PROBLEM[match.end() :], encoding="utf-8")
            for form in (
                (("--format", "json"), ("--emit-problem",)) if count % 7 == 0 else (("--format", "json"),)
            ):
                words = ("allocate", "--problem", str(file), *form)
                done = call(*words, folder=None)
                sound(done, words)
                assert done.code in (0, 1)
            count += 1
    assert count > 900


def test_five_thousand_applications(tmp_path: Path) -> None:
    head, _, _ = PROBLEM.partition("applications:")
    many = "".join(
        f"  - {{id: a{n}, requested: {n % 90 + 10}.00, eligible: 200.00, marks: {{s1: {n % 11}, s2: {n % 7}}}}}\n"
        for n in range(5000)
    )
    file = tmp_path / "problem.yaml"
    file.write_text(f"{head}applications:\n{many}".replace("1000.00", "100000.00"), encoding="utf-8")
    words = ("allocate", "--problem", str(file), "--format", "json")
    done = call(*words, folder=None)
    answer = sound(done, words)
    assert done.code == 0
    assert len(answer["data"]["applications"]) == 5000


# -- command lines -----------------------------------------------------------------------------------------

WORDS = (
    "", " ", "\udcff", "a\0b", "../x", "../../etc/passwd", "x" * 100_000, "-1", "--", "--x", "-", "[/nix]", "%s", "{0}",
    "{id}", "{names}", "\n", "\x1b[31mrot", "*", "he-01\n", "HE-01 ", "\u017f", "İ", "\uff11", "²", "/", ".", "//", "C:\\x", "~",
    "$HOME", "\u202e", "=", "==", "a=b", "{}", "}{", "null", "0", "1e9", "🙂", "con", "nul.yaml",
)  # fmt: skip
SHAPES = (
    "X", "X X", "show X", "list X", "history X", "status X", "status he-01 X", "explain X", "help X", "schema X",
    "check X", "check -- X", "check --format X", "check --X", "render X", "render allocation-paper X",
    "render implementation-report X", "render implementation-report --to X", "render implementation-report --since X",
    "render implementation-report --as-of X", "allocate X", "allocate --problem X", "allocate 2026-1 --rule X",
    "allocate 2026-1 --budget X", "allocate 2026-1 --explain X", "allocate 2026-1 --on-no-fit X",
    "allocate 2026-1 --partial X", "list recommendation --where X", "list recommendation --where theme=X",
    "list recommendation --where X=t1", "show he-01 --format X", "show -- X", "show he-01 X",
    "status he-01 in_progress --light X --dry-run", "status he-01 in_progress --note X --dry-run",
    "status he-01 implemented --evidence X --dry-run", "status he-01 replaced --successor X --dry-run",
    "status he-01 in_progress --by X --dry-run", "status he-01 in_progress --note n --on X --dry-run", "undo X", "log X",
    "diff X", "diff X..X", "diff HEAD X", "diff --kind X", "blame X", "blame he-01 --find X", "blame he-01 --field X",
    "doctor X", "overview X", "init none --name X --land RP --dry-run", "init none --name N --land X --dry-run",
    "init X --name N --land RP --dry-run", "--no-input X",
)  # fmt: skip
GLOBAL_SHAPES = (
    "--lang X check",
    "--today X check",
    "--color X check",
    "-C X check",
    "-C X doctor",
    "-X",
    "-CX check",
)


def command_lines() -> list[tuple[tuple[str, ...], bool]]:
    """Every shape with every word, and whether the folder is given."""
    return [
        (tuple(part.replace("X", word) if "X" in part else part for part in shape.split()), shape in SHAPES)
        for shape in SHAPES + GLOBAL_SHAPES
        for word in WORDS
    ]


def is_answered(small: Path, words: tuple[str, ...], *, inside: bool) -> None:
    before = contents(small)
    for form in ((), ("--format", "json")) if "--format" not in words else ((),):
        done = call(*words, *form, folder=small if inside else None)
        assert done.code in (0, 1, 2, 3), (words, done.err)
        assert "Traceback" not in done.err
        assert not UNSAFE.search(done.err), words
        if form and done.out and "--" not in words:
            json.loads(done.out)
        elif not form:
            assert not UNSAFE.search(done.out), words
    assert contents(small) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_hostile_command_lines(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small)
    for words, inside in random.Random(4).sample(command_lines(), SAMPLE_OF_LINES):
        is_answered(small, words, inside=inside)


@pytest.mark.soak
def test_all_hostile_command_lines(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small)
    for words, inside in command_lines():
        is_answered(small, words, inside=inside)


def test_options_that_are_given_twice(small: Path) -> None:
    for line, code in {
        "check --strict --strict": 0, "check --format text --format json": 0, "list recommendation --format json --format text": 0,
        "status he-01 in_progress --light red --light green --note a --note b --dry-run": 0, "--lang en --lang de overview": 0,
        "-C / -C . overview": 0, "check --fix --yes --dry-run": 0, "check --yes --dry-run": 2,
    }.items():  # fmt: skip
        words = tuple(part.replace(".", str(small)) if part == "." else part for part in line.split())
        assert call(*words, folder=small).code == code, line


def test_a_folder_that_is_none(small: Path) -> None:
    for folder in (small / "kic.yaml", small / "fort", Path("/dev/null"), Path("x" * 5000)):
        for words in (("check",), ("overview",), ("status", "he-01"), ("undo", "--yes")):
            done = call(*words, folder=folder)
            assert done.code == 3, (folder, done.err)


# -- the wrong order ---------------------------------------------------------------------------------------


def test_the_wrong_order_of_things(small: Path) -> None:
    before = contents(small)
    for words, code in {
        ("undo", "--yes"): 1,
        ("undo", "--dry-run"): 1,
        ("status", "he-01", "replaced", "--successor", "he-01", "--note", "x", "--yes"): 1,
        ("status", "he-01", "replaced", "--note", "x", "--yes"): 1,
        ("status", "he-01", "replaced", "--successor", "he-99", "--note", "x", "--yes"): 1,
        ("status", "he-01", "replaced", "--successor", "t1", "--note", "x", "--yes"): 1,
        ("status", "he-01", "implemented", "--yes"): 1,
        ("status", "he-01", "dropped", "--yes"): 1,
        ("status", "he-01", "in_progress", "--light", "green", "--on", "1900-01-01", "--yes"): 1,
        ("status", "he-01", "in_progress", "--light", "green", "--on", "9999-12-31", "--yes"): 1,
        ("status", "he-01", "in_progress", "--by", "he-02", "--light", "green", "--yes"): 1,
        ("render", "allocation-paper", "he-01"): 2,
        ("render", "allocation-paper", "2099-9"): 2,
        ("render", "implementation-report", "he-01"): 2,
        ("allocate", "he-01"): 2,
        ("allocate", "2026-1", "--problem", "x"): 2,
        ("allocate", "2026-1", "--explain", "he-01"): 2,
        ("init", ".", "--name", "N", "--land", "RP", "--yes"): 2,
        ("demo", ".", "--yes"): 2,
    }.items():
        done = call(*words, folder=small)
        assert done.code == code, (words, done.err)
        assert done.err, words
        assert {p: c for p, c in contents(small).items() if "/.kic/" not in p} == before, words


def test_a_closed_recommendation_is_carried_on_only_as_the_rules_say(small: Path) -> None:
    closed = ("status", "he-01", "implemented", "--evidence", "Bericht", "--yes")
    assert call(*closed, folder=small).code == 0
    again = call(
        "status", "he-01", "planned", "--light", "green", "--note", "Doch wieder.", "--yes", folder=small
    )
    assert again.code in (0, 1)
    assert call("undo", "--yes", folder=small).code == 0
    assert call("check", folder=small).code == 0


def test_a_draft_call_without_money_is_not_allocated(small: Path) -> None:
    shutil.rmtree(small / "applications/2026-1/scores")
    path = small / "applications/2026-1/call.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^  amount: .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    for words in (
        ("allocate", "2026-1"),
        ("allocate", "2026-1", "--format", "json"),
        ("render", "allocation-paper", "2026-1"),
    ):
        done = call(*words, folder=small)
        sound(done, words)
        assert done.code in (1, 2), done.err
        assert "2026-1" in done.err


@pytest.mark.parametrize("name", ["\x1b[31mStadt", "\u202eStadt", "a\0b", "Stadt\u2028Dorf"])
def test_init_asks_the_rules_too(tmp_path: Path, name: str) -> None:
    """Its name reaches a file only if that file would pass."""
    for form in ("--dry-run", "--yes"):
        words = ("init", "neu", "--name", name, "--land", "RP", form)
        done = call(*words, folder=tmp_path)
        sound(done, words)
        assert done.code == 1
        assert "KIC00" in done.err
        assert not (tmp_path / "neu").exists()


def test_a_refused_change_is_no_patch_that_could_be_applied(small: Path) -> None:
    done = call(
        "status", "he-01", "in_progress", "--light", "green", "--note", "\u202ex", "--dry-run", folder=small
    )
    assert (done.code, done.out) == (1, "")
    assert "\\u202e" in done.err
