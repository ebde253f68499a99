"""Papers (Vorlagen) for the council and its committees: what is proposed, why, what it costs, and who deliberates.

A paper goes through bodies in their order (Beratungsfolge); each notes, advises or decides, and the result may differ
from the proposal. Elements as in German council information systems (number, public or not, Beratungsfolge, proposal,
reasons, financial effects, annexes).
"""

import datetime
import enum
from typing import ClassVar

from kic.core.record import Group, ref
from kic.core.values import Count, Money
from kic.domain.knowledge import Documented
from kic.domain.meetings import Result


class Purpose(enum.Enum):
    """What a body does with a paper: Vorberatung, Entscheidung, Kenntnisnahme, Anhörung."""

    ADVISES = "advises"
    DECIDES = "decides"
    NOTES = "notes"
    IS_HEARD = "is_heard"


class Deliberation(Group, frozen=True, kw_only=True):
    """One station of a paper: which body, when, for what, and with which result.

    `meeting` is the sitting, where the body is the committee of this repository; another body has its name and day.
    """

    body: str
    purpose: Purpose
    meeting: ref("meeting") | None = None
    date: datetime.date | None = None
    result: Result | None = None
    note: str | None = None


class FinancialEffects(Group, frozen=True, kw_only=True):
    """What a paper costs: the amount and where it is in the budget; `none` says that it costs nothing."""

    none: bool = False
    amount: Money | None = None
    year: Count | None = None
    product: str | None = None
    note: str | None = None


class Annex(Group, frozen=True, kw_only=True):
    """An annex: its title, and the document of kic that it is (`allocation-paper`) with what it is about."""

    title: str
    document: str | None = None
    about: ref("*") | None = None


class Paper(Documented, frozen=True, kw_only=True, tag="paper"):
    """A paper. `number` is the one of the council's office, `about` are the records it deals with."""

    layouts: ClassVar = ("concept/papers/{id}.yaml",)
    expected: ClassVar = ("number",)

    number: str | None = None
    title: str
    date: datetime.date
    public: bool = True
    office: str | None = None
    about: tuple[ref("call", "application", "edition", "recommendation", "theme", "resolution"), ...] = ()
    deliberations: tuple[Deliberation, ...]
    proposal: str
    reasons: str
    financial_effects: FinancialEffects | None = None
    annexes: tuple[Annex, ...] = ()
    note: str | None = None
