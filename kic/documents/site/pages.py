"""All pages of the site: the table of their builders, one module for each kind of page."""

from collections.abc import Callable, Iterable

from kic.documents.site import (
    calls,
    committee,
    concept,
    home,
    indicators,
    money,
    progress,
    projects,
    publications,
    recipients,
    recommendation,
    revisions,
    statements,
    theme,
)
from kic.documents.site.page import Moved, Page, Passage, Site

__all__ = ["BUILDERS", "Moved", "Page", "Passage", "Site", "pages"]

BUILDERS: tuple[Callable[[Site], Iterable[Page]], ...] = (
    home.pages,
    concept.pages,
    theme.pages,
    recommendation.pages,
    progress.pages,
    revisions.pages,
    calls.pages,
    projects.pages,
    recipients.pages,
    money.pages,
    indicators.pages,
    committee.pages,
    publications.pages,
    statements.pages,
)
"""What makes the pages, in the order in which they are written; every page's address is unique."""


def pages(site: Site) -> tuple[Page, ...]:
    """Every page of the site."""
    return tuple(page for build in BUILDERS for page in build(site))
