"""A form as DOCX: content controls with titles, labels above them, header rows, the language set, a hidden mark.

The styles, the paper and the foot are those of a `reference.docx`, as in the office's other documents. The same form
gives the same bytes.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr, unescape

from kic.core.text import text
from kic.core.values import Money
from kic.present.forms.model import (
    AROUND,
    FIELDS,
    MARK,
    PREFIX,
    WORDS,
    Ask,
    Facts,
    Field,
    Form,
    Part,
    Point,
    Table,
    Words,
    digest,
)
from kic.present.language import Language, speak

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OPEN = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<w:document xmlns:w="{_W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"><w:body>'
)
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOX = (
    '<w:pBdr><w:top w:val="single" w:sz="4" w:space="2" w:color="7A8594"/>'
    '<w:left w:val="single" w:sz="4" w:space="4" w:color="7A8594"/>'
    '<w:bottom w:val="single" w:sz="4" w:space="2" w:color="7A8594"/>'
    '<w:right w:val="single" w:sz="4" w:space="4" w:color="7A8594"/></w:pBdr>'
)
_SECTION = re.compile(rb"<w:sectPr\b.*?</w:sectPr>(?=\s*</w:body>)", re.DOTALL)
_CODES = {"de": "de-DE", "en": "en-GB"}
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def form_docx(form: Form, reference: bytes) -> bytes:
    """The finished file. `reference` is the DOCX file that has the styles."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(reference)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        taken = {entry.filename for entry in old.infolist()}
        body = "".join(_Writer(form).body())
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                section = _SECTION.search(content)
                content = _document(body, section[0].decode() if section else "").encode()
            elif entry.filename == "[Content_Types].xml":
                content = _typed(content)
            elif entry.filename == "_rels/.rels":
                content = _related(content)
            elif entry.filename == "word/styles.xml":
                content = _spoken(content, form.language)
            elif entry.filename.startswith("docProps/"):
                continue
            _write(new, entry.filename, content)
        assert "word/document.xml" in taken
        _write(new, "docProps/core.xml", _core(form).encode())
        _write(new, "docProps/custom.xml", _custom(form, body).encode())
    return made.getvalue()


def _write(file: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    file.writestr(entry, content)


# -- the text ------------------------------------------------------------------------------------------


def _document(body: str, section: str) -> str:
    return f"{_OPEN}{body}{section}</w:body></w:document>"


class _Writer:
    """Writes the parts of a form; counts its fields, whose numbers are also the order of the tab key."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._language = speak(form.language)
        self._count = 0

    def body(self) -> Iterator[str]:
        """The paragraphs and tables of the form."""
        yield _paragraph(_run(self._form.title), "Title")
        if self._form.subject:
            yield _paragraph(_run(self._form.subject), "Subtitle")
        for section in self._form.sections:
            yield _paragraph(_run(section.title), "Heading1")
            for part in section.parts:
                yield from self._part(part)

    def _part(self, part: Part) -> Iterator[str]:
        if isinstance(part, Words):
            yield _paragraph(_run(part.words), "BodyText")
        elif isinstance(part, Point):
            yield _paragraph(
                _run(f"\u2013\t{part.words}"), "Compact", '<w:ind w:left="357" w:hanging="357"/>'
            )
        elif isinstance(part, Facts):
            yield from self._facts(part)
        elif isinstance(part, Table):
            yield from self._table(part)
        elif part.ask is Ask.TICK:
            hint = _run(f" {part.hint}", faint=True) if part.hint else ""
            yield _paragraph(
                f"{self._control(part)}{_run(' ' + _labelled(part))}{hint}", "Compact",
                f'<w:spacing w:before="60" w:after="60"/><w:ind w:left="{part.level * 454}"/>',
            )  # fmt: skip
        else:
            hint = _run(f"  {part.hint}", faint=True) if part.hint else ""
            yield _paragraph(_run(_labelled(part), bold=True) + hint, "Compact", _ABOVE)
            yield _paragraph(self._control(part), "Compact", f'{_BOX}<w:spacing w:after="120"/>')

    def _facts(self, part: Facts) -> Iterator[str]:
        yield _paragraph(_run(part.label, bold=True), "Compact", _ABOVE)
        cells = [[_paragraph(_run(each), "Compact") for each in row] for row in part.rows]
        yield _table(part.label, [_run(each, bold=True) for each in part.headings], cells)

    def _table(self, part: Table) -> Iterator[str]:
        hint = _run(f"  {part.hint}", faint=True) if part.hint else ""
        yield _paragraph(_run(part.label, bold=True) + hint, "Compact", _ABOVE)
        rows = [
            [
                _paragraph(
                    self._control(part.field(row, column), fixed=part.is_fixed(row, column)), "Compact"
                )
                for column in part.columns
            ]
            for row in range(1, part.length + 1)
        ]
        wide = [_WIDE[column.ask] for column in part.columns]
        yield _table(part.label, [_run(_labelled(each), bold=True) for each in part.columns], rows, wide)

    # -- fields ------------------------------------------------------------------------------------------

    def _control(self, field: Field, *, fixed: bool = False) -> str:
        self._count += 1
        shown, kind = self._held(field), self._kind(field)
        words = shown or hint_of(field, self._language)
        hinting = "" if shown or field.ask is Ask.TICK else "<w:showingPlcHdr/>"
        lock = "sdtContentLocked" if fixed else "sdtLocked"
        return (
            f"<w:sdt><w:sdtPr><w:alias w:val={_quoted(field.label)}/><w:tag w:val={_quoted(PREFIX + field.name)}/>"
            f'<w:id w:val="{self._count}"/><w:lock w:val="{lock}"/>{hinting}<w:tabIndex w:val="{self._count}"/>'
            f"{kind}</w:sdtPr><w:sdtContent>{_run(words, faint=bool(hinting), tick=field.ask is Ask.TICK)}"
            "</w:sdtContent></w:sdt>"
        )

    def _held(self, field: Field) -> str:
        value = field.value
        if field.ask is Ask.TICK:
            return "\u2612" if value else "\u2610"
        if value in (None, ""):
            return ""
        if field.ask is Ask.CHOICE:
            return field.words(str(value))
        return spelled(value, self._language)

    def _kind(self, field: Field) -> str:
        if field.ask is Ask.CHOICE:
            items = "".join(
                f"<w:listItem w:displayText={_quoted(words)} w:value={_quoted(key)}/>"
                for key, words in field.options
            )
            return f"<w:dropDownList>{items}</w:dropDownList>"
        if field.ask is Ask.DAY:
            full = f' w:fullDate="{field.value.isoformat()}T00:00:00Z"' if field.value else ""
            code = _CODES[self._form.language]
            form = "dd.MM.yyyy" if self._form.language == "de" else "yyyy-MM-dd"
            return (
                f'<w:date{full}><w:dateFormat w:val="{form}"/><w:lid w:val="{code}"/>'
                '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
            )
        if field.ask is Ask.TICK:
            return (
                f'<w14:checkbox><w14:checked w14:val="{int(bool(field.value))}"/>'
                '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
                '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
            )
        return '<w:text w:multiLine="1"/>' if field.ask is Ask.TEXT else "<w:text/>"


def spelled(value: object, language: Language) -> str:
    """A value as a field shows it, and as it can be read again: in English, days in the form 2026-11-22."""
    if isinstance(value, datetime.date) and language.code == "en":
        return value.isoformat()
    return language.word(value) if isinstance(value, (Money, datetime.date)) else str(value)


def hint_of(field: Field, language: Language) -> str:
    """What an empty field shows until something is written into it."""
    return language.say(_HINTS.get(field.ask, text("Please fill in")))


_HINTS = {
    Ask.CHOICE: text("Please choose"),
    Ask.DAY: text("day.month.year"),
    Ask.MONEY: text("amount in euros"),
    Ask.NUMBER: text("number"),
}
_ABOVE = '<w:keepNext/><w:spacing w:before="120" w:after="40"/>'
_WIDE = {Ask.LINE: 4, Ask.TEXT: 5, Ask.CHOICE: 2, Ask.TICK: 1, Ask.DAY: 2, Ask.MONEY: 2, Ask.NUMBER: 1}


def _labelled(field: Field) -> str:
    return f"{field.label} *" if field.needed else field.label


def _paragraph(runs: str, style: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def _run(words: str, *, bold: bool = False, faint: bool = False, tick: bool = False) -> str:
    look = (
        '<w:rFonts w:hint="eastAsia" w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic"/>'
        if tick
        else ""
    )
    look += ("<w:b/>" if bold else "") + ('<w:color w:val="59626E"/>' if faint else "")
    parts = []
    for number, line in enumerate(_STRANGE.sub("\ufffd", words).split("\n")):
        parts.append("<w:br/>" if number else "")
        pieces = line.split("\t")
        parts.append("<w:tab/>".join(f'<w:t xml:space="preserve">{escape(each)}</w:t>' for each in pieces))
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{''.join(parts)}</w:r>"


def _table(title: str, headings: list[str], rows: list[list[str]], wide: list[int] | None = None) -> str:
    shares = wide or [1] * len(headings)
    widths = [9355 * each // sum(shares) for each in shares]

    def cells(found: list[str]) -> str:
        return "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{each}</w:tc>'
            for width, each in zip(widths, found, strict=True)
        )

    lines = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="7A8594"/>'
    borders = "".join(lines.format(each) for each in ("top", "left", "bottom", "right", "insideH", "insideV"))
    head = "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{}</w:tr>".format(
        cells([_paragraph(each, "Compact") for each in headings])
    )
    body = "".join(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells(row)}</w:tr>" for row in rows)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Table"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" '
        f'w:noVBand="1"/><w:tblCaption w:val={_quoted(title)}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{head}{body}</w:tbl>" + _paragraph("", "Compact")
    )


# -- the other parts -----------------------------------------------------------------------------------


def _quoted(words: str) -> str:
    return quoteattr(_STRANGE.sub("\ufffd", words))


def _typed(content: bytes) -> bytes:
    added = (
        b'<Override PartName="/docProps/core.xml" '
        b'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        b'<Override PartName="/docProps/custom.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
    )
    kept = re.sub(rb'<Override PartName="/docProps/[^>]*/>', b"", content)
    return kept.replace(b"</Types>", added + b"</Types>")


def _related(content: bytes) -> bytes:
    added = (
        '<Relationship Id="kicCore" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
        'core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="kicCustom" Type="{_RELATIONS}/custom-properties" Target="docProps/custom.xml"/>'
    )
    kept = re.sub(rb'<Relationship\b[^>]*Target="/?docProps/[^>]*/>', b"", content)
    return kept.replace(b"</Relationships>", added.encode() + b"</Relationships>")


def _spoken(content: bytes, language: str) -> bytes:
    """The styles with the form's language as the one of all text, so that it is read aloud and spelled right."""
    code = _CODES[language].encode()
    if b"<w:lang " in content:
        return re.sub(rb'(<w:lang [^>]*w:val=")[^"]*"', rb"\g<1>" + code + b'"', content)
    return content.replace(
        b"<w:rPrDefault><w:rPr>", b'<w:rPrDefault><w:rPr><w:lang w:val="' + code + b'"/>', 1
    )


def _core(form: Form) -> str:
    day = f"{form.on.isoformat()}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(form.title)}</dc:title><dc:subject>{escape(form.subject)}</dc:subject>"
        f"<dc:creator>kic</dc:creator><dc:language>{_CODES[form.language]}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created></cp:coreProperties>'
    )


def _custom(form: Form, body: str) -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    said = {MARK: form.mark, FIELDS: form.names, WORDS: form.words, AROUND: " ".join(_around(body))}
    properties = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(words)}</vt:lpwstr></property>"
        for number, (name, words) in enumerate(said.items(), 2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="{kind}">{properties}</Properties>'
    )


def _around(body: str) -> Iterator[str]:
    """Digests of the paragraphs without what stands in their fields, as the reader sees them; empty ones left out."""
    for paragraph in _PARAGRAPH.findall(body):
        words = unescape(re.sub("<[^>]*>", "", _BREAK.sub(" ", _FIELD.sub("", paragraph))))
        if words.strip():
            yield digest(words)


_PARAGRAPH = re.compile(r"<w:p>.*?</w:p>", re.DOTALL)
_FIELD = re.compile(r"<w:sdt>.*?</w:sdt>", re.DOTALL)
_BREAK = re.compile(r"<w:(?:br|tab)/>")
