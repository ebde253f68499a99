"""Answers that a writing command needs: from an option, else from the person at the terminal.

Each question has an option of the same meaning. Without a terminal, or with `--no-input`, a missing answer is a
UsageError that names the option. On a terminal an answer that cannot be taken is asked for again, with the
reason; the end of input (Ctrl-D) and Ctrl-C end the command with nothing written.
"""

import enum
import sys
from collections.abc import Callable, Iterable
from typing import TypeVar

from kic.cli.session import Session
from kic.core.near import near
from kic.core.text import Text, text
from kic.errors import KicError, UsageError
from kic.present.safe import safe_line, write

T = TypeVar("T")
V = TypeVar("V", bound=str | enum.Enum)
"""A plain word, or a member of an enum of words."""


def ask(
    session: Session,
    given: str | None,
    *,
    option: str,
    question: Text,
    parse: Callable[[str, str], T],
    default: T | None = None,
) -> T:
    """What the option gave, else what the person types, read by `parse(spelling, option)`.

    `parse` raises UsageError for what it cannot take: `words_of`, `day_of`, `amount_of` (`kic.cli.options`). The
    default is what an empty line means; it is shown, and taken only from a person who saw it.
    """
    if given is not None:
        return parse(given, option)
    while True:
        spelling = _typed(session, option, question, default)
        if not spelling:
            assert default is not None
            return default
        try:
            return parse(spelling, option)
        except UsageError as error:
            _say(session, error)


def ask_one_of(
    session: Session,
    given: str | None,
    values: Iterable[V],
    *,
    option: str,
    question: Text,
) -> V:
    """One of these values, from the option or from the person, who sees them listed (`one_of` reads it)."""
    offered = tuple(values)
    if given is not None:
        return one_of(session, given, offered, option)
    listed = False
    while True:
        if session.can_ask and not listed:
            write(sys.stderr, _list(session, offered))
            listed = True
        spelling = _typed(session, option, question)
        if spelling.isascii() and spelling.isdigit() and 0 < int(spelling) <= len(offered):
            return offered[int(spelling) - 1]
        try:
            return one_of(session, spelling, offered, option)
        except UsageError as error:
            _say(session, error)


def one_of(session: Session, word: str, values: Iterable[V], option: str) -> V:
    """The value that is meant: by its key, or by the word that kic shows for it in this language.

    Raises UsageError with the near ones.
    """
    offered = tuple(values)
    keys = {_key(value).casefold(): value for value in offered}
    labels = {session.language.word(value).casefold(): value for value in offered}
    spelled = word.strip().casefold()
    for found in (keys.get(spelled), labels.get(spelled), keys.get(spelled.replace("-", "_"))):
        if found is not None:
            return found
    near_keys = near(spelled.replace("-", "_"), keys) or tuple(
        each for each in keys if spelled and each.startswith(spelled.replace("-", "_"))
    )
    close = [keys[each] for each in near_keys] or [labels[each] for each in near(spelled, labels)]
    raise UsageError(
        "{word} is no value of {option}.",
        help="Did you mean {names}?"
        if close
        else "The only value is {allowed}."
        if len(offered) == 1
        else "The values are {allowed}.",
        word=word,
        option=option,
        names=tuple(_described(session, value) for value in close),
        allowed=tuple(_described(session, value) for value in offered),
    )


def _typed(session: Session, option: str, question: Text, default: object = None) -> str:
    """What the person types; empty only where there is a default, which an empty line means."""
    if not session.can_ask:
        raise UsageError(
            "This needs an answer: {option} is missing.",
            help="Usual is {usual}: give it with {option}, or run kic on a terminal."
            if default is not None
            else "",
            option=option,
            usual=default,
        )
    asked = session.language.say(question)
    if default is not None:
        asked += f" [{session.language.word(default)}]"
    while True:
        try:
            spelling = session.line(asked)
        except UnicodeDecodeError:
            session.talk(text("These characters cannot be read; please type it again."))
            continue
        if not spelling and default is not None:
            return ""
        if not spelling:
            session.talk(text("This needs an answer; Ctrl-C leaves without a change."))
        elif safe_line(spelling) != spelling:
            session.talk(
                text("There is a control character in {answer}; please type it again.", answer=spelling)
            )
        else:
            return spelling


def _say(session: Session, error: KicError) -> None:
    session.talk(Text(error.sentence, error.values))
    if error.help:
        session.talk(Text(error.help, error.values))


def _key(value: str | enum.Enum) -> str:
    return str(value.value) if isinstance(value, enum.Enum) else value


def _described(session: Session, value: str | enum.Enum) -> str:
    """The key, with its word behind it where the two differ."""
    key, label = _key(value), session.language.word(value)
    return key if label == key.replace("_", " ") else f"{key} ({label})"


def _list(session: Session, values: Iterable[str | enum.Enum]) -> str:
    return "".join(f"  {number}  {_described(session, value)}\n" for number, value in enumerate(values, 1))
