"""Values of a grant's life as they are typed: moments, shares, lists of ids, lines of a plan. All raise UsageError."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from kic.cli.session import Session
from kic.core.text import Text
from kic.errors import UsageError

if TYPE_CHECKING:
    from kic.core.values import Moment, Money, PartialDate, Share

T = TypeVar("T")


class NoAnswer:
    """The default of a question that may stay unanswered: an empty line means it; `words` are shown."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __str__(self) -> str:
        return self.words


def moment_of(spelling: str, option: str) -> "Moment":
    """A day and time of day: 2027-03-31T23:59 or 31.03.2027, 23:59."""
    from kic.core.spelling import moment  # noqa: PLC0415

    return _read(
        moment,
        spelling,
        UsageError(
            "{option} needs a day and time such as 31.03.2027, 23:59, not {spelling}.",
            option=option,
            spelling=spelling,
        ),
    )


def partial_of(spelling: str, option: str) -> "PartialDate":
    """A day, a month or a year: 22.11.2027, 2027-11 or 2027."""
    from kic.core.spelling import day  # noqa: PLC0415
    from kic.core.values import Misread, PartialDate  # noqa: PLC0415

    try:
        whole = day(spelling)
        return PartialDate(whole.year, whole.month, whole.day)
    except Misread:
        pass
    return _read(
        PartialDate.parse,
        spelling.strip(),
        UsageError(
            "{option} needs a day, a month or a year such as 22.11.2027, 2027-11 or 2027, not {spelling}.",
            option=option,
            spelling=spelling,
        ),
    )


def least_of(spelling: str, option: str) -> "Money | Share":
    """A least award: an amount, or a share of the request such as 75%."""
    from kic.cli.options import amount_of  # noqa: PLC0415
    from kic.core.spelling import share  # noqa: PLC0415

    if not spelling.rstrip().endswith("%"):
        return amount_of(spelling, option)
    return _read(
        share,
        spelling,
        UsageError(
            "{option} needs an amount or a share such as 75%, not {spelling}.",
            option=option,
            spelling=spelling,
        ),
    )


def _read(parse: Callable[[str], T], spelling: str, error: UsageError) -> T:
    from kic.core.values import Misread  # noqa: PLC0415

    try:
        return parse(spelling)
    except Misread:
        raise error from None


def items_of(spellings: Iterable[str]) -> tuple[str, ...]:
    """What was typed, each option with one item or several with commas; every item once, in order."""
    items = (item.strip() for spelling in spellings for item in spelling.split(","))
    return tuple(dict.fromkeys(item for item in items if item))


class Line(NamedTuple):
    """A line of a plan: what it is called, and how much."""

    item: str
    amount: "Money"


def line_of(spelling: str, option: str) -> Line:
    """`Honorare=3.200,00`; the last equals sign counts, so that a name may hold one."""
    from kic.cli.options import amount_of  # noqa: PLC0415

    item, equals, amount = spelling.rpartition("=")
    if not equals or not item.strip() or not amount.strip():
        raise UsageError(
            "{option} needs a line with its amount such as Honorare=3.200,00, not {spelling}.",
            option=option,
            spelling=spelling,
        )
    return Line(" ".join(item.split()), amount_of(amount, option))


def ask_optional(
    session: Session,
    given: str | None,
    *,
    option: str,
    question: Text,
    parse: Callable[[str, str], T],
    nothing: Text,
) -> T | None:
    """As `ask`, for what may be missing: without a terminal it is; an empty line means `nothing`, which is shown."""
    if given is None and not session.can_ask:
        return None
    from kic.cli.asking import ask  # noqa: PLC0415

    default: NoAnswer | _Some[T] = NoAnswer(session.language.say(nothing))
    answer = ask(
        session,
        given,
        option=option,
        question=question,
        parse=lambda spelling, name: _Some(parse(spelling, name)),
        default=default,
    )
    return answer.value if isinstance(answer, _Some) else None


class _Some(Generic[T]):
    """An answer, as opposed to none; the answer itself may be anything."""

    def __init__(self, value: T) -> None:
        self.value = value


def ask_lines(session: Session, *, option: str, question: Text, nothing: Text) -> Iterator[Line]:
    """Lines of a plan that a person types one by one, until an empty line."""
    while (
        line := ask_optional(session, None, option=option, question=question, parse=line_of, nothing=nothing)
    ) is not None:
        yield line
