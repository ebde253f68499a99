"""`kic find`: words over all records and the texts beside them."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kic.cli.kinds import known_kind
from kic.cli.options import AsOf, Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import Label, plural, text
from kic.errors import Unavailable, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kic.documents.searching import Found

EXAMPLES = """
kic find Oeffentlichkeit
kic find Sprachkurs --kind recommendation --kind application
kic find Begleitausschuss Befangenheit --all
kic find 8.900,00 --format json
kic find Ehrenamt --as-of 31.12.2021
"""

_FILES = ("files", "datei", "dateien")
MOST = 8
"""Of each kind so many are shown, unless all are wanted."""


def command(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar=_("TEXT"),
            help=_(
                "Words that have to be there, all of them, in any field; from six letters on also with one "
                "typing error."
            ),
        ),
    ],
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar=_("KIND"),
            help=_("Only records of this kind; `file` are files without a record."),
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=_("Everything that was found, not only the best of each kind."))
    ] = False,
    private: Annotated[
        bool,
        typer.Option(
            "--private", help=_("Also the private overlay, which is for the eyes of the office alone.")
        ),
    ] = False,
    as_of: AsOf = None,
    output: Format = "text",
) -> int:
    from kic.documents.searching import search, terms_of  # noqa: PLC0415

    session: Session = context.obj
    session.look_on(as_of)
    terms = terms_of(" ".join(words))
    if not terms:
        raise UsageError("There is no word to search for in what was typed.")
    kinds = [_kind(session, each) for each in kind or ()]
    found = search(session.repository.snapshot, terms, session.language.word, kinds=kinds)
    if private:
        found += search(_overlay(session), terms, session.language.word, kinds=kinds)
    if output == "json":
        session.json("find", {"found": found})
        return 0
    if not found:
        session.talk(text("Nothing was found."))
        session.next_step("kic list")
        return 0
    session.out(_page(session, found, every=every))
    if private:
        session.talk(text("What comes from the private overlay is not for others."))
    session.next_step(_next(found[0]))
    return 0


def _kind(session: Session, spelling: str) -> str:
    """A kind by its key or a word for it; raises UsageError with the near ones."""
    from kic.documents.searching import FILE  # noqa: PLC0415
    from kic.domain.chapters import KINDS  # noqa: PLC0415
    from kic.domain.privacy import overlay  # noqa: PLC0415

    if spelling.strip().casefold() in _FILES:
        return FILE
    return known_kind(session, spelling, (*KINDS, *overlay.KINDS, FILE))


def _overlay(session: Session) -> Any:
    from kic.repository.overlay import overlay_of  # noqa: PLC0415

    overlay = overlay_of(session.repository.root)
    if overlay is None:
        raise Unavailable(
            "There is no private overlay here.",
            help="kic person add begins one; KIC_PRIVATE names one elsewhere.",
        )
    return overlay.snapshot


def _next(best: "Found") -> str:
    from kic.documents.searching import FILE  # noqa: PLC0415
    from kic.domain.privacy import overlay  # noqa: PLC0415

    if best.kind in overlay.KINDS:
        return f"kic person show {best.id}"
    return f"kic show {best.id}" if best.kind != FILE and best.id != best.path else f"kic check {best.path}"


# -- how it is shown -------------------------------------------------------------------------------------


def _page(session: Session, found: "Sequence[Found]", *, every: bool) -> str:
    """The kinds with their records, each with the words around what was found."""
    from kic.cli.looking import heading  # noqa: PLC0415
    from kic.documents.searching import FILE  # noqa: PLC0415
    from kic.present.safe import Styled  # noqa: PLC0415

    groups: dict[str, list[Found]] = {}
    for each in found:
        groups.setdefault(each.kind, []).append(each)
    parts = []
    for kind, members in groups.items():
        shown = members if every else members[:MOST]
        named = text("File without a record") if kind == FILE else Label("kind", kind)
        title = text("{title} ({number})", title=named, number=len(members))
        lines = [line for each in shown for line in _lines(session, each)]
        if len(shown) < len(members):
            more = plural(
                "{n} more; --all shows it.", "{n} more; --all shows them.", n=len(members) - len(shown)
            )
            lines.append(f"  {session.language.say(more)}")
        parts.append(heading(session.language.say(title)) + "\n".join(lines) + "\n")
    return Styled("\n".join(parts)) if session.colors(sys.stdout) else "\n".join(parts)


def _lines(session: Session, each: "Found") -> "Iterator[str]":
    from kic.present.safe import safe_line  # noqa: PLC0415
    from kic.present.width import wrapped  # noqa: PLC0415

    title, id_ = safe_line(each.title or ""), safe_line(each.id)
    context = _marked(session, each)
    yield f"  {id_}  {title if each.field or not title else _bold(context, begun=False)[0]}".rstrip()
    if each.field:
        bold = False
        for line in wrapped(f"{_place(session, each)}: {context}", session.width - len(MARGIN)):
            shown, bold = _bold(line, begun=bold)
            yield MARGIN + shown


def _place(session: Session, each: "Found") -> str:
    """The field as it is called: of what lies deep the last name; of a file its line."""
    names = [step for step in each.field if isinstance(step, str)]
    if not names:
        return session.language.say(text("line {number}", number=str(each.field[0])))
    return session.language.label("field", names[-1])


def _marked(session: Session, each: "Found") -> str:
    """The context, on a terminal with what was found in bold."""
    from kic.present.safe import safe_line  # noqa: PLC0415

    if not session.colors(sys.stdout):
        return safe_line(each.context)
    parts, at = [], 0
    for first, after in each.marks:
        parts += [safe_line(each.context[at:first]), _BEGIN, safe_line(each.context[first:after]), _END]
        at = after
    return "".join((*parts, safe_line(each.context[at:])))


MARGIN = "      "
_BEGIN, _END = "\ufdd0", "\ufdd1"
"""Noncharacters, which come from no record (`kic.present.safe`): around what is bold."""


def _bold(line: str, *, begun: bool) -> tuple[str, bool]:
    """A line with what is bold in it, and whether that goes on behind it."""
    goes_on = line.rfind(_BEGIN) > line.rfind(_END) or (begun and _END not in line)
    line = (_BEGIN if begun else "") + line + (_END if goes_on else "")
    return line.replace(_BEGIN, "\x1b[1m").replace(_END, "\x1b[0m"), goes_on
