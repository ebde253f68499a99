"""Did you mean: the names that are near a misspelled one."""

import re
from collections.abc import Iterable

from kic.core.text import Text, text


def near(word: str, names: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Up to `most` names that are near `word`, the nearest first; empty if none is near.

    Where a name differs in nothing but zeros before a number, `he-07` for `he-7`, no other is meant.
    """
    import difflib  # noqa: PLC0415  # only paid for by a mistake

    known = sorted(set(names))
    plain = without_zeros(word)
    same = [name for name in known if without_zeros(name) == plain]
    return tuple(same or difflib.get_close_matches(word, known, n=most, cutoff=0.7))[:most]


def without_zeros(name: str) -> str:
    """A name as people spell it who leave out the zeros before its numbers."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", name)


def did_you_mean(guesses: tuple[str, ...]) -> Text | None:
    """The help of a finding about a misspelled name; None without a guess."""
    return text("did you mean {names}?", names=guesses) if guesses else None
