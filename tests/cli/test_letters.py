"""Letters, documents on paper and drafts of e-mails, as the office makes them from the demo city."""

import email
import io
import json
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pypdf
import pytest

from tests.cli.inprocess import call, run

if TYPE_CHECKING:
    from email.message import EmailMessage

LETTERS = {
    "acknowledgement": ("2026-1-001", "Eingangsbestätigung"),
    "waiting-list-notice": ("2025-2", "Nachrückliste"),
    "award-notice": ("2024-1-001-n1", "Zuwendungsbescheid"),
    "refusal-notice": ("2024-1", "Ablehnungsbescheid"),
    "payment-notice": ("2024-1-001-p1", "Auszahlung"),
    "reminder": ("2025-2-003", "Überfällig"),
    "settlement-notice": ("2024-1", "Schlussbescheid"),
    "clawback-notice": ("2025-2", "Erstattungsbescheid"),
}


def words(file: Path) -> str:
    pages = pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages
    return " ".join("\n".join(page.extract_text() for page in pages).split())


def test_no_letter_goes_out_that_kic_yaml_is_missing_from(city: Path) -> None:
    settings = city / "kic.yaml"
    whole = settings.read_text("utf-8")
    without = whole[: whole.index("letterhead:")] + whole[whole.index("# Werte der Gemeindeordnung") :]
    settings.write_text(without, "utf-8")
    bare = call("render", "refusal-notice", "2025-2-008-n1", folder=city)
    assert bare.code == 0
    assert "wo Widerspruch einzulegen ist" in " ".join(bare.err.split()), "the period would be a year"
    settings.write_text(f"{whole}nonsense: 1\n", "utf-8")
    broken = call("render", "refusal-notice", "2025-2-008-n1", folder=city)
    assert (broken.code, broken.out) == (1, "")
    assert "kic.yaml ist nicht lesbar" in broken.err
    found = call("check", "--format", "json", folder=city).out
    errors = [each["code"] for each in json.loads(found)["findings"] if each["severity"] == "error"]
    assert errors == ["KIC030"], "one cause, one finding"


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_is_written_for_the_terminal(letter: str, built_city: Path) -> None:
    about, subject = LETTERS[letter]
    done = call("render", letter, about, folder=built_city)
    assert done.code == 0, done.err
    assert subject in done.out
    assert "Mit freundlichen Grüßen" in done.out
    assert "privaten Bereich" in done.err, "addresses are not in the records"


def test_an_award_notice_has_what_a_notice_needs(city: Path) -> None:
    person = ("--name", "Erika Muster", "--salutation", "Frau", "--street", "Lindenweg 3")
    place = ("--postcode", "99999", "--city", "Neuenlauter", "--email", "vorstand@lernbruecke.example")
    assert run("person", "add", "v-lernbruecke", *person, *place, "--yes", cwd=city).code == 0
    done = run("render", "award-notice", "2024-1-001-n1", "--to", "pdf", "-o", "b.pdf", cwd=city)
    assert done.code == 0, done.err
    found = words(city / "b.pdf")
    for expected in (
        "Lernbrücke Neuenlauter e. V. Frau Erika Muster Lindenweg 3 99999 Neuenlauter",
        "Sehr geehrte Frau Muster,",
        "eine Zuwendung bis zur Höhe von 9.600,00 € bewilligt",
        "Fehlbedarfsfinanzierung",
        "vom 1. Juni 2024 bis zum 20. Dezember 2024",
        "Bis zur Erfüllung werden folgende Raten nicht ausgezahlt: 2.",
        "Verwendungsnachweis 31.03.2025",
        "innerhalb eines Monats nach Bekanntgabe Widerspruch",
    ):
        assert expected in found


@pytest.mark.parametrize("holder", [None, "Trägerverein e. V."])
def test_a_payment_notice_tells_the_end_of_the_account_and_no_more(holder: str | None, city: Path) -> None:
    bank = ("--iban", "DE89 3704 0044 0532 0130 00", *(("--holder", holder) if holder else ()))
    who = ("person", "add", "v-lernbruecke", "--name", "Erika Muster", *bank, "--yes")
    assert call(*who, folder=city).code == 0
    done = call("render", "payment-notice", "2024-1-001-p1", "--to", "md", folder=city)
    assert "endet auf 3000" in " ".join(done.out.split())
    assert "3704" not in done.out
    assert (holder or "Konto") in done.out
    other = call("render", "payment-notice", "2024-1-002-p1", "--to", "md", folder=city)
    assert "auf das von Ihnen benannte Konto." in " ".join(other.out.split())


@pytest.mark.parametrize(("payment", "left"), [("2024-1-001-p1", "3.800,00 €"), ("2024-1-001-p2", "0,00 €")])
def test_a_payment_notice_tells_what_was_left_on_its_day(payment: str, left: str, built_city: Path) -> None:
    """Written again after later instalments, it says what it said."""
    shown = call("render", "payment-notice", payment, "--to", "md", folder=built_city).out
    assert f"| **Noch nicht ausgezahlt** | {left} |" in shown.replace("\u00a0", " ")


def test_the_calls_of_a_funding_report_add_up_to_its_year(built_city: Path) -> None:
    """The second round of 2025 hands out what the first one left."""
    shown = call("render", "funding-report", "2025", "--to", "md", folder=built_city).out.replace(
        "\u00a0", " "
    )
    rows: dict[str, list[str]] = {}
    for line in shown.splitlines():
        _, *cells = (each.strip(" *") for each in line.split("|"))
        if len(cells) > 2:
            rows.setdefault(cells[0], cells[1:-1])
    free, passed_on, awarded, left, paid = rows["Summe, jeder Euro einmal gezählt"][:5]
    assert (free, awarded, left, paid) == (
        rows["B In Förderaufrufen"][0],
        rows["D Bewilligt"][0],
        rows["E Nicht bewilligt"][0],
        rows["J Ausgezahlt (abzüglich Rückzahlungen)"][0],
    )
    assert passed_on == "0,00 €"
    assert rows["Alle Anträge, jeder einmal gezählt"][2] == awarded != rows["G Bewilligt, nach Kürzungen"][0]
    public = call("render", "public-funding-report", "2025", "--to", "md", folder=built_city).out
    assert f"| **D Bewilligt** | {awarded} |" in public.replace("\u00a0", " ")


def test_letters_of_a_call_go_into_a_folder_and_a_character_without_a_font_stops_only_its_own(
    city: Path,
) -> None:
    path = city / "concept/bodies/v-lernbruecke.yaml"
    path.write_text(path.read_text("utf-8").replace("name: Lernbrücke", "name: 日本 Lernbrücke"), "utf-8")
    done = run("render", "award-notice", "2024-1", "--to", "pdf", "-o", "briefe", cwd=city)
    assert done.code == 1
    assert "2024-1-001-n1 konnte nicht erstellt werden" in done.err
    assert "日 (U+65E5)" in done.err
    written = sorted(file.name for file in (city / "briefe").iterdir())
    assert len(written) == 6
    assert "award-notice-2024-1-001-n1.pdf" not in written


@pytest.mark.parametrize(
    ("letter", "about", "advice"),
    [
        ("award-notice", "2024-1-001", "Dieses Schreiben gibt es zu 2024-1-001-n1."),
        ("settlement-notice", "2024-1-001-n1", "Dieses Schreiben gibt es zu 2024-1-001-n2."),
        ("award-notice", "2024-1-003", "kic list notice --where application=2024-1-003"),
    ],
)
def test_a_letter_about_something_else_names_what_there_is(
    built_city: Path, letter: str, about: str, advice: str
) -> None:
    done = call("render", letter, about, folder=built_city)
    assert done.code == 2
    assert f"{about} ist kein Bescheid für dieses Schreiben." in done.err
    assert advice in done.err


def test_a_letter_about_no_application_gives_no_advice(built_city: Path) -> None:
    done = call("render", "award-notice", "t1", folder=built_city)
    assert done.err.splitlines() == ["kic: t1 ist kein Bescheid für dieses Schreiben."]


def test_the_office_replaces_a_snippet_of_law(city: Path) -> None:
    own = city / "templates/snippets/remedies.md.j2"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("Eigene Belehrung der Stadt.\n", "utf-8")
    done = run("render", "award-notice", "2024-1-001-n1", "--to", "md", cwd=city)
    assert "Eigene Belehrung der Stadt." in done.out
    explained = run("render", "award-notice", "2024-1-001-n1", "--explain", cwd=city)
    assert "  templates/snippets/remedies.md.j2" in explained.out
    assert "  kic:templates/award-notice.md.j2" in explained.out
    assert "award.amount" in explained.out


def test_a_draft_of_a_mail_has_recipient_and_letter_and_is_the_same_each_time(city: Path) -> None:
    run(
        *("person", "add", "v-lernbruecke", "--name", "Erika Muster"),
        *("--email", "vorstand@lernbruecke.example", "--yes"),
        cwd=city,
    )
    for folder in ("a", "b"):
        done = run("mail", "award-notice", "2024-1", "-o", folder, cwd=city)
        assert done.code == 0, done.err
        assert "Ohne E-Mail-Adresse im privaten Bereich: 2024-1-002-n1" in done.err
    (first,) = (city / "a").iterdir()
    assert first.read_bytes() == (city / "b" / first.name).read_bytes()
    message = cast("EmailMessage", email.message_from_bytes(first.read_bytes(), policy=default))
    assert message["To"] == "vorstand@lernbruecke.example"
    assert message["X-Unsent"] == "1"
    (attached,) = message.iter_attachments()
    assert attached.get_content().startswith(b"%PDF")


def test_a_pack_has_agenda_and_papers_with_bookmarks(city: Path) -> None:
    done = run("meeting", "pack", "2025-07-03", "-o", "mappe.pdf", cwd=city)
    assert done.code == 0, done.err
    outline = pypdf.PdfReader(city / "mappe.pdf").outline
    titles = [each["/Title"] for each in outline if not isinstance(each, list)]
    assert [title.partition(":")[0] for title in titles] == ["Tagesordnung", "Vergabevorlage"]


def test_the_agenda_says_who_takes_no_part_and_how_many_suffice(city: Path) -> None:
    """Whoever is excluded reads it before the item; a second invitation is one only if it says the small number."""
    disclosed = call(
        "meeting", "disclose", "s03", "2026-1-001", "--state", "excluded", "--by", "member", "--yes", folder=city
    )  # fmt: skip
    assert disclosed.code == 0, disclosed.err
    made = call("render", "meeting-agenda", "2026-12-03", "--to", "md", folder=city).out.replace(
        "\u00a0", " "
    )
    item = made.partition("## TOP 2:")[2].partition("## TOP 3:")[0]
    assert (
        "Nach § 22 GemO ausgeschlossen, an Beratung und Abstimmung nicht beteiligt: Sitz der Fraktion Offenes "
        "Neuenlauter und Sitz der Schulen."
    ) in item
    assert "genügt diese Zahl" not in made
    paper = call("render", "allocation-paper", "2026-1", "--to", "md", folder=city).out
    own = paper.partition("- **Antrag:** 2026-1-001\n")[2].partition("- **Antrag:**")[0]
    assert "- **Bewertungen:** 18\n- **Ausgeschlossene Sitze:** 2\n" in own
    second = call("render", "meeting-agenda", "2026-11-12", "--to", "md", folder=city, lang="en").out.replace(
        "\u00a0", " "
    )
    assert "lacked a quorum there, this number of voting members suffices: 3 (§ 39 GemO RLP" in second


DOCUMENTS = {
    "concept": "",
    "theme-sheet": "t2",
    "recommendation-sheet": "he-09",
    "call-text": "2026-1",
    "council-paper": "v-2022-11",
    "meeting-agenda": "2025-09-23",
    "minutes": "2025-09-23",
    "funding-report": "2025",
    "public-funding-report": "2025",
    "handover": "",
}


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_paper_is_made_in_five_forms(name: str, lang: str, built_city: Path, tmp_path: Path) -> None:
    about = [DOCUMENTS[name]] if DOCUMENTS[name] else []
    for to in ("md", "html", "pdf", "docx") if lang == "de" else ("pdf",):
        target = tmp_path / f"paper.{to}"
        done = call("render", name, *about, "--to", to, "-o", str(target), folder=built_city, lang=lang)
        assert done.code == 0, done.err
        assert target.stat().st_size > 500
    shown = call("render", name, *about, folder=built_city, lang=lang)
    assert shown.code == 0, shown.err
    assert ("Erfundene Daten" if lang == "de" else "Invented data") in shown.out


MISTAKES = (
    (("render", "award-notice"), 2, "Ein Schreiben braucht einen Gegenstand"),
    (("render", "award-notice", "2024-1", "--to", "pdf"), 2, "ist ein Zielordner anzugeben"),
    (("render", "award-notice", "2024-1-001-n1", "--to", "docx"), 2, "ist eine Zieldatei anzugeben"),
    (("render", "award-notice", "2026-1"), 1, "ist kein Schreiben dieser Art zu erstellen"),
    (("render", "refusal-notice", "2024-1-001-n1"), 2, "ist kein Bescheid für dieses Schreiben"),
    (("render", "funding-report", "1999"), 2, "1999"),
    (("render", "award-notise"), 2, "award-notice"),
    (("mail", "brief", "2024-1", "-o", "x"), 2, "Ein Schreiben brief gibt es nicht"),
)


@pytest.mark.parametrize(("arguments", "code", "said"), MISTAKES)
def test_mistakes_are_answered(arguments: tuple[str, ...], code: int, said: str, built_city: Path) -> None:
    done = call(*arguments, folder=built_city)
    assert (done.code, said in done.err) == (code, True), done.err


def test_a_few_letters_without_an_address_are_named_and_json_names_all(
    built_city: Path, tmp_path: Path
) -> None:
    words = ("render", "acknowledgement", "2026-1", "--to", "md", "-o", str(tmp_path / "letters"))
    said = call(*words, folder=built_city).err
    assert "2026-1-008 und 7 weitere" in said
    assert "2026-1-009" not in said
    answer = json.loads(call(*words, "--format", "json", folder=built_city).out)["data"]
    assert len(answer["without_address"]) == len(answer["files"]) == 15
    assert (answer["content"], answer["unwritten"]) == (None, [])
    assert all(Path(each).is_file() for each in answer["files"])


def test_a_document_is_an_answer_too_and_its_form_is_no_format(built_city: Path, tmp_path: Path) -> None:
    page = tmp_path / "t2.html"
    answer = json.loads(call("render", "theme-sheet", "t2", "--format", "json", folder=built_city).out)[
        "data"
    ]
    assert (answer["files"], "Sprache" in answer["content"]) == ([], True)
    words = ("render", "theme-sheet", "t2", "--to", "html", "-o", str(page), "--format", "json")
    assert json.loads(call(*words, folder=built_city).out)["data"]["files"] == [str(page)]
    slip = call("render", "theme-sheet", "t2", "--format", "pdf", folder=built_city)
    assert (slip.code, "--to pdf" in slip.err) == (2, True)
