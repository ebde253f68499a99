"""What must hold of an item: its quorum, its votes, its result and wording."""

from collections.abc import Iterator

from kic.core.diagnostic import Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, plural, text
from kic.domain.meetings import (
    DECIDED,
    Item,
    Meeting,
    MeetingState,
    Result,
    VoteForm,
    exclusion_rules,
    late_bias_rules,
)
from kic.domain.meetings.attendance_rules import attendance_contradiction
from kic.domain.meetings.exclusion_rules import excluded_took_part, excluded_without_disclosure
from kic.domain.meetings.quorum import AtItem, QuorumRule, Roll, at_item, roll_of
from kic.domain.settings import Settings

REASONED = frozenset({Result.POSTPONED, Result.REFERRED, Result.WITHDRAWN})
"""Results that say nothing without a reason."""


def _items(repository: Snapshot) -> Iterator[tuple[Meeting, int, Item]]:
    """Items of meetings that have begun; of those planned or cancelled another rule speaks."""
    for meeting in repository.all(Meeting):
        if meeting.state in (MeetingState.INVITED, MeetingState.HELD):
            for position, item in enumerate(meeting.items):
                yield meeting, position, item


def _voted(repository: Snapshot) -> Iterator[tuple[Meeting, int, Item, Roll]]:
    """Items on which was voted, with the roll; without those whose attendance is not known."""
    roll = roll_of(repository)
    for meeting, position, item in _items(repository):
        if meeting.present and (
            item.result in DECIDED or (item.vote and item.result is not Result.NO_QUORUM)
        ):
            yield meeting, position, item, roll


# -- quorum --------------------------------------------------------------------------------------------


@rule(
    "KIC720",
    "no-quorum",
    requires=(attendance_contradiction, excluded_took_part, excluded_without_disclosure),
)
def no_quorum(repository: Snapshot) -> Iterator[Finding]:
    """At every vote so many voting members are there that the committee can resolve.

    Why: A resolution without a quorum does not stand. It is counted at the vote, not at the opening, from the legal
    number of members: more than half of it; a third where members are excluded; three at a second invitation that
    said so. Advisory seats and excluded members do not count. For 25 members that is 13, 9 and 3.

    Fix: Correct the attendance or the result (`no_quorum`). Then invite a second time on the same items
    (`kic meeting second`), or, where members are excluded, let the mayor decide after hearing the others.

    Source: § 39(1) and (2) GemO RLP (haufe.de); the numbers are settings of the committee in `kic.yaml`.
    """
    for meeting, position, item, roll in _voted(repository):
        there = at_item(repository, meeting, item, roll)
        quorum = there.quorum
        if quorum is None or there.stands:
            continue
        yield found(
            meeting,
            ("items", position, "vote" if item.vote else "result"),
            plural(
                "at item {number} {n} voting member is there, it takes {needed} ({source})",
                "at item {number} {n} voting members are there, it takes {needed} ({source})",
                n=len(there.voting),
                number=item.number,
                needed=quorum.needed,
                source=quorum.source,
            ),
            help=_way_out(meeting, there),
        )


def _way_out(meeting: Meeting, there: AtItem) -> Text:
    invitation = meeting.invitation
    if invitation is not None and invitation.second_of is not None:
        return text(
            "three suffice at a second invitation that says so, for items that lacked a quorum at the first"
        )
    if there.excluded:
        return text("with excluded members the mayor decides after hearing the others, if too few are left")
    return text(
        "correct the attendance; if it is right, the result is no_quorum, and a second invitation follows"
    )


@rule("KIC721", "quorum-denied", requires=(attendance_contradiction,))
def quorum_denied(repository: Snapshot) -> Iterator[Finding]:
    """An item lacks a quorum only if too few were there.

    Why: The lack of a quorum opens the way to a second invitation at which three members suffice. It must be true.

    Fix: Enter who had left (`kic meeting absent`), or correct the result.

    Source: § 39(1) GemO RLP.
    """
    roll = roll_of(repository)
    for meeting, position, item in _items(repository):
        if item.result is not Result.NO_QUORUM or not meeting.present:
            continue
        there = at_item(repository, meeting, item, roll)
        if there.quorum is not None and there.stands:
            yield found(
                meeting,
                ("items", position, "result"),
                plural(
                    "item {number} lacked a quorum, and {n} voting member is there; {needed} suffice",
                    "item {number} lacked a quorum, and {n} voting members are there; {needed} suffice",
                    n=len(there.voting),
                    number=item.number,
                    needed=there.quorum.needed,
                ),
                help=text("enter who had left, or correct the result"),
            )


@rule("KIC722", "quorum-not-set", Severity.WARNING)
def quorum_not_set(repository: Snapshot) -> Iterator[Finding]:
    """Where votes are recorded, the settings say what quorum the committee has.

    Why: Whether the municipal code applies to this committee, or rules of its own, is for the city to say. Without
    the number of members and the share nobody checks whether a vote stands.

    Fix: Set `committee.seats` and `committee.quorum` in `kic.yaml`, with their source.

    Source: § 39 GemO RLP (more than half of the legal number), for committees by reference.
    """
    settings = repository.only(Settings)
    if settings is None:
        return
    rules = settings.committee
    if rules is not None and rules.seats is not None and rules.quorum is not None:
        return
    for _meeting, _position, item in _items(repository):
        if item.result in DECIDED:
            yield found(
                settings,
                "committee",
                text("the quorum of the committee is not set, so no vote can be checked"),
                help=text("set the number of seats and the quorum with its source"),
            )
            return


@rule("KIC723", "quorum-by-exclusion", Severity.WARNING, requires=(no_quorum,))
def quorum_by_exclusion(repository: Snapshot) -> Iterator[Finding]:
    """The smaller quorum for exclusions rests on the exclusions, not on those who stayed away.

    Why: A third of the members suffices where members may not take part. It is enough that exclusion contributed.
    Here too few would have been there even with the excluded members, and a court may see no contribution in that.

    Fix: Let the matter be decided again with more members, or accept the finding by a waiver after legal advice.

    Source: § 39(2) GemO RLP with VV no. 1 (kommunalbrevier.de).
    """
    for meeting, position, item, roll in _voted(repository):
        there = at_item(repository, meeting, item, roll)
        if there.quorum is None or there.majority is None or not there.stands:
            continue
        if there.quorum.rule is QuorumRule.EXCLUSIONS and there.lacking_anyhow:
            yield found(
                meeting,
                ("items", position, "vote" if item.vote else "result"),
                plural(
                    "at item {number} {n} voting member is there and {excluded} excluded; "
                    "without any exclusion it would take {needed}",
                    "at item {number} {n} voting members are there and {excluded} excluded; "
                    "without any exclusion it would take {needed}",
                    n=len(there.voting),
                    number=item.number,
                    excluded=len(there.excluded),
                    needed=there.majority.needed,
                ),
                help=text("let more members decide, or ask for legal advice"),
            )


# -- votes ---------------------------------------------------------------------------------------------


@rule("KIC724", "votes-exceed-members", requires=(attendance_contradiction,))
def votes_exceed_members(repository: Snapshot) -> Iterator[Finding]:
    """There are no more votes than voting members at the item.

    Why: Each seat has one vote, by its member or the deputy. Advisory seats and excluded members have none; votes
    are not transferred.

    Fix: Correct the numbers or the attendance.

    Source: § 40(1) GemO RLP (majority of the votes of those present).
    """
    for meeting, position, item, roll in _voted(repository):
        if item.vote is not None and item.vote.cast > roll.votes(meeting, item):
            yield found(
                meeting,
                ("items", position, "vote"),
                text(
                    "at item {number} there are {cast} votes and {present} voting members",
                    number=item.number,
                    cast=item.vote.cast,
                    present=roll.votes(meeting, item),
                ),
                help=text("correct the numbers or the attendance; advisory seats do not vote"),
            )


@rule("KIC725", "votes-missing", Severity.WARNING, requires=(attendance_contradiction,))
def votes_missing(repository: Snapshot) -> Iterator[Finding]:
    """Every voting member at the item is counted: yes, no, abstention or invalid.

    Why: Who says nothing abstains, and who had left counts neither for the vote nor for the quorum. A difference
    hides one of the two.

    Fix: Count the missing ones as abstentions, or enter who had left (`kic meeting absent`).

    Source: § 40(1) GemO RLP; § 39(1) GemO RLP (quorum at the vote).
    """
    for meeting, position, item, roll in _voted(repository):
        vote = item.vote
        if (
            vote is None
            or vote.form is VoteForm.WITHOUT_FORMAL_VOTE
            or vote.in_favour is None
            or vote.against is None
        ):
            continue
        if vote.cast < roll.votes(meeting, item):
            yield found(
                meeting,
                ("items", position, "vote"),
                text(
                    "at item {number} there are {cast} votes of {present} voting members",
                    number=item.number,
                    cast=vote.cast,
                    present=roll.votes(meeting, item),
                ),
                help=text("count the others as abstentions, or enter who had left"),
            )


@rule("KIC727", "vote-numbers")
def vote_numbers(repository: Snapshot) -> Iterator[Finding]:
    """A vote has the numbers of yes and no; adoption without a formal vote has none.

    Why: The minutes hold the result of each vote. Without a formal vote nobody was counted, so any number is
    invented.

    Fix: Enter `in_favour` and `against` (0 where nobody), or take the numbers out.

    Source: § 40 GemO RLP with MGeschO § 23 (kommunalbrevier.de); § 41(1) GemO RLP.
    """
    for meeting, position, item in _items(repository):
        vote = item.vote
        if vote is None:
            continue
        given = [
            name
            for name in ("in_favour", "against", "abstentions", "invalid")
            if getattr(vote, name) is not None
        ]
        if vote.form is VoteForm.WITHOUT_FORMAL_VOTE:
            if given:
                yield found(
                    meeting,
                    ("items", position, "vote", given[0]),
                    text(
                        "item {number} was adopted without a formal vote, and yet has numbers",
                        number=item.number,
                    ),
                    help=text("take the numbers out, or enter the vote as open"),
                )
        elif vote.in_favour is None or vote.against is None:
            yield found(
                meeting,
                ("items", position, "vote"),
                text(
                    "the vote on item {number} does not say how many were for and against", number=item.number
                ),
                help=text("enter in_favour and against, 0 where nobody"),
            )


@rule("KIC728", "result-without-vote")
def result_without_vote(repository: Snapshot) -> Iterator[Finding]:
    """A decision rests on a vote, and a vote has a result.

    Why: The committee decides by votes. A result that nobody voted on is an opinion, a vote without a result leaves
    open what holds.

    Fix: Enter the vote (`kic meeting vote`; adoption without a formal vote is one, too), or correct the result.

    Source: § 40(1) GemO RLP; § 41(1) GemO RLP.
    """
    for meeting, position, item in _items(repository):
        if item.result in DECIDED and item.vote is None:
            message = text(
                "the result of item {number} is {result}, and there is no vote",
                number=item.number,
                result=item.result,
            )
            field = "result"
        elif item.vote is not None and item.result in (None, Result.NO_QUORUM, Result.WITHDRAWN):
            message = (
                text("there is a vote on item {number}, and no result", number=item.number)
                if item.result is None
                else text(
                    "there is a vote on item {number}, and its result is {result}",
                    number=item.number,
                    result=item.result,
                )
            )
            field = "vote"
        else:
            continue
        yield found(
            meeting, ("items", position, field), message, help=text("enter the vote, or correct the result")
        )


@rule("KIC726", "result-against-vote", requires=(vote_numbers,))
def result_against_vote(repository: Snapshot) -> Iterator[Finding]:
    """A proposal is carried if there are more votes for than against it, else it is rejected.

    Why: Abstentions and invalid votes do not count. A tie rejects, also 0 to 0.

    Fix: Correct the result or the numbers.

    Source: § 40(1) GemO RLP (haufe.de).
    """
    for meeting, position, item in _items(repository):
        vote = item.vote
        if vote is None or item.result not in DECIDED:
            continue
        if vote.carried is (item.result is not Result.REJECTED):
            continue
        yield found(
            meeting,
            ("items", position, "result"),
            text(
                "the result of item {number} is {result}, with {yes} for and {no} against",
                number=item.number,
                result=item.result,
                yes=vote.in_favour or 0,
                no=vote.against or 0,
            )
            if vote.form is not VoteForm.WITHOUT_FORMAL_VOTE
            else text(
                "item {number} was adopted without a formal vote, and yet is rejected", number=item.number
            ),
            help=text("correct the result or the numbers; a tie rejects"),
        )


# -- wording -------------------------------------------------------------------------------------------


def _plain(words: str | None) -> str:
    return " ".join((words or "").split())


@rule("KIC729", "wording-against-result")
def wording_against_result(repository: Snapshot) -> Iterator[Finding]:
    """What was resolved differs from the proposal only if it was amended; what was not carried has no wording.

    Why: The minutes hold the wording of each resolution. Proposal and final wording both stay, so that everybody
    sees what the committee changed.

    Fix: Correct the result (`carried` or `amended`) or the wording. For a proposal that was carried as it stood, the
    wording may be left out.

    Source: § 41(1) GemO RLP (wording of the resolutions in the minutes).
    """
    for meeting, position, item in _items(repository):
        proposal, wording, field = _plain(item.proposal), _plain(item.wording), "wording"
        if item.result is Result.AMENDED and (not wording or wording == proposal):
            field = "wording" if item.wording else "result"
            message = (
                text("item {number} was amended, and its wording is that of the proposal", number=item.number)
                if wording
                else text("item {number} was amended, and the new wording is missing", number=item.number)
            )
        elif item.result is Result.CARRIED and wording and proposal and wording != proposal:
            message = text(
                "item {number} was carried as proposed, and its wording differs", number=item.number
            )
        elif wording and item.result in (Result.REJECTED, Result.NO_QUORUM, *REASONED):
            message = text(
                "the result of item {number} is {result}, and yet it has a wording of what was resolved",
                number=item.number,
                result=item.result,
            )
        else:
            continue
        yield found(
            meeting, ("items", position, field), message, help=text("correct the result or the wording")
        )


@rule("KIC730", "resolution-without-wording", requires=(wording_against_result,))
def resolution_without_wording(repository: Snapshot) -> Iterator[Finding]:
    """Of an item that was voted on it is known what was put to the vote.

    Why: Without the words nobody can tell later what the committee resolved or rejected.

    Fix: Enter the proposal. If it is not known any more, add `items` to `gaps`.

    Source: § 41(1) GemO RLP (wording of the resolutions in the minutes).
    """
    for meeting, position, item in _items(repository):
        if item.result in DECIDED and not item.proposal and not item.wording and not meeting.tells("items"):
            yield found(
                meeting,
                ("items", position),
                text("item {number} was voted on, and it does not say what about", number=item.number),
                help=text("enter what was put to the vote: kic meeting vote takes it as --proposal"),
            )


@rule("KIC731", "result-without-reason")
def result_without_reason(repository: Snapshot) -> Iterator[Finding]:
    """An item that was postponed, referred or withdrawn says why.

    Why: Whoever waits for the matter, an applicant above all, is told what it waits for.

    Fix: Enter the reason: what is missing, which body it was referred to, who withdrew it.

    Source: § 41(1) GemO RLP (results in the minutes).
    """
    for meeting, position, item in _items(repository):
        if item.result in REASONED and not _plain(item.reason):
            yield found(
                meeting,
                ("items", position, "result"),
                text(
                    "the result of item {number} is {result}, without a reason",
                    number=item.number,
                    result=item.result,
                ),
                help=text("enter the reason"),
            )


RULES: tuple[Rule, ...] = (
    *exclusion_rules.RULES,
    *late_bias_rules.RULES,
    no_quorum,
    quorum_denied,
    quorum_not_set,
    quorum_by_exclusion,
    votes_exceed_members,
    votes_missing,
    vote_numbers,
    result_without_vote,
    result_against_vote,
    wording_against_result,
    resolution_without_wording,
    result_without_reason,
)
