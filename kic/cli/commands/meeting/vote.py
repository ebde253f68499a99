"""`kic meeting vote`: the vote on an item, and what follows from it."""

from typing import Annotated

import typer

from kic.cli.asking import ask
from kic.cli.groups.meetings import MeetingId, item_of, next_item, whole
from kic.cli.options import DryRun, Format, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.core.values import Count
from kic.domain.meetings import Item, Meeting, Vote, VoteForm
from kic.errors import Refused, UsageError

EXAMPLES = """
kic meeting vote 2026-11-12 1 --unanimous
kic meeting vote 2026-11-12 1 --for 5 --against 3 --abstain 1 --ballot --dry-run
kic meeting vote 2026-11-12 1 --without-vote --wording "Der Ausschuss stimmt dem Bericht zu." --dry-run
"""

_Number = str | None


def command(  # each option is one number of the vote
    context: typer.Context,
    meeting: MeetingId,
    item: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[ITEM]"),
            help=_("The item of the agenda, its number or id; without it, all votes are typed as a table."),
        ),
    ] = None,
    yea: Annotated[_Number, typer.Option("--for", metavar="N", help=_("Votes for the proposal."))] = None,
    nay: Annotated[_Number, typer.Option("--against", metavar="N", help=_("Votes against it."))] = None,
    abstain: Annotated[_Number, typer.Option("--abstain", metavar="N", help=_("Abstentions."))] = None,
    invalid: Annotated[_Number, typer.Option("--invalid", metavar="N", help=_("Invalid votes."))] = None,
    ballot: Annotated[bool, typer.Option("--ballot", help=_("By ballot, not by show of hands."))] = False,
    unanimous: Annotated[
        bool, typer.Option("--unanimous", help=_("All voting members who are there were for it."))
    ] = False,
    without_vote: Annotated[
        bool, typer.Option("--without-vote", help=_("Adopted without a formal vote; nobody objected."))
    ] = False,
    wording: Annotated[
        str | None,
        typer.Option("--wording", metavar=_("TEXT"), help=_("What was resolved, if it differs.")),
    ] = None,
    proposal: Annotated[
        str | None, typer.Option("--proposal", metavar=_("TEXT"), help=_("What is put to the vote."))
    ] = None,
    one_by_one: Annotated[
        bool, typer.Option("--one-by-one", help=_("Ask for one cell after another, without a table."))
    ] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.meetings.moves import record_vote  # noqa: PLC0415

    session: Session = context.obj
    found = session.repository.find(Meeting, meeting)
    if item is None:
        given = (yea, nay, abstain, invalid, wording)
        if ballot or unanimous or without_vote or any(each is not None for each in given):
            raise UsageError("The item is missing; without options, all votes are typed as a table.")
        return _table(
            session, found, proposal, one_by_one=one_by_one, yes=yes, dry_run=dry_run, output=output
        )
    wanted = item_of(found, item)
    numbers = (yea, nay, abstain, invalid)
    if (unanimous or without_vote) and (ballot or unanimous is without_vote or any(numbers)):
        raise UsageError(
            "--unanimous, --without-vote and numbers do not go together; one of them says it all."
        )
    if without_vote:
        vote = Vote(form=VoteForm.WITHOUT_FORMAL_VOTE)
    elif unanimous:
        vote = Vote(in_favour=_everybody(session, found, wanted), against=Count(0), abstentions=Count(0))
    else:
        vote = _counted(session, found, wanted, numbers, VoteForm.BALLOT if ballot else VoteForm.OPEN)
    return conclude(
        session,
        record_vote(
            session.repository.snapshot,
            found,
            wanted,
            vote,
            wording=words_of(wording, "--wording") if wording is not None else None,
            proposal=words_of(proposal, "--proposal") if proposal is not None else None,
        ),
        command="meeting vote",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": found.id, "item": wanted.id},
        next_step=next_item(found, wanted),
    )


def _table(
    session: Session,
    meeting: Meeting,
    proposal: str | None,
    *,
    one_by_one: bool,
    yes: bool,
    dry_run: bool,
    output: str,
) -> int:
    """The votes of a meeting as somebody typed them into a table; items without a proposal share one."""
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.cli.marking import votes_from_paper  # noqa: PLC0415
    from kic.core.plan import Plan  # noqa: PLC0415
    from kic.domain.meetings.moves import record_vote  # noqa: PLC0415

    votes = votes_from_paper(session, meeting, one_by_one=one_by_one)
    if votes is None:
        raise Refused("Nothing was written.")
    without = tuple(str(item.number) for item, _numbers in votes if not item.proposal)
    asked = None
    if without:
        question = text("What was put to the vote at the items {items}:", items=without)
        asked = ask(session, proposal, option="--proposal", question=question, parse=words_of)
    edits = [
        edit
        for item, (yea, nay, abstain, invalid) in votes
        for edit in record_vote(
            session.repository.snapshot,
            meeting,
            item,
            Vote(in_favour=yea, against=nay, abstentions=abstain, invalid=invalid),
            proposal=None if item.proposal else asked,
        ).edits
    ]
    return conclude(
        session,
        Plan(text("Votes of the meeting {id}", id=meeting.id), tuple(edits)),
        command="meeting vote",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": meeting.id, "item": votes[-1][0].id},
        next_step=next_item(meeting, votes[-1][0]),
    )


def _counted(
    session: Session, meeting: Meeting, item: Item, given: tuple[_Number, ...], form: VoteForm
) -> Vote:
    """The numbers of a vote; a person who is asked sees how many are left for the abstentions."""
    yea, nay, abstain, invalid = given
    yes = ask(session, yea, option="--for", question=text("How many were for it?"), parse=whole)
    no = ask(session, nay, option="--against", question=text("How many were against it?"), parse=whole)
    spoiled = whole(invalid, "--invalid") if invalid is not None else None
    if abstain is not None:
        abstentions: Count | None = whole(abstain, "--abstain")
    elif session.can_ask and (yea is None or nay is None):
        rest = Count(max(0, _everybody(session, meeting, item) - yes - no - (spoiled or 0)))
        question = text("How many abstained?")
        abstentions = ask(session, None, option="--abstain", question=question, parse=whole, default=rest)
    else:
        abstentions = None
    return Vote(form=form, in_favour=yes, against=no, abstentions=abstentions, invalid=spoiled)


def _everybody(session: Session, meeting: Meeting, item: Item) -> Count:
    from kic.domain.meetings.quorum import at_item  # noqa: PLC0415

    return Count(len(at_item(session.repository.snapshot, meeting, item).voting))
