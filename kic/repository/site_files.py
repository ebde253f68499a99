"""What lies beside the pages of the site for others to take: feed, dates, all data in one file, publications, sitemap.

Everything comes from public tables, and nothing asks another host. Sitemap and robots name the site's own address, so
they are there only where it is known (`site.address`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.documents.site import addresses, publications
from kic.documents.site.dates import appointments
from kic.documents.site.feed import news
from kic.documents.site.page import Site
from kic.domain.publications import Publication, as_published
from kic.domain.publications.harmless import offered
from kic.errors import Refused
from kic.present.language import LANGUAGES, Language, speak

if TYPE_CHECKING:
    from kic.present.site.building import Leaf

CATALOGUE = f"{addresses.FILES}catalogue.ttl"
GRANTS = f"{addresses.FILES}360giving.json"
_FEED = text("Changes to the integration concept")

Heads = Callable[["Leaf", Language, str, str], Sequence[tuple[str, Mapping[str, str]]]]


def heads(site: Site) -> Heads:
    """What each page says of itself to those who link to it."""
    from kic.present.site.previews import heads as made  # noqa: PLC0415

    about = site.about

    def found(
        leaf: "Leaf", language: Language, root: str, _base: str
    ) -> Sequence[tuple[str, Mapping[str, str]]]:
        return made(
            leaf,
            language,
            root,
            site=about.municipality.name,
            feed=(language.say(_FEED), addresses.FEED),
            address=about.site.address,
        )

    return found


def beside(site: Site, snapshot: Snapshot, pages: Sequence[str]) -> dict[str, bytes]:
    """All of them by their path in the site; `pages` are the addresses of the pages below the folder of a language."""
    from kic.present.site import feed, sitemap  # noqa: PLC0415
    from kic.present.site.building import folder_of  # noqa: PLC0415

    about = site.about
    address = about.site.address
    files: dict[str, bytes] = {addresses.EVERYTHING: _everything(site)}
    happened, dates = news(site), appointments(site)
    for code in LANGUAGES:
        language, folder = speak(code), folder_of(code)
        files[folder + addresses.FEED] = feed.atom(
            happened,
            about.municipality.name,
            _FEED,
            language,
            folder=folder,
            address=address,
            name=addresses.FEED,
            today=site.today,
        )
        files[folder + addresses.CALENDAR] = feed.calendar(
            dates, about.municipality.name, language, folder=folder, address=address
        )
    files |= _open_data(site, snapshot)
    files |= _frozen(site, snapshot)
    if address:
        files["sitemap.xml"] = sitemap.sitemap(pages, address)
        if (allowed := sitemap.robots(address)) is not None:
            files["robots.txt"] = allowed
    return files


def _everything(site: Site) -> bytes:
    """Every public table with its rows as objects, an object a line; described in the data package beside it."""
    from kic.present.open_data.sheets import as_lines, compact  # noqa: PLC0415

    about = site.about
    licence = about.licence
    head = {
        "municipality": about.municipality.name,
        "invented": about.invented,
        "as_of": site.today.isoformat(),
        "language": about.language,
        "licence": None if licence is None else {"name": licence.name, "url": licence.url},
        "described_in": "datapackage.json",
    }
    parts = []
    for table in site.tables.values():
        rows = as_lines(table).decode().removesuffix("\n").replace("\n", ",\n")
        parts.append(f"{compact(table.name)}: [\n{rows}\n]" if rows else f"{compact(table.name)}: []")
    tables = ",\n".join(parts)
    return f'{compact(head)[:-1]}, "tables": {{\n{tables}\n}}}}\n'.encode()


def _open_data(site: Site, snapshot: Snapshot) -> dict[str, bytes]:
    """The grants as 360Giving, where there are some, and the catalogue entry."""
    from kic.repository.exporting import catalogue, grants  # noqa: PLC0415

    language = speak(site.about.language)
    files: dict[str, bytes] = {}
    if site.rows("grants"):
        files[GRANTS] = next(iter(grants(snapshot, language, site.today).files.values()))
    files[CATALOGUE] = next(iter(catalogue(snapshot, language, site.today, "ttl").files.values()))
    return files


def _frozen(site: Site, snapshot: Snapshot) -> dict[str, bytes]:
    """The files of public publications, as they are kept; one that is not what was published is refused.

    What may run something in a browser is offered as plain text.
    """
    found: dict[str, bytes] = {}
    for row in site.rows("publication_files"):
        publication = snapshot.get(Publication, row["publication"])
        assert publication is not None
        path = publication.folder + row["path"]
        kept = snapshot.content(path)
        content = as_published(kept, row["sha256"]) if kept is not None else None
        if content is None:
            raise Refused(
                "{path} is not what was published.",
                help="kic check says what is wrong with it.",
                path=path,
            )
        name = offered(snapshot, row["publication"])[row["path"]]
        found[publications.file_address(row["publication"], name)] = content
    return found
