"""Under which name the site offers a file of a publication: its own only if a browser runs and fetches nothing of it.

A manifest written by hand can name any file, and the site would serve it from the city's own address. HTML is therefore
read strictly: what is not in the plain form that kic itself writes, or is not known to be harmless, counts as harmful.
"""

import html
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from kic.core.pattern import pattern
from kic.core.snapshot import Snapshot
from kic.domain.publications import Publication, as_published

_NO_PAGES = frozenset({".md", ".txt", ".pdf", ".docx", ".csv", ".json", ".jsonl"})
"""Files that no browser runs anything of in the name of the site."""
_ELEMENTS = frozenset((
    "html", "head", "meta", "title", "style", "body", "a", "abbr", "address", "article", "aside", "b",
    "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "data", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "i", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre",
    "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr", "svg", "g",
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "desc", "defs",
    "pattern", "symbol", "marker", "clippath", "lineargradient", "radialgradient", "stop",
))  # fmt: skip
_ATTRIBUTES = frozenset((
    "id", "class", "lang", "dir", "role", "tabindex", "title", "hidden", "open", "start", "reversed",
    "type", "value", "datetime", "colspan", "rowspan", "scope", "headers", "span", "abbr", "href",
    "hreflang", "rel", "name", "content", "property", "charset", "http-equiv", "width", "height", "xmlns",
    "viewbox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "d", "dx", "dy", "points",
    "offset", "transform", "patterntransform", "patternunits", "gradientunits", "gradienttransform",
    "preserveaspectratio", "focusable", "vector-effect",
))  # fmt: skip
_STYLED = frozenset((
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "stroke-opacity", "opacity", "font-family", "font-size", "font-weight", "font-style",
    "text-anchor", "dominant-baseline", "paint-order", "stop-color", "stop-opacity", "clip-path",
    "marker-start", "marker-mid", "marker-end",
))  # fmt: skip
"""Attributes of pictures that hold what a style sheet could."""

_token = pattern(
    r"<!doctype html>|<(/?)([a-z][a-z0-9]*)((?:\s+[a-z][a-z0-9:_-]*(?:=\"[^\"<>]*\")?)*)\s*/?>|([^<]+)",
    re.IGNORECASE,
)
_each_attribute = pattern(r'\s+([A-Za-z][A-Za-z0-9:_-]*)(?:="([^"<>]*)")?')
_asking_style = pattern(r"url\((?!#)|@import|image|src\(|expression\(|behavior|binding|\\", re.IGNORECASE)
_link = pattern(r"(?:https?:|mailto:|tel:|(?![a-z][a-z0-9+.-]*:))", re.IGNORECASE)
_unseen = pattern(r"[\x00-\x20]+")
_control = pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CHARSET = b'<meta charset="utf-8">'
_EARLY = 1024
"""Bytes in which a browser looks for the character set."""


def offered(repository: Snapshot, id: str) -> dict[str, str]:  # noqa: A002
    """The paths of a publication's files with those under which the site offers them: other ones are plain text."""
    publication = repository.get(Publication, id)
    files = publication.files if publication is not None else ()
    taken = {each.path for each in files}
    names: dict[str, str] = {}
    for each in files:
        assert publication is not None
        kept = repository.content(publication.folder + each.path)
        content = as_published(kept, each.sha256) if kept is not None else None
        names[each.path] = each.path if _harmless(each.path, content) else _as_text(each.path, taken)
        taken.add(names[each.path])
    return names


def _harmless(path: str, content: bytes | None) -> bool:
    ending = PurePosixPath(path).suffix.lower()
    return ending in _NO_PAGES or (ending == ".html" and content is not None and runs_nothing(content))


def _as_text(path: str, taken: Iterable[str]) -> str:
    """Without a second ending: some web servers go by any of several."""
    place = PurePosixPath(path)
    stem = place.name.replace(".", "-")
    while (name := str(place.with_name(f"{stem}.txt"))) in taken:
        stem += "-"
    return name


def runs_nothing(content: bytes) -> bool:
    """Whether HTML surely holds no script, no event handler and nothing that is fetched when it is opened.

    The form is so narrow that every browser reads it alike: attributes in double quotes, no `<` or `>` but around tags,
    no comments.
    """
    try:
        words = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if _CHARSET not in content[:_EARLY] or _control().search(words):
        return False
    at, styling = 0, False
    while at < len(words):
        found = _token().match(words, at)
        if found is None:
            return False
        at = found.end()
        ends, element, attributes, plain = found.groups()
        if plain is not None:
            if styling and _asking_style().search(plain):
                return False
        elif element is not None:
            if styling and not (ends and element.lower() == "style"):
                return False
            styling = not ends and element.lower() == "style"
            if element.lower() not in _ELEMENTS or not _quiet(element.lower(), attributes):
                return False
    return not styling


def _quiet(element: str, attributes: str) -> bool:
    for name, value in _each_attribute().findall(attributes):
        said = html.unescape(value)
        match name.lower():
            case "href":
                fits = element == "a" and _link().match(_unseen().sub("", said)) is not None
            case "http-equiv":
                fits = said.lower() == "content-security-policy"
            case "charset":
                fits = said.lower() == "utf-8"
            case other if other in _STYLED:
                fits = _asking_style().search(said) is None
            case other:
                fits = other in _ATTRIBUTES or other.startswith(("aria-", "data-"))
        if not fits:
            return False
    return True
