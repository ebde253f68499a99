"""From pages to the files of the site: each page in each language, redirects, search, pictures, style and script.

The bytes depend on the pages alone: no clock, no place, no order of a file system. Links are relative, so that the site
works from a folder and below any address.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from kic.core.tagged import tag
from kic.core.text import Text
from kic.errors import Refused
from kic.present.charts import Charts
from kic.present.language import LANGUAGES, Language, speak
from kic.present.markdown import figure
from kic.present.page import pictures
from kic.present.safe import safe_line
from kic.present.site.leaf import Leaf
from kic.present.site.markup import CHART
from kic.present.site.searching import NAME, index
from kic.present.site.searching import shortened as cut
from kic.present.templating import Renderer

__all__ = ["POLICY", "Frame", "Leaf", "asset", "build", "folder_of", "shortened"]

ASSETS = ("site.css", "site.js")
"""What every page loads, in `assets/`; the office's own in `templates/site/` come first."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'"
)
"""What a page may do: its own style, script and pictures; nothing inline, nothing from elsewhere."""

_SHIPPED = Path(__file__).parent.parent.parent / "templates/site"
_CHART = re.compile(f"{CHART[0]}([a-z0-9-]+){CHART[1]}")
_SPACE = re.compile(r"\s*\n\s*")
_DESCRIPTION = 155
"""Characters of a description that previews show."""


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on every page. `menu` and `footer` are titles and addresses; `records` is the records' language.

    `heads` are further elements of a page's head: for a page and its language, pairs of an element's name (meta or
    link) and its attributes.
    """

    municipality: str
    office: str | None
    website: str | None
    title: Text | str
    records: str
    today: Any
    menu: Sequence[tuple[Text, str]]
    footer: Sequence[tuple[Text, str]]
    search: str
    invented: bool = False
    in_force: tuple[Text, ...] = ()
    heads: "Callable[[Leaf, Language, str, str], Sequence[tuple[str, Mapping[str, str]]]] | None" = None


def folder_of(language: str) -> str:
    """The folder of a language: German lies at the root."""
    return "" if language == LANGUAGES[0] else f"{language}/"


def build(
    leaves: Sequence[Leaf], frame: Frame, renderer: Renderer, templates: Mapping[str, str]
) -> dict[str, bytes]:
    """Every file of the site by its path. Raises Refused where a template fails or two pages have one address."""
    _refuse_twice(leaves)
    files: dict[str, bytes] = {}
    there = {leaf.address for leaf in leaves}
    for code in LANGUAGES:
        language = speak(code)
        folder = folder_of(code)
        common = _common(frame, language, there)
        for leaf in leaves:
            files[folder + leaf.address] = _page(leaf, frame, common, language, renderer, templates, files)
            for address in leaf.former:
                files[folder + address] = _redirect(address, leaf, frame, language)
        files[folder + NAME] = index(leaves, language)
    for name in ASSETS:
        files[f"assets/{name}"] = asset(name, templates)
    return files


def asset(name: str, templates: Mapping[str, str]) -> bytes:
    """The bytes of a style sheet or script: the office's own, else the shipped one."""
    own = templates.get(f"site/{name}")
    words = own if own is not None else (_SHIPPED / name).read_text("utf-8")
    return (pictures() + words if name.endswith(".css") else words).encode()


def _refuse_twice(leaves: Sequence[Leaf]) -> None:
    seen: set[str] = set()
    for address in (each for leaf in leaves for each in (leaf.address, *leaf.former)):
        if address.casefold() in seen:
            raise Refused("Two pages of the site have the address {address}.", address=address)
        seen.add(address.casefold())


def _common(frame: Frame, language: Language, there: set[str]) -> dict[str, Any]:
    """What the templates of all pages of a language get."""
    records = frame.records
    shown: dict[str, Any] = tag(
        {
            "policy": POLICY,
            "municipality": frame.municipality,
            "office": frame.office,
            "website": frame.website,
            "title": frame.title,
            "title_is_record": isinstance(frame.title, str),
            "today": frame.today,
            "invented": frame.invented,
            "in_force": list(frame.in_force),
            "menu": [
                {"title": title, "address": address} for title, address in frame.menu if address in there
            ],
            "footer": [
                {"title": title, "address": address}
                for title, address in frame.footer
                if address.partition("#")[0] in there
            ],
            "search": frame.search,
            "records": None if records == language.code else records,
        }
    )
    return shown


def _page(
    leaf: Leaf,
    frame: Frame,
    common: Mapping[str, Any],
    language: Language,
    renderer: Renderer,
    templates: Mapping[str, str],
    files: dict[str, bytes],
) -> bytes:
    folder = folder_of(language.code)
    root = "../" * leaf.address.count("/")
    base = root + ("../" if folder else "")
    context = {**leaf.context}
    charts = Charts(context.pop("charts", {}), language, frame.records)
    own: dict[str, Any] = tag(
        {
            **context,
            "page_title": leaf.title,
            "language": language.code,
            "root": root,
            "base": base,
        }
    )
    of_page: dict[str, Any] = tag(
        {
            "address": leaf.address,
            "section": leaf.section,
            "description": shortened(language.word(leaf.description)),
            "languages": [
                {"code": code, "address": base + folder_of(code) + leaf.address}
                for code in LANGUAGES
                if code != language.code
            ],
            "heads": [
                {"element": element, "attributes": [list(each) for each in attributes.items()]}
                for element, attributes in (frame.heads(leaf, language, root, base) if frame.heads else ())
            ],
        }
    )
    whole = {**own, "own": common["records"], "frame": {**common, **of_page}}
    html = renderer.html(f"site/{leaf.template}", whole, language=language.code, templates=templates)

    def drawn(found: re.Match[str]) -> str:
        path = f"{folder}daten/{_slug(leaf.address)}-{found[1]}.csv"
        files[path] = charts.csv(found[1])
        link = f' <a href="{escape(base + path)}" download>{escape(language.say("The numbers as CSV"))}</a>'
        return figure(charts, found[1], link)

    return _CHART.sub(drawn, _SPACE.sub("\n", html).strip() + "\n").encode("utf-8", "surrogatepass")


def _slug(address: str) -> str:
    return address.removesuffix(".html").replace("/", "-")


def shortened(words: str) -> str:
    """A description as previews show it."""
    return cut(words, _DESCRIPTION)


def _redirect(address: str, leaf: Leaf, frame: Frame, language: Language) -> bytes:
    """A page at a former address: it leads on by itself, and says where to."""
    target = escape("../" * address.count("/") + leaf.address)
    title = escape(safe_line(language.word(leaf.title)))
    said = escape(language.say("This page has moved to:"))
    record = (
        f' lang="{frame.records}"' if isinstance(leaf.title, str) and frame.records != language.code else ""
    )
    return f"""<!DOCTYPE html>
<html lang="{language.code}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<meta http-equiv="refresh" content="0; url={target}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="canonical" href="{target}">
</head>
<body>
<main>
<h1{record}>{title}</h1>
<p>{said} <a href="{target}"{record}>{title}</a></p>
</main>
</body>
</html>
""".encode()
