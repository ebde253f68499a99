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


def with_theme(repository: Snapshot, sentence: Text) -> Text:
    """The sentence with its theme, if it speaks of one, called by its title: who reads it knows no ids."""
    theme = sentence.values.get("theme")
    found = [entry.record for entry in repository.entries_with(theme)] if isinstance(theme, str) else []
    title = title_of(found[0]) if found else None
    return Text(sentence.id, {**sentence.values, "theme": title}, sentence.plural) if title else sentence


def named(repository: Snapshot, id: str) -> str:  # noqa: A002
    """`t2 Sprachförderung`; the id alone where there is no title."""
    title: str | None = None
    for entry in repository.entries_with(id):
        title = title or title_of(entry.record)
    for owned in repository.owned(id):
        title = title or title_of(owned.part)
    return f"{id} {title}" if title else id
