"""What an announcement says of a call, as options of `kic call new`, `set` and `open`."""

from typing import TYPE_CHECKING, Annotated

import typer

from kic.cli.session import Session
from kic.cli.words import _
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.domain.calls import Accounting, ApplicantKind, Call, ReportDue
    from kic.domain.calls.moves import Facts

CallId = Annotated[str, typer.Argument(metavar=_("CALL"), help=_("The call."))]
Title = Annotated[str | None, typer.Option("--title", metavar=_("TEXT"), help=_("Its title."))]
Amount = Annotated[
    str | None, typer.Option("--amount", metavar=_("AMOUNT"), help=_("The money that it has to give."))
]
Announced = Annotated[
    str | None, typer.Option("--announced", metavar=_("YYYY-MM-DD"), help=_("When it is made public."))
]
Place = Annotated[
    str | None,
    typer.Option("--place", metavar=_("TEXT"), help=_("Where it is made public, such as the Amtsblatt.")),
]
Gazette = Annotated[
    str | None, typer.Option("--gazette", metavar=_("TEXT"), help=_("Number and year of the Amtsblatt."))
]
Opens = Annotated[
    str | None,
    typer.Option("--opens", metavar=_("YYYY-MM-DD"), help=_("The first day on which one may apply.")),
]
Closes = Annotated[
    str | None,
    typer.Option(
        "--closes", metavar=_("YYYY-MM-DDTHH:MM"), help=_("The deadline: day and time on the city's clock.")
    ),
]
Themes = Annotated[
    list[str] | None, typer.Option("--themes", metavar="ID,ID", help=_("The themes that are open."))
]
Applicants = Annotated[
    list[str] | None, typer.Option("--applicants", metavar=_("KIND,KIND"), help=_("Who may apply."))
]
Decision = Annotated[
    str | None,
    typer.Option(
        "--decision", metavar=_("YYYY-MM"), help=_("When the decision is expected: day, month or year.")
    ),
]
SpendBy = Annotated[
    str | None,
    typer.Option("--spend-by", metavar=_("YYYY-MM-DD"), help=_("By when the money must be spent.")),
]
SettleBy = Annotated[
    str | None,
    typer.Option("--settle-by", metavar=_("YYYY-MM-DD"), help=_("By when all must be accounted for.")),
]
Report = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar=_("KIND=YYYY-MM-DD"),
        help=_("A report that is due: interim, final or proof_of_use; may be repeated."),
    ),
]
Papers = Annotated[
    list[str] | None,
    typer.Option(
        "--paper",
        metavar=_("TEXT"),
        help=_("A paper that every application brings along; may be repeated, and replaces all before."),
    ),
]
Product = Annotated[
    str | None,
    typer.Option(
        "--product", metavar=_("TEXT"), help=_("The product of the budget that it is booked under.")
    ),
]
Account = Annotated[
    str | None, typer.Option("--account", metavar=_("TEXT"), help=_("The account that it is booked under."))
]

OPTIONS = {
    "title": "--title",
    "amount": "--amount",
    "date": "--announced",
    "place": "--place",
    "opens": "--opens",
    "closes": "--closes",
    "themes": "--themes",
    "applicants": "--applicants",
    "papers": "--paper",
    "decision_expected": "--decision",
    "spend_by": "--spend-by",
    "settle_by": "--settle-by",
    "reports": "--report",
    "product": "--product",
    "account": "--account",
}
"""Which option fills which field of a call."""


def facts_of(  # noqa: PLR0913  # as many as an announcement has
    session: Session,
    *,
    title: str | None = None,
    amount: str | None = None,
    announced: str | None = None,
    place: str | None = None,
    gazette: str | None = None,
    opens: str | None = None,
    closes: str | None = None,
    themes: list[str] | None = None,
    applicants: list[str] | None = None,
    papers: list[str] | None = None,
    decision: str | None = None,
    spend_by: str | None = None,
    settle_by: str | None = None,
    report: list[str] | None = None,
    accounting: "Accounting | None" = None,
    note: str | None = None,
) -> "Facts":
    """The options read; raises UsageError, which names the option."""
    from kic.cli.options import amount_of, day_of, words_of  # noqa: PLC0415
    from kic.cli.reading import items_of, moment_of, partial_of  # noqa: PLC0415
    from kic.domain.calls.moves import Facts  # noqa: PLC0415
    from kic.domain.concept.structure import Theme  # noqa: PLC0415

    return Facts(
        title=None if title is None else words_of(title, "--title"),
        amount=None if amount is None else amount_of(amount, "--amount"),
        announced=None if announced is None else partial_of(announced, "--announced"),
        place=None if place is None else words_of(place, "--place"),
        gazette=None if gazette is None else words_of(gazette, "--gazette"),
        opens=None if opens is None else day_of(opens, "--opens"),
        closes=None if closes is None else moment_of(closes, "--closes"),
        themes=tuple(session.repository.find(Theme, each).id for each in items_of(themes))
        if themes
        else None,
        applicants=_kinds(session, applicants) if applicants else None,
        papers=tuple(words_of(each, "--paper") for each in papers) if papers else None,
        decision_expected=None if decision is None else partial_of(decision, "--decision"),
        spend_by=None if spend_by is None else day_of(spend_by, "--spend-by"),
        settle_by=None if settle_by is None else day_of(settle_by, "--settle-by"),
        reports=tuple(_report(session, each) for each in report) if report else None,
        accounting=accounting,
        note=None if note is None else words_of(note, "--note"),
    )


def accounting_of(
    year: int, product: str | None, account: str | None, like: "Call | None" = None
) -> "Accounting | None":
    """Where a call is booked: what the options leave out is that of another call, or this one as it was.

    None where neither option is given. Raises UsageError where one is missing and nothing says it.
    """
    if product is None and account is None:
        return None
    from kic.core.values import Count  # noqa: PLC0415
    from kic.domain.calls import Accounting  # noqa: PLC0415

    before = like.accounting if like is not None else None
    return Accounting(
        year=Count(year),
        product=_or(product, "--product", before.product if before is not None else None),
        account=_or(account, "--account", before.account if before is not None else None),
    )


def _or(given: str | None, option: str, before: str | None) -> str:
    from kic.cli.options import words_of  # noqa: PLC0415

    if given is not None:
        return words_of(given, option)
    if before is None:
        raise UsageError("This needs an answer: {option} is missing.", option=option)
    return before


def _kinds(session: Session, given: list[str]) -> "tuple[ApplicantKind, ...]":
    from kic.cli.asking import one_of  # noqa: PLC0415
    from kic.cli.reading import items_of  # noqa: PLC0415
    from kic.domain.calls import ApplicantKind  # noqa: PLC0415

    return tuple(one_of(session, each, ApplicantKind, "--applicants") for each in items_of(given))


def _report(session: Session, spelling: str) -> "ReportDue":
    from kic.cli.asking import one_of  # noqa: PLC0415
    from kic.cli.options import day_of  # noqa: PLC0415
    from kic.domain.calls import ReportDue, ReportKind  # noqa: PLC0415

    kind, equals, due = spelling.partition("=")
    if not equals:
        raise UsageError("{option} is KIND=DAY, not {spelling}.", option="--report", spelling=spelling)
    return ReportDue(
        report=one_of(session, kind, ReportKind, "--report"), due=day_of(due.strip(), "--report")
    )
