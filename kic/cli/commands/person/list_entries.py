"""`kic person list`: pseudonyms, and what is entered of each; no names."""

import typer

from kic.cli.options import Format
from kic.cli.session import Session
from kic.core.text import Label, text

EXAMPLES = """
kic person list
kic person list --format json
kic --lang en person list
"""


def command(context: typer.Context, output: Format = "text") -> int:
    session: Session = context.obj
    from kic.repository.persons import listed  # noqa: PLC0415

    found = listed(session.repository)
    if output == "json":
        session.json("person list", found)
        return 0
    for each in found:
        label = session.language.label("kind", each.kind)
        if each.erased is not None:
            said = text("erased on {date}", date=each.erased)
        elif not each.fields:
            said = text("no entry")
        else:
            labels = tuple(Label("field", name) for name in each.fields)
            session.out(f"{each.id}  {label}: {session.language.enumeration(labels)}")
            continue
        session.out(f"{each.id}  {label}: {session.language.say(said)}")
    if not found:
        session.talk(text("No record names a person, and the private overlay holds none."))
    missing = next((each.id for each in found if not each.fields and each.erased is None), None)
    entered = next((each.id for each in found if each.fields), None)
    if missing is not None:
        session.next_step(f"kic person add {missing}")
    elif entered is not None:
        session.next_step(f"kic person show {entered}")
    return 0
