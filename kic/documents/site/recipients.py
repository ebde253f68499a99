"""Who got grants: every organisation with all its projects over the years. Private persons are one line together."""

from collections.abc import Iterator, Sequence
from typing import Any

from kic.core.text import text
from kic.documents.site import addresses
from kic.documents.site.amounts import awarded, paid
from kic.documents.site.page import Page, Row, Site
from kic.documents.site.paging import parts
from kic.documents.site.projects import listed


def pages(site: Site) -> Iterator[Page]:
    """The list of recipients, and every organisation that got a public grant."""
    grants = site.rows("grants")
    if not grants:
        return
    bodies = [
        (body, site.with_("grants", "recipient", body["id"]))
        for body in site.rows("bodies")
        if site.with_("grants", "recipient", body["id"])
    ]
    yield from _all(site, sorted(bodies, key=lambda each: (each[0]["name"].casefold(), each[0]["id"])))
    for body, of_body in bodies:
        ordered = sorted(of_body, key=lambda each: (each["noticed"], each["id"]))
        for part in parts(ordered, addresses.recipient(body["id"])):
            yield Page(
                address=part.address,
                template="recipient",
                title=body["name"]
                if part.number == 1
                else text("{title}, page {number}", title=body["name"], number=part.number),
                description=text("Every grant that this organisation got, over all years."),
                section=addresses.PROJECTS,
                kind=text("Organisation") if part.number == 1 else None,
                words=(body["short_name"],) if body["short_name"] else (),
                context={
                    "name": body["name"],
                    "short_name": body["short_name"],
                    "sort": body["body"],
                    "projects": listed(site, part.rows),
                    "whole": _summed(ordered),
                    "all": addresses.RECIPIENTS,
                    "pages": part.pages,
                    "charts": {},
                },
            )


def _summed(grants: Sequence[Row]) -> dict[str, Any]:
    return {"projects": len(grants), "awarded": awarded(grants), "paid": paid(grants)}


def _all(site: Site, bodies: Sequence[tuple[Row, Sequence[Row]]]) -> Iterator[Page]:
    """Organisations by name; on the last page what private persons got together, so that the list adds up."""
    persons = site.with_("grants", "individual", True)
    for part in parts(bodies, addresses.RECIPIENTS):
        last = part.number == len(part.addresses)
        yield Page(
            address=part.address,
            template="recipients",
            title=text("Recipients")
            if part.number == 1
            else text("{title}, page {number}", title=text("Recipients"), number=part.number),
            description=text("The organisations that got grants, with all that each got."),
            section=addresses.PROJECTS,
            kind=text("Overview") if part.number == 1 else None,
            context={
                "rows": [
                    {
                        "title": body["name"],
                        "sort": body["body"],
                        "address": addresses.recipient(body["id"]),
                        **_summed(of_body),
                    }
                    for body, of_body in part.rows
                ],
                "persons": _summed(persons) if last and persons else None,
                "whole": _summed(site.rows("grants")) if last else None,
                "pages": part.pages,
                "charts": {},
            },
        )
