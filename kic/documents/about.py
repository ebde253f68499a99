"""What the records say about one person: which they are, and where their free text may describe the person."""

import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any

import msgspec

from kic.core.place import Field, Place, spelled
from kic.core.record import Record, declared, refs_to
from kic.core.snapshot import Snapshot
from kic.domain.applications import Application
from kic.domain.participation import Contribution

PLAIN_KEYS = frozenset(
    {"kic", "score", "lot", "product", "account", "voucher", "file", "digest", "seed", "version"}
)
"""Texts that are names and numbers of things."""


def applications_of(repository: Snapshot, applicant: str) -> tuple[Application, ...]:
    """The applications of a person or a body."""
    return tuple(
        each
        for each in repository.all(Application)
        if applicant in (each.applicant.person, each.applicant.body)
    )


def contributions_of(repository: Snapshot, contributor: str) -> tuple[Contribution, ...]:
    """The contributions of a person or a body to a revision of the concept."""
    return tuple(
        each
        for each in repository.all(Contribution)
        if contributor in (each.contributor.person, each.contributor.body)
    )


def records_about(repository: Snapshot, applicant: str) -> tuple[Record, ...]:
    """The applications and contributions of a person or body, and what belongs to one of them alone, by path."""
    own = {each.id for each in applications_of(repository, applicant)}
    own |= {each.id for each in contributions_of(repository, applicant)}
    return tuple(
        entry.record
        for entry in repository
        if entry.record is not None
        and (entry.record.id in own or getattr(entry.record, "application", None) in own)
    )


def passages_about(repository: Snapshot, applicant: str) -> Iterator[tuple[str, int, str]]:
    """Path, line and field of every free text that may describe a person or body.

    That is in its own records, and in pieces of other records that name one of its applications or contributions.
    """
    own = {each.id for each in applications_of(repository, applicant)}
    own |= {each.id for each in contributions_of(repository, applicant)}
    whole = {id(each) for each in records_about(repository, applicant)}
    for entry in repository:
        record = entry.record
        if record is None or (
            id(record) not in whole and not any(name.encode() in entry.source for name in own)
        ):
            continue
        for field, _words in texts_inside(record, frozenset() if id(record) in whole else frozenset(own)):
            line = repository.span(Place(entry.path, field)).line
            yield entry.path, line, spelled(field)


def texts_inside(value: Any, about: frozenset[str] = frozenset()) -> Iterator[tuple[Field, str]]:
    """Every free text inside a record with its field; with `about`, only in pieces that name one of these ids."""
    yield from _texts(value, (), about, inside=not about)


def _texts(value: Any, field: Field, about: frozenset[str], *, inside: bool) -> Iterator[tuple[Field, str]]:
    if not isinstance(value, msgspec.Struct):
        return
    within = inside or (field != () and _names(value, about))
    for each in declared(type(value)):
        found = getattr(value, each.name)
        here = (*field, each.key)
        if isinstance(found, str):
            if within and is_free_text(each.type) and each.key not in PLAIN_KEYS:
                yield here, found
        elif isinstance(found, msgspec.Struct):
            yield from _texts(found, here, about, inside=within)
        elif isinstance(found, tuple):
            for position, item in enumerate(found):
                if isinstance(item, str):
                    if within and is_free_text(_inner(each.type)):
                        yield (*here, position), item
                else:
                    yield from _texts(item, (*here, position), about, inside=within)


def _names(piece: msgspec.Struct, ids: frozenset[str]) -> bool:
    """Whether a piece of a record names one of these, in a field of its own."""
    for each in declared(type(piece)):
        found = getattr(piece, each.name)
        if isinstance(found, str) and found in ids:
            return True
        if isinstance(found, tuple) and any(isinstance(item, str) and item in ids for item in found):
            return True
    return False


def is_free_text(annotation: Any) -> bool:
    """Whether a field of this type holds words that a person wrote, and not an id or a value of a form."""
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        inner = [each for each in typing.get_args(annotation) if each is not type(None)]
        return len(inner) == 1 and is_free_text(inner[0])
    if typing.get_origin(annotation) is Annotated:
        has_form = any(
            isinstance(meta, msgspec.Meta) and meta.pattern is not None for meta in annotation.__metadata__
        )
        return not refs_to(annotation) and not has_form and is_free_text(typing.get_args(annotation)[0])
    return annotation is str


def _inner(annotation: Any) -> Any:
    arguments = typing.get_args(annotation)
    return arguments[0] if arguments else annotation
