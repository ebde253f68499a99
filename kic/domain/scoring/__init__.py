"""Scoring: the marks of each seat, one file per seat and call.

An abstention or exclusion is no mark and never counts as 0 (docs/allocation.md, section 1). The ground of an
exclusion is not stored.
"""

import datetime
from typing import ClassVar

from kic.allocation.problem import Marks
from kic.core.record import ref
from kic.domain.committee import Filling
from kic.domain.knowledge import Documented


class ScoreSheet(Documented, frozen=True, kw_only=True, tag="scores"):
    """The marks of one seat for the applications of one call; `filling` says who of the seat gave them."""

    layouts: ClassVar = ("applications/{call}/scores/{seat}.yaml",)

    call: ref("call")
    seat: ref("seat")
    received: datetime.date
    filling: Filling = Filling.MEMBER
    marks: dict[ref("application"), Marks]
