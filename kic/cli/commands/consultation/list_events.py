"""`kic consultation list`: the events of the process, with how many took part and what came of them."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import plural, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kic.documents.participation import ConsultationLine

EXAMPLES = """
kic consultation list
kic consultation list --edition k2022 --as-of 30.06.2022
kic consultation list --format json
"""


def command(
    context: typer.Context,
    edition: Annotated[
        str | None, typer.Option("--edition", metavar="ID", help=_("Only those of this edition."))
    ] = None,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    from kic.documents.participation import consultation_lines  # noqa: PLC0415
    from kic.domain.concept.edition import Edition  # noqa: PLC0415

    session: Session = context.obj
    session.look_on(as_of)
    only = session.repository.find(Edition, edition).id if edition is not None else None
    found = consultation_lines(session.repository.snapshot, only)
    if output == "json":
        session.json("consultation list", found)
        return 0
    if not found:
        session.talk(text("No consultation is recorded."))
        session.next_step("kic consultation add --form workshop --date ... --title ...")
        return 0
    session.out(_table(session, found))
    known = [each.participants for each in found if each.participants is not None]
    session.talk(plural("{n} consultation.", "{n} consultations.", n=len(found)))
    if known:
        session.talk(
            plural(
                "Participants together, of those that are counted: {n}.",
                "Participants together, of those that are counted: {n}.",
                n=sum(known),
            )
        )
    if any(each.unanswered for each in found):
        session.next_step("kic contribution list --open")
    return 0


def _table(session: Session, found: "Sequence[ConsultationLine]") -> str:
    from kic.present.tables import Column, table  # noqa: PLC0415

    language = session.language
    columns = (
        Column("ID", fixed=True),
        Column(language.label("field", "date"), fixed=True),
        Column(language.label("field", "title")),
        Column(language.say("Persons"), right=True),
        Column(language.say("Contributions"), right=True),
        Column(language.say("open"), right=True),
    )
    rows = [
        (
            each.id,
            " –\n".join(language.date(day) for day in (each.date, each.until) if day is not None),
            f"{each.title}\n({language.word(each.form)})",
            "–" if each.participants is None else language.number(each.participants),
            language.number(each.contributions),
            language.number(each.unanswered),
        )
        for each in found
    ]
    return table(columns, rows, limit=session.width)
