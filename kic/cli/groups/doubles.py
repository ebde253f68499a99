"""What `kic application double` shows: a table of applications that are alike."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kic.cli.session import Session
from kic.core.text import text
from kic.domain.applications.double import Likeness, Timing
from kic.present.tables import Column, table

if TYPE_CHECKING:
    from kic.core.text import Text
    from kic.documents.double import Alike


def show_doubles(session: Session, found: Sequence["Alike"]) -> str:
    """A table of what is alike, two lines for each pair."""
    say, money = session.language.say, session.language.money
    rows = []
    for pair in found:
        for side, lead in ((pair.application, ""), (pair.other, say(_why(pair)))):
            rows.append(
                (
                    side.id,
                    side.title,
                    side.applicant_name or side.applicant,
                    money(side.requested),
                    "–" if side.award is None else money(side.award),
                    lead,
                )
            )
    columns = (
        Column("ID", fixed=True),
        Column(session.language.label("field", "title")),
        Column(session.language.label("field", "applicant")),
        Column(say("Requested"), fixed=True),
        Column(say("Awarded"), fixed=True),
        Column(say("Alike in")),
    )
    return table(columns, rows, limit=session.width)


def _why(pair: "Alike") -> "Text":
    if not pair.same_applicant:
        return text("title, another applicant")
    if pair.timing is Timing.SAME_TIME:
        return text("title, same time") if pair.likeness is Likeness.TITLE else text("cost lines, same time")
    return (
        text("title, another year") if pair.likeness is Likeness.TITLE else text("cost lines, another year")
    )
