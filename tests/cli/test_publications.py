"""Frozen publications: what was published stays, check sees to it, and it can be made once more."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kic.domain.publications import FOR_THE_PUBLIC, PublishedForm
from kic.domain.publications.harmless import runs_nothing
from kic.repository import freezing
from kic.repository.repository import Repository
from tests.cli.inprocess import call
from tests.cli.test_open_data_private import DAY, only_applied, spoiled

FOLDER = "reports/published"
REPORT = f"{FOLDER}/pub-2025-1/implementation-report.html"
MANIFEST = f"{FOLDER}/pub-2025-1/manifest.yaml"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=Stelle", "-c", "user.email=stelle@neuenlauter.invalid", *arguments],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def committed(folder: Path) -> None:
    git(folder, "add", "-A", ".")
    git(folder, "commit", "-q", "-m", "Veröffentlichung festgehalten")


@pytest.fixture(scope="module")
def one_copy(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "city"
    shutil.copytree(built_city, folder, symlinks=True)
    return folder


@pytest.fixture
def city(one_copy: Path) -> Iterator[Path]:
    """One copy of the demo city for all tests here; each leaves it as it was."""
    before = git(one_copy, "rev-parse", "HEAD").strip()
    yield one_copy
    git(one_copy, "reset", "-q", "--hard", before)
    git(one_copy, "clean", "-q", "-f", "-d", "-x")


def freeze(city: Path, *arguments: str) -> tuple[int, str]:
    done = call("publication", "freeze", *arguments, "--yes", folder=city, lang="en")
    return done.code, done.err


def findings(city: Path) -> list[tuple[str, str]]:
    """Code and path of every finding on publications."""
    done = call("check", "--format", "json", folder=city)
    every = json.loads(done.out)["findings"]
    return [(each["code"], each["path"]) for each in every if each["code"] >= "KIC970"]


# -- what the demo city published ------------------------------------------------------------------------


def test_the_published_report_of_the_demo_city_comes_out_byte_for_byte(built_city: Path) -> None:
    done = call("publication", "verify", folder=built_city, lang="en")
    assert done.code == 0
    assert re.fullmatch(r"pub-2025-1: the same bytes again, from the recorded state [0-9a-f]{10}\n", done.out)
    [listed] = json.loads(call("publication", "list", "--format", "json", folder=built_city).out)["data"]
    assert listed["resolved_by"] == "r-leitung"
    assert [each["path"] for each in listed["files"]] == [REPORT]
    assert git(built_city, "cat-file", "-t", listed["revision"]) == "commit\n"


def test_what_came_out_this_time_can_be_laid_beside_it(built_city: Path, tmp_path: Path) -> None:
    call("publication", "verify", "pub-2025-1", "-o", str(tmp_path), folder=built_city)
    again = tmp_path / "pub-2025-1/implementation-report.html"
    assert again.read_bytes() == (built_city / REPORT).read_bytes()


# -- check sees every way of changing it -----------------------------------------------------------------


def changed(city: Path) -> None:
    with (city / REPORT).open("a", encoding="utf-8") as file:
        file.write("<!-- nachgetragen -->\n")


def missing(city: Path) -> None:
    (city / REPORT).unlink()


def added(city: Path) -> None:
    (city / REPORT).with_name("zahlen.csv").write_text("jahr;kurse\n", "utf-8")


def rewritten(city: Path) -> None:
    text = (city / MANIFEST).read_text("utf-8")
    (city / MANIFEST).write_text(text.replace("published: 2025-11-26", "published: 2025-11-27"), "utf-8")


def removed(city: Path) -> None:
    shutil.rmtree(city / f"{FOLDER}/pub-2025-1")


def without_manifest(city: Path) -> None:
    (city / MANIFEST).unlink()


ADDED = f"{FOLDER}/pub-2025-1/zahlen.csv"


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (changed, [("KIC975", MANIFEST)]),
        (missing, [("KIC976", MANIFEST)]),
        (added, [("KIC977", ADDED)]),
        (rewritten, [("KIC980", MANIFEST)]),
        (removed, [("KIC980", MANIFEST)]),
        (without_manifest, [("KIC978", REPORT), ("KIC980", MANIFEST)]),
    ],
)
def test_check_finds_what_was_changed_lost_or_added(
    city: Path, damage: Callable[[Path], None], expected: list[tuple[str, str]]
) -> None:
    damage(city)
    assert findings(city) == expected
    done = call("check", "--base", "HEAD", "--format", "json", folder=city)
    codes = [each["code"] for each in json.loads(done.out)["findings"] if each["code"] == "KIC068"]
    assert codes == [], "of what has a manifest nothing is said twice"


def test_a_damaged_copy_is_no_proof(city: Path) -> None:
    changed(city)
    done = call("publication", "verify", folder=city, lang="en")
    assert done.code == 1
    assert "the kept files are not what the manifest says" in done.out
    assert f"  changed or missing: {REPORT}" in done.out


# -- freezing --------------------------------------------------------------------------------------------


def test_a_publication_is_a_reviewed_change_that_can_be_taken_back(city: Path) -> None:
    shown = call(
        "publication",
        "freeze",
        "theme-sheet",
        "t2",
        "--to",
        "md",
        "--by",
        "r-leitung",
        "--dry-run",
        folder=city,
    )
    assert shown.code == 0
    assert "+document: theme-sheet\n+about: t2\n+form: md\n" in shown.out
    assert not (city / f"{FOLDER}/pub-2026-1").exists()
    git(city, "apply", "--check", str(written(city, shown.out)))
    code, said = freeze(city, "theme-sheet", "t2", "--to", "md", "--by", "r-leitung")
    assert code == 0
    assert f"{FOLDER}/pub-2026-1/theme-sheet-t2.md" in said
    assert "+# " not in said, "the document itself is no patch to read"
    assert findings(city) == []
    assert call("undo", "--yes", folder=city).code == 0
    assert git(city, "status", "--porcelain") == ""


def written(city: Path, patch: str) -> Path:
    file = city.parent / "freeze.patch"
    file.write_text(patch, "utf-8", newline="")
    return file


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_papers_too_are_the_same_bytes_again(city: Path, form: str) -> None:
    assert freeze(city, "recommendation-sheet", "he-07", "--to", form, "--by", "r-leitung")[0] == 0
    committed(city)
    assert findings(city) == []
    done = call("publication", "verify", "pub-2026-1", "--format", "json", folder=city)
    [result] = json.loads(done.out)["data"]
    assert (done.code, result["outcome"], result["programs"]) == (0, "same", [])
    named = (city / f"{FOLDER}/pub-2026-1/manifest.yaml").read_text("utf-8")
    assert "name: typst" in named


def test_open_data_and_a_synopsis_stay_the_same_whatever_comes_later(city: Path) -> None:
    assert freeze(city, "open-data", "--by", "a-integration")[0] == 0
    assert freeze(city, "synopsis", "k2013..k2022", "--to", "md", "--by", "b-2022-03")[0] == 0
    assert freeze(city, "synopsis", "2025-11-30..HEAD", "--to", "md", "--by", "b-2022-03")[0] == 0
    assert freeze(city, "concept-page", "--by", "b-2022-03")[0] == 0
    committed(city)
    call("status", "he-07", "ongoing", "--note", "Läuft weiter.", "--yes", folder=city)
    committed(city)
    done = call("publication", "verify", "--format", "json", folder=city)
    assert [each["outcome"] for each in json.loads(done.out)["data"]] == ["same"] * 5
    assert findings(city) == []


def test_what_could_never_be_compared_is_not_frozen(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "MAX_READ", 1000)
    code, said = freeze(city, "theme-sheet", "t2", "--to", "md", "--by", "r-leitung")
    assert code == 1
    assert "theme-sheet-t2.md has" in said
    assert "kic can compare files of at most 1000, so it is not kept" in said
    assert not (city / FOLDER / "pub-2026-1").exists()


def test_a_funding_report_for_the_public_names_no_private_project(city: Path) -> None:
    """The office's own report tells more: the title of a private person's project, and what refused ones asked for."""
    done = call("render", "funding-report", "2025", "--to", "md", folder=city, lang="en")
    page = call("render", "public-funding-report", "2025", "--to", "html", folder=city)
    assert runs_nothing(page.out.encode())  # else the site would offer it as plain text
    public = call("render", "public-funding-report", "2025", "--to", "md", folder=city, lang="en")
    assert (done.code, public.code) == (0, 0)
    private = re.findall(r"^\| \*\*(.+)\*\* \| private person \|", done.out, re.MULTILINE)
    assert len(private) == 1
    assert private[0] not in public.out
    assert "| **Project of a private person** | Private person | settled |" in public.out
    code, said = freeze(city, "public-funding-report", "2025", "--to", "md", "--by", "a-integration")
    assert code == 0, said
    committed(city)
    assert call("publication", "verify", "pub-2026-1", folder=city).code == 0
    assert freeze(city, "funding-report", "2025", "--by", "a-integration")[0] == 1
    done = call("render", "public-funding-report", "1999", folder=city, lang="en")
    assert (done.code, "There are 2024, 2025 and 2026." in done.err) == (2, True)


def test_windows_line_ends_of_a_table_survive_a_clone(city: Path, tmp_path: Path) -> None:
    assert freeze(city, "open-data", "--by", "r-leitung")[0] == 0
    committed(city)
    for name, setting in (("unix", "input"), ("windows", "true")):
        git(tmp_path, "clone", "-q", "-c", f"core.autocrlf={setting}", str(city), name)
        assert findings(tmp_path / name) == []


def test_without_the_line_in_gitattributes_the_folder_gets_one_of_its_own(city: Path) -> None:
    git(city, "rm", "-q", ".gitattributes")
    assert freeze(city, "open-data", "--by", "r-leitung")[0] == 0
    assert b"* -text" in (city / FOLDER / ".gitattributes").read_bytes()
    committed(city)
    assert findings(city) == []


def test_what_is_not_committed_is_not_published_and_that_is_said(city: Path) -> None:
    call("status", "he-07", "ongoing", "--note", "Noch nicht festgehalten.", "--yes", folder=city)
    (city / "templates/eigene.md.j2").write_text("# Eigene Vorlage\n", "utf-8")
    code, said = freeze(city, "recommendation-sheet", "he-07", "--to", "md", "--by", "r-leitung")
    assert code == 0
    assert (
        "2 files that are not recorded are not in it: concept/recommendations/he-07.yaml and "
        "templates/eigene.md.j2." in said
    )
    sheet = city / f"{FOLDER}/pub-2026-1/recommendation-sheet-he-07.md"
    assert "Noch nicht festgehalten" not in sheet.read_text("utf-8")


def test_the_same_is_not_published_twice(city: Path) -> None:
    order = ("concept", "--to", "md", "--by", "r-leitung")
    assert freeze(city, *order)[0] == 0
    code, said = freeze(city, *order)
    assert (code, "pub-2026-1 is the same publication" in said) == (1, True), said
    assert not (city / FOLDER / "pub-2026-2").exists()
    corrects = ("--corrects", "pub-2026-1", "--reason", "Der Titel war falsch.", "--title", "Konzept")
    assert freeze(city, *order, *corrects)[0] == 0
    assert findings(city) == []


def test_a_correction_names_what_it_corrects(city: Path) -> None:
    again = ("implementation-report", "--to", "html", "--by", "r-leitung", "--corrects", "PUB-2025-1")
    code, said = freeze(city, *again)
    assert code == 1
    assert "the correction does not say what was wrong" in said
    assert "What is missing or wrong here is given with --reason." in said
    assert freeze(city, *again, "--reason", "Eine Zahl war vertauscht.")[0] == 0
    code, said = freeze(city, *again, "--reason", "Noch eine.")
    assert code == 1
    assert "pub-2025-1 was corrected by pub-2026-1 already" in said
    rows = json.loads(call("publication", "list", "--format", "json", folder=city).out)["data"]
    assert [(each["id"], each["corrects"], each["corrected_by"]) for each in rows] == [
        ("pub-2025-1", None, "pub-2026-1"),
        ("pub-2026-1", "pub-2025-1", None),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (
            ("allocation-paper", "2026-1", "--by", "r-leitung"),
            1,
            "allocation-paper is no document for the public",
        ),
        (("handover", "--by", "r-leitung"), 1, "handover is no document for the public"),
        (("theme-shet", "t2", "--by", "r-leitung"), 2, "Did you mean theme-sheet?"),
        (("theme-sheet", "t9", "--by", "r-leitung"), 2, "There is no record t9."),
        (("theme-sheet", "--by", "r-leitung"), 2, "needs to know what it is about"),
        (
            ("public-funding-report", "--by", "r-leitung"),
            2,
            "kic publication freeze public-funding-report 2026",
        ),
        (("concept", "--by", "niemand"), 2, "There is no record niemand."),
        (("concept", "--by", "he-07", "--to", "md"), 1, "he-07 is"),
        (("concept", "--by", "r-leitung", "--to", "csv"), 2, "csv"),
        (("open-data", "t2", "--by", "r-leitung"), 2, "takes no id"),
        (("concept",), 2, "--by is missing"),
        (("concept", "--by", "r-leitung", "--from", "nie"), 2, "There is no revision nie."),
        (("concept", "--by", "r-leitung", "--on", "2027-01-01", "--to", "md"), 1, "is still to come"),
    ],
)
def test_what_cannot_be_published_is_refused(
    built_city: Path, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    found, said = freeze(built_city, *arguments)
    assert (found, sentence in said) == (code, True), said
    assert len(list((built_city / FOLDER).iterdir())) == 1


def test_a_publication_that_is_not_merged_yet_takes_another_number_with_its_files(city: Path) -> None:
    assert freeze(city, "concept", "--to", "md", "--by", "r-leitung")[0] == 0
    assert call("renumber", "pub-2026-1", "pub-2026-7", "--yes", folder=city).code == 0
    kept = sorted(each.name for each in (city / FOLDER / "pub-2026-7").iterdir())
    assert kept == ["concept.md", "manifest.yaml"]
    assert not (city / FOLDER / "pub-2026-1").exists()
    assert findings(city) == []


def test_a_publication_of_an_earlier_state(city: Path) -> None:
    day = ("--from", "2024-12-31", "--on", "2025-01-08", "--made", "2024-12-31")
    assert freeze(city, "concept", "--to", "md", "--by", "b-2022-03", *day)[0] == 0
    manifest = (city / f"{FOLDER}/pub-2025-2/manifest.yaml").read_text("utf-8")
    assert "\nmade: 2024-12-31\n" in manifest
    then = git(city, "rev-list", "-1", "--before=2024-12-31T23:59:59+0100", "HEAD").strip()
    assert f"\nrevision: {then}\n" in manifest
    assert call("publication", "verify", "pub-2025-2", folder=city).code == 0


def test_another_version_of_kic_is_named(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "__version__", "9.9.9")
    done = call("publication", "verify", folder=city, lang="en")
    assert done.code == 0
    assert "9.9.9" not in done.out, "the bytes are the same: no program matters"
    monkeypatch.setattr(freezing, "made", lambda *_: {"implementation-report.html": b"anders"})
    done = call("publication", "verify", folder=city, lang="en")
    assert done.code == 0, "the copy is whole: that it cannot be made again here is no fault of it"
    assert "kic was 0.1.0 then, and is 9.9.9 now" in done.out
    monkeypatch.setattr(freezing, "__version__", "0.1.0")
    done = call("publication", "verify", folder=city, lang="en")
    assert done.code == 1
    assert "the kept files are whole; other bytes came out" in done.out
    for advice in (
        "Nothing has to be mended",
        "Verify once more with the kic of",
        "verify pub-2025-1 -o FOLDER",
    ):
        assert advice in done.out


def test_a_commit_that_a_review_may_join_with_others_is_named(city: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(city), "klon")
    clone = tmp_path / "klon"
    asked = ("concept", "--to", "md", "--by", "r-leitung")
    code, said = freeze(clone, *asked)
    assert (code, "has not got the recorded state" in said) == (0, False)
    committed(clone)
    code, said = freeze(clone, *asked)
    assert (code, "origin/HEAD has not got the recorded state" in said) == (0, True)
    committed(clone)
    left = git(clone, "rev-parse", "HEAD~1").strip()
    git(clone, "reset", "-q", "--soft", "HEAD~2")
    git(clone, "commit", "-q", "-m", "Zusammengefasst")
    done = call("publication", "verify", "pub-2026-2", folder=clone, lang="en")
    assert done.code == 0
    assert "The recorded state is not in the history of what is checked out" in done.out
    assert left[:10] in done.out


def test_a_clone_without_the_commit_says_so(built_city: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{built_city}", "flach")
    done = call("publication", "verify", folder=tmp_path / "flach", lang="en")
    assert done.code == 1
    assert "it cannot be made once more here" in done.out


# -- nothing private ------------------------------------------------------------------------------------------

EXAMPLES = {
    "concept": (),
    "theme-sheet": ("t1",),
    "recommendation-sheet": ("he-07",),
    "implementation-report": (),
    "public-funding-report": ("2025",),
    "call-text": ("2026-1",),
    "synopsis": ("k2013..k2022",),
    "amendment-list": ("k2013..k2022",),
    "consultation-report": ("k2022",),
    "concept-page": (),
    "open-data": (),
}
NOBODYS = ("applications/", "reports/", "overlay", "kic.yaml")
NOR = tuple(
    f"concept/{each}/" for each in ("meetings", "committee", "councils", "papers", "bodies", "resolutions")
)


def test_no_document_for_the_public_tells_what_is_none_of_its_business(city: Path) -> None:
    """Of rounds, persons, seats and sittings no planted word gets out, and no pseudonym."""
    assert EXAMPLES.keys() == FOR_THE_PUBLIC
    secrets, pseudonyms = spoiled(city)
    only_applied(city, secrets)
    committed(city)
    kept_in = {word for word, where in secrets.where.items() if where.startswith((*NOBODYS, *NOR))}
    assert len(kept_in) > 800
    sought = re.compile("|".join(sorted(kept_in)))
    named = re.compile("|".join(rf"\b{each}\b" for each in sorted(pseudonyms)))
    head = freezing.commit_of(city, Repository(city, today=DAY), None)
    for document, about in EXAMPLES.items():
        order = freezing.Order(
            document=document,
            form=PublishedForm.CSV if document == "open-data" else PublishedForm.HTML,
            language="de",
            made=DAY,
            about=about[0] if about else None,
        )
        for path, content in freezing.made(freezing.at(city, head, order), order).items():
            found = [secrets.where[each] for each in sought.findall(content.decode())]
            assert (path, found, named.findall(content.decode())) == (path, [], [])
