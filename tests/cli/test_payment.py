"""`kic payment`, as the officer types it: the whole way, slips of every kind, both languages."""

import json

import pytest

from tests.cli.inprocess import call
from tests.sheets.bookings import CENTS, FOLDER, bookings, files, name
from tests.sheets.samples import csv_file, xlsx

FIRST = name(1)


def folder_of(tmp_path, last="released", drop=0):
    root = tmp_path / "office"
    for path, content in files(last).items():
        number = path.rpartition("-p")[2].removesuffix(".yaml")
        if "/payments/" in path and int(number) <= drop:
            continue
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


@pytest.fixture
def office(tmp_path):
    """Twelve payouts that wait for their booking, and the treasury's list beside the folder."""
    (tmp_path / "list.xlsx").write_bytes(xlsx(bookings(), sheet="Buchungen"))
    (tmp_path / "list.csv").write_bytes(csv_file(bookings(), encoding="cp1252"))
    return folder_of(tmp_path)


def test_the_way_of_a_payment_without_naming_a_role_or_an_amount(tmp_path):
    root = folder_of(tmp_path, drop=12)
    for step in ("request", "certify", "order", "release"):
        done = call("payment", step, "2026-1-001", "--yes", "--on", "20.11.2026", folder=root)
        assert done.code == 0, (step, done.err)
    booked = call(
        "payment", "book", "2026-1-001", "--voucher", "2026-1", "--on", "20.11.2026", "--yes", folder=root
    )
    assert booked.code == 0, booked.err
    record = (root / f"{FOLDER}/payments/{FIRST}.yaml").read_text("utf-8")
    assert "amount: 300.00" in record
    assert "instalment: 1" in record
    for role in ("r-sachbearbeitung", "r-kaemmerei", "r-freigabe-1", "r-freigabe-2", "r-buchung"):
        assert role in record
    again = call("payment", "request", "2026-1-001", "--dry-run", folder=root)
    assert f"+id: {name(2)}" in again.out
    assert "+instalment: 2" in again.out


def test_the_treasurys_list_is_one_reviewed_plan_and_again_nothing(office):
    file = str(office.parent / "list.xlsx")
    dry = call("payment", "import", file, "--dry-run", folder=office)
    assert dry.code == 0, dry.err
    assert dry.out.count("voucher: 2026-0047") == 12
    assert "Erika" not in dry.out
    assert "DE8937" not in dry.out + dry.err
    done = call("payment", "import", file, "--yes", "--format", "json", folder=office)
    assert done.code == 0, done.err
    data = json.loads(done.out)["data"]
    assert [each["payment"] for each in data["booked"]] == [name(n) for n in range(1, 13)]
    assert data["calls"][0]["agrees"] is True
    assert data["calls"][0]["listed_out"] == f"{sum(CENTS) // 100}.{sum(CENTS) % 100:02d}"
    again = call("payment", "import", str(office.parent / "list.csv"), "--yes", folder=office)
    assert (again.code, again.out) == (0, "")
    assert "12 Zeilen sind hier bereits gebucht" in again.err
    undone = call("undo", "--yes", folder=office)
    assert undone.code == 0
    assert "event: booked" not in (office / f"{FOLDER}/payments/{FIRST}.yaml").read_text("utf-8")


def test_one_bad_row_refuses_all_and_is_named_or_the_others_go(office):
    rows = bookings()
    rows[4][-1] = "ca. 300"
    rows[5][1] = None
    (office.parent / "bad.xlsx").write_bytes(xlsx(rows, sheet="Buchungen"))
    file = str(office.parent / "bad.xlsx")
    refused = call("payment", "import", file, "--yes", folder=office)
    assert refused.code == 1
    assert "Blatt Buchungen, Zelle G5: ca. 300 ist nicht lesbar" in refused.err
    assert "Blatt Buchungen, Zelle B6" in refused.err
    assert "2 Zeilen können nicht übernommen werden: 5 und 6." in refused.err
    answer = call("payment", "import", file, "--format", "json", folder=office)
    assert answer.code == 1
    assert [each["severity"] for each in json.loads(answer.out)["findings"]].count("error") == 2
    partly = call("payment", "import", file, "--yes", "--only-readable", folder=office, lang="en")
    assert partly.code == 0, partly.err
    assert "2 rows cannot be taken: 5 and 6." in partly.err
    booked = [
        n for n in range(1, 13) if b"booked" in (office / f"{FOLDER}/payments/{name(n)}.yaml").read_bytes()
    ]
    assert booked == [1, 2, 3, 6, 7, 8, 9, 10, 11, 12]


def test_the_list_says_who_acts_next_and_what_stops(tmp_path):
    root = folder_of(tmp_path, "certified")
    notice = root / f"{FOLDER}/notices/2026-1-001-n1.yaml"
    words = notice.read_text("utf-8")
    condition = (
        "conditions:\n  - id: raum\n    condition: prerequisite\n    text: Der Mietvertrag liegt vor.\n"
        "    due: 2027-01-31\n    blocks: [3]\nreports:"
    )
    notice.write_text(words.replace("reports:", condition), "utf-8")
    shown = call("payment", "list", folder=root)
    assert shown.code == 0
    assert shown.out.count("r-kaemmerei") == 12
    assert (
        f"{name(3)}: Der Zahlung steht die Nebenbestimmung raum aus 2026-1-001-n1 entgegen, fällig am 31.01.2027"
        in " ".join(shown.out.split())
    )
    assert max(map(len, shown.out.splitlines())) <= 100, "no line runs over the edge"
    answer = json.loads(call("payment", "list", "2026-1", "--format", "json", folder=root).out)["data"]
    assert {each["next"] for each in answer} == {"ordered"}
    assert [each["id"] for each in answer if each["stopped_by"]] == [name(3)]
    order = call("payment", "order", name(3), "--yes", folder=root)
    assert order.code == 1
    assert (
        "Der Zahlung steht die Nebenbestimmung raum aus 2026-1-001-n1 entgegen, fällig am 31.01.2027: "
        "Der Mietvertrag liegt vor." in order.err
    )
    nothing = call("payment", "list", folder=folder_of(tmp_path / "b", "booked"))
    assert (nothing.code, nothing.out) == (0, "")
    assert "Es ist keine Zahlung offen." in nothing.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("book", FIRST, "--voucher", "1", "--role", "r-kaemmerei", "--yes"), 1, "KIC875"),
        (("release", FIRST, "--yes"), 1, "KIC870"),
        (("cancel", FIRST, "--note", " ", "--yes"), 2, "--note"),
        (("cancel", FIRST), 2, "--note"),
        (("bounce", FIRST, "--note", "Konto erloschen", "--yes"), 1, "kic payment cancel"),
        (("book", "2026-1-001", "--voucher", "1"), 2, name(12)),
        (("book", name(99), "--voucher", "1"), 2, name(99)),
        (("book", FIRST, "--voucher", "1", "--role", "r-buchhaltung"), 2, "r-buchung"),
        (("book", FIRST, "--voucher", "1", "--on", "03/04/2026"), 2, "--on"),
        (("request", "2026-1-001"), 2, "kic payment list --all"),
        (("request", "2026-1-001", "--instalment", "13", "--amount", "1,00", "--yes"), 1, "KIC852"),
        (("request", "2026-1-001", "--instalment", "2", "--amount", "1,00", "--yes"), 1, "KIC850"),
        (("request", "2026-1-002"), 2, "2026-1-002"),
        (("expect", "2026-1-001", "--due", "31.12.2026", "--amount", "5,00"), 2, "2026-1-001"),
        (("expect", "2026-1-001-n1", "--due", "31.12.2026", "--amount", "5,00", "--yes"), 1, "KIC881"),
        (("import", "nowhere.csv"), 2, "nowhere.csv"),
        (("import", "list.xlsx", "--sheet", "Konten"), 2, "Buchungen"),
        (("import", "list.csv", "--sheet", "Konten"), 2, "CSV"),
        (("import", "list.csv", "--column", "Beleg=vouchers"), 2, "voucher"),
        (("import", "list.csv", "--column", "Saldo=amount"), 2, "Betrag"),
        (("import", "list.csv", "--outgoing-positive", "--yes"), 1, "KIC897"),
        (("list", "2027-9"), 2, "2027-9"),
    ],
)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_slip_is_told_with_the_way_out(office, monkeypatch, words, code, said, lang):
    monkeypatch.chdir(office.parent)
    before = {path: path.read_bytes() for path in office.rglob("*.yaml")}
    done = call("payment", *words, folder=office, lang=lang)
    assert done.code == code, done.err
    assert said in done.err
    assert {path: path.read_bytes() for path in office.rglob("*.yaml")} == before
