"""What must hold of aid under Regulation (EU) 2023/2831: entered in the central register, in time."""

import datetime
from collections.abc import Iterator

from kic.core.diagnostic import Severity
from kic.core.rule import Finding, Rule, dated_rule, found
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.domain.applications import Application, DeMinimis
from kic.domain.notices import Notice, NoticeKind
from kic.domain.notices.standing import issued_on, set_aside_on
from kic.domain.periods.defaults import REGISTER_SINCE, procedure
from kic.domain.periods.delivery import register_until
from kic.domain.settings import Settings


def gives_aid(repository: Snapshot, notice: Notice) -> bool:
    """Whether a notice gives de-minimis aid: an award, or more than before, to who was found an undertaking."""
    more = notice.notice is NoticeKind.AWARD or (
        notice.notice is NoticeKind.AMENDMENT
        and notice.amount is not None
        and notice.before is not None
        and notice.amount > notice.before
    )
    application = repository.get(Application, notice.application) if more else None
    return application is not None and application.de_minimis is DeMinimis.AID


def register_day(repository: Snapshot, notice: Notice) -> datetime.date | None:
    """The last day for entering the aid of an issued notice; None where nothing has to be entered.

    Aid of before 2026 is not entered: the register began on 1 January 2026.
    """
    issued = issued_on(notice)
    if issued is None or issued < REGISTER_SINCE or set_aside_on(notice) is not None:
        return None
    if not gives_aid(repository, notice):
        return None
    return register_until(issued, repository.only(Settings))


@dated_rule("KIC823", "register-overdue", Severity.WARNING)
def register_overdue(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """De-minimis aid is entered in the central register within 20 working days after the award.

    Why: Other authorities look there how much an undertaking has received in three years. What is not entered
    lets it receive more than the 300,000 EUR that the Regulation allows, and it has to pay that back.

    Fix: Enter the aid in the register, and record day and number here: kic notice register.

    Source: Article 6, Regulation (EU) 2023/2831: 20 working days, since 01.01.2026 (`register_working_days`).
    """
    for notice in repository.all(Notice):
        if notice.register is not None:
            continue
        due = register_day(repository, notice)
        if due is None or due >= today:
            continue
        yield found(
            notice,
            "notice",
            text(
                "the aid was to be entered in the central register by {due} ({source})",
                due=due,
                source=procedure(repository.only(Settings)).register_working_days.cited,
            ),
            help=text("enter it there, and record the day: kic notice register {id}", id=notice.id),
        )


@dated_rule("KIC824", "register-entry-unsound")
def register_entry_unsound(repository: Snapshot, today: datetime.date) -> Iterator[Finding]:
    """Only aid that was granted stands in the register of de-minimis aid, from the day of its notice on.

    Why: An entry takes room from the undertaking's 300,000 EUR in three years. One for what is no aid, or was not
    granted yet, takes it wrongly.

    Fix: Correct the day, or take the entry out; whether it is aid is examined first: kic application examine.

    Source: Articles 3 and 6, Regulation (EU) 2023/2831.
    """
    for notice in repository.all(Notice):
        entered = notice.register
        if entered is None:
            continue
        issued = issued_on(notice)
        if not gives_aid(repository, notice):
            yield found(
                notice,
                "register",
                text("entered as aid, but this notice gives no aid under Regulation (EU) 2023/2831"),
                help=text(
                    "take the entry out, or record what was examined: "
                    "kic application examine {application} --de-minimis aid",
                    application=notice.application,
                ),
            )
        elif issued is None or entered.date < issued:
            yield found(
                notice,
                ("register", "date"),
                text("entered on {day}, before the notice was issued", day=entered.date),
                help=text("the aid is granted with the notice: correct the day, or issue it first"),
            )
        elif entered.date > today:
            yield found(
                notice,
                ("register", "date"),
                text("entered on {day}, which is still to come", day=entered.date),
                help=text("enter the day on which it was done"),
            )


RULES: tuple[Rule, ...] = (register_overdue, register_entry_unsound)
