"""`sitemap.xml` and `robots.txt` for search engines; only where the site's address is known, as both name it.

No days stand in the sitemap: none is known of a page, and a wrong one is worse than none (sitemaps.org protocol).
"""

from collections.abc import Iterable
from html import escape
from urllib.parse import urlsplit

from kic.present.language import LANGUAGES
from kic.present.site.building import folder_of
from kic.present.site.feed import based

MOST = 50_000
"""Addresses that one sitemap may hold (sitemaps.org protocol)."""


def sitemap(pages: Iterable[str], address: str) -> bytes:
    """The pages in every language, each with its other languages."""
    base = based(address)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    every = [(code, page) for page in pages for code in LANGUAGES]
    for code, page in every[:MOST]:
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{other}" href="{_at(base, other, page)}"/>'
            for other in LANGUAGES
        )
        lines.append(f"<url><loc>{_at(base, code, page)}</loc>{others}</url>")
    return "\n".join([*lines, "</urlset>", ""]).encode()


def _at(base: str, code: str, page: str) -> str:
    return escape(f"{base}{folder_of(code)}{page}", quote=True)


def robots(address: str) -> bytes | None:
    """What robots may do: everything. None where the site lies below a path, as robots ask the host's root only."""
    if urlsplit(address).path.strip("/"):
        return None
    return f"User-agent: *\nAllow: /\nSitemap: {based(address)}sitemap.xml\n".encode()
