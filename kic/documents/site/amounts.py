"""Sums over public grants, and their pictures: what calls, years, themes and recommendations got.

Every sum here is one of cells of public tables, so that a page can name the rows that it adds up.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kic.core.text import Text, text
from kic.core.values import Money, total
from kic.documents.money_flow_charts import PASSED_ON, PERSONS, UNKNOWN, Way, picture
from kic.documents.site.page import Row, Site


def recipient(site: Site, grant: Row) -> Text | str:
    """Who got a grant: the public name of an organisation, and of a private person that it is one."""
    if grant["individual"]:
        return text("Private person")
    return site.title("bodies", grant["recipient"]) or UNKNOWN


def titled(grant: Row) -> Text | str:
    """What a grant is called; the project of a private person has a generic name."""
    return grant["title"] or text("Project of a private person")


def status(grant: Row, today: datetime.date) -> Text:
    """How far a grant is, as its public days and sums tell."""
    if grant["final"] is not None:
        return text("settled")
    if grant["start"] is None:
        return text("awarded")
    if today < grant["start"]:
        return text("not begun yet")
    return text("running") if today <= grant["end"] else text("ended, not settled yet")


def awarded(rows: Iterable[Row]) -> Money:
    """The sum of what notices have awarded."""
    return total(each["awarded"] for each in rows)


def paid(rows: Iterable[Row]) -> Money:
    """The sum of what was paid and has not come back."""
    return total(each["paid"] for each in rows)


class Sums:
    """The money of one call. `awarded` and `paid` are None where its single grants are not recorded or not public yet.

    `given` is the best that is known of what it gave: its grants, else what the call's own figures say. `passed_on` is
    the part of its money that later calls hand out.
    """

    def __init__(self, site: Site, call: Row) -> None:
        self.call = call
        self.grants = site.with_("grants", "call", call["id"])
        self.awarded = awarded(self.grants) if self.grants else None
        self.paid = paid(self.grants) if self.grants else None
        self.given: Money | None = self.awarded if self.awarded is not None else call["committed"]
        later = [each["amount"] for each in site.with_("calls", "remainder_of", call["id"])]
        self.passed_on = total(each for each in later if each is not None)


def sums(site: Site) -> tuple[Sums, ...]:
    """The money of every public call, newest year last."""
    calls = sorted(site.rows("calls"), key=lambda each: (each["year"], each["number"], each["id"]))
    return tuple(Sums(site, each) for each in calls)


def known(amounts: Iterable[Money | None]) -> Money | None:
    """The sum of amounts; None where one is not known or there are none."""
    found = list(amounts)
    return None if not found or any(each is None for each in found) else total(found)


def came(site: Site, table: str, column: str, id_: str, address: str) -> dict[str, Any] | None:
    """The money of a theme or recommendation, and the page that tells its grants; None where nothing came."""
    rows = site.with_(table, column, id_)
    if not rows:
        return None
    return {
        "awarded": awarded(rows),
        "paid": paid(rows),
        "projects": len({each["grant"] for each in rows}),
        "address": address,
    }


# -- pictures --------------------------------------------------------------------------------------------


def budgets(site: Site, title: Text, what: Text, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A budget with awards and payments for each row (`label`, `budget`, `awarded`, `paid`; see `by_call`)."""
    return {
        "form": "budget",
        "folded": True,
        "title": title,
        "description": text(
            "For each row the money to give as a frame, what is awarded as a striped bar, and what is paid, less what "
            "came back, as a narrow full bar within."
        ),
        "what": what,
        "as_of": site.today,
        "source": _source(site),
        "notes": [PASSED_ON] if any(each.get("passed_on") for each in rows) else [],
        "rows": list(rows),
    }


def by_call(accounts: Sequence[Sums]) -> list[dict[str, Any]]:
    """Rows of `budgets`, one for each call; a call tells whether it hands out what another of them left."""
    ids = {each.call["id"] for each in accounts}
    return [
        {
            "label": each.call["title"],
            "budget": each.call["amount"],
            "passed_on": each.passed_on,
            "remainder": each.call["remainder_of"] in ids,
            "awarded": each.given,
            "paid": each.paid,
        }
        for each in accounts
    ]


def spent(
    site: Site, title: Text, what: Text, rows: Sequence[Mapping[str, Any]], notes: Sequence[Text] = ()
) -> dict[str, Any]:
    """Awards and payments for each row, where there is no budget of its own (`label`, `awarded`, `paid`)."""
    return {
        "form": "budget",
        "unbudgeted": True,
        "folded": True,
        "title": title,
        "description": text(
            "For each row what is awarded as a striped bar, and what is paid, less what came back, as a narrow full "
            "bar within."
        ),
        "what": what,
        "notes": list(notes),
        "as_of": site.today,
        "source": _source(site),
        "rows": list(rows),
    }


def flow(site: Site, grants: Sequence[Row]) -> dict[str, Any] | None:
    """Awards from the calls over the themes to the recipients; None where there are none."""
    parts = site.grouped("grant_themes", "grant")
    ways: list[Way] = []
    for grant in grants:
        to, kind = _end(site, grant)
        rest = grant["awarded"].cents
        for each in parts.get(grant["id"], ()):
            cents = each["awarded"].cents
            rest -= cents
            if cents:
                ways.append(Way(grant["call"], each["theme"], to, kind, cents, each["parts"]))
        if rest:
            ways.append(Way(grant["call"], "", to, kind, rest, 1))
    used = {each.theme for each in ways}
    found = picture(
        ways,
        calls={each["id"]: each["title"] for each in site.rows("calls")},
        themes={each["id"]: each["title"] for each in site.rows("themes") if each["id"] in used}
        | ({"": text("Theme not known")} if "" in used else {}),
        recipients={
            each: text("Private persons") if each == PERSONS else site.title("bodies", each) or UNKNOWN
            for each in dict.fromkeys(each.recipient for each in ways)
        },
        day=site.today,
    )
    return None if found is None else found | {"folded": True, "source": _source(site)}


def _end(site: Site, grant: Row) -> tuple[str, str]:
    """Who stands at the end of a way, and of what kind; private persons are one."""
    if grant["individual"]:
        return PERSONS, PERSONS
    body = site.row("bodies", grant["recipient"])
    return ("", "") if body is None else (body["id"], body["body"].value)


def _source(site: Site) -> Text:
    return text("open data of {city}", city=site.about.municipality.name)
