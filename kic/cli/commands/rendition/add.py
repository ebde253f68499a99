"""`kic rendition add`: a summary, a translation or a version in easy language of one text."""

from typing import Annotated

import typer

from kic.cli.asking import ask_one_of
from kic.cli.options import DryRun, Format, Note, On, Yes, words_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.text import text
from kic.domain.revisions.rendition import RenditionKind
from kic.errors import UsageError

EXAMPLES = """
kic rendition add he-07 easy_language --url https://neuenlauter.invalid/leichte-sprache/he-07
kic rendition add he-07 translation --language uk --title "Різноманіття" --text "Місто навчає всіх."
kic rendition add t2 summary --text "Alle sollen Deutsch lernen können." --dry-run
"""

OPTIONS = {
    "rendition": "summary|translation|easy_language",
    "language": "--language",
    "text": "--text",
    "url": "--url",
    "title": "--title",
}


def command(
    context: typer.Context,
    element: Annotated[
        str, typer.Argument(metavar="ELEMENT", help=_("The edition, theme, goal or recommendation."))
    ],
    kind: Annotated[
        str | None,
        typer.Argument(
            metavar="summary|translation|easy_language", help=choice(_("Which form it is."), RenditionKind)
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="uk|ar|en|...", help=_("Its language; without it, the repository's.")
        ),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", metavar=_("TEXT"), help=_("Its title."))] = None,
    words: Annotated[str | None, typer.Option("--text", metavar=_("TEXT"), help=_("Its words."))] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help=_("Where it is found."))] = None,
    note: Note = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.revisions.rendition import wording  # noqa: PLC0415
    from kic.domain.revisions.rendition_moves import new_rendition  # noqa: PLC0415
    from kic.domain.settings import Settings  # noqa: PLC0415

    session: Session = context.obj
    snapshot = session.repository.snapshot
    known = session.repository.known(element)
    found = wording(snapshot, known)
    if found is None:
        raise UsageError("{id} is no text of the concept.", id=known)
    form = ask_one_of(
        session,
        kind,
        RenditionKind,
        option="summary|translation|easy_language",
        question=text("Which form is it?"),
    )
    if words is None and url is None:
        raise UsageError("This needs one of these answers: {option}.", option="--text, --url")
    settings = snapshot.only(Settings)
    usual = settings.language.value if settings is not None else "de"
    id_, plan = new_rendition(
        snapshot,
        known,
        found,
        form,
        language or usual,
        on=on or session.today,
        invented=any(getattr(each.record, "invented", False) for each in snapshot.entries_with(known)),
        title=title,
        words=words_of(words, "--text") if words is not None else None,
        url=url,
        note=note,
    )
    return conclude(
        session,
        plan,
        command="rendition add",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": id_},
        next_step="kic rendition list",
        options=OPTIONS,
    )
