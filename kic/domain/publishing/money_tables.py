"""Calls, grants and the money of the years as public tables.

A public list of grants is voluntary for a municipality (§ 7(4) LTranspG RLP; DOMAIN, section 5.3). What is shown of a
grant decides `grants`; sums of a call count applications and money, never people.
"""

import datetime

from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import Share, total
from kic.domain.accounts.grants import grants
from kic.domain.applications import Application
from kic.domain.calls import ApplicantKind, Call, CallState, Financing, Reservation
from kic.domain.publishing import Column, Sort, Table
from kic.domain.publishing.concept_tables import ID, UNKNOWN, joined, once, rows
from kic.domain.publishing.grants import PublicGrant, public_grants
from kic.domain.publishing.traced import Part, Traced, traced
from kic.domain.settings import Settings

ANNOUNCED = frozenset({CallState.OPEN, CallState.CLOSED, CallState.DECIDED, CallState.SETTLED})
"""A draft of a call is nobody's business yet."""
DECIDED = frozenset({CallState.DECIDED, CallState.SETTLED})
FEW = 3
"""Of fewer amounts that are not public, or stay so, a sum is not told: less those that are, it would be one of them."""
_INSIDE: dict[str, dict[str, str]] = {
    "announcement": {"date": "announced", "place": "place", "gazette": "gazette"},
    "money": {"amount": "amount", "remainder_of": "remainder_of", "reservation": "reservation"},
    "terms": {each: each for each in ("financing", "max_rate", "own_share", "guideline")},
    "figures": {each: each for each in ("applications", "requested", "funded", "committed")},
}
"""The columns of a call that stand inside another field of its record."""
GRANT = Column("grant", Sort.ID, title=text("Grant"), refers="grants", needed=True)
_PART = (
    Column("parts", Sort.WHOLE, title=text("Equal parts"), needed=True),
    Column("awarded", Sort.MONEY, title=text("Awarded"), needed=True),
    Column("paid", Sort.MONEY, title=text("Paid, less what came back"), needed=True),
)
"""In how many equal parts the grant was divided, and what one of them is."""


def _cells(part: Part) -> tuple[object, ...]:
    return part.parts, part.awarded, part.paid


def tables(repository: Snapshot, day: datetime.date) -> tuple[Table, ...]:
    """Budget, calls and grants as they stand at the end of a day."""
    return (
        _budget(repository),
        *_calls(repository, day),
        *_grants(tuple(public_grants(repository, day).values()), traced(repository, day)),
    )


def _budget(repository: Snapshot) -> Table:
    settings = repository.only(Settings)
    return Table(
        name="budget",
        title=text("Budget of the years"),
        why=text("The money that the public budget of the city provides for the calls of a year."),
        columns=(
            Column("year", Sort.WHOLE, needed=True),
            Column("amount", Sort.MONEY, title=text("Budget of the year"), needed=True),
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
    given = public_grants(repository, day)

    def told(application: Application) -> bool:
        return application.id in given and given[application.id].requested is not None

    def coming(application: Application) -> bool:
        """Whether its request becomes public with its notice; a sum that was told before stays known."""
        by = application.applicant
        private = by.applicant is ApplicantKind.PRIVATE_PERSON or by.body is None
        return not private and accounts[application.id].awarded.amount.cents > 0

    def figures(call: Call) -> tuple[object, object, object, object]:
        if call.state not in DECIDED:
            return None, None, None, None
        if call.figures is not None:
            said = call.figures
            asked = None if call.id in few else said.requested
            return said.applications, asked, said.funded, said.committed
        applications = received.get(call.id, [])
        if not applications:
            return None, None, None, None
        awards = [award for each in applications if (award := accounts[each.id].awarded.amount).cents > 0]
        asked = None if call.id in few else total(each.requested for each in applications)
        return len(applications), asked, len(awards), total(awards)

    def untold(call: Call) -> tuple[int, int]:
        applications = received.get(call.id, [])
        stated = call.figures.applications if call.figures is not None else None
        left = (len(applications) if stated is None else stated) - sum(map(told, applications))
        return left, left - sum(not told(each) and coming(each) for each in applications)

    few = {
        call.id for call in calls if call.state in DECIDED and any(0 < left < FEW for left in untold(call))
    }
    said = {each.id: figures(each) for each in calls}
    columns = (
        ID,
        Column("title", needed=True),
        Column("year", Sort.WHOLE, needed=True),
        Column("number", Sort.WHOLE, needed=True),
        Column("state", Sort.CODE, codes=CallState, needed=True),
        Column("edition", Sort.ID, refers="editions"),
        Column("announced", Sort.PARTIAL),
        Column("place", title=text("Place of the announcement")),
        Column("gazette"),
        Column("opens", Sort.DATE),
        Column("closes", Sort.MOMENT),
        Column("amount", Sort.MONEY, title=text("Money to give")),
        Column("remainder_of", Sort.ID, refers="calls"),
        Column("reservation", Sort.CODE, codes=Reservation, needed=True),
        Column("applicants", title=text("Who may apply")),
        Column("financing", Sort.CODE, codes=Financing),
        Column("max_rate"),
        Column("own_share"),
        Column("guideline", title=text("Guideline")),
        Column("decision_expected", Sort.PARTIAL),
        Column("decided", Sort.PARTIAL),
        Column("spend_by", Sort.DATE),
        Column("settle_by", Sort.DATE),
        Column("applications", Sort.WHOLE, title=text("Applications")),
        Column("requested", Sort.MONEY),
        Column("requested_suppressed", Sort.FLAG, title=text("Requested: suppressed"), needed=True),
        Column("funded", Sort.WHOLE),
        Column("committed", Sort.MONEY, title=text("Given by the committee")),
        UNKNOWN,
    )
    return (
        Table(
            name="calls",
            title=text("Calls"),
            why=text(
                "Calls that were announced, with what their announcement says. How many applied, for how much, and "
                "what was given is told once the call is decided; nothing is told of a single application that got "
                "nothing. So the sum that was requested is suppressed where it would show what one or two asked for."
            ),
            columns=columns,
            key=("id",),
            rows=rows(
                calls,
                columns,
                announced=lambda each: each.announcement.date if each.announcement else None,
                place=lambda each: each.announcement.place if each.announcement else None,
                gazette=lambda each: each.announcement.gazette if each.announcement else None,
                amount=lambda each: each.money.amount,
                remainder_of=lambda each: each.money.remainder_of,
                reservation=lambda each: each.money.reservation,
                applicants=lambda each: joined(one.value for one in each.applicants),
                financing=lambda each: each.terms.financing,
                max_rate=lambda each: _spelled(each.terms.max_rate),
                own_share=lambda each: _spelled(each.terms.own_share),
                guideline=lambda each: each.terms.guideline.title if each.terms.guideline else None,
                applications=lambda each: said[each.id][0],
                requested=lambda each: said[each.id][1],
                requested_suppressed=lambda each: each.id in few,
                funded=lambda each: said[each.id][2],
                committed=lambda each: said[each.id][3],
                not_fully_known=lambda each: _unknown(each, columns),
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


def _unknown(call: Call, columns: tuple[Column, ...]) -> str | None:
    """As `concept_tables.unknown`, with the columns that stand inside another field of the record."""
    keys = {each.key for each in columns}
    told: dict[str, str] = {}
    for gap in call.gaps:
        field, _, rest = gap.field.partition(".")
        inside = _INSIDE.get(field, {field: field} if field in keys else {})
        for within, key in inside.items():
            if not rest or within == rest:
                told.setdefault(key, gap.state.value)
    return "; ".join(f"{key}: {state}" for key, state in told.items()) or None


def _spelled(share: Share | None) -> str | None:
    return None if share is None else str(share)


def _grants(given: tuple[PublicGrant, ...], came: Traced) -> tuple[Table, ...]:
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
                Column("paid", Sort.MONEY, title=text("Paid, less what came back"), needed=True),
                Column("final", Sort.MONEY, title=text("Final sum of the settlement notice")),
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
                    each.final,
                    each.decided,
                    each.noticed,
                )
                for each in given
            ),
        ),
        Table(
            name="grant_themes",
            title=text("Themes of the grants"),
            why=text(
                "The themes that an application with an award names, each with its equal part of the money."
            ),
            columns=(GRANT, Column("theme", Sort.ID, refers="themes", needed=True), *_PART),
            key=("grant", "theme"),
            rows=tuple((each.grant, each.element, *_cells(each)) for each in came.themes),
        ),
        Table(
            name="grant_recommendations",
            title=text("Recommendations of the grants"),
            why=text("The recommendations that an organisation's grant serves."),
            columns=(GRANT, Column("recommendation", Sort.ID, refers="recommendations", needed=True)),
            key=("grant", "recommendation"),
            rows=once((each.id, one) for each in given for one in each.recommendations),
        ),
        Table(
            name="recommendation_money",
            title=text("Money of the recommendations"),
            why=text(
                "What came to a recommendation of an organisation's grant: in equal parts, and over mergers, splits "
                "and editions to those that go on. The way names all over which it came."
            ),
            columns=(
                GRANT,
                Column("recommendation", Sort.ID, refers="recommendations", needed=True),
                Column("way", title=text("Way"), needed=True),
                *_PART,
            ),
            key=("grant", "recommendation", "way"),
            rows=tuple(
                (each.grant, each.element, " ".join(each.way), *_cells(each)) for each in came.recommendations
            ),
        ),
    )
