"""What is public: every kind of record has tables or a reason, and single decisions of the public view."""

import datetime
from collections.abc import Callable

import pytest

from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.publishing import Sort, Table
from kic.domain.publishing.tables import LEFT_OUT, SHOWN, public_tables
from tests.domain.good import changed

DAY = datetime.date(2026, 11, 22)


@pytest.fixture
def tables(repository: Callable[..., Snapshot]) -> Callable[..., dict[str, Table]]:
    """The public tables of the good repository after some edits."""

    def made(*edits: tuple[str, str, str]) -> dict[str, Table]:
        return {each.name: each for each in public_tables(repository(changed(*edits)), DAY)}

    return made


def cells(table: Table, key: str) -> list[object]:
    return [row[table.column(key)] for row in table.rows]


def test_an_item_tells_how_many_were_excluded_and_never_who(tables: Callable[..., dict[str, Table]]) -> None:
    meeting = """\
kind: meeting
id: 2026-10-01
title: Sitzung
starts: 2026-10-01T17:00
state: held
present: [{seat: s01}, {seat: s02}, {seat: s03}]
items:
  - id: top-1
    number: 1
    title: Beratung
    exclusions:
      - {seat: s02, left: table}
      - {seat: s03, left: room}
    vote: {in_favour: 1, against: 0, abstentions: 0, invalid: 0}
    result: carried
  - {id: top-2, number: 2, title: Bericht, result: noted}
  - {id: top-3, number: 3, title: Verschiedenes}
"""
    items = tables(("concept/meetings/2026-10-01.yaml", "", meeting))["agenda_items"]
    assert cells(items, "excluded") == [2, 0, None]
    assert not {"s02", "s03", "table", "room"} & {str(cell) for row in items.rows for cell in row}


def test_every_kind_of_record_has_tables_or_a_reason(tables: Callable[..., dict[str, Table]]) -> None:
    assert SHOWN.keys() | LEFT_OUT.keys() == KINDS.keys()
    assert not SHOWN.keys() & LEFT_OUT.keys()
    assert {name for each in SHOWN.values() for name in each} == set(tables())


def test_tables_are_whole(tables: Callable[..., dict[str, Table]]) -> None:
    """Rows as wide as the heading, no empty cell where one is needed, each row named once, references that are there."""
    found = tables()
    for table in found.values():
        keys = [table.column(each) for each in table.key]
        named = [tuple(row[n] for n in keys) for row in table.rows]
        assert len(set(named)) == len(named), table.name
        for row in table.rows:
            assert len(row) == len(table.columns), table.name
            for cell, column in zip(row, table.columns, strict=True):
                assert not (column.needed and cell is None), (table.name, column.key)
                if column.refers is not None and cell is not None:
                    assert cell in {each[0] for each in found[column.refers].rows}
                if column.sort is Sort.CODE and cell is not None:
                    assert isinstance(cell, column.codes or ()), (table.name, column.key)


def test_nothing_of_a_draft_edition_is_public(tables: Callable[..., dict[str, Table]]) -> None:
    draft = "kind: edition\nid: k2030\ntitle: Entwurf 2030\ndrafted: 2026-10\n"
    theme = "kind: theme\nid: d1\nedition: k2030\nnumber: 1\ntitle: Noch geheim\ngoals:\n  - id: d1-z1\n    title: Auch geheim\n"
    found = tables(
        ("concept/editions/k2030/concept.yaml", "", draft),
        ("concept/editions/k2030/themes/d1.yaml", "", theme),
    )
    assert "k2030" not in cells(found["editions"], "id")
    assert "d1" not in cells(found["themes"], "id")
    assert "d1-z1" not in cells(found["goals"], "id")
    adopted = tables(
        ("concept/editions/k2030/concept.yaml", "", draft + "adopted: 2026-11-02\n"),
        ("concept/editions/k2030/themes/d1.yaml", "", theme),
    )
    assert "d1" in cells(adopted["themes"], "id")


@pytest.mark.parametrize(
    ("people", "value", "shown"),
    [("true", "3", None), ("true", "4", None), ("true", "5", "5"), ("true", "0", "0"), ("false", "3", "3")],
)
def test_one_to_four_people_are_suppressed(
    tables: Callable[..., dict[str, Table]], people: str, value: str, shown: str | None
) -> None:
    indicator = (
        f"kind: indicator\nid: i-x\ntitle: X\nunit: Anzahl\ndefinition: Y\npeople: {people}\n"
        f"values:\n  - date: 2025\n    value: {value}\n    source: Amt\n"
    )
    table = tables(("concept/indicators/i-x.yaml", "", indicator))["indicator_values"]
    (row,) = [each for each in table.rows if each[0] == "i-x"]
    assert (None if row[3] is None else str(row[3])) == shown
    assert row[4] is (shown is None)


def test_a_call_in_draft_is_not_public(tables: Callable[..., dict[str, Table]]) -> None:
    call = "kind: call\nid: 2031-1\ntitle: Geheimer Aufruf\nyear: 2031\nnumber: 1\nstate: {}\ncloses: 2031-03-01T12:00\n"
    path = "applications/2031-1/call.yaml"
    assert "2031-1" not in cells(tables((path, "", call.format("draft")))["calls"], "id")
    assert "2031-1" in cells(tables((path, "", call.format("open")))["calls"], "id")


@pytest.mark.parametrize(
    ("item", "named", "public"),
    [
        ("about: []", "Ein neuer Antrag", True),
        ("about: [2031-1-001]", "Ein neuer Antrag", False),  # nothing was given to it
        ("public: false", "Ein neuer Antrag", False),
        ("title: 'Antrag 1: Ein neuer Antrag'", "Ein neuer Antrag", False),  # nobody wrote what it is about
        ("title: 'Nachtrag zum Vorhaben „Ein neuer Antrag“, vertagt'", "Ein neuer Antrag", False),
        ("title: 'Antrag 1: Chor'", "Chor", False),
        ("title: Worum es ging im Chor", "Chor", True),  # a short title within another one may be chance
    ],
)
def test_items_about_what_is_not_public_are_left_out(
    tables: Callable[..., dict[str, Table]], item: str, named: str, public: bool
) -> None:
    application = f"""\
kind: application
id: 2031-1-001
call: 2031-1
number: 1
title: {named}
summary: Worum es geht.
applicant: {{applicant: association, body: v-x}}
themes: []
period: {{start: 2031-04-01, end: 2031-05-01}}
received: 2031-02-01T10:00
costs: []
financing: []
requested: 100.00
"""
    title = "" if item.startswith("title") else "title: Worum es ging"
    meeting = f"""\
kind: meeting
id: 2026-10-01
title: Sitzung
starts: 2026-10-01T17:00
state: held
items:
  - id: top-1
    number: 1
    {title}
    {item}
"""
    found = tables(
        ("applications/2031-1/2031-1-001.yaml", "", application),
        ("concept/meetings/2026-10-01.yaml", "", meeting),
        ("concept/bodies/v-x.yaml", "", "kind: body\nid: v-x\nname: Verein X\nbody: association\n"),
    )
    assert ("2026-10-01" in cells(found["meetings"], "id")) is public
    shown = [str(each) for each in cells(found["agenda_items"], "title")]
    assert any(each.startswith("Worum es ging") for each in shown) is public
    assert "v-x" not in cells(found["bodies"], "id"), "it only applied"
