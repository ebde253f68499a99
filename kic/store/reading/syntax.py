"""From bytes to a plain value, in a strict subset of YAML 1.2, with every fault named and placed.

libyaml's `compose()` gives the node tree; what it lets pass silently (duplicate keys, tags, anchors, odd
characters) is refused here, and size, depth and number of nodes are bounded before anything is built. A clean
file takes one short way: compose, then one walk. Whatever looks odd is read a second time by
`kic.store.reading.faults`, which takes its time and finds everything; its `read` is both ways in one.

Meaning comes from the declared type, not from the spelling: every scalar stays text, only plain `true`,
`false` and `null` become values.

Node marks. `node.start_mark.index` and `node.end_mark.index` count characters of `Tree.text`: the decoded
file without its byte order mark, with CRLF counted as two characters. `mark.line` and `mark.column` count
from 0. A scalar ends behind its last character, a block text (`style` is `|` or `>`) behind the line break
and the blank lines that follow it. A block collection's end mark lies behind the comments that follow it:
`last_leaf(node)` has the true end.
"""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from kic.core.diagnostic import Diagnostic
from kic.core.pattern import pattern
from kic.core.place import START, Aim, Field, Span
from kic.core.plan import Plain
from kic.store.reading.libyaml import CollectionNode, CParser, MappingNode, Node, ScalarNode, SequenceNode


class Limits(msgspec.Struct, frozen=True):
    """How large, how full (keys and values) and how deep a file may be; more is refused before anything is built."""

    size: int
    nodes: int
    depth: int = 40


RECORD = Limits(size=1_000_000, nodes=20_000)
"""A record is a small text for people, and every check reads all of them."""
PROBLEM = Limits(size=16_000_000, nodes=1_000_000)
"""A problem file is read when someone names it, and holds what a whole call holds: 20,000 applications with a score,
2,000 with marks of 25 seats by four criteria, or the approvals of a poll. It takes half a gigabyte at most."""

UNREAD: Any = msgspec.UNSET
"""Stands for the value of a file that could not be understood; `None` is a value."""

BOM = b"\xef\xbb\xbf"


def _search(expression: bytes) -> Callable[[bytes], object]:
    compiled = pattern(expression)
    return lambda source: compiled().search(source)


_FOUR_BYTES = _search(rb"[\xf0-\xf4].[\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]")
_PROPERTY = _search(rb"(?<![^\s\[{,:?\-])(?:!|&(?=\S))")
_QUESTION = _search(rb"(?<![^\s\[{,])\?")
_SECOND_LOOK: dict[int, Callable[[bytes], object]] = {
    **{byte: lambda _: True for byte in (*range(0x20), 0x7F, ord("\\"), *range(0xF5, 0x100))},
    ord("\t"): _search(rb"(?:^|\n) *\t"),
    ord("\r"): _search(rb"\r(?!\n)|(?<!\r)\n"),
    ord("&"): _PROPERTY,
    ord("!"): _PROPERTY,
    ord("?"): _QUESTION,
    ord("%"): _search(rb"(?:^|\n)%"),
    0xC2: _search(rb"\xc2[\x80-\x9f]"),
    0xE2: _search(rb"\xe2(?:\x80[\xa8-\xae]|\x81[\xa6-\xa9])"),
    0xED: _search(rb"\xed[\xa0-\xbf]"),
    0xEF: _search(rb"\xef(?:\xbb\xbf|\xb7[\x90-\xaf]|\xbf[\xbe\xbf])"),
    **dict.fromkeys(range(0xF0, 0xF5), _FOUR_BYTES),
}
"""For each byte that a fault may begin with: whether there is one. False alarms only cost time."""
_ORDINARY = bytes(byte for byte in range(256) if byte not in _SECOND_LOOK or byte == ord("\n"))

KEYS = re.compile(r"[a-z0-9_-]+")
"""What the keys of a map look like, run together, when there is nothing to look at more closely."""

_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None}
_SPECIAL = frozenset((*_WORDS, "~", ""))

_MOST_SEEN = 1000
_seen_keys: set[tuple[str, ...]] = set()
"""Keys of maps that have been looked at: records of a kind have the same ones, a third of the walk's time."""


class Reading(msgspec.Struct, frozen=True):
    """What a file says: its plain value, or UNREAD; `faults` are all that reading found.

    `sure` tells that the value means what its author meant, in spite of the faults: a missing final newline
    leaves a value sure, a key that stands there twice does not.
    """

    value: Plain
    faults: tuple[Diagnostic, ...] = ()
    sure: bool = True


class Tree(msgspec.Struct, frozen=True):
    """A file's node tree over its text, for places and for the editor."""

    text: str
    bom: bool
    root: Node

    def find(self, field: Field) -> tuple[Node | None, Node] | None:
        """Key node (None for a list item and for the whole) and value node of a field, if it is there."""
        key: Node | None = None
        node = self.root
        for step in field:
            found = _step(node, step)
            if found is None:
                return None
            key, node = found
        return key, node

    def byte(self, index: int) -> int:
        """The offset in the file's bytes of a character index of `text`."""
        return len(self.text[:index].encode()) + (len(BOM) if self.bom else 0)


class _Odd(Exception):
    """Something needs a closer look."""


class Parser(CParser):
    """libyaml with the tag resolver switched off and the depth bounded while it composes."""

    descend_resolver: Callable[[Any, Any], Any]
    ascend_resolver: Callable[[], Any]
    most: int

    def __init__(self, stream: bytes | str, limits: Limits = RECORD) -> None:
        CParser.__init__(self, stream)
        self.most = limits.nodes
        levels = [None] * (limits.depth + 1)  # one more: the scalars inside the deepest collection
        pop = levels.pop
        self.descend_resolver = lambda _parent, _index: pop()
        self.ascend_resolver = partial(levels.append, None)

    def resolve(self, _kind: Any, _value: Any, _implicit: Any) -> None:
        """No tag: only an explicit one is left in a node."""


class CountingParser(Parser):
    """For large files: bounds the number of nodes too."""

    nodes = 0

    def resolve(self, _kind: Any, _value: Any, _implicit: Any) -> None:
        """Counts; raises IndexError when there are too many."""
        self.nodes += 1
        if self.nodes > self.most:
            raise IndexError


def quick(source: bytes, limits: Limits = RECORD) -> Plain:
    """The value of a file in which nothing needs a second look; else UNREAD."""
    if len(source) > limits.size or not source.endswith(b"\n"):
        return UNREAD
    if source.startswith(BOM):
        source = source[3:]
    try:
        source.decode()
        if _suspect(source) or b"\n..." in source or b"<<<<<<<" in source:
            return UNREAD
        root = _compose(source, limits)
        if root.__class__ is MappingNode:
            return _mapping(root)
    except Exception:  # noqa: BLE001  # whatever it is, the thorough reader finds out and words it
        return UNREAD
    return UNREAD


def _suspect(source: bytes) -> bool:
    odd = set(source.translate(None, _ORDINARY))
    return any(_SECOND_LOOK[byte](source) for byte in odd)


def _compose(source: bytes | str, limits: Limits) -> Node | None:
    # a byte gives at most one and a half nodes
    kind = CountingParser if len(source) > limits.nodes // 2 else Parser
    return kind(source, limits).get_single_node()


def _mapping(node: Any) -> dict[str, Plain]:
    result: dict[str, Plain] = {}
    for key, item in node.value:
        kind = item.__class__
        if kind is ScalarNode:
            word = item.value
            if word in _SPECIAL and not item.style:
                result[key.value] = _WORDS[word]
            else:
                result[key.value] = word
        elif kind is MappingNode:
            result[key.value] = _mapping(item)
        else:
            result[key.value] = _sequence(item)
    if len(result) != len(node.value):
        raise _Odd
    keys = tuple(result)
    if keys not in _seen_keys and keys:
        if KEYS.fullmatch("".join(keys)) is None or not _SPECIAL.isdisjoint(keys):
            raise _Odd
        if len(_seen_keys) < _MOST_SEEN and len(keys) < _MOST_SEEN:
            _seen_keys.add(keys)
    return result


def _sequence(node: Any) -> list[Plain]:
    result: list[Plain] = []
    for item in node.value:
        kind = item.__class__
        if kind is ScalarNode:
            word = item.value
            result.append(_WORDS[word] if word in _SPECIAL and not item.style else word)
        elif kind is MappingNode:
            result.append(_mapping(item))
        else:
            result.append(_sequence(item))
    return result


def tree(source: bytes, limits: Limits = RECORD) -> Tree | None:
    """The node tree of a file; None where the text cannot be parsed or is past the limits."""
    if len(source) > limits.size:
        return None
    try:
        text = source.decode()
        bom = text.startswith("\ufeff")
        if bom:
            text = text[1:]
        root = _compose(text, limits)
    except Exception:  # noqa: BLE001  # libyaml's errors, depth, encoding: there is no tree then
        return None
    return None if root is None else Tree(text, bom, root)


def last_leaf(node: Node) -> Node:
    """The last scalar or flow collection inside, which ends where the node's own text ends."""
    while isinstance(node, CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, MappingNode) else last
    return node


def span_of(text: str, node: Node) -> Span:
    """The characters of a node, without the comments and blank lines that follow it."""
    first = node.start_mark
    leaf = last_leaf(node)
    last = leaf.end_mark
    if isinstance(leaf, ScalarNode) and leaf.style in ("|", ">"):
        begin = leaf.start_mark
        body = text[begin.index : last.index].rstrip()
        lines = body.count("\n")
        if lines:
            return _span(first, begin.line + lines, len(body) - body.rfind("\n") - 1)
        return _span(first, begin.line, begin.column + len(body))
    return _span(first, last.line, last.column)


def _span(first: Any, line: int, column: int) -> Span:
    return Span(first.line + 1, first.column + 1, line + 1, column + 1)


class Locator:
    """Finds fields in a file's text; parses it again when first asked, so that reading keeps no nodes."""

    __slots__ = ("_limits", "_source", "_tree")

    def __init__(self, source: bytes, limits: Limits = RECORD) -> None:
        self._source = source
        self._limits = limits
        self._tree: Tree | msgspec.UnsetType | None = msgspec.UNSET

    @property
    def tree(self) -> Tree | None:
        """The node tree, None for a text that cannot be parsed."""
        if self._tree is msgspec.UNSET:
            self._tree = tree(self._source, self._limits)
        return self._tree

    def __call__(self, field: Field, aim: Aim) -> Span:
        """The span of a field's key or value; where it is not there, of the nearest thing around it."""
        if self.tree is None:
            return START
        text = self.tree.text
        for length in range(len(field), 0, -1):
            found = self.tree.find(field[:length])
            if found is not None:
                key, node = found
                if length == len(field) and aim is Aim.VALUE:
                    return span_of(text, node)
                return span_of(text, key or _head(node))
        return span_of(text, _head(self.tree.root))


def _head(node: Node) -> Node:
    """The first key or item of a collection: what stands for the whole where the whole is too much."""
    while not isinstance(node, ScalarNode) and node.value:
        first = node.value[0]
        node = first[0] if isinstance(node, MappingNode) else first
    return node


def _step(node: Node, step: str | int) -> tuple[Node | None, Node] | None:
    if isinstance(node, SequenceNode):
        if isinstance(step, int) and 0 <= step < len(node.value):
            return None, node.value[step]
    elif isinstance(node, MappingNode):
        for key, item in node.value:
            if isinstance(key, ScalarNode) and key.value == step:
                return key, item
    return None
