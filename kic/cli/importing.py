"""What commands that read sheets of records have in common: whose word counts, what is said, what is refused."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kic.cli.asking import ask_one_of, one_of
from kic.cli.session import Session
from kic.core.text import Label, Text, plural, text
from kic.errors import Refused

if TYPE_CHECKING:
    from kic.core.diagnostic import Diagnostic
    from kic.core.plan import Plan
    from kic.repository.intake.outcome import Changed


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

WHOSE = ("sheet", "record")
"""Whose word counts where a field was changed on both sides."""


def with_answer(session: Session, take: str | None, read: Callable[[Any], Came]) -> Came:
    """What reading comes to, once it is settled whose word counts: by `--take`, else by who is at the terminal."""
    whose = one_of(session, take, WHOSE, "--take") if take is not None else None
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


def findings_data(session: Session, findings: "tuple[Diagnostic, ...]") -> list[Any]:
    """The findings for scripts."""
    from kic.present.findings_json import finding_data  # noqa: PLC0415
    from kic.present.findings_report import Report  # noqa: PLC0415

    report = Report(findings, session.repository.snapshot, session.language)
    return [finding_data(each, report) for each in findings]


def changed_data(changed: "Iterable[Changed]") -> list[Any]:
    """The changed records for scripts."""
    return [{"id": each.id, "fields": list(each.fields)} for each in changed]
