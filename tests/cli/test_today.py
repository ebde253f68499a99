"""`kic` alone: what is to be done, in the order in which it presses; each step's command is one that kic takes."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kic.cli.table import leaves
from kic.core.text import text
from kic.documents.today import MANY, next_after, today
from kic.documents.today_words import Blank, Command, Reads, worded
from kic.present.language import speak
from kic.repository.repository import Repository
from tests.cli.before import ON, group
from tests.cli.conftest import TODAY, Ran
from tests.cli.inprocess import call
from tests.cli.next_steps import WITHOUT, silent
from tests.cli.terminal import at_terminal
from tests.cli.test_help import examples
from tests.cli.test_year import Unwatched, half
from tests.cli.today_steps import carried_out, kind_of, lines_of, prove, steps_of

# -- the page ----------------------------------------------------------------------------------------------


def test_the_page_shows_what_presses_first(built_city: Path) -> None:
    done = call(folder=built_city)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Stadt Neuenlauter: Heute, So 22.11.2026\n====")
    assert (
        "  1 Fr 31.10.2025, vor 387 Tagen; wartet auf Mieterhilfe\n"
        "    Auszahlungsvoraussetzung vor-003-vermietung: Die Vereinbarungen mit den Vermieterinnen und\n"
        "    Vermietern über eine feste Ansprechstelle liegen vor.\n"
        "    2025-2-003-n1: Wohnführerschein: Begleitung nach dem Einzug\n"
        "    > kic notice condition 2025-2-003-n1 vor-003-vermietung\n"
    ) in done.out
    assert "weitere Schritte: kic today --all\n" in done.out


def test_in_english_too(built_city: Path) -> None:
    done = call("today", "--all", folder=built_city, lang="en")
    assert done.out.startswith("Stadt Neuenlauter: today, Sun 22\u00a0November 2026\n====")
    assert "Overdue (" in done.out
    assert "kic today --all" not in done.out


def data(folder: Path, *line: str, today: str = TODAY) -> dict[str, Any]:
    """The answer in JSON."""
    done = call(*line, "--format", "json", folder=folder, today=today)
    assert done.code == 0, done.err
    return dict(json.loads(done.out)["data"])


def test_kic_alone_is_kic_today(built_city: Path) -> None:
    assert data(built_city) == data(built_city, "today")


def test_overdue_first_then_by_day(built_city: Path) -> None:
    steps = data(built_city, "today", "--days", "60")["steps"]
    order = [(each["state"] != "overdue", each["due"]) for each in steps]
    assert order == sorted(order)
    assert {each["state"] for each in steps} == {"overdue", "open", "ahead"}
    assert [each["number"] for each in steps] == list(range(1, len(steps) + 1))


def test_many_alike_are_one_step(built_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Recommendations without an update: those responsible are asked about all of them at once."""
    alike = [each for each in data(built_city)["steps"] if each["kind"] == "update"]
    (step,) = alike
    assert len(step["records"]) > MANY
    assert step["command"][:5] == ["sheet", "out", "status", "--by", "body"]
    monkeypatch.chdir(tmp_path)
    done = call(*step["command"], folder=built_city)
    assert done.code == 0, done.err
    asked = {path.name for path in (tmp_path / f"status-{TODAY}").iterdir()}
    assert any(name.endswith(".xlsx") for name in asked)


def test_what_save_leaves_alone_is_not_counted_and_a_folder_of_it_is_told_once(city: Path) -> None:
    """The site, open data and sheets that lie in the repository; kic save has nothing to record then."""
    (city / "Internetseite/aufruf").mkdir(parents=True)
    for name in ("index.html", "aufruf/2026-1.html", "aufruf/2025-1.html"):
        (city / "Internetseite" / name).write_text("<p>", "utf-8")
    assert data(city)["unsaved"] == 0
    told = [
        line for line in call("save", "--yes", folder=city).err.splitlines() if "Nicht festgehalten" in line
    ]
    assert len(told) == 1
    assert "Internetseite/ " in told[0]


def test_errors_stand_before_all_else(city: Path) -> None:
    path = city / "concept/recommendations/he-07.yaml"
    path.write_text(path.read_text("utf-8").replace("theme: ", "theme: nowhere-", 1), "utf-8")
    found = data(city)
    first = found["steps"][0]
    assert found["unsaved"] == 1
    assert first["command"] == ["check", "concept/recommendations/he-07.yaml"]
    assert (first["due"], first["state"]) == (None, None)
    assert "Vor allem anderen zu beheben (" in call(folder=city).out


@pytest.mark.xdist_group(group("conflict choose"))
def test_a_conflict_is_chosen_first(prepared: Callable[[str, Path | None], Path]) -> None:
    steps = data(prepared("conflict choose", None))["steps"]
    assert steps[0]["command"] == ["conflict", "list"]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_outside_a_repository_it_says_how_to_begin(lang: str, tmp_path: Path) -> None:
    done = call(folder=tmp_path, lang=lang)
    assert (done.code, done.err) == (0, "")
    assert "  kic init  " in done.out
    assert "  kic demo  " in done.out
    assert [each["command"] for each in data(tmp_path)["begin"]] == [["init"], ["demo"]]


# -- every command is one ----------------------------------------------------------------------------------


def test_every_step_of_the_demo_city_can_be_taken(built_city: Path, tmp_path: Path) -> None:
    """On the day the city was written for, and when half a year has gone by."""
    seen: set[tuple[object, ...]] = set()
    for day in (TODAY, "2027-02-22"):
        prove(built_city, day, seen, tmp_path)
    assert len(seen) > 12


@pytest.mark.parametrize(
    ("stage", "wanted"),
    [
        pytest.param(name, wanted, marks=pytest.mark.xdist_group(group(name)))
        for name, wanted in (
            ("call freeze", "call freeze 2027-1"),
            ("application lapse", "application lapse 2027-1-001"),
            ("notice draft", "notice draft 2026-1"),
            ("notice issue", "notice issue 2026-1"),
            ("notice post", "notice post 2026-1"),
            ("payment certify", "payment release 2026-1-006-p3"),
        )
    ],
)
def test_every_step_of_a_stage_can_be_taken(
    stage: str,
    wanted: str,
    prepared: Callable[[str, Path | None], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is there before the examples of a command is what this command is the next step of."""
    monkeypatch.chdir(tmp_path)
    city, today = prepared(stage, None), ON.get(stage, TODAY)
    lines = {" ".join(step.command.words): step for step in steps_of(city, today)}
    assert wanted in lines
    for words in lines_of(lines[wanted], today):
        assert carried_out(words, city, today).code == 0


class Proving(Unwatched):
    """The office, which after each command could take every step of the day."""

    seen: set[tuple[object, ...]]

    def writes(self, *words: str) -> Ran:
        done = super().writes(*words)
        where = self.folder.parent / "steps"
        where.mkdir(exist_ok=True)
        prove(self.folder, self.day, self.seen, where)
        return done


@pytest.mark.soak
def test_after_each_command_of_half_a_year_every_step_can_be_taken(city: Path) -> None:
    office = Proving(city)
    office.seen = set()
    half(office, city.parent)
    assert len(office.seen) > 30


@pytest.mark.parametrize("every", [10, pytest.param(1, marks=pytest.mark.soak)])
def test_whatever_is_wrong_with_the_records_there_are_steps(every: int) -> None:
    """Each folder of the gallery of findings: no day's steps stumble over a record, and each can be worded."""
    gallery = Path(__file__).parents[1] / "gallery"
    folders = [folder for side in ("bad", "good") for folder in sorted(gallery.glob(f"KIC*/{side}"))]
    assert len(folders) > 500
    for folder in folders[::every]:
        for day in (datetime.date(2026, 11, 22), datetime.date(2030, 1, 1)):
            repository = Repository(folder, today=day)
            found = today(repository.snapshot, day, repository.check().diagnostics, days=400)
            assert all(speak("de").say(step.what) and step.command.line for step in found.steps)


@pytest.mark.parametrize("most", [3, pytest.param(99, marks=pytest.mark.soak)])
def test_each_answer_to_what_is_asked_gives_a_line_that_kic_reads(most: int, built_city: Path) -> None:
    """A refusal may come, where one recommendation too many goes on, but nothing is misunderstood."""
    kinds = set()
    for step in steps_of(built_city, TODAY):
        if any(blank.reads is Reads.VALUE for blank in step.command.blanks) and kind_of(step) not in kinds:
            kinds.add(kind_of(step))
            for words in lines_of(step, TODAY, every=True)[:most]:
                assert carried_out(words, built_city, TODAY).code in (0, 1), words
    assert len(kinds) > 2


def test_several_words_repeat_their_option() -> None:
    blank = Blank(option="--successor", question=text("Which?"), several=True)
    assert worded(blank, "he-01, he-02") == ["--successor", "he-01", "--successor", "he-02"]
    assert worded(Blank(question=text("Which?")), "met") == ["met"]
    assert Command(words=("render", "council-paper", "a b")).line == 'kic render council-paper "a b"'


# -- choosing one on a terminal ----------------------------------------------------------------------------


def number_of(city: Path, *words: str) -> str:
    steps = data(city)["steps"]
    return str(next(each["number"] for each in steps if each["command"][: len(words)] == list(words)))


def test_a_step_is_chosen_by_its_number_and_carried_out(city: Path) -> None:
    code, shown = at_terminal(
        cwd=city,
        lang="de",
        typed=(
            ("beendet:", "99\n"),
            ("mit der Nummer 99", f"{number_of(city, 'notice', 'condition')}\n"),
            ("geworden?", "met\n"),
            ("Was belegt", "Schreiben vom 20. November\n"),
            ("[j/N]", "j\n"),
        ),
    )
    assert code == 0, shown
    line = "> kic notice condition 2025-2-003-n1 vor-003-vermietung met"
    assert f'{line} --evidence "Schreiben vom 20. November"\n' in shown
    assert "Als Nächstes: kic" in shown.rpartition("geschrieben")[2]
    notice = city / "applications/2025-2/notices/2025-2-003-n1.yaml"
    assert "Schreiben vom 20. November" in notice.read_text("utf-8")


def test_an_empty_line_leaves_and_a_small_terminal_shows_what_fits(city: Path) -> None:
    code, shown = at_terminal(cwd=city, typed=(("Nothing ends it:", "\n"),))
    assert code == 0
    assert "  3 " in shown
    assert " 12 " not in shown.partition("more steps")[0]


# -- after a command ---------------------------------------------------------------------------------------


def test_what_was_written_names_its_own_next_step(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that comes next is the step of the day on the record that was written."""
    monkeypatch.setenv("KIC_NEXT", "1")
    done = call("report", "examine", "2025-2-007-vn1", "--yes", folder=city)
    assert "Als Nächstes: kic notice settle 2025-2-007\n" in done.err
    done = call("notice", "settle", "2025-2-007", "--yes", folder=city)
    assert "Als Nächstes: kic notice issue 2025-2-007-n2\n" in done.err


def test_of_several_records_the_command_itself_knows_better(built_city: Path) -> None:
    """One step for all of them is more than the step of the first."""
    day = datetime.date.fromisoformat(TODAY)
    state = Repository(built_city, today=day).snapshot
    touched = {step.record for step in steps_of(built_city, TODAY) if step.record is not None}
    assert next_after(state, day, touched) is None
    only = next_after(state, day, {"2025-2-007-vn1"})
    assert only is not None
    assert only.command.line == "kic report examine 2025-2-007-vn1"


def test_examples_prove_the_next_step_of_every_command() -> None:
    """`test_help` runs the examples: one of each command is whole, so that it has to name what comes next."""
    proved = {name for name, line in examples() if not silent(name, line.split())}
    assert {name for name, _ in leaves()} - proved == {*WITHOUT, *ONLY_LOOKED_AT}


ONLY_LOOKED_AT = {"import concept"}
"""Commands of which every example is a dry run."""
