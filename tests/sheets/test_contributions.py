"""Sheets of contributions: every row is taken or named with its place, and a second import changes nothing."""

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.participation import Consultation, Contribution, ContributorKind, SheetField
from kic.errors import UsageError
from kic.present.language import speak
from kic.repository.changing import propose
from kic.repository.intake.contribution_sheet import export_sheet
from kic.repository.intake.contributions import Import, import_contributions
from kic.sheets import read
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.sheets.samples import BODIES, csv_file, repository, xlsx

TODAY = datetime.date(2026, 11, 22)
SHEETS = {"default": 50, "soak": 2000}
"""Sheets with anything in them."""
EVENT = """\
kind: consultation
id: bt-2026-1
invented: true
edition: k2022
title: Werkstatt Sprache
form: workshop
date: 2026-11-14
participants: 42
"""
HEAD = ("Nr", "Von", "Wer", "Pseudonym", "Betrifft", "Vorschlag", "Begründung", "Nennung")
ROWS: list[tuple[Any, ...]] = [
    HEAD,
    (1, "Radio Musterstadt", None, None, "he-01", "Auch Berufsschulen einbeziehen.", None, "ja"),
    (2, None, "Privatperson", "p-0301", "Sprachförderung", "Mehr Kurse am Abend.", "Schichtdienst", None),
    (3, "Fraktion Offene Stadt", None, None, None, "Eine Frist nennen.", None, None),
]


def city(**more: str) -> tuple[Memory, Snapshot]:
    return repository(**{"concept/consultations/bt-2026-1.yaml": EVENT, **more})


def imported(snapshot: Snapshot, content: bytes, name: str = "b.csv", **answers: Any) -> Import:
    event = snapshot.get(Consultation, "bt-2026-1")
    assert event is not None
    return import_contributions(snapshot, event, read(content, name), **answers)


def carried_out(source: Memory, snapshot: Snapshot, outcome: Import) -> tuple[Memory, Snapshot]:
    """The state after the plan, which no rule refuses."""
    assert outcome.plan is not None, [str(each.message) for each in outcome.findings]
    proposal = propose(source, snapshot, outcome.plan, TODAY)
    assert not proposal.refused, [str(each.message) for each in proposal.findings]
    files = {path: source.read(path) for path in source.paths()}
    files |= {each.path: each.after for each in proposal.changes if each.after is not None}
    after = Memory(files)
    return after, load(after, KINDS)


def test_each_row_becomes_a_contribution_to_the_edition_of_its_event() -> None:
    source, before = city()
    outcome = imported(before, csv_file(ROWS))
    _, after = carried_out(source, before, outcome)
    first, second, third = (after.get(Contribution, id_) for id_ in outcome.created)
    assert outcome.created == ("s-2026-01", "s-2026-02", "s-2026-03")
    assert first is not None
    assert second is not None
    assert third is not None
    assert (first.contributor.body, first.element, first.named) == ("v-radio", "he-01", True)
    assert first.received == datetime.date(2026, 11, 14), "the day of the event, where no column says one"
    assert (second.contributor.person, second.element, second.reason) == ("p-0301", "t2", "Schichtdienst")
    assert third.contributor.contributor is ContributorKind.COUNCIL_GROUP
    assert third.contributor.name == "Fraktion Offene Stadt", "there is no record of it, so its name is kept"
    assert {each.edition for each in (first, second, third)} == {"k2022"}
    assert first.invented


def test_a_second_import_changes_nothing_and_a_corrected_row_one_field() -> None:
    source, before = city()
    source, after = carried_out(source, before, imported(before, csv_file(ROWS)))
    again = imported(after, csv_file(ROWS))
    assert again.plan is not None
    assert (again.plan.edits, again.created, len(again.unchanged)) == ((), (), 3)
    corrected = [ROWS[0], ROWS[1], (*ROWS[2][:5], "Kurse am Abend und am Samstag.", *ROWS[2][6:]), ROWS[3]]
    outcome = imported(after, csv_file(corrected))
    assert [(each.id, each.fields) for each in outcome.changed] == [("s-2026-02", ("proposal",))]


def test_what_was_corrected_in_the_record_stays_and_what_both_changed_is_asked() -> None:
    source, before = city()
    source, _ = carried_out(source, before, imported(before, csv_file(ROWS)))
    path = "concept/contributions/s-2026-02.yaml"
    files = {each: source.read(each) for each in source.paths()}
    files[path] = files[path].replace(b"Mehr Kurse am Abend.", b"Mehr Abendkurse.")
    mended = load(Memory(files), KINDS)
    kept = imported(mended, csv_file(ROWS))
    assert [each.law.slug for each in kept.findings] == ["kept-as-recorded"]
    assert kept.changed == ()
    both = [*ROWS[:2], (*ROWS[2][:5], "Kurse am Samstag.", *ROWS[2][6:]), ROWS[3]]
    asked = imported(mended, csv_file(both))
    assert (asked.plan, asked.asked) == (None, True)
    told = imported(mended, csv_file(both), take="sheet")
    assert [each.fields for each in told.changed] == [("proposal",)]
    assert imported(mended, csv_file(both), take="record").changed == ()


@pytest.mark.parametrize(
    ("row", "slug", "cell"),
    [
        ((4, "Frau Beispiel", None, None, "t2", "Mehr Kurse.", None, None), "misread-cell", (5, 2)),
        ((4, None, "Bürgerin", None, "t2", "Mehr Kurse.", None, None), "empty-cell", (5, 4)),
        ((4, "Radio Musterstadt", None, None, "he-77", "Mehr Kurse.", None, None), "unknown-word", (5, 5)),
        ((4, "Radio Musterstadt", None, None, "t2", None, None, None), "empty-cell", (5, 6)),
        ((4, "Radio Musterstadt", "Ausserirdische", None, "t2", "Mehr.", None, None), "unknown-word", (5, 3)),
        ((4, "Radio Musterstadt", None, "p-0001", "t2", "Mehr Kurse.", None, None), "unknown-word", (5, 4)),
        (
            (4, "Radio Musterstadt", None, None, "t2", "Ruft an: 0631 1234567", None, None),
            "telephone-number",
            (5, 6),
        ),
        ((3, "Theater, Tanz und mehr", None, None, "t2", "Mehr Bühne.", None, None), "row-unclear", (4, 6)),
    ],
    ids=[
        "a name",
        "no pseudonym",
        "no such element",
        "no proposal",
        "no such kind",
        "two authors",
        "telephone",
        "twice",
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_its_cell_and_the_others_can_go_on(
    row: tuple[Any, ...], slug: str, cell: tuple[int, int]
) -> None:
    source, before = city()
    refused = imported(before, csv_file([*ROWS, row]))
    assert refused.plan is None
    places = [
        (each.law.slug, each.place.span.line, each.place.span.column)
        for each in refused.findings
        if each.place.span
    ]
    assert (slug, *cell) in places
    rest = imported(before, csv_file([*ROWS, row]), only_readable=True)
    carried_out(source, before, rest)
    assert len(rest.created) + len(rest.waiting) == len(ROWS), "no row is dropped"


def test_a_private_person_is_never_named_and_that_is_said() -> None:
    _, before = city()
    outcome = imported(before, csv_file([HEAD, (1, None, None, "p-0301", "t2", "Mehr Kurse.", None, "ja")]))
    assert [each.law.slug for each in outcome.findings] == ["personal-column"]
    assert outcome.plan is not None
    assert "named" not in str(outcome.plan.edits[-1])


def test_a_column_is_named_once_and_kept() -> None:
    source, before = city()
    sheet = csv_file([("Wer spricht", "Was"), ("Radio Musterstadt", "Mehr Kurse.")])
    refused = imported(before, sheet, sheet=None)
    assert refused.plan is None
    stated = {"Wer spricht": SheetField.CONTRIBUTOR, "Was": SheetField.PROPOSAL}
    with pytest.raises(UsageError):
        imported(before, sheet, stated={**stated, "Fehlt": SheetField.REASON})
    rows = [("Wer spricht", "Was", "Betrifft", "Nr"), ("Radio Musterstadt", "Mehr Kurse.", "t2", 1)]
    first = imported(before, csv_file(rows), stated=stated)
    _, after = carried_out(source, before, first)
    assert imported(after, csv_file(rows)).unchanged == ("s-2026-01",), "the consultation knows the columns"


def test_what_kic_writes_into_a_sheet_it_reads_back() -> None:
    source, before = city()
    source, after = carried_out(source, before, imported(before, csv_file(ROWS)))
    event = after.get(Consultation, "bt-2026-1")
    assert event is not None
    for language in ("de", "en"):
        sheet = export_sheet(after, event, speak(language), filled=True, on=TODAY)
        again = imported(after, sheet, "b.xlsx")
        assert again.plan is not None, [str(each.message) for each in again.findings]
        assert (again.created, again.changed, len(again.unchanged)) == ((), (), 3), language


def test_a_fresh_sheet_is_read_with_what_was_typed_into_it() -> None:
    _, before = city()
    event = before.get(Consultation, "bt-2026-1")
    assert event is not None
    book = read(export_sheet(before, event, speak("de"), filled=False, on=TODAY), "leer.xlsx")
    headings = [str(cell.value) for cell in book.sheets[0].row(1)]
    row = {"Von": "Radio Musterstadt", "Textstelle": "Sprachförderung", "Vorschlag": "Mehr Kurse."}
    typed = xlsx([headings, [row.get(each) for each in headings]], sheet="Beitrag")
    outcome = imported(before, typed, "leer.xlsx")
    assert outcome.created == ("s-2026-01",), [str(each.message) for each in outcome.findings]


_names = st.sampled_from(["v-radio", *BODIES.values(), "Fraktion A", "p-0001", "Herr B", "", "12"])
_elements = st.sampled_from(["he-01", "t2", "t2-z1", "k2022", "", "he-99", "Sprachförderung"])
_words = st.text("abcäß é„“-\u2013\u202e\x00,;\n0", max_size=12)
_rows = st.lists(st.tuples(st.sampled_from(["", "1", "2", "3"]), _names, _elements, _words), max_size=8)


def no_row_is_lost(rows: list[tuple[str, str, str, str]]) -> None:
    source, before = city()
    rows = [tuple(each.replace("\x00", "") for each in row) for row in rows]  # type: ignore[misc]
    outcome = imported(before, xlsx([("Nr", "Von", "Zu", "Vorschlag"), *rows]), "b.xlsx", only_readable=True)
    if outcome.plan is None:
        assert any(each.severity.value == "error" for each in outcome.findings)
        return
    filled = sum(any(each.strip() for each in row) for row in rows)
    assert len(outcome.created) + len(outcome.waiting) == filled
    said = {each.place.span.line for each in outcome.findings if each.place.span is not None}
    assert set(outcome.waiting) <= said, "each row that waits is named"
    source, after = carried_out(source, before, outcome)
    again = imported(after, xlsx([("Nr", "Von", "Zu", "Vorschlag"), *rows]), "b.xlsx", only_readable=True)
    assert (again.created, again.changed) == ((), ())


@settings(max_examples=SHEETS["default"], deadline=None)
@given(_rows)
def test_whatever_a_sheet_holds_no_row_is_lost(rows: list[tuple[str, str, str, str]]) -> None:
    no_row_is_lost(rows)


@pytest.mark.soak
@settings(max_examples=SHEETS["soak"], deadline=None)
@given(_rows)
def test_whatever_many_sheets_hold_no_row_is_lost(rows: list[tuple[str, str, str, str]]) -> None:
    no_row_is_lost(rows)
