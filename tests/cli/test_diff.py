"""`kic diff`, `kic history` and `kic blame` as the office uses them, with mistakes."""

import datetime
import json
import re
import shutil
from pathlib import Path

import jsonschema_rs
import pytest
from markdown_it import MarkdownIt

from kic.cli.differences.markdown import MOST
from kic.documents.money_effects import effects
from kic.documents.record_diff import diff_states
from kic.domain.chapters import KINDS
from kic.repository.comparing import read_money
from kic.repository.repository import Repository
from tests.cli.conftest import TODAY, run
from tests.cli.inprocess import call
from tests.store.histories import (
    EDITION,
    RESOLUTION,
    SETTINGS,
    THEME,
    begin,
    commit,
    git,
    lay,
    recommendation,
)

BODY = "kind: body\nid: vhs\nname: Volkshochschule\nbody: institution\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A concept with six recommendations, committed."""
    root = begin(tmp_path / "stadt")
    texts = {
        n: recommendation(f"he-0{n}", f"Die Stadt richtet {n} Sprachcafés in den Stadtteilen ein.")
        for n in range(1, 7)
    }
    commit(
        root,
        "2022-02-20",
        {
            "kic.yaml": SETTINGS,
            "concept/concept.yaml": EDITION.format(id="k2022"),
            "concept/themes/t1.yaml": THEME,
            "concept/bodies/vhs.yaml": BODY,
            "concept/resolutions/b-1.yaml": RESOLUTION.format(id="b-1", number="0017/2022"),
            **{f"concept/recommendations/he-0{n}.yaml": text for n, text in texts.items()},
        },
    )
    return root


def edit(root: Path, path: str, old: str, new: str) -> None:
    place = root / path
    text = place.read_text("utf-8")
    assert text.count(old) == 1, text
    place.write_text(text.replace(old, new), "utf-8")


def revise(root: Path) -> None:
    """Every class of change at once."""
    where = "concept/recommendations/"
    edit(root, where + "he-01.yaml", "richtet 1", "eröffnet 1")
    edit(root, where + "he-02.yaml", "title: Sprachcafés", "title: Cafés der Sprachen")
    (root / where / "he-03.yaml").unlink()
    edit(root, where + "he-04.yaml", "theme: t1\n", "theme: t1\nprogress:\n  - {date: 2023-01-01, status: merged, note: Zu zweit, successors: [he-05]}\n")  # fmt: skip
    edit(root, where + "he-06.yaml", "Sprachcafés in", "Sprach\u00adcafés in")
    lay(root, {where + "he-07.yaml": recommendation("he-07", "Neu.", "number: 7")})
    old = (root / "concept/bodies/vhs.yaml").read_text()
    lay(root, {"concept/bodies/vhs.yaml": f"# Träger\n{old}", "templates/brief.md.j2": "Brief"})


def classes(root: Path, *words: str) -> dict[str, list[str]]:
    done = call("diff", *words, "--format", "json", folder=root)
    assert done.code == 0, done.err
    return {each["id"]: each["classes"] for each in json.loads(done.out)["data"]["records"]}


def test_each_record_stands_under_what_became_of_it(root: Path) -> None:
    revise(root)
    assert classes(root) == {
        "vhs": ["editorial"],
        "he-01": ["changed"],
        "he-02": ["renamed"],
        "he-03": ["dropped"],
        "he-04": ["changed", "merged"],
        "he-06": ["editorial"],
        "he-07": ["new"],
    }


def test_the_page_says_what_changed_in_words_and_with_marks(root: Path) -> None:
    revise(root)
    page = call("diff", folder=root, lang="en").out
    assert "he-01 Sprachcafés (changed)" in page
    assert "Die Stadt [-richtet-]{+eröffnet+} 1 Sprachcafés in den Stadtteilen ein." in " ".join(page.split())
    assert "Status: \u2013 → merged" in page
    assert "goes on in: he-05" in page
    assert "nothing but its spelling" in page
    assert "templates/brief.md.j2 (new)" in page
    assert "5 records unchanged" in page


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "perhaps the same as {id}; no succession is recorded"),
        ("de", "möglicherweise dasselbe wie {id}; eine Nachfolge ist nicht eingetragen"),
    ],
)
def test_what_has_another_id_and_much_the_same_words_is_guessed_for_people(
    root: Path, lang: str, said: str
) -> None:
    """Who has removed one and written another forgets to say that it goes on; a script is told what is recorded."""
    (root / "concept/recommendations/he-03.yaml").unlink()
    words = "Die Stadt richtet 3 Sprachcafés in allen Stadtteilen ein."
    lay(root, {"concept/recommendations/he-08.yaml": recommendation("he-08", words, "number: 8")})
    page, marked = (call("diff", *words, folder=root, lang=lang).out for words in ((), ("--markdown",)))
    for id_ in ("he-03", "he-08"):
        assert page.count(said.format(id=id_)) == marked.count(said.format(id=id_)) == 1
    narrow = call("diff", "he-08", folder=root, lang=lang).out
    assert said.format(id="he-03") in narrow
    assert "guesses" not in call("diff", "--format", "json", folder=root).out
    assert classes(root) == {"he-03": ["dropped"], "he-08": ["new"]}


def test_a_status_and_an_award_are_told_in_words_and_the_money_is_summed(built_city: Path) -> None:
    page = " ".join(call("diff", "2025-10-01..2025-11-25", folder=built_city).out.split())
    assert "Status: in Umsetzung → umgesetzt" in page
    assert "Ampel: Gelb → Grün" in page
    assert re.search(
        r"Bewilligung 2025-1-003 „[^“]*“: 6\.450,00 € → 5\.900,00 €", page.replace("\u00a0", " ")
    )
    assert re.search(
        r"2025 2025-1 bewilligt 44\.000,00 € 43\.450,00 € -550,00 €", page.replace("\u00a0", " ")
    )


def test_the_sums_are_those_of_the_whole_states(built_city: Path) -> None:
    """Before and after of each sum are what the other command says of the same call on that day's commit."""
    data = json.loads(call("diff", "2025-06-03..HEAD", "--format", "json", folder=built_city).out)["data"]
    paid = {each["call"]: each for each in data["money"] if each["what"] == "paid"}
    account = json.loads(call("trace", "2025-1", "--format", "json", folder=built_city).out)["data"]["trace"]
    assert paid["2025-1"]["after"] in json.dumps(account)
    for each in data["money"]:
        before, after = (round(float(each[side] or 0) * 100) for side in ("before", "after"))
        assert round(float(each["difference"]) * 100) == after - before != 0


def test_a_budget_that_is_raised_is_a_sum_of_the_year(root: Path) -> None:
    lay(root, {"kic.yaml": SETTINGS + "budget:\n  - {year: 2023, amount: 50000.00}\n"})
    git(root, "commit", "-qam", "Haushalt")
    edit(root, "kic.yaml", "50000.00", "44000.00")
    page = call("diff", folder=root).out.replace("\u00a0", " ")
    assert re.search(
        r"2023 +\u2013 +Haushaltsmittel des Jahres +50\.000,00 € +44\.000,00 € +-6\.000,00 €", page
    )


def test_a_moved_file_is_moved_and_nothing_else(root: Path) -> None:
    old = "concept/recommendations/he-01.yaml"
    lay(root, {"concept/editions/k2022/recommendations/he-01.yaml": (root / old).read_text(), old: None})
    assert classes(root) == {"he-01": ["moved"]}
    assert f"verschoben von {old}" in call("diff", folder=root).out


def test_a_record_that_cannot_be_read_any_more_is_not_dropped(root: Path) -> None:
    edit(root, "concept/bodies/vhs.yaml", "body: institution", "body: [")
    assert classes(root) == {"vhs": ["unreadable"]}
    assert "ist so nicht lesbar" in call("diff", folder=root).out


def test_between_editions_each_element_stands_beside_what_it_became(built_city: Path) -> None:
    data = json.loads(call("diff", "k2013..k2022", "--format", "json", folder=built_city).out)["data"]
    assert data["editions"] == ["k2013", "k2022"]
    found = {cls for each in data["records"] for cls in each["classes"]}
    assert {"new", "dropped", "merged", "split", "changed"} <= found
    origin = {each["id"]: each["origins"] for each in data["records"]}
    assert origin["he-25"] == ["m-24", "m-25"]


@pytest.mark.parametrize(
    ("step", "most"), [(10, 5), (1, 6), pytest.param(1, 999, marks=pytest.mark.soak, id="every commit")]
)  # fmt: skip
def test_what_is_read_in_part_says_the_same_as_the_whole(built_city: Path, step: int, most: int) -> None:
    repository = Repository(built_city, today=datetime.date.fromisoformat(TODAY))
    revisions = git(built_city, "rev-list", "--reverse", "HEAD").split()
    spans = list(zip(revisions, revisions[step:], strict=False))
    for first, second in spans[:: max(1, len(spans) // most)]:
        states = repository.compare(f"{first}..{second}")
        part = diff_states(states.before, states.after, states.changed, states.unchanged)
        read_money(states)
        before, after = repository.at(first), repository.at(second)
        assert part == diff_states(before, after, states.changed, states.unchanged)
        assert effects(states.before, states.after, states.changed) == effects(before, after, states.changed)


def test_what_a_call_shows_to_nobody_yet_is_counted_only(city: Path) -> None:
    edit(city, "applications/2026-1/call.yaml", "marks_visible: office", "marks_visible: nobody")
    sheet = city / "applications/2026-1/scores/s04.yaml"
    sheet.write_text(re.sub("received: .*", "received: 2026-11-21", sheet.read_text("utf-8")), "utf-8")
    for words in ([], ["--kind", "scores"], ["HEAD", "applications/2026-1/scores"], ["2026-1-s04"]):
        done = call("diff", *words, folder=city)
        said = "1 geänderter Datensatz, der beim jetzigen Stand des Förderaufrufs noch nicht gezeigt wird"
        assert said in done.out, words
        assert "21.11.2026" not in done.out
    assert "noch nicht gezeigt" not in call("diff", "--kind", "call", folder=city).out
    git(city, "rm", "-q", "-f", "applications/2026-1/scores/s04.yaml")
    git(city, "commit", "-q", "-m", "Weg", "--", "applications/2026-1/scores/s04.yaml")
    older = call("diff", "HEAD~3..HEAD", "--kind", "scores", folder=city)
    assert "noch nicht gezeigt" in older.out, "what was shown then is not shown today"
    assert "Wirkung" not in older.out
    gone = call("history", "2026-1-s04", "--format", "json", folder=city)
    assert "2026-1-001" not in gone.out


@pytest.mark.parametrize("span", ["k2013..k2022", "b-2022-03..HEAD"])
def test_counts_of_every_class_fit_on_a_line(span: str, built_city: Path) -> None:
    """No word of a title is broken, however many kinds or classes there are."""
    done = call("diff", span, "--stat", folder=built_city).out
    table = done.splitlines()[4:]
    assert re.search("Handlungsempfehlung|Beteiligungsveranstaltung", done)
    assert set(table[1]) == {"-", " "}, "the titles take one line"
    classes = ["neu", "geändert", "verschoben", "umbenannt", "zusammengeführt", "aufgeteilt", "entfallen"]
    *_, closing = (line for line in table if line.endswith("unverändert"))
    assert [each for each in (*classes, "redaktionell") if each not in closing] == [], (
        "the demo city shows every class"
    )


def test_a_state_from_before_a_call_hides_nothing_of_it(city: Path) -> None:
    done = call("diff", "b-2022-03..HEAD", "--stat", folder=city)
    assert "noch nicht gezeigt" not in done.out
    assert "noch niemandem gezeigt" not in done.out
    assert re.search("2024-1 +bewilligt +\\S +49.950,00", done.out)
    edit(city, "applications/2024-1/call.yaml", "marks_visible: committee", "marks_visible: nobody")
    done = call("diff", "b-2022-03..HEAD", "--stat", folder=city)
    assert "Die Bewilligungen des Förderaufrufs 2024-1 werden noch niemandem gezeigt" in done.out


# -- what is looked at -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["he-01"], {"he-01"}),
        (["HE-05"], {"he-04"}),
        (["HEAD", "concept/bodies"], {"vhs"}),
        (["concept/bodies/vhs.yaml", "he-07"], {"vhs", "he-07"}),
        (["concept/recommendations/he-03.yaml"], {"he-03"}),
        (["HEAD", "--kind", "body"], {"vhs"}),
        (["HEAD", "he-01", "--kind", "body"], set()),
    ],
)  # fmt: skip
def test_it_may_be_narrowed_to_records_paths_and_kinds(root: Path, words: list[str], ids: set[str]) -> None:
    revise(root)
    assert set(classes(root, *words)) == ids


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["he-1"], 2, "he-01"),
        (["HEAD", "he-91"], 2, "he-01"),
        (["nirgends"], 2, "Eine Revision „nirgends“ gibt es nicht."),
        (["HEAD..nirgends"], 2, "Eine Revision „nirgends“ gibt es nicht."),
        (["--kind", "recomendation"], 2, "recommendation"),
        (["--markdown", "--stat"], 2, "--markdown"),
        (["--most", "9000"], 2, "--most"),
        (["--markdown", "--most", "3"], 2, "5000"),
        (["--format", "yaml"], 2, "yaml"),
        (["2020-01-01"], 2, "noch nichts festgehalten"),
    ],
)
def test_mistakes_are_said_with_what_to_do(root: Path, words: list[str], code: int, said: str) -> None:
    done = call("diff", *words, folder=root)
    assert done.code == code
    assert said in done.err
    assert done.out == ""


def test_without_a_change_and_without_git_it_says_so(root: Path) -> None:
    assert "Nichts hat sich geändert." in call("diff", folder=root).out
    shutil.rmtree(root / ".git")
    assert call("diff", folder=root).code == 2


def test_in_a_repository_without_a_commit_it_says_so(tmp_path: Path) -> None:
    root = begin(tmp_path / "neu")
    lay(root, {"kic.yaml": SETTINGS})
    done = call("diff", folder=root)
    assert (done.code, "Noch ist nichts festgehalten" in done.err) == (2, True)


# -- for a pull request ------------------------------------------------------------------------------------


def test_markdown_folds_each_record_and_marks_with_elements_that_forges_show(root: Path) -> None:
    revise(root)
    shown = call("diff", "--markdown", folder=root).out
    assert "<details><summary>he-01 Sprachcafés (" in shown
    assert "<del>richtet</del><ins>eröffnet</ins>" in shown
    assert shown.count("<details>") == shown.count("</details>") == shown.count("<summary>")


HOSTILE = "@alle #12 !3 </details><script>alert(1)</script> | a | `x` ~~y~~ [z](javascript:1) /close"


def test_nothing_of_a_record_acts_in_a_pull_request(root: Path) -> None:
    edit(root, "concept/recommendations/he-01.yaml", "Die Stadt richtet", HOSTILE + " Die Stadt richtet")
    edit(root, "concept/recommendations/he-02.yaml", "title: Sprachcafés", f"title: '{HOSTILE}'")
    lay(root, {"concept/recommendations/he-08.yaml": recommendation("he-08", "x", title=f"'{HOSTILE}'")})
    shown = call("diff", "--markdown", folder=root).out
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(shown)
    assert set(re.findall(r"<(/?[a-z]+[0-9]?)", html)) <= {
        "h2", "/h2", "h3", "/h3", "ul", "/ul", "li", "/li", "p", "/p", "strong", "/strong", "details", "/details",
        "summary", "/summary", "del", "/del", "ins", "/ins", "table", "/table", "thead", "/thead", "tbody", "/tbody",
        "tr", "/tr", "th", "/th", "td", "/td",
    }  # fmt: skip
    assert not re.search(r"@\w|#\d|!\d", re.sub(r"&#?\w+;", "", html))
    assert html.count("<details>") == html.count("</details>")


def test_a_long_text_ends_where_a_comment_must_and_says_what_is_left_out(root: Path) -> None:
    for n in range(100, 400):
        lay(
            root,
            {
                f"concept/recommendations/he-{n}.yaml": recommendation(
                    f"he-{n}", "Wort " * 100, f"number: {n}"
                )
            },
        )
    for most in (5_000, 20_000, None):
        more = ("--most", str(most)) if most else ()
        shown = call("diff", "--markdown", *more, folder=root, lang="en").out
        assert len(shown) <= (most or MOST)
        left = re.search(r"\*\*(\d+) changed records are left out", shown)
        whole = shown.count("(new)")
        assert whole + (int(left[1]) if left else 0) == 300
        assert "300 new" in shown


def test_json_fits_its_schema_for_every_kind_of_span(built_city: Path) -> None:
    validator = jsonschema_rs.validator_for(json.loads(run("schema", "diff", cwd=built_city).out))
    for words in (["HEAD~30"], ["2022-01-24..2022-08-09"], ["k2013..k2022"], ["b-2022-03..HEAD", "he-07"]):
        answer = json.loads(call("diff", *words, "--format", "json", folder=built_city).out)
        assert [error.message for error in validator.iter_errors(answer)] == []


def test_every_kind_of_record_can_be_told(built_city: Path) -> None:
    """From the first commit to the last, each kind of the city appears, in both languages, without a placeholder."""
    for lang in ("de", "en"):
        page = call("diff", "2013-06-11..HEAD", folder=built_city, lang=lang).out
        assert not re.search(r"\{\w+\}", page)
    data = json.loads(call("diff", "2013-06-11..HEAD", "--format", "json", folder=built_city).out)["data"]
    assert {each["kind"] for each in data["records"]} <= set(KINDS)
    assert len({each["kind"] for each in data["records"]}) > 15


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ([], "kic synopsis HEAD"),
        (["20.02.2022"], "kic synopsis 20.02.2022"),
        (["he-01"], "kic synopsis HEAD"),
        (["HEAD", "--kind", "body"], "kic history vhs"),
        (["HEAD", "--kind", "theme"], "kic check"),
    ],
)
def test_the_next_step_follows_from_what_was_seen(
    root: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], step: str
) -> None:
    monkeypatch.setenv("KIC_NEXT", "1")
    revise(root)
    assert step in call("diff", *words, folder=root).err.splitlines()[-1]


# -- history and blame as pages ----------------------------------------------------------------------------


def test_history_names_the_acts_and_what_came_before(built_city: Path) -> None:
    page = " ".join(call("history", "he-07", folder=built_city).out.split())
    assert "Verabschiedet mit der Fassung k2022" in page
    assert "Beschluss 2022/043 vom 21.03.2022 (Stadtrat)" in page
    assert "Davor: m-39" in page


def test_blame_says_who_changed_a_sentence(built_city: Path) -> None:
    done = call("blame", "he-25", "--find", "und lüften", folder=built_city)
    assert done.code == 0, done.err
    assert "09.08.2022, Stand" in done.out
    assert "Rechte und Pflichten" not in done.out.partition("09.08.2022")[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["he-99"], "he-"),
        (["he-25", "--field", "theme"], "he-25 hat keinen Text theme."),
        (["he-25", "--find", "Zeppelin"], "Kein Text von he-25 enthält Zeppelin."),
        (["he-25", "--find", ""], "Kein Text von he-25 enthält"),
    ],
)
def test_blame_refuses_what_is_not_there(built_city: Path, words: list[str], said: str) -> None:
    done = call("blame", *words, folder=built_city)
    assert done.code == 2
    assert said in done.err.replace("„", "").replace("“", "")


def test_blame_in_json_gives_back_the_whole_text(built_city: Path) -> None:
    validator = jsonschema_rs.validator_for(json.loads(run("schema", "blame", cwd=built_city).out))
    for id_ in ("he-25", "t6", "t2-z1", "k2022", "b-2022-03"):
        answer = json.loads(call("blame", id_, "--format", "json", folder=built_city).out)
        assert [error.message for error in validator.iter_errors(answer)] == []
        shown = json.loads(call("show", id_, "--format", "json", folder=built_city).out)["data"]["record"]
        for field in answer["data"]["fields"]:
            words = "".join(each["words"] for each in field["stretches"])
            assert words in json.dumps(shown, ensure_ascii=False).replace("\\n", "\n").replace('\\"', '"')


def test_editions_named_backwards_are_said_to_be(built_city: Path) -> None:
    backwards = call("diff", "k2022..k2013", "--stat", folder=built_city)
    assert backwards.code == 0
    assert "kic diff k2013..k2022" in backwards.err
    assert "kic diff" not in call("diff", "k2013..k2022", "--stat", folder=built_city).err


def test_two_states_of_one_edition_named_backwards_are_said_to_be(built_city: Path) -> None:
    """In 2024 five measures went into others, and three were split: read backwards it is the other way round."""
    forth, back = (
        call("diff", span, "--format", "json", folder=built_city)
        for span in ("2023-01-01..2024-06-01", "2024-06-01..2023-01-01")
    )
    assert "kic diff 2023-01-01..2024-06-01" in back.err
    assert forth.err == ""
    then, now = (json.loads(each.out)["data"] for each in (forth, back))
    assert (then["backwards"], now["backwards"]) == (False, True)
    for one, other in (("new", "dropped"), ("dropped", "new"), ("merged", "split"), ("split", "merged")):
        assert now["counts"][other] == then["counts"][one]
    assert then["counts"]["merged"] > 0
    assert call("diff", "HEAD..HEAD", folder=built_city).err == ""


def test_signs_of_a_text_are_no_marks(root: Path) -> None:
    edit(root, "concept/recommendations/he-01.yaml", "richtet 1", "richtet [-3-] oder \\{+4+}")
    page = " ".join(call("diff", folder=root).out.split())
    assert r"Die Stadt richtet [-1-]{+[\-3-\] oder \\{\+4+\}+} Sprachcafés" in page


def test_a_name_longer_than_any_file_can_have_is_no_state(root: Path) -> None:
    done = call("diff", "a" * 100_000, folder=root)
    assert done.code == 2
    assert len(done.err) < 1_000
