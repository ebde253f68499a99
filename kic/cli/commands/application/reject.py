"""`kic application reject`: an application takes no part, for a reason that has a code."""

from typing import Annotated

import typer

from kic.cli.groups.applications import ApplicationId
from kic.cli.options import DryRun, Format, Note, Yes
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.text import text
from kic.domain.applications import Application, Ineligible
from kic.errors import UsageError

EXAMPLES = """
kic application reject 2027-1-001 --reason not_entitled --note "Der Verein hat keinen Bezug zur Stadt."
kic application reject 2027-1-001 --reason wrong_theme --reason already_begun --note "Siehe Vermerk." --dry-run
kic application reject 2027-1-001 --reason not_entitled --note "Siehe Vermerk." --dry-run --format json
"""

REASONS = tuple(each for each in Ineligible if each is not Ineligible.WITHDRAWN)


def command(
    context: typer.Context,
    id: ApplicationId,
    reason: Annotated[
        list[str] | None,
        typer.Option(
            "--reason",
            metavar="late|incomplete|wrong_theme|not_entitled|already_begun",
            help=choice(_("Why it takes no part; may be repeated."), REASONS),
        ),
    ] = None,
    note: Note = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.asking import ask_one_of, one_of  # noqa: PLC0415
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.options import words_of  # noqa: PLC0415
    from kic.cli.reading import ask_optional, items_of  # noqa: PLC0415
    from kic.domain.applications.moves import put_out  # noqa: PLC0415

    application = session.repository.find(Application, id)
    if reason and "withdrawn" in items_of(reason):
        raise UsageError(
            "The applicant withdraws: {command}", command=f"kic application withdraw {application.id}"
        )
    reasons = (
        tuple(one_of(session, each, REASONS, "--reason") for each in items_of(reason))
        if reason
        else (ask_one_of(session, None, REASONS, option="--reason", question=text("Why it takes no part:")),)
    )
    words = ask_optional(
        session,
        note if note is not None else application.ineligible_note,
        option="--note",
        question=text("In words, without names of persons:"),
        parse=words_of,
        nothing=text("nothing"),
    )
    return conclude(
        session,
        put_out(
            session.repository.snapshot,
            application,
            reasons,
            words if words != application.ineligible_note else None,
        ),
        command="application reject",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": application.id},
        next_step=f"kic show {application.id}",
        options={"ineligible_note": "--note", "ineligible": "--reason"},
    )
