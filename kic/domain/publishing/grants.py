"""Which grants are public, and what is said of each.

A grant is public once its award notice has gone out and stands: the committee's vote is not yet the notice (DOMAIN,
section 2.3). An application that was refused, withdrawn or is not decided is never named, nor is its applicant. A grant
to a private person is shown as 360Giving does for individuals (DOMAIN, section 5.1): generic recipient, title and
description, a running id that is not the office's pseudonym, no period, no place and no request.
"""

import datetime
import functools
from collections.abc import Mapping

import msgspec

from kic.core.snapshot import Snapshot
from kic.core.values import Money
from kic.domain.accounts.grants import Grant, books, grants, standing_notices
from kic.domain.applications import Application, Period
from kic.domain.calls import ApplicantKind
from kic.domain.notices import Notice, NoticeEvent, NoticeKind

AWARDING = frozenset({NoticeKind.AWARD, NoticeKind.AMENDMENT})
"""What a settlement, a revocation or a clawback does to a grant shows in what was paid, not in what was awarded."""


class PublicGrant(msgspec.Struct, frozen=True, kw_only=True):
    """A grant as the public sees it; all that is None is not for the public, or not known.

    `recipient` is the body's id; None for a private person. `awarded` is what the last award or amendment notice says,
    `paid` what was booked and has not come back. `final` is what a settlement notice has fixed: without it a grant that
    was not used up would seem to have cost all that was awarded. `decided` is the day of the committee's decision,
    `noticed` the day of the first notice.
    """

    id: str
    call: str
    individual: bool
    recipient: str | None
    title: str | None
    summary: str | None
    period: Period | None
    requested: Money | None
    awarded: Money
    paid: Money
    final: Money | None
    decided: datetime.date
    noticed: datetime.date
    themes: tuple[str, ...]
    recommendations: tuple[str, ...]

    @property
    def running_id(self) -> str:
        """How a private person is called: by the grant, so that two grants of one person cannot be joined."""
        return f"person-{self.id}"


@functools.lru_cache(maxsize=4)
def public_grants(repository: Snapshot, day: datetime.date) -> Mapping[str, PublicGrant]:
    """Every public grant at the end of a day, by application, in path order."""
    accounts = grants(repository, day)
    kept = books(repository)
    found: dict[str, PublicGrant] = {}
    for application in repository.all(Application):
        standing = [each for each in standing_notices(kept, application.id, day) if each.amount is not None]
        notices = [each for each in standing if each.notice in AWARDING]
        settled = [each.amount for each in standing if each.notice is NoticeKind.SETTLEMENT]
        account = accounts[application.id]
        if account.awarded.cents > 0 and any(each.notice is NoticeKind.AWARD for each in notices):
            found[application.id] = _shown(
                repository, application, account, notices, settled[-1] if settled else None, day
            )
    return found


def _shown(
    repository: Snapshot,
    application: Application,
    account: Grant,
    notices: list[Notice],
    final: Money | None,
    day: datetime.date,
) -> PublicGrant:
    issued = notices[0].step(NoticeEvent.ISSUED)
    awarded = notices[-1].amount
    assert issued is not None
    assert awarded is not None
    individual = (
        application.applicant.applicant is ApplicantKind.PRIVATE_PERSON or application.applicant.body is None
    )
    return PublicGrant(
        id=application.id,
        call=application.call,
        individual=individual,
        recipient=None if individual else application.applicant.body,
        title=None if individual else application.title,
        summary=None if individual else application.summary,
        period=None if individual else notices[-1].period or application.period,
        requested=None if individual else application.requested,
        awarded=awarded,
        paid=account.net.amount,
        final=final,
        decided=_decided(repository, application.id, day) or issued.date,
        noticed=issued.date,
        themes=application.themes,
        recommendations=() if individual else application.recommendations,
    )


def _decided(repository: Snapshot, application: str, day: datetime.date) -> datetime.date | None:
    """The day on which the committee first gave it money."""
    days = []
    for decision, awards, entries in books(repository).decisions.get(application, ()):
        days += [decision.date for each in awards if decision.awards[each].amount.cents > 0]
        days += [decision.entries[each].date for each in entries if decision.entries[each].after.cents > 0]
    return min((each for each in days if each <= day), default=None)
