"""`kic find`: words over everything, however they are spelled; and what they are folded to."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic.core.folding import Folded, fold, slip
from kic.core.snapshot import Snapshot
from kic.documents.searching import TOLERANT, Found, Match, search, terms_of
from kic.present.language import speak
from kic.repository.repository import Repository
from tests.cli.conftest import TODAY
from tests.cli.inprocess import call

# -- folding ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spelled", "folded"),
    [
        ("Öffentlichkeit", "oeffentlichkeit"),
        ("Oeffentlichkeit", "oeffentlichkeit"),
        ("O\u0308FFENTLICH-KEIT", "oeffentlichkeit"),
        ("Straße, STRASSE", "strasse, strasse"),
        ("Ar\u00adbeits\u2010kreis", "arbeitskreis"),
        ("he-07", "he07"),
        ("Bürger:innen", "buergerinnen"),
        ("Bürger*innen und Bürger/-innen", "buergerinnen und buergerinnen"),
        ("Café São Paulo, Łódź, Çelik", "cafe sao paulo, lodz, celik"),
        ("İstanbul ılık", "istanbul ilik"),  # noqa: RUF001  # Turkish letters
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("ﬁnanziell № 5", "finanziell no 5"),
    ],
)
def test_one_form_for_all_spellings(spelled: str, folded: str) -> None:
    assert fold(spelled) == folded


words = st.text(st.characters(exclude_categories=["Cs"])) | st.text("aäÄoßẞ\u0308-:*/in Σσςıİ\u00ad\u2011")


@given(words)
def test_folding_again_changes_nothing(spelled: str) -> None:
    assert fold(fold(spelled)) == fold(spelled)


@given(words)
def test_every_folded_character_knows_where_it_came_from(spelled: str) -> None:
    folded = Folded(spelled)
    assert folded.words == fold(spelled)
    assert list(folded.places) == sorted(folded.places)
    if folded.words:
        start, end = folded.original(0, len(folded.words))
        assert fold(spelled[start:end]) == folded.words


letters = st.text("abc", min_size=1, max_size=7)


@given(letters, letters)
def test_a_slip_is_one_typing_error(word: str, other: str) -> None:
    pieces = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {word, *(a + b[1:] for a, b in pieces), *(a + c + b for a, b in pieces for c in "abc")}
    near |= {a + c + b[1:] for a, b in pieces if b for c in "abc"}
    near |= {a + b[1] + b[0] + b[2:] for a, b in pieces if len(b) > 1}
    assert slip(word, other) == (other in near)


# -- what is found ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def state(built_city: Path) -> Snapshot:
    """The demo city, read once: most of what follows is about what is found, not about the command."""
    return Repository(built_city, today=datetime.date.fromisoformat(TODAY)).snapshot


def found(state: Snapshot, spelled: str, *kinds: str) -> tuple[Found, ...]:
    return search(state, terms_of(spelled), speak("de").word, kinds=kinds)


def ids(state: Snapshot, spelled: str, *kinds: str) -> list[str]:
    return [each.id for each in found(state, spelled, *kinds)]


@pytest.mark.parametrize(
    "spelled", ["Öffentlichkeitsarbeit", "oeffentlichkeitsarbeit", "ÖFFENTLICHKEITS-ARBEIT"]
)
def test_spellings_find_the_same(spelled: str, state: Snapshot) -> None:
    assert ids(state, spelled) == ids(state, "Öffentlichkeitsarbeit") != []


@pytest.mark.parametrize(
    ("spelled", "first"),
    [
        ("he 9", "he-09"),
        ("HE9", "he-09"),
        ("he-009", "he-09"),
        ("2026-1-3", "2026-1-003"),
        ("b 2022/3", "b-2022-03"),
    ],
)
def test_a_record_is_found_by_its_id_however_it_is_typed(spelled: str, first: str, state: Snapshot) -> None:
    """Before all else that has these letters and numbers somewhere."""
    best = found(state, spelled)[0]
    assert (best.id, best.match) == (first, Match.ID)


def test_a_number_of_any_length_is_only_not_found(state: Snapshot) -> None:
    assert found(state, "9" * 5_000) == ()


@pytest.mark.parametrize(
    "spelled", ["Öffentlichkeitsabeit", "Öffentlichkeistarbeit", "Öffentlichkeitsarbait"]
)
def test_one_typing_error_is_forgiven(spelled: str, state: Snapshot) -> None:
    assert set(ids(state, "Öffentlichkeitsarbeit")) <= set(ids(state, spelled))
    assert {each.match for each in found(state, spelled)} == {Match.SIMILAR}


def test_another_form_of_a_long_word_is_found_behind_the_word_itself(state: Snapshot) -> None:
    """`Förderantrag` and `Förderanträgen` differ by more than an ending."""
    hits = {each.id: each.match for each in found(state, "Förderantrag", "recommendation")}
    assert hits["he-23"] is Match.SIMILAR


def test_short_words_are_taken_as_they_are(state: Snapshot) -> None:
    assert ids(state, "Kurzz") == []


def test_the_best_comes_first(state: Snapshot) -> None:
    """The id, then titles, then texts."""
    first = found(state, "he-07")[0]
    assert (first.id, first.match) == ("he-07", Match.ID)
    of_one_kind = [each.match for each in found(state, "Sprachkurs", "recommendation")]
    assert of_one_kind == sorted(of_one_kind, key=list(Match).index)
    assert len(set(of_one_kind)) > 1


def test_what_is_in_force_comes_before_former_editions(state: Snapshot) -> None:
    of_titles = [each for each in found(state, "Sprachkurs", "recommendation") if each.match is Match.TITLE]
    former = [each.id.startswith("m-") for each in of_titles]
    assert former == sorted(former)
    assert set(former) == {True, False}


def test_all_words_have_to_be_there(state: Snapshot) -> None:
    both = set(ids(state, "Sprachkurs Kinderbetreuung"))
    assert both == set(ids(state, "Sprachkurs")) & set(ids(state, "Kinderbetreuung")) != set()


@pytest.mark.parametrize("spelled", ["8.900,00", "8900,00", "8900.00"])
def test_an_amount_is_found_as_records_spell_it(spelled: str, state: Snapshot) -> None:
    assert "2025-1-002" in ids(state, spelled)


def test_a_day_and_a_value_are_found_by_their_german_words(state: Snapshot) -> None:
    assert "2026-12-03" in ids(state, "03.12.2026", "meeting")
    assert "he-04" in ids(state, "umgesetzt", "recommendation")


def test_the_words_around_it_are_shown(state: Snapshot) -> None:
    hit = next(each for each in found(state, "vereinsrecht") if each.id == "he-23")
    (start, end), *_ = hit.marks
    assert hit.context[start:end] == "Vereinsrecht"
    assert hit.field == ("text",)


def answer(city: Path, *line: str) -> list[dict[str, Any]]:
    """The answer of the command in JSON."""
    done = call("find", *line, "--format", "json", folder=city)
    assert done.code == 0, done.err
    return list(json.loads(done.out)["data"]["found"])


def test_texts_beside_the_records_are_searched(city: Path) -> None:
    (city / "templates").mkdir(exist_ok=True)
    (city / "templates/brief.md.j2").write_text("Zeile eins\nMit Grüßen aus Xanthippenstadt\n", "utf-8")
    (hit,) = answer(city, "xanthippenstadt", "gruessen")
    assert (hit["kind"], hit["id"], hit["field"]) == ("file", "templates/brief.md.j2", [2])


def test_a_record_that_cannot_be_read_is_searched_too(city: Path) -> None:
    path = city / "concept/recommendations/he-99.yaml"
    path.write_text("kind: recommendation\ntitle: [Xanthippe\n", "utf-8")
    (hit,) = answer(city, "xanthippe")
    assert (hit["id"], hit["field"]) == ("he-99", [2])


def test_the_page_groups_by_kind(built_city: Path) -> None:
    done = call("find", "Vereinsrecht", folder=built_city)
    assert "Handlungsempfehlung (1)\n" in done.out
    assert "  he-23  Beratung und Förderung" in done.out
    assert "Wortlaut: … " in done.out
    assert "Vereinsrecht" in done.out.partition("Wortlaut:")[2]


def test_long_groups_are_cut_and_say_so(built_city: Path) -> None:
    short, whole = (call("find", "Integration", *more, folder=built_city).out for more in ((), ("--all",)))
    assert "--all zeigt sie." in short
    assert "--all zeigt sie." not in whole
    assert whole.count("\n") > short.count("\n")


def test_nothing_is_an_answer_and_a_word_is_needed(built_city: Path) -> None:
    done = call("find", "Xanthippe", folder=built_city)
    assert (done.code, done.out, done.err) == (0, "", "Nichts gefunden.\n")
    assert call("find", "-", "…", folder=built_city).code == 2
    assert call("find", "Sprache", "--kind", "recomendation", folder=built_city).code == 2


def test_another_day_is_searched_as_it_was(built_city: Path) -> None:
    assert all(each["id"] != "he-07" for each in answer(built_city, "he-07", "--as-of", "2019-12-31"))


# -- what is never found ---------------------------------------------------------------------------------


def test_hidden_marks_are_not_searched(city: Path) -> None:
    """Until the call shows its marks, not even finding nothing tells of them."""
    sheet = city / "applications/2026-1/scores/s03.yaml"
    text = sheet.read_text("utf-8")
    (city / "applications/2026-1/call.yaml").write_text(
        (city / "applications/2026-1/call.yaml").read_text("utf-8").replace("step: 5", "step: 1"), "utf-8"
    )
    mark = "77.12345"
    sheet.write_text(text.replace("marks:", f"note: {mark}\nmarks:", 1), "utf-8")
    for stage, hits in (("nobody", 0), ("office", 1)):
        terms = city / "applications/2026-1/call.yaml"
        lines = [
            f"marks_visible: {stage}" if line.startswith("marks_visible:") else line
            for line in terms.read_text("utf-8").splitlines()
        ]
        terms.write_text("\n".join(lines) + "\n", "utf-8")
        assert len(answer(city, mark)) == hits, stage


def test_the_help_says_from_how_many_letters_on_a_typing_error_is_forgiven() -> None:
    assert TOLERANT == 6
    assert "ab sechs Buchstaben" in " ".join(call("find", "--help", folder=None).out.split())


def test_the_private_overlay_is_searched_only_when_asked_for(city: Path) -> None:
    added = call("person", "add", "p-0007", "--name", "Erika Musterfrau", "--yes", folder=city)
    assert added.code == 0, added.err
    assert answer(city, "Musterfrau") == []
    (hit,) = answer(city, "Musterfrau", "--private")
    assert (hit["kind"], hit["id"]) == ("person", "p-0007")
    page = call("find", "Musterfrau", "--private", folder=city)
    assert "privaten Ablage" in page.err


def test_without_an_overlay_private_says_so(built_city: Path) -> None:
    done = call("find", "Musterfrau", "--private", folder=built_city)
    assert done.code == 3
    assert "kic person add" in done.err
