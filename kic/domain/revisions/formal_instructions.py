"""What an amendment list consists of: instructions, each data and sentence in one, and how they name elements."""

from collections.abc import Iterable

import msgspec

from kic.domain.revisions import TEXT_FIELDS
from kic.domain.revisions.elements import Element
from kic.domain.revisions.formal_edits import Edit


class Name(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An element as a list names it: by its number, a goal (which has none) by its title."""

    kind: str
    id: str
    number: int | None = None
    title: str | None = None


class Instruction(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="do"
):
    """What is to be done with one element; `element` is the old one, for a creation the new one."""

    element: Name


class Wording(Instruction, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag="word"):
    """An edit of one field."""

    field: str
    edit: Edit


class Numbering(Instruction, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag="number"):
    """Another number, or none."""

    number: int | None


class Assignment(Instruction, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag="assign"):
    """Another theme, or none."""

    was: Name | None
    theme: Name | None


class Purpose(Instruction, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag="purpose"):
    """Other goals: those that go, those that come, and the ids of all in the order in which they stand then."""

    gone: tuple[Name, ...]
    come: tuple[Name, ...]
    goals: tuple[str, ...]


class Continuation(Instruction, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag="continue"):
    """The element goes on under another id, with its number, theme and goals there.

    `across` says that this is from one edition to another; otherwise one takes the place of the other.
    """

    by: Name
    edition: str | None
    parent: Name | None = None
    goals: tuple[Name, ...] = ()
    across: bool = False


class Creation(Instruction, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag="create"):
    """A new element in full; `behind` is the one of its kind in front of it, `origin` what it came out of.

    `after` is the id of the element in front of it in the whole new text.
    """

    edition: str | None
    texts: tuple[tuple[str, str], ...]
    parent: Name | None = None
    goals: tuple[Name, ...] = ()
    behind: Name | None = None
    after: str | None = None
    origin: tuple[Name, ...] = ()


class Removal(Instruction, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag="remove"):
    """The element goes; `into` is what it went into."""

    into: tuple[Name, ...] = ()


class Placing(Instruction, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag="place"):
    """The element stands after another one of the new text; at the beginning if there is none in front."""

    behind: Name | None
    after: str | None


AnyInstruction = Wording | Numbering | Assignment | Purpose | Continuation | Creation | Removal | Placing

SINGLE = frozenset(("title",))
"""Fields that are one unit, however many stops they have."""


def name(element: Element) -> Name:
    """How a list names an element."""
    title = element.title if element.kind == "goal" else None
    return Name(element.kind, element.id, plain_number(element.number), title)


def fields(kind: str, *texts: Iterable[str]) -> list[str]:
    """The fields of an element in the order in which they are read."""
    known = TEXT_FIELDS.get(kind, ())
    others = {field for each in texts for field in each if field not in known}
    return [*(field for field in known if any(field in each for each in texts)), *sorted(others)]


def plain_number(number: int | None) -> int | None:
    """A number without its type of records."""
    return None if number is None else int(number)
