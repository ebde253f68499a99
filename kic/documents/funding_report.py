"""The annual funding report: the year's money, its calls, what was funded and what became of it.

Every figure is the account's own (`kic.domain.accounts`), so that it agrees with the ledger to the cent. The report is
the office's: `public_funding_report` tells what is public, with the same words for the same sums.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from kic.core.snapshot import Snapshot
from kic.core.tagged import tag
from kic.core.text import Text, text
from kic.core.values import Money, total
from kic.documents.money_flow_charts import budgets, flow
from kic.documents.naming import called
from kic.domain.accounts.calls import CallAccount
from kic.domain.accounts.grants import Grant
from kic.domain.accounts.years import YearAccount, year_accounts
from kic.domain.applications import Application
from kic.domain.calls import Call
from kic.domain.concept.structure import Body
from kic.domain.publishing.grants import PublicGrant, public_grants
from kic.domain.settings import Settings
from kic.errors import UsageError


def years(repository: Snapshot) -> tuple[str, ...]:
    """The years that a report can be about."""
    return tuple(str(year) for year in year_accounts(repository))


def context(
    repository: Snapshot, today: datetime.date, year: str, as_of: datetime.date | None
) -> dict[str, Any]:
    """Plain data of the report on a year, at the end of `as_of` (else with every entry)."""
    accounts = year_accounts(repository, as_of)
    if not year.isdecimal() or int(year) not in accounts:
        raise UsageError(
            "There is no budget and no call of the year {year}.",
            help="There are {years}.",
            year=year,
            years=tuple(str(each) for each in accounts),
        )
    account = accounts[int(year)]
    public = public_grants(repository, as_of or datetime.date.max)
    settings = repository.only(Settings)
    owner = settings.municipality if settings else None
    calls = [_call(repository, each) for each in account.calls]
    projects = [
        _project(repository, grant, public.get(grant.application))
        for each in account.calls
        for grant in each.grants
        if grant.awarded.cents > 0 or grant.paid.cents > 0
    ]
    records = [repository.get(Call, each.call) for each in account.calls]
    invented = any(each.invented for each in (settings, *records) if each is not None)
    tagged: dict[str, Any] = tag(
        {
            "page": {
                "title": text("Funding report {year}", year=year),
                "owner": owner.name if owner else "",
                "office": (owner.office if owner else None) or "",
                "subject": year,
                "invented": invented,
            },
            "today": today,
            "as_of": as_of or today,
            "invented": invented,
            "year": year,
            "closed": account.closed,
            "sums": _sums(account) | {"noticed": _noticed(account, public)},
            "calls": calls,
            "projects": projects,
            "open": [
                {"title": called(repository, grant.application), "points": _points(grant)}
                for grant in account.open
            ],
            "charts": _charts(repository, account, as_of or today, projects=bool(projects)),
        }
    )
    return tagged


def _sums(account: YearAccount) -> dict[str, Any]:
    return {
        "budget": account.budget.amount if account.budget is not None else None,
        "called": account.called.amount,
        "uncalled": account.uncalled.amount if account.budget is not None else None,
        "reserve": account.reserve.amount,
        "unallocated": account.unallocated.amount,
        "awarded": account.granted.amount,
        "not_awarded": account.not_awarded.amount,
        "unknown": account.unknown.amount,
        "cuts": account.cuts.amount,
        "held": account.awarded.amount,
        "untraced": account.untraced.amount,
        "net": account.net.amount,
        "paid": account.paid.amount,
        "returned": account.returned.amount,
        "still_to_pay": account.still_to_pay.amount,
        "excess": account.excess.amount,
        "interest": account.interest.amount,
        "released": account.released.amount,
        "carried_over": account.carried_over.amount,
        "lapsing": account.lapsing.amount,
    }


def _noticed(account: YearAccount, public: Mapping[str, PublicGrant]) -> Money | None:
    """What the public funding report tells as awarded: the awards of which the notice has gone out.

    Of a call none of whose notices has gone out both tell what was decided. None where the reports do not differ.
    """
    told = total(
        total(found) if (found := _told(each, public)) else each.granted.amount for each in account.calls
    )
    return told if told != total(each.granted.amount for each in account.calls) else None


def _told(account: CallAccount, public: Mapping[str, PublicGrant]) -> list[Money]:
    return [public[each.application].awarded for each in account.grants if each.application in public]


def _points(grant: Grant) -> list[Text]:
    """Why an account is open; a final sum that was examined and has no notice yet is told among it."""
    examined = (
        [text("the examination came to {amount}", amount=grant.final.amount)]
        if grant.final is not None and not grant.settled
        else []
    )
    return [*grant.open_points, *examined]


def _call(repository: Snapshot, account: CallAccount) -> dict[str, Any]:
    call = repository.get(Call, account.call)
    counted = [each for each in account.grants if each.awarded.cents > 0]
    return {
        "id": account.call,
        "title": call.title if call is not None else account.call,
        "state": account.state,
        "recorded": account.recorded,
        "applications": len(account.grants),
        "requested": account.requested.amount,
        "funded": len(counted),
        "budget": account.budget.amount,
        "awarded": account.granted.amount,
        "cuts": account.cuts.amount,
        "held": account.held.amount,
        "paid": account.paid.amount,
        "returned": account.returned.amount,
        "still_to_pay": account.still_to_pay.amount,
        "traced": not account.untraced and not account.unknown,
        "free": account.free.amount,
    }


def _project(repository: Snapshot, grant: Grant, public: PublicGrant | None) -> dict[str, Any]:
    """One project; its final sum is that of the settlement notice, as the public report has it."""
    application = repository.get(Application, grant.application)
    body = (
        repository.get(Body, application.applicant.body)
        if application is not None and application.applicant.body
        else None
    )
    return {
        "id": grant.application,
        "title": application.title if application is not None else grant.application,
        "applicant": body.name if body is not None else text("private person"),
        "awarded": grant.awarded.amount,
        "paid": (grant.paid - grant.returned).amount,
        "final": public.final if public is not None else None,
        "settled": grant.settled,
    }


def _themes(repository: Snapshot, account: YearAccount) -> list[dict[str, Any]]:
    """By theme: number of projects and awards; a project with several themes counts in full in each."""
    found: dict[str, list[Grant]] = {}
    for call in account.calls:
        for grant in call.grants:
            application = repository.get(Application, grant.application)
            if application is not None:
                for theme in application.themes:
                    found.setdefault(theme, []).append(grant)
    return [
        {"label": called(repository, theme), **_counted(grants)} for theme, grants in sorted(found.items())
    ]


def _counted(grants: Sequence[Grant]) -> dict[str, Any]:
    return {
        "number": len(grants),
        "funded": sum(each.awarded.cents > 0 for each in grants),
        "requested": total(each.requested.amount for each in grants),
        "award": total(each.awarded.amount for each in grants),
    }


def _charts(
    repository: Snapshot, account: YearAccount, day: datetime.date, *, projects: bool
) -> dict[str, Any]:
    """None of what there is nothing to show."""
    charts: dict[str, Any] = {}
    if account.calls:
        charts["budget"] = budgets(repository, account.calls, day)
    if projects:
        charts["themes"] = _chart(repository, account, day)
    if (flowing := flow(repository, account.calls, day)) is not None:
        charts["flow"] = flowing
    return charts


def _chart(repository: Snapshot, account: YearAccount, day: datetime.date) -> dict[str, Any]:
    return {
        "as_of": day,
        "source": text("records of the city"),
        "form": "themes",
        "title": text("Requested and awarded by theme"),
        "description": text(
            "For each theme the requested sum as a frame and the awards within it. A project with several themes "
            "counts in full in each of them."
        ),
        "given": text("Award"),
        "folded": False,
        "whole": _counted([grant for call in account.calls for grant in call.grants]),
        "rows": _themes(repository, account),
    }
