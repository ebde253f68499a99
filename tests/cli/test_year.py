"""The rest of the year, by commands alone: from the committee's decision to the closed accounts.

It goes on where `test_half_year` ends. After each stage every step that kic shows for the day can be taken. After every command every cent of each call and year is accounted for. `kic check`
finds no error after each stage; under the eyes of hledger, which keeps its own books, after each command.
"""

import csv
import datetime
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kic.core.diagnostic import Severity
from kic.core.snapshot import Snapshot
from kic.domain.accounts.calls import call_accounts
from kic.domain.accounts.years import year_accounts
from kic.repository.repository import Repository
from tests.cli import test_half_year as before
from tests.cli.conftest import Ran
from tests.cli.inprocess import call
from tests.cli.today_steps import prove

CALL = before.CALL
SECOND = "2027-2"
OLD = "2025-2-003"


class Unwatched(before.Office):
    """The first half again, which has its own test: without a look at the whole after each command."""

    def does(self, *words: str, code: int = 0) -> Ran:
        done = call(*words, folder=self.folder, today=self.day)
        assert done.code == code, (words, done.out[-3000:], done.err[-5000:])
        return done


class Office(Unwatched):
    """The office: every cent is counted, and nothing is wrong, after each stage.

    What a command writes was judged by every rule before; `Watched` looks at the whole after each of them.
    """

    def repository(self) -> Repository:
        """The repository as it lies there now."""
        return Repository(self.folder, today=datetime.date.fromisoformat(self.day))

    def looks(self) -> None:
        """Nothing is wrong in the whole repository."""
        repository = self.repository()
        wrong = [each for each in repository.check().diagnostics if each.severity is Severity.ERROR]
        assert wrong == [], self.day
        self.counts(repository.snapshot)

    def counts(self, snapshot: Snapshot) -> None:
        """Every call and every year adds up, to the cent, and no grant has more than its award."""
        for account in call_accounts(snapshot).values():
            if account.recorded:
                parts = (account.reserve, account.fixed, account.awarded, account.unallocated)
                assert account.budget.cents == sum(each.cents for each in parts), account.call
                assert account.awarded.cents >= account.paid.cents - account.returned.cents, account.call
        for year, whole in year_accounts(snapshot).items():
            if whole.budget is not None:
                parts = (whole.uncalled, whole.reserve, whole.unallocated, whole.net, whole.still_to_pay)
                assert whole.budget.cents == sum(each.cents for each in parts), year

    def money(self, of: str) -> dict[str, int]:
        """The figures of a call or a year, in cents."""
        figures = self.data("trace", of)["trace"]["figures"]
        return {each["figure"]: before._cents(each["amount"]) for each in figures}

    def refused(self, *words: str, by: str) -> Ran:
        """A change that a rule refuses."""
        done = self.does(*words, "--yes", code=1)
        assert by in done.err, done.err
        return done


class Audited(Office):
    """The office under the eyes of hledger alone, which keeps its own books and is asked after each stage."""

    def looks(self) -> None:
        self.audits(self.repository().snapshot)

    def audits(self, snapshot: Snapshot) -> None:
        """hledger accepts the journal, and its balances are those of kic, call by call."""
        journal = call("export", "hledger", folder=self.folder, today=self.day).out
        hledger(journal, "check", "--strict")
        listed = hledger(journal, "balance", "cash", "--depth", "3", "--flat", "-N", "-O", "csv")
        books = {
            name.rpartition(":")[2]: before._cents(said.removesuffix(" EUR"))
            for name, said in [*csv.reader(listed.splitlines())][1:]
        }
        own = {
            account.call: account.paid.cents - account.returned.cents - account.interest.cents
            for account in call_accounts(snapshot).values()
        }
        assert books == {name: net for name, net in own.items() if net}, self.day


class Watched(Audited):
    """The same after each command that writes, and nothing is wrong in the whole either."""

    def looks(self) -> None:
        Office.looks(self)
        super().looks()

    def writes(self, *words: str) -> Ran:
        done = super().writes(*words)
        self.looks()
        return done


def hledger(journal: str, *words: str) -> str:
    """What hledger says of a journal."""
    done = subprocess.run(
        ["hledger", "-f", "-", *words], input=journal, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def half_a_year(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city after its half year, made once."""
    folder = tmp_path_factory.mktemp("half") / "city"
    shutil.copytree(built_city, folder, symlinks=True)
    office = Unwatched(folder)
    half(office, folder.parent)
    return folder


def half(office: Unwatched, where: Path) -> None:
    """The half year; after each stage the steps of the day can be taken."""
    seen: set[tuple[object, ...]] = set()
    proposal: dict[str, Any] = {}
    for stage in (
        lambda: before.announce(office),
        lambda: before.take_in(office, where),
        lambda: before.examine(office),
        lambda: before.disclose(office),
        lambda: before.score(office, where / "sheets"),
        lambda: proposal.update(before.propose(office)),
        lambda: before.fail_to_decide(office),
        lambda: before.decide(office, proposal),
        lambda: before.change_afterwards(office),
        lambda: before.close_the_minutes(office),
    ):
        stage()
        prove(office.folder, office.day, seen, where)


@pytest.fixture
def decided(half_a_year: Path, tmp_path: Path) -> Path:
    """A copy of it to work on."""
    folder = tmp_path / "city"
    shutil.copytree(half_a_year, folder, symlinks=True)
    return folder


def test_from_recorded_decisions_to_the_closed_year(decided: Path, tmp_path: Path):
    year(Office(decided), tmp_path)


@pytest.mark.system
def test_hledger_agrees_at_each_stage(decided: Path, tmp_path: Path):
    """Of the same states of which the test above shows that nothing is wrong and every step can be taken."""
    for _ in stages(Audited(decided), tmp_path):
        pass


@pytest.mark.system
@pytest.mark.soak
def test_hledger_agrees_at_each_step(decided: Path, tmp_path: Path):
    year(Watched(decided), tmp_path)


def year(office: Office, tmp_path: Path) -> None:
    """All of it; after each stage the steps of the day can be taken."""
    seen: set[tuple[object, ...]] = set()
    for _ in stages(office, tmp_path):
        prove(office.folder, office.day, seen, tmp_path)


def stages(office: Office, tmp_path: Path) -> Iterator[None]:
    """One after the other, in the order of time."""
    office.day = "2027-05-12"
    for stage in (
        draft, issue, pay_by_hand, account_for_the_old, object_, pay_by_list, change_on_request, call_again,
        decide_again, pay_again, decide_on_the_objection, account, remind, claw_back, close_the_year,
    ):  # fmt: skip
        stage(office, tmp_path)
        office.looks()
        yield


def draft(office: Office, _: Path) -> None:
    """Drafts of every notice; who gets less than was asked for hands in an adapted plan first."""
    office.on("2027-05-13")
    adapt(office)
    office.writes("notice", "draft", f"{CALL}-003", "--parts", "2")
    office.writes(
        "notice", "draft", f"{CALL}-004", "--prerequisite", "Die Zusage der Krankenkasse liegt vor."
    )
    office.writes(
        "notice", "draft", f"{CALL}-006", "--obligation", "Werkzeug wird der Stadt zum Jahresende gemeldet."
    )
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


def issue(office: Office, _: Path) -> None:
    """No notice goes out before the budget is announced, and none to whom an old account is missing."""
    office.refused("notice", "issue", CALL, by="KIC810")
    office.on("2027-05-18").writes(
        "year", "budget", "2027", "--amount", "50.000,00", "--announced", "2027-05-17", "--source",
        "Haushaltssatzung 2027",
    )  # fmt: skip
    office.refused("notice", "issue", CALL, by="KIC910")
    office.writes(
        "notice",
        "extend",
        f"{OLD}",
        "proof_of_use",
        "--due",
        "2027-06-30",
        "--reason",
        "Wechsel der Kassenführung",
    )
    office.on("2027-05-19").writes("notice", "issue", CALL)
    office.on("2027-05-20").writes("notice", "post", CALL)
    office.refused("notice", "deliver", f"{CALL}-002", "--on", "2027-05-19", by="KIC815")
    office.on("2027-05-28").writes("notice", "waive", f"{CALL}-002", f"{CALL}-004", "--on", "2027-05-28")


def pays(office: Office, payment: str, *days: str) -> None:
    """Certified, ordered and released on these days, each by the role that has the duty."""
    for step, day in zip(("certify", "order", "release"), days, strict=True):
        more = ("--role", "r-freigabe-1", "--second", "r-freigabe-2") if step == "release" else ()
        office.on(day).writes("payment", step, payment, *more)


def pay_by_hand(office: Office, _: Path) -> None:
    """A condition stops the money until it is met; one hand cannot order and release."""
    office.on("2027-06-01").writes("payment", "request", f"{CALL}-002")
    office.writes("payment", "request", f"{CALL}-004")
    pays(office, f"{CALL}-002-p1", "2027-06-01", "2027-06-02", "2027-06-03")
    office.on("2027-06-07").writes("payment", "book", f"{CALL}-002-p1", "--voucher", "2027-002101")
    stopped = office.refused("payment", "certify", f"{CALL}-004-p1", by="KIC860")
    assert "a1" in stopped.err, "it names the condition"
    office.on("2027-06-10").writes(
        "notice",
        "condition",
        f"{CALL}-004",
        "a1",
        "met",
        "--evidence",
        "Schreiben der Krankenkasse vom 8. Juni",
    )
    office.writes("payment", "certify", f"{CALL}-004-p1")
    office.refused("payment", "order", f"{CALL}-004-p1", "--role", "r-freigabe-1", by="KIC874")
    office.on("2027-06-11").writes("payment", "order", f"{CALL}-004-p1")
    office.on("2027-06-14").writes(
        "payment", "release", f"{CALL}-004-p1", "--role", "r-freigabe-1", "--second", "r-freigabe-2"
    )
    office.on("2027-06-16").writes("payment", "book", f"{CALL}-004-p1", "--voucher", "2027-002188")


def account_for_the_old(office: Office, _: Path) -> None:
    """The account that was missing comes in the time it was given."""
    office.on("2027-06-18")
    hand_in(office, OLD, {"Dolmetschen bei Hausbesuchen": 1_450_00})
    office.writes("report", "examine", f"{OLD}-vn1", "--role", "r-rechnungspruefung")


def hand_in(
    office: Office, application: str, spent: dict[str, int], funds: dict[str, int] | None = None
) -> None:
    """A proof of use as planned, but for these items; two receipts each."""
    record = office.data("show", application)["record"]
    plan = record["adapted"][-1] if record.get("adapted") else record
    words, number = [], 0
    last = record["period"]["end"]
    for line in plan["costs"]:
        amount = spent.get(line["item"], before._cents(line["amount"]))
        words += [
            "--cost" if line.get("eligible", True) else "--cost-not-eligible",
            f"{line['item']}={_euro(amount)}",
        ]
        for part in (amount // 3, amount - amount // 3):
            number += 1
            words += ["--receipt", f"{number}; {last}; {line['item']}; {_euro(part)}; Rechnung"]
    for line in plan["financing"]:
        if line["fund"] != "requested":
            amount = (funds or {}).get(line["item"], before._cents(line["amount"]))
            words += [f"--{line['fund'].replace('_', '-')}", f"{line['item']}={_euro(amount)}"]
    office.writes("report", "receive", application, "proof_of_use", *words)


def _euro(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02}"


def object_(office: Office, _: Path) -> None:
    """One objects to an obligation and is right; one objects to a refusal and is not."""
    office.on("2027-06-21")
    office.writes("notice", "object", f"{CALL}-006", "--note", "Die Auflage war nicht angekündigt.")
    office.writes("notice", "object", f"{CALL}-008", "--claim", "8.000,00")
    office.on("2027-06-25")
    office.writes(
        "notice", "condition", f"{CALL}-006-n1", "a1", "waived", "--reason", "Auf den Widerspruch hin"
    )
    office.writes("notice", "objection", f"{CALL}-006-o1", "remedied")
    office.writes(
        "notice", "amend", f"{CALL}-006", "--reason", "Die Auflage entfällt auf den Widerspruch hin"
    )
    office.writes("notice", "issue", f"{CALL}-006")
    office.writes("notice", "post", f"{CALL}-006")
    office.on("2027-07-20").writes("notice", "objection", f"{CALL}-008-o1", "handed_over")


def pay_by_list(office: Office, tmp_path: Path) -> None:
    """Not before the notices are final; then the treasury's list books four payouts at once."""
    office.on("2027-07-21")
    waiting = {
        f"{CALL}-003": 4_500_00,
        f"{CALL}-005": 5_850_00,
        f"{CALL}-006": 6_400_50,
        f"{CALL}-010": 9_000_00,
    }
    for application in waiting:
        office.writes("payment", "request", application)
        for step in ("certify", "order"):
            office.writes("payment", step, f"{application}-p1")
        office.writes(
            "payment", "release", f"{application}-p1", "--role", "r-freigabe-1", "--second", "r-freigabe-2"
        )
    listed = bookings(
        tmp_path / "juli.csv", "23.07.2027", 3000, {f"{id_}-p1": -sum_ for id_, sum_ in waiting.items()}
    )
    office.on("2027-07-26").writes("payment", "import", str(listed))
    paid = office.money(CALL)["paid"]
    assert paid == 8_900_00 + 9_000_00 + sum(waiting.values())
    same = before._state(office.folder)
    office.writes("payment", "import", str(listed))
    assert before._state(office.folder) == same, "the same list again books nothing"


def bookings(path: Path, day: str, first: int, amounts: dict[str, int]) -> Path:
    """The treasury's list: payouts with a minus, and a booking of another office."""
    rows = ["Buchungsdatum;Belegnummer;Produktkonto;Empfänger;Verwendungszweck;Betrag"]
    for number, (payment, cents) in enumerate(amounts.items(), first):
        sign = "-" if cents < 0 else ""
        rows.append(
            f"{day};2027-00{number};351.7.5419.01;nicht gelesen;Zuwendung {payment};{sign}{_euro(abs(cents))}"
        )
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def sits(office: Office, meeting: str, title: str, items: tuple[tuple[str, str, str], ...]) -> None:
    """A meeting is planned and invited to on this day, and decides unanimously on each item about a record."""
    day, about = meeting, items
    office.writes(
        "meeting", "plan", meeting, "--date", day, "--at", "17:00", "--title", title, "--place", "Rathaus, Saal 2",
        "--chair", "s01",
    )  # fmt: skip
    for record, name, proposal in about:
        office.writes("meeting", "item", meeting, "--title", name, "--about", record, "--proposal", proposal)
    office.writes("meeting", "invite", meeting, "--sent", office.day)
    office.on(day).writes("meeting", "attend", meeting, *(f"s{number:02}" for number in range(1, 17)))
    for number in range(1, len(about) + 1):
        office.writes("meeting", "vote", meeting, str(number), "--unanimous")
    office.writes("meeting", "close", meeting)


def change_on_request(office: Office, _: Path) -> None:
    """A grantee needs less: the committee agrees, a notice amends the award, and the money flows back."""
    sits(
        office, "2027-08-12", "Änderung einer Förderung",
        ((f"{CALL}-003", "Änderung der Förderung für Antrag 3", "Die Zuwendung wird auf Antrag auf 7.000 Euro verringert."),),
    )  # fmt: skip
    before_it = free(office)
    office.on("2027-08-13").writes(
        "meeting", "amend", f"{CALL}-003", "7.000,00", "--meeting", "2027-08-12", "--item", "top-1", "--note",
        "Weniger Hallenzeiten, Antrag vom 19. Juli 2027",
    )  # fmt: skip
    office.writes("application", "adapt", f"{CALL}-003", "--cost", "Honorare=7000", "--cost", "Material=3000")
    office.writes(
        "notice", "amend", f"{CALL}-003", "--amount", "7.000,00", "--instalment", "4.500,00", "--instalment",
        "2.500,00", "--requested", "2027-07-19", "--reason", "Weniger Hallenzeiten als geplant",
    )  # fmt: skip
    office.writes("notice", "issue", f"{CALL}-003")
    office.writes("notice", "post", f"{CALL}-003")
    assert free(office) == before_it + 2_000_00


def free(office: Office) -> int:
    """What the call can still give; its reserve is used up last."""
    left = office.money(CALL)
    return left["unallocated"] + left["reserve"]


def call_again(office: Office, _: Path) -> None:
    """A second call over what is left and what flowed back; more than that is refused."""
    left = free(office)
    assert left == 50_000_00 - 8_900_00 - 7_000_00 - 9_000_00 - 5_850_00 - 6_400_50 - 9_000_00
    words = (
        "call", "new", "2027", "--like", "2025-2", "--remainder-of", CALL, "--announced", "2027-08-20", "--place",
        "Internetseite der Stadt", "--opens", "2027-08-20", "--closes", "2027-09-10T12:00", "--decision", "2027-10",
        "--spend-by", "2027-12-31", "--settle-by", "2028-03-31", "--report", "proof_of_use=2028-03-31",
        "--title", "Förderaufruf 2027, zweite Runde",
    )  # fmt: skip
    office.on("2027-08-16").refused(*words, "--amount", _euro(left + 1), by="KIC404")
    office.writes(*words, "--amount", "3.800,00")
    office.writes("call", "freeze", SECOND)
    office.on("2027-08-20").writes("call", "open", SECOND)
    office.on("2027-09-06")
    for body, title, cost, own, wanted in (
        ("v-kulturwerkstatt", "Offene Bühne im Herbst", "3000", "600", "2400"),
        ("v-senioren", "Erzählnachmittage im Advent", "2375", "475", "1900"),
    ):
        office.writes(
            "application", "add", SECOND, "--applicant", "association", "--body", body, "--title", title, "--summary",
            f"{title}: ein erfundenes Vorhaben der Demostadt.", "--themes", "t3", "--recommendation", "he-15",
            "--start", "2027-10-18", "--end", "2027-12-17", "--received", "2027-09-06T10:00",
            "--cost", f"Honorare={cost}", "--own", f"Beiträge={own}", "--requested", wanted, "--minimum", "1000",
        )  # fmt: skip
    for number in (1, 2):
        office.writes("application", "examine", f"{SECOND}-{number:03}", "--de-minimis", "not_an_undertaking")
    office.on("2027-09-13").writes("call", "close", SECOND)


def decide_again(office: Office, _: Path) -> None:
    """Eight seats mark, the meeting follows the proposal: one in full, one in part."""
    office.on("2027-09-20")
    for seat in range(1, 9):
        for number, mark in ((1, 85), (2, 75)):
            office.writes("score", "enter", f"s{seat:02}", f"{SECOND}-{number:03}", str(mark))
    office.writes("call", "stage", SECOND, "committee")
    proposal = office.data("allocate", SECOND)
    assert [before._cents(each["award"]) for each in proposal["applications"].values()] == [
        2_400_00,
        1_400_00,
    ]
    sits(
        office, "2027-10-07", "Zweite Runde 2027",
        ((SECOND, "Vergabe der zweiten Runde", "Die Anträge werden nach dem Vorschlag beschieden."),),
    )  # fmt: skip
    office.writes("meeting", "award", SECOND, "2027-10-07")
    assert office.money(SECOND)["awarded"] == 3_800_00
    assert office.money(SECOND)["unallocated"] == 0


def pay_again(office: Office, tmp_path: Path) -> None:
    """The adapted plan, the notices, waivers, and the treasury's list; a repaid cent more is not booked."""
    office.on("2027-10-11").writes("application", "adapt", f"{SECOND}-002", "--cost", "Honorare=1875")
    office.writes("notice", "draft", SECOND)
    office.writes("notice", "issue", SECOND)
    office.writes("notice", "post", SECOND)
    office.on("2027-10-18").writes("notice", "waive", f"{SECOND}-001", f"{SECOND}-002", "--on", "2027-10-18")
    waiting = {f"{CALL}-003-p2": 2_500_00, f"{SECOND}-001-p1": 2_400_00, f"{SECOND}-002-p1": 1_400_00}
    for payment in waiting:
        office.writes("payment", "request", payment.rpartition("-p")[0])
        pays(office, payment, "2027-10-18", "2027-10-18", "2027-10-18")
    wrong = bookings(
        tmp_path / "falsch.csv", "20.10.2027", 4000, {id_: -sum_ - 1 for id_, sum_ in waiting.items()}
    )
    office.on("2027-10-21").refused("payment", "import", str(wrong), by="KIC891")
    listed = bookings(
        tmp_path / "oktober.csv", "20.10.2027", 4000, {id_: -sum_ for id_, sum_ in waiting.items()}
    )
    office.writes("payment", "import", str(listed))
    assert office.money(CALL)["still_to_pay"] == office.money(SECOND)["still_to_pay"] == 0


def decide_on_the_objection(office: Office, _: Path) -> None:
    """The Stadtrechtsausschuss hears and decides; the refusal stands."""
    office.on("2027-11-10").writes("notice", "objection", f"{CALL}-008-o1", "heard")
    office.on("2027-12-02").writes(
        "notice", "objection", f"{CALL}-008-o1", "decided", "--on", "2027-11-10", "--outcome", "rejected",
        "--delivered", "2027-12-01",
    )  # fmt: skip


FINAL = {
    f"{CALL}-002": 8_900_00,
    f"{CALL}-003": 7_000_00,
    f"{CALL}-004": 8_100_00,  # 900 less was spent on fees
    f"{CALL}-005": 5_850_00,
    f"{CALL}-006": 6_400_50,
    f"{CALL}-010": 9_000_00,
    f"{SECOND}-001": 2_300_00,  # 100 less was spent
    f"{SECOND}-002": 1_400_00,
}
LATE = f"{CALL}-005"


def account(office: Office, _: Path) -> None:
    """All but one hand in their proofs of use in time; each ends in an examination note and a final sum."""
    office.refused("call", "settle", CALL, by="KIC445")
    office.refused("year", "close", "2027", by="KIC951")
    office.on("2028-03-06")
    less = {f"{CALL}-004": {"Honorare": 9_100_00}, f"{SECOND}-001": {"Honorare": 2_900_00}}
    for application in FINAL:
        if application != LATE:
            hand_in(office, application, less.get(application, {}))
    office.on("2028-03-20")
    for application in FINAL:
        if application != LATE:
            settle(office, application)
    assert office.money(CALL)["excess"] == 900_00, "held by the grant until it is back"


def settle(office: Office, application: str) -> None:
    """Examined, fixed by a notice, and issued."""
    office.writes("report", "examine", f"{application}-vn1", "--role", "r-rechnungspruefung")
    note = office.data("show", f"{application}-pv1")["record"]
    assert before._cents(note["final"]) == FINAL[application]
    office.writes("notice", "settle", application)
    office.writes("notice", "issue", application)
    office.writes("notice", "post", application)


def remind(office: Office, _: Path) -> None:
    """One is late: a reminder, more time with a reason, and the account comes."""
    office.on("2028-04-05")
    overdue = office.does("agenda").out
    assert LATE in overdue
    office.writes("notice", "remind", LATE, "proof_of_use")
    office.on("2028-04-12").writes(
        "notice",
        "extend",
        LATE,
        "proof_of_use",
        "--due",
        "2028-05-31",
        "--reason",
        "Krankheit der Kassenführung",
    )
    office.on("2028-05-22")
    hand_in(office, LATE, {})
    settle(office, LATE)


def claw_back(office: Office, tmp_path: Path) -> None:
    """What was paid too much comes back with interest, after a hearing; what is small without more."""
    due = f"{CALL}-004"
    office.on("2028-05-23").writes("notice", "clawback", due, "--interest-since", "2027-06-16")
    office.refused("notice", "issue", due, by="KIC816")
    office.writes("notice", "hear", due, "--due", "2028-06-09")
    office.on("2028-06-12").writes("notice", "issue", due)
    office.writes("notice", "post", due)
    office.writes("payment", "expect", due, "--due", "2028-07-21")
    office.writes("payment", "expect", f"{SECOND}-001", "--due", "2028-07-21")
    for repayment in (f"{due}-p2", f"{SECOND}-001-p2"):
        for step in ("certify", "order"):
            office.writes("payment", step, repayment)
    listed = bookings(
        tmp_path / "juli-28.csv", "14.07.2028", 5000, {f"{due}-p2": 900_00, f"{SECOND}-001-p2": 100_00}
    )
    office.on("2028-07-17").writes("payment", "import", str(listed))
    assert office.money(CALL)["excess"] == office.money(SECOND)["excess"] == 0
    unknown = office.does("payment", "expect", due, "--interest", "--due", "2028-08-31", "--yes", code=2)
    assert "01.01.2027" in unknown.err, "an unknown half-year is no guess"
    for since, percent in (
        ("2027-01-01", "1,52"),
        ("2027-07-01", "1,77"),
        ("2028-01-01", "1,77"),
        ("2028-07-01", "2,02"),
    ):
        office.writes("year", "base-rate", since, percent, "--source", "Angenommen für die Demostadt")
    interest = 65_68  # 14 days at 6.52, 184 at 6.77 (365); 182 at 6.77, 14 at 7.02 per cent (366) of 900.00
    office.writes("payment", "expect", due, "--interest", "--due", "2028-08-31")
    for step in ("certify", "order"):
        office.writes("payment", step, f"{due}-p3")
    office.on("2028-08-14").writes("payment", "book", f"{due}-p3", "--voucher", "2028-005101")
    assert office.money(CALL)["interest"] == interest


def close_the_year(office: Office, _: Path) -> None:
    """Both calls are settled, and the year's accounts are closed: every cent is spent, or never left the city."""
    office.writes("call", "settle", SECOND)
    office.writes("call", "settle", CALL)
    spent = sum(FINAL.values())
    whole = office.money("2027")
    assert (whole["net"], whole["still_to_pay"], whole["excess"]) == (spent, 0, 0)
    assert whole["budget"] - spent == whole["unallocated"] + whole["uncalled"] + whole["reserve"]
    office.writes("year", "close", "2027")
    office.refused("call", "new", "2027", "--like", CALL, "--amount", "1,00", by="KIC951")
