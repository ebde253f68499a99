"""The rest of the year, by commands alone: from the committee's decision to the closed accounts.

It goes on where `test_half_year` ends. After every command `kic check` finds no error, every cent of the call's money
is accounted for, and so is the year's.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli import test_half_year as before
from tests.cli.conftest import Ran
from tests.cli.inprocess import call

CALL = before.CALL
SECOND = "2027-2"
OLD = "2025-2-003"
CALL_PARTS = ("reserve", "fixed", "awarded", "unallocated")
YEAR_PARTS = ("uncalled", "reserve", "unallocated", "net", "still_to_pay")
READS = frozenset({"check", "show", "trace", "list", "agenda", "export", "render", "overview", "log"})
"""Commands that change nothing: after them nothing has to be looked at again."""


class Office(before.Office):
    """The office of the half year, which also has every cent counted after each command that writes."""

    def does(self, *words: str, code: int = 0) -> Ran:
        done = super().does(*words, code=code)
        if code == 0 and words[0] not in READS and "--format" not in words:
            self.counts()
        return done

    def counts(self) -> None:
        """Every call and every year adds up, to the cent."""
        for record in [CALL, SECOND] if (self.folder / f"applications/{SECOND}").exists() else [CALL]:
            call_ = self.money(record)
            assert call_["budget"] == sum(call_[each] for each in CALL_PARTS), (record, call_)
            assert call_["awarded"] >= call_["paid"] - call_["returned"], (record, call_)
        year = self.money("2027")
        if "budget" in year:
            assert year["budget"] == sum(year[each] for each in YEAR_PARTS), year

    def money(self, of: str) -> dict[str, int]:
        """The figures of a call or a year, in cents."""
        done = call("trace", of, "--format", "json", folder=self.folder, today=self.day)
        assert done.code == 0, done.err
        figures = json.loads(done.out)["data"]["trace"]["figures"]
        return {each["figure"]: before._cents(each["amount"]) for each in figures}

    def refused(self, *words: str, by: str) -> Ran:
        """A change that a rule refuses."""
        done = self.does(*words, "--yes", code=1)
        assert by in done.err, done.err
        return done


class Unwatched(before.Office):
    """The first half again, which has its own test: without a look at the whole after each command."""

    def does(self, *words: str, code: int = 0) -> Ran:
        done = call(*words, folder=self.folder, today=self.day)
        assert done.code == code, (words, done.out[-3000:], done.err[-5000:])
        return done


@pytest.fixture
def decided(city: Path, tmp_path: Path) -> Path:
    """The demo city after its half year."""
    office = Unwatched(city)
    before.announce(office)
    before.take_in(office, tmp_path)
    before.examine(office)
    before.disclose(office)
    before.score(office, tmp_path / "sheets")
    proposal = before.propose(office)
    before.fail_to_decide(office)
    before.decide(office, proposal)
    before.change_afterwards(office)
    before.close_the_minutes(office)
    return city


def test_from_recorded_decisions_to_the_closed_year(decided: Path, tmp_path: Path):
    office = Office(decided)
    office.day = "2027-05-12"
    draft(office)
    issue(office)


def draft(office: Office) -> None:
    """Drafts of every notice; who gets less than was asked for hands in an adapted plan first."""
    office.on("2027-05-13")
    adapt(office)
    office.writes("notice", "draft", f"{CALL}-003", "--parts", "2")
    office.writes("notice", "draft", f"{CALL}-004", "--prerequisite", "Die Zusage der Krankenkasse liegt vor.")
    office.writes("notice", "draft", f"{CALL}-006", "--obligation", "Werkzeug wird der Stadt zum Jahresende gemeldet.")
    office.writes("notice", "draft", CALL)


def adapt(office: Office) -> None:
    """Partial awards: costs are cut until the award closes the gap."""
    office.writes(
        "application", "adapt", f"{CALL}-005", "--cost", "Honorare=6000", "--cost", "Material=2350",
        "--on", "2027-05-11",
    )  # fmt: skip
    office.writes(
        "application", "adapt", f"{CALL}-010", "--cost", "Honorare=9000", "--cost", "Material=3000",
        "--on", "2027-05-11",
    )  # fmt: skip


def issue(office: Office) -> None:
    """No notice goes out before the budget is announced, and none to whom an old account is missing."""
    office.refused("notice", "issue", CALL, by="KIC810")
    office.on("2027-05-18").writes(
        "year", "budget", "2027", "--amount", "50.000,00", "--announced", "2027-05-17", "--source",
        "Haushaltssatzung 2027",
    )  # fmt: skip
    office.refused("notice", "issue", CALL, by="KIC910")
    office.writes(
        "notice", "extend", f"{OLD}", "proof_of_use", "--due", "2027-06-30", "--reason", "Wechsel der Kassenführung"
    )
    office.on("2027-05-19").writes("notice", "issue", CALL)
    office.on("2027-05-20").writes("notice", "post", CALL)
    office.refused("notice", "deliver", f"{CALL}-002", "--on", "2027-05-19", by="KIC")
    office.on("2027-05-28").writes("notice", "waive", f"{CALL}-002", f"{CALL}-004", "--on", "2027-05-28")


def object_(office: Office) -> None:
    """One objects to an obligation and is right; one objects to a refusal and is not."""
    office.on("2027-06-21")
    office.writes("notice", "object", f"{CALL}-006", "--note", "Die Auflage war nicht angekündigt.")
    office.writes("notice", "object", f"{CALL}-008", "--claim", "8.000,00")
    office.on("2027-06-25")
    office.writes("notice", "condition", f"{CALL}-006-n1", "a1", "waived", "--reason", "Auf den Widerspruch hin")
    office.writes("notice", "objection", f"{CALL}-006-o1", "remedied")
    office.on("2027-07-20").writes("notice", "objection", f"{CALL}-008-o1", "handed_over")


def decide_on_the_objection(office: Office) -> None:
    """The Stadtrechtsausschuss hears and decides; the refusal stands."""
    office.on("2027-11-10").writes("notice", "objection", f"{CALL}-008-o1", "heard")
    office.writes(
        "notice", "objection", f"{CALL}-008-o1", "decided", "--outcome", "rejected", "--delivered", "2027-12-01"
    )
