"""What became of each element: by id and declared succession, in the order of the new text.

States are written as in the corpus: ids with their values; `m-` and `f-` are of the edition of 2013, all others of 2022.
An outcome is a line for each pairing that is not unchanged: `old ids > new ids: classes`.
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.snapshot import Snapshot
from kic.domain.chapters import KINDS
from kic.domain.revisions.comparing import Aspect, Class, Pairing, compare, likely
from kic.domain.revisions.elements import elements
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.revisions import pairs

State = dict[str, Any]


def state(records: State) -> Snapshot:
    """A repository with these records, each a recommendation with title and text unless it says otherwise."""
    filled = {
        id_: {"title": f"Titel {id_}", "text": f"Text von {id_}.", **(value or {})}
        if id_.startswith(("he-", "m-"))
        else value
        for id_, value in records.items()
    }
    return pairs.snapshot(pairs.files(filled))


def outcome(found: tuple[Pairing, ...]) -> list[str]:
    """A line for each pairing that is to be shown."""
    return [
        f"{' '.join(old.id for old in each.olds)} > {' '.join(new.id for new in each.news)}: "
        f"{' '.join(one.value for one in each.classes)}".strip()
        for each in found
        if not each.unchanged
    ]


WITHIN: dict[str, tuple[State, State, list[str]]] = {
    "nothing changed": ({"he-01": {}}, {"he-01": {}}, []),
    "text": ({"he-01": {}}, {"he-01": {"text": "Anders."}}, ["he-01 > he-01: changed"]),
    "title": ({"he-01": {}}, {"he-01": {"title": "Anders"}}, ["he-01 > he-01: renamed"]),
    "title and text": (
        {"he-01": {}},
        {"he-01": {"title": "Anders", "text": "Anders."}},
        ["he-01 > he-01: changed renamed"],
    ),
    "quotes in a title": (
        {"he-01": {"title": 'Woche "Vielfalt"'}},
        {"he-01": {"title": "Woche „Vielfalt“"}},
        ["he-01 > he-01: editorial"],
    ),
    "typography beside a real change is no class of its own": (
        {"he-01": {"title": 'Woche "Vielfalt"'}},
        {"he-01": {"title": "Woche „Vielfalt“", "text": "Anders."}},
        ["he-01 > he-01: changed"],
    ),
    "new": ({"he-01": {}}, {"he-01": {}, "he-02": {}}, ["> he-02: new"]),
    "vanished": ({"he-01": {}, "he-02": {}}, {"he-01": {}}, ["he-02 > : dropped"]),
    "dropped by its log": ({"he-01": {}}, {"he-01": {"dropped": "Erledigt"}}, ["he-01 > : dropped"]),
    "was dropped before": ({"he-01": {"dropped": "Erledigt"}}, {"he-01": {"dropped": "Erledigt"}}, []),
    "was dropped before, and its words change": (
        {"he-01": {"dropped": "Erledigt"}},
        {"he-01": {"dropped": "Erledigt", "text": "Anders."}},
        ["he-01 > he-01: changed"],
    ),
    "taken up again": (
        {"he-01": {"dropped": "Erledigt"}},
        {"he-01": {}},
        ["> he-01: new"],
    ),
    "came and went": ({"he-01": {}}, {"he-01": {}, "he-02": {"dropped": "Doch nicht"}}, ["> he-02: new dropped"]),
    "another number": ({"he-01": {}}, {"he-01": {"number": 7}}, ["he-01 > he-01: moved"]),
    "another theme, other words": (
        {"t1": {}, "t2": {"title": "Sprache"}, "he-01": {}},
        {"t1": {}, "t2": {"title": "Sprache"}, "he-01": {"theme": "t2", "text": "Anders."}},
        ["he-01 > he-01: changed moved"],
    ),
    "replaced": (
        {"he-01": {}},
        {"he-01": {"replaced": "he-02"}, "he-02": {"text": "Text von he-01."}},
        ["he-01 > he-02: replaced renamed"],
    ),
    "merged into one that was there": (
        {"he-01": {}, "he-02": {}},
        {"he-01": {}, "he-02": {"merged": "he-01"}},
        ["he-01 he-02 > he-01: merged"],
    ),
    "merged into a new one": (
        {"he-01": {}, "he-02": {}},
        {"he-01": {"merged": "he-03"}, "he-02": {"merged": "he-03"}, "he-03": {}},
        ["he-01 he-02 > he-03: merged changed renamed"],
    ),
    "split": (
        {"he-01": {}},
        {"he-01": {"split": ["he-02", "he-03"]}, "he-02": {}, "he-03": {}},
        ["he-01 > he-02 he-03: split changed renamed"],
    ),
    "split, and it goes on itself": (
        {"he-01": {}},
        {"he-01": {"split": ["he-01", "he-02"]}, "he-02": {}},
        ["he-01 > he-02: replaced changed renamed"],
    ),
    "a part of one that stays, by `continues`": (
        {"he-01": {}},
        {"he-01": {}, "he-02": {"continues": ["he-01"]}},
        ["he-01 > he-01 he-02: split"],
    ),
    "one of two merged ones goes into two": (
        {"he-01": {}, "he-02": {}},
        {"he-01": {"split": ["he-03", "he-04"]}, "he-02": {"merged": "he-04"}, "he-03": {}, "he-04": {}},
        ["he-01 he-02 > he-03 he-04: merged split changed renamed"],
    ),
    "a chain inside the range": (
        {"he-01": {}},
        {"he-01": {"replaced": "he-02"}, "he-02": {"replaced": "he-03"}, "he-03": {}},
        ["he-01 > he-03: replaced changed renamed"],
    ),
    "a chain that began before": (
        {"he-01": {"replaced": "he-02"}, "he-02": {}},
        {"he-01": {"replaced": "he-02"}, "he-02": {"replaced": "he-03"}, "he-03": {}},
        ["he-02 > he-03: replaced changed renamed"],
    ),
    "a merge of long ago says nothing today": (
        {"he-01": {"merged": "he-02"}, "he-02": {}},
        {"he-01": {"merged": "he-02"}, "he-02": {"text": "Anders."}},
        ["he-02 > he-02: changed"],
    ),
    "a split of long ago joins nothing today": (
        {"he-01": {"split": ["he-02", "he-03"]}, "he-02": {}, "he-03": {}},
        {"he-01": {"split": ["he-02", "he-03"]}, "he-02": {"text": "Anders."}, "he-03": {"dropped": "Erledigt"}},
        ["he-02 > he-02: changed", "he-03 > : dropped"],
    ),
    "a circle": (
        {"he-01": {}, "he-02": {}},
        {"he-01": {"replaced": "he-02"}, "he-02": {"replaced": "he-01"}},
        ["he-01 > : dropped", "he-02 > : dropped"],
    ),
    "a circle with a way out": (
        {"he-01": {}, "he-02": {}},
        {"he-01": {"split": ["he-02", "he-03"]}, "he-02": {"replaced": "he-01"}, "he-03": {}},
        ["he-01 he-02 > he-03: merged changed renamed"],
    ),
    "its successor is dropped at once": (
        {"he-01": {}},
        {"he-01": {"replaced": "he-02"}, "he-02": {"dropped": "Doch nicht"}},
        ["he-01 > : dropped"],
    ),
    "renamed file, the new record says what it continues": (
        {"m-01": {}},
        {
            "k2022": {"predecessor": "k2013", "title": "Integrationskonzept 2022"},
            "he-01": {"continues": ["m-01"], "text": "Text von m-01.", "theme": None},
        },
        ["k2013 > : dropped", "k2022 > k2022: renamed", "m-01 > he-01: renamed"],
    ),
    "renamed file, nobody says anything": (
        {"he-01": {}},
        {"he-02": {"title": "Titel he-01", "text": "Text von he-01."}},
        ["he-01 > : dropped", "> he-02: new"],
    ),
    "a new edition beside the old one": (
        {"m-01": {}},
        {"m-01": {}, "he-01": {"continues": ["m-01"], "theme": None}},
        ["> he-01: new"],
    ),
    "the old edition is cleared away later": (
        {"m-01": {}, "he-01": {"continues": ["m-01"]}},
        {"k2022": {}, "he-01": {"continues": ["m-01"]}},
        ["k2013 > : dropped", "m-01 > : dropped"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WITHIN)
def test_each_edition_with_itself(name: str) -> None:
    before, after, expected = WITHIN[name]
    assert outcome(compare(state(before), state(after))) == expected


SAME_WORDS = {"title": "Titel", "text": "Text."}
ACROSS: dict[str, tuple[State, list[str]]] = {
    "the editions are each other's": (
        {"k2013": {"title": "Konzept 2013"}, "k2022": {"title": "Konzept 2022"}},
        ["k2013 > k2022: renamed"],
    ),
    "continued word for word, under another number": (
        {"m-40": SAME_WORDS, "he-01": {**SAME_WORDS, "continues": ["m-40"]}},
        ["> t1: new"],
    ),
    "several go on as one": (
        {"m-01": {}, "m-02": {}, "he-01": {"continues": ["m-02", "m-01"]}},
        ["> t1: new", "m-01 m-02 > he-01: merged changed renamed"],
    ),
    "one goes on as several": (
        {"m-01": {}, "he-01": {"continues": ["m-01"]}, "he-02": {"continues": ["m-01"]}},
        ["> t1: new", "m-01 > he-01 he-02: split changed renamed"],
    ),
    "said by the old one alone": (
        {"m-01": {"replaced": "he-01"}, "he-01": {}},
        ["> t1: new", "m-01 > he-01: changed renamed"],
    ),
    "said by both": (
        {"m-01": {"merged": "he-01"}, "m-02": {"merged": "he-01"}, "he-01": {"continues": ["m-01", "m-02"]}},
        ["> t1: new", "m-01 m-02 > he-01: merged changed renamed"],
    ),
    "said by one of each": (
        {"m-01": {"merged": "he-01"}, "m-02": {}, "he-01": {"continues": ["m-02"]}},
        ["> t1: new", "m-01 m-02 > he-01: merged changed renamed"],
    ),
    "nobody says anything, though the words are the same": (
        {"m-01": SAME_WORDS, "he-01": SAME_WORDS},
        ["m-01 > : dropped", "> t1: new", "> he-01: new"],
    ),
    "replaced within the old edition, then continued": (
        {"m-01": {"replaced": "m-02"}, "m-02": {}, "he-01": {"continues": ["m-02"]}},
        ["> t1: new", "m-02 > he-01: changed renamed"],
    ),
    "replaced within the new edition": (
        {"m-01": {}, "he-01": {"continues": ["m-01"], "replaced": "he-02"}, "he-02": {}},
        ["> t1: new", "m-01 > he-02: changed renamed"],
    ),
    "dropped within the new edition": (
        {"m-01": {}, "he-01": {"continues": ["m-01"], "dropped": "Erledigt"}},
        ["m-01 > : dropped", "> t1: new"],
    ),
    "dropped in the old edition": (
        {"m-01": {"dropped": "Erledigt"}},
        ["m-01 > : dropped"],
    ),
    "by way of an edition in between": (
        {
            "k2018": {"title": "Konzept 2018", "predecessor": "k2013"},
            "k2022": {"predecessor": "k2018"},
            "m-01": {},
            "he-18": {"edition": "k2018", "theme": None, "continues": ["m-01"]},
            "he-01": {"continues": ["he-18"]},
        },
        ["> t1: new", "m-01 > he-01: changed renamed"],
    ),
    "an edition before and one after join nothing": (
        {
            "k2001": {"title": "Konzept 2001"},
            "k2013": {"predecessor": "k2001"},
            "k2030": {"title": "Konzept 2030", "predecessor": "k2022"},
            "he-91": {"edition": "k2001", "theme": None},
            "m-01": {"continues": ["he-91"]},
            "m-02": {"continues": ["he-91"]},
            "he-01": {"continues": ["m-01"]},
            "he-02": {"continues": ["m-02"]},
            "he-95": {"edition": "k2030", "theme": None, "continues": ["he-01", "he-02"]},
        },
        ["> t1: new", "m-01 > he-01: changed renamed", "m-02 > he-02: changed renamed"],
    ),
    "into another theme than the one that continues the old theme": (
        {
            "f-1": {"edition": "k2013", "title": "Bildung"},
            "f-2": {"edition": "k2013", "title": "Sprache"},
            "t1": {"title": "Bildung", "continues": ["f-1"]},
            "t2": {"title": "Sprache", "continues": ["f-2"]},
            "m-01": {**SAME_WORDS, "theme": "f-1"},
            "m-02": {**SAME_WORDS, "theme": "f-1"},
            "he-01": {**SAME_WORDS, "theme": "t2", "continues": ["m-01"]},
            "he-02": {**SAME_WORDS, "theme": "t1", "continues": ["m-02"]},
        },
        ["m-01 > he-01: moved"],
    ),
    "themes of which nothing is said": (
        {
            "f-1": {"edition": "k2013", "title": "Bildung"},
            "t2": {"title": "Sprache"},
            "m-01": {**SAME_WORDS, "theme": "f-1"},
            "he-01": {**SAME_WORDS, "theme": "t2", "continues": ["m-01"]},
        },
        ["f-1 > : dropped", "> t2: new"],
    ),
    "a goal that is continued": (
        {
            "f-1": {"edition": "k2013", "goals": [{"id": "f-1-z1", "title": "Alt"}], "title": "Bildung"},
            "t1": {"title": "Bildung", "goals": [{"id": "t1-z1", "title": "Neu", "continues": ["f-1-z1"]}],
                   "continues": ["f-1"]},
        },
        ["f-1-z1 > t1-z1: renamed"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACROSS)
def test_two_editions_of_one_state(name: str) -> None:
    records, expected = ACROSS[name]
    both = state({"k2013": {}, **records})
    assert outcome(compare(both, both, ("k2013", "k2022"))) == expected


@pytest.mark.parametrize("name", ACROSS)
def test_named_the_other_way_round_it_is_the_same_backwards(name: str) -> None:
    records, _ = ACROSS[name]
    both = state({"k2013": {}, **records})
    forth, back = (compare(both, both, each) for each in (("k2013", "k2022"), ("k2022", "k2013")))
    turned = {"new": "dropped", "dropped": "new", "merged": "split", "split": "merged"}

    def seen(found: tuple[Pairing, ...], *, turn: bool) -> set[Any]:
        return {
            (
                tuple(sorted(each.id for each in (one.news if turn else one.olds))),
                tuple(sorted(each.id for each in (one.olds if turn else one.news))),
                frozenset(turned.get(c.value, c.value) if turn else c.value for c in one.classes),
                frozenset((c.field, *((c.new, c.old) if turn else (c.old, c.new))) for c in one.changes),
                frozenset((m.aspect, *((m.new, m.old) if turn else (m.old, m.new))) for m in one.moves),
            )
            for one in found
        }

    assert seen(back, turn=False) == seen(forth, turn=True)
    shown = [each.news[0].order for each in back if each.news]
    assert shown == sorted(shown)
    assert all(move.element in {each.id for each in one.news} for one in back for move in one.moves)


def test_two_editions_of_two_states() -> None:
    """The old edition as it was, the new one as it is: what happened to the old one since says only what went on."""
    before = state({"m-01": {"text": "Wie es 2013 war."}})
    after = state(
        {"m-01": {"text": "Nachträglich berichtigt.", "replaced": "he-01"}, "he-01": {"text": "Neu."}}
    )
    found = compare(before, after, ("k2013", "k2022"))
    assert outcome(found) == ["> t1: new", "m-01 > he-01: changed renamed"]
    texts = [(each.old, each.new) for each in found[-1].changes if each.field == "text"]
    assert texts == [("Wie es 2013 war.", "Neu.")]


def test_one_edition_of_two_states_leaves_others_out() -> None:
    before, after = (
        state({"m-01": {}, "he-01": {}}),
        state({"m-01": {"text": "Neu."}, "he-01": {"text": "Neu."}}),
    )
    assert outcome(compare(before, after, ("k2022", "k2022"))) == ["he-01 > he-01: changed"]


def goals(*ids: str) -> State:
    """A theme with these goals."""
    return {"t1": {"goals": [{"id": id_, "title": f"Ziel {id_}"} for id_ in ids]}}


def test_a_goal_that_takes_another_place_moves_and_the_others_stay() -> None:
    found = compare(state(goals("z1", "z2", "z3")), state(goals("z3", "z1", "z2")))
    assert outcome(found) == ["z3 > z3: moved"]
    (move,) = next(each for each in found if each.id == "z3").moves
    assert (move.aspect, move.old, move.new) == (Aspect.ORDER, ("z2",), ())


def test_goals_do_not_move_when_one_goes_or_comes() -> None:
    found = compare(state(goals("z1", "z2", "z3")), state(goals("z4", "z1", "z3")))
    assert outcome(found) == ["> z4: new", "z2 > : dropped"]


def test_what_moved_is_told_from_and_to() -> None:
    def one(**values: Any) -> Snapshot:
        return state({**goals("z1", "z2"), "t2": {"title": "Sprache"}, "he-01": values})

    found = compare(one(theme="t1", goals=["z1"]), one(theme="t2", goals=["z2"], number=9))
    (pairing,) = [each for each in found if not each.unchanged]
    assert [(move.aspect, move.old, move.new) for move in pairing.moves] == [
        (Aspect.THEME, ("t1",), ("t2",)),
        (Aspect.GOALS, ("z1",), ("z2",)),
        (Aspect.NUMBER, ("1",), ("9",)),
    ]


def test_what_is_gone_stands_at_the_place_that_it_had() -> None:
    before = state({"he-01": {}, "he-02": {}, "he-03": {}, "he-04": {}})
    after = state(
        {"he-01": {}, "he-03": {}, "he-04": {}, "he-02": {"dropped": "Erledigt"}, "he-05": {"number": 2}}
    )
    assert [each.id for each in compare(before, after) if each.kind == "recommendation"] == [
        "he-01", "he-02", "he-05", "he-03", "he-04",
    ]  # fmt: skip


def test_what_is_gone_stays_in_the_theme_that_its_theme_became() -> None:
    """Theme 1 of 2013 is theme 2 now, and theme 3 is gone with all that stood in it."""
    both = state({
        "f-1": {"edition": "k2013", "title": "A", "goals": [{"id": "f-1-z1", "title": "Ziel"}]},
        "f-2": {"edition": "k2013", "title": "B"},
        "f-3": {"edition": "k2013", "title": "C", "goals": [{"id": "f-3-z1", "title": "Ziel"}]},
        "m-01": {"theme": "f-1"},
        "m-02": {"theme": "f-1"},
        "m-03": {"theme": "f-2"},
        "m-04": {"theme": "f-3"},
        "t1": {"title": "B", "continues": ["f-2"]},
        "t2": {"title": "A", "continues": ["f-1"]},
        "t3": {"title": "Neu"},
        "he-01": {"theme": "t1", "continues": ["m-03"]},
        "he-02": {"theme": "t2", "continues": ["m-01"]},
        "he-03": {"theme": "t2"},
        "he-04": {"theme": "t3"},
    })  # fmt: skip
    assert [each.id for each in compare(both, both, ("k2013", "k2022"))] == [
        "k2022",
        "t1", "he-01", "f-3", "f-3-z1", "m-04",
        "t2", "f-1-z1", "he-02", "m-02", "he-03",
        "t3", "he-04",
    ]  # fmt: skip


def test_what_came_and_went_in_between_is_named() -> None:
    before = state({"he-01": {}})
    after = state({"he-01": {"replaced": "he-02"}, "he-02": {"replaced": "he-03"}, "he-03": {}})
    (pairing,) = [each for each in compare(before, after) if not each.unchanged]
    assert [each.id for each in pairing.through] == ["he-02"]


def test_words_that_change_while_a_record_leaves_the_text_are_not_lost() -> None:
    after = state({"he-01": {"replaced": "he-02", "text": "Im Gehen geändert."}, "he-02": {}})
    (pairing,) = [each for each in compare(state({"he-01": {}}), after) if not each.unchanged]
    assert [(each.id, each.words("text")) for each in pairing.through] == [("he-01", "Im Gehen geändert.")]


def test_every_text_of_a_merge_stands_once() -> None:
    before = state({"he-01": {"text": "Eins."}, "he-02": {"text": "Zwei."}})
    after = state({
        "he-01": {"merged": "he-03", "text": "Eins."},
        "he-02": {"merged": "he-03", "text": "Zwei."},
        "he-03": {"text": "Eins und zwei."},
    })  # fmt: skip
    (pairing,) = [each for each in compare(before, after) if not each.unchanged]
    texts = [
        (each.before, each.old, each.after, each.new) for each in pairing.changes if each.field == "text"
    ]
    assert texts == [("he-01", "Eins.", "he-03", "Eins und zwei."), ("he-02", "Zwei.", None, "")]


# -- what cannot be read ---------------------------------------------------------------------------------------


def broken(records: State, path: str, content: str) -> Snapshot:
    """A state of which one file is not what it should be."""
    files = {**pairs.files(records), path: content}
    return load(Memory({name: text.encode() for name, text in files.items()}), KINDS)


def test_an_unreadable_record_is_neither_dropped_nor_changed() -> None:
    before = state({"he-01": {}, "he-02": {}})
    after = broken(
        {"he-01": {}, "he-02": {}}, "concept/recommendations/he-02.yaml", "kind: recommendation\nid: ["
    )
    found = compare(before, after)
    assert outcome(found)[-1:] == ["he-02 > he-02: unreadable"]


def test_what_can_be_made_out_of_a_record_keeps_its_place() -> None:
    content = (
        "kind: recommendation\nid: he-01\nedition: k2022\ntheme: t1\ntitle: Titel\nnumber: 1\ncolour: red\n"
    )
    found = elements(broken({"he-01": {}, "he-02": {}}, "concept/recommendations/he-01.yaml", content))
    assert list(found) == ["k2022", "t1", "he-01", "he-02"]
    assert (found["he-01"].title, found["he-01"].readable) == ("Titel", False)


def test_the_same_broken_record_on_both_sides_has_not_changed() -> None:
    state_ = broken({"he-01": {}}, "concept/recommendations/he-01.yaml", "kind: recommendation\nid: he-01\n")
    assert outcome(compare(state_, state_)) == []


def test_goals_of_an_unreadable_theme_are_not_dropped() -> None:
    before = state(goals("z1"))
    after = broken(goals("z1"), "concept/themes/t1.yaml", "kind: theme\nid: [")
    assert outcome(compare(before, after)) == ["t1 > t1: unreadable", "z1 > : unreadable"]


def test_two_files_of_one_id_are_both_there() -> None:
    files = pairs.files({"he-01": {}})
    files["concept/recommendations/he-99.yaml"] = files["concept/recommendations/he-01.yaml"]
    twice = load(Memory({name: text.encode() for name, text in files.items()}), KINDS)
    assert [each.path for each in elements(twice).values() if each.id == "he-01"] == [
        "concept/recommendations/he-01.yaml",
        "concept/recommendations/he-99.yaml",
    ]


# -- hints ----------------------------------------------------------------------------------------------------


def test_likeness_is_a_hint_and_no_class() -> None:
    words = "Die Stadt baut Lernpatenschaften an allen weiterführenden Schulen auf."
    before = state({"he-01": {"title": "Lernpatenschaften", "text": words}, "he-02": {}})
    after = state(
        {"he-07": {"title": "Lernpatenschaften", "text": words.replace("allen", "vielen")}, "he-02": {}}
    )
    found = compare(before, after)
    assert outcome(found) == ["he-01 > : dropped", "> he-07: new"]
    ((old, new, per_cent),) = likely(found)
    assert (old, new) == ("he-01", "he-07")
    assert 80 < per_cent < 100


# -- whatever is declared -----------------------------------------------------------------------------------


@st.composite
def histories(draw: st.DrawFn) -> tuple[State, State]:
    """Two states of up to eight recommendations with any succession between them, sound or not."""
    ids = [f"he-0{number}" for number in range(1, 9)]

    def record() -> State:
        value: State = {"text": draw(st.sampled_from(["Eins.", "Zwei.", "Drei."]))}
        status = draw(st.sampled_from(["", "", "", "dropped", "replaced", "merged", "split"]))
        if status == "dropped":
            value[status] = "Grund"
        elif status:
            value[status] = draw(st.lists(st.sampled_from(ids), max_size=3))
        if draw(st.booleans()):
            value["continues"] = draw(st.lists(st.sampled_from(ids), max_size=2))
        return value

    return tuple({id_: record() for id_ in draw(st.sets(st.sampled_from(ids)))} for _ in range(2))  # type: ignore[return-value]


@settings(max_examples=150, deadline=None)
@given(histories())
def test_every_element_of_both_texts_stands_in_one_pairing(history: tuple[State, State]) -> None:
    before, after = map(state, history)
    found = compare(before, after)
    olds = [old.id for each in found for old in each.olds]
    news = [new.id for each in found for new in each.news]
    assert len(olds) == len(set(olds))
    assert len(news) == len(set(news))
    assert set(elements(before)) | set(elements(after)) == {
        each.id for pairing in found for each in (*pairing.olds, *pairing.news, *pairing.through)
    }
    for pairing in found:
        assert pairing.classes
        assert (Class.UNCHANGED in pairing.classes) is (len(pairing.classes) == 1 and pairing.unchanged)


@settings(max_examples=100, deadline=None)
@given(histories())
def test_a_state_compared_with_itself_has_no_change(history: tuple[State, State]) -> None:
    same = state(history[0])
    assert outcome(compare(same, same)) == []
