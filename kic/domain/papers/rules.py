"""What must hold of papers: their number, their way through the bodies, their money."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.meetings import Meeting
from kic.domain.papers import Deliberation, Paper, Purpose


@rule("KIC795", "paper-number-twice")
def paper_number_twice(repository: Snapshot) -> Iterator[Finding]:
    """A number of the council's office names one paper.

    Why: Minutes and resolutions cite the number. Two papers with one number are two different proposals that
    nobody can tell apart afterwards.

    Fix: Enter the right number, or take the line out until the council's office gives one and name it in `gaps`.

    Source: Council information systems of German towns (number, Beratungsfolge).
    """
    first: dict[str, Paper] = {}
    for paper in repository.all(Paper):
        if paper.number is None:
            continue
        other = first.setdefault(" ".join(paper.number.split()).casefold(), paper)
        if other is not paper:
            yield found(
                paper,
                "number",
                text("the number {number} is that of {id}", number=paper.number, id=other.id),
                help=text("enter the right number"),
                related=[Related(repository.place(other, "number"), text("the other paper"))],
            )


@rule("KIC796", "paper-without-decision", Severity.WARNING)
def paper_without_decision(repository: Snapshot) -> Iterator[Finding]:
    """A paper ends with the body that decides, or is only taken note of.

    Why: Who decides last decides. A body that advises after the decision advises on nothing, and a paper on which
    nobody decides is no proposal.

    Fix: Put the stations in their order, and give the last one the purpose `decides` (or all of them `notes`).

    Source: Council information systems (Beratungsfolge); § 32 GemO RLP (the council decides, unless it has
    transferred the matter).
    """
    for paper in repository.all(Paper):
        deciding = [n for n, each in enumerate(paper.deliberations) if each.purpose is Purpose.DECIDES]
        noted = all(each.purpose is Purpose.NOTES for each in paper.deliberations)
        if not deciding and not noted:
            yield found(
                paper,
                "deliberations",
                text("no body decides on this paper"),
                help=text("give the last station the purpose decides"),
            )
        elif deciding and deciding[-1] != len(paper.deliberations) - 1:
            late = deciding[-1] + 1
            if paper.deliberations[late].purpose is not Purpose.NOTES:
                yield found(
                    paper,
                    ("deliberations", late),
                    text("{body} comes after the decision", body=paper.deliberations[late].body),
                    help=text("put the stations in their order"),
                )


@rule("KIC797", "paper-dates")
def paper_dates(repository: Snapshot) -> Iterator[Finding]:
    """A paper goes through its bodies in their order: no day lies before the paper's own or the station's before.

    Why: The order is the way to the decision. A preliminary advice after the decision was none.

    Fix: Correct the day, or the order of the stations.

    Source: Council information systems (Beratungsfolge).
    """
    for paper in repository.all(Paper):
        last = paper.date
        for position, each in enumerate(paper.deliberations):
            day = day_of(repository, each)
            if day is None:
                continue
            if day < last:
                yield found(
                    paper,
                    ("deliberations", position, "date" if each.date else "meeting"),
                    text(
                        "{body} deliberates on {day}, expected {last} or later",
                        body=each.body,
                        day=day,
                        last=last,
                    ),
                    help=text("correct the day, or the order of the stations"),
                )
                break
            last = day


@rule("KIC798", "paper-result-differs")
def paper_result_differs(repository: Snapshot) -> Iterator[Finding]:
    """What a paper says of a sitting is what the sitting recorded.

    Why: The minutes are the proof of what was resolved. A paper that tells another result misleads the next body.

    Fix: Take over the result of the item, or correct the minutes if they are wrong.

    Source: § 41 GemO RLP (minutes).
    """
    for paper in repository.all(Paper):
        for position, each in enumerate(paper.deliberations):
            meeting = repository.get(Meeting, each.meeting)
            if meeting is None:
                continue
            if each.date is not None and each.date != meeting.starts.local.date():
                yield found(
                    paper,
                    ("deliberations", position, "date"),
                    text(
                        "the day is {day}, the meeting is on {meeting}",
                        day=each.date,
                        meeting=meeting.starts.local.date(),
                    ),
                    help=text("take the day out: the meeting says it"),
                )
            results = {item.result for item in meeting.items if set(item.about) & set(paper.about)}
            if each.result is not None and results and each.result not in results:
                yield found(
                    paper,
                    ("deliberations", position, "result"),
                    text("the result is {result}, the meeting has another", result=each.result),
                    help=text("take over the result of the meeting's item"),
                )


@rule("KIC799", "paper-money-unsaid")
def paper_money_unsaid(repository: Snapshot) -> Iterator[Finding]:
    """A paper says what it costs, or that it costs nothing.

    Why: A council decides on money knowingly or not at all.

    Fix: Enter `financial_effects` with the amount and the budget's product, or `none: true`.

    Source: Council papers (financial effects); § 93 GemO RLP (economy and thrift) [M].
    """
    for paper in repository.all(Paper):
        effects = paper.financial_effects
        if effects is None:
            if not paper.tells("financial_effects"):
                yield found(
                    paper,
                    "financial_effects",
                    text("the paper does not say what it costs"),
                    help=text("enter financial_effects, or none: true in it"),
                )
        elif effects.none is (effects.amount is not None):
            yield found(
                paper,
                ("financial_effects", "amount" if effects.none else "none"),
                text("it costs nothing, and there is an amount")
                if effects.none
                else text("there is neither an amount nor that it costs nothing"),
                help=text("enter the amount, or none: true"),
            )


def day_of(repository: Snapshot, each: Deliberation) -> datetime.date | None:
    """The day of a station: its own, or that of its meeting."""
    meeting = repository.get(Meeting, each.meeting)
    return each.date or (meeting.starts.local.date() if meeting is not None else None)


RULES: tuple[Rule, ...] = (
    paper_number_twice,
    paper_without_decision,
    paper_dates,
    paper_result_differs,
    paper_money_unsaid,
)
