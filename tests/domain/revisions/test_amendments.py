"""Amendments as acts: what a move writes, and which of their days and resolutions fit."""

import datetime
from typing import Any

import pytest
import yaml

from kic.core.plan import CreateFile
from kic.core.rule import run
from kic.core.snapshot import Snapshot
from kic.core.values import PartialDate
from kic.domain.chapters import KINDS
from kic.domain.concept.edition import Edition
from kic.domain.participation import Contributor, ContributorKind
from kic.domain.revisions import AmendedElement, Amendment, Nature
from kic.domain.revisions.moves import new_amendment, next_id
from kic.domain.revisions.rules import RULES
from kic.domain.rules import RULES as ALL
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from kic.store.writing.emit import emit
from tests.domain.revisions import pairs

TODAY = datetime.date(2026, 11, 22)
RESOLUTION = {"kind": "resolution", "id": "b-1", "title": "Änderung", "body": "council", "date": "2024-05-13"}
AMENDMENT: dict[str, Any] = {
    "kind": "amendment",
    "id": "ae-1",
    "edition": "k2022",
    "title": "Änderung im Mai",
    "nature": "resolved",
    "date": "2024-05-13",
    "resolution": "b-1",
    "reason": "Der Bedarf ist gestiegen.",
    "elements": [{"element": "he-01"}],
}


def state(
    edition_: dict[str, Any] | None = None, *, k2013: dict[str, Any] | None = None, **changes: Any
) -> Snapshot:
    """A concept with one amendment; None takes a field out."""
    amendment = {key: value for key, value in {**AMENDMENT, **changes}.items() if value is not None}
    files = pairs.files(
        {"k2022": edition_ or {}, "k2013": k2013 or {}, "m-01": {}, "he-01": {"title": "Titel"}}
    )
    files["concept/amendments/ae-1.yaml"] = yaml.safe_dump(amendment, allow_unicode=True)
    files["concept/resolutions/b-1.yaml"] = yaml.safe_dump(RESOLUTION, allow_unicode=True)
    return pairs.snapshot(files)


def codes(repository: Snapshot) -> list[str]:
    """What the rules of amendments say."""
    return [found.law.code for found in run(RULES, repository, TODAY)]


DRAFT = {"adopted": None, "drafted": "2024-01-10"}
CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "resolved, of the day of its resolution": ({}, []),
    "a resolution that nobody knows any more": (
        {"resolution": None, "gaps": [{"field": "resolution", "state": "unknown"}]},
        [],
    ),
    "resolved by nothing": ({"resolution": None}, ["KIC290"]),
    "only the month is known": ({"date": "2024-05"}, []),
    "another month": ({"date": "2024-06"}, ["KIC291"]),
    "published the same day": ({"published": "2024-05-13"}, []),
    "in force before anyone resolved it": ({"effective": "2024-05-12"}, ["KIC292"]),
    "in force in a year of which no more is known": ({"effective": "2024"}, []),
    "editorial": ({"nature": "editorial", "resolution": None}, []),
    "editorial with a resolution": ({"nature": "editorial"}, ["KIC296"]),
    "editorial with a contribution": (
        {
            "nature": "editorial",
            "resolution": None,
            "elements": [{"element": "he-01", "contributions": ["bt-1"]}],
        },
        ["KIC296"],
    ),
    "the edition itself": ({"elements": [{"element": "k2022"}]}, []),
    "a measure of the edition before": ({"elements": [{"element": "m-01"}]}, ["KIC294"]),
    "the wrong edition, said once": (
        {"edition": "k2013", "elements": [{"element": "he-01"}, {"element": "k2022"}]},
        ["KIC294"],
    ),
    "elements of two editions": (
        {"elements": [{"element": "he-01"}, {"element": "m-01"}, {"element": "k2013"}]},
        ["KIC294"] * 2,
    ),
    "an element that there is not is said by the reference": ({"elements": [{"element": "he-77"}]}, []),
    "nothing": ({"elements": []}, ["KIC295"]),
    "one element three times": ({"elements": [{"element": "he-01"} for _ in range(3)]}, ["KIC295", "KIC295"]),
    "a draft of an adopted edition": ({"nature": "drafting", "resolution": None}, ["KIC297"]),
    "a draft in the month of the adoption": (
        {"nature": "drafting", "resolution": None, "date": "2022-02"},
        [],
    ),
    "a correction before the adoption": (
        {"nature": "editorial", "resolution": None, "date": "2022-01-10"},
        ["KIC298"],
    ),
    "a draft that is resolved on": ({"edition_": DRAFT}, ["KIC298"]),
    "a draft that is drafted": ({"edition_": DRAFT, "nature": "drafting", "resolution": None}, []),
}


@pytest.mark.parametrize("name", CASES)
def test_days_and_resolutions_fit(name: str) -> None:
    changes, expected = CASES[name]
    repository = state(**changes)
    assert codes(repository) == expected


@pytest.mark.parametrize(
    ("effective", "expected"),
    [
        ("2022-03-01", []),
        ("2022-04-01", ["KIC263"]),  # nothing is in force for a month
        ("2022-01-01", ["KIC203"]),  # before the adoption: that day is wrong, and it is said once
    ],
)
def test_editions_follow_one_another_without_a_gap(effective: str, expected: list[str]) -> None:
    repository = state({"effective": effective}, k2013={"superseded": "2022-03-01"})
    found = {each.law.code for each in run(ALL, repository, TODAY)}
    assert sorted(found & {"KIC203", "KIC263"}) == expected


def test_a_new_amendment_reads_back_as_it_was_meant() -> None:
    repository = state()
    edition = repository.get(Edition, "k2022")
    assert edition is not None
    mover = Contributor(contributor=ContributorKind.COUNCIL_GROUP, name="Fraktion Neue Wege")
    elements = (
        AmendedElement(element="he-01", reason="Plätze fehlen.", mover=mover),
        AmendedElement(element="k2022"),
    )
    plan = new_amendment(
        repository,
        edition,
        "Änderung im Mai",
        Nature.RESOLVED,
        PartialDate(2024, 5, 13),
        reason="Der Bedarf ist gestiegen.",
        elements=elements,
        effective=PartialDate(2024, 6),
        resolution="b-1",
        mover=mover,
    )
    (edit,) = plan.edits
    assert isinstance(edit, CreateFile)
    assert edit.path == "concept/amendments/ae-2024-1.yaml"
    (amendment,) = load(Memory({edit.path: emit(edit.value)}), KINDS).all(Amendment)
    assert amendment == Amendment(
        id="ae-2024-1",
        edition="k2022",
        title="Änderung im Mai",
        nature=Nature.RESOLVED,
        date=PartialDate(2024, 5, 13),
        effective=PartialDate(2024, 6),
        resolution="b-1",
        mover=mover,
        reason="Der Bedarf ist gestiegen.",
        elements=elements,
    )


def test_the_next_id_is_free() -> None:
    assert next_id(state(), 2024) == "ae-2024-1"
    files = {"concept/amendments/ae-2024-1.yaml": b"kind: amendment\nid: ae-2024-1\n"}
    assert next_id(load(Memory(files), KINDS), 2024) == "ae-2024-2"
