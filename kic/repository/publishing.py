"""The public site of a repository: its pages, open data and assets as files with their bytes. Nothing is written here.

What is public decides `kic.domain.publishing` alone. A repository of which a record cannot be read is not published:
a page without it would look complete.
"""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from kic.core.layout import SETTINGS
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text
from kic.documents.site import addresses, publications
from kic.documents.site.page import Site, Versions
from kic.documents.site.pages import pages
from kic.domain.concept.edition import Edition
from kic.domain.in_force.wordings import effect
from kic.domain.publishing.public_text import public_text
from kic.domain.revisions import Amendment
from kic.present.language import speak
from kic.repository.exporting import settings_of, tables
from kic.repository.former_ids import moved
from kic.repository.site_files import beside, heads

if TYPE_CHECKING:
    from kic.domain.in_force import InForce
    from kic.domain.in_force.wordings import Tell, Told
    from kic.present.site.building import Frame
    from kic.repository.repository import Repository
    from kic.store.reading.sources import Source

TEMPLATES = "templates/"
_OWN = (".j2", ".css", ".js")

MENU: tuple[tuple[Text, str], ...] = (
    (text("Home"), addresses.HOME),
    (text("Concept"), addresses.CONCEPT),
    (text("Progress"), addresses.PROGRESS),
    (text("Calls"), addresses.CALLS),
    (text("Projects"), addresses.PROJECTS),
    (text("Funding"), addresses.MONEY),
    (text("Indicators"), addresses.INDICATORS),
    (text("The committee"), addresses.COMMITTEE),
    (text("Revisions"), addresses.REVISIONS),
)
"""The main menu; an entry without a page is left out."""
FOOTER: tuple[tuple[Text, str], ...] = (
    (text("Publications"), publications.ADDRESS),
    (text("About the data"), addresses.DATA),
    (text("Accessibility statement"), addresses.ACCESSIBILITY),
    (text("Report a barrier"), f"{addresses.ACCESSIBILITY}#feedback"),
    (text("Legal notice and privacy"), addresses.LEGAL),
    (text("Search"), addresses.SEARCH),
)


class Built(msgspec.Struct, frozen=True):
    """The files of the site by path, how many pages it has in each language, and what has to be said of it."""

    files: Mapping[str, bytes]
    pages: int
    remarks: tuple[Text, ...] = ()


def built(repository: "Repository") -> Built:
    """The whole site on the day that is looked at.

    Raises Refused where a record cannot be read, or a template fails.
    """
    from kic.present.open_data.sheets import Sheet  # noqa: PLC0415
    from kic.present.site.building import build  # noqa: PLC0415
    from kic.present.templating import Renderer  # noqa: PLC0415

    with Renderer() as renderer:  # its process gets ready while the records are read
        snapshot = repository.snapshot
        settings_of(snapshot)
        site = Site(
            snapshot,
            repository.today,
            moved=moved(repository.root, snapshot),
            versions=versions(repository),
            past=repository.in_force is not None,
        )
        leaves = pages(site)
        files = build(leaves, frame(site, repository), renderer, own_templates(repository.templates))
    data = tables(snapshot, speak(site.about.language), repository.today, Sheet())
    files |= {f"{addresses.FILES}{name}": content for name, content in data.files.items()}
    files |= beside(site, snapshot, [leaf.address for leaf in leaves])
    remarks = (*data.remarks, *missing(site), *publications.held_back(site))
    return Built(dict(sorted(files.items())), len(leaves), remarks)


def frame(site: Site, repository: "Repository") -> "Frame":
    """What stands on every page."""
    from kic.documents.as_of import said  # noqa: PLC0415
    from kic.present.site.building import Frame  # noqa: PLC0415

    about = site.about
    held = repository.in_force
    return Frame(
        municipality=about.municipality.name,
        office=about.municipality.office,
        website=about.municipality.website,
        title=site.edition["title"] if site.edition else text("Integration concept"),
        records=about.language,
        today=site.today,
        menu=MENU,
        footer=FOOTER,
        search=addresses.SEARCH,
        invented=about.invented,
        in_force=tuple(said(held)) if held is not None else (),
        heads=heads(site),
    )


def missing(site: Site) -> tuple[Text, ...]:
    """What the settings do not say, so that a page has to call it not known."""
    about = site.about.site
    fields = (
        ("site.imprint", about.imprint),
        ("site.contact", about.contact),
        ("site.accessibility.conformance", about.accessibility.conformance),
        ("site.accessibility.enforcement", about.accessibility.enforcement),
    )
    return tuple(
        text("{field} is missing in {path}; the page says that it is not known.", field=field, path=SETTINGS)
        for field, value in fields
        if not value
    )


def versions(repository: "Repository") -> dict[str, Versions]:
    """The public text before and after each amendment of an adopted edition, as far as git tells it."""
    from kic.domain.in_force import in_force  # noqa: PLC0415
    from kic.repository.earlier_wordings import telling  # noqa: PLC0415

    snapshot, today = repository.snapshot, repository.today
    shown = public_text(snapshot)
    tell = asked_once(telling(repository.root, snapshot))
    states: dict[datetime.date, InForce] = {}

    def on(day: datetime.date) -> "InForce":
        if day not in states:
            states[day] = in_force(shown, day, today=today, tell=tell)
        return states[day]

    found: dict[str, Versions] = {}
    for each in sorted(shown.all(Amendment), key=lambda each: effect(each).earliest):
        edition = shown.get(Edition, each.edition)
        if edition is None or edition.adopted is None or each.date.earliest <= edition.adopted.latest:
            continue  # what it changed had not been adopted
        first = effect(each).earliest
        before, after = on(first - datetime.timedelta(days=1)), on(first)
        untold = tuple(sorted({one.element for state in (before, after) for one in state.untold}))
        found[each.id] = Versions(_without(before.snapshot, each.id), after.snapshot, untold)
    return found


def _without(state: Snapshot, amendment: str) -> Snapshot:
    """A state in which an amendment is not known yet, although it was resolved before it took effect."""
    return Snapshot({each.path: each for each in state if each.id != amendment})


def asked_once(tell: "Tell") -> "Tell":
    """The same answers, of which git is asked once: what the earliest day needs, all later ones need no more of."""
    known: dict[tuple[str, tuple[str, ...]], Told] = {}

    def remembered(wanted: "Mapping[str, tuple[str, ...]]") -> "Mapping[str, Told]":
        new = {path: ids for path, ids in wanted.items() if (path, ids) not in known}
        if new:
            known.update({(path, new[path]): told for path, told in tell(new).items()})
        return {path: known[path, ids] for path, ids in wanted.items()}

    return remembered


def own_templates(source: "Source") -> dict[str, str]:
    """The repository's own templates, styles and scripts by name, read as its records were."""
    from kic.errors import UsageError  # noqa: PLC0415

    found: dict[str, str] = {}
    for path in source.paths():
        if path.startswith(TEMPLATES) and path.endswith(_OWN):
            try:
                found[path.removeprefix(TEMPLATES)] = source.read(path).decode()
            except UnicodeDecodeError:
                raise UsageError("{path} is not text in UTF-8.", path=path) from None
    return found
