"""DOCX for Word and LibreOffice through pandoc, in the styles of a `reference.docx` that the office can restyle."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from kic.present.charts import Charts
from kic.present.escaping import escape_markdown
from kic.present.typesetting.pandoc import Pandoc
from kic.present.typesetting.pdf import CHART, REGIONS, Typesetter, numbers

REFERENCE = "reference.docx"
_PAGE = re.compile(rb"<w:pgSz\b[^>]*/>")
_TABLE = re.compile(rb"<w:tbl>.*?</w:tbl>", re.DOTALL)
_ROW = re.compile(rb"<w:tr>.*?</w:tr>", re.DOTALL)
_GRID = re.compile(rb"<w:tblGrid>.*?</w:tblGrid>", re.DOTALL)
_COLUMN = re.compile(rb'<w:gridCol w:w="(\d+)"')
_AFTER_TABLE = re.compile(
    rb'(</w:tbl>\s*<w:p><w:pPr><w:pStyle w:val="(?:BodyText|FirstParagraph|Compact)" />'
    rb"(?:<w:numPr>.*?</w:numPr>)?)(</w:pPr>)",
    re.DOTALL,
)
_MARGINS = re.compile(rb"<w:pgMar\b[^>]*>")
_WIDTH = re.compile(rb'w:(w|left|right)="(\d+)"')
_TAG = re.compile(rb"<[^>]*>")
_STYLED = re.compile(rb'(<w:pPr><w:pStyle w:val="[^"]*" />)')
_LONG_ROW = 2000
"""Letters that a row has room for, all columns together, if it is to stand on one page; a longer one goes on."""
_LONG = 600
"""Letters of a row on an upright page above which it may go on on the next one."""
_LAST = 3
"""So many rows of a table stand together on its last page."""
_SIZE = re.compile(rb'w:([wh])="(\d+)"')
_SHIPPED = Path(__file__).parent.parent.parent / "templates" / REFERENCE


def docx(
    source: str,
    charts: Charts,
    pandoc: Pandoc,
    typesetter: Typesetter,
    own: Mapping[str, bytes] | None = None,
    *,
    landscape: bool = False,
) -> bytes:
    """The DOCX file of a document's Markdown; charts are pictures with the words that stand for them.

    `landscape` turns the pages of the reference file, for a document of wide tables.
    """
    pictures: dict[str, bytes] = {}

    def picture(found: re.Match[str]) -> str:
        shown = []
        for number, (png, words) in enumerate(typesetter.pictures(charts, found[2]), 1):
            name = f"{found[2]}-{number}.png"
            pictures[name] = png
            shown.append(f"![{escape_markdown(words)}]({name})")
        title = f"**{escape_markdown(charts.table(found[2]).caption)}**"
        return "\n\n".join([title, *shown]) + numbers(charts, found[2])

    text = CHART.sub(picture, source)
    code = charts.language.code
    made = _converted(text, f"{code}-{REGIONS[code]}", pandoc, pictures, own, landscape=landscape)
    return _changed(made, lambda content: _apart(_wide(content) if landscape else _together(content)))


def _converted(  # what is made, and with what
    text: str,
    language: str,
    pandoc: Pandoc,
    pictures: Mapping[str, bytes],
    own: Mapping[str, bytes] | None,
    *,
    landscape: bool,
) -> bytes:
    styles = (own or {}).get(REFERENCE)
    if styles is None and not landscape:
        return pandoc.docx(text, language=language, reference=_SHIPPED, pictures=pictures)
    with TemporaryDirectory(prefix="kic-") as folder:
        reference = Path(folder) / REFERENCE
        styles = _SHIPPED.read_bytes() if styles is None else styles
        reference.write_bytes(_turned(styles) if landscape else styles)
        return pandoc.docx(
            text, language=language, reference=reference, pictures=pictures, landscape=landscape
        )


def _changed(file: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with its text as `change` makes it."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry.filename == "word/document.xml" else content)
    return made.getvalue()


def _turned(reference: bytes) -> bytes:
    """The reference file with its upright pages laid on their side."""
    return _changed(reference, lambda content: _PAGE.sub(_on_its_side, content))


def _apart(content: bytes) -> bytes:
    """The text with room between a table and the paragraph below it, which no style can give."""
    return _AFTER_TABLE.sub(rb'\1<w:spacing w:before="140" />\2', content)


def _wide(content: bytes) -> bytes:
    """The text with tables as wide as its lines, and rows that are not long kept on one page."""
    page = b"".join((_PAGE.findall(content) or [b""])[-1:] + _MARGINS.findall(content)[-1:])
    found = dict(_WIDTH.findall(page))
    line = int(found.get(b"w", 16838)) - int(found.get(b"left", 1417)) - int(found.get(b"right", 1134))

    def fitted(found: re.Match[bytes]) -> bytes:
        columns = [int(each) for each in _COLUMN.findall(found[0])]
        scaled = iter(each * line // max(sum(columns), 1) for each in columns)
        return _COLUMN.sub(lambda _each: b'<w:gridCol w:w="%d"' % next(scaled), found[0])

    return _GRID.sub(fitted, _ROW.sub(_kept_whole, content))


def _together(content: bytes) -> bytes:
    """The text with short rows whole on one page, the first one below its title, and the last ones together."""

    def kept(found: re.Match[bytes]) -> bytes:
        rows = [_unsplit(each) if _letters(each) <= _LONG else each for each in _ROW.findall(found[0])]
        for place in {0, *range(len(rows) - _LAST, len(rows) - 1)} & set(range(len(rows) - 1)):
            if _letters(rows[place]) <= _LONG:
                rows[place] = _STYLED.sub(rb"\1<w:keepNext />", rows[place])
        left = iter(rows)
        return _ROW.sub(lambda _each: next(left), found[0])

    return _TABLE.sub(kept, content)


def _letters(row: bytes) -> int:
    return len(_TAG.sub(b"", row))


def _unsplit(row: bytes) -> bytes:
    if b"<w:trPr>" in row:
        return row.replace(b"<w:trPr>", b"<w:trPr><w:cantSplit/>", 1)
    return row.replace(b"<w:tr>", b"<w:tr><w:trPr><w:cantSplit/></w:trPr>", 1)


def _kept_whole(found: re.Match[bytes]) -> bytes:
    row = found[0]
    cells = [len(_TAG.sub(b"", each)) for each in row.split(b"<w:tc>")[1:]]
    if any(letters > _LONG_ROW * share for letters, share in zip(cells, _shares(len(cells)), strict=True)):
        return row
    return _unsplit(row)


def _shares(columns: int) -> tuple[float, ...]:
    """How wide the columns of a table of texts are, as the filter makes them."""
    return (0.36, 0.36, 0.28) if columns == 3 else (1 / columns,) * columns  # noqa: PLR2004


def _on_its_side(found: re.Match[bytes]) -> bytes:
    sizes = dict(_SIZE.findall(found[0]))
    wide, high = sizes.get(b"w", b"11906"), sizes.get(b"h", b"16838")
    if int(wide) > int(high):
        return found[0]
    return b'<w:pgSz w:w="%s" w:h="%s" w:orient="landscape"/>' % (high, wide)
