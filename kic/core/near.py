"""Did you mean: the names that are near a misspelled one."""

from collections.abc import Iterable

from kic.core.text import Text, text


def near(word: str, names: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Up to `most` names that are near `word`, the nearest first; empty if none is near."""
    import difflib  # noqa: PLC0415  # only paid for by a mistake

    return tuple(difflib.get_close_matches(word, sorted(set(names)), n=most, cutoff=0.7))


def did_you_mean(guesses: tuple[str, ...]) -> Text | None:
    """The help of a finding about a misspelled name; None without a guess."""
    return text("did you mean {names}?", names=guesses) if guesses else None
