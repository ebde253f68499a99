"""What a page says of itself to those who link to it: Open Graph texts, its own address, the feed.

No picture: one would have to be made for each page, or come from another host.
"""

from collections.abc import Mapping, Sequence

from kic.present.language import Language
from kic.present.site.building import Leaf, folder_of, shortened
from kic.present.site.feed import based

_LOCALES = {"de": "de_DE", "en": "en_GB"}

Element = tuple[str, Mapping[str, str]]
"""An element of a page's head: its name and its attributes."""


def heads(
    leaf: Leaf, language: Language, root: str, *, site: str, feed: tuple[str, str], address: str | None
) -> Sequence[Element]:
    """The elements for a page; absolute addresses only where the site's is known.

    `root` leads from the page to the folder of its language, `site` is the site's name, `feed` the feed's title and
    file.
    """
    title = language.word(leaf.title)
    found: list[Element] = [
        ("meta", {"property": "og:type", "content": "website"}),
        ("meta", {"property": "og:title", "content": " ".join(title.split())}),
        ("meta", {"property": "og:description", "content": shortened(language.word(leaf.description))}),
        ("meta", {"property": "og:site_name", "content": site}),
        ("meta", {"property": "og:locale", "content": _LOCALES[language.code]}),
        (
            "link",
            {"rel": "alternate", "type": "application/atom+xml", "title": feed[0], "href": root + feed[1]},
        ),
    ]
    if address:
        here = f"{based(address)}{folder_of(language.code)}{leaf.address}"
        found.append(("meta", {"property": "og:url", "content": here}))
        found.append(("link", {"rel": "canonical", "href": here}))
    return found
