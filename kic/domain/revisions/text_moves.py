"""Moves that change words together with the act that changed them, and with the contributions that it carries out."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kic.core.place import Field
from kic.core.plan import Append, Edit, Plan, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.concept.edition import Edition
from kic.domain.concept.structure import Goal
from kic.domain.participation import Contribution
from kic.domain.participation.moves import answer_edit, carried, plain_contributor
from kic.domain.revisions import AmendedElement, Amendment
from kic.domain.revisions.moves import new_amendment


def amend(repository: Snapshot, edition: Edition, amendment: Amendment, on: datetime.date) -> Plan:
    """Records an amendment; the contributions that it carries out get an answer that says so, of the day `on`."""
    recorded = new_amendment(
        repository,
        edition,
        amendment.title,
        amendment.nature,
        amendment.date,
        reason=amendment.reason,
        elements=amendment.elements,
        id=amendment.id,
        published=amendment.published,
        effective=amendment.effective,
        resolution=amendment.resolution,
        mover=amendment.mover,
    )
    answers = tuple(_answers(repository, amendment.id, amendment.elements, on))
    return Plan(recorded.title, (*recorded.edits, *answers))


def change_text(
    repository: Snapshot,
    edition: Edition,
    element: str,
    words: Mapping[str, str],
    amendment: Amendment | None,
    on: datetime.date,
) -> Plan:
    """New words for fields of an element, and the element among those that the amendment changed.

    The amendment is made where there is none of its id yet; None changes the text alone, as of a draft.
    """
    path, base = place_of(repository, element)
    edits: list[Edit] = [SetField(path, (*base, field), value) for field, value in words.items()]
    if amendment is not None:
        there = repository.get(Amendment, amendment.id)
        if there is None:
            edits += amend(repository, edition, amendment, on).edits
        else:
            for each in amendment.elements:
                edits += _adding(repository, there, each)
            edits += _answers(repository, there.id, amendment.elements, on)
    return Plan(text("New words for {id}", id=element), tuple(edits))


def place_of(repository: Snapshot, element: str) -> tuple[str, Field]:
    """The file of an element, and where it stands in it: a goal stands in its theme. It has to be there."""
    for entry in repository.entries_with(element):
        return entry.path, ()
    owned = next(each for each in repository.owned(element) if isinstance(each.part, Goal))
    return owned.entry.path, owned.field


def _adding(repository: Snapshot, amendment: Amendment, element: AmendedElement) -> Iterator[Edit]:
    """One more element; of one that the amendment has already, only contributions are added."""
    path = repository.entry(amendment).path
    position = next((n for n, each in enumerate(amendment.elements) if each.element == element.element), None)
    if position is None:
        plain: dict[str, Any] = {
            "element": element.element,
            "reason": element.reason,
            "mover": plain_contributor(element.mover) if element.mover is not None else None,
            "contributions": list(element.contributions),
        }
        yield Append(path, ("elements",), {key: value for key, value in plain.items() if value})
        return
    for each in element.contributions:
        if each not in amendment.elements[position].contributions:
            yield Append(path, ("elements", position, "contributions"), each)


def _answers(
    repository: Snapshot, amendment: str, elements: Sequence[AmendedElement], on: datetime.date
) -> Iterator[Edit]:
    """An answer for each contribution that is carried out, one however many elements name it."""
    for id_ in dict.fromkeys(each for element in elements for each in element.contributions):
        contribution = repository.get(Contribution, id_)
        answer = carried(contribution, amendment, on) if contribution is not None else None
        if contribution is not None and answer is not None:
            yield answer_edit(repository, contribution, answer)
