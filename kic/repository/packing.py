"""The pack of a meeting (Sitzungsmappe): agenda, papers and annexes of a sitting as one document with bookmarks."""

from typing import Any, NamedTuple

from kic.core.snapshot import Snapshot
from kic.core.tagged import tag, untag
from kic.core.text import text
from kic.documents.catalogue import DOCUMENTS, REVISIONS, Wanted
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Theme
from kic.domain.meetings import Meeting
from kic.domain.papers import Paper
from kic.errors import Refused, UsageError
from kic.repository.repository import Repository


class Packed(NamedTuple):
    """A pack: the file, the documents in it, and those that could not be made, each with the reason."""

    file: bytes
    documents: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, Refused], ...]


def contents(repository: Snapshot, meeting: Meeting) -> tuple[tuple[str, str], ...]:
    """Which documents a meeting needs, and about what, each once.

    Its agenda, the papers that are laid before it with their annexes, then what its items deal with.
    """
    found: dict[tuple[str, str], None] = {("meeting-agenda", meeting.id): None}
    for paper in repository.all(Paper):
        if any(each.meeting == meeting.id for each in paper.deliberations):
            found[("council-paper", paper.id)] = None
            for annex in paper.annexes:
                if annex.document in DOCUMENTS and annex.about is not None:
                    found[(annex.document, annex.about)] = None
    for item in meeting.items:
        for about in item.about:
            application = repository.get(Application, about)
            if application is not None or repository.get(Call, about) is not None:
                found[("allocation-paper", application.call if application is not None else about)] = None
            elif repository.get(Recommendation, about) is not None:
                found[("recommendation-sheet", about)] = None
            elif repository.get(Theme, about) is not None:
                found[("theme-sheet", about)] = None
    return tuple(found)


def _wanted(repository: Repository, name: str, about: str) -> Wanted:
    """What a document of the pack is about; a synopsis is about the edition that its paper puts forward."""
    if DOCUMENTS[name].about != REVISIONS:
        return Wanted(id=about)
    from kic.repository.synopsis import compared, since_predecessor  # noqa: PLC0415

    return Wanted(id=about, compared=compared(repository, since_predecessor(repository.snapshot, about)))


def packed(repository: Repository, meeting: Meeting, language: str) -> Packed:
    """The pack of a meeting as one PDF. A paper that cannot be made is named, and the others are in it."""
    from kic.repository.rendering import Press  # noqa: PLC0415

    done: list[tuple[str, str]] = []
    missing: list[tuple[str, Refused]] = []
    parts: list[tuple[str, dict[str, Any]]] = []
    for name, about in contents(repository.snapshot, meeting):
        try:
            context = DOCUMENTS[name].context(
                repository.snapshot, repository.today, _wanted(repository, name, about)
            )
        except UsageError:
            raise
        except Refused as fault:
            missing.append((about, fault))
            continue
        done.append((name, about))
        parts.append((name, context))
    page = parts[0][1]["page"] | {
        "title": tag(text("Papers of the meeting: {meeting}", meeting=meeting.title))
    }
    with Press(repository.source, language) as press:
        file = press.bundle(parts, untag(page))
    return Packed(file, tuple(done), tuple(missing))
