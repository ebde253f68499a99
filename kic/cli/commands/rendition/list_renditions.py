"""`kic rendition list`: other forms of the concept's texts, and which of them are in doubt."""

import typer

from kic.cli.options import Format
from kic.cli.session import Session
from kic.core.text import text

EXAMPLES = """
kic rendition list
kic rendition list --format json
kic --lang en rendition list
"""


def command(context: typer.Context, output: Format = "text") -> int:
    from kic.domain.revisions.rendition import Rendition, stale  # noqa: PLC0415
    from kic.present.tables import Column, table  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    doubtful = {each.id for each in stale(snapshot)}
    found = snapshot.all(Rendition)
    if output == "json":
        session.json(
            "rendition list",
            [
                {
                    "id": each.id,
                    "element": each.element,
                    "rendition": each.rendition,
                    "language": each.language,
                    "title": each.title,
                    "url": each.url,
                    "seen": each.seen[-1].date if each.seen else None,
                    "in_doubt": each.id in doubtful,
                }
                for each in found
            ],
        )
        return 0
    if not found:
        session.talk(text("There is no other form of a text."))
        session.next_step("kic rendition add he-07 easy_language --url ...")
        return 0
    say = session.language.say
    columns = [
        Column(say(text("Id"))),
        Column(say(text("Of"))),
        Column(say(text("Form"))),
        Column(say(text("Language"))),
        Column(say(text("Last compared"))),
        Column(say(text("State"))),
    ]
    rows = [
        (
            each.id,
            each.element,
            session.language.word(each.rendition),
            each.language,
            session.language.word(each.seen[-1].date) if each.seen else "",
            say(text("in doubt") if each.id in doubtful else text("fits")),
        )
        for each in found
    ]
    session.out(table(columns, rows))
    first = next((each.id for each in found if each.id in doubtful), None)
    session.next_step(f"kic rendition seen {first}" if first else "kic overview")
    return 0
