"""Which records an amendment put in doubt: what refers to a text that is another now, until someone has looked."""

from collections.abc import Iterator

from kic.core.snapshot import Reference, Snapshot
from kic.domain.concept.edition import Edition
from kic.domain.concept.structure import Theme
from kic.domain.revisions import Amendment, Nature

SUSPECT = ("application", "indicator")
"""Kinds whose references carry a meaning that a changed text may take away."""


def suspects(repository: Snapshot, kind: str) -> Iterator[tuple[Amendment, int, Reference]]:
    """Each record of a kind that names an element which an amendment changed, and that nobody has looked at since.

    With the amendment, the position of the element in it, and where it is named; a record once for each amendment.
    Editorial corrections and drafts put nothing in doubt, nor does what the council changed when it adopted the
    edition, or added.
    """
    for amendment in repository.all(Amendment):
        if amendment.nature is not Nature.RESOLVED or _with_adoption(repository, amendment):
            continue
        done = {each.record for each in amendment.reviews if each.date >= amendment.date.earliest}
        for position, changed in enumerate(amendment.elements):
            if _new(repository, amendment, changed.element):
                continue
            for reference in repository.incoming(changed.element):
                entry = reference.entry
                if entry.kind == kind and entry.id is not None and entry.id not in done:
                    done.add(entry.id)
                    yield amendment, position, reference


def _with_adoption(repository: Snapshot, amendment: Amendment) -> bool:
    edition = repository.get(Edition, amendment.edition)
    return (
        edition is not None
        and edition.adopted is not None
        and (amendment.date.earliest <= edition.adopted.latest)
    )


def _new(repository: Snapshot, amendment: Amendment, element: str) -> bool:
    """Whether the act brought the element, so that what refers to it came later."""
    theme = repository.get(Theme, element)
    return theme is not None and theme.added is not None and amendment.date.earliest <= theme.added.latest
