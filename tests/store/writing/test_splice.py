"""An edit changes only its own lines, or is refused: the table of cases, then random records and edits."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kic.core.plan import Append, RemoveField, RenameKey, SetField
from kic.core.values import Money
from kic.errors import Refused
from kic.store.reading import faults
from kic.store.writing import splice
from kic.store.writing.emit import emit
from tests.store.writing.cases import PATH, cases

CASES = cases()
FEW, MANY = 150, 10_000


def test_there_are_at_least_120_cases_with_names_of_their_own():
    assert len({case.name for case in CASES}) == len(CASES) >= 120


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case):
    if case.after is None:
        with pytest.raises(Refused) as refused:
            splice.edit(case.before, case.edits, PATH)
        assert str(refused.value).replace("\u2028", "⁋") == case.sentence
    else:
        assert splice.edit(case.before, case.edits, PATH) == case.after


@pytest.mark.parametrize("case", [c for c in CASES if c.after is not None], ids=lambda case: case.name)
def test_only_comments_marked_gone_are_lost(case):
    """Judged without the code under test: `# gone` stands in lines that the edit removes."""
    kept = [comment for comment in comments(case.before) if not comment.startswith("# gone")]
    assert [comment for comment in comments(case.after) if comment in kept] == kept


def comments(source: bytes) -> list[str]:
    return re.findall(r"(?:^|(?<=\s))#[^#\n\r']*$", source.decode().replace("\r", ""), flags=re.MULTILINE)


def test_value_types_are_spelled_plain_in_the_old_quotes():
    source = b"a: 100.00\nb: '100.00' # c\n"
    edits = [SetField(PATH, ("a",), Money(20050)), SetField(PATH, ("b",), Money(5))]
    assert splice.edit(source, edits, PATH) == b"a: 200.50\nb: '0.05' # c\n"


@pytest.mark.parametrize("character", ["\ud800", "\ufdd0", "\uffff", "\U0002fffe"])
def test_what_no_file_may_hold_is_refused(character):
    with pytest.raises(Refused, match="which no file may hold"):
        splice.edit(b"a: x\n", [SetField(PATH, ("a",), character)], PATH)


# -- random records ------------------------------------------------------------------------------------------

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=40),
    st.sampled_from(
        ["no", "null", "true", "12:30", "0123", "- x", "# x", "a: b", "x #y", "|", ">", "''", '"', "%", "@", "`", "~",
         "one\ntwo\n", "one\n\ntwo", "x\n ", " x", "x ", "\t", "---", "...", "[x", "{", "? x", "!x", "&x", "*x", "1e3"]
    ),
)  # fmt: skip
KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,6}", fullmatch=True).filter(
    lambda key: key not in ("true", "false", "null")
)
SCALARS = st.one_of(TEXTS, st.booleans(), st.none())
VALUES = st.recursive(
    SCALARS,
    lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(KEYS, below, max_size=3)),
    max_leaves=8,
)
RECORDS = st.dictionaries(KEYS, VALUES, max_size=4)
STYLES = st.tuples(st.booleans(), st.booleans(), st.booleans())


def meaning(source: bytes):
    """What kic's own reader finds."""
    return faults.read(source, PATH).value


def fields(value, at=()):
    """Every field of a plain value, the whole first."""
    yield at, value
    if isinstance(value, dict):
        for key, below in value.items():
            yield from fields(below, (*at, key))
    elif isinstance(value, list):
        for position, below in enumerate(value):
            yield from fields(below, (*at, position))


def dressed(source: bytes, style) -> bytes:
    """The same record with comments, carriage returns or a byte order mark."""
    comments, returns, mark = style
    if comments:
        source = b"# head\n" + source + b"# end\n"
    if returns and b"\\" not in source:
        source = source.replace(b"\n", b"\r\n")
    return (b"\xef\xbb\xbf" if mark else b"") + source


def written(value) -> None:
    assert meaning(emit(value)) == value


def edited(data, value, style) -> None:
    """Random edits give the meaning they name, leave comments, and lead back to the same meaning."""
    source = dressed(emit(value), style) if value else dressed(b"a: b\n", style)
    value = value or {"a": "b"}
    for _ in range(data.draw(st.integers(1, 4))):
        choices = list(fields(value))[1:]
        at, old = data.draw(st.sampled_from(choices)) if choices else (("k",), None)
        verbs = ["set", "append", "remove", "add", "rename"] if choices else ["set"]
        verb = data.draw(st.sampled_from(verbs))
        new = data.draw(VALUES)
        if verb == "append" and isinstance(old, list):
            wanted, expected = Append(PATH, at, new), replaced(value, at, [*old, new])
        elif verb == "remove":
            wanted, expected = RemoveField(PATH, at), without(value, at)
        elif verb == "add" and isinstance(old, dict) and "new" not in old:
            wanted, expected = SetField(PATH, (*at, "new"), new), replaced(value, at, {**old, "new": new})
        elif (
            verb == "rename" and isinstance(at[-1], str) and "other" not in (parent := below(value, at[:-1]))
        ):
            renamed = {("other" if k == at[-1] else k): v for k, v in parent.items()}
            wanted, expected = RenameKey(PATH, at, "other"), replaced(value, at[:-1], renamed)
        else:
            wanted, expected = SetField(PATH, at, new), replaced(value, at, new)
        after = splice.edit(source, [wanted], PATH)
        assert meaning(after) == expected
        assert (b"# head" in after) == (b"# end" in after) == (b"# head" in source)
        assert (b"\r" in source) == (b"\r" in after) or b"\n" not in after
        source, value = after, expected


def below(value, at):
    for step in at:
        value = value[step]
    return value


def replaced(value, at, new):
    if not at:
        return new
    step, *rest = at
    if isinstance(value, dict):
        return {**value, step: replaced(value.get(step), rest, new)}
    return [*value[:step], replaced(value[step], rest, new), *value[step + 1 :]]


def without(value, at):
    step, *rest = at
    if rest:
        return replaced(value, (step,), without(value[step], rest))
    if isinstance(value, dict):
        return {k: v for k, v in value.items() if k != step}
    return value[:step] + value[step + 1 :]


@settings(max_examples=FEW, deadline=None)
@given(RECORDS)
def test_a_random_record_reads_back_as_it_was_written(value):
    written(value)


@settings(max_examples=FEW, deadline=None)
@given(st.data(), RECORDS, STYLES)
def test_random_edits_mean_what_they_say(data, value, style):
    edited(data, value, style)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:\n  -   - ''\n", "a:\n  -   - - u\n        - z\n"),  # an empty text has a place beside its dash
        ("a:\n  -   -\n", "a:\n  -   -   -   u\n          -   z\n"),  # what is left out has none
        ("a:\n  -   -  # c\n", "a:\n  -   -   -   u  # c\n          -   z\n"),
        ("a:\n  -   - x\n", "a:\n  -   - - u\n        - z\n"),
    ],
)
def test_a_list_within_lists_stands_under_its_own_dash(before, after):
    wanted = SetField(PATH, ("a", 0, 0), ["u", "z"])
    assert splice.edit(before.encode(), [wanted], PATH).decode() == after


@pytest.mark.soak
@settings(max_examples=MANY, deadline=None)
@given(RECORDS)
def test_ten_thousand_records_read_back(value):
    written(value)


@pytest.mark.soak
@settings(max_examples=MANY, deadline=None)
@given(st.data(), RECORDS, STYLES)
def test_ten_thousand_random_edits(data, value, style):
    edited(data, value, style)
