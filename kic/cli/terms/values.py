"""What the options of a call's terms are given, read into what is to stand in the file."""

import enum
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kic.allocation.problem import (
    Aggregate,
    AllocationRule,
    Completion,
    Objective,
    OnNoFit,
    PartialAward,
    UnmetFloor,
    Utility,
)
from kic.cli.options import amount_of, words_of
from kic.cli.session import Session
from kic.cli.terms.options import OPTIONS, Several
from kic.domain.calls import Financing
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.core.plan import Plain
    from kic.core.values import Number, Share


class Given(NamedTuple):
    """What was typed for terms of several entries, and for the guideline."""

    cap: Several = None
    floor: Several = None
    tier: Several = None
    criterion: Several = None
    criterion_title: Several = None
    criterion_question: Several = None
    guideline_title: str | None = None
    guideline: str | None = None


def terms_of(
    session: Session, held: Mapping[str, "Plain"], single: Mapping[str, str | None], given: Given
) -> "dict[str, Plain]":
    """The terms that the options change, as they are to stand in the file, where `held` stands now.

    None is for a term that is taken out; raises UsageError, which names the option.
    """
    changed: dict[str, Any] = {
        key: _single(session, key, spelling) for key, spelling in single.items() if spelling is not None
    }
    if given.cap is not None:
        changed["caps"] = _caps(session, held.get("caps") or {}, given.cap)
    if given.floor is not None:
        floors = (held.get("floors") or {}).get("themes") or {}
        changed["floors"] = {"themes": _amounts(session, floors, given.floor, "--floor")}
    if given.tier is not None:
        changed["tiers"] = _tiers(held.get("tiers") or [], given.tier)
    if any(each is not None for each in (given.criterion, given.criterion_title, given.criterion_question)):
        changed["criteria"] = _criteria(held.get("criteria") or [], given)
    if given.guideline is not None or given.guideline_title is not None:
        changed["guideline"] = _guideline(session, held.get("guideline") or {}, given)
    return {key: changed[key] for key in OPTIONS if key in changed}  # in the order of the record


_ENUMS: dict[str, type[enum.Enum]] = {
    "financing": Financing,
    "unmet_floor": UnmetFloor,
    "aggregate": Aggregate,
    "rule": AllocationRule,
    "on_no_fit": OnNoFit,
    "partial": PartialAward,
    "utility": Utility,
    "completion": Completion,
    "objective": Objective,
}


def _single(session: Session, key: str, spelling: str) -> "Plain":
    """One term from its option; None for an empty value."""
    from kic.cli.asking import one_of  # noqa: PLC0415
    from kic.cli.groups.meetings import whole  # noqa: PLC0415

    option = OPTIONS[key]
    if not spelling.strip():
        return None
    if key in _ENUMS:
        return one_of(session, spelling, _ENUMS[key], option)
    readers: dict[str, Callable[[str, str], Any]] = {
        "max_rate": share_of,
        "own_share": share_of,
        "reserve": amount_of,
        "grid": amount_of,
        "threshold": number_of,
        "scale": _scale,
        "trim": whole,
        "min_marks": whole,
        "lot": words_of,
    }
    return readers[key](spelling, option)


def share_of(spelling: str, option: str) -> "Share":
    """`80%` or `12,5 %`; raises UsageError."""
    from kic.core.spelling import share  # noqa: PLC0415
    from kic.core.values import Misread  # noqa: PLC0415

    try:
        return share(spelling)
    except Misread:
        raise UsageError(
            "{option} needs a share from 0% to 100% such as 75% or 12,5 %, not {spelling}.",
            option=option,
            spelling=spelling,
        ) from None


def number_of(spelling: str, option: str) -> "Number":
    """`60` or `7,5`; raises UsageError."""
    from kic.core.spelling import Ambiguous, number  # noqa: PLC0415
    from kic.core.values import Misread  # noqa: PLC0415

    try:
        return number(spelling)
    except Misread as misread:
        raise UsageError(
            "{option} needs a number such as 60 or 7,5, not {spelling}.",
            help="The reason: {reason}." if isinstance(misread, Ambiguous) else "",
            option=option,
            spelling=spelling,
            reason=misread.text,
        ) from None


def _scale(spelling: str, option: str) -> "Plain":
    ends = spelling.split(":")
    if len(ends) != 3:  # noqa: PLR2004
        raise UsageError(
            "{option} needs the lowest mark, the highest and the step such as 0:100:5, not {spelling}.",
            option=option,
            spelling=spelling,
        )
    return {key: number_of(each, option) for key, each in zip(("min", "max", "step"), ends, strict=True)}


def _entry(spelling: str, option: str, example: str) -> tuple[str, str]:
    """Both sides of `KEY=VALUE`; the right one may be empty."""
    key, equals, value = spelling.partition("=")
    if not equals or not key.strip():
        raise UsageError(
            "{option} needs a pair such as {example}, not {spelling}.",
            option=option,
            example=example,
            spelling=spelling,
        )
    return key.strip(), value.strip()


def _caps(session: Session, held: Mapping[str, Any], given: Sequence[str]) -> dict[str, Any]:
    from kic.core.near import near  # noqa: PLC0415

    caps, themes = dict(held), []
    for spelling in given:
        if not spelling.strip():
            caps, themes = {}, [""]
            continue
        key, value = _entry(spelling, "--cap", "t3=18.000,00")
        if key.casefold() in ("applicant", session.language.label("field", "applicant").casefold()):
            caps["applicant"] = amount_of(value, "--cap") if value else None
        elif near(key.casefold(), ("applicant",)):
            raise UsageError(
                "There is no theme {id}.", help="Did you mean {names}?", id=key, names=("applicant",)
            )
        else:
            themes.append(spelling)
    if themes:
        caps["themes"] = _amounts(session, caps.get("themes") or {}, themes, "--cap")
    return caps


def _amounts(session: Session, held: Mapping[str, Any], given: Sequence[str], option: str) -> dict[str, Any]:
    """Amounts of themes; one that was there keeps its place."""
    from kic.domain.concept.structure import Theme  # noqa: PLC0415

    amounts = dict(held)
    for spelling in given:
        if not spelling.strip():
            amounts = {}
            continue
        key, value = _entry(spelling, option, "t3=18.000,00")
        theme = key if key in amounts else session.repository.find(Theme, key).id
        if value:
            amounts[theme] = amount_of(value, option)
        else:
            amounts.pop(theme, None)
    return amounts


def _tiers(held: Sequence[Mapping[str, Any]], given: Sequence[str]) -> list[dict[str, Any]]:
    """Tiers from the highest score to the lowest."""
    tiers = {each["score"]: each["rate"] for each in held}
    for spelling in given:
        if not spelling.strip():
            tiers = {}
            continue
        key, value = _entry(spelling, "--tier", "60=70%")
        score = number_of(key, "--tier")
        if value:
            tiers[score] = share_of(value, "--tier")
        else:
            tiers.pop(score, None)
    return [
        {"score": score, "rate": tiers[score]} for score in sorted(tiers, key=lambda each: -each.billionths)
    ]


def _criteria(held: Sequence[Mapping[str, Any]], given: Given) -> list[dict[str, Any]]:
    """Criteria in the order in which they were entered: weights first, then titles and questions."""
    criteria = {each["id"]: dict(each) for each in held}
    titled = {
        _entry(each, "--criterion-title", "wirkung=Wirkung")[0].lower()
        for each in given.criterion_title or ()
    }
    for spelling in given.criterion or ():
        if not spelling.strip():
            criteria = {}
            continue
        key, value = _entry(spelling, "--criterion", "wirkung=40")
        if not value:
            criteria.pop(_known(key, criteria))
            continue
        id_ = key.lower() if key.lower() in titled else _known(key, criteria)
        criteria.setdefault(id_, _begun(id_))["weight"] = number_of(value, "--criterion")
    for spelling in given.criterion_title or ():
        key, value = _entry(spelling, "--criterion-title", "wirkung=Wirkung")
        criteria[_known(key, criteria)]["title"] = words_of(value, "--criterion-title")
    for spelling in given.criterion_question or ():
        key, value = _entry(spelling, "--criterion-question", "wirkung=Was ändert sich?")
        criteria[_known(key, criteria)]["question"] = value or None
    return [_without_none(each) for each in criteria.values()]


def _begun(id: str) -> dict[str, Any]:  # noqa: A002
    """A new criterion, with its keys in the order of the file."""
    from kic.core.ids import is_id  # noqa: PLC0415

    if not is_id(id):
        raise UsageError("{option}: {id} is no id.", option="--criterion", id=id)
    return {"id": id, "title": None, "question": None, "weight": None}


def _without_none(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def _known(key: str, criteria: Mapping[str, Any]) -> str:
    """The id of a criterion that is there; raises UsageError with the near ones."""
    from kic.core.near import near  # noqa: PLC0415

    if (id_ := key.lower()) in criteria:
        return id_
    close = near(id_, criteria)
    raise UsageError(
        "There is no criterion {id} in this call.",
        help="Did you mean {names}?" if close else "A new one needs its weight and its title: {example}",
        id=key,
        names=close,
        example=f"--criterion {id_}=40 --criterion-title '{id_}=...'",
    )


def _guideline(session: Session, held: Mapping[str, Any], given: Given) -> "Plain":
    """The guideline; another file has another digest, which `kic call freeze` enters."""
    guideline = dict(held)
    title, file = given.guideline_title, given.guideline
    if title is not None and not title.strip() and not (file or "").strip():
        return None
    if title is not None:
        guideline["title"] = title.strip() or None
    if file is not None:
        path = session.repository.relative(file) if file.strip() else None
        if path != guideline.get("file"):
            guideline.pop("digest", None)
        guideline["file"] = path
    return guideline
