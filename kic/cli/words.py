"""The language of this run, settled before any command module is imported.

Typer reads help texts when a command module is imported, so the language has to be known by then:
`settle` comes first, then `_` gives words in it.
"""

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
