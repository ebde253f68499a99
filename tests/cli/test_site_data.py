"""What lies beside the pages of the public site: feed, dates, all data, publications, the one page, and the same bytes."""

import base64
import datetime
import functools
import hashlib
import itertools
import json
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import icalendar
import pytest

from kic.documents.site import addresses
from kic.documents.site.feed import news
from kic.documents.site.page import Site
from kic.documents.site.pages import pages
from kic.documents.site.single import whole
from kic.errors import Refused
from kic.present.language import speak
from kic.present.site.building import build
from kic.present.site.feed import atom
from kic.present.templating import Renderer
from kic.repository.publishing import built, frame
from kic.repository.repository import Repository
from kic.repository.site_files import beside
from kic.repository.site_single import single_page
from tests.cli.conftest import run
from tests.cli.inprocess import call

TODAY = datetime.date(2026, 11, 22)
ATOM = {"a": "http://www.w3.org/2005/Atom"}
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def on(built_city: Path) -> Callable[[datetime.date], Files]:
    """The files of the demo city's site on a day."""

    @functools.cache
    def made(day: datetime.date) -> Files:
        return dict(built(Repository(built_city, today=day)).files)

    return made


@pytest.fixture(scope="module")
def site(on: Callable[[datetime.date], Files]) -> Files:
    return on(TODAY)


@pytest.fixture(scope="module")
def with_address(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Files:
    """What lies beside the pages where the site's address is a setting, and one page in both languages."""
    folder = tmp_path_factory.mktemp("addressed") / "city"
    shutil.copytree(built_city, folder, ignore=shutil.ignore_patterns(".git"))
    settings = folder / "kic.yaml"
    told = settings.read_text("utf-8")
    address = "  address: https://integration.neuenlauter.example/\n"
    settings.write_text(told.replace("\nsite:\n", f"\nsite:\n{address}"), "utf-8")
    repository = Repository(folder, today=TODAY)
    addressed = Site(repository.snapshot, TODAY)
    every = pages(addressed)
    one = [page for page in every if page.address == "empfehlung/he-07.html"]
    with Renderer() as renderer:
        made = build(one, frame(addressed, repository), renderer, {})
    return made | beside(addressed, repository.snapshot, [page.address for page in every])


# -- the same bytes --------------------------------------------------------------------------------------


def test_another_day_changes_nothing_but_the_date_of_the_data(
    site: Files, on: Callable[[datetime.date], Files]
) -> None:
    tomorrow = on(TODAY + datetime.timedelta(days=1))
    assert site.keys() == tomorrow.keys()
    without = ("aktuelles.xml", "termine.ics", "suchindex.js", "assets/site.css", "daten/grants.csv")
    assert [name for name in without if site[name] != tomorrow[name]] == []
    dated = re.compile(r"2[23]\. ?November 2026|2[23]\sNovember\s2026|2[23]\.11\.2026|2026-11-2[23]")
    digests = re.compile(r"[0-9a-f]{64}")  # of a file that holds the date
    for name, content in site.items():
        if content != tomorrow[name]:
            today, then = (
                digests.sub("", dated.sub("", each.decode())) for each in (content, tomorrow[name])
            )
            assert today == then, name


@pytest.mark.soak
def test_neither_hash_seed_nor_zone_nor_language_of_the_run_counts(city: Path, tmp_path: Path) -> None:
    surroundings = (("1", "UTC", "de"), ("77", "Asia/Tokyo", "en"))
    made = []
    for seed, zone, lang in surroundings:
        target = tmp_path / seed
        done = run("publish", "-o", str(target), cwd=city, lang=lang, PYTHONHASHSEED=seed, TZ=zone)
        assert done.code == 0
        made.append(
            {each.relative_to(target): each.read_bytes() for each in target.rglob("*") if each.is_file()}
        )
    assert made[0] == made[1]


# -- the feed --------------------------------------------------------------------------------------------


def entries(feed: bytes) -> list[ET.Element]:
    return ET.fromstring(feed).findall("a:entry", ATOM)


def told(element: ET.Element, name: str) -> str:
    found = element.find(f"a:{name}", ATOM)
    assert found is not None
    assert found.text
    return found.text


@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_feed_is_atom_and_its_links_lead_to_pages(site: Files, folder: str) -> None:
    feed = ET.fromstring(site[f"{folder}aktuelles.xml"])
    found = entries(site[f"{folder}aktuelles.xml"])
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    for each in (feed, *found):  # RFC 4287, sections 4.1.1 and 4.1.2
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", told(each, "id"))
        assert told(each, "title")
        assert datetime.datetime.fromisoformat(told(each, "updated")).tzinfo is not None
    assert told(feed.findall("a:author", ATOM)[0], "name") == "Stadt Neuenlauter"
    days = [told(each, "updated") for each in found]
    assert days == sorted(days, reverse=True)
    assert told(feed, "updated") == days[0]
    for each in found:
        [link] = each.findall("a:link", ATOM)
        assert folder + link.attrib["href"] in site
    leads = {told(each, "title"): each.findall("a:link", ATOM)[0].attrib["href"] for each in found}
    editions = {href for title, href in leads.items() if title.startswith(("Neue Fassung", "New edition"))}
    assert editions == {"konzept.html", "fassung/k2013.html"}
    page = site[f"{folder}empfehlung/he-07.html"].decode()
    [head] = re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]*>', page)
    assert 'href="../aktuelles.xml"' in head


def test_every_amendment_report_call_and_publication_is_an_entry(built_city: Path, site: Files) -> None:
    tables = Site(Repository(built_city, today=TODAY).snapshot, TODAY)
    happened = sum(
        len(tables.rows(name)) for name in ("editions", "amendments", "progress", "calls", "publications")
    )
    found = entries(site["aktuelles.xml"])
    assert len(found) == happened
    assert len({told(each, "id") for each in found}) == happened


def feed_of(folder: Path, day: datetime.date) -> dict[str, str]:
    """The titles of the feed's entries by their ids."""
    told_ = news(Site(Repository(folder, today=day).snapshot, day))
    assert all(each.day <= day for each in told_), "nothing is told before its day"
    made = atom(
        told_, "Stadt Neuenlauter", "Neues", speak("de"), folder="", address=None, name="f.xml", today=day
    )
    return {told(each, "id"): told(each, "title") for each in entries(made)}


def test_an_entry_keeps_its_id_when_others_come(city: Path) -> None:
    now, year_ago = feed_of(city, TODAY), feed_of(city, datetime.date(2025, 11, 22))
    assert year_ago.items() < now.items()
    call("status", "he-07", "ongoing", "--note", "Läuft.", "--yes", folder=city)
    after = feed_of(city, TODAY)
    assert now.items() < after.items()
    assert len(after) == len(now) + 1


# -- dates -----------------------------------------------------------------------------------------------


def test_the_calendar_holds_public_dates_for_every_program(site: Files, with_address: Files) -> None:
    calendar = icalendar.Calendar.from_ical(site["termine.ics"])
    events = {str(each["uid"]).partition("@")[0]: each for each in calendar.walk("VEVENT")}
    closes = events["call-2026-1-closes"]
    assert closes["dtstart"].dt == datetime.datetime(2026, 10, 16, 23, 59)  # noqa: DTZ001  # the city's clock
    assert str(closes["class"]) == "PUBLIC"
    assert any(key.startswith("meeting-") for key in events)
    assert {str(each["class"]) for each in events.values()} == {"PUBLIC"}
    lines = site["termine.ics"].split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    addressed = icalendar.Calendar.from_ical(with_address["en/termine.ics"]).walk("VEVENT")
    named = [str(each["url"]).removeprefix("https://integration.neuenlauter.example/") for each in addressed]
    assert [page for page in named if page not in site] == []


# -- addresses -------------------------------------------------------------------------------------------


def test_without_an_address_nothing_pretends_to_know_one(site: Files) -> None:
    assert {"sitemap.xml", "robots.txt"} & site.keys() == set()
    assert b"canonical" not in site["konzept.html"]


def test_with_an_address_sitemap_previews_and_feed_name_it(site: Files, with_address: Files) -> None:
    base = "https://integration.neuenlauter.example/"
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    listed = [each.text for each in ET.fromstring(with_address["sitemap.xml"]).findall("s:url/s:loc", names)]
    assert f"{base}empfehlung/he-07.html" in listed
    assert f"{base}en/konzept.html" in listed
    assert [each for each in listed if (each or "").removeprefix(base) not in site] == []
    assert with_address["robots.txt"].decode().endswith(f"Sitemap: {base}sitemap.xml\n")
    page = with_address["en/empfehlung/he-07.html"].decode()
    assert f'<link rel="canonical" href="{base}en/empfehlung/he-07.html">' in page
    assert f'<meta property="og:url" content="{base}en/empfehlung/he-07.html">' in page
    assert '<meta property="og:locale" content="en_GB">' in page
    assert "og:image" not in page, "a picture would come from somewhere"
    [entry, *_] = entries(with_address["aktuelles.xml"])
    assert entry.findall("a:link", ATOM)[0].attrib["href"].startswith(base)


# -- data and publications -------------------------------------------------------------------------------


def test_one_file_holds_every_public_table(built_city: Path, site: Files) -> None:
    tables = Site(Repository(built_city, today=TODAY).snapshot, TODAY).tables
    told_ = json.loads(site[addresses.EVERYTHING])
    assert (told_["municipality"], told_["as_of"], told_["invented"]) == (
        "Stadt Neuenlauter",
        "2026-11-22",
        True,
    )
    assert {name: len(rows) for name, rows in told_["tables"].items()} == {
        name: len(table.rows) for name, table in tables.items()
    }
    assert {key for row in told_["tables"]["grants"] for key in row} == {
        each.key for each in tables["grants"].columns
    }
    assert {"daten/360giving.json", "daten/catalogue.ttl"} <= site.keys()


def test_publications_are_offered_as_they_were(built_city: Path, site: Files) -> None:
    file = "pub-2025-1/implementation-report.html"
    assert site[f"veroeffentlichung/{file}"] == (built_city / "reports/published" / file).read_bytes()
    for folder in ("", "en/"):
        page = site[f"{folder}veroeffentlichungen.html"].decode()
        assert hashlib.sha256(site[f"veroeffentlichung/{file}"]).hexdigest() in page
        assert f'href="{"../" if folder else ""}veroeffentlichung/{file}"' in page


def test_a_damaged_publication_is_not_offered(city: Path) -> None:
    with (city / "reports/published/pub-2025-1/implementation-report.html").open("a") as file:
        file.write("<!-- -->")
    snapshot = Repository(city, today=TODAY).snapshot
    with pytest.raises(Refused, match="is not what was published"):
        beside(Site(snapshot, TODAY), snapshot, ())


def test_line_ends_that_git_put_into_a_publication_are_not_published(city: Path) -> None:
    file = city / "reports/published/pub-2025-1/implementation-report.html"
    was = file.read_bytes()
    file.write_bytes(was.replace(b"\n", b"\r\n"))
    done = call("publication", "verify", "pub-2025-1", folder=city, lang="en")
    assert (done.code, "the same bytes again" in done.out) == (0, True)
    snapshot = Repository(city, today=TODAY).snapshot
    files = beside(Site(snapshot, TODAY), snapshot, ())
    assert files["veroeffentlichung/pub-2025-1/implementation-report.html"] == was


def test_a_publication_that_could_run_something_is_offered_as_text(city: Path) -> None:
    """A manifest by hand, with a digest that is right, brings no script onto the site."""
    folder = city / "reports/published/pub-2025-1"
    file, manifest = folder / "implementation-report.html", folder / "manifest.yaml"
    was, told = file.read_bytes(), manifest.read_text("utf-8")
    spoiled = was.replace(b"</main>", b"<script>alert(1)</script></main>")
    file.write_bytes(spoiled)
    told = told.replace(hashlib.sha256(was).hexdigest(), hashlib.sha256(spoiled).hexdigest())
    manifest.write_text(told.replace(f"size: {len(was)}", f"size: {len(spoiled)}"), "utf-8")
    found = built(Repository(city, today=TODAY))
    name = "veroeffentlichung/pub-2025-1/implementation-report-html.txt"
    assert found.files[name] == spoiled
    assert "veroeffentlichung/pub-2025-1/implementation-report.html" not in found.files
    assert f'href="{name}"' in found.files["veroeffentlichungen.html"].decode()
    assert f"als reinen Text an: {name}." in speak("de").say(found.remarks[-1])


# -- the one page ----------------------------------------------------------------------------------------


class Anchors(HTMLParser):
    """The ids and links of a page, and whether it is well nested."""

    EMPTY = frozenset({"meta", "link", "br", "img", "hr", "input", "rect", "path", "line", "circle", "use"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.add(tag)
        assert "style" not in known, "no style attribute: the policy forbids it"
        assert not any(name.startswith("on") for name in known)
        self.ids += [known["id"] or ""] if "id" in known else []
        self.links += [known[name] or "" for name in ("href", "src") if name in known]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_whole_concept_is_one_file_that_needs_nothing(built_city: Path, language: str) -> None:
    repository = Repository(built_city, today=TODAY)
    page = single_page(repository, speak(language))
    assert page == single_page(Repository(built_city, today=TODAY), speak(language))
    assert len(page) < 1_000_000
    html = page.decode()
    found = Anchors(html)
    assert len(found.ids) == len(set(found.ids))
    inside = [link.removeprefix("#") for link in found.links if link.startswith("#")]
    assert [each for each in inside if each not in found.ids] == []
    assert {link for link in found.links if not link.startswith("#")} == {"https://www.neuenlauter.example"}
    assert found.tags.isdisjoint({"script", "img", "iframe", "link", "form"})
    [sheet] = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert f"sha256-{digest}" in html.partition("<title>")[0].replace("&#x3D;", "=")
    tables = Site(repository.snapshot, TODAY)
    current = [row["id"] for row in tables.with_("recommendations", "edition", "k2022")]
    goals = [row["id"] for row in tables.rows("goals") if row["theme"].startswith("t")]
    amendments = [row["id"] for row in tables.with_("amendments", "edition", "k2022")]
    assert set(current + goals + amendments + ["k2022", "t1"]) <= set(found.ids)
    [reports] = [
        [entry["date"] for entry in each["entries"]]
        for theme in whole(tables)["themes"]
        for each in theme["recommendations"]
        if each["id"] == "he-07"
    ]
    assert len(reports) > 1
    assert reports == sorted(reports, reverse=True), "the newest report first"
    notes = [
        row["note"] for row in tables.rows("progress") if row["recommendation"] in current and row["note"]
    ]
    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    missing = [each for each in notes if " ".join(each.split())[:40].replace("&", "&amp;") not in words]
    assert missing == []
    headings = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert headings[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(headings))


def test_the_one_page_is_written_where_it_is_asked_for(city: Path, tmp_path: Path) -> None:
    target = tmp_path / "neu/konzept.html"
    done = call("publish", "--single", str(target), "--dry-run", folder=city, lang="en")
    assert (done.code, target.exists()) == (0, False)
    assert call("publish", "--single", str(target), folder=city).code == 0
    assert target.read_bytes() == single_page(Repository(city, today=TODAY), speak("de"))
    for other in (("--serve",), ("-o", "x"), ("--format", "json")):
        done = call("publish", "--single", str(target), *other, folder=city, lang="en")
        assert done.code == 2


def test_before_anything_was_adopted_the_page_says_so(built_city: Path) -> None:
    early = Repository(built_city, today=TODAY, as_of=datetime.date(2013, 1, 1))
    assert "No edition of the concept has been adopted yet." in single_page(early, speak("en")).decode()
