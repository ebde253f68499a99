"""What the law does not allow of notices: each line one wrong step, and the code that refuses it."""

import pytest

from kic.core.rule import run
from kic.domain.chapters import KINDS
from kic.domain.notices.chain_rules import RULES as CHAIN_RULES
from kic.domain.rules import RULES
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.notices.small import (
    AWARD,
    FOLDER,
    TODAY,
    award,
    change,
    codes,
    day,
    files,
    objection,
    refusal,
    text_of,
)

ISSUED = "2025-07-21 issued role=r-leitung"
POSTED = f"{ISSUED}\n2025-07-21 posted channel=letter"
HEARD = "2026-03-02 hearing_sent due=2026-03-20"
OUT = "2026-03-23 issued role=r-leitung\n2026-03-23 posted channel=letter"
HANDED = "2026-03-23 issued role=r-leitung\n2026-03-23 posted channel=handed_over"
REVOKED = {"before": "6000.00", "amount": "0.00", "known": "2026-02-10", "reason": "Zweck verfehlt"}
AMENDED = {
    "decision": "2025-2-d1",
    "before": "6000.00",
    "amount": "6000.00",
    "requested": "2026-03-10",
    "reason": "Die Halle ist gesperrt.",
}


def test_the_shared_notices_are_legal():
    assert codes() == []


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        (POSTED, []),
        ("2025-07-21 posted channel=letter", ["KIC814"]),
        (f"{ISSUED}\n2025-07-25 delivered", ["KIC814"]),
        (f"{ISSUED}\n2025-07-25 returned", ["KIC814"]),
        (f"{POSTED}\n2025-07-25 returned\n2025-07-28 delivered", ["KIC814"]),
        (f"{ISSUED}\n2025-07-22 issued role=r-leitung", ["KIC814"]),
        (f"{POSTED}\n2025-08-01 hearing_sent due=2025-08-15", ["KIC814"]),
        (f"{POSTED}\n2025-08-01 set_aside\n2025-08-04 posted channel=letter", ["KIC814"]),
        ("2025-07-18 hearing_answered", ["KIC814"]),
        ("2025-07-21 issued", ["KIC813"]),
        ("2025-07-21 issued role=r-buchung", ["KIC813"]),
        (
            "2025-07-14 issued role=r-leitung\n2025-07-14 posted channel=letter",
            ["KIC801"],
        ),  # decided on 15.07.
        ("2025-07-21 issued role=r-leitung\n2025-07-18 posted channel=letter", ["KIC815"]),
        (f"{POSTED}\n2026-11-23 delivered", ["KIC815"]),  # in the future
        (f"{POSTED}\n2025-07-24 remedies_waived", ["KIC819"]),
        (f"{POSTED}\n2025-07-25 remedies_waived", []),
        (f"{ISSUED}\n2025-07-21 posted channel=registered\n2025-07-28 remedies_waived", ["KIC819"]),
        (f"{ISSUED}\n2025-07-25 remedies_waived", ["KIC819"]),
    ],
)
def test_steps_of_a_notice(steps, found):
    assert codes(award=award(steps)) == found


@pytest.mark.parametrize(
    ("edits", "found"),
    [
        ({"a": ("amount: 6000.00\nfin", "amount: 6000.01\nfin"), "b": ("2000.00", "2000.01")}, ["KIC802"]),
        (
            {"a": ("amount: 6000.00\nfin", "amount: 5999.99\nfin"), "b": ("2000.00", "1999.99")},
            ["KIC802", "KIC805"],
        ),
        ({"a": ("amount: 6000.00\nfin", "fin")}, ["KIC802", "KIC825"]),
        ({"a": ("decision: 2025-2-d1\n", "")}, ["KIC801"]),
        ({"a": ("notice: award", "notice: award\nchanges: 2025-2-001-n1")}, ["KIC808"]),
        ({"a": ("2000.00", "1999.99")}, ["KIC825"]),
        ({"a": ("4000.00", "6000.01"), "b": ("2000.00", "-0.01")}, ["KIC825"]),
        ({"a": ("4000.00", "6000.00"), "b": ("2000.00", "0.00")}, ["KIC825"]),
        ({"a": ("number: 2", "number: 1"), "b": ("    blocks: [1, 2]\n", "")}, ["KIC825"]),
        ({"a": ("blocks: [1, 2]", "blocks: [3]")}, ["KIC831"]),
        ({"a": ("condition: prerequisite", "condition: obligation")}, ["KIC831"]),
        ({"a": ("id: a2", "id: a1")}, ["KIC836"]),
        ({"a": ("end: 2026-12-15", "end: 2025-08-15")}, ["KIC828"]),
        ({"a": ("remedies:\n", "remedies:\n  instruction: missing\n")}, ["KIC807"]),
        ({"a": ("call: 2025-2\n", "call: 2025-1\n")}, ["KIC800"]),
    ],
)
def test_what_an_award_says(edits, found):
    assert codes(award=award(**edits)) == found


@pytest.mark.parametrize(
    "reason",
    [
        "Besser bewertet ist 2025-2-001.",
        "Das Geld bekam der Brücke Musterstadt e. V.",
        "Anders als die Hausaufgabenhilfe im Gemeindehaus ist das Vorhaben nicht öffentlich.",
    ],
)
def test_a_refusal_names_nobody_else(reason):
    body = files()["concept/bodies/v-bruecke.yaml"].decode()
    name = next(line.partition(": ")[2] for line in body.splitlines() if line.startswith("name: "))
    reason = reason.replace("der Brücke Musterstadt e. V.", f"der {name}")
    text = refusal(a=("Die Mittel des Förderaufrufs reichen nicht für alle Anträge.", reason))
    assert codes(refusal=text) == ["KIC806"]


def test_a_refusal_may_name_the_applicants_own_project():
    text = refusal(a=("Die Mittel des Förderaufrufs", "Für die Kochabende mit Wortschatz: Die Mittel"))
    assert codes(refusal=text) == []


@pytest.mark.parametrize(
    ("steps", "fields", "found"),
    [
        (f"{HEARD}\n{OUT}", {}, []),
        (f"{HEARD}\n2026-03-16 hearing_answered\n2026-03-17 issued role=r-leitung", {}, []),
        (f"{HEARD}\n2026-03-20 issued role=r-leitung", {}, ["KIC817"]),  # the last day itself is still open
        (f"2026-03-02 hearing_sent\n{OUT}", {}, ["KIC817"]),
        (OUT, {}, ["KIC816"]),
        (f"{HEARD}\n{OUT}", {"known": ""}, ["KIC818"]),
        # all facts known on Fri 21.03.2025: the year ends on Sat 21.03.2026, so on Monday, the day of issue; the letter
        # counts as delivered on 27.03., so it has to be handed over to take effect on that day
        (f"{HEARD}\n{OUT}", {"known": "2025-03-21"}, ["KIC838"]),
        (f"{HEARD}\n{HANDED}", {"known": "2025-03-21"}, []),
        (
            f"{HEARD}\n{OUT}",
            {"known": "2025-03-26"},
            ["KIC838"],
        ),  # a Thursday: the day before the letter counts
        (f"{HEARD}\n{OUT}", {"known": "2025-03-27"}, []),
        (f"{HEARD}\n{OUT}", {"known": "2025-03-20"}, ["KIC818"]),
        (
            f"{HEARD}\n{OUT}",
            {"known": "2062-03-20"},
            ["KIC818"],
        ),  # a slip that would hide that the year is over
        (f"{HEARD}\n{OUT}", {"reason": ""}, ["KIC805"]),
        (f"{HEARD}\n{OUT}", {"amount": "6000.00"}, ["KIC809"]),
        (f"{HEARD}\n{OUT}", {"amount": "-1.00"}, ["KIC809"]),
        (HEARD, {}, []),
        (HEARD, {"amount": "6000.00"}, ["KIC809"]),  # the hearing would say a wrong sum already
        (HEARD, {"amount": "-1.00"}, ["KIC809"]),
        (f"{HEARD}\n{OUT}", {"before": "5900.00"}, ["KIC809"]),
        (f"{HEARD}\n{OUT}", {"changes": ""}, ["KIC808"]),
        (f"{HEARD}\n{OUT}", {"changes": "2025-2-002-n1"}, ["KIC808"]),
        (f"{HEARD}\n{OUT}", {"changes": "2025-2-001-n2"}, ["KIC808"]),
    ],
)
def test_a_revocation(steps, fields, found):
    assert codes(n2=change("revocation", steps, **{**REVOKED, **fields})) == found


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, []),
        ({"requested": ""}, []),  # the reason is enough
        ({"reason": ""}, []),  # so is the request
        ({"requested": "", "reason": ""}, ["KIC829"]),
        ({"requested": "2026-03-24"}, ["KIC829"]),
        ({"amount": "6500.00"}, ["KIC802", "KIC825"]),
        ({"amount": "6500.00", "decision": ""}, ["KIC802", "KIC825"]),
        ({"amount": "-1.00"}, ["KIC802", "KIC825"]),
        ({"amount": "5000.00"}, ["KIC825"]),
        ({"before": "6500.00"}, ["KIC809"]),
    ],
)
def test_an_amendment(fields, found):
    assert codes(n2=change("amendment", OUT, **{**AMENDED, **fields})) == found


LESS = {
    **AMENDED,
    "amount": "5000.00",
    "instalments": "\n  - {number: 1, amount: 4000.00}\n  - {number: 2, amount: 1000.00}",
}


def test_an_amendment_that_nobody_asked_for_takes_nothing_away_without_a_hearing():
    assert codes(n2=change("amendment", OUT, **LESS)) == []
    unasked = {**LESS, "requested": ""}
    assert codes(n2=change("amendment", OUT, **unasked)) == ["KIC816"]
    assert codes(n2=change("amendment", f"{HEARD}\n{OUT}", **unasked)) == []


def test_what_is_not_issued_yet_cannot_be_changed():
    drafted = award().partition("steps:\n")[0]
    assert codes(award=drafted, n2=change("amendment", "", **AMENDED)) == ["KIC808"]


def steps_of_conditions(*lines: str) -> str:
    return award() + "condition_steps:\n" + "".join(f"  - {{{line}}}\n" for line in lines)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["date: 2025-09-01, condition: a1, event: met, evidence: Frist"], []),
        (["date: 2025-09-01, condition: a3, event: met, evidence: Frist"], ["KIC830"]),
        (["date: 2025-09-01, condition: a1, event: met"], ["KIC832"]),
        (["date: 2025-09-01, condition: a1, event: waived"], ["KIC832"]),
        (["date: 2025-09-01, condition: a1, event: extended"], ["KIC832"]),
        (
            [
                "date: 2026-11-02, condition: a1, event: extended, due: 2026-12-15",
                "date: 2026-11-09, condition: a1, event: extended, due: 2026-12-11",
            ],
            ["KIC832"],
        ),
        (["date: 2025-07-18, condition: a1, event: met, evidence: Frist"], ["KIC833"]),
        (
            [
                "date: 2025-09-01, condition: a1, event: met, evidence: Frist",
                "date: 2025-09-02, condition: a1, event: waived, reason: Doppelt",
            ],
            ["KIC833"],
        ),
        (["date: 2026-11-23, condition: a1, event: met, evidence: Frist"], ["KIC815"]),
    ],
)
def test_steps_of_a_condition(lines, found):
    assert codes(award=steps_of_conditions(*lines)) == found


def test_a_condition_is_overdue_on_the_day_after():
    text = award(due=("aufbewahrt.\n", "aufbewahrt.\n    due: 2026-11-21\n"))
    assert codes(day("2026-11-21"), award=text) == []
    assert codes(day("2026-11-22"), award=text) == ["KIC834"]


LATER = "date: 2026-11-16, report: proof_of_use, event: extended, due: 2027-06-30, reason: Krankheit"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("date: 2026-11-16, report: proof_of_use, event: reminded", []),
        (LATER, []),
        ("date: 2026-11-16, report: proof_of_use, event: extended, due: 2027-06-30", ["KIC835"]),
        ("date: 2026-11-16, report: proof_of_use, event: extended, reason: Krankheit", ["KIC835"]),
        (
            "date: 2026-11-16, report: proof_of_use, event: extended, due: 2027-03-31, reason: Krankheit",
            ["KIC835"],
        ),
        (
            LATER + "}\n  - {" + LATER.replace("2027-06-30", "2027-05-31"),
            ["KIC835"],
        ),
        ("date: 2025-07-01, report: proof_of_use, event: reminded", ["KIC835"]),
    ],
)
def test_more_time_for_a_report(line, found):
    assert codes(award=award() + f"report_steps:\n  - {{{line}}}\n") == found


# -- objections ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "steps", "fields", "found"),
    [
        ("2025-08-25", "", {}, []),
        ("2025-08-26", "", {}, ["KIC841"]),
        ("2025-08-26", "", {"restored": "true", "note": "Krankenhaus"}, []),
        ("2025-08-26", "", {"restored": "true"}, ["KIC842"]),
        ("2025-08-26", "2025-09-01 partly_remedied", {}, ["KIC841", "KIC842"]),
        ("2025-07-20", "", {}, ["KIC840"]),
        ("2025-08-18", "", {"against": "2025-2-001-n1"}, ["KIC840"]),
        ("2025-08-18", "2025-09-01 heard", {}, ["KIC843"]),
        ("2025-08-18", "2025-09-01 decided outcome=rejected", {}, ["KIC843"]),
        ("2025-08-18", "2025-09-01 sued", {}, ["KIC843"]),
        ("2025-08-18", "2025-09-01 handed_over\n2025-10-01 sued", {}, ["KIC843"]),
        # § 75 VwGO: three months after Monday 18.08. nothing is decided; who sues a day later may
        ("2025-08-18", "2025-09-01 handed_over\n2025-11-18 sued", {}, ["KIC843"]),
        ("2025-08-18", "2025-09-01 handed_over\n2025-11-19 sued", {}, []),
        ("2025-08-18", "2025-11-19 sued\n2026-05-04 judged outcome=rejected", {}, []),
        ("2025-08-18", "2025-09-01 handed_over\n2025-10-01 judged outcome=rejected", {}, ["KIC843"]),
        ("2025-08-18", "2025-09-01 withdrawn\n2025-10-01 handed_over", {}, ["KIC843"]),
        ("2025-08-18", "2025-09-01 handed_over outcome=rejected", {}, ["KIC844"]),
        ("2025-08-18", "2025-09-01 handed_over\n2025-10-01 decided", {}, ["KIC844"]),
        ("2025-08-18", "2025-08-15 handed_over", {}, ["KIC845"]),
        ("2025-08-18", "2026-11-23 handed_over", {}, ["KIC845"]),
        (
            "2025-08-18",
            "2025-09-01 handed_over\n2025-10-02 decided outcome=rejected delivered=2025-10-01",
            {},
            ["KIC845"],
        ),
        ("2025-08-18", "", {"claim": ""}, ["KIC847"]),
        ("2025-08-18", "", {"claim": "600.01"}, ["KIC847"]),
        ("2025-08-18", "", {"claim": "-0.01"}, ["KIC847"]),
        ("2025-08-18", "2025-09-01 remedied", {}, ["KIC849"]),
    ],
)
def test_an_objection(received, steps, fields, found):
    text = objection(received, steps, **fields)
    if "against" in fields:
        text = text.replace("against: 2025-2-002-n1\n", "", 1)
    assert codes(o1=text) == found


def test_after_a_waiver_an_objection_is_too_late():
    waived = refusal(f"{POSTED}\n2025-07-28 remedies_waived")
    assert codes(refusal=waived, o1=objection("2025-07-29")) == ["KIC841"]


# -- against the committed state -----------------------------------------------------------------------


def changed(**to: str) -> list[str]:
    """The codes of this chapter when the shared files become these."""
    before = load(Memory(files()), KINDS)
    after = load(Memory(files(**to)), KINDS)
    found = {each.law.code for each in run(RULES, after, TODAY, before=before)}
    return sorted(code for code in found if "KIC800" <= code <= "KIC849" or code == "KIC066")


def test_an_issued_notice_only_gains_steps():
    assert changed(award=award(f"{POSTED}\n2025-07-28 remedies_waived")) == []
    assert changed(award=award() + "note: Frage der Kämmerei beantwortet.\n") == []
    assert changed(award=award(a=("end: 2026-12-15", "end: 2026-12-14"))) == ["KIC820"]
    assert changed(award=award(a=("file: 10-4/2025-2-001-1\n", ""))) == ["KIC820"]
    assert changed(award=award(ISSUED)) == ["KIC066"]
    entered = "register:\n  date: 2026-02-20\n"
    assert "KIC820" not in changed(award=award() + entered)
    before = load(Memory(files(award=award() + entered)), KINDS)
    after = load(Memory(files(award=award() + entered.replace("20", "19", 1))), KINDS)
    assert "KIC820" in {each.law.code for each in run(CHAIN_RULES, after, TODAY, before=before)}


def test_a_draft_may_be_rewritten_and_withdrawn():
    drafted = change("amendment", "", **AMENDED)
    before = load(Memory(files(n2=drafted)), KINDS)
    for after in (files(n2=drafted.replace("gesperrt", "belegt")), files()):
        found = {each.law.code for each in run(CHAIN_RULES, load(Memory(after), KINDS), TODAY, before=before)}
        assert found == set()


def test_an_objection_does_not_vanish_and_stays_what_it_was():
    kept = objection("2025-08-18")
    before = load(Memory(files(o1=kept)), KINDS)

    def after(**to: str) -> set[str]:
        state = load(Memory(files(**to)), KINDS)
        return {each.law.code for each in run(CHAIN_RULES, state, TODAY, before=before)}

    assert after() == {"KIC821"}
    assert after(o1=objection("2025-08-19")) == {"KIC820"}
    assert after(o1=objection("2025-08-18", claim="500.00")) == set()


def test_a_second_award_and_a_refusal_of_what_was_awarded():
    again = text_of(AWARD).replace("001-n1", "001-n2").replace("2025-07-21", "2025-07-28")
    assert codes(n2=again) == ["KIC803"]
    turned = refusal().replace("2025-2-002", "2025-2-001")
    assert codes(award=turned) == ["KIC804"]
    assert f"{FOLDER}/notices/{AWARD}.yaml" in files()
