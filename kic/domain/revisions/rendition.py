"""Other forms of a text of the concept: a summary, a translation, a version in easy language.

They are made from a wording and stay true only as long as it does. Each says which wording it was made from, by a
digest; when the text changes, it is in doubt until somebody has looked. Easy language is written by people: kic holds
it, or a link to it, and never makes it.
"""

import datetime
import enum
from collections.abc import Iterator
from typing import Annotated, ClassVar

import msgspec

from kic.core.fingerprint import fingerprint
from kic.core.record import Group, ref
from kic.core.snapshot import Snapshot
from kic.domain.concept.edition import Edition
from kic.domain.concept.recommendation import Recommendation
from kic.domain.concept.structure import Goal, Theme
from kic.domain.knowledge import Documented
from kic.domain.revisions import TEXT_FIELDS


class RenditionKind(enum.Enum):
    """What form it is."""

    SUMMARY = "summary"
    TRANSLATION = "translation"
    EASY_LANGUAGE = "easy_language"


class Seen(Group, frozen=True, kw_only=True):
    """Somebody made it from a wording, or found that it still fits one: the wording's digest."""

    date: datetime.date
    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
    note: str | None = None


class Rendition(Documented, frozen=True, kw_only=True, tag="rendition"):
    """Another form of one element's text: its words, or where they are found; `seen` is a log."""

    layouts: ClassVar = ("concept/renditions/{id}.yaml",)
    log_fields: ClassVar = ("seen",)

    element: ref("edition", "theme", "goal", "recommendation")
    rendition: RenditionKind
    language: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")]
    title: str | None = None
    text: str | None = None
    url: str | None = None
    seen: tuple[Seen, ...]


def wording(repository: Snapshot, id: str) -> tuple[tuple[str, str], ...] | None:  # noqa: A002
    """The words of an element by field; None where there is none of this id, or it cannot be read."""
    record: Edition | Theme | Recommendation | Goal | None = (
        repository.get(Recommendation, id)
        or repository.get(Theme, id)
        or repository.get(Edition, id)
        or repository.part(Goal, id)
    )
    if record is None:
        return None
    return tuple(
        (field, words)
        for field in TEXT_FIELDS[repository.kind_of(id) or ""]
        if isinstance(words := getattr(record, field, None), str) and words
    )


def digest(words: tuple[tuple[str, str], ...]) -> str:
    """The digest of an element's words: SHA-256 of its fields without what is only typography."""
    from kic.domain.revisions.typography import plain  # noqa: PLC0415  # only where there are such forms

    return fingerprint("\0".join(f"{field}\0{plain(each)}" for field, each in words).encode())


def stale(repository: Snapshot) -> Iterator[Rendition]:
    """The forms whose text changed since somebody last looked; nothing of a text that cannot be read."""
    for each in repository.all(Rendition):
        words = wording(repository, each.element)
        if words is not None and (not each.seen or each.seen[-1].digest != digest(words)):
            yield each
