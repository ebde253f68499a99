"""`kic synopsis` as it is prepared for a council: between editions and between dates, with filters and with mistakes."""

import json
import re
from pathlib import Path

import jsonschema_rs
import pypdf
import pytest

from kic.domain.revisions.comparing import compare
from kic.domain.revisions.formal import from_data, new_text, old_text
from kic.domain.revisions.formal_applying import applied, text_alone
from kic.present.answers import answers
from kic.repository.repository import Repository
from tests.cli.inprocess import call

BETWEEN = "k2013..k2022"


def data(city: Path, *words: str) -> dict:
    done = call("synopsis", *words, "--format", "json", folder=city)
    assert done.code == 0, done.err
    answer = json.loads(done.out)
    assert list(jsonschema_rs.validator_for(answers()["synopsis"]).iter_errors(answer)) == []
    return answer["data"]


def test_without_names_the_current_edition_stands_beside_the_one_before(built_city: Path) -> None:
    found = data(built_city)
    assert found["editions"] == ["k2013", "k2022"]
    assert found["before"]["edition"]["adopted"] == "2013-02-25"
    assert found["after"]["edition"]["effective"] == "2022-04-01"
    assert found == data(built_city, "k2022") | {"before": found["before"], "after": found["after"]}


def test_every_element_of_both_editions_stands_in_one_row(built_city: Path) -> None:
    found = data(built_city, BETWEEN, "--all")
    state = Repository(built_city, today=None).snapshot  # type: ignore[arg-type]
    pairings = compare(state, state, ("k2013", "k2022"))
    for side, texts in (("old", old_text(pairings)), ("new", [each for p in pairings for each in p.news])):
        shown = [part["id"] for row in found["rows"] for part in row[side]]
        assert sorted(shown) == sorted(each.id for each in texts)


def test_marked_pieces_are_both_texts(built_city: Path) -> None:
    state = Repository(built_city, today=None).snapshot  # type: ignore[arg-type]
    texts = {
        each.id: dict(each.texts)
        for p in compare(state, state, ("k2013", "k2022"))
        for each in (*p.olds, *p.news)
    }
    for row in data(built_city, BETWEEN, "--all")["rows"]:
        for side, other in (("old", "insert"), ("new", "strike")):
            for part in row[side]:
                for text in part["texts"]:
                    kept = "".join(each["words"] for each in text["pieces"] if each["mark"] != other)
                    assert kept == texts[part["id"]][text["field"]]


def test_the_amendments_of_the_answer_give_the_new_text(built_city: Path) -> None:
    state = Repository(built_city, today=None).snapshot  # type: ignore[arg-type]
    pairings = compare(state, state, ("k2013", "k2022"))
    listed = from_data([each["data"] for each in data(built_city, BETWEEN, "--amendments")["amendments"]])
    assert applied(old_text(pairings), listed) == text_alone(new_text(pairings))


def test_between_two_days_only_what_changed_is_shown(built_city: Path) -> None:
    found = data(built_city, "2022-03-30..2025-06-30")
    assert found["editions"] is None
    assert found["before"]["committed"] <= "2022-03-30"
    assert found["rows"]
    assert all("unchanged" not in row["classes"] for row in found["rows"])
    assert found["counts"]["unchanged"] > 30
    assert {row["edition"] for row in found["rows"]} == {"k2022"}


def test_across_the_adoption_of_an_edition_both_editions_stand_side_by_side(built_city: Path) -> None:
    found = data(built_city, "2021-12-31..2022-12-31")
    assert found["editions"] == ["k2013", "k2022"]
    assert found["before"]["committed"] < "2022" < found["after"]["committed"]
    assert found["counts"]["merged"] > 0
    shown = call("synopsis", "2021-12-31..2022-12-31", folder=built_city).out
    assert "Verglichener Stand" in shown
    assert "31.12.2021" in shown


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--theme", "T2"), {"t2"}),
        (("--theme", "sprache"), {"t2"}),
        (("--element", "m-08"), {"he-03"}),
        (("--class", "merged", "--class", "split"), None),
        (("--class", "zusammengeführt", "--class", "split"), None),
    ],
)
def test_filters_choose_rows(words: tuple[str, ...], wanted: set[str] | None, built_city: Path) -> None:
    rows = data(built_city, BETWEEN, *words)["rows"]
    assert rows
    if "--class" in words:
        assert all({"merged", "split"} & set(row["classes"]) for row in rows)
    elif "--theme" in words:
        assert {row["theme"] for row in rows} == wanted
    else:
        assert {row["id"] for row in rows} == wanted


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((BETWEEN, "--theme", "t22"), "t2"),
        ((BETWEEN, "--element", "he-999"), "he-999"),
        ((BETWEEN, "--class", "verändert"), "changed (Text geändert)"),
        ((BETWEEN, "--to", "pdf"), f"kic synopsis {BETWEEN} --to pdf -o synopsis.pdf"),
        ((BETWEEN, "--to", "docx", "--amendments"), "-o amendment-list.docx"),
        ((BETWEEN, "--to", "xlsx"), "xlsx"),
        (("k2031..k2022",), "k2031"),
    ],
)
def test_mistakes_name_what_would_be_right(words: tuple[str, ...], said: str, built_city: Path) -> None:
    done = call("synopsis", *words, folder=built_city)
    assert done.code == 2
    assert said in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("to", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!DOCTYPE"), ("md", b"# Syn")]
)
def test_it_is_written_to_files_and_the_same_as_rendered(
    to: str, begins: bytes, built_city: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / f"a.{to}", tmp_path / f"b.{to}"
    for words in (
        ("synopsis", BETWEEN, "--theme", "t2", "--to", to, "-o", str(tmp_path / f"part.{to}")),
        ("synopsis", BETWEEN, "--to", to, "-o", str(first)),
        ("render", "synopsis", BETWEEN, "--to", to, "-o", str(second)),
    ):
        done = call(*words, folder=built_city)
        assert done.code == 0, done.err
    assert first.read_bytes().startswith(begins)
    assert first.read_bytes() == second.read_bytes()
    assert (tmp_path / f"part.{to}").stat().st_size < first.stat().st_size


def test_a_synopsis_goes_with_the_papers_of_a_meeting(city: Path) -> None:
    paper = city / "concept/papers/v-2026-12.yaml"
    annex = "\n  - title: Synopse\n    document: synopsis\n    about: k2022\n"
    paper.write_text(paper.read_text("utf-8").rstrip("\n") + annex, "utf-8")
    meeting = re.findall(r"meeting: (\S+)", paper.read_text("utf-8"))[0]
    done = call("meeting", "pack", meeting, "-o", str(city / "mappe.pdf"), folder=city)
    assert done.code == 0, done.err
    pages = pypdf.PdfReader(city / "mappe.pdf").pages
    lying = [page.mediabox.width > page.mediabox.height for page in pages]
    assert not lying[0]
    assert sum(lying) > 20
    assert "Synopse" in pages[lying.index(True)].extract_text()


def test_a_record_that_cannot_be_read_is_named_beside_what_it_was(city: Path) -> None:
    broken = city / "concept/recommendations/he-09.yaml"
    broken.write_text(broken.read_text("utf-8").replace("number: 9", "number: ["), "utf-8")
    (row,) = data(city, "HEAD")["rows"]
    assert row["classes"] == ["unreadable"]
    assert row["old"][0]["title"] == "Sprachkurse mit Kinderbetreuung"
    assert row["theme"] == "t2"
    shown = call("synopsis", "HEAD", folder=city).out
    assert "Dieser Datensatz ist nicht lesbar." in shown
    assert "[-" not in shown.partition("Themenfeld 2: Sprache\n---")[2]


def test_a_document_about_two_states_takes_no_day(built_city: Path) -> None:
    done = call("render", "synopsis", BETWEEN, "--as-of", "2024-01-01", folder=built_city)
    assert done.code == 2
    assert "--as-of" in done.err
    missing = call("render", "synopsis", folder=built_city)
    assert missing.code == 2
    assert BETWEEN in missing.err


def test_editions_named_backwards_are_said_to_be(built_city: Path) -> None:
    backwards = call("synopsis", "k2022..k2013", folder=built_city)
    assert backwards.code == 0
    assert "kic synopsis k2013..k2022" in backwards.err
    assert "hier wird also rückwärts gelesen" in backwards.out
    assert "b-2022-03" not in backwards.out
    assert "k2013..k2022" not in call("synopsis", BETWEEN, "--element", "he-09", folder=built_city).err


def test_two_states_of_one_edition_named_backwards_are_said_to_be(built_city: Path) -> None:
    done = call("synopsis", "2024-06-01..2023-01-01", folder=built_city)
    assert done.code == 0
    assert "kic synopsis 2023-01-01..2024-06-01" in done.err
    assert "hier wird also rückwärts gelesen" in done.out
    assert "aufgeteilt" in done.out
