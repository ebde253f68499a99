"""The formal list: carried out on the old text it gives the new one, whatever the two are."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kic.demo
from kic.core.text import Text
from kic.domain.chapters import KINDS
from kic.domain.revisions.comparing import Class, Pairing, TextChange, compare
from kic.domain.revisions.elements import Element
from kic.domain.revisions.formal import amendments, data, from_data, new_text, old_text, unread
from kic.domain.revisions.formal_applying import applied, text_alone
from kic.domain.revisions.formal_articles import articles
from kic.domain.revisions.formal_edits import ON_WORDS, Act, Edit, Spot, Unfit, cut, occurrences, places
from kic.domain.revisions.formal_edits import applied as worded
from kic.domain.revisions.formal_instructions import Name, Removal, Wording
from kic.domain.revisions.formal_sentences import line
from kic.domain.revisions.formal_wording import edits
from kic.present.language import speak
from kic.store.reading.load import load
from kic.store.reading.sources import Memory

ATOMS = [
    "und", "Kinder", "die", "Die", "Stadt", "ist", "nicht", "z. B.", "d. h.", "Nr. 3", "1. Januar", "„Haus“", '"x"', "’",
    "Migrations-Hintergrund", "u\u0308ber", "über", "1.234,50 €", "\u00a0", "—", "-", "| a | b |", "|---|---|", "\n", "\n\n",
    "\n- ", "\r\n", "  ", ".", "!", "?", "…", "...", ",", "(a)", "👩‍🎓", "🇩🇪", "שלום", "अन्तर", "e\u0301\u0327", "\ufeff", "\u2028", "\u200d",
    "Bürger*innen", "und/oder", "3.", "\t",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(ATOMS) | st.text(max_size=4), max_size=25).map(" ".join)
LOOSE = st.lists(st.sampled_from(ATOMS), max_size=25).map("".join)


@st.composite
def revisions(draw):
    """A text and what became of it: parts taken out, put in, replaced, moved."""
    old = draw(WORDS | LOOSE)
    new = old
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(new)))
        end = min(len(new), start + draw(st.integers(0, 30)))
        how = draw(st.sampled_from(["take", "put", "replace", "move", "end"]))
        if how == "take":
            new = new[:start] + new[end:]
        elif how == "put":
            new = new[:start] + draw(WORDS) + new[start:]
        elif how == "replace":
            new = new[:start] + draw(WORDS) + new[end:]
        elif how == "move":
            new = new[end:] + new[start:end] + new[:start]
        else:
            new = new.replace(draw(st.sampled_from(ATOMS)), draw(st.sampled_from(ATOMS)))
    return old, new


@settings(max_examples=250, deadline=None)
@given(revisions())
def test_edits_of_a_text_give_the_new_one(pair):
    old, new = pair
    found = edits(old, new)
    assert worded(old, found) == new
    assert bool(found) == (old != new)


@pytest.mark.soak
@settings(max_examples=20_000, deadline=None)
@given(revisions())
def test_edits_of_many_texts_give_the_new_ones(pair):
    old, new = pair
    assert worded(old, edits(old, new)) == new


@settings(max_examples=100, deadline=None)
@given(revisions())
def test_a_title_is_one_place(pair):
    old, new = pair
    found = edits(old, new, single=True)
    assert worded(old, found, single=True) == new
    assert all(edit.spot.kind in {"", "start", "end"} for edit in found)


@settings(max_examples=250, deadline=None)
@given(revisions())
def test_what_is_quoted_stands_exactly_once_or_the_list_says_which(pair):
    """Read as a person reads: the quoted words without the spaces around them, in the place that is named."""
    old, new = pair
    text = cut(old)
    for edit in edits(old, new):
        if edit.act not in ON_WORDS:
            continue
        quoted = (edit.after + edit.old + edit.before).strip()
        assert quoted
        if edit.every:
            assert sum(len(occurrences(quoted, words)) for words in text.words) == edit.nth
            continue
        (at,) = places(text, edit.spot)
        found = occurrences(quoted, text.words[at])
        assert len(found) == 1 if not edit.nth else 1 <= edit.nth <= len(found) > 1


@settings(max_examples=150, deadline=None)
@given(revisions(), st.randoms(use_true_random=False))
def test_the_order_in_which_edits_are_read_does_not_matter(pair, random):
    """All places are those of the old text; only what is put after the same place keeps its order."""
    old, new = pair
    found = [edit for edit in edits(old, new) if edit.act not in {Act.ADD, Act.SHIFT}]
    rest = [edit for edit in edits(old, new) if edit.act in {Act.ADD, Act.SHIFT}]
    random.shuffle(found)
    assert worded(old, [*found, *rest]) == worded(old, [*rest, *found]) == new


# -- whole concepts ------------------------------------------------------------------------------------------------

IDS = [f"he-{n:02d}" for n in range(1, 8)]
TEXT = st.lists(
    st.sampled_from(
        ["Die Stadt berät.", "Sie hilft Kindern.", "Es gibt 5 Kurse!", "„Gut so.“", "\n\n", "- Punkt\n"]
    ),
    max_size=6,
).map(" ".join)


@st.composite
def elements(draw, edition="k2022", ids=IDS, ending=""):
    """A concept: themes with goals, recommendations with numbers or without, in any order and some without a theme."""
    themes = draw(st.lists(st.sampled_from(["t1", "t2", "t3"]), unique=True, max_size=3))
    found = [_element(edition, "edition", edition, title="Konzept", vision=draw(st.none() | TEXT))]
    goals = draw(st.permutations(["z1", "z2", "z3", "z4"]))[: draw(st.integers(0, 4))]
    for theme in themes:
        found.append(
            _element(
                theme + ending,
                "theme",
                edition,
                number=draw(st.integers(1, 4)),
                title=draw(TEXT),
                vision=draw(st.none() | TEXT),
            )
        )
    for goal in goals if themes else ():
        parent = draw(st.sampled_from(themes)) + ending
        found.append(_element(goal + ending, "goal", edition, parent=parent, title=draw(TEXT)))
    for id_ in draw(st.lists(st.sampled_from(ids), unique=True)):
        found.append(
            _element(
                id_ + ending,
                "recommendation",
                edition,
                number=draw(st.none() | st.integers(1, 5)),
                parent=draw(st.sampled_from([*(theme + ending for theme in themes), None])),
                goals=tuple(draw(st.lists(st.sampled_from(["z1", "z2"]), unique=True))),
                title=draw(st.none() | TEXT),
                text=draw(st.none() | TEXT),
            )
        )
    return tuple(
        msgspec.structs.replace(each, order=at) for at, each in enumerate(draw(st.permutations(found)))
    )


def _element(id_, kind, edition, *, number=None, parent=None, goals=(), **texts):
    there = tuple((field, words) for field, words in texts.items() if words)
    return Element(
        id_, kind, edition, f"concept/{id_}.yaml", number, dict(there).get("title"), there, parent, goals
    )


def _pairings(olds, news, successions):
    """Each element with itself; `successions` are (old ids, new ids) that belong together."""
    old_at, new_at = {each.id: each for each in olds}, {each.id: each for each in news}
    groups = []
    for old_ids, new_ids in successions:
        before = [id_ for id_ in old_ids if id_ in old_at]
        after = [id_ for id_ in new_ids if id_ in new_at]
        if before and after:
            groups.append(([old_at.pop(id_) for id_ in before], [new_at.pop(id_) for id_ in after]))
    for id_ in [*old_at, *(id_ for id_ in new_at if id_ not in old_at)]:
        groups.append(([old_at[id_]] if id_ in old_at else [], [new_at[id_]] if id_ in new_at else []))
    return tuple(Pairing(tuple(one), tuple(two), (Class.CHANGED,), _changes(one, two)) for one, two in groups)


def _changes(olds, news):
    if not (olds and news) or olds[0].texts == news[0].texts:
        return ()
    return (TextChange("text", olds[0].words("text"), news[0].words("text"), olds[0].id, news[0].id),)


def _goes_round(pairings):
    found = amendments(pairings)
    again = from_data(json.loads(json.dumps(data(found), ensure_ascii=False)))
    assert again == found
    assert applied(old_text(pairings), again) == text_alone(new_text(pairings))
    return found


@settings(max_examples=150, deadline=None)
@given(elements(), elements())
def test_the_list_leads_from_any_concept_to_any_other(olds, news):
    """New, dropped, renumbered, moved, renamed, reworded, reordered elements in any mixture."""
    _goes_round(_pairings(olds, news, ()))


@settings(max_examples=150, deadline=None)
@given(elements(), elements(), st.data())
def test_the_list_leads_through_any_succession(olds, news, data):
    """Merged, split and replaced in any mixture, also into elements that stay."""
    old_ids = [each.id for each in olds if each.kind == "recommendation"]
    new_ids = [each.id for each in news if each.kind == "recommendation"]
    successions = []
    while old_ids and new_ids and data.draw(st.booleans()):
        before = data.draw(st.lists(st.sampled_from(old_ids), min_size=1, max_size=3, unique=True))
        after = data.draw(st.lists(st.sampled_from(new_ids), min_size=1, max_size=3, unique=True))
        taken = {*before, *after}
        if any(
            (id_ in taken)
            for id_ in IDS
            if (id_ in old_ids and id_ in new_ids) and not (id_ in before and id_ in after)
        ):
            both = [id_ for id_ in taken if id_ in old_ids and id_ in new_ids]
            before, after = [*{*before, *both}], [*{*after, *both}]
        old_ids = [id_ for id_ in old_ids if id_ not in before]
        new_ids = [id_ for id_ in new_ids if id_ not in after]
        successions.append((sorted(before), sorted(after)))
    _goes_round(_pairings(olds, news, successions))


@settings(max_examples=80, deadline=None)
@given(elements("k2013"), elements("k2022", ending="-n"))
def test_the_list_leads_from_one_edition_to_the_next(olds, news):
    successions = [((each.id,), (each.id + "-n",)) for each in olds]
    _goes_round(_pairings(olds, news, [*successions, (("k2013",), ("k2022",))]))


@settings(max_examples=60, deadline=None)
@given(elements())
def test_of_the_same_text_nothing_is_said(olds):
    """Given that it stands in the order of its themes and numbers."""
    same = applied(olds, ())
    assert amendments(_pairings(same, same, ())) == ()


@settings(max_examples=60, deadline=None)
@given(elements(), elements(), st.sampled_from(["de", "en"]))
def test_every_instruction_is_a_whole_sentence(olds, news, code):
    """No placeholder is left open, nothing is said of no place."""
    language = speak(code)
    for each in _goes_round(_pairings(olds, news, ())):
        shown = line(each)
        assert isinstance(shown.place, Text)
        sentence = language.say(shown.sentence)
        assert each.element.id in sentence
        assert "{" not in sentence


# -- lists that do not fit -------------------------------------------------------------------------------------------

OLD = "Die Stadt berät Vereine. Die Stadt berät Familien."


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (Edit(Act.STRIKE, Spot("sentence", number=1), old="Kinder "), "does not stand exactly once"),
        (Edit(Act.REPLACE, old="Stadt", new="Gemeinde"), "has no place"),
        (Edit(Act.REPLACE, Spot("sentence", number=3), old="Stadt", new="Gemeinde"), "has no place"),
        (Edit(Act.DROP, Spot("item", number=1)), "has no place"),
        (Edit(Act.STRIKE, Spot("sentence", number=1), old="Die  Stadt"), "does not stand exactly once"),
        (Edit(Act.STRIKE, Spot("sentence", number=1), old="  Stadt "), "spaces around"),
    ],
    ids=[
        "words-not-there",
        "which-of-two-sentences",
        "no-third-sentence",
        "no-list",
        "other-spaces-within",
        "other-spaces-around",
    ],
)
def test_a_list_for_another_text_is_refused(edit, says):
    with pytest.raises(Unfit, match=says):
        worded(OLD, [edit])


def test_words_that_stand_twice_are_refused_unless_the_list_says_which():
    old = "Platz und Platz"
    with pytest.raises(Unfit, match="exactly once"):
        worded(old, [Edit(Act.REPLACE, old="Platz", new="Raum")])
    assert worded(old, [Edit(Act.REPLACE, old="Platz", new="Raum", nth=2)]) == "Platz und Raum"


def test_a_word_within_a_longer_one_is_not_meant():
    assert worded("Bund und Land", [Edit(Act.REPLACE, old="und", new="sowie")]) == "Bund sowie Land"


def test_two_entries_for_the_same_words_are_refused():
    both = [Edit(Act.STRIKE, old="Stadt berät "), Edit(Act.REPLACE, old="berät", new="hilft")]
    with pytest.raises(Unfit, match="same words"):
        worded("Die Stadt berät Vereine", both)


def test_an_element_that_is_not_there_is_refused():
    with pytest.raises(Unfit, match="he-99"):
        applied([], [Removal(Name("recommendation", "he-99"))])
    with pytest.raises(Unfit, match="he-99"):
        applied([], [Wording(Name("recommendation", "he-99"), "text", Edit(Act.ERASE))])


def test_a_long_text_with_few_changes_is_compared_quickly():
    """20,000 words, three of them changed: what is counted is the list, not the time."""
    sentences = [f"Satz {n} beschreibt die Maßnahme {n % 7} und die Mittel der Stadt." for n in range(2000)]
    old = " ".join(sentences)
    for at in (10, 1000, 1990):
        sentences[at] = sentences[at].replace("beschreibt", "nennt")
    found = edits(old, " ".join(sentences))
    assert [edit.spot.number for edit in found] == [11, 1001, 1991]


# -- how the list is read --------------------------------------------------------------------------------------------


def _recommendations(*texts):
    return tuple(
        msgspec.structs.replace(
            _element(f"he-{n:02d}", "recommendation", "k2022", number=n, text=words), order=n
        )
        for n, words in enumerate(texts, 1)
    )


def _read(olds, news):
    """The articles in German, points below their heading."""
    say = speak("de").say
    return [
        [*([say(each.heading)] if each.heading else []), *(say(point.sentence) for point in each.points)]
        for each in articles(amendments(_pairings(olds, news, ())))
    ]


def test_what_is_replaced_in_many_elements_is_said_once_with_its_places():
    olds = _recommendations(
        *[f"Menschen mit Migrationshintergrund werden in Stadtteil {n} beraten." for n in "ABC"]
    )
    news = _recommendations(
        *[f"Menschen mit Migrationsgeschichte werden in Stadtteil {n} beraten." for n in "ABC"]
    )
    assert _read(olds, news) == [
        [
            "Die Angabe „Migrationshintergrund“ wird an folgenden Stellen jeweils durch die Angabe „Migrationsgeschichte“ ersetzt:",
            "Handlungsempfehlung 1 (he-01), Wortlaut",
            "Handlungsempfehlung 2 (he-02), Wortlaut",
            "Handlungsempfehlung 3 (he-03), Wortlaut",
        ]
    ]


def test_several_changes_of_one_element_stand_below_its_name():
    olds = _recommendations("Die Stadt berät Vereine und fördert Kurse.", "Schulen feiern Feste.")
    news = _recommendations("Die Stadt berät Familien und fördert Feste.", "Schulen feiern gern Feste.")
    assert _read(olds, news) == [
        [
            "Handlungsempfehlung 1 (he-01) wird wie folgt geändert:",
            "Wortlaut: Die Angabe „Vereine“ wird durch die Angabe „Familien“ ersetzt.",
            "Wortlaut: Die Angabe „Kurse“ wird durch die Angabe „Feste“ ersetzt.",
        ],
        [
            "Handlungsempfehlung 2 (he-02), Wortlaut: Nach der Angabe „feiern“ wird die Angabe „gern“ eingefügt."
        ],
    ]


@settings(max_examples=60, deadline=None)
@given(elements(), elements())
def test_every_instruction_is_read_exactly_once(olds, news):
    found = amendments(_pairings(olds, news, ()))
    assert sum(len(each.points) for each in articles(found)) == len(found)


def test_of_what_cannot_be_read_nothing_is_said():
    """What could be made out of a broken record is not its text; to strike the rest would be a lie."""
    olds = _recommendations("Die Stadt berät.", "Schulen feiern Feste.")
    broken = msgspec.structs.replace(olds[0], texts=(), title=None, unread=b"text: [")
    news = (broken, *_recommendations("", "Schulen feiern gern Feste.")[1:])
    pairings = tuple(
        msgspec.structs.replace(each, classes=(Class.UNREADABLE,)) if each.id == "he-01" else each
        for each in _pairings(olds, news, ())
    )
    assert {each.element.id for each in _goes_round(pairings)} == {"he-02"}
    assert [each.id for each in unread(pairings)] == ["he-01"]


@pytest.mark.parametrize("editions", [("k2013", "k2022"), ("k2022", "k2013")])
def test_the_demo_city_goes_from_one_edition_to_the_other(editions):
    folder = Path(kic.demo.__file__).parent / "city"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*.yaml")
        if {"concept.yaml", "themes", "recommendations"} & {path.name, path.parent.name}
    }
    state = load(Memory(files), KINDS)
    assert len(_goes_round(compare(state, state, editions))) > 100


@settings(max_examples=120, deadline=None)
@given(revisions(), st.data())
def test_entries_can_be_left_out_one_by_one(pair, data):
    """A council may resolve some of them and not others; each stands for itself."""
    old, new = pair
    found = edits(old, new)
    kept = [edit for edit in found if data.draw(st.booleans())]
    result = worded(old, kept)
    assert (result == new) if kept == list(found) else (result == old or kept)
