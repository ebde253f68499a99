"""Writing letters: one, or all of a kind in a call, with the private overlay for names and addresses."""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from kic.core.snapshot import Snapshot
from kic.core.tagged import tag
from kic.documents.letters import Directory, Letter, Writing
from kic.documents.letters.catalogue import LETTERS
from kic.domain.calls import Call
from kic.domain.privacy.overlay import Contact, Person
from kic.repository.overlay import Overlay


class Written(NamedTuple):
    """A letter ready for its template: which, about what, its data, and whether its recipient is not known."""

    letter: Letter
    id: str
    context: dict[str, Any]
    unknown: bool


def directory(overlay: Overlay | None) -> Directory:
    """Who letters can go to: persons by pseudonym, contacts by their organisation."""
    if overlay is None:
        return {}
    found: dict[str, Person | Contact] = {each.id: each for each in overlay.snapshot.all(Person)}
    found |= {each.id: each for each in overlay.snapshot.all(Contact)}
    return found


def meant(repository: Snapshot, letter: str, id: str) -> tuple[str, ...]:  # noqa: A002
    """The records that an id asks letters for: of a call all of the letter's kind, else the one itself."""
    if repository.get(Call, id) is not None:
        return LETTERS[letter].of_call(repository, id)
    return (id,)


def written(
    repository: Snapshot,
    today: datetime.date,
    letter: str,
    ids: tuple[str, ...],
    directory: Directory,
) -> Iterator[Written]:
    """The letters about these records; raises UsageError where one does not fit the letter."""
    kind = LETTERS[letter]
    writing = Writing(repository=repository, today=today, dated=today, directory=directory)
    for id_ in ids:
        context = kind.build(writing, id_)
        yield Written(kind, id_, tag(context), bool(context["letter"]["unknown"]))
