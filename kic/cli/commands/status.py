"""`kic status`: a recommendation's progress, shown or carried on."""

from typing import Annotated

import typer

from kic.cli.options import day_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.near import near
from kic.domain.concept.moves import record_progress
from kic.domain.concept.recommendation import Light, Progress, Recommendation, Status
from kic.errors import UsageError

EXAMPLES = """
kic status he-07
kic status he-07 in_progress --light green --note "Träger gefunden, Start im Februar"
kic status he-07 implemented --evidence "Bericht vom 12.11.2026, Seite 4" --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The recommendation."))],
    new: Annotated[
        str | None, typer.Argument(metavar=_("NEW"), help=_("The new status; without it, the log is shown."))
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar=_("TEXT"), help=_("What happened, or the reason."))
    ] = None,
    light: Annotated[
        str | None, typer.Option("--light", metavar="green|yellow|red", help=_("Whether it goes as planned."))
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", metavar=_("TEXT"), help=_("What shows it; may be repeated.")),
    ] = None,
    successor: Annotated[
        list[str] | None,
        typer.Option(
            "--successor", metavar="ID", help=_("The recommendation that goes on; may be repeated.")
        ),
    ] = None,
    reported_by: Annotated[
        str | None, typer.Option("--by", metavar="ID", help=_("The body that reported it."))
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar=_("YYYY-MM-DD"), help=_("The day of the entry; else today."))
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=_("Answer the question with yes."))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show the change as a patch, write nothing."))
    ] = False,
    output: Annotated[
        str, typer.Option("--format", metavar="text|json", help=_("How it is written."))
    ] = "text",
) -> int:
    session: Session = context.obj
    snapshot = session.repository.snapshot
    recommendation = session.repository.find(Recommendation, id)
    if new is None:
        if note or light or evidence or successor or on or reported_by:
            raise UsageError(
                "An entry needs a status.", help="For example: kic status {id} in_progress --note ...", id=id
            )
        from kic.cli.looking import show_progress  # noqa: PLC0415

        show_progress(session, snapshot, recommendation, output)
        session.next_step(f"kic status {recommendation.id} in_progress --note ...")
        return 0
    entry = Progress(
        date=day_of(on, "--on") if on else session.today,
        status=Status(_one_of(session, new, Status, "status")),
        light=Light(_one_of(session, light, Light, "--light")) if light else None,
        note=note,
        evidence=tuple(evidence or ()),
        successors=tuple(s.lower() for s in successor or ()),
        reported_by=reported_by.lower() if reported_by else None,
    )
    from kic.cli.changing import carry_out  # noqa: PLC0415

    number = carry_out(
        session,
        record_progress(snapshot, recommendation, entry),
        yes=yes,
        dry_run=dry_run,
        patch_is_data=output != "json",
    )
    if output == "json":
        session.json("status", {"id": recommendation.id, "operation": number})
    if number is not None:
        session.next_step(f"kic show {recommendation.id}")
    return 0


def _one_of(session: Session, word: str, values: type[Status | Light], option: str) -> str:
    """The value that is meant: by its key, or by the word that kic shows for it in this language."""
    labels: dict[str, str] = {session.language.word(each).casefold(): each.value for each in values}
    allowed = {each.value: session.language.word(each) for each in values}
    spelled = word.casefold()
    if found := labels.get(spelled):
        return found
    spelled = spelled.replace("-", "_")
    if spelled not in allowed:
        close = near(spelled, allowed) or tuple(labels[each] for each in near(word.casefold(), labels))
        raise UsageError(
            "{word} is no value of {option}.",
            help="Did you mean {names}?" if close else "The values are {allowed}.",
            word=word,
            option=option,
            names=close,
            allowed=tuple(
                key if label == key.replace("_", " ") else f"{key} ({label})"
                for key, label in allowed.items()
            ),
        )
    return spelled
