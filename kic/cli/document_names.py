"""Names of documents as people mistype them, or as they call what lies before them: `Umsetzungsbericht`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from kic.cli.kinds import plain_word
from kic.cli.session import Session
from kic.core.near import near
from kic.core.text import Text

_SHORTEST = 5
"""Letters from which on a part of a word of a title stands for the document."""
_MOST = 4


class Named(Protocol):
    """A document or a letter."""

    @property
    def title(self) -> Text:
        """What it is called."""


def documents_near(session: Session, word: str, documents: Mapping[str, Named]) -> tuple[str, ...]:
    """The names of those that may be meant: by a name that is near, else by a word of the title in either language."""
    from kic.present.language import speak  # noqa: PLC0415

    close = near(word.strip().casefold(), documents)
    if close:
        return close
    wanted = plain_word(word)
    languages = (session.language, speak("de"), speak("en"))
    words = {
        name: {part for language in languages for part in _words(language.say(each.title))}
        for name, each in documents.items()
    }
    spelled = near(wanted, (part for parts in words.values() for part in parts))
    found = _with(words, lambda part: part in spelled)
    if not found and len(wanted) >= _SHORTEST:
        found = _with(words, lambda part: wanted in part)
    return found[:_MOST]


def _with(words: Mapping[str, set[str]], fits: Callable[[str], bool]) -> tuple[str, ...]:
    return tuple(name for name, parts in words.items() if any(map(fits, parts)))


def _words(title: str) -> Iterable[str]:
    """The words of a title up to its colon: what comes behind explains it."""
    return (plain_word(each) for each in title.partition(":")[0].split())
