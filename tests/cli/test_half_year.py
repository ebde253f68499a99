"""Half a year of the demo city, by commands alone: from an empty call to awards, one declined and moved up.

After every command `kic check` finds no error, and once something is decided every cent of the call's money is
accounted for: awarded, or free. It reads as the officer lives it.
"""

import datetime
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.cli.conftest import Ran
from tests.cli.inprocess import call

CALL = "2027-1"
MONEY = 50_000_00
HEADINGS = (
    "Nr.", "Titel", "Kurzbeschreibung", "Verein/Träger", "Art", "Themenfelder", "Handlungsempfehlungen", "Beginn",
    "Ende", "Eingang", "Beantragt", "Mindestbetrag", "Kosten: Honorare", "Kosten: Material", "Eigenmittel: Beiträge",
    "Einnahmen: Eintritt",
)  # fmt: skip

# number, title, body, kind, themes, recommendations, requested, minimum, fees, material, own, income, level of marks
SHEET: tuple[tuple[Any, ...], ...] = (
    (1, "Lernpatenschaften im vierten Schuljahr", "v-lernbruecke", "association", "t1", "he-01",
     8_800, 6_000, 8_000, 3_000, 2_200, 0, 85),
    (2, "Deutsch am Vormittag mit Kinderbetreuung", "v-frauenzentrum", "association", "t2", "he-07",
     "8.900,00", 7_000, 9_500, 2_000, 2_600, 0, 80),
    (3, "Offene Halle am Sonntag", "v-tsg", "association", "t6", "he-29",
     9_000, None, 8_500, 3_500, 3_000, 0, 75),
    (4, "Sprechstunde Gesundheit in acht Sprachen", "v-gesundheitsnetz", "association", "t6", "he-30",
     9_000, 6_000, 10_000, 2_000, 3_000, 0, 90),
    (5, "Theater der Ankommenden", "v-theater", "association", "t3", "he-13",
     8_000, 5_000, 8_000, 2_500, 1_500, 1_000, 70),
    (6, "Fahrradwerkstatt für alle", "v-radwerkstatt", "association", "t3", "he-14",
     "6.400,50", 4_000, 5_000, 3_500.50, 2_100, 0, 75),
    (7, "Nachbarschaftsfeste in drei Quartieren", "v-nachbarschaft", "association", "t3", "he-15",
     9_000, 5_000, 6_000, 6_000, 2_500, 500, 65),
    (8, "Jugend mischt mit", "v-jugendring", "association", "t4", "he-19",
     "12.500,00", 9_000, 12_000, 4_000, 3_500, 0, 60),
    (9, "Ehrenamt lernt Leiten", "v-feuerwehr", "association", "t4", "he-20",
     8_000, None, 8_000, 2_000, 2_000, 0, 55),
    (10, "Wohnführerschein", "v-mieterhilfe", "association", "t5", "he-25",
     12_000, 8_000, 11_000, 4_000, 3_000, 0, 70),
    (11, "Radio in vielen Sprachen", "v-radio", "association", "t2", "he-08",
     11_000, 6_000, 9_000, 5_000, 3_000, 0, 65),
    (12, "Gärten der Kulturen", "v-garten", "association", "t3", "he-16",
     "9.800,00", 4_500, 7_000, 5_500, 2_700, 0, 60),
    (13, "Erzählcafé im Stadtteil", "v-senioren", "association", "t4", "he-21",
     13_600, 8_000, 13_000, 4_000, 3_400, 0, 45),
)  # fmt: skip


class Office:
    """The integration office: one folder, commands on a day, and a look at the whole after each of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.day = "2027-01-11"

    def does(self, *words: str, code: int = 0) -> Ran:
        """A command of this day, after which nothing is wrong in the whole repository."""
        done = call(*words, folder=self.folder, today=self.day)
        assert done.code == code, (words, done.out[-3000:], done.err[-5000:])
        checked = call("check", folder=self.folder, today=self.day)
        assert checked.code == 0, (words, checked.out[-5000:])
        return done

    def writes(self, *words: str) -> Ran:
        """A writing command, confirmed."""
        return self.does(*words, "--yes")

    def on(self, day: str) -> "Office":
        """Time goes on, never back."""
        assert day >= self.day
        self.day = day
        return self

    def data(self, *words: str) -> Any:
        """What a command answers in JSON."""
        return json.loads(self.does(*words, "--format", "json").out)["data"]

    def awards(self) -> dict[str, int]:
        """The awards of the call as they stand, in cents, from the recorded decision alone."""
        decision = self.data("show", f"{CALL}-d1")["record"]
        amounts = {each["application"]: each["amount"] for each in decision["awards"]}
        amounts |= {each["application"]: each["after"] for each in decision.get("entries", [])}
        return {id_: _cents(amount) for id_, amount in amounts.items()}


def _cents(amount: str) -> int:
    whole, _, rest = amount.partition(".")
    return int(whole) * 100 + int(rest or 0)


@pytest.fixture
def office(city: Path) -> Office:
    return Office(city)


def test_from_an_empty_call_to_recorded_decisions(office: Office, tmp_path: Path):
    announce(office)
    requested = take_in(office, tmp_path)
    assert requested == 126_000_50, "about 126,000 EUR for 50,000"
    examine(office)
    disclose(office)
    score(office, tmp_path / "sheets")
    proposal = propose(office)
    fail_to_decide(office)
    decide(office, proposal)
    change_afterwards(office)
    close_the_minutes(office)


def announce(office: Office) -> None:
    """A call like last year's, its terms fixed before it opens."""
    office.writes(
        "call", "new", "2027", "--like", "2026-1", "--amount", "50.000,00",
        "--title", "Förderaufruf 2027 zum Integrationskonzept", "--announced", "2027-01-22",
        "--place", "Amtsblatt und Internetseite der Stadt", "--opens", "2027-01-22", "--closes", "2027-03-12T12:00",
        "--decision", "2027-04", "--spend-by", "2027-12-31", "--settle-by", "2028-03-31",
        "--report", "proof_of_use=2028-03-31",
    )  # fmt: skip
    refused = office.does("call", "close", CALL, "--yes", code=1)
    assert "KIC" in refused.err, "a draft cannot be closed"
    office.on("2027-01-18").writes("call", "freeze", CALL)
    office.on("2027-01-22").writes("call", "open", CALL)


def take_in(office: Office, tmp_path: Path) -> int:
    """Thirteen applications from the office's own spreadsheet; a second import changes nothing."""
    sheet = tmp_path / "Anträge.xlsx"
    book = xlsxwriter.Workbook(sheet)
    page = book.add_worksheet("Anträge")
    page.write_row(0, 0, HEADINGS)
    for row, (
        number,
        title,
        body,
        kind,
        themes,
        named,
        wanted,
        least,
        fees,
        material,
        own,
        income,
        _,
    ) in enumerate(SHEET, 1):
        page.write_row(
            row, 0,
            (number, title, f"{title}: ein erfundenes Vorhaben der Demostadt.", body, kind, themes, named,
             "01.06.2027", "30.11.2027", "08.03.2027", wanted, least, fees, material, own, income or None),
        )  # fmt: skip
    book.close()
    office.on("2027-03-09")
    refused = office.does("application", "import", CALL, str(sheet), "--yes", code=1)
    assert "D1" in refused.err, "what the column Verein/Träger holds has to be said once"
    first = office.writes("application", "import", CALL, str(sheet), "--column", "Verein/Träger=body")
    assert "13" in first.err
    before = _state(office.folder)
    office.writes("application", "import", CALL, str(sheet))
    assert _state(office.folder) == before, "a re-import changes nothing"
    found = [office.data("show", f"{CALL}-{number:03}")["record"] for number in range(1, 14)]
    return sum(_cents(each["requested"]) for each in found)


def examine(office: Office) -> None:
    """Papers are missing, are asked for, and come; a withdrawn step is refused; the call closes."""
    office.writes("application", "ask", f"{CALL}-005", "--paper", "Satzung", "--due", "2027-03-19")
    office.on("2027-03-15").writes("application", "receive", f"{CALL}-005", "--paper", "Satzung")
    office.writes("application", "complete", f"{CALL}-005")
    for number in range(1, 14):
        office.writes("application", "examine", f"{CALL}-{number:03}", "--de-minimis", "not_an_undertaking")
    office.writes("call", "close", CALL)


def disclose(office: Office) -> None:
    """Two members are excluded; a third is in doubt until the committee's body has settled it."""
    office.on("2027-03-16")
    office.writes("meeting", "disclose", "s11", f"{CALL}-002", "--state", "excluded", "--by", "member")
    office.writes("meeting", "disclose", "s05", f"{CALL}-009", "--state", "excluded", "--by", "member")
    office.writes("meeting", "disclose", "s13", f"{CALL}-010", "--state", "unclear")
    office.on("2027-03-18")
    office.writes("meeting", "disclose", "s13", f"{CALL}-010", "--state", "not_excluded", "--by", "council")


def score(office: Office, folder: Path) -> None:
    """Every voting seat gets a sheet, fills it in, and hands it back."""
    office.does("score", "out", CALL, "-o", str(folder))
    sheets = sorted(folder.glob("*.xlsx"))
    assert len(sheets) == 22, "each of the 22 seats that vote; three of the 25 advise"
    office.on("2027-04-01")
    for number, path in enumerate(sheets):
        _fill_in(path, number)
    office.writes("score", "in", *map(str, sheets))
    hidden = office.does("show", f"{CALL}-s01").out
    assert "87" not in hidden, "nobody sees single marks yet"
    office.writes("call", "stage", CALL, "committee")
    office.does("score", "matrix", CALL)


def _fill_in(path: Path, number: int) -> None:
    """Marks around the level of each application; a seat is severe or mild; one in nine abstains somewhere."""
    book = openpyxl.load_workbook(path)
    page = next(each for each in book if any(_row(each, "call")))
    header = next(row for row in page.iter_rows() if str(row[0].value or "").endswith("[id]"))
    columns = [cell.column for cell in header if "[k26-" in str(cell.value)]
    for row in page.iter_rows(min_row=header[0].row + 1):
        id_ = str(row[0].value or "")
        if not id_.startswith(CALL) or row[columns[0] - 1].protection.locked:
            continue  # excluded here
        level = SHEET[int(id_[-3:]) - 1][-1]
        if (number + int(id_[-3:])) % 9 == 0:
            row[columns[0] - 1].value = "Enthaltung"
            continue
        for place, column in enumerate(columns):
            mark = level + 5 * ((number + place) % 3 - 1)
            row[column - 1].value = min(max(mark, 0), 100)
    for row in page.iter_rows():
        if str(row[0].value or "").endswith("[received]"):
            row[1].value = datetime.date(2027, 3, 30)
    book.save(path)


def _row(page: Any, name: str) -> list[Any]:
    return [row for row in page.iter_rows() if str(row[0].value or "").endswith(f"[{name}]")]


def propose(office: Office) -> dict[str, Any]:
    """The proposal: about 50,000, exact, the reserve kept."""
    proposal = office.data("allocate", CALL)
    parts = [_cents(proposal[name]) for name in ("reserve", "fixed", "awarded", "unallocated")]
    assert sum(parts) == _cents(proposal["budget"]) == MONEY
    assert _cents(proposal["awarded"]) > 45_000_00
    return dict(proposal)


def fail_to_decide(office: Office) -> None:
    """The first sitting has no quorum."""
    office.writes(
        "meeting", "plan", "2027-04-14", "--date", "14.04.2027", "--at", "17:00", "--title",
        "Sitzung über die Förderanträge 2027", "--place", "Rathaus, Saal 2", "--chair", "s01",
    )  # fmt: skip
    for application in (f"{CALL}-002", f"{CALL}-009"):
        office.writes(
            "meeting", "item", "2027-04-14", "--title", f"Antrag {application}", "--about", application,
            "--proposal", "Über den Antrag wird nach dem Vorschlag entschieden.",
        )  # fmt: skip
    office.writes(
        "meeting", "item", "2027-04-14", "--title", "Übrige Anträge", "--about", CALL, "--proposal",
        "Die übrigen Anträge werden nach dem Vorschlag beschieden; Nachrückende nach der Nachrückliste.",
    )  # fmt: skip
    office.on("2027-04-02").writes("meeting", "invite", "2027-04-14", "--sent", "2027-04-02")
    office.on("2027-04-14")
    office.writes("meeting", "attend", "2027-04-14", "s01", "s02", "s03", "s04", "s05", "s06", "s07", "s08")
    office.does("meeting", "vote", "2027-04-14", "3", "--unanimous", "--yes", code=1)
    for item in ("1", "2", "3"):
        office.writes("meeting", "result", "2027-04-14", item, "no_quorum")
    office.writes("meeting", "close", "2027-04-14")


def decide(office: Office, proposal: dict[str, Any]) -> None:
    """The second invitation says that three suffice; twelve come, two are excluded at one item each."""
    office.on("2027-04-15")
    office.writes(
        "meeting", "second", "2027-04-14", "--date", "28.04.2027", "--at", "17:00", "--sent", "2027-04-15"
    )
    office.on("2027-04-28")
    present = [f"s{number:02}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)]
    office.writes("meeting", "attend", "2027-04-28", *present)
    office.writes("meeting", "exclude", "2027-04-28", "1", "s11", "--left", "table")
    office.writes("meeting", "vote", "2027-04-28", "1", "--for", "9", "--against", "1", "--abstain", "1")
    office.writes("meeting", "exclude", "2027-04-28", "2", "s05", "--left", "table")
    office.writes("meeting", "vote", "2027-04-28", "2", "--unanimous")
    office.writes("meeting", "exclude", "2027-04-28", "3", "s05", "s11", "--left", "table")
    office.writes("meeting", "vote", "2027-04-28", "3", "--for", "10", "--against", "0", "--abstain", "0")
    office.writes("meeting", "close", "2027-04-28")
    office.writes("meeting", "award", CALL, "2027-04-28")
    awards = office.awards()
    assert awards == {id_: _cents(each["award"]) for id_, each in proposal["applications"].items()}
    assert sum(awards.values()) == _cents(proposal["awarded"])


def change_afterwards(office: Office) -> None:
    """One award is declined; who is next on the waiting list moves up; nothing is spent twice."""
    before = office.awards()
    declined = next(id_ for id_, amount in before.items() if amount)
    office.on("2027-05-10").writes("meeting", "decline", declined, "--note", "Verein verzichtet.")
    assert sum(office.awards().values()) == sum(before.values()) - before[declined]
    office.on("2027-05-12").writes("meeting", "move-up", CALL)
    after = office.awards()
    up = [id_ for id_, amount in after.items() if amount and not before[id_]]
    assert len(up) == 1
    assert sum(after.values()) <= MONEY
    assert {id_ for id_ in after if after[id_] != before[id_]} == {declined, *up}
    office.does("meeting", "decline", declined, "--yes", code=1)


def close_the_minutes(office: Office) -> None:
    """The minutes are written and sent."""
    office.writes("meeting", "minutes", "2027-04-28", "--written", "2027-05-03", "--sent", "2027-05-04")


def _state(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.parts and ".kic" not in path.parts
    }
