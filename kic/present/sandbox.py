"""The child process that fills templates: it gets sources and plain data, and gives Markdown back.

It runs `serve` and nothing else: it opens no file once it is ready, knows no repository, and is stopped by
its parent when it takes too long. Requests and answers are one line of JSON each. A template can do what
Jinja's sandbox allows with the data of its document; record text is never a template.
"""

import codecs
import contextlib
import fractions  # noqa: F401  # imported now: nothing can be opened later
import json
import re
import sys
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, NoReturn

import jinja2.runtime
from jinja2 import (
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
    pass_eval_context,
)
from jinja2.exceptions import SecurityError
from jinja2.loaders import FunctionLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from kic.core.tagged import Stated, untag
from kic.present.escaping import Written, escape_markdown, escape_marked, escape_paragraphs
from kic.present.language import Language, speak
from kic.present.marks import BREAK, TEXTS, side
from kic.present.site import markup

MEMORY = 768 * 1024 * 1024
"""Most address space of the child, in bytes, where the system can limit it."""

_KEPT_FILTERS = (
    "abs", "batch", "count", "d", "default", "dictsort", "first", "groupby", "int", "items", "last",
    "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round", "select",
    "selectattr", "slice", "sort", "string", "sum", "title", "trim", "truncate", "unique", "upper",
)  # fmt: skip
"""Jinja's filters that neither declare text safe nor escape for another language than Markdown."""


_TAGS = re.compile(r"(\{%.*?%\}|\{#.*?#\}|\s)*")


class TooLong(BaseException):
    """The time is over; no `except Exception` of Jinja or a filter can swallow it."""


class _Environment(ImmutableSandboxedEnvironment):
    """Errors keep their own traceback, from which the line is looked up; no filter over finished Markdown."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for block in tree.find_all(nodes.FilterBlock):
            raise TemplateSyntaxError("filter blocks are not allowed", block.lineno, name, filename)
        return tree

    def handle_exception(self, source: str | None = None) -> NoReturn:  # noqa: ARG002
        error = sys.exc_info()[1]
        assert error is not None
        raise error


def written(language: Language, value: Any) -> Written:
    """Any value as Markdown: what a template wrote as it is, everything else in words and escaped."""
    if isinstance(value, Written):
        return value
    return Written(escape_markdown(in_words(language, value)))


def in_words(language: Language, value: Any) -> str:
    """One value as text, in the words and formats of the language; an unknown one says so."""
    if isinstance(value, Stated):
        if not value.known:
            return language.say("not known")
        shown = in_words(language, value.value)
        return f"{shown} ({language.label('GapState', value.state)})" if value.state else shown
    if isinstance(value, jinja2.Undefined):
        return str(value)
    return language.word(value)


def environment(sources: dict[str, tuple[str, str]], language: Language, form: str = "md") -> _Environment:
    """The sandbox over templates by name, each with its path and text; `form` is what they write: md or html."""
    write = written_as(language, form)

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = sources.get(name)
        return None if found is None else (_keeping_lines(found[1]), found[0], lambda: True)

    @pass_eval_context
    def finalize(_context: Any, value: Any) -> Written:
        return write(value)

    made = _Environment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters = {name: made.filters[name] for name in _KEPT_FILTERS} | _filters(language)
    if form == "html":
        made.filters |= markup.filters(language, in_words)
    made.globals = {
        "_": lambda sentence, **values: language.say(sentence, **_filled(language, values)),
        "count": lambda one, many, n, **values: language.count(one, many, n, **_filled(language, values)),
        "range": made.globals["range"],
        "namespace": made.globals["namespace"],
        "paragraph": Written(f" {BREAK} "),
        "side_by_side": Written(TEXTS),
    }
    if form == "html":
        made.globals["chart"] = markup.chart
    return made


def written_as(language: Language, form: str) -> Callable[[Any], Written]:
    """What makes finished text of any value, in Markdown or in HTML."""
    if form == "html":
        return lambda value: markup.written(language, in_words, value)
    return lambda value: written(language, value)


def _keeping_lines(source: str) -> str:
    """Lines that end in a tag after other text keep their line end; only lines of tags alone vanish.

    Jinja would join `- {{ a }}{% if b %}, {{ b }}{% endif %}` with the next line.
    """
    return "\n".join(
        line[:-2] + "+%}"
        if line.endswith("%}") and line[-3] not in "-+" and not _TAGS.fullmatch(line)
        else line
        for line in source.split("\n")
    )


def _filled(language: Language, values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: in_words(language, value) if isinstance(value, Stated) else value
        for name, value in values.items()
    }


def _filters(language: Language) -> dict[str, Callable[..., Any]]:
    def paragraphs(value: Any, prefix: str = "") -> Written:
        """A longer text with its paragraphs; `prefix` stands before each line, as in a quotation."""
        lines = f"\n{prefix.rstrip()}\n".join(
            prefix + part for part in escape_paragraphs(in_words(language, value))
        )
        return Written(lines)

    def join(values: Any, separator: str = "") -> Written:
        return Written(separator).join(values)

    def link(address: str, title: Any = None) -> Written:
        """A link, if the address is one of the web or of e-mail; else its text."""
        shown = written(language, address if title is None else title)
        if not address.startswith(("https://", "http://", "mailto:")) or any(c in address for c in " <>\\\n"):
            return shown
        return Written(f"[{shown}](<{address}>)")

    def marked(pieces: Any, shown: str) -> Written:
        """The `old` or the `new` side of a text in pieces (mark, words), with its changed words marked."""
        return Written(escape_marked(side(pieces, shown)))

    return {
        "date": lambda value, long=False: language.date(value, long=long),
        "enumeration": lambda values: language.enumeration(list(values)),
        "join": join,
        "label": lambda value, context: language.label(context, str(value)),
        "link": link,
        "marked": marked,
        "money": language.money,
        "number": language.number,
        "paragraphs": paragraphs,
        "percent": language.percent,
    }


class Kept:
    """What stays between requests: the templates, and for each language their environment."""

    def __init__(self) -> None:
        self.sources: dict[str, tuple[str, str]] = {}
        self._environments: dict[tuple[str, str], _Environment] = {}

    def take(self, sources: dict[str, tuple[str, str]] | None) -> None:
        """The templates of a request; None for those of the one before."""
        if sources is not None:
            self.sources = sources
            self._environments.clear()

    def environment(self, language: Language, form: str) -> _Environment:
        """The sandbox over the templates: 300 letters compile theirs once."""
        key = (language.code, form)
        if key not in self._environments:
            self._environments[key] = environment(self.sources, language, form)
        return self._environments[key]


def fill(request: dict[str, Any], kept: Kept) -> dict[str, Any]:
    """The answer to one request: `written`, or `fault` with kind, template, line and reason."""
    language = speak(request["language"])
    form = request.get("form", "md")
    Written.write = written_as(language, form)
    kept.take(request["templates"])
    sources = kept.sources
    try:
        template = kept.environment(language, form).get_template(request["template"])
        return {"written": template.render(untag(request["context"]))}
    except (Exception, TooLong) as error:  # noqa: BLE001  # whatever a template does is answered, never fatal
        kind, reason = _kind(error)
        path, line = _where(error, sources)
        return {"fault": {"kind": kind, "template": path, "line": line, "reason": reason[:500]}}


def _kind(error: BaseException) -> tuple[str, str]:
    if isinstance(error, TooLong):
        return "time", ""
    if isinstance(error, MemoryError):
        return "memory", ""
    if isinstance(error, TemplateNotFound):
        return "missing", str(error.name)
    if isinstance(error, TemplateSyntaxError):
        return "syntax", str(error.message)
    if isinstance(error, SecurityError):
        return "unsafe", str(error)
    if isinstance(error, UndefinedError):
        return "undefined", str(error)
    return "failed", f"{type(error).__name__}: {error}"


def _where(error: BaseException, sources: dict[str, tuple[str, str]]) -> tuple[str | None, int | None]:
    if isinstance(error, TemplateSyntaxError):
        return error.filename, error.lineno
    known = {path for path, _text in sources.values()}
    place: tuple[str | None, int | None] = (None, None)
    for trace in _frames(error.__traceback__):
        compiled = trace.tb_frame.f_globals.get("__jinja_template__")
        if compiled is not None and compiled.filename in known:
            place = compiled.filename, compiled.get_corresponding_lineno(trace.tb_lineno)
    return place


def _frames(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def confine() -> None:
    """No more files, processes or memory than a template needs; where the system has such limits."""
    try:
        import resource  # noqa: PLC0415  # not on Windows
    except ImportError:
        return
    limits = ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0))
    for which, most in (*limits, (resource.RLIMIT_NOFILE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most))


def _timed(seconds: float) -> Callable[[float], None]:
    """Starts or (with 0) stops the clock; without one the parent's clock alone decides."""
    try:
        import signal  # noqa: PLC0415

        def over(_signal: int, _frame: Any) -> None:
            raise TooLong

        signal.signal(signal.SIGALRM, over)
    except (ImportError, AttributeError):
        return lambda _seconds: None
    return lambda left: _set_timer(signal, min(left, seconds))


def _set_timer(signal: Any, seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds)


def serve() -> None:
    """Answers requests from standard input until it ends."""
    runtime: Any = jinja2.runtime
    runtime.Markup = Written  # what macros and blocks give is Markdown, not HTML
    runtime.markup_join = lambda parts: Written("").join(parts)
    runtime.str_join = runtime.markup_join
    for code in ("de", "en"):
        speak(code).say("not known")
    for encoding in ("ascii", "utf-8", "unicode-escape"):
        codecs.lookup(encoding)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    clock = _timed(3600)
    kept = Kept()
    confine()
    for line in source:
        request = json.loads(line)
        try:
            clock(request["seconds"])
            try:
                answer = fill(request, kept)
            finally:
                clock(0)
        except TooLong:
            answer = {"fault": {"kind": "time", "template": None, "line": None, "reason": ""}}
        sink.write(json.dumps(answer).encode("ascii") + b"\n")
        sink.flush()
