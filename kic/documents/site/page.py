"""What a page of the site is, and what pages are made of: the public tables of a state on a day.

A builder is a function from a `Site` to pages. It sees public tables and public settings and nothing else, so what
`kic.domain.publishing` does not let through cannot stand on a page. Contexts hold values without a language (money,
days, enum members, `Text`); `kic.present.site` words them in German and in English.
"""

import datetime
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.text import Text
from kic.documents.site import addresses
from kic.domain.publishing import Table
from kic.domain.publishing.about import About, about
from kic.domain.publishing.public_text import public_text
from kic.domain.publishing.tables import public_tables


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a page that the search finds by itself: what sort of part, its anchor, its title, its words."""

    kind: Text
    anchor: str
    title: Text | str
    words: tuple[str, ...] = ()


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page in every language.

    `address` stands below the folder of a language, without a leading slash (`kic.documents.site.addresses`).
    `template` is the name of `templates/site/NAME.html.j2`. `context` holds values; under `charts` those pictures that
    the template names (`{{ chart("progress") }}`). `description` is one sentence for previews and for the search.
    `section` is the address of the menu's entry that the page belongs to. `former` are addresses that lead here.
    `kind` and `words` are for the search; a page without a kind is not found by it.
    """

    address: str
    template: str
    title: Text | str
    description: Text | str
    context: dict[str, Any]
    section: str = ""
    former: tuple[str, ...] = ()
    kind: Text | None = None
    words: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()


Row = Mapping[str, Any]
"""A row of a public table by its columns' keys; cells are values, None where nothing is known or public."""


class Moved(msgspec.Struct, frozen=True):
    """An id that a public record had before, and the one that it has now."""

    before: str
    after: str


class Versions(msgspec.Struct, frozen=True):
    """The public text before and after an amendment; `untold` are elements of which git does not tell the words."""

    before: Snapshot
    after: Snapshot
    untold: tuple[str, ...] = ()


class Site:
    """What builders may use: the public tables and settings of a state at the end of `today`.

    `repository` is for the functions of `kic.domain.publishing` alone. `moved` are ids of former times, `versions` the
    text around each amendment of an adopted edition, by the amendment's id. `past`: another day than the present one is
    looked at.
    """

    def __init__(
        self,
        repository: Snapshot,
        today: datetime.date,
        *,
        moved: tuple[Moved, ...] = (),
        versions: Mapping[str, Versions] | None = None,
        past: bool = False,
    ) -> None:
        self.repository = repository
        self.today = today
        self.moved = moved
        self.versions = versions or {}
        self.past = past

    @cached_property
    def about(self) -> About:
        """The public settings: who publishes, in which language, under which licence."""
        return about(self.repository)

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """Every public table by its name."""
        return {each.name: each for each in public_tables(self.repository, self.today)}

    @cached_property
    def text(self) -> Snapshot:
        """The public text of all editions, for synopses."""
        return public_text(self.repository)

    @cached_property
    def _rows(self) -> dict[str, tuple[Row, ...]]:
        return {}

    @cached_property
    def _groups(self) -> dict[tuple[str, str], dict[Any, tuple[Row, ...]]]:
        return {}

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of a public table, in its order."""
        if name not in self._rows:
            table = self.tables[name]
            keys = [each.key for each in table.columns]
            self._rows[name] = tuple(dict(zip(keys, row, strict=True)) for row in table.rows)
        return self._rows[name]

    def grouped(self, name: str, column: str) -> Mapping[Any, tuple[Row, ...]]:
        """The rows of a public table by the value of a column."""
        key = (name, column)
        if key not in self._groups:
            found: dict[Any, list[Row]] = {}
            for row in self.rows(name):
                found.setdefault(row[column], []).append(row)
            self._groups[key] = {value: tuple(rows) for value, rows in found.items()}
        return self._groups[key]

    def row(self, name: str, id: Any) -> Row | None:  # noqa: A002
        """The row of a table whose first column has this value; None where it is not public."""
        first = self.tables[name].columns[0].key
        found = self.grouped(name, first).get(id)
        return found[0] if found else None

    def with_(self, name: str, column: str, value: Any) -> tuple[Row, ...]:
        """The rows of a table whose column has this value."""
        return self.grouped(name, column).get(value, ())

    @cached_property
    def edition(self) -> Row | None:
        """The edition that is shown as the current one; None as long as none is public."""
        named = self.row("editions", self.about.edition)
        if named is not None:
            return named
        standing = [each for each in self.editions if each["superseded"] is None] or self.editions
        return standing[-1] if standing else None

    @cached_property
    def editions(self) -> list[Row]:
        """The public editions in the order of their adoption; those of which the day is not known come first."""

        def adopted(row: Row) -> tuple[datetime.date, str]:
            day = row["adopted"]
            return (day.latest if day is not None else datetime.date.min, row["id"])

        return sorted(self.rows("editions"), key=adopted)

    def edition_address(self, id: str) -> str:  # noqa: A002
        """Where an edition is read: the current one at the address of the concept."""
        current = self.edition is not None and self.edition["id"] == id
        return addresses.CONCEPT if current else addresses.edition(id)

    def title(self, table: str, id: Any) -> str | None:  # noqa: A002
        """The title of a row, or its name; None where there is no such row or it has none."""
        row = self.row(table, id)
        return None if row is None else row.get("title") or row.get("name")


def gaps(row: Row) -> Mapping[str, str]:
    """The fields of a row that are not fully known, with the state of the gap."""
    told = row.get("not_fully_known")
    return dict(each.split(": ", 1) for each in told.split("; ")) if told else {}
