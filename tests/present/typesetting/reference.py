"""Builds `kic/templates/reference.docx`: the styles of DOCX files, as an office opens and restyles them in Word.

Run it after a change: `python tests/present/typesetting/reference.py`. A test compares the shipped file with it. The style names are
those that pandoc gives to parts of a document.
"""

import io
import zipfile
from pathlib import Path

TARGET = Path(__file__).parents[3] / "kic" / "templates" / "reference.docx"
FONT = "Arial"
"""On every Windows and Mac, and replaced by a font of the same widths elsewhere."""

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _paragraph(  # noqa: PLR0913  # what a style consists of
    style: str,
    name: str,
    *,
    size: int | None = None,
    bold: bool = False,
    italic: bool = False,
    before: int = 0,
    after: int = 120,
    keep: bool = False,
    outline: int | None = None,
    left: int = 0,
    bar: bool = False,
    based: str | None = "Normal",
    following: str = "BodyText",
) -> str:
    inside = ("<w:keepNext/><w:keepLines/>" if keep else "") + (
        '<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="595959"/></w:pBdr>' if bar else ""
    )
    inside += f'<w:spacing w:before="{before}" w:after="{after}"/>'
    inside += f'<w:ind w:left="{left}"/>' if left else ""
    inside += f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    run = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    run += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    default = ' w:default="1"' if style == "Normal" else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{style}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{following}"/>' if based else "")
        + f"<w:qFormat/><w:pPr>{inside}</w:pPr>"
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


_HEADINGS = ((28, 360, 140), (24, 300, 120), (22, 240, 100), (22, 200, 80))
"""Size in half points, space before and after in twentieths of a point, for headings 1 to 4."""

STYLES = (
    f'<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"'
    f' w:eastAsia="{FONT}"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="de-DE" w:eastAsia="de-DE"'
    ' w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="276"'
    ' w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    + _paragraph("Normal", "Normal", after=0, based=None)
    + _paragraph("BodyText", "Body Text", after=140)
    + _paragraph("FirstParagraph", "First Paragraph", after=140, based="BodyText")
    + _paragraph("Compact", "Compact", before=20, after=20, based="BodyText", following="Compact")
    + _paragraph("Title", "Title", size=36, bold=True, after=280, keep=True)
    + _paragraph("Subtitle", "Subtitle", size=26, after=200, keep=True)
    + "".join(
        _paragraph(
            f"Heading{level}",
            f"heading {level}",
            size=size,
            bold=True,
            before=before,
            after=after,
            keep=True,
            outline=level - 1,
        )
        for level, (size, before, after) in enumerate(_HEADINGS, 1)
    )
    + _paragraph("BlockText", "Block Text", before=80, after=160, left=200, bar=True)
    + _paragraph("Caption", "caption", size=20, bold=True, before=200, after=80, keep=True)
    + _paragraph(
        "TableCaption", "Table Caption", size=20, bold=True, before=200, after=80, keep=True, based="Caption"
    )
    + _paragraph("ImageCaption", "Image Caption", size=20, after=160, based="Caption")
    + _paragraph("Figure", "Figure", after=80)
    + _paragraph("CaptionedFigure", "Captioned Figure", after=80, based="Figure")
    + _paragraph("Footer", "footer", size=17, after=0, following="Footer")
    + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0B4F9E"/>'
    '<w:u w:val="single"/></w:rPr></w:style>'
    '<w:style w:type="character" w:customStyle="1" w:styleId="VerbatimChar"><w:name w:val="Verbatim Char"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    '<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:rPr><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr><w:tblPr><w:tblBorders>'
    '<w:top w:val="single" w:sz="8" w:color="000000"/><w:bottom w:val="single" w:sz="8" w:color="7F7F7F"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="B3B3B3"/></w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
    '<w:left w:w="80" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
    '</w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:trPr><w:tblHeader/></w:trPr><w:tcPr>'
    '<w:shd w:val="clear" w:color="auto" w:fill="ECECEC"/></w:tcPr></w:tblStylePr></w:style>'
    "</w:styles>"
)

_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
FOOTER = (
    f'<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="right"/></w:pPr>'
    + _FIELD.format("PAGE")
    + '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    + _FIELD.format("NUMPAGES")
    + "</w:p></w:ftr>"
)
DOCUMENT = (
    f'<w:document {_W} {_R}><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Title</w:t></w:r></w:p>'
    '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1531" w:right="1134" w:bottom="1417" w:left="1417" w:header="709" w:footer="709" w:gutter="0"/>'
    "</w:sectPr></w:body></w:document>"
)
SETTINGS = f'<w:settings {_W}><w:zoom w:percent="100"/><w:autoHyphenation/><w:defaultTabStop w:val="709"/></w:settings>'
FILES = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for part, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("settings", "settings"),
            ("footer1", "footer"),
        )
    )
    + "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}.xml"/>'
        for number, kind, target in (
            (1, "styles", "styles"),
            (2, "settings", "settings"),
            (3, "footer", "footer1"),
        )
    )
    + "</Relationships>",
    "word/document.xml": DOCUMENT,
    "word/styles.xml": STYLES,
    "word/settings.xml": SETTINGS,
    "word/footer1.xml": FOOTER,
}


def built() -> bytes:
    """The file, the same bytes each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in FILES.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content)
    return made.getvalue()


if __name__ == "__main__":
    TARGET.write_bytes(built())
