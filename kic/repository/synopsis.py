"""What a synopsis is made of: two states, or two editions, read with everything that explains a change."""

from typing import TYPE_CHECKING

from kic.core.layout import SETTINGS
from kic.core.snapshot import Snapshot
from kic.documents.synopsis import Compared, Side
from kic.domain.concept.edition_rules import current_edition
from kic.errors import UsageError
from kic.repository.comparing import PartlyRead

if TYPE_CHECKING:
    from kic.repository.naming_revisions import Named
    from kic.repository.repository import Repository

_READ = ("concept/", SETTINGS)
"""Texts of the concept, amendments, contributions and resolutions; unchanged elements are counted too."""


def compared(repository: "Repository", spelled: str | None) -> Compared:
    """The two texts that `A..B` names; without a name, the current edition and the one before it.

    Raises UsageError for names as `Repository.compare`, and where nothing is named and there is no edition before.
    """
    states = repository.compare(_meant(repository.snapshot, spelled))
    for state in (states.before, states.after):
        if isinstance(state, PartlyRead):
            state.read_below(*_READ)
    span = states.span
    editions = span.editions
    return Compared(
        before=_side(states.before, span.before, editions[0] if editions else None),
        after=_side(states.after, span.after, editions[1] if editions else None),
        editions=editions,
    )


def _side(state: Snapshot, named: "Named", edition: str | None) -> Side:
    return Side(
        state=state,
        name=named.name,
        meaning=named.meaning,
        revision=named.revision,
        committed=named.committed,
        edition=edition,
    )


def _meant(state: Snapshot, spelled: str | None) -> str:
    """An edition by itself, if it is the current one, means the change that made it."""
    edition = current_edition(state)
    if spelled is None or (edition is not None and spelled == edition.id and edition.predecessor):
        return _last_two(state)
    return spelled


def _last_two(state: Snapshot) -> str:
    edition = current_edition(state)
    if edition is None or edition.predecessor is None:
        raise UsageError(
            "kic synopsis needs two texts to compare.",
            help="Name two states or editions: {examples}.",
            examples=("HEAD~10..HEAD", "2024-01-01..2024-12-31"),
        )
    return f"edition:{edition.predecessor}..edition:{edition.id}"
