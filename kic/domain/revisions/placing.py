"""Where what is gone stands among what is there: in its theme, behind what stood before it."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from kic.domain.revisions.elements import Element


class Paired(Protocol):
    """Old elements and what they became."""

    @property
    def olds(self) -> tuple[Element, ...]: ...  # noqa: D102
    @property
    def news(self) -> tuple[Element, ...]: ...  # noqa: D102


P = TypeVar("P", bound=Paired)
Place = tuple[int, int, int]


def in_order(pairings: list[P], new: Iterable[Element]) -> list[P]:
    """Pairings in the order of the new text, those without a new element at the place that they had.

    In the theme that their theme became, behind the nearest of their kind that stood before them and is still in it; a
    theme that is gone comes with all that went with it behind the theme that stood before it.
    """
    places = _Places(pairings, new)
    return sorted(pairings, key=places.of)


class _Places:
    def __init__(self, pairings: Sequence[Paired], new: Iterable[Element]) -> None:
        self.now: dict[str, Element] = {}
        """What each old element became, the first of several."""
        for pairing in pairings:
            if pairing.news:
                self.now.update((old.id, pairing.news[0]) for old in pairing.olds)
        self.goals_end: dict[str, int] = {}
        self.end: dict[str, int] = {}
        for each in new:
            theme = each.id if each.kind == "theme" else each.parent
            if theme is not None:
                self.end[theme] = each.order
                if each.kind != "recommendation":
                    self.goals_end[theme] = each.order
        self.behind: dict[int, int] = {}
        self._walk(sorted((old for pairing in pairings for old in pairing.olds), key=lambda each: each.order))

    def _walk(self, olds: list[Element]) -> None:
        """Finds for each old element the place of a new one behind which it would stand."""
        last = -1
        of_theme: dict[tuple[str, str], int] = {}
        block: dict[str, int] = {}
        for old in olds:
            now = self.now.get(old.id)
            theme = self.now.get(old.parent or "")
            if now is not None:
                if theme is not None and now.parent == theme.id:
                    of_theme[theme.id, old.kind] = max(of_theme.get((theme.id, old.kind), -1), now.order)
                last = self.end.get(now.id, now.order) if old.kind in ("theme", "edition") else last
                last = now.order if old.parent is None and old.kind == "recommendation" else last
            elif theme is not None:
                start = (
                    self.goals_end.get(theme.id, theme.order) if old.kind == "recommendation" else theme.order
                )
                self.behind[old.order] = max(of_theme.get((theme.id, old.kind), -1), start)
            elif old.kind == "theme":
                block[old.id] = self.behind[old.order] = last
            else:
                self.behind[old.order] = block.get(old.parent or "", last)

    def of(self, pairing: Paired) -> Place:
        """The place of a pairing: that of the new element, or behind one and in the order of the old text."""
        if pairing.news:
            return (pairing.news[0].order, 0, 0)
        old = pairing.olds[0]
        return (self.behind.get(old.order, -1), 1, old.order)
