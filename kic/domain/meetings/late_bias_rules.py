"""What turns out about bias after a vote: the decision may be ineffective, in both directions (§ 22(6) GemO RLP)."""

from collections.abc import Iterator, Mapping

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.domain.applications import Application
from kic.domain.committee import BiasState, Disclosure, Seat
from kic.domain.meetings import Item, Meeting
from kic.domain.scoring import ScoreSheet


def _votes(repository: Snapshot) -> Mapping[str, tuple[Meeting, int, Item]]:
    """The last item with a vote on each matter, and its place in its meeting."""
    last: dict[str, tuple[Meeting, int, Item]] = {}
    for meeting in sorted(repository.all(Meeting), key=lambda each: each.starts.local):
        for position, item in enumerate(meeting.items):
            if item.vote is not None:
                last.update(dict.fromkeys(item.about, (meeting, position, item)))
    return last


@rule("KIC785", "bias-settled-after-vote", Severity.WARNING)
def bias_settled_after_vote(repository: Snapshot) -> Iterator[Finding]:
    """What turns out about bias after a vote is looked at: the committee may have to decide again.

    Why: A decision is ineffective if an excluded person took part, and also if an entitled one was kept out,
    whenever it comes to light. An entry of a later day changes no marks and no votes, so nothing else shows it. A
    doubt takes back nothing of what was settled before it.

    Fix: Have it examined whether the committee has to decide again. A later vote on the matter settles it.

    Source: § 22(6) GemO RLP (klartext-jura.de); the time in which it can be healed is not confirmed.
    """
    disclosing = [seat for seat in repository.all(Seat) if seat.disclosures]
    if not disclosing:
        return
    votes = _votes(repository)
    sheets = {(each.call, each.seat): each for each in repository.all(ScoreSheet)}
    for seat in disclosing:
        for position, entry in _settling_entries(seat):
            application = repository.get(Application, entry.about)
            call = application.call if application is not None else None
            vote = votes.get(entry.about) or (votes.get(call) if call is not None else None)
            if vote is None:
                continue
            meeting, at, item = vote
            message = _late(
                seat, entry, meeting, item, sheets.get((call, seat.id)) if call is not None else None
            )
            if message is not None:
                yield found(
                    seat,
                    ("disclosures", position, "state"),
                    message,
                    help=text("have it examined whether the committee has to decide again"),
                    related=[Related(repository.place(meeting, "items", at), text("the vote"))],
                )


def _settling_entries(seat: Seat) -> Iterator[tuple[int, Disclosure]]:
    """The last entry that settles each matter, with its place: a doubt after it takes nothing back."""
    last = {
        (each.about, each.filling): position
        for position, each in enumerate(seat.disclosures)
        if each.state is not BiasState.UNCLEAR
    }
    for position in last.values():
        yield position, seat.disclosures[position]


def _late(
    seat: Seat, entry: Disclosure, meeting: Meeting, item: Item, sheet: ScoreSheet | None
) -> Text | None:
    """What speaks against the vote since this entry; None where it came in time, or is about somebody else."""
    day = meeting.starts.local.date()
    begin, end = seat.time_of_person(day, entry.filling)
    if not day < entry.date <= end or entry.date < begin:
        return None
    if entry.state is BiasState.EXCLUDED:
        if any(each.seat == seat.id and each.filling is entry.filling for each in meeting.there(item)):
            if seat.bias_on(entry.about, day, entry.filling) is BiasState.EXCLUDED:
                return None  # known on the day: KIC732
            return text(
                "the seat {seat} took part when {id} was decided on {day}; it was excluded, entered on {date}",
                seat=seat.id, id=entry.about, day=day, date=entry.date,
            )  # fmt: skip
        marks = sheet.marks.get(entry.about) if sheet is not None and sheet.filling is entry.filling else None
        if marks is not None and marks.given:
            return text(
                "marks of the seat {seat} counted when {id} was decided on {day}; it was excluded, entered on {date}",
                seat=seat.id, id=entry.about, day=day, date=entry.date,
            )  # fmt: skip
    elif entry.state is BiasState.NOT_EXCLUDED and any(each.seat == seat.id for each in item.exclusions):
        return text(
            "the seat {seat} was kept out when {id} was decided on {day}; it was entitled, entered on {date}",
            seat=seat.id, id=entry.about, day=day, date=entry.date,
        )  # fmt: skip
    return None


RULES: tuple[Rule, ...] = (bias_settled_after_vote,)
