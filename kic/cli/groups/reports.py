"""Reports and accounts on the command line: their options, what is asked for, and how they are shown."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from kic.cli.groups.plans import Funds, fund_items, kinds_of_money
from kic.cli.importing import what_to_correct
from kic.cli.options import amount_of, day_of
from kic.cli.reading import line_of
from kic.cli.session import Session
from kic.cli.table import N_
from kic.cli.words import _
from kic.core.text import text
from kic.domain.applications import CostItem, FundItem, FundKind
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.core.text import Text
    from kic.documents.accounts_of_use import Account, Figure, InterestShown, Line
    from kic.domain.applications import Application
    from kic.domain.reporting import Receipt
    from kic.domain.reporting.final_sum import Budget
    from kic.present.language import Language

ReportId = Annotated[str, typer.Argument(metavar="ID", help=_("The report."))]
ApplicationId = Annotated[
    str, typer.Argument(metavar="ID", help=_("The application that the grant was given on."))
]
Costs = Annotated[
    list[str] | None,
    typer.Option("--cost", metavar=_("ITEM=AMOUNT"), help=_("An actual cost, by item; may be repeated.")),
]
NotEligible = Annotated[
    list[str] | None,
    typer.Option(
        "--cost-not-eligible",
        metavar=_("ITEM=AMOUNT"),
        help=_("An actual cost that is not funded; may be repeated."),
    ),
]
Receipts = Annotated[
    list[str] | None,
    typer.Option(
        "--receipt",
        metavar=_("NUMBER;DAY;ITEM;AMOUNT;REASON"),
        help=_("A line of the list of receipts, without names of persons; may be repeated."),
    ),
]
SheetFile = Annotated[
    str | None,
    typer.Option(
        "--file",
        metavar=_("FILE"),
        help=_("The filled-in sheet of kic report sheet, XLSX, or a list of receipts as CSV."),
    ),
]


class Figures(NamedTuple):
    """Actual costs, financing and receipts; None for what nothing was said of."""

    costs: tuple[CostItem, ...] | None = None
    financing: tuple[FundItem, ...] | None = None
    receipts: "tuple[Receipt, ...] | None" = None

    @property
    def empty(self) -> bool:
        """Whether nothing was said."""
        return self == Figures()


class Spoken(NamedTuple):
    """The options for figures, as they were typed."""

    cost: Sequence[str] | None
    cost_not_eligible: Sequence[str] | None
    own: Sequence[str] | None
    income: Sequence[str] | None
    third_party: Sequence[str] | None
    public: Sequence[str] | None
    receipt: Sequence[str] | None

    @property
    def funds(self) -> Funds:
        """Each kind of money with its option."""
        return kinds_of_money(self.own, self.income, self.third_party, self.public)


def figures_of(spoken: Spoken, plan: "Budget") -> Figures:
    """What the options say. An item is spelled as the plan spells it, where it has it; raises UsageError."""
    from kic.domain.reporting.final_sum import plain  # noqa: PLC0415

    names = {plain(each.item): each.item for each in plan.costs}

    def cost(spelling: str, option: str, *, eligible: bool) -> CostItem:
        line = line_of(spelling, option)
        return CostItem(item=names.get(plain(line.item), line.item), amount=line.amount, eligible=eligible)

    costs = [cost(each, "--cost", eligible=True) for each in spoken.cost or ()]
    costs += [cost(each, "--cost-not-eligible", eligible=False) for each in spoken.cost_not_eligible or ()]
    funds = fund_items(spoken.funds)
    receipts = [receipt_of(each, "--receipt", names) for each in spoken.receipt or ()]
    return Figures(tuple(costs) or None, tuple(funds) or None, tuple(receipts) or None)


_PARTS = 4


def receipt_of(spelling: str, option: str, names: dict[str, str]) -> "Receipt":
    """`7; 12.03.2027; Honorare; 120,00; Workshop`: number, day, item, amount and, if wanted, the reason."""
    from kic.core.values import Count, Misread  # noqa: PLC0415
    from kic.domain.reporting import Receipt  # noqa: PLC0415
    from kic.domain.reporting.final_sum import plain  # noqa: PLC0415

    parts = [each.strip() for each in spelling.split(";", _PARTS)]
    if len(parts) < _PARTS or not all(parts[:_PARTS]):
        raise UsageError(
            "{option} needs a line such as 7; 12.03.2027; Honorare; 120,00; Workshop, not {spelling}.",
            option=option,
            spelling=spelling,
        )
    try:
        number = Count.parse(parts[0])
    except Misread as misread:
        raise UsageError(
            "{option}: {number} is no number of a receipt ({reason}).",
            option=option,
            number=parts[0],
            reason=misread.text,
        ) from None
    return Receipt(
        number=number,
        date=day_of(parts[1], option),
        item=names.get(plain(parts[2]), parts[2]),
        amount=amount_of(parts[3], option),
        reason=parts[_PARTS] or None if len(parts) > _PARTS else None,
    )


def asked_figures(session: Session, plan: "Budget") -> Figures:
    """Actual costs and financing, asked for line by line of the plan; 0 leaves a line out."""
    from kic.cli.asking import ask  # noqa: PLC0415

    session.talk(text("What was really spent and came in, line by line of the plan (0 for none):"))
    costs = [
        CostItem(
            item=each.item,
            amount=ask(
                session,
                None,
                option="--cost",
                question=text("{item}, planned {amount}:", item=each.item, amount=each.amount),
                parse=amount_of,
            ),
            eligible=each.eligible,
        )
        for each in plan.costs
    ]
    funds = [
        FundItem(
            item=each.item,
            fund=each.fund,
            amount=ask(
                session,
                None,
                option="--own",
                question=text("{item}, planned {amount}:", item=each.item, amount=each.amount),
                parse=amount_of,
            ),
        )
        for each in plan.financing
        if each.fund is not FundKind.REQUESTED
    ]
    return Figures(tuple(each for each in costs if each.amount), tuple(each for each in funds if each.amount))


def figures_from(session: Session, file: str, application: "Application") -> Figures:
    """What a filled-in sheet says, None for a page that is empty; its findings are shown.

    Raises Refused if something in it cannot be read, UsageError if it says nothing at all.
    """
    from kic.cli.sheet_files import content_of, refuse_form  # noqa: PLC0415
    from kic.errors import Refused  # noqa: PLC0415
    from kic.repository.intake.proof import read_proof  # noqa: PLC0415
    from kic.sheets import read  # noqa: PLC0415

    content = content_of(file)
    refuse_form(content, file)
    proof = read_proof(read(content, file), application)
    session.show_findings(proof.findings, session.repository.snapshot)
    if proof.broken:
        raise Refused(
            "The sheet cannot be read as it stands; nothing was written.",
            help=what_to_correct(proof.findings, N_("Correct the cells that are named.")),
        )
    read_in = Figures(proof.costs or None, proof.financing or None, proof.receipts or None)
    if read_in.empty:
        raise UsageError(
            "{file} has no costs, no financing and no receipts.",
            help="kic report sheet {id} writes a sheet with the right headings.",
            file=file,
            id=application.id,
        )
    return read_in


def merged(first: Figures, second: Figures) -> Figures:
    """What the second says, else what the first does."""
    return Figures(
        second.costs if second.costs is not None else first.costs,
        second.financing if second.financing is not None else first.financing,
        second.receipts if second.receipts is not None else first.receipts,
    )


def corrected(before: Figures, said: Figures) -> Figures:
    """Figures with the lines that are named: another amount, 0 takes one out, a new one is added at the end.

    A cost is known by its item, money by its kind and name, a receipt by its number.
    """
    from kic.domain.reporting.final_sum import plain  # noqa: PLC0415

    costs = {plain(each.item): each for each in before.costs or ()}
    costs.update((plain(each.item), each) for each in said.costs or ())
    funds = {(each.fund, plain(each.item)): each for each in before.financing or ()}
    funds.update(((each.fund, plain(each.item)), each) for each in said.financing or ())
    receipts = {each.number: each for each in before.receipts or ()}
    receipts.update((each.number, each) for each in said.receipts or ())
    return Figures(
        tuple(each for each in costs.values() if each.amount),
        tuple(each for each in funds.values() if each.amount),
        tuple(each for each in receipts.values() if each.amount)
        if said.receipts is not None
        else before.receipts,
    )


def of_the_city(session: Session) -> "Language":
    """The municipality's language: in it are written the words that a record keeps and a letter repeats."""
    from kic.domain.settings import Settings  # noqa: PLC0415
    from kic.present.language import DEFAULT, speak  # noqa: PLC0415

    settings = session.repository.snapshot.only(Settings)
    return speak(settings.language.value if settings is not None else DEFAULT)


# -- shown ---------------------------------------------------------------------------------------------


def show_lines(session: Session, lines: "Sequence[Line]") -> str:
    """Reports as a table."""
    from kic.present.tables import Column, table  # noqa: PLC0415

    say, word, label = session.language.say, session.language.word, session.language.label
    columns = [
        Column(label("kind", "application"), fixed=True),
        Column(label("kind", "report")),
        Column(label("field", "due"), fixed=True),
        Column(label("field", "received"), fixed=True),
        Column("ID", fixed=True),
        Column(label("field", "state")),
        Column(label("field", "final"), right=True),
    ]
    rows = [
        [
            each.application,
            word(each.report),
            _word(session, each.due),
            _word(session, each.received),
            each.id or "",
            say(STATES[each.state]) + (f": {', '.join(each.missing)}" if each.missing else ""),
            _word(session, each.final),
        ]
        for each in lines
    ]
    return table(columns, rows, limit=session.width)


STATES: "dict[str, Text]" = {
    "due": text("still to come"),
    "overdue": text("overdue"),
    "incomplete": text("something is missing"),
    "received": text("received"),
    "noted": text("taken note of"),
    "examined": text("examined"),
    "settled": text("fixed by notice"),
}


def _word(session: Session, value: object) -> str:
    return "" if value is None else session.language.word(value)


def show_account(session: Session, seen: "Account") -> str:
    """A grant's account: what was given, plan against actual, the way to the final sum, and what follows."""
    from kic.cli.looking import heading  # noqa: PLC0415
    from kic.present.tables import definitions  # noqa: PLC0415

    say, label = session.language.say, session.language.label
    parts = [heading(say(text("Account of {id}: {title}", id=seen.application, title=seen.title)))]
    facts = [
        (say(text("Awarded")), _word(session, seen.award)),
        (say(text("Fixed at")), _word(session, seen.fixed)),
        (label("field", "financing"), _word(session, seen.financing)),
        (label("field", "rate"), _word(session, seen.rate)),
        (
            label("field", "period"),
            say(text("{start} to {end}", start=seen.period.start, end=seen.period.end)),
        ),
        (say(text("Paid")), _word(session, seen.paid)),
        (say(text("Came back")), _word(session, seen.returned) if seen.returned else ""),
        (label("kind", "report"), seen.report or ""),
        (say(text("Receipts")), str(seen.receipts) if seen.report else ""),
        (say(text("Looked at")), ", ".join(map(str, seen.sampled))),
        (label("field", "seed"), seen.seed or ""),
        (label("kind", "examination"), seen.examined or ""),
        (say(text("To come back")), _word(session, seen.claim) if seen.claim else ""),
        (label("field", "forgone"), _word(session, seen.forgone) if seen.forgone else ""),
        (say(text("Clawback")), seen.clawback or ""),
    ]
    parts.append(definitions([fact for fact in facts if fact[1]], limit=session.width))
    if seen.costs:
        parts += ["\n", _cost_table(session, seen), "\n", _fund_table(session, seen)]
    if seen.figures:
        parts += ["\n", show_figures(session, seen.figures)]
    if seen.interest is not None:
        parts += ["\n", show_interest(session, seen.interest)]
    if seen.reports:
        parts += ["\n", show_lines(session, seen.reports)]
    return "".join(parts)


def _cost_table(session: Session, seen: "Account") -> str:
    from kic.present.tables import Column, table  # noqa: PLC0415

    say, label = session.language.say, session.language.label
    columns = [
        Column(label("field", "item")),
        Column(say(text("planned")), right=True),
        Column(say(text("actual")), right=True),
        Column(say(text("allowed")), right=True),
        Column(say(text("cut")), right=True),
        Column(say(text("recognised")), right=True),
    ]
    rows = [
        [
            each.item if each.eligible else say(text("{item} (not eligible)", item=each.item)),
            _word(session, each.planned) or "-",
            _word(session, each.actual),
            _word(session, each.allowed) if each.eligible else "-",
            _word(session, each.cut) if each.cut else "",
            _word(session, each.recognised),
        ]
        for each in seen.costs
    ]
    return table(columns, rows, limit=session.width)


def _fund_table(session: Session, seen: "Account") -> str:
    from kic.present.tables import Column, table  # noqa: PLC0415

    say, label = session.language.say, session.language.label
    columns = [
        Column(label("field", "financing")),
        Column(label("field", "fund")),
        Column(say(text("planned")), right=True),
        Column(say(text("actual")), right=True),
    ]
    rows = [
        [
            each.item,
            session.language.word(each.fund),
            _word(session, each.planned) or "-",
            _word(session, each.actual),
        ]
        for each in seen.funds
    ]
    return table(columns, rows, limit=session.width)


def show_figures(session: Session, figures: "Iterable[Figure]") -> str:
    """The way to the final sum: each figure with its sentence and its source."""
    from kic.present.tables import Column, table  # noqa: PLC0415

    say = session.language.say
    columns = [
        Column(say(text("The way to the final sum"))),
        Column(say(text("amount")), right=True),
        Column(say(text("rests on"))),
    ]
    rows = [[say(each.sentence), _word(session, each.amount), each.source] for each in figures]
    return table(columns, rows, limit=session.width)


def show_interest(session: Session, due: "InterestShown") -> str:
    """Interest, half-year by half-year."""
    from kic.present.tables import Column, table  # noqa: PLC0415

    say, label = session.language.say, session.language.label
    columns = [
        Column(say(text("Interest from"))),
        Column(say(text("to"))),
        Column(say(text("days")), right=True),
        Column(label("field", "amount"), right=True),
        Column(say(text("per cent a year")), right=True),
        Column(say(text("rests on"))),
    ]
    rows = [
        [
            _word(session, each.first),
            _word(session, each.last),
            str(each.days),
            _word(session, each.principal),
            say(text("not known"))
            if each.base is None
            else say(text("{base} + {points}", base=each.base, points=due.points)),
            each.source or "",
        ]
        for each in due.spans
    ]
    sentence = (
        text(
            "Interest up to {until}: {amount} ({counted})",
            until=due.until,
            amount=due.amount,
            counted=due.counted,
        )
        if due.amount is not None
        else text(
            "Interest cannot be computed: no base rate is known for the half-years from {days}.",
            days=due.unknown,
        )
    )
    shown = table(columns, rows, limit=session.width) if rows else ""
    return f"{shown}{say(sentence)}\n"
