"""Rules that are not asked of a state find nothing in it; those that are asked stand in the order of all."""

import datetime
from collections.abc import Callable

import pytest

from kic.core.record import Record, kind_of
from kic.core.rule import Needs, Rule, run
from kic.core.snapshot import Snapshot
from kic.domain.rules import RULES
from kic.domain.settings import Settings
from kic.domain.tables import awarding, changing, revising
from kic.domain.tables.asked import AWARDING, REVISING, asked
from tests.demo.reading import city
from tests.domain.good import changed

TODAY = datetime.date(2026, 11, 22)


def without(kinds: tuple[type[Record], ...]) -> Snapshot:
    """The demo city without the records of these kinds."""
    left_out = {kind_of(each) for each in kinds}
    return Snapshot({e.path: e for e in city() if e.kind not in left_out}, files=city().files)


@pytest.mark.parametrize(
    ("kinds", "rules"),
    [(REVISING, revising.RULES), (AWARDING, awarding.RULES), (REVISING + AWARDING, awarding.RULES)],
)
def test_rules_find_nothing_where_no_record_of_their_kinds_is(
    kinds: tuple[type[Record], ...], rules: tuple[Rule, ...]
) -> None:
    assert run(rules, without(kinds), TODAY) == []
    assert not {each.law.code for each in rules} & {each.law.code for each in asked(without(kinds), None)}


def test_all_rules_but_those_about_a_change_are_asked_of_the_demo_city() -> None:
    about_a_change = {each.law.code for each in changing.RULES}
    assert {each.needs for each in changing.RULES} == {Needs.CHANGE}
    codes = [each.law.code for each in RULES]
    assert [each.law.code for each in asked(city(), None)] == [c for c in codes if c not in about_a_change]
    assert [each.law.code for each in asked(city(), city())] == codes


@pytest.mark.parametrize("kind", REVISING + AWARDING, ids=kind_of)
def test_one_record_is_enough_readable_or_not_here_or_before(kind: type[Record]) -> None:
    (entry, *_) = city().entries_of(kind_of(kind))
    one, none = Snapshot({entry.path: entry}), Snapshot({})
    table = revising.RULES if kind in REVISING else awarding.RULES
    codes = {each.law.code for each in table}
    assert codes <= {each.law.code for each in asked(one, None)}
    assert codes <= {each.law.code for each in asked(none, one)}


@pytest.mark.parametrize(("code", "known"), [("KIC770", True), ("KIC699", False)])
def test_a_code_of_a_rule_that_is_not_asked_is_known(
    repository: Callable[[dict[str, str]], Snapshot], code: str, known: bool
) -> None:
    entry = f"severities:\n  - code: {code}\n    severity: note\n    reason: So beschlossen\n"
    state = repository(changed(("kic.yaml", "severities:\n", entry)))
    assert state.only(Settings) is not None
    found = [each.law.code for each in run(asked(state, None), state, TODAY)]
    assert ("KIC107" in found) is not known
