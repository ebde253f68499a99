"""`--as-of`: what was in force on a day, with every command that looks, on repositories in git and without."""

import json
import shutil
import subprocess
from importlib import import_module
from inspect import signature
from pathlib import Path

import jsonschema_rs
import pytest

from kic.cli.as_of import WITHOUT
from kic.cli.table import leaves
from kic.present.answers import answers
from kic.store import git as store_git
from tests.cli.conftest import Ran
from tests.cli.inprocess import call, run

KAISERSLAUTERN = Path(__file__).parents[2]
LOOKING = {
    name: signature(import_module(f"kic.cli.commands.{command.module}").command).parameters
    for name, command in leaves()
}
"""The options of every command."""


def git(folder: Path, *arguments: str) -> None:
    named = ("-c", "user.name=Kanzlei", "-c", "user.email=kanzlei@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *named, *arguments], cwd=folder, check=True, capture_output=True)


def seen(folder: Path, *arguments: str, day: str, lang: str = "de") -> Ran:
    return call(*arguments, "--as-of", day, folder=folder, lang=lang)


def told(folder: Path, *arguments: str, day: str) -> dict:
    done = seen(folder, *arguments, "--format", "json", day=day)
    assert done.code == 0, done.err
    answer: dict = json.loads(done.out)
    return answer


# -- every command that looks -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(LOOKING))
def test_a_command_takes_the_day_or_says_why_not_or_writes(name: str) -> None:
    takes, writes = "as_of" in LOOKING[name], bool({"yes", "dry_run"} & set(LOOKING[name]))
    assert takes or writes or name in WITHOUT, "give it the option AsOf, or name the reason in kic.cli.as_of"
    assert not (takes and name in WITHOUT), "it takes the option and is named as one that does not"


def test_no_reason_is_left_over_for_a_command_that_is_gone() -> None:
    assert set(WITHOUT) - set(LOOKING) - {"review"} == set()
    assert all(reason.strip() for reason in WITHOUT.values())


CALLS = (
    ["overview"], ["list"], ["list", "recommendation"], ["show", "he-07"], ["show", "2025-1"], ["status", "he-07"],
    ["agenda"], ["meeting", "show", "2025-04-10"], ["notice", "list", "2025-1"], ["notice", "condition", "2025-1-005"],
    ["payment", "list", "--all"], ["report", "list"], ["report", "show", "2025-1-001"], ["trace"], ["year", "show"],
    ["application", "double"], ["contribution", "list"], ["consultation", "list"], ["score", "matrix", "2025-1"],
)  # fmt: skip


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_the_day_stands_on_top_in_both_languages_and_in_json(words: list[str], built_city: Path) -> None:
    german = seen(built_city, *words, day="31.12.2025")
    english = seen(built_city, *words, day="2025-12-31", lang="en")
    assert (german.code, english.code) == (0, 0), german.err
    assert german.out.startswith(
        "Stand: 31.12.2025, in Kraft: Integrationskonzept der Stadt Neuenlauter 2022, seit 01.04.2022.\n\n"
    )
    assert english.out.startswith("As of 31\u00a0December 2025, in force: ")
    answer = told(built_city, *words, day="2025-12-31")
    assert answer["as_of"]["day"] == "2025-12-31"
    assert (answer["as_of"]["edition"], answer["as_of"]["since"]) == ("k2022", "2022-04-01")
    validator = jsonschema_rs.validator_for(answers()[answer["command"]])
    assert [error.message for error in validator.iter_errors(answer)] == []


def test_without_the_option_nothing_of_it_is_said(built_city: Path) -> None:
    assert "as_of" not in json.loads(call("list", "--format", "json", folder=built_city).out)
    assert "in Kraft:" not in call("list", folder=built_city).out


@pytest.mark.parametrize(
    ("document", "title"),
    [
        (["implementation-report"], "# Umsetzungsbericht, Stand 09.04.2025"),
        (["handover"], "# Übergabevermerk, Stand 09.04.2025"),
        (["allocation-paper", "2025-1"], "# Vergabevorlage: "),
        (["minutes", "2024-11-19"], "# Niederschrift: "),
        (["funding-report", "2024"], "# "),
    ],
)
def test_a_document_says_on_top_which_day_it_shows(document: list[str], title: str, built_city: Path) -> None:
    done = seen(built_city, "render", *document, "--to", "md", day="2025-04-09")
    assert done.code == 0, done.err
    assert done.out.startswith(title)
    assert "Stand: 09.04.2025, in Kraft: " in "\n".join(done.out.splitlines()[:8])


def test_the_paper_for_the_committee_can_be_made_again_as_it_was_before_the_decision(
    built_city: Path,
) -> None:
    before = seen(built_city, "render", "allocation-paper", "2025-1", "--to", "md", day="2025-04-09").out
    after = call("render", "allocation-paper", "2025-1", "--to", "md", folder=built_city).out
    assert "Beschlussvorschlag" in before
    assert before != after


# -- mistakes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["list", "--as-of", "gestern"], 2, "Die Option --as-of erwartet einen Tag"),
        (["list", "--as-of", "2025"], 2, "Die Option --as-of erwartet einen Tag"),
        (["list", "--as-of", "31.02.2025"], 2, "Die Option --as-of erwartet einen Tag"),
        (["list", "--as-of"], 2, "--as-of"),
        (["show", "2025-1-003", "--as-of", "2024-12-31"], 2, "2025-1-003 gab es am 31.12.2024 noch nicht: Beginn ist"),
        (["show", "he-29", "--as-of", "2023-06-11"], 2, "he-29 gab es am 11.06.2023 noch nicht."),
        (["show", "hee-07", "--as-of", "2024-12-31"], 2, "hee-07"),
        (["status", "he-07", "in_progress", "--note", "x", "--as-of", "2024-12-31"], 2, "dort wird nichts geändert"),
        (["notice", "objection", "2024-1-004-o1", "sued", "--as-of", "2024-12-20"], 2, "dort wird nichts geändert"),
        (["render", "award-notice", "2025-1-003", "--as-of", "2025-06-01"], 2, "Ein Schreiben geht jetzt hinaus"),
        (["year", "show", "2026", "--as-of", "2024-12-31"], 2, "2026"),
    ],
)  # fmt: skip
def test_mistakes_say_what_is_wrong(arguments: list[str], code: int, said: str, built_city: Path) -> None:
    done = call(*arguments, folder=built_city)
    assert (done.code, done.out) == (code, "")
    assert said in done.err.replace("\n     ", " ")


def test_nothing_is_written_in_a_state_of_another_day(city: Path) -> None:
    before = (city / "concept/recommendations/he-07.yaml").read_bytes()
    done = call(
        "status", "he-07", "in_progress", "--note", "x", "--as-of", "2024-12-31", "--yes", folder=city
    )
    assert done.code == 2
    assert (city / "concept/recommendations/he-07.yaml").read_bytes() == before


# -- words and git ------------------------------------------------------------------------------------------

PLANNED = "48 Kursplätze"
"""A goal that was lowered by ae-2026-1 from 2027 on."""


def words_on(folder: Path, day: str, element: str = "he-09") -> str:
    return str(told(folder, "show", element, day=day)["data"]["record"]["text"])


def test_words_change_on_the_day_of_effect_and_not_on_that_of_the_commit(built_city: Path) -> None:
    assert PLANNED in call("show", "he-09", folder=built_city).out
    for day in ("2026-11-13", "2026-11-22", "2026-12-31"):
        assert PLANNED not in words_on(built_city, day), day
    assert PLANNED in words_on(built_city, "2027-01-01")


def test_a_theme_that_came_later_was_not_there_before_it_took_effect(built_city: Path) -> None:
    ids = [each["id"] for each in told(built_city, "list", "theme", day="2023-06-11")["data"]]
    assert ids == ["t1", "t2", "t3", "t4", "t5"]
    assert "t6" in [each["id"] for each in told(built_city, "list", "theme", day="2023-06-12")["data"]]


def test_the_edition_of_the_day_is_listed_without_being_named(built_city: Path) -> None:
    ids = {each["id"][:2] for each in told(built_city, "list", "recommendation", day="2015-01-01")["data"]}
    assert ids == {"m-"}


def test_no_next_step_is_proposed_for_another_day(built_city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIC_NEXT", "1")
    assert "kic status" in call("show", "he-07", folder=built_city).err
    assert seen(built_city, "show", "he-07", day="2025-12-31").err == ""


@pytest.mark.parametrize(("day", "logs"), [("2026-12-31", 1), ("2015-01-01", 1), ("2027-01-01", 0)])
def test_git_is_asked_once_however_many_elements_there_are(
    day: str, logs: int, built_city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = store_git.attempt

    def counted(folder: Path, *arguments: str, **more: bytes) -> object:
        asked.append(arguments[0])
        return real(folder, *arguments, **more)

    monkeypatch.setattr(store_git, "attempt", counted)
    assert seen(built_city, "list", "recommendation", day=day).code == 0
    assert asked.count("log") == asked.count("cat-file") == logs
    assert len(asked) <= 6


def test_a_day_to_come_is_said_to_be_one(built_city: Path) -> None:
    done = seen(built_city, "show", "he-09", day="2027-06-01", lang="en")
    assert done.out.splitlines()[1] == "This day is to come: what is known today is shown."


def untold(folder: Path, day: str = "2026-12-31") -> list[tuple[str, str]]:
    found = told(folder, "list", "theme", day=day)["as_of"]["untold"]
    return [(each["element"], each["reason"]["message_id"]) for each in found]


def test_without_git_the_words_are_said_not_to_be_known(city: Path) -> None:
    shutil.rmtree(city / ".git")
    assert untold(city) == [("he-09", "this repository is not in git")]
    done = seen(city, "show", "he-09", day="2026-12-31")
    assert "he-09: Den Wortlaut dieses Tages gibt git nicht her (ae-2026-1: dieses Verzeichnis" in done.out
    assert PLANNED in done.out


def test_without_the_git_program_records_are_shown_and_what_only_git_knows_is_said_to_be_missing(
    city: Path,
) -> None:
    shown = run("show", "he-09", cwd=city, PATH=str(city))
    assert shown.code == 0
    assert "Kein Commit lässt sich nennen: " in shown.out
    then = run("show", "he-09", "--as-of", "2026-12-31", cwd=city, PATH=str(city))
    assert then.code == 0
    assert (
        "he-09: Den Wortlaut dieses Tages gibt git nicht her (ae-2026-1: git antwortet hier nicht)."
        in then.out
    )


def test_a_shallow_clone_says_what_it_lacks(city: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "2", f"file://{city}", str(folder))
    assert untold(folder) == [("he-09", "the history of this clone is cut off")]
    shown = call("show", "he-09", folder=folder, lang="en").out
    assert "The history is cut off" in shown


def test_what_is_not_committed_yet_counts_as_a_last_commit(city: Path) -> None:
    path = city / "concept/recommendations/he-01.yaml"
    before = words_on(city, "2027-06-01", "he-01")
    path.write_text(
        path.read_text().replace("Kita-Lotsinnen und Kita-Lotsen informieren", "Fachkräfte informieren")
    )
    (city / "concept/amendments/ae-2026-9.yaml").write_text(
        "kind: amendment\nid: ae-2026-9\ninvented: true\nedition: k2022\ntitle: Fachkräfte\nnature: editorial\n"
        "date: 2026-11-20\neffective: 2027-03-01\nreason: Grund.\nelements:\n  - element: he-01\n"
    )
    assert words_on(city, "2027-02-28", "he-01") == before
    assert words_on(city, "2027-03-01", "he-01") != before
    shown = call("show", "he-01", folder=city, lang="en").out
    assert "not recorded" in shown
    assert "The words as they stand are not recorded yet." in shown
    assert untold(city, "2027-02-28") == []


def test_below_gits_top_in_a_folder_with_an_odd_name(city: Path, tmp_path: Path) -> None:
    shutil.rmtree(city / ".git")
    top = tmp_path / "Fachbereich Süd"
    top.mkdir()
    inside = city.rename(top / "städtisches konzept")
    git(top, "init", "--quiet")
    git(top, "add", "-A")
    git(top, "commit", "--quiet", "-m", "Alles")
    assert untold(inside) == [("he-09", "it came with the first state that was recorded")]
    before = words_on(inside, "2027-06-01", "he-02")
    path = inside / "concept/recommendations/he-02.yaml"
    path.write_text(path.read_text().replace("text: >-\n", "text: >-\n  Neu gefasst.\n", 1))
    (inside / "concept/amendments/ae-2026-9.yaml").write_text(
        "kind: amendment\nid: ae-2026-9\ninvented: true\nedition: k2022\ntitle: Neu\nnature: editorial\n"
        "date: 2026-11-20\neffective: 2027-03-01\nreason: Grund.\nelements:\n  - element: he-02\n"
    )
    git(top, "add", "-A")
    git(top, "commit", "--quiet", "-m", "Änderung")
    assert words_on(inside, "2027-02-28", "he-02") == before
    assert words_on(inside, "2027-03-01", "he-02") != before


def test_a_branch_that_was_merged_counts_as_one_commit(city: Path) -> None:
    """The words were changed in one commit of the branch, the act was recorded in another."""
    git(city, "checkout", "--quiet", "-b", "entwurf")
    path = city / "concept/recommendations/he-02.yaml"
    before = words_on(city, "2027-06-01", "he-02")
    path.write_text(path.read_text().replace("text: >-\n", "text: >-\n  Neu gefasst.\n", 1))
    git(city, "commit", "--quiet", "-am", "Wortlaut")
    (city / "concept/amendments/ae-2026-9.yaml").write_text(
        "kind: amendment\nid: ae-2026-9\ninvented: true\nedition: k2022\ntitle: Neu\nnature: editorial\n"
        "date: 2026-11-20\neffective: 2027-03-01\nreason: Grund.\nelements:\n  - element: he-02\n"
    )
    git(city, "add", ".")
    git(city, "commit", "--quiet", "-m", "Akt")
    assert untold(city, "2027-02-28") == [
        ("he-02", "the recorded state that carried it did not change this element")
    ]
    git(city, "checkout", "--quiet", "-")
    git(city, "merge", "--quiet", "--no-ff", "-m", "Zusammenführen", "entwurf")
    assert untold(city, "2027-02-28") == []
    assert words_on(city, "2027-02-28", "he-02") == before


def test_a_file_that_was_moved_since_keeps_its_words(city: Path) -> None:
    """The measures of 2013 were moved to a folder of their own when the edition of 2022 came."""
    shown = json.loads(call("show", "m-05", "--format", "json", folder=city).out)["data"]
    assert shown["dates"]["words"]["date"] < "2022"


# -- the dates of a text ------------------------------------------------------------------------------------


def test_show_names_the_four_dates_of_each_act(built_city: Path) -> None:
    dates = json.loads(call("show", "t2", "--format", "json", folder=built_city).out)["data"]["dates"]
    assert [
        (
            act["id"],
            *(act[day]["value"] for day in ("adopted", "published", "effective")),
            act["commit"]["date"],
        )
        for act in dates["acts"]
    ] == [
        ("k2022", "2022-03-21", "2022-07-04", "2022-04-01", "2022-03-22"),
        ("ae-2025-1", "2025-11-24", "2025-12-12", "2026-01-01", "2025-12-16"),
    ]
    assert dates["words"]["date"] == "2025-12-16"


def test_what_is_not_known_stays_visibly_unknown(built_city: Path) -> None:
    acts = json.loads(call("show", "ae-2026-1", "--format", "json", folder=built_city).out)["data"]["dates"][
        "acts"
    ]
    assert acts[0]["published"] == {"value": None, "state": "unknown", "note": None}
    assert "nicht bekannt" in call("show", "ae-2026-1", folder=built_city).out


def test_an_element_that_came_later_did_not_come_with_the_edition(built_city: Path) -> None:
    dates = json.loads(call("show", "he-29", "--format", "json", folder=built_city).out)["data"]["dates"]
    assert [act["id"] for act in dates["acts"]] == ["ae-2023-1"]


def test_a_theme_of_which_only_the_coming_is_known_says_so() -> None:
    """The sixth theme of Kaiserslautern: about June 2023, by which act nobody wrote down here."""
    shown = json.loads(call("show", "t6", "--format", "json", folder=KAISERSLAUTERN).out)["data"]["dates"][
        "acts"
    ]
    assert [(act["kind"], act["adopted"]["value"], act["adopted"]["state"]) for act in shown] == [
        ("theme", "2023-06", "approximate")
    ]
    assert {act[day]["state"] for act in shown for day in ("published", "effective")} == {"unknown"}


def test_the_words_of_another_day_have_their_own_commit(built_city: Path) -> None:
    now = json.loads(call("show", "he-09", "--format", "json", folder=built_city).out)["data"]["dates"]
    then = told(built_city, "show", "he-09", day="2026-12-31")["data"]["dates"]
    assert now["words"]["date"] == "2026-11-13"
    assert then["words"]["date"] < "2023"


def test_help_explains_the_dates(built_city: Path) -> None:
    done = call("help", "dates", folder=built_city)
    assert done.code == 0
    assert "--as-of" in done.out
