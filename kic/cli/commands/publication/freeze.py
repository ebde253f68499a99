"""`kic publication freeze`: keep what is published, byte for byte, with what it takes to make it again."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.asking import ask, ask_one_of
from kic.cli.options import DryRun, Format, On, Yes, day_of, words_of
from kic.cli.session import Session
from kic.cli.words import _, choice
from kic.core.near import near
from kic.core.text import Text, plural, text
from kic.domain.publications import CONCEPT_PAGE, FOR_THE_PUBLIC, OPEN_DATA, Publication, PublishedForm
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.repository.freezing import Order

EXAMPLES = """
kic publication freeze implementation-report --by b-2022-04 --yes
kic publication freeze theme-sheet t2 --to pdf --by a-integration --title "Themenblatt Sprache" --dry-run
kic publication freeze open-data --to csv --by a-integration --dry-run
"""

OPTIONS = {
    "title": "--title",
    "resolved_by": "--by",
    "corrects": "--corrects",
    "reason": "--reason",
    "published": "--on",
    "document": _("DOCUMENT"),
}


def command(
    context: typer.Context,
    document: Annotated[
        str | None,
        typer.Argument(metavar=_("DOCUMENT"), help=_("A document for the public, or open-data.")),
    ] = None,
    about: Annotated[
        str | None,
        typer.Argument(metavar="ID", help=_("What it is about, such as a theme, or two states: A..B.")),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="md|html|pdf|docx|csv|jsonl", help=choice(_("The format."), PublishedForm)
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="ID", help=_("Who resolved to publish it: a role, a body or a resolution.")
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar=_("TEXT"), help=_("Its title; else the document's."))
    ] = None,
    corrects: Annotated[
        str | None,
        typer.Option("--corrects", metavar="ID", help=_("The publication that this one corrects.")),
    ] = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar=_("TEXT"), help=_("What was wrong in the corrected one.")),
    ] = None,
    revision: Annotated[
        str | None,
        typer.Option("--from", metavar="REV", help=_("Of which state; else what was recorded last.")),
    ] = None,
    made: Annotated[
        str | None,
        typer.Option(
            "--made", metavar=_("YYYY-MM-DD"), help=_("The day for which it is made; else the day of --on.")
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar=_("YYYY-MM-DD"), help=_("Changes since this day, not since the last report.")
        ),
    ] = None,
    on: On = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    output: Format = "text",
) -> int:
    from kic.cli.changing import conclude  # noqa: PLC0415
    from kic.domain.publications.moves import freeze, frozen_files, next_id  # noqa: PLC0415
    from kic.domain.settings import Settings  # noqa: PLC0415
    from kic.repository import freezing  # noqa: PLC0415

    session: Session = context.obj
    repository = session.repository
    snapshot = repository.snapshot
    published = on or session.today
    name = _known(session, document)
    order = freezing.Order(
        document=name,
        form=_form(session, name, form),
        language=session.language.code,
        made=day_of(made, "--made") if made is not None else published,
        about=about,
        since=day_of(since, "--since") if since is not None else None,
    )
    source = freezing.commit_of(repository.root, repository, revision)
    order = freezing.fixed(repository, order, source)
    resolved_by = ask(
        session,
        by,
        option="--by",
        question=text("Who resolved to publish it (a role, a body or a resolution)?"),
        parse=words_of,
    )
    state = freezing.at(repository.root, source, order)
    contents = freezing.made(state, order)
    freezing.refuse_too_large(contents)
    if revision is None and (left := freezing.uncommitted(repository.root)):
        session.talk(
            plural(
                "It is made from what was recorded last; {n} file that is not recorded is not in it: {paths}.",
                "It is made from what was recorded last; {n} files that are not recorded are not in it: {paths}.",
                n=len(left),
                paths=left[:3],
            )
        )
    if (branch := freezing.not_merged(repository.root, source)) is not None:
        session.talk(
            text(
                "{branch} has not got the recorded state {commit} yet. If the review joins commits, "
                "nobody can make the publication again; keep it after the merge then.",
                branch=branch,
                commit=source[:10],
            )
        )
    if name == "consultation-report":
        session.talk(
            text(
                "The contributions stand in it word for word: read it for names and for what tells who somebody is, "
                "before it is given out."
            )
        )
    settings = snapshot.only(Settings)
    publication = Publication(
        id=next_id(snapshot, published.year),
        invented=bool(settings and settings.invented),
        title=title or session.language.word(freezing.titled(state, order) or _title(order)),
        published=published,
        resolved_by=repository.known(resolved_by),
        corrects=repository.known(corrects) if corrects is not None else None,
        reason=reason,
        document=order.document,
        about=order.about,
        since=order.since,
        form=order.form,
        language=order.language,
        made=order.made,
        revision=source,
        made_with=freezing.programs(order.form),
        files=frozen_files(contents),
    )
    return conclude(
        session,
        freeze(publication, contents, attributes=freezing.attributes_for(repository.root)),
        command="publication freeze",
        yes=yes,
        dry_run=dry_run,
        output=output,
        data={"id": publication.id, "revision": source},
        next_step=f"kic publication verify {publication.id}",
        options=OPTIONS,
    )


def _known(session: Session, document: str | None) -> str:
    from kic.cli.document_names import documents_near  # noqa: PLC0415
    from kic.documents.catalogue import DOCUMENTS  # noqa: PLC0415
    from kic.repository.freezing import known_documents  # noqa: PLC0415

    every = known_documents()
    if document is None:
        raise UsageError(
            "kic publication freeze needs a document.",
            help="For the public are {documents}.",
            documents=_public(every),
        )
    if document.lower() not in every:
        close = near(document.lower(), every) or documents_near(session, document, DOCUMENTS)
        raise UsageError(
            "There is no document {name}.",
            help="Did you mean {names}?" if close else "For the public are {documents}.",
            name=document,
            names=close,
            documents=_public(every),
        )
    return document.lower()


def _public(documents: tuple[str, ...]) -> tuple[str, ...]:
    """Of these the ones that the rules let through."""
    return tuple(each for each in documents if each in FOR_THE_PUBLIC)


def _form(session: Session, document: str, given: str | None) -> PublishedForm:
    from kic.repository.freezing import forms_of  # noqa: PLC0415

    if given is None:
        return PublishedForm.CSV if document == OPEN_DATA else PublishedForm.HTML
    return ask_one_of(
        session,
        given,
        tuple(each for each in PublishedForm if each in forms_of(document)),
        option="--to",
        question=text("Which format?"),
    )


def _title(order: "Order") -> Text:
    """The title of what has none of its own."""
    if order.document == CONCEPT_PAGE:
        return text("The whole concept on one page, as of {day}", day=order.made)
    return text("Open data as of {day}", day=order.made)
