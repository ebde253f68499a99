"""What forms say of persons, as entries of the private overlay: nothing of it passes through the repository.

people_in(overlay) -> names and addresses by pseudonym          so that somebody who is known is found again
entries_from(overlay, private) -> Iterator[Entry]               judged; nothing is written
write_entries(repository, made, say, now)
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kic.core.plan import Change
from kic.core.text import Text, text
from kic.domain.privacy.overlay import Contact, Erased, Person
from kic.repository.forms.applications import Private
from kic.repository.overlay import Overlay, plain_account
from kic.repository.persons import entered, entry_values, opened, write
from kic.repository.repository import Repository


class Entry(NamedTuple):
    """An entry that a form adds or changes: the fields that differ from what is known, and the change of its file."""

    id: str
    fields: Mapping[str, str]
    changes: tuple[Change, ...]


def people_in(overlay: Overlay | None) -> dict[str, tuple[str, str | None]]:
    """Name and address of everybody by pseudonym; of who was erased nothing but that the pseudonym is taken."""
    if overlay is None:
        return {}
    found = {each.id: (each.name, each.email) for each in overlay.snapshot.all(Person)}
    return {**{each.id: ("", None) for each in overlay.snapshot.all(Erased)}, **found}


def entries_from(overlay: Overlay, private: Iterable[Private]) -> Iterator[Entry]:
    """The entries that are new or other than what is known. Raises Refused for one that was erased or is not right."""
    for each in private:
        cls = Person if each.id.startswith("p-") else Contact
        values = {name: words for name, words in each.fields.items() if cls is Contact or name != "position"}
        if values.get("iban"):
            values["iban"] = plain_account(values["iban"])
        known = entry_values(overlay, each.id)
        fresh = {name: words for name, words in values.items() if known.get(name) != words}
        made = entered(overlay, cls, each.id, fresh) if fresh else ()
        if made:
            yield Entry(each.id, fresh, made)


def write_entries(
    repository: Repository, made: Sequence[Entry], say: Callable[[Text], str], now: datetime.datetime
) -> None:
    """Writes them into the overlay alone, as one operation of its own journal."""
    title = text("Entries from forms: {ids}", ids=tuple(dict.fromkeys(each.id for each in made)))
    write(opened(repository), tuple(change for each in made for change in each.changes), title, say, now)
