"""Which HTML of a publication the site serves as it stands: only what surely runs and fetches nothing."""

import pytest

from kic.domain.chapters import KINDS
from kic.domain.publications.harmless import offered, runs_nothing
from kic.store.reading.load import load
from kic.store.reading.sources import Memory
from tests.domain.test_publications import FOLDER, manifest

HEAD = '<!DOCTYPE html>\n<html lang="de">\n<head>\n<meta charset="utf-8">\n<title>Bericht</title>\n'


@pytest.mark.parametrize(
    "body",
    [
        "",
        '<h1 id="a">Ziel &lt;script&gt;</h1><p>onclick="x" steht nur hier.</p>',
        '<p><a href="#a">hier</a> <a href="https://neuenlauter.example/?a=b">dort</a> <a href="b.html">da</a></p>',
        '<svg viewBox="0 0 9 9"><rect fill="url(#muster)" x="1"/><text>Anteil</text></svg>',
        '<svg viewBox="0 0 9 9"><path d="M0 0" stroke-width="1" vector-effect="non-scaling-stroke"/></svg>',
        "<style>p { color: red; background: url(#muster) }</style>",
    ],
)
def test_plain_html_is_served_as_it_is(body: str) -> None:
    assert runs_nothing((HEAD + body).encode())


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC='https://x.example/a.js'></SCRIPT>",
        '<p onclick="alert(1)">x</p>',
        '<svg onload="alert(1)"></svg>',
        "<svg/onload=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java&#9;script:alert(1)">x</a>',
        '<a href="&#1;data:text/html,x">x</a>',
        '<svg><a xlink:href="javascript:alert(1)">x</a></svg>',
        '<img src="https://x.example/a.png">',
        '<img src="a.png" onerror="alert(1)">',
        '<iframe srcdoc="x"></iframe>',
        '<object data="x"></object>',
        '<embed src="x">',
        '<form action="https://x.example"><button>x</button></form>',
        '<link rel="stylesheet" href="https://x.example/a.css">',
        '<base href="https://x.example/">',
        '<meta http-equiv="refresh" content="0;url=https://x.example">',
        '<meta charset="utf-7">',
        '<p style="background: url(https://x.example/a.png)">x</p>',
        '<rect fill="url(https://x.example/a.svg#b)"/>',
        "<style>@import 'https://x.example/a.css';</style>",
        "<style>p { background: u\\72l(https://x.example) }</style>",
        "<style>p { background: image-set('https://x.example/a.png' 1x) }</style>",
        "<style>p {}</style ><style>p { background: URL( https://x.example ) }</style>",
        "<style>p {}",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        '<p title="<script>alert(1)</script>">x</p>',
        "<noscript><p>x</p></noscript>",
        '<a href="#a" ping="https://x.example">x</a>',
        '<svg><animate attributeName="href" to="javascript:alert(1)"/></svg>',
        "<p>\x1b$B</p>",
        "<p",
    ],
)
def test_what_may_run_or_fetch_is_not(body: str) -> None:
    assert not runs_nothing((HEAD + body).encode())


def test_nor_what_does_not_say_its_letters() -> None:
    assert not runs_nothing(b"<!DOCTYPE html><p>x</p>")
    assert not runs_nothing(HEAD.encode() + b"\xff\xfe")


def names(files: dict[str, bytes]) -> dict[str, str]:
    laid = {f"{FOLDER}/pub-2026-1/{path}": content for path, content in files.items()}
    laid[f"{FOLDER}/pub-2026-1/manifest.yaml"] = manifest(files=files)
    return offered(load(Memory(laid), KINDS, format=1), "pub-2026-1")


def test_a_file_that_a_browser_could_run_gets_the_name_of_a_text() -> None:
    good, bad = HEAD.encode(), HEAD.encode() + b"<script>alert(1)</script>"
    assert names({"a.html": good, "b.HTML": bad, "c.svg": good, "d.csv": bad, "e.php.xhtml": good}) == {
        "a.html": "a.html",
        "b.HTML": "b-HTML.txt",
        "c.svg": "c-svg.txt",
        "d.csv": "d.csv",
        "e.php.xhtml": "e-php-xhtml.txt",
    }


def test_no_two_files_get_one_name() -> None:
    bad = HEAD.encode() + b"<script>alert(1)</script>"
    assert names({"a-html.txt": b"Text\n", "a.html": bad}) == {
        "a-html.txt": "a-html.txt",
        "a.html": "a-html-.txt",
    }
