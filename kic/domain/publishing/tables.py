"""All public tables, and why the other kinds of records have none."""

import datetime
import functools

from kic.core.snapshot import Snapshot
from kic.domain.publishing import Table, committee_tables, frozen_tables, linked, money_tables
from kic.domain.publishing.concept_tables import Concept

SHOWN: dict[str, tuple[str, ...]] = {
    "settings": ("budget",),
    "edition": ("editions",),
    "resolution": ("resolutions",),
    "body": ("bodies", "responsible_bodies"),
    "theme": ("themes", "goals"),
    "recommendation": ("recommendations", "recommendation_goals", "progress", "successions"),
    "event": ("events",),
    "indicator": ("indicators", "indicator_values", "indicator_targets"),
    "consultation": ("consultations",),
    "amendment": ("amendments", "amended_elements"),
    "rendition": ("renditions",),
    "call": ("calls", "call_themes", "call_criteria"),
    "application": ("grants", "grant_themes", "grant_recommendations", "recommendation_money"),
    "seat": ("committee",),
    "meeting": ("meetings", "agenda_items"),
    "publication": ("publications", "publication_files"),
}
"""The tables that show something of a kind of record."""

LEFT_OUT: dict[str, str] = {
    "term": "rules of wording for the office",
    "contribution": "words that people wrote for the city; consultations tell their numbers",
    "council": "the council's own office publishes its groups",
    "scores": "marks and abstentions are never public (DOMAIN, section 6)",
    "paper": "papers about a round name the applications that got nothing; the council's office publishes its own",
    "decision": "proposals tell of marks and of applications that got nothing; grants tell what was awarded",
    "notice": "letters to one recipient; grants tell the day and the amount",
    "objection": "proceedings of one recipient",
    "payment": "vouchers and accounts of the city's treasury; grants tell what was paid",
    "report": "the grantee's own papers",
    "examination": "the office's examination of one grantee",
}
"""The kinds of records that have no table, with the reason."""


@functools.lru_cache(maxsize=4)
def public_tables(repository: Snapshot, day: datetime.date) -> tuple[Table, ...]:
    """Everything that is public of these records at the end of a day; every table, also an empty one."""
    concept = Concept(repository)
    return linked(
        (
            *concept.tables(),
            *committee_tables.tables(repository, concept, day),
            *money_tables.tables(repository, day),
            *frozen_tables.tables(repository, day),
        )
    )
