"""What is wrong with the office's own templates, found without filling one.

Templates are only read, never run: what a hostile one would do happens in the child process of `render`, under its
limits (SECURITY.md, "Templates are code").
"""

from collections.abc import Iterator

from kic.core.diagnostic import Diagnostic, Law, Severity, diagnose
from kic.core.near import did_you_mean, near
from kic.core.pattern import pattern
from kic.core.place import Place, Span
from kic.core.snapshot import Snapshot
from kic.core.text import Text, text

FOLDER = "templates/"
BROKEN_TEMPLATE = Law(
    "KIC059",
    "broken-template",
    Severity.ERROR,
    """A template of the office is well formed and uses filters that there are.

Why: A letter that cannot be filled is noticed on the day on which it has to leave the house.

Fix: Correct the line. `kic render DOCUMENT --explain` names every field; the shipped template of the same name is the
pattern.

Source: Rule of kic (a repository's templates come first).""",
)
LAWS: tuple[Law, ...] = (BROKEN_TEMPLATE,)


def template_faults(snapshot: Snapshot) -> list[Diagnostic]:
    """The findings of all templates of a repository; none, at no cost, where it has none of its own."""
    own = [path for path in snapshot.files if path.startswith(FOLDER) and path.endswith(".j2")]
    return [
        each
        for path in own
        if not _plain(snapshot.content(path) or b"")
        for each in _of_template(snapshot, path)
    ]


def _plain(source: bytes) -> bool:
    """Whether a template is words, comments and includes alone: then nothing can be wrong with it.

    Many a snippet is, and jinja2, which judges the others, is a fifth of the time that `check` takes.
    """
    try:
        words = source.decode("utf-8")
    except UnicodeDecodeError:
        return False
    rest = _SIMPLE().sub("", words)
    return not any(each in rest for each in ("{{", "{%", "{#"))


_SIMPLE = pattern(r"""\{#[^{}#]*#\}|\{%-? include "[A-Za-z0-9_./-]+" -?%\}""")


def _of_template(snapshot: Snapshot, path: str) -> Iterator[Diagnostic]:
    from jinja2 import TemplateSyntaxError, nodes  # noqa: PLC0415  # 40 ms that repositories without templates do not pay

    from kic.present.language import speak  # noqa: PLC0415
    from kic.present.sandbox import environment  # noqa: PLC0415

    source = snapshot.content(path) or b""
    try:
        words = source.decode("utf-8")
    except UnicodeDecodeError:
        yield _found(path, 1, text("the template is not text in UTF-8"))
        return
    env = environment({}, speak("en"))
    try:
        tree = env.parse(words, path)
    except TemplateSyntaxError as error:
        yield _found(
            path, error.lineno, text("the template is not well formed: {reason}", reason=str(error.message))
        )
        return
    except RecursionError:
        yield _found(path, 1, text("the template is nested too deeply"))
        return
    for each in tree.find_all(nodes.Filter):
        if each.name not in env.filters:
            yield _found(
                path,
                each.lineno,
                text("there is no filter {name}", name=each.name),
                did_you_mean(near(each.name, env.filters))
                or text("the filters are {names}", names=tuple(sorted(env.filters))),
            )


def _found(path: str, line: int, message: Text, help_: Text | None = None) -> Diagnostic:
    return diagnose(
        BROKEN_TEMPLATE,
        message,
        Place(path, span=Span(line, 1, line, 1)),
        help=help_ or text("correct the line; the shipped template of the same name is the pattern"),
    )
