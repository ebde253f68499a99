"""Who may give marks: a seat that is in office, that votes, and that nothing ties to the applicant."""

from collections.abc import Iterator

from kic.allocation.problem import Silence
from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.applications import Application
from kic.domain.committee import Seat, Voice
from kic.domain.scoring import ScoreSheet
from kic.domain.scoring.bias import settled, tied_to


@rule("KIC607", "seat-not-in-office")
def seat_not_in_office(repository: Snapshot) -> Iterator[Finding]:
    """Marks come from a seat that was filled on the day they were received.

    Why: Only members of the committee decide; marks of a former member would change the ranking.

    Fix: Correct the date or the seat, or take the sheet out.

    Source: § 45 GemO RLP (members are elected for a term).
    """
    for sheet in repository.all(ScoreSheet):
        seat = repository.get(Seat, sheet.seat)
        if (
            seat is None
            or seat.tells("terms")
            or any(t.end is not None and t.end < t.start for t in seat.terms)
        ):
            continue
        if seat.term_on(sheet.received) is None:
            yield found(
                sheet,
                "received",
                text("the seat {id} was vacant on {received}", id=seat.id, received=sheet.received),
                help=text("correct the date or the seat, or take the sheet out"),
                related=[Related(repository.place(seat, "terms"), text("its terms"))],
            )


@rule("KIC608", "advisory-seat-marks")
def advisory_seat_marks(repository: Snapshot) -> Iterator[Finding]:
    """Only voting seats give marks.

    Why: Marks lead to the decision; an advisory seat advises on it and does not share in it.

    Fix: Take the marks out, or correct the seat's voice.

    Source: Practice of comparable committees (Ludwigshafen: voting and advisory members).
    """
    for sheet in repository.all(ScoreSheet):
        seat = repository.get(Seat, sheet.seat)
        if seat is None or seat.voice is Voice.VOTING:
            continue
        if any(marks.given for marks in sheet.marks.values()):
            yield found(
                sheet,
                "seat",
                text("the seat {id} advises and does not vote, so it gives no marks", id=seat.id),
                help=text("take the marks out, or correct the seat's voice"),
                related=[Related(repository.place(seat, "voice"), text("its voice"))],
            )


@rule("KIC609", "possible-conflict", Severity.WARNING)
def possible_conflict(repository: Snapshot) -> Iterator[Finding]:
    """A seat that was sent by the applicant or sits on its board does not mark its application.

    Why: Whoever cannot act unselfishly is excluded, and a decision with such a member is ineffective, also
    if the vote made no difference. kic sees only who sent a seat and the boards that are recorded: a potential
    conflict, not a finding of bias. That it finds nothing is never a clearance: family and employment are
    known to the members alone, and whoever may take part is decided by disclosure and, in doubt, by the body
    that the law names.

    Fix: Clarify it before the meeting and record the answer with `kic meeting disclose`. If the seat is
    excluded, write `excluded` instead of the marks; the ground is not stored.

    Source: § 22 GemO RLP; OVG RLP, 24.06.2009, 2 A 10098/09.
    """
    if not any(seat.boards or seat.sent_by is not None for seat in repository.all(Seat)):
        return
    applications = {each.id: each for each in repository.all(Application)}
    for sheet in repository.all(ScoreSheet):
        seat = repository.get(Seat, sheet.seat)
        if seat is None or not (seat.boards or seat.sent_by is not None):
            continue
        for about, marks in sheet.marks.items():
            application = applications.get(about)
            field = None if application is None else tied_to(seat, application)
            if application is None or field is None or marks.value is Silence.EXCLUDED:
                continue
            if settled(seat, about, sheet.received, filling=sheet.filling) is not None:
                continue
            body = application.applicant.body
            if field == "sent_by":
                message = text(
                    "the seat {seat} was sent by the applicant {body}: a possible conflict",
                    seat=seat.id,
                    body=body,
                )
                tie = text("sent by the applicant")
            else:
                message = text(
                    "the seat {seat} sits on the board of the applicant {body}: a possible conflict",
                    seat=seat.id,
                    body=body,
                )
                tie = text("on the board of the applicant")
            yield found(
                sheet,
                ("marks", about),
                message,
                help=text("clarify it before the meeting; if it is excluded, write excluded"),
                related=[Related(repository.place(seat, field), tie)],
            )


RULES: tuple[Rule, ...] = (seat_not_in_office, advisory_seat_marks, possible_conflict)
