"""The data of the timeline of deadlines."""

import datetime
from collections.abc import Iterable
from typing import Any

from kic.core.text import text
from kic.domain.agenda import Due


def timeline(dues: Iterable[Due], today: datetime.date, days: int) -> dict[str, Any]:
    """What is overdue, what waits, and what comes in so many days, as a picture of lanes."""
    return {
        "form": "timeline",
        "folded": True,
        "title": text("Deadlines"),
        "description": text(
            "A lane for each kind of deadline. On the left how many are overdue and how many wait, then a mark "
            "for each day on which something is due."
        ),
        "today": today,
        "days": days,
        "as_of": today,
        "source": text("records of the city"),
        "rows": [
            {
                "date": each.date,
                "state": each.state,
                "kind": each.kind,
                "what": each.what,
                "record": each.record,
            }
            for each in dues
        ],
    }
