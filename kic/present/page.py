"""A document as one HTML page that needs nothing else: no request, no script, its style inside.

Built for reading aloud, zooming to 400 %, the dark, and paper (EN 301 549, WCAG 2.2 AA is the aim): language,
title, skip link, landmarks, heading order, captions and header cells, no meaning by colour alone.
"""

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from kic.errors import Refused
from kic.present.charts import Charts
from kic.present.markdown import Body
from kic.present.safe import safe_line

STYLE = "page.css"
PICTURES = "chart.css"
"""How pictures look; behind the shipped style of the page."""
_SHIPPED = Path(__file__).parent.parent / "templates" / STYLE
_FEWEST_CONTENTS = 3
"""From so many chapters on a page has a table of contents."""


def page(source: str, charts: Charts, about: Mapping[str, Any], *, style: str | None = None) -> str:
    """The page of a document's Markdown.

    `style` replaces the shipped style sheet; raises Refused if it could end its element.
    """
    language = charts.language
    sheet = _SHIPPED.read_text("utf-8") + pictures() if style is None else style
    if "</" in sheet or "<!--" in sheet:
        raise Refused(
            "{path}: a style sheet cannot contain {text}.", path=f"templates/{STYLE}", text="</ or <!--"
        )
    body = Body(source, charts)
    digest = base64.b64encode(hashlib.sha256(sheet.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"

    def word(key: str) -> str:
        return escape(safe_line(language.word(about.get(key) or "")))

    title = " – ".join(part for part in (word("title") or escape(body.title), word("owner")) if part)
    owner = "".join(f"<p>{part}</p>\n" for part in (word("owner"), word("office")) if part)
    return f"""<!DOCTYPE html>
<html lang="{language.code}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="kic">
<title>{title}</title>
<style>{sheet}</style>
</head>
<body{' class="wide"' if about.get("landscape") else ""}>
<a class="skip" href="#content">{escape(language.say("Skip to the content"))}</a>
<header>
{owner}</header>
<main id="content" tabindex="-1">
{body.opening}{_contents(body, charts)}{body.html}</main>
<footer>
<p>{escape(language.say("Made with kic from the records of the repository."))}</p>
</footer>
</body>
</html>
"""


def pictures() -> str:
    """The style of pictures, for every page that shows some."""
    return _SHIPPED.with_name(PICTURES).read_text("utf-8")


def _contents(body: Body, charts: Charts) -> str:
    if len(body.contents) < _FEWEST_CONTENTS:
        return ""
    title = escape(charts.language.say("Contents"))
    items = "".join(f'<li><a href="#{anchor}">{escape(words)}</a></li>\n' for anchor, words in body.contents)
    heading = f'<p id="contents" class="title">{title}</p>'
    return f'<nav aria-labelledby="contents">\n{heading}\n<ol>\n{items}</ol>\n</nav>\n'
