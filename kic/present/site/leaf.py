"""A page as this floor sees it: what it needs of `kic.documents.site.page.Page`, which it does not know."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from kic.core.text import Text


class Said(Protocol):
    """A part of a page that the search finds by itself (`kic.documents.site.page.Passage`)."""

    @property
    def kind(self) -> Text: ...  # noqa: D102
    @property
    def anchor(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> Text | str: ...  # noqa: D102
    @property
    def words(self) -> Sequence[str]: ...  # noqa: D102


class Leaf(Protocol):
    """A page without a language (`kic.documents.site.page.Page`, which this floor does not know)."""

    @property
    def address(self) -> str: ...  # noqa: D102
    @property
    def template(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> Text | str: ...  # noqa: D102
    @property
    def description(self) -> Text | str: ...  # noqa: D102
    @property
    def context(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def section(self) -> str: ...  # noqa: D102
    @property
    def former(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def kind(self) -> Text | None: ...  # noqa: D102
    @property
    def words(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def passages(self) -> Sequence[Said]: ...  # noqa: D102
