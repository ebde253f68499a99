"""Merges that people make by hand and that files suffer from: reordered lists, other spellings, broken and hostile files."""

import pytest

from kic.errors import Refused
from kic.store.merging.conflicts import Outcome, merge, open_conflicts, settled
from kic.store.merging.three_way import Conflict
from kic.store.writing.outline import Outline

STEPS = """kind: notice
id: n1
steps:
  - date: 2026-01-01
    note: eins
  - date: 2026-02-01
    note: zwei
  - date: 2026-03-01
    note: drei
"""
LIST = "kind: decision\nid: d1\nwaiting_list:\n  - a\n  - b\n  - c\n"
MARKS = "kind: scores\nid: s1\nmarks:\n  x-1: {c1: 40, c2: 55, c3: abstain}\n  x-2:\n    c1: 40\n    c2: 55\n"


def words(conflict: Conflict) -> str:
    return ".".join(map(str, conflict.field))


def merged(base: str, ours: str, theirs: str) -> Outcome:
    return merge(base.encode(), ours.encode(), theirs.encode(), "record.yaml", words)


def model(source: bytes) -> dict[str, object]:
    return Outline(source, "record.yaml").model


def clean(base: str, ours: str, theirs: str) -> str:
    outcome = merged(base, ours, theirs)
    assert outcome.conflicts == ()
    assert open_conflicts(outcome.source) == ()
    return outcome.source.decode()


def chosen(outcome: Outcome, *, theirs: bool) -> dict[str, object]:
    source = outcome.source
    while found := open_conflicts(source):
        source = settled(source, found[-1].line, theirs=theirs, path="record.yaml")
    return model(source)


def steps(*notes: str) -> str:
    days = {"eins": "2026-01-01", "zwei": "2026-02-01", "drei": "2026-03-01"}
    items = "".join(f"  - date: {days.get(each, '2026-02-01')}\n    note: {each}\n" for each in notes)
    return f"kind: notice\nid: n1\nsteps:\n{items}"


def listed(*items: str) -> str:
    return "kind: decision\nid: d1\nwaiting_list:\n" + "".join(f"  - {each}\n" for each in items)


# -- orders ----------------------------------------------------------------------------------------------


def test_two_people_mark_in_one_sheet() -> None:
    """Different applications, different criteria of one application, on one line or on several."""
    ours = MARKS.replace("{c1: 40,", "{c1: 95,").replace("    c1: 40", "    c1: 90") + "  x-3: abstain\n"
    theirs = (
        MARKS.replace("c3: abstain}", "c3: 10, c4: 1.50}").replace("    c2: 55", "    c2: 15") + "  x-4: 7\n"
    )
    assert clean(MARKS, ours, theirs) == (
        "kind: scores\nid: s1\nmarks:\n  x-1: {c1: 95, c2: 55, c3: 10, c4: 1.50}\n  x-2:\n    c1: 90\n    c2: 15\n"
        "  x-3: abstain\n  x-4: 7\n"
    )


def test_one_mark_that_both_gave_differently_is_a_conflict() -> None:
    outcome = merged(MARKS, MARKS.replace("{c1: 40,", "{c1: 95,"), MARKS.replace("{c1: 40,", "{c1: 15,"))
    assert [each.field for each in outcome.conflicts] == [("marks", "x-1")]
    assert chosen(outcome, theirs=True)["marks"]["x-1"]["c1"] == "15"  # type: ignore[index]


def test_who_only_reorders_takes_back_nothing_of_the_other() -> None:
    turned = steps("drei", "zwei", "eins")
    assert clean(STEPS, turned, steps("eins", "drei")) == steps("drei", "eins")
    assert clean(STEPS, steps("eins", "drei"), turned) == steps("drei", "eins")
    changed = clean(STEPS, turned, STEPS.replace("zwei", "geändert"))
    assert changed.count("- date") == 3
    assert "geändert" in changed
    assert "zwei" not in changed
    assert clean(LIST, listed("c", "a", "b"), listed("a", "b", "c", "d")) == listed("c", "d", "a", "b")


def test_an_order_that_both_changed_differently_is_a_conflict() -> None:
    """A waiting list is an order: nobody may choose it silently."""
    outcome = merged(LIST, listed("b", "a", "c"), listed("a", "c", "b"))
    assert [each.field for each in outcome.conflicts] == [("waiting_list",)]
    assert chosen(outcome, theirs=False)["waiting_list"] == ["b", "a", "c"]
    assert chosen(outcome, theirs=True)["waiting_list"] == ["a", "c", "b"]
    assert clean(LIST, listed("c", "b", "a"), listed("c", "b", "a")) == listed("c", "b", "a")


def test_one_word_that_both_put_into_a_list_is_there_once() -> None:
    assert clean(LIST, listed("a", "d", "b", "c"), listed("a", "b", "c", "d")) == listed("a", "d", "b", "c")


# -- spellings -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "formatted",
    [
        STEPS.replace("\n  - ", "\n    - ").replace("\n    note", "\n      note"),
        STEPS.replace("\n  - ", "\n- ").replace("\n    note", "\n  note"),
        STEPS.replace("eins", '"eins"').replace("drei", "'drei'"),
        STEPS.replace("\n", "\r\n"),
        "\ufeff" + STEPS,
        STEPS.rstrip("\n"),
        "---\n" + STEPS,
    ],
    ids=[
        "indented",
        "dash below the key",
        "quoted",
        "CRLF",
        "byte order mark",
        "no last line break",
        "document mark",
    ],
)
def test_another_spelling_hides_no_change(formatted: str) -> None:
    changed = STEPS.replace("zwei", "geändert")
    expected = model(changed.encode())
    for ours, theirs in ((formatted, changed), (changed, formatted)):
        outcome = merged(STEPS, ours, theirs)
        assert outcome.conflicts == ()
        assert model(outcome.source) == expected


def test_lines_end_as_on_this_side() -> None:
    theirs = STEPS.replace("drei", "vier").replace("\n", "\r\n")
    assert "\r" not in clean(STEPS, STEPS.replace("eins", "null"), theirs)
    assert clean(STEPS, theirs, STEPS.replace("eins", "null")).count("\r\n") == STEPS.count("\n")


def test_a_list_on_one_line_and_one_below_each_other_merge() -> None:
    flow, block = "kind: t\ngoals: [a, b]\n", "kind: t\ngoals:\n  - a\n  - b\n"
    for ours, theirs in ((block, flow.replace("b]", "b, c]")), (flow, block + "  - c\n")):
        assert model(clean(flow, ours, theirs).encode())["goals"] == ["a", "b", "c"]


def test_comments_of_both_stay() -> None:
    ours = "# oben\n" + STEPS.replace("  - date: 2026-02", "  # davor\n  - date: 2026-02").replace(
        "n1", "n1  # am Ende"
    )
    theirs = STEPS.replace("note: drei", "note: drei # dort") + "# unten\n"
    text = clean(STEPS, ours, theirs)
    assert all(each in text for each in ("# oben", "# davor", "# am Ende", "# dort", "# unten"))


# -- files that both added, broken and hostile ones ---------------------------------------------------------

RADIO = (
    "kind: application\nid: 2026-1-016\ntitle: Radio\nsummary: Sendungen\nrequested: 9.00\nwork_in_kind: ja\n"
)
CHOIR = "kind: application\nid: 2026-1-016\ntitle: Chor\nsummary: Proben\nrequested: 5.00\nminimum: 1.00\n"


def test_two_records_with_one_number_never_become_a_mixture() -> None:
    outcome = merged("", RADIO, CHOIR)
    assert [each.field for each in outcome.conflicts] == [()]
    assert model(outcome.source) == model(RADIO.encode())
    assert chosen(outcome, theirs=True) == model(CHOIR.encode())


def test_one_record_that_both_added_merges() -> None:
    outcome = merged("", RADIO, RADIO.replace("Sendungen", "Zehn Sendungen"))
    assert [each.field for each in outcome.conflicts] == [("summary",)]
    assert clean("", RADIO, RADIO + "note: x\n") == RADIO + "note: x\n"


@pytest.mark.parametrize("broken", ["base", "ours", "theirs"])
def test_what_cannot_be_read_is_kept_whole(broken: str) -> None:
    sides = {"base": STEPS, "ours": STEPS.replace("eins", "hier"), "theirs": STEPS.replace("zwei", "dort")}
    sides[broken] += "  schief: [\n"
    outcome = merged(**sides)
    assert len(outcome.conflicts) == 1
    text = outcome.source.decode()
    assert text.startswith(sides["ours"])
    assert all(f"#| {line}".rstrip() in text for line in sides["theirs"].splitlines())
    assert [each.theirs for each in open_conflicts(outcome.source)] == [sides["theirs"]]


def test_not_even_utf_8_is_refused_and_nothing_written() -> None:
    with pytest.raises(Refused, match="UTF-8"):
        merge(STEPS.encode(), STEPS.replace("eins", "x").encode(), b"kind: \xff\n", "record.yaml", words)


HOSTILE = "kind: t\nnote: |\n  # kic-conflict both (z): nur Text\n  #| z: 666\n  Ende\nz: 1\n"


def test_words_of_a_text_that_look_like_a_conflict_are_none() -> None:
    assert open_conflicts(HOSTILE.encode()) == ()
    outcome = merged(HOSTILE, HOSTILE.replace("Ende", "Schluss"), HOSTILE.replace("z: 1", "z: 2"))
    assert outcome.conflicts == ()
    assert model(outcome.source)["note"] == "# kic-conflict both (z): nur Text\n#| z: 666\nSchluss\n"
    with pytest.raises(Refused, match="no conflict"):
        settled(HOSTILE.encode(), 3, theirs=True, path="record.yaml")


def test_a_conflict_about_such_a_text_is_settled_for_either_side() -> None:
    outcome = merged(HOSTILE, HOSTILE.replace("Ende", "Hier"), HOSTILE.replace("Ende", "Dort"))
    assert len(open_conflicts(outcome.source)) == 1
    for theirs, end in ((False, "Hier"), (True, "Dort")):
        assert str(chosen(outcome, theirs=theirs)["note"]).endswith(f"{end}\n")


def test_a_conflict_in_the_first_key_behind_a_dash_stands_above_it() -> None:
    ours, theirs = (STEPS.replace("date: 2026-02-01", f"date: 2026-02-0{day}") for day in (5, 9))
    outcome = merged(STEPS, ours, theirs)
    assert [each.field for each in outcome.conflicts] == [("steps", 1, "date")]
    assert chosen(outcome, theirs=False) == model(ours.encode())
    assert chosen(outcome, theirs=True) == model(theirs.encode())


def test_a_conflict_deep_in_votes_is_settled() -> None:
    base = "kind: meeting\nitems:\n  - number: 1\n    votes:\n      - in_favour: 3\n        against: 1\n  - number: 2\n"
    ours, theirs = (base.replace("in_favour: 3", f"in_favour: {n}") for n in (4, 5))
    outcome = merged(base, ours, theirs)
    assert chosen(outcome, theirs=True) == model(theirs.encode())
    assert chosen(outcome, theirs=False) == model(ours.encode())


def test_a_very_long_log_merges() -> None:
    """Two thousand entries, of which both sides change one and add one."""
    base = "kind: t\nsteps:\n" + "".join(
        f"  - date: 2026-01-01\n    note: Schritt {n}\n" for n in range(2_000)
    )
    ours = base.replace("Schritt 7\n", "hier\n") + "  - date: 2026-05-01\n    note: hier neu\n"
    theirs = base.replace("Schritt 1990\n", "dort\n") + "  - date: 2026-04-01\n    note: dort neu\n"
    text = clean(base, ours, theirs)
    assert text.count("- date") == 2_002
    assert text.index("dort neu") < text.index("hier neu")
