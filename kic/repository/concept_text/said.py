"""What a text says: its elements, and what is left of it."""

import msgspec


class Said(msgspec.Struct, kw_only=True):
    """An element as the text says it.

    `kind` is edition, theme, goal or recommendation; `texts` are its words by the fields of the record, paragraphs
    apart by an empty line. `theme` is the place of its theme among the elements, None for those of the whole; `heading`
    is the one that it stands under. `words` are those of the heading of a theme, its number among them. `goals` are the
    titles or numbers of those that a recommendation serves.
    """

    kind: str
    number: str = ""
    title: str = ""
    words: str = ""
    theme: int | None = None
    place: int = 1
    heading: str = ""
    texts: dict[str, str] = {}
    responsible: str = ""
    goals: tuple[str, ...] = ()


class Left(msgspec.Struct, frozen=True):
    """A paragraph that belongs to no element: its place, the heading above, its words, and what of it was not read."""

    place: int
    heading: str
    words: str
    passed: tuple[str, ...] = ()
