"""DOCX for Word and LibreOffice through pandoc, in the styles of a `reference.docx` that the office can restyle."""

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from kic.present.charts import Charts
from kic.present.escaping import escape_markdown
from kic.present.typesetting.pandoc import Pandoc
from kic.present.typesetting.pdf import CHART, Typesetter, numbers

REFERENCE = "reference.docx"
_SHIPPED = Path(__file__).parent.parent.parent / "templates" / REFERENCE


def docx(
    source: str,
    charts: Charts,
    pandoc: Pandoc,
    typesetter: Typesetter,
    own: Mapping[str, bytes] | None = None,
) -> bytes:
    """The DOCX file of a document's Markdown; charts are pictures with the words that stand for them."""
    pictures: dict[str, bytes] = {}

    def picture(found: re.Match[str]) -> str:
        shown = []
        for number, (png, words) in enumerate(typesetter.pictures(charts, found[2]), 1):
            name = f"{found[2]}-{number}.png"
            pictures[name] = png
            shown.append(f"![{escape_markdown(words)}]({name})")
        return "\n\n".join(shown) + numbers(charts, found[2])

    text = CHART.sub(picture, source)
    language = charts.language.code
    if own is None or REFERENCE not in own:
        return pandoc.docx(text, language=language, reference=_SHIPPED, pictures=pictures)
    with TemporaryDirectory(prefix="kic-") as folder:
        reference = Path(folder) / REFERENCE
        reference.write_bytes(own[REFERENCE])
        return pandoc.docx(text, language=language, reference=reference, pictures=pictures)
