"""What a hand edit of records that are committed or decided cannot hide, beside the cases of the gallery."""

import pytest

from kic.core.rule import run
from kic.domain.scoring.stage_rules import RULES as STAGES
from kic.repository.judging import judge
from tests.domain.deciding import CALL, FIRST, TODAY, Asked, item, name, office
from tests.domain.good import changed, good

S1 = "applications/2026-1/scores/s01.yaml"
FILE = f"applications/{CALL}/decisions/{CALL}-d1.yaml"


def two_with_an_item_of_its_own():
    made = office([Asked(6000, 90), Asked(3000, 80)], items=item(2, name(1), "carried", yes=2))
    assert made.award() == []
    assert made.amend(1, 5000, reason="Das Projekt wird kleiner.") == []
    return made


def test_more_money_rests_on_the_item_that_named_the_application():
    made = two_with_an_item_of_its_own()
    assert made.amend(1, 5500, reason="Mehrbedarf.", meeting=FIRST, item="top-1") == ["KIC754"]
    assert made.amend(1, 5500, reason="Mehrbedarf.", meeting=FIRST, item="top-2") == []


def test_a_meeting_without_its_item_is_no_vote():
    made = two_with_an_item_of_its_own()
    made.edit(FILE, "    event: reduced\n", f"    event: reduced\n    meeting: {FIRST}\n")
    assert made.errors() == ["KIC754"]


@pytest.mark.parametrize(
    ("decided", "found"), [("2026-11-18", []), ("2026-11", []), ("2026-11-19", ["KIC757"]), ("2026", [])]
)
def test_a_call_is_decided_on_the_day_of_its_decision(decided, found):
    made = two_with_an_item_of_its_own()
    made.edit(f"applications/{CALL}/call.yaml", "decided: 2026-11-18", f"decided: {decided}")
    assert [code for code in made.errors() if code == "KIC757"] == found


@pytest.mark.parametrize(
    ("stage", "edit", "found"),
    [
        ("nobody", ("wirkung: 80", "wirkung: 85"), []),
        ("office", ("wirkung: 80", "wirkung: 85"), ["KIC642"]),
        ("office", ("received: 2026-11-10", "received: 2026-11-11"), []),
        ("office", ("seat: s01", "seat: s01\nfilling: deputy"), ["KIC642"]),
        ("nobody", ("seat: s01", "seat: s04"), []),  # the file is there: KIC062 and others speak of it
        ("nobody", None, ["KIC643"]),
    ],
)
def test_marks_that_were_handed_in_do_not_change_unseen(repository, today, stage, edit, found):
    call = ("applications/2026-1/call.yaml", "marks_visible: office", f"marks_visible: {stage}")
    before = changed(call)
    after = changed(call, (S1, *edit)) if edit is not None else {k: v for k, v in before.items() if k != S1}
    assert S1 in good()
    told = run(STAGES, repository(after), today, before=repository(before))
    assert [each.law.code for each in told if each.law.code != "KIC640"] == found


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ("applications: 2\n  requested: 9000.00", []),
        ("applications: 3", ["KIC764"]),
        ("requested: 90000.00", ["KIC764"]),
    ],
)
def test_figures_of_what_came_in_agree_with_the_applications(figures, found):
    made = two_with_an_item_of_its_own()
    path = f"applications/{CALL}/call.yaml"
    made.files[path] += f"figures:\n  {figures}\n".encode()
    told = [each.law.code for each in judge(made.now, TODAY).diagnostics if each.law.code == "KIC764"]
    assert told == found


def test_a_decision_that_is_taken_away_is_missed_also_later():
    made = two_with_an_item_of_its_own()
    del made.files[FILE]
    assert "KIC758" in made.errors()
