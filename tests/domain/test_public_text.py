"""The public text: adopted words and the acts that changed them, without what is for the office alone."""

from collections.abc import Iterator
from typing import Any

import pytest

from kic.core.snapshot import Snapshot
from kic.domain.concept.edition import Edition, Resolution
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme
from kic.domain.publishing.public_text import public_text
from kic.domain.revisions import Amendment
from tests.demo.reading import city


def of_the_office(repository: Snapshot) -> Iterator[tuple[str, Any]]:
    """Every field that is not for the public, as it stands in the records."""
    for cls in (Edition, Theme, Recommendation, Amendment, Resolution):
        for record in repository.all(cls):
            yield "sources", record.sources
            yield "note of a gap", tuple(each.note for each in record.gaps if each.note)
    for recommendation in repository.all(Recommendation):
        yield "evidence", tuple(each.evidence for each in recommendation.progress if each.evidence)
        yield "review_by", recommendation.review_by
    for amendment in repository.all(Amendment):
        yield "mover", amendment.mover
        yield "mover of an element", tuple(each.mover for each in amendment.elements if each.mover)
        yield "contributions", tuple(each.contributions for each in amendment.elements if each.contributions)
    for resolution in repository.all(Resolution):
        yield "words of a resolution", resolution.text
        yield "changes", resolution.changes


@pytest.fixture(scope="module")
def records() -> Snapshot:
    return city()


def test_what_is_for_the_office_is_in_the_records_and_not_in_the_public_text(records: Snapshot) -> None:
    told = {name for name, value in of_the_office(records) if value}
    assert told >= {"sources", "evidence", "review_by", "mover", "contributions", "words of a resolution"}
    assert [(name, value) for name, value in of_the_office(public_text(records)) if value] == []


def test_the_public_text_is_adopted(records: Snapshot) -> None:
    shown = public_text(records)
    assert {type(each.record) for each in shown} == {Edition, Theme, Recommendation, Amendment, Resolution}
    assert all(each.adopted is not None for each in shown.all(Edition))
    assert all(each.source == b"" and each.declared is None for each in shown), "no bytes of the records"
    current = {each.id for each in records.all(Recommendation) if each.id.startswith("he-")}
    assert current <= {each.id for each in shown.all(Recommendation)}
    for each in shown.all(Recommendation):
        known = records.get(Recommendation, each.id)
        assert known is not None
        assert (each.title, each.text) == (known.title, known.text)
        assert [one.status for one in each.progress] == [one.status for one in known.progress]
