"""What the private overlay holds: persons under their pseudonyms, members, contacts of organisations.

The same strict YAML as records, in a folder outside of git, which is called `private/` wherever a
path is shown, also if `KIC_PRIVATE` names another. Nothing of it stands in any record, log or report of the repository.
"""

import datetime
from typing import Annotated, ClassVar

import msgspec

from kic.core.record import Group, Record, kind_of

FOLDER = "private/"
"""How paths of the overlay begin."""


class Address(Group, frozen=True, kw_only=True):
    """Where letters go to (DIN 5008)."""

    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None


class Bank(Group, frozen=True, kw_only=True):
    """Where money goes to; the holder only where it is somebody else."""

    iban: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\Z")]
    bic: Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]{8}([A-Z0-9]{3})?\Z")] | None = None
    holder: str | None = None


class Private(Record, frozen=True, kw_only=True):
    """Fields that every entry has: how somebody is reached and addressed, and paid."""

    name: str
    salutation: str | None = None
    address: Address | None = None
    email: str | None = None
    telephone: str | None = None
    bank: Bank | None = None
    note: str | None = None


class Person(Private, frozen=True, kw_only=True, tag="person"):
    """A private person who applies; the pseudonym is the one of the applications."""

    layouts: ClassVar = ("private/persons/{id}.yaml",)


class Member(Private, frozen=True, kw_only=True, tag="member"):
    """A member of the committee or a deputy, under the pseudonym of the seat's term (`holder`, `deputy`)."""

    layouts: ClassVar = ("private/members/{id}.yaml",)


class Contact(Private, frozen=True, kw_only=True, tag="contact"):
    """Whom letters to an organisation go to; the id is the organisation's. `position` is that person's there."""

    layouts: ClassVar = ("private/contacts/{id}.yaml",)

    position: str | None = None


class Erased(Record, frozen=True, kw_only=True, tag="erased"):
    """That a person was erased, and when: the pseudonym is not used again, and its entry is no gap."""

    layouts: ClassVar = ("private/erased/{id}.yaml",)

    date: datetime.date


ENTRIES: tuple[type[Private], ...] = (Person, Member, Contact)
_ALL: tuple[type[Record], ...] = (*ENTRIES, Erased)
KINDS: dict[str, type[Record]] = {kind_of(each): each for each in _ALL}
"""Kinds of the overlay; no record of a repository is of one of them."""


def path_of(cls: type[Record], id: str) -> str:  # noqa: A002
    """Where the entry of this kind and id lies, as paths of the overlay are shown."""
    return cls.layouts[0].format(id=id)
