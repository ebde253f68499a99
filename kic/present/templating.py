"""Documents from templates: search order, the child process that fills them, the three ways to show them.

A document's template is `NAME.md.j2`. The office's own templates (the repository's folder `templates/`, as it
was in the state that is shown) come before the shipped ones. Start a `Renderer` before reading the
repository: its process gets ready meanwhile, and serves every document of one command.
"""

import functools
import json
import re
import sys
import threading
import types
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NamedTuple, Self

from kic.core.near import near
from kic.errors import KicError, Refused, UsageError
from kic.present.language import speak

Form = Literal["terminal", "md", "html"]
FOLDER = "templates"
"""Where a repository keeps its own templates."""
SECONDS = 10.0
"""How long one document may take to fill; the shipped ones take a fiftieth of a second."""

_SHIPPED = Path(__file__).parent.parent / FOLDER
_PACKAGES = str(Path(__file__).parent.parent.parent)
_START = "import sys; sys.path[:] = sys.argv[1:]; from kic.present.sandbox import serve; serve()"
_GAPS = re.compile(r"\n{3,}")


class Look(NamedTuple):
    """How a terminal shows a document: columns, and whether escape sequences for colour may be used."""

    width: int = 100
    color: bool = False


class Renderer:
    """One child process that fills templates; a context manager. Starting it does not wait."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        import subprocess  # noqa: PLC0415  # 8 ms that only rendering pays

        self.seconds = seconds
        self._sent: Mapping[str, tuple[str, str]] | None = None
        paths = [_PACKAGES, *(path for path in sys.path if path)]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-X", "utf8", "-c", _START, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.communicate()

    def markdown(
        self,
        document: str,
        context: Mapping[str, Any],
        *,
        language: str,
        templates: Mapping[str, str] | None = None,
    ) -> str:
        """The document's Markdown; charts stand in it as images such as `chart:progress`.

        `context` is what the document's context builder returned. `templates` are the repository's own, by
        their name below `templates/`. Raises Refused where a template fails, with its path and line, and
        UsageError where there is no template of this name.
        """
        answer = self._filled(f"{document}.md.j2", context, language, templates, "md")
        return _GAPS.sub("\n\n", answer).strip() + "\n"

    def html(
        self,
        template: str,
        context: Mapping[str, Any],
        *,
        language: str,
        templates: Mapping[str, str] | None = None,
    ) -> str:
        """A filled template `NAME.html.j2`, with every value escaped; pictures stand in it as marks.

        Raises as `markdown`.
        """
        return self._filled(f"{template}.html.j2", context, language, templates, "html")

    def _filled(
        self,
        name: str,
        context: Mapping[str, Any],
        language: str,
        templates: Mapping[str, str] | None,
        form: str,
    ) -> str:
        sources = _sources(templates or {})
        if name not in sources:
            raise UsageError(
                "There is no template {name}.",
                help="Documents have a template of their name: {names}.",
                name=name,
                names=near(name, sources) or tuple(sorted(sources)),
            )
        request = {
            "template": name,
            "templates": None if sources == self._sent else sources,
            "context": context,
            "language": language,
            "form": form,
            "seconds": self.seconds,
        }
        self._sent = sources
        answer = self._ask(json.dumps(request).encode("ascii") + b"\n")
        if "fault" in answer:
            raise _refusal(answer["fault"], sources[name][0], self.seconds)
        written: str = answer["written"]
        return written

    def _ask(self, request: bytes) -> dict[str, Any]:
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self.seconds + 2, stop)
        timer.start()
        try:
            process.stdin.write(request)
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            timer.cancel()
        if not line:
            kind = "time" if late.is_set() else "stopped"
            return {"fault": {"kind": kind, "template": None, "line": None, "reason": str(process.wait())}}
        answer: dict[str, Any] = json.loads(line)
        return answer


def render(
    document: str,
    context: Mapping[str, Any],
    *,
    to: Form,
    language: str,
    templates: Mapping[str, str] | None = None,
    renderer: Renderer | None = None,
    look: Look | None = None,
) -> str:
    """A finished document: for the terminal, as Markdown (charts as tables), or as one HTML page.

    `renderer` is an already started one (several documents of a command share it); without it one is
    started for this document. The text for the terminal holds escape sequences only if `look.color`.
    """
    if renderer is None:
        with Renderer() as started:
            source = started.markdown(document, context, language=language, templates=templates)
    else:
        source = renderer.markdown(document, context, language=language, templates=templates)
    return show(source, context, to=to, language=language, templates=templates, look=look)


def show(
    source: str,
    context: Mapping[str, Any],
    *,
    to: Form,
    language: str,
    templates: Mapping[str, str] | None = None,
    look: Look | None = None,
) -> str:
    """Markdown of a document in one of its forms; the charts it names are those of the context."""
    from kic.core.tagged import untag  # noqa: PLC0415
    from kic.present.charts import Charts  # noqa: PLC0415

    charts = Charts(untag(context.get("charts", {})), speak(language))
    if to == "md":
        from kic.present.markdown import with_tables  # noqa: PLC0415

        return with_tables(source, charts)
    if to == "terminal":
        from kic.present.terminal import for_terminal  # noqa: PLC0415

        chosen = look or Look()
        return for_terminal(source, charts, width=chosen.width, color=chosen.color)
    from kic.present.page import page  # noqa: PLC0415

    return page(source, charts, untag(context.get("page", {})), style=(templates or {}).get("page.css"))


def read_templates(folder: Path) -> dict[str, str]:
    """The templates of a folder by name; empty if there is none. Symbolic links are not followed."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.suffix in (".j2", ".css") and path.is_file() and not path.is_symlink():
            name = path.relative_to(folder).as_posix()
            try:
                found[name] = path.read_text("utf-8")
            except UnicodeDecodeError:
                raise Refused("{path} is not text in UTF-8.", path=f"{FOLDER}/{name}") from None
    return found


@functools.cache  # asked for each of 300 letters
def _shipped() -> Mapping[str, str]:
    return types.MappingProxyType(read_templates(_SHIPPED))


def shipped() -> dict[str, str]:
    """The templates that came with kic, by name."""
    return {name: text for name, text in _shipped().items() if name.endswith(".j2")}


def _sources(own: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    shipped = {name: (f"kic:{FOLDER}/{name}", text) for name, text in _shipped().items()}
    return shipped | {name: (f"{FOLDER}/{name}", text) for name, text in own.items() if name.endswith(".j2")}


def _refusal(fault: dict[str, Any], asked: str, seconds: float) -> KicError:
    """The sentence for what a template did; every way to fail has one."""
    template = fault["template"] or asked
    line = fault["line"]
    place = template if line is None else f"{template}:{line}"
    name = template.removeprefix("kic:").removeprefix(f"{FOLDER}/")
    comparable = name in _shipped()
    values: dict[str, Any] = {
        "place": place,
        "reason": fault["reason"],
        "seconds": round(seconds),
        "name": name,
    }
    match fault["kind"]:
        case "undefined":
            return Refused(
                "{place}: the template uses a name that its document does not have: {reason}",
                help="Kic's own, to compare: kic render --template {name}" if comparable else "",
                **values,
            )
        case "syntax":
            return Refused("{place}: the template is not well formed: {reason}", **values)
        case "missing":
            return Refused("{place}: the template asks for {reason}, which is not there.", **values)
        case "unsafe":
            return Refused(
                "{place}: the template does something that templates may not do: {reason}",
                help="Templates only show what their document gives them.",
                **values,
            )
        case "time":
            return Refused("{place}: the template was stopped after {seconds} seconds.", **values)
        case "memory":
            return Refused("{place}: the template was stopped because it used up its memory.", **values)
        case "stopped":
            return Refused("{place}: the process that fills the template ended ({reason}).", **values)
        case _:
            return Refused("{place}: the template failed: {reason}", **values)
