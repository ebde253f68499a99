"""The agenda: each date of each chapter, what is overdue and what is not, and what makes it go away."""

import datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.documents.today_commands import command_of
from kic.domain.agenda import Due, DueState
from kic.domain.agenda.everything import agenda, within
from kic.domain.chapters import KINDS
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.good import good

CALL = "applications/2026-1/call.yaml"
APPLICATION = "applications/2026-1/2026-1-001.yaml"
NOTICE = "applications/2026-1/notices/2026-1-001-n1.yaml"


def day(spelling: str) -> datetime.date:
    return datetime.date.fromisoformat(spelling)


def read(files: dict[str, str]) -> Snapshot:
    return load(Memory({path: text.encode() for path, text in files.items()}), KINDS)


def dues(files: dict[str, str], today: str) -> dict[str, Due]:
    """The agenda of a day by record and key."""
    found = agenda(read(files), day(today))
    assert len({(due.record, due.key) for due in found}) == len(found)
    return {f"{due.record} {due.key}": due for due in found}


CITY = """\
kind: settings
id: musterstadt
format: 1
municipality:
  name: Stadt Musterstadt
land: RP
budget:
  - year: 2026
    amount: 50000.00
    announced: 2026-02-12
"""
BODY = "kind: body\nid: verein\nname: Verein für Begegnung\nbody: association\n"


def call(*lines: str, state: str = "decided") -> str:
    return "\n".join(
        (
            "kind: call",
            "id: 2026-1",
            "title: Aufruf 2026",
            "year: 2026",
            "number: 1",
            f"state: {state}",
            *lines,
            "",
        )
    )


def application(*lines: str) -> str:
    return "\n".join(
        (
            "kind: application",
            "id: 2026-1-001",
            "call: 2026-1",
            "number: 1",
            "title: Begegnung im Park",
            "summary: Ein Fest.",
            "applicant: {applicant: association, body: verein}",
            "themes: []",
            "period: {start: 2026-05-01, end: 2026-10-31}",
            "received: 2026-03-01T10:00",
            "costs: [{item: Material, amount: 1000.00}]",
            "financing: [{item: Zuschuss, fund: requested, amount: 1000.00}]",
            "requested: 1000.00",
            *lines,
            "",
        )
    )


def notice(*lines: str, kind: str = "award", amount: str = "1000.00", number: int = 1) -> str:
    return "\n".join(
        (
            "kind: notice",
            f"id: 2026-1-001-n{number}",
            "call: 2026-1",
            "application: 2026-1-001",
            f"notice: {kind}",
            *([f"amount: {amount}"] if amount else []),
            *lines,
            "",
        )
    )


def city(**files: str) -> dict[str, str]:
    """A city with one call and one application; more files by a short name."""
    paths = {"call": CALL, "application": APPLICATION, "notice": NOTICE, "settings": "kic.yaml"}
    made = {"kic.yaml": CITY, "concept/bodies/verein.yaml": BODY, CALL: call(), APPLICATION: application()}
    return made | {paths.get(name, name): text for name, text in files.items()}


DELIVERED = (
    "steps:",
    "  - {date: 2026-11-26, event: issued}",
    "  - {date: 2026-11-27, event: posted, channel: letter}",
)
"""Delivered on Tuesday 01.12.2026, open to objection until Monday 04.01.2027 (DOMAIN, section 3.4)."""


# -- calls, papers and meetings ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "state"),
    [("2026-03-31", DueState.AHEAD), ("2026-04-01", DueState.OVERDUE)],
)
def test_the_last_day_itself_is_not_overdue(today: str, state: DueState) -> None:
    files = city(call=call("closes: 2026-03-31T23:59", state="open"))
    assert dues(files, today)["2026-1 closes"].state is state


def test_a_call_from_draft_to_settlement() -> None:
    lines = (
        "opens: 2026-02-16",
        "closes: 2026-03-31T23:59",
        "decision_expected: 2026-04",
        "spend_by: 2026-12-31",
        "settle_by: 2027-03-31",
        "reports: [{report: proof_of_use, due: 2027-02-28}]",
    )
    expected = {
        "draft": {"2026-1 opens", "2026-1 closes"},
        "open": {"2026-1 closes", "2026-1 decision"},
        "closed": {"2026-1 decision"},
        "decided": {"2026-1 spend-by", "2026-1 settle-by", "2026-1 reports-1"},
        "settled": set(),
    }
    for state, keys in expected.items():
        assert set(dues(city(call=call(*lines, state=state)), "2026-01-15")) == keys, state


def test_a_month_is_meant_to_its_last_day() -> None:
    found = dues(city(call=call("decision_expected: 2026-04", state="closed")), "2026-04-15")
    assert found["2026-1 decision"].date == day("2026-04-30")


def test_papers_that_were_asked_for() -> None:
    asked = "papers: [{date: 2026-04-01, event: asked, papers: [Satzung], due: 2026-04-15}]"
    late = dues(city(application=application(asked)), "2026-04-20")["2026-1-001 papers"]
    assert (late.state, str(late.what)) == (DueState.OVERDUE, "missing papers: Satzung")
    came = asked.replace("}]", "}, {date: 2026-04-14, event: received, papers: [Satzung]}]")
    assert "2026-1-001 papers" not in dues(city(application=application(came)), "2026-04-20")


MEETING = "concept/meetings/2026-12-03.yaml"
RULES = CITY + "committee:\n  name: Ausschuss\n  notice_days: {value: 4, source: § 34 GemO RLP}\n"


def meeting(*lines: str) -> str:
    return "\n".join(
        ("kind: meeting", "id: 2026-12-03", "title: Herbstsitzung", "starts: 2026-12-03T17:00", *lines, "")
    )


def test_the_invitation_leaves_four_full_days() -> None:
    # between Saturday 28.11. and Thursday 03.12. lie 29., 30.11., 01. and 02.12.
    found = dues(city(settings=RULES, **{MEETING: meeting("state: planned")}), "2026-11-20")
    assert found["2026-12-03 invitation"].date == day("2026-11-28")
    assert found["2026-12-03 invitation"].source == "§ 34 GemO RLP"
    assert found["2026-12-03 meeting"].date == day("2026-12-03")


def test_after_the_invitation_the_meeting_is_left_and_then_its_minutes() -> None:
    invited = meeting("state: invited", "invitation: {sent: 2026-11-20}")
    assert set(dues(city(settings=RULES, **{MEETING: invited}), "2026-11-21")) == {"2026-12-03 meeting"}
    held = meeting("state: held")
    found = dues(city(settings=RULES, **{MEETING: held}), "2026-12-04")["2026-12-03 minutes"]
    assert (found.date, found.source) == (day("2027-01-03"), "§ 41 GemO RLP")
    sent = meeting("state: held", "minutes: {written: 2026-12-10, sent: 2026-12-12}")
    assert dues(city(settings=RULES, **{MEETING: sent}), "2026-12-13") == {}


def test_terms_that_end_together_are_one_date() -> None:
    seats = {
        f"concept/committee/s{n}.yaml": f"kind: seat\nid: s{n}\ntitle: Sitz {n}\nterms:\n  - {{start: 2024-07-01, end: {end}}}\n"
        for n, end in ((1, "2029-06-30"), (2, "2029-06-30"), (3, "2027-12-31"))
    }
    found = [each for each in agenda(read(city(**seats)), day("2026-11-22")) if each.key == "term"]
    assert [(each.date.isoformat(), each.what.values["n"]) for each in found] == [
        ("2027-12-31", 1),
        ("2029-06-30", 2),
    ]


# -- notices, conditions, objections -------------------------------------------------------------------


def test_a_notice_on_its_way() -> None:
    issued = ("steps:", "  - {date: 2026-11-26, event: issued}")
    found = dues(city(notice=notice(*issued)), "2026-11-30")["2026-1-001-n1 post"]
    assert (found.state, found.date) == (DueState.OPEN, day("2026-11-26"))
    served = (*issued, "  - {date: 2026-11-27, event: posted, channel: formal_service}")
    assert "2026-1-001-n1 delivery" in dues(city(notice=notice(*served)), "2026-11-30")
    back = (*issued, "  - {date: 2026-11-27, event: posted}", "  - {date: 2026-12-02, event: returned}")
    again = dues(city(notice=notice(*back)), "2026-12-03")["2026-1-001-n1 post"]
    assert again.date == day("2026-12-02")


def test_the_end_of_the_time_for_an_objection_and_finality() -> None:
    found = dues(city(notice=notice(*DELIVERED)), "2026-11-28")
    assert found["2026-1-001-n1 appeal-end"].date == day("2027-01-04")
    assert found["2026-1-001-n1 final"].date == day("2027-01-05")
    assert {"2026-1-001-n1 appeal-end", "2026-1-001-n1 final"}.isdisjoint(
        dues(city(notice=notice(*DELIVERED)), "2027-01-06")
    )  # nothing to do about them any more


def test_a_year_without_the_instruction_is_not_confirmed() -> None:
    missing = notice("remedies: {instruction: missing}", *DELIVERED)
    found = dues(city(notice=missing), "2026-11-28")["2026-1-001-n1 appeal-end"]
    assert (found.date, found.source, found.confirmed) == (day("2027-12-01"), "§ 58 Abs. 2 VwGO", False)


def test_a_waiver_of_remedies_ends_the_waiting() -> None:
    waived = notice(*DELIVERED, "  - {date: 2026-12-03, event: remedies_waived}")
    found = dues(city(notice=waived), "2026-12-02")
    assert "2026-1-001-n1 appeal-end" not in found
    assert found["2026-1-001-n1 final"].date == day("2026-12-03")


def test_a_decision_without_a_notice_waits() -> None:
    decision = "\n".join(
        (
            "kind: decision",
            "id: 2026-1-d1",
            "call: 2026-1",
            "meeting: 2026-12-03",
            "date: 2026-12-03",
            "basis:",
            "  kic: 0.1.0",
            "  rule: ranked",
            f"  problem: {'0' * 64}",
            "  budget: 1000.00",
            "proposal: []",
            "awards: [{application: 2026-1-001, item: top-1, amount: 1000.00}]",
            "",
        )
    )
    files = city(**{"applications/2026-1/decisions/2026-1-d1.yaml": decision})
    before = files | {"kic.yaml": CITY.replace("    announced: 2026-02-12\n", "")}
    waits = dues(before, "2026-12-04")["2026-1-d1 notices"]
    assert (waits.owes.value, waits.source) == ("council", "§ 99 GemO RLP")  # no budget, no notice
    assert waits.concerns == ("2026-1-001",)
    step = command_of(read(before), waits, day("2026-12-04"))
    assert step.words == ("notice", "draft", "2026-1")  # what waits has no draft, whatever the sentence holds
    unsaid = msgspec.structs.replace(waits, what=text("No notice yet."))
    assert command_of(read(before), unsaid, day("2026-12-04")) == step
    found = dues(files, "2026-12-04")["2026-1-d1 notices"]
    assert found.owes.value == "office"
    assert (found.state, found.date) == (DueState.OPEN, day("2026-12-03"))
    assert found.concerns == ("2026-1-001",)
    issued = files | {NOTICE: notice("steps: [{date: 2026-12-04, event: issued}]")}
    assert "2026-1-d1 notices" not in dues(issued, "2026-12-05")


CONDITION = (
    "conditions: [{id: nachweis, condition: prerequisite, text: Mietvertrag vorlegen, due: 2027-01-15}]"
)


def test_a_condition_until_it_is_met() -> None:
    held = notice(CONDITION, *DELIVERED)
    assert dues(city(notice=held), "2027-01-16")["2026-1-001-n1 condition-nachweis"].overdue
    step = "condition_steps: [{date: 2027-01-10, condition: nachweis, event: "
    more = notice(CONDITION, step + "extended, due: 2027-02-01}]", *DELIVERED)
    assert dues(city(notice=more), "2027-01-16")["2026-1-001-n1 condition-nachweis"].date == day("2027-02-01")
    met = notice(CONDITION, step + "met, evidence: Kopie}]", *DELIVERED)
    assert "2026-1-001-n1 condition-nachweis" not in dues(city(notice=met), "2027-01-16")


def test_a_hearing_can_be_answered_until_a_day() -> None:
    draft = notice(
        "changes: 2026-1-001-n1",
        "steps: [{date: 2027-05-03, event: hearing_sent, due: 2027-05-24}]",
        kind="revocation",
        amount="0.00",
        number=2,
    )
    files = city(notice=notice(*DELIVERED), **{NOTICE.replace("n1", "n2"): draft})
    found = dues(files, "2027-05-25")["2026-1-001-n2 hearing"]
    assert (found.overdue, found.date) == (True, day("2027-05-24"))
    answered = draft.replace("2027-05-24}", "2027-05-24}, {date: 2027-05-20, event: hearing_answered}")
    found = dues(files | {NOTICE.replace("n1", "n2"): answered}, "2027-05-25")["2026-1-001-n2 heard"]
    assert found.state is DueState.OPEN


def test_a_draft_of_a_revocation_keeps_its_year_in_sight() -> None:
    draft = notice("changes: 2026-1-001-n1", "known: 2027-03-15", kind="revocation", amount="0.00", number=2)
    files = city(notice=notice(*DELIVERED), **{NOTICE.replace("n1", "n2"): draft})
    found = dues(files, "2027-04-01")["2026-1-001-n2 revocation"]
    assert (found.date, found.source) == (day("2028-03-15"), "§ 48 Abs. 4, § 49 Abs. 3 Satz 2 VwVfG")
    issued = draft + "steps: [{date: 2027-05-03, event: issued}]\n"
    assert "2026-1-001-n2 revocation" not in dues(files | {NOTICE.replace("n1", "n2"): issued}, "2027-05-04")


OBJECTION = "applications/2026-1/notices/2026-1-001-o1.yaml"


def objection(*lines: str) -> str:
    return "\n".join(
        (
            "kind: objection",
            "id: 2026-1-001-o1",
            "call: 2026-1",
            "application: 2026-1-001",
            "against: 2026-1-001-n1",
            "received: 2026-12-15",
            *lines,
            "",
        )
    )


def test_an_objection_from_receipt_to_lawsuit() -> None:
    def of(*lines: str, today: str) -> dict[str, Due]:
        return dues(city(notice=notice(*DELIVERED), **{OBJECTION: objection(*lines)}), today)

    found = of(today="2026-12-16")
    assert "2026-1-001-n1 appeal-end" not in found  # it has come
    assert "2026-1-001-n1 final" not in found  # and holds finality up
    assert found["2026-1-001-o1 decision"].date == day("2027-03-15")  # § 75 VwGO, not confirmed
    assert found["2026-1-001-o1 decision"].owes.value == "office"
    handed = "steps: [{date: 2027-01-11, event: handed_over}"
    assert of(handed + "]", today="2027-03-16")["2026-1-001-o1 decision"].owes.value == "appeals"
    decided = handed + ", {date: 2027-04-12, event: decided, outcome: rejected"
    assert "2026-1-001-o1 delivery" in of(decided + "}]", today="2027-04-13")
    served = of(decided + ", delivered: 2027-04-15}]", today="2027-04-16")
    # a month from Thursday 15.04.2027: Saturday 15.05., then Whit Sunday and Whit Monday: Tuesday
    assert served["2026-1-001-o1 lawsuit"].date == day("2027-05-18")
    assert served["2026-1-001-n1 final"].date == day("2027-05-19")


def test_aid_is_entered_in_the_register_within_twenty_working_days() -> None:
    files = city(application=application("de_minimis: aid"), notice=notice(*DELIVERED))
    # issued Thursday 26.11.2026: 27. (1), 30.-04.12. (6), -11. (11), -18. (16), 21., 22., 23., 24. (20)
    assert dues(files, "2026-12-01")["2026-1-001-n1 register"].date == day("2026-12-24")
    assert dues(files, "2026-12-28")["2026-1-001-n1 register"].overdue
    entered = city(
        application=application("de_minimis: aid"), notice=notice("register: {date: 2026-12-21}", *DELIVERED)
    )
    assert "2026-1-001-n1 register" not in dues(entered, "2026-12-28")
    none = city(application=application("de_minimis: not_an_undertaking"), notice=notice(*DELIVERED))
    assert "2026-1-001-n1 register" not in dues(none, "2026-12-01")


# -- payments and reports ------------------------------------------------------------------------------


def payment(*lines: str, kind: str = "payout", amount: str = "1000.00") -> str:
    return "\n".join(
        (
            "kind: payment",
            "id: 2026-1-001-p1",
            "call: 2026-1",
            "application: 2026-1-001",
            "notice: 2026-1-001-n1",
            f"payment: {kind}",
            f"amount: {amount}",
            *lines,
            "",
        )
    )


PAYMENT = "applications/2026-1/payments/2026-1-001-p1.yaml"
INSTALMENTS = (
    "instalments:",
    "  - {number: 1, amount: 600.00}",
    "  - {number: 2, amount: 400.00, not_before: 2027-06-01}",
)


def test_an_instalment_can_be_paid_when_the_notice_is_final_and_its_day_has_come() -> None:
    found = dues(city(notice=notice(*INSTALMENTS, *DELIVERED)), "2026-12-10")
    assert found["2026-1-001-n1 instalment-1"].date == day("2027-01-05")
    assert found["2026-1-001-n1 instalment-2"].date == day("2027-06-01")
    paid = city(
        notice=notice(*INSTALMENTS, *DELIVERED),
        **{PAYMENT: payment("instalment: 1", "requested: 2027-01-10", amount="600.00")},
    )
    left = dues(paid, "2027-01-11")
    assert "2026-1-001-n1 instalment-1" not in left
    assert (left["2026-1-001-p1 payout"].state, left["2026-1-001-p1 payout"].date) == (
        DueState.OPEN,
        day("2027-01-10"),
    )


def test_an_instalment_says_which_condition_stops_it() -> None:
    found = dues(city(notice=notice(CONDITION, *INSTALMENTS, *DELIVERED)), "2026-12-10")
    assert found["2026-1-001-n1 instalment-1"].what.values["conditions"] == ("nachweis",)


def test_the_treasury_owes_the_booking_and_nothing_is_left_after_it() -> None:
    steps = (
        "steps:",
        "  - {date: 2027-01-11, event: certified}",
        "  - {date: 2027-01-12, event: ordered}",
        "  - {date: 2027-01-13, event: released}",
    )
    files = city(notice=notice(*DELIVERED), **{PAYMENT: payment(*steps)})
    assert dues(files, "2027-01-14")["2026-1-001-p1 payout"].owes.value == "treasury"
    booked = payment(*steps, "  - {date: 2027-01-15, event: booked, voucher: B1}")
    assert "2026-1-001-p1 payout" not in dues(files | {PAYMENT: booked}, "2027-01-16")


def test_money_that_has_to_come_back() -> None:
    files = city(notice=notice(*DELIVERED), **{PAYMENT: payment("due: 2027-07-30", kind="repayment")})
    assert dues(files, "2027-07-31")["2026-1-001-p1 repayment"].overdue


REPORTS = "reports: [{report: proof_of_use, due: 2027-04-30}]"
REPORT = "reports/2026-1-001/2026-1-001-r1.yaml"
EXAMINATION = "reports/2026-1-001/2026-1-001-e1.yaml"


def test_a_proof_of_use_until_it_is_settled() -> None:
    files = city(notice=notice(REPORTS, *DELIVERED))
    key = "2026-1-001 report-proof_of_use-2027-04-30"
    assert dues(files, "2027-05-01")[key].overdue
    more = notice(
        REPORTS,
        "report_steps: [{date: 2027-04-20, report: proof_of_use, event: extended, due: 2027-06-30}]",
        *DELIVERED,
    )
    assert dues(files | {NOTICE: more}, "2027-05-01")[key].date == day("2027-06-30")
    report = "kind: report\nid: 2026-1-001-r1\napplication: 2026-1-001\nreport: proof_of_use\nreceived: 2027-04-28\n"
    came = files | {REPORT: report}
    found = dues(came, "2027-05-01")
    assert key not in found
    assert found["2026-1-001-r1 examination"].state is DueState.OPEN


def examined(final: str, *lines: str) -> str:
    return "\n".join(
        (
            "kind: examination",
            "id: 2026-1-001-e1",
            "application: 2026-1-001",
            "report: 2026-1-001-r1",
            "date: 2027-05-20",
            "role: pruefung",
            f"eligible: {final}",
            "funds: 0.00",
            f"final: {final}",
            *lines,
            "",
        )
    )


BOOKED = payment(
    "steps:",
    "  - {date: 2027-01-11, event: certified}",
    "  - {date: 2027-01-12, event: ordered}",
    "  - {date: 2027-01-13, event: released}",
    "  - {date: 2027-01-15, event: booked, voucher: B1}",
)


def test_the_limits_of_a_clawback_are_seen_from_the_examination_on() -> None:
    files = city(notice=notice(*DELIVERED), **{PAYMENT: BOOKED, EXAMINATION: examined("800.00")})
    found = dues(files, "2027-05-21")
    assert found["2026-1-001-e1 settlement"].state is DueState.OPEN
    assert found["2026-1-001-e1 revocation"].date == day("2028-05-20")  # a year from the examination
    assert found["2026-1-001-e1 limitation"].date == day(
        "2030-12-31"
    )  # paid in 2027: three years from its end
    assert not found["2026-1-001-e1 limitation"].confirmed
    known = files | {EXAMINATION: examined("800.00", "known: 2027-05-31")}
    assert dues(known, "2027-06-01")["2026-1-001-e1 revocation"].date == day("2028-05-31")


def test_nothing_is_taken_back_where_all_was_spent() -> None:
    files = city(notice=notice(*DELIVERED), **{PAYMENT: BOOKED, EXAMINATION: examined("1000.00")})
    found = dues(files, "2027-05-21")
    assert "2026-1-001-e1 revocation" not in found
    assert "2026-1-001-e1 settlement" in found


# -- settings and concept ------------------------------------------------------------------------------


def test_reports_waivers_and_retention_of_the_settings() -> None:
    own = CITY.replace("announced: 2026-02-12", "announced: 2026-02-12\n    closed: 2027-06-30")
    own += "reporting: {next_report: 2026-12-14}\n"
    own += "retention: {years: 10, begins: Jahresabschluss, source: Aktenordnung}\n"
    own += "waivers: [{code: KIC241, record: he-18, until: 2026-12-31, reason: Wird geprüft.}]\n"
    found = dues(city(settings=own), "2026-11-22")
    assert found["musterstadt next-report"].date == day("2026-12-14")
    assert found["musterstadt waiver-kic241-he-18"].date == day("2026-12-31")
    assert found["2026-1 retention"].date == day("2038-01-01")
    assert found["2026-1 retention"].source == "Aktenordnung"


def test_who_owes_an_update_is_named_and_the_next_ones_are_foreseen() -> None:
    found = [due for due in agenda(read(good()), day("2030-01-01")) if due.key == "update"]
    assert found
    assert all(due.overdue for due in found)
    early = [due for due in agenda(read(good()), day("2020-01-01")) if due.key == "update"]
    assert all(due.state is DueState.AHEAD for due in early)


def test_an_organisation_is_named_and_a_person_is_not() -> None:
    found = dues(city(notice=notice(CONDITION, *DELIVERED)), "2027-01-16")
    assert found["2026-1-001-n1 condition-nachweis"].names == ("Verein für Begegnung",)
    person = application().replace(
        "{applicant: association, body: verein}", "{applicant: private_person, person: p-0007}"
    )
    found = dues(city(application=person, notice=notice(CONDITION, *DELIVERED)), "2027-01-16")
    assert found["2026-1-001-n1 condition-nachweis"].names == ()


# -- all of it -----------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.dates())
def test_the_agenda_is_ordered_and_true_on_any_day(today: datetime.date) -> None:
    repository = read(good())
    found = agenda(repository, today)
    states = [DueState.OVERDUE, DueState.OPEN, DueState.AHEAD]
    assert [states.index(due.state) for due in found] == sorted(states.index(due.state) for due in found)
    for due in found:
        if due.overdue:
            assert due.date < today
        if due.state is DueState.AHEAD:
            assert due.date >= today
    near = within(found, today, 30)
    assert all(due in near for due in found if due.state is not DueState.AHEAD)
    assert all((due.date - today).days <= 30 for due in near)


def test_days_at_the_end_of_the_calendar() -> None:
    """Whatever records say, it is a date or none, and never a failure."""
    own = CITY.replace("announced: 2026-02-12", "announced: 2026-02-12\n    closed: 9999-12-31")
    own += "retention: {years: 999999999, begins: nie, source: nirgends}\n"
    own += "procedure:\n"
    for name in (
        "appeal_months",
        "lawsuit_months",
        "objection_months",
        "revocation_months",
        "limitation_years",
    ):
        own += f"  {name}: {{value: 999999999, source: nirgends}}\n"
    late = [
        line.replace("2026-11-26", "9999-12-30").replace("2026-11-27", "9999-12-31") for line in DELIVERED
    ]
    files = city(
        settings=own,
        call=call("settle_by: 9999-12-31", "spend_by: 9999-12-31"),
        application=application("de_minimis: aid"),
        notice=notice(*late),
        **{
            PAYMENT: BOOKED.replace("2027", "9999"),
            EXAMINATION: examined("800.00", "known: 9999-12-31"),
            OBJECTION: objection().replace("received: 2026", "received: 9999"),
        },
    )
    assert agenda(read(files), datetime.date.max)
    assert agenda(read(files), datetime.date.min)


def test_an_agenda_of_nothing() -> None:
    assert agenda(read({}), day("2026-11-22")) == ()
