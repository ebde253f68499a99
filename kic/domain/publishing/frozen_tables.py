"""Frozen publications as public tables: what was given out, when, and what corrects what."""

import datetime

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.publications import FOR_THE_PUBLIC, Publication, PublishedForm
from kic.domain.publishing import Column, Sort, Table
from kic.domain.publishing.concept_tables import ID


def public_publications(repository: Snapshot, day: datetime.date) -> tuple[Publication, ...]:
    """The publications up to a day that are documents for the public, the oldest first.

    The others were given out all the same, but the site does not repeat them.
    """
    found = (
        each
        for each in repository.all(Publication)
        if each.document in FOR_THE_PUBLIC and each.published <= day
    )
    return tuple(sorted(found, key=lambda each: (each.published, each.id)))


def tables(repository: Snapshot, day: datetime.date) -> tuple[Table, ...]:
    """The publications and their files."""
    shown = public_publications(repository, day)
    return (
        Table(
            name="publications",
            title=text("Publications"),
            why=text("What was published, with the day and what it corrects; kept byte for byte."),
            columns=(
                ID,
                Column("title", needed=True),
                Column("published", Sort.DATE, needed=True),
                Column("document", Sort.ID, title=text("Document"), needed=True),
                Column("about", title=text("About")),
                Column("form", Sort.CODE, title=text("Form"), codes=PublishedForm, needed=True),
                Column("language", needed=True),
                Column("made", Sort.DATE, title=text("State of"), needed=True),
                Column("corrects", Sort.ID, title=text("Corrects"), refers="publications"),
                Column("reason"),
            ),
            key=("id",),
            rows=tuple(
                (
                    each.id, each.title, each.published, each.document, each.about, each.form, each.language, each.made,
                    each.corrects, each.reason,
                )
                for each in shown
            ),
        ),
        Table(
            name="publication_files",
            title=text("Files of the publications"),
            why=text("The files of each publication with their digests, so that a copy can be compared."),
            columns=(
                Column("publication", Sort.ID, refers="publications", needed=True),
                Column("path", title=text("File"), needed=True),
                Column("size", Sort.WHOLE, title=text("Bytes"), needed=True),
                Column("sha256", title=text("SHA-256"), needed=True),
            ),
            key=("publication", "path"),
            rows=tuple(
                (each.id, one.path, one.size, one.sha256) for each in shown for one in each.files
            ),
        ),
    )  # fmt: skip
