"""Forms that come back: what stands in their fields, and every doubt a finding at the field's name."""

import datetime
import io
import random
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from msgspec.structs import replace

from kic.core.snapshot import Snapshot
from kic.core.values import Moment
from kic.domain.applications import Application
from kic.domain.applications.moves import next_number
from kic.domain.calls import Call
from kic.present.forms.docx import form_docx
from kic.present.language import speak
from kic.repository.forms.asking import FormKind, form_of
from kic.repository.forms.former_names import named_before
from kic.repository.forms.reading import Filled, read_form
from kic.repository.forms.taking import Answers, Taken, taken
from kic.repository.forms.writing import SHIPPED
from kic.repository.intake.importing import recorded_values
from kic.repository.repository import Repository
from kic.sheets import wordfile
from tests.cli.filling import APPLICATION, ON, accounted, came_back

CITY = Path(__file__).parents[2] / "kic/demo/city"
NOW = Moment(datetime.datetime(2026, 10, 16, 11, 30))  # noqa: DTZ001  # the office's own clock
PARTS = "word/document.xml"


@pytest.fixture(scope="module")
def city() -> Snapshot:
    """The demo city as it is."""
    return Repository(CITY, today=ON).snapshot


def said(found: Filled | Taken) -> list[str]:
    """The findings in English, each with its code."""
    return [f"{each.law.code} {speak('en').say(each.message)}" for each in found.findings]


def take(city: Snapshot, *forms: Filled, **answers: Any) -> Taken:
    return taken(city, forms, Answers(**{"received": NOW, "on": ON, "new_bodies": True, **answers}))


def new(city: Snapshot, more: int = 0) -> str:
    """The id of the next application."""
    return f"2026-1-{next_number(city, '2026-1') + more:03d}"


def edited(content: bytes, change: Callable[[str], str], part: str = PARTS) -> bytes:
    """The file with one of its parts changed, as a word processor would save it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for each in old.infolist():
            words = old.read(each)
            new.writestr(each, change(words.decode()).encode() if each.filename == part else words)
    return made.getvalue()


# -- out and back --------------------------------------------------------------------------------------


EVERY = 7
"""Every so many applications by default; all of them in soak."""


def comes_back(city: Snapshot, to: str, lang: str, every: int) -> None:
    wanted = [each for each in city.all(Application) if each.call == "2026-1" and not each.ineligible]
    for application in wanted[::every]:
        name = "Müller & Söhne.docx" if to == "docx" else "scan.xlsx"
        private = {"private.name": "Erika Muster"} if application.applicant.person else {}
        content = came_back(city, FormKind.APPLICATION, application.id, private, to=to, lang=lang)
        outcome = take(city, read_form(city, content, name, on=ON))
        assert [each for each in said(outcome) if not each.startswith("KIC165")] == []
        assert outcome.unchanged == (application.id,), (outcome.changed, recorded_values(application))


@pytest.mark.parametrize("to", ["docx", "xlsx"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_form_of_an_application_comes_back_as_it_stands_in_the_record(
    city: Snapshot, to: str, lang: str
) -> None:
    """Whatever an application says, the form made for it says the same, to the cent and to the day."""
    comes_back(city, to, lang, EVERY)


@pytest.mark.soak
@pytest.mark.parametrize("to", ["docx", "xlsx"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_application_comes_back_as_it_stands_in_the_record(city: Snapshot, to: str, lang: str) -> None:
    """The same for all of them."""
    comes_back(city, to, lang, 1)


def test_a_new_organisation_of_no_kind_is_not_asked_for_the_option_that_was_given(city: Snapshot) -> None:
    values = {key: value for key, value in APPLICATION.items() if key != "applicant_kind"}
    content = came_back(city, FormKind.APPLICATION, "2026-1", values)
    outcome = take(city, read_form(city, content, "a.docx", on=ON))
    helped = [
        speak("en").say(each.help) for each in outcome.findings if each.law.code == "KIC052" and each.help
    ]
    assert helped == ["the form does not say what kind of organisation it is: choose it there"]


def test_a_new_application_becomes_a_record_and_the_person_goes_apart(city: Snapshot) -> None:
    """The organisation is recorded, the contact is not: it is for the private overlay, under the body's id."""
    content = came_back(city, FormKind.APPLICATION, "2026-1", APPLICATION)
    outcome = take(city, read_form(city, content, "Kopie von Antrag (3).docx", on=ON))
    assert said(outcome) == []
    assert (outcome.created, outcome.bodies) == ((new(city),), ("v-radio-neuenlauter",))
    (entry,) = outcome.private
    assert (entry.id, entry.fields["name"], entry.fields["position"]) == (
        "v-radio-neuenlauter",
        "Erika Muster",
        "Vorsitz",
    )
    assert outcome.plan is not None
    assert not any(word in repr(outcome.plan) for word in ("Erika", "Lindenweg", "DE02", "radio.example"))


def test_a_private_person_gets_the_pseudonym_that_the_overlay_has(city: Snapshot) -> None:
    """The same person is known again by name and address of e-mail; another one of that name is somebody else."""
    values = {key: value for key, value in APPLICATION.items() if key not in ("body", "private.position")}
    values["applicant_kind"] = "private_person"
    form = read_form(city, came_back(city, FormKind.APPLICATION, "2026-1", values), "a.docx", on=ON)
    known = take(city, form, people={"p-0007": ("Erika Muster", "post@radio.example")})
    other = take(city, form, people={"p-0907": ("Erika Muster", "other@radio.example")})
    assert [each.id for each in known.private] == ["p-0007"]
    assert [each.id for each in other.private] == ["p-0908"]


def test_what_a_person_fills_in_beside_is_told_and_an_address_needs_its_name(city: Snapshot) -> None:
    """A private person has no organisation and no position; an account without a name belongs to nobody."""
    values = {**APPLICATION, "applicant_kind": "private_person"}
    found = take(
        city, read_form(city, came_back(city, FormKind.APPLICATION, "2026-1", values, lang="en"), "a", on=ON)
    )
    assert said(found) == [
        "KIC164 Position in the organisation: of a private person, this is not read",
        "KIC164 Name of the organisation: of a private person, this is not read",
    ]
    values = {**APPLICATION, "private.name": None}
    found = take(
        city, read_form(city, came_back(city, FormKind.APPLICATION, "2026-1", values, lang="en"), "a", on=ON)
    )
    assert (said(found), found.plan) == (["KIC051 First and last name: nothing stands here"], None)


@pytest.mark.parametrize("to", ["docx", "xlsx"])
def test_a_proof_of_use_brings_its_figures_and_receipts(city: Snapshot, to: str) -> None:
    """Costs, financing and receipts are those that were typed."""
    values = accounted(city, "2025-2-003")
    content = came_back(city, FormKind.PROOF_OF_USE, "2025-2-003", values, to=to)
    outcome = take(city, read_form(city, content, "vn", on=ON))
    assert said(outcome) == []
    assert outcome.reports == ("2025-2-003-vn1",)
    record = outcome.plan.edits[0].value  # type: ignore[union-attr]
    assert record["participants"] == 12
    assert [line["item"] for line in record["costs"]] == [line[0] for line in values["costs"]]
    assert len(record["receipts"]) == len(values["receipts"])


def test_several_forms_are_one_plan_and_two_of_the_same_are_told(city: Snapshot) -> None:
    """Numbers go on from form to form; the same project twice waits, whichever of them is right."""
    one = came_back(city, FormKind.APPLICATION, "2026-1", APPLICATION)
    two = came_back(
        city, FormKind.APPLICATION, "2026-1", {**APPLICATION, "title": "Ein anderes Projekt"}, to="xlsx"
    )
    forms = [read_form(city, content, f"{n}", on=ON) for n, content in enumerate((one, two), 1)]
    assert take(city, *forms).created == (new(city), new(city, 1))
    again = read_form(city, one, "3", on=ON)
    twice = take(city, *forms, again)
    assert twice.plan is None
    assert sum(each.startswith("KIC054") for each in said(twice)) == 2
    rest = take(city, *forms, again, only_readable=True)
    assert (len(rest.created), rest.waiting) == (1, ("1", "3"))


def test_a_form_of_which_nothing_was_filled_in_is_told(city: Snapshot) -> None:
    """An empty form that comes back is no application."""
    outcome = take(
        city, read_form(city, came_back(city, FormKind.APPLICATION, "2026-1", {}), "leer.docx", on=ON)
    )
    assert outcome.plan is None
    assert "KIC162 nobody has filled in this form" in said(outcome)


# -- what may have happened to a file ------------------------------------------------------------------


def control(words: str, name: str) -> str:
    """A field's control, as a pattern over the text."""
    found = re.search(rf"<w:sdt><w:sdtPr>(?:(?!</w:sdt>).)*kic:{re.escape(name)}\".*?</w:sdt>", words)
    assert found is not None, name
    return found[0]


def written(words: str, name: str, instead: str) -> str:
    """The text with other words in a field."""
    held = control(words, name)
    return words.replace(held, re.sub(r"(<w:t[^>]*>)[^<]*(</w:t>)", rf"\g<1>{instead}\2", held))


def hidden(words: str, name: str, more: str, look: str) -> str:
    """The text with a run of this look at the end of a field."""
    held = control(words, name)
    head, mark, tail = held.rpartition("</w:r>")
    return words.replace(held, f"{head}{mark}<w:r><w:rPr>{look}</w:rPr><w:t>{more}</w:t></w:r>{tail}")


CHANGES: Mapping[str, tuple[Callable[[str], str], str]] = {
    "a field was deleted": (
        lambda words: words.replace(control(words, "title"), ""),
        "KIC163 Title of the project: the field is gone",
    ),
    "a field was copied": (
        lambda words: words.replace(control(words, "title"), control(words, "title") * 2),
        "KIC163 Title of the project: the field stands 2 times in the form",
    ),
    "tracked changes stand in a field": (
        lambda words: words.replace(
            control(words, "title"),
            control(words, "title").replace(
                "<w:sdtContent>", '<w:sdtContent><w:ins w:id="1"><w:r><w:t>x</w:t></w:r></w:ins>'
            ),
        ),
        "KIC163 Title of the project: tracked changes stand in it; accept or refuse them first",
    ),
    "a field was struck as a whole with tracked changes": (
        lambda words: words.replace(
            control(words, "requested"), f'<w:del w:id="1">{control(words, "requested")}</w:del>'
        ),
        "KIC163 Grant applied for: tracked changes stand in it; accept or refuse them first",
    ),
    "a row was struck with tracked changes": (
        lambda words: re.sub(
            r"<w:tr>((?:<w:trPr>((?!</w:trPr>).)*</w:trPr>)?)(?=(?:(?!<w:tr>).)*kic:costs\.1\.item)",
            '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>',
            words,
            count=1,
        ),
        "KIC163 Item 1: tracked changes stand in it; accept or refuse them first",
    ),
    "hidden text stands in a field": (
        lambda words: hidden(words, "title", "und einer Insel", "<w:vanish/>"),
        "KIC164 Title of the project: hidden text stands in it, and is not read: und einer Insel",
    ),
    "hidden text stands in a private field": (
        lambda words: hidden(words, "private.name", "Erna", "<w:vanish/>"),
        "KIC164 First and last name: hidden text stands in it, and is not read",
    ),
    "hidden text stands beside the fields": (
        lambda words: words.replace(
            "<w:body>", "<w:body><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Unsichtbar</w:t></w:r></w:p>"
        ),
        "KIC164 outside of the fields stands, and is not read: Unsichtbar",
    ),
    "a day shows one and keeps another": (
        lambda words: written(words, "start", "10.02.2027"),
        "KIC163 Begins on: the field shows 10.02.2027 and keeps 2027-01-10",
    ),
    "a choice that is not offered": (
        lambda words: written(words, "applicant_kind", "Partei"),
        "KIC163 Kind of applicant: Partei is none of the entries that are offered",
    ),
    "a box shows a cross that it does not keep": (
        lambda words: words.replace(
            control(words, "themes.t3"),
            control(words, "themes.t3").replace('w14:checked w14:val="1"', 'w14:checked w14:val="0"'),
        ),
        "KIC163 Theme 3: Begegnung, Zusammenhalt und Antirassismus: the box keeps another state than it shows",
    ),
    "an amount can mean two things": (
        lambda words: written(words, "requested", "1.234"),
        (
            "KIC050 Grant applied for: 1.234 cannot be read: 1.234 can mean thousands or decimals; "
            "thousands are clear without a mark: 1234"
        ),
    ),
    "words beside the fields": (
        lambda words: words.replace(
            "<w:body>", "<w:body><w:p><w:r><w:t>Bitte rufen Sie an!</w:t></w:r></w:p>"
        ),
        "KIC164 outside of the fields stands, and is not read: Bitte rufen Sie an!",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_is_taken_silently_from_a_form_that_was_changed(city: Snapshot, name: str) -> None:
    """Each change is a finding at the field; what is an error keeps the form from being taken."""
    change, expected = CHANGES[name]
    content = edited(came_back(city, FormKind.APPLICATION, "2026-1", APPLICATION, lang="en"), change)
    outcome = take(city, read_form(city, content, "f.docx", on=ON))
    assert expected in said(outcome)
    assert (outcome.plan is None) is not expected.startswith("KIC164")


@pytest.mark.parametrize(
    ("look", "style", "read"),
    [
        ("<w:vanish/>", "", "€960.00"),
        ('<w:vanish w:val="0"/>', "", "€960.009"),
        ('<w:rStyle w:val="Versteckt"/>', "<w:vanish/>", "€960.00"),
        ('<w:rStyle w:val="Versteckt"/><w:vanish w:val="false"/>', "<w:vanish/>", "€960.009"),
    ],
)
def test_what_a_field_shows_counts_and_not_what_it_hides(
    city: Snapshot, look: str, style: str, read: str
) -> None:
    """An amount of 960 euros with a hidden digit would be another one."""
    content = came_back(city, FormKind.APPLICATION, "2026-1", APPLICATION, lang="en")
    content = edited(content, lambda words: hidden(words, "requested", "9", look))
    named = f'<w:style w:type="character" w:styleId="Versteckt"><w:rPr>{style}</w:rPr></w:style></w:styles>'
    content = edited(content, lambda words: words.replace("</w:styles>", named), "word/styles.xml")
    form = read_form(city, content, "f.docx", on=ON)
    assert form.words("requested") == read


def test_a_locked_number_that_was_changed_is_told(city: Snapshot) -> None:
    """The plan's own amounts stand in a proof of use; another one there is not what was granted."""
    content = came_back(city, FormKind.PROOF_OF_USE, "2025-2-003", {"summary": "Alles getan."}, lang="en")
    changed = edited(content, lambda words: written(words, "costs.1.planned", "9,999.00"))
    assert any(
        "here stands 9,999.00, and the form was made with" in each
        for each in said(read_form(city, changed, "f", on=ON))
    )


def test_a_form_made_for_one_project_is_not_taken_for_another(city: Snapshot) -> None:
    """Who writes another number into the form means another project, or mistypes."""
    content = came_back(
        city, FormKind.INTERIM, "2025-2-003", {"application": "2025-2-004", "summary": "x y"}, lang="en"
    )
    outcome = take(city, read_form(city, content, "f.docx", on=ON))
    assert (
        "KIC163 Number of the application: the form was made for 2025-2-003, and here stands 2025-2-004"
        in said(outcome)
    )


def test_every_label_of_a_sheet_can_be_read(city: Snapshot) -> None:
    """Spreadsheet programs do not make the rows of a file higher by themselves."""
    openpyxl = pytest.importorskip("openpyxl")
    content = came_back(city, FormKind.APPLICATION, "2026-1", {}, to="xlsx")
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    wide = page.column_dimensions["A"].width
    long = [cell.row for cell in page["A"] if cell.alignment.wrap_text and len(str(cell.value or "")) > wide]
    assert long
    assert all((page.row_dimensions[row].height or 15) >= 30 for row in long)


def test_a_sheet_of_a_form_finds_its_fields_where_rows_were_inserted(city: Snapshot) -> None:
    """Rows move with their hidden names; the same values come out."""
    openpyxl = pytest.importorskip("openpyxl")
    content = came_back(city, FormKind.APPLICATION, "2026-1", APPLICATION, to="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.worksheets[0].insert_rows(5, 3)
    book.worksheets[0].title = "Blatt1"
    moved = io.BytesIO()
    book.save(moved)
    before, after = (read_form(city, each, "f.xlsx", on=ON) for each in (content, moved.getvalue()))
    assert said(after) == []
    shown = [
        {name: (cell.kind, cell.value) for name, cell in each.values.items()} for each in (before, after)
    ]
    assert shown[0] == shown[1]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty", b"", "KIC161"),
        ("PDF", b"%PDF-1.7", "KIC160"),
        ("older Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "KIC160"),
        (
            "with a password",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "KIC160",
        ),
        ("cut off", b"PK\x03\x04" + b"\0" * 40, "KIC042"),
        ("plain words", b"Sehr geehrte Damen und Herren", "KIC160"),
    ],
)
def test_other_files_say_what_they_are(city: Snapshot, name: str, content: bytes, code: str) -> None:
    """Whatever is sent instead of a form is named, and nothing is taken from it."""
    assert [each[:6] for each in said(read_form(city, content, name, on=ON))] == [code]


def without_names(words: str) -> str:
    """What LibreOffice 7.4 leaves of the names of fields."""
    return re.sub(r"<w:tag w:val=\"[^\"]*\"/>", "", words)


def test_fields_that_lost_their_hidden_names_are_known_by_their_order(city: Snapshot) -> None:
    """Where every field and every word around them stands as it did, the same is read."""
    content = came_back(city, FormKind.APPLICATION, "2026-1", APPLICATION)
    before, after = (
        read_form(city, each, "f.docx", on=ON) for each in (content, edited(content, without_names))
    )
    assert said(after) == []
    assert after.values == before.values


@pytest.mark.parametrize(
    "change",
    [
        lambda words: words.replace(control(words, "title"), ""),
        lambda words: words.replace(control(words, "title"), control(words, "themes.t1")),
        lambda words: words.replace('<w:t xml:space="preserve">Beginn *</w:t>', "<w:t>Ende *</w:t>"),
    ],
)
def test_their_order_counts_only_where_nothing_else_changed(
    city: Snapshot, change: Callable[[str], str]
) -> None:
    """A field less, one of another sort in its place, another word beside them: nobody can tell any more."""
    content = came_back(city, FormKind.APPLICATION, "2026-1", APPLICATION)
    found = read_form(city, edited(content, lambda words: without_names(change(words))), "f.docx", on=ON)
    assert "KIC162 its fields have lost their hidden names, and cannot be told apart by their order" in said(
        found
    )
    assert found.values == {}


def test_a_text_without_fields_was_converted_by_another_program(city: Snapshot) -> None:
    """What Google Docs gives back has the words, and neither mark nor fields."""
    plain = edited(
        came_back(city, FormKind.APPLICATION, "2026-1", APPLICATION),
        lambda words: re.sub(r"<w:sdt>.*?<w:sdtContent>(.*?)</w:sdtContent></w:sdt>", r"\1", words),
    )
    assert said(read_form(city, plain, "g.docx", on=ON)) == [
        "KIC162 this is a text without fields: no form, or one that another program turned into plain text"
    ]


def test_hostile_files_are_refused_without_harm(city: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document type with entities, depths without end, and more elements than any text has."""
    monkeypatch.setattr(wordfile, "MOST_ELEMENTS", 4_000)
    content = came_back(city, FormKind.INTERIM, "2025-2-003", {"summary": "x y"})
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document'
    hostile = (
        edited(content, lambda words: words.replace("<w:document", entity, 1)),
        edited(content, lambda words: words.replace("<w:body>", "<w:body>" + "<w:p>" * 500)),
        edited(content, lambda words: words.replace("<w:body>", "<w:body>" + "<w:p/>" * 4_001)),
    )
    for each in hostile:
        found = read_form(city, each, "h.docx", on=ON)
        assert [code[:6] for code in said(found)] == ["KIC161"]
        assert found.values == {}


CORRUPTIONS = {"docx": 8, "xlsx": 6}
MANY_CORRUPTIONS = {"docx": 700, "xlsx": 300}


def corrupted(city: Snapshot, to: str, number: int) -> None:
    """One random corruption: either the same values come out, or a finding says why not; never a traceback."""
    dice = random.Random(f"{to}{number}")
    content = came_back(city, FormKind.APPLICATION, "2026-1", APPLICATION, to=to)
    part = dice.choice(
        [PARTS, "docProps/custom.xml"]
        if to == "docx"
        else ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"]
    )

    def damage(words: str) -> str:
        place = dice.randrange(len(words))
        what = dice.randrange(5)
        if what == 0:
            return words[:place] + words[place + dice.randrange(1, 40) :]
        if what == 1:
            return words[:place] + dice.choice("0<>&x\u00e4 ") + words[place + 1 :]
        if what == 2:
            return words[:place] + words[place : place + 200] + words[place:]
        if what == 3:
            digits = [found.start() for found in re.finditer(r"\d", words)]
            place = dice.choice(digits)
            return words[:place] + str(dice.randrange(10)) + words[place + 1 :]
        texts = list(re.finditer(r"<(?:w:|vt:)?\w+[^>]*>([^<]+)<", words))
        one, other = dice.choice(texts), dice.choice(texts)
        return words[: one.start(1)] + other[1] + words[one.end(1) :]

    if dice.random() < 0.2:
        place = dice.randrange(len(content))
        broken = content[:place] + bytes([dice.randrange(256)]) + content[place + 1 + dice.randrange(3) :]
    else:
        broken = edited(content, damage, part)
    outcome = take(city, read_form(city, broken, "f", on=ON))
    if outcome.plan is None:
        assert any(each.severity.value == "error" for each in outcome.findings)


@pytest.mark.parametrize("to", CORRUPTIONS)
def test_a_corrupted_form_never_ends_in_a_traceback(city: Snapshot, to: str) -> None:
    """Random damage to the file and to its parts."""
    for number in range(CORRUPTIONS[to]):
        corrupted(city, to, number)


@pytest.mark.soak
@pytest.mark.parametrize("to", MANY_CORRUPTIONS)
def test_many_corrupted_forms_never_end_in_a_traceback(city: Snapshot, to: str) -> None:
    """The same a thousand times."""
    for number in range(MANY_CORRUPTIONS[to]):
        corrupted(city, to, number)


# -- forms of other days and other cities --------------------------------------------------------------


class Reworded:
    """A catalogue in which every sentence and every label has become another one."""

    def __init__(self, held: Any) -> None:
        self._held = held

    def __getattr__(self, name: str) -> Callable[..., str]:
        return lambda *asked: f"Neu: {getattr(self._held, name)(*asked)}"


def reworded(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on, German says everything in other words."""
    german = speak("de")
    monkeypatch.setattr(german, "_catalogue", Reworded(german._catalogue))
    monkeypatch.setattr(german, "_templates", {})
    monkeypatch.setattr(german, "_labels", {})
    monkeypatch.setattr(german, "notation", replace(german.notation, truth=("nicht", "freilich")))


HINT = "<w:showingPlcHdr/>"
"""Some programs drop this: then an empty field shows its hint as if somebody had written it."""


@pytest.mark.parametrize("form", ["docx", "docx without names", "docx without hints", "xlsx"])
@pytest.mark.parametrize("kind", [FormKind.APPLICATION, FormKind.PROOF_OF_USE])
def test_a_form_is_compared_with_the_words_with_which_it_went_out(
    city: Snapshot, monkeypatch: pytest.MonkeyPatch, form: str, kind: FormKind
) -> None:
    """Labels, entries of choices, headings, hints and sentences have changed since: the same is read, and no finding."""
    about, values = ("2026-1", APPLICATION)
    if kind is FormKind.PROOF_OF_USE:
        about, values = "2025-2-003", accounted(city, "2025-2-003")
    content = came_back(city, kind, about, values, to=form.partition(" ")[0])
    if form.endswith("names"):
        content = edited(content, without_names)
    elif form.endswith("hints"):
        content = edited(content, lambda words: words.replace(HINT, ""))
    before = read_form(city, content, "f", on=ON)
    assert said(before) == []
    reworded(monkeypatch)
    after = read_form(city, content, "f", on=ON)
    assert after.form is not None
    assert after.form.title.startswith("Neu: ")
    assert said(after) == []
    assert after.values == before.values
    assert len(after.values) > 10


def test_words_beside_the_fields_of_an_older_form_are_told(
    city: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written beside the fields is found among the words of then; words of today are none of the form."""
    change, expected = CHANGES["words beside the fields"]
    content = edited(came_back(city, FormKind.APPLICATION, "2026-1", APPLICATION), change)
    reworded(monkeypatch)
    assert said(read_form(city, content, "f.docx", on=ON)) == [expected]


def of_another_city(folder: Path, before: str, after: str) -> Snapshot:
    """The same records in another city."""
    shutil.copytree(CITY, folder / "city")
    settings = folder / "city/kic.yaml"
    words = settings.read_text("utf-8")
    assert words.count(before) == 1
    settings.write_text(words.replace(before, after), "utf-8")
    return Repository(folder / "city", today=ON).snapshot


@pytest.mark.parametrize("to", ["docx", "xlsx"])
@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("name: Stadt Neuenlauter\n", "name: Stadt Musterstadt\n", "Stadt Musterstadt (RP)"),
        ("land: RP\n", "land: HE\n", "Stadt Neuenlauter (HE)"),
    ],
)
def test_a_form_of_another_city_is_refused(
    city: Snapshot, tmp_path: Path, to: str, before: str, after: str, shown: str
) -> None:
    """Calls have the same ids everywhere: a form of the call 2026-1 of another city is none of this one."""
    other = of_another_city(tmp_path, before, after)
    content = came_back(other, FormKind.APPLICATION, "2026-1", APPLICATION, to=to)
    found = read_form(city, content, "f", on=ON)
    assert said(found) == [
        f"KIC162 this form is one of {shown}, and this repository is that of Stadt Neuenlauter (RP)"
    ]
    assert (found.form, found.values, take(city, found).plan) == (None, {}, None)


def test_a_form_that_went_out_before_the_citys_name_was_corrected_is_taken(tmp_path: Path) -> None:
    """Recorded or not yet; but a call that came only after the name was given up is none of the former city's."""
    home = tmp_path / "city"
    shutil.copytree(CITY, home)
    before = Repository(home, today=ON).snapshot
    content = came_back(before, FormKind.APPLICATION, "2026-1", APPLICATION)
    call = next(path for path, entry in before.entries.items() if entry.id == "2026-1")
    settings = (home / "kic.yaml").read_text("utf-8")
    corrected = settings.replace("name: Stadt Neuenlauter\n", "name: Große Stadt Neuenlauter\n")

    def git(*words: str) -> None:
        run(("git", "-c", "user.name=x", "-c", "user.email=x@x.example", *words), cwd=home, check=True)

    def records(settings: str, *files: str) -> None:
        (home / "kic.yaml").write_text(settings, "utf-8")
        git("add", "kic.yaml", *files)
        git("commit", "-qm", "x")

    def findings() -> list[str]:
        snapshot = Repository(home, today=ON).snapshot
        return said(read_form(snapshot, content, "f.docx", on=ON, former=named_before(home, snapshot)))

    git("init", "-q")
    records(settings, call)
    (home / "kic.yaml").write_text(corrected, "utf-8")
    assert findings() == []
    records(corrected)
    assert findings() == []
    git("checkout", "-q", "--orphan", "anew")
    git("rm", "-rq", "--cached", ".")
    records(settings)
    records(corrected)
    records(corrected, call)
    assert [each[:6] for each in findings()] == ["KIC162"]


def test_a_mark_without_a_city_is_none_that_is_known(city: Snapshot) -> None:
    """Nobody can tell whose form it is."""
    content = came_back(city, FormKind.APPLICATION, "2026-1", APPLICATION)
    without = edited(
        content,
        lambda words: re.sub(r">2;(application;2026-1;;de);[^<]*<", r">1;\1<", words),
        "docProps/custom.xml",
    )
    assert without != content
    assert said(read_form(city, without, "f.docx", on=ON)) == [
        "KIC162 the hidden mark of this form is none that this kic knows"
    ]


# -- the form itself -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_form_is_accessible(city: Snapshot, lang: str) -> None:
    """Language, title, header rows and captions of tables, a title for each control, the order of the tab key."""
    call = city.get(Call, "2026-1")
    assert call is not None
    content = form_docx(
        form_of(city, FormKind.APPLICATION, call, None, speak(lang), on=ON), SHIPPED.read_bytes()
    )
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        words, styles, core = (
            file.read(each).decode() for each in (PARTS, "word/styles.xml", "docProps/core.xml")
        )
    code = {"de": "de-DE", "en": "en-GB"}[lang]
    assert f'w:lang w:val="{code}"' in styles
    assert f"<dc:language>{code}</dc:language>" in core
    assert "<dc:title>" in core
    assert words.count("<w:tbl>") == words.count("<w:tblHeader/>") == words.count("<w:tblCaption ")
    assert (
        words.count("<w:sdt>")
        == words.count("<w:alias ")
        == words.count("<w:tag ")
        == words.count("sdtLocked")
    )
    order = [int(each) for each in re.findall(r'<w:tabIndex w:val="(\d+)"/>', words)]
    assert order == list(range(1, len(order) + 1))
    assert set(re.findall(r'w:pStyle w:val="Heading(\d)"', words)) == {"1"}
    invented = {"de": "sind erfunden", "en": "are invented"}[lang]
    assert invented in words
    for criterion in call.terms.criteria:
        assert criterion.title in words


@pytest.mark.parametrize("to", ["docx", "xlsx"])
def test_the_same_form_is_the_same_file(city: Snapshot, to: str) -> None:
    """Nobody can tell two forms of one state apart."""
    first, second = (came_back(city, FormKind.PROOF_OF_USE, "2025-2-003", {}, to=to) for _ in range(2))
    assert first == second
