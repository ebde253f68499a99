"""Calls: what was announced, on which terms, with which money, and what came of it in public terms."""

import datetime
from collections.abc import Iterator
from typing import Any

from kic.core.tagged import Stated
from kic.core.text import text
from kic.core.values import Share
from kic.documents.money_flow_charts import APPLICANTS
from kic.documents.site import addresses
from kic.documents.site.amounts import Sums, awarded, budgets, by_call, paid, sums
from kic.documents.site.page import Page, Row, Site, gaps
from kic.documents.site.paging import Part, parts
from kic.documents.site.projects import listed
from kic.domain.calls import ApplicantKind, CallState, Reservation


def pages(site: Site) -> Iterator[Page]:
    """The list of calls, and every call with its projects."""
    accounts = sums(site)
    yield _all(site, accounts)
    for account in accounts:
        ordered = sorted(account.grants, key=lambda each: (each["noticed"], each["id"]))
        for part in parts(ordered, addresses.call(account.call["id"])):
            yield _call(site, account, part)


def _all(site: Site, accounts: tuple[Sums, ...]) -> Page:
    newest = accounts[::-1]
    given = [each for each in accounts if each.given is not None]
    return Page(
        address=addresses.CALLS,
        template="calls",
        title=text("Calls"),
        description=text("Every call for projects with its deadline, its money and its result."),
        section=addresses.CALLS,
        kind=text("Overview"),
        context={
            "open": [_short(each) for each in newest if is_open(each.call, site.today)],
            "calls": [_short(each) for each in newest],
            "has_picture": bool(given),
            "charts": {"money": budgets(site, _PICTURE, text("Call"), by_call(given))} if given else {},
        },
    )


def is_open(call: Row, today: datetime.date) -> bool:
    """Whether one can still apply."""
    ends = call["closes"]
    return call["state"] is CallState.OPEN and (ends is None or ends.local.date() >= today)


_PICTURE = text("Money, awards and payments by call")


def _said(call: Row, *keys: str) -> dict[str, Any]:
    """Cells as far as they are known: what is only approximate or derived says so."""
    told = gaps(call)
    return {
        key: Stated(call[key], told[key]) if key in told and call[key] is not None else call[key]
        for key in keys
    }


def _short(account: Sums) -> dict[str, Any]:
    call = account.call
    return {
        **_said(
            call, "state", "opens", "closes", "amount", "applications", "requested", "funded", "committed"
        ),
        "suppressed": call["requested_suppressed"],
        "id": call["id"],
        "address": addresses.call(call["id"]),
        "title": call["title"],
        "year": str(call["year"]),
        "deadline": call["closes"],
        "awarded": account.awarded,
        "paid": account.paid,
    }


def _call(site: Site, account: Sums, part: Part) -> Page:
    call = account.call
    first = part.number == 1
    return Page(
        address=part.address,
        template="call",
        title=call["title"]
        if first
        else text("{title}, page {number}", title=call["title"], number=part.number),
        description=text("Call of {year}: {state}.", year=str(call["year"]), state=call["state"]),
        section=addresses.CALLS,
        kind=text("Call") if first else None,
        context={
            **_short(account),
            "first": first,
            "announced": _said(call, "announced", "place", "gazette"),
            "reserved": call["reservation"] is Reservation.OPEN and call["year"] >= site.today.year,
            "applicants": [APPLICANTS[ApplicantKind(each)] for each in (call["applicants"] or "").split()],
            "terms": {
                "financing": call["financing"],
                "guideline": call["guideline"],
                **{key: Share.parse(call[key]) if call[key] else None for key in ("max_rate", "own_share")},
            },
            **_said(call, "decision_expected", "decided", "spend_by", "settle_by"),
            "themes": _themes(site, call),
            "criteria": [
                {key: each[key] for key in ("title", "question", "weight")}
                for each in site.with_("call_criteria", "call", call["id"])
            ],
            "remainder_of": _other(site, call["remainder_of"]),
            "remainders": [
                _other(site, each["id"]) for each in site.with_("calls", "remainder_of", call["id"])
            ],
            "year_address": addresses.money_of_year(call["year"]),
            "projects": listed(site, part.rows),
            "whole": {"count": len(account.grants), "awarded": account.awarded, "paid": account.paid},
            "shown": {"count": len(part.rows), "awarded": awarded(part.rows), "paid": paid(part.rows)},
            "pages": part.pages,
            "has_picture": first and account.given is not None,
            "charts": {"money": budgets(site, _PICTURE, text("Call"), by_call([account]))}
            if first and account.given is not None
            else {},
        },
    )


def _themes(site: Site, call: Row) -> list[dict[str, Any]]:
    return [
        {"title": site.title("themes", each["theme"]), "address": addresses.theme(each["theme"])}
        for each in site.with_("call_themes", "call", call["id"])
    ]


def _other(site: Site, id_: str | None) -> dict[str, Any] | None:
    if id_ is None:
        return None
    return {"title": site.title("calls", id_) or id_, "address": addresses.call(id_)}
