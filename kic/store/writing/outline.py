"""A YAML text as `splice` needs it: nodes with positions, comments, and its habits of indentation.

Only what splicing can handle safely passes: one document of maps, lists and scalars, without anchors,
aliases, tags or directives, no key twice. Anything else is Refused, with the reason.
"""

import bisect
from collections import Counter
from typing import Any

import yaml

from kic.errors import Refused
from kic.store.reading import syntax
from kic.store.writing.emit import USUAL, Indent

Span = tuple[int, int]
"""Characters from (including) to (excluding)."""

_BREAKS = "\r\n"
_SHIFTING = "\x85\u2028\u2029"
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "": None}


class Outline:
    """The parsed text. Positions are indexes into `text` (the byte order mark is not part of it)."""

    __slots__ = (
        "_dashes",
        "_values",
        "bom",
        "commas",
        "comments",
        "indent",
        "model",
        "path",
        "root",
        "source",
        "text",
    )

    def __init__(self, source: bytes, path: str) -> None:
        """Raises Refused where the text is none that can be edited safely."""
        self.path = path
        self.source = source
        try:
            text = source.decode()
        except UnicodeDecodeError:
            raise Refused("{path} cannot be edited: it is not UTF-8.", path=path) from None
        self.bom = text.startswith("\ufeff")
        self.text = text.removeprefix("\ufeff")
        if any(char in self.text for char in _SHIFTING):
            raise Refused(
                "{path} cannot be edited safely: it holds an invisible line break (U+0085, U+2028, U+2029).",
                path=path,
            )
        try:
            tree = syntax.tree(source)  # bounded in size and depth
            self.root: Any = None if tree is None else tree.root
            if tree is None and any(line.split("#")[0].strip() for line in self.text.splitlines()):
                raise yaml.YAMLError  # noqa: TRY301
            tokens = list(yaml.scan(self.text, Loader=yaml.CLoader))
        except yaml.YAMLError as error:
            raise Refused(
                "{path} cannot be edited: it is not valid YAML, or too large.", path=path
            ) from error
        self._read_tokens(tokens)
        habits: dict[str, Counter[int]] = {"mapping": Counter(), "dash": Counter(), "item": Counter()}
        self.model = None if self.root is None else self._model(self.root, habits)
        usual = {"mapping": USUAL.mapping, "dash": USUAL.dash, "item": USUAL.item}
        self.indent = Indent(**{k: c.most_common(1)[0][0] if c else usual[k] for k, c in habits.items()})

    def _read_tokens(self, tokens: list[Any]) -> None:
        self._dashes: list[int] = []
        self._values: list[int] = []
        self.commas: list[int] = []
        self.comments: list[Span] = []
        at = 0
        for token in tokens:
            start, end = token.start_mark.index, token.end_mark.index
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken | yaml.DirectiveToken):
                raise Refused(
                    "{path} cannot be edited safely: it uses anchors, aliases, tags or directives.",
                    path=self.path,
                )
            if isinstance(token, yaml.BlockEntryToken):
                self._dashes.append(start)
            elif isinstance(token, yaml.FlowEntryToken):
                self.commas.append(start)
            elif isinstance(token, yaml.ValueToken):
                self._values.append(start)
            if end > start or isinstance(token, yaml.StreamEndToken):
                self._find_comments(at, max(start, at))
                at = max(at, end)
                if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
                    self._find_comments(start, self.line_end(start))
        self._find_comments(at, len(self.text))
        self._dashes.sort()
        self._values.sort()

    def _find_comments(self, start: int, end: int) -> None:
        """Comments between tokens: from `#` to the end of its line."""
        while (found := self.text.find("#", start, end)) >= 0:
            start = self.line_end(found)
            self.comments.append((found, start))

    def _model(self, node: Any, habits: dict[str, Counter[int]]) -> Any:
        """The plain value of a node; counts how it is indented."""
        if isinstance(node, yaml.ScalarNode):
            return _WORDS.get(node.value, node.value) if not node.style else node.value
        if isinstance(node, yaml.SequenceNode):
            for child in node.value:
                if not node.flow_style and self.line_start(child.start_mark.index) <= (
                    dash := self.dash(child)
                ):
                    habits["item"][child.start_mark.index - dash] += bool(child.value)
            return [self._model(child, habits) for child in node.value]
        made: dict[str, Any] = {}
        for key, child in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in made:
                raise Refused(
                    "{path} cannot be edited safely: line {line} has a key twice, or one that is no text.",
                    path=self.path,
                    line=key.start_mark.line + 1,
                )
            if not node.flow_style and not isinstance(child, yaml.ScalarNode) and not child.flow_style:
                habit = "mapping" if isinstance(child, yaml.MappingNode) else "dash"
                habits[habit][self.column(child.start_mark.index) - self.column(key.start_mark.index)] += 1
            made[key.value] = self._model(child, habits)
        return made

    # -- lines -----------------------------------------------------------------------------------------

    def line_start(self, at: int) -> int:
        """Where the line of this character begins."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def line_end(self, at: int) -> int:
        """Where the line of this character ends, before its line break."""
        ends = [found for char in _BREAKS if (found := self.text.find(char, at)) >= 0]
        return min(ends, default=len(self.text))

    def next_line(self, at: int) -> int:
        """Where the line after this character's begins; the end of the text after the last."""
        end = self.line_end(at)
        return end + len(self.line_break(end)) if end < len(self.text) else end

    def line_break(self, at: int) -> str:
        """The line break that stands here; where none does, the first one of the file, or LF."""
        for start in (at, self.line_end(0)):
            if start < len(self.text):
                return "\r\n" if self.text.startswith("\r\n", start) else self.text[start]
        return "\n"

    def column(self, at: int) -> int:
        """The character's position in its line, from 0."""
        return at - self.line_start(at)

    def line_number(self, at: int) -> int:
        """The character's line, from 1."""
        return self.text.count("\n", 0, at) + 1

    def leads(self, at: int) -> bool:
        """Whether only blanks stand before this character in its line."""
        return not self.text[self.line_start(at) : at].strip(" ")

    # -- nodes -----------------------------------------------------------------------------------------

    def dash(self, item: Any) -> int:
        """Where the dash of a block list's item stands."""
        return self._dashes[bisect.bisect_left(self._dashes, item.start_mark.index) - 1]

    def colon(self, key: Any) -> int:
        """Where the colon behind a key stands; the key's end where it has none."""
        end: int = key.end_mark.index
        found = bisect.bisect_left(self._values, end)
        if found < len(self._values) and not self.text[end : self._values[found]].strip(" "):
            return self._values[found]
        return end

    def comma(self, start: int, end: int) -> int | None:
        """The comma of a flow collection between two places."""
        found = bisect.bisect_left(self.commas, start)
        return self.commas[found] if found < len(self.commas) and self.commas[found] < end else None

    def last_comma(self, start: int, end: int) -> int:
        """The last comma before `end`, not before `start`."""
        found = self.commas[bisect.bisect_left(self.commas, end) - 1]
        return max(found, start)

    def end(self, node: Any) -> int:
        """Behind the last character of a node; a block text ends with its last line (its break included)."""
        if isinstance(node, yaml.ScalarNode):
            return self._block_text_end(node) if node.style in ("|", ">") else int(node.end_mark.index)
        if node.flow_style:
            return int(node.end_mark.index)
        last = node.value[-1]
        if isinstance(last, tuple):
            return max(self.end(last[1]), int(last[0].end_mark.index))
        return self.end(last)

    def _block_text_end(self, node: Any) -> int:
        """Blank lines behind a block text belong to it only if its header keeps them (`+`)."""
        start, end = node.start_mark.index, node.end_mark.index
        header = self.text[start : self.line_end(start)].split("#")[0]
        body = self.text[start:end]
        rest = body[len(body.rstrip()) :]
        if "+" in header or " " in rest:
            return int(end)
        return self.next_line(start + len(body.rstrip()))

    def comments_in(self, start: int, end: int) -> list[Span]:
        """The comments that begin between two places."""
        return [span for span in self.comments if start <= span[0] < end]
