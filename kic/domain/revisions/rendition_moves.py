"""What can happen to other forms of a text, and to what an amendment put in doubt; without judgement."""

import datetime
import itertools
from collections.abc import Iterable
from typing import Any

from kic.core.plan import Append, CreateFile, Plan
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.concept.recommendation import ReviewResult
from kic.domain.revisions import Amendment
from kic.domain.revisions.rendition import Rendition, RenditionKind, digest

Words = tuple[tuple[str, str], ...]
"""The words of an element by field (`kic.domain.revisions.rendition.wording`)."""

_LETTERS = {RenditionKind.SUMMARY: "k", RenditionKind.TRANSLATION: "ue", RenditionKind.EASY_LANGUAGE: "ls"}


def next_id(repository: Snapshot, element: str, kind: RenditionKind, language: str) -> str:
    """The id of a new form: `he-07-ls`, `he-07-ue-uk`; with a number where there is one already."""
    stem = f"{element}-{_LETTERS[kind]}"
    if kind is RenditionKind.TRANSLATION:
        stem = f"{stem}-{language.lower()}"
    numbered = (stem if n == 1 else f"{stem}-{n}" for n in itertools.count(1))
    return next(each for each in numbered if not repository.taken(each))


def new_rendition(  # noqa: PLR0913  # what a form consists of
    repository: Snapshot,
    element: str,
    words_of: Words,
    kind: RenditionKind,
    language: str,
    *,
    on: datetime.date,
    invented: bool = False,
    title: str | None = None,
    words: str | None = None,
    url: str | None = None,
    note: str | None = None,
) -> tuple[str, Plan]:
    """Another form of an element's text, made from its present wording; its id and the plan."""
    id_ = next_id(repository, element, kind, language)
    record: dict[str, Any] = {
        "kind": "rendition",
        "id": id_,
        "invented": invented or None,
        "element": element,
        "rendition": kind,
        "language": language,
        "title": title,
        "text": words,
        "url": url,
        "seen": [_seen(words_of, on, note)],
    }
    told = {key: value for key, value in record.items() if value is not None}
    title_ = text("{kind} of {element} ({language})", kind=kind, element=element, language=language)
    return id_, Plan(title_, (CreateFile(f"concept/renditions/{id_}.yaml", told),))


def seen(repository: Snapshot, rendition: Rendition, words: Words, on: datetime.date, note: str) -> Plan:
    """Somebody compared it with the present wording, and it fits."""
    path = repository.entry(rendition).path
    title = text("{id} compared with the present wording", id=rendition.id)
    return Plan(title, (Append(path, ("seen",), _seen(words, on, note)),))


def _seen(words: Words, on: datetime.date, note: str | None) -> dict[str, Any]:
    entry = {"date": on, "digest": digest(words), "note": note}
    return {key: value for key, value in entry.items() if value is not None}


def review(
    repository: Snapshot,
    amendment: Amendment,
    records: Iterable[str],
    result: ReviewResult,
    note: str,
    on: datetime.date,
) -> Plan:
    """Somebody looked at what refers to the changed text."""
    path = repository.entry(amendment).path
    entries = [{"date": on, "record": each, "result": result, "note": note} for each in records]
    title = text("What refers to the text of {id} looked at", id=amendment.id)
    return Plan(title, tuple(Append(path, ("reviews",), entry) for entry in entries))
