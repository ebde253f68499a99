"""Bars that read without colour: each class has its own sign, and the legend says it in words and counts.

[######====--..]
# implemented 6 · = under way 4 · - ahead 2 · . without report 2
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kic.core.text import Text, text
from kic.present.language import Language
from kic.present.safe import safe_line


class Segment(NamedTuple):
    """A part of a bar: its sign (one column wide), its words, and how much it is."""

    sign: str
    words: Text | str
    amount: int


class StatusClass(NamedTuple):
    """Statuses of recommendations that one sign stands for."""

    sign: str
    words: Text
    statuses: frozenset[str]


STATUS_CLASSES: tuple[StatusClass, ...] = (
    StatusClass("#", text("implemented"), frozenset({"implemented"})),
    StatusClass("=", text("under way"), frozenset({"in_progress", "ongoing"})),
    StatusClass("-", text("ahead"), frozenset({"planned", "preparing"})),
    StatusClass("~", text("postponed"), frozenset({"postponed"})),
    StatusClass(
        "x", text("dropped or carried on elsewhere"), frozenset({"dropped", "replaced", "merged", "split"})
    ),
)
WITHOUT_REPORT = StatusClass(".", text("without report"), frozenset())
"""What has no entry in its log, or one that this table does not know."""


ANSWER_CLASSES: tuple[StatusClass, ...] = (
    StatusClass("#", text("taken over"), frozenset({"taken_over"})),
    StatusClass("=", text("taken over in part"), frozenset({"in_part"})),
    StatusClass("x", text("not taken over"), frozenset({"not_taken_over"})),
    StatusClass("-", text("noted for later"), frozenset({"noted"})),
)
WITHOUT_ANSWER = StatusClass(".", text("without an answer"), frozenset())


def answers(counts: Mapping[str | None, int]) -> tuple[Segment, ...]:
    """The segments of counts by the answer to contributions (`None`: no answer yet), without empty classes."""
    return _segments(ANSWER_CLASSES, WITHOUT_ANSWER, counts)


def progress(counts: Mapping[str | None, int]) -> tuple[Segment, ...]:
    """The segments of counts by status value (`None`: no status yet), without empty classes."""
    return _segments(STATUS_CLASSES, WITHOUT_REPORT, counts)


def _segments(
    classes: Sequence[StatusClass], without: StatusClass, counts: Mapping[str | None, int]
) -> tuple[Segment, ...]:
    known = frozenset[str]().union(*(each.statuses for each in classes))
    segments = [
        Segment(each.sign, each.words, sum(counts.get(status, 0) for status in each.statuses))
        for each in classes
    ]
    rest = sum(amount for status, amount in counts.items() if status not in known)
    segments.append(Segment(without.sign, without.words, rest))
    return tuple(segment for segment in segments if segment.amount)


def bar(segments: Sequence[Segment], columns: int = 30) -> str:
    """`[###==..]`, the inside `columns` wide; an amount above zero shows at least one sign.

    Rounded by the largest remainders, the earlier segment first, so that the bar is always full. Without
    any amount the bar is empty. Amounts are not negative.
    """
    cells = _cells(segments, columns)
    inside = "".join(segment.sign * count for segment, count in zip(segments, cells, strict=True))
    return f"[{inside:{columns}}]"


def legend(segments: Iterable[Segment], language: Language) -> str:
    """The signs with their words and counts, in the order of the bar."""
    words = (f"{each.sign} {_words(each, language)} {language.number(each.amount)}" for each in segments)
    return " · ".join(words)


def _words(segment: Segment, language: Language) -> str:
    return language.say(segment.words) if isinstance(segment.words, Text) else safe_line(segment.words)


def _cells(segments: Sequence[Segment], columns: int) -> list[int]:
    """How many signs each segment gets; they sum to `columns` if there is any amount and room for each."""
    amounts = [segment.amount for segment in segments]
    whole = sum(amounts)
    if not whole:
        return [0] * len(amounts)
    shares = [divmod(amount * columns, whole) for amount in amounts]
    cells = [max(full, 1) if amount else 0 for (full, _), amount in zip(shares, amounts, strict=True)]
    by_remainder = sorted(range(len(cells)), key=lambda i: -shares[i][1] if cells[i] == shares[i][0] else 0)
    missing = columns - sum(cells)
    for i in by_remainder[: max(missing, 0)]:
        cells[i] += 1
    for _ in range(-missing):
        largest = max(range(len(cells)), key=lambda i: cells[i])
        if cells[largest] > 1:
            cells[largest] -= 1
    return cells
