"""What went on as what: declared succession between two states, as groups of elements that belong together.

Declared is what a progress log names as successors (replaced, merged, split) and what a record of a later edition says
that it continues. Numbers, titles and likeness say nothing here.
"""

from collections.abc import Iterable, Iterator, Mapping

from kic.core.snapshot import Snapshot
from kic.domain.concept.recommendation import SUCCEEDED, Recommendation, Status


class Declared:
    """What the records of two states say about each other; the later state has the last word on a record."""

    def __init__(self, before: Snapshot, after: Snapshot) -> None:
        self._old = {each.id: each for each in before.all(Recommendation)}
        self._new = {each.id: each for each in after.all(Recommendation)}
        self.successors: dict[str, tuple[str, ...]] = {}
        self.continued: dict[str, list[str]] = {}
        for each in {**self._old, **self._new}.values():
            latest = each.latest
            if latest is not None and latest.status in SUCCEEDED:
                self.successors[each.id] = latest.successors
            for id_ in each.continues:
                self.continued.setdefault(id_, []).append(each.id)

    def onward(self, id_: str) -> Iterator[str]:
        """What an element says that it went on as, then what says that it continues it."""
        yield from self.successors.get(id_, ())
        yield from self.continued.get(id_, ())

    def edition(self, id_: str) -> str | None:
        """The edition of a recommendation, as it was last."""
        record = self._new.get(id_) or self._old.get(id_)
        return record.edition if record else None

    def replaced(self, id_: str) -> bool:
        """Whether it is said to be replaced by one other."""
        record = self._new.get(id_) or self._old.get(id_)
        return record is not None and record.latest is not None and record.latest.status is Status.REPLACED

    def gone_before(self, id_: str) -> bool:
        """Whether the element had left the text of its edition in the first state."""
        return self._gone(self._old.get(id_), self._old)

    def gone_after(self, id_: str) -> bool:
        """Whether the element has left the text of its edition in the second state."""
        return self._gone(self._new.get(id_), self._new)

    def superseded_before(self, id_: str) -> bool:
        """Whether another of its edition had taken its place in the first state."""
        return self._superseded(self._old.get(id_), self._old)

    def _gone(self, record: Recommendation | None, records: Mapping[str, Recommendation]) -> bool:
        if record is None or record.latest is None:
            return False
        return record.latest.status is Status.DROPPED or self._superseded(record, records)

    @staticmethod
    def _superseded(record: Recommendation | None, records: Mapping[str, Recommendation]) -> bool:
        if record is None or record.latest is None or record.latest.status not in SUCCEEDED:
            return False
        others = [records.get(id_) for id_ in record.latest.successors if id_ != record.id]
        return any(other is not None and other.edition == record.edition for other in others)


class Groups:
    """Joins ids into groups; each id is in one of them."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._parent = {id_: id_ for id_ in ids}

    def of(self, id_: str) -> str:
        """The id that stands for the group."""
        self._parent.setdefault(id_, id_)
        root = id_
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[id_] != root:
            self._parent[id_], id_ = root, self._parent[id_]
        return root

    def join(self, first: str, second: str) -> None:
        """Makes one group of two."""
        self._parent[self.of(second)] = self.of(first)
