"""The digest of a problem: one for whatever means the same, another for whatever does not."""

import enum
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kic.allocation.digest import digest
from kic.allocation.problem import Application, Marks, Minimum, Problem, Tiers
from kic.core.values import Count, Money, Number, Share
from tests.allocation.samples import EXAMPLES, SOAK, problem, problems

SMALL = """
    budget: 100.00
    threshold: 60
    scale: {min: 0, max: 100, step: 5}
    criteria: {effect: 2, cost: 1}
    caps: {applicant: 80.00, themes: {t1: 50.00, t2: 40.00}}
    floors: {themes: {t1: 10.00, t2: 5.00}}
    seats: [s1, s2]
    fixed:
      - {id: f1, amount: 5.00, themes: [t1]}
    applications:
      - {id: a1, applicant: p, themes: [t1, t2], requested: 60.00, minimum: 50%, marks: {s1: 80, s2: abstain}}
      - {id: a2, applicant: q, themes: [t2], requested: 30.00, marks: {s1: {effect: 70, cost: 65}}}
"""


@pytest.mark.parametrize(
    ("written", "alike"),
    [
        ("threshold: 60", "threshold: 60.0"),
        ("budget: 100.00", "budget: 100"),
        ("minimum: 50%", "minimum: 50.0%"),
        ("s1: 80", "s1: 80.00"),
        ("seats: [s1, s2]", "seats: [s2, s1]"),
        ("themes: [t1, t2], requested", "themes: [t2, t1], requested"),
        ("{t1: 50.00, t2: 40.00}", "{t2: 40.00, t1: 50.00}"),
        ("{s1: 80, s2: abstain}", "{s2: abstain, s1: 80}"),
        ("threshold: 60", "threshold: 60\n    reserve: 0.00\n    grid: 0.01\n    rule: ranked"),
    ],
)
def test_spelling_order_and_defaults_do_not_count(written, alike):
    assert SMALL.count(written) == 1
    assert digest(problem(SMALL)) == digest(problem(SMALL.replace(written, alike)))


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("budget: 100.00", "budget: 100.01"),
        ("{t1: 50.00, t2: 40.00}", "{t1: 50.00, t2: 40.01}"),
        ("{t1: 10.00, t2: 5.00}", "{t2: 5.00, t1: 10.00}"),  # floors are served in this order
        ("{effect: 2, cost: 1}", "{effect: 2, cost: 1.5}"),
        ("s2: abstain", "s2: excluded"),
        ("s2: abstain", "s2: 0"),
        ("minimum: 50%", "minimum: 30.00"),
        ("seats: [s1, s2]", "seats: [s1, s2, s3]"),
        ("amount: 5.00, themes: [t1]", "amount: 5.00, themes: [t2]"),
        ("applicant: q", "applicant: p"),
        ("{effect: 70, cost: 65}", "{effect: 65, cost: 70}"),
        ("themes: [t2], requested: 30.00", "themes: [t2], requested: 30.00, approvals: []"),
    ],
)
def test_whatever_decides_counts(written, other):
    assert SMALL.count(written) == 1
    assert digest(problem(SMALL)) != digest(problem(SMALL.replace(written, other)))


def test_the_digest_is_the_same_for_ever():
    """Recorded decisions hold it: who changes how it is made breaks them all."""
    assert digest(problem(SMALL)) == "a3af0b726bda6399b8dad0447bb93437a5c8bd0d39413c90e46f413031830262"


@settings(max_examples=EXAMPLES)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_what_has_none_does_not_count(value, random):
    check_order(value, random)


@pytest.mark.soak
@settings(max_examples=SOAK)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_what_has_none_does_not_count_soaked(value, random):
    check_order(value, random)


def check_order(value, random):
    def mixed(items: Any) -> Any:
        return tuple(random.sample(tuple(items), len(items)))

    applications = tuple(
        replace(each, themes=mixed(each.themes), marks=dict(mixed(each.marks.items())))
        for each in mixed(value.applications)
    )
    other = replace(value, applications=applications, fixed=mixed(value.fixed))
    assert digest(other) == digest(value)


@settings(max_examples=EXAMPLES)
@given(problems(), st.data())
def test_no_single_value_can_be_changed_unseen(value, data):
    check_changed(value, data)


@pytest.mark.soak
@settings(max_examples=SOAK)
@given(problems(), st.data())
def test_no_single_value_can_be_changed_unseen_soaked(value, data):
    check_changed(value, data)


def check_changed(value, data):
    changes = list(changed(value))
    other = data.draw(st.sampled_from(changes))
    assert digest(other) != digest(value)


def changed(value: Any) -> list[Any]:
    """The value with each single thing inside it changed, taken out or added, one at a time."""
    if isinstance(value, msgspec.Struct):
        return [
            replace(value, **{name: other})
            for name in value.__struct_fields__
            for other in changed_field(value, name)
        ]
    if isinstance(value, dict):
        return [
            *({k: v for k, v in value.items() if k != key} for key in value),
            *({**value, key: other} for key in value for other in changed(value[key])),
            *([{**value, "new": next(iter(value.values()))}] if value else []),
        ]
    if isinstance(value, tuple):
        return [
            *(value[:at] + value[at + 1 :] for at in range(len(value))),
            *(
                (*value[:at], other, *value[at + 1 :])
                for at in range(len(value))
                for other in changed(value[at])
            ),
        ]
    if isinstance(value, enum.Enum):
        return [each for each in type(value) if each is not value]
    if isinstance(value, (Marks, Minimum)):
        return [type(value)(other) for other in changed(value.value)]
    if isinstance(value, Money):
        return [Money(value.cents + 1)]
    if isinstance(value, Number):
        return [Number(f"{value.spelling}{'' if '.' in value.spelling else '.'}1")]
    if isinstance(value, Share):
        return [Share("33%") if value.fraction != Share("33%").fraction else Share("34%")]
    if isinstance(value, int):
        return [Count(value + 1)]
    assert isinstance(value, str), value
    return [f"{value}x"]


FROM_NOTHING = {
    "threshold": Number("3"),
    "rate": Share("50%"),
    "tiers": Tiers({Number("1"): Share("50%")}),
    "lot": "a seed",
    "scale": None,
    "seats": ("m1",),
    "applicant": "somebody",
    "eligible": Money(7),
    "minimum": Minimum(Money(1)),
    "score": Number("2"),
    "approvals": (),
}


def changed_field(struct: msgspec.Struct, name: str) -> list[Any]:
    value = getattr(struct, name)
    if value is not None:
        return changed(value)
    if name == "applicant" and not isinstance(struct, Application):
        return [Money(9)] if type(struct).__name__ == "Caps" else ["somebody"]
    found = FROM_NOTHING[name]
    return [] if found is None else [found]


def test_every_field_of_a_problem_was_thought_of():
    """A new field has to enter the digest, and this test."""
    values = problem(SMALL)
    for struct in (values, values.applications[0], values.fixed[0], values.caps, values.floors):
        assert all(
            changed_field(struct, name) or name == "scale"
            for name in struct.__struct_fields__
            if getattr(struct, name) not in ({}, ())
        )
    assert isinstance(values, Problem)
