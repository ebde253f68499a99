"""Double funding: which applications are for the same purpose, over all calls and years.

Titles are compared without what varies from year to year: capitals, endings, small words, numbers. Two plans with
the same lines are alike too, whatever the title says. Both are questions to a person, never verdicts.
"""

import enum
import functools
import re
from collections.abc import Iterator

import msgspec

from kic.core.pattern import pattern
from kic.core.snapshot import Snapshot
from kic.domain.applications import Application
from kic.domain.calls import Call


class Likeness(enum.Enum):
    """What two applications have in common."""

    TITLE = "title"
    COSTS = "costs"


class Timing(enum.Enum):
    """How two applications lie to each other in time."""

    SAME_TIME = "same_time"
    EARLIER_YEAR = "earlier_year"


class Pair(msgspec.Struct, frozen=True):
    """An application, an earlier one (by call and number) that is like it, and in what."""

    application: Application
    other: Application
    likeness: Likeness
    timing: Timing
    same_applicant: bool


_FEW = 50
"""So many earlier applications of one applicant are compared; more would be quadratic."""
_words = pattern(r"[^\W\d_]{3,}")
_SMALL = """
aus auf bei das dem den der des die ein eine einem einen einer für fuer gegen im in mit nach und über unter vom von vor
zum zur projekt projekte teil runde fortsetzung weiterführung jahr folgeprojekt
the and for with from project part continued
"""
_EMPTY = frozenset(_SMALL.split())
_ENDINGS = re.compile(r"(?:innen|ungen|en|er|em|es|e|n|s)\Z")
_STEM = 4
_ALIKE = 3, 5
"""Of all words in both titles, three of five are in each."""


@functools.lru_cache(maxsize=4096)  # two rules ask for each
def purpose(title: str) -> frozenset[str]:
    """The words of a title that say what it is about, without their endings."""
    words = (word for word in _words().findall(title.casefold()) if word not in _EMPTY)
    return frozenset(_stem(word) for word in words)


def _stem(word: str) -> str:
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= _STEM else word


def _near(one: "_Known", other: "_Known") -> bool:
    if not one.purpose or not other.purpose:
        return False
    common = len(one.purpose & other.purpose)
    least, of = _ALIKE
    if common * of >= len(one.purpose | other.purpose) * least:
        return True
    if common >= 2 and common == min(len(one.purpose), len(other.purpose)):  # noqa: PLR2004  # made longer
        return True
    # A few other letters, as by a typing mistake.
    return len(one.letters & other.letters) * 4 >= max(len(one.letters), len(other.letters)) * 3 > 0


def _trigrams(letters: str) -> frozenset[str]:
    return frozenset(letters[at : at + 3] for at in range(len(letters) - 2))


def _who(application: Application) -> str | None:
    return application.applicant.body or application.applicant.person


def _costs(application: Application) -> frozenset[tuple[str, int]]:
    return frozenset((" ".join(c.item.casefold().split()), c.amount.cents) for c in application.costs)


class _Known(msgspec.Struct, frozen=True):
    application: Application
    year: int
    purpose: frozenset[str]
    letters: frozenset[str]
    costs: frozenset[tuple[str, int]]


def _looked_at(application: Application, year: int) -> _Known:
    """What is compared of an application, found once: each is compared with many."""
    about = purpose(application.title)
    return _Known(application, year, about, _trigrams(" ".join(sorted(about))), _costs(application))


@functools.lru_cache(maxsize=2)  # two rules ask
def pairs(repository: Snapshot) -> tuple[Pair, ...]:
    """Every pair that is alike, each application with one earlier one: those of its own applicant first.

    Applications that take no part are left out: what is not funded is not funded twice.
    """
    return tuple(_pairs(repository))


def _pairs(repository: Snapshot) -> Iterator[Pair]:
    years = {call.id: call.year for call in repository.all(Call)}
    of_applicant: dict[str, list[_Known]] = {}
    of_purpose: dict[frozenset[str], _Known] = {}
    for each in repository.all(Application):
        who = _who(each)
        if who is None or each.call not in years or each.ineligible:
            continue
        known = _looked_at(each, years[each.call])
        mine = of_applicant.setdefault(who, [])
        pair = _best(known, mine[-_FEW:])
        if pair is None and len(known.purpose) > 1:
            other = of_purpose.get(known.purpose)
            if (
                other is not None
                and _timing(known, other) is Timing.SAME_TIME
                and _who(other.application) != who
            ):
                pair = Pair(each, other.application, Likeness.TITLE, Timing.SAME_TIME, same_applicant=False)
        if pair is not None:
            yield pair
        mine.append(known)
        of_purpose[known.purpose] = known


def _best(known: _Known, earlier: list[_Known]) -> Pair | None:
    """The pair with what was asked for at the same time, else with the latest year."""
    found: Pair | None = None
    for other in reversed(earlier):
        likeness = _likeness(known, other)
        if likeness is None:
            continue
        timing = _timing(known, other)
        pair = Pair(known.application, other.application, likeness, timing, same_applicant=True)
        if timing is Timing.SAME_TIME:
            return pair
        found = found or pair
    return found


def _likeness(known: _Known, other: _Known) -> Likeness | None:
    if _near(known, other):
        return Likeness.TITLE
    common = len(known.costs & other.costs)
    if common > 1 and common * 2 >= min(len(known.costs), len(other.costs)):
        return Likeness.COSTS
    return None


def _timing(known: _Known, other: _Known) -> Timing:
    one, two = known.application.period, other.application.period
    overlap = one.start <= two.end and two.start <= one.end
    return Timing.SAME_TIME if overlap or known.year == other.year else Timing.EARLIER_YEAR


def alike_to(repository: Snapshot, application: Application) -> Iterator[Pair]:
    """Every other application, earlier or later, that this one is like; those that take no part are marked so."""
    years = {call.id: call.year for call in repository.all(Call)}
    who = _who(application)
    me = _looked_at(application, years.get(application.call, 0))
    for each in repository.all(Application):
        if each is application or each.call not in years:
            continue
        same = _who(each) == who
        if not same and purpose(each.title) != me.purpose:
            continue
        other = _looked_at(each, years[each.call])
        likeness = _likeness(me, other)
        if likeness is not None:
            yield Pair(application, each, likeness, _timing(me, other), same_applicant=same)
