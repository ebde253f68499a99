"""A paper (Beschlussvorlage) for the council or the committee, as it is handed in."""

import datetime
from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.tagged import tag
from kic.core.text import text
from kic.documents.naming import called
from kic.domain.papers import Paper
from kic.domain.papers.rules import day_of
from kic.domain.settings import Settings
from kic.errors import UsageError


def context(repository: Snapshot, today: datetime.date, id: str) -> dict[str, Any]:  # noqa: A002
    """Plain data of a paper: number, way through the bodies, proposal, reasons, money, annexes."""
    paper = repository.get(Paper, id)
    if paper is None:
        raise UsageError("There is no paper {id}.", id=id)
    settings = repository.only(Settings)
    owner = settings.municipality if settings else None
    effects = paper.financial_effects
    tagged: dict[str, Any] = tag(
        {
            "page": {
                "title": paper.title,
                "owner": owner.name if owner else "",
                "office": paper.office or (owner.office if owner else None) or "",
                "subject": text("Paper {number}", number=paper.number or paper.id),
                "invented": paper.invented,
            },
            "today": today,
            "invented": paper.invented,
            "paper": {
                "number": paper.number,
                "date": paper.date,
                "public": paper.public,
                "office": paper.office or (owner.office if owner else None),
                "proposal": paper.proposal,
                "reasons": paper.reasons,
            },
            "about": [called(repository, each) for each in paper.about],
            "deliberations": [
                {
                    "body": each.body,
                    "purpose": each.purpose,
                    "date": day_of(repository, each),
                    "result": each.result,
                    "note": each.note,
                }
                for each in paper.deliberations
            ],
            "effects": {
                "none": effects.none,
                "amount": effects.amount,
                "year": str(effects.year) if effects.year is not None else None,
                "product": effects.product,
                "note": effects.note,
            }
            if effects is not None
            else None,
            "annexes": [each.title for each in paper.annexes],
            "charts": {},
        }
    )
    return tagged
