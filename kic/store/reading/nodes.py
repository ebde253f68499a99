"""From nodes to a value, slowly: every key and scalar is looked at, every fault is noted."""

import re
import unicodedata
from bisect import bisect_left

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kic.core.diagnostic import Related
from kic.core.place import Aim, Field, Place
from kic.core.plan import Plain
from kic.core.text import text
from kic.store.reading import file_laws
from kic.store.reading.notes import BIDI, ESCAPED_CONTROL, Notes, Stop
from kic.store.reading.syntax import last_leaf, span_of

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*", re.MULTILINE)
_VALUES = frozenset(("true", "false", "null", "~"))


class Builder(Notes):
    """Builds the value of a node tree; `blocks` are the character ranges of block texts."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.blocks: list[tuple[int, int]] = []
        self._seen_bidi: frozenset[str] | None = None

    def in_block(self, index: int) -> bool:
        """Whether a character lies inside a block text; they were met in the order of the file."""
        at = bisect_left(self.blocks, (index, -1)) - 1
        return at >= 0 and index < self.blocks[at][1]

    def seen_bidi(self) -> frozenset[str]:
        """The marks of writing direction that stand in the text as such."""
        if self._seen_bidi is None:
            self._seen_bidi = frozenset(BIDI.findall(self.text))
        return self._seen_bidi

    def build(self, node: Node | None, field: Field) -> Plain:
        """The value of the root, which has to be a map."""
        if isinstance(node, MappingNode):
            return self.mapping(node, field)
        if node is None or (isinstance(node, ScalarNode) and not node.value and not node.style):
            self.empty(text("there is no record in the file"))
        elif isinstance(node, SequenceNode):
            self.say(
                file_laws.NOT_A_MAP,
                text("the file is a list; a record consists of keys with values"),
                span_of(self.text, node) if not node.value else self.head(node),
            )
        else:
            self.say(
                file_laws.NOT_A_MAP,
                text("the file is a bare text; a record consists of keys with values"),
                span_of(self.text, node),
            )
        raise Stop

    def mapping(self, node: MappingNode, field: Field) -> dict[str, Plain]:
        """A map, without the keys that cannot be meant."""
        result: dict[str, Plain] = {}
        seen: dict[str, tuple[str, Node]] = {}
        end = node.start_mark.index
        for key, item in node.value:
            begin, end = end, last_leaf(item).end_mark.index
            if not isinstance(key, ScalarNode):
                self.sure = False
                self.say(
                    file_laws.ODD_KEY, text("a list or map cannot be a key"), self.head(key), field=field
                )
                continue
            name = key.value
            if not self.key(key, field) or self.question(begin, key, field):
                self.sure = False
                self.item(item, key, (*field, name))
                continue
            same = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
            value = self.item(item, key, (*field, name))
            if same in seen:
                self.duplicate(name, key, seen[same], field)
                continue
            seen[same] = (name, key)
            result[name] = value
        return result

    def key(self, key: ScalarNode, field: Field) -> bool:
        """Whether this can be the key of a map."""
        name = key.value
        span = span_of(self.text, key)
        if name == "<<" and not key.style:
            self.say(
                file_laws.MERGE_KEY, text("the merge key << is not allowed"), span, field=field,
                help=text("write the keys out that it brings in"),
            )  # fmt: skip
            return False
        if name == "":
            self.say(file_laws.ODD_KEY, text("a key is empty"), span, field=field)
            return False
        if not key.style and name in _VALUES:
            self.say(
                file_laws.ODD_KEY, text("{name} is a value and cannot be a key", name=name), span, field=field
            )
            return False
        odd = next((c for c in name if not _in_key(c)), None)
        if odd is not None and BIDI.match(odd) and odd in self.seen_bidi():
            return False  # named already
        if odd is not None:
            number = f"U+{ord(odd):04X}"
            if odd.isprintable():
                message = text("a key may not hold the character {character}", character=odd)
            else:
                message = text("a key may not hold the character {character}", character=number)
            self.say(file_laws.ODD_KEY, message, span, field=field)
            return False
        if name != name.strip() or not (name[0].isalnum() or name[0] in "-_"):
            self.say(
                file_laws.ODD_KEY, text("a key begins and ends with a letter or digit"), span, field=field
            )
            return False
        return True

    def question(self, begin: int, key: ScalarNode, field: Field) -> bool:
        """Whether `?` stands before the key; libyaml and YAML 1.2 differ on what `{?a: b}` means."""
        if "?" not in _COMMENT.sub("", self.text[begin : key.start_mark.index]):
            return False
        self.say(
            file_laws.ODD_KEY,
            text("a question mark stands before this key"),
            span_of(self.text, key),
            field=field,
            help=text("write key: value"),
        )
        return True

    def duplicate(self, name: str, key: Node, first: tuple[str, Node], field: Field) -> None:
        """The second of two equal keys."""
        self.sure = False
        place = Place(self.path, (*field, first[0]), Aim.KEY, span_of(self.text, first[1]))
        if first[0] == name:
            message = text("the key {name} stands twice in this map", name=name)
        else:
            message = text(
                "the keys {name} and {other} are the same but for their spelling", name=first[0], other=name
            )
        self.say(
            file_laws.DUPLICATE_KEY, message, span_of(self.text, key), field=(*field, name),
            help=text("keep one of the two"), related=(Related(place, text("the first one")),),
        )  # fmt: skip

    def item(self, node: Node, key: Node | None, field: Field) -> Plain:
        """The value of a key or list item."""
        if isinstance(node, MappingNode):
            return self.mapping(node, field)
        if isinstance(node, SequenceNode):
            return [self.item(each, None, (*field, position)) for position, each in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        if not node.style:
            return self.plain(node, key, field)
        start, end = node.start_mark.index, node.end_mark.index
        if node.style in ("|", ">"):
            self.blocks.append((start, end))
        elif node.style == '"' and "\\" in self.text[start:end]:
            self.escapes(node, field)
        return node.value

    def plain(self, node: ScalarNode, key: Node | None, field: Field) -> Plain:
        """An unquoted scalar: text, but for three words."""
        word = node.value
        if word in ("", "~"):
            self.say(
                file_laws.NO_VALUE,
                text("there is no value here") if word == "" else text("~ is not used for null here"),
                span_of(self.text, key if word == "" and key is not None else node),
                field=field,
                help=text('leave the key out, or write "" for an empty text, [] for an empty list or null'),
            )
            return None
        return {"true": True, "false": False, "null": None}.get(word, word)

    def escapes(self, node: ScalarNode, field: Field) -> None:
        """Characters that only stand in the text as escapes."""
        span = span_of(self.text, node)
        raw = self.text[node.start_mark.index : node.end_mark.index]
        for found in ESCAPED_CONTROL.finditer(node.value):
            self.sure = False
            self.odd_character(file_laws.CONTROL, found[0], span, field)
        for found in BIDI.finditer(node.value):
            if found[0] not in raw:
                self.odd_character(file_laws.BIDI, found[0], span, field)


def _in_key(character: str) -> bool:
    """Letters, digits, their accents and what joins words."""
    return character.isalnum() or character in " _-.,/+()'§%" or unicodedata.category(character)[0] == "M"
