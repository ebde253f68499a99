"""The whole concept as one HTML file that needs nothing else: no request, no script, its style inside."""

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kic.core.tagged import tag
from kic.errors import Refused
from kic.present.charts import Charts
from kic.present.language import Language
from kic.present.markdown import figure
from kic.present.page import STYLE
from kic.present.site.building import Frame, shortened
from kic.present.site.markup import CHART
from kic.present.templating import Renderer

SHEETS = (STYLE, "site/single.css")
"""The style of the documents, and what this page has more; the office's own in `templates/` come first."""
_SHEET = "style"
"""The place of the style sheet in the template, marked as a picture is."""
_SHIPPED = Path(__file__).parent.parent.parent / "templates"
_MARK = re.compile(f"{CHART[0]}([a-z0-9-]+){CHART[1]}")
_SPACE = re.compile(r"\s*\n\s*")


def single(
    context: Mapping[str, Any],
    frame: Frame,
    language: Language,
    renderer: Renderer,
    templates: Mapping[str, str],
) -> bytes:
    """The file. `context` is what `kic.documents.site.single` made; the frame of the site says who publishes, and when.

    Raises Refused where a template fails, or a style sheet could end its element.
    """
    sheet = "\n".join(_sheet(name, templates) for name in SHEETS)
    digest = base64.b64encode(hashlib.sha256(sheet.encode("utf-8")).digest()).decode("ascii")
    more = {**context}
    charts = Charts(more.pop("charts", {}), language, frame.records)
    edition = context["edition"]
    description = (edition or {}).get("summary") or context["title"]
    shown: dict[str, Any] = tag(
        {
            **more,
            "municipality": frame.municipality,
            "office": frame.office,
            "website": frame.website,
            "today": frame.today,
            "invented": frame.invented,
            "in_force": list(frame.in_force),
            "charts_shown": list(charts),
            "language": language.code,
            "own": None if frame.records == language.code else frame.records,
            "title_is_record": isinstance(context["title"], str),
            "description": shortened(language.word(description)),
            "policy": f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        }
    )
    html = renderer.html("site/single", shown, language=language.code, templates=templates)

    def put(found: re.Match[str]) -> str:
        return sheet if found[1] == _SHEET else figure(charts, found[1])

    return _MARK.sub(put, _SPACE.sub("\n", html).strip() + "\n").encode("utf-8", "surrogatepass")


def _sheet(name: str, templates: Mapping[str, str]) -> str:
    own = templates.get(name)
    sheet = (_SHIPPED / name).read_text("utf-8") if own is None else own
    if "</" in sheet or "<!--" in sheet:
        raise Refused(
            "{path}: a style sheet cannot contain {text}.", path=f"templates/{name}", text="</ or <!--"
        )
    return sheet
