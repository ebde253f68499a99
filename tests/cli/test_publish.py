"""`kic publish`: the demo city's site as its visitors get it, and the folder that it is laid into."""

import datetime
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from kic.errors import Refused, Unavailable, UsageError
from kic.repository.publishing import built
from kic.repository.repository import Repository
from kic.repository.serving import server
from kic.repository.site_aside import aside
from kic.repository.site_folder import MARKER, keep_out_of_git, replace
from tests.cli.inprocess import call

pytestmark = pytest.mark.xdist_group("site")  # one worker builds it for all

MOST = 100_000
"""Bytes of a page."""


class Seen(HTMLParser):
    """What a page refers to, what can be referred to in it, and what its policy would not let run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: list[str] = []
        self.forbidden: list[str] = []
        self.headings: list[int] = []
        self.language = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors += [given["id"]] if "id" in given else []
        self.targets += [given[name] for name in ("href", "src", "action") if given.get(name)]
        self.forbidden += [name for name in given if name == "style" or name.startswith("on")]
        self.forbidden += [tag] if tag == "style" or (tag == "script" and "src" not in given) else []
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "html":
            self.language = given.get("lang")


@pytest.fixture(scope="module")
def out(built_city, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site") / "out"
    done = call("publish", "-o", str(folder), folder=built_city)
    assert done.code == 0, done.err
    return folder


@pytest.fixture(scope="module")
def files(out):
    """Every file of the site by its path."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def pages(files):
    """Every page as it was parsed."""
    return {name: Seen(content.decode()) for name, content in files.items() if name.endswith(".html")}


def own(pages):
    """Pages of the site itself: frozen publications stay as they were."""
    return [name for name in pages if not name.startswith("veroeffentlichung/")]


# -- what visitors get -----------------------------------------------------------------------------------


def test_every_internal_link_and_anchor_resolves(files, pages):
    lost = []
    for name, page in pages.items():
        for target in page.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                assert parts.scheme in ("https", "http", "mailto"), (name, target)
                continue
            assert not target.startswith("/"), (name, target)
            path = name
            if parts.path:
                path = (Path("/", name).parent / unquote(parts.path)).resolve().relative_to("/").as_posix()
            anchor = unquote(parts.fragment)
            if path not in files or (anchor and anchor not in pages[path].anchors):
                lost.append((name, target))
    assert lost == []


def test_no_page_loads_from_elsewhere_or_runs_what_stands_in_it(files, pages):
    for name in own(pages):
        assert pages[name].forbidden == [], name
        html = unescape(files[name].decode())
        assert "default-src 'none'" in html, name
        loaded = re.findall(r'<(?:script|img|iframe|object|source)\b[^>]*?(?:src|data)="([^"]*)"', html)
        loaded += re.findall(r'<link rel="stylesheet" href="([^"]*)"', html)
        assert [each for each in loaded if ":" in each or each.startswith("//")] == [], name
    for name in ("assets/site.css", "assets/site.js"):
        assert re.search(r"url\(|@import|https?://|fetch\(|XMLHttp|sendBeacon", files[name].decode()) is None


def test_pages_are_small_and_have_one_first_heading(files, pages):
    assert [name for name in own(pages) if len(files[name]) > MOST] == []
    for name in own(pages):
        headings = pages[name].headings
        assert headings.count(1) == 1, name
        assert all(later - before <= 1 for before, later in pairwise(headings)), name


def test_both_languages_have_the_same_pages(pages):
    german = {name for name in pages if not name.startswith(("en/", "veroeffentlichung/"))}
    english = {name.removeprefix("en/") for name in pages if name.startswith("en/")}
    assert german == english
    assert all(pages[name].language == ("en" if name.startswith("en/") else "de") for name in pages)


def test_ids_are_unique_on_a_page(pages):
    for name, page in pages.items():
        assert len(page.anchors) == len(set(page.anchors)), name


def test_english_pages_say_which_words_are_german(files):
    html = files["en/empfehlung/he-07.html"].decode()
    assert '<span lang="de">Vielfalt bei Ausbildung und Einstellung in der Stadtverwaltung</span>' in html
    assert 'lang="de">Die Stadtverwaltung' not in files["empfehlung/he-07.html"].decode()


def test_pictures_too_say_which_words_are_german(files):
    html = files["en/geld.html"].decode()
    for words in ("5 Wohnen</text>", "5 Wohnen</th>", "Bildung und Arbeit</td>"):
        assert f'lang="de">{words}' in html
    assert 'data-words="Wohnen" lang="de">' in html
    for words in ("Total", "Awarded", "Associations", "Money to give", "2024"):
        assert f'lang="de">{words}' not in html
    assert "Associations: " in html  # all of them: no single one is named
    assert "Verein: " not in files["geld.html"].decode()
    assert 'lang="de">5 Wohnen' not in files["geld.html"].decode()


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("he-27", "entfallen. Der Grund steht beim Verlauf"),
        ("he-26", "wird fortgeführt in:"),
        ("m-39", "Integrationskonzept der Stadt Neuenlauter 2022"),
    ],
)
def test_what_ended_keeps_its_page_and_says_where_it_went(files, pages, id, said):
    assert said in files[f"empfehlung/{id}.html"].decode()


def test_the_current_edition_is_found_at_its_own_address_too(files):
    html = files["fassung/k2022.html"].decode()
    assert '<meta http-equiv="refresh" content="0; url=../konzept.html">' in html
    assert "Diese Seite ist umgezogen nach:" in html
    assert "Dies ist eine frühere Fassung." in files["fassung/k2013.html"].decode()


def test_only_adopted_texts_are_compared(files):
    later = files["aenderung/ae-2024-1.html"].decode()
    assert "<del>" in later
    assert "<ins>" in later
    reasons = re.findall(r'data-column="Änderung und Begründung">(.*?)</td>', later, re.DOTALL)
    assert reasons
    assert all("Beschluss 2024/022 vom 19.02.2024" in unescape(each) for each in reasons)
    drafted = files["aenderung/ae-2022-1.html"].decode()
    assert "<del>" not in drafted
    assert 'class="texts"' not in drafted


def test_the_search_index_holds_every_kind_of_page(files):
    index = json.loads(files["suchindex.js"].decode().removeprefix("globalThis.kicIndex=").rstrip(";\n"))
    there = {entry[1].split("#")[0].split("/")[0] for entry in index["entries"]}
    assert {"konzept.html", "thema", "empfehlung", "aufruf", "projekt", "kennzahl", "aenderung"} <= there
    hit = next(entry for entry in index["entries"] if entry[1] == "empfehlung/he-07.html")
    assert "vielfalt bei ausbildung" in hit[4]
    assert all(entry[1].split("#")[0] in files for entry in index["entries"])


def test_html_of_each_kind_of_page_is_well_formed(files):
    """One page of each folder in both languages; `test_all_html_is_well_formed` takes them all."""
    kinds = {}
    for name in sorted(name for name in files if name.endswith(".html")):
        kinds.setdefault(re.sub(r"[^/]+$", "", name) or name, name)
    single = [name for name in files if re.fullmatch(r"(en/)?[a-z]+\.html", name)]
    well_formed(files, {*kinds.values(), *single})


@pytest.mark.soak
def test_all_html_is_well_formed(files):
    well_formed(files, {name for name in files if name.endswith(".html")})


def well_formed(files, names):
    from justhtml import JustHTML

    assert names
    for name in sorted(names):
        JustHTML(files[name].decode(), strict=True)  # raises with line and column


# -- what stands in records stays text, what the office lays in templates/ comes first -----------------


NASTY = """"<script>alert(1)</script> \\"' onload=x {{ 7*7 }} {% raw %} &amp;"\n"""


@pytest.fixture(scope="module")
def worked_on(built_city, tmp_path_factory):
    """A city with markup in a title, a template and a style of its own; published into the usual folder."""
    folder = tmp_path_factory.mktemp("own") / "city"
    shutil.copytree(built_city, folder, symlinks=True)
    path = folder / "concept/recommendations/he-07.yaml"
    path.write_text(
        re.sub(r"(?m)^title: .*\n", lambda _: f"title: {NASTY}", path.read_text("utf-8")), "utf-8"
    )
    templates = folder / "templates/site"
    templates.mkdir(parents=True)
    (templates / "legal.html.j2").write_text(
        '{% extends "site/base.html.j2" %}{% block content %}<h1>{{ page_title }}</h1><p>Eigenes</p>{% endblock %}'
    )
    (templates / "site.css").write_text("main { color: inherit }\n")
    done = call("publish", folder=folder)
    assert done.code == 0, done.err
    return folder


@pytest.mark.parametrize(
    "name", ["empfehlung/he-07.html", "en/konzept.html", "fortschritt.html", "thema/t1.html"]
)
def test_record_text_is_never_markup(worked_on, name):
    html = (worked_on / "build/site" / name).read_text("utf-8")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#x27; onload=x {{ 7*7 }} {% raw %} &amp;amp;" in html
    assert Seen(html).forbidden == []


def test_an_own_template_and_style_come_first(worked_on):
    assert "<p>Eigenes</p>" in (worked_on / "build/site/impressum.html").read_text("utf-8")
    style = (worked_on / "build/site/assets/site.css").read_text("utf-8")
    assert style.endswith("main { color: inherit }\n")
    assert ".k-ink" in style  # pictures keep theirs


def test_the_usual_folder_is_not_seen_by_git(worked_on):
    seen = subprocess.run(["git", "-C", str(worked_on), "status", "--short"], capture_output=True, check=True)
    assert b"build" not in seen.stdout


def test_a_full_disk_leaves_no_folder_that_git_would_see(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "write_text", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(Unavailable):
        keep_out_of_git(tmp_path / "build")
    assert not (tmp_path / "build").exists()


def test_a_template_that_fails_is_named_and_nothing_is_written(worked_on, tmp_path):
    template = worked_on / "templates/site/home.html.j2"
    template.write_text("{{ nichts }}")
    done = call("publish", "-o", str(tmp_path / "out"), folder=worked_on)
    template.unlink()
    assert done.code == 1
    assert "templates/site/home.html.j2:1" in done.err
    assert list(tmp_path.iterdir()) == []


# -- the folder ------------------------------------------------------------------------------------------


def test_publishing_again_changes_nothing(built_city, out, files):
    done = call("publish", "-o", str(out), "--dry-run", "--format", "json", folder=built_city)
    data = json.loads(done.out)["data"]
    assert (data["added"], data["changed"], data["removed"]) == ([], [], [])
    assert data["same"] == data["files"] == len(files) - 1  # the marker is no file of the site
    assert data["written"] is False


def test_a_new_site_replaces_the_old_one_as_a_whole(tmp_path):
    folder = tmp_path / "deep/out"
    assert replace(folder, {"a.html": b"1", "b/c.html": b"2", "d.html": b"3"}).added == (
        "a.html",
        "b/c.html",
        "d.html",
    )
    found = replace(folder, {"a.html": b"1", "b/c.html": b"neu", "e/f.html": b"4"})
    assert (found.added, found.changed, found.removed, found.same) == (
        ("e/f.html",),
        ("b/c.html",),
        ("d.html",),
        1,
    )
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == {"a.html", "b/c.html", "e/f.html", MARKER}
    assert [path.name for path in folder.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("change", ["added", "edited", "link", "other marker"])
def test_a_site_that_somebody_worked_on_is_left_as_it_is(tmp_path, change):
    folder = tmp_path / "out"
    replace(folder, {"index.html": b"1", "konzept.html": b"2"})
    if change == "added":
        (folder / "CNAME").write_text("www.neuenlauter.example\n")
    elif change == "edited":
        (folder / "index.html").write_text("von Hand")
    elif change == "link":
        (folder / "index.html").unlink()
        (folder / "index.html").symlink_to(folder / "konzept.html")
    else:
        (folder / MARKER).write_text("[]")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(Refused) as refused:
        replace(folder, {"index.html": b"neu"})
    assert refused.value.values["name"] == ("CNAME" if change == "added" else "index.html")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_kic_did_not_write_is_refused_before_anything_is_made(built_city, tmp_path):
    (tmp_path / "eigenes.txt").write_text("bleibt")
    done = call("publish", "-o", str(tmp_path), folder=built_city)
    assert done.code == 1
    assert "eigenes.txt" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["eigenes.txt"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable):
        replace(tmp_path / "file/out", {"index.html": b"1"})
    with pytest.raises(UsageError):
        replace(tmp_path / "file", {"index.html": b"1"})


@pytest.mark.parametrize("fails_at", [1, 2])
@pytest.mark.parametrize(
    ("fault", "raised"),
    [(PermissionError(13, "in use"), Unavailable), (KeyboardInterrupt(), KeyboardInterrupt)],
)
def test_a_swap_that_fails_leaves_the_old_site(tmp_path, monkeypatch, fails_at, fault, raised):
    folder = tmp_path / "out"
    replace(folder, {"index.html": b"alt"})
    renamed = []
    rename = Path.rename

    def fails(path, target):
        renamed.append(target)
        if len(renamed) == fails_at:
            raise fault
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(raised):
        replace(folder, {"index.html": b"neu"})
    assert (folder / "index.html").read_bytes() == b"alt"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_old_site_that_cannot_be_put_back_is_not_thrown_away(tmp_path, monkeypatch):
    folder = tmp_path / "out"
    replace(folder, {"index.html": b"alt"})
    rename = Path.rename

    def fails(path, target):
        if target == folder:
            raise PermissionError(13, "in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(Unavailable):
        replace(folder, {"index.html": b"neu"})
    [kept] = tmp_path.rglob("old/index.html")
    assert kept.read_bytes() == b"alt"


KILLED = """
import os, shutil, sys
from pathlib import Path
from kic.repository.site_folder import replace

calls, rename = [], Path.rename

def counted(path, target):
    calls.append(target)
    if len(calls) == int(sys.argv[2]):
        os._exit(9)
    return rename(path, target)

Path.rename = counted
shutil.rmtree = lambda *given, **options: os._exit(9)
replace(Path(sys.argv[1]), {"index.html": b"neu"})
"""


@pytest.mark.parametrize(
    ("dies_at", "there"), [(1, b"alt"), (2, None), (3, b"neu")], ids=["before", "between", "after"]
)
def test_what_a_killed_run_leaves_the_next_one_puts_right(tmp_path, dies_at, there):
    folder = tmp_path / "out"
    replace(folder, {"index.html": b"alt"})
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(dies_at)], check=False)
    assert done.returncode == 9
    index = folder / "index.html"
    assert (index.read_bytes() if index.exists() else None) == there
    assert any(tmp_path.glob(".out.kic-*"))
    found = replace(folder, {"index.html": b"noch neuer"})
    assert (found.tidied, found.changed) == (True, ("index.html",))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert not replace(folder, {"index.html": b"noch neuer"}).tidied


class Killed(BaseException):
    """The end of a process, as far as what it would still have done on the disk goes."""


@pytest.mark.parametrize("dies_at", range(5))
def test_what_a_run_leaves_that_was_killed_as_it_cleared_away(tmp_path, monkeypatch, dies_at):
    folder = tmp_path / "out"
    replace(folder, {"index.html": b"alt"})
    left = dies_at

    def until_killed(act):
        def acts(*given, **options):
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed
            return act(*given, **options)

        return acts

    with monkeypatch.context() as patched:
        for name in ("unlink", "rmdir"):
            patched.setattr(os, name, until_killed(getattr(os, name)))
        with pytest.raises(Killed):
            replace(folder, {"index.html": b"neu"})
    assert replace(folder, {"index.html": b"neu"}).tidied
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_another_run_is_making_is_left_alone(tmp_path):
    folder = tmp_path / "out"
    with aside(folder) as made:
        (made / "new").mkdir()
        assert not replace(folder, {"index.html": b"1"}).tidied
        assert (made / "new").is_dir()


def test_what_was_left_of_another_site_or_is_none_of_ours_stays(tmp_path):
    """A site may be called as the folders beside another one begin."""
    names = (".out.kic-b.kic-abc", ".out.kic-mine")
    replace(tmp_path / names[0] / "old", {"index.html": b"alt"})
    (tmp_path / names[1]).mkdir()
    (tmp_path / names[1] / "CNAME").write_text("www.neuenlauter.example")
    for name in names:
        (tmp_path / name / "lock").touch()
    assert not replace(tmp_path / "out", {"index.html": b"neu"}).tidied
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((*names, "out"))
    assert replace(tmp_path / "out.kic-b", {"index.html": b"neu"}).tidied


def test_an_old_site_in_which_somebody_worked_is_not_cleared_away(tmp_path):
    folder = tmp_path / "out"
    replace(folder, {"index.html": b"neu"})
    made = tmp_path / ".out.kic-abc"
    replace(made / "old", {"index.html": b"alt"})
    (made / "lock").touch()
    (made / "old/CNAME").write_text("www.neuenlauter.example")
    with pytest.raises(Refused, match="CNAME"):
        replace(folder, {"index.html": b"neuer"})
    assert (made / "old/CNAME").exists()


@pytest.mark.parametrize("where", [".", "concept/site", "..", ".git/site", "private", "Concept", ".kic/site"])
def test_a_site_never_lies_in_or_around_the_records(built_city, where):
    done = call("publish", "-o", str(built_city / where), folder=built_city)
    assert done.code == 2
    assert "build/site" in done.err


def test_a_record_that_cannot_be_read_is_not_passed_over(city, tmp_path):
    (city / "concept/recommendations/he-07.yaml").write_text("kind: recommendation\nid: he-07\n")
    done = call("publish", "-o", str(tmp_path / "out"), folder=city)
    assert done.code == 1
    assert "he-07.yaml" in done.err
    assert not (tmp_path / "out").exists()


# -- on this machine -------------------------------------------------------------------------------------


def test_the_server_answers_this_machine_alone(capfd):
    with server({"index.html": b"<p>da", "a/b.js": b"1"}, 0) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        assert served.server_address[0] == "127.0.0.1"

        def asked(path, host, method="GET"):
            connection = http.client.HTTPConnection("127.0.0.1", served.server_address[1], timeout=10)
            connection.request(method, path, headers={"Host": host})
            answer = connection.getresponse()
            found = answer.status, answer.getheader("Content-Type"), answer.read()
            connection.close()
            return found

        assert asked("/", "localhost:1") == (200, "text/html; charset=utf-8", b"<p>da")
        assert asked("/a/b.js?x=1", "127.0.0.1")[:2] == (200, "text/javascript; charset=utf-8")
        assert asked("/", "127.0.0.1", "HEAD") == (200, "text/html; charset=utf-8", b"")
        assert asked("/../kic.yaml", "localhost")[0] == 404
        assert asked("/", "evil.example")[0] == 421
        assert asked("/", "127.0.0.1", "POST")[0] == 501
        assert asked("http://[a/", "127.0.0.1")[0] == 404
        served.shutdown()
        served.handle_error(None, ("127.0.0.1", 1))  # a browser went away
    assert capfd.readouterr().err == ""


def test_words_that_do_not_hold_yet_say_so(files):
    html = files["empfehlung/he-09.html"].decode()
    assert "gilt teilweise erst ab 01.01.2027" in html
    assert '<a href="../aenderung/ae-2026-1.html">' in html
    assert "teilweise erst" not in files["empfehlung/he-07.html"].decode()


def test_a_concept_of_which_little_is_known_says_so():
    """Kaiserslautern's own records: 32 recommendations by the city's word, few of them known."""
    root = Path(__file__).parents[2]
    known = len(list((root / "concept/recommendations").glob("*.yaml")))
    site = built(Repository(root, today=datetime.date(2026, 11, 22)))
    for name in ("index.html", "konzept.html", "fortschritt.html"):
        html = site.files[name].decode()
        assert f"32 Handlungsempfehlungen; davon sind hier bisher {known} erfasst" in html
        assert "<svg" not in html  # without a single report there is no picture of progress
    statement = site.files["barrierefreiheit.html"].decode()
    assert "Noch ist keine Bewertung eingetragen; deshalb wird nichts behauptet." in statement
    assert "Noch ist keine Anschrift eingetragen." in statement
    assert {each.values["field"] for each in site.remarks if "field" in each.values} >= {
        "site.imprint",
        "site.contact",
    }


def test_of_another_day_the_site_says_which(built_city, tmp_path):
    done = call("publish", "-o", str(tmp_path / "out"), "--as-of", "2023-05-01", folder=built_city)
    assert done.code == 0
    html = (tmp_path / "out/index.html").read_text("utf-8")
    assert "Stand der Daten: 01.05.2023." in html
    assert "nach eigener Angabe" not in html  # what the edition says of itself it says of today
    assert not (tmp_path / "out/thema/t6.html").exists()
