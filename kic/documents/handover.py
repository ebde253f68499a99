"""The handover brief: what a successor has to know on the first day, from the records alone."""

import datetime
from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.tagged import tag
from kic.core.text import text
from kic.documents.due_chart import timeline
from kic.documents.naming import called
from kic.documents.overview import overview
from kic.domain.accounts.calls import call_accounts
from kic.domain.agenda.everything import agenda, within
from kic.domain.applications import Application
from kic.domain.calls import Call, CallState
from kic.domain.committee import Seat
from kic.domain.notices import Objection
from kic.domain.notices.standing import pending
from kic.domain.settings import Settings

AHEAD = 180
"""Days for which the brief looks ahead: half a year."""


def context(repository: Snapshot, today: datetime.date) -> dict[str, Any]:
    """Plain data: where the concept stands, running calls, open grants, what is due, objections, the committee."""
    settings = repository.only(Settings)
    owner = settings.municipality if settings else None
    seen = overview(repository, today)
    accounts = call_accounts(repository)
    running = [
        call
        for call in repository.all(Call)
        if call.state is not CallState.SETTLED or (call.id in accounts and accounts[call.id].open)
    ]
    seats = repository.all(Seat)
    dues = within(agenda(repository, today), today, AHEAD)
    tagged: dict[str, Any] = tag(
        {
            "page": {
                "title": text("Handover brief as of {date}", date=today),
                "owner": owner.name if owner else "",
                "office": (owner.office if owner else None) or "",
                "subject": text("Handover"),
                "invented": seen.invented,
            },
            "today": today,
            "invented": seen.invented,
            "edition": seen.edition,
            "themes": [
                {
                    "title": each.title if each.title is not None else text("Theme not known"),
                    "total": each.total,
                    "statuses": [
                        {"status": status, "count": count} for status, count in each.statuses.items() if count
                    ],
                    "unknown": each.unknown,
                }
                for each in seen.themes
            ],
            "last_report": settings.reporting.last_report if settings else None,
            "next_report": settings.reporting.next_report if settings else None,
            "calls": [
                {
                    "id": call.id,
                    "title": call.title,
                    "state": call.state,
                    "closes": call.closes,
                    "budget": accounts[call.id].budget.amount if call.id in accounts else None,
                    "amount": accounts[call.id].amount.amount if call.id in accounts else None,
                    "awarded": accounts[call.id].granted.amount if call.id in accounts else None,
                    "held": accounts[call.id].held.amount if call.id in accounts else None,
                    "still_to_pay": accounts[call.id].still_to_pay.amount if call.id in accounts else None,
                }
                for call in running
            ],
            "grants": [
                {
                    "id": grant.application,
                    "title": called(repository, grant.application),
                    "points": list(grant.open_points),
                }
                for account in accounts.values()
                for grant in account.open
            ],
            "objections": [
                {
                    "id": each.id,
                    "title": called(repository, each.application),
                    "received": each.received,
                    "claim": each.claim,
                }
                for each in repository.all(Objection)
                if pending(repository, each, today)
            ],
            "due": [
                {"date": each.date, "what": each.what, "overdue": each.overdue, "id": each.record}
                for each in dues
            ],
            "owing": [
                {"title": each.title or each.id, "last": each.last, "responsible": list(each.responsible)}
                for each in seen.owing
            ],
            "committee": settings.committee.name if settings and settings.committee else None,
            "seats": len(seats),
            "filled": sum(seat.term_on(today) is not None for seat in seats),
            "applications": len(repository.all(Application)),
            "roles": [{"title": each.title, "duties": list(each.duties)} for each in settings.roles]
            if settings
            else [],
            "charts": {"deadlines": timeline(dues, today, AHEAD)} if dues else {},
        }
    )
    return tagged
