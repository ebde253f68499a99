"""A form as a value: sections with words, fields and tables of fields, in one language, with a hidden mark.

The writers (`docx`, `xlsx`) and the reader of what comes back (`kic.repository.forms.reading`) share it, so that a
field is known by its name, whatever stands beside it.
"""

import datetime
import enum
import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

MARK = "kic-form"
"""The hidden property of a file that says which form it is."""
PREFIX = "kic:"
"""How the hidden names of fields begin."""
FIELDS = "kic-fields"
"""The hidden property that names the fields which a form went out with."""
WORDS = "kic-words"
"""The hidden property with digests of a form's own words: `label/title=1a2b3c4d`, with blanks between them."""
AROUND = "kic-around"
"""The hidden property with digests of the paragraphs around the fields, in the order of the text."""


def digest(words: str) -> str:
    """A short digest of words, whatever the blanks between them: it tells words apart, and is no proof."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:8]


class Ask(enum.Enum):
    """What a field asks for."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    TICK = "tick"
    DAY = "day"
    MONEY = "money"
    NUMBER = "number"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field. `name` is hidden and stays the same in every language; `label` is what stands above it.

    `options` are keys with their words, `level` sets a box to tick below another one. `value` is what stands there
    already: text, Money, a day, True for a tick, the key of an option. `private` fields ask for what only the private
    overlay may hold.
    """

    name: str
    label: str
    ask: Ask = Ask.LINE
    options: tuple[tuple[str, str], ...] = ()
    level: int = 0
    value: Any = None
    hint: str = ""
    needed: bool = False
    private: bool = False

    def words(self, key: str) -> str:
        """The words of an option by its key; the key where there is none."""
        return dict(self.options).get(key, key)


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of fields: `columns` are the same in each. `rows` are filled already, `blank` ones are left to fill in.

    The name of a field in it is `TABLE.ROW.COLUMN`, rows counted from 1. `fixed` columns of filled rows cannot be
    changed.
    """

    name: str
    label: str
    columns: tuple[Field, ...]
    rows: tuple[tuple[Any, ...], ...] = ()
    blank: int = 0
    fixed: frozenset[str] = frozenset()
    hint: str = ""

    @property
    def length(self) -> int:
        """How many rows it has."""
        return len(self.rows) + self.blank

    def field(self, row: int, column: Field) -> Field:
        """The field of a row (from 1) and a column, with its full name and what stands there already."""
        position = self.columns.index(column)
        held = self.rows[row - 1][position] if row <= len(self.rows) else None
        return msgspec.structs.replace(
            column, name=f"{self.name}.{row}.{column.name}", label=f"{column.label} {row}", value=held
        )

    def is_fixed(self, row: int, column: Field) -> bool:
        """Whether what stands in a cell is not to be changed."""
        return row <= len(self.rows) and column.name in self.fixed


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """A table to be read, not filled in: headings, and rows of words."""

    label: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Words(msgspec.Struct, frozen=True):
    """A paragraph."""

    words: str


class Point(msgspec.Struct, frozen=True):
    """A point of a list."""

    words: str


Part = Field | Table | Facts | Words | Point


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A heading and what stands below it."""

    title: str
    parts: tuple[Part, ...]


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form in one language. `mark` says which one it is; `on` is its date; `words` are digests of its own words.

    With these digests a form that comes back is compared with what it said when it went out, not with what it would
    say today.
    """

    title: str
    subject: str
    language: str
    mark: str
    on: datetime.date
    sections: tuple[Section, ...]
    words: str = ""

    @property
    def fields(self) -> Iterator[Field]:
        """Every field that stands alone, in the order of the form."""
        return (each for section in self.sections for each in section.parts if isinstance(each, Field))

    @property
    def names(self) -> str:
        """The names of all fields, with blanks between them: what has to come back."""
        alone = [each.name for each in self.fields]
        return " ".join(
            alone + [f"{each.name}.{row}" for each in self.tables for row in range(1, each.length + 1)]
        )

    @property
    def tables(self) -> Iterator[Table]:
        """Every table of fields, in the order of the form."""
        return (each for section in self.sections for each in section.parts if isinstance(each, Table))
