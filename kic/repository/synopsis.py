"""What a synopsis is made of: two states, or two editions, read with everything that explains a change."""

from typing import TYPE_CHECKING

from kic.core.layout import SETTINGS
from kic.core.snapshot import Snapshot
from kic.documents.synopsis import Compared, Side
from kic.domain.concept.edition import Edition
from kic.domain.concept.edition_rules import ancestors, current_edition
from kic.errors import UsageError
from kic.repository.partly_read import PartlyRead

if TYPE_CHECKING:
    from kic.repository.naming_revisions import Named
    from kic.repository.repository import Repository

_READ = ("concept/", SETTINGS)
"""Texts of the concept, amendments, contributions and resolutions; unchanged elements are counted too."""


def compared(repository: "Repository", spelled: str | None) -> Compared:
    """The two texts that `A..B` names; without a name, the current edition and the one before it.

    Of two states between which another edition became the current one, it is the two editions that are compared:
    what had been resolved then, beside what is now. Otherwise each edition is compared with itself.

    Raises UsageError for names as `Repository.compare`, and where nothing is named and there is no edition before.
    """
    states = repository.compare(_meant(repository.snapshot, spelled))
    for state in (states.before, states.after):
        if isinstance(state, PartlyRead):
            state.read_below(*_READ)
    span = states.span
    editions = span.editions or _replaced(states.before, states.after)
    return Compared(
        before=_side(states.before, span.before, editions[0] if editions else None),
        after=_side(states.after, span.after, editions[1] if editions else None),
        editions=editions,
        later_first=states.backwards,
    )


def _replaced(before: Snapshot, after: Snapshot) -> tuple[str, str] | None:
    """The current editions of two states, if one came in the place of the other."""
    old, new = current_edition(before), current_edition(after)
    if old is None or new is None or old.id == new.id:
        return None
    follows = old.id in ancestors(after, new) or new.id in ancestors(before, old)
    return (old.id, new.id) if follows else None


def _side(state: Snapshot, named: "Named", edition: str | None) -> Side:
    return Side(
        state=state,
        name=named.name,
        meaning=named.meaning,
        revision=named.revision,
        committed=named.committed,
        edition=edition,
    )


def since_predecessor(state: Snapshot, id: str) -> str:  # noqa: A002
    """The two editions by which an edition came about; raises UsageError where there is none before it."""
    edition = state.get(Edition, id)
    if edition is None or edition.predecessor is None:
        raise UsageError("There is no edition before {edition}, so there is nothing to compare.", edition=id)
    return f"edition:{edition.predecessor}..edition:{edition.id}"


def _meant(state: Snapshot, spelled: str | None) -> str:
    """The current edition by itself means the change that made it, and so does no name at all."""
    edition = current_edition(state)
    if edition is not None and spelled == edition.id:
        return since_predecessor(state, edition.id)
    if spelled is not None:
        return spelled
    if edition is None or edition.predecessor is None:
        raise UsageError(
            "kic synopsis needs two texts to compare.",
            help="Name two states or editions: {examples}.",
            examples=("HEAD~10..HEAD", "2024-01-01..2024-12-31"),
        )
    return since_predecessor(state, edition.id)
