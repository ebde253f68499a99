"""A command as the steps of the day show it: the words behind `kic`, and what a person has to add.

What a command asks for itself on a terminal is only named (`asks`); what it does not ask for is a `Blank`, which is
asked for before the command begins.
"""

import enum

import msgspec

from kic.core.text import Text


class Reads(enum.Enum):
    """How an answer is read."""

    WORDS = "words"
    DAY = "day"
    VALUE = "value"


class Blank(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has to add to a command: the value of an option, or a word of its own (no `option`).

    `values` are the ones to choose from. An empty answer stands for the words `empty`; None means that there is no way
    without one. With `when`, it is only asked where the answer before was one of these. `several` may be named with
    commas; the option is repeated for each.
    """

    question: Text
    option: str = ""
    reads: Reads = Reads.WORDS
    values: tuple[enum.Enum, ...] = ()
    empty: tuple[str, ...] | None = None
    when: tuple[str, ...] = ()
    several: bool = False


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """A command: the words behind `kic`, what is asked before it begins, and what it asks for by itself."""

    words: tuple[str, ...]
    blanks: tuple[Blank, ...] = ()
    asks: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The command as one types it, as far as it is known."""
        return " ".join(("kic", *(f'"{word}"' if " " in word else word for word in self.words)))


def worded(blank: Blank, typed: str) -> list[str]:
    """The words that an answer to a blank adds to a command."""
    said = [each.strip() for each in typed.split(",") if each.strip()] if blank.several else [typed]
    return [word for each in said for word in ((blank.option, each) if blank.option else (each,))]


def plain(*words: str, asks: tuple[str, ...] = ()) -> Command:
    """A command that needs nothing besides."""
    return Command(words=words, asks=asks)
