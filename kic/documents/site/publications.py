"""What was published: each frozen publication with its files as they were, the newest first."""

from collections.abc import Iterator

from kic.core.text import text
from kic.documents.site.page import Page, Site

ADDRESS = "veroeffentlichungen.html"
FILES = "veroeffentlichung/"
"""Where the files of publications lie, once for all languages."""


def file_address(publication: str, path: str) -> str:
    """The address of a file of a publication, from the top of the site."""
    return f"{FILES}{publication}/{path}"


def pages(site: Site) -> Iterator[Page]:
    """One page, where anything was published."""
    rows = sorted(site.rows("publications"), key=lambda row: (row["published"], row["id"]), reverse=True)
    if not rows:
        return
    corrected = {row["corrects"]: row["id"] for row in rows if row["corrects"] is not None}
    titles = {row["id"]: row["title"] for row in rows}
    yield Page(
        address=ADDRESS,
        template="publications",
        title=text("Publications"),
        description=text("Reports and data as they were published, kept byte for byte."),
        kind=text("Overview"),
        section=ADDRESS,
        words=tuple(titles.values()),
        context={
            "publications": [
                {
                    **{key: row[key] for key in ("id", "title", "published", "made", "form", "reason")},
                    "language": row["language"],
                    "corrects": titles.get(row["corrects"]),
                    "corrects_id": row["corrects"],
                    "corrected_by": titles.get(corrected.get(row["id"])),
                    "corrected_id": corrected.get(row["id"]),
                    "files": [
                        {
                            "name": each["path"],
                            "size": each["size"],
                            "sha256": each["sha256"],
                            "address": file_address(row["id"], each["path"]),
                        }
                        for each in site.with_("publication_files", "publication", row["id"])
                    ],
                }
                for row in rows
            ]
        },
    )
