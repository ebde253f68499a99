"""Records as sheets, both ways: what went out comes back as it was, and each change as exactly that change."""

import datetime
from typing import Any

import msgspec
import openpyxl
import pytest

from kic.core.diagnostic import Severity
from kic.domain.applications import Application
from kic.domain.chapters import KINDS
from kic.domain.concept.structure import Body
from kic.domain.knowledge import GapState
from kic.present.language import speak
from kic.repository.changing import propose
from kic.repository.sheets import technical
from kic.repository.sheets.columns import WITHOUT, columns_of
from kic.repository.sheets.incoming import SHEETS, read_back
from kic.repository.sheets.merging import with_cell
from kic.sheets import read
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.sheets.returned import (
    PAGE,
    back,
    changed,
    column,
    different,
    entered,
    errors,
    judged,
    row,
    said,
    sent,
    state,
)
from tests.sheets.samples import TODAY

FIRST, SECOND = "2026-2-001", "2026-2-002"


def test_every_kind_but_those_with_a_place_of_their_own_has_a_sheet() -> None:
    assert set(SHEETS) == set(KINDS) - set(WITHOUT)
    assert all(columns_of(kind) for kind in SHEETS)


@pytest.mark.parametrize(
    ("kind", "language"),
    [*((kind, "de") for kind in SHEETS), ("application", "en"), ("seat", "en"), ("call", "en")],
)
def test_what_went_out_comes_back_as_it_was(kind: str, language: str) -> None:
    came = read_back(state()[1], kind, [read(sent(kind, language), "back.xlsx")])
    assert said(came) == []
    assert came.plan is not None
    assert came.plan.edits == ()
    assert len(came.unchanged) == len(
        [e for e in state()[1].all(KINDS[kind]) if getattr(e, "call", "2026-2") == "2026-2"]
    )


@pytest.mark.parametrize(
    ("key", "typed", "written"),
    [
        ("title", "Ein anderer Titel", "Ein anderer Titel"),
        ("requested", "3.849,80 €", "3849.80"),
        ("requested", 3849.8, "3849.80"),
        ("period.end", "30.06.2027", "2027-06-30"),
        ("period.end", datetime.datetime(2027, 6, 30), "2027-06-30"),  # noqa: DTZ001  # cells know no zone
        ("received", "04.11.2026, 10:30 Uhr", "2026-11-04T10:30"),
        ("applicant.applicant", "Einrichtung", "institution"),
        ("applicant.applicant", "institution", "institution"),
        ("themes", "t2; T1", "t2\nt1"),
        ("deducts_vat", "nein", ""),
        ("recommendations", "HE-01, he-02", "he-01\nhe-02"),
        ("ineligible", "verspätet; unvollständig", "late\nincomplete"),
        ("ineligible", "Late\nlate", "late"),
    ],
)
def test_a_cell_is_read_as_a_person_types_it(key: str, typed: Any, written: str) -> None:
    came = back(entered({("2026-2-004", key): typed}))
    assert errors(came) == []
    assert different(state()[1], judged(came).after) == {("2026-2-004", key): written}


def test_only_the_lines_of_the_changed_fields_change() -> None:
    came = back(entered({(FIRST, "title"): "Neu", (SECOND, "period.start"): datetime.date(2027, 3, 1)}))
    changes = {change.path.rpartition("/")[2]: change for change in judged(came).changes}
    assert sorted(changes) == [f"{FIRST}.yaml", f"{SECOND}.yaml"]
    for change in changes.values():
        before, after = (content.decode().splitlines() for content in (change.before, change.after))
        assert len(set(after) - set(before)) == 1
        assert len(after) == len(before)


def test_an_emptied_cell_takes_the_value_out_and_one_that_is_needed_is_asked_for() -> None:
    assert list(different(state()[1], judged(back(entered({(FIRST, "minimum.share"): None}))).after)) == [
        (FIRST, "minimum.share")
    ]
    [finding] = errors(back(entered({(FIRST, "title"): None})))
    assert (finding.law.code, finding.record) == ("KIC051", FIRST)


# -- three ways ----------------------------------------------------------------------------------------


def meanwhile(content: bytes, path: str, old: str, new: str, **answers: Any) -> Any:
    """The file comes back when a record has been changed since it went out."""
    source, _snapshot = state()
    files = {each: source.read(each) for each in source.paths()}
    assert old.encode() in files[path]
    files[path] = files[path].replace(old.encode(), new.encode(), 1)
    memory = Memory(files)
    snapshot = load(memory, KINDS)
    came = read_back(snapshot, "application", [read(content, "back.xlsx")], **answers)
    done = propose(memory, snapshot, came.plan, TODAY) if came.plan is not None else None
    after = done.after.get(Application, FIRST) if done is not None else None
    return came, after


PATH = f"applications/2026-2/{FIRST}.yaml"
TITLE = "title: Begegnung im Stadtteil 1"


def test_what_changed_in_the_record_alone_stays_and_is_told() -> None:
    came, after = meanwhile(sent(), PATH, TITLE, "title: Im Bestand")
    assert after.title == "Im Bestand"
    [note] = came.findings
    assert (note.law.code, note.severity) == ("KIC056", Severity.NOTE)


def test_other_fields_of_the_same_record_are_taken_all_the_same() -> None:
    content = entered({(FIRST, "period.end"): "30.06.2027"})
    _came, after = meanwhile(content, PATH, TITLE, "title: Im Bestand")
    assert (after.title, after.period.end) == ("Im Bestand", datetime.date(2027, 6, 30))


def test_the_same_change_on_both_sides_is_none() -> None:
    came, _after = meanwhile(entered({(FIRST, "title"): "Beide"}), PATH, TITLE, "title: Beide")
    assert (said(came), came.plan.edits) == ([], ())


def test_a_field_that_changed_on_both_sides_is_asked_for_and_names_both() -> None:
    content = entered({(FIRST, "title"): "Im Bogen"})
    came, after = meanwhile(content, PATH, TITLE, "title: Im Bestand")
    assert (after, came.asked) == (None, True)
    [finding] = came.findings
    assert finding.law.code == "KIC055"
    assert {"Im Bogen", "Im Bestand"} <= set(map(str, finding.message.values["problem"].values.values()))
    for word, title in (("sheet", "Im Bogen"), ("record", "Im Bestand")):
        assert meanwhile(content, PATH, TITLE, "title: Im Bestand", take=word)[1].title == title


def without_the_hidden_sheet(book: Any) -> None:
    book.remove(book["kic-sheet"])


def test_without_its_hidden_sheet_only_rows_whose_record_did_not_change_are_taken() -> None:
    content = changed(entered({(FIRST, "period.end"): "30.06.2027"}), without_the_hidden_sheet)
    assert judged(back(content)).after.get(Application, FIRST).period.end == datetime.date(2027, 6, 30)
    came, _after = meanwhile(content, PATH, TITLE, "title: Im Bestand")
    assert came.plan is None
    assert {each.law.code for each in errors(came)} == {"KIC055"}


def test_a_hidden_sheet_that_was_tampered_with_counts_no_more_than_none() -> None:
    def tampered(book: Any) -> None:
        cell = book["kic-sheet"]["B12"]
        cell.value = cell.value.replace("title=", "title=x", 1)

    came, _after = meanwhile(
        changed(entered({(FIRST, "title"): "Im Bogen"}), tampered), PATH, TITLE, "title: Im Bestand"
    )
    assert came.plan is None
    assert any(each.law.code == "KIC027" for each in came.findings)


# -- rows ----------------------------------------------------------------------------------------------


def test_a_deleted_row_is_told_and_deletes_nothing() -> None:
    def deleted(book: Any) -> None:
        sheet = book.worksheets[PAGE]
        sheet.delete_rows(row(sheet, FIRST))

    came = back(changed(sent(), deleted))
    assert (came.gone, came.plan.edits) == ((FIRST,), ())
    assert [each.law.code for each in came.findings] == ["KIC057"]


def test_a_new_row_makes_a_record_only_of_kinds_that_are_made_so() -> None:
    def added(book: Any) -> None:
        sheet = book.worksheets[PAGE]
        at = next(cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[0].value is None)
        for key, value in (("body.id", "v-chor"), ("name", "Chor der Vielfalt"), ("body", "Verein")):
            sheet.cell(at, column(sheet, key)).value = value

    came = back(changed(sent("body"), added), kind="body")
    after = judged(came).after
    assert (came.created, errors(came)) == (("v-chor",), [])
    assert after.get(Body, "v-chor").name == "Chor der Vielfalt"
    assert after.entry(after.get(Body, "v-chor")).path == "concept/bodies/v-chor.yaml"

    def copied(book: Any) -> None:
        sheet = book.worksheets[PAGE]
        sheet.append([f"{FIRST[:-1]}9x", *[cell.value for cell in sheet[2]][1:-1]])

    [finding] = errors(back(changed(sent(), copied)))
    assert finding.law.code == "KIC054"


def test_two_files_that_say_the_same_are_one_change_and_two_that_differ_are_asked_about() -> None:
    one, other = entered({(FIRST, "title"): "Eins"}), entered({(FIRST, "title"): "Zwei"})
    books = [read(one, "a.xlsx"), read(one, "b.xlsx")]
    assert len(read_back(state()[1], "application", books).plan.edits) == 1
    came = read_back(state()[1], "application", [read(one, "a.xlsx"), read(other, "b.xlsx")])
    [finding] = errors(came)
    assert (finding.law.code, finding.place.path) == ("KIC054", "b.xlsx")


def test_the_rules_say_the_same_of_a_sheet_as_of_a_hand_edit_and_name_the_cell() -> None:
    from kic.repository.sheets.merging import with_cell

    came = back(entered({(FIRST, "themes"): "t99"}))
    proposal = judged(came)
    assert proposal.refused
    finding = next(each for each in proposal.findings if each.severity is Severity.ERROR)
    placed = with_cell(finding, came.places)
    assert msgspec.structs.replace(placed, related=()) == msgspec.structs.replace(finding, related=())
    assert placed.related[-1].place.field == ("Projektantrag", placed.related[-1].message.values["cell"])


# -- out -----------------------------------------------------------------------------------------------


def test_words_that_look_like_formulas_go_out_as_words() -> None:
    evil = "title: '=HYPERLINK(\"http://x.example\")'"
    source, _snapshot = state()
    files = {each: source.read(each) for each in source.paths()}
    files[PATH] = files[PATH].replace(TITLE.encode(), evil.encode(), 1)
    snapshot = load(Memory(files), KINDS)
    from kic.present.language import speak
    from kic.repository.sheets.outgoing import Going, as_xlsx

    content = as_xlsx(snapshot, Going("application", snapshot.all(Application), "", TODAY), speak("de"))
    book = read(content, "out.xlsx")
    kinds = {
        cell.kind.value for sheet in book.sheets for each in sheet.row_numbers for cell in sheet.row(each)
    }
    assert "formula" not in kinds
    came = read_back(snapshot, "application", [book])
    assert (said(came), came.plan.edits) == ([], ())


def test_what_no_cell_can_hold_is_locked_and_is_no_change() -> None:
    source, _snapshot = state()
    files = {each: source.read(each) for each in source.paths()}
    long = "x" * 33_000
    files[PATH] = files[PATH].replace(TITLE.encode(), f"title: {long}".encode(), 1)
    snapshot = load(Memory(files), KINDS)
    from kic.present.language import speak
    from kic.repository.sheets.outgoing import Going, as_xlsx

    content = as_xlsx(snapshot, Going("application", snapshot.all(Application), "", TODAY), speak("de"))
    came = read_back(snapshot, "application", [read(content, "out.xlsx")])
    assert (said(came), came.plan.edits) == ([], ())
    touched = entered({(FIRST, "title"): "kurz"}, content)
    [finding] = errors(read_back(snapshot, "application", [read(touched, "out.xlsx")]))
    assert finding.law.code == "KIC027"


def test_ids_are_locked_values_have_lists_and_the_first_page_says_how() -> None:
    import io

    book = openpyxl.load_workbook(io.BytesIO(sent()))
    first, page, *_lists, hidden = (each for each in book.worksheets if each.title != "_")
    assert first.max_row > 5
    assert (hidden.title, hidden.sheet_state) == (technical.NAME, "hidden")
    assert page.protection.sheet
    assert page["A2"].protection.locked
    assert not page.cell(2, column(page, "title")).protection.locked
    lists = [each for each in page.data_validations.dataValidation if each.type == "list"]
    assert any("Verein" in str(each.formula1) for each in lists)


def test_the_same_records_give_the_same_bytes() -> None:
    first = sent("body")
    sent.cache_clear()
    assert sent("body") == first


# -- lists ---------------------------------------------------------------------------------------------


def on_page(heading: str, change: Any, content: bytes | None = None, kind: str = "application") -> bytes:
    """The file after a change of the sheet whose column of ids has this key."""

    def chosen(book: Any) -> None:
        [page] = [each for each in book.worksheets if f"[{heading}]" in str(each["A1"].value)]
        change(page)

    return changed(content or sent(kind), chosen)


def test_an_entry_of_a_list_is_changed_at_its_place_alone() -> None:
    def dearer(page: Any) -> None:
        page.cell(row(page, f"{FIRST}.1"), column(page, "amount")).value = "5.200,10"

    came = back(on_page("application.costs.id", dearer))
    [change] = judged(came).changes
    assert [e.id for e in came.changed] == [FIRST]
    assert came.changed[0].fields == ("costs[1].amount",)
    before, after = (content.decode().splitlines() for content in (change.before, change.after))
    assert [e.strip() for e in after if e not in before] == ["amount: 5200.10"]


def new_line(page: Any) -> None:
    at = page.max_row + 1
    for cells in page.iter_rows(min_row=2):
        if cells[0].value is None:
            at = min(at, cells[0].row)
    for key, value in (
        ("application.costs.id", FIRST),
        ("item", "Fahrten"),
        ("amount", 120.5),
        ("eligible", "ja"),
    ):
        page.cell(at, column(page, key)).value = value


def test_a_new_row_of_a_list_is_one_more_entry_and_read_twice_still_one() -> None:
    content = on_page("application.costs.id", new_line)
    done = judged(back(content))
    assert [str(e.amount) for e in done.after.get(Application, FIRST).costs if e.item == "Fahrten"] == [
        "120.50"
    ]
    again = read_back(done.after, "application", [read(content, "back.xlsx")])
    assert (again.plan.edits, errors(again)) == ((), [])


def test_a_log_is_added_to_and_what_is_there_is_locked() -> None:
    def later(page: Any) -> None:
        page.cell(2, column(page, "value")).value = 99

    [finding] = errors(back(on_page("indicator.values.id", later, kind="indicator"), kind="indicator"))
    assert finding.law.code == "KIC027"

    def more(page: Any) -> None:
        id = page["A2"].value.partition(".")[0]
        at = next(cells[0].row for cells in page.iter_rows(min_row=2) if cells[0].value is None)
        for key, value in (
            ("indicator.values.id", id),
            ("date", "2026-09"),
            ("value", "17,5"),
            ("source", "Amt"),
        ):
            page.cell(at, column(page, key)).value = value

    came = back(on_page("indicator.values.id", more, kind="indicator"), kind="indicator")
    [change] = judged(came).changes
    assert change.after.startswith(change.before.rstrip(b"\n"))
    assert b"value: 17.5" in change.after


def test_an_entry_of_a_record_that_is_not_there_is_refused() -> None:
    def stranger(page: Any) -> None:
        new_line(page)
        page.cell(row(page, FIRST), 1).value = "2026-2-099"

    [finding] = errors(back(on_page("application.costs.id", stranger)))
    assert finding.law.code == "KIC054"


def test_sources_and_gaps_are_entered_and_changed_beside_every_kind_of_record() -> None:
    """What a gap says is judged by the same rules as a gap that was written by hand, at its cell."""

    def told(key: str, **values: str) -> Any:
        def enter(page: Any) -> None:
            at = next(cells[0].row for cells in page.iter_rows(min_row=2) if cells[0].value is None)
            for name, value in {key: FIRST, **values}.items():
                page.cell(at, column(page, name)).value = value

        return enter

    content = on_page(
        "application.sources.id", told("application.sources.id", title="Antrag vom Mai", date="2026-05")
    )
    content = on_page(
        "application.gaps.id", told("application.gaps.id", field="minimum", state="nicht bekannt"), content
    )
    done = judged(back(content))
    record = done.after.get(Application, FIRST)
    assert [(each.title, str(each.date)) for each in record.sources] == [("Antrag vom Mai", "2026-05")]
    assert [(each.field, each.state) for each in record.gaps] == [("minimum", GapState.UNKNOWN)]

    wrong = on_page("application.gaps.id", told("application.gaps.id", field="quatsch", state="unknown"))
    came = back(wrong)
    [finding] = [each for each in judged(came).findings if each.law.code == "KIC152"]
    [place] = [each.place for each in with_cell(finding, came.places).related]
    assert place.field == ("Lücken", "B2")


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ("Mindestbetrag", "minimum"),
        ("Zusammenfassung [summary]", "summary"),
        ("Zeitraum: Beginn", "period.start"),
        ("Deducts VAT", "deducts_vat"),
        ("Quatsch", "Quatsch"),
    ],
)
def test_the_field_of_a_gap_is_also_named_as_the_heading_says_it(word: str, field: str) -> None:
    def enter(page: Any) -> None:
        at = next(cells[0].row for cells in page.iter_rows(min_row=2) if cells[0].value is None)
        for name, value in {"application.gaps.id": FIRST, "field": word, "state": "nicht bekannt"}.items():
            page.cell(at, column(page, name)).value = value

    record = judged(back(on_page("application.gaps.id", enter))).after.get(Application, FIRST)
    assert [each.field for each in record.gaps] == [field]


@pytest.mark.parametrize("word", ["Mindestbetrg", "minimun"])
def test_a_misspelt_field_of_a_gap_is_told_with_the_one_that_is_near(word: str) -> None:
    def enter(page: Any) -> None:
        at = next(cells[0].row for cells in page.iter_rows(min_row=2) if cells[0].value is None)
        for name, value in {"application.gaps.id": FIRST, "field": word, "state": "nicht bekannt"}.items():
            page.cell(at, column(page, name)).value = value

    [finding] = back(on_page("application.gaps.id", enter)).findings
    assert (
        speak("de").say(finding.message)
        == f"Blatt Lücken, Zelle B2: Dieser Datensatz hat kein Feld „{word}“."
    )
    assert finding.help is not None
    assert "Mindestbetrag" in speak("de").say(finding.help)


def test_a_row_of_a_list_that_names_no_record_says_so_of_the_record_and_one_with_no_entry_of_the_list() -> (
    None
):
    def told(id_: str) -> str:
        def enter(page: Any) -> None:
            at = next(cells[0].row for cells in page.iter_rows(min_row=2) if cells[0].value is None)
            page.cell(at, column(page, "application.sources.id")).value = id_
            page.cell(at, column(page, "title")).value = "Antrag vom Mai"

        [finding] = errors(back(on_page("application.sources.id", enter)))
        return speak("en").say(finding.message)

    assert told("2026-2-999").endswith(": there is no application 2026-2-999")
    assert told(f"{FIRST}.9").endswith(f": there is no application, Sources {FIRST}.9")


# -- what is not read is told --------------------------------------------------------------------------


def test_a_copy_of_the_sheet_is_refused_since_nobody_knows_which_was_filled_in() -> None:
    [finding] = errors(back(changed(sent(), lambda book: book.copy_worksheet(book.worksheets[PAGE]))))
    assert (finding.law.code, finding.place.field[0]) == ("KIC027", "Projektantrag Copy")


def test_an_added_sheet_comments_and_a_sheet_that_is_gone_are_told_and_change_nothing() -> None:
    def worked(book: Any) -> None:
        book.create_sheet("Notizen")["B2"] = "Bitte anrufen!"
        book.worksheets[PAGE]["C3"].comment = openpyxl.comments.Comment("Stimmt das?", "x")
        [costs] = [each for each in book.worksheets if "[application.costs.id]" in str(each["A1"].value)]
        book.remove(costs)

    came = back(changed(sent(), worked))
    assert errors(came) == []
    assert came.plan is not None
    assert came.plan.edits == ()
    assert sorted((each.law.code, each.severity.value) for each in came.findings) == [
        ("KIC027", "warning"),
        ("KIC027", "warning"),
        ("KIC057", "warning"),
    ]


def test_an_id_that_was_altered_is_told_from_a_record_that_is_gone() -> None:
    """The mark of the row knows which record went out; a copy beside the row itself is one all the same."""

    def altered(book: Any) -> None:
        sheet = book.worksheets[PAGE]
        sheet.cell(row(sheet, FIRST), 1).value = "2026-2-999"

    def copied(book: Any) -> None:
        sheet = book.worksheets[PAGE]
        below = sheet.max_row + 1
        for cell in sheet[row(sheet, FIRST)]:
            sheet.cell(below, cell.column).value = cell.value
        sheet.cell(below, 1).value = "2026-2-999"

    [found] = errors(back(changed(sent(), altered)))
    assert found.law.code == "KIC054"
    assert str(found.message).endswith(f"the id was changed from {FIRST} to 2026-2-999")
    [found] = errors(back(changed(sent(), copied)))
    assert "the mark of another row stands here" in str(found.message)


def test_a_row_copied_with_its_mark_under_another_id_is_refused() -> None:
    def copied(book: Any) -> None:
        sheet = book.worksheets[PAGE]
        for cell in sheet[row(sheet, FIRST)][1:]:
            sheet.cell(row(sheet, SECOND), cell.column).value = cell.value

    assert {each.law.code for each in errors(back(changed(sent(), copied)))} == {"KIC027"}
