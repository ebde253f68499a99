"""How the marks of a call are shown: seats by applications, how they lie, and what to discuss."""

from fractions import Fraction
from typing import TYPE_CHECKING

from kic.allocation.problem import Silence
from kic.cli.looking import heading
from kic.cli.session import Session
from kic.core.text import Text, plural, text
from kic.present.tables import Column, definitions, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kic.documents.matrix import MarkedApplication, MarkingSeat, Matrix
    from kic.domain.scoring.spread import Said

ACROSS = 12
"""Applications beside each other in one table; more go into a second one."""

SHORT: dict[Silence, Text] = {Silence.ABSTAIN: text("abst."), Silence.EXCLUDED: text("excl.")}


def show_matrix(session: Session, found: "Matrix") -> str:
    """The matrix as text; where no marks are shown, who has handed in."""
    say = session.language.say
    parts = [heading(say(text("Marks of the call {call}", call=found.call)))]
    parts.append(_handed_in(session, found) + "\n")
    if found.applications is None:
        parts.append(say(text("The marks are shown to nobody yet. kic call stage changes that.")) + "\n")
        columns = (
            Column(session.language.label("kind", "seat")),
            Column(session.language.label("field", "received")),
        )
        rows = [(each.id, session.language.date(each.received)) for each in found.seats]
        if rows:
            parts.append("\n" + table(columns, rows, limit=session.width))
        return "".join(parts)
    if not found.seats:
        return "".join(parts)
    parts += [
        "\n" + _block(session, found.seats, found.applications[first : first + ACROSS])
        for first in range(0, len(found.applications), ACROSS)
    ]
    parts.append("\n" + _lying(session, found.applications))
    if any(each.discuss for each in found.applications):
        parts.append("\n" + heading(say(text("To be discussed"))) + _reasons(session, found))
    return "".join(parts)


def show_discussion(session: Session, found: "Matrix") -> str:
    """Only what is to be discussed, the reasons in words."""
    say = session.language.say
    head = heading(say(text("To be discussed: call {call}", call=found.call)))
    if found.applications is None:
        return head + say(text("The marks are shown to nobody yet. kic call stage changes that.")) + "\n"
    if not any(each.discuss for each in found.applications):
        return head + say(text("Nothing stands out. What else should be discussed, the members know.")) + "\n"
    return head + _reasons(session, found)


def _handed_in(session: Session, found: "Matrix") -> str:
    said = session.language.say(
        plural("{n} seat has handed in.", "{n} seats have handed in.", n=len(found.seats))
    )
    if found.outstanding:
        more = plural(
            "Still missing is {seats}.",
            "Still missing are {seats}.",
            n=len(found.outstanding),
            seats=found.outstanding,
        )
        said += " " + session.language.say(more)
    return said


def _block(session: Session, seats: "Sequence[MarkingSeat]", shown: "Sequence[MarkedApplication]") -> str:
    language = session.language
    columns = [
        Column(language.label("kind", "seat"), fixed=True),
        *(Column(f"{each.number:03d}", right=True, fixed=True) for each in shown),
        Column(language.say(text("Severity")), right=True, fixed=True),
    ]
    rows = [
        (
            seat.id,
            *(_mark(session, (seat.marks or {}).get(each.id)) for each in shown),
            _signed(session, seat.severity.value) if seat.severity is not None else "–",
        )
        for seat in seats
    ]
    rows.append(
        (
            language.say(text("Mean")),
            *("–" if each.spread.mean is None else language.number(each.spread.mean, 2) for each in shown),
            "",
        )
    )
    return table(columns, rows, limit=max(session.width, 140))


def _mark(session: Session, said: "Said | None") -> str:
    if said is None:
        return "–"
    if isinstance(said, Silence):
        return session.language.say(SHORT[said])
    return session.language.number(said, None if said.denominator == 1 else 2)


def _signed(session: Session, value: Fraction) -> str:
    return ("+" if value > 0 else "") + session.language.number(value, 2)


def _lying(session: Session, applications: "Sequence[MarkedApplication]") -> str:
    say, number = session.language.say, session.language.number
    columns = (
        Column("ID", fixed=True),
        Column(session.language.label("kind", "application")),
        Column(say(text("Marks")), right=True),
        Column(say(text("Mean")), right=True),
        Column(say(text("Range")), right=True),
        Column(say(text("Deviation")), right=True),
        Column(say(text("Discuss"))),
    )
    rows = [
        (
            each.id,
            each.title,
            str(each.spread.marks),
            "–" if each.spread.mean is None else number(each.spread.mean, 2),
            "–" if each.spread.mean is None else number(each.spread.range, 2),
            "–" if each.spread.deviation is None else number(Fraction(each.spread.deviation), 2),
            say(text("yes")) if each.discuss else "",
        )
        for each in applications
    ]
    return table(columns, rows, limit=session.width)


def _reasons(session: Session, found: "Matrix") -> str:
    say = session.language.say
    rows = [
        (f"{each.id} {each.title}", " ".join(say(_said(why.value, each)) for why in each.discuss))
        for each in found.applications or ()
        if each.discuss
    ]
    return definitions(rows, limit=session.width)


def _said(why: str, each: "MarkedApplication") -> Text:
    if why == "few_marks":
        return plural("Only {n} seat has marked it.", "Only {n} seats have marked it.", n=each.spread.marks)
    if why == "spread":
        return text(
            "The marks lie far apart, from {least} to {most}.", least=each.spread.least, most=each.spread.most
        )
    if why == "threshold":
        return text("The mean lies near the threshold.")
    return text("The mean lies near the line where the money ends.")
