"""What must hold of the money of calls: the year's budget, remainders, reservations, figures."""

from collections.abc import Iterator

from kic.core.diagnostic import Related, Severity
from kic.core.rule import Finding, Rule, found, rule
from kic.core.snapshot import Snapshot
from kic.core.text import text
from kic.core.values import total
from kic.domain.calls import Call, CallState, MoneySource, Reservation
from kic.domain.settings import BudgetYear, Settings

RUNNING = frozenset({CallState.OPEN, CallState.CLOSED})
AWARDED = frozenset({CallState.DECIDED, CallState.SETTLED})


def _budget(repository: Snapshot) -> dict[int, tuple[int, BudgetYear]]:
    """Years of the budget with their position in the settings."""
    settings = repository.only(Settings)
    return {year.year: (position, year) for position, year in enumerate(settings.budget if settings else ())}


@rule("KIC401", "call-id")
def call_id(repository: Snapshot) -> Iterator[Finding]:
    """A call is named by its year and number: 2026-1.

    Why: Applications carry the id of their call; letters and minutes name the year and the round.

    Fix: Correct the id with its folder, or the year and number.

    Source: Data model of kic.
    """
    for call in repository.all(Call):
        expected = f"{call.year}-{call.number}"
        if call.id != expected:
            yield found(
                call,
                "id",
                text("this call is named {id}, expected {expected}", id=call.id, expected=expected),
                help=text("correct the id with its folder, or the year and number"),
            )


@rule("KIC402", "year-money-exceeded")
def year_money_exceeded(repository: Snapshot) -> Iterator[Finding]:
    """The calls of a year never promise more fresh money than the year's budget has.

    Why: Money that the budget does not provide cannot be paid. A second call of the year gives what the
    first left (44,000 + 26,000 = 70,000 EUR in 2023); it has no fresh money.

    Fix: Lower the amount of a call, mark the second call as the remainder of the first, or correct the
    budget of the year.

    Source: § 95 GemO RLP (the budget by-law provides the money) [not confirmed]; call of 2023 in Kaiserslautern.
    """
    budget = _budget(repository)
    calls: dict[int, list[Call]] = {}
    for call in repository.all(Call):
        if call.money.source is MoneySource.FRESH and call.money.amount is not None:
            calls.setdefault(call.year, []).append(call)
    for year, of_year in calls.items():
        if year not in budget:
            continue
        position, provided = budget[year]
        promised = total(call.money.amount for call in of_year)
        if promised > provided.amount:
            settings = repository.only(Settings)
            assert settings is not None
            yield found(
                of_year[-1],
                ("money", "amount"),
                text(
                    "calls of {year} promise {promised}, its budget has {provided}: {difference} too much",
                    year=str(year),
                    promised=promised,
                    provided=provided.amount,
                    difference=promised - provided.amount,
                ),
                help=text("lower an amount, or mark this call as the remainder of an earlier one"),
                related=[
                    Related(repository.place(settings, "budget", position), text("the budget of the year"))
                ],
            )


@rule("KIC403", "remainder-source")
def remainder_source(repository: Snapshot) -> Iterator[Finding]:
    """A call over a remainder names the call of the same year that left it.

    Why: Money is provided year by year. What one year leaves is gone, unless the council carries it over.

    Fix: Name the earlier call in `remainder_of`, or set the source to `fresh`.

    Source: § 17 GemHVO RLP (carrying money over); call of 2023 in Kaiserslautern.
    """
    for call in repository.all(Call):
        money = call.money
        before = repository.get(Call, money.remainder_of)
        field = "remainder_of"
        if money.source is MoneySource.REMAINDER and money.remainder_of is None:
            message = text("a remainder without the call that left it")
        elif money.source is MoneySource.FRESH and money.remainder_of is not None:
            field, message = (
                "source",
                text("fresh money cannot be the remainder of {id}", id=money.remainder_of),
            )
        elif money.remainder_of == call.id:
            message = text("a call cannot give its own remainder")
        elif before is not None and before.year != call.year:
            message = text(
                "the call {id} is of {year}, expected one of {expected}",
                id=before.id,
                year=str(before.year),
                expected=str(call.year),
            )
        elif before is not None and before.number >= call.number:
            message = text("the call {id} is no earlier round of the year", id=before.id)
        else:
            continue
        yield found(call, ("money", field), message, help=text("name the earlier call of the same year"))


@rule("KIC405", "no-budget-for-year", Severity.WARNING)
def no_budget_for_year(repository: Snapshot) -> Iterator[Finding]:
    """The settings hold the budget of a year with a running call.

    Why: Without it nobody notices when two calls together promise more than there is.

    Fix: Add the year to `budget` in kic.yaml.

    Source: § 95 GemO RLP (the budget by-law provides the money) [not confirmed].
    """
    budget = _budget(repository)
    for call in repository.all(Call) if repository.only(Settings) else ():
        if call.state in RUNNING and call.year not in budget:
            yield found(
                call,
                "year",
                text("there is no budget for the year {year}", year=str(call.year)),
                help=text("add the year to budget in kic.yaml"),
            )


@rule("KIC406", "amount-missing")
def amount_missing(repository: Snapshot) -> Iterator[Finding]:
    """A running call says how much it has to give.

    Why: Applicants plan with it, and the committee cannot award what is not known.

    Fix: Enter `money.amount`. If it is not known, add `money.amount` to `gaps`.

    Source: Calls of Kaiserslautern since 2014: each names its sum.
    """
    for call in repository.all(Call):
        if call.state in RUNNING and call.money.amount is None and not call.tells("money.amount"):
            yield found(
                call,
                ("money", "amount"),
                text("the call {id} does not say how much it has to give", id=call.id),
                help=text("enter money.amount, or add it to gaps with the state unknown"),
            )


@rule("KIC407", "negative-amount")
def negative_amount(repository: Snapshot) -> Iterator[Finding]:
    """The money of a call is never below zero.

    Why: A minus sign turns a cap into a block and a reserve into money that is not there.

    Fix: Correct the amount.

    Source: Data model of kic.
    """
    for call in repository.all(Call):
        terms, figures = call.terms, call.figures
        amounts = [
            (("money", "amount"), call.money.amount),
            (("terms", "reserve"), terms.reserve),
            (("terms", "caps", "applicant"), terms.caps.applicant),
            *((("terms", "caps", "themes", theme), amount) for theme, amount in terms.caps.themes.items()),
            *(
                (("terms", "floors", "themes", theme), amount)
                for theme, amount in terms.floors.themes.items()
            ),
            (("figures", "requested"), figures.requested if figures else None),
            (("figures", "committed"), figures.committed if figures else None),
        ]
        for field, amount in amounts:
            if amount is not None and amount.cents < 0:
                yield found(
                    call,
                    field,
                    text("{amount} is below zero", amount=amount),
                    help=text("correct the amount"),
                )


@rule("KIC408", "reservation-open", Severity.WARNING)
def reservation_open(repository: Snapshot) -> Iterator[Finding]:
    """Money is awarded when the budget is in force.

    Why: Before the budget by-law has been publicly announced, voluntary grants are excluded. A call may be
    announced under reservation; an award notice may not go out.

    Fix: When the budget by-law has been announced, set the reservation to `fulfilled` with the date.

    Source: § 99 GemO RLP (kommunalbrevier.de, "Vorläufige Haushaltsführung").
    """
    budget = _budget(repository)
    for call in repository.all(Call):
        if call.state not in AWARDED:
            continue
        if call.money.reservation is Reservation.OPEN:
            yield found(
                call,
                ("money", "reservation"),
                text("{state}, but the money still stands under reservation", state=call.state),
                help=text("set the reservation to fulfilled with the date, when it is"),
            )
            continue
        announced = budget[call.year][1].announced if call.year in budget else None
        if announced is not None and call.decided is not None and call.decided.latest < announced:
            yield found(
                call,
                "decided",
                text(
                    "decided on {decided}, before the budget was announced on {announced}",
                    decided=call.decided,
                    announced=announced,
                ),
                help=text("send no notice before the announcement, and correct the date if it is wrong"),
            )


@rule("KIC409", "reservation-contradiction")
def reservation_contradiction(repository: Snapshot) -> Iterator[Finding]:
    """A fulfilled reservation has its date, and only a fulfilled one.

    Why: From that day on award notices may go out; an auditor asks for it first.

    Fix: Enter `reservation_fulfilled`, or correct `reservation`.

    Source: § 99 GemO RLP.
    """
    for call in repository.all(Call):
        money = call.money
        fulfilled = money.reservation is Reservation.FULFILLED
        if fulfilled is (money.reservation_fulfilled is not None) or call.tells(
            "money.reservation_fulfilled"
        ):
            continue
        yield found(
            call,
            ("money", "reservation_fulfilled"),
            text("the reservation is fulfilled, but its date is missing")
            if fulfilled
            else text("there is a date of fulfilment, but the reservation is not fulfilled"),
            help=text("enter the date, or correct the reservation"),
        )


@rule("KIC410", "figures-contradiction")
def figures_contradiction(repository: Snapshot) -> Iterator[Finding]:
    """The figures of a round can all be true.

    Why: 7 of 13 applications funded, 126,000 EUR requested for 50,000: such figures go into reports and are
    compared over years.

    Fix: Correct the figure that does not fit.

    Source: Round of 2016 in Kaiserslautern (metropolnews.info).
    """
    for call in repository.all(Call):
        figures = call.figures
        if figures is None:
            continue
        if (
            figures.applications is not None
            and figures.funded is not None
            and figures.funded > figures.applications
        ):
            yield found(
                call,
                ("figures", "funded"),
                text(
                    "{funded} of {applications} applications cannot be funded",
                    funded=figures.funded,
                    applications=figures.applications,
                ),
                help=text("correct the figure that does not fit"),
            )
        if figures.committed is None:
            continue
        for limit in (figures.requested, call.money.amount):
            if limit is not None and figures.committed > limit:
                yield found(
                    call,
                    ("figures", "committed"),
                    text("{committed} is committed of {limit}", committed=figures.committed, limit=limit),
                    help=text("correct the figure that does not fit"),
                )
                break


RULES: tuple[Rule, ...] = (
    call_id,
    year_money_exceeded,
    remainder_source,
    no_budget_for_year,
    amount_missing,
    negative_amount,
    reservation_open,
    reservation_contradiction,
    figures_contradiction,
)
