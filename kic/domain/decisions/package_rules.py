"""What must hold of one vote on a whole call: it is a vote on each application that has no item of its own."""

from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.committee import Seat
from kic.domain.decisions import Decision
from kic.domain.meetings import DECIDED, Item, Meeting
from kic.domain.meetings.exclusion_rules import agenda_items, by_call, excluded_took_part, in_package
from kic.domain.meetings.quorum import roll_of


def _packages(repository: Snapshot) -> Iterator[tuple[Meeting, int, Item, str, str, Seat]]:
    """Each item that decides on a call as a whole, with an application of it and a seat there that is excluded."""
    calls, roll = by_call(repository), roll_of(repository)
    for meeting, position, item in agenda_items(repository):
        if item.result in DECIDED:
            for call, application, seat in in_package(meeting, item, calls, roll):
                yield meeting, position, item, call, application, seat


def _awards(repository: Snapshot, meeting: Meeting, item: Item) -> Iterator[tuple[Decision, int, str]]:
    """The awards that rest on an item of a meeting, with their decision and place."""
    for decision in repository.all(Decision):
        if decision.meeting == meeting.id:
            for position, award in enumerate(decision.awards):
                if award.item == item.id:
                    yield decision, position, award.application


@rule("KIC737", "package-with-exclusion", Severity.WARNING, requires=(excluded_took_part,))
def package_with_exclusion(repository: Snapshot) -> Iterator[Finding]:
    """A vote on a call as a whole is no vote on an application from which somebody there is excluded.

    Why: One vote on all awards is a vote on each of them. A member who is excluded from a single application would
    take part in its decision, and all of it would be ineffective.

    Fix: Deal with this application in an item of its own, which the member leaves; or let the member leave the item
    as a whole. If the item does not decide on applications, accept the finding by a waiver.

    Source: § 22(1) and (6) GemO RLP (klartext-jura.de, kommunalbrevier.de).
    """
    for meeting, position, item, call, application, seat in _packages(repository):
        if application in {about for _, _, about in _awards(repository, meeting, item)}:
            continue  # KIC759 says it of the award
        yield found(
            meeting,
            ("items", position),
            text(
                "item {number} decides on {call} as a whole, and the seat {seat}, excluded from "
                "{application}, took part",
                number=item.number,
                call=call,
                seat=seat.id,
                application=application,
            ),
            help=text("deal with this application in an item of its own"),
            related=[Related(repository.place(seat, "disclosures"), text("what was disclosed"))],
        )


@rule("KIC759", "award-with-excluded-vote")
def award_with_excluded_vote(repository: Snapshot) -> Iterator[Finding]:
    """No award and no refusal rests on a vote on a whole call in which a seat took part that is excluded from it.

    Why: One vote on all awards is a vote on each of them. The decision on an application in which an excluded person
    took part is ineffective, and so would be the notice on it.

    Fix: Let the committee decide on this application in an item of its own, which the member leaves. If the member
    had left the item, enter it: `kic meeting exclude`.

    Source: § 22(1) and (6) GemO RLP (klartext-jura.de, kommunalbrevier.de).
    """
    for meeting, at, item, _call, application, seat in _packages(repository):
        for decision, position, about in _awards(repository, meeting, item):
            if about == application:
                yield found(
                    decision,
                    ("awards", position, "item"),
                    text(
                        "the seat {seat} is excluded from {application} and took part in the vote on item {number}",
                        seat=seat.id,
                        application=application,
                        number=item.number,
                    ),
                    help=text("let the committee decide on it in an item of its own, or enter that it left"),
                    related=[
                        Related(repository.place(meeting, "items", at), text("the item")),
                        Related(repository.place(seat, "disclosures"), text("what was disclosed")),
                    ],
                )


RULES: tuple[Rule, ...] = (package_with_exclusion, award_with_excluded_vote)
