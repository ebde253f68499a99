"""The fields of a form in a DOCX file: content controls with what was typed, picked or ticked in them.

    controls_of(word: Word) -> tuple[Control, ...]                  in the order of the text
    outside_of(word: Word) -> tuple[str, ...]                       the paragraphs around them

What was struck with tracked changes, or is hidden, is not read as a field's words. A control knows whether it still
shows its hint, and then it is empty.
"""

from collections.abc import Iterator

import msgspec

from kic.sheets.wordfile import HIDDEN, Node, Word


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """One content control. `tag` and `title` are its hidden and its visible name, empty where it has none.

    `words` is what stands in it, lines apart by line feeds, empty where it only shows its hint; `ticked` is None unless
    it is a box to tick; `day` is the day that a date picker keeps beside the words that it shows. `hidden` is what
    stands in it as hidden text; `changed` tells of tracked changes in it or around it.
    """

    tag: str
    title: str
    words: str
    ticked: bool | None = None
    day: str | None = None
    nested: bool = False
    changed: bool = False
    hidden: str = ""


def controls_of(word: Word) -> tuple[Control, ...]:
    """Every content control with a tag or of a kind that is filled in, in the order of the text; nested ones say so."""
    return tuple(_controls(word.body, inside=False, tracked=False)) if word.body is not None else ()


def _controls(node: Node, *, inside: bool, tracked: bool) -> Iterator[Control]:
    for each in node.elements:
        if each.name != "w:sdt":
            yield from _controls(each, inside=inside, tracked=tracked or _is_tracked(each))
            continue
        control = _control(each, nested=inside, tracked=tracked)
        if control is not None:
            yield control
        content = each.first("w:sdtContent")
        if content is not None:
            yield from _controls(content, inside=inside or control is not None, tracked=tracked)


def _is_tracked(node: Node) -> bool:
    """Whether all in an element was put in or struck with tracked changes: a row of a table says so in its look."""
    if node.name in _TRACKED:
        return True
    look = node.first(_LOOKS[node.name]) if node.name in _LOOKS else None
    return look is not None and any(each.name in _TRACKED_CELLS for each in look.elements)


def _control(node: Node, *, nested: bool, tracked: bool) -> Control | None:
    said, content = node.first("w:sdtPr"), node.first("w:sdtContent")
    tag = said.value("w:tag") if said is not None else None
    if said is None or not _is_field(node):
        return None
    box, date, hint = said.first("w14:checkbox"), said.first("w:date"), said.first("w:showingPlcHdr")
    shows_hint = hint is not None and hint.attributes.get("w:val", "true") not in _OFF
    day = date.attributes.get("w:fullDate") if date is not None and not shows_hint else None
    return Control(
        tag=tag or "",
        title=said.value("w:alias") or "",
        words="" if shows_hint or content is None else words_of(content),
        ticked=None if box is None else _ticked(box),
        day=day[:10] if day else None,
        nested=nested,
        changed=tracked or (content is not None and any(each.name in _TRACKED for each in content.walk())),
        hidden="" if content is None else hidden_in(content),
    )


def _is_field(node: Node) -> bool:
    """Whether a structured part is a field: some programs put other parts around whole paragraphs."""
    said = node.first("w:sdtPr") if node.name == "w:sdt" else None
    if said is None:
        return False
    return bool(said.value("w:tag")) or any(each.name in _FILLED_IN for each in said.elements)


_FILLED_IN = ("w:text", "w:dropDownList", "w:comboBox", "w:date", "w14:checkbox")
_OFF = ("false", "0", "off")
_TRACKED = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
_LOOKS = {"w:tr": "w:trPr", "w:tc": "w:tcPr"}
_TRACKED_CELLS = ("w:ins", "w:del", "w:cellIns", "w:cellDel", "w:cellMerge")
_PASSED = ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:sdtPr", "w:pPr", "w:rPr", "mc:Fallback")


def _ticked(box: Node) -> bool:
    for each in box.elements:
        if each.name == "w14:checked":
            return each.attributes.get("w14:val", "1") not in _OFF
    return False


def words_of(node: Node) -> str:
    """The words inside an element: paragraphs and breaks as line feeds, what was struck or is hidden left out."""
    parts: list[str] = []
    _gather(node, parts)
    return "".join(parts).strip("\n")


def hidden_in(node: Node) -> str:
    """The words inside an element that are hidden text, on one line; what was struck left out."""
    parts: list[str] = []
    for each in node.walk():
        if each.name == HIDDEN:
            _gather(each, parts)
    return " ".join("".join(parts).split())


def _gather(node: Node, parts: list[str], *, fields: bool = True) -> None:
    for each in node.elements:
        if each.name == HIDDEN and fields:
            continue
        if each.name == "w:t":
            parts.append(each.text)
        elif each.name in ("w:br", "w:cr"):
            parts.append("\n")
        elif each.name == "w:tab":
            parts.append("\t")
        elif each.name == "w:noBreakHyphen":
            parts.append("\u2011")
        elif each.name not in _PASSED and (fields or not (each.name == "w:p" or _is_field(each))):
            _gather(each, parts, fields=fields)
            if each.name == "w:p":
                parts.append("\n")


def outside_of(word: Word) -> tuple[str, ...]:
    """The words of each paragraph without those of its fields, hidden ones too; empty ones are left out."""
    found = []
    for paragraph in _paragraphs(word.body) if word.body is not None else ():
        parts: list[str] = []
        _gather(paragraph, parts, fields=False)
        found.append(" ".join("".join(parts).split()))
    return tuple(each for each in found if each)


def _paragraphs(node: Node) -> Iterator[Node]:
    for each in node.elements:
        if each.name == "w:p":
            yield each
        if not _is_field(each):
            yield from _paragraphs(each)
