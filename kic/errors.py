"""Misuse and circumstances, as exceptions that carry data.

Bad content is never an exception but a Diagnostic (`kic.core.diagnostic`). What is raised here ends a
command: each class names the exit code of docs/interface.md, section 3. The sentence is an English message id
with its values; words are found by the command line, which alone prints and exits.
"""

from typing import Any, ClassVar


class KicError(Exception):
    """A command cannot go on. `sentence` is a message id, `values` fill its `{fields}`.

    `help` (a message id with the same values) says what to do. Never raised itself.
    """

    exit_code: ClassVar[int] = 70
    name: ClassVar[str] = "bug"

    def __init__(self, sentence: str, /, *, help: str = "", **values: Any) -> None:  # noqa: A002
        self.sentence = sentence
        self.help = help
        self.values = values
        super().__init__(sentence)

    def __str__(self) -> str:
        return self.sentence.format_map({k: str(v) for k, v in self.values.items()})


class UsageError(KicError):
    """An unknown option, id, kind or revision, or a missing answer: exit code 2."""

    exit_code = 2
    name = "usage"


class Unavailable(KicError):
    """The surroundings do not allow it: no repository, not readable, disk full, git missing: exit code 3."""

    exit_code = 3
    name = "environment"


class Refused(KicError):
    """The rules, or the person asked, said no; nothing was written: exit code 1."""

    exit_code = 1
    name = "refused"


class Locked(KicError):
    """Another kic is writing; nothing was written: exit code 4."""

    exit_code = 4
    name = "locked"


class Changed(KicError):
    """A file is not what it was when it was read; nothing was written: exit code 4."""

    exit_code = 4
    name = "changed"


class Unfinished(KicError):
    """An interrupted operation could not be completed safely; both versions are kept: exit code 5."""

    exit_code = 5
    name = "unfinished"
