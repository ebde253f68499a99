"""How records and parts are called where others name them: id and title."""

from kic.core.record import Part, Record
from kic.core.snapshot import Snapshot
from kic.core.text import Text


def title_of(thing: Record | Part | None) -> str | None:
    """The title of a record or part: its own title or name; None if it has none or is not there."""
    for field in ("title", "name"):
        if found := getattr(thing, field, None):
            return str(found)
    return None


def known_title(repository: Snapshot, id: str) -> str | None:  # noqa: A002
    """The title of what an id names, a record or a part of one; None where it has none or is not there."""
    things = [
        *(entry.record for entry in repository.entries_with(id)),
        *(o.part for o in repository.owned(id)),
    ]
    return next((found for found in map(title_of, things) if found), None)


def called(repository: Snapshot, id: str) -> str:  # noqa: A002
    """How a document calls what an id names: by its title, else by the id."""
    return known_title(repository, id) or id


def with_theme(repository: Snapshot, sentence: Text) -> Text:
    """The sentence with its theme, if it speaks of one, called by its title: who reads it knows no ids."""
    theme = sentence.values.get("theme")
    if not isinstance(theme, str):
        return sentence
    return Text(sentence.id, {**sentence.values, "theme": called(repository, theme)}, sentence.plural)


def named(repository: Snapshot, id: str) -> str:  # noqa: A002
    """`t2 Sprachförderung`; the id alone where there is no title."""
    found = known_title(repository, id)
    return f"{id} {found}" if found else id
