"""What went on as what: declared succession between two states, as groups of elements that belong together.

Declared is what a progress log names as successors (replaced, merged, split), what an element of a later edition says
that it continues, and the predecessor of an edition. Numbers, titles and likeness say nothing here.
"""

from collections.abc import Iterator, Mapping

from kic.core.snapshot import Snapshot
from kic.domain.concept.edition import Edition
from kic.domain.concept.recommendation import SUCCEEDED, Recommendation, Status
from kic.domain.concept.structure import Theme


class Declared:
    """What the records of two states say about each other; the later state has the last word on a record."""

    def __init__(self, before: Snapshot, after: Snapshot) -> None:
        self._old, self._new = _Said(before), _Said(after)
        self._onward: dict[str, dict[str, None]] = {}
        later = self._new.editions.keys()
        for said, skip in ((self._new, frozenset[str]()), (self._old, later)):
            for id_, successors in said.successors.items():
                if id_ not in skip:
                    self._onward.setdefault(id_, {}).update(dict.fromkeys(successors))
            for id_, earlier in said.continues.items():
                if id_ not in skip:
                    for each in earlier:
                        self._onward.setdefault(each, {})[id_] = None

    def onward(self, id_: str) -> Iterator[str]:
        """What an element says that it went on as, then what says that it continues it."""
        yield from self._onward.get(id_, ())

    def earlier(self) -> Mapping[str, tuple[str, ...]]:
        """For each element that went on from others these."""
        back: dict[str, list[str]] = {}
        for id_, successors in self._onward.items():
            for successor in successors:
                back.setdefault(successor, []).append(id_)
        return {id_: tuple(others) for id_, others in back.items()}

    def edition(self, id_: str) -> str | None:
        """The edition of an element, as it was last."""
        return self._new.editions.get(id_) or self._old.editions.get(id_)

    def known_before(self, id_: str, successor: str) -> bool:
        """Whether the first state said already that the one went on as the other."""
        old = self._old
        return successor in old.successors.get(id_, ()) or id_ in old.continues.get(successor, ())

    def gone_before(self, id_: str) -> bool:
        """Whether the element had left the text of its edition in the first state."""
        return self._old.gone(id_)

    def gone_after(self, id_: str) -> bool:
        """Whether the element has left the text of its edition in the second state."""
        return self._new.gone(id_)

    def superseded_before(self, id_: str) -> bool:
        """Whether another of its edition had taken its place in the first state."""
        return self._old.superseded(id_)


class _Said:
    """What the records of one state say."""

    def __init__(self, state: Snapshot) -> None:
        self.editions: dict[str, str] = {}
        self.successors: dict[str, tuple[str, ...]] = {}
        self.continues: dict[str, tuple[str, ...]] = {}
        self._records: Mapping[str, Recommendation] = {each.id: each for each in state.all(Recommendation)}
        for edition in state.all(Edition):
            self.editions[edition.id] = edition.id
            if edition.predecessor is not None:
                self.continues[edition.id] = (edition.predecessor,)
        for theme in state.all(Theme):
            self.editions[theme.id], self.continues[theme.id] = theme.edition, theme.continues
            for goal in theme.goals:
                self.editions[goal.id], self.continues[goal.id] = theme.edition, goal.continues
        for each in self._records.values():
            self.editions[each.id] = each.edition
            self.continues[each.id] = each.continues
            if each.latest is not None and each.latest.status in SUCCEEDED:
                self.successors[each.id] = each.latest.successors

    def gone(self, id_: str) -> bool:
        """Whether it was dropped, or another of its edition took its place."""
        record = self._records.get(id_)
        if record is None or record.latest is None:
            return False
        return record.latest.status is Status.DROPPED or self.superseded(id_)

    def superseded(self, id_: str) -> bool:
        """Whether another of its edition took its place."""
        edition = self.editions.get(id_)
        return any(
            other != id_ and self.editions.get(other) == edition for other in self.successors.get(id_, ())
        )


class Groups:
    """Joins ids into groups; each id is in one of them."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def of(self, id_: str) -> str:
        """The id that stands for the group."""
        root = self._parent.setdefault(id_, id_)
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[id_] != root:
            self._parent[id_], id_ = root, self._parent[id_]
        return root

    def join(self, first: str, second: str) -> None:
        """Makes one group of two."""
        self._parent[self.of(second)] = self.of(first)
