"""Notices (Bescheide) and objections: what the administration issues on the committee's decisions.

The committee's vote is the Förderentscheidung, the notice is the administrative act: issued and signed by the
administration, posted, delivered, final when the period for remedies has passed (DOMAIN, sections 2.3, 3.4). A
notice that was issued is never rewritten. What happens to it are steps, and what changes it is another notice.
"""

import datetime
import enum
from typing import ClassVar

from kic.core.ids import LocalId
from kic.core.record import Group, Part, ref
from kic.core.values import Count, Money, Share
from kic.domain.applications import Period
from kic.domain.calls import Financing, ReportDue, ReportKind
from kic.domain.knowledge import Documented


class NoticeKind(enum.Enum):
    """What a notice does: Zuwendungs-, Ablehnungs-, Änderungs-, Widerrufs-, Schluss- and Erstattungsbescheid."""

    AWARD = "award"
    REFUSAL = "refusal"
    AMENDMENT = "amendment"
    REVOCATION = "revocation"
    SETTLEMENT = "settlement"
    CLAWBACK = "clawback"


class ConditionKind(enum.Enum):
    """A prerequisite stops a payment until it is met; an obligation binds without stopping one."""

    PREREQUISITE = "prerequisite"
    OBLIGATION = "obligation"


class Condition(Part, frozen=True, kw_only=True):
    """A condition of an award, with the evidence that shows it met.

    `due` is the day until which it has to be met. A prerequisite blocks the instalments it names in `blocks`; if it
    names none, every payout.
    """

    part_kind: ClassVar = "condition"
    local: ClassVar = True

    condition: ConditionKind
    text: str
    due: datetime.date | None = None
    evidence: str | None = None
    blocks: tuple[Count, ...] = ()


class Instalment(Group, frozen=True, kw_only=True):
    """A part of the award that is paid at one time, not before a day; together they are the award."""

    number: Count
    amount: Money
    not_before: datetime.date | None = None
    note: str | None = None


class Instruction(enum.Enum):
    """The instruction on remedies (Rechtsbehelfsbelehrung): a missing or wrong one makes the period a year."""

    GIVEN = "given"
    MISSING = "missing"
    WRONG = "wrong"


class Remedies(Group, frozen=True, kw_only=True):
    """The instruction on remedies that the notice carries, and the version of the snippet it was taken from."""

    instruction: Instruction = Instruction.GIVEN
    version: str | None = None


class NoticeEvent(enum.Enum):
    """What happens to a notice. Before it is issued it is a draft, and may be heard about (§ 28 VwVfG)."""

    HEARING_SENT = "hearing_sent"
    HEARING_ANSWERED = "hearing_answered"
    ISSUED = "issued"
    POSTED = "posted"
    DELIVERED = "delivered"
    RETURNED = "returned"
    REMEDIES_WAIVED = "remedies_waived"
    SET_ASIDE = "set_aside"


class Channel(enum.Enum):
    """How a notice leaves the house. Only a plain letter and an electronic one have the fiction of § 41(2) VwVfG."""

    LETTER = "letter"
    REGISTERED = "registered"
    FORMAL_SERVICE = "formal_service"
    HANDED_OVER = "handed_over"
    ELECTRONIC = "electronic"


class NoticeStep(Group, frozen=True, kw_only=True):
    """One step of a notice.

    `role` is who issued (signed) it. `channel` belongs to posting. `due` is until when the hearing can be answered.
    A `delivered` step is a proved day of arrival; without one, delivery is computed from posting.
    """

    date: datetime.date
    event: NoticeEvent
    role: ref("role") | None = None
    channel: Channel | None = None
    due: datetime.date | None = None
    note: str | None = None


class ConditionEvent(enum.Enum):
    """What becomes of a condition."""

    MET = "met"
    EXTENDED = "extended"
    WAIVED = "waived"


class ConditionStep(Group, frozen=True, kw_only=True):
    """One step of a condition: met with its evidence, given more time (`due`), or waived with a reason."""

    date: datetime.date
    condition: LocalId
    event: ConditionEvent
    role: ref("role") | None = None
    due: datetime.date | None = None
    evidence: str | None = None
    reason: str | None = None


class ReportEvent(enum.Enum):
    """What the office does about a report that is to come."""

    REMINDED = "reminded"
    EXTENDED = "extended"


class ReportStep(Group, frozen=True, kw_only=True):
    """A reminder, or more time for a report: the new day is `due`."""

    date: datetime.date
    report: ReportKind
    event: ReportEvent
    due: datetime.date | None = None
    reason: str | None = None


class Interest(Group, frozen=True, kw_only=True):
    """Interest on what is reclaimed (§ 49a(3) VwVfG): from this day on, up to a day, or waived with a reason."""

    since: datetime.date
    until: datetime.date | None = None
    waived: str | None = None


class RegisterEntry(Group, frozen=True, kw_only=True):
    """The day on which an aid was entered in the central register of de-minimis aid, and its number there.

    The granting body enters each aid since 2026-01-01 (Article 6, Regulation (EU) 2023/2831; DOMAIN, section 3.4).
    """

    date: datetime.date
    number: str | None = None
    note: str | None = None


class Forgone(Group, frozen=True, kw_only=True):
    """The decision not to claim a small sum back (Kleinbetragsregelung): by which role, how much and why.

    It is allowed up to `procedure.small_claim` of the settings, which has no default.
    """

    date: datetime.date
    role: ref("role")
    amount: Money
    reason: str


class Notice(Documented, frozen=True, kw_only=True, tag="notice"):
    """One notice on one application; without an `issued` step it is a draft.

    `amount` is the award that stands after it, as a maximum (award, amendment, revocation: 0 for all of it,
    settlement: the final sum); for a clawback what has to be paid back; a refusal has none. `before` is what stood
    until then, for all that change a notice. `known` is the day on which all facts for a revocation or clawback
    were known: the year of § 48(4), § 49(3) VwVfG begins (when exactly is not settled, DOMAIN 3.4 [M]).
    `requested` is the grantee's request that an amendment answers. `file` is the file reference (Aktenzeichen).
    `register` says that the aid was entered in the central register, `forgone` that what has to come back by this
    notice is not claimed; both are added after it was issued.
    """

    layouts: ClassVar = ("applications/{call}/notices/{id}.yaml",)
    log_fields: ClassVar = ("steps", "condition_steps", "report_steps")

    call: ref("call")
    application: ref("application")
    notice: NoticeKind
    decision: ref("decision") | None = None
    changes: ref("notice") | None = None
    examination: ref("examination") | None = None
    file: str | None = None
    before: Money | None = None
    amount: Money | None = None
    financing: Financing | None = None
    rate: Share | None = None
    period: Period | None = None
    instalments: tuple[Instalment, ...] = ()
    conditions: tuple[Condition, ...] = ()
    reports: tuple[ReportDue, ...] = ()
    remedies: Remedies = Remedies()
    register: RegisterEntry | None = None
    requested: datetime.date | None = None
    known: datetime.date | None = None
    interest: Interest | None = None
    forgone: Forgone | None = None
    reason: str | None = None
    steps: tuple[NoticeStep, ...] = ()
    condition_steps: tuple[ConditionStep, ...] = ()
    report_steps: tuple[ReportStep, ...] = ()
    note: str | None = None

    def step(self, event: NoticeEvent) -> NoticeStep | None:
        """The last step of this kind."""
        for each in reversed(self.steps):
            if each.event is event:
                return each
        return None

    def has(self, event: NoticeEvent) -> bool:
        """Whether there is a step of this kind."""
        return any(each.event is event for each in self.steps)


CHANGING = frozenset(
    {NoticeKind.AMENDMENT, NoticeKind.REVOCATION, NoticeKind.SETTLEMENT, NoticeKind.CLAWBACK}
)
"""Notices that change an earlier one."""
ADVERSE = frozenset({NoticeKind.REVOCATION, NoticeKind.CLAWBACK})
"""Notices before which the recipient is heard (§ 28 VwVfG)."""


class ObjectionEvent(enum.Enum):
    """The way of an objection (Widerspruch).

    The office remedies it (Abhilfe) in full or in part, or hands it with the file to the Stadtrechtsausschuss, which
    decides after an oral hearing; then a lawsuit is possible (DOMAIN, section 3.4).
    """

    REMEDIED = "remedied"
    PARTLY_REMEDIED = "partly_remedied"
    HANDED_OVER = "handed_over"
    HEARD = "heard"
    DECIDED = "decided"
    SUED = "sued"
    JUDGED = "judged"
    WITHDRAWN = "withdrawn"


class ObjectionOutcome(enum.Enum):
    """How the Stadtrechtsausschuss or a court decided."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    REJECTED = "rejected"
    INADMISSIBLE = "inadmissible"


class ObjectionStep(Group, frozen=True, kw_only=True):
    """One step of an objection. `delivered` is when a decision reached the one who objected.

    A `judged` step bears the day on which the judgement became final: until then the notice is contested.
    """

    date: datetime.date
    event: ObjectionEvent
    outcome: ObjectionOutcome | None = None
    delivered: datetime.date | None = None
    note: str | None = None


class Objection(Documented, frozen=True, kw_only=True, tag="objection"):
    """An objection against a notice. `claim` is the money that it may need, kept in sight until it is settled.

    `restored`: a late objection was heard all the same (restitution, § 60 VwGO [M]); the note says why.
    """

    layouts: ClassVar = ("applications/{call}/notices/{id}.yaml",)
    log_fields: ClassVar = ("steps",)

    call: ref("call")
    application: ref("application")
    against: ref("notice")
    received: datetime.date
    claim: Money | None = None
    restored: bool = False
    steps: tuple[ObjectionStep, ...] = ()
    note: str | None = None
