"""`kic report list`: which reports are due, which came, which were examined."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.domain.calls import ReportKind
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.documents.accounts_of_use import Line

EXAMPLES = """
kic report list
kic report list 2025-2
kic report list --open --format json
"""
OPEN = frozenset({"due", "overdue", "incomplete"})


def _waits(line: "Line") -> bool:
    """Whether it is a proof of use that nobody has examined yet."""
    return line.report is ReportKind.PROOF_OF_USE and line.state in ("received", "noted")


def _open(line: "Line") -> bool:
    return line.state in OPEN or _waits(line)


def command(
    context: typer.Context,
    id: Annotated[
        str | None,
        typer.Argument(metavar="ID", help=_("A call or an application; without it, all.")),
    ] = None,
    open_: Annotated[
        bool, typer.Option("--open", help=_("Only what is still to come, to be completed or to be examined."))
    ] = False,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    session.look_on(as_of)
    from kic.cli.groups.reports import show_lines  # noqa: PLC0415
    from kic.documents.accounts_of_use import lines  # noqa: PLC0415
    from kic.domain.applications import Application  # noqa: PLC0415
    from kic.domain.calls import Call  # noqa: PLC0415

    snapshot = session.repository.snapshot
    only: Application | Call | None = None
    if id is not None:
        only = snapshot.get(Application, id.lower()) or snapshot.get(Call, id.lower())
        if only is None:
            if snapshot.kind_of(id.lower()) not in ("application", "call", None):
                raise UsageError("{id} is neither a call nor an application.", id=id)
            only = session.repository.find(Application, id)
    found = [each for each in lines(snapshot, session.today, only) if not open_ or _open(each)]
    if output == "json":
        session.json("report list", found)
        return 0
    if not found:
        session.talk(text("No report is due, and none came."))
        return 0
    session.out(show_lines(session, found))
    examine = next((each for each in found if _waits(each)), None)
    late = next((each for each in found if each.state == "overdue"), None)
    if examine is not None:
        session.next_step(f"kic report show {examine.id}")
    elif late is not None:
        session.next_step(f"kic report receive {late.application} {late.report.value}")
    return 0
