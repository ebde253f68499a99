"""The consultation report in both languages: golden files to look at, and what must never be in one.

`KIC_UPDATE=1 python -m pytest tests/present/documents/test_consultation_report.py` writes them anew.
"""

import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kic.core.snapshot import Snapshot
from kic.core.tagged import tag
from kic.core.values import Count
from kic.documents.consultation_report import context
from kic.domain.chapters import KINDS
from kic.errors import UsageError
from kic.present.templating import Renderer, render
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.good import good

GOLDEN = Path(__file__).parent / "golden"
TODAY = datetime.date(2026, 11, 22)
EVENT = """\
kind: consultation
id: {id}
invented: true
edition: k2022
title: {title}
form: {form}
date: {date}
participants: {participants}
"""
CONTRIBUTION = """\
kind: contribution
id: s-{n:02}
invented: true
edition: k2022
received: {day}
contributor: {who}
element: {element}
proposal: {proposal}
"""
AMENDMENT = """\
kind: amendment
id: ae-2026-1
invented: true
edition: k2022
title: Kurse am Abend
nature: resolved
date: 2026-06-01
resolution: b-2024
reason: Wer im Schichtdienst arbeitet, kann vormittags nicht kommen.
elements:
  - element: he-02
    contributions: [s-03]
"""
BRIDGE = "{contributor: organisation, body: v-bruecke}"
GROUP = "{contributor: council_group, name: Fraktion Offene Stadt}"
PERSON = "{contributor: person, person: p-0301}"


def contributions() -> Iterator[tuple[str, str]]:
    """Eight of them: named and not, private, answered in every way and not at all; one with signs of Markdown."""
    told: list[tuple[str, str, str, str]] = [
        (
            BRIDGE,
            "he-01",
            "Auch Berufsschulen einbeziehen.",
            "named: true\n" + answered("taken_over", "k2022"),
        ),
        (
            BRIDGE,
            "he-01",
            "Patenschaften bezahlen.",
            answered("not_taken_over", reason="Ehrenamt bleibt Ehrenamt."),
        ),
        (
            PERSON,
            "he-02",
            "Kurse *auch* am Abend | samstags.",
            "consultation: bt-1\n" + answered("taken_over", "ae-2026-1"),
        ),
        (PERSON, "he-02", "Kurse am Bahnhof.", answered("in_part", "ae-2026-1", "In zwei Stadtteilen.")),
        (
            PERSON,
            "t2",
            "Kinderbetreuung anbieten.",
            answered("noted", reason="Für die nächste Fortschreibung."),
        ),
        (PERSON, "t2-z1", "Mehr Plätze.", ""),
        (PERSON, "k2022", "Den Text kürzen.", answered("noted", reason="Geprüft.")),
        (
            GROUP,
            "he-03",
            "Eine Zahl nennen.",
            "named: true\nwording: Zwanzig im Jahr\nreason: Nur Zahlen zählen.\n",
        ),
    ]
    for n, (who, element, proposal, rest) in enumerate(told, 1):
        head = CONTRIBUTION.format(
            n=n, day=f"2026-05-{n:02}", who=who, element=element, proposal=f"'{proposal}'"
        )
        yield f"concept/contributions/s-{n:02}.yaml", head + rest


def answered(kind: str, carried_by: str | None = None, reason: str | None = None) -> str:
    lines = ["answers:", "  - date: 2026-06-02", f"    answer: {kind}", "    answered_by: a-soziales"]
    lines += [f"    carried_by: {carried_by}"] if carried_by else []
    lines += [f"    reason: {reason}"] if reason else []
    return "\n".join(lines) + "\n"


def city(**events: int) -> Snapshot:
    files = dict(good()) | dict(contributions())
    files["concept/amendments/ae-2026-1.yaml"] = AMENDMENT
    for (id_, participants), day in zip(
        events.items(), ("2026-05-01", "2026-05-08", "2027-01-15"), strict=False
    ):
        name = id_.replace("_", "-")
        files[f"concept/consultations/{name}.yaml"] = EVENT.format(
            id=name, title=f"Werkstatt {name}", form="workshop", date=day, participants=participants
        )
    return load(Memory({path: words.encode() for path, words in files.items()}), KINDS)


def told(state: Snapshot, **options: Any) -> dict[str, Any]:
    return context(state, TODAY, "k2022", **options)


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    with Renderer() as started:
        yield started


@pytest.mark.parametrize("to", ["md", "html", "terminal"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_report_looks_as_the_golden_file(to: Any, language: str, renderer: Renderer) -> None:
    report = told(city(bt_1=44, bt_2=3))
    output = render("consultation-report", report, to=to, language=language, renderer=renderer)
    file = GOLDEN / f"consultation-report.{language}.{'txt' if to == 'terminal' else to}"
    if os.environ.get("KIC_UPDATE"):
        file.write_text(output, "utf-8", newline="\n")
    assert output == file.read_text("utf-8")


def test_no_person_and_nobody_who_did_not_agree_is_named() -> None:
    report = told(city(bt_1=44))
    who = [each for theme in report["themes"] for part in theme["elements"] for each in part["contributions"]]
    assert {each["name"] for each in who if each["private"]} == {None}
    assert [each["name"] for each in who if not each["private"]] == [
        "Verein Brücke",
        None,
        "Fraktion Offene Stadt",
    ], "the association agreed to be named with one of its two"
    assert "p-0301" not in str(report)


def test_a_small_group_is_not_counted_apart_and_cannot_be_reckoned_back() -> None:
    report = told(city(bt_1=44, bt_2=3))
    shown = {each["id"]: (each["participants"], each["few"]) for each in report["events"]}
    assert shown == {"bt-1": (tag(Count(44)), False), "bt-2": (None, True)}
    assert (report["participants"]["sum"], report["participants"]["few"]) == (44, 1)


def test_kinds_with_few_contributions_stand_in_one_row_and_all_rows_add_up() -> None:
    report = told(city(bt_1=44))
    rows = report["charts"]["kinds"]["rows"]
    totals = [sum(row["counts"].values()) + row["without"] for row in rows]
    assert totals == [5, 3], "five of private persons; the association's two and the group's one together"
    assert sum(totals) == report["total"] == 8
    by_theme = report["charts"]["themes"]["rows"]
    assert sum(sum(row["counts"].values()) + row["without"] for row in by_theme) == 8


def test_since_a_day_only_what_came_then_is_reported() -> None:
    report = told(city(bt_1=44, bt_2=30), since=datetime.date(2026, 5, 6))
    assert [each["id"] for each in report["events"]] == ["bt-2"]
    assert report["total"] == 3


def test_what_is_no_edition_is_misuse() -> None:
    with pytest.raises(UsageError):
        context(city(), TODAY, "he-01")


def test_nothing_recorded_is_said() -> None:
    files = {path: words.encode() for path, words in good().items()}
    empty = told(load(Memory(files), KINDS))
    words = render("consultation-report", empty, to="md", language="en")
    assert "No consultation is recorded." in words
    assert "No contribution is recorded." in words


def test_what_came_after_the_adoption_is_in_no_report_of_what_led_to_it() -> None:
    before = CONTRIBUTION.format(
        n=99, day="2022-01-10", who=BRIDGE, element="he-01", proposal="Früher anfangen."
    )
    files = {**dict(good()), **dict(contributions()), "concept/contributions/s-99.yaml": before}
    files["concept/consultations/bt-1.yaml"] = EVENT.format(
        id="bt-1", title="Werkstatt", form="workshop", date="2026-05-01", participants=44
    )
    state = load(Memory({path: words.encode() for path, words in files.items()}), KINDS)
    report = told(state)
    assert (report["total"], report["events"]) == (1, [])
    assert (report["later"]["events"], report["later"]["contributions"]) == (1, 8)
    words = render("consultation-report", report, to="md", language="de")
    assert "ist nicht Teil dieses Berichts: 1 Beteiligung, 8 Beiträge." in words
    later = told(state, since=datetime.date(2026, 1, 1))
    assert (later["total"], later["later"]["whole"]) == (8, True)
