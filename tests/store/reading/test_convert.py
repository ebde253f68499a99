"""Values in, records or all their misfits out; the schemas agree as far as a schema can."""

import copy
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.place import Field, spelled
from kic.core.record import Group, kind_of
from kic.core.values import Count, Money
from kic.domain.chapters import KINDS
from kic.store.reading.convert import convert, kind_of_path, quick, read_value
from kic.store.reading.judge import judge
from kic.store.reading.load import read_entry
from kic.store.reading.misfits import fits, misfits
from kic.store.schema import schema, schema_of
from tests.store.reading.test_text import RECORDS

VALUES = [read_entry("x.yaml", path.read_bytes(), KINDS)[0].declared for path in RECORDS]
BY_KIND = {kind: [each for each in VALUES if each["kind"] == kind] for kind in KINDS}


def told(text: str, path: str = "concept/themes/t1.yaml") -> list[tuple[str, str, str]]:
    """The findings of a record: slug, field, did-you-mean or other help."""
    _, found = read_entry(path, text.encode(), KINDS)
    return [(each.law.slug, spelled(each.field), str(each.help or "")) for each in found]


# -- sentences ---------------------------------------------------------------------------------------------

THEME = "kind: theme\nid: t1\nedition: k-2022\nnumber: 1\ntitle: Sprache\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (THEME, []),
        (THEME.replace("kind: theme\n", ""), [("no-kind", "", "add the line: kind: theme")]),
        (THEME.replace("kind: theme", "kind: thema"), [("unknown-kind", "kind", "did you mean theme?")]),
        (THEME.replace("id: t1\n", ""), [("missing-key", "", "add id: it takes an id")]),
        (THEME.replace("id: t1", "id: T 1"), [("odd-id", "id", "did you mean t-1?")]),
        (THEME.replace("id: t1", "id: lpt1"), [("odd-id", "id", "")]),
        (THEME.replace("title:", "titel:"), [("unknown-key", "titel", "did you mean title?")]),
        (THEME.replace("number: 1", "number: 01"), [("misread-value", "number", "")]),
        (THEME.replace("number: 1", "number: 1.0"), [("misread-value", "number", "")]),
        (THEME.replace("number: 1", "number: 1e0"), [("misread-value", "number", "")]),
        (THEME.replace("number: 1", "number: true"), [("wrong-type", "number", "")]),
        (THEME + "added: 14.02.2022\n", [("misread-value", "added", "did you mean 2022-02-14?")]),
        (THEME + "added: 14.2.2022\n", [("misread-value", "added", "did you mean 2022-02-14?")]),
        (THEME + "added: 02/14/2022\n",
         [("misread-value", "added", "with slashes or hyphens, the day can stand first or the month")]),
        (THEME + "invented: ja\n", [("wrong-type", "invented", "did you mean true?")]),
        (THEME + "invented: 'false'\n", [("wrong-type", "invented", "did you mean false?")]),
        (THEME + "invented: vielleicht\n", [("wrong-type", "invented", "")]),
        (THEME + "goals:\n  id: x\n", [("wrong-type", "goals", "")]),
        (THEME + "goals: [{id: con, title: x}]\n", [("odd-id", "goals[0].id", "")]),
        (THEME + "goals: [{id: z1}]\n", [("missing-key", "goals[0]", "add title: it takes a text")]),
        (THEME + "gaps: [{field: vision, state: unknow}]\n",
         [("unknown-value", "gaps[0].state", "did you mean unknown?")]),
        (THEME + "gaps: [{field: vision, state: Unknown}]\n",
         [("unknown-value", "gaps[0].state", "did you mean unknown?")]),
        (THEME + "variants: [a, [b], {c: d}, null, true]\n",
         [("wrong-type", f"variants[{n}]", "") for n in (1, 2, 3, 4)]),
    ],
)  # fmt: skip
def test_a_misfit_has_its_sentence(text, expected):
    assert told(text) == expected


def test_a_money_amount_in_german_spelling_has_one_safe_answer():
    text = "kind: settings\nid: kic\nformat: 1\nland: RP\nmunicipality: {name: X}\nbudget:\n  - {year: 2024, amount: 0}\n"
    for spelling, meant in {
        '"1.234,50"': "1234.50", '"1234,5"': "", '"12.000,00 €"': "12000.00", '"7,-"': "7.00", "1.000": "",
        "1 000": "1000.00", "1_000": "", "12.5": "", "1e3": "", "+5": "", "'5,00 Euro'": "5.00", "6900 €": "6900.00", "1.250 EUR": "", "12.5 €": "",
    }.items():  # fmt: skip
        _, found = read_entry("kic.yaml", text.replace("amount: 0", f"amount: {spelling}").encode(), KINDS)
        assert [each.law.slug for each in found] == ["misread-value"], spelling
        assert (found[0].fix.replacement if found[0].fix else "") == meant


def test_of_a_map_of_marks_only_the_one_that_is_none_is_marked():
    text = (
        "kind: scores\nid: s\ncall: c\nseat: s1\nreceived: 2026-10-26\nmarks:\n"
        "  a-1: {k1: '8,5', k2: gut, k3: 90}\n  a-2: abstain\n  a-3: abstained\n  a-4: {k1: [1]}\n"
    )
    assert told(text, "applications/c/scores/s1.yaml") == [
        ("misread-value", "marks.a-1.k1", "did you mean 8.5?"),
        ("misread-value", "marks.a-1.k2", ""),
        ("misread-value", "marks.a-3", "did you mean abstain?"),
        ("wrong-type", "marks.a-4.k1", ""),
    ]


def test_every_fault_of_a_record_is_found_at_once():
    text = (
        THEME.replace("number: 1\n", "").replace("k-2022", "K 2022")
        + "farbe: rot\nadded: x\ngoals: [{id: z1, titel: y}]\n"
    )
    assert told(text) == [
        ("odd-id", "edition", "did you mean k-2022?"),
        ("unknown-key", "farbe", ""),
        ("misread-value", "added", ""),
        ("unknown-key", "goals[0].titel", "did you mean title?"),
        ("missing-key", "", "add number: it takes a whole number"),
    ]


def test_a_stub_keeps_kind_id_and_value():
    entry, _ = read_entry("concept/themes/t1.yaml", (THEME + "farbe: rot\n").encode(), KINDS)
    assert (entry.kind, entry.id, entry.record) == ("theme", "t1", None)
    assert entry.declared["title"] == "Sprache"
    for text in ("a: [\n", "", "\0", "- x\n", "id: t1\nkind: theme\nx: [\n"):
        entry, found = read_entry("concept/themes/t1.yaml", text.encode(), KINDS)
        assert (entry.kind, entry.id, entry.declared) == ("theme", "t1", None)
        assert found


def test_the_path_tells_the_kind():
    assert kind_of_path("kic.yaml", KINDS) == "settings"
    assert kind_of_path("applications/2026-1/call.yaml", KINDS) == "call"
    assert kind_of_path("concept/themes/t1.yaml", KINDS) == "theme"
    assert kind_of_path("concept/themes/deep/t1.yaml", KINDS) is None
    assert kind_of_path("concept/other/x.yaml", KINDS) is None


# -- one judge ---------------------------------------------------------------------------------------------

PLAIN = st.recursive(
    st.none() | st.booleans() | st.sampled_from(["", "x", "t1", "con", "2022-02-14", "1.50", "75%", "abstain", "A B"])
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "kind", "title", "date", "x"]), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


def places(value, field=()):
    """Every place of a value where something can be replaced."""
    yield field
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*field, key))
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from places(item, (*field, position))


def replaced(value, field, new):
    """A copy of a value with another thing at a place."""
    if not field:
        return new
    made = copy.copy(value)
    made[field[0]] = replaced(value[field[0]], field[1:], new)
    return made


@st.composite
def broken(draw):
    """A record of the project with something else in one place, or a key more or less."""
    kind = draw(st.sampled_from([kind for kind, values in BY_KIND.items() if values]))
    value = draw(st.sampled_from(BY_KIND[kind]))
    field = draw(st.sampled_from(list(places(value))[1:]))
    how = draw(st.sampled_from(["replace", "drop", "rename"]))
    if how == "replace" or not isinstance(field[-1], str):
        return kind, replaced(value, field, draw(PLAIN))
    holder = value
    for step in field[:-1]:
        holder = holder[step]
    name = field[-1] if how == "drop" else draw(st.sampled_from(["x", field[-1] + "s", field[-1].upper()]))
    made = {
        (name if key == field[-1] else key): item
        for key, item in holder.items()
        if how == "rename" or key != field[-1]
    }
    return kind, replaced(value, field[:-1], made)


@settings(max_examples=1500, deadline=None)
@given(broken())
def test_msgspec_and_the_walk_judge_alike(case):
    """A value becomes a record, or it gets at least one finding that is not the last resort; never both."""
    kind, value = case
    cls = KINDS[kind]
    found = list(misfits(value, cls))
    if fits(value, cls):  # no pattern can forbid the names of devices
        assert {each.law.slug for each in found} <= {"odd-id"}
    else:
        assert found
    converted = convert(value, "x.yaml", KINDS)
    assert (converted.record is None) is bool(converted.faults)
    assert (quick(value, KINDS) is None) is (converted.record is None)
    assert "unconverted-record" not in [each.law.slug for each in converted.faults]
    if converted.record is not None:
        assert found == []


@settings(max_examples=500, deadline=None)
@given(PLAIN)
def test_any_value_is_judged(value):
    converted = convert(value, "concept/themes/t1.yaml", KINDS)
    assert converted.record is None
    assert converted.faults


def test_a_code_ends_with_its_last_letter():
    settings = "kind: settings\nid: s\nformat: 1\nmunicipality: {name: Stadt}\nland: %s\n"
    assert told(settings % "RP", "kic.yaml") == []
    assert [slug for slug, _, _ in told(settings % '"RP\\n"', "kic.yaml")] == ["wrong-text"]


def test_a_reference_to_a_device_is_left_to_the_rules_by_both():
    value = BY_KIND["settings"][0] | {"current_edition": "con"}
    assert quick(value, KINDS) is not None
    assert SCHEMAS["settings"].is_valid(value)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("decision", ("awards", 0, "item")),
        ("decision", ("entries", 0, "item")),
        ("notice", ("condition_steps", 0, "condition")),
    ],
)
def test_so_is_one_to_a_part_called_like_a_device(kind: str, field: Field):
    values = [value for value in BY_KIND[kind] if _at(value, field[:-1]) is not None]
    value = replaced(values[0], field, "con")
    assert quick(value, KINDS) is not None
    assert list(misfits(value, KINDS[kind])) == []
    assert SCHEMAS[kind].is_valid(value)


def _at(value: Any, field: Field) -> Any:
    for step in field:
        try:
            value = value[step]
        except (KeyError, IndexError):
            return None
    return value


@settings(max_examples=600, deadline=None)
@given(broken())
def test_what_the_schema_refuses_the_reader_refuses(case):
    """And what the reader takes the schema takes. The schema knows less: days of months, what refers to what."""
    kind, value = case
    if isinstance(value, dict) and value.get("kind") == kind:
        refused = not SCHEMAS[kind].is_valid(value)
        taken = quick(value, KINDS) is not None
        assert not (refused and taken), [str(each) for each in SCHEMAS[kind].iter_errors(value)]


SCHEMAS = {kind: jsonschema_rs.validator_for(each) for kind, each in schema(KINDS).items()}


def test_every_record_of_the_project_fits_its_schema():
    for value in VALUES:
        assert SCHEMAS[value["kind"]].is_valid(value), value["id"]


BAD_THEMES = [
    {"number": "x"}, {"number": []}, {"titel": "x"}, {"edition": "K 1"}, {"id": "nul"}, {"added": "morgen"},
    {"goals": {}}, {"goals": [{"id": "z1"}]}, {"gaps": [{"field": "x", "state": "none"}]}, {"invented": "yes"},
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD_THEMES)
def test_schema_and_reader_refuse_the_same_common_mistakes(bad):
    good = {"kind": "theme", "id": "t1", "edition": "k", "number": "1", "title": "x"}
    assert SCHEMAS["theme"].is_valid(good)
    assert quick(good, KINDS) is not None
    assert not SCHEMAS["theme"].is_valid(good | bad)
    assert quick(good | bad, KINDS) is None


def test_a_schema_describes_itself_for_editors():
    made = schema(KINDS)
    assert set(made) == set(KINDS)
    for kind, each in made.items():
        assert each["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert each["description"]
        assert each["properties"]["kind"]["const"] == kind
    # an editor reads `number: 1` and `title: 2024` as numbers
    assert SCHEMAS["theme"].is_valid(
        {"kind": "theme", "id": "t1", "edition": "k", "number": 1, "title": 2024}
    )


# -- values that are no records ----------------------------------------------------------------------------


class Project(Group, frozen=True):
    cost: Money
    votes: Count = Count(0)


class Problem(Group, frozen=True):
    budget: Money
    projects: dict[str, Project]


def test_a_problem_file_is_read_from_yaml_and_from_json():
    wanted = Problem(budget=Money(500000), projects={"a": Project(cost=Money(150))})
    for text in (
        "budget: 5000\nprojects:\n  a:\n    cost: 1.50\n",
        '{"budget": 5000, "projects": {"a": {"cost": "1.50"}}}\n',
    ):
        value, found, _ = read_value(text.encode(), "problem.yaml", Problem)
        assert (value, found) == (wanted, [])


def test_a_problem_file_tells_all_that_is_wrong():
    value, found, locate = read_value(
        b"bugdet: 5000\nprojects:\n  a:\n    cost: 1,50\n    x: 1\n", "p.yaml", Problem
    )
    assert value is None
    assert [(each.law.slug, locate(each.field, each.place.aim).line) for each in found] == [
        ("unknown-key", 1), ("misread-value", 4), ("unknown-key", 5),
    ]  # fmt: skip
    assert read_value(b"- x\n", "p.yaml", Problem)[0] is None
    assert read_value(b"budget: 1\nbudget: 2\nprojects: {}\n", "p.yaml", Problem)[0] is None


class Cat(msgspec.Struct, tag="cat", tag_field="kind", forbid_unknown_fields=True):
    lives: Count


class Dog(msgspec.Struct, tag="dog", tag_field="kind", forbid_unknown_fields=True):
    name: str


class Zoo(msgspec.Struct, forbid_unknown_fields=True):
    animals: tuple[Cat | Dog, ...]
    pair: tuple[str, Count] | None = None


def test_a_choice_of_maps_is_judged_by_its_tag():
    good = {"animals": [{"kind": "cat", "lives": "7"}], "pair": ["a", "1"]}
    assert judge(good, Zoo).animals[0].lives == 7
    assert list(misfits(good, Zoo)) == []
    found = list(misfits({"animals": [{"kind": "cat", "lives": "-7"}, {"kind": "cow"}], "pair": ["a"]}, Zoo))
    assert [(each.law.slug, spelled(each.field)) for each in found] == [
        ("misread-value", "animals[0].lives"), ("wrong-type", "animals[1]"), ("wrong-text", "pair"),
    ]  # fmt: skip
    assert jsonschema_rs.validator_for(schema_of(Zoo)).is_valid(good)


def test_kinds_of_the_table_are_the_tags_of_their_classes():
    assert all(kind_of(cls) == kind for kind, cls in KINDS.items())
