"""Search, accessibility statement, legal notice, and what stands about the data."""

from collections.abc import Iterator
from typing import Any

from kic.core.text import text
from kic.documents.site import addresses
from kic.documents.site.page import Page, Site
from kic.domain.publishing.tables import LEFT_OUT


def pages(site: Site) -> Iterator[Page]:
    """Four pages."""
    yield Page(
        address=addresses.SEARCH,
        template="search",
        title=text("Search"),
        description=text("Search in the concept, in progress reports, calls and projects."),
        section=addresses.SEARCH,
        context={},
    )
    yield Page(
        address=addresses.ACCESSIBILITY,
        template="accessibility",
        title=text("Accessibility statement"),
        description=text("How accessible these pages are, and how to tell us about a barrier."),
        kind=text("About these pages"),
        section=addresses.ACCESSIBILITY,
        context={**_owner(site), "statement": _accessibility(site)},
    )
    yield Page(
        address=addresses.LEGAL,
        template="legal",
        title=text("Legal notice and privacy"),
        description=text("Who publishes these pages, and what they do with data of those who read them."),
        kind=text("About these pages"),
        section=addresses.LEGAL,
        context={
            **_owner(site),
            "imprint": list(site.about.site.imprint),
            "privacy": site.about.site.privacy,
        },
    )
    yield Page(
        address=addresses.DATA,
        template="data",
        title=text("About the data"),
        description=text("Every table behind these pages: what is in it, why it is public, and its files."),
        kind=text("About these pages"),
        section=addresses.DATA,
        context=_data(site),
    )


def _owner(site: Site) -> dict[str, Any]:
    about = site.about
    return {
        "municipality": about.municipality.name,
        "office": about.municipality.office,
        "contact": list(about.site.contact),
        "email": about.site.email,
    }


def _accessibility(site: Site) -> dict[str, Any]:
    said = site.about.site.accessibility
    return {
        "conformance": said.conformance,
        "assessed": said.assessed,
        "method": said.method,
        "barriers": list(said.barriers),
        "enforcement": list(said.enforcement),
        "enforcement_url": said.enforcement_url,
    }


def _data(site: Site) -> dict[str, Any]:
    licence = site.about.licence
    return {
        "licence": None
        if licence is None
        else {"name": licence.name, "url": licence.url, "attribution": licence.attribution},
        "tables": [
            {
                "name": each.name,
                "title": each.title,
                "why": each.why,
                "rows": len(each.rows),
                "columns": len(each.columns),
                "file": f"{addresses.FILES}{each.name}.csv",
            }
            for each in site.tables.values()
        ],
        "left_out": [{"kind": kind} for kind in LEFT_OUT],
        "package": f"{addresses.FILES}datapackage.json",
        "feed": addresses.FEED,
        "calendar": addresses.CALENDAR,
        "everything": addresses.EVERYTHING,
    }
