"""What can happen in a consultation process: proposals, without judgement. The rules say what may be."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from kic.core.plan import Append, CreateFile, Edit, Plan, RemoveField, SetField
from kic.core.snapshot import Snapshot
from kic.core.text import plural, text
from kic.domain.participation import Answer, AnswerKind, Consultation, Contribution, Contributor

Values = Mapping[str, Any]
"""Fields of a record as they would stand in its file; None and empty ones are left out."""

CONTRIBUTION, CONSULTATION = "s", "bt"
"""How their ids begin: Stellungnahme, Beteiligung."""


def plain_contributor(who: Contributor) -> dict[str, Any]:
    """A contributor as it stands in a file."""
    values = {"contributor": who.contributor, "body": who.body, "name": who.name, "person": who.person}
    return {key: value for key, value in values.items() if value is not None}


def next_contribution(repository: Snapshot, year: int, taken: int = 0) -> str:
    """The next free id of a year, `s-2026-17`: one more than the highest, and the `taken` ones before it."""
    return f"{CONTRIBUTION}-{year}-{repository.highest('contribution', f'{CONTRIBUTION}-{year}-') + taken + 1:02d}"


def next_consultation(repository: Snapshot, year: int) -> str:
    """The next free id of a year, `bt-2026-2`."""
    return f"{CONSULTATION}-{year}-{repository.highest('consultation', f'{CONSULTATION}-{year}-') + 1}"


def hold(id: str, values: Values) -> Plan:  # noqa: A002
    """A new consultation. A number of participants that is not known yet becomes a gap."""
    content = _filled(values)
    if "participants" not in content:
        content["gaps"] = [{"field": "participants", "state": "unknown"}]
    path = f"concept/consultations/{id}.yaml"
    return Plan(
        text("Consultation {id}: {title}", id=id, title=content.get("title")),
        (CreateFile(path, {"kind": "consultation", "id": id, **content}),),
    )


def correct_consultation(repository: Snapshot, consultation: Consultation, values: Values) -> Plan:
    """Fields of a consultation anew; the gap of a field that is now known goes."""
    path = repository.entry(consultation).path
    edits: list[Edit] = [SetField(path, (key,), value) for key, value in values.items() if value is not None]
    known = [n for n, gap in enumerate(consultation.gaps) if values.get(gap.field) is not None]
    if known and len(known) == len(consultation.gaps):
        edits.append(RemoveField(path, ("gaps",)))
    else:
        edits += [RemoveField(path, ("gaps", n)) for n in reversed(known)]
    return Plan(text("Consultation {id}", id=consultation.id), tuple(edits))


def receive(id: str, values: Values) -> Plan:  # noqa: A002
    """A new contribution."""
    return Plan(text("Contribution {id}", id=id), (contribution_file(id, values),))


def contribution_file(id: str, values: Values) -> CreateFile:  # noqa: A002
    """The file of a new contribution."""
    return CreateFile(
        f"concept/contributions/{id}.yaml", {"kind": "contribution", "id": id, **_filled(values)}
    )


def answer(repository: Snapshot, contributions: Iterable[Contribution], given: Answer) -> Plan:
    """The same answer to one contribution or to several."""
    answered = tuple(contributions)
    return Plan(
        plural(
            "Answer to {n} contribution: {answer}",
            "Answer to {n} contributions: {answer}",
            n=len(answered),
            answer=given.answer,
        ),
        tuple(answer_edit(repository, each, given) for each in answered),
    )


def answer_edit(repository: Snapshot, contribution: Contribution, given: Answer) -> Append:
    """One more answer at the end of a contribution's log."""
    return Append(
        repository.entry(contribution).path,
        ("answers",),
        _filled(
            {
                "date": given.date,
                "answer": given.answer,
                "reason": given.reason,
                "answered_by": given.answered_by,
                "carried_by": given.carried_by,
            }
        ),
    )


def carried(contribution: Contribution, by: str, on: datetime.date) -> Answer | None:
    """The answer that says what carries a contribution out; None where that is said already.

    Its kind and reason are those of the last answer, if that took it over in whole or in part; else it is taken over.
    """
    last = contribution.answer
    if last is not None and last.carried_by == by:
        return None
    if last is not None and last.answer in (AnswerKind.TAKEN_OVER, AnswerKind.IN_PART):
        return Answer(
            date=max(on, last.date),
            answer=last.answer,
            reason=last.reason,
            answered_by=last.answered_by,
            carried_by=by,
        )
    return Answer(date=on, answer=AnswerKind.TAKEN_OVER, carried_by=by)


def _filled(values: Values) -> dict[str, Any]:
    return {key: value for key, value in values.items() if not _is_nothing(value)}


def _is_nothing(value: Any) -> bool:
    """Whether a file leaves this out; nobody at all (`participants: 0`) is something."""
    return value is None or value is False or value in ("", [], ())
