"""The treasury's list, good and spoiled: a payment is booked as the row says, or the row is named; nothing in between."""

import csv
import datetime
import io
import random
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from kic.core.values import Money
from kic.domain.settings import Settings
from kic.errors import UsageError
from tests.sheets.bookings import (
    CENTS,
    DAY,
    HEADINGS,
    TRUTH,
    booked,
    bookings,
    codes,
    files,
    name,
    office,
    proposed,
    reconciled,
)
from tests.sheets.samples import csv_file, spelled, xlsx

NUMBERS = {"default": 6, "soak": 60}
"""Seeds for each sort of spoiling: 26 sorts, so 156 lists by default and 1,560 in a soak."""
COLUMN = {heading: position for position, heading in enumerate(HEADINGS)}
SHEET = "Buchungen"
Rows = list[list[Any]]


def sheet(rows: Rows, **more: Any) -> bytes:
    return xlsx(rows, sheet=SHEET, **more)


# -- a good list ---------------------------------------------------------------------------------------


def test_a_good_list_books_everything_and_a_second_time_nothing():
    source, snapshot = office()
    outcome = reconciled(snapshot, sheet(bookings()))
    assert codes(outcome) == []
    judged = proposed(source, snapshot, outcome)
    assert not judged.refused
    assert booked(judged.after) == TRUTH
    again = reconciled(judged.after, sheet(bookings()))
    assert (codes(again), again.booked, len(again.already)) == ([], (), 12)
    assert again.plan is not None
    assert again.plan.edits == ()


def test_nothing_of_a_row_is_kept_but_day_and_voucher():
    source, snapshot = office()
    after = proposed(source, snapshot, reconciled(snapshot, sheet(bookings()))).after
    written = b"".join(entry.source for entry in after)
    for words in (b"Erika", b"DE8937", b"Stadt Musterstadt 2026"):
        assert words not in written


def test_sums_are_shown_beside_each_other():
    _, snapshot = office()
    rows = [*bookings(), [DAY, "2026-009001", "5419.01", "", "", "Raummiete", -120.0]]
    outcome = reconciled(snapshot, sheet(rows))
    (call,) = outcome.calls
    assert (call.listed_out, call.booked_out, call.agrees) == (Money(sum(CENTS)), Money(sum(CENTS)), True)
    accounts = {each.account: each for each in outcome.accounts}
    assert sum(each.rows for each in outcome.accounts) == 13
    assert accounts["5419.01"].unknown == Money(-12_000)
    assert sum(each.listed.cents for each in outcome.accounts) == -sum(CENTS) - 12_000
    assert codes(outcome) == ["KIC890"]
    assert outcome.plan is not None, "a row of another office is no obstacle"


def test_what_the_list_lacks_is_named():
    _, snapshot = office()
    outcome = reconciled(snapshot, sheet(bookings()[:-2]))
    assert outcome.not_booked == (name(11), name(12))
    assert codes(outcome) == ["KIC894", "KIC894"]
    _, before = office("booked")
    after = reconciled(before, sheet([*bookings()[:3], *bookings()[4:]]))
    assert codes(after) == ["KIC896"]
    assert after.findings[0].record == name(3)
    (call,) = after.calls
    assert not call.agrees


def test_a_list_that_ends_before_the_release_lacks_nothing():
    _, snapshot = office()
    old = [bookings()[0], [datetime.date(2020, 1, 31), "2020-000001", "5419.01", "", "", "Raummiete", -120.0]]
    outcome = reconciled(snapshot, sheet(old))
    assert (codes(outcome), outcome.not_booked) == (["KIC890"], ())


def test_without_an_id_the_amount_and_account_tell_or_the_row_waits():
    source, snapshot = office()
    rows = bookings()
    for row in rows[1:]:
        row[COLUMN["Verwendungszweck"]] = "Zuschuss"
    outcome = reconciled(snapshot, sheet(rows))
    assert codes(outcome) == ["KIC892", "KIC892"], "two have the same amount"
    assert outcome.waiting == (12, 13)
    partly = reconciled(snapshot, sheet(rows), only_readable=True)
    after = booked(proposed(source, snapshot, partly).after)
    assert after == {key: TRUTH[key] for key in list(TRUTH)[:10]}
    assert not any(each.named for each in partly.booked)


def test_another_account_is_another_payment():
    _, snapshot = office()
    rows = bookings()[:2]
    rows[1][COLUMN["Verwendungszweck"]] = "Zuschuss"
    rows[1][COLUMN["Konto"]] = "5431.00"
    assert reconciled(snapshot, sheet(rows)).unknown == (2,)


def test_a_row_that_names_its_payment_in_another_account_is_booked_and_said():
    source, snapshot = office()
    rows = bookings()
    for row in (1, 3):
        rows[row][COLUMN["Konto"]] = "5431.00"
    outcome = reconciled(snapshot, sheet(rows))
    assert codes(outcome) == ["KIC899", "KIC899"]
    assert [each.record for each in outcome.findings] == [name(1), name(3)]
    assert [each.place.span.line for each in outcome.findings if each.place.span is not None] == [2, 4]
    after = proposed(source, snapshot, outcome).after
    assert booked(after) == TRUTH, "that the money has gone is a fact"
    again = reconciled(after, sheet(rows))
    assert codes(again) == ["KIC899", "KIC899"], "and it is said until it is booked over"


ONE = bookings()[:2]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"Betrag": -300.01}, "KIC891"),
        ({"Betrag": 300.0}, "KIC897"),
        ({"Betrag": 0.0}, "KIC050"),
        ({"Betrag": None}, "KIC051"),
        ({"Betrag": "=SUM(G3:G9)"}, "KIC044"),
        ({"Betrag": "1.234"}, "KIC050"),
        ({"Buchungstag": None}, "KIC051"),
        ({"Buchungstag": "03/04/2026"}, "KIC050"),
        ({"Buchungstag": "20.11.26"}, "KIC050"),
        ({"Buchungstag": "20.11.2026 08:30"}, "KIC050"),
        ({"Buchungstag": datetime.date(2026, 11, 19)}, "KIC895"),
        ({"Beleg": None}, "KIC051"),
        ({"Beleg": "Erika Muster"}, "KIC050"),
        ({"Verwendungszweck": f"{name(1)} und {name(2)}"}, "KIC892"),
        ({"Verwendungszweck": "2026-1-001-p99", "Betrag": -77.0}, "KIC890"),
        ({"Konto": "5431.00"}, "KIC899"),
    ],
)
def test_a_wrong_cell_is_named_with_sheet_row_and_column(change, expected):
    rows = [list(row) for row in ONE]
    for heading, value in change.items():
        rows[1][COLUMN[heading]] = value
    outcome = reconciled(office()[1], sheet(rows))
    found = [each for each in outcome.findings if each.place.path == "b.xlsx"]
    assert [each.law.code for each in found] == [expected]
    assert found[0].place.span is not None
    assert found[0].place.span.line == 2
    assert SHEET in str(found[0].message)
    assert (outcome.plan is None) is (expected not in {"KIC890", "KIC899"})


@pytest.mark.parametrize(
    ("last", "expected"),
    [("certified", "KIC895"), ("ordered", "KIC895"), ("released", None), ("booked", None)],
)
def test_only_what_was_released_is_booked(last, expected):
    outcome = reconciled(office(last)[1], sheet(bookings()))
    assert set(codes(outcome)) == ({expected} if expected else set())
    assert len(outcome.booked) == (12 if last == "released" else 0)


def test_a_payment_booked_with_another_voucher_is_no_silent_match():
    rows = bookings()
    rows[1][COLUMN["Beleg"]] = "2026-777777"
    outcome = reconciled(office("booked")[1], sheet(rows))
    assert codes(outcome) == ["KIC893"]
    assert outcome.plan is None


def test_a_payout_and_its_return_are_two_rows_of_one_payment():
    rows = bookings()
    back = [*rows[1]]
    back[COLUMN["Beleg"]], back[COLUMN["Betrag"]] = "2026-005001", CENTS[0] / 100
    outcome = reconciled(office()[1], sheet([*rows, back]))
    assert codes(outcome) == ["KIC897"]
    assert "kic payment bounce" in str(outcome.findings[0].help)
    bounced = files("booked")[f"applications/2026-1/payments/{name(1)}.yaml"].decode()
    bounced += "  - date: 2026-11-20\n    event: bounced\n    note: Konto erloschen.\n"
    again = reconciled(office("booked", p1=bounced)[1], sheet([*rows, back]))
    assert (codes(again), len(again.already)) == ([], 13)


def test_a_cancelled_payment_that_was_booked_is_an_error():
    cancelled = files("ordered")[f"applications/2026-1/payments/{name(1)}.yaml"].decode()
    cancelled += "  - date: 2026-11-20\n    event: cancelled\n    note: Falsche Rate.\n"
    assert codes(reconciled(office("released", p1=cancelled)[1], sheet(bookings()))) == ["KIC895"]


def test_the_sum_below_is_checked_and_a_wrong_one_is_a_row():
    _, snapshot = office()
    last: list[Any] = [None] * len(HEADINGS)
    last[COLUMN["Betrag"]] = -sum(CENTS) / 100
    outcome = reconciled(snapshot, sheet([*bookings(), last]))
    assert (outcome.sum_row, codes(outcome), len(outcome.booked)) == (14, [], 12)
    for wrong in (-1.0, "=SUM(G2:G13)"):
        last[COLUMN["Betrag"]] = wrong
        assert reconciled(snapshot, sheet([*bookings(), last])).waiting == (14,), "openpyxl leaves no result"


# -- how the list is read ------------------------------------------------------------------------------


def unmapped() -> Any:
    from kic.domain.chapters import KINDS
    from kic.store.reading.load import load
    from kic.store.reading.sources import Memory

    every = files()
    begin, _, rest = every["kic.yaml"].decode().partition("treasury:\n")
    every["kic.yaml"] = f"{begin}{rest[rest.index('severities:') :]}".encode()
    source = Memory(every)
    return source, load(source, KINDS)


def test_a_first_list_is_read_by_its_headings_and_kic_yaml_keeps_it():
    source, snapshot = unmapped()
    outcome = reconciled(snapshot, sheet(bookings()))
    assert outcome.proposed is not None
    assert outcome.proposed.outgoing_negative
    assert outcome.unread == ("Empfänger", "IBAN")
    judged = proposed(source, snapshot, outcome)
    assert not judged.refused
    settings = judged.after.only(Settings)
    assert settings is not None
    assert settings.treasury == outcome.proposed
    assert booked(judged.after) == TRUTH
    again = reconciled(judged.after, sheet(bookings()))
    assert (again.proposed, len(again.already)) == (None, 12)


def test_payouts_without_a_minus_are_read_as_such():
    source, snapshot = unmapped()
    rows = bookings()
    for row in rows[1:]:
        row[COLUMN["Betrag"]] = -row[COLUMN["Betrag"]]
    outcome = reconciled(snapshot, sheet(rows))
    assert outcome.proposed is not None
    assert not outcome.proposed.outgoing_negative
    assert booked(proposed(source, snapshot, outcome).after) == TRUTH
    assert set(codes(reconciled(office()[1], sheet(rows)))) == {"KIC897"}, "kic.yaml says otherwise"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("Beleg", "KIC898"), ("Betrag", "KIC898"), ("Buchungstag", "KIC898"), ("Verwendungszweck", "KIC898")],
)
def test_a_heading_that_kic_yaml_names_and_the_list_lacks_is_named(heading, expected):
    rows = bookings()
    rows[0][COLUMN[heading]] = "Spalte"
    outcome = reconciled(office()[1], sheet(rows))
    assert (codes(outcome), outcome.plan) == ([expected], None)
    assert heading in str(outcome.findings[0].message)


def test_what_is_misused_is_a_usage_error():
    from kic.domain.settings import TreasuryField
    from kic.repository.treasury.columns import given

    _, snapshot = office()
    with pytest.raises(UsageError, match="no sheet"):
        reconciled(snapshot, sheet(bookings()), sheet="Konten")
    with pytest.raises(UsageError, match="no column"):
        reconciled(snapshot, sheet(bookings()), stated={"Saldo": TreasuryField.AMOUNT})
    with pytest.raises(UsageError, match="--column"):
        given("Beleg=vouchers")
    assert given("Beleg = voucher") == ("Beleg", TreasuryField.VOUCHER)


# -- spoiled lists -------------------------------------------------------------------------------------


class Spoiled(NamedTuple):
    """A file, and what may come of it: `same` if the meaning stayed, else the row that may not be booked."""

    content: bytes
    name: str
    same: bool
    row: int | None = None


def german(cents: float, random: random.Random) -> str:
    words = f"{abs(cents):,.2f}".translate(str.maketrans(",.", ".,"))
    return random.choice(
        [f"-{words}", f"{words}-", f"- {words} €", f"{words} -", f"\u2212{words}", f"-{words} EUR"]
    )


def amounts_as_text(rows: Rows, random: random.Random) -> Spoiled:
    for row in rows[1:]:
        row[COLUMN["Betrag"]] = german(row[COLUMN["Betrag"]], random)
    return Spoiled(sheet(rows), "b.xlsx", same=True)


def days_as_text(rows: Rows, random: random.Random) -> Spoiled:
    for row in rows[1:]:
        row[0] = random.choice(["20.11.2026", "2026-11-20", "20. 11. 2026"])
    return Spoiled(sheet(rows), "b.xlsx", same=True)


def as_csv(rows: Rows, random: random.Random) -> Spoiled:
    encoding = random.choice(["utf-8", "utf-8-sig", "cp1252"])
    separator = random.choice([";", ",", "\t"])
    return Spoiled(csv_file(rows, separator=separator, encoding=encoding), "b.csv", same=True)


def columns_reordered(rows: Rows, random: random.Random) -> Spoiled:
    order = list(range(len(HEADINGS)))
    random.shuffle(order)
    return Spoiled(sheet([[row[at] for at in order] for row in rows]), "b.xlsx", same=True)


def rows_reordered(rows: Rows, random: random.Random) -> Spoiled:
    below = rows[1:]
    random.shuffle(below)
    return Spoiled(sheet([rows[0], *below]), "b.xlsx", same=True)


def empty_rows(rows: Rows, random: random.Random) -> Spoiled:
    for _ in range(4):
        rows.insert(random.randrange(1, len(rows) + 1), [None] * len(HEADINGS))
    return Spoiled(sheet(rows), "b.xlsx", same=True)


def hidden_rows(rows: Rows, random: random.Random) -> Spoiled:
    return Spoiled(sheet(rows, hide=[random.randrange(2, 13)]), "b.xlsx", same=True)


def torn_ids(rows: Rows, random: random.Random) -> Spoiled:
    for number, row in enumerate(rows[1:], 1):
        said = random.choice(
            [f"2026 1 001 p{number}", f"2026-1-001- P{number}", f"20261001P{number}", f"2026-1-0 01-p{number}",
             f"2026/1/001/p{number}", f"2026-1-001-\np{number}"]
        )  # fmt: skip
        row[COLUMN["Verwendungszweck"]] = f"ZUSCHUSS {said} STADT 2026 NR 12"
    return Spoiled(sheet(rows), "b.xlsx", same=True)


def headings_in_other_case(rows: Rows, random: random.Random) -> Spoiled:
    rows[0] = [random.choice([f" {each} ", each.upper(), each.lower()]) for each in rows[0]]
    return Spoiled(sheet(rows), "b.xlsx", same=True)


def further_columns(rows: Rows, random: random.Random) -> Spoiled:
    rows = [[*row, "Telefon" if not at else "0631 555-0100"] for at, row in enumerate(rows)]
    return Spoiled(sheet(rows), "b.xlsx", same=True)


def vouchers_with_blanks(rows: Rows, random: random.Random) -> Spoiled:
    for row in rows[1:]:
        row[COLUMN["Beleg"]] = f" {row[COLUMN['Beleg']]}  "
    return Spoiled(sheet(rows), "b.xlsx", same=True)


SAME: tuple[Callable[..., Spoiled], ...] = (
    amounts_as_text, days_as_text, as_csv, columns_reordered, rows_reordered, empty_rows, hidden_rows, torn_ids,
    headings_in_other_case, further_columns, vouchers_with_blanks,
)  # fmt: skip


def _one(rows: Rows, random: random.Random, heading: str, value: Any) -> Spoiled:
    at = random.randrange(1, 13)
    rows[at][COLUMN[heading]] = value(rows[at][COLUMN[heading]]) if callable(value) else value
    return Spoiled(sheet(rows), "b.xlsx", same=False, row=at + 1)


def amount_off_by_a_cent(rows: Rows, random: random.Random) -> Spoiled:
    return _one(rows, random, "Betrag", lambda was: round(was + random.choice([0.01, -0.01, 100]), 2))


def amount_in_words(rows: Rows, random: random.Random) -> Spoiled:
    return _one(
        rows, random, "Betrag", random.choice(["ca. -300", "-300 bis -400", "siehe oben", "-1.234", "3,00,0"])
    )


def amount_a_formula(rows: Rows, random: random.Random) -> Spoiled:
    return _one(rows, random, "Betrag", "=-300+1")


def amount_with_many_decimals(rows: Rows, random: random.Random) -> Spoiled:
    return _one(rows, random, "Betrag", lambda was: was - 0.001)


def day_unclear(rows: Rows, random: random.Random) -> Spoiled:
    return _one(
        rows,
        random,
        "Buchungstag",
        random.choice(["03/04/2026", "20.11.26", "November", "31.11.2026", 46346]),
    )


def day_missing(rows: Rows, random: random.Random) -> Spoiled:
    return _one(rows, random, "Buchungstag", None)


def voucher_missing(rows: Rows, random: random.Random) -> Spoiled:
    return _one(
        rows, random, "Beleg", random.choice([None, "", "Erika Muster", "Konto: siehe Akte", "x" * 60])
    )


def other_id(rows: Rows, random: random.Random) -> Spoiled:
    return _one(rows, random, "Verwendungszweck", f"Zuschuss {name(1)} und {name(2)}")


def row_twice(rows: Rows, random: random.Random) -> Spoiled:
    at = random.randrange(1, 13)
    rows.append([*rows[at]])
    return Spoiled(sheet(rows), "b.xlsx", same=False, row=at + 1)


def sign_turned(rows: Rows, random: random.Random) -> Spoiled:
    return _one(rows, random, "Betrag", lambda was: -was)


def cells_merged(rows: Rows, random: random.Random) -> Spoiled:
    at = random.randrange(2, 12)
    return Spoiled(sheet(rows, merge=[f"G{at}:G{at + 1}"]), "b.xlsx", same=False, row=at)


ONE_ROW: tuple[Callable[..., Spoiled], ...] = (
    amount_off_by_a_cent, amount_in_words, amount_a_formula, amount_with_many_decimals, day_unclear, day_missing,
    voucher_missing, other_id, row_twice, sign_turned, cells_merged,
)  # fmt: skip


def file_cut(rows: Rows, random: random.Random) -> Spoiled:
    content = csv_file(rows)
    return Spoiled(content[: random.randrange(1, len(content) - 1)], "b.csv", same=False)


def archive_cut(rows: Rows, random: random.Random) -> Spoiled:
    content = sheet(rows)
    return Spoiled(content[: random.randrange(1, len(content) - 1)], "b.xlsx", same=False)


def column_gone(rows: Rows, random: random.Random) -> Spoiled:
    at = random.choice(
        [COLUMN[each] for each in ("Buchungstag", "Beleg", "Verwendungszweck", "Betrag", "Konto")]
    )
    return Spoiled(sheet([[*row[:at], *row[at + 1 :]] for row in rows]), "b.xlsx", same=False)


def separator_in_a_text(rows: Rows, random: random.Random) -> Spoiled:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows([[spelled(value) for value in row] for row in rows])
    lines = stream.getvalue().splitlines(keepends=True)
    at = random.randrange(1, 13)
    lines[at] = lines[at].replace("Zuschuss", "Zuschuss; Rate 1")
    return Spoiled("".join(lines).encode(), "b.csv", same=False, row=at + 1)


WHOLE_FILE: tuple[Callable[..., Spoiled], ...] = (file_cut, archive_cut, column_gone, separator_in_a_text)


def check(spoil: Callable[..., Spoiled], seed: int) -> None:
    """Whatever is booked is booked as it was; what is not has a finding, at its row where there is one."""
    source, snapshot = office()
    file = spoil(bookings(), random.Random(f"{spoil.__name__} {seed}"))
    outcome = reconciled(snapshot, file.content, file.name, only_readable=True)
    after = {}
    if outcome.plan is not None:
        judged = proposed(source, snapshot, outcome)
        assert not judged.refused
        after = booked(judged.after)
        assert after.items() <= TRUTH.items(), "a booking that no row says"
    if file.same:
        assert after == TRUTH, codes(outcome)
        return
    strict = reconciled(snapshot, file.content, file.name)
    if len(after) < len(TRUTH):
        assert codes(outcome), "something is missing, and nobody said so"
        named = {each.payment for each in outcome.booked} | set(outcome.not_booked)
        assert outcome.waiting or outcome.unknown or outcome.plan is None or named == set(TRUTH)
    if file.row is not None:
        spans = [each.place.span for each in outcome.findings if each.place.path == file.name]
        assert file.row in [span.line for span in spans if span is not None], codes(outcome)
        assert file.row in (*outcome.waiting, *outcome.unknown)
        assert strict.plan is None or file.row in strict.unknown
        assert len(after) >= len(TRUTH) - 2


def seeds(sorts: tuple[Callable[..., Spoiled], ...], mode: str) -> list[Any]:
    return [
        pytest.param(spoil, seed, id=f"{spoil.__name__}-{seed}")
        for spoil in sorts
        for seed in range(NUMBERS[mode])
    ]


EVERY = (*SAME, *ONE_ROW, *WHOLE_FILE)


@pytest.mark.parametrize(("spoil", "seed"), seeds(EVERY, "default"))
def test_a_spoiled_list_books_nothing_wrong_and_drops_nothing(spoil, seed):
    check(spoil, seed)


@pytest.mark.soak
@pytest.mark.parametrize(("spoil", "seed"), seeds(EVERY, "soak"))
def test_spoiled_lists_in_the_full_number(spoil, seed):
    check(spoil, seed)
