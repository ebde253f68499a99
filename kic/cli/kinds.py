"""Kinds of records as people type them: the key, the word in the reader's language, or the key with an s."""

from collections.abc import Iterable

from kic.cli.session import Session


def kind_meant(session: Session, word: str, kinds: Iterable[str]) -> str:
    """The kind that a word means; the word itself, in small letters, where it is none."""
    known = tuple(kinds)
    labels = {session.language.label("kind", each).casefold(): each for each in known}
    kind = labels.get(word.casefold(), word.casefold())
    if kind in known:
        return kind
    return next((each for each in known if kind == f"{each}s"), kind)  # `calls` is what one types first
