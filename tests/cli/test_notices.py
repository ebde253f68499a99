"""Notices of a decided call from the draft to finality, as the officer types them, with mistakes."""

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran
from tests.cli.inprocess import call
from tests.cli.terminal import at_terminal
from tests.gallery.cases import HERE

Kic = Callable[..., Ran]
CALL = "2025-2"
AWARD, REFUSAL = f"{CALL}-001", f"{CALL}-002"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small city with a decided call: one award and one refusal, of which no notice is drafted yet."""
    folder = tmp_path / "stadt"
    shutil.copytree(HERE / "_good", folder)
    shutil.copytree(HERE / "_noticed", folder, dirs_exist_ok=True)
    shutil.rmtree(folder / f"applications/{CALL}/notices")
    return folder


@pytest.fixture
def kic(folder: Path) -> Kic:
    """`kic notice ...` on a day; what writes is answered with --yes unless the line says otherwise."""

    def run(line: str, *, today: str = "2025-07-21", lang: str = "de", yes: bool = True) -> Ran:
        words = shlex.split(line)
        looks = words[0] == "list" or "--dry-run" in words or not yes
        return call("notice", *words, *(() if looks else ("--yes",)), folder=folder, today=today, lang=lang)

    return run


def said(ran: Ran) -> list[str]:
    """The codes of what the rules said."""
    return re.findall(r"^(KIC\d{3}) ", ran.err, re.MULTILINE)


def done(kic: Kic, line: str, *, today: str = "2025-07-21") -> Ran:
    """A line that is carried out without an error."""
    ran = kic(line, today=today)
    assert ran.code == 0, (line, ran.err)
    return ran


def out(kic: Kic) -> None:
    """Drafted, issued and posted on Monday, 21 July 2025."""
    for line in (
        f"draft {CALL} --parts 2 --prerequisite 'Der Bescheid ist bestandskräftig'",
        f"issue {CALL}",
        f"post {CALL}",
    ):
        done(kic, line)


def listed(kic: Kic, id_: str, *, today: str = "2025-07-21") -> dict[str, object]:
    """The last notice on an application, as the list tells it."""
    rows = json.loads(kic(f"list {id_} --format json", today=today, yes=False).out)["data"]["notices"]
    return rows[-1]


def test_a_whole_call_is_drafted_issued_and_posted_in_three_steps(kic, folder):
    drafted = done(kic, f"draft {CALL} --parts 2 --prerequisite 'Der Bescheid ist bestandskräftig'")
    assert "Bewilligungen: 1, Ablehnungen: 1." in drafted.err
    text = (folder / f"applications/{CALL}/notices/{AWARD}-n1.yaml").read_text("utf-8")
    assert text == (
        f"kind: notice\nid: {AWARD}-n1\ninvented: true\ncall: 2025-2\napplication: {AWARD}\nnotice: award\n"
        "decision: 2025-2-d1\namount: 6000.00\nperiod:\n  start: 2025-09-01\n  end: 2026-12-15\n"
        "instalments:\n  - number: 1\n    amount: 3000.00\n  - number: 2\n    amount: 3000.00\n"
        "conditions:\n  - id: a1\n    condition: prerequisite\n    text: Der Bescheid ist bestandskräftig\n"
        "reports:\n  - report: proof_of_use\n    due: 2027-03-31\nremedies:\n  instruction: given\n"
    )
    refused = (folder / f"applications/{CALL}/notices/{REFUSAL}-n1.yaml").read_text("utf-8")
    assert "reichten die noch freien Mittel für diesen Antrag nicht aus." in " ".join(refused.split())
    assert "Hausaufgabenhilfe" not in refused, "no competitor is named"

    done(kic, f"issue {CALL}")
    posted = done(kic, f"post {CALL}")
    assert "Bekanntgabe am 25.07.2025" in posted.err
    assert "Widerspruch bis 25.08.2025, bestandskräftig ab 26.08.2025" in posted.err
    assert listed(kic, AWARD) == {
        "id": f"{AWARD}-n1",
        "application": AWARD,
        "kind": "award",
        "amount": "6000.00",
        "state": "issued",
        "issued": "2025-07-21",
        "delivered": "2025-07-25",
        "appeal_end": "2025-08-25",
        "final": "2025-08-26",
        "open_conditions": ["a1"],
        "objections": [],
    }
    assert listed(kic, AWARD, today="2025-08-26")["state"] == "final"
    assert "Widerspruch bis 25.08.2025" in kic("list", yes=False).out
    assert "Alle Bescheide sind bestandskräftig." in kic("list", today="2025-08-26", yes=False).out
    again = kic(f"draft {CALL}")
    assert (again.code, "es ist kein bescheid zu entwerfen" in again.err.casefold()) == (1, True)


def test_reasons_are_in_the_words_of_the_city_and_not_of_the_session(kic, folder):
    ran = kic(f"draft {REFUSAL}", lang="en")
    assert ran.code == 0, ran.err
    assert "Die Mittel des Förderaufrufs" in (
        folder / f"applications/{CALL}/notices/{REFUSAL}-n1.yaml"
    ).read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (f"issue {CALL}", 1, "Es gibt noch keinen: kic notice draft 2025-2."),
        ("draft 2025-9", 2, "gibt es nicht"),
        (f"draft {CALL} --reason Weil", 2, "--reason gilt für einen Antrag; gemeint sind 2."),
        (f"draft {AWARD} --instalment viel", 2, "--instalment erwartet einen Betrag"),
        (f"draft {AWARD} --instalment 6000@morgen", 2, "--instalment erwartet einen Tag"),
        (f"amend {AWARD} --end 31.12.2026", 1, "keine Bewilligung, die geändert werden könnte"),
        (
            f"revoke {AWARD} --known 21.07.2025 --reason X",
            1,
            "keine Bewilligung, die widerrufen werden könnte",
        ),
        (f"post {AWARD}", 1, "Es gibt noch keinen"),
        (f"condition {AWARD}", 1, "Kein Bescheid zu 2025-2-001 wartet darauf."),
        (f"objection {AWARD}", 2, "Zu 2025-2-001 gibt es keinen Widerspruch."),
    ],
)
def test_what_comes_too_early_or_is_misspelled(kic, line, code, words):
    ran = kic(line, yes=not line.startswith(("condition", "objection")))
    assert ran.code == code, ran.err
    assert words in ran.err


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        (f"issue {CALL} --role r-buchung", ["KIC813", "KIC813"]),
        (f"issue {CALL} --on 14.07.2025", ["KIC801", "KIC801"]),
        (f"issue {CALL} --on 22.07.2025", ["KIC815", "KIC815"]),
        (f"condition {AWARD} --add 'Eigenanteil' --blocks 3", ["KIC831"]),
    ],
)
def test_drafts_that_may_not_go_out(kic, line, codes):
    done(kic, f"draft {CALL} --parts 2")
    ran = kic(line)
    assert (ran.code, said(ran)) == (1, codes), ran.err


def test_a_draft_follows_the_decision_and_can_be_dropped(kic, folder):
    done(kic, f"draft {AWARD} --prerequisite 'Bestandskraft'")
    decision = folder / f"applications/{CALL}/decisions/2025-2-d1.yaml"
    entry = "entries:\n  - date: 2025-07-21\n    application: 2025-2-001\n    event: reduced\n"
    entry += "    before: 6000.00\n    after: 5000.00\n    reason: Weniger Honorare.\n"
    with decision.open("a", encoding="utf-8") as file:
        file.write(entry)
    assert "kic notice draft 2025-2-001 --again" in call("check", folder=folder, today="2025-07-21").out
    done(kic, f"draft {AWARD} --again")
    text = (folder / f"applications/{CALL}/notices/{AWARD}-n1.yaml").read_text("utf-8")
    assert "amount: 5000.00\n" in text
    assert "reason: Weniger Honorare.\n" in text
    assert "text: Bestandskraft\n" in text, "conditions are kept"
    done(kic, f"drop {AWARD}")
    done(kic, f"draft {CALL}")
    done(kic, f"issue {CALL}")
    assert "wurde erlassen und bleibt" in kic(f"drop {AWARD}-n1").err


def test_a_role_is_named_when_nobody_may_sign_alone(kic, folder):
    settings = folder / "kic.yaml"
    settings.write_text(
        settings.read_text("utf-8").replace("duties: [order]", "duties: [order, sign]"), "utf-8"
    )
    done(kic, f"draft {CALL}")
    ran = kic(f"issue {CALL}")
    assert (ran.code, "--role fehlt" in ran.err) == (2, True)
    wrong = kic(f"issue {CALL} --role leitung")
    assert "Meinten Sie r-leitung" in wrong.err
    done(kic, f"issue {CALL} --role R-Leitung")


def test_the_recipient_waives_remedies_after_the_letter_came(kic):
    out(kic)
    early = kic(f"waive {AWARD}", today="2025-07-23")
    assert said(early) == ["KIC819"]
    done(kic, f"waive {AWARD} --arrived 22.07.2025", today="2025-07-23")
    assert listed(kic, AWARD, today="2025-07-23")["state"] == "final"


def test_a_letter_comes_back_and_goes_out_again(kic):
    out(kic)
    done(kic, f"return {AWARD} --note 'Unbekannt verzogen'", today="2025-07-28")
    assert listed(kic, AWARD)["delivered"] is None
    done(kic, f"post {AWARD} --by Einschreiben", today="2025-07-29")
    assert listed(kic, AWARD)["delivered"] is None, "a registered letter is proved"
    ahead = kic(f"deliver {AWARD} --on 31.07.2025", today="2025-07-30")
    assert said(ahead) == ["KIC815"]
    done(kic, f"deliver {AWARD} --on 30.07.2025", today="2025-07-31")
    assert listed(kic, AWARD)["appeal_end"] == "2025-09-01"  # 30.08.2025 is a Saturday


def test_conditions_are_met_extended_and_waived(kic):
    out(kic)
    shown = kic(f"condition {AWARD}", yes=False)
    assert "Der Bescheid ist bestandskräftig" in shown.out
    no_evidence = kic(f"condition {AWARD} a1 met", today="2025-08-26")
    assert said(no_evidence) == ["KIC832"]
    assert "--evidence" in no_evidence.err
    done(kic, f"condition {AWARD} a1 met --evidence 'Kein Widerspruch bis 25.08.2025'", today="2025-08-26")
    twice = kic(f"condition {AWARD} a1 waived --reason 'Doppelt'", today="2025-08-27")
    assert said(twice) == ["KIC833"]
    assert "Meinten Sie a1?" in kic(f"condition {AWARD} a11 met").err
    answer = json.loads(kic(f"condition {AWARD} --format json", yes=False).out)["data"]
    assert [(each["id"], each["state"]) for each in answer["conditions"]] == [("a1", "met")]


def test_reports_are_reminded_of_and_put_off(kic):
    out(kic)
    done(kic, f"remind {AWARD} Verwendungsnachweis", today="2026-06-01")
    earlier = kic(f"extend {AWARD} proof_of_use --due 31.03.2027 --reason Krankheit", today="2026-06-01")
    assert said(earlier) == ["KIC835"]
    done(kic, f"extend {AWARD} proof_of_use --due 30.06.2027 --reason Krankheit", today="2026-06-01")
    missing = kic(f"extend {AWARD} proof_of_use --reason Krankheit", today="2026-06-01")
    assert (missing.code, "--due fehlt" in missing.err) == (2, True)


def test_an_award_is_amended_on_request(kic, folder):
    out(kic)
    ran = kic(f"amend {AWARD}", today="2026-01-12")
    assert ran.code == 2
    bare = kic(f"amend {AWARD} --end 20.12.2026", today="2026-01-12")
    assert said(bare) == ["KIC829"]
    more = kic(f"amend {AWARD} --amount 6500 --instalment 6500 --requested 08.01.2026", today="2026-01-12")
    assert more.code == 0, "a draft may ask the committee for more"
    refused = kic(f"issue {AWARD}", today="2026-01-12")
    assert said(refused) == ["KIC802"]
    (folder / f"applications/{CALL}/notices/{AWARD}-n2.yaml").unlink()
    done(
        kic,
        f"amend {AWARD} --end 20.12.2026 --requested 08.01.2026 --reason 'Halle gesperrt'",
        today="2026-01-12",
    )
    done(kic, f"issue {AWARD}", today="2026-01-12")
    done(kic, f"post {AWARD}", today="2026-01-12")
    assert listed(kic, AWARD, today="2026-01-12")["delivered"] == "2026-01-16"


def test_nothing_is_taken_back_without_a_hearing(kic):
    out(kic)
    done(kic, f"revoke {AWARD} --known 10.02.2026 --reason 'Nicht begonnen'", today="2026-02-12")
    assert said(kic(f"issue {AWARD}", today="2026-02-12")) == ["KIC816"]
    assert said(kic(f"hear {AWARD} --due 12.02.2026", today="2026-02-12")) == ["KIC817"]
    done(kic, f"hear {AWARD} --due 27.02.2026", today="2026-02-12")
    assert said(kic(f"issue {AWARD}", today="2026-02-27")) == ["KIC817"]
    done(kic, f"hear {AWARD} --answered --note 'Keine Einwände'", today="2026-02-27")
    done(kic, f"issue {AWARD}", today="2026-02-27")
    done(kic, f"post {AWARD}", today="2026-02-27")
    last = listed(kic, AWARD, today="2026-02-27")
    assert (last["kind"], last["amount"], last["delivered"]) == ("revocation", "0.00", "2026-03-03")


def test_an_objection_goes_its_way(kic):
    out(kic)
    done(kic, f"object {REFUSAL} --claim 600,00", today="2025-08-25")
    assert listed(kic, REFUSAL, today="2025-08-27")["objections"] == [f"{REFUSAL}-o1"]
    assert said(kic(f"objection {REFUSAL} decided --outcome rejected", today="2025-09-01")) == ["KIC843"]
    done(kic, f"objection {REFUSAL} handed_over", today="2025-09-01")
    unasked = kic(f"objection {REFUSAL} decided", today="2025-11-04")
    assert (unasked.code, "--outcome fehlt" in unasked.err) == (2, True)
    done(
        kic,
        f"objection {REFUSAL} decided --outcome zurückgewiesen --delivered 10.11.2025 --on 04.11.2025",
        today="2025-11-12",
    )
    shown = kic(f"objection {REFUSAL}", today="2025-11-12", yes=False)
    assert "fristgerecht" in shown.out
    assert "ab dem 11.12.2025 nicht mehr entgegen" in shown.out
    waiting = kic(f"list {REFUSAL}", today="2025-12-10", yes=False).out
    assert "entschieden, bestandskräftig ab" in " ".join(waiting.split()), (
        "the month for a lawsuit still runs"
    )
    assert listed(kic, REFUSAL, today="2025-12-11")["state"] == "final"
    late = kic(f"object {REFUSAL} --claim 600,00", today="2025-12-01")
    assert late.code == 0, "a late letter is recorded all the same"
    assert "KIC841" in said(late)


def test_a_successful_objection_sets_the_refusal_aside(kic):
    out(kic)
    done(kic, f"object {REFUSAL} --claim 600,00", today="2025-08-18")
    ran = done(kic, f"objection {REFUSAL} remedied --note 'Ermessensfehler'", today="2025-09-01")
    assert said(ran) == ["KIC849"], "the award has still to come"
    assert listed(kic, REFUSAL, today="2025-09-01")["state"] == "set_aside"


def test_nothing_is_written_without_a_yes(kic, folder):
    ran = kic(f"draft {CALL}", yes=False)
    assert ran.code != 0
    dry = kic(f"draft {CALL} --dry-run")
    assert dry.code == 0
    assert dry.out.startswith("diff --git")
    assert not (folder / f"applications/{CALL}/notices").exists()


def test_what_is_missing_is_asked_for_at_a_terminal(folder):
    shutil.copytree(HERE / "_noticed", folder, dirs_exist_ok=True)
    code, shown = at_terminal(
        "notice",
        "revoke",
        AWARD,
        cwd=folder,
        lang="de",
        typed=(
            ("Alle Tatsachen sind bekannt seit: [22.11.2026]", "31.2.2026\n"),
            ("nicht „31.2.2026“", "10.11.2026\n"),
            ("Warum wird die Bewilligung widerrufen?", "\n"),
            ("Hier ist eine Antwort nötig", "Zweck verfehlt\n"),
            ("ein Widerruf ist möglich bis 10.11.2027", ""),
            ("[j/N]", "j\n"),
        ),
    )
    assert code == 0, shown
    assert "Widerrufsbescheid, Entwurf" in shown
    assert "known: 2026-11-10" in (folder / f"applications/{CALL}/notices/{AWARD}-n2.yaml").read_text("utf-8")
