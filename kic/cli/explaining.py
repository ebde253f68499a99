"""`--explain`: the files that a document is made with, and the fields that its template can use."""

from typing import Any

from kic.cli.session import Session
from kic.core.text import Text, text

_HOLDS: dict[str, Text] = {
    "money": text("amount"),
    "number": text("number"),
    "share": text("share in per cent"),
    "date": text("date"),
    "moment": text("day and time"),
    "words": text("words"),
    "stated": text("a value that may be unknown, and says so"),
    "list": text("list"),
    "nothing": text("empty here"),
    "yes or no": text("yes or no"),
}


def show_fields(session: Session, template: str, context: dict[str, Any], *, letter: bool) -> int:
    """Prints them, the files first."""
    from kic.present.tables import Column, table  # noqa: PLC0415
    from kic.repository.rendering import explained  # noqa: PLC0415

    found = explained(session.repository.source, template, context, letter=letter)
    say = session.language.say
    session.out(say("Made with") + "\n" + "\n".join(f"  {file}" for file in found.files))
    session.out("")
    rows = [(field.name, session.language.word(_holds(field.holds))) for field in found.fields]
    session.out(table([Column(say("Field"), fixed=True), Column(say("Holds"))], rows, limit=session.width))
    session.next_step("kic help templates")
    return 0


def _holds(code: str) -> Text:
    if code.startswith("list of "):
        return text("list: {holds}", holds=_holds(code.removeprefix("list of ")))
    if code.startswith("code "):
        return text("one of the values of {name}", name=code.removeprefix("code "))
    return _HOLDS[code]
