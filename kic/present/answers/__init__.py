"""JSON Schemas of the objects that commands answer with `--format json` (docs/interface.md, section 5).

Every object is closed and complete: a key that appears or goes without its schema fails a test, and users'
scripts learn of it by a higher `schema` number in the envelope. Each module holds the commands of a field of work,
`shapes` what all of them are made of.
"""

from kic.present.answers import applying, concept, looking, money, notices, sharing, sitting
from kic.present.answers.shapes import (
    DAY,
    DIALECT,
    FINDING,
    FLAG,
    SENTENCE,
    TEXT,
    WHOLE,
    Schema,
    closed,
    list_of,
    or_none,
)

__all__ = ["AS_OF", "DATA", "ERROR", "PARTS", "answers"]

PARTS = (concept, sharing, applying, sitting, notices, money, looking)
"""The modules of the commands; a command stands in one of them."""
DATA: dict[str, Schema] = {name: schema for part in PARTS for name, schema in part.DATA.items()}
"""What stands under `data`, by command."""

AS_OF = closed(
    day=DAY,
    to_come=FLAG,
    edition=or_none(TEXT),
    since=or_none(TEXT),
    since_adoption=FLAG,
    perhaps_later=FLAG,
    left_out=WHOLE,
    untold=list_of(closed(element=TEXT, amendments=list_of(TEXT), reason=SENTENCE)),
    perhaps_in_force=list_of(TEXT),
    unreadable=list_of(TEXT),
)
"""The day that was looked at, only where `--as-of` named one."""

ERROR = closed(code=WHOLE, name=TEXT, message=TEXT, help=or_none(TEXT))


def answers() -> dict[str, Schema]:
    """The schema of each command's whole answer."""
    found = {name: _answer(name, {"data": data}) for name, data in DATA.items()}
    summary = closed(
        errors=WHOLE, warnings=WHOLE, notes=WHOLE, records=WHOLE, waived=WHOLE, off=WHOLE, left_out=WHOLE
    )
    findings = {"findings": list_of(FINDING), "summary": summary}
    found["check"] = _answer("check", findings)
    for name in ("allocate", "application import", "form in", "import concept", "payment import", "score in"):
        found[name] = _answer(name, {"data": DATA[name]}, findings)
    return dict(sorted(found.items()))


def _answer(command: str, *contents: dict[str, Schema]) -> Schema:
    """The envelope with one of the command's contents, or with an error instead."""
    envelope = {"kic": TEXT, "schema": WHOLE, "command": {"const": command}, "as_of": AS_OF}
    return {
        "$schema": DIALECT,
        "title": f"kic {command} --format json",
        "oneOf": [closed(("as_of",), **envelope, **content) for content in (*contents, {"error": ERROR})],
    }
