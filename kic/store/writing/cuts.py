"""Where characters change for one edit: what to cut out of a text, and what to put there.

Block style stays block, flow style stays flow; new lines stand directly behind the last line of what they
belong to, before the comments that follow. Whether a cut is safe is judged afterwards, by `splice`.
"""

from typing import Any, NamedTuple

import yaml

from kic.core.place import Field
from kic.store.writing import emit
from kic.store.writing.outline import Outline, Span


class Cut(NamedTuple):
    """Replace these characters by this text."""

    start: int
    end: int
    text: str


class Step(NamedTuple):
    """A node below its parent: the key's node (None in a list) and the node itself."""

    parent: Any
    key: Any
    node: Any


# -- places ----------------------------------------------------------------------------------------------


def steps_to(outline: Outline, field: Field) -> list[Step]:
    """The nodes on the way to a field, from the root on, as far as they are there."""
    steps = [Step(None, None, outline.root)]
    for step in field:
        node = steps[-1].node
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == step), None)
            if found is None:
                break
            steps.append(Step(node, *found))
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            steps.append(Step(node, None, node.value[step]))
        else:
            break
    return steps


def rename(outline: Outline, field: Field, name: str) -> list[Cut]:
    """Another name for a key that is there."""
    key = steps_to(outline, field)[-1].key
    return [Cut(key.start_mark.index, key.end_mark.index, emit.key_text(name, _quotes(key)))]


def _quotes(node: Any) -> str:
    style = getattr(node, "style", None) or ""
    return str(style)


def set_field(outline: Outline, field: Field, value: Any) -> list[Cut]:
    """Another value for a field, or the field itself with what is missing around it."""
    steps = steps_to(outline, field)
    rest = field[len(steps) - 1 :]
    last = steps[-1]
    if not rest and last.parent is not None:
        return _replace(outline, last, value)
    for step in reversed(rest[1:]):
        value = {step: value}
    if rest:
        value = {rest[0]: value}
    if last.parent is None and _empty(last.node):
        return _begin(outline, value)
    if isinstance(last.node, yaml.MappingNode) and last.node.value:
        ((key, below),) = value.items()
        return _add(outline, last.node, key, below)
    if last.parent is None or last.node.flow_style if not isinstance(last.node, yaml.ScalarNode) else False:
        if outline.comments_in(last.node.start_mark.index, last.node.end_mark.index) or (
            last.parent is not None and last.parent.flow_style
        ):
            return [Cut(at := last.node.start_mark.index + 1, at, emit.inline(value)[1:-1])]
        if last.parent is None:
            return [Cut(last.node.start_mark.index, last.node.end_mark.index, _root_text(outline, value))]
    return _replace(outline, last, value)


def _empty(node: Any) -> bool:
    return node is None or (isinstance(node, yaml.ScalarNode) and not node.value)


def _root_text(outline: Outline, value: Any) -> str:
    return outline.line_break(len(outline.text)).join(
        emit.emit(value).decode().removesuffix("\n").split("\n")
    )


def _begin(outline: Outline, value: Any) -> list[Cut]:
    """The first content of a file that holds nothing, or only comments."""
    at = len(outline.text)
    newline = outline.line_break(at)
    start = "" if not outline.text or outline.text.endswith(("\n", "\r")) else newline
    return [Cut(at, at, start + _root_text(outline, value) + newline)]


def _lines_after(outline: Outline, at: int, lines: list[str]) -> Cut:
    """New lines behind the line in which a node ends (`at` is `Outline.end` of it)."""
    if at > 0 and outline.text[at - 1] in "\r\n":
        newline = outline.line_break(at - (2 if outline.text.endswith("\r\n", 0, at) else 1))
        return Cut(at, at, "".join(line + newline for line in lines))
    end = outline.line_end(at)
    newline = outline.line_break(end)
    text = "".join(newline + line for line in lines)
    return Cut(end, end, text + newline if end == len(outline.text) else text)


def _indented(lines: list[str], column: int) -> list[str]:
    return [" " * column + line if line else line for line in lines]


# -- setting ---------------------------------------------------------------------------------------------


def _replace(outline: Outline, step: Step, value: Any) -> list[Cut]:
    """Another value for a key or an item that is there."""
    node = step.node
    start = node.start_mark.index
    if step.parent.flow_style:
        text = emit.inline(value, _quotes(node))
        if start == node.end_mark.index:
            return [Cut(start, start, " " + text if outline.text[start - 1] == ":" else ": " + text)]
        return [Cut(start, node.end_mark.index, text)]
    if step.key is None:
        anchor = outline.dash(node) + 1
        column = outline.column(anchor - 1)
        indent = _indent_of(outline, node)
        head, below = emit.item(value, indent, _quotes(node))
        gap = " " * (indent.item - 1 if below else 1)
    else:
        gap = " "
        anchor = outline.colon(step.key) + 1
        column = outline.column(step.key.start_mark.index)
        head, below = emit.block(value, outline.indent, _quotes(node))
    below = _indented(below, column)
    if not isinstance(node, yaml.ScalarNode) and not node.flow_style:
        return _replace_block(outline, node, anchor, head, below)
    if _quotes(node) in ("|", ">"):
        return _replace_block_text(outline, node, anchor, head, below)
    end = node.end_mark.index
    if start == end or not head:
        start, head = anchor, gap + head if head else ""
    if not below:
        return [Cut(start, end, head)]
    after = _lines_after(outline, end, below)
    if after.start == start:  # at one place they would have no order
        return [Cut(start, after.end, head + after.text)]
    return [Cut(start, end, head), after]


def _replace_block(outline: Outline, node: Any, anchor: int, head: str, below: list[str]) -> list[Cut]:
    """Another value for a block map or list: on its own lines, or begun behind a dash."""
    start, end = node.start_mark.index, outline.end(node)
    if not outline.leads(start):
        cuts = [Cut(start, _last_line_end(outline, end, whole=False), head)]
        return [*cuts, _lines_after(outline, end, below)] if below else cuts
    first = outline.line_start(start)
    last = _last_line_end(outline, end, whole=True)
    newline = outline.line_break(outline.line_end(anchor))
    before = first - len(newline)
    return [
        Cut(anchor, anchor, " " + head if head else ""),
        Cut(before, last, "".join(newline + line for line in below)),
    ]


def _last_line_end(outline: Outline, end: int, *, whole: bool) -> int:
    """The end of the last line of a node without its line break; with what follows it there, if `whole`."""
    if end > 0 and outline.text[end - 1] in "\r\n":
        return end - (2 if outline.text.endswith("\r\n", 0, end) else 1)
    return outline.line_end(end) if whole else end


def _replace_block_text(outline: Outline, node: Any, anchor: int, head: str, below: list[str]) -> list[Cut]:
    """Another value for a literal or folded text; the comment behind its header stays."""
    start = node.start_mark.index
    header = outline.text[start : outline.line_end(start)]
    note = header[len(header.split("#")[0].rstrip()) :]
    end = _last_line_end(outline, outline.end(node), whole=True)
    newline = outline.line_break(outline.line_end(start))
    if not head:
        start = anchor
    return [Cut(start, end, head + note.rstrip(" ") + "".join(newline + line for line in below))]


def _add(outline: Outline, node: Any, key: str, value: Any) -> list[Cut]:
    """Another key at the end of a map that has some."""
    if node.flow_style:
        return _add_inside(outline, node, emit.inline({key: value})[1:-1])
    head, below = emit.block(value, outline.indent)
    column = outline.column(node.value[0][0].start_mark.index)
    lines = _indented([f"{emit.key_text(key)}: {head}".rstrip(" "), *below], column)
    return [_lines_after(outline, outline.end(node), lines)]


def append(outline: Outline, field: Field, value: Any) -> list[Cut]:
    """Another item at the end of a list that is there."""
    step = steps_to(outline, field)[-1]
    node = step.node
    if node.flow_style:
        if node.value:
            return _add_inside(outline, node, emit.inline(value))
        inside = outline.comments_in(node.start_mark.index, node.end_mark.index)
        if inside or (step.parent is not None and step.parent.flow_style):
            return [Cut(at := node.start_mark.index + 1, at, emit.inline(value))]
        return _replace(outline, step, [value])
    last = node.value[-1]
    dash = outline.dash(last)
    indent = _indent_of(outline, last)
    head, below = emit.item(value, indent)
    lines = _indented([f"-{' ' * (indent.item - 1)}{head}".rstrip(" "), *below], outline.column(dash))
    return [_lines_after(outline, outline.end(node), lines)]


def _indent_of(outline: Outline, item: Any) -> emit.Indent:
    """The file's indentation, with the distance between this item's dash and its content."""
    gap = item.start_mark.index - outline.dash(item)
    written = item.start_mark.index < item.end_mark.index  # '' is, a null that is left out is not
    beside = written and outline.line_start(item.start_mark.index) <= outline.dash(item)
    usual = outline.indent
    return emit.Indent(mapping=usual.mapping, dash=usual.dash, item=gap) if beside else usual


def _add_inside(outline: Outline, node: Any, text: str) -> list[Cut]:
    """Another item behind the last one of a flow collection; on its own line where the others are."""
    last = node.value[-1]
    first, final = last if isinstance(last, tuple) else (last, last)
    start, end = first.start_mark.index, max(final.end_mark.index, first.end_mark.index)
    close = node.end_mark.index - 1
    comma = outline.comma(end, close)
    if outline.leads(start) and outline.line_end(end) < close:
        lines = [" " * outline.column(start) + text + ("," if comma is not None else "")]
        cuts = [_lines_after(outline, end if comma is None else comma, lines)]
        return cuts if comma is not None else [Cut(end, end, ","), *cuts]
    if comma is not None:
        return [Cut(comma + 1, comma + 1, f" {text},")]
    return [Cut(end, end, f", {text}")]


# -- removing --------------------------------------------------------------------------------------------


def remove(outline: Outline, field: Field) -> tuple[list[Cut], list[Span]]:
    """Take out a key or an item; also says where comments may go, because their lines do."""
    steps = steps_to(outline, field)
    step = steps[-1]
    parent = step.parent
    if parent.flow_style:
        return _remove_inside(outline, parent, step)
    start = outline.dash(step.node) if step.key is None else step.key.start_mark.index
    end = outline.end(step.node)
    if step.key is not None:
        end = max(end, outline.colon(step.key) + 1)
    last = _last_line_end(outline, end, whole=True)
    lost = [(start, last)]
    if len(parent.value) == 1:
        return _emptied(outline, steps[-2], start, last), lost
    if outline.leads(start):
        behind = end if last < end else outline.next_line(last)
        return [Cut(outline.line_start(start), behind, "")], lost
    behind = last
    while behind < len(outline.text) and outline.text[behind] in " \r\n":
        behind += 1
    return [Cut(start, behind, "")], lost


def _emptied(outline: Outline, step: Step, start: int, last: int) -> list[Cut]:
    """The last entry of a block map or list goes: `{}` or `[]` stays."""
    empty = "{}" if isinstance(step.node, yaml.MappingNode) else "[]"
    if step.parent is None:
        return [Cut(start, last, empty)]
    if not outline.leads(start):
        return [Cut(start, last, empty)]
    anchor = outline.dash(step.node) if step.key is None else outline.colon(step.key)
    before = outline.line_start(start)
    before -= len(outline.line_break(outline.line_end(anchor)))
    return [Cut(anchor + 1, anchor + 1, f" {empty}"), Cut(before, last, "")]


def _remove_inside(outline: Outline, parent: Any, step: Step) -> tuple[list[Cut], list[Span]]:
    """Take an item out of a flow collection, with one comma; with its line if it has one for itself."""
    entries = [entry[0] if isinstance(entry, tuple) else entry for entry in parent.value]
    position = next(n for n, entry in enumerate(entries) if entry is (step.key or step.node))
    start = entries[position].start_mark.index
    end = max(step.node.end_mark.index, step.key.end_mark.index if step.key else 0)
    following = position + 1 < len(entries)
    close = entries[position + 1].start_mark.index if following else parent.end_mark.index - 1
    comma = outline.comma(end, close)
    if comma is not None:
        return _remove_here(outline, start, comma + 1, close, following=following)
    if position == 0:
        return [Cut(start, end, "")], []
    before = outline.last_comma(entries[position - 1].start_mark.index, start)
    found, lost = _remove_here(outline, start, end, close, following=False)
    return [Cut(before, before + 1, ""), *found], lost


def _remove_here(
    outline: Outline, start: int, stop: int, close: int, *, following: bool
) -> tuple[list[Cut], list[Span]]:
    """Take out these characters: with their line, if nothing else stands in it, else with blanks beside."""
    text = outline.text
    line_end = outline.line_end(stop)
    rest = text[stop:line_end].strip()
    if outline.leads(start):
        if line_end < close and (not rest or rest.startswith("#")):
            line = (outline.line_start(start), outline.next_line(stop))
            return [Cut(*line, "")], [line]
    elif not following:
        start -= len(text[:start]) - len(text[:start].rstrip(" "))
    while following and text[stop] == " ":
        stop += 1
    return [Cut(start, stop, "")], []
