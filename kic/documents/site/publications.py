"""What was published: each frozen publication with its files as they were, the newest first."""

from collections.abc import Iterator

from kic.core.layout import PUBLISHED
from kic.core.text import Text, text
from kic.documents.site.page import Page, Site
from kic.domain.publications.harmless import offered

ADDRESS = "veroeffentlichungen.html"
FILES = "veroeffentlichung/"
"""Where the files of publications lie, once for all languages."""


def file_address(publication: str, path: str) -> str:
    """The address of a file of a publication, from the top of the site."""
    return f"{FILES}{publication}/{path}"


def held_back(site: Site) -> Iterator[Text]:
    """What has to be said of files that the site offers as plain text only."""
    for row in site.rows("publications"):
        for path, name in offered(site.repository, row["id"]).items():
            if path != name:
                yield text(
                    "{path} may run a script or ask another host when a browser opens it; the site offers it as plain "
                    "text only: {name}.",
                    path=f"{PUBLISHED}{row['id']}/{path}",
                    name=file_address(row["id"], name),
                )


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
                            "name": name,
                            "size": each["size"],
                            "sha256": each["sha256"],
                            "address": file_address(row["id"], name),
                        }
                        for names in (offered(site.repository, row["id"]),)
                        for each in site.with_("publication_files", "publication", row["id"])
                        for name in (names[each["path"]],)
                    ],
                }
                for row in rows
            ]
        },
    )
