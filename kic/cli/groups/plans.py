"""Cost and finance plans on the command line: options that may be repeated, or questions line by line."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kic.cli.options import amount_of
from kic.cli.reading import Line, ask_lines, line_of
from kic.cli.session import Session
from kic.cli.words import _
from kic.core.text import text
from kic.core.values import Money, total
from kic.domain.applications import CostItem, FundItem, FundKind
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.core.text import Text

Cost = Annotated[
    list[str] | None,
    typer.Option("--cost", metavar=_("ITEM=AMOUNT"), help=_("A line of the cost plan; may be repeated.")),
]
NotEligible = Annotated[
    list[str] | None,
    typer.Option(
        "--cost-not-eligible",
        metavar=_("ITEM=AMOUNT"),
        help=_("A cost that is shown but not funded; may be repeated."),
    ),
]
Own = Annotated[
    list[str] | None,
    typer.Option("--own", metavar=_("ITEM=AMOUNT"), help=_("The applicant's own money; may be repeated.")),
]
Income = Annotated[
    list[str] | None,
    typer.Option(
        "--income", metavar=_("ITEM=AMOUNT"), help=_("What the project brings in; may be repeated.")
    ),
]
ThirdParty = Annotated[
    list[str] | None,
    typer.Option(
        "--third-party",
        metavar=_("ITEM=AMOUNT"),
        help=_("Money of others, such as donations; may be repeated."),
    ),
]
Public = Annotated[
    list[str] | None,
    typer.Option("--public", metavar=_("ITEM=AMOUNT"), help=_("Other public money; may be repeated.")),
]
NotSecured = Annotated[
    list[str] | None,
    typer.Option(
        "--not-secured",
        metavar=_("LINE"),
        help=_("A line of the finance plan that is not promised yet; may be repeated."),
    ),
]
Requested = Annotated[
    str | None, typer.Option("--requested", metavar=_("AMOUNT"), help=_("What the city is asked for."))
]

OPTIONS = {"costs": "--cost", "financing": "--own", "requested": "--requested"}
"""Which option fills which field of the plans."""


Lines = Sequence[str] | None
Funds = tuple[tuple[FundKind, str, Lines], ...]
"""Kinds of money, each with its option and what was typed for it."""


def kinds_of_money(own: Lines, income: Lines, third_party: Lines, public: Lines) -> Funds:
    """Each kind of money of a finance plan with its option, but for what the city is asked for."""
    return (
        (FundKind.OWN, "--own", own),
        (FundKind.INCOME, "--income", income),
        (FundKind.THIRD_PARTY, "--third-party", third_party),
        (FundKind.PUBLIC, "--public", public),
    )


def fund_items(funds: Funds) -> "Iterator[FundItem]":
    """The lines of a finance plan that were typed; raises UsageError."""
    for fund, option, typed in funds:
        for line in (line_of(each, option) for each in typed or ()):
            yield FundItem(item=line.item, fund=fund, amount=line.amount)


class Given(NamedTuple):
    """The options of both plans, as they were typed."""

    cost: Sequence[str] | None
    cost_not_eligible: Sequence[str] | None
    own: Sequence[str] | None
    income: Sequence[str] | None
    third_party: Sequence[str] | None
    public: Sequence[str] | None
    not_secured: Sequence[str] | None
    requested: str | None

    @property
    def funds(self) -> "Funds":
        """Each kind of money with its option, but for what is requested."""
        return kinds_of_money(self.own, self.income, self.third_party, self.public)


class Plans(NamedTuple):
    """A cost plan and a finance plan; its requested line is the sum that the city is asked for."""

    costs: tuple[CostItem, ...]
    financing: tuple[FundItem, ...]
    requested: Money


def plans_of(session: Session, given: Given) -> Plans:
    """Both plans from the options, else from the person, line by line; raises UsageError."""
    from kic.cli.asking import ask  # noqa: PLC0415

    costs = _costs(session, given)
    funds = [*_funds(session, given)]
    gap = total(item.amount for item in costs) - total(item.amount for item in funds)
    requested = ask(
        session,
        given.requested,
        option="--requested",
        question=text("Requested from the city:"),
        parse=amount_of,
        default=gap if gap.cents > 0 else None,
    )
    return Plans(
        costs, (*_with_doubts(funds, given.not_secured or ()), requested_line(session, requested)), requested
    )


def requested_line(session: Session, amount: Money) -> FundItem:
    """The line of the finance plan that the city is asked for; it is promised by the award alone."""
    words = session.language.say(text("Grant of the city"))
    return FundItem(item=words, fund=FundKind.REQUESTED, amount=amount, secured=False)


def _costs(session: Session, given: Given) -> tuple[CostItem, ...]:
    costs = [_cost(line_of(each, "--cost")) for each in given.cost or ()]
    costs += [
        _cost(line_of(each, "--cost-not-eligible"), eligible=False) for each in given.cost_not_eligible or ()
    ]
    if costs:
        return tuple(costs)
    if not session.can_ask:
        raise UsageError("This needs an answer: {option} is missing.", option="--cost")
    session.talk(text("The cost plan, line by line, such as Honorare=3.200,00:"))
    while not costs:
        lines = ask_lines(
            session, option="--cost", question=text("Cost and amount:"), nothing=text("that is all")
        )
        costs = [_cost(line) for line in lines]
    return tuple(costs)


def _cost(line: Line, *, eligible: bool = True) -> CostItem:
    return CostItem(item=line.item, amount=line.amount, eligible=eligible)


def _funds(session: Session, given: Given) -> Iterable[FundItem]:
    if any(lines for _, _, lines in given.funds) or given.requested is not None or not session.can_ask:
        yield from fund_items(given.funds)
        return
    session.talk(text("The finance plan without what the city is asked for:"))
    for fund, option, _lines in given.funds:
        for line in ask_lines(session, option=option, question=_QUESTIONS[fund], nothing=text("none")):
            yield FundItem(item=line.item, fund=fund, amount=line.amount)


_QUESTIONS: "dict[FundKind, Text]" = {
    FundKind.OWN: text("Own money, such as Eigenmittel=1.200,00:"),
    FundKind.INCOME: text("Income, such as Eintritt=300,00:"),
    FundKind.THIRD_PARTY: text("Money of others, such as Spenden=500,00:"),
    FundKind.PUBLIC: text("Other public money, such as Landkreis=1.000,00:"),
}


def _with_doubts(funds: Iterable[FundItem], named: Sequence[str]) -> list[FundItem]:
    """The lines, those named as not promised yet marked so; raises UsageError for a name that is none."""
    from kic.core.near import near  # noqa: PLC0415

    lines = list(funds)
    doubtful = {" ".join(each.casefold().split()): each for each in named}
    names = {line.item.casefold(): line.item for line in lines}
    for plain, spelled in doubtful.items():
        if plain not in names:
            close = tuple(names[each] for each in near(plain, names))
            raise UsageError(
                "{option}: the finance plan has no line {item}.",
                help="Did you mean {names}?" if close else "",
                option="--not-secured",
                item=spelled,
                names=close,
            )
    return [
        FundItem(
            item=line.item,
            fund=line.fund,
            amount=line.amount,
            secured=line.secured and line.item.casefold() not in doubtful,
        )
        for line in lines
    ]


def adapted(
    session: Session, costs: Sequence[CostItem], funds: Sequence[FundItem], given: Given, award: Money | None
) -> Plans:
    """Another plan from this one: lines that are named get another amount, 0 takes one out, new names are added.

    On a terminal, and with no line named, every line is asked for; an empty line keeps its amount. `award` is what
    is shown for the requested line.
    """
    named = any((given.cost, given.cost_not_eligible, given.requested, *(each for _, _, each in given.funds)))
    if not named and session.can_ask:
        return _asked_anew(session, costs, funds, award)
    lines = _costs_with(session, costs, given)
    money = _funds_with(session, [each for each in funds if each.fund is not FundKind.REQUESTED], given)
    if given.requested is None and award is None:
        raise UsageError("This needs an answer: {option} is missing.", option="--requested")
    requested = amount_of(given.requested, "--requested") if given.requested is not None else award
    assert requested is not None
    doubts = _with_doubts((each for each in money if each.amount), given.not_secured or ())
    return Plans(
        tuple(each for each in lines if each.amount),
        (*doubts, _requested_like(session, funds, requested)),
        requested,
    )


def corrected(
    session: Session, costs: Sequence[CostItem], funds: Sequence[FundItem], given: Given
) -> tuple[tuple[CostItem, ...] | None, tuple[FundItem, ...] | None]:
    """The plans with the lines that are named: another amount, 0 takes one out, a new name is added at the end.

    None for a plan of which nothing is named. What is not named stays as it is, with what is said of its promise.
    Raises UsageError where a name is that of several lines.
    """
    lines, money = _costs_with(session, costs, given), _funds_with(session, funds, given)
    if given.requested is not None:
        amount = amount_of(given.requested, "--requested")
        places = [at for at, each in enumerate(money) if each.fund is FundKind.REQUESTED]
        for at in places[:1]:
            each = money[at]
            money[at] = FundItem(item=each.item, fund=each.fund, amount=amount, secured=each.secured)
        if not places:
            money.append(requested_line(session, amount))
    if given.not_secured:
        money = _with_doubts(money, given.not_secured)
    new_costs = tuple(each for each in lines if each.amount or each in costs)
    new_funds = tuple(each for each in money if each.amount or each in funds)
    return (
        None if new_costs == tuple(costs) else new_costs,
        None if new_funds == tuple(funds) else new_funds,
    )


def _costs_with(session: Session, costs: Sequence[CostItem], given: Given) -> list[CostItem]:
    """The lines with those that are named; one with the amount 0 is still there."""
    lines = list(costs)
    for option, spellings, eligible in (
        ("--cost", given.cost, True),
        ("--cost-not-eligible", given.cost_not_eligible, False),
    ):
        for spelling in spellings or ():
            line = line_of(spelling, option)
            at = _place_of(session, line.item, [each.item for each in lines], option)
            item = lines[at].item if at < len(lines) else line.item
            lines[at : at + 1] = [CostItem(item=item, amount=line.amount, eligible=eligible)]
    return lines


def _funds_with(session: Session, funds: Sequence[FundItem], given: Given) -> list[FundItem]:
    """The same for the finance plan; a line that was there keeps what is said of its promise."""
    money = list(funds)
    for fund, option, spellings in given.funds:
        for spelling in spellings or ():
            line = line_of(spelling, option)
            names = [each.item if each.fund is fund else None for each in money]
            at = _place_of(session, line.item, names, option)
            before = money[at] if at < len(money) else FundItem(item=line.item, fund=fund, amount=line.amount)
            money[at : at + 1] = [
                FundItem(item=before.item, fund=fund, amount=line.amount, secured=before.secured)
            ]
    return money


def _place_of(session: Session, item: str, names: Sequence[str | None], option: str) -> int:
    """Where the line of this name stands, else the place after the last; raises UsageError where several have it.

    `names` has None for a line that is not meant, whatever it is called.
    """
    places = [at for at, name in enumerate(names) if name is not None and name.casefold() == item.casefold()]
    if len(places) > 1:
        raise UsageError(
            "{option}: several lines are called {item}.",
            help="Give them different names in the file; then this option knows which one is meant.",
            option=option,
            item=item,
        )
    if not places:
        _say_if_new(session, item, [name for name in names if name is not None])
        return len(names)
    return places[0]


def _say_if_new(session: Session, item: str, known: Sequence[str]) -> None:
    """A name that differs by a letter would be a second line beside the one that was meant."""
    if item.casefold() not in (each.casefold() for each in known):
        session.talk(text("{item} is a new line; the plan has: {items}.", item=item, items=tuple(known)))


def _requested_like(session: Session, funds: Sequence[FundItem], amount: Money) -> FundItem:
    """The requested line under the name that it had."""
    for each in funds:
        if each.fund is FundKind.REQUESTED:
            return FundItem(item=each.item, fund=each.fund, amount=amount, secured=True)
    return requested_line(session, amount)


def _asked_anew(
    session: Session, costs: Sequence[CostItem], funds: Sequence[FundItem], award: Money | None
) -> Plans:
    from kic.cli.asking import ask  # noqa: PLC0415

    def amount(option: str, item: str, default: Money | None) -> Money:
        return ask(
            session,
            None,
            option=option,
            question=text("{item}, now (0 takes it out):", item=item),
            parse=amount_of,
            default=default,
        )

    new_costs = [
        CostItem(item=each.item, amount=amount("--cost", each.item, each.amount), eligible=each.eligible)
        for each in costs
    ]
    new_funds = [
        FundItem(
            item=each.item,
            fund=each.fund,
            amount=amount("--own", each.item, each.amount),
            secured=each.secured,
        )
        for each in funds
        if each.fund is not FundKind.REQUESTED
    ]
    requested = ask(
        session,
        None,
        option="--requested",
        question=text("Requested from the city, which is the award:"),
        parse=amount_of,
        default=award,
    )
    return Plans(
        tuple(each for each in new_costs if each.amount),
        (*(each for each in new_funds if each.amount), _requested_like(session, funds, requested)),
        requested,
    )
