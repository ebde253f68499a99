"""`kic publication list`: what was published, and what corrects what."""

import typer

from kic.cli.options import Format
from kic.cli.session import Session
from kic.core.text import text

EXAMPLES = """
kic publication list
kic publication list --format json
kic --lang en publication list
"""


def command(context: typer.Context, output: Format = "text") -> int:
    from kic.domain.publications import Publication  # noqa: PLC0415
    from kic.present.tables import Column, table  # noqa: PLC0415

    session: Session = context.obj
    found = sorted(session.repository.snapshot.all(Publication), key=lambda each: (each.published, each.id))
    corrected = {each.corrects: each.id for each in found if each.corrects is not None}
    if output == "json":
        session.json(
            "publication list",
            [
                {
                    "id": each.id,
                    "title": each.title,
                    "published": each.published,
                    "document": each.document,
                    "about": each.about,
                    "form": each.form,
                    "language": each.language,
                    "revision": each.revision,
                    "resolved_by": each.resolved_by,
                    "corrects": each.corrects,
                    "corrected_by": corrected.get(each.id),
                    "files": [{"path": each.folder + one.path, "sha256": one.sha256} for one in each.files],
                }
                for each in found
            ],
        )
        return 0
    if not found:
        session.talk(text("Nothing has been kept yet."))
        session.next_step("kic publication freeze implementation-report --by ...")
        return 0
    say, word = session.language.say, session.language.word
    columns = [
        Column(say(text("Id"))),
        Column(say(text("Published"))),
        Column(say(text("Title"))),
        Column(say(text("Form"))),
        Column(say(text("Corrected by"))),
    ]
    rows = [
        (each.id, word(each.published), each.title, word(each.form), corrected.get(each.id, ""))
        for each in found
    ]
    session.out(table(columns, rows))
    session.next_step(f"kic publication verify {found[-1].id}")
    return 0
