"""What is said while changes are recorded, sent and fetched."""

import re
from typing import TYPE_CHECKING, Any

from kic.cli.session import Session
from kic.core.text import Text, plural, text
from kic.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kic.core.diagnostic import Diagnostic
    from kic.core.snapshot import Snapshot
    from kic.repository.sharing.getting import Recorded
    from kic.repository.sharing.unsaved import LeftOut

MOST = 10
"""Records of a history that are told one by one."""
_WHO = re.compile(r"(?P<name>[^<>\n]*[^<>\s])\s*<(?P<mail>[^<>@\s]+@[^<>@\s]+)>")


def who_records(session: Session, root: "Path | None", given: str | None) -> tuple[str, str] | None:
    """The name to enter in this copy, from the option or the person; None where git knows one already."""
    from kic.cli.asking import ask  # noqa: PLC0415
    from kic.repository.sharing.recording import known_as  # noqa: PLC0415

    if given is None and known_as(root) is not None:
        return None
    return ask(
        session,
        given,
        option="--as",
        question=text("Under which name is this recorded? Name of the office and its address, such as {example}:",
                      example="Stabsstelle Integration <integration@stadt.example>"),
        parse=_who,
    )  # fmt: skip


def _who(spelling: str, option: str) -> tuple[str, str]:
    found = _WHO.fullmatch(spelling.strip())
    if found is None:
        raise UsageError(
            "{option} needs a name and an address, such as {example}, not {spelling}.",
            option=option,
            example="Stabsstelle Integration <integration@stadt.example>",
            spelling=spelling,
        )
    return found["name"].strip(), found["mail"]


def say_left_out(session: Session, left: "Sequence[LeftOut]") -> None:
    """Changed files that are not recorded, with the reason; what was left out by naming others is counted."""
    from kic.repository.sharing.unsaved import LeftOutFor  # noqa: PLC0415

    unnamed = sum(each.why is LeftOutFor.NOT_NAMED for each in left)
    if unnamed:
        session.talk(
            plural(
                "{n} other changed file is left for later.",
                "{n} other changed files are left for later.",
                n=unnamed,
            )
        )
    told = list(
        dict.fromkeys(
            (_above(each.path) if each.why is LeftOutFor.ELSEWHERE else each.path, each.why.value)
            for each in left
            if each.why is not LeftOutFor.NOT_NAMED
        )
    )
    for path, why in told[:MOST]:
        session.talk(_left(path, why))
    if len(told) > MOST:
        session.talk(plural("... and {n} other.", "... and {n} others.", n=len(told) - MOST))


def _above(path: str) -> str:
    """The folder at the root that a file lies in, which is told once for all that lies there; else the file."""
    first, slash, _rest = path.partition("/")
    return first + slash


def _left(path: str, why: str) -> Text:
    if why == "private":
        return text("Not recorded: {path} is private and never enters the history.", path=path)
    if why == "link":
        return text("Not recorded: {path} is a link; kic records only real files.", path=path)
    if why == "name":
        return text(
            "Not recorded: the name of {path} cannot be used on every computer; give it another.", path=path
        )
    if why == "other_repository":
        return text("Not recorded: {path} is a repository of its own.", path=path)
    return text(
        "Not recorded: {path} does not belong to what kic keeps; name it to record it too.", path=path
    )


def say_records(session: Session, records: "Sequence[Recorded]") -> None:
    """Records of a history, the newest first."""
    for each in records[:MOST]:
        session.talk(text("  {day}  {subject}", day=each.date, subject=each.subject))
    if len(records) > MOST:
        session.talk(plural("  … and {n} older step", "  … and {n} older steps", n=len(records) - MOST))


def say_brought(session: Session, root: "Path", before: str | None, after: str) -> None:
    """What differs between two recorded states, a line for each record."""
    from kic.documents.change import summary  # noqa: PLC0415
    from kic.repository.sharing.getting import brought  # noqa: PLC0415

    for line in summary(*brought(root, before, after)):
        session.talk(line)


def say_findings(session: Session, found: "Sequence[Diagnostic]", state: "Snapshot") -> None:
    """Every error, last because there it is read; before them some warnings; the rest is counted."""
    from kic.core.diagnostic import Severity  # noqa: PLC0415

    errors = [each for each in found if each.severity is Severity.ERROR]
    warnings = [each for each in found if each.severity is Severity.WARNING][:MOST]
    session.show_findings((*warnings, *errors), state)
    if left := len(found) - len(errors) - len(warnings):
        session.talk(
            plural(
                "… and {n} other finding, no error; kic check shows it.",
                "… and {n} other findings, no errors; kic check shows them.",
                n=left,
            )
        )


def findings_data(found: "Sequence[Diagnostic]") -> list[dict[str, Any]]:
    """Findings as an answer in JSON names them: which, where and how grave."""
    return [
        {
            "code": each.law.code,
            "severity": each.severity.value,
            "path": each.place.path,
            "record": each.record,
        }
        for each in found
    ]


def say_conflicts(session: Session) -> None:
    """What waits for a choice after a merge, in the words of the records."""
    from kic.cli.merging import show_undecided, show_waiting  # noqa: PLC0415
    from kic.repository.merging import waiting  # noqa: PLC0415
    from kic.repository.sharing.choosing import undecided  # noqa: PLC0415

    repository = session.reopened()
    found = list(waiting(repository.snapshot))
    if found:
        session.talk(show_waiting(session, found))
    for each in undecided(repository.root):
        session.talk(show_undecided(each))
