"""The consultation report: how a draft came about, who proposed what, and what became of each proposal.

It is made to be published: private persons are "private person", organisations are named only where they agreed, and
small groups of participants are not counted apart (the settings know no other rule; 360Giving and DOMAIN 5.1).
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.tagged import tag
from kic.core.text import text
from kic.documents.naming import called, known_title
from kic.domain.concept.edition import Edition
from kic.domain.concept.edition_rules import current_edition
from kic.domain.participation import AnswerKind, Consultation, Contribution, ContributorKind
from kic.domain.participation.contributors import public_name
from kic.domain.revisions import Amendment
from kic.domain.revisions.elements import Element, elements
from kic.domain.settings import Settings
from kic.errors import UsageError

SMALL = 5
"""Groups of fewer are not counted apart in what is published (small-number suppression, as in public statistics)."""


def usual_edition(repository: Snapshot) -> str | None:
    """The edition that a report is about unless another is named: the only draft, else the one in force."""
    drafts = [each.id for each in repository.all(Edition) if each.is_draft]
    if len(drafts) == 1:
        return drafts[0]
    current = current_edition(repository)
    return current.id if current is not None else None


def context(
    repository: Snapshot,
    today: datetime.date,
    edition_id: str,
    *,
    since: datetime.date | None = None,
    as_of: datetime.date | None = None,
) -> dict[str, Any]:
    """Plain data: the events, contributions by theme and element with their answers, and counts of both.

    With `since`, only events that ended and contributions that came in on that day or later. What came after the
    edition was adopted belongs to a later revision: it stands in a report of its own, and here only its number is
    told, unless there is nothing else. Raises UsageError where there is no such edition.
    """
    edition = repository.get(Edition, edition_id)
    if edition is None:
        raise UsageError("There is no edition {id}.", id=edition_id)
    settings = repository.only(Settings)
    owner = settings.municipality if settings else None
    day = as_of or today
    events = sorted(
        (
            each
            for each in repository.all(Consultation)
            if each.edition == edition.id and (since is None or (each.until or each.date).latest >= since)
        ),
        key=lambda each: (each.date.earliest, each.id),
    )
    made = sorted(
        (
            each
            for each in repository.all(Contribution)
            if each.edition == edition.id and (since is None or each.received >= since)
        ),
        key=lambda each: (each.received, each.id),
    )
    events, made, later = _one_revision(edition, events, made)
    whole = elements(repository)
    kinds = [kind for kind in AnswerKind if _count(made, kind)]
    themes = _themes(repository, whole, made)
    by_kind = _by_kind(made)
    tagged: dict[str, Any] = tag(
        {
            "page": {
                "title": text("Consultation report: {title}", title=edition.title),
                "owner": owner.name if owner else "",
                "office": (owner.office if owner else None) or "",
                "subject": edition.title,
                "invented": edition.invented,
            },
            "today": today,
            "as_of": day,
            "since": since,
            "invented": edition.invented,
            "edition": {
                "title": edition.title,
                "drafted": edition.drafted,
                "adopted": edition.adopted,
                "is_draft": edition.is_draft,
            },
            "later": later,
            "events": [_event(repository, each, made, day) for each in events],
            "participants": _participants(events, day),
            "total": len(made),
            "answered": sum(bool(each.answers) for each in made),
            "sources": [
                {"title": each.title, "date": each.date, "reference": each.reference}
                for each in dict.fromkeys(source for event in events for source in event.sources)
            ],
            "on_their_own": sum(each.consultation is None for each in made),
            "answers": [{"answer": kind, "count": _count(made, kind)} for kind in kinds],
            "open": sum(not each.answers for each in made),
            "small": SMALL,
            "themes": themes,
            "charts": {
                **(
                    {
                        "kinds": _chart(
                            text("Contributions by who made them, and their answers"),
                            text("Who"),
                            by_kind,
                            day,
                        )
                    }
                    if by_kind
                    else {}
                ),
                **(
                    {
                        "themes": _chart(
                            text("Contributions by theme, and their answers"), text("Theme"), themes, day
                        )
                    }
                    if len(themes) > 1
                    else {}
                ),
            },
        }
    )
    return tagged


def _one_revision(
    edition: Edition, events: list[Consultation], made: list[Contribution]
) -> tuple[list[Consultation], list[Contribution], dict[str, Any]]:
    """What led to the adoption of the edition, or else what came after it; and how much came after it is left out."""
    if edition.adopted is None:
        return events, made, {"whole": False, "events": 0, "contributions": 0}
    adopted = edition.adopted.latest
    after = {each.id for each in events if each.date.earliest > adopted}
    after |= {
        each.id
        for each in made
        if (each.consultation in after if each.consultation is not None else each.received > adopted)
    }
    if all(each.id in after for each in (*events, *made)):
        return events, made, {"whole": bool(after), "events": 0, "contributions": 0}
    told = {
        "whole": False,
        "events": sum(each.id in after for each in events),
        "contributions": sum(each.id in after for each in made),
    }
    return (
        [each for each in events if each.id not in after],
        [each for each in made if each.id not in after],
        told,
    )


# -- the process ---------------------------------------------------------------------------------------


def _event(
    repository: Snapshot, each: Consultation, made: Sequence[Contribution], day: datetime.date
) -> dict[str, Any]:
    number = each.participants
    return {
        "id": each.id,
        "title": each.title,
        "form": each.form,
        "date": each.date,
        "until": each.until,
        "to_come": each.date.earliest > day,
        "place": each.place,
        "organiser": called(repository, each.organiser) if each.organiser is not None else None,
        "description": each.description,
        "participants": None if number is None or 0 < number < SMALL else number,
        "few": number is not None and 0 < number < SMALL,
        "approximate": (gap := each.gap("participants")) is not None
        and number is not None
        and gap.state.value,
        "contributions": sum(one.consultation == each.id for one in made),
        "doubts": [
            gap.note
            for gap in each.gaps
            if gap.note and gap.field in ("date", "until", "participants", "place")
        ],
    }


def _participants(events: Iterable[Consultation], day: datetime.date) -> dict[str, Any]:
    """The sum of those that are counted, without small groups: from a full sum they could be reckoned back."""
    held = [each for each in events if each.date.earliest <= day]
    counted = [each.participants for each in held if each.participants is not None]
    shown = [number for number in counted if number == 0 or number >= SMALL]
    return {
        "sum": sum(shown),
        "events": len(held),
        "counted": len(shown),
        "few": len(counted) - len(shown),
        "unknown": len(held) - len(counted),
        "approximate": any(each.participants is not None and each.tells("participants") for each in held),
    }


# -- counts --------------------------------------------------------------------------------------------


def _count(made: Iterable[Contribution], kind: AnswerKind | None) -> int:
    return sum((each.answer.answer if each.answer is not None else None) is kind for each in made)


def _row(label: Any, made: Sequence[Contribution]) -> dict[str, Any]:
    return {
        "label": label,
        "counts": {kind.value: _count(made, kind) for kind in AnswerKind},
        "without": _count(made, None),
        "total": len(made),
    }


def _by_kind(made: Sequence[Contribution]) -> list[dict[str, Any]]:
    """Contributions by who speaks and by answer; kinds with few contributions stand in one row."""
    numbers = Counter(each.contributor.contributor for each in made)
    few = {kind for kind, number in numbers.items() if number < SMALL}
    if len(few) == 1 and len(numbers) > 1:  # alone in its row it could be told what it is
        few.add(min((number, kind.value, kind) for kind, number in numbers.items() if kind not in few)[2])
    rows = [
        _row(kind, [each for each in made if each.contributor.contributor is kind])
        for kind in ContributorKind
        if numbers[kind] and kind not in few
    ]
    rest = [each for each in made if each.contributor.contributor in few]
    if rest:
        together = tuple(kind for kind in ContributorKind if kind in few)
        rows.append(
            _row(text("{kinds} together", kinds=together) if len(together) > 1 else together[0], rest)
        )
    return rows


def _chart(title: Any, lead: Any, rows: Sequence[dict[str, Any]], day: datetime.date) -> dict[str, Any]:
    return {
        "form": "answers",
        "title": title,
        "lead": lead,
        "description": text("Number of contributions by what became of them."),
        "as_of": day,
        "source": text("records of the city"),
        "rows": [{key: row[key] for key in ("label", "counts", "without")} for row in rows],
    }


# -- contributions by theme and element ----------------------------------------------------------------


def _themes(
    repository: Snapshot, whole: dict[str, Element], made: Sequence[Contribution]
) -> list[dict[str, Any]]:
    """Themes in the order of the concept, the whole concept first; in each, element after element."""
    number = {each.id: n for n, each in enumerate(made, 1)}
    by_element: dict[str | None, list[Contribution]] = {}
    for each in made:
        element = whole.get(each.element) if each.element is not None else None
        key = element.id if element is not None and element.kind != "edition" else None
        by_element.setdefault(key, []).append(each)
    order: Callable[[str | None], int] = lambda id_: -1 if id_ is None else whole[id_].order  # noqa: E731
    by_theme: dict[str | None, list[str | None]] = {}
    for id_ in sorted(by_element, key=order):
        by_theme.setdefault(_theme_of(whole, id_), []).append(id_)
    shown = []
    for theme in sorted(by_theme, key=order):
        inside = by_theme[theme]
        row = _row(_label(whole, theme), [each for id_ in inside for each in by_element[id_]])
        row["elements"] = [
            {
                "label": _label(whole, id_) if id_ != theme else None,
                "kind": whole[id_].kind if id_ is not None else None,
                "contributions": [_told(repository, each, number[each.id]) for each in by_element[id_]],
            }
            for id_ in inside
        ]
        shown.append(row)
    return shown


def _theme_of(whole: dict[str, Element], id_: str | None) -> str | None:
    element = whole[id_] if id_ is not None else None
    if element is None or element.kind == "theme":
        return id_
    return element.parent if element.parent in whole else None


def _label(whole: dict[str, Element], id_: str | None) -> Any:
    if id_ is None:
        return text("On the whole concept")
    element = whole[id_]
    title = element.title or id_
    if element.number is None:
        return title
    return text("{number} {title}", number=element.number, title=title)


def _told(repository: Snapshot, each: Contribution, number: int) -> dict[str, Any]:
    answer = each.answer
    amendment = repository.get(Amendment, answer.carried_by) if answer is not None else None
    carried = known_title(repository, answer.carried_by) if answer is not None and answer.carried_by else None
    return {
        "number": number,
        "kind": each.contributor.contributor,
        "private": each.contributor.contributor is ContributorKind.PERSON,
        "name": public_name(repository, each),
        "received": each.received,
        "event": known_title(repository, each.consultation) if each.consultation is not None else None,
        "place": each.place,
        "proposal": each.proposal,
        "wording": each.wording,
        "reason": each.reason,
        "answer": answer.answer if answer is not None else None,
        "answered": answer.date if answer is not None else None,
        "by": called(repository, answer.answered_by) if answer is not None and answer.answered_by else None,
        "why": answer.reason if answer is not None else None,
        "carried_by": carried,
        "carried_on": amendment.date if amendment is not None else None,
    }
