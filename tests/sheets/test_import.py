"""Applications from a sheet: what a first and a second import do, and what they refuse."""

import datetime
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.diagnostic import Severity
from kic.core.plan import CreateFile
from kic.core.values import Moment, Money
from kic.domain.applications import Application
from kic.domain.calls import Call, IntakeField
from kic.domain.chapters import KINDS
from kic.errors import UsageError
from kic.present.language import LANGUAGES, speak
from kic.present.workbook import Page, Put, workbook
from kic.repository.intake.columns import guess
from kic.repository.intake.importing import recorded_values
from kic.repository.intake.sheet import applications_of, export_intake, export_rows, export_sheet
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from kic.store.writing.emit import emit
from tests.sheets.samples import (
    CALL,
    HEADINGS,
    TODAY,
    applications,
    csv_file,
    imported,
    matrix,
    proposed,
    repository,
    sentences,
    xlsx,
)  # fmt: skip

TITLE, SUMMARY, BODY, COSTS = (
    HEADINGS.index(h) for h in ("Projekttitel", "Kurzbeschreibung", "Antragsteller", "Honorare")
)


class World:
    """The repository with the open call, as imports and people change it."""

    def __init__(self) -> None:
        self.source, self.snapshot = repository()

    def put(self, rows, **answers):
        """An import that is written."""
        outcome = imported(self.snapshot, xlsx(rows), **answers)
        proposal = proposed(self.source, self.snapshot, outcome)
        self._set({change.path: change.after for change in proposal.changes})
        return outcome

    def edit(self, path, old, new):
        """A change by hand."""
        content = self.source.read(path)
        assert old.encode() in content
        self._set({path: content.replace(old.encode(), new.encode(), 1)})

    def _set(self, files):
        every = {path: self.source.read(path) for path in self.source.paths()} | files
        self.source = Memory(every)
        self.snapshot = load(self.source, KINDS)


@pytest.fixture
def world():
    return World()


def test_a_row_becomes_an_application(world):
    outcome = world.put(matrix())
    assert len(outcome.created) == 13
    record = world.snapshot.get(Application, "2026-2-002")
    assert record.title == "Begegnung im Stadtteil 2"
    assert record.applicant.body == "v-radio"
    assert record.themes == ("t2",)
    assert record.received == Moment.parse("2026-11-03T09:02")
    assert [(c.item, c.amount, c.eligible) for c in record.costs] == [("Honorare", Money(520010), True)]
    assert [(f.item, f.fund.value, f.amount) for f in record.financing] == [
        ("Eigenmittel", "own", Money(100000)),
        ("Stiftung", "third_party", Money(25025)),
        ("Beantragt", "requested", Money(394985)),
    ]


def test_a_second_import_changes_nothing(world):
    world.put(matrix())
    outcome = imported(world.snapshot, xlsx(matrix()))
    assert outcome.plan.edits == ()
    assert len(outcome.unchanged) == 13
    assert outcome.proposed == ()


def test_nor_does_one_without_numbers(world):
    without = [row[1:] for row in matrix()]
    world.put(without)
    assert imported(world.snapshot, xlsx(without)).plan.edits == ()
    mixed = [without[0], *reversed(without[1:])]
    assert imported(world.snapshot, xlsx(mixed)).plan.edits == ()


def test_a_changed_row_becomes_edits_of_these_fields(world):
    world.put(matrix())
    rows = matrix()
    rows[3][SUMMARY] = "Neu beschrieben."
    outcome = world.put(rows)
    assert [(each.id, each.fields) for each in outcome.changed] == [("2026-2-003", ("summary",))]
    assert world.snapshot.get(Application, "2026-2-003").summary == "Neu beschrieben."


def test_what_was_corrected_by_hand_stays(world):
    world.put(matrix())
    world.edit("applications/2026-2/2026-2-003.yaml", "Begegnung im Stadtteil 3", "Begegnung in der Altstadt")
    outcome = imported(world.snapshot, xlsx(matrix()))
    assert "KIC056 sheet Anträge, cell B4: 2026-2-003 keeps its title, changed since the import" in sentences(
        outcome
    )
    assert outcome.plan.edits == ()


@pytest.mark.parametrize(
    ("take", "title"), [("sheet", "Begegnung im Park"), ("record", "Begegnung in der Altstadt")]
)
def test_where_both_changed_somebody_has_to_say(world, take, title):
    world.put(matrix())
    world.edit("applications/2026-2/2026-2-003.yaml", "Begegnung im Stadtteil 3", "Begegnung in der Altstadt")
    rows = matrix()
    rows[3][TITLE] = "Begegnung im Park"
    asked = imported(world.snapshot, xlsx(rows))
    assert asked.plan is None
    assert asked.asked
    assert [each for each in sentences(asked) if "KIC055" in each] == [
        "KIC055 sheet Anträge, cell B4: title of 2026-2-003 differs, and was changed in the record too"
    ]
    world.put(rows, take=take)
    assert world.snapshot.get(Application, "2026-2-003").title == title
    assert imported(world.snapshot, xlsx(rows)).plan.edits == (), "it was answered, and is not asked again"


def test_a_row_that_is_gone_is_said_and_its_application_stays(world):
    world.put(matrix())
    outcome = imported(world.snapshot, xlsx(matrix()[:-1]))
    assert "KIC057 no row of this sheet is 2026-2-013; the application stays" in sentences(outcome)
    assert outcome.plan.edits == ()


def test_a_new_title_without_a_number_is_not_taken_for_a_new_application(world):
    rows = [row[1:] for row in matrix()]
    world.put(rows)
    rows[3][TITLE - 1] = "Ganz anders"
    outcome = imported(world.snapshot, xlsx(rows))
    assert outcome.plan is None
    assert outcome.waiting == (4,)
    assert "2026-2-003 under another title" in "".join(sentences(outcome))


def test_a_number_of_another_application_is_refused(world):
    world.put(matrix())
    rows = matrix()
    rows[3][TITLE], rows[3][BODY] = "Ganz anders", rows[4][BODY]
    outcome = imported(world.snapshot, xlsx(rows))
    assert outcome.waiting == (4,)
    assert (
        "KIC054 sheet Anträge, cell A4: the number 3 is that of another application: 2026-2-003"
        in sentences(outcome)
    )


def test_a_number_that_an_unreadable_row_has_too_is_not_taken_by_another(world):
    """Which of the two rows is right nobody can tell; a row without a number does not get this one either."""
    rows = matrix()
    rows[3][HEADINGS.index("Beantragt")], rows[9][0] = "neun", 3
    rows[5][HEADINGS.index("Beantragt")], rows[5][0], rows[13][0] = "neun", 14, None
    outcome = imported(world.snapshot, xlsx(rows), only_readable=True)
    assert outcome.waiting == (4, 6, 10)
    assert {
        "KIC054 sheet Anträge, cell A4: this row and row 10 are the same application",
        "KIC054 sheet Anträge, cell A10: this row and row 4 are the same application",
    } <= set(sentences(outcome))
    assert "2026-2-003" not in outcome.created
    assert outcome.created[-1] == "2026-2-015"


def numbered(world, start=1):
    """A sheet that counts its own rows, of the applicants whose applications were entered by hand: other projects."""
    rows = [list(row) for row in matrix()]
    for position, row in enumerate(rows[1:]):
        row[0], row[TITLE], row[SUMMARY] = start + position, f"Anderes {position}", "Etwas anderes."
        row[HEADINGS.index("Eingang")] += datetime.timedelta(days=1)
        row[HEADINGS.index("Beantragt")] += 100
        row[HEADINGS.index("Eigenmittel")] -= 100
    return rows


def test_running_numbers_that_meet_applications_entered_by_hand_are_one_finding_for_each_row(world):
    world.put(matrix())
    world.edit("applications/2026-2/call.yaml", *by_hand(world))
    outcome = imported(world.snapshot, xlsx(numbered(world)))
    assert outcome.plan is None
    assert [each for each in sentences(outcome) if "-002" in each] == [
        "KIC054 sheet Anträge, cell A3: the number 2 is that of another application: 2026-2-002"
    ]
    assert codes(outcome) == ["KIC054"] * 13
    assert str(outcome.findings[-1].help) == (
        f'where the sheet only counts its rows, say so: --column "{HEADINGS[0]}=ignored"'
    )


def test_with_the_running_numbers_ignored_these_rows_are_new_applications(world):
    world.put(matrix())
    world.edit("applications/2026-2/call.yaml", *by_hand(world))
    outcome = imported(world.snapshot, xlsx(numbered(world)), stated={HEADINGS[0]: IntakeField.IGNORED})
    assert outcome.created[0] == "2026-2-014"
    assert len(outcome.created) == 13


def test_an_application_entered_by_hand_is_known_by_its_number_where_only_the_title_differs(world):
    world.put(matrix())
    world.edit("applications/2026-2/call.yaml", *by_hand(world))
    rows = matrix()
    rows[2][TITLE] = "Begegnung, neu benannt"
    assert codes(imported(world.snapshot, xlsx(rows))) == ["KIC055"]


def by_hand(world):
    """Makes the call forget what was imported: its applications count as entered by hand."""
    text = world.source.read("applications/2026-2/call.yaml").decode()
    return text[text.index("  imported:") :], ""


def codes(outcome):
    """The codes of what keeps the sheet out."""
    return [each.law.code for each in outcome.findings if each.severity is Severity.ERROR]


def test_the_form_of_an_association_names_its_kind():
    for word in ("e. V.", "e.V.", "eingetragener Verein", "Verein", "association"):
        rows = matrix()
        rows[1][HEADINGS.index("Art")] = word
        outcome = imported(repository()[1], xlsx(rows))
        assert outcome.plan is not None, sentences(outcome)


def test_a_heading_that_was_passed_over_is_named_where_costs_are_lacking():
    keep = [HEADINGS.index(each) for each in ("Honorare", "Raumkosten", "Nicht förderfähige Kosten")]
    rows = [[cell for at, cell in enumerate(row) if at not in keep] for row in matrix()]
    without = imported(repository()[1], xlsx(rows))
    assert [str(each.help) for each in without.findings if each.law.code == "KIC053" and each.help] == [
        'a column is added, or its heading named: --column "...=cost"'
    ]
    rows = [[*row, "Gesamtkosten" if at == 0 else 5000] for at, row in enumerate(rows)]
    passed_over = imported(repository()[1], xlsx(rows))
    assert 'not read is Gesamtkosten; where that holds it, say so: --column "Gesamtkosten=cost"' in [
        str(each.help) for each in passed_over.findings
    ]


def test_the_words_of_the_call_are_known(world):
    world.put(matrix())
    world.edit("applications/2026-2/call.yaml", "  imported:", "  words:\n    Sprache: t2\n  imported:")
    rows = matrix()
    rows[2][HEADINGS.index("Themenfeld")] = "sprache"
    assert imported(world.snapshot, xlsx(rows)).plan.edits == ()


def test_an_unknown_organisation_gets_near_names():
    _source, snapshot = repository()
    rows = matrix()
    rows[1][BODY] = "Radio Musterstatt"
    [finding] = [each for each in imported(snapshot, xlsx(rows)).findings if each.law.code == "KIC052"]
    assert (
        str(finding.message)
        == "sheet Anträge, cell D2: Radio Musterstatt is no organisation of this repository"
    )
    assert finding.help.values == {"names": ("v-radio",)}


def test_a_private_person_is_a_pseudonym_and_never_shown():
    source, snapshot = repository()
    rows = [[*row, "Pseudonym" if n == 0 else None] for n, row in enumerate(matrix())]
    rows[1][BODY], rows[1][4], rows[1][-1] = None, "Privatperson", "p-0007"
    rows[2][BODY], rows[2][4], rows[2][-1] = None, "Privatperson", "Erika Mustermann"
    outcome = imported(snapshot, xlsx(rows), only_readable=True)
    assert outcome.waiting == (3,)
    assert not any("Erika" in each for each in sentences(outcome))
    written = applications(proposed(source, snapshot, outcome).after)
    assert written["2026-2-001"]["applicant"]["person"] == "p-0007"


def test_personal_data_in_a_text_is_named_by_its_cell_and_not_shown():
    _source, snapshot = repository()
    rows = matrix()
    rows[1][SUMMARY] = "Anmeldung bei erika@muster-verein.de"
    outcome = imported(snapshot, xlsx(rows))
    assert "KIC080 sheet Anträge, cell C2: an e-mail address stands here, expected none" in sentences(outcome)
    assert not any("erika" in each for each in sentences(outcome))


def test_the_day_of_the_deadline_needs_its_time():
    _source, snapshot = repository()
    rows = matrix()
    rows[1][HEADINGS.index("Eingang")] = datetime.date(2026, 12, 10)
    rows[2][HEADINGS.index("Eingang")] = datetime.date(2026, 12, 9)
    assert imported(snapshot, xlsx(rows)).waiting == (2,)


def test_a_column_that_nobody_knows_is_asked_for():
    source, snapshot = repository()
    rows = [[*row, "Bemerkungen" if n == 0 else "eilt"] for n, row in enumerate(matrix())]
    refused = imported(snapshot, xlsx(rows))
    assert refused.plan is None
    assert "KIC053 sheet Anträge, cell T1: it is not known what the column Bemerkungen holds" in sentences(
        refused
    )
    outcome = imported(snapshot, xlsx(rows), stated={"Bemerkungen": IntakeField.IGNORED})
    kept = proposed(source, snapshot, outcome).after.get(Call, "2026-2").intake
    assert (kept.columns[-1].heading, kept.columns[-1].field) == ("Bemerkungen", IntakeField.IGNORED)


def test_of_several_sheets_the_one_with_the_headings_is_read():
    _source, snapshot = repository()
    book = openpyxl.load_workbook(io.BytesIO(xlsx(matrix())))
    book.create_sheet("Notizen").append(["Nur Text"])
    stream = io.BytesIO()
    book.save(stream)
    outcome = imported(snapshot, stream.getvalue())
    assert (outcome.sheet, outcome.passed_over) == ("Anträge", ("Notizen",))
    with pytest.raises(UsageError, match="There is no sheet"):
        imported(snapshot, stream.getvalue(), sheet="Antrag")


def test_a_csv_row_with_a_cell_too_many_waits_and_the_others_are_taken():
    _source, snapshot = repository()
    lines = csv_file(matrix()).split(b"\r\n")
    lines[-2] += b";zuviel"
    outcome = imported(snapshot, b"\r\n".join(lines), "a.csv", only_readable=True)
    assert (len(outcome.created), outcome.waiting) == (12, (14,))


def test_every_heading_that_kic_writes_it_understands():
    for code in LANGUAGES:
        for field in set(IntakeField) - {IntakeField.IGNORED}:
            found = guess(speak(code).word(field))
            assert found is not None, (code, field)
            assert found.field is field, (code, field)


# -- out and back --------------------------------------------------------------------------------------

words = st.text(
    st.sampled_from("abcäöüß ,;:\"'=+-@|()1234567890€&<>_x0041\u200f"), min_size=1, max_size=40
).map(lambda found: " ".join(f"w{found}".split()))
amounts = st.integers(1, 99_999_999).map(Money)
days = st.dates(datetime.date(2027, 1, 1), datetime.date(2027, 12, 31))
costs = st.lists(
    st.builds(lambda i, a, e: {"item": i, "amount": a, **({} if e else {"eligible": False})}, words, amounts, st.booleans()),
    min_size=1, max_size=4,
)  # fmt: skip
funds = st.lists(
    st.builds(
        lambda i, f, a: {"item": i, "fund": f, "amount": a},
        words, st.sampled_from(("own", "income", "third_party", "public")), amounts,
    ), max_size=3,
)  # fmt: skip


@st.composite
def records(draw, number):
    minimum = draw(st.sampled_from([None, {"amount": "500.00"}, {"share": "62.5%"}]))
    requested = draw(amounts)
    plain = {
        "kind": "application", "id": f"2026-2-{number:03d}", "call": "2026-2", "number": number,
        "title": draw(words), "summary": draw(words),
        "applicant": draw(st.sampled_from([
            {"applicant": "association", "body": "v-radio"}, {"applicant": "private_person", "person": "p-0007"},
        ])),
        "themes": draw(st.sampled_from([["t1"], ["t2", "t1"]])),
        "recommendations": draw(st.sampled_from([[], ["he-01"], ["he-02", "he-01"]])),
        "period": {"start": draw(days), "end": draw(days)},
        "received": Moment(datetime.datetime(2026, 11, draw(st.integers(2, 20)), 9, draw(st.integers(0, 59)))),  # noqa: DTZ001
        "costs": draw(costs),
        "financing": [*draw(funds), {"item": "Zuschuss", "fund": "requested", "amount": requested, "secured": False}],
        "requested": requested,
        "deducts_vat": draw(st.booleans()),
    }  # fmt: skip
    return {**plain, **({"minimum": minimum} if minimum else {})}


def with_intake(intake) -> str:
    """The open call, with this intake."""
    columns = [
        {key: value for key in ("heading", "field", "item") if (value := getattr(each, key)) is not None}
        for each in intake.columns
    ]
    return CALL + emit({"intake": {"sheet": intake.sheet, "columns": columns}}).decode()


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_what_goes_out_comes_back(data):
    plains = [data.draw(records(number)) for number in range(1, data.draw(st.integers(1, 3)) + 1)]
    _source, snapshot = repository(
        **{f"applications/2026-2/{plain['id']}.yaml": emit(plain).decode() for plain in plains}
    )
    written = applications_of(snapshot, snapshot.get(Call, "2026-2"))
    assert len(written) == len(plains)
    intake = export_intake(
        snapshot.get(Call, "2026-2"), written, speak(data.draw(st.sampled_from(LANGUAGES)))
    )
    headings = [Put(column.heading) for column in intake.columns]
    content = workbook([Page(intake.sheet, [headings, *export_rows(written, intake)])], title="x", on=TODAY)

    _source, empty = repository(**{"applications/2026-2/call.yaml": with_intake(intake)})
    outcome = imported(empty, content)
    assert outcome.plan is not None, sentences(outcome)
    back = {edit.value["id"]: edit.value for edit in outcome.plan.edits if isinstance(edit, CreateFile)}
    assert set(back) == {record.id for record in written}
    for record in written:
        for field, value in recorded_values(record).items():
            again = back[record.id].get(field)
            if field in ("costs", "financing"):
                assert sorted(map(str, again)) == sorted(map(str, value))
            else:
                assert again == value or not (again or value), field


def test_the_sheet_to_send_out_is_read_back_without_a_change(world):
    world.put(matrix())
    call = world.snapshot.get(Call, "2026-2")
    content = export_sheet(world.snapshot, call, speak("de"), filled=True, on=TODAY)
    assert content == export_sheet(world.snapshot, call, speak("de"), filled=True, on=TODAY)
    outcome = imported(world.snapshot, content)
    assert (len(outcome.unchanged), outcome.changed, outcome.created) == (13, (), ())
