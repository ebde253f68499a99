"""`kic meeting pack`: agenda and papers of a meeting as one PDF with bookmarks."""

from pathlib import Path
from typing import Annotated

import typer

from kic.cli.groups.meetings import MeetingId
from kic.cli.options import Format
from kic.cli.outgoing import lay_one
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import Text, plural, text
from kic.domain.meetings import Meeting

EXAMPLES = """
kic meeting pack 2026-12-03
kic meeting pack 2026-12-03 -o Sitzungsmappe.pdf
kic meeting pack 2026-12-03 --format json
"""


def command(
    context: typer.Context,
    meeting: MeetingId,
    destination: Annotated[
        str | None, typer.Option("-o", metavar=_("FILE"), help=_("Write to this file."))
    ] = None,
    output: Format = "text",
) -> int:
    from kic.repository.packing import packed  # noqa: PLC0415

    session: Session = context.obj
    found = session.repository.find(Meeting, meeting)
    pack = packed(session.repository, found, session.language.code)
    target = Path(destination or f"{found.id}.pdf")
    lay_one(session, target, pack.file)
    if output == "json":
        session.json(
            "meeting pack",
            {
                "file": str(target),
                "documents": [{"document": name, "about": about} for name, about in pack.documents],
                "missing": [about for about, _fault in pack.missing],
            },
        )
        return 0
    session.talk(
        plural("{path}: {n} document", "{path}: {n} documents", n=len(pack.documents), path=str(target))
    )
    for about, fault in pack.missing:
        reason = Text(fault.sentence, fault.values)
        session.talk(text("{id} is not in it: {reason}", id=about, reason=reason))
    session.next_step(f"kic meeting show {found.id}")
    return 0
