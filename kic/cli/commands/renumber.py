"""`kic renumber`: another number for a new record, with everything that names it."""

from typing import Annotated

import typer

from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text

EXAMPLES = """
kic renumber 2026-1-016
kic renumber 2026-1-016 2026-1-020
kic renumber 2026-1-016 --base HEAD --dry-run
"""


def command(
    context: typer.Context,
    id: Annotated[
        str, typer.Argument(metavar="ID", help=_("The record or part whose number is taken twice."))
    ],
    new: Annotated[
        str | None,
        typer.Argument(
            metavar=_("NEW"), help=_("Its new id; without it the next one that is free everywhere.")
        ),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(
            "--base",
            metavar=_("STATE"),
            help=_(
                "Where the change will be merged. Usual: the remote's main branch, else what was recorded last."
            ),
        ),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.core.place import spelled  # noqa: PLC0415
    from kic.repository.renumbering import recorded_already, renumbered, usual_base  # noqa: PLC0415

    known = base if base is not None else usual_base(session.repository)
    if known is not None:
        session.judge_from(known)
    found = renumbered(session.repository, id, new, known)
    for old, to in list(found.ids.items())[1:]:
        session.talk(text("{old} becomes {new}.", old=old, new=to))
    if found.mentions:
        session.talk(text("These texts name the old id and stay as they are; look at them:"))
        for each in found.mentions:
            session.talk(f"  {each.path} {spelled(each.field)}: {each.id}")
    old = next(iter(found.ids))
    if recorded_already(session.repository, old):
        session.talk(
            text(
                "{old} is in what was recorded last here, so kic check misses it until this is recorded too: "
                "kic save --with-errors. What counts for the merge is kic check --base.",
                old=old,
            )
        )
    mentions = [{"path": each.path, "field": spelled(each.field), "id": each.id} for each in found.mentions]
    return conclude(
        session,
        found.plan,
        command="renumber",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"ids": found.ids, "base": known, "mentions": mentions},
        question=text("Give {old} the id {new}?", old=old, new=found.ids[old]),
        next_step=f"kic check --base {known}" if known is not None else "kic check",
    )
