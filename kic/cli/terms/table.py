"""The terms of a call in a table, with the option that changes each."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kic.cli.looking import heading
from kic.cli.session import Session
from kic.cli.terms.options import OPTIONS
from kic.core.text import text
from kic.documents.naming import title_of
from kic.domain.calls import Call, Caps, Criterion, Floors, Guideline, Tier
from kic.domain.concept.structure import Theme
from kic.present.tables import Column, table

if TYPE_CHECKING:
    from kic.allocation.problem import Scale


def show_terms(session: Session, call: Call, written: Collection[str], output: str) -> int:
    """Every term, also those of which the file says nothing (what it says is `written`); then the criteria."""
    if output == "json":
        session.json("call terms", {"id": call.id, "terms": call.terms, "written": list(written)})
        return 0
    language, say, terms = session.language, session.language.say, call.terms
    frozen = (
        text("Fixed on {date}: they stay as they are.", date=terms.frozen)
        if terms.frozen is not None
        else text(
            "Not fixed yet; kic call freeze {id} fixes them. An empty value, such as --reserve=, takes a term out.",
            id=call.id,
        )
    )
    rows = []
    for key, option in OPTIONS.items():
        lines = "\n".join(_lines(session, key, getattr(terms, key)))
        if key not in written and lines:
            lines = say(text("{value} (as usual)", value=lines))
        rows.append((language.label("field", key), lines or "–", option))
    columns = (Column(say(text("Term"))), Column(say(text("Value"))), Column(say(text("Option")), fixed=True))
    session.out(
        heading(say(text("Terms of the call {id}", id=call.id)))
        + f"{say(frozen)}\n\n"
        + table(columns, rows, limit=session.width)
        + _criteria(session, terms.criteria)
    )
    session.next_step(f"kic call freeze {call.id}" if terms.frozen is None else f"kic show {call.id}")
    return 0


def _criteria(session: Session, criteria: Iterable[Criterion]) -> str:
    language = session.language
    rows = [(each.id, language.word(each.weight), each.title, each.question or "–") for each in criteria]
    if not rows:
        return ""
    columns = (
        Column("ID", fixed=True),
        Column(language.label("field", "weight"), right=True),
        Column(language.label("field", "title")),
        Column(language.label("field", "question")),
    )
    return "\n" + table(columns, rows, limit=session.width)


def _lines(session: Session, key: str, value: Any) -> Iterable[str]:
    """A term in words, a line for each of its entries; none where it says nothing."""
    if value is None:
        return ()
    return _SEVERAL[key](session, value) if key in _SEVERAL else (session.language.word(value),)


def _limits(session: Session, limits: Caps | Floors) -> Iterator[str]:
    word = session.language.word
    if isinstance(limits, Caps) and limits.applicant is not None:
        yield f"{session.language.label('field', 'applicant')}: {word(limits.applicant)}"
    for id_, amount in limits.themes.items():
        title = title_of(session.repository.snapshot.get(Theme, id_))
        yield f"{id_} {title}: {word(amount)}" if title else f"{id_}: {word(amount)}"


def _scale(session: Session, scale: "Scale") -> Iterator[str]:
    sentence = text("{min} to {max} in steps of {step}", min=scale.min, max=scale.max, step=scale.step)
    yield session.language.say(sentence)


def _tiers(session: Session, tiers: Iterable[Tier]) -> Iterator[str]:
    for each in tiers:
        yield session.language.say(text("from {score} points on: {rate}", score=each.score, rate=each.rate))


def _weights(session: Session, criteria: Collection[Criterion]) -> Iterator[str]:
    if criteria:
        yield session.language.say(text("{n}, below", n=len(criteria)))


def _guideline(_session: Session, guideline: Guideline) -> Iterator[str]:
    yield guideline.title
    if guideline.file is not None:
        yield guideline.file


_SEVERAL: dict[str, Callable[[Session, Any], Iterable[str]]] = {
    "caps": _limits,
    "floors": _limits,
    "scale": _scale,
    "criteria": _weights,
    "tiers": _tiers,
    "guideline": _guideline,
}
"""Terms that have more than one value."""
