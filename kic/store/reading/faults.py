"""The thorough reader: every fault of a file's bytes, characters and YAML, each at its place.

`kic.store.reading.syntax` comes here with each file in which something may be wrong. Where a fault leaves the rest
without meaning (no UTF-8, a conflict of git, broken YAML) reading stops; otherwise it goes on and finds all.
"""

import re
from collections.abc import Iterator
from typing import Any, cast

from yaml.error import MarkedYAMLError
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    NodeEvent,
)

from kic.core.diagnostic import Related
from kic.core.place import Aim, Place, Span
from kic.core.plan import Plain
from kic.core.text import plural, text
from kic.store.reading import file_laws
from kic.store.reading.libyaml import CParser
from kic.store.reading.nodes import Builder
from kic.store.reading.notes import BIDI, CONTROL, Stop
from kic.store.reading.syntax import RECORD, UNREAD, Limits, Parser, Reading, quick
from kic.store.reading.words import worded

_MARKER = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: [^\r\n]*)?(?=\r?$)|^={7}(?=\r?$)", re.MULTILINE)
_TAB = re.compile(r"^ *\t+", re.MULTILINE)
_PROPERTY = re.compile(r"[&!][^\s,\[\]{}]*")


class _Reader(Builder):
    """One file on its way from bytes to a value."""

    def __init__(self, source: bytes, path: str, most: Limits) -> None:
        super().__init__(path)
        self.source = source
        self.most = most

    # -- bytes and characters ------------------------------------------------------------------------------

    def value(self) -> Plain:
        """The value; raises Stop where there is none."""
        self.decode()
        self.characters()
        self.events()
        try:
            root = Parser(self.text, self.most).get_single_node()
        except Exception as error:
            if self.silent:  # never without a word
                self.broken(error)
            raise Stop from error
        value = self.build(root, ())
        self.tabs(None)
        return value

    def decode(self) -> None:
        """Bytes to text without a byte order mark."""
        source = self.source
        if len(source) > self.most.size:
            self.say(
                file_laws.TOO_LARGE,
                text(
                    "the file has {size} bytes; {most} are the limit", size=len(source), most=self.most.size
                ),
                Span(1, 1, 1, 1),
            )
            raise Stop
        if source.startswith((b"\xff\xfe", b"\xfe\xff")) or source.count(0) * 3 > len(source) > 0:
            self.say(file_laws.ENCODING, text("the file is in UTF-16, not in UTF-8"), Span(1, 1, 1, 1))
            raise Stop
        try:
            self.text = source.decode()
        except UnicodeDecodeError as error:
            self.text = source[: error.start].decode().removeprefix("\ufeff")
            end = len(self.text)
            self.say(
                file_laws.ENCODING,
                text("the byte {byte} does not belong to UTF-8 text", byte=f"0x{source[error.start]:02X}"),
                self.span(end, end + 1),
                help=text("save the file in UTF-8: in the editor under Save as, at Encoding"),
            )
            raise Stop from error
        self.text = self.text.removeprefix("\ufeff")

    def characters(self) -> None:
        """Odd characters, line endings, marks of a conflict."""
        stop = False
        for found in CONTROL.finditer(self.text):
            stop = True
            self.odd_character(file_laws.CONTROL, found[0], self.span(*found.span()))
        for found in BIDI.finditer(self.text):
            self.odd_character(file_laws.BIDI, found[0], self.span(*found.span()))
        returns = self.text.count("\r")
        pairs = self.text.count("\r\n")
        if returns > pairs:
            found = cast("re.Match[str]", re.search(r"\r(?!\n)", self.text))
            n = returns - pairs
            self.say(
                file_laws.LINE_ENDING,
                plural("a line ends with CR alone", "{n} lines end with CR alone", n=n),
                self.span(*found.span()),
            )
            stop = True
        elif pairs and self.text.count("\n") > pairs:
            found = cast(
                "re.Match[str]",
                re.search(r"\r\n" if pairs * 2 < self.text.count("\n") else r"(?<!\r)\n", self.text),
            )
            self.say(
                file_laws.MIXED_ENDINGS,
                text(
                    "lines end with CRLF ({crlf} of them) and with LF alone ({lf})",
                    crlf=pairs,
                    lf=self.text.count("\n") - pairs,
                ),
                self.span(found.start(), found.start()),
            )
        markers = list(_MARKER.finditer(self.text))
        if markers:
            begins = [found for found in markers if found[0].startswith("<")] or markers[:1]
            for found in begins:
                self.say(
                    file_laws.MERGE_MARKER,
                    text("git left a conflict here that nobody has resolved"),
                    self.span(*found.span()),
                    help=text("keep the lines that are right and delete the lines with the marks"),
                )
            stop = True
        if stop:
            raise Stop
        if self.text and not self.text.endswith("\n"):
            end = len(self.text)
            self.say(
                file_laws.FINAL_NEWLINE,
                text("the last line does not end with a line break: the file may be cut off"),
                self.span(end, end),
                help=text("look whether the end is missing; if it is complete, add a line break"),
            )

    def tabs(self, error_line: int | None) -> bool:
        """Tabs that indent. With broken YAML only the line of the break counts; whether one was there."""
        if "\t" not in self.text:
            return False
        some = False
        for found in _TAB.finditer(self.text):
            span = self.span(*found.span())
            if error_line is not None:
                if error_line - 1 <= span.line <= error_line:
                    self.indented(span)
                    return True
                continue
            start = found.end() - 1
            if not self.in_block(start):
                some = True
                self.indented(span)
        return some

    def indented(self, span: Span) -> None:
        """A line that a tab indents."""
        message = text("a tab indents this line; blanks are expected")
        self.say(file_laws.TAB, message, span, help=text("put two blanks for each level in place of the tab"))

    # -- what YAML allows and a record does not --------------------------------------------------------------

    def events(self) -> None:
        """Anchors, tags, directives, documents and limits, from the flat stream of events."""
        try:
            documents, stop = self.stream()
        except Stop:
            raise
        except Exception as error:
            self.broken(error)
            raise Stop from error
        if documents == 0:
            bare = text("there are only comments in the file, no record")
            self.empty(bare if self.text.strip() else text("the file is empty"))
        if stop or documents == 0:
            raise Stop

    def stream(self) -> tuple[int, bool]:
        """How many documents there are, and whether an alias leaves the file without a value."""
        documents = depth = nodes = 0
        stop = False
        for event in _events(self.text):
            if isinstance(event, NodeEvent):
                stop = self.properties(event) or stop
                nodes += 1
                if isinstance(event, CollectionStartEvent):
                    depth += 1
                self.limits(event, depth, nodes)
            elif isinstance(event, CollectionEndEvent):
                depth -= 1
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                self.document(event, documents)
            elif isinstance(event, DocumentEndEvent) and event.explicit:
                self.end_mark(event)
        return documents, stop

    def end_mark(self, event: Any) -> None:
        """A line of three dots."""
        self.say(
            file_laws.DOCUMENTS,
            text("the end mark of a document stands here; a file is one document without it"),
            self.span(event.start_mark.index, event.end_mark.index),
            help=text("delete the line"),
        )

    def document(self, event: Any, number: int) -> None:
        """A document begins: with a directive, or as the second of its file."""
        start, end = event.start_mark.index, event.end_mark.index
        if number > 1:
            self.say(file_laws.DOCUMENTS, text("a second document begins here"), self.span(start, end))
            raise Stop
        if event.version or event.tags:
            found = re.compile(r"^%.*?(?=\s*$)", re.MULTILINE).search(self.text)
            assert found is not None
            self.directive(*found.span())

    def directive(self, start: int, end: int) -> None:
        """A line that begins with `%`."""
        self.say(
            file_laws.DIRECTIVE,
            text("a directive changes how a file is read; records have none"),
            self.span(start, end),
            help=text("delete the line"),
        )

    def properties(self, event: Any) -> bool:
        """Anchor, alias and tag of a node; true where no value can be built."""
        start, end = event.start_mark.index, event.end_mark.index
        if isinstance(event, AliasEvent):
            self.say(
                file_laws.ANCHOR,
                text("the alias {name} stands for a value elsewhere", name=f"*{event.anchor}"),
                self.span(start, end),
                help=text("write the value out here, or put text that begins with * in quotes"),
            )
            return True
        tag = getattr(event, "tag", None)
        if event.anchor is None and tag is None:
            return False
        ends = start
        for _ in range(2):
            found = _PROPERTY.match(self.text, ends)
            if found is None:
                break
            span = self.span(*found.span())
            if found[0].startswith("&"):
                self.say(
                    file_laws.ANCHOR,
                    text("the anchor {name} is not allowed", name=found[0]),
                    span,
                    help=text("delete the anchor, or put text that begins with & in quotes"),
                )
            else:
                self.sure = False
                self.say(
                    file_laws.TAG,
                    text("the tag {name} is not allowed", name=found[0]),
                    span,
                    help=text("delete the tag, or put text that begins with ! in quotes"),
                )
            ends = found.end()
            while self.text[ends : ends + 1].isspace():
                ends += 1
        return False

    def star(self, start: int) -> None:
        """Text such as `*important*` that begins like an alias or anchor and is none."""
        end = start + len(re.compile(r"\S*").match(self.text, start)[0])  # type: ignore[index]
        self.say(
            file_laws.ANCHOR,
            text("{name} looks like an anchor or alias", name=self.text[start:end]),
            self.span(start, end),
            help=text("put text that begins with & or * in quotes"),
        )

    def limits(self, event: Any, depth: int, nodes: int) -> None:
        """Depth and number of nodes; raises Stop past them."""
        start = event.start_mark.index
        if depth > self.most.depth:
            self.say(
                file_laws.TOO_DEEP,
                text("lists and maps are nested more than {most} levels deep here", most=self.most.depth),
                self.span(start, start + 1),
            )
            raise Stop
        if nodes > self.most.nodes:
            self.say(
                file_laws.TOO_MANY,
                text("the file holds more than {most} keys and values", most=self.most.nodes),
                self.span(start, start + 1),
            )
            raise Stop

    def broken(self, error: Exception) -> None:
        """The text is not YAML: where and, as far as libyaml tells, why."""
        mark = error.problem_mark or error.context_mark if isinstance(error, MarkedYAMLError) else None
        if mark is None:
            self.say(file_laws.YAML, text("the text is not YAML"), Span(1, 1, 1, 1))
            return
        start = mark.index
        if self.text[start - mark.column : start - mark.column + 1] == "%":
            begin = start - mark.column
            self.directive(begin, begin + len(self.text[begin:].split("\n", 1)[0].rstrip()))
            return
        if self.tabs(mark.line + 1):
            return
        problem = cast("MarkedYAMLError", error).problem or ""
        begun = cast("MarkedYAMLError", error).context_mark
        if problem.startswith("did not find expected <document start>"):
            above = list(re.finditer(r"^%.*?(?=\s*$)", self.text[:start], re.MULTILINE))
            if above:
                self.directive(*above[-1].span())
                return
        if problem.startswith("did not find expected alphabetic") and begun is not None:
            self.star(begun.index)
            return
        message, help_ = worded(cast("MarkedYAMLError", error), self.text)
        related: tuple[Related, ...] = ()
        if begun is not None and begun.line < mark.line:
            if start >= len(self.text) or problem.startswith("could not find expected ':'"):
                start = begun.index  # what was never closed, or has no colon, says more than where it ends
            else:
                place = Place(self.path, (), Aim.VALUE, self.span(begun.index, begun.index + 1))
                related = (Related(place, text("what is read here began in this line")),)
        start = min(start, len(self.text.rstrip()))  # not behind the last line
        self.say(file_laws.YAML, message, self.span(start, start + 1), help=help_, related=related)


def _events(source: str) -> Iterator[Any]:
    parser = CParser(source)
    while (event := parser.get_event()) is not None:
        yield event


def read(source: bytes, path: str, limits: Limits = RECORD) -> Reading:
    """What a file says: by the short way where nothing is wrong, else by the thorough one."""
    value = quick(source, limits)
    return examine(source, path, limits) if value is UNREAD else Reading(value)


def examine(source: bytes, path: str, limits: Limits = RECORD) -> Reading:
    """What a file says, with all its faults. Never raises because of what it says."""
    reader = _Reader(source, path, limits)
    try:
        value = reader.value()
    except Stop:
        return Reading(UNREAD, reader.faults(), sure=False)
    return Reading(value, reader.faults(), reader.sure)
