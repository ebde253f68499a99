"""`kic agenda` as the officer sees it, as JSON, and as a calendar file."""

import datetime
import json
import sys
from pathlib import Path

import pytest
from icalendar import Calendar

from kic.cli.agenda_page import show_agenda
from kic.cli.session import Session
from kic.core.rule import run
from kic.core.text import text
from kic.domain.agenda import Due, DueKind, DueState, Owes
from kic.domain.chapters import KINDS
from kic.domain.rules import RULES
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.cli.inprocess import call


def test_overdue_comes_first_in_words_and_with_the_weekday(built_city: Path) -> None:
    out = call("agenda", folder=built_city).out
    titles = [
        line.partition(" (")[0] for line in out.splitlines() if line.endswith(")") and line[0].isupper()
    ]
    assert titles[0] == "Überfällig"
    assert titles[-1] == "In den nächsten 90 Tagen"
    assert "Do 03.12.2026" in out
    assert "in 11 Tagen" in out


def test_the_same_in_english(built_city: Path) -> None:
    out = call("agenda", folder=built_city, lang="en").out
    assert out.startswith("Overdue (")
    assert "Thu 3\xa0December 2026" in out


@pytest.mark.parametrize("path", ["applications/2025-2/notices/2025-2-003-n1.yaml", "kic.yaml"])
def test_dates_that_an_unreadable_file_may_hold_are_not_missed_silently(
    path: str, city: Path, tmp_path: Path
) -> None:
    quiet = call("agenda", folder=city)
    assert quiet.err == ""
    with (city / path).open("a", encoding="utf-8") as file:
        file.write("nonsense: 1\n")
    for asked in ((), ("--ics", str(tmp_path / "dates.ics"))):
        assert f"nicht lesbar, daher können Termine fehlen oder falsch sein: {path}" in " ".join(
            call("agenda", *asked, folder=city).err.split()
        )
    assert json.loads(call("agenda", "--format", "json", folder=city).out)["data"]["unread"] == [path]


def test_more_days_show_more_and_all_days_leave_nothing_out(built_city: Path) -> None:
    def data(*words: str) -> list[dict[str, object]]:
        return json.loads(call("agenda", *words, "--format", "json", folder=built_city).out)["data"]["due"]

    few, usual, all_ = data("--days", "0"), data(), data("--days", "36500")
    assert len(few) < len(usual) < len(all_)
    assert "; --days zeigt" in call("agenda", folder=built_city).out
    assert "; --days zeigt" not in call("agenda", "--days", "36500", folder=built_city).out


@pytest.mark.parametrize("days", ["-1", "x", "1.5", "", "9999999", "٣"])
def test_days_that_are_none(days: str, built_city: Path) -> None:
    done = call("agenda", "--days", days, folder=built_city)
    assert done.code == 2
    assert "--days" in done.err


def test_a_calendar_file_of_everything(built_city: Path, tmp_path: Path) -> None:
    file = tmp_path / "neu" / "Termine.ics"
    first = call("agenda", "--ics", str(file), folder=built_city)
    assert (first.code, first.out) == (0, "")
    source = file.read_bytes()
    every = json.loads(call("agenda", "--days", "36500", "--format", "json", folder=built_city).out)["data"][
        "due"
    ]
    events = Calendar.from_ical(source).walk("VEVENT")
    assert len(events) == sum(each["state"] != "open" for each in every)
    assert call("agenda", "--ics", str(file), folder=built_city).code == 0  # written over itself
    assert file.read_bytes() == source
    assert b"2026-11-22" not in source
    assert b"20261122" not in source  # nothing tells when it was made


def test_fewer_days_for_the_calendar_too(built_city: Path, tmp_path: Path) -> None:
    file = tmp_path / "Termine.ics"
    answer = call("agenda", "--days", "30", "--ics", str(file), "--format", "json", folder=built_city)
    data = json.loads(answer.out)["data"]
    assert data["file"] == str(file)
    assert len(Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == sum(
        each["state"] != "open" for each in data["due"]
    )


def test_a_calendar_never_takes_the_place_of_another_file(city: Path) -> None:
    settings = (city / "kic.yaml").read_bytes()
    done = call("agenda", "--ics", str(city / "kic.yaml"), folder=city)
    assert done.code == 1
    assert (city / "kic.yaml").read_bytes() == settings
    assert call("agenda", "--ics", str(city), folder=city).code == 2


def test_without_the_extra(built_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    done = call("agenda", "--ics", str(tmp_path / "x.ics"), folder=built_city)
    assert done.code == 3
    assert "kic[calendar]" in done.err
    assert not (tmp_path / "x.ics").exists()


def test_no_person_is_named_in_the_calendar(built_city: Path, tmp_path: Path) -> None:
    """By the same law that guards the records."""
    file = tmp_path / "Termine.ics"
    call("agenda", "--ics", str(file), folder=built_city)
    lines = "".join(f"  {line}\n" for line in file.read_text("utf-8").splitlines())

    def persons(words: str) -> list[str]:
        record = f"kind: body\nid: x\nname: X\nbody: office\nnote: |\n{words}"
        snapshot = load(Memory({"concept/bodies/x.yaml": record.encode()}), KINDS)
        found = run(RULES, snapshot, datetime.date(2026, 11, 22))
        return [each.law.code for each in found if each.law.code.startswith("KIC08")]

    assert persons(lines) == []
    assert persons(f"{lines}  DESCRIPTION:erika.mustermann@web.de\n") == ["KIC080"]


@pytest.mark.parametrize(("number", "lines"), [(1, 1), (2, 2), (3, 1), (14, 1)])
def test_what_is_due_alike_for_many_stands_in_one_line(number: int, lines: int) -> None:
    today = datetime.date(2026, 11, 22)
    dues = [
        Due(
            date=today,
            state=DueState.AHEAD,
            kind=DueKind.CONDITION,
            record=f"2026-1-{each:03}-n1",
            key="condition-a1",
            what=text("Nothing is due."),
            owes=Owes.APPLICANT,
            names=(f"Verein {each}",),
        )
        for each in range(number)
    ]
    shown = show_agenda(Session(today=today), dues, 90, 0)
    assert f"({number})" in shown.splitlines()[0], "each is counted"
    assert sum(line.startswith("So 22.11.2026") for line in shown.splitlines()) == lines
    named = [each.record for each in dues if each.record in shown]
    assert len(named) == min(number, 8)
