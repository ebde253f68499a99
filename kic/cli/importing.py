"""What commands that read sheets and forms have in common: options, whose word counts, what is said and refused."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol, TypeVar

import typer

from kic.cli.asking import ask_one_of, one_of
from kic.cli.session import Session
from kic.cli.table import N_
from kic.cli.words import _
from kic.core.text import Label, Text, plural, text
from kic.errors import Refused

if TYPE_CHECKING:
    from kic.core.diagnostic import Diagnostic
    from kic.core.plan import Plan
    from kic.repository.intake.marks import Take
    from kic.repository.intake.outcome import Changed

OneSheet = Annotated[
    str | None,
    typer.Option("--sheet", metavar=_("NAME"), help=_("The sheet to read, where there are several.")),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column", metavar=_("HEADING=FIELD"), help=_("What a column holds, or ignored; may be repeated.")
    ),
]
OnlyReadable = Annotated[
    bool,
    typer.Option("--only-readable", help=_("Take the rows that can be read; the others wait and are named.")),
]
TakeOf = Annotated[
    str | None,
    typer.Option(
        "--take",
        metavar="sheet|record",
        help=_("Whose word counts where both were changed since the last import."),
    ),
]


class Outcome(Protocol):
    """What reading came to: the plan, or None where it is refused; `asked`: only whose word counts is missing."""

    @property
    def plan(self) -> "Plan | None": ...  # noqa: D102
    @property
    def findings(self) -> "tuple[Diagnostic, ...]": ...  # noqa: D102
    @property
    def asked(self) -> bool: ...  # noqa: D102
    @property
    def created(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def unchanged(self) -> tuple[str, ...]: ...  # noqa: D102


Came = TypeVar("Came", bound=Outcome)

WHOSE: tuple[Literal["sheet", "record"], ...] = ("sheet", "record")
"""Whose word counts where a field was changed on both sides."""


def whose_of(session: Session, take: str | None) -> "Take":
    """Whose word counts by `--take`, None where it says nothing; raises UsageError."""
    return one_of(session, take, WHOSE, "--take") if take is not None else None


def with_answer(session: Session, whose: "Take", read: Callable[["Take"], Came]) -> Came:
    """What reading comes to, once it is settled whose word counts: this, else that of who is at the terminal."""
    outcome = read(whose)
    if outcome.asked and session.can_ask:
        session.show_findings(outcome.findings, session.repository.snapshot)
        question = text("Whose word counts for these fields?")
        outcome = read(ask_one_of(session, None, WHOSE, option="--take", question=question))
    return outcome


def counted(created: Sequence[Any], changed: Sequence[Any], unchanged: Sequence[Any]) -> tuple[Text, ...]:
    """How many records are new, changed and unchanged."""
    return (
        plural("{n} new", "{n} new", n=len(created)),
        plural("{n} changed", "{n} changed", n=len(changed)),
        plural("{n} unchanged", "{n} unchanged", n=len(unchanged)),
    )


def say_changed(session: Session, changed: "Iterable[Changed]") -> None:
    """Which fields of which records change."""
    for each in changed:
        fields = tuple(Label("field", field) for field in each.fields)
        session.talk(text("  {id} changes: {fields}", id=each.id, fields=fields))
        if each.emptied:
            gone = tuple(Label("field", field) for field in each.emptied)
            session.talk(text("  {id} loses what stands empty there: {fields}", id=each.id, fields=gone))


def say_waiting(session: Session, rows: Sequence[int]) -> None:
    """Which rows of a sheet cannot be read; nothing where there is none."""
    if rows:
        session.talk(
            plural(
                "{n} row cannot be read: {rows}.",
                "{n} rows cannot be read: {rows}.",
                n=len(rows),
                rows=tuple(rows),
            )
        )


_LOOK_ABOVE = N_("What the file is and what to do stands above; what is recorded here stays as it was.")


def what_to_correct(findings: "Iterable[Diagnostic]", inside: str) -> str:
    """The help where a file is refused: `inside` where something in it is wrong, else that it is another file."""
    from kic.sheets.laws import BROKEN_SPREADSHEET, LARGE_SPREADSHEET, NO_SPREADSHEET  # noqa: PLC0415
    from kic.sheets.text_laws import BROKEN_TEXT, NO_FORM, NO_TEXT  # noqa: PLC0415

    whole = (NO_SPREADSHEET, BROKEN_SPREADSHEET, LARGE_SPREADSHEET, NO_TEXT, BROKEN_TEXT, NO_FORM)
    errors = [each.law for each in findings if each.severity.value == "error"]
    return _LOOK_ABOVE if errors and all(each in whole for each in errors) else inside


def refusal(waiting: Sequence[int]) -> Refused:
    """That a sheet cannot be imported; where rows wait, the others could be taken."""
    if waiting:
        return Refused(
            "The sheet cannot be imported as it stands; nothing was written.",
            help="Correct the cells that are named, or take the other rows meanwhile with --only-readable.",
        )
    return Refused(
        "The sheet cannot be imported as it stands; nothing was written.", help="The findings above say why."
    )


def refuse(
    session: Session, command: str, findings: "Iterable[Diagnostic]", output: str, refused: Refused
) -> int:
    """The end of a command that its findings keep from going on: as JSON where that is asked for, else `refused`."""
    if output != "json":
        raise refused
    session.json_findings(command, findings, session.repository.snapshot)
    return 1


def findings_data(session: Session, findings: "tuple[Diagnostic, ...]") -> list[Any]:
    """The findings for scripts."""
    from kic.present.findings_json import finding_data  # noqa: PLC0415
    from kic.present.findings_report import Report  # noqa: PLC0415

    report = Report(findings, session.repository.snapshot, session.language)
    return [finding_data(each, report) for each in findings]


def changed_data(changed: "Iterable[Changed]") -> list[Any]:
    """The changed records for scripts."""
    return [{"id": each.id, "fields": list(each.fields)} for each in changed]
