"""`kic help`: longer help on a topic, the page of a command, and manual pages."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from kic.cli.session import Session
from kic.cli.words import _
from kic.core.near import near
from kic.core.text import plural, text
from kic.errors import UsageError

EXAMPLES = """
kic help exit-codes
kic help words
kic help notice issue
kic help --man -o manual-pages
"""


def command(
    context: typer.Context,
    topic: Annotated[
        list[str] | None,
        typer.Argument(metavar=_("[TOPIC|COMMAND]"), help=_("A topic or a command; without it, all topics.")),
    ] = None,
    man: Annotated[
        bool, typer.Option("--man", help=_("As a manual page for man: of the topic or command, or of kic."))
    ] = False,
    folder: Annotated[
        str | None,
        typer.Option(
            "-o", metavar=_("DIR"), help=_("With --man: every page of kic, in files below this folder.")
        ),
    ] = None,
) -> int:
    session: Session = context.obj
    names = tuple(topic or ())
    root = context.find_root()
    if folder is not None:
        if not man or names:
            raise UsageError("-o writes all manual pages: kic help --man -o DIR.")
        from kic.cli.man_pages import man_pages  # noqa: PLC0415

        written = _write(Path(folder), man_pages(root), session.language.code)
        session.talk(
            plural("{n} manual page below {path}.", "{n} manual pages below {path}.", n=written, path=folder)
        )
        return 0
    from kic.cli.topics.pages import TOPICS  # noqa: PLC0415

    if not names and not man:
        width = max(map(len, TOPICS))
        session.out(session.language.say(text("Topics, to be read with kic help TOPIC:")) + "\n")
        session.out("\n".join(f"{name:{width}}  {_(page.title)}" for name, page in TOPICS.items()))
        return 0
    if len(names) == 1 and names[0] in TOPICS:
        page = TOPICS[names[0]]
        if man:
            from kic.cli.man_pages import man_topic  # noqa: PLC0415

            session.out(man_topic(names[0], _(page.title), page.shown(_).partition("\n\n")[2]))
        else:
            session.out(page.shown(_))
        return 0
    from kic.cli import helping  # noqa: PLC0415
    from kic.cli.table import BY_NAME  # noqa: PLC0415

    if names and names[0] not in BY_NAME:
        close = near(names[0], [*TOPICS, *BY_NAME])
        raise UsageError(
            "There is no topic {name}.",
            help="Did you mean {names}?" if close else "The topics are {topics}.",
            name=" ".join(names),
            names=close,
            topics=tuple(TOPICS),
        )
    found = helping.page_of(root, names)
    if man:
        from kic.cli.man_pages import man_page  # noqa: PLC0415

        session.out(man_page(found))
    else:
        session.out(found.shown())
    return 0


def _write(folder: Path, pages: Iterable[tuple[str, str]], lang: str) -> int:
    """Writes pages where man looks for them: `man1/` in English, `de/man1/` in German. Gives their number."""
    above = folder if lang == "en" else folder / lang
    number = 0
    for number, (name, page) in enumerate(pages, 1):  # noqa: B007
        path = above / f"man{name[-1]}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page.encode())
    return number
