"""`kic erase`: take a person out of the private overlay for good."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import DryRun, Format, Yes
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import plural, text
from kic.errors import Refused, Unavailable, UsageError

if TYPE_CHECKING:
    from kic.repository.persons import Erasure

EXAMPLES = """
kic erase --list
kic erase p-0007 --dry-run
kic erase p-0007 --yes --confirm p-0007
"""
_MOST = 40


def command(  # options
    context: typer.Context,
    id: Annotated[
        str | None, typer.Argument(metavar="ID", help=_("The pseudonym of the person, such as p-0007."))
    ] = None,
    due: Annotated[
        bool, typer.Option("--list", help=_("Show who and what is due for review, and erase nothing."))
    ] = False,
    confirm: Annotated[
        str | None,
        typer.Option("--confirm", metavar="ID", help=_("The pseudonym once more, as the second answer.")),
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    if due or id is None:
        if id is not None or not due:
            raise UsageError("kic erase needs a pseudonym, or --list alone.")
        from kic.cli.retaining import show_due  # noqa: PLC0415

        return show_due(session, output=output)
    return _erase(session, id.lower(), confirm=confirm, yes=yes, dry_run=dry_run, output=output)


def _erase(  # options
    session: Session,
    id: str,
    *,
    confirm: str | None,
    yes: bool,
    dry_run: bool,
    output: str,
) -> int:
    from kic.repository.overlay import overlay_of  # noqa: PLC0415
    from kic.repository.persons import erase, erasure  # noqa: PLC0415

    repository = session.repository
    overlay = overlay_of(repository.root)
    if overlay is None:
        raise Unavailable(
            "There is no private overlay here.",
            help="kic person add begins one; KIC_PRIVATE names one elsewhere.",
        )
    planned = erasure(repository, overlay, id)
    _say(session, planned)
    erased = planned.done
    if not erased and not dry_run:
        _ask(session, id, confirm=confirm, yes=yes)
        title = session.language.say(text("{id} erased", id=id))
        erase(repository, overlay, planned, session.today, title, session.now)
        session.talk(
            text("{id} is erased; both logs are cleared, and nothing of it can be taken back.", id=id)
        )
        erased = True
        session.next_step("kic erase --list")
    if output == "json":
        session.json(
            "erase",
            {"id": id, "erased": erased, "entry": planned.entry, "operations": planned.operations,
             "records": planned.records, "review": planned.review},
        )  # fmt: skip
    return 0


def _ask(session: Session, id: str, *, confirm: str | None, yes: bool) -> None:
    """Two answers: yes, and the pseudonym typed once more."""
    session.confirm(text("Erase {id} for good? There is no way back.", id=id), yes=yes)
    if confirm is None:
        if not session.can_ask:
            raise UsageError(
                "This needs an answer: {option} is missing.",
                help="Give the pseudonym once more: --confirm {id}",
                option="--confirm",
                id=id,
            )
        confirm = session.line(session.language.say(text("Type {id} once more to erase:", id=id)))
    if confirm.strip().lower() != id:
        raise Refused("What was typed is not {id}; nothing was erased.", id=id)


def _say(session: Session, planned: "Erasure") -> None:
    if planned.done:
        session.talk(
            text("{id} was erased on {date}; nothing is left to do.", id=planned.id, date=planned.erased)
        )
    elif planned.erased is not None:
        session.talk(
            text(
                "The erasure of {id} on {date} was cut off; it is brought to its end.",
                id=planned.id,
                date=planned.erased,
            )
        )
    else:
        if planned.entry is not None:
            session.talk(text("Goes for good: the entry of {id} in the private overlay.", id=planned.id))
        else:
            session.talk(
                text("{id} has no entry in the private overlay; it is marked as erased.", id=planned.id)
            )
        session.talk(
            plural(
                "Both logs are cleared: {n} operation can no longer be taken back.",
                "Both logs are cleared: {n} operations can no longer be taken back.",
                n=planned.operations,
            )
        )
    if planned.records:
        session.talk(
            plural(
                "{n} record keeps the pseudonym, so that sums and references hold: {ids}",
                "{n} records keep the pseudonym, so that sums and references hold: {ids}",
                n=len(planned.records),
                ids=planned.records,
            )
        )
    if planned.review:
        session.talk(
            plural(
                "{n} free text may describe the person; read it, and take out what does:",
                "{n} free texts may describe the person; read them, and take out what does:",
                n=len(planned.review),
            )
        )
        for each in planned.review[:_MOST]:
            session.talk(f"  {each.path}:{each.line} {each.field}")
        if len(planned.review) > _MOST:
            session.talk(plural("... and {n} other.", "... and {n} others.", n=len(planned.review) - _MOST))
    session.talk(
        text(
            "Not reached: letters that were rendered, backups, other copies of the overlay, and git's history."
        )
    )
