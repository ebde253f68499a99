"""The text of a call (Ausschreibung): who may apply, for what, how much there is, until when, and how it is decided."""

import datetime
from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.tagged import tag
from kic.core.text import text
from kic.documents.money_flow_charts import APPLICANTS
from kic.documents.naming import called
from kic.documents.stated import stated
from kic.domain.calls import Call, MoneySource
from kic.domain.concept.structure import Theme
from kic.domain.settings import Settings
from kic.errors import UsageError


def context(repository: Snapshot, today: datetime.date, id: str) -> dict[str, Any]:  # noqa: A002
    """Plain data of the announcement of a call; what is not known says so."""
    call = repository.get(Call, id)
    if call is None:
        raise UsageError("There is no call {id}.", id=id)
    settings = repository.only(Settings)
    owner = settings.municipality if settings else None
    terms = call.terms
    themes = [theme for each in call.themes if (theme := repository.get(Theme, each)) is not None]
    tagged: dict[str, Any] = tag(
        {
            "page": {
                "title": call.title,
                "owner": owner.name if owner else "",
                "office": (owner.office if owner else None) or "",
                "subject": text("Call {id}", id=call.id),
                "invented": call.invented,
            },
            "today": today,
            "invented": call.invented,
            "office": owner.office if owner else None,
            "website": owner.website if owner else None,
            "email": settings.letterhead.email if settings and settings.letterhead else None,
            "committee": settings.committee.name if settings and settings.committee else None,
            "call": {
                "id": call.id,
                "title": call.title,
                "year": str(call.year),
                "opens": call.opens,
                "closes": stated(call, "closes"),
                "amount": call.money.amount,
                "remainder": call.money.source is MoneySource.REMAINDER,
                "remainder_of": called(repository, call.money.remainder_of)
                if call.money.remainder_of
                else None,
                "reservation": call.money.reservation,
                "reservation_note": call.money.reservation_note,
                "decision": call.decision_expected,
                "spend_by": call.spend_by,
                "settle_by": call.settle_by,
                "announcement": {
                    "date": call.announcement.date,
                    "place": call.announcement.place,
                    "gazette": call.announcement.gazette,
                }
                if call.announcement
                else None,
            },
            "themes": [{"number": each.number, "title": each.title} for each in themes],
            "applicants": [APPLICANTS[each] for each in call.applicants],
            "papers": list(call.papers),
            "terms": {
                "financing": terms.financing,
                "max_rate": terms.max_rate,
                "own_share": terms.own_share,
                "cap": terms.caps.applicant,
                "theme_caps": [
                    {"title": called(repository, each), "amount": amount}
                    for each, amount in terms.caps.themes.items()
                ],
                "theme_floors": [
                    {"title": called(repository, each), "amount": amount}
                    for each, amount in terms.floors.themes.items()
                ],
                "threshold": terms.threshold,
                "rule": terms.rule,
            },
            "criteria": [
                {"title": each.title, "question": each.question, "weight": each.weight}
                for each in terms.criteria
            ],
            "guideline": terms.guideline.title if terms.guideline else None,
            "reports": [{"report": each.report, "due": each.due} for each in call.reports],
            "charts": {},
        }
    )
    return tagged
