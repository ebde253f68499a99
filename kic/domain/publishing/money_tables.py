"""Calls, grants and the money of the years as public tables.

A public list of grants is voluntary for a municipality (§ 7(4) LTranspG RLP; DOMAIN, section 5.3). What is shown of a
grant decides `grants`; sums of a call count applications and money, never people.
"""

import datetime

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import total
from kic.domain.accounts.grants import grants
from kic.domain.applications import Application
from kic.domain.calls import Call, CallState
from kic.domain.publishing import Column, Sort, Table
from kic.domain.publishing.concept_tables import ID, UNKNOWN, once, rows
from kic.domain.publishing.grants import PublicGrant, public_grants
from kic.domain.settings import Settings

ANNOUNCED = frozenset({CallState.OPEN, CallState.CLOSED, CallState.DECIDED, CallState.SETTLED})
"""A draft of a call is nobody's business yet."""
DECIDED = frozenset({CallState.DECIDED, CallState.SETTLED})


def tables(repository: Snapshot, day: datetime.date) -> tuple[Table, ...]:
    """Budget, calls and grants as they stand at the end of a day."""
    return (
        _budget(repository),
        *_calls(repository, day),
        *_grants(tuple(public_grants(repository, day).values())),
    )


def _budget(repository: Snapshot) -> Table:
    settings = repository.only(Settings)
    return Table(
        name="budget",
        title=text("Budget of the years"),
        why=text("The money that the public budget of the city provides for the calls of a year."),
        columns=(
            Column("year", Sort.WHOLE, needed=True),
            Column("amount", Sort.MONEY, needed=True),
            Column("announced", Sort.DATE),
        ),
        key=("year",),
        rows=tuple(
            (each.year, each.amount, each.announced) for each in (settings.budget if settings else ())
        ),
    )


def _calls(repository: Snapshot, day: datetime.date) -> tuple[Table, ...]:
    calls = tuple(each for each in repository.all(Call) if each.state in ANNOUNCED)
    received: dict[str, list[Application]] = {}
    for application in repository.all(Application):
        received.setdefault(application.call, []).append(application)
    accounts = grants(repository, day)

    def figures(call: Call) -> tuple[object, object, object, object]:
        if call.state not in DECIDED:
            return None, None, None, None
        if call.figures is not None:
            said = call.figures
            return said.applications, said.requested, said.funded, said.committed
        applications = received.get(call.id, [])
        if not applications:
            return None, None, None, None
        awards = [award for each in applications if (award := accounts[each.id].awarded.amount).cents > 0]
        return len(applications), total(each.requested for each in applications), len(awards), total(awards)

    said = {each.id: figures(each) for each in calls}
    columns = (
        ID,
        Column("title", needed=True),
        Column("year", Sort.WHOLE, needed=True),
        Column("number", Sort.WHOLE, needed=True),
        Column("state", Sort.CODE, codes=CallState, needed=True),
        Column("edition", Sort.ID, refers="editions"),
        Column("opens", Sort.DATE),
        Column("closes", Sort.MOMENT),
        Column("amount", Sort.MONEY),
        Column("remainder_of", Sort.ID, refers="calls"),
        Column("decided", Sort.PARTIAL),
        Column("spend_by", Sort.DATE),
        Column("applications", Sort.WHOLE, title=text("Applications")),
        Column("requested", Sort.MONEY),
        Column("funded", Sort.WHOLE),
        Column("committed", Sort.MONEY),
        UNKNOWN,
    )
    return (
        Table(
            name="calls",
            title=text("Calls"),
            why=text(
                "Calls that were announced. How many applied, for how much, and what was given is told once the "
                "call is decided; nothing is told of a single application that got nothing."
            ),
            columns=columns,
            key=("id",),
            rows=rows(
                calls,
                columns,
                amount=lambda each: each.money.amount,
                remainder_of=lambda each: each.money.remainder_of,
                applications=lambda each: said[each.id][0],
                requested=lambda each: said[each.id][1],
                funded=lambda each: said[each.id][2],
                committed=lambda each: said[each.id][3],
            ),
        ),
        Table(
            name="call_themes",
            title=text("Themes of the calls"),
            why=text("The themes that a call names."),
            columns=(
                Column("call", Sort.ID, refers="calls", needed=True),
                Column("theme", Sort.ID, refers="themes", needed=True),
            ),
            key=("call", "theme"),
            rows=once((each.id, theme) for each in calls for theme in each.themes),
        ),
        Table(
            name="call_criteria",
            title=text("Criteria of the calls"),
            why=text(
                "What applications are marked by, as the call says; the marks themselves are never public."
            ),
            columns=(
                Column("call", Sort.ID, refers="calls", needed=True),
                Column("criterion", Sort.ID, title=text("Criterion"), needed=True),
                Column("title", needed=True),
                Column("question"),
                Column("weight", Sort.NUMBER, needed=True),
            ),
            key=("call", "criterion"),
            rows=tuple(
                (each.id, one.id, one.title, one.question, one.weight)
                for each in calls
                for one in each.terms.criteria
            ),
        ),
    )


def _grants(given: tuple[PublicGrant, ...]) -> tuple[Table, ...]:
    return (
        Table(
            name="grants",
            title=text("Grants"),
            why=text(
                "Grants of which the notice has gone out. Private persons appear under a running id, without title, "
                "description, period and request, as 360Giving advises; applications without an award do not appear."
            ),
            columns=(
                ID,
                Column("call", Sort.ID, refers="calls", needed=True),
                Column("individual", Sort.FLAG, title=text("Private person"), needed=True),
                Column("recipient", Sort.ID, title=text("Recipient"), refers="bodies"),
                Column("person", Sort.ID, title=text("Running id of a private person")),
                Column("title"),
                Column("summary"),
                Column("start", Sort.DATE),
                Column("end", Sort.DATE),
                Column("requested", Sort.MONEY),
                Column("awarded", Sort.MONEY, title=text("Awarded"), needed=True),
                Column("paid", Sort.MONEY, title=text("Paid and not returned"), needed=True),
                Column("decided", Sort.DATE, title=text("Day of the decision"), needed=True),
                Column("noticed", Sort.DATE, title=text("Day of the notice"), needed=True),
            ),
            key=("id",),
            rows=tuple(
                (
                    each.id,
                    each.call,
                    each.individual,
                    each.recipient,
                    each.running_id if each.individual else None,
                    each.title,
                    each.summary,
                    each.period.start if each.period else None,
                    each.period.end if each.period else None,
                    each.requested,
                    each.awarded,
                    each.paid,
                    each.decided,
                    each.noticed,
                )
                for each in given
            ),
        ),
        Table(
            name="grant_themes",
            title=text("Themes of the grants"),
            why=text("The themes that an application with an award names."),
            columns=(
                Column("grant", Sort.ID, title=text("Grant"), refers="grants", needed=True),
                Column("theme", Sort.ID, refers="themes", needed=True),
            ),
            key=("grant", "theme"),
            rows=once((each.id, theme) for each in given for theme in each.themes),
        ),
        Table(
            name="grant_recommendations",
            title=text("Recommendations of the grants"),
            why=text("The recommendations that an organisation's grant serves."),
            columns=(
                Column("grant", Sort.ID, title=text("Grant"), refers="grants", needed=True),
                Column("recommendation", Sort.ID, refers="recommendations", needed=True),
            ),
            key=("grant", "recommendation"),
            rows=once((each.id, one) for each in given for one in each.recommendations),
        ),
    )
