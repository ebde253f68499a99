"""The `datapackage.json` of a folder of tables: what `frictionless validate` checks every file against.

A schema for each resource with types, keys and foreign keys. A file of JSON lines without a line stands in the folder
and not in the package: to a reader it is no table, as it has no heading. The licence is a setting; where the city has
not said it, the package has none, and says so in words: a licence is never made up.
"""

import datetime
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from kic.core.text import text
from kic.domain.publishing import Column, Sort, Table
from kic.domain.settings import Settings
from kic.present.envelope import dumped
from kic.present.language import Language
from kic.present.open_data.sheets import Sheet, titled

NAME = "datapackage.json"
PARTIAL = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"

_TYPES: Mapping[Sort, dict[str, Any]] = {
    Sort.TEXT: {"type": "string"},
    Sort.ID: {"type": "string"},
    Sort.CODE: {"type": "string"},
    Sort.WHOLE: {"type": "integer"},
    Sort.NUMBER: {"type": "number"},
    Sort.MONEY: {"type": "number"},
    Sort.DATE: {"type": "date", "format": "default"},
    Sort.PARTIAL: {"type": "string"},
    Sort.MOMENT: {"type": "datetime", "format": "%Y-%m-%dT%H:%M"},
    Sort.FLAG: {"type": "boolean"},
    Sort.PLAIN: {"type": "string"},
}


def described(
    tables: tuple[Table, ...],
    files: Mapping[str, bytes],
    settings: Settings,
    language: Language,
    *,
    day: datetime.date,
    sheet: Sheet | None,
    public: bool = True,
) -> str:
    """The descriptor of these tables, of which `files` has the bytes by table; `sheet` None is JSON lines."""
    stated = settings.open_data
    name = settings.municipality.name
    title = (
        text("Open data on the integration concept: {name}", name=name)
        if public
        else text("All records, not for the public: {name}", name=name)
    )
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": f"{settings.id}-{'open-data' if public else 'not-public'}",
        "title": language.say(title),
        "description": "\n\n".join(language.say(each) for each in _sentences(settings, public=public)),
        "created": f"{day.isoformat()}T00:00:00Z",
    }
    if settings.municipality.website is not None:
        package["homepage"] = settings.municipality.website
    if public and stated.licence is not None:
        package["licenses"] = [
            {"name": stated.licence.name, "title": stated.licence.attribution or stated.licence.name}
            | ({"path": stated.licence.url} if stated.licence.url is not None else {})
        ]
    package["contributors"] = [{"title": name, "role": "publisher"}]
    listed = tuple(each for each in tables if sheet is not None or each.rows)
    package["resources"] = [_resource(each, files, language, sheet, public=public) for each in listed]
    _without_loose_keys(package["resources"])
    return dumped(package)


def _sentences(settings: Settings, *, public: bool) -> tuple[Any, ...]:
    if not public:
        return (text("Complete and not for the public. The private overlay is not part of it."),)
    licence = settings.open_data.licence
    return (
        text(
            "What is public of the records; each table says why. Notes and sources of the office are left out."
        ),
        text("The licence is not known: the city has not said it yet.")
        if licence is None
        else text("Licence: {name}.", name=licence.name),
        text(
            "In CSV files a text that a spreadsheet program would take for a formula begins with an apostrophe; "
            "JSON lines hold every text as it is."
        ),
    )


def _resource(
    table: Table, files: Mapping[str, bytes], language: Language, sheet: Sheet | None, *, public: bool
) -> dict[str, Any]:
    suffix = "jsonl" if sheet is None else "csv"
    content = files[table.name]
    found: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{'' if public else BEFORE}{table.name}.{suffix}",
        "title": language.say(table.title),
        "description": language.say(table.why),
        "format": suffix,
        "mediatype": "application/x-ndjson" if sheet is None else "text/csv",
        "encoding": "utf-8" if sheet is None or not sheet.mark else "utf-8-sig",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
    }
    if sheet is not None:
        found["dialect"] = {"delimiter": sheet.delimiter, "lineTerminator": "\r\n", "quoteChar": '"'}
    schema: dict[str, Any] = {
        "fields": [_field(each, language, sheet) for each in table.columns],
        "missingValues": [""],
        "primaryKey": [_heading(table.columns[table.column(each)], sheet) for each in table.key],
    }
    foreign = [
        {
            "fields": _heading(each, sheet),
            "reference": {
                "resource": "" if each.refers == table.name else each.refers,
                "fields": _heading(Column("id", Sort.ID), sheet),
            },
        }
        for each in table.columns
        if each.refers is not None
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    found["schema"] = schema
    return found


def _without_loose_keys(resources: list[dict[str, Any]]) -> None:
    """Takes out foreign keys into what is no part of the package."""
    there = {"", *(each["name"] for each in resources)}
    for each in resources:
        keys = [key for key in each["schema"].get("foreignKeys", ()) if key["reference"]["resource"] in there]
        if keys:
            each["schema"]["foreignKeys"] = keys
        else:
            each["schema"].pop("foreignKeys", None)


BEFORE = "not-public-"
"""How the names of files begin that are not for the public."""


def _heading(column: Column, sheet: Sheet | None) -> str:
    return column.key if sheet is None else sheet.heading(column)


def _field(column: Column, language: Language, sheet: Sheet | None) -> dict[str, Any]:
    found: dict[str, Any] = {"name": _heading(column, sheet), "title": titled(column, language)}
    found |= _TYPES[column.sort]
    limits: dict[str, Any] = {}
    if column.needed:
        limits["required"] = True
    if column.sort is Sort.PARTIAL:
        limits["pattern"] = PARTIAL
    if column.codes is not None:
        limits["enum"] = [str(each.value) if sheet is None else sheet.code(each) for each in column.codes]
    if sheet is not None:
        if column.sort in (Sort.NUMBER, Sort.MONEY) and sheet.decimal != ".":
            found["decimalChar"] = sheet.decimal
        if column.sort is Sort.FLAG:
            no, yes = sheet.truth
            found |= {"trueValues": [yes], "falseValues": [no]}
    elif column.sort is Sort.PLAIN:
        found["type"] = "any"
    if limits:
        found["constraints"] = limits
    return found
