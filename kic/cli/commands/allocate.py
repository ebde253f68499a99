"""`kic allocate`: a proposal that anyone can compute again; it changes nothing."""

from typing import Annotated

import typer

from kic.cli.options import Format
from kic.cli.session import Session
from kic.cli.settings_options import (
    Budget,
    Completion,
    NoFit,
    Objective,
    Partial,
    Rule,
    Utility,
    settings_of,
)
from kic.cli.words import _
from kic.errors import UsageError

EXAMPLES = """
kic allocate 2026-1
kic allocate 2026-1 --budget 45000.00 --on-no-fit stop
kic allocate 2026-1 --explain 2026-1-004
kic allocate 2026-1 --compare --sensitivity
kic allocate --problem problem.yaml --format json
kic allocate --pabulib poll.pb --rule equal-shares
"""


def command(
    context: typer.Context,
    call: Annotated[
        str | None, typer.Argument(metavar=_("CALL"), help=_("The call, such as 2026-1."))
    ] = None,
    problem: Annotated[
        str | None, typer.Option("--problem", metavar=_("FILE"), help=_("A problem file instead of a call."))
    ] = None,
    pabulib: Annotated[
        str | None,
        typer.Option(
            "--pabulib",
            metavar=_("FILE"),
            help=_("A participatory budget in Pabulib's format instead of a call."),
        ),
    ] = None,
    rule: Rule = None,
    utility: Utility = None,
    completion: Completion = None,
    objective: Objective = None,
    on_no_fit: NoFit = None,
    partial: Partial = None,
    budget: Budget = None,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="ID", help=_("Only this application, in sentences."))
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help=_("Show beside it what every other rule would propose."))
    ] = False,
    sensitivity: Annotated[
        bool,
        typer.Option("--sensitivity", help=_("Show which single changes would turn each result over.")),
    ] = False,
    name_seats: Annotated[
        bool,
        typer.Option("--name-seats", help=_("With --sensitivity: name deciding seats instead of letters.")),
    ] = False,
    emit_problem: Annotated[
        bool, typer.Option("--emit-problem", help=_("Write the problem file of the call instead."))
    ] = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    if sum(each is not None for each in (call, problem, pabulib)) != 1:
        calls = _calls(session)
        raise UsageError(
            "kic allocate needs one thing: a call, --problem FILE or --pabulib FILE.",
            help="The calls are {calls}. For example: kic allocate {example}"
            if calls
            else "For example: kic allocate --problem problem.yaml",
            calls=calls,
            example=calls[-1] if calls else None,
        )
    if name_seats and not sensitivity:
        raise UsageError("--name-seats goes with --sensitivity.")
    if emit_problem and (explain is not None or compare or sensitivity):
        raise UsageError("--emit-problem goes without --explain, --compare and --sensitivity.")
    from kic.cli.allocating import Asked, allocate  # noqa: PLC0415

    return allocate(
        session,
        call=call,
        problem=problem if pabulib is None else pabulib,
        pabulib=pabulib is not None,
        options=settings_of(
            rule=rule,
            utility=utility,
            completion=completion,
            objective=objective,
            on_no_fit=on_no_fit,
            partial=partial,
            budget=budget,
        ),
        explain=explain,
        emit_problem=emit_problem,
        as_json=output == "json",
        asked=Asked(compare, sensitivity, name_seats),
    )


def _calls(session: Session) -> tuple[str, ...]:
    """The calls that there are; none outside a repository, where a problem file is still computed."""
    if session.root_or_none is None:
        return ()
    return tuple(entry.id for entry in session.repository.snapshot.entries_of("call") if entry.id)
