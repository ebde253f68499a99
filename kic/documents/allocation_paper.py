"""The allocation paper of a call: what the committee needs to decide, and how the proposal came about.

It shows a finished proposal (docs/allocation.md, section 5) with the call's terms: the ranked list with the line,
the proposed awards, the waiting list, who takes no part and why, ties that only the committee can settle,
and sums that add up. kic proposes, the committee decides.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kic.allocation.amounts import ReducedBy
from kic.allocation.engine import allocate
from kic.allocation.explain import explain
from kic.allocation.outcome import Cause, Outcome
from kic.allocation.problem import BY_RANKING, AllocationRule, Silence
from kic.allocation.proposal import WarningCode, as_data
from kic.core.near import near
from kic.core.snapshot import Snapshot
from kic.core.tagged import tag
from kic.core.text import Text, text
from kic.core.values import Money, Number, total
from kic.documents.allocation_charts import MOST_RANGES, charts_of
from kic.documents.naming import called, with_theme
from kic.documents.stated import stated
from kic.domain.applications import Application
from kic.domain.calls import Call, Terms
from kic.domain.concept.structure import Body
from kic.domain.decisions.of_call import applications_of, decisions_of, sheets_of
from kic.domain.decisions.posing import problem_shown
from kic.domain.meetings import Meeting
from kic.domain.scoring.bias import counted
from kic.domain.scoring.visibility import refuse_sealed
from kic.domain.settings import Settings
from kic.errors import Refused, UsageError

FUNDED = (Outcome.FUNDED, Outcome.PARTIAL)


def of_call(repository: Snapshot, today: datetime.date, id: str) -> dict[str, Any]:  # noqa: A002
    """The paper's data for the call with this id, with a proposal computed now from the call's terms.

    Raises UsageError for a call that is not there, Refused for one that cannot be allocated.
    """
    call = repository.get(Call, id)
    if call is None:
        close = near(id, [each.id for each in repository.all(Call)])
        raise UsageError(
            "There is no call {id}.", help="Did you mean {names}?" if close else "", id=id, names=close
        )
    refuse_sealed(repository, call)
    problem = problem_shown(repository, call)
    if not applications_of(repository, call):
        raise Refused("No application of the call {id} is recorded.", id=id)
    proposal = allocate(problem)
    sentences = {
        each: tuple(with_theme(repository, sentence) for sentence in explain(proposal, each))
        for each in proposal.standings
    }
    return context(repository, today, call, as_data(proposal), sentences)


def context(
    repository: Snapshot,
    today: datetime.date,
    call: Call,
    proposal: Mapping[str, Any],
    explanations: Mapping[str, Sequence[Text]] | None = None,
) -> dict[str, Any]:
    """Plain data of the paper for a call, from the proposal's `data` (amounts as `1234.50`).

    `explanations` are the sentences for each application by id. Sums that do not add up are a fault of
    the proposal, not of the records: an AssertionError.
    """
    settings = repository.only(Settings)
    sums = {name: _money(proposal[name]) for name in ("budget", "awarded", "reserve", "fixed", "unallocated")}
    rest = sums["awarded"] + sums["reserve"] + sums["fixed"] + sums["unallocated"]
    assert rest == sums["budget"], (rest, sums["budget"])
    records = {each.id: each for each in applications_of(repository, call)}
    said = explanations or {}
    excluded = _excluded(repository, call)
    judged = {
        each: _judged(repository, each, records.get(each), data, said.get(each, ()))
        | {"excluded": excluded[each]}
        for each, data in proposal["applications"].items()
    }
    formal = {
        each.id: _formal(repository, each)
        for each in records.values()
        if each.ineligible and each.id not in judged
    }
    ranking = [judged[each] for each in proposal["ranking"]]
    by_ranking = AllocationRule(_rule(proposal["rule"])["code"]) in BY_RANKING
    line = max((place for place, each in enumerate(ranking, 1) if each["funded"]), default=0)
    if not by_ranking:
        line = 0  # who is funded does not go by rank: there is no line
    known: list[Any] = [record for record in (settings, call, *records.values()) if record is not None]
    invented = any(record.invented for record in known)
    owner = settings.municipality if settings else None
    tagged: dict[str, Any] = tag(
        {
            "page": {
                "title": text("Allocation paper: {call}", call=call.title),
                "owner": owner.name if owner else "",
                "office": (owner.office if owner else None) or "",
                "subject": call.title,
                "invented": invented,
            },
            "municipality": owner.name if owner else None,
            "office": owner.office if owner else None,
            "committee": settings.committee.name if settings and settings.committee else None,
            "mandate": settings.committee.mandate if settings and settings.committee else None,
            "recommends_to": settings.committee.recommends_to if settings and settings.committee else None,
            "today": today,
            "state": repository.label,
            "invented": invented,
            "call": _call(repository, call),
            "terms": _terms(repository, call.terms),
            "frozen": call.terms.frozen,
            "criteria": [
                {"title": c.title, "question": c.question, "weight": c.weight} for c in call.terms.criteria
            ],
            "guideline": call.terms.guideline.title if call.terms.guideline else None,
            "rule": _rule(proposal["rule"]),
            "sums": sums,
            "requested": total(each["requested"] for each in (*judged.values(), *formal.values())),
            "number": len(judged) + len(formal),
            "missing": [
                _named(each) for each in records.values() if each.id not in judged and each.id not in formal
            ],
            "ranking": ranking,
            "line": line,
            "decided": _decided(repository, call),
            "awards": [judged[each] for each in proposal["order"] if judged[each]["funded"]],
            "waiting": [judged[each] for each in proposal["waiting_list"]],
            "ineligible": [
                *(each for each in judged.values() if each["outcome"] is Outcome.INELIGIBLE),
                *formal.values(),
            ],
            "ties": [_tie(tie, judged) for tie in proposal["ties"]],
            "warnings": [
                {"code": WarningCode(w["code"]), "names": [called(repository, each) for each in w["ids"]]}
                for w in proposal["warnings"]
            ],
            "ranges_left_out": MOST_RANGES if len(ranking) > MOST_RANGES else 0,
            "ranges_unknown": bool(ranking) and all(each["ranges"] is None for each in ranking),
            "charts": charts_of(
                ranking,
                asked=[*judged.values(), *formal.values()],
                themes=[called(repository, theme) for theme in call.themes],
                line=line,
                highest=call.terms.scale.max if call.terms.scale else None,
                budget=sums["budget"],
                as_of=today,
            ),
        }
    )
    return tagged


def _money(amount: Any) -> Money:
    return amount if isinstance(amount, Money) else Money.parse(str(amount))


def _optional(amount: Any) -> Money | None:
    return None if amount is None else _money(amount)


def _rule(rule: Any) -> dict[str, Any]:
    return {"code": str(getattr(rule, "value", rule))}


def _call(repository: Snapshot, call: Call) -> dict[str, Any]:
    return {
        "id": call.id,
        "title": call.title,
        "year": call.year,
        "number": call.number,
        "state": call.state,
        "closes": stated(call, "closes"),
        "amount": call.money.amount,
        "source": call.money.source,
        "remainder_of": call.money.remainder_of,
        "reservation": call.money.reservation,
        "reservation_note": call.money.reservation_note,
        "themes": [called(repository, theme) for theme in call.themes],
        "spend_by": call.spend_by,
        "settle_by": call.settle_by,
    }


def _terms(repository: Snapshot, terms: Terms) -> list[dict[str, Any]]:
    """What was fixed before the marks were seen: a field or a name of its own, and the value."""
    fields = (
        "financing", "max_rate", "own_share", "reserve", "grid", "threshold", "aggregate", "min_marks",
        "on_no_fit", "partial", "unmet_floor", "lot",
    )  # fmt: skip
    told: list[dict[str, Any]] = [
        {"field": field, "name": None, "value": value}
        for field in fields
        if (value := getattr(terms, field)) is not None
    ]
    scale = terms.scale
    if scale:
        span = text("{min} to {max} in steps of {step}", min=scale.min, max=scale.max, step=scale.step)
        told.append({"field": "scale", "name": None, "value": span})
    if terms.caps.applicant is not None:
        told.append(_limit(text("Most for one applicant"), terms.caps.applicant))
    for theme, most in terms.caps.themes.items():
        told.append(_limit(text("Most for the theme {theme}", theme=called(repository, theme)), most))
    for theme, least in terms.floors.themes.items():
        told.append(_limit(text("Least for the theme {theme}", theme=called(repository, theme)), least))
    return told


def _limit(name: Text, value: Money) -> dict[str, Any]:
    return {"field": None, "name": name, "value": value}


def _applicant(repository: Snapshot, record: Application) -> str | Text:
    """The organisation's public name; a private person stays a pseudonym."""
    applicant = record.applicant
    if applicant.body is not None:
        body = repository.get(Body, applicant.body)
        return body.name if body else applicant.body
    return text("Private person {person}", person=applicant.person or "")


def _named(record: Application) -> dict[str, Any]:
    return {"id": record.id, "number": record.number, "title": record.title}


def _excluded(repository: Snapshot, call: Call) -> Counter[str]:
    """How many seats are excluded from each application (§ 22 GemO); their marks are not among those that count."""
    return Counter(
        application
        for sheet in sheets_of(repository, call)
        for application, marks in counted(repository, sheet, call).items()
        if marks.value is Silence.EXCLUDED
    )


def _judged(
    repository: Snapshot,
    id: str,  # noqa: A002
    record: Application | None,
    data: Mapping[str, Any],
    said: Iterable[Text],
) -> dict[str, Any]:
    score = data.get("score")
    award = _optional(data.get("award")) or Money(0)
    outcome = Outcome(data["outcome"])
    cause = data.get("cause")
    return {
        "id": id,
        "title": record.title if record else id,
        "applicant": _applicant(repository, record) if record else None,
        "summary": record.summary if record else None,
        "themes": [called(repository, theme) for theme in record.themes] if record else [],
        "rank": data.get("rank"),
        "score": Number.parse(score["decimal"]) if score else None,
        "marks": data.get("marks", 0),
        "abstentions": data.get("abstentions", 0),
        "excluded": 0,
        "requested": _money(data["requested"]),
        "admissible": _optional(data.get("admissible")),
        "reductions": [
            {"by": ReducedBy(r["by"]), "from": _money(r["from"]), "to": _money(r["to"])}
            for r in data.get("reductions", ())
        ],
        "award": award,
        "outcome": outcome,
        "funded": outcome in FUNDED,
        "causes": [Cause(cause)] if cause else [],
        "short_by": _optional(data.get("short_by")),
        "explanation": list(said),
        "ranges": [[_money(start), _optional(end)] for start, end in data["funded_budgets"]]
        if "funded_budgets" in data
        else None,
    }


def _formal(repository: Snapshot, record: Application) -> dict[str, Any]:
    """An application that the office has excluded for a formal reason; it never came to the allocation."""
    excluded = {"outcome": Outcome.INELIGIBLE.value, "requested": record.requested}
    return _judged(repository, record.id, record, excluded, ()) | {"causes": list(record.ineligible)}


def _decided(repository: Snapshot, call: Call) -> list[dict[str, Any]]:
    """What was decided beside what was proposed, and what stands today, in the order of the decisions."""
    told: list[dict[str, Any]] = []
    for decision in decisions_of(repository, call):
        held = repository.get(Meeting, decision.meeting)
        proposed = {each.application: each.amount for each in decision.proposal}
        standing = decision.standing
        lines = []
        for award in decision.awards:
            record = repository.get(Application, award.application)
            item = held.item(award.item) if held is not None else None
            lines.append(
                {
                    "title": record.title if record else award.application,
                    "number": item.number if item is not None else None,
                    "proposed": proposed.get(award.application, Money(0)),
                    "award": award.amount,
                    "standing": standing[award.application],
                    "deviation": award.deviation,
                }
            )
        told.append(
            {
                "date": decision.date,
                "meeting": called(repository, decision.meeting),
                "lines": lines,
                "changed": bool(decision.entries),
                "sums": {
                    "proposed": total(each["proposed"] for each in lines),
                    "award": total(each["award"] for each in lines),
                    "standing": total(each["standing"] for each in lines),
                },
            }
        )
    return told


def _short(judged: Mapping[str, dict[str, Any]], id: str) -> dict[str, Any]:  # noqa: A002
    each = judged.get(id)
    return {"id": id, "title": each["title"] if each else id}


def _tie(tie: Mapping[str, Any], judged: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    variants = tie.get("variants", ())
    return {
        "applications": [_short(judged, each) for each in tie["ids"]],
        "variants": [_variant(variant, judged) for variant in variants],
        "differs": bool(variants),
    }


def _variant(variant: Mapping[str, Any], judged: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [_short(judged, each) | {"award": _money(amount)} for each, amount in variant.items()]
