"""What the schemas of answers are made of: JSON's own sorts, amounts and days as text, sentences, findings, plans."""

from typing import Any

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
MONEY: Schema = {"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$"}
DAY: Schema = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
ANY: Schema = {}


def list_of(items: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": items}


def map_of(values: Schema) -> Schema:
    """Names of any kind, each with one of these."""
    return {"type": "object", "additionalProperties": values}


def or_none(schema: Schema) -> Schema:
    """This, or null where there is none."""
    return {"anyOf": [schema, {"type": "null"}]}


def one_of(*words: str) -> Schema:
    """One of these words."""
    return {"enum": list(words)}


def closed(_optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    """An object of exactly these keys, of which only those in `_optional` may be missing."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in _optional],
        "additionalProperties": False,
    }


EXACT = closed(exact=TEXT, decimal=TEXT)
SENTENCE = closed(("plural_id",), message_id=TEXT, plural_id=TEXT, values=map_of(ANY))
SEVERITY = one_of("error", "warning", "note")
_PLACE = {"path": TEXT, "line": WHOLE, "column": WHOLE, "end_line": WHOLE, "end_column": WHOLE}
_WORDS = {"message": TEXT, "message_id": TEXT, "plural_id": TEXT, "values": map_of(ANY)}

FINDING = closed(
    ("plural_id",),
    code={"type": "string", "pattern": "^KIC[0-9]{3}$"},
    slug=TEXT,
    severity=SEVERITY,
    **_WORDS,
    help=or_none(TEXT),
    **_PLACE,
    record=or_none(TEXT),
    field=or_none(TEXT),
    related=list_of(ANY),
    fixable=FLAG,
)

_BECAUSE_OF = {"amount": MONEY, "what": SENTENCE, "path": TEXT, "line": WHOLE, "field": TEXT}
_BECAUSE = closed(**_BECAUSE_OF, of=list_of(closed(**_BECAUSE_OF, of={"type": "array", "maxItems": 0})))
ROW = closed(id=TEXT, title=or_none(TEXT), requested=MONEY, awarded=MONEY, paid=MONEY, returned=MONEY)

TRACE = closed(
    id=TEXT,
    kind=one_of("year", "call", "application", "applicant", "theme", "goal", "recommendation"),
    title=or_none(TEXT),
    figures=list_of(closed(figure=TEXT, amount=MONEY, because=list_of(_BECAUSE))),
    grants=list_of(ROW),
    open=list_of(SENTENCE),
    goes_on=list_of(TEXT),
)


def written(**more: Schema) -> Schema:
    """What a writing command answers: its operation, its files, and what the command adds."""
    files = list_of(closed(path=TEXT, change=one_of("created", "changed", "deleted")))
    return closed(**more, operation=or_none(WHOLE), files=files)


PACK: Schema = {
    "oneOf": [
        closed(title=SENTENCE, facts=map_of(ANY), tables=map_of(list_of(map_of(ANY)))),
        closed(path=TEXT, files=list_of(TEXT)),
    ]
}
"""Tables that go out together, or the files that they were written to."""

DUE = closed(
    date=DAY,
    state=one_of("overdue", "open", "ahead"),
    kind=TEXT,
    record=TEXT,
    key=TEXT,
    what=SENTENCE,
    owes=TEXT,
    concerns=list_of(TEXT),
    names=list_of(TEXT),
    source=or_none(TEXT),
    confirmed=FLAG,
)
