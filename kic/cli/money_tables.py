"""Money on the terminal: figures with what they are the sum of, years, and where the money went."""

import sys
from typing import TYPE_CHECKING

from kic.cli.looking import heading
from kic.cli.session import Session
from kic.core.text import Text, text
from kic.errors import UsageError
from kic.present.safe import safe_line
from kic.present.tables import Column, table
from kic.present.width import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kic.documents.money_trace import Because, Explained, Row, Trace, Whole
    from kic.domain.accounts.years import YearAccount
    from kic.domain.settings import Settings

FIGURES: dict[str, Text] = {
    "amount": text("Money of the call"),
    "awarded": text("Awarded, after cuts"),
    "booked": text("Booked as paid in this year"),
    "booked_back": text("Booked as returned in this year"),
    "bound": text("The grant can still come to"),
    "bounced": text("Sent back by the bank"),
    "budget": text("Budget of the year"),
    "called": text("In calls"),
    "carried_in": text("Carried over from the year before"),
    "carried_over": text("Carried over into the next year"),
    "cuts": text("Cuts"),
    "decided": text("First awarded"),
    "excess": text("Still to come back"),
    "final": text("Final sum"),
    "fixed": text("Held by grants of earlier decisions"),
    "in_force": text("In force: what has reached the grantee"),
    "granted": text("Awarded"),
    "interest": text("Interest received"),
    "lapsing": text("Ends with the year"),
    "net": text("Paid, less what came back"),
    "not_awarded": text("Not awarded"),
    "noticed": text("Last notice"),
    "ordered": text("Ordered, not booked yet"),
    "paid": text("Paid in all"),
    "passed_on": text("Given by other calls as the remainder"),
    "reclaimed": text("Reclaimed by notice"),
    "released": text("Flowed back to the call"),
    "requested": text("Requested"),
    "reserve": text("Reserve"),
    "returned": text("Came back from grantees"),
    "still_to_pay": text("Still to be paid"),
    "unallocated": text("Not allocated"),
    "uncalled": text("In no call"),
    "unknown": text("Awards not known"),
    "untraced": text("Awarded, payments not recorded"),
}
"""Sums have the words of the funding report (`funding-report.md.j2`)."""
GRANT_WORDS: dict[str, Text] = {"awarded": text("Award of the committee")}
"""What a figure is called where one grant is shown."""
CALL_WORDS: dict[str, Text] = {
    "awarded": text("Held by grants of the last decision"),
    "budget": text("Money of the call, without what others give of it"),
}
"""The same of a call: what all its grants hold is two figures there."""
BALANCE = (
    ("A", "budget", ""),
    ("B", "called", ""),
    ("C", "uncalled", "A − B"),
    ("D", "granted", ""),
    ("U", "unknown", ""),
    ("E", "not_awarded", "B − D"),
    ("F", "cuts", ""),
    ("G", "awarded", "D − F"),
    ("H", "paid", ""),
    ("I", "returned", ""),
    ("J", "net", "H − I"),
    ("P", "untraced", ""),
    ("K", "still_to_pay", "G − J"),
    ("L", "reserve", ""),
    ("M", "unallocated", "E + F − L"),
)
"""From the budget to the balance, as in the funding report: letter, figure, and what it is calculated from."""


def settings_of(session: Session) -> "Settings":
    """The settings, to be changed; raises UsageError where they cannot be read."""
    from kic.domain.settings import Settings  # noqa: PLC0415

    settings = session.repository.snapshot.only(Settings)
    if settings is None:
        raise UsageError("The settings in kic.yaml cannot be read.", help="kic check kic.yaml")
    return settings


def known_year(session: Session, spelling: str) -> int:
    """A year with a budget or a call; raises UsageError for another."""
    from kic.domain.accounts.years import year_accounts  # noqa: PLC0415

    years = year_accounts(session.repository.snapshot)
    if not (spelling.isascii() and spelling.isdigit()) or int(spelling) not in years:
        raise UsageError(
            "There is no budget and no call of the year {year}.",
            help="The years are {years}." if years else "",
            year=spelling,
            years=tuple(str(each) for each in years),
        )
    return int(spelling)


def show_trace(session: Session, found: "Trace") -> str:
    """One thing's money, each figure with its summands."""
    say = session.language.say
    words = FIGURES | {"application": GRANT_WORDS, "call": CALL_WORDS}.get(found.kind, {})
    parts = [heading(f"{found.id}: {found.title}" if found.title else found.id)]
    shown = [each for each in found.figures if each.because or each.amount]
    parts += [_figure(session, say(words[each.figure]), each) for each in shown]
    if found.goes_on:
        parts.append(say(text("Its money goes on to {ids}.", ids=found.goes_on)) + "\n")
    elif not shown:
        parts.append(say(text("No money is recorded here.")) + "\n")
    if found.grants:
        parts.append(_rows(session, say(text("Shares")), found.grants))
    if found.open:
        lines = "".join(f"- {say(point)}\n" for point in found.open)
        parts.append(heading(say(text("Still open"))) + lines)
    return "\n".join(parts)


def _figure(session: Session, words: str, figure: "Explained") -> str:
    """A figure, and below it what it is the sum of: amount, what it is, and where it stands."""
    lines = [f"{words}: {session.language.word(figure.amount)}"]
    for because in figure.because:
        lines += _summands(session, because, _amount_width(session, figure.because), 1)
    return "".join(f"{line}\n" for line in lines)


def _amount_width(session: Session, summands: "Iterable[Because]") -> int:
    from kic.present.width import width  # noqa: PLC0415

    return max((width(session.language.word(each.amount)) for each in summands), default=0)


def _summands(session: Session, because: "Because", room: int, depth: int) -> list[str]:
    """A summand; the place stands behind it, or on a line of its own where it would not fit."""
    from kic.present.safe import safe_line  # noqa: PLC0415
    from kic.present.width import width  # noqa: PLC0415

    language = session.language
    amount = language.word(because.amount)
    indent = "  " * depth
    line = f"{indent}{' ' * (room - width(amount))}{amount}  {safe_line(language.say(because.what))}"
    place = f"{because.path}:{because.line}"
    if width(line) + 2 + width(place) <= session.width:
        lines = [f"{line}  {place}"]
    else:
        lines = [line, f"{indent}{' ' * (room + 2)}{place}"]
    for each in because.of:
        lines += _summands(session, each, max(room, _amount_width(session, because.of)), depth + 1)
    return lines


def show_whole(session: Session, found: "Whole") -> str:
    """Where the money went: themes, goals, recommendations, and what has none."""
    say = session.language.say
    label = session.language.label
    parts = [_rows(session, say(text("Money per theme")), (*found.themes, found.total))]
    if found.goals:
        parts.append(_rows(session, say(text("Money per goal")), found.goals))
    if found.recommendations:
        parts.append(_rows(session, say(text("Money per recommendation")), found.recommendations))
    if found.without_recommendation:
        parts.append(
            _rows(session, say(text("Money without a recommendation")), found.without_recommendation)
        )
    if found.without_money:
        columns = (Column("ID", fixed=True), Column(label("kind", "recommendation")))
        rows = [(each.id, each.title or say(text("title not known"))) for each in found.without_money]
        parts.append(
            heading(say(text("Recommendations without money"))) + table(columns, rows, limit=session.width)
        )
    parts.append(
        say(
            text(
                "Several themes or recommendations of one application share its money in equal parts, to the cent; "
                "kic trace ID shows each part with its file."
            )
        )
        + "\n"
    )
    return "\n".join(parts)


def _rows(session: Session, title: str, rows: "Iterable[Row]") -> str:
    say, word = session.language.say, session.language.word
    columns = (
        Column("ID", fixed=True),
        Column(say(text("Title"))),
        Column(say(text("Requested")), right=True, fixed=True),
        *(Column(say(FIGURES[name]), right=True, fixed=True) for name in ("awarded", "paid", "returned")),
    )
    cells = [
        (
            each.id,
            each.title or (say(text("Sum")) if not each.id else say(text("title not known"))),
            word(each.requested),
            word(each.awarded),
            word(each.paid),
            word(each.returned),
        )
        for each in rows
    ]
    return heading(title) + table(columns, cells, limit=session.width)


def show_year(session: Session, account: "YearAccount") -> str:
    """A budget year: every cent, its calls, and what is open."""
    language = session.language
    say, word = language.say, language.word
    figures = (
        Column(say(text("Item"))),
        Column(say(text("Amount")), right=True, fixed=True),
        Column(say(text("Calculation")), fixed=True),
    )
    parts = [heading(say(text("Budget year {year}", year=str(account.year))))]
    told = [*_balance(session, account), *_further(session, account)]
    parts.append(table(figures, told, limit=session.width))
    columns = (
        Column(language.label("kind", "call"), fixed=True),
        Column(say(text("State"))),
        *(
            Column(say(each), right=True, fixed=True)
            for each in (
                text("Money"),
                *(FIGURES[name] for name in ("awarded", "paid", "returned", "unallocated")),
            )
        ),
    )
    rows = [
        (
            each.call,
            word(each.state),
            word(each.budget.amount) if each.known else "–",
            "–" if each.unknown else word(each.held.amount),
            "–" if each.unknown or each.untraced else word(each.paid.amount),
            "–" if each.unknown or each.untraced else word(each.returned.amount),
            word(each.unallocated.amount) if each.known and not each.unknown else "–",
        )
        for each in account.calls
    ]
    if rows:
        parts.append(heading(say(text("Calls"))) + table(columns, rows, limit=session.width))
    open_ = [f"{grant.application}: {language.enumeration(grant.open_points)}" for grant in account.open]
    if open_:
        wide = session.columns(sys.stdout)
        parts.append(heading(say(text("Open accounts"))) + "".join(_point(each, wide) for each in open_))
    return "\n".join(parts)


def _point(words: str, columns: int | None) -> str:
    """A point of a list; on a terminal what does not fit in the line stands under its words."""
    lines = [words] if columns is None else wrapped(safe_line(words), columns - 2)
    return "- " + "\n  ".join(lines) + "\n"


def _balance(session: Session, account: "YearAccount") -> "Iterator[tuple[str, str, str]]":
    """From the budget to the balance; nothing is told of what no records of the year can tell."""
    say, word = session.language.say, session.language.word
    vague = bool(account.untraced or account.unknown)
    less = {"not_awarded": ("unknown", " − U"), "still_to_pay": ("untraced", " − P")}
    for letter, name, calculation in BALANCE:
        figure = getattr(account, name)
        if name in ("unknown", "untraced") and not figure:
            continue
        words = f"{letter} {say(FIGURES[name])}"
        if (account.budget is None and name in ("budget", "uncalled")) or (
            vague and not figure and name in _OF_GRANTS
        ):
            yield words, say(text("not known")), ""
            continue
        other, more = less.get(name, ("", ""))
        yield words, word(figure.amount), calculation + (more if other and getattr(account, other) else "")


_OF_GRANTS = ("granted", "cuts", "awarded", "paid", "returned", "net", "still_to_pay")


def _further(session: Session, account: "YearAccount") -> "Iterator[tuple[str, str, str]]":
    """Sums that are part of others, or of other years; those that are nothing are left out."""
    say, word = session.language.say, session.language.word
    names = ["excess", "released", "interest", "carried_in", "carried_over", "booked", "booked_back"]
    vague = bool(account.untraced or account.unknown)
    if not vague and (account.closed is not None or account.year < session.today.year):
        names.append("lapsing")  # before, it is not known what will be left
    for name in names:
        if figure := getattr(account, name):
            yield say(FIGURES[name]), word(figure.amount), ""
    closed = say(text("still open")) if account.closed is None else word(account.closed)
    yield say(text("Closed on")), closed, ""
