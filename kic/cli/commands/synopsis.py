"""`kic synopsis`: old and new text of the concept side by side, with reason and mover."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from kic.cli.differences.order import say_backwards
from kic.cli.options import Format
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.near import near
from kic.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kic.documents.synopsis import Compared
    from kic.documents.synopsis_rows import Chosen
    from kic.domain.revisions.comparing import Class
    from kic.present.templating import Form
    from kic.repository.rendering import FileForm

EXAMPLES = """
kic synopsis k2013..k2022
kic synopsis k2013..k2022 --theme t2 --class changed --class merged
kic synopsis k2013..k2022 --to pdf -o Synopse.pdf
kic synopsis k2013..k2022 --amendments --element he-09
"""


def command(
    context: typer.Context,
    span: Annotated[
        str | None,
        typer.Argument(
            metavar="A[..B]",
            help=_(
                "Two editions, dates, resolutions or revisions; without B, against the files as they are."
            ),
        ),
    ] = None,
    to: Annotated[
        str, typer.Option("--to", metavar="terminal|md|html|pdf|docx", help=_("The format."))
    ] = "terminal",
    destination: Annotated[
        str | None,
        typer.Option("-o", metavar=_("FILE"), help=_("Write to this file instead of the terminal.")),
    ] = None,
    amendments: Annotated[
        bool,
        typer.Option(
            "--amendments", help=_("The formal amendments that lead from the old text to the new one.")
        ),
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help=_("Show what did not change, too."))] = False,
    editorial: Annotated[
        bool, typer.Option("--editorial", help=_("Show where only typography changed, too."))
    ] = False,
    themes: Annotated[
        list[str] | None,
        typer.Option("--theme", metavar="ID", help=_("Only this theme; can be given several times.")),
    ] = None,
    elements: Annotated[
        list[str] | None,
        typer.Option("--element", metavar="ID", help=_("Only this element; can be given several times.")),
    ] = None,
    classes: Annotated[
        list[str] | None,
        typer.Option(
            "--class",
            metavar=_("CLASS"),
            help=_("Only changes of this class, such as changed; can be given several times."),
        ),
    ] = None,
    output: Format = "text",
) -> int:
    session: Session = context.obj
    from kic.cli.commands.render import FILES, TARGETS  # noqa: PLC0415
    from kic.cli.outgoing import write_file  # noqa: PLC0415
    from kic.repository.synopsis import compared  # noqa: PLC0415

    if to not in TARGETS:
        raise UsageError("There is no format {name}; it is {formats}.", name=to, formats=TARGETS)
    document = "amendment-list" if amendments else "synopsis"
    if to in FILES and destination is None and output != "json":
        raise UsageError(
            "{format} needs a file to go to.",
            help="For example: {command}",
            format=to.upper(),
            command=f"kic synopsis {span or ''} --to {to} -o {document}.{to}".replace("  ", " "),
        )
    texts = compared(session.repository, span)
    if texts.backwards:
        say_backwards(session, "kic synopsis", texts.before.name, texts.after.name)
    chosen = _chosen(texts, themes or (), elements or (), classes or ())
    chosen = _with(chosen, unchanged=everything, editorial=editorial or everything)
    if output == "json":
        return _json(session, texts, chosen, amendments=amendments)
    from kic.documents.catalogue import Wanted  # noqa: PLC0415
    from kic.present.templating import Look  # noqa: PLC0415

    wanted = Wanted(id=span or "", compared=texts, chosen=chosen)
    language = session.language.code
    if to in FILES:
        assert destination is not None
        file = session.repository.file(document, wanted, to=cast("FileForm", to), language=language)
        write_file(session, Path(destination), file)
        return 0
    look = Look(width=session.width, color=to == "terminal" and session.colors(sys.stdout))
    shown = session.repository.render(document, wanted, to=cast("Form", to), language=language, look=look)
    if destination is not None:
        write_file(session, Path(destination), shown.encode("utf-8"))
        return 0
    if to != "terminal":
        session.data(shown)
        return 0
    session.out(shown)
    session.next_step(f"kic synopsis {span or ''} --to pdf -o {document}.pdf".replace("  ", " "))
    return 0


def _json(session: Session, texts: "Compared", chosen: "Chosen", *, amendments: bool) -> int:
    from kic.documents import amendment_list, synopsis  # noqa: PLC0415

    data = synopsis.data(texts, chosen)
    if amendments:
        data = {name: each for name, each in data.items() if name != "rows"}
        data["amendments"] = amendment_list.data(texts, chosen)
    session.json("synopsis", data)
    return 0


def _with(chosen: "Chosen", **values: bool) -> "Chosen":
    import msgspec  # noqa: PLC0415

    return msgspec.structs.replace(chosen, **values)


def _chosen(
    texts: "Compared", themes: "Iterable[str]", elements: "Iterable[str]", classes: "Iterable[str]"
) -> "Chosen":
    """The filters, with every name known; raises UsageError with what was meant perhaps."""
    from kic.documents.synopsis_rows import Chosen  # noqa: PLC0415
    from kic.domain.revisions.elements import elements as elements_of  # noqa: PLC0415

    if not themes and not elements:
        return Chosen(classes=tuple(map(_class, classes)))
    kinds: dict[str, str] = {}
    titled: dict[str, list[str]] = {}
    for side in (texts.before, texts.after):
        for each in elements_of(side.state).values():
            kinds[each.id] = each.kind
            titled.setdefault((each.title or "").casefold(), []).append(each.id)
    wanted_themes = [
        id_
        for name in themes
        for id_ in _known(name, [each for each in kinds if kinds[each] == "theme"], titled)
    ]
    wanted = [id_ for name in elements for id_ in _known(name, kinds, titled)]
    return Chosen(themes=tuple(wanted_themes), elements=tuple(wanted), classes=tuple(map(_class, classes)))


def _known(name: str, known: "Iterable[str]", titled: "Mapping[str, Sequence[str]]") -> tuple[str, ...]:
    """The id that is named, or those with this title."""
    ids = tuple(known)
    if name.lower() in ids:
        return (name.lower(),)
    found = tuple(dict.fromkeys(each for each in titled.get(name.strip().casefold(), ()) if each in ids))
    if not found:
        close = near(name.lower(), ids)
        raise UsageError(
            "{id} is in neither of the two texts.",
            help="Did you mean {names}?"
            if close
            else "kic list theme and kic list recommendation show the ids.",
            id=name,
            names=close,
        )
    return found


def _class(spelling: str) -> "Class":
    from kic.core.text import keywords  # noqa: PLC0415
    from kic.domain.revisions.comparing import Class  # noqa: PLC0415
    from kic.present.language import LANGUAGES, speak  # noqa: PLC0415

    wanted = spelling.strip().casefold()
    for each in Class:
        if wanted in (each.value, *(speak(code).word(each).casefold() for code in LANGUAGES)):
            return each
    raise UsageError(
        "There is no class {name}; it is one of {classes}.", name=spelling, classes=keywords(Class)
    )
