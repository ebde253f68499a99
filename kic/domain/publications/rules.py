"""What must hold of frozen publications (KIC975 to KIC983)."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.layout import PUBLISHED
from kic.core.place import START, Aim, Place
from kic.core.rule import Finding, Rule, change_rule, dated_rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.publications import FOR_THE_PUBLIC, MANIFEST, Publication, as_published

_BESIDE = (".gitattributes", ".gitignore", ".gitkeep")


@rule("KIC975", "frozen-file-changed")
def frozen_file_changed(repository: Snapshot) -> Iterator[Finding]:
    """A file of a publication has the bytes that its manifest tells the digest of.

    Why: Council and public rely on what they were given. A copy that says something else proves nothing, and nobody
    can tell any more what was published.

    Fix: Restore the file (`git restore --source COMMIT FILE`). A mistake is corrected by a new publication:
    `kic publication freeze ... --corrects ID`. Where git changed the line ends of a text file, the line
    `reports/published/** -text` in .gitattributes keeps it from doing so.

    Source: Layout of a repository (kic): reports/published/ holds kept copies with their digests.
    """
    for publication, position, path in _files(repository):
        content = repository.content(path)
        expected = publication.files[position]
        if content is None or as_published(content, expected.sha256) is not None:
            continue
        turned = as_published(content.replace(b"\n", b"\r\n"), expected.sha256) is not None
        yield found(
            publication,
            ("files", position, "sha256"),
            text("{path} is not what was published: git has changed its line ends", path=path)
            if turned
            else text(
                "{path} is not what was published: its digest is another one ({size} bytes now, {expected} then)",
                path=path,
                size=len(content),
                expected=expected.size,
            ),
            help=text("write reports/published/** -text into .gitattributes, and restore the file")
            if turned
            else text(
                "bring the file back with kic undo FILE; a correction is a publication of its own "
                "that names this one"
            ),
        )


@rule("KIC976", "frozen-file-missing")
def frozen_file_missing(repository: Snapshot) -> Iterator[Finding]:
    """Every file that a manifest names is there, once.

    Why: What was published can be shown only as long as it is kept.

    Fix: Restore the file (`git restore --source COMMIT FILE`).

    Source: Layout of a repository (kic): reports/published/ holds kept copies with their digests.
    """
    seen: set[str] = set()
    for publication, position, path in _files(repository):
        if not repository.has_file(path):
            said = text("{path} was published, and is gone", path=path)
        elif path in seen:
            said = text("{path} is named twice", path=path)
        elif repository.content(path) is None:
            said = text("{path} was published, and cannot be read", path=path)
        else:
            seen.add(path)
            continue
        yield found(
            publication,
            ("files", position, "path"),
            said,
            help=text("bring the file back with kic undo FILE"),
        )


@rule("KIC977", "frozen-file-added")
def frozen_file_added(repository: Snapshot) -> Iterator[Finding]:
    """The folder of a publication holds what was published, and nothing else.

    Why: Who finds a file there takes it for published. What its manifest does not name was not, or nobody knows when
    and by whom.

    Fix: Take the file out. What is published in addition gets a publication of its own: `kic publication freeze`.

    Source: Layout of a repository (kic): reports/published/ holds kept copies with their digests.
    """
    named = {path for _publication, _position, path in _files(repository)}
    publications = {each.folder: each for each in repository.all(Publication)}
    for folder, paths in _folders(repository).items():
        publication = publications.get(folder)
        for path in paths if publication is not None else ():
            if path not in named and not path.endswith(_BESIDE) and path != folder + MANIFEST:
                yield found(
                    Place(path, (), Aim.VALUE, START),
                    (),
                    text("{id} was published without this file", id=publication.id if publication else ""),
                    help=text("take the file out, or publish it under an id of its own"),
                )


@rule("KIC978", "published-without-manifest", Severity.WARNING)
def published_without_manifest(repository: Snapshot) -> Iterator[Finding]:
    """What lies below `reports/published/` has a manifest that says what it is.

    Why: Without the recorded state, the day and the digests a copy cannot be told from a later one, nor made again.

    Fix: Make it from the records as they were, and keep it: `kic publication freeze DOCUMENT --from REV --on DAY`.
    Where the file was made elsewhere, keep it outside of the repository and name it as a source of the record that it
    is about.

    Source: Layout of a repository (kic): reports/published/ holds kept copies with their digests.
    """
    for folder, paths in _folders(repository).items():
        others = [each for each in paths if not each.endswith(_BESIDE)]
        if folder + MANIFEST not in repository.entries and others:
            yield found(
                Place(others[0], (), Aim.VALUE, START),
                (),
                text("there is no {manifest} beside this file", manifest=MANIFEST),
                help=text("kic publication freeze makes one, with the file"),
            )


@rule("KIC979", "publication-correction")
def publication_correction(repository: Snapshot) -> Iterator[Finding]:
    """A correction names an earlier publication, the last of its line, and says why.

    Why: Who holds the old copy has to find the right one, and to learn what was wrong. Two corrections of one
    publication would be two right ones.

    Fix: Name the last publication of the line in `corrects`, and give the `reason`.

    Source: Practice of official journals (Berichtigung): a correction names the place and the mistake.
    """
    first: dict[str, Publication] = {}
    for each in repository.all(Publication):
        if each.corrects is None:
            continue
        if not (each.reason or "").strip():
            yield found(
                each,
                "reason",
                text("the correction does not say what was wrong"),
                help=text("enter the reason"),
            )
        corrected = repository.get(Publication, each.corrects)
        if corrected is None:
            continue
        if corrected.published > each.published or corrected is each:
            yield found(
                each,
                "corrects",
                text(
                    "{id} was published on {day}, not before this one",
                    id=each.corrects,
                    day=corrected.published,
                ),
                help=text("name an earlier publication"),
            )
            continue
        other = first.setdefault(each.corrects, each)
        if other is not each:
            yield found(
                each,
                "corrects",
                text("{id} was corrected by {other} already", id=each.corrects, other=other.id),
                help=text("name {other} instead", other=other.id),
                related=[Related(repository.place(other, "corrects"), text("the other correction"))],
            )


@change_rule("KIC980", "publication-rewritten")
def publication_rewritten(before: Snapshot, after: Snapshot) -> Iterator[Finding]:
    """The manifest of a publication stays as it was recorded.

    Why: It proves what was published when, and by whose resolution. With another digest in it, another file would pass
    for the published one.

    Fix: Restore it (`git restore --source COMMIT FILE`). A mistake is corrected by a new publication that names this
    one.

    Source: Layout of a repository (kic): reports/published/ holds kept copies with their digests.
    """
    for old in before.all(Publication):
        new = after.get(Publication, old.id)
        if new is None:
            if not after.entries_with(old.id):
                place = Place(before.entry(old).path, (), Aim.VALUE, START)
                yield found(
                    place,
                    (),
                    text("the publication {id} is gone", id=old.id),
                    help=text("bring its files back with kic undo FOLDER"),
                )
            continue
        for name in old.__struct_fields__:
            if getattr(old, name) != getattr(new, name):
                yield found(
                    new,
                    name,
                    text("the manifest of {id} says something else since it was recorded", id=old.id),
                    help=text("bring it back with kic undo FILE, and correct by a publication of its own"),
                )
                break


@dated_rule("KIC981", "publication-dates")
def publication_dates(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """A publication was made on the day it was given out, or before, and not in the future.

    Why: Periods may begin with a publication. A day on which nobody could have read it begins none.

    Fix: Freeze it again with the right day (`--on`).

    Source: Layout of a repository (kic).
    """
    for each in repository.all(Publication):
        if each.published < each.made:
            yield found(
                each,
                "published",
                text("it was published on {day}, and made on {made}", day=each.published, made=each.made),
                help=text("give the day on which it was given out"),
            )
        elif each.published > today:
            yield found(
                each,
                "published",
                text("{day} is still to come", day=each.published),
                help=text("give the day on which it was given out"),
            )


@rule("KIC982", "publication-not-public")
def publication_not_public(repository: Snapshot) -> Iterator[Finding]:
    """What is published is a document for the public.

    Why: Allocation papers, minutes, letters and the like name applications that got nothing, marks, private persons or
    non-public items. Once published, they cannot be called back.

    Fix: Publish one of the documents that the finding names. What the council's office publishes itself belongs into
    its own system.

    Source: § 35(1) GemO RLP (items that are not public); OVG RLP 7 A 12186/94 (what is said there is confidential).
    """
    for each in repository.all(Publication):
        if each.document not in FOR_THE_PUBLIC:
            yield found(
                each,
                "document",
                text("{document} is no document for the public", document=each.document),
                help=text("for the public are {documents}", documents=tuple(sorted(FOR_THE_PUBLIC))),
            )


@rule("KIC983", "published-twice")
def published_twice(repository: Snapshot) -> Iterator[Finding]:
    """Nothing is published twice: each publication differs from the others, or corrects one and says why.

    Why: Two publications of the same document, arguments, recorded state and bytes are one. Who quotes it would have
    two ids, and who sees both looks for a difference that is not there.

    Fix: Leave the later one out, and name the earlier one. Where its title or its resolution was wrong, correct it:
    `kic publication freeze ... --corrects ID --reason TEXT`.

    Source: Layout of a repository (kic): reports/published/ holds kept copies with their digests.
    """
    first: dict[tuple[object, ...], Publication] = {}
    for each in sorted(repository.all(Publication), key=_age):
        if each.corrects is not None:
            continue
        other = first.setdefault(_same(each), each)
        if other is not each:
            yield found(
                each,
                (),
                text(
                    "{other} is the same publication: document, arguments, recorded state and bytes",
                    other=other.id,
                ),
                help=text("name {other}, and leave this one out", other=other.id),
                related=[Related(repository.place(other, "id"), text("the earlier publication"))],
            )


def _same(each: Publication) -> tuple[object, ...]:
    """What two publications have in common that are one."""
    asked = (each.document, each.about, each.since, each.as_of, each.form, each.language, each.made)
    return (*asked, each.revision, frozenset((file.path, file.sha256) for file in each.files))


def _age(each: Publication) -> tuple[datetime.date, int, str]:
    """The earlier publication first; those of one day by their number, `pub-2026-9` before `pub-2026-10`."""
    return each.published, len(each.id), each.id


def _files(repository: Snapshot) -> Iterator[tuple[Publication, int, str]]:
    """Each file that a manifest names: the publication, the position in its list, and the path from the root."""
    for publication in repository.all(Publication):
        folder = repository.entry(publication).path.removesuffix(MANIFEST)
        for position, each in enumerate(publication.files):
            yield publication, position, folder + each.path


def _folders(repository: Snapshot) -> dict[str, list[str]]:
    """The files below each folder of publications, those that lie beside the folders under the common one."""
    found_: dict[str, list[str]] = {}
    for path in repository.files:
        if path.startswith(PUBLISHED):
            inside = path.removeprefix(PUBLISHED)
            first, slash, _rest = inside.partition("/")
            found_.setdefault(f"{PUBLISHED}{first}/" if slash else PUBLISHED, []).append(path)
    return found_


RULES: tuple[Rule, ...] = (
    frozen_file_changed,
    frozen_file_missing,
    frozen_file_added,
    published_without_manifest,
    publication_correction,
    publication_rewritten,
    publication_dates,
    publication_not_public,
    published_twice,
)
