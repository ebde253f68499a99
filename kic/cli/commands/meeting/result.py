"""`kic meeting result`: what came of an item on which nobody voted."""

from typing import Annotated

import typer

from kic.cli.asking import one_of
from kic.cli.groups.meetings import ItemName, MeetingId, item_of, next_item
from kic.cli.options import DryRun, Format, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.domain.meetings import DECIDED, Meeting, Result
from kic.errors import UsageError

EXAMPLES = """
kic meeting result 2026-11-12 3 noted
kic meeting result 2026-11-12 1 postponed --reason "Die Vorlage kam zu spät." --dry-run
kic meeting result 2026-11-12 3 noted --wording "Der Ausschuss nimmt den Bericht zur Kenntnis."
"""


def command(
    context: typer.Context,
    meeting: MeetingId,
    item: ItemName,
    result: Annotated[
        str,
        typer.Argument(
            metavar="noted|postponed|referred|withdrawn|no_quorum",
            help=choice(_("What came of the item."), (each for each in Result if each not in DECIDED)),
        ),
    ],
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar=_("TEXT"), help=_("Why it was postponed, referred or withdrawn.")),
    ] = None,
    wording: Annotated[
        str | None, typer.Option("--wording", metavar=_("TEXT"), help=_("What stands in the minutes."))
    ] = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.meetings.moves import settle  # noqa: PLC0415

    session: Session = context.obj
    found = session.repository.find(Meeting, meeting)
    wanted = item_of(found, item)
    came = one_of(session, result, Result, _("RESULT"))
    if came in DECIDED and wanted.vote is None:
        raise UsageError(
            "{result} rests on a vote.",
            help="kic meeting vote {id} {number} --for N --against N records it.",
            result=came,
            id=found.id,
            number=wanted.number,
        )
    return conclude(
        session,
        settle(
            session.repository.snapshot,
            found,
            wanted,
            came,
            reason=words_of(reason, "--reason") if reason is not None else None,
            wording=words_of(wording, "--wording") if wording is not None else None,
        ),
        command="meeting result",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": found.id, "item": wanted.id},
        next_step=next_item(found, wanted),
    )
