"""The language of this run, settled before any command module is imported.

Typer reads help texts when a command module is imported, so the language has to be known by then:
`settle` comes first, then `_` gives words in it.
"""

import enum
from collections.abc import Iterable

from kic.core.text import keywords
from kic.present.language import Language

_settled: list[Language] = []


def settle(language: Language) -> None:
    """Fix the language of this run."""
    _settled[:] = [language]


def language() -> Language:
    """The language of this run; German if nothing was settled, as in a bare import."""
    if not _settled:
        settle(Language("de"))
    return _settled[0]


def _(id: str) -> str:  # noqa: A002
    """The words for a message id without values."""
    return language().say(id)


def choice(help: str, values: Iterable[enum.Enum]) -> str:  # noqa: A002
    """A help text with what its option takes, each with its word behind it: `late (verspätet), ...`.

    In a language in which the values are their own words, nothing is added: the option shows them anyway.
    """
    taken = keywords(values)
    shown = [language().word(each) for each in taken]
    return help if shown == [each.id for each in taken] else f"{help} {', '.join(shown)}."
