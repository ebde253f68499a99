"""The letters that kic writes, by name; the template of a letter is `NAME.md.j2`."""

from kic.core.text import text
from kic.documents.letters import Letter, intake, money, notices
from kic.domain.notices import NoticeKind

_ALL = (
    Letter(
        name="acknowledgement",
        title=text("Acknowledgement of an application"),
        about="application",
        build=intake.acknowledgement,
        of_call=intake.applications,
    ),
    Letter(
        name="papers-request",
        title=text("Request for missing papers"),
        about="application",
        build=intake.papers_request,
        of_call=intake.asked,
    ),
    Letter(
        name="waiting-list-notice",
        title=text("Letter about the waiting list"),
        about="application",
        build=intake.waiting_list,
        of_call=intake.waiting,
    ),
    Letter(
        name="award-notice",
        title=text("Award notice"),
        about="notice",
        build=notices.award,
        of_call=notices.of_kind(NoticeKind.AWARD),
    ),
    Letter(
        name="refusal-notice",
        title=text("Notice of refusal"),
        about="notice",
        build=notices.refusal,
        of_call=notices.of_kind(NoticeKind.REFUSAL),
    ),
    Letter(
        name="payment-notice",
        title=text("Notice of payment"),
        about="payment",
        build=money.payment_notice,
        of_call=money.payouts,
    ),
    Letter(
        name="reminder",
        title=text("Reminder of a report"),
        about="application",
        build=money.reminder,
        of_call=money.reporting,
    ),
    Letter(
        name="hearing",
        title=text("Hearing before a revocation or clawback"),
        about="notice",
        build=notices.hearing,
        of_call=notices.hearings_of,
    ),
    Letter(
        name="settlement-notice",
        title=text("Final notice"),
        about="notice",
        build=notices.settlement,
        of_call=notices.of_kind(NoticeKind.SETTLEMENT),
    ),
    Letter(
        name="clawback-notice",
        title=text("Notice of reimbursement"),
        about="notice",
        build=notices.clawback,
        of_call=notices.of_kind(NoticeKind.CLAWBACK),
    ),
)

LETTERS: dict[str, Letter] = {letter.name: letter for letter in _ALL}
"""In the order of a grant's life."""
