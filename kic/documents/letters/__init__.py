"""Letters of the office (DIN 5008): who gets them, about what, and what they say.

A letter is a document with a head: recipient, reference, date. Names and addresses of persons come from the private
overlay as an argument and leave with the finished letter; no snapshot holds them.
"""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.text import Text
from kic.domain.privacy.overlay import Private

Directory = Mapping[str, Private]
"""Entries of the private overlay by their id: persons by pseudonym, contacts by their organisation."""


class Writing(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter is written from: the records, today, the date on the letter, and the directory."""

    repository: Snapshot
    today: datetime.date
    dated: datetime.date
    directory: Directory


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of letter. `build` makes its context from the record with an id.

    `of_call` are the ids of all records of a call that get such a letter, for writing many at once.
    """

    name: str
    title: Text
    about: str
    build: Callable[[Writing, str], dict[str, Any]]
    of_call: Callable[[Snapshot, str], tuple[str, ...]]

    @property
    def template(self) -> str:
        """The template's name."""
        return f"{self.name}.md.j2"
