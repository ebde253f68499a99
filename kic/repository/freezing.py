"""Freezing what is published, and making it once more from the state of then.

A publication is rendered from a commit, never from files that are not committed: so the same kic makes the same bytes
again, whenever it is asked. Its day, language, arguments and templates are those that the manifest and the commit tell.
"""

import datetime
import enum
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

import msgspec

from kic import __version__
from kic.core.fingerprint import fingerprint
from kic.core.layout import FOLDERS, PUBLISHED, SETTINGS
from kic.core.snapshot import Snapshot
from kic.core.text import Text
from kic.documents.catalogue import DOCUMENTS, REVISIONS, YEAR, Wanted
from kic.domain.publications import (
    CONCEPT_PAGE,
    MANIFEST,
    OPEN_DATA,
    Program,
    Publication,
    PublishedForm,
    as_published,
)
from kic.errors import KicError, Refused, Unavailable, UsageError
from kic.repository.renumbering import DEFAULT
from kic.repository.repository import Repository
from kic.store import git, git_refs, git_settings
from kic.store.paths import printable
from kic.store.reading.sources import MAX_READ

if TYPE_CHECKING:
    from kic.repository.rendering import FileForm

_TEXTS = frozenset({PublishedForm.MARKDOWN, PublishedForm.HTML})
_PAPERS = frozenset({PublishedForm.PDF, PublishedForm.DOCX})
_TABLES = frozenset({PublishedForm.CSV, PublishedForm.JSON_LINES})
_PACKAGES = {
    PublishedForm.MARKDOWN: ("jinja2",),
    PublishedForm.HTML: ("jinja2", "markdown-it-py"),
    PublishedForm.PDF: ("jinja2", "pypandoc_binary", "typst"),
    PublishedForm.DOCX: ("jinja2", "pypandoc_binary", "typst"),
}
"""What else than kic has a hand in the bytes of a form."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be made: a document in a form and language, with its arguments, for a day."""

    document: str
    form: PublishedForm
    language: str
    made: datetime.date
    about: str | None = None
    since: datetime.date | None = None
    as_of: datetime.date | None = None


def forms_of(document: str) -> frozenset[PublishedForm]:
    """The forms in which a document can be frozen."""
    if document == CONCEPT_PAGE:
        return frozenset({PublishedForm.HTML})
    return _TABLES if document == OPEN_DATA else _TEXTS | _PAPERS


def known_documents() -> tuple[str, ...]:
    """What can be frozen."""
    return (*DOCUMENTS, CONCEPT_PAGE, OPEN_DATA)


def commit_of(root: Path, source: Repository, name: str | None) -> str:
    """The full id of the commit that a publication is made from; without a name the one that is checked out.

    Raises Unavailable outside of git, UsageError for a name that means no commit.
    """
    if not git.is_repository(root):
        raise Unavailable(
            "This repository is not in git, so nothing tells which state was published.",
            help="kic save begins one; then keep the publication.",
        )
    if name is None:
        head = git.head(root)
        if head is None:
            raise Unavailable(
                "Nothing has been recorded yet, so there is no state to publish.",
                help="kic save records the first one.",
            )
        return head
    named = source.named(name)
    if named.revision is None:
        raise UsageError("{name} means no recorded state.", name=name)
    return named.revision


def not_merged(root: Path, revision: str) -> str | None:
    """The remote's main branch, if this clone knows one and it has not got the commit; else None.

    A review that joins commits into one gives them another id: then nobody else has this one.
    """
    known = git.commit(root, f"refs/remotes/{DEFAULT}") is not None
    return DEFAULT if known and not git_refs.holds(root, DEFAULT, revision) else None


def uncommitted(root: Path) -> tuple[str, ...]:
    """Records and templates that differ from the commit that is checked out; publications do not count."""
    kept = (path for path in git.differing(root) if path == SETTINGS or path.startswith(_READ))
    return tuple(sorted(printable(each) for each in kept if not each.startswith(PUBLISHED)))


_READ = tuple(f"{each}/" for each in FOLDERS)


def at(root: Path, revision: str, order: Order) -> Repository:
    """The repository as a publication is made from it: the state of a commit, on the order's day."""
    return Repository(root, today=order.made, as_of=order.as_of, revision=revision)


def titled(repository: Repository, order: Order) -> Text | str | None:
    """What the document calls itself; None where it has no title of its own. Raises as `made`."""
    from kic.core.tagged import untag  # noqa: PLC0415

    if order.document not in DOCUMENTS:
        return None
    context = DOCUMENTS[order.document].context(repository.snapshot, order.made, _wanted(repository, order))
    title: Text | str | None = untag(context.get("page", {})).get("title")
    return title


def made(repository: Repository, order: Order) -> dict[str, bytes]:
    """The files of a publication by their paths below its folder; `repository` is the state that it is made from.

    Raises what rendering raises: UsageError for a document or an id that there is not, Unavailable without the extra
    that a form needs, Refused where a template fails; UsageError too for a form that the document has not.
    """
    if order.document not in known_documents():
        raise UsageError(
            "There is no document {name}.",
            help="The documents are {documents}.",
            name=order.document,
            documents=known_documents(),
        )
    if order.form not in forms_of(order.document):
        raise UsageError(
            "{document} is not made as {form}; it is {forms}.",
            document=order.document,
            form=order.form.value,
            forms=tuple(each.value for each in PublishedForm if each in forms_of(order.document)),
        )
    if order.document == OPEN_DATA:
        return _tables(repository, order)
    if order.document == CONCEPT_PAGE:
        return {_name(order): _concept_page(repository, order)}
    return {_name(order): _document(repository, order)}


def refuse_too_large(contents: Mapping[str, bytes]) -> None:
    """Raises Refused for a file that could be frozen and never compared: kic reads no file of a repository so large."""
    for path, content in contents.items():
        if len(content) > MAX_READ:
            raise Refused(
                "{path} has {size} bytes; kic can compare files of at most {most}, so it is not kept.",
                help="Publish it in parts, such as theme by theme, or as open data in another form.",
                path=path,
                size=len(content),
                most=MAX_READ,
            )


def _tables(repository: Repository, order: Order) -> dict[str, bytes]:
    from kic.present.language import speak  # noqa: PLC0415
    from kic.present.open_data.sheets import Sheet  # noqa: PLC0415
    from kic.repository.exporting import tables  # noqa: PLC0415

    _no_arguments(order)
    sheet = Sheet() if order.form is PublishedForm.CSV else None
    day = order.as_of or order.made
    return dict(tables(repository.snapshot, speak(order.language), day, sheet).files)


def _concept_page(repository: Repository, order: Order) -> bytes:
    from kic.present.language import speak  # noqa: PLC0415
    from kic.repository.site_single import single_page  # noqa: PLC0415

    _no_arguments(order)
    return single_page(repository, speak(order.language))


def _wanted(repository: Repository, order: Order) -> Wanted:
    from kic.documents.as_of import said  # noqa: PLC0415
    from kic.repository.synopsis import compared  # noqa: PLC0415

    about = DOCUMENTS[order.document].about
    known = order.about
    if known is not None and about not in (YEAR, REVISIONS):
        known = repository.known(known)
    in_force = repository.in_force
    return Wanted(
        id=known,
        command="kic publication freeze",
        since=order.since,
        as_of=order.as_of,
        in_force=tuple(said(in_force)) if in_force is not None else (),
        compared=compared(repository, order.about) if about == REVISIONS else None,
    )


def _document(repository: Repository, order: Order) -> bytes:
    from kic.present.templating import Look  # noqa: PLC0415

    wanted = _wanted(repository, order)
    if order.form in _PAPERS:
        form = cast("FileForm", order.form.value)
        return repository.file(order.document, wanted, to=form, language=order.language)
    to: str = order.form.value
    written = repository.render(
        order.document,
        wanted,
        to="md" if to == "md" else "html",
        language=order.language,
        look=Look(),
    )
    return written.encode("utf-8")


def _no_arguments(order: Order) -> None:
    if order.about is not None or order.since is not None:
        raise UsageError("The document {name} takes no id.", name=order.document)


def _name(order: Order) -> str:
    """The file's name: the document and what it is about, in letters that every system takes."""
    about = "".join(c if c.isalnum() and c.isascii() else "-" for c in (order.about or "").lower())
    parts = [order.document, *(part for part in about.split("-") if part and len(part) < len(_LONG))]
    return f"{'-'.join(parts)}.{order.form.value}"


_LONG = "0" * 40
"""As long as the id of a commit, which says nothing in the name of a file."""


def fixed(repository: Repository, order: Order, revision: str) -> Order:
    """The order with arguments that mean the same for ever: two states are named by their commits or editions."""
    document = DOCUMENTS.get(order.document)
    if document is None or document.about != REVISIONS or order.about is None:
        return order
    span = repository.compare(order.about).span
    if span.editions is not None:
        before, after = (f"edition:{each}" for each in span.editions)
    else:
        before, after = (each.revision or revision for each in (span.before, span.after))
    return msgspec.structs.replace(order, about=f"{before}..{after}")


def programs(form: PublishedForm) -> tuple[Program, ...]:
    """The programs on which the bytes of a form depend, as they are installed."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    found = [Program(name="kic", release=__version__)]
    for package in _PACKAGES.get(form, ()):
        try:
            found.append(Program(name=package, release=version(package)))
        except PackageNotFoundError:  # rendering says what is missing
            continue
    return tuple(found)


def attributes_for(root: Path) -> str | None:
    """The file that has to keep git from changing line ends of frozen files; None where another does already."""
    path = f"{PUBLISHED}a/b.csv"
    kept = git_settings.attributes(root, [path], "text").get(path, {}).get("text") == "unset"
    return None if kept else f"{PUBLISHED}.gitattributes"


# -- once more -------------------------------------------------------------------------------------------


class Remade(enum.Enum):
    """What came of making a publication once more."""

    SAME = "same"
    DIFFERS = "differs"
    OTHER_PROGRAMS = "other_programs"
    DAMAGED = "damaged"
    NOT_POSSIBLE = "not_possible"


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """A publication made once more, beside what is frozen.

    `damaged` are files that are not as the manifest says, `differing` those of which other bytes came out. `programs`
    are those whose version is another now: name, then and now (None: not installed). `error` tells why
    nothing came out. Where the commit is not `reachable` from what is checked out, other clones may lack it.
    """

    publication: Publication
    outcome: Remade
    damaged: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    programs: tuple[tuple[str, str, str | None], ...] = ()
    reachable: bool = True
    error: KicError | None = None
    files: Mapping[str, bytes] = {}


def verify(root: Path, snapshot: Snapshot, publication: Publication) -> Verified:
    """Makes a publication once more from its commit and compares the bytes. Never raises because of its content."""
    damaged = tuple(_damaged(snapshot, publication))
    others = tuple(_other_programs(publication))
    reachable = git_refs.holds(root, "HEAD", publication.revision)
    order = Order(
        document=publication.document,
        form=publication.form,
        language=publication.language,
        made=publication.made,
        about=publication.about,
        since=publication.since,
        as_of=publication.as_of,
    )
    try:
        if git.commit(root, publication.revision) is None:
            raise UsageError(
                "There is no recorded state {revision} in this copy.",
                help="git fetch --unshallow brings the older revisions." if git.shallow(root) else "",
                revision=publication.revision,
            )
        files = made(at(root, publication.revision, order), order)
    except KicError as error:
        outcome = Remade.DAMAGED if damaged else Remade.NOT_POSSIBLE
        return Verified(
            publication=publication,
            outcome=outcome,
            damaged=damaged,
            programs=others,
            reachable=reachable,
            error=error,
        )
    expected = {each.path: each.sha256 for each in publication.files}
    found = {path: fingerprint(content) for path, content in files.items()}
    differing = tuple(path for path in sorted({*expected, *found}) if expected.get(path) != found.get(path))
    if damaged:
        outcome = Remade.DAMAGED
    elif not differing:
        outcome = Remade.SAME
    else:
        outcome = Remade.OTHER_PROGRAMS if others else Remade.DIFFERS
    return Verified(
        publication=publication,
        outcome=outcome,
        damaged=damaged,
        differing=differing,
        programs=others,
        reachable=reachable,
        files=files,
    )


def _damaged(snapshot: Snapshot, publication: Publication) -> Iterator[str]:
    folder = snapshot.entry(publication).path.removesuffix(MANIFEST)
    for each in publication.files:
        content = snapshot.content(folder + each.path)
        if content is None or as_published(content, each.sha256) is None:
            yield each.path


def _other_programs(publication: Publication) -> Iterator[tuple[str, str, str | None]]:
    now = {each.name: each.release for each in programs(publication.form)}
    for each in publication.made_with:
        if now.get(each.name) != each.release:
            yield each.name, each.release, now.get(each.name)
