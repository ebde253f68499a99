"""Plain data for scripts (docs/interface.md, section 5)."""

import datetime
import enum
import json
from fractions import Fraction
from pathlib import PurePosixPath
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kic import __version__
from kic.core.text import Label, plural, text
from kic.core.values import Count, Moment, Money, Number, PartialDate, Share
from kic.domain.concept.structure import Goal
from kic.present.envelope import dumped, json_object, plain


class Colour(enum.Enum):
    RED = "red"


class Pair(NamedTuple):
    left: Money
    right: None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Money(123450), "1234.50"),
        (Money(-5), "-0.05"),
        (datetime.date(2026, 11, 22), "2026-11-22"),
        (PartialDate.parse("2022-06"), "2022-06"),
        (Moment.parse("2026-03-31T23:59"), "2026-03-31T23:59"),
        (Fraction(15, 2), {"exact": "15/2", "decimal": "7.50"}),
        (Fraction(-1, 200), {"exact": "-1/200", "decimal": "-0.01"}),
        (Fraction(-1, 1000), {"exact": "-1/1000", "decimal": "0.00"}),
        (Fraction(3), {"exact": "3", "decimal": "3.00"}),
        (Number("7.50"), "7.50"),
        (Share("12.5%"), "12.5%"),
        (Count(7), 7),
        (True, True),
        (None, None),
        (Colour.RED, "red"),
        ({Colour.RED: (Money(1),)}, {"red": ["0.01"]}),
        (frozenset({"b", "a"}), ["a", "b"]),
        (PurePosixPath("a/b"), "a/b"),
        (Pair(Money(1), None), {"left": "0.01", "right": None}),
        (Goal(id="t1-z1", title="x"), {"id": "t1-z1", "title": "x", "text": None, "continues": []}),
        (Label("kind", "goal"), "goal"),
        (text("{a} of", a=Money(1)), {"message_id": "{a} of", "values": {"a": "0.01"}}),
        (plural("{n} x", "{n} xs", n=2), {"message_id": "{n} x", "plural_id": "{n} xs", "values": {"n": 2}}),
    ],
    ids=lambda value: "a set" if isinstance(value, frozenset) else repr(value),
)
def test_values(value, shown):
    assert plain(value) == shown
    assert type(plain(value)) is type(shown)


def test_floats_have_no_place_in_an_answer():
    with pytest.raises(TypeError):
        plain({"amount": 0.1})


def test_an_object_of_a_command():
    assert json_object("show", {"amount": Money(100)}) == (
        '{\n  "kic": "' + __version__ + '",\n  "schema": 1,\n  "command": "show",\n'
        '  "data": {\n    "amount": "1.00"\n  }\n}\n'
    )
    assert json.loads(json_object("list", []))["data"] == []
    assert json.loads(json_object("check", findings=[])) == {
        "kic": __version__, "schema": 1, "command": "check", "findings": [],
    }  # fmt: skip


plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters()), inner, max_size=3),
    max_leaves=8,
)


@given(plain_values)
def test_any_data_reads_back_with_one_layout(value):
    output = dumped(value)
    output.encode("utf-8")  # also lone surrogates are escapes
    assert json.loads(output) == value or "\\ud" in output
    slow = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    if slow.isprintable() or slow.replace("\n", "").isprintable():
        assert output == slow
